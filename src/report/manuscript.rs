//! Owns the drafts that a page shows whole: their blocks, what of them is hidden, and which stretch is marked by which
//! finding. Does not know what a page looks like. `disclose` calls it.

use std::collections::BTreeSet;

use super::mask::{self, MASK};
use super::model::{Piece, PieceMark, ShownBlock, ShownDraft};
use super::view::{DraftView, FileView};
use super::{DraftOutcome, clean};
use crate::draft::{Block, Role};
use crate::text::Span;

/// Bytes of visible text up to which a draft is shown whole.
const WHOLE: usize = 64 * 1024;
/// Bytes of a report's drafts from which on drafts are cut to what stands around their marks.
const BUDGET: usize = 16 * 1024 * 1024;
/// Blocks that are kept on each side of a marked one in a draft that is cut.
const AROUND: usize = 1;
/// Bytes of a block up to which it is shown whole.
const LONG: usize = 8 * 1024;
/// Bytes that are kept on each side of a mark in a longer block.
const CONTEXT: u32 = 300;
/// Marks that one piece names.
const MARKS: usize = 6;

/// Shows drafts one after the other, as long as there is room.
#[derive(Default)]
pub(super) struct Manuscripts {
    /// Bytes of the drafts shown whole so far.
    used: usize,
}

impl Manuscripts {
    /// A draft with its marks; none without findings. `first` is the number of its first finding in the report.
    pub(super) fn show(
        &mut self,
        outcome: &DraftOutcome,
        view: &DraftView<'_>,
        file: &FileView<'_>,
        first: usize,
    ) -> Option<ShownDraft> {
        let finding = outcome.findings.first()?;
        let draft = &outcome.draft;
        let whole = draft.text.len() <= WHOLE && self.used + draft.text.len() <= BUDGET;
        self.used += if whole { draft.text.len() } else { 0 };
        let mut sweep = Sweep::new(outcome, first);
        let marked: Vec<bool> = draft.blocks.iter().map(|block| sweep.marks(block.text)).collect();
        let (mut blocks, mut cut) = (Vec::new(), false);
        for (i, block) in draft.blocks.iter().enumerate() {
            let near = marked.iter().skip(i.saturating_sub(AROUND)).take(2 * AROUND + 1).any(|near| *near);
            let here = marked.get(i).is_some_and(|here| *here);
            if !here && !is_read(block) {
                continue;
            }
            if !(whole || near) {
                cut = true;
                continue;
            }
            blocks.push(ShownBlock {
                role: block.role,
                label: block.label.as_deref().map(|label| file.words(label)),
                quoted: block.quoted,
                cut_before: std::mem::take(&mut cut),
                pieces: sweep.pieces(&draft.text, block.text, &view.hidden_in_text(block.text)),
            });
        }
        Some(ShownDraft {
            path: file.path.clone(),
            part: draft.part.as_deref().map(|part| file.words(part)),
            record: draft.record.as_deref().map(|record| file.words(record)),
            kind: finding.kind,
            channel: finding.channel.as_ref().map(|channel| file.words(channel.as_str())),
            findings: (first..first + outcome.findings.len()).collect(),
            blocks,
            cut_after: cut,
        })
    }
}

/// Numbers the findings of a draft anew, by their places in `new`.
pub(super) fn renumber(draft: &mut ShownDraft, new: &[usize]) {
    let renew = |number: &mut usize| *number = new.get(*number).copied().unwrap_or(*number);
    draft.findings.iter_mut().for_each(renew);
    draft.findings.sort_unstable();
    for piece in draft.blocks.iter_mut().flat_map(|block| &mut block.pieces) {
        piece.marks.iter_mut().for_each(|mark| renew(&mut mark.finding));
        piece.marks.sort_unstable();
    }
}

/// Whether a reader of the published draft sees a block. What is published unseen is shown only where it is marked.
const fn is_read(block: &Block) -> bool {
    !matches!(
        block.role,
        Role::Attribute | Role::Url | Role::Comment | Role::Meta | Role::Data | Role::Hidden | Role::Path
    )
}

/// A marked stretch of the visible text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    /// Where.
    span: Span,
    /// The number of its finding.
    finding: usize,
    /// Whether it is the finding itself.
    main: bool,
}

/// Goes through a text once, from mark to mark.
struct Sweep {
    /// What is marked, sorted, none empty.
    stretches: Vec<Stretch>,
    /// For each stretch: where the last of it and those before it ends.
    reach: Vec<u32>,
    /// The stretches that begin before the point reached.
    begun: usize,
    /// Of these, by their ends, those that may still be open.
    open: BTreeSet<(u32, usize)>,
}

