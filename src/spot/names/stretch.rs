//! Owns how a block is cut into stretches of words that stay in the nearest cache. Called by `spot`.

use crate::text::words::Word;
use crate::text::{Span, words};

/// Cuts a block into stretches of words that overlap enough for the longest name, and hands each to `each`.
pub(in crate::spot) fn stretches(text: &str, block: Span, buffer: &mut Vec<Word>, each: &mut dyn FnMut(&[Word])) {
    /// Bytes of a stretch: its words stay in the nearest cache.
    const STRETCH: u32 = 16 * 1024;
    /// Bytes that two neighbouring stretches share.
    const OVERLAP: u32 = 1024;
    let mut start = block.start;
    loop {
        let end =
            if block.end - start <= STRETCH + OVERLAP { block.end } else { edge(text, start + STRETCH, block.end) };
        buffer.clear();
        words::words(text, Span::new(start, end), buffer);
        each(buffer);
        if end >= block.end {
            return;
        }
        start = edge(text, end.saturating_sub(OVERLAP).max(start + 1), end);
    }
}

/// The next place at or after `at` where no word is cut; `limit` if there is none near.
fn edge(text: &str, at: u32, limit: u32) -> u32 {
    let bytes = text.as_bytes();
    let near = limit.min(at + 4096);
    let gap =
        (at..near).find(|i| bytes.get(*i as usize).is_some_and(|b| matches!(b, b' ' | b'\n' | b'\t' | b'>' | b',')));
    let border = || (at..limit).find(|i| text.is_char_boundary(*i as usize));
    gap.or_else(border).unwrap_or(limit)
}
