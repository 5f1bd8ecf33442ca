//! Owns `subrosa rules new`: a pack to begin with, commented, that passes its own test. It never overwrites.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use clap::Args;

use crate::cli::gate::shown;
use crate::cli::output;
use crate::cli::trouble::Trouble;
use crate::rules::{builtin, is_name};
use crate::run::Ending;
use crate::text::system::unwritable;

/// The pack, with `{{name}}` for its name and `{{open}}` for a brace of its own.
const STARTER: &str = include_str!("starter.yaml");

/// The options of `rules new`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Options {
    /// The pack's name: small letters, digits, hyphens
    #[arg(value_name = "NAME")]
    name: String,
    /// The folder for NAME.yaml
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
}

/// Runs it.
pub(super) fn run(options: &Options) -> Result<Ending, Trouble> {
    let name = &options.name;
    if !is_name(name) {
        let help = "it begins with a letter; small letters, digits and hyphens follow, as in `our-house-style`";
        return Err(Trouble::new("This is no name for a pack", Some(help)));
    }
    if builtin::names().any(|known| known == name) {
        let help = "take another name; a pack changes a built-in rule by its id, with `override: true`";
        return Err(Trouble::new(format!("{name} is a built-in pack"), Some(help)));
    }
    let file = options.folder.join(format!("{name}.yaml"));
    let file = file.strip_prefix(".").unwrap_or(&file);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut out| out.write_all(starter(name).as_bytes()));
    let path = shown(file);
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Trouble::new(format!("{path} is there already"), Some("nothing was changed; take another name"))
        }
        kind => Trouble::new(format!("{path} cannot be written: {}", unwritable(kind)), None),
    })?;
    let words =
        format!("{path} is written. Next:\n  subrosa rules test {path}\n  and in .subrosa.yaml: `packs: [{path}]`\n");
    output::shown(|out| out.write_all(words.as_bytes()))
}

/// The text of a new pack.
fn starter(name: &str) -> String {
    STARTER.replace("{{name}}", name).replace("{{open}}", "{")
}
