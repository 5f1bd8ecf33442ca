//! Owns what stands between the keys and values of YAML, TOML and JSON: comments, and what JSON has without quotation
//! marks. It is published with the rest. Front matter and data files call it.

use std::ops::Range;

use super::{Entry, Syntax};
use crate::draft::Role;
use crate::read::builder::{DraftBuilder, Piece};

/// Longest word between strings that says nothing: `null`, `true`, a small number.
const SHORT: usize = 4;

/// All that stands between the entries of a stretch of text, with what it is.
pub(crate) fn between(text: &str, whole: Range<usize>, entries: &[Entry], syntax: Syntax) -> Vec<(Role, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = whole.start;
    for place in entries.iter().filter_map(|entry| place(&entry.pieces)) {
        if place.start > at {
            gap(text, at..place.start, syntax, &mut found);
        }
        at = at.max(place.end);
    }
    gap(text, at..whole.end, syntax, &mut found);
    found
}

/// Sets it down, each a group of its own: it says something of its own.
pub(crate) fn set_down(builder: &mut DraftBuilder<'_>, found: Vec<(Role, Range<usize>)>) {
    for (role, range) in found {
        builder.new_group();
        builder.side(role, None, range);
    }
}

/// Where a key or value stands.
pub(super) fn place(pieces: &[Piece]) -> Option<Range<usize>> {
    let range = |piece: &Piece| match piece {
        Piece::Copy(range) | Piece::Decoded(_, range) | Piece::Gap(_, range) => range.clone(),
    };
    Some(range(pieces.first()?).start..range(pieces.last()?).end)
}

/// What stands in one gap, line by line.
fn gap(text: &str, range: Range<usize>, syntax: Syntax, found: &mut Vec<(Role, Range<usize>)>) {
    let gap = text.get(range.clone()).unwrap_or_default();
    if !gap.contains(char::is_alphanumeric) {
        return;
    }
    let marks: &[&str] = if syntax == Syntax::Json { &["//", "/*"] } else { &["#"] };
    let mut start = range.start;
    for line in gap.split_inclusive('\n') {
        let comment = marks.iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
        let (plain, rest) = line.split_at(comment);
        let bare = inner(plain, |c| !c.is_alphanumeric());
        if bare.len() > SHORT && plain.get(bare.clone()) != Some("false") {
            found.push((Role::Code, start + bare.start..start + bare.end));
        }
        let words = inner(rest, |c| c.is_whitespace() || matches!(c, '#' | '/' | '*'));
        if !words.is_empty() {
            found.push((Role::Comment, start + comment + words.start..start + comment + words.end));
        }
        start += line.len();
    }
}

/// A text without such characters at its ends.
fn inner(text: &str, ends: impl Fn(char) -> bool) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(&ends).len();
    start..text.trim_end_matches(&ends).len().max(start)
}
