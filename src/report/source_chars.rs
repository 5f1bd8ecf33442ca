//! Owns walking a source's bytes as characters, from any place, a bounded way. Bytes that spell nothing are U+FFFD. Never
//! walks farther than asked, so that a file of one long line costs no more than any other. `snippet` calls it.

use crate::text::{Encoding, Span};

/// The characters of a stretch, each with its bytes.
pub(super) fn chars(bytes: &[u8], encoding: Encoding, stretch: Span) -> impl Iterator<Item = (Span, char)> {
    let mut at = stretch.start as usize;
    let end = (stretch.end as usize).min(bytes.len());
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let (c, length) = decode(bytes, encoding, at)?;
        let span = Span::at(at..at + length);
        at += length;
        Some((span, c))
    })
}

/// Goes back from `from` by at most `limit` characters, but not beyond the start of its line.
pub(super) fn back(bytes: &[u8], encoding: Encoding, from: u32, limit: usize) -> u32 {
    let mut at = (from as usize).min(bytes.len());
    for _ in 0..limit {
        let before = step_back(bytes, encoding, at);
        if before == at || decode(bytes, encoding, before).is_none_or(|(c, _)| is_newline(c)) {
            break;
        }
        at = before;
    }
    Span::at(at..at).start
}

/// The end of `span`, or an earlier place once `limit` characters or `lines` lines are passed.
pub(super) fn forward(bytes: &[u8], encoding: Encoding, span: Span, limit: usize, lines: usize) -> u32 {
    let mut left = lines;
    let mut end = span.start;
    for (place, c) in chars(bytes, encoding, span).take(limit) {
        let ends_line = c == '\n' || (c == '\r' && !starts_newline(bytes, encoding, place.end));
        if ends_line {
            left -= 1;
            if left == 0 {
                return place.start;
            }
        }
        end = place.end;
    }
    end
}

/// Goes on from `from` by at most `limit` characters, but not beyond the end of its line.
pub(super) fn line_end(bytes: &[u8], encoding: Encoding, from: u32, limit: usize) -> u32 {
    let rest = Span::new(from, u32::MAX);
    let line = chars(bytes, encoding, rest).take(limit).take_while(|(_, c)| !is_newline(*c));
    line.last().map_or(from, |(place, _)| place.end)
}

/// Whether a line starts at byte `at`.
pub(super) fn is_line_start(bytes: &[u8], encoding: Encoding, at: u32) -> bool {
    let at = at as usize;
    let before = step_back(bytes, encoding, at);
    let first = before == 0;
    before == at || decode(bytes, encoding, before).is_some_and(|(c, _)| is_newline(c) || (first && c == '\u{FEFF}'))
}

/// Whether a line ends at byte `at`.
pub(super) fn is_line_end(bytes: &[u8], encoding: Encoding, at: u32) -> bool {
    decode(bytes, encoding, at as usize).is_none_or(|(c, _)| is_newline(c))
}

/// Whether a line feed stands at byte `at`.
pub(super) fn starts_newline(bytes: &[u8], encoding: Encoding, at: u32) -> bool {
    decode(bytes, encoding, at as usize).is_some_and(|(c, _)| c == '\n')
}

/// Whether a character ends a line.
const fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// The character at byte `at` and its length in bytes; `None` at the end.
fn decode(bytes: &[u8], encoding: Encoding, at: usize) -> Option<(char, usize)> {
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    Some(match encoding {
        Encoding::Utf8 => utf8(rest.get(..4).unwrap_or(rest)),
        Encoding::Windows1252 => {
            let byte = rest.get(..1).unwrap_or_default();
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(byte);
            (text.chars().next().unwrap_or('\u{FFFD}'), 1)
        }
        Encoding::Utf16Le => utf16(rest, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(rest, u16::from_be_bytes),
    })
}

/// The first character of up to four bytes of UTF-8.
fn utf8(bytes: &[u8]) -> (char, usize) {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            if valid.is_empty() {
                return ('\u{FFFD}', error.error_len().unwrap_or(bytes.len()).max(1));
            }
            std::str::from_utf8(valid).unwrap_or_default()
        }
    };
    valid.chars().next().map_or(('\u{FFFD}', 1), |c| (c, c.len_utf8()))
}

/// The first character of UTF-16 bytes.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (char, usize) {
    let units = bytes.chunks_exact(2).take(2).filter_map(|pair| Some(unit([*pair.first()?, *pair.get(1)?])));
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => (c, c.len_utf16() * 2),
        _ => ('\u{FFFD}', bytes.len().min(2)),
    }
}

/// The start of the character before byte `at`.
fn step_back(bytes: &[u8], encoding: Encoding, at: usize) -> usize {
    match encoding {
        Encoding::Windows1252 => at.saturating_sub(1),
        Encoding::Utf8 => {
            let tail = bytes.get(at.saturating_sub(4)..at).unwrap_or_default();
            let follow = tail.iter().rev().take_while(|byte| (**byte & 0xC0) == 0x80).count();
            // Stray bytes in the middle of nothing are one step each.
            let step = if follow < tail.len() { follow + 1 } else { 1 };
            at.saturating_sub(step)
        }
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let whole = |from: usize| decode(bytes, encoding, from).is_some_and(|(_, length)| length == 4);
            match at.checked_sub(4) {
                Some(pair) if whole(pair) => pair,
                _ => at.saturating_sub(2),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of a text in UTF-16, low byte first.
    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn every_encoding_is_walked_both_ways() {
        let text = "x\n😀é法.";
        for (bytes, encoding) in [(text.as_bytes().to_vec(), Encoding::Utf8), (wide(text), Encoding::Utf16Le)] {
            let all = Span::at(0..bytes.len());
            let seen: String = chars(&bytes, encoding, all).map(|(_, c)| c).collect();
            assert_eq!(seen, text);
            let start = back(&bytes, encoding, all.end, 99);
            let line: String = chars(&bytes, encoding, Span::new(start, all.end)).map(|(_, c)| c).collect();
            assert_eq!(line, "😀é法.");
        }
    }

    #[test]
    fn bytes_that_spell_nothing_are_replaced_one_by_one() {
        let bytes = b"a\xFF\x80\x80\x80\x80b";
        let seen: String = chars(bytes, Encoding::Utf8, Span::new(0, 7)).map(|(_, c)| c).collect();
        assert_eq!(seen.chars().filter(|c| *c == '\u{FFFD}').count(), 5);
        assert_eq!(back(bytes, Encoding::Utf8, 7, 99), 0);
    }

    #[test]
    fn a_euro_sign_in_windows_1252_is_one_byte() {
        assert_eq!(decode(b"\x80", Encoding::Windows1252, 0), Some(('€', 1)));
    }
}
