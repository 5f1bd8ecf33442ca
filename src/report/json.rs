//! Owns the stable JSON of a report: names and order of keys are a contract (`docs/output.md`). Same report, same bytes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::escaping::Escaping;
use super::model::{Disclose, Place, Report, Shown, Summary};
use super::why::ShownWhy;
use super::{Pieces, Reporter, Style, Through};
use crate::spot::Strength;
use crate::threads;

/// One JSON document.
pub struct Json;

impl Reporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn says_why(&self) -> bool {
        true
    }

    fn through(&self) -> Option<&dyn Through> {
        Some(self)
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let document = Document::new(report);
        if document.findings.is_none() || report.findings.len() < MANY {
            return write_value(&document, Escaping(PrettyFormatter::new()), out);
        }
        let parts: Vec<&[Shown]> = report.findings.chunks(PART).collect();
        write_in_parts(document, &parts, |part| entries(part), out)
    }
}

impl Through for Json {
    fn write_through(&self, pieces: &Pieces<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let frame = pieces.frame();
        write_in_parts(Document::new(&frame), &pieces.list(), |files| entries(&Pieces::shown(files)), out)
    }
}

/// Writes a document whose findings are in these parts, which several threads make into entries.
fn write_in_parts<T: Sync>(
    document: Document<'_>,
    parts: &[T],
    entries: impl Fn(&T) -> io::Result<Vec<u8>> + Sync,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut frame = Vec::new();
    write_value(&Document { findings: Some(Entries(&[])), ..document }, Escaping(PrettyFormatter::new()), &mut frame)?;
    // Before the findings stand numbers alone: the first empty list of that name is theirs.
    let at = memchr::memmem::find(&frame, NO_FINDINGS).ok_or(io::ErrorKind::InvalidData)?;
    let (before, after) = frame.split_at(at + NO_FINDINGS.len() - 1);
    out.write_all(before)?;
    // A comma parts findings; before the first there is none.
    let mut comma = 1;
    for some in parts.chunks(PARTS * threads::count()) {
        for part in threads::map(some, &entries) {
            let part = part?;
            out.write_all(part.get(comma..).unwrap_or_default())?;
            comma = if part.is_empty() { comma } else { 0 };
        }
    }
    out.write_all(b"\n  ")?;
    out.write_all(after)
}

/// Findings from which on several threads write them.
const MANY: usize = 512;

/// Findings that a thread writes at a time.
const PART: usize = 256;

/// Pieces that each thread writes before they go out: more cost memory, fewer time.
const PARTS: usize = 8;

/// A document without findings says this of them.
const NO_FINDINGS: &[u8] = b"\"findings\": []";

/// Some findings as they stand in the document, each after a comma.
fn entries(findings: &[Shown]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(findings.len() * 1024);
    for shown in findings {
        out.extend_from_slice(b",\n    ");
        let mut format = PrettyFormatter::new();
        // As deep as in the document, and in its list.
        format.begin_object(&mut io::sink())?;
        format.begin_array(&mut io::sink())?;
        Entry::new(shown).serialize(&mut serde_json::Serializer::with_formatter(&mut out, Escaping(format)))?;
    }
    Ok(out)
}

/// Writes a value and a line end.
pub(super) fn write_value<F: Formatter>(
    value: &impl Serialize,
    format: Escaping<F>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    // A serializer writes a few bytes at a time: the buffer spares it the call through `dyn`.
    let mut out = io::BufWriter::new(out);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, format))?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The document. What a level does not show has no key.
#[derive(Serialize)]
struct Document<'a> {
    /// Of this contract.
    version: u32,
    /// At the level `verdict` the only word.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    /// Beside the verdict, where findings were let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    let_through: Option<bool>,
    /// The counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Counts>,
    /// The findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Entries<'a>>,
    /// At the level `files`: findings of a rule in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<FileEntry<'a>>>,
    /// What was not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    unchecked: Option<Vec<UncheckedEntry<'a>>>,
    /// Why names stand or nearly stand there, where the run asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    whys: Option<Vec<WhyEntry<'a>>>,
}

