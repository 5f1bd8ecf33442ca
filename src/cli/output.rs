//! Owns where results go: `--format` with and without a file, how much each may say, and writing. Files are written
//! whole or not at all. A closed pipe is no error. `check` calls it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::Color;
use super::settings::{Origin, Sourced};
use super::trouble::{Trouble, colored};
use crate::report::{
    Disclose, Outcome, Pieces, REPORTERS, Report, Reporter, Style, disclose, disclose_for, github, reporter, why,
};
use crate::run::Ending;
use crate::text::system::unwritable;

/// One `--format`.
#[derive(Clone)]
pub(super) struct Format {
    /// Who writes.
    reporter: &'static dyn Reporter,
    /// Where to; none: standard output.
    file: Option<PathBuf>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={:?}", self.reporter.name(), self.file)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let known = || REPORTERS.iter().map(|reporter| reporter.name()).collect::<Vec<_>>().join(", ");
        let reporter = reporter(name).ok_or_else(|| format!("no such format; known: {}", known()))?;
        match file {
            Some("") => Err("a file name is missing after `=`".to_owned()),
            file => Ok(Self { reporter, file: file.map(PathBuf::from) }),
        }
    }
}

/// Every output of a run.
pub(super) struct Outputs {
    /// In the order of the command line.
    formats: Vec<Format>,
    /// What was asked for, by the command line or the configuration.
    disclose: Option<Sourced<Disclose>>,
    /// Whether and where the run is watched.
    ci: Ci,
    /// Whether standard output is a terminal.
    terminal: bool,
    /// When to use colour.
    color: Color,
}

impl Outputs {
    /// The outputs of a run; `pretty` where none is asked for.
    pub(super) fn new(formats: &[Format], disclose: Option<Sourced<Disclose>>, color: Color) -> Result<Self, Trouble> {
        if formats.iter().filter(|format| format.file.is_none()).count() > 1 {
            let help = "give all but one a file: --format json=findings.json";
            return Err(Trouble::new("Only one --format can go to standard output", Some(help)));
        }
        let mut formats = formats.to_vec();
        if formats.is_empty() {
            formats.extend(reporter("pretty").map(|reporter| Format { reporter, file: None }));
        }
        Ok(Self { formats, disclose, ci: Ci::here(), terminal: io::stdout().is_terminal(), color })
    }

    /// How much standard output may say.
    pub(super) fn level_of_stdout(&self) -> Disclose {
        self.level(self.terminal)
    }

    /// How much an output may say. In CI only the command line may ask for more than the default.
    fn level(&self, drawn_on_terminal: bool) -> Disclose {
        let default = match self.ci {
            Ci::Public => Disclose::Verdict,
            Ci::Other => Disclose::Masked,
            Ci::None if drawn_on_terminal => Disclose::Full,
            Ci::None => Disclose::Masked,
        };
        match &self.disclose {
            Some(Sourced { value, origin: Origin::CommandLine }) => *value,
            Some(Sourced { value, .. }) if self.ci == Ci::None => *value,
            Some(Sourced { value, .. }) => default.min(*value),
            None => default,
        }
    }

    /// Whether one of them shows drafts whole.
    pub(super) fn show_drafts(&self) -> bool {
        self.formats.iter().any(|format| format.reporter.wants_drafts())
    }

    /// Writes all outputs.
    ///
    /// # Errors
    /// Those that could not be written.
    pub(super) fn write(&self, outcome: &Outcome, passed: bool) -> Result<(), Trouble> {
        let mut trouble = Trouble::default();
        let last = self.formats.len().saturating_sub(1);
        for (number, format) in self.formats.iter().enumerate() {
            let drawn = self.terminal && format.file.is_none() && format.reporter.name() == "pretty";
            let level = self.level(drawn);
            if let Some(through) = format.reporter.through()
                && let Some(pieces) = Pieces::of(outcome, level, passed)
            {
                trouble = trouble.and(put(format, |out| through.write_through(&pieces, out)));
                continue;
            }
            let report = disclose_for(format.reporter, outcome, level, passed);
            let style = self.style(format);
            trouble = trouble.and(put(format, |out| format.reporter.write(&report, &style, out)));
            if format.reporter.name() == "github"
                && let Err(error) = add_to_step_summary(&report)
            {
                let words = format!("The summary of the step cannot be written: {}", unwritable(error.kind()));
                trouble = trouble.and(Trouble::new(words, None));
            }
            if number == last {
                // The process ends: taking the report apart would take as long as writing it.
                std::mem::forget(report);
            }
        }
        if outcome.asked {
            self.whys(outcome, passed);
        }
        if trouble.is_empty() { Ok(()) } else { Err(trouble) }
    }

    /// Writes why names stand or nearly stand in the drafts to standard error, where no output of the run says it.
    fn whys(&self, outcome: &Outcome, passed: bool) {
        if self.formats.iter().any(|format| format.reporter.says_why()) {
            return;
        }
        let report = disclose(outcome, self.level(io::stderr().is_terminal()), passed);
        let whys = report.whys.as_deref().unwrap_or_default();
        // Nothing is left to say where even that cannot be printed.
        let _ = why::write(whys, &mut io::stderr().lock());
    }

