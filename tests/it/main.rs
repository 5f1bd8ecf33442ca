//! The integration tests, one binary: each area is a module.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what the helpers of tests cannot do fails the test"
)]

mod bad_input;
mod cli;
mod engine;
mod hostile;
mod layers;
mod leaks;
mod names;
mod read;
mod register;
mod report;
mod run;
mod support;
