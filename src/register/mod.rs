//! Layer 1: the secret.
//!
//! Owns the register: its model, how it is loaded and validated, and the written forms of its names. Nothing here
//! prints a value; subjects are named by id. `spot` compiles it, `judge` asks it.

pub mod blind;
mod entries;
pub mod forms;
pub mod key;
pub mod legal;
pub mod load;
pub mod model;
mod moment;
pub mod review;
mod texts;
mod values;

pub use load::{keys, load};
pub use model::{Basis, Client, ClientStatus, Consent, Covers, Fact, Matching, Matter, Nature, Person, Register};

#[cfg(test)]
mod tests;
