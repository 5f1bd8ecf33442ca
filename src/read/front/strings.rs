//! Owns the pieces of quoted and folded strings, shared by YAML and TOML: which stretches stand as they are, what each
//! escape means, where lines are joined. Each result is held against what the parser decoded; where they differ, the
//! whole value stands for its whole range.

use std::ops::Range;

use crate::read::builder::Piece;
use crate::read::lines::next_line;

/// How a string is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// Without marks, lines folded.
    Plain,
    /// `'…'` of YAML: two marks stand for one, lines folded.
    Single,
    /// `"…"` of YAML: escapes, lines folded.
    Double,
    /// `"…"` and `"""…"""` of TOML: escapes, lines kept.
    Basic,
    /// Everything as it stands.
    Literal,
}

/// The text of some pieces.
pub(crate) fn joined(text: &str, pieces: &[Piece]) -> String {
    let mut joined = String::new();
    for piece in pieces {
        match piece {
            Piece::Copy(range) => joined.push_str(text.get(range.clone()).unwrap_or_default()),
            Piece::Decoded(decoded, _) => joined.push_str(decoded),
            Piece::Gap(gap, _) => joined.push_str(gap),
        }
    }
    joined
}

/// The pieces of the string in `range` (without its marks) that decodes to `value`.
pub(crate) fn pieces(text: &str, range: Range<usize>, style: Style, value: &str) -> Vec<Piece> {
    let found = scan(text, range.clone(), style);
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
    if same(&joined(text, &found), value) { found } else { vec![Piece::Decoded(value.into(), range)] }
}

/// Cuts a string by its style.
fn scan(text: &str, range: Range<usize>, style: Style) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let body = text.get(..range.end).unwrap_or(text);
    let (mut from, mut at) = (range.start, range.start);
    while let Some(byte) = body.as_bytes().get(at) {
        let (piece, next) = match (byte, style) {
            (b'\\', Style::Double | Style::Basic) => escape(body, at),
            (b'\'', Style::Single) if body.get(at + 1..).is_some_and(|rest| rest.starts_with('\'')) => {
                (Piece::Decoded("'".into(), at..at + 2), at + 2)
            }
            (b'\n' | b'\r', Style::Plain | Style::Single | Style::Double) => {
                let line = body.get(from..at).unwrap_or_default();
                at = from + line.trim_end_matches([' ', '\t']).len();
                fold(body, at)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        if at > from {
            pieces.push(Piece::Copy(from..at));
        }
        pieces.push(piece);
        (from, at) = (next, next);
    }
    if from < range.end {
        pieces.push(Piece::Copy(from..range.end));
    }
    pieces
}

/// A line break with the white space around it: a space, or newlines where lines are empty.
fn fold(text: &str, at: usize) -> (Piece, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let white = rest.len() - rest.trim_start().len();
    let breaks = rest.get(..white).unwrap_or_default().matches('\n').count();
    (Piece::Gap(if breaks > 1 { "\n" } else { " " }, at..at + white), at + white)
}

/// An escape of YAML or TOML at the offset of its backslash, and where it ends.
fn escape(text: &str, at: usize) -> (Piece, usize) {
    let rest = text.get(at + 1..).unwrap_or_default();
    let hex = |len: usize| {
        let digits = rest.get(1..1 + len).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        (digits.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER), 1 + len)
    };
    let Some(first) = rest.chars().next() else { return (Piece::Gap("", at..at + 1), at + 1) };
    let (decoded, len) = match first {
        'n' => ('\n', 1),
        't' => ('\t', 1),
        'r' => ('\r', 1),
        '0' | 'a' | 'b' | 'e' | 'f' | 'v' => (' ', 1),
        'N' => ('\u{85}', 1),
        '_' => ('\u{A0}', 1),
        'L' => ('\u{2028}', 1),
        'P' => ('\u{2029}', 1),
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        '\n' | '\r' => {
            let end = text.len() - rest.trim_start().len();
            return (Piece::Gap("", at..end), end);
        }
        other => (other, other.len_utf8()),
    };
    let mut end = (at + 1 + len).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut utf8 = [0; 4];
    (Piece::Decoded(Box::from(&*decoded.encode_utf8(&mut utf8)), at..end), end)
}

/// The pieces of a block scalar of YAML: each line without its indentation; in a folded one lines are joined.
pub(crate) fn block(text: &str, range: Range<usize>, folded: bool) -> Vec<Piece> {
    let body = text.get(..range.end).unwrap_or(text);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut indent: Option<usize> = None;
    let mut at = range.start;
    while let Some((end, next)) = next_line(body, at) {
        let line = body.get(at..end).unwrap_or_default();
        let white = line.len() - line.trim_start_matches(' ').len();
        if !line.trim().is_empty() {
            let cut = (*indent.get_or_insert(white)).min(white);
            pieces.push(Piece::Copy(at + cut..end));
        }
        let blank_next =
            next_line(body, next).is_some_and(|(end, _)| body.get(next..end).unwrap_or_default().trim().is_empty());
        let joins = folded && !line.trim().is_empty() && !blank_next;
        if next > end {
            pieces.push(if joins { Piece::Gap(" ", end..next) } else { Piece::Copy(end..next) });
        }
        at = next;
    }
    pieces
}
