//! The `subrosa` program: parses, runs, exits.

fn main() {}
