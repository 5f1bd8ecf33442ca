//! Owns lines and columns of a source, counted in its own bytes. Built once a source that has findings; a look-up costs
//! a binary search and at most [`STRIDE`] bytes of counting, so that a thousand findings in one line of 10 MB stay
//! cheap. Reporters call it. Does not decode: it only counts characters.

use super::{Encoding, Span};

/// Bytes between two checkpoints in a long line.
const STRIDE: usize = 4096;

/// A place as people name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1. A byte order mark is no character.
    pub column: u32,
}

/// The lines of a source. LF, CRLF and a lone CR each end one.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// How the source spells characters.
    encoding: Encoding,
    /// Each line's bytes, without its end. Never empty.
    lines: Vec<Span>,
    /// In lines longer than [`STRIDE`]: a byte offset and how many characters of its line stand before it. Sorted.
    marks: Vec<(u32, u32)>,
}

impl LineIndex {
    /// Reads the line ends of `bytes`, the whole source with its byte order mark.
    pub fn new(bytes: &[u8], encoding: Encoding) -> Self {
        let mut index = Self { encoding, lines: Vec::new(), marks: Vec::new() };
        let mut start = bom_len(bytes, encoding);
        while let Some((end, next)) = line_end(bytes, start, encoding) {
            index.push(bytes, start, end);
            start = next;
        }
        index.push(bytes, start, bytes.len());
        index
    }

    /// Adds one line and, where it is long, its checkpoints.
    fn push(&mut self, bytes: &[u8], start: usize, end: usize) {
        self.lines.push(Span::at(start..end));
        let (mut at, mut count) = (start, 0);
        while end - at > STRIDE {
            let next = char_start(bytes, at, at + STRIDE, self.encoding);
            count += count_chars(bytes, at..next, self.encoding);
            at = next;
            self.marks.push((Span::at(at..at).start, count));
        }
    }

    /// How many lines there are; a last line end opens one more, empty line.
    pub fn line_count(&self) -> u32 {
        Span::at(0..self.lines.len()).end
    }

    /// The bytes of a line (from 1) without its end; `None` past the last.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        self.lines.get((line as usize).checked_sub(1)?).copied()
    }

    /// The line (from 1) of a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        Span::at(0..self.lines.partition_point(|line| line.start <= offset).max(1)).end
    }

    /// The line and column of a byte offset. `bytes` are those the index was made of. An offset inside a line end
    /// counts as the end of the line, one past the source as its end.
    pub fn position(&self, bytes: &[u8], offset: u32) -> Position {
        let row = self.lines.partition_point(|line| line.start <= offset).saturating_sub(1);
        let line = self.lines.get(row).copied().unwrap_or_default();
        let offset = offset.clamp(line.start, line.end);
        let mark = self.marks.partition_point(|(at, _)| *at <= offset).checked_sub(1).and_then(|i| self.marks.get(i));
        let (from, before) = mark.copied().filter(|(at, _)| *at >= line.start).unwrap_or((line.start, 0));
        let column = before + count_chars(bytes, from as usize..offset as usize, self.encoding) + 1;
        Position { line: Span::at(row..row).start + 1, column }
    }
}

/// Bytes of the byte order mark that the encoding has at the start of `bytes`.
pub fn bom_len(bytes: &[u8], encoding: Encoding) -> usize {
    let bom: &[u8] = match encoding {
        Encoding::Utf8 => b"\xEF\xBB\xBF",
        Encoding::Utf16Le => b"\xFF\xFE",
        Encoding::Utf16Be => b"\xFE\xFF",
        Encoding::Windows1252 => return 0,
    };
    if bytes.starts_with(bom) { bom.len() } else { 0 }
}

/// The UTF-16 unit at a byte offset.
fn unit(bytes: &[u8], at: usize, encoding: Encoding) -> Option<u16> {
    let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
    Some(if encoding == Encoding::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
}

/// Where the line that starts at `start` ends, and where the next one starts.
fn line_end(bytes: &[u8], start: usize, encoding: Encoding) -> Option<(usize, usize)> {
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => {
            let end = start + memchr::memchr2(b'\n', b'\r', bytes.get(start..)?)?;
            let crlf = bytes.get(end..end + 2) == Some(b"\r\n");
            Some((end, end + if crlf { 2 } else { 1 }))
        }
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let mut at = start;
            loop {
                match unit(bytes, at, encoding)? {
                    0x0D if unit(bytes, at + 2, encoding) == Some(0x0A) => return Some((at, at + 4)),
                    0x0A | 0x0D => return Some((at, at + 2)),
                    _ => at += 2,
                }
            }
        }
    }
}

