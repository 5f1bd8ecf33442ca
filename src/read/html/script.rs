//! Reads programs that hold the words of a site: JavaScript and TypeScript, with the markup of JSX. Text between tags is text,
//! and so are strings that are sentences; the rest is code, where only names are looked for. Nothing is parsed: a scan tells
//! strings, comments, tags and braces apart, and what it takes for code is still read as code.

use std::ops::Range;
use std::sync::Arc;

use super::flow::{Flavour, Flow};
use super::tokens::{Token, Tokens};
use super::{Reader, Unchecked, decode, json, too_deep};
use super::{elements, entities, spaces};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;
use crate::read::builder::DraftBuilder;
use crate::read::{MAX_DEPTH, ending_of, plain};

/// Bytes of a line from which on a script is taken for one that a program made, in which no sentence is looked for.
const LONGEST_LINE: usize = 5000;
/// Bytes of an expression in braces that may be shown in the middle of a sentence.
const LONGEST_SHOWN: usize = 60;
/// Bytes that a list of a type's parameters is looked for in.
const LONGEST_PARAMETERS: usize = 200;

/// How queries of databases begin.
const QUERIES: [&str; 6] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER "];

/// The reader of scripts.
pub(crate) struct Script;

impl Reader for Script {
    fn name(&self) -> &'static str {
        "script"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsx", "tsx", "js", "mjs", "cjs", "ts", "mts", "cts"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Page);
        let ending = ending_of(&source.path);
        let mut flow = Flow::new(Flavour::Component);
        let markup = ending.ends_with('x') || ending.ends_with("js") && imports(&decoded.text);
        let made = source.bytes.split(|byte| *byte == b'\n').any(|line| line.len() > LONGEST_LINE);
        if made && !ending.ends_with('x') {
            builder.ambient = Role::Code;
            plain::paragraphs(&mut builder, 0..decoded.text.len());
        } else {
            read(&mut flow, &mut builder, 0..decoded.text.len(), markup);
        }
        each(builder.finish());
        if flow.too_deep { Err(too_deep()) } else { Ok(()) }
    }
}

/// Whether a script takes modules in: others have no markup, but comparisons that look like it.
fn imports(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("import ") || line.contains(" require(") || line.contains("=require("))
}

/// What the scan stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// An element: text.
    Element,
    /// Braces: code.
    Braces,
}

/// A scan.
struct Scan<'t> {
    /// The text up to the end of the stretch.
    text: &'t str,
    /// Where it is.
    at: usize,
    /// Where the code or text under way began.
    from: usize,
    /// What it stands in, the innermost last; nothing is code.
    places: Vec<Place>,
    /// Whether there are tags.
    markup: bool,
    /// The next string begins a group: the code before it closed something.
    closed: bool,
}

/// Reads a stretch of a script, with or without tags.
pub(super) fn read(flow: &mut Flow, builder: &mut DraftBuilder<'_>, range: Range<usize>, markup: bool) {
    let text = builder.input().get(..range.end).unwrap_or_default();
    let mut scan = Scan { text, at: range.start, from: range.start, places: Vec::new(), markup, closed: true };
    let mut tokens = Tokens::new(text, range, true);
    while let Some(byte) = text.as_bytes().get(scan.at).copied() {
        if scan.places.last() == Some(&Place::Element) {
            scan.in_element(flow, builder, &mut tokens, byte);
        } else {
            scan.in_code(flow, builder, &mut tokens, byte);
        }
    }
    scan.flush(flow, builder);
}

/// Sets down text in which a script fills in values, `${file.size / 1024}`: these are code beside it.
pub(super) fn filled(builder: &mut DraftBuilder<'_>, range: Range<usize>) {
    let text = builder.input().get(..range.end).unwrap_or_default();
    let mut at = range.start;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("${")).map(|found| at + found) {
        let end = text.get(open..).and_then(|rest| rest.find('}')).map_or(range.end, |len| open + len + 1);
        spaces::collapsed(builder, at..open, entities::Place::Text);
        builder.side(Role::Code, None, open..end);
        at = end;
    }
    spaces::collapsed(builder, at..range.end, entities::Place::Text);
}

