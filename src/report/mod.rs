//! Layer 4: from the run's outcome to output.
//!
//! Owns [`Outcome`], one file an output behind `Reporter`, and `disclose`, which alone turns spans into text. Does not
//! know how findings were made. `cli` calls it.

mod clean;
mod disclose;
mod escaping;
pub mod github;
pub mod gitlab;
pub mod html;
mod identity;
pub mod json;
pub mod junit;
mod kept;
mod manuscript;
mod mask;
pub mod model;
pub mod ndjson;
pub mod pretty;
mod rule_titles;
pub mod sarif;
pub mod snippet;
mod source_chars;
mod source_code;
pub mod summary;
mod triage;
mod view;
pub mod why;

use std::io;
use std::sync::Arc;

pub use disclose::{Pieces, disclose, disclose_for, paths};
pub use kept::Kept;
pub use model::{Disclose, Report};

use crate::draft::{Draft, Source};
use crate::judge::Finding;
use crate::text::Span;

/// All that a run found, in the order of paths; the same on any number of threads.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One for each source that has findings or was not checked, sorted by path.
    pub files: Vec<FileOutcome>,
    /// Sources that were read whole.
    pub checked: usize,
    /// Sources that hold no words, by what they are.
    pub wordless: std::collections::BTreeMap<&'static str, usize>,
    /// Paths that ignore files or the configuration left out.
    pub ignored: usize,
    /// Whether there are findings that would have stopped the drafts, and somebody said not to (`--exit-zero`).
    pub let_through: bool,
    /// Whether the run asked why.
    pub asked: bool,
}

/// What became of one source.
#[derive(Debug)]
pub struct FileOutcome {
    /// The source, as far as a report may show it.
    pub source: Arc<Source>,
    /// Which of its lines that is.
    pub kept: Kept,
    /// Why it was not read, or not read whole; holds nothing of the register.
    pub unchecked: Option<String>,
    /// Whether the configuration accepts that it is unchecked, with the reason.
    pub accepted: Option<String>,
    /// The drafts of the source that have findings.
    pub drafts: Vec<DraftOutcome>,
}

/// A draft with findings.
#[derive(Debug)]
pub struct DraftOutcome {
    /// The draft; unless a report shows drafts whole, no more of it than the blocks in which something was found.
    pub draft: Draft,
    /// Its findings, sorted by span and rule.
    pub findings: Vec<Finding>,
    /// Every mention of the register in the draft, flagged or covered: what masked output hides, in `draft.text`.
    pub mentions: Vec<Span>,
    /// Why names stand or nearly stand in it, sorted by place; empty unless the run asks.
    pub whys: Vec<why::WhyNote>,
}

/// How output is drawn. Machine formats pay no heed to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether colours may be used.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether frames may be drawn with other characters than ASCII.
    pub unicode: bool,
}

impl Default for Style {
    /// For files and pipes: no colour, eighty columns.
    fn default() -> Self {
        Self { color: false, width: 80, unicode: true }
    }
}

/// Writes one output format.
pub trait Reporter: Sync {
    /// The format's name in options: `json`.
    fn name(&self) -> &'static str;

    /// Whether it shows [`Report::drafts`]. [`disclose_for`] fills them.
    fn wants_drafts(&self) -> bool {
        false
    }

    /// Whether it shows the snippets of findings. Without them a report takes much less memory.
    fn wants_snippets(&self) -> bool {
        false
    }

    /// Whether it shows [`Report::whys`].
    fn says_why(&self) -> bool {
        false
    }

    /// Writes an outcome as its findings are made, where that saves the report of all of them.
    fn through(&self) -> Option<&dyn Through> {
        None
    }

    /// Writes the whole report. The same report gives the same bytes.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Writes one output format without a report of all findings.
pub trait Through {
    /// Writes what [`Reporter::write`] writes of the report, byte for byte.
    ///
    /// # Errors
    /// Those of `out`.
    fn write_through(&self, pieces: &Pieces<'_>, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Every output format. A new one is its file and a line here.
pub const REPORTERS: &[&dyn Reporter] = &[
    &pretty::Pretty,
    &json::Json,
    &ndjson::Ndjson,
    &sarif::Sarif,
    &github::Github,
    &gitlab::Gitlab,
    &junit::Junit,
    &html::Html,
];

/// The reporter of that name.
pub fn reporter(name: &str) -> Option<&'static dyn Reporter> {
    REPORTERS.iter().copied().find(|reporter| reporter.name() == name)
}