/// The last start of a character in `from..=at`.
fn char_start(bytes: &[u8], from: usize, at: usize, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => (from..=at).rev().find(|i| bytes.get(*i).is_none_or(|b| b & 0xC0 != 0x80)).unwrap_or(at),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let at = at - (at - from) % 2;
            let low = unit(bytes, at, encoding).is_some_and(|u| (0xDC00..0xE000).contains(&u));
            if low && at > from { at - 2 } else { at }
        }
        Encoding::Windows1252 => at,
    }
}

/// How many characters start in a range.
fn count_chars(bytes: &[u8], range: std::ops::Range<usize>, encoding: Encoding) -> u32 {
    let slice = bytes.get(range).unwrap_or_default();
    let count = match encoding {
        Encoding::Utf8 => slice.iter().filter(|b| **b & 0xC0 != 0x80).count(),
        Encoding::Windows1252 => slice.len(),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let high = usize::from(encoding == Encoding::Utf16Le);
            slice.chunks_exact(2).filter(|pair| pair.get(high).is_none_or(|b| b & 0xFC != 0xDC)).count()
        }
    };
    Span::at(0..count).end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};

    use super::{LineIndex, Position};
    use crate::text::{Encoding, Span};

    /// A position.
    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn every_line_end_counts_once() {
        let text = "a\r\nbé\rc\n\nd".as_bytes();
        let index = LineIndex::new(text, Encoding::Utf8);
        assert_eq!(index.line_count(), 5);
        assert_eq!(index.position(text, 3), at(2, 1));
        assert_eq!(index.position(text, 6), at(2, 3));
        assert_eq!(index.position(text, 2), at(1, 2));
        assert_eq!(index.position(text, 10), at(5, 1));
        assert_eq!(index.position(text, 99), at(5, 2));
        assert_eq!(index.line_span(2), Some(Span::new(3, 6)));
        assert_eq!(index.line_span(6), None);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = b"\xEF\xBB\xBFab";
        let index = LineIndex::new(text, Encoding::Utf8);
        assert_eq!(index.position(text, 3), at(1, 1));
        assert_eq!(index.position(text, 0), at(1, 1));
        let wide: Vec<u8> = "\u{FEFF}x\r\n𝄞y".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let index = LineIndex::new(&wide, Encoding::Utf16Be);
        assert_eq!(index.position(&wide, 12), at(2, 2));
    }

    #[test]
    fn a_long_line_is_counted_from_its_checkpoints() {
        let line = "é".repeat(200_000);
        let text = format!("x\n{line}\ny");
        let index = LineIndex::new(text.as_bytes(), Encoding::Utf8);
        for k in 0..130_u32 {
            assert_eq!(index.position(text.as_bytes(), 2 + k * 2998), at(2, k * 1499 + 1));
        }
        assert_eq!(index.position(text.as_bytes(), 400_003), at(3, 1));
    }

    /// The plain definition: split into lines, count characters.
    fn slow(text: &str, offset: usize) -> Position {
        let flat = text.replace("\r\n", "\u{1}\n").replace('\r', "\n").replace('\u{1}', "\r");
        let before = &flat[..offset];
        let line = before.matches('\n').count();
        let tail = before.rsplit('\n').next().unwrap_or_default();
        at(
            u32::try_from(line).unwrap_or(0) + 1,
            u32::try_from(tail.trim_end_matches('\r').chars().count()).unwrap_or(0) + 1,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn it_agrees_with_the_plain_definition(parts in prop::collection::vec(prop::sample::select(vec!["a", "é", "\n", "\r\n", "\r", "𝄞", "bcd"]), 0..40), stretch in any::<bool>()) {
            let text = parts.concat();
            let text = if stretch { text.replace('a', &"é€".repeat(900)) } else { text };
            let utf8 = LineIndex::new(text.as_bytes(), Encoding::Utf8);
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let utf16 = LineIndex::new(&wide, Encoding::Utf16Le);
            let mut units = 0;
            for (offset, c) in text.char_indices().step_by(if stretch { 97 } else { 1 }) {
                if stretch { units = text[..offset].encode_utf16().count(); }
                prop_assert_eq!(utf8.position(text.as_bytes(), u32::try_from(offset).unwrap_or(0)), slow(&text, offset));
                prop_assert_eq!(utf16.position(&wide, u32::try_from(units * 2).unwrap_or(0)), slow(&text, offset));
                units += c.len_utf16();
            }
        }
    }
}
