//! Owns the options of `check` that take drafts from git (the index, a range, a commit's message) and what they mean
//! together. `run::change` asks git; `check` runs what comes of it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;

use super::gate::shown;
use super::trouble::{Trouble, note};
use crate::config::{Config, MAX_FILE};
use crate::read::Message;
use crate::report::{Disclose, paths};
use crate::run::change::{Taking, Which};
use crate::run::git::{Git, GitError};
use crate::run::{self, Change, Input, Inputs, Job, What};

/// Which drafts come from git.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What of a repository is checked")]
pub(super) struct ChangeArgs {
    /// Check what the index holds, and report what it adds to HEAD; paths limit it
    #[arg(long, conflicts_with_all = ["since", "commit_msg"])]
    staged: bool,
    /// Check what HEAD holds, and report what it adds to the commit where it left REV; paths limit it
    #[arg(long, value_name = "REV", conflicts_with = "commit_msg")]
    since: Option<String>,
    /// Report everything in the files that --staged or --since finds changed
    #[arg(long)]
    all: bool,
    /// Check the message of a commit, without the lines that git drops: for a commit-msg hook
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    commit_msg: Option<PathBuf>,
}

/// Drafts that come from git.
pub(super) enum Taken {
    /// A change.
    Change(Box<Change>),
    /// A message.
    Message(Inputs),
}

impl ChangeArgs {
    /// Whether drafts come from git.
    pub(super) fn is_given(&self) -> bool {
        self.which().is_some() || self.commit_msg.is_some()
    }

    /// Whether everything in changed files is reported.
    pub(super) const fn reports_all(&self) -> bool {
        self.all
    }

    /// The option that asks for a change, in words.
    pub(super) const fn what(&self) -> &'static str {
        if self.staged { "is staged" } else { "was changed" }
    }

    /// Which change is asked for.
    fn which(&self) -> Option<Which<'_>> {
        if self.staged { Some(Which::Staged) } else { self.since.as_deref().map(Which::Since) }
    }

    /// Says what cannot be meant.
    pub(super) fn verify(&self, paths: &[PathBuf]) -> Result<(), Trouble> {
        if self.all && self.which().is_none() {
            let help = "without them every file is checked whole: leave it out";
            return Err(Trouble::new("--all goes with --staged or --since", Some(help)));
        }
        if self.which().is_some() && paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Trouble::new("Standard input is no part of a repository", Some("leave out the -")));
        }
        Ok(())
    }

    /// The drafts that git gives; none where no option asks for them.
    pub(super) fn take(&self, config: &Config, paths: &[PathBuf], own: &[PathBuf]) -> Result<Option<Taken>, Trouble> {
        if let Some(file) = &self.commit_msg {
            return message(config, file).map(Taken::Message).map(Some);
        }
        let Some(which) = self.which() else { return Ok(None) };
        let max_file = config.max_file.unwrap_or(MAX_FILE);
        let change = Change::take(&Taking { which, paths, config, own, max_file }).map_err(|error| trouble(&error))?;
        if change.missing.is_empty() {
            return Ok(Some(Taken::Change(Box::new(change))));
        }
        let missing = |path: &PathBuf| {
            Trouble::new(format!("There is no file or folder {}, and the change has none", shown(path)), None)
        };
        Err(change.missing.iter().map(missing).fold(Trouble::default(), Trouble::and))
    }
}

impl Taken {
    /// What is to be read.
    pub(super) const fn inputs(&self) -> &Inputs {
        match self {
            Self::Change(change) => &change.after,
            Self::Message(inputs) => inputs,
        }
    }
}

/// Why git did not help, as trouble.
pub(super) fn trouble(error: &GitError) -> Trouble {
    Trouble::new(error.to_string(), error.help())
}

/// The message in `file`. What git drops of it depends on its settings, and on whether the author saw it in an editor:
/// a hook is told so by an editor that is called `:`.
fn message(config: &Config, file: &Path) -> Result<Inputs, Trouble> {
    if !file.is_file() {
        return Err(Trouble::new(format!("There is no file {}", shown(file)), None));
    }
    let settings = Git::at(&config.cwd).settings(r"^(core\.comment(char|string)|commit\.cleanup)$");
    let settings = settings.map_err(|error| trouble(&error))?;
    let last = |wanted: &dyn Fn(&str) -> bool| {
        settings.iter().rev().find(|(key, _)| wanted(key)).map(|(_, value)| value.as_str())
    };
    let sign = last(&|key| key.starts_with("core.comment")).unwrap_or("#");
    let sign = (sign != "auto").then(|| sign.to_owned());
    let edited = std::env::var_os("GIT_EDITOR").as_deref() != Some(OsStr::new(":"));
    let (comments, scissors) = match last(&|key| key == "commit.cleanup").unwrap_or("default") {
        "strip" => (true, edited),
        "whitespace" | "verbatim" => (false, false),
        "scissors" => (false, edited),
        _ => (edited, edited),
    };
    let message = What::Message(Message { sign, comments, scissors });
    let list = vec![Input::new(shown(file), file.to_owned(), message)];
    Ok(Inputs { list, ..Inputs::default() })
}

/// Says which of the gate's own files a change touches: who may change them may open the gate. A path can hold a name, so
/// the engine looks at them, and they are shown as far as output may say.
pub(super) fn say_own(job: &Job<'_>, change: &Change, level: Disclose) -> Result<(), run::NoThreads> {
    let count = change.own.list.len();
    if count == 0 {
        return Ok(());
    }
    let ran = run::run(job, &change.own)?;
    let paths = paths(&ran.outcome, level);
    note(&if paths.is_empty() {
        format!("the change touches {count} of the files that the gate itself obeys")
    } else {
        format!("the change touches what the gate itself obeys: {}", paths.join(", "))
    });
    Ok(())
}