impl<'a> Document<'a> {
    /// The document of a report.
    fn new(report: &'a Report) -> Self {
        let verdict = report.level == Disclose::Verdict;
        let files = report.level == Disclose::Files;
        Self {
            version: 1,
            verdict: verdict.then_some(if report.passed { "pass" } else { "fail" }),
            let_through: (verdict && report.let_through).then_some(true),
            summary: (!verdict).then(|| Counts::new(&report.summary)),
            findings: (!verdict && !files).then_some(Entries(&report.findings)),
            files: files.then(|| file_entries(report).collect()),
            unchecked: (!verdict).then(|| unchecked_entries(report).collect()),
            whys: report.whys.as_ref().map(|whys| whys.iter().map(WhyEntry::new).collect()),
        }
    }
}

/// The counts of a run.
#[derive(Serialize)]
pub(super) struct Counts {
    /// Sources read whole.
    checked: usize,
    /// Sources without words.
    wordless: usize,
    /// Sources not read whole and not accepted so.
    unchecked: usize,
    /// Paths left out.
    ignored: usize,
    /// Findings of this severity.
    error: usize,
    /// Findings of this severity.
    warning: usize,
    /// Findings of this severity.
    advice: usize,
    /// Findings that an allowance accepts; they count nowhere else.
    allowed: usize,
}

impl Counts {
    /// The counts of a summary.
    pub(super) fn new(summary: &Summary) -> Self {
        Self {
            checked: summary.checked,
            wordless: summary.wordless.iter().map(|(_, count)| count).sum(),
            unchecked: summary.unchecked,
            ignored: summary.ignored,
            error: summary.error,
            warning: summary.warning,
            advice: summary.advice,
            allowed: summary.allowed,
        }
    }
}

/// The findings, each made when it is written: all at once they would take as much memory as the report.
struct Entries<'a>(&'a [Shown]);

impl Serialize for Entries<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Entry::new))
    }
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    /// The rule's id.
    rule: &'a str,
    /// Its category.
    category: &'a str,
    /// How bad.
    severity: &'static str,
    /// How sure.
    strength: &'static str,
    /// What is wrong.
    message: &'a str,
    /// What to do.
    help: Option<&'a str>,
    /// Safe words.
    rewrite: Option<&'a str>,
    /// The path.
    path: &'a str,
    /// `content` or `path`.
    r#in: &'static str,
    /// The part of a container.
    part: Option<&'a str>,
    /// The record of the source.
    record: Option<&'a str>,
    /// What sort of draft.
    kind: &'static str,
    /// Its channel.
    channel: Option<&'a str>,
    /// Whom it is about.
    subject: Option<Subject<'a>>,
    /// Where.
    span: SpanEntry<'a>,
    /// What adds up to it.
    labels: Vec<LabelEntry<'a>>,
    /// Further occurrences.
    places: Vec<PlaceEntry<'a>>,
    /// Who says so.
    authorities: &'a [String],
    /// What `subrosa allow` takes.
    fingerprint: Option<&'a str>,
    /// The reason of the allowance.
    allowed: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// The entry of a finding.
    pub(super) fn new(shown: &'a Shown) -> Self {
        let label = |label: &'a super::model::ShownLabel| LabelEntry {
            span: SpanEntry::new(&label.span),
            message: &label.message,
        };
        Self {
            rule: &shown.rule,
            category: &shown.category,
            severity: shown.severity.as_str(),
            strength: shown.strength.as_str(),
            message: &shown.message,
            help: shown.help.as_deref(),
            rewrite: shown.rewrite.as_deref(),
            path: &shown.path,
            r#in: shown.inside.as_str(),
            part: shown.part.as_deref(),
            record: shown.record.as_deref(),
            kind: shown.kind.as_str(),
            channel: shown.channel.as_deref(),
            subject: shown
                .subject
                .as_ref()
                .map(|subject| Subject { client: &subject.client, matter: subject.matter.as_deref() }),
            span: SpanEntry::new(&shown.span),
            labels: shown.labels.iter().map(label).collect(),
            places: shown.places.iter().map(|place| PlaceEntry { span: SpanEntry::new(place) }).collect(),
            authorities: &shown.authorities,
            fingerprint: shown.fingerprint.as_deref(),
            allowed: shown.allowed.as_deref(),
        }
    }
}