impl<'t> Scan<'t> {
    /// The text from here on.
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Sets down what is under way.
    fn flush(&mut self, flow: &mut Flow, builder: &mut DraftBuilder<'_>) {
        let range = self.from..self.at.min(self.text.len());
        self.from = range.end;
        let piece = self.text.get(range.clone()).unwrap_or_default();
        if piece.trim().is_empty() && self.places.last() != Some(&Place::Element) {
            return;
        }
        if self.places.last() == Some(&Place::Element) {
            flow.text(builder, range);
        } else {
            self.closed |= piece.contains(['}', ';']);
            flow.alone(builder, Role::Code, None, |b| b.copy(range));
        }
    }

    /// One step inside an element.
    fn in_element(&mut self, flow: &mut Flow, builder: &mut DraftBuilder<'_>, tokens: &mut Tokens<'t>, byte: u8) {
        match byte {
            b'<' => {
                self.flush(flow, builder);
                self.tag(flow, builder, tokens);
            }
            b'{' => match self.shown() {
                Some(Shown::Name(len)) => self.at += len,
                Some(Shown::String(range, len)) => {
                    self.flush(flow, builder);
                    flow.prepare(builder);
                    json::pieces(self.text, range).into_iter().for_each(|piece| builder.push(piece));
                    self.at += len;
                    self.from = self.at;
                }
                None => {
                    self.flush(flow, builder);
                    self.push(flow, Place::Braces);
                    self.at += 1;
                    self.from = self.at;
                }
            },
            _ => {
                let next = memchr::memchr2(b'<', b'{', self.rest().as_bytes()).unwrap_or(self.rest().len());
                self.at += next.max(1);
            }
        }
    }

    /// An expression in braces that the page shows as it is: a name, or a string.
    fn shown(&self) -> Option<Shown> {
        let rest = self.rest();
        let body = rest.get(1..)?;
        let inner = body.trim_start();
        let start = self.at + 1 + (body.len() - inner.len());
        if let Some(quote) = inner.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'' | b'`')) {
            let end = string_end(self.text, start, quote)?;
            let after = self.text.get(end + 1..)?;
            let close = after.len() - after.trim_start().len();
            return after
                .get(close..)?
                .starts_with('}')
                .then(|| Shown::String(start + 1..end, end + 1 + close + 1 - self.at));
        }
        let close = body.as_bytes().iter().take(LONGEST_SHOWN).position(|byte| *byte == b'}')?;
        let name = body.get(..close)?.trim();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '?' | '!');
        (!name.is_empty() && name.chars().all(plain)).then_some(Shown::Name(close + 2))
    }

    /// One step in code.
    fn in_code(&mut self, flow: &mut Flow, builder: &mut DraftBuilder<'_>, tokens: &mut Tokens<'t>, byte: u8) {
        match byte {
            b'"' | b'\'' | b'`' => self.string(flow, builder, byte),
            b'/' => self.slash(),
            b'{' => {
                if self.places.len() < MAX_DEPTH * 4 {
                    self.places.push(Place::Braces);
                }
                self.at += 1;
            }
            b'}' => {
                if self.places.last() == Some(&Place::Braces) {
                    let inner = matches!(self.places.as_slice(), [.., Place::Element, Place::Braces]);
                    if inner {
                        self.flush(flow, builder);
                    }
                    self.places.pop();
                    self.at += 1;
                    self.from = if inner { self.at } else { self.from };
                } else {
                    self.at += 1;
                }
            }
            b'<' if self.markup && self.is_tag() => {
                self.flush(flow, builder);
                self.tag(flow, builder, tokens);
            }
            _ => {
                let marks = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'/' | b'{' | b'}' | b'<');
                let rest = self.rest().as_bytes().get(1..).unwrap_or_default();
                self.at += 1 + rest.iter().position(marks).unwrap_or(rest.len());
            }
        }
    }

    /// Goes past a comment, or a slash.
    fn slash(&mut self) {
        let rest = self.rest();
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            1
        };
        self.at += len;
    }

    /// A string: text where it is a sentence, markup where it has end tags, else part of the code.
    fn string(&mut self, flow: &mut Flow, builder: &mut DraftBuilder<'_>, quote: u8) {
        let Some(end) = string_end(self.text, self.at, quote) else {
            self.at += 1;
            return;
        };
        let range = self.at + 1..end;
        let inner = self.text.get(range.clone()).unwrap_or_default();
        let markup = inner.contains("</");
        if !markup && !is_sentence(inner) {
            self.at = end + 1;
            return;
        }
        self.flush(flow, builder);
        if std::mem::take(&mut self.closed) {
            builder.end();
            builder.new_group();
        }
        if markup {
            flow.read(builder, range);
            builder.end();
        } else {
            flow.alone(builder, Role::Data, None, |b| {
                json::pieces(self.text, range).into_iter().for_each(|piece| b.push(piece));
            });
        }
        self.at = end + 1;
        self.from = self.at;
    }

    /// Whether `<` in code begins a tag: not behind what could be compared or have a type's parameters.
    fn is_tag(&self) -> bool {
        let next = self.rest().as_bytes().get(1).copied().unwrap_or_default();
        if !(next.is_ascii_alphabetic() || matches!(next, b'>' | b'/')) {
            return false;
        }
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        let rest = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        let word = before.get(rest.len()..).unwrap_or_default();
        if before.ends_with([')', ']', '.', '"', '\'']) {
            return false;
        }
        if !word.is_empty() {
            return matches!(word, "return" | "default" | "yield" | "case" | "else") && before.len() < self.at;
        }
        // `<T,>(x: T) => x` and `<T extends U>` declare a type.
        let rest = self.rest();
        let near = rest.get(..rest.floor_char_boundary(LONGEST_PARAMETERS)).unwrap_or_default();
        let tag = near.split('>').next().unwrap_or_default();
        !(tag.contains(',') && !tag.contains(['=', ' ']) || tag.contains(" extends "))
    }

    /// Reads the tag at hand.
    fn tag(&mut self, flow: &mut Flow, builder: &mut DraftBuilder<'_>, tokens: &mut Tokens<'t>) {
        for (fragment, opens) in [("<>", true), ("</>", false)] {
            if self.rest().starts_with(fragment) {
                if opens {
                    self.push(flow, Place::Element)
                } else {
                    self.leave()
                }
                self.at += fragment.len();
                self.from = self.at;
                return;
            }
        }
        tokens.seek(self.at);
        let token = tokens.next();
        match &token {
            Some(Token::Start(tag)) => {
                flow.start(builder, tokens, tag);
                let name = tokens.slice(&tag.name).to_ascii_lowercase();
                if !tag.closed && !elements::sort(&name).is_void() {
                    self.push(flow, Place::Element);
                }
            }
            Some(Token::End(tag)) => {
                flow.end(builder, tokens, tag);
                self.leave();
            }
            Some(Token::Comment(range)) => flow.alone(builder, Role::Comment, None, |b| b.copy(range.clone())),
            _ => {
                // A tag that never ends: what is left is one stretch.
                (self.from, self.at) = (self.at, self.text.len());
                return;
            }
        }
        self.at = tokens.at().max(self.at + 1);
        self.from = self.at;
    }

    /// Goes into an element or braces.
    fn push(&mut self, flow: &mut Flow, place: Place) {
        if self.places.len() < MAX_DEPTH * 4 {
            self.places.push(place);
        } else {
            flow.too_deep = true;
        }
    }

    /// Leaves the innermost element, with the braces in it that nothing closed.
    fn leave(&mut self) {
        if let Some(index) = self.places.iter().rposition(|place| *place == Place::Element) {
            self.places.truncate(index);
        }
    }
}

