//! The integration tests, one binary: each area is a module.

mod engine;
mod names;
mod read;
mod register;
mod report;
