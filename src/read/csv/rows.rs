//! Owns the cutting of a table into rows and cells, with the exact place of each. Follows RFC 4180 and forgives what
//! exports get wrong: backslashes before quotation marks, marks inside a cell that are not doubled, text after a closing
//! mark, marks that are never closed. Every byte of text lands in a cell; what could not be cut with certainty makes its
//! row broken.

use std::ops::Range;

use super::dialect::Dialect;
use crate::read::builder::Piece;

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cell {
    /// Its content in the decoded text, without the marks around it.
    pub(super) range: Range<usize>,
    /// Whether it stood in quotation marks, so that escapes count.
    pub(super) quoted: bool,
}

impl Cell {
    /// The pieces of the content, with each escape in its place.
    pub(super) fn pieces(&self, text: &str, dialect: Dialect, each: &mut dyn FnMut(Piece)) {
        let (mut from, mut scan) = (self.range.start, self.range.start);
        let bytes = text.as_bytes().get(..self.range.end).unwrap_or_default();
        while let Some(at) = bytes.get(scan..).filter(|_| self.quoted).and_then(|rest| mark(rest, dialect)) {
            let at = scan + at;
            let meant = match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'\\') | Some(b'"'), Some(b'"')) => "\"",
                (Some(b'\\'), Some(b'\\')) => "\\",
                _ => {
                    scan = at + 1;
                    continue;
                }
            };
            if at > from {
                each(Piece::Copy(from..at));
            }
            each(Piece::Decoded(meant.into(), at..at + 2));
            (from, scan) = (at + 2, at + 2);
        }
        if from < self.range.end {
            each(Piece::Copy(from..self.range.end));
        }
    }

    /// The cell, cut at its blank lines.
    pub(super) fn paragraphs(&self, text: &str) -> Vec<Self> {
        let content = text.get(self.range.clone()).unwrap_or_default();
        let mut parts = Vec::new();
        let (mut start, mut at, mut blank) = (0, 0, false);
        for line in content.split_inclusive('\n') {
            let empty = line.trim().is_empty();
            if blank && !empty {
                parts.push(Self { range: self.range.start + start..self.range.start + at, quoted: self.quoted });
                start = at;
            }
            // The first line is no gap: a cell may begin with one.
            blank = empty && at > 0;
            at += line.len();
        }
        parts.push(Self { range: self.range.start + start..self.range.end, quoted: self.quoted });
        parts
    }
}

/// The next byte that may begin an escape.
fn mark(bytes: &[u8], dialect: Dialect) -> Option<usize> {
    if dialect.backslash { memchr::memchr2(b'"', b'\\', bytes) } else { memchr::memchr(b'"', bytes) }
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Record {
    /// Its cells; never empty.
    pub(super) cells: Vec<Cell>,
    /// Whether a quotation mark in it is never closed.
    pub(super) broken: bool,
    /// Whether a quotation mark stands where none may.
    pub(super) odd: bool,
}

/// Where the content of a quoted cell ends.
struct Closed {
    /// The end of the content.
    content: usize,
    /// Where the delimiter or line end stands that follows.
    after: usize,
}

/// Cuts a table into rows.
pub(super) struct Rows<'t> {
    /// The table.
    text: &'t str,
    /// Where the next row starts.
    at: usize,
    /// How it is written.
    dialect: Dialect,
    /// Bytes that were looked at in vain for a closing mark. Past a limit, marks are taken as they stand, so that the
    /// time stays linear.
    wasted: usize,
    /// Of the last line looked at: where the looking began, the line's end, and its last mark that could close a cell.
    closer: (usize, usize, Option<usize>),
    /// Whether the row under way is odd.
    odd: bool,
}

impl<'t> Rows<'t> {
    /// The rows from byte `start` on.
    pub(super) fn new(text: &'t str, dialect: Dialect, start: usize) -> Self {
        Self { text, at: start, dialect, wasted: 0, closer: (0, 0, None), odd: false }
    }

    /// Where the next row starts.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// A byte.
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The bytes from a place on.
    fn rest(&self, at: usize) -> &'t [u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    /// The first delimiter or line end at or after `at`, or the end.
    fn cell_end(&self, at: usize) -> usize {
        let found = memchr::memchr3(self.dialect.delimiter, b'\n', b'\r', self.rest(at));
        found.map_or(self.text.len(), |found| at + found)
    }

    /// The end of the line that holds `at`.
    fn line_end(&self, at: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', self.rest(at)).map_or(self.text.len(), |found| at + found)
    }

