//! Layer 4: from the run's outcome to output.
//!
//! Owns [`Outcome`], one file an output behind `Reporter`, and `disclose`, which alone turns spans into text. Does not
//! know how findings were made. `cli` calls it.

use std::sync::Arc;

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
}

/// What became of one source.
#[derive(Debug)]
pub struct FileOutcome {
    /// The source.
    pub source: Arc<Source>,
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
    /// The draft.
    pub draft: Draft,
    /// Its findings, sorted by span and rule.
    pub findings: Vec<Finding>,
    /// Every mention of the register in the draft, flagged or covered: what masked output hides, in `draft.text`.
    pub mentions: Vec<Span>,
}
