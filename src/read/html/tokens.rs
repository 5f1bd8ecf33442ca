//! Owns the cutting of HTML into text, tags and comments, each with its exact range. Written here and not taken from
//! html5gum, because that reports places of decoded pieces, which are off in several cases (CRLF, raw text); a property
//! test holds the two against each other. Follows the standard where it matters for text; an unfinished tag at the
//! end is given as text, so that nothing is lost. Every byte is looked at a bounded number of times.

use std::ops::Range;

/// A piece of markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Token {
    /// Text between tags, with references.
    Text(Range<usize>),
    /// Text in which nothing is decoded: the content of a script, a CDATA section.
    Raw(Range<usize>),
    /// A start tag. Its attributes are in [`Tokens::attributes`].
    Start(Tag),
    /// An end tag.
    End(Tag),
    /// What is between the marks of a comment.
    Comment(Range<usize>),
    /// Program code between `<?` and `?>`.
    Code(Range<usize>),
}

/// A tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tag {
    /// From `<` to `>`.
    pub(crate) range: Range<usize>,
    /// Its name, as written.
    pub(crate) name: Range<usize>,
    /// Ends with `/>`.
    pub(crate) closed: bool,
}

/// An attribute, as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Attribute {
    /// Its name.
    pub(crate) name: Range<usize>,
    /// Its value without quotation marks; empty where it has none.
    pub(crate) value: Range<usize>,
}

/// Cuts a stretch of text.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    /// The text up to the end of the stretch.
    text: &'t str,
    /// Where the next token starts.
    at: usize,
    /// The element whose raw content comes next, by its name's place.
    raw: Option<Range<usize>>,
    /// Attributes of the last tag.
    pub(crate) attributes: Vec<Attribute>,
    /// Whether `{…}` is an attribute's value, and `/>` always closes (JSX and its kin, XML).
    pub(crate) strict: bool,
}

/// Bytes behind a quotation mark in which a template that is open there is looked for to end.
const LONGEST_TEMPLATE: usize = 300;

/// The bytes that count as white space in tags.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

impl<'t> Tokens<'t> {
    /// Cuts `range` of `text`.
    pub(crate) fn new(text: &'t str, range: Range<usize>, strict: bool) -> Self {
        let text = text.get(..range.end).unwrap_or(text);
        Self { text, at: range.start, raw: None, attributes: Vec::new(), strict }
    }

    /// Goes on at an offset.
    pub(crate) fn seek(&mut self, at: usize) {
        (self.at, self.raw) = (at, None);
    }

