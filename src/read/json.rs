//! Owns the strings of embedded JSON (JSON-LD, JSON front matter): where each value stands, and its pieces with every
//! escape in its place. It only tells strings from the rest, so broken JSON is read as far as it goes, in one pass and
//! without recursion. `html` and `front` call it.

use std::ops::Range;

use super::builder::Piece;

/// Calls `each` with the key (`None` for a key itself) and the range (without quotation marks) of every string.
pub(crate) fn strings<'t>(text: &'t str, range: Range<usize>, each: &mut dyn FnMut(Option<&'t str>, Range<usize>)) {
    let mut key = "";
    let mut at = range.start;
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let start = at + found + 1;
        let end = string_end(bytes, start);
        at = end + 1;
        let after = bytes.get(at..).unwrap_or_default().trim_ascii_start();
        if after.first() == Some(&b':') {
            key = text.get(start..end).unwrap_or_default();
            each(None, start..end);
        } else if end > start {
            each(Some(key), start..end);
        }
    }
}

/// Where the string that starts at `start` ends: at its quotation mark, at the end of the text where that is missing.
pub(crate) fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// The end of the JSON object that starts at the first byte of `text`, past its brace; `None` where it never ends.
pub(crate) fn object_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at + 1),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The pieces of a string's content.
pub(crate) fn pieces(text: &str, range: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = range.start;
    while let Some(found) = text.get(from..range.end).and_then(|rest| memchr::memchr(b'\\', rest.as_bytes())) {
        let at = from + found;
        let (decoded, len) = escape(text.get(at..range.end).unwrap_or_default());
        if at > from {
            pieces.push(Piece::Copy(from..at));
        }
        let mut utf8 = [0; 4];
        pieces.push(Piece::Decoded(Box::from(&*decoded.encode_utf8(&mut utf8)), at..at + len));
        from = at + len;
    }
    if from < range.end {
        pieces.push(Piece::Copy(from..range.end));
    }
    pieces
}

/// The character of an escape at the start of `text`, and its bytes.
fn escape(text: &str) -> (char, usize) {
    let hex = |at: usize| text.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(second) = text.get(1..).and_then(|rest| rest.chars().next()) else { return ('\\', 1) };
    let decoded = match second {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' | 'f' => ' ',
        'u' => match (hex(2), text.get(6..8), hex(8)) {
            (Some(high @ 0xD800..0xDC00), Some("\\u"), Some(low @ 0xDC00..0xE000)) => {
                let c = char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                return (c.unwrap_or(char::REPLACEMENT_CHARACTER), 12);
            }
            (Some(unit), ..) => return (char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            _ => 'u',
        },
        other => other,
    };
    (decoded, 1 + second.len_utf8())
}
