//! Owns how one source and one draft are seen at a level of disclosure: what of them is hidden, and where a span stands.
//! Does not know rules or messages. `disclose` makes views and asks them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use super::mask::{self, Echoes};
use super::model::{Disclose, Inside, Place};
use super::snippet::{self, Snippet, Target};
use super::{DraftOutcome, FileOutcome, Kept};
use crate::draft::{Draft, Role, Source};
use crate::judge::Finding;
use crate::text::{LineIndex, Position, Span};

/// Characters that a sentence may reach to each side of a span before it is cut.
const SENTENCE: usize = 160;

/// A source as it may be shown.
pub(super) struct FileView<'a> {
    /// The source.
    source: &'a Source,
    /// Which of its lines are kept.
    kept: &'a Kept,
    /// How much is shown.
    level: Disclose,
    /// What was hidden anywhere in the run.
    echoes: &'a Echoes,
    /// What the path hides, in its bytes, sorted and apart.
    hidden: Vec<Span>,
    /// The path as printed.
    pub(super) path: Arc<str>,
    /// The lines of the source, found when first asked for.
    lines: OnceCell<LineIndex>,
}

impl<'a> FileView<'a> {
    /// The view of a source.
    pub(super) fn new(file: &'a FileOutcome, level: Disclose, echoes: &'a Echoes) -> Self {
        let source = file.source.as_ref();
        let mut hidden = Vec::new();
        if level != Disclose::Full {
            for draft in &file.drafts {
                let spans = flagged(draft).filter(|span| inside(&draft.draft, *span) == Inside::Path);
                hidden.extend(spans.map(|span| draft.draft.home(span)).map(|span| whole(&source.path, span)));
            }
            hidden.extend(echoes.find(&source.path));
        }
        let hidden = mask::merged(hidden);
        let path = mask::masked(&source.path, &hidden).into();
        Self { source, kept: &file.kept, level, echoes, hidden, path, lines: OnceCell::new() }
    }

    /// Words of the draft or the user that stand beside the findings: a record's name, a reason.
    pub(super) fn words(&self, text: &str) -> String {
        if self.level == Disclose::Full { text.to_owned() } else { self.echoes.hide(text) }
    }

    /// Our own words or a pack's, which quote nothing: should one do so all the same, the quote is hidden.
    pub(super) fn wording(&self, text: &str) -> String {
        if self.level == Disclose::Full { text.to_owned() } else { self.echoes.hide_quotes(text) }
    }

    /// The same of words that are shared where nothing of them is hidden.
    pub(super) fn fixed(&self, text: Cow<'static, str>) -> Cow<'static, str> {
        if self.level == Disclose::Full { text } else { Cow::Owned(self.wording(&text)) }
    }

    /// The view of one of its drafts.
    pub(super) fn draft<'v>(&'v self, outcome: &'v DraftOutcome) -> DraftView<'v> {
        let hidden = match self.level {
            Disclose::Full => Vec::new(),
            _ => mask::merged(flagged(outcome).collect()),
        };
        DraftView { file: self, draft: &outcome.draft, hidden, lines: OnceCell::new() }
    }
}

/// A draft as it may be shown.
pub(super) struct DraftView<'a> {
    /// Its source.
    file: &'a FileView<'a>,
    /// The draft.
    pub(super) draft: &'a Draft,
    /// What the visible text hides, sorted and apart.
    hidden: Vec<Span>,
    /// The lines of the visible text, for parts of a container.
    lines: OnceCell<LineIndex>,
}

