//! The integration tests, one binary: each area is a module.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test says by panicking what is wrong")]
mod bad_input;
mod cli;
mod engine;
mod layers;
mod names;
mod names_firms;
mod names_ordinary;
mod names_people;
mod names_text;
mod read;
mod register;
mod report;
mod run;
mod support;
