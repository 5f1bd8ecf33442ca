//! Owns the words of the page: what each part of the template is given, as plain data. Holds no elements.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};
use crate::draft::Role;
use crate::policy::{Kind, Severity};
use crate::report::clean;
use crate::report::mask::MASK;
use crate::report::model::{Disclose, Inside, Piece, Place, Report, Shown, ShownBlock, ShownDraft, Summary};
use crate::report::summary::counted;

/// Further places that a note lists.
const PLACES: usize = 12;

/// A text without characters that steer or hide.
fn line(text: &str) -> String {
    clean::line(text).into_owned()
}

/// Down to the first draft.
#[derive(Serialize)]
pub(super) struct Top {
    /// Whether the gate lets the drafts through.
    passed: bool,
    /// The same in words.
    verdict: &'static str,
    /// The counts of the run.
    counts: Vec<Count>,
    /// What the page shows and what not.
    level: &'static str,
    /// The severities to filter by.
    severities: [&'static str; 4],
    /// The rules to filter by.
    rules: Vec<String>,
    /// The files to filter by.
    files: Vec<String>,
    /// The drafts to go to.
    contents: Vec<Content>,
    /// The style.
    style: &'static str,
    /// Its hash.
    style_hash: &'static str,
    /// The hash of the script.
    script_hash: &'static str,
}

/// A count of the run.
#[derive(Serialize)]
struct Count {
    /// What is counted.
    what: &'static str,
    /// How many.
    number: usize,
    /// How it looks.
    class: &'static str,
}

/// A draft to go to.
#[derive(Serialize)]
struct Content {
    /// Its number on the page, from 1.
    number: usize,
    /// Its name.
    title: String,
    /// How much was found.
    found: String,
}

impl Top {
    /// Of a report.
    pub(super) fn new(report: &Report) -> Self {
        let rules: BTreeSet<&str> = report.findings.iter().map(|shown| &*shown.rule).collect();
        let files: BTreeSet<&str> = report.findings.iter().map(|shown| &*shown.path).collect();
        let contents = report.drafts.iter().zip(1..).map(|(draft, number)| Content {
            number,
            title: title(draft),
            found: counted(draft.findings.len(), "finding", "findings"),
        });
        Self {
            passed: report.passed && !report.let_through,
            verdict: match (report.passed, report.let_through) {
                (true, true) => "Not held back, in spite of findings (--exit-zero)",
                (true, false) => "The drafts may go out",
                (false, _) => "The drafts are held back",
            },
            counts: if report.level == Disclose::Verdict { Vec::new() } else { counts(&report.summary) },
            level: match report.level {
                Disclose::Full => {
                    "This page shows what was found as the drafts have it. It is as confidential as they are."
                }
                Disclose::Masked => {
                    "What was found is hidden on this page: every ███ stands for something that the drafts say. The words \
                     around it are shown, so keep the page where the drafts may be kept."
                }
                Disclose::Files => "This page shows how much was found in which file, and no text of the drafts.",
                Disclose::Verdict => "This page shows the verdict alone.",
            },
            severities: ["error", "warning", "advice", "allowed"],
            rules: rules.into_iter().map(line).collect(),
            files: files.into_iter().map(line).collect(),
            contents: contents.collect(),
            style: STYLE,
            style_hash: STYLE_HASH,
            script_hash: SCRIPT_HASH,
        }
    }
}

/// The counts of a run.
fn counts(summary: &Summary) -> Vec<Count> {
    let count = |what, number, class| Count { what, number, class: if number == 0 { "zero" } else { class } };
    let one = |count, one, many| if count == 1 { one } else { many };
    let mut counts = vec![
        count(one(summary.error, "error", "errors"), summary.error, "error"),
        count(one(summary.warning, "warning", "warnings"), summary.warning, "warning"),
        count("advice", summary.advice, "advice"),
        count("allowed", summary.allowed, "plain"),
        count(one(summary.checked, "file checked", "files checked"), summary.checked, "plain"),
        count("not checked", summary.unchecked, "error"),
    ];
    let wordless: usize = summary.wordless.iter().map(|(_, count)| count).sum();
    let rest = [count("without words", wordless, "plain"), count("left out", summary.ignored, "plain")];
    counts.extend(rest.into_iter().filter(|count| count.number > 0));
    counts
}

/// The name of a draft.
fn title(draft: &ShownDraft) -> String {
    let parts = [Some(&*draft.path), draft.part.as_deref(), draft.record.as_deref()];
    parts.into_iter().flatten().map(line).collect::<Vec<_>>().join(", ")
}

/// The head of a draft.
#[derive(Serialize)]
pub(super) struct DraftTop {
    /// Its number on the page, from 1.
    number: usize,
    /// Its name.
    title: String,
    /// What it is judged as, and how much was found.
    about: String,
}

impl DraftTop {
    /// Of a draft.
    pub(super) fn new(draft: &ShownDraft, number: usize) -> Self {
        let kind = match draft.kind {
            Kind::Email => "e-mail",
            kind => kind.as_str(),
        };
        let channel = draft.channel.as_deref().map(|channel| format!(" for {}", line(channel))).unwrap_or_default();
        let found = counted(draft.findings.len(), "finding", "findings");
        Self { number, title: title(draft), about: format!("Read as a {kind}{channel}: {found}") }
    }
}

/// A block beside its notes.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    /// Whether blocks are left out before it.
    gap: bool,
    /// How it looks.
    class: String,
    /// What it is, where a reader of the draft would not see that.
    what: Option<String>,
    /// Its text.
    pieces: Vec<RowPiece<'a>>,
    /// Whether notes follow.
    notes: bool,
}

