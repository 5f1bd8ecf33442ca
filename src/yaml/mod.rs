//! Layer 0: YAML files of ours: registers, rule packs, configuration.
//!
//! Owns how they become values and how a mistake in them gets its place. Names the YAML crates alone: serde_yaml makes
//! the values (`values`), one pass of saphyr events finds places (`places`), run only when somebody asks for one. Nearly
//! all files are simple enough to be read without the two, many times as fast (`quick`).
//! Knows no keys: `register`, `rules` and `config` bring theirs. No message made here holds a word of the file, since
//! the file may be a register and messages end in logs. Front matter of drafts is hostile and is not read here.

mod node;
mod pieces;
mod places;
mod quick;
mod syntax;
mod values;

use std::fmt;
use std::sync::OnceLock;

pub use node::{Fields, Node};
pub use pieces::{Piece, Pieces};
use places::Places;
use quick::Starts;
use values::Values;

/// Deepest nesting of lists and mappings that is read.
pub const MAX_DEPTH: u32 = 64;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 << 20;

/// A mistake in a YAML file of ours, with its place. The text is our own words; never a value of the file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file's name, as the user gave it.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for Problem {}

/// Mistakes found while a [`Doc`] is read, by node; [`Doc::resolve`] gives them their places.
#[derive(Debug, Default)]
pub struct Problems {
    /// Ordinal of the node, message, help.
    found: Vec<(u32, String, Option<String>)>,
}

impl Problems {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Adds what else was found in the same document.
    pub fn append(&mut self, others: Self) {
        self.found.extend(others.found);
    }

    /// Notes a mistake at the node with this ordinal.
    fn push(&mut self, ordinal: u32, message: String, help: Option<String>) {
        self.found.push((ordinal, message, help));
    }
}

/// A place in a file: 1-based line, 1-based column in characters.
pub(crate) type Place = (u32, u32);

/// A YAML document, parsed.
pub struct Doc {
    /// The file's name, as the user gave it.
    file: String,
    /// The values, in the order of the text.
    values: Values,
    /// Where they stand.
    places: Where,
}

/// Where the values of a document stand.
enum Where {
    /// In a text that was read quickly and is the beginning of the values' buffer. The first line of it has this number
    /// less one.
    Known(Starts, u32),
    /// Found when first asked for in the text, without its byte order mark.
    Sought(String, OnceLock<Places>),
}

/// Prints no value: the document may be a register.
impl fmt::Debug for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doc").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Doc {
    /// Parses the bytes of a file: UTF-8, with or without byte order mark.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let problem = |(line, column), message: &str, help: &str| Problem {
            file: file.to_owned(),
            line,
            column,
            message: message.to_owned(),
            help: Some(help.to_owned()),
        };
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(problem((1, 1), "the file is UTF-16", "save it as UTF-8"));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(file, text),
            Err(error) => {
                let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let line = before.split('\n').count();
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let place = (count(line), count(column));
                Err(problem(place, "a byte here is not UTF-8", "save the file as UTF-8"))
            }
        }
    }

    /// Parses a text. One mistake of syntax ends it; mistakes of meaning are found later, all of them.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.len() <= MAX_BYTES
            && let Some((values, starts)) = quick::read(text)
        {
            return Ok(Self { file: file.to_owned(), values, places: Where::Known(starts, 0) });
        }
        Self::parse_slowly(file, text)
    }

    /// The same with the parsers, which read everything.
    fn parse_slowly(file: &str, text: &str) -> Result<Self, Problem> {
        let values = syntax::parse(text).map_err(|fault| Problem {
            file: file.to_owned(),
            line: fault.place.0,
            column: fault.place.1,
            message: fault.message.to_owned(),
            help: fault.help.map(str::to_owned),
        })?;
        Ok(Self { file: file.to_owned(), values, places: Where::Sought(text.to_owned(), OnceLock::new()) })
    }

    /// The file's name, as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole document; null where it is empty.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// The problems with their places, in the order of the file.
    pub fn resolve(&self, problems: Problems) -> Vec<Problem> {
        let mut found: Vec<Problem> = problems
            .found
            .into_iter()
            .map(|(ordinal, message, help)| {
                let (line, column) = self.place(ordinal);
                Problem { file: self.file.clone(), line, column, message, help }
            })
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Where a value stands.
    fn place(&self, ordinal: u32) -> Place {
        match &self.places {
            Where::Known(starts, before) => {
                let (line, column) = starts.place(ordinal, self.values.buffer());
                (line.saturating_add(*before), column)
            }
            Where::Sought(text, places) => self.found(text, places).at(ordinal),
        }
    }

    /// The line of a value.
    fn line(&self, ordinal: u32) -> u32 {
        match &self.places {
            Where::Known(starts, before) => starts.line(ordinal).saturating_add(*before),
            Where::Sought(text, places) => self.found(text, places).at(ordinal).0,
        }
    }

    /// A number or boolean as it is written.
    fn spelled(&self, ordinal: u32) -> Option<&str> {
        match &self.places {
            Where::Known(starts, _) => starts.spelled(ordinal).map(|(start, end)| self.values.text(start, end)),
            Where::Sought(text, places) => self.found(text, places).spelled(ordinal),
        }
    }

    /// Where the values stand: one pass over the text, when first asked for.
    fn found<'a>(&'a self, text: &str, places: &'a OnceLock<Places>) -> &'a Places {
        places.get_or_init(|| Places::find(text, self.values.respelled()))
    }
}

/// A count as the type of lines and columns.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
