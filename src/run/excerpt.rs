//! Owns what is kept of a source until the report is made: of its drafts the blocks in which something was found, and of
//! its bytes the lines that those stand on. A run over a large site keeps thousands of drafts; most of what they hold
//! is never shown. Changes no finding but the place at which its words are kept. `source` calls it.

use std::sync::Arc;

use super::source::role_at;
use crate::draft::{Block, Draft, Role, Source};
use crate::judge::Finding;
use crate::report::{DraftOutcome, Kept};
use crate::text::line_index::bom_len;
use crate::text::{How, LineIndex, Run, SourceMap, Span};

/// Bytes of a draft's text or of a source that are not worth cutting.
const SMALL: usize = 1024;

/// Leaves of a draft the blocks that hold a finding or a mention. A part of a container stays whole, since its lines are
/// counted in its text.
pub(super) fn of_draft(kept: DraftOutcome) -> DraftOutcome {
    let DraftOutcome { draft, mut findings, mut mentions, mut whys } = kept;
    let mut spans: Vec<Span> = shown(&findings, &mentions).chain(whys.iter().map(|why| why.span)).collect();
    spans.sort_unstable();
    let kept = stretches(&draft.blocks, &spans);
    let bytes: u32 = kept.iter().map(|stretch| stretch.len() + 1).sum();
    if draft.text.len() < SMALL || draft.part.is_some() || bytes as usize > draft.text.len() / 2 {
        return DraftOutcome { draft, findings, mentions, whys };
    }
    let (draft, moved) = cut(draft, &kept);
    let all = findings.iter_mut().flat_map(Finding::spans_mut);
    let all = all.chain(&mut mentions).chain(whys.iter_mut().map(|why| &mut why.span));
    all.for_each(|span| *span = moved.span(*span));
    DraftOutcome { draft, findings, mentions, whys }
}

/// Leaves of a source the lines on which something of its drafts stands, and says which they are.
pub(super) fn of_source(source: Arc<Source>, drafts: &mut [DraftOutcome]) -> (Arc<Source>, Kept) {
    let whole = (Arc::clone(&source), Kept::default());
    let Some(first) = drafts.first() else { return whole };
    let encoding = first.draft.encoding;
    let countable = |kept: &DraftOutcome| kept.draft.part.is_none() && kept.draft.encoding == encoding;
    if source.bytes.len() < SMALL || !drafts.iter().all(countable) {
        return whole;
    }
    let homes = drafts.iter().flat_map(|kept| {
        let spans = shown(&kept.findings, &kept.mentions).chain(kept.whys.iter().map(|why| why.span));
        spans.filter(|span| role_at(&kept.draft, *span) != Some(Role::Path)).map(|span| kept.draft.home(span))
    });
    let lines = LineIndex::new(&source.bytes, encoding);
    let end = Span::at(0..source.bytes.len()).end;
    let start_of = |line: u32| lines.line_span(line).map_or(end, |span| if line == 1 { 0 } else { span.start });
    let mut bytes = Vec::new();
    let mut kept = Kept::default();
    let mut lines_kept = 0;
    let stretches = joined(homes.map(|home| (lines.line_of(home.start), lines.line_of(home.end))).collect());
    for &(top, bottom) in &stretches {
        let span = Span::new(start_of(top), start_of(bottom + 1));
        kept.push(span.start, Span::at(0..bytes.len()).end, top - 1 - lines_kept);
        lines_kept += bottom + 1 - top;
        bytes.extend_from_slice(source.bytes.get(span.range()).unwrap_or_default());
    }
    // What looks like a byte order mark is one only where the source begins.
    let seems_to_begin = stretches.first().is_some_and(|(top, _)| *top > 1) && bom_len(&bytes, encoding) > 0;
    if bytes.len() > source.bytes.len() / 4 * 3 || seems_to_begin {
        return whole;
    }
    bytes.shrink_to_fit();
    let source = Arc::new(Source { path: source.path.clone(), file: source.file.clone(), bytes });
    drafts.iter_mut().for_each(|kept| kept.draft.source = Arc::clone(&source));
    (source, kept)
}

/// Stretches of lines (from 1, the last one included), sorted, those made one that are nearly side by side: a line that
/// parts two of them keeps what stands around it as it was.
fn joined(mut stretches: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    stretches.sort_unstable();
    stretches.dedup_by(|next, last| {
        let near = next.0 <= last.1 + 2;
        last.1 = if near { last.1.max(next.1) } else { last.1 };
        near
    });
    stretches
}

/// Every span that a report may show or hide.
fn shown<'a>(findings: &'a [Finding], mentions: &'a [Span]) -> impl Iterator<Item = Span> + 'a {
    mentions.iter().copied().chain(findings.iter().flat_map(Finding::spans))
}

/// The stretches of the text that are kept: blocks that share a place with one of `spans` (sorted), each with the
/// neighbours that are kept too.
fn stretches(blocks: &[Block], spans: &[Span]) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    let (mut next, mut reach, mut joins) = (0, None, false);
    for block in blocks {
        while let Some(span) = spans.get(next).filter(|span| span.start <= block.text.end) {
            reach = reach.max(Some(span.end));
            next += 1;
        }
        let holds = reach.is_some_and(|end| end >= block.text.start);
        match kept.last_mut() {
            Some(last) if holds && joins => last.end = block.text.end,
            _ if holds => kept.push(block.text),
            _ => {}
        }
        joins = holds;
    }
    kept
}

/// Where the kept stretches of a text stand now.
struct Moved {
    /// The old stretch, and where it begins now; sorted.
    stretches: Vec<(Span, u32)>,
}

impl Moved {
    /// Where a span stands now.
    fn span(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place(span.end))
    }

    /// Where a boundary stands now.
    fn place(&self, at: u32) -> u32 {
        let index = self.stretches.partition_point(|(old, _)| old.start <= at).saturating_sub(1);
        self.stretches.get(index).map_or(0, |(old, new)| new + at.clamp(old.start, old.end) - old.start)
    }
}

/// The draft of some stretches alone, sorted and each of whole blocks.
fn cut(draft: Draft, kept: &[Span]) -> (Draft, Moved) {
    let mut text = String::with_capacity(kept.iter().map(|stretch| stretch.len() as usize + 1).sum());
    let mut map = SourceMap::default();
    let mut moved = Moved { stretches: Vec::with_capacity(kept.len()) };
    for stretch in kept {
        if !text.is_empty() {
            map.push(Run { text: Span::at(0..text.len()).end, source: 0, source_len: 0, how: How::Gap });
            text.push('\n');
        }
        let at = Span::at(0..text.len()).end;
        draft.map.copy(&draft.text, *stretch, at, &mut map);
        text.push_str(draft.slice(*stretch));
        moved.stretches.push((*stretch, at));
    }
    let holds = |block: &Block| {
        let next = kept.partition_point(|stretch| stretch.start <= block.text.start);
        next.checked_sub(1).and_then(|i| kept.get(i)).is_some_and(|stretch| stretch.contains(block.text))
    };
    let mut blocks: Vec<Block> = draft.blocks.into_iter().filter(holds).collect();
    blocks.iter_mut().for_each(|block| block.text = moved.span(block.text));
    blocks.shrink_to_fit();
    (Draft { text, blocks, map, notes: Vec::new(), ..draft }, moved)
}
