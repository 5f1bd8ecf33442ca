//! Owns `subrosa hook install` and `subrosa hook uninstall`: the two hooks of plain git. A hook that somebody else wrote is
//! neither overwritten nor changed: the line to add is said instead. What is removed is what was written here, byte for
//! byte. `run::git` knows where hooks are.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use clap::Subcommand;

use super::change::trouble as git_trouble;
use super::gate::shown;
use super::trouble::{Trouble, note};
use crate::run::Ending;
use crate::run::git::{Git, Scope};
use crate::text::system;

/// What to do with hooks.
#[derive(Clone, Copy, Subcommand, Debug)]
pub(super) enum Command {
    /// Have git check every commit of this repository: what it adds, and its message
    Install,
    /// Remove the hooks that `install` wrote
    Uninstall,
}

/// A hook.
struct Hook {
    /// Its name for git.
    name: &'static str,
    /// What it runs.
    line: &'static str,
}

/// The hooks.
const HOOKS: [Hook; 2] = [
    Hook { name: "pre-commit", line: "subrosa check --staged" },
    Hook { name: "commit-msg", line: "subrosa check --commit-msg \"$1\"" },
];

impl Hook {
    /// The whole file. Where the program is missing nothing was checked, so nothing is committed. Programs with windows
    /// start git without the user's shell, hence the folder that cargo installs to.
    fn text(&self) -> String {
        format!(
            "#!/bin/sh
# Written by `subrosa hook install`; `subrosa hook uninstall` removes it.
PATH=\"$PATH:${{CARGO_HOME:-$HOME/.cargo}}/bin\"
if ! command -v subrosa >/dev/null 2>&1; then
    echo 'subrosa is not found, so nothing was checked and nothing is committed.' >&2
    echo \"Install it, add its folder to PATH, or remove this hook: $0\" >&2
    exit 1
fi
exec {}
",
            self.line
        )
    }
}

/// What stands where a hook belongs.
enum Found {
    /// Nothing.
    Nothing,
    /// What is written here.
    Ours,
    /// What was written here and has been changed.
    Changed,
    /// Somebody else's.
    Other,
}

/// Runs it.
pub(super) fn run(command: Command) -> Result<Ending, Trouble> {
    let cwd = std::env::current_dir().map_err(|_| Trouble::new("The working directory is gone", None))?;
    let repository = Git::at(&cwd).repository().map_err(|error| git_trouble(&error))?;
    let folder = repository.hooks().map_err(|error| git_trouble(&error))?;
    let scope = repository.hooks_path_scope().map_err(|error| git_trouble(&error))?;
    if scope == Some(Scope::Everywhere) {
        return Err(shared(&folder, command));
    }
    let mut trouble = Trouble::default();
    for hook in &HOOKS {
        let file = folder.join(hook.name);
        let name = shown(file.strip_prefix(&cwd).unwrap_or(&file));
        let done = match command {
            Command::Install => install(hook, &file, &name),
            Command::Uninstall => uninstall(hook, &file, &name),
        };
        match done {
            Ok(words) => note(&words),
            Err(more) => trouble = trouble.and(more),
        }
    }
    if trouble.is_empty() { Ok(Ending::Clean) } else { Err(trouble) }
}

/// Writes a hook where there is none.
fn install(hook: &Hook, file: &Path, name: &str) -> Result<String, Trouble> {
    match found(hook, file).map_err(|error| unreadable(name, &error))? {
        Found::Nothing => {
            write(hook, file).map_err(|error| {
                Trouble::new(format!("{name} cannot be written: {}", system::unwritable(error.kind())), None)
            })?;
            Ok(format!("{name} is installed and runs: {}", hook.line))
        }
        Found::Ours => Ok(format!("{name} is installed already")),
        Found::Changed => {
            Err(Trouble::new(format!("{name} was written by subrosa and changed since"), Some("it is left as it is")))
        }
        Found::Other => {
            let message = format!("There is another hook {name}, and it is left as it is");
            Err(Trouble::new(message, Some(&advice(hook, file))))
        }
    }
}

/// What to do where a hook is somebody else's.
fn advice(hook: &Hook, file: &Path) -> String {
    let text = fs::read(file).unwrap_or_default();
    if memchr::memmem::find(&text, b"pre-commit.com").is_some() {
        return "the pre-commit framework wrote it: add subrosa to .pre-commit-config.yaml, as docs/pre-commit.md shows"
            .to_owned();
    }
    // husky generates what git calls; what people write is one folder above.
    let husky = file.parent().is_some_and(|folder| folder.ends_with(".husky/_"));
    let place = if husky { format!(".husky/{}", hook.name) } else { "it".to_owned() };
    format!("add this line to {place}: {} || exit 1", hook.line)
}

/// Removes a hook that is ours.
fn uninstall(hook: &Hook, file: &Path, name: &str) -> Result<String, Trouble> {
    match found(hook, file).map_err(|error| unreadable(name, &error))? {
        Found::Nothing => Ok(format!("there is no hook {name}")),
        Found::Ours => {
            fs::remove_file(file).map_err(|error| {
                Trouble::new(format!("{name} cannot be removed: {}", system::unwritable(error.kind())), None)
            })?;
            Ok(format!("{name} is removed"))
        }
        Found::Changed => {
            let help = "remove it, or the lines of subrosa in it, by hand";
            Err(Trouble::new(format!("{name} was written by subrosa and changed since"), Some(help)))
        }
        Found::Other => Ok(format!("{name} is another hook, and it is left as it is")),
    }
}

/// What stands there. A link is somebody else's, wherever it leads.
fn found(hook: &Hook, file: &Path) -> io::Result<Found> {
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.is_file() => return Ok(Found::Other),
        Ok(_) => {}
    }
    let text = fs::read(file)?;
    Ok(if text == hook.text().as_bytes() {
        Found::Ours
    } else if memchr::memmem::find(&text, b"Written by `subrosa hook install`").is_some() {
        Found::Changed
    } else {
        Found::Other
    })
}

/// Writes a hook. Nothing that came in between is overwritten, and no half of it stays.
fn write(hook: &Hook, file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o755);
    let mut out = options.open(file)?;
    let written = out.write_all(hook.text().as_bytes()).and_then(|()| out.sync_all());
    if written.is_err() {
        // The failure that is reported matters more than a file left behind.
        let _ = fs::remove_file(file);
    }
    written
}

/// A hook that cannot be looked at.
fn unreadable(name: &str, error: &io::Error) -> Trouble {
    Trouble::new(format!("{name} cannot be read: {}", system::unreadable(error.kind())), None)
}

/// Hooks that all repositories share are nothing to be written on behalf of one.
fn shared(folder: &Path, command: Command) -> Trouble {
    let lines: Vec<String> = HOOKS.iter().map(|hook| format!("in {}: {} || exit 1", hook.name, hook.line)).collect();
    let help = match command {
        Command::Install => format!("write there, {}; or set core.hooksPath for this repository", lines.join("; ")),
        Command::Uninstall => "nothing was written there by subrosa hook install".to_owned(),
    };
    let message = format!("core.hooksPath names {}, which other repositories share", shown(folder));
    Trouble::new(message, Some(&help))
}