/// Whom a finding is about, by the ids of the register.
#[derive(Serialize)]
struct Subject<'a> {
    /// The client.
    client: &'a str,
    /// The matter.
    matter: Option<&'a str>,
}

/// A place.
#[derive(Serialize)]
struct SpanEntry<'a> {
    /// Only where it differs from the finding's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    r#in: Option<&'static str>,
    /// First byte.
    start: u32,
    /// One past the last byte.
    end: Option<u32>,
    /// From 1.
    line: u32,
    /// In characters, from 1.
    column: u32,
    /// The line of `end`.
    end_line: Option<u32>,
    /// The column of `end`.
    end_column: Option<u32>,
    /// The visible text.
    text: Option<&'a str>,
}

impl<'a> SpanEntry<'a> {
    /// The entry of a place.
    fn new(place: &'a Place) -> Self {
        Self {
            r#in: place.elsewhere.map(super::model::Inside::as_str),
            start: place.start,
            end: place.end,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            text: place.text.as_deref(),
        }
    }
}

/// A place with a word for it.
#[derive(Serialize)]
struct LabelEntry<'a> {
    /// Where.
    span: SpanEntry<'a>,
    /// What it is.
    message: &'a str,
}

/// A further occurrence.
#[derive(Serialize)]
struct PlaceEntry<'a> {
    /// Where.
    span: SpanEntry<'a>,
}

/// The findings of a rule in a file.
#[derive(Serialize)]
pub(super) struct FileEntry<'a> {
    /// The path.
    path: &'a str,
    /// The rule's id.
    rule: &'a str,
    /// How many.
    count: usize,
}

/// The entries of the level `files`.
pub(super) fn file_entries(report: &Report) -> impl Iterator<Item = FileEntry<'_>> {
    report.files.iter().map(|file| FileEntry { path: &file.path, rule: &file.rule, count: file.count })
}

/// A source that was not read whole.
#[derive(Serialize)]
pub(super) struct UncheckedEntry<'a> {
    /// The path.
    path: &'a str,
    /// Why.
    reason: &'a str,
    /// Why the configuration accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

/// The entries of what was not checked.
pub(super) fn unchecked_entries(report: &Report) -> impl Iterator<Item = UncheckedEntry<'_>> {
    report.unchecked.iter().map(|file| UncheckedEntry {
        path: &file.path,
        reason: &file.reason,
        accepted: file.accepted.as_deref(),
    })
}

/// Why a name stands or nearly stands at a place.
#[derive(Serialize)]
pub(super) struct WhyEntry<'a> {
    /// The path.
    path: &'a str,
    /// `content` or `path`.
    r#in: &'static str,
    /// The part of a container.
    part: Option<&'a str>,
    /// The record of the source.
    record: Option<&'a str>,
    /// Whose it is.
    subject: Subject<'a>,
    /// What is named: `client`, `person`, …
    what: &'static str,
    /// Whether it counts.
    found: bool,
    /// How sure; null for a near miss.
    strength: Option<&'static str>,
    /// How it is written.
    written: &'static str,
    /// What decided, or what was lacking.
    reason: &'static str,
    /// Where.
    span: SpanEntry<'a>,
}

impl<'a> WhyEntry<'a> {
    /// The entry of a why.
    pub(super) fn new(why: &'a ShownWhy) -> Self {
        Self {
            path: &why.path,
            r#in: why.inside.as_str(),
            part: why.part.as_deref(),
            record: why.record.as_deref(),
            subject: Subject { client: &why.subject.client, matter: why.subject.matter.as_deref() },
            what: why.what,
            found: why.strength.is_some(),
            strength: why.strength.map(Strength::as_str),
            written: why.written,
            reason: why.reason,
            span: SpanEntry::new(&why.place),
        }
    }
}
