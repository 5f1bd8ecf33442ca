//! Owns the quick reading of the YAML that nearly all our files are made of: mappings and lists in blocks, each value on
//! its one line, plain, quoted or in brackets, or in the lines after `>-`. It takes a text only if it is sure of every line, and then says of it what
//! the two parsers would say; of anything else (texts over several lines, escapes that are rare, mistakes) it says nothing,
//! and `syntax` asks them. Tests hold the three together.

mod inline;

use super::values::{Entry, Shape, Values};
use super::{MAX_DEPTH, Place, count};
use inline::Stop;

/// Longest key in bytes that is read here; the parsers have a limit of their own.
const LONGEST_KEY: usize = 256;

/// Where the values of a text stand that was read quickly.
pub(super) struct Starts {
    /// First byte of each value, by ordinal.
    at: Vec<u32>,
    /// First byte of each line.
    lines: Vec<u32>,
    /// Ordinal, first byte and end of the numbers and booleans, ascending.
    spelled: Vec<(u32, u32, u32)>,
}

impl Starts {
    /// The place of a value in `text`.
    pub(super) fn place(&self, ordinal: u32, text: &str) -> Place {
        let at = self.at.get(ordinal as usize).or(self.at.last()).copied().unwrap_or_default();
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or_default();
        let before = text.get(start as usize..at as usize).unwrap_or_default();
        (count(line), count(before.chars().count()).saturating_add(1))
    }

    /// The line of a value.
    pub(super) fn line(&self, ordinal: u32) -> u32 {
        let at = self.at.get(ordinal as usize).or(self.at.last()).copied().unwrap_or_default();
        count(self.lines.partition_point(|start| *start <= at))
    }

    /// Where a number or boolean is written.
    pub(super) fn spelled(&self, ordinal: u32) -> Option<(u32, u32)> {
        let at = self.spelled.binary_search_by_key(&ordinal, |(ordinal, ..)| *ordinal).ok()?;
        self.spelled.get(at).map(|(_, start, end)| (*start, *end))
    }
}

/// The values of a text and where they stand; none where a line of it is not of the sort that is read here. The values'
/// buffer begins with the text.
pub(super) fn read(text: &str) -> Option<(Values, Starts)> {
    if !holds_plain_characters(text.as_bytes()) {
        return None;
    }
    let starts = Starts { at: Vec::new(), lines: Vec::with_capacity(text.len() / 24), spelled: Vec::new() };
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        next: 0,
        line: None,
        entries: Vec::with_capacity(text.len() / 10),
        starts,
        extra: String::new(),
    };
    reader.starts.at.reserve(text.len() / 10);
    reader.advance()?;
    reader.line?;
    reader.block(0)?;
    if reader.line.is_some() {
        return None;
    }
    let mut buffer = String::with_capacity(text.len() + reader.extra.len());
    buffer.push_str(text);
    buffer.push_str(&reader.extra);
    Some((Values::of(reader.entries, buffer), reader.starts))
}

/// Whether a text holds only characters that both parsers take for what they are: no tab, no control character, no line
/// break but LF and CRLF, no byte order mark.
fn holds_plain_characters(bytes: &[u8]) -> bool {
    let odd = |at: usize, byte: u8| match byte {
        b'\n' => false,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        0..0x20 | 0x7F => true,
        0xC2 => bytes.get(at + 1).is_some_and(|next| *next < 0xA0),
        0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBB, 0xBF] | [0xBF, 0xBE | 0xBF])),
        _ => false,
    };
    // Eight bytes at a time as long as they are ASCII letters, digits and signs.
    let (eights, rest) = bytes.as_chunks::<8>();
    let quiet = |eight: &[u8; 8]| eight.iter().all(|byte| (0x20..0x7F).contains(byte));
    let mut at = 0;
    for eight in eights {
        if !quiet(eight) && eight.iter().enumerate().any(|(i, byte)| odd(at + i, *byte)) {
            return false;
        }
        at += 8;
    }
    !rest.iter().enumerate().any(|(i, byte)| odd(at + i, *byte))
}

/// A line that holds something.
#[derive(Clone, Copy)]
struct Line {
    /// Its first byte that is no blank.
    at: usize,
    /// Blanks before that.
    indent: usize,
    /// Its end, without the line break.
    end: usize,
}

/// A text being read. Functions give none where they meet what is not read here.
struct Reader<'t> {
    /// The text.
    text: &'t str,
    /// The same.
    bytes: &'t [u8],
    /// First byte of the line after the current one.
    next: usize,
    /// The current line; none after the last.
    line: Option<Line>,
    /// The values so far.
    entries: Vec<Entry>,
    /// Where they stand.
    starts: Starts,
    /// Texts that are not written as they read, one after another.
    extra: String,
}

