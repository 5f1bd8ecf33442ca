//! The one integration binary: one module an area.

mod bad_input;
mod cli;
mod engine;
mod layers;
mod names;
mod register;
mod run;
mod support;
