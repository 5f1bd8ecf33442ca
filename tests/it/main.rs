//! The integration tests, one binary: each area is a module.

mod corpus_register;
mod engine;
mod facts;
mod identifiers;
mod names;
mod read;
mod register;
mod report;