    /// Past blanks that are no delimiters.
    fn past_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t')) && self.byte(at) != Some(self.dialect.delimiter) {
            at += 1;
        }
        at
    }

    /// Where the delimiter or line end stands that follows `at` with nothing but blanks between.
    fn ends(&self, at: usize) -> Option<usize> {
        let at = self.past_blanks(at);
        match self.byte(at) {
            None | Some(b'\n' | b'\r') => Some(at),
            Some(byte) => (byte == self.dialect.delimiter).then_some(at),
        }
    }

    /// Whether a mark further on in the line of `at` could close a cell.
    fn closes_later(&mut self, at: usize) -> bool {
        let (from, end, last) = self.closer;
        if from <= at && at < end {
            return last.is_some_and(|last| at < last);
        }
        let end = self.line_end(at);
        let line = self.text.as_bytes().get(at..end).unwrap_or_default();
        let last = memchr::memrchr_iter(b'"', line).map(|i| at + i).find(|at| self.ends(at + 1).is_some());
        self.closer = (at, end, last);
        last.is_some_and(|last| at < last)
    }

    /// Where the cell ends whose content starts at `start`, after its opening mark. `Err` says how far was looked in vain.
    fn quoted(&mut self, start: usize) -> Result<Closed, usize> {
        let mut at = start;
        loop {
            let Some(found) = mark(self.rest(at), self.dialect) else { return Err(self.text.len()) };
            at += found;
            if self.byte(at) == Some(b'\\') || self.byte(at + 1) == Some(b'"') {
                at += 2;
                continue;
            }
            if let Some(after) = self.ends(at + 1) {
                return Ok(Closed { content: at, after });
            }
            if at > start && matches!(self.byte(at - 1), Some(b'\n' | b'\r')) {
                // It opens the next row: the cell before was never closed.
                return Err(at);
            }
            self.odd = true;
            if self.closes_later(at) {
                at += 1;
            } else {
                // Text goes on after the closing mark.
                let end = self.cell_end(at + 1);
                return Ok(Closed { content: end, after: end });
            }
        }
    }

    /// The next cell: its content, where it ends, and whether its mark was never closed.
    fn cell(&mut self, start: usize) -> (Cell, usize, bool) {
        let open = self.past_blanks(start);
        let mut broken = false;
        if self.byte(open) == Some(b'"') {
            if self.wasted <= self.text.len().saturating_mul(4) {
                match self.quoted(open + 1) {
                    Ok(closed) => {
                        return (Cell { range: open + 1..closed.content, quoted: true }, closed.after, false);
                    }
                    Err(reached) => self.wasted += reached - open,
                }
            }
            broken = true;
        }
        let end = self.cell_end(start);
        (Cell { range: start..end, quoted: false }, end, broken)
    }
}

impl Iterator for Rows<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut record = Record { cells: Vec::new(), broken: false, odd: false };
        self.odd = false;
        loop {
            let (cell, end, broken) = self.cell(self.at);
            record.cells.push(cell);
            record.broken |= broken;
            record.odd = self.odd;
            self.at = end + 1;
            match self.byte(end) {
                Some(b'\r') if self.byte(end + 1) == Some(b'\n') => self.at = end + 2,
                Some(byte) if byte == self.dialect.delimiter && !matches!(byte, b'\n' | b'\r') => continue,
                _ => {}
            }
            return Some(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Rows};

    /// The cells of each row, as they stand; a broken row begins with `!`.
    fn cut(text: &str, backslash: bool) -> Vec<Vec<&str>> {
        let dialect = Dialect { delimiter: b',', backslash };
        let row = |record: super::Record| {
            let mut cells: Vec<&str> = record.cells.iter().map(|cell| &text[cell.range.clone()]).collect();
            if record.broken {
                cells.insert(0, "!");
            }
            cells
        };
        Rows::new(text, dialect, 0).map(row).collect()
    }

    #[test]
    fn rows_are_cut_as_rfc_4180_says() {
        assert_eq!(
            cut("a,b\r\n\"c,d\",\"e\nf\"\n\"g\"\"h\",\r,\"\"", false),
            [vec!["a", "b"], vec!["c,d", "e\nf"], vec!["g\"\"h", ""], vec!["", ""]]
        );
    }

    #[test]
    fn marks_that_are_not_doubled_stay_in_their_cell() {
        assert_eq!(cut("\"He said \"hi\" to me\",x\n", false), [["He said \"hi\" to me", "x"]]);
        assert_eq!(cut("\"Foo\" Bar,x\ny,5\" disk\n", false), [["Foo\" Bar", "x"], ["y", "5\" disk"]]);
        assert_eq!(cut("\"say \\\"hi\\\", then\nleave\",x\n", true), [["say \\\"hi\\\", then\nleave", "x"]]);
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_row_alone() {
        assert_eq!(
            cut("\"abc,x\n\"good\",y\nz,\"end", false),
            [vec!["!", "\"abc", "x"], vec!["good", "y"], vec!["!", "z", "\"end"]]
        );
    }

    #[test]
    fn marks_without_end_take_linear_time() {
        let text = "\"a,b\n".repeat(50_000) + &"x \"y\" ".repeat(50_000);
        assert!(cut(&text, false).len() >= 50_000);
        let text = ",\"a".repeat(100_000);
        assert_eq!(cut(&text, false).len(), 1);
    }
}
