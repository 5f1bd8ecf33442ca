//! Reads YAML front matter as a stream of events: no tree, no aliases expanded, so that hostile input costs no more than its
//! length.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Entry;
use super::strings::{self, Style};
use crate::read::MAX_DEPTH;
use crate::read::builder::Piece;

/// A collection under way.
enum Frame {
    /// A mapping: whether a key comes next.
    Mapping(bool),
    /// A sequence.
    Sequence,
}

/// Follows the parser from its character offsets to byte offsets. Events come in order, so that the text is walked once.
struct Places<'t> {
    /// The text.
    text: &'t str,
    /// Characters passed.
    chars: usize,
    /// Bytes passed.
    bytes: usize,
}

impl Places<'_> {
    /// The byte offset of a character offset.
    fn byte(&mut self, chars: usize) -> usize {
        if chars < self.chars {
            (self.chars, self.bytes) = (0, 0);
        }
        let rest = self.text.get(self.bytes..).unwrap_or_default();
        let skip = chars - self.chars;
        self.bytes += rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at);
        self.chars = chars;
        self.bytes
    }
}

/// The keys and values of the YAML in `range`, in the order of the text; `None` where it is broken or too deep.
pub(crate) fn entries(text: &str, range: Range<usize>) -> Option<Vec<Entry>> {
    let body = text.get(range.clone())?;
    let mut places = Places { text: body, chars: 0, bytes: 0 };
    let mut frames: Vec<Frame> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    let mut parser = Parser::new_from_str(body);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        match event {
            Event::Scalar(value, style, ..) => {
                let is_key = matches!(frames.last(), Some(Frame::Mapping(true)));
                if is_key {
                    keys.pop();
                    keys.push(value.to_string());
                }
                let place = places.byte(span.start.index())..places.byte(span.end.index());
                let place = place.start + range.start..place.end + range.start;
                let pieces = scalar(text, place, style, &value);
                let path = super::path_of(keys.iter().map(String::as_str));
                entries.push(Entry { path, key: is_key, text: value.into_owned(), pieces });
                turn(&mut frames);
            }
            Event::Alias(_) => turn(&mut frames),
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if frames.len() >= MAX_DEPTH {
                    return None;
                }
                let mapping = matches!(event, Event::MappingStart(..));
                frames.push(if mapping { Frame::Mapping(true) } else { Frame::Sequence });
                keys.push(String::new());
            }
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
                keys.pop();
                turn(&mut frames);
            }
            _ => {}
        }
    }
    Some(entries)
}

/// After a node: in a mapping, key and value take turns.
fn turn(frames: &mut [Frame]) {
    if let Some(Frame::Mapping(key)) = frames.last_mut() {
        *key = !*key;
    }
}

/// The pieces of a scalar.
fn scalar(text: &str, range: Range<usize>, style: ScalarStyle, value: &str) -> Vec<Piece> {
    let raw = text.get(range.clone()).unwrap_or_default();
    let trimmed = range.start..range.start + raw.trim_end().len();
    match style {
        ScalarStyle::Plain => strings::pieces(text, trimmed, Style::Plain, value),
        ScalarStyle::SingleQuoted => strings::pieces(text, inner(trimmed), Style::Single, value),
        ScalarStyle::DoubleQuoted => strings::pieces(text, inner(trimmed), Style::Double, value),
        ScalarStyle::Literal | ScalarStyle::Folded => {
            // The scalar's range may start behind the indentation of its first line.
            let line = text.get(..range.start).map_or(0, |before| before.rfind(['\n', '\r']).map_or(0, |at| at + 1));
            let white = text.get(line..range.start).is_some_and(|indent| indent.trim().is_empty());
            let start = if white { line } else { range.start };
            strings::block(text, start..range.end, style == ScalarStyle::Folded)
        }
    }
}

/// A range without its first and last byte, the quotation marks.
fn inner(range: Range<usize>) -> Range<usize> {
    if range.len() >= 2 { range.start + 1..range.end - 1 } else { range }
}