    /// How an output is drawn.
    fn style(&self, format: &Format) -> Style {
        if format.file.is_some() {
            return Style::default();
        }
        let color = colored(self.color, self.terminal);
        let width = if self.terminal { super::progress::columns() } else { Style::default().width };
        Style { color, width, ..Style::default() }
    }
}

/// Writes an output to where it goes; says what could not be written.
fn put(format: &Format, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Trouble {
    let written = match &format.file {
        None => to_stdout(write).map_err(|error| ("Standard output".to_owned(), error)),
        Some(file) => to_file(file, write).map_err(|error| (super::gate::shown(file), error)),
    };
    let told = |(place, error): (String, io::Error)| {
        Trouble::new(format!("{place} cannot be written: {}", unwritable(error.kind())), None)
    };
    written.map_or_else(told, |()| Trouble::default())
}

/// Adds the report to the page of the workflow step, where a runner asks for one. The runner's file may hold what earlier
/// commands of the step wrote.
fn add_to_step_summary(report: &Report) -> io::Result<()> {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else { return Ok(()) };
    let mut out = OpenOptions::new().append(true).create(true).open(file)?;
    // One write, so that a full disk leaves no half of a table behind more often than it must.
    out.write_all(github::step_summary(report).as_bytes())
}

/// Writes what is neither findings nor trouble to standard output.
pub(super) fn shown(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Ending, Trouble> {
    let failed = |error: io::Error| {
        Trouble::new(format!("Standard output cannot be written: {}", unwritable(error.kind())), None)
    };
    to_stdout(write).map(|()| Ending::Clean).map_err(failed)
}

/// Writes to standard output. Who closes a pipe has seen enough.
fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // Nothing more is tried when the buffer goes.
            let _ = out.into_parts();
            Ok(())
        }
        result => result,
    }
}

/// Writes a file whole or not at all: beside it first, then in its place. What is no regular file (a pipe, a device) is
/// written to as it is, for it must not be replaced.
pub(super) fn to_file(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return into(OpenOptions::new().write(true).open(file)?, write);
    }
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = target.with_file_name(beside);
    let rights = fs::metadata(&target).map(|metadata| metadata.permissions());
    let written = File::create_new(&beside)
        .and_then(|out| rights.map_or(Ok(()), |rights| out.set_permissions(rights)).map(|()| out))
        .and_then(|out| into(out, write))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // The failure that is reported matters more than a file left behind.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes into an open file.
fn into(out: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    write(&mut out)?;
    out.flush()
}

/// Whether the run's log is read by others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ci {
    /// A run by hand.
    None,
    /// A CI run, for all we know of a private repository.
    Other,
    /// A CI run of a repository that everybody can read.
    Public,
}

impl Ci {
    /// What the environment says. The word of GitHub's event file decides whether the repository is public.
    fn here() -> Self {
        let set =
            |name| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false" && value != "0");
        if !set("CI") && !set("GITHUB_ACTIONS") {
            return Self::None;
        }
        let event = std::env::var_os("GITHUB_EVENT_PATH").and_then(|path| fs::read(path).ok());
        match event.as_deref().map(is_public) {
            Some(true) => Self::Public,
            _ => Self::Other,
        }
    }
}

/// Whether an event file calls its repository public.
fn is_public(event: &[u8]) -> bool {
    let event: serde_json::Value = serde_json::from_slice(event).unwrap_or_default();
    let repository = &event["repository"];
    repository["private"] == false || repository["visibility"] == "public"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_repository_is_known_by_either_word() {
        assert!(is_public(br#"{"repository": {"private": false}}"#));
        assert!(is_public(br#"{"repository": {"visibility": "public"}}"#));
        assert!(!is_public(br#"{"repository": {"private": true, "visibility": "internal"}}"#));
        assert!(!is_public(b"{"));
    }

    #[test]
    fn in_ci_the_configuration_may_hide_more_but_not_less() {
        let outputs = |ci, origin, value| Outputs {
            formats: Vec::new(),
            disclose: Some(Sourced::new(value, origin)),
            ci,
            terminal: false,
            color: Color::Never,
        };
        let file = || Origin::Config(".subrosa.yaml".to_owned(), 1);
        assert_eq!(outputs(Ci::Other, file(), Disclose::Full).level(false), Disclose::Masked);
        assert_eq!(outputs(Ci::Other, file(), Disclose::Files).level(false), Disclose::Files);
        assert_eq!(outputs(Ci::Public, file(), Disclose::Masked).level(false), Disclose::Verdict);
        assert_eq!(outputs(Ci::Public, Origin::CommandLine, Disclose::Full).level(false), Disclose::Full);
        assert_eq!(outputs(Ci::None, file(), Disclose::Full).level(false), Disclose::Full);
    }
}
