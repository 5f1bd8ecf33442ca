//! Owns `subrosa schema`: the JSON Schemas of the files that people write, for editors. A test holds their keys against
//! those that the loaders take, and runs real and broken files through both.

use clap::{Args, ValueEnum};

use super::output;
use super::trouble::Trouble;
use crate::run::Ending;

/// The options of `schema`.
#[derive(Args, Debug)]
pub(super) struct Schema {
    /// Which file it describes
    #[arg(value_name = "KIND", value_enum)]
    kind: Kind,
}

/// The files that people write.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Kind {
    /// A rule pack
    Pack,
    /// A register of clients and matters
    Register,
    /// The configuration, .subrosa.yaml
    Config,
}

/// Runs it.
pub(super) fn run(args: &Schema) -> Result<Ending, Trouble> {
    let text = match args.kind {
        Kind::Pack => include_str!("pack.json"),
        Kind::Register => include_str!("register.json"),
        Kind::Config => include_str!("config.json"),
    };
    output::shown(|out| out.write_all(text.as_bytes()))
}