impl Reader<'_> {
    /// Goes to the next line that holds something else than a comment.
    fn advance(&mut self) -> Option<()> {
        self.line = None;
        while self.next < self.bytes.len() {
            let start = self.next;
            let rest = self.bytes.get(start..)?;
            let len = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            self.starts.lines.push(count(start));
            self.next = start + len + 1;
            let line = rest.get(..len)?;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let indent = line.iter().take_while(|byte| **byte == b' ').count();
            let first = line.get(indent).copied().unwrap_or(b'#');
            if first == b'#' {
                continue;
            }
            // Marks of documents, and directives.
            if indent == 0 && (line.starts_with(b"---") || line.starts_with(b"...") || first == b'%') {
                return None;
            }
            self.line = Some(Line { at: start + indent, indent, end: start + line.len() });
            break;
        }
        Some(())
    }

    /// The byte at `at`, a line break after the line's end.
    fn byte(&self, at: usize, line: Line) -> u8 {
        if at < line.end { self.bytes.get(at).copied().unwrap_or(b'\n') } else { b'\n' }
    }

    /// The first byte from `at` that is no blank.
    fn skip(&self, mut at: usize, line: Line) -> usize {
        while self.byte(at, line) == b' ' {
            at += 1;
        }
        at
    }

    /// Whether a hyphen stands here that begins an item.
    fn is_dash(&self, at: usize, line: Line) -> bool {
        self.byte(at, line) == b'-' && matches!(self.byte(at + 1, line), b' ' | b'\n')
    }

    /// Whether nothing more stands on the line from `at` on but perhaps a comment.
    fn ends(&self, at: usize, line: Line) -> bool {
        let rest = self.skip(at, line);
        rest >= line.end || self.byte(rest, line) == b'#' && rest > at
    }

    /// Adds a value without inner ones.
    fn leaf(&mut self, shape: Shape, at: usize) {
        let ordinal = count(self.entries.len());
        self.entries.push(Entry { shape, end: ordinal + 1 });
        self.starts.at.push(count(at));
    }

    /// Opens a list or mapping: its ordinal.
    fn open(&mut self, shape: Shape, at: usize, depth: u32) -> Option<usize> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.leaf(shape, at);
        self.entries.len().checked_sub(1)
    }

    /// Closes it: everything added since is in it.
    fn close(&mut self, ordinal: usize) -> Option<()> {
        let end = count(self.entries.len());
        self.entries.get_mut(ordinal)?.end = end;
        Some(())
    }

    /// The list or mapping that begins with the current line.
    fn block(&mut self, depth: u32) -> Option<()> {
        let line = self.line?;
        if self.is_dash(line.at, line) { self.list(line.at, depth) } else { self.mapping(line.at, line.indent, depth) }
    }

    /// A list in a block, that is said to stand at `place`. The current line afterwards is the first that is no item of it.
    fn list(&mut self, place: usize, depth: u32) -> Option<()> {
        let indent = self.line?.indent;
        let list = self.open(Shape::List, place, depth)?;
        while let Some(line) = self.line.filter(|line| line.indent == indent && self.is_dash(line.at, *line)) {
            let at = self.skip(line.at + 1, line);
            if self.ends(at, line) || self.is_dash(at, line) {
                return None;
            }
            if self.is_key(at, line)? {
                self.mapping(at, indent + (at - line.at), depth + 1)?;
            } else {
                self.value(at, line, depth + 1)?;
                self.advance()?;
            }
            if self.line.is_some_and(|next| next.indent > indent) {
                return None;
            }
        }
        self.close(list)
    }

    /// A mapping in a block whose first key stands at `at` of the current line, `indent` columns from its beginning.
    fn mapping(&mut self, mut at: usize, indent: usize, depth: u32) -> Option<()> {
        let mapping = self.open(Shape::Mapping, at, depth)?;
        loop {
            let line = self.line?;
            let key = at;
            let colon = self.key(at, line)?;
            let value = self.skip(colon + 1, line);
            if self.ends(colon + 1, line) {
                self.advance()?;
                match self.line {
                    Some(next) if next.indent > indent => self.block(depth + 1)?,
                    Some(next) if next.indent == indent && self.is_dash(next.at, next) => {
                        // Of a list that is not indented the parser tells the place of its first item.
                        self.list(self.skip(next.at + 1, next), depth + 1)?;
                    }
                    _ => self.leaf(Shape::Null, key),
                }
            } else if self.byte(value, line) == b'>' {
                self.folded(value, line, indent)?;
            } else {
                self.value(value, line, depth + 1)?;
                self.advance()?;
            }
            match self.line {
                Some(next) if next.indent > indent => return None,
                Some(next) if next.indent == indent && !self.is_dash(next.at, next) => at = next.at,
                _ => break,
            }
        }
        self.close(mapping)
    }

    /// Whether the value at `at` is a key.
    fn is_key(&self, at: usize, line: Line) -> Option<bool> {
        match self.byte(at, line) {
            quote @ (b'"' | b'\'') => {
                let end = self.quoted_end(at, quote, line)?;
                Some(self.byte(self.skip(end + 1, line), line) == b':')
            }
            b'[' | b'{' => Some(false),
            _ => self.plain(at, line, false).map(|(_, stop)| stop == Stop::Colon),
        }
    }

    /// A key: where its colon stands.
    fn key(&mut self, at: usize, line: Line) -> Option<usize> {
        let (end, colon) = match self.byte(at, line) {
            quote @ (b'"' | b'\'') => {
                let end = self.quoted(at, quote, line)?;
                (end, self.skip(end, line))
            }
            _ => {
                let (end, stop) = self.plain(at, line, false)?;
                if stop != Stop::Colon {
                    return None;
                }
                self.scalar(at, end)?;
                (end, self.skip(end, line))
            }
        };
        let is_colon = self.byte(colon, line) == b':' && matches!(self.byte(colon + 1, line), b' ' | b'\n');
        (is_colon && end - at <= LONGEST_KEY).then_some(colon)
    }

    /// A value that goes to the end of its line.
    fn value(&mut self, at: usize, line: Line, depth: u32) -> Option<()> {
        let end = match self.byte(at, line) {
            quote @ (b'"' | b'\'') => self.quoted(at, quote, line)?,
            b'[' | b'{' => self.flow(at, line, depth)?,
            _ => {
                let (end, stop) = self.plain(at, line, false)?;
                if stop != Stop::End {
                    return None;
                }
                self.scalar(at, end)?;
                end
            }
        };
        self.ends(end, line).then_some(())
    }
}