/// A stretch of text.
#[derive(Serialize)]
struct RowPiece<'a> {
    /// The text.
    text: &'a str,
    /// How it is marked; none: not at all.
    class: Option<&'static str>,
    /// Whether the text is a mask.
    masked: bool,
    /// The numbers of its findings, parted by spaces.
    findings: String,
    /// The finding whose note leads here.
    id: Option<usize>,
    /// The findings that begin here.
    refs: Vec<usize>,
}

impl<'a> Row<'a> {
    /// Of a block. `begins` are the findings whose notes stand beside it.
    pub(super) fn new(block: &'a ShownBlock, report: &Report, notes: bool, begins: &[usize]) -> Self {
        let mut begins: BTreeSet<usize> = begins.iter().copied().collect();
        let pieces = block.pieces.iter().flat_map(|piece| marked(piece, report, &mut begins));
        let (class, what) = role(block.role);
        let quoted = if block.quoted { " quoted" } else { "" };
        let label = block.label.as_deref().map(line);
        let what = match (what, label) {
            (Some(what), Some(label)) => Some(format!("{what}: {label}")),
            (what, label) => what.map(str::to_owned).or(label),
        };
        Self { gap: block.cut_before, class: format!("{class}{quoted}"), what, pieces: pieces.collect(), notes }
    }

    /// Of no block.
    pub(super) fn empty() -> Self {
        Self { gap: false, class: "aside".to_owned(), what: None, pieces: Vec::new(), notes: true }
    }
}

/// A piece as marks. A finding that begins here takes its anchor along; where several do, each further one has an empty
/// mark of its own before the text.
fn marked<'a>(piece: &'a Piece, report: &Report, begins: &mut BTreeSet<usize>) -> Vec<RowPiece<'a>> {
    let text = piece.text.as_str();
    if piece.marks.is_empty() {
        let class = (text == MASK).then_some("other");
        return vec![RowPiece {
            text,
            class,
            masked: class.is_some(),
            findings: String::new(),
            id: None,
            refs: Vec::new(),
        }];
    }
    let here: Vec<usize> = piece
        .marks
        .iter()
        .filter(|mark| mark.main && begins.remove(&mark.finding))
        .map(|mark| mark.finding + 1)
        .collect();
    let shown = |finding: usize| report.findings.get(finding);
    let mains = piece.marks.iter().filter(|mark| mark.main).filter_map(|mark| shown(mark.finding));
    let worst = mains.clone().filter(|shown| shown.allowed.is_none()).map(|shown| shown.severity).max();
    let class = match worst {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        Some(Severity::Advice | Severity::Off) => "advice",
        None if mains.count() > 0 => "allowed",
        None => "other",
    };
    let numbers: Vec<String> = piece.marks.iter().map(|mark| (mark.finding + 1).to_string()).collect();
    let findings = numbers.join(" ");
    let masked = text == MASK;
    let mark = |text, id, refs| RowPiece { text, class: Some(class), masked, findings: findings.clone(), id, refs };
    let (last, before) = here.split_last().map_or((None, &here[..0]), |(last, before)| (Some(*last), before));
    let mut pieces: Vec<RowPiece<'a>> = before.iter().map(|number| mark("", Some(*number), Vec::new())).collect();
    pieces.push(mark(text, last, here));
    pieces
}