impl Sweep {
    /// Over the findings of a draft.
    fn new(outcome: &DraftOutcome, first: usize) -> Self {
        let mut stretches = Vec::new();
        let text = &outcome.draft.text;
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        for (finding, found) in (first..).zip(&outcome.findings) {
            let others = found.labels.iter().map(|(span, _)| *span).chain(found.places.iter().copied());
            let all = std::iter::once((found.span, true)).chain(others.map(|span| (span, false)));
            stretches.extend(all.map(|(span, main)| {
                // What has no length is seen on the letter beside it.
                let span = if span.is_empty() { Span::new(span.start, (span.start + 1).min(end)) } else { span };
                let (start, end) = (mask::floor(text, span.start as usize), mask::ceil(text, span.end as usize));
                Stretch { span: Span::at(start..end), finding, main }
            }));
        }
        stretches.sort_unstable();
        let reach = stretches.iter().scan(0, |last: &mut u32, stretch| {
            *last = stretch.span.end.max(*last);
            Some(*last)
        });
        let reach = reach.collect();
        Self { stretches, reach, begun: 0, open: BTreeSet::new() }
    }

    /// Whether something in `window` is marked.
    fn marks(&self, window: Span) -> bool {
        let begun = self.stretches.partition_point(|stretch| stretch.span.start < window.end);
        begun.checked_sub(1).and_then(|last| self.reach.get(last)).is_some_and(|end| *end > window.start)
    }

    /// The pieces of a block. `hidden` is sorted and apart; each of its stretches is one piece, whatever is marked in it.
    /// Blocks come in order.
    fn pieces(&mut self, text: &str, block: Span, hidden: &[Span]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = block.start;
        for mask in hidden {
            let mask = Span::at(mask::floor(text, mask.start as usize)..mask::ceil(text, mask.end as usize));
            self.open_pieces(text, Span::new(at, mask.start.max(at)), &mut pieces);
            let marks = self.walk(mask, mask.end);
            pieces.push(Piece { text: MASK.to_owned(), marks });
            at = mask.end.max(at);
        }
        self.open_pieces(text, Span::new(at, block.end.max(at)), &mut pieces);
        pieces.shrink_to_fit();
        if block.len() as usize > LONG { shortened(pieces) } else { pieces }
    }

    /// The pieces of a stretch in which nothing is hidden.
    fn open_pieces(&mut self, text: &str, span: Span, pieces: &mut Vec<Piece>) {
        let mut at = span.start;
        while at < span.end {
            let marks = self.walk(Span::new(at, at + 1), at);
            let begins = self.stretches.get(self.begun).map_or(span.end, |next| next.span.start);
            let ends = self.open.first().map_or(span.end, |(end, _)| *end);
            let to = begins.min(ends).min(span.end).max(at + 1);
            let shown = cleaned(text.get(at as usize..to as usize).unwrap_or_default());
            pieces.push(Piece { text: shown, marks });
            at = to;
        }
    }

    /// Goes on to the end of `window` and gives the marks that share a byte with it; those that end at or before `past`
    /// are closed.
    fn walk(&mut self, window: Span, past: u32) -> Vec<PieceMark> {
        while self.open.first().is_some_and(|(end, _)| *end <= window.start) {
            self.open.pop_first();
        }
        while let Some(next) = self.stretches.get(self.begun).filter(|next| next.span.start < window.end) {
            if next.span.end > window.start {
                self.open.insert((next.span.end, self.begun));
            }
            self.begun += 1;
        }
        let found = self.open.iter().filter_map(|(_, index)| self.stretches.get(*index)).take(MARKS);
        let mut marks: Vec<PieceMark> = found
            .map(|stretch| PieceMark {
                finding: stretch.finding,
                main: stretch.main,
                first: stretch.span.start >= window.start,
            })
            .collect();
        marks.sort_unstable_by_key(|mark| (mark.finding, !mark.main, !mark.first));
        marks.dedup_by_key(|mark| mark.finding);
        while self.open.first().is_some_and(|(end, _)| *end <= past) {
            self.open.pop_first();
        }
        marks
    }
}

/// The pieces of a long block, cut to what stands around the marks.
fn shortened(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let context = CONTEXT as usize;
    let last = pieces.len().saturating_sub(1);
    let marked: Vec<bool> = pieces.iter().map(|piece| !piece.marks.is_empty()).collect();
    for (i, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| piece.marks.is_empty()) {
        let after_mark = i > 0 && marked.get(i - 1).is_some_and(|marked| *marked);
        let before_mark = i < last && marked.get(i + 1).is_some_and(|marked| *marked);
        if piece.text.len() <= 3 * context {
            continue;
        }
        let head = if after_mark { mask::floor(&piece.text, context) } else { 0 };
        let tail = if before_mark { mask::ceil(&piece.text, piece.text.len() - context) } else { piece.text.len() };
        let (head, tail) = (piece.text.get(..head), piece.text.get(tail..));
        piece.text = format!("{}…{}", head.unwrap_or_default(), tail.unwrap_or_default());
    }
    pieces
}

/// Text without characters that steer or hide. Line ends stay.
fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let kept = text.chars().filter(|c| *c != '\r');
    out.extend(kept.map(|c| if c == '\n' { c } else { clean::picture(c).unwrap_or(c) }));
    out
}