/// What stands in braces and is shown: its bytes with the braces, and for a string the range of its content.
enum Shown {
    /// A name.
    Name(usize),
    /// A string.
    String(Range<usize>, usize),
}

/// Where the string that opens at `start` closes; `None` where it never does. Only a template's string goes over lines.
fn string_end(text: &str, start: usize, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..)?;
        at += memchr::memchr3(quote, b'\\', if quote == b'`' { b'`' } else { b'\n' }, rest)?;
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'\n' => return None,
            _ => return Some(at),
        }
    }
}

/// Whether a string is written for people: three words or more, nearly all of letters, with a capital at the start or a mark of a
/// sentence. Names of classes, paths and queries are not.
fn is_sentence(text: &str) -> bool {
    let mut words = 0_usize;
    let mut plain = 0_usize;
    for word in text.split_whitespace() {
        words += 1;
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let inside = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '.' | ',');
        plain += usize::from(
            !core.is_empty() && (core.chars().all(inside) || core.starts_with(|c: char| c.is_ascii_digit())),
        );
    }
    let capital = text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let ended =
        [". ", "? ", "! ", ", "].iter().any(|mark| text.contains(mark)) || text.trim_end().ends_with(['.', '?', '!']);
    let query = QUERIES.iter().any(|word| text.trim_start().starts_with(word));
    words >= 3 && !query && plain * 10 >= words * 7 && (capital || ended)
}
