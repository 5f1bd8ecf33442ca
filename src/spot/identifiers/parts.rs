//! Owns how text with digits is cut into parts: runs of letters and runs of digits, and what stands between them. Called
//! by `mod` around the digits of a draft, and on the register's values.

use crate::text::Span;
use crate::text::fold::{fold_char, is_ignorable};

/// What stands before a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sep {
    /// It is the first.
    Start,
    /// Nothing: letters turn into digits.
    None,
    /// Hyphen, slash, colon, dot, underscore and the like, without blanks.
    Tight,
    /// A blank or two, or a line's end.
    Blank,
    /// Anything else.
    Other,
}

/// A run of letters or of digits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    /// Where, in the draft's text.
    pub(super) span: Span,
    /// Folded.
    pub(super) text: String,
    /// Digits, or letters.
    pub(super) digits: bool,
    /// Letters, all of them capitals.
    pub(super) capitals: bool,
    /// What stands before it.
    pub(super) sep: Sep,
}

/// Cuts `text[span]` into parts.
pub(super) fn cut(text: &str, span: Span, out: &mut Vec<Part>) {
    out.clear();
    let Some(stretch) = text.get(span.range()) else { return };
    let mut end = 0;
    let mut running = false;
    for (at, c) in stretch.char_indices() {
        if is_ignorable(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            running = false;
            continue;
        }
        let digits = c.is_ascii_digit();
        let from = span.start + at as u32;
        let to = from + c.len_utf8() as u32;
        match out.last_mut().filter(|part| running && part.digits == digits) {
            Some(part) => {
                part.span.end = to;
                part.capitals &= c.is_uppercase();
                fold_char(c, &mut part.text);
            }
            None => {
                let sep = if out.is_empty() { Sep::Start } else { sep(stretch.get(end..at).unwrap_or_default()) };
                let mut folded = String::new();
                fold_char(c, &mut folded);
                out.push(Part { span: Span::new(from, to), text: folded, digits, capitals: c.is_uppercase(), sep });
            }
        }
        end = at + c.len_utf8();
        running = true;
    }
}

/// What a gap is.
fn sep(gap: &str) -> Sep {
    let mut visible = gap.chars().filter(|c| !is_ignorable(*c));
    let (Some(first), second, third) = (visible.next(), visible.next(), visible.next()) else { return Sep::None };
    let tight = |c: char| matches!(c, '-' | '/' | ':' | '.' | '_' | '‐' | '‑' | '–' | '−' | '\\' | '|');
    match (second, third) {
        (None, _) if tight(first) => Sep::Tight,
        (None, _) if first.is_whitespace() => Sep::Blank,
        (Some(b), None) if first.is_whitespace() && b.is_whitespace() => Sep::Blank,
        // `[2024] EWHC 123 (Ch)`, `No. 7`, `& 3`.
        (Some(b), None) if matches!(first, '.' | ']' | ')') && b.is_whitespace() => Sep::Blank,
        (Some(b), None) if first.is_whitespace() && matches!(b, '(' | '[') => Sep::Blank,
        _ => Sep::Other,
    }
}
