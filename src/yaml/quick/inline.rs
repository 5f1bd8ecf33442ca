//! Owns how values are read that are no lists or mappings in blocks: plain ones, in quotes, in brackets, folded lines. Called by
//! `quick`.

use super::super::count;
use super::super::values::{Shape, Values};
use super::{LONGEST_KEY, Line, Reader};

/// How a plain value ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// With the line, a comment, or in brackets with what parts values there.
    End,
    /// With a colon: it is a key.
    Colon,
}

impl Reader<'_> {
    /// A value in brackets: where it ends.
    pub(super) fn flow(&mut self, at: usize, line: Line, depth: u32) -> Option<usize> {
        match self.byte(at, line) {
            b'[' => self.flow_list(at, line, depth),
            b'{' => self.flow_mapping(at, line, depth),
            quote @ (b'"' | b'\'') => self.quoted(at, quote, line),
            _ => {
                let (end, stop) = self.plain(at, line, true)?;
                if stop != Stop::End {
                    return None;
                }
                self.scalar(at, end)?;
                Some(end)
            }
        }
    }

    /// A list in brackets: where it ends.
    fn flow_list(&mut self, start: usize, line: Line, depth: u32) -> Option<usize> {
        let list = self.open(Shape::List, start, depth)?;
        let mut at = self.skip(start + 1, line);
        if self.byte(at, line) != b']' {
            loop {
                at = self.flow(at, line, depth + 1)?;
                at = self.skip(at, line);
                match self.byte(at, line) {
                    b',' => at = self.skip(at + 1, line),
                    b']' => break,
                    _ => return None,
                }
            }
        }
        self.close(list)?;
        Some(at + 1)
    }

    /// A mapping in braces: where it ends.
    fn flow_mapping(&mut self, start: usize, line: Line, depth: u32) -> Option<usize> {
        let mapping = self.open(Shape::Mapping, start, depth)?;
        let mut at = self.skip(start + 1, line);
        if self.byte(at, line) != b'}' {
            loop {
                let end = match self.byte(at, line) {
                    quote @ (b'"' | b'\'') => self.quoted(at, quote, line)?,
                    _ => {
                        let (end, stop) = self.plain(at, line, true)?;
                        if stop != Stop::Colon {
                            return None;
                        }
                        self.scalar(at, end)?;
                        end
                    }
                };
                let colon = self.skip(end, line);
                if self.byte(colon, line) != b':' || self.byte(colon + 1, line) != b' ' || end - at > LONGEST_KEY {
                    return None;
                }
                at = self.flow(self.skip(colon + 1, line), line, depth + 1)?;
                at = self.skip(at, line);
                match self.byte(at, line) {
                    b',' => at = self.skip(at + 1, line),
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        self.close(mapping)?;
        Some(at + 1)
    }

    /// The end of the plain value at `at`, without blanks after it, and how it ends. None where it cannot begin so.
    pub(super) fn plain(&self, at: usize, line: Line, flow: bool) -> Option<(usize, Stop)> {
        let first = self.byte(at, line);
        let begins = first.is_ascii_alphanumeric()
            || first >= 0x80
            || matches!(first, b'$' | b'(' | b')' | b'+' | b'.' | b'/' | b';' | b'=' | b'^' | b'_' | b'~' | b'\\')
            || first == b'-' && self.byte(at + 1, line).is_ascii_digit()
            || first == b'<' && self.byte(at + 1, line).is_ascii_alphabetic();
        if !begins {
            return None;
        }
        let mut end = at + 1;
        let mut here = at;
        while here < line.end {
            match self.byte(here, line) {
                b' ' => {
                    here += 1;
                    continue;
                }
                b':' if matches!(self.byte(here + 1, line), b' ' | b'\n') => return Some((end, Stop::Colon)),
                b':' if flow && matches!(self.byte(here + 1, line), b',' | b'[' | b']' | b'{' | b'}' | b'?') => {
                    return None;
                }
                b'#' if here > end => return if flow { None } else { Some((end, Stop::End)) },
                b',' | b']' | b'}' if flow => return Some((end, Stop::End)),
                b'[' | b'{' if flow => return None,
                _ => {}
            }
            here += 1;
            end = here;
        }
        // In brackets it would go on in the next line.
        if flow { None } else { Some((end, Stop::End)) }
    }

    /// Adds a plain value.
    pub(super) fn scalar(&mut self, start: usize, end: usize) -> Option<()> {
        let written = self.text.get(start..end)?;
        let shape = match shape(written)? {
            Shape::Text(..) => Shape::Text(count(start), count(end)),
            other => other,
        };
        if matches!(shape, Shape::Bool(_) | Shape::Integer(_) | Shape::Number) {
            self.starts.spelled.push((count(self.entries.len()), count(start), count(end)));
        }
        self.leaf(shape, start);
        Some(())
    }

    /// The closing quotation mark of a value in quotes that begins at `at`. None where it is not on the line.
    pub(super) fn quoted_end(&self, at: usize, quote: u8, line: Line) -> Option<usize> {
        let mut here = at + 1;
        while here < line.end {
            match self.byte(here, line) {
                b'\\' if quote == b'"' => here += 1,
                byte if byte == quote => {
                    if quote == b'"' || self.byte(here + 1, line) != quote {
                        return Some(here);
                    }
                    here += 1;
                }
                _ => {}
            }
            here += 1;
        }
        None
    }

    /// Adds a value in quotes: where it ends, the mark included.
    pub(super) fn quoted(&mut self, at: usize, quote: u8, line: Line) -> Option<usize> {
        let end = self.quoted_end(at, quote, line)?;
        let written = self.text.get(at + 1..end)?;
        let escapes = if quote == b'"' { written.contains('\\') } else { written.contains('\'') };
        let (from, to) = if escapes {
            let from = self.text.len() + self.extra.len();
            unescaped(written, quote, &mut self.extra)?;
            (from, self.text.len() + self.extra.len())
        } else {
            (at + 1, end)
        };
        self.leaf(Shape::Text(count(from), count(to)), at);
        Some(end + 1)
    }
}

impl Reader<'_> {
    /// Adds the text of the lines after `>-`, which stands at `at` and is the value of a key in a mapping with this indent, and
    /// goes to the line after them. None where a line is empty, or indented otherwise than the first.
    pub(super) fn folded(&mut self, at: usize, line: Line, indent: usize) -> Option<()> {
        if self.text.get(at..line.end)? != ">-" {
            return None;
        }
        let from = self.text.len() + self.extra.len();
        let mut own = None;
        while let Some(rest) = self.text.get(self.next..).filter(|rest| !rest.is_empty()) {
            let written = rest.split('\n').next().unwrap_or_default();
            let text = written.trim_start_matches(' ');
            let blanks = written.len() - text.len();
            if text.is_empty() {
                // Empty lines count unless they are the last.
                let after = rest.trim_start_matches(['\n', ' ']);
                let line = rest.get(..rest.len() - after.len())?.rsplit('\n').next()?;
                if line.len() > indent && !after.is_empty() {
                    return None;
                }
                break;
            }
            if blanks <= indent {
                break;
            }
            if text.ends_with([' ', '\r']) {
                return None;
            }
            if own.get_or_insert((blanks, self.next + blanks)).0 != blanks {
                return None;
            }
            if self.text.len() + self.extra.len() > from {
                self.extra.push(' ');
            }
            self.extra.push_str(text);
            self.starts.lines.push(count(self.next));
            self.next += written.len() + 1;
        }
        // The parser says that it stands where its first line begins.
        let (_, first) = own?;
        self.leaf(Shape::Text(count(from), count(self.text.len() + self.extra.len())), first);
        self.advance()
    }
}

/// Appends what stands between quotation marks with its escapes undone. None for the rarer escapes.
fn unescaped(written: &str, quote: u8, out: &mut String) -> Option<()> {
    if quote == b'\'' {
        // Within single quotes a quotation mark stands twice, and nothing else is special.
        for part in written.split("''").enumerate() {
            if part.0 > 0 {
                out.push('\'');
            }
            out.push_str(part.1);
        }
        return Some(());
    }
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next()? } else { c }) {
            ('\\', 'n') => out.push('\n'),
            ('\\', 't') => out.push('\t'),
            ('\\', sign @ ('\\' | '"' | '/')) => out.push(sign),
            ('\\', _) => return None,
            (plain, _) => out.push(plain),
        }
    }
    Some(())
}

/// What a plain value is; of text its sort alone.
fn shape(written: &str) -> Option<Shape> {
    let text = Shape::Text(0, 0);
    match written.as_bytes() {
        [b'1'..=b'9', rest @ ..] if rest.len() < 18 && rest.iter().all(u8::is_ascii_digit) => {
            written.parse().ok().map(Shape::Integer)
        }
        // Numbers are written in many ways: the parser knows them.
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => {
            let refused = written.starts_with("...") || written.starts_with("---");
            Values::make(written).ok().filter(|_| !refused).map(|values| values.entry(0).shape)
        }
        b"~" | b"null" | b"Null" | b"NULL" => Some(Shape::Null),
        b"true" | b"True" | b"TRUE" => Some(Shape::Bool(true)),
        b"false" | b"False" | b"FALSE" => Some(Shape::Bool(false)),
        _ => Some(text),
    }
}
