//! All integration tests, one module an area.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test says by panicking what is wrong")]

mod read;
