//! Owns GitLab's code quality report: one JSON array. What an allowance accepts is left out. Fingerprints are those of
//! `identity`: unique in a report, and free of any text of a draft.

use std::io;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;

use super::escaping::Escaping;
use super::json;
use super::model::{Disclose, Inside, Report, Shown, UncheckedFile};
use super::summary::{LET_THROUGH, counted};
use super::{Reporter, Style, identity};
use crate::policy::Severity;

/// One JSON array.
pub struct Gitlab;

impl Reporter for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        json::write_value(&entries(report), Escaping(PrettyFormatter::new()), out)
    }
}

/// One issue.
#[derive(Serialize)]
struct Entry<'a> {
    /// What is wrong, and what to do.
    description: String,
    /// The rule's id.
    check_name: &'a str,
    /// What tells it from all others.
    fingerprint: String,
    /// One of GitLab's words.
    severity: &'static str,
    /// Where.
    location: Location<'a>,
}

/// Where an issue is.
#[derive(Serialize)]
struct Location<'a> {
    /// Relative to the root of the repository.
    path: &'a str,
    /// The lines.
    lines: Lines,
}

/// Lines of a file.
#[derive(Serialize)]
struct Lines {
    /// The first, from 1.
    begin: u32,
    /// The last, where it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
}

/// All issues of a report. A gate that fails has at least one: an empty array would read as "nothing found".
fn entries(report: &Report) -> Vec<Entry<'_>> {
    let ids = identity::identities(report);
    let findings = report.findings.iter().zip(ids).filter(|(shown, _)| shown.allowed.is_none());
    let mut entries: Vec<Entry<'_>> = findings.map(|(shown, id)| of_finding(shown, id)).collect();
    entries.extend(report.files.iter().map(|file| Entry {
        description: counted(file.count, "finding", "findings"),
        check_name: &file.rule,
        fingerprint: identity::of_words("count", &[&file.path, &file.rule]),
        severity: "major",
        location: first_line(&file.path),
    }));
    entries.extend(report.unchecked.iter().filter(|file| file.accepted.is_none()).map(of_unchecked));
    if report.level == Disclose::Verdict && (!report.passed || report.let_through) {
        let held = "The gate does not let the drafts through".to_owned();
        entries.push(Entry {
            description: if report.let_through { format!("pass: {LET_THROUGH}") } else { held },
            check_name: "gate/verdict",
            fingerprint: identity::of_words("verdict", &[]),
            severity: if report.let_through { "major" } else { "critical" },
            location: first_line(".subrosa.yaml"),
        });
    }
    entries
}

/// The issue of a finding.
fn of_finding(shown: &Shown, id: String) -> Entry<'_> {
    let help = shown.help.as_deref().map(|help| format!(". {help}")).unwrap_or_default();
    let lines = match (shown.inside, &shown.part) {
        (Inside::Content, None) => Lines { begin: shown.span.line, end: shown.span.end_line },
        _ => Lines { begin: 1, end: None },
    };
    Entry {
        description: format!("{}{help}", shown.message),
        check_name: &shown.rule,
        fingerprint: id,
        severity: match shown.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Advice => "minor",
            Severity::Off => "info",
        },
        location: Location { path: relative(&shown.path), lines },
    }
}

/// The issue of a file that was not checked.
fn of_unchecked(file: &UncheckedFile) -> Entry<'_> {
    Entry {
        description: format!("Not checked: {}", file.reason),
        check_name: "gate/unchecked",
        fingerprint: identity::of_words("unchecked", &[&file.path]),
        severity: "critical",
        location: first_line(&file.path),
    }
}

/// The first line of a file.
fn first_line(path: &str) -> Location<'_> {
    Location { path: relative(path), lines: Lines { begin: 1, end: None } }
}

/// A path as GitLab wants it.
fn relative(path: &str) -> &str {
    path.trim_start_matches("./")
}
