//! Layer 1: the secret.
//!
//! Owns the register: its model, how it is loaded and validated, and the written forms of its names. Nothing here
//! prints a value; subjects are named by id. `spot` compiles it, `judge` asks it.

pub mod forms;
pub mod legal;
pub mod model;

pub use model::{Client, ClientStatus, Consent, Covers, Fact, Matching, Matter, Nature, Person, Register};