/// How a block looks, and what it is where a reader would not know.
const fn role(role: Role) -> (&'static str, Option<&'static str>) {
    match role {
        Role::Heading => ("heading", None),
        Role::Paragraph => ("paragraph", None),
        Role::ListItem => ("item", None),
        Role::Cell => ("cell", None),
        Role::Code => ("code", None),
        Role::Alt => ("aside", Some("text for a picture")),
        Role::Attribute => ("aside", Some("attribute")),
        Role::Url => ("aside", Some("link")),
        Role::Comment => ("aside", Some("comment, published unseen")),
        Role::FrontMatter => ("aside", Some("front matter")),
        Role::Meta => ("aside", Some("description for machines")),
        Role::Data => ("aside", Some("data for machines")),
        Role::Hidden => ("aside", Some("published unseen")),
        Role::Header => ("aside", Some("header")),
        Role::Path => ("aside", Some("name of the file")),
    }
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Note {
    /// Its number on the page, from 1.
    number: usize,
    /// How it looks.
    class: &'static str,
    /// What it is filtered by: its severity, or `allowed`.
    severity: &'static str,
    /// The severity in words.
    severity_words: String,
    /// The rule's id.
    rule: String,
    /// The path.
    file: String,
    /// Whether it is marked in the text.
    marked: bool,
    /// What is wrong.
    message: String,
    /// What to do.
    help: Option<String>,
    /// Safe words instead.
    rewrite: Option<String>,
    /// The reason of the allowance.
    allowed: Option<String>,
    /// What matters less.
    quiet: Vec<String>,
    /// What `subrosa allow` takes.
    fingerprint: Option<String>,
}

impl Note {
    /// Of a finding.
    pub(super) fn new(shown: &Shown, number: usize, marked: bool) -> Self {
        let severity = if shown.allowed.is_some() { "allowed" } else { shown.severity.as_str() };
        let severity_words = match shown.allowed {
            Some(_) => format!("Allowed {}", shown.severity),
            None => capital(shown.severity.as_str()),
        };
        let own = |text: &Option<String>| text.as_deref().map(line);
        Self {
            number,
            class: severity,
            severity,
            severity_words,
            rule: line(&shown.rule),
            file: line(&shown.path),
            marked,
            message: line(&shown.message),
            help: shown.help.as_deref().map(line),
            rewrite: own(&shown.rewrite),
            allowed: own(&shown.allowed),
            quiet: quiet(shown),
            fingerprint: own(&shown.fingerprint),
        }
    }
}

/// A word with a capital.
fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// The small print of a finding.
fn quiet(shown: &Shown) -> Vec<String> {
    let place = |place: &Place| match place.elsewhere.unwrap_or(shown.inside) {
        Inside::Path => format!("character {} of the path", place.column),
        Inside::Content => format!("line {}, column {}", place.line, place.column),
    };
    let mut first = capital(&place(&shown.span));
    if let Some(subject) = &shown.subject {
        let matter = subject.matter.as_deref().map(|matter| format!(" · matter {}", line(matter))).unwrap_or_default();
        first.push_str(&format!(" · client {}{matter}", line(&subject.client)));
    }
    let mut quiet = vec![first];
    if !shown.labels.is_empty() {
        let labels: Vec<String> = shown
            .labels
            .iter()
            .take(PLACES)
            .map(|label| format!("{} ({})", line(&label.message), place(&label.span)))
            .collect();
        quiet.push(format!("Adds up from {}", labels.join(", ")));
    }
    if !shown.places.is_empty() {
        let places: Vec<String> = shown.places.iter().take(PLACES).map(place).collect();
        let more = shown.places.len().saturating_sub(PLACES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        quiet.push(format!("Also at {}{more}", places.join("; ")));
    }
    if !shown.authorities.is_empty() {
        quiet.push(format!("See {}", line(&shown.authorities.join("; "))));
    }
    quiet
}

/// From the last draft on.
#[derive(Serialize)]
pub(super) struct Bottom {
    /// The counts of files, at the level that has no more.
    counted: Vec<CountedFile>,
    /// What was not checked.
    unchecked: Vec<Unchecked>,
    /// Whether there is nothing to show.
    nothing: bool,
    /// The program's version.
    version: &'static str,
    /// The script, if there is something to filter.
    script: Option<&'static str>,
}

/// The findings of a rule in a file.
#[derive(Serialize)]
struct CountedFile {
    /// The path.
    path: String,
    /// The rule.
    rule: String,
    /// How many.
    count: usize,
}

/// A file that was not checked.
#[derive(Serialize)]
struct Unchecked {
    /// The path.
    path: String,
    /// Why.
    reason: String,
    /// Why that is accepted.
    accepted: String,
}

impl Bottom {
    /// Of a report.
    pub(super) fn new(report: &Report) -> Self {
        let counted = report.files.iter().map(|file| CountedFile {
            path: line(&file.path),
            rule: line(&file.rule),
            count: file.count,
        });
        let unchecked = report.unchecked.iter().map(|file| Unchecked {
            path: line(&file.path),
            reason: line(&file.reason),
            accepted: file.accepted.as_deref().map_or_else(|| "no".to_owned(), line),
        });
        let empty = report.findings.is_empty() && report.files.is_empty();
        Self {
            counted: counted.collect(),
            unchecked: unchecked.collect(),
            nothing: empty && report.level != Disclose::Verdict,
            version: env!("CARGO_PKG_VERSION"),
            script: (!report.drafts.is_empty()).then_some(SCRIPT),
        }
    }
}
