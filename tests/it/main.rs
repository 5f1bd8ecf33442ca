//! The integration tests, one binary: each area is a module.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test says by panicking what is wrong")]
mod bad_input;
mod browser;
mod cli;
mod engine;
mod layers;
mod names;
mod outputs;
mod read;
mod register;
mod report;
mod run;
mod support;
