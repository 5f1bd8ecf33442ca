//! Owns stretches: pieces of a block that stay in the nearest cache, with their words; and where in them a name may begin.
//! Called by `spot` and by all of `names`.

use crate::register::forms::camel_parts;
use crate::text::words::{Gap, Shape, Word};
use crate::text::{Span, words};

/// A stretch of a draft's text with its words.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'a> {
    /// The draft's whole text.
    pub(super) text: &'a str,
    /// The bytes of the block.
    pub(super) block: Span,
    /// The words of the stretch.
    pub(super) words: &'a [Word],
}

impl<'a> Stretch<'a> {
    /// A word as written.
    pub(super) fn written(&self, index: usize) -> &'a str {
        self.words.get(index).and_then(|w| self.text.get(w.span().range())).unwrap_or_default()
    }

    /// What stands between word `index - 1` and word `index`.
    pub(super) fn between(&self, index: usize) -> &'a str {
        let Some(before) = index.checked_sub(1).and_then(|i| self.words.get(i)) else { return "" };
        let Some(word) = self.words.get(index) else { return "" };
        self.text.get(before.span().end as usize..word.at as usize).unwrap_or_default()
    }
}

impl Stretch<'_> {
    /// Whether a word stands in an address with a query: there a plus stands for a blank.
    pub(super) fn is_address(&self, index: usize) -> bool {
        let Some(word) = self.words.get(index) else { return false };
        let before = self.text.get(self.block.start as usize..word.at as usize).unwrap_or_default();
        let near = before.len().saturating_sub(2048);
        let near = (near..before.len()).find(|i| before.is_char_boundary(*i)).unwrap_or(before.len());
        let token = before.get(near..).unwrap_or_default().rsplit(char::is_whitespace).next().unwrap_or_default();
        token.contains('?') && token.contains('=') || token.contains("://")
    }
}

/// Where a name may begin.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// The index of the word in its stretch.
    pub(super) word: usize,
    /// The byte of that word.
    pub(super) offset: usize,
}

/// Where in a word a name may begin: at its start, where its capitals cut it, and after digits.
pub(super) fn starts(word: &Word, written: &str, each: &mut dyn FnMut(usize)) {
    each(0);
    if word.shape == Shape::Mixed {
        let mut at = 0;
        for part in camel_parts(written) {
            if at > 0 {
                each(at);
            }
            at += part.len();
        }
    }
}

/// How many words before a candidate a name may begin.
pub(super) fn reach(entry: &str) -> usize {
    // Every word may be cut once more by a joint, initials by one each.
    let cuts = |len: usize| if len <= 3 { len } else { 2 };
    let (mut sum, mut len) = (0, 0);
    for byte in entry.bytes() {
        if byte == b' ' {
            sum += cuts(len);
            len = 0;
        } else {
            len += 1;
        }
    }
    (sum + cuts(len)).min(24)
}

/// Whether the gap before a word is one that a name never crosses, so that looking further back is of no use.
pub(super) fn is_wall(stretch: &Stretch<'_>, index: usize) -> bool {
    let Some(word) = stretch.words.get(index) else { return true };
    match word.gap {
        Gap::Start => true,
        Gap::Mark => {
            let gap = stretch.between(index);
            // Nearly always a comma and a blank.
            gap.bytes().any(|b| matches!(b, b';' | b'!' | b'?' | b'"' | b'|' | b'<' | b'=' | 0xE2))
                && gap.chars().any(|c| matches!(c, ';' | '!' | '?' | '"' | '“' | '”' | '|' | '<' | '='))
        }
        Gap::Joint | Gap::Space => false,
    }
}

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
