//! Owns [`Report`]: what reporters are given. Plain owned strings and numbers, already cut to what may be shown; nothing
//! here leads back to a draft or to the register. `disclose` makes it, reporters read it.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use super::snippet::Snippet;
use super::why::ShownWhy;
use crate::draft::Role;
use crate::judge::FindingSubject;
use crate::policy::{Kind, Severity};
use crate::spot::Strength;

/// How much of the draft output may repeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Disclose {
    /// Pass or fail.
    Verdict,
    /// How many findings of which rule in which file.
    Files,
    /// Every finding, with what it found hidden.
    Masked,
    /// Everything that the draft itself shows.
    Full,
}

impl Disclose {
    /// Every level, from the most open.
    pub const ALL: [Self; 4] = [Self::Full, Self::Masked, Self::Files, Self::Verdict];

    /// The word in options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Masked => "masked",
            Self::Files => "files",
            Self::Verdict => "verdict",
        }
    }
}

impl FromStr for Disclose {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|level| level.as_str() == word).ok_or(())
    }
}

/// What reporters write. At [`Disclose::Verdict`] only `passed` is filled, at [`Disclose::Files`] no finding is.
#[derive(Clone, Debug)]
pub struct Report {
    /// How much it shows.
    pub level: Disclose,
    /// Whether the gate lets the drafts through.
    pub passed: bool,
    /// Whether it does so in spite of findings, since somebody said not to stop them (`--exit-zero`).
    pub let_through: bool,
    /// The counts of the run.
    pub summary: Summary,
    /// The findings, sorted by path, content before path, start, rule.
    pub findings: Vec<Shown>,
    /// At [`Disclose::Files`]: the findings of a rule in a file, sorted by path and rule.
    pub files: Vec<FileCount>,
    /// What was not checked, sorted by path.
    pub unchecked: Vec<UncheckedFile>,
    /// The drafts that have findings, sorted by path; only where a reporter asks for them.
    pub drafts: Vec<ShownDraft>,
    /// Why names stand or nearly stand there, sorted as findings are; none where the run didn't ask or places are not
    /// shown.
    pub whys: Option<Vec<ShownWhy>>,
}

impl Report {
    /// A report of nothing.
    pub(super) fn blank(level: Disclose, passed: bool) -> Self {
        Self {
            level,
            passed,
            let_through: false,
            summary: Summary::default(),
            findings: Vec::new(),
            files: Vec::new(),
            unchecked: Vec::new(),
            drafts: Vec::new(),
            whys: None,
        }
    }
}

/// The counts of a run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Sources that were read whole.
    pub checked: usize,
    /// Sources without words, by what they are, sorted.
    pub wordless: Vec<(String, usize)>,
    /// Sources that may hold words, were not read whole and are not accepted as such.
    pub unchecked: usize,
    /// Paths that were left out.
    pub ignored: usize,
    /// Findings of severity error that no allowance accepts.
    pub error: usize,
    /// Findings of severity warning that no allowance accepts.
    pub warning: usize,
    /// Findings of severity advice that no allowance accepts.
    pub advice: usize,
    /// Findings that an allowance accepts.
    pub allowed: usize,
}

/// Where a span's offsets count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Inside {
    /// In the source, or in the part of it that is named.
    Content,
    /// In the path, as printed.
    Path,
}

impl Inside {
    /// The word in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Path => "path",
        }
    }
}

/// A finding that may be shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The rule's id.
    pub rule: Cow<'static, str>,
    /// Its category.
    pub category: Cow<'static, str>,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub strength: Strength,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Safe words instead.
    pub rewrite: Option<String>,
    /// The path, masked where it must be.
    pub path: Arc<str>,
    /// Whether it was found in the content or in the path.
    pub inside: Inside,
    /// The part of a container.
    pub part: Option<String>,
    /// The record of a source that holds several.
    pub record: Option<String>,
    /// What sort of draft it was judged as.
    pub kind: Kind,
    /// The channel of the draft.
    pub channel: Option<String>,
    /// Whom it is about, by id.
    pub subject: Option<FindingSubject>,
    /// Where.
    pub span: Place,
    /// What adds up to it.
    pub labels: Vec<ShownLabel>,
    /// Further occurrences.
    pub places: Vec<Place>,
    /// Who says so.
    pub authorities: Vec<String>,
    /// The keyed hash of what was found.
    pub fingerprint: Option<String>,
    /// The reason of the allowance that accepts it.
    pub allowed: Option<String>,
    /// The lines around it, for drawing; empty where no reporter asks for them.
    pub snippet: Snippet,
}

/// A place in a source. Masked places have no end: a length can give a name away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Set where offsets count elsewhere than the finding's do.
    pub elsewhere: Option<Inside>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: Option<u32>,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// The line of `end`.
    pub end_line: Option<u32>,
    /// The column of `end`: one past the last character.
    pub end_column: Option<u32>,
    /// The visible text.
    pub text: Option<String>,
}

/// A place and what it adds to a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownLabel {
    /// Where.
    pub span: Place,
    /// What it is.
    pub message: String,
}

/// The findings of a rule in a file that no allowance accepts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileCount {
    /// The path, masked where it must be.
    pub path: Arc<str>,
    /// The rule's id.
    pub rule: String,
    /// How many.
    pub count: usize,
}

/// A source that was not read whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UncheckedFile {
    /// The path, masked where it must be.
    pub path: Arc<str>,
    /// Why.
    pub reason: String,
    /// Why the configuration accepts it, where it does.
    pub accepted: Option<String>,
}

/// A draft as a reader sees it, with its findings marked in place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownDraft {
    /// The path, masked where it must be.
    pub path: Arc<str>,
    /// The part of a container.
    pub part: Option<String>,
    /// The record of a source that holds several.
    pub record: Option<String>,
    /// What sort of draft it was judged as.
    pub kind: Kind,
    /// Its channel.
    pub channel: Option<String>,
    /// Its findings: indices into [`Report::findings`], ascending.
    pub findings: Vec<usize>,
    /// Its blocks, in the order of the text. Of a long draft only those around its marks.
    pub blocks: Vec<ShownBlock>,
    /// Whether blocks that a reader sees are left out at the end.
    pub cut_after: bool,
}

/// A block of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownBlock {
    /// What it is.
    pub role: Role,
    /// A name for it that is no text of the draft: a front matter key, an attribute's name.
    pub label: Option<String>,
    /// Other people's words.
    pub quoted: bool,
    /// Whether blocks that a reader sees are left out before it.
    pub cut_before: bool,
    /// Its text.
    pub pieces: Vec<Piece>,
}

/// A stretch of a block with the same marks throughout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The text, or the mask, or `…` where a long block was cut.
    pub text: String,
    /// The findings that mark it, the first few: indices into [`Report::findings`].
    pub marks: Vec<PieceMark>,
}

/// Why a piece is marked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PieceMark {
    /// Index into [`Report::findings`].
    pub finding: usize,
    /// Whether it is the finding itself, rather than a label or a further occurrence.
    pub main: bool,
    /// Whether the marked stretch begins with this piece.
    pub first: bool,
}
