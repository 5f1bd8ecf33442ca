//! Owns white space in HTML: a stretch of it with a line break is one space, as browsers show it. `flow` and the attributes call
//! it.

use std::ops::Range;

use super::entities::{self, Place};
use crate::read::builder::{DraftBuilder, Piece};

/// A gap, where a block is under way.
pub(super) fn gap(builder: &mut DraftBuilder<'_>, text: &'static str, at: Range<usize>) {
    if builder.has_text() {
        builder.gap(text, at);
    }
}

/// Adds text with its references decoded; a stretch of white space with a line break in it is one space, as on the page.
pub(super) fn collapsed(builder: &mut DraftBuilder<'_>, range: Range<usize>, place: Place) {
    let input = builder.input();
    entities::pieces(input, range, place, &mut |piece| match piece {
        Piece::Copy(range) => lines(builder, input, range),
        other => builder.push(other),
    });
}

/// Adds a stretch without references, line by line.
fn lines(builder: &mut DraftBuilder<'_>, input: &str, range: Range<usize>) {
    let text = input.get(..range.end).unwrap_or_default();
    let mut from = range.start;
    while let Some(found) = text.as_bytes().get(from..).and_then(|rest| memchr::memchr2(b'\n', b'\r', rest)) {
        let line = text.get(from..from + found).unwrap_or_default();
        let end = from + line.trim_ascii_end().len();
        let rest = text.get(from + found..).unwrap_or_default();
        let next = text.len() - rest.trim_ascii_start().len();
        if end > from {
            builder.copy(from..end);
        }
        builder.gap(" ", end..next);
        from = next;
    }
    if from < range.end {
        builder.copy(from..range.end);
    }
}
