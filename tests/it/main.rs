//! The integration tests, one binary: each area is a module.

mod bad_input;
mod cli;
mod engine;
mod layers;
mod names;
mod read;
mod register;
mod report;
mod run;
mod support;
