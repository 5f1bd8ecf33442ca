//! Owns the places in embedded JSON: coordinates are mostly numbers, and what they are the coordinates of stands around them.
//! Goes through the text once and without recursion; broken JSON is read as far as it goes. `html` and `front` call it.

use std::ops::Range;

use super::places::{Half, half, is_pair_key};
use super::{Coordinate, last_key};
use crate::read::MAX_DEPTH;
use crate::read::json::string_end;

/// An object or array, open or closed.
struct Node<'t> {
    /// The one it stands in.
    parent: Option<usize>,
    /// The key that leads to it.
    name: &'t str,
    /// Its `@type`.
    kind: Option<&'t str>,
}

/// One that is open.
struct Open<'t> {
    /// Its place in the list of nodes.
    node: usize,
    /// Whether it is an array.
    array: bool,
    /// The key at hand.
    key: &'t str,
    /// The numbers of an array that may be a place.
    numbers: Vec<Range<usize>>,
}

/// What was found, before it is known what it stands in.
struct Found<'t> {
    /// Where.
    range: Range<usize>,
    /// What it stands in.
    node: usize,
    /// Its key.
    key: &'t str,
    /// Its place in an array.
    item: Option<usize>,
}

/// Longest path in bytes; longer ones lose their beginning.
const LONGEST: usize = 200;

/// Most numbers of a place: with its height.
const MOST_NUMBERS: usize = 3;

/// The coordinates in a stretch of JSON, in the order of the text.
pub(crate) fn coordinates(text: &str, range: Range<usize>) -> Vec<Coordinate> {
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    let mut walk = Walk { text, nodes: Vec::new(), open: Vec::new(), found: Vec::new() };
    let mut at = range.start;
    while let Some(byte) = bytes.get(at).copied() {
        at = match byte {
            b'"' => {
                let end = string_end(bytes, at + 1).min(bytes.len());
                let after = bytes.get(end + 1..).unwrap_or_default().trim_ascii_start();
                if after.first() == Some(&b':') {
                    walk.key(at + 1..end)
                } else {
                    walk.value(at + 1..end, false)
                }
                end + 1
            }
            b'0'..=b'9' | b'-' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let len =
                    rest.iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
                walk.value(at..at + len, true);
                at + len
            }
            b'{' | b'[' if walk.open.len() >= MAX_DEPTH => break,
            b'{' | b'[' => {
                walk.begin(byte == b'[');
                at + 1
            }
            b'}' | b']' => {
                walk.end();
                at + 1
            }
            _ => at + 1,
        };
    }
    while !walk.open.is_empty() {
        walk.end();
    }
    walk.found.sort_by_key(|found| found.range.start);
    let paths = walk.found.iter().map(|found| Coordinate { range: found.range.clone(), path: walk.path(found) });
    paths.collect()
}

/// The walk under way.
struct Walk<'t> {
    /// The text.
    text: &'t str,
    /// All objects and arrays so far.
    nodes: Vec<Node<'t>>,
    /// Those that are open.
    open: Vec<Open<'t>>,
    /// The coordinates so far.
    found: Vec<Found<'t>>,
}

impl<'t> Walk<'t> {
    /// The text of a range.
    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// An object or array begins.
    fn begin(&mut self, array: bool) {
        let parent = self.open.last();
        let name = parent.filter(|open| !open.array).map_or("", |open| open.key);
        let node = self.nodes.len();
        self.nodes.push(Node { parent: parent.map(|open| open.node), name, kind: None });
        self.open.push(Open { node, array, key: "", numbers: Vec::new() });
    }

    /// One ends: an array of two or three numbers may be a place, one of many is the outline of a country.
    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let name = self.nodes.get(open.node).map_or("", |node| node.name);
        if (2..=MOST_NUMBERS).contains(&open.numbers.len()) {
            let node = self.nodes.get(open.node).and_then(|node| node.parent).unwrap_or(open.node);
            let items = open.numbers.into_iter().enumerate();
            self.found.extend(items.map(|(item, range)| Found { range, node, key: name, item: Some(item) }));
        }
    }

    /// A key.
    fn key(&mut self, range: Range<usize>) {
        let key = self.slice(range);
        if let Some(open) = self.open.last_mut() {
            open.key = key;
        }
    }

    /// A value: a number or a string.
    fn value(&mut self, range: Range<usize>, number: bool) {
        let text = self.slice(range.clone());
        let Some(open) = self.open.last_mut() else { return };
        let name = self.nodes.get(open.node).map_or("", |node| node.name);
        if open.array {
            if name == "@type" {
                let parent = self.nodes.get(open.node).and_then(|node| node.parent);
                if let Some(node) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
                    node.kind = node.kind.or(Some(text));
                }
            } else if number && open.numbers.len() <= MOST_NUMBERS && is_pair_key(&last_key(name)) {
                open.numbers.push(range);
            }
            return;
        }
        let (node, key) = (open.node, open.key);
        if key == "@type" {
            if let Some(node) = self.nodes.get_mut(node) {
                node.kind = Some(text);
            }
        } else if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'))
            && half(&last_key(key)).is_some_and(|half| half != Half::Both || !number)
        {
            self.found.push(Found { range, node, key, item: None });
        }
    }

    /// The keys and types that lead to a coordinate.
    fn path(&self, found: &Found<'t>) -> String {
        let (mut parts, mut len, mut at) = (vec![found.key], found.key.len(), Some(found.node));
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            let kind = node.kind.map(|kind| kind.rsplit('/').next().unwrap_or(kind));
            for part in kind.into_iter().chain(Some(node.name.trim_start_matches('@'))) {
                len += part.len() + 1;
                if !part.is_empty() && len <= LONGEST {
                    parts.push(part);
                }
            }
            at = node.parent.filter(|_| len <= LONGEST);
        }
        parts.reverse();
        let path = parts.join(".");
        found.item.map_or_else(|| path.clone(), |item| format!("{path}[{item}]"))
    }
}

#[cfg(test)]
mod tests {
    use super::coordinates;

    /// What is found, as `path text`.
    fn found(text: &str) -> Vec<String> {
        let all = coordinates(text, 0..text.len()).into_iter();
        all.map(|one| format!("{} {}", one.path, &text[one.range])).collect()
    }

    #[test]
    fn a_coordinate_knows_what_it_stands_in_even_if_that_is_said_later() {
        let text = r#"{"geo": {"latitude": 42.3601, "longitude": "-71.0589", "@type": "GeoCoordinates"}, "@type": ["LegalService"]}"#;
        assert_eq!(
            found(text),
            ["LegalService.geo.GeoCoordinates.latitude 42.3601", "LegalService.geo.GeoCoordinates.longitude -71.0589"]
        );
    }

    #[test]
    fn arrays_are_places_only_where_they_are_short() {
        assert_eq!(found(r#"{"coordinates": [1.5, 2.5]}"#), ["coordinates[0] 1.5", "coordinates[1] 2.5"]);
        assert_eq!(found(r#"{"coordinates": [[1.5, 2.5], [3, 4]], "size": [1, 2]}"#), [""; 0]);
        assert_eq!(found(r#"{"coordinates": [1, 2, 3, 4, 5]}"#), [""; 0]);
    }

    #[test]
    fn broken_json_is_read_as_far_as_it_goes() {
        for text in
            ["", "{", "\"", "{\"lat\": ", "]]]", "{\"lat\": 1.5", "[\"lat\": 1", "{\"lat\": \"", "-", "{\"lat\\"]
        {
            assert!(found(text).len() < 2, "{text}");
        }
        assert_eq!(coordinates(&"[".repeat(100_000), 0..100_000).len(), 0);
    }
}
