//! Owns what a draft tells beside its words: where a picture was taken, whose machine a path leads to, whose account wrote.
//! Looks at finished drafts, whatever reader made them: at what a block is, at its label, and at the form of its text. Leaves
//! notes; how bad they are is the business of rules. `read` calls it for every draft.

use super::builder::Piece;
use crate::draft::{Draft, Note, NoteKind};
use crate::text::Span;

mod authors;
mod coordinates;
mod json;
mod links;
mod paths;
mod places;

pub(super) use json::coordinates as json_coordinates;
pub(super) use places::is_coordinate;

/// Adds the notes of a finished draft.
pub(super) fn note(draft: &mut Draft) {
    let mut notes = Vec::new();
    let mut add = |kind: NoteKind, span: Span| notes.push(Note { kind, span });
    authors::find(draft, &mut add);
    paths::find(draft, &mut add);
    places::find(draft, &mut add);
    notes.sort_by_key(|note| (note.span, note.kind));
    draft.notes.append(&mut notes);
}

/// Whether the value of a key may be a place or half of one.
pub(super) fn is_half_a_place(key: &str) -> bool {
    places::half(&last_key(key)).is_some()
}

/// A number or string of embedded data that is half of a place.
pub(super) struct Coordinate {
    /// Its bytes in the text, without quotation marks.
    pub(super) range: std::ops::Range<usize>,
    /// The keys and types that lead to it, joined by dots: `ImageObject.contentLocation.geo.latitude`.
    pub(super) path: String,
}

impl Coordinate {
    /// Its text, with escapes undone.
    pub(super) fn pieces(&self, text: &str) -> Vec<Piece> {
        super::json::pieces(text, self.range.clone())
    }
}

/// The last key of a label in small letters, without signs and without the `data-` of attributes: `gpslatitude` of
/// `exif.GPSLatitude`, `position` of `geo.position`.
fn last_key(label: &str) -> String {
    let last = label.rsplit(['.', ':']).find(|part| !part.is_empty()).unwrap_or_default();
    let key = plain(last);
    match key.strip_prefix("data") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => key,
    }
}

/// A name in small letters, without signs.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The span of a part of a block's text.
fn within(block: Span, part: std::ops::Range<usize>) -> Span {
    Span::at(block.start as usize + part.start..block.start as usize + part.end)
}