    /// Where the next token starts.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The byte at an offset.
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Where `byte` stands from `at` on; the end where it does not.
    fn find(&self, byte: u8, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        memchr::memchr(byte, rest).map_or(self.text.len(), |found| at + found)
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take() {
            let end = self.raw_end(&name);
            if end > self.at {
                let range = self.at..end;
                self.at = end;
                let decoded = ["title", "textarea"].iter().any(|n| self.slice(&name).eq_ignore_ascii_case(n));
                return Some(if decoded { Token::Text(range) } else { Token::Raw(range) });
            }
        }
        let start = self.at;
        let mut scan = start;
        while scan < self.text.len() {
            let open = self.find(b'<', scan);
            if !self.is_markup(open) {
                scan = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            return self.markup(open);
        }
        self.at = self.text.len();
        (start < self.text.len()).then_some(Token::Text(start..self.text.len()))
    }

    /// Whether `<` at an offset begins markup.
    fn is_markup(&self, open: usize) -> bool {
        match self.byte(open + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => self.byte(open + 2).is_some(),
            Some(byte) => byte.is_ascii_alphabetic(),
            None => false,
        }
    }

    /// Reads the markup at `open`.
    fn markup(&mut self, open: usize) -> Option<Token> {
        match (self.byte(open + 1), self.byte(open + 2)) {
            (Some(b'!'), _) => self.declaration(open),
            (Some(b'?'), _) => self.instruction(open),
            (Some(b'/'), Some(byte)) if byte.is_ascii_alphabetic() => Some(self.tag(open, 2)),
            (Some(b'/'), Some(b'>')) => {
                self.at = open + 3;
                self.next_after_nothing()
            }
            (Some(b'/'), _) => Some(self.bogus(open + 2)),
            _ => Some(self.tag(open, 1)),
        }
    }

    /// Goes on after markup that stands for nothing. A loop over `</>` would recurse, so it is skipped whole.
    fn next_after_nothing(&mut self) -> Option<Token> {
        while self.text.get(self.at..).is_some_and(|rest| rest.starts_with("</>")) {
            self.at += 3;
        }
        Some(Token::Text(self.at..self.at))
    }

    /// A comment that only goes to the next `>`.
    fn bogus(&mut self, start: usize) -> Token {
        let end = self.find(b'>', start);
        self.at = (end + 1).min(self.text.len());
        Token::Comment(start..end)
    }

    /// `<!--`, `<!DOCTYPE`, `<![CDATA[`.
    fn declaration(&mut self, open: usize) -> Option<Token> {
        let rest = self.text.get(open..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return Some(self.comment(open + 4));
        }
        if rest.starts_with("<![CDATA[") {
            let start = open + 9;
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            let end = memchr::memmem::find(rest, b"]]>").map_or(self.text.len(), |found| start + found);
            self.at = (end + 3).min(self.text.len());
            return Some(Token::Raw(start..end));
        }
        if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
            self.at = (self.find(b'>', open) + 1).min(self.text.len());
            return Some(Token::Text(self.at..self.at));
        }
        Some(self.bogus(open + 2))
    }

    /// A comment from behind its opening mark.
    fn comment(&mut self, start: usize) -> Token {
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(len) = [">", "->"].iter().find(|mark| rest.starts_with(**mark)).map(|mark| mark.len()) {
            self.at = start + len;
            return Token::Comment(start..start);
        }
        let mut scan = start;
        while let Some(found) = self.text.as_bytes().get(scan..).and_then(|rest| memchr::memmem::find(rest, b"--")) {
            let end = scan + found;
            let rest = self.text.get(end + 2..).unwrap_or_default();
            if let Some(len) = [">", "!>"].iter().find(|mark| rest.starts_with(**mark)).map(|mark| mark.len()) {
                self.at = end + 2 + len;
                return Token::Comment(start..end);
            }
            scan = end + 1;
        }
        self.at = self.text.len();
        Token::Comment(start..self.text.len())
    }

    /// `<?xml … >` says nothing; `<?php … ?>` is code; anything else is a comment to browsers.
    fn instruction(&mut self, open: usize) -> Option<Token> {
        let rest = self.text.get(open + 2..).unwrap_or_default();
        if rest.starts_with("php") || rest.starts_with('=') {
            let start = open + 2;
            let end = memchr::memmem::find(rest.as_bytes(), b"?>").map_or(self.text.len(), |found| start + found);
            self.at = (end + 2).min(self.text.len());
            return Some(Token::Code(start..end));
        }
        if rest.starts_with("xml ") {
            self.at = (self.find(b'>', open) + 1).min(self.text.len());
            return Some(Token::Text(self.at..self.at));
        }
        Some(self.bogus(open + 2))
    }

    /// A tag whose name stands `skip` bytes behind `open`.
    fn tag(&mut self, open: usize, skip: usize) -> Token {
        let start = open + skip;
        let mut at = start;
        while self.byte(at).is_some_and(|b| !is_space(b) && b != b'/' && b != b'>') {
            at += 1;
        }
        let name = start..at;
        self.attributes.clear();
        let Some((end, closed)) = self.read_attributes(at) else {
            self.attributes.clear();
            self.at = self.text.len();
            return Token::Text(open..self.text.len());
        };
        self.at = end;
        let tag = Tag { range: open..end, name, closed };
        if skip == 2 {
            return Token::End(tag);
        }
        if is_raw(self.slice(&tag.name)) && !(closed && self.strict) {
            self.raw = Some(tag.name.clone());
        }
        Token::Start(tag)
    }

