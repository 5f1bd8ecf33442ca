//! Owns JSON by the line, for streams: each line is an object of one key that says what it is, with the entries of
//! `json`; the summary comes last.

use std::io;

use serde::Serialize;
use serde_json::ser::CompactFormatter;

use super::escaping::Escaping;
use super::json::{self, Counts, Entry, FileEntry, UncheckedEntry, WhyEntry};
use super::model::{Disclose, Report};
use super::{Reporter, Style};

/// One JSON object a line.
pub struct Ndjson;

impl Reporter for Ndjson {
    fn name(&self) -> &'static str {
        "ndjson"
    }

    fn says_why(&self) -> bool {
        true
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut line = |line: &Row<'_>| json::write_value(line, Escaping(CompactFormatter), out);
        if report.level == Disclose::Verdict {
            line(&Row::Verdict(if report.passed { "pass" } else { "fail" }))?;
            return if report.let_through { line(&Row::LetThrough(true)) } else { Ok(()) };
        }
        for shown in &report.findings {
            line(&Row::Finding(Box::new(Entry::new(shown))))?;
        }
        for file in json::file_entries(report) {
            line(&Row::File(file))?;
        }
        for unchecked in json::unchecked_entries(report) {
            line(&Row::Unchecked(unchecked))?;
        }
        for why in report.whys.iter().flatten() {
            line(&Row::Why(Box::new(WhyEntry::new(why))))?;
        }
        line(&Row::Summary(Counts::new(&report.summary)))
    }
}

/// A line.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Row<'a> {
    /// A finding.
    Finding(Box<Entry<'a>>),
    /// The findings of a rule in a file.
    File(FileEntry<'a>),
    /// A source that was not read whole.
    Unchecked(UncheckedEntry<'a>),
    /// Why a name stands or nearly stands at a place.
    Why(Box<WhyEntry<'a>>),
    /// The counts.
    Summary(Counts),
    /// `pass` or `fail`.
    Verdict(&'static str),
    /// Findings were let through.
    #[serde(rename = "let_through")]
    LetThrough(bool),
}
