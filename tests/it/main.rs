//! The one integration binary: one module an area.

mod engine;
mod names;
mod register;
