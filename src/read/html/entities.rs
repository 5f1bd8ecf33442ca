//! Owns character references: `&amp;`, `&#233;`, `&#xE9;`. Names are looked up by html5gum, which carries the standard's
//! table; everything else is done here, so that each reference keeps its exact place. HTML text, attributes and link
//! titles in Markdown call it.

use std::ops::Range;

use crate::read::builder::Piece;

/// Longest name in the standard's table is 31 characters.
const MAX_NAME: usize = 32;

/// Where a reference stands decides how lenient its end is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In text: some old names count without their semicolon.
    Text,
    /// In an attribute's value: not where `=` or a letter follows.
    Attribute,
}

/// The pieces of a range of `text` with its references decoded and white space as it stands.
pub(crate) fn pieces(text: &str, range: Range<usize>, place: Place, each: &mut dyn FnMut(Piece)) {
    let (mut from, mut scan) = (range.start, range.start);
    while let Some(found) = text.get(scan..range.end).and_then(|rest| memchr::memchr(b'&', rest.as_bytes())) {
        let at = scan + found;
        let Some((decoded, len)) = reference(text.get(at..range.end).unwrap_or_default(), place) else {
            scan = at + 1;
            continue;
        };
        if at > from {
            each(Piece::Copy(from..at));
        }
        each(Piece::Decoded(decoded, at..at + len));
        (from, scan) = (at + len, at + len);
    }
    if from < range.end {
        each(Piece::Copy(from..range.end));
    }
}

/// The text of a reference at the start of `text`, and its bytes.
pub(crate) fn reference(text: &str, place: Place) -> Option<(Box<str>, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        return numeric(number).map(|(c, len)| (c.to_string().into_boxed_str(), len + 2));
    }
    let len = body.bytes().take(MAX_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..len).filter(|name| !name.is_empty())?;
    let closed = body.as_bytes().get(len) == Some(&b';');
    let quick = match (name, closed) {
        ("amp", true) => Some("&"),
        ("lt", true) => Some("<"),
        ("gt", true) => Some(">"),
        ("quot", true) => Some("\""),
        ("apos", true) => Some("'"),
        ("nbsp", true) => Some("\u{A0}"),
        _ => None,
    };
    if let Some(quick) = quick {
        return Some((quick.into(), len + 2));
    }
    let (decoded, used) = named(text.get(..1 + len + usize::from(closed))?)?;
    let open = text.as_bytes().get(used - 1) != Some(&b';');
    let follows = text.as_bytes().get(used).is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric());
    if open && follows && place == Place::Attribute { None } else { Some((decoded, used)) }
}

/// A numeric reference after `&#`: its character and bytes.
fn numeric(text: &str) -> Option<(char, usize)> {
    let (radix, mark) = if text.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = text.get(mark..)?.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let code = text.get(mark..mark + digits).and_then(|digits| u32::from_str_radix(digits, radix).ok()).unwrap_or(0);
    let c = match code {
        // Old pages mean Windows-1252 by these, and browsers follow them.
        0x80..=0x9F => {
            let byte = u8::try_from(code).unwrap_or(b'?');
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        0 => None,
        code => char::from_u32(code),
    };
    let closed = usize::from(text.as_bytes().get(mark + digits) == Some(&b';'));
    Some((c.unwrap_or(char::REPLACEMENT_CHARACTER), mark + digits + closed))
}

/// The text of a named reference and its bytes. `text` is the ampersand, letters and perhaps a semicolon, all that the
/// reference can be at most; html5gum reads it as a page, and what it left as it was is not part of the reference.
fn named(text: &str) -> Option<(Box<str>, usize)> {
    let mut page = String::new();
    for token in html5gum::Tokenizer::new(text) {
        if let Ok(html5gum::Token::String(string)) = token {
            page.push_str(std::str::from_utf8(&string).ok()?);
        }
    }
    if page == text {
        return None;
    }
    // `&semi;` alone decodes to what it ends with.
    let kept = if text == "&semi;" {
        0
    } else {
        page.bytes().rev().zip(text.bytes().rev()).take_while(|(a, b)| a == b).count()
    };
    let decoded = page.get(..page.len() - kept).filter(|decoded| !decoded.is_empty())?;
    Some((decoded.into(), text.len() - kept))
}

#[cfg(test)]
mod tests {
    use super::{Place, reference};

    #[test]
    fn references_decode_as_browsers_do() {
        let text = |text: &str| reference(text, Place::Text).map(|(decoded, len)| (decoded.into_string(), len));
        let some = |decoded: &str, len| Some((decoded.to_owned(), len));
        assert_eq!(text("&eacute;x"), some("é", 8));
        assert_eq!(text("&eacutex"), some("é", 7));
        assert_eq!(text("&notit;"), some("¬", 4));
        assert_eq!(text("&semi;"), some(";", 6));
        assert_eq!(text("&#233;"), some("é", 6));
        assert_eq!(text("&#xE9 "), some("é", 5));
        assert_eq!(text("&#150;"), some("–", 6));
        assert_eq!(text("&#0;"), some("\u{FFFD}", 4));
        assert_eq!(text("&#99999999999;"), some("\u{FFFD}", 14));
        assert_eq!(text("&shy;"), some("\u{AD}", 5));
        assert_eq!(text("&nosuch;"), None);
        assert_eq!(text("& b"), None);
        assert_eq!(text("&"), None);
        assert_eq!(reference("&copy=1", Place::Attribute), None);
        assert_eq!(reference("&copy;=1", Place::Attribute).map(|(_, len)| len), Some(6));
    }
}