impl DraftView<'_> {
    /// Whether everything that the draft shows may be shown.
    pub(super) fn is_open(&self) -> bool {
        self.file.level == Disclose::Full
    }

    /// Where a span of the visible text stands. `of` is where the finding's own offsets count.
    pub(super) fn place(&self, span: Span, of: Inside) -> Place {
        let inside = inside(self.draft, span);
        let home = self.draft.home(span);
        let open = self.is_open();
        let start = match inside {
            Inside::Path => mask::shifted(&self.file.hidden, home.start),
            Inside::Content => home.start,
        };
        let from = self.position(span.start, start, inside);
        let to = open.then(|| self.position(span.end, home.end, inside));
        Place {
            elsewhere: (inside != of).then_some(inside),
            start,
            end: open.then_some(home.end),
            line: from.line,
            column: from.column,
            end_line: to.map(|to| to.line),
            end_column: to.map(|to| to.column),
            text: open.then(|| self.draft.slice(span).to_owned()),
        }
    }

    /// Line and column of a boundary: `visible` in the visible text, `home` in the source or in the path as printed.
    /// In a part of a container, whose bytes are not at hand, lines are those of the visible text.
    fn position(&self, visible: u32, home: u32, inside: Inside) -> Position {
        let source = self.file.source;
        match inside {
            Inside::Path => {
                let before = self.file.path.get(..home as usize).unwrap_or(&self.file.path);
                Position { line: 1, column: u32::try_from(before.chars().count()).unwrap_or(u32::MAX - 1) + 1 }
            }
            Inside::Content if self.draft.part.is_some() => {
                let text = self.draft.text.as_bytes();
                let lines = self.lines.get_or_init(|| LineIndex::new(text, crate::text::Encoding::Utf8));
                lines.position(text, visible)
            }
            Inside::Content => {
                let lines = self.file.lines.get_or_init(|| LineIndex::new(&source.bytes, self.draft.encoding));
                let (at, left_out) = self.file.kept.place(home);
                let position = lines.position(&source.bytes, at);
                Position { line: position.line + left_out, ..position }
            }
        }
    }

    /// The lines around the first of `marks`, which is the finding itself, and around the others that stand in the same
    /// of content and path. Each comes with the place that [`Self::place`] gave it.
    pub(super) fn snippet(&self, marks: &[(Span, &Place, Option<String>)]) -> Snippet {
        let Some((first, ..)) = marks.first() else { return Snippet::default() };
        let where_ = inside(self.draft, *first);
        let visible = !self.is_open() || self.draft.part.is_some();
        let from_text = where_ == Inside::Content && visible;
        let home = |span| match (self.draft.home(span), where_) {
            (home, Inside::Path) => home,
            (home, Inside::Content) => {
                let (start, _) = self.file.kept.place(home.start);
                Span::new(start, start + home.len())
            }
        };
        let target = |(i, (span, place, message)): (usize, &(Span, &Place, Option<String>))| Target {
            span: if from_text { *span } else { home(*span) },
            at: Position { line: place.line, column: place.column },
            message: message.clone(),
            main: i == 0,
        };
        let same = marks.iter().enumerate().filter(|(_, (span, ..))| inside(self.draft, *span) == where_);
        let targets: Vec<Target> = same.map(target).collect();
        match where_ {
            Inside::Path => {
                let all = Span::at(0..self.file.source.path.len());
                snippet::of_text(&self.file.source.path, targets, |_| all, |window| self.hidden_in_path(window))
            }
            Inside::Content if visible => {
                let sentence = |span| self.sentence(span);
                snippet::of_text(&self.draft.text, targets, sentence, |window| self.hidden_in_text(window))
            }
            Inside::Content => snippet::of_source(&self.file.source.bytes, self.draft.encoding, targets),
        }
    }

    /// What a window of the path hides.
    fn hidden_in_path(&self, window: Span) -> Vec<Span> {
        mask::within(&self.file.hidden, window).collect()
    }

    /// What a window of the visible text hides: what is flagged there, and what repeats it. Sorted and apart.
    pub(super) fn hidden_in_text(&self, window: Span) -> Vec<Span> {
        if self.is_open() {
            return Vec::new();
        }
        let text = self.draft.slice(window);
        let echoes = self.file.echoes.find(text).into_iter();
        let echoes = echoes.map(|span| Span::new(span.start + window.start, span.end + window.start));
        mask::merged(mask::within(&self.hidden, window).chain(echoes).collect())
    }

    /// The sentence around a span, inside its block and of bounded length.
    fn sentence(&self, span: Span) -> Span {
        let text = &self.draft.text;
        let block = self.draft.block_at(span.start).and_then(|i| self.draft.blocks.get(i));
        let block = block.map_or(Span::at(0..text.len()), |block| block.text).join(span);
        let open = |at: usize| mask::within(&self.hidden, Span::at(at..at + 1)).next().is_none();
        let before = text.get(block.start as usize..span.start as usize).unwrap_or_default();
        let mut start = span.start as usize;
        let mut next = ' ';
        for (at, c) in before.char_indices().rev().take(SENTENCE) {
            let at = block.start as usize + at;
            if matches!(c, '.' | '!' | '?') && next.is_whitespace() && at + 2 < span.start as usize && open(at) {
                start = at + 1;
                break;
            }
            (start, next) = (at, c);
        }
        let mut end = block.end as usize;
        let after = text.get(span.end as usize..end).unwrap_or_default();
        let mut stop = None;
        for (at, c) in after.char_indices().take(SENTENCE) {
            let at = span.end as usize + at;
            if c.is_whitespace() && stop.is_some_and(open) {
                end = at;
                break;
            }
            stop = matches!(c, '.' | '!' | '?').then_some(at);
        }
        let lead = text.get(start..span.start as usize).unwrap_or_default();
        Span::at(start + lead.len() - lead.trim_start().len()..end)
    }
}

/// Every span of a draft that masked output hides. What the gate says of a file's being there repeats nothing of a draft,
/// and without the path nobody could act on it.
fn flagged(outcome: &DraftOutcome) -> impl Iterator<Item = Span> {
    let found = outcome.findings.iter().filter(|finding| finding.category() != "gate");
    outcome.mentions.iter().copied().chain(found.flat_map(Finding::spans))
}

/// Where the offsets of a span count.
pub(super) fn inside(draft: &Draft, span: Span) -> Inside {
    let block = draft.block_at(span.start).and_then(|index| draft.blocks.get(index));
    if block.is_some_and(|block| block.role == Role::Path) { Inside::Path } else { Inside::Content }
}

/// `span` widened to whole characters of `text`.
fn whole(text: &str, span: Span) -> Span {
    Span::at(mask::floor(text, span.start as usize)..mask::ceil(text, span.end as usize))
}