    /// Reads attributes up to the end of the tag: the byte behind `>`, and whether it was `/>`.
    fn read_attributes(&mut self, mut at: usize) -> Option<(usize, bool)> {
        loop {
            let mut slash = false;
            while let Some(byte) = self.byte(at).filter(|b| is_space(*b) || *b == b'/') {
                slash = byte == b'/';
                at += 1;
            }
            if self.byte(at)? == b'>' {
                return Some((at + 1, slash));
            }
            let start = at;
            at += 1;
            while self.byte(at).is_some_and(|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'=')) {
                at += 1;
            }
            let name = start..at;
            let mut after = at;
            while self.byte(after).is_some_and(is_space) {
                after += 1;
            }
            let mut value = at..at;
            if self.byte(after) == Some(b'=') {
                after += 1;
                while self.byte(after).is_some_and(is_space) {
                    after += 1;
                }
                (value, at) = self.read_value(after)?;
            }
            self.attributes.push(Attribute { name, value });
        }
    }

    /// Reads an attribute's value at `at`: its range, and where the tag goes on.
    fn read_value(&self, at: usize) -> Option<(Range<usize>, usize)> {
        if self.strict
            && let Some(end) = self.brace_end(at)
        {
            return Some((at + 1..end - 1, end));
        }
        match self.byte(at)? {
            quote @ (b'"' | b'\'') => {
                let end = self.quote_end(quote, at + 1);
                (end < self.text.len()).then_some((at + 1..end, end + 1))
            }
            b'>' => Some((at..at, at)),
            _ => {
                let mut end = at;
                while self.byte(end).is_some_and(|b| !is_space(b) && b != b'>') {
                    end += 1;
                }
                Some((at..end, end))
            }
        }
    }

    /// Where a quoted value ends. Templates write marks of their own into it (`href="{{ ref "page.md" }}"`), which end it only
    /// where the template is not closed on its line.
    fn quote_end(&self, quote: u8, start: usize) -> usize {
        let mut from = start;
        loop {
            let end = self.find(quote, from);
            let value = self.slice(&(from..end));
            let open = [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("<?", "?>")].iter().find_map(|(open, close)| {
                let inside = value.get(value.rfind(open)?..)?;
                (!inside.contains(close)).then_some(*close)
            });
            let Some(close) = open else { return end };
            let rest = self.text.get(end..).unwrap_or_default();
            let line = rest
                .get(..rest.floor_char_boundary(LONGEST_TEMPLATE))
                .unwrap_or(rest)
                .lines()
                .next()
                .unwrap_or_default();
            let Some(len) = line.find(close) else { return end };
            from = end + len + close.len();
        }
    }

    /// The end of a braced expression, if it is a short one: a missing brace must not cost a scan to the end each time.
    fn brace_end(&self, at: usize) -> Option<usize> {
        if self.byte(at) != Some(b'{') {
            return None;
        }
        let mut depth = 0_usize;
        for (i, byte) in self.text.as_bytes().get(at..)?.iter().take(1024).enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + i + 1),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Where the raw content of the element named at `name` ends: at its end tag, at the end where that is missing.
    fn raw_end(&self, name: &Range<usize>) -> usize {
        let name = self.slice(name);
        let mut scan = self.at;
        loop {
            let open = self.find(b'<', scan);
            if open >= self.text.len() {
                return self.text.len();
            }
            let behind = open + 2 + name.len();
            if self.byte(open + 1) == Some(b'/')
                && self.text.get(open + 2..behind).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && self.byte(behind).is_none_or(|b| is_space(b) || b == b'/' || b == b'>')
            {
                return open;
            }
            scan = open + 1;
        }
    }
}

/// Whether an element's content is text up to its own end tag.
fn is_raw(name: &str) -> bool {
    const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];
    RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

#[cfg(test)]
mod tests;
