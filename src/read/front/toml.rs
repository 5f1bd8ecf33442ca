//! Reads TOML front matter with the place of every string.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Entry;
use super::strings::{self, Style};
use crate::read::builder::Piece;

/// The keys and values of the TOML in `range`, in the order of the text; `None` where it is broken.
pub(crate) fn entries(text: &str, range: Range<usize>) -> Option<Vec<Entry>> {
    let body = text.get(range.clone())?;
    let table = DeTable::parse(body).ok()?;
    let mut entries = Vec::new();
    // The parser bounds the depth, and an own stack walks it.
    let mut waiting: Vec<(String, Range<usize>, &DeValue<'_>)> = Vec::new();
    let mut tables = vec![(String::new(), table.get_ref())];
    while let Some((path, table)) = tables.pop() {
        for (key, value) in table {
            let name = key.get_ref();
            let path = super::path_of([path.as_str(), name].into_iter());
            let place = shifted(&key.span(), range.start);
            entries.push((
                place.start,
                Entry { path: path.clone(), key: true, text: name.to_string(), pieces: quoted(text, place, name) },
            ));
            waiting.push((path, value.span(), value.get_ref()));
        }
        while let Some((path, span, value)) = waiting.pop() {
            match value {
                DeValue::Table(table) => tables.push((path, table)),
                DeValue::Array(array) => {
                    waiting.extend(array.iter().map(|item| (path.clone(), item.span(), item.get_ref())));
                }
                DeValue::String(string) => {
                    let place = shifted(&span, range.start);
                    let pieces = quoted(text, place.clone(), string);
                    entries.push((place.start, Entry { path, key: false, text: string.to_string(), pieces }));
                }
                _ => {
                    let place = shifted(&span, range.start);
                    let written = text.get(place.clone()).unwrap_or_default().to_owned();
                    let pieces = vec![Piece::Copy(place.clone())];
                    entries.push((place.start, Entry { path, key: false, text: written, pieces }));
                }
            }
        }
    }
    entries.sort_by_key(|(start, _)| *start);
    Some(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// A range that counts from the start of the whole text.
fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The pieces of a string, by the marks it stands in.
fn quoted(text: &str, range: Range<usize>, value: &str) -> Vec<Piece> {
    let raw = text.get(range.clone()).unwrap_or_default();
    let marks: [(&str, Style); 4] =
        [("\"\"\"", Style::Basic), ("'''", Style::Literal), ("\"", Style::Basic), ("'", Style::Literal)];
    let found =
        marks.iter().find(|(mark, _)| raw.len() >= 2 * mark.len() && raw.starts_with(*mark) && raw.ends_with(*mark));
    let (len, style) = found.map_or((0, Style::Literal), |(mark, style)| (mark.len(), *style));
    strings::pieces(text, range.start + len..range.end - len, style, value)
}
