//! Owns how it is said why a name stands or nearly stands at a place: by id, with the kind of written form and what decided,
//! never with anything of the register. `run` makes the notes, `disclose` cuts them to what may be shown, `pretty`, `json`
//! and `ndjson` show them; for other formats `cli` writes them to standard error.

use std::io;
use std::sync::Arc;

use super::clean;
use super::model::{Inside, Place};
use super::view::{DraftView, FileView, inside};
use crate::judge::FindingSubject;
use crate::spot::Strength;
use crate::text::Span;

/// Why a name stands or nearly stands at a place of a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhyNote {
    /// Where, in the draft's visible text.
    pub span: Span,
    /// Whose it is, by id.
    pub subject: FindingSubject,
    /// What is named: `client`, `person`, `matter`, `adverse`, `identifier`, `fact`.
    pub what: &'static str,
    /// How it is written.
    pub written: &'static str,
    /// What decided, or what was lacking.
    pub reason: &'static str,
    /// How sure it is; none for a near miss.
    pub strength: Option<Strength>,
}

/// A note that may be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownWhy {
    /// The path, masked where it must be.
    pub path: Arc<str>,
    /// Whether it is about the content or the path.
    pub inside: Inside,
    /// The part of a container.
    pub part: Option<String>,
    /// The record of a source that holds several.
    pub record: Option<String>,
    /// Where.
    pub place: Place,
    /// Whose it is, by id.
    pub subject: FindingSubject,
    /// What is named.
    pub what: &'static str,
    /// How it is written.
    pub written: &'static str,
    /// What decided, or what was lacking.
    pub reason: &'static str,
    /// How sure it is; none for a near miss.
    pub strength: Option<Strength>,
}

impl WhyNote {
    /// What of it may be shown.
    pub(super) fn shown(&self, draft: &DraftView<'_>, view: &FileView<'_>) -> ShownWhy {
        let of = inside(draft.draft, self.span);
        ShownWhy {
            path: Arc::clone(&view.path),
            inside: of,
            part: draft.draft.part.as_deref().map(|part| view.words(part)),
            record: draft.draft.record.as_deref().map(|record| view.words(record)),
            place: draft.place(self.span, of),
            subject: self.subject.clone(),
            what: self.what,
            written: self.written,
            reason: self.reason,
            strength: self.strength,
        }
    }
}

impl ShownWhy {
    /// What sorts notes: path, content before path, place, subject.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (&self.path, self.inside, self.place.start, &self.subject, self.what, self.strength.is_none())
    }

    /// One line: where, who, and why.
    fn line(&self) -> String {
        let place = match self.inside {
            Inside::Content => format!("{}:{}:{}", self.path, self.place.line, self.place.column),
            Inside::Path => format!("{}: character {} of the path", self.path, self.place.column),
        };
        let id = self.subject.matter.as_ref().unwrap_or(&self.subject.client);
        let text = self.place.text.as_ref().map(|text| format!(" “{text}”")).unwrap_or_default();
        let (what, written, reason) = (self.what, self.written, self.reason);
        match self.strength {
            Some(strength) => format!("{place}: {id} ({what}){text}: {written}, {}: {reason}", strength.as_str()),
            None => format!("{place}: not {id} ({what}){text}: it would be {written}, but {reason}"),
        }
    }
}

/// Writes the notes, one a line.
///
/// # Errors
/// Those of `out`.
pub fn write(whys: &[ShownWhy], out: &mut dyn io::Write) -> io::Result<()> {
    if whys.is_empty() {
        return writeln!(out, "why: nothing in these drafts comes near the register\n");
    }
    for why in whys {
        writeln!(out, "why: {}", clean::line(&why.line()))?;
    }
    writeln!(out)
}
