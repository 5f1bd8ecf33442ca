//! The integration tests, one binary: each area is a module.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test says by panicking what is wrong")]

mod bad_input;
mod browser;
mod cli;
mod consents;
mod corpus_packs;
mod corpus_register;
mod docs;
mod engine;
mod facts;
mod formats_csv;
mod formats_mail;
mod hostile;
mod identifiers;
mod layers;
mod leaks;
mod names;
mod names_cases;
mod names_firms;
mod names_ordinary;
mod names_people;
mod names_text;
mod outputs;
mod read;
mod read_hostile;
mod read_html;
mod register;
mod report;
mod rules;
mod rules_grammar;
mod run;
mod support;
mod why;
