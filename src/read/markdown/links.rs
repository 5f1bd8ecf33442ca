//! Owns the places of destinations and titles: pulldown-cmark gives what they decode to, not where they stand. They are
//! cut again from the stretch that holds nothing else: what follows a link's text, or a definition.

use std::ops::Range;

use crate::draft::Role;
use crate::read::builder::{DraftBuilder, Piece};
use crate::read::html::entities::{self, Place};

/// The parts of a link's tail, as ranges of the text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Target {
    /// The destination, without angle brackets.
    pub(crate) url: Range<usize>,
    /// The title, without its marks.
    pub(crate) title: Range<usize>,
}

/// Cuts `(destination "title")` from what follows a link's text. `range` starts at or before the `](`.
pub(crate) fn inline(text: &str, range: Range<usize>) -> Option<Target> {
    let tail = text.get(range.clone())?;
    let bytes = tail.as_bytes();
    let open = memchr::memchr_iter(b']', bytes).find(|at| bytes.get(at + 1) == Some(&b'('))?;
    let end = range.start + memchr::memrchr(b')', bytes)?;
    target(text, range.start + open + 2, end)
}

/// Cuts `[label]: destination "title"`: the label and the rest.
pub(crate) fn definition(text: &str, range: Range<usize>) -> Option<(Range<usize>, Target)> {
    let span = text.get(range.clone())?;
    let open = span.find('[')?;
    let mut close = open + 1;
    loop {
        close += span.get(close..)?.find(']')?;
        let escaped = span.get(..close)?.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
        if !escaped && span.get(close + 1..)?.starts_with(':') {
            break;
        }
        close += 1;
    }
    let label = range.start + open + 1..range.start + close;
    Some((label, target(text, range.start + close + 2, range.end)?))
}

/// Cuts destination and title between two offsets.
fn target(text: &str, start: usize, end: usize) -> Option<Target> {
    let trim = |at: usize| text.get(at..end).map(|rest| end - rest.trim_start().len());
    let start = trim(start)?;
    let rest = text.get(start..end)?;
    let (url, after) = match rest.strip_prefix('<') {
        Some(body) if body.contains('>') => {
            let len = body.find('>')?;
            (start + 1..start + 1 + len, start + len + 2)
        }
        _ => {
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (start..start + len, start + len)
        }
    };
    let open = trim(after)?;
    let rest = text.get(open..end)?.trim_end();
    let title = match rest.chars().next() {
        Some('"' | '\'' | '(') if rest.len() >= 2 => open + 1..open + rest.len() - 1,
        _ => open..open,
    };
    Some(Target { url, title: if text.is_char_boundary(title.end) { title } else { open..open } })
}

/// Sets down a destination and a title as sides.
pub(crate) fn set_down(builder: &mut DraftBuilder<'_>, target: &Target) {
    let input = builder.input();
    let url = input.get(target.url.clone()).unwrap_or_default();
    if !(url.is_empty() || url == "#" || url.starts_with("data:") || url.starts_with("javascript:")) {
        escaped_side(builder, Role::Url, None, target.url.clone());
    }
    if !target.title.is_empty() {
        escaped_side(builder, Role::Attribute, Some("title"), target.title.clone());
    }
}

/// A side with Markdown's escapes and references decoded in place.
pub(crate) fn escaped_side(builder: &mut DraftBuilder<'_>, role: Role, label: Option<&str>, range: Range<usize>) {
    let input = builder.input();
    builder.begin_side(role, label);
    entities::pieces(input, range, Place::Text, &mut |piece| match piece {
        Piece::Copy(range) => unescaped(builder, input, range),
        other => builder.push(other),
    });
    builder.end_side();
}

/// Adds a stretch without the backslashes that escape.
fn unescaped(builder: &mut DraftBuilder<'_>, input: &str, range: Range<usize>) {
    let mut from = range.start;
    let bytes = input.as_bytes();
    let mut at = range.start;
    while let Some(found) = bytes.get(at..range.end).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let slash = at + found;
        at = slash + 1;
        if at < range.end && bytes.get(at).is_some_and(u8::is_ascii_punctuation) {
            if slash > from {
                builder.copy(from..slash);
            }
            (from, at) = (slash + 1, slash + 2);
        }
    }
    if from < range.end {
        builder.copy(from..range.end);
    }
}
