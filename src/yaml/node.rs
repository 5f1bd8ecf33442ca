//! Owns how a document is read: nodes that know their place and say what is wrong with them in our own words.

use super::values::{Entry, Shape};
use super::{Doc, Problems};
use std::collections::HashSet;

/// A value of a document.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    /// The document.
    doc: &'a Doc,
    /// Its number in the order of the text.
    ordinal: u32,
}

/// Prints no value.
impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({})", self.ordinal)
    }
}

impl<'a> Node<'a> {
    /// The value with this ordinal.
    pub(super) const fn new(doc: &'a Doc, ordinal: u32) -> Self {
        Self { doc, ordinal }
    }

    /// What it is and where it ends.
    fn entry(self) -> Entry {
        self.doc.values.entry(self.ordinal)
    }

    /// The values directly in it, in order: items of a list, keys and values of a mapping in turn.
    fn inner(self) -> impl Iterator<Item = Self> {
        let end = self.entry().end;
        let mut next = self.ordinal + 1;
        std::iter::from_fn(move || {
            let node = (next < end).then(|| Self::new(self.doc, next))?;
            next = node.entry().end.max(next + 1);
            Some(node)
        })
    }

    /// Whether it is a mapping.
    pub fn is_mapping(self) -> bool {
        self.entry().shape == Shape::Mapping
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.entry().shape == Shape::List
    }

    /// Whether nothing is there.
    pub fn is_null(self) -> bool {
        self.entry().shape == Shape::Null
    }

    /// How many items a list or entries a mapping has; 0 for anything else.
    pub fn len(self) -> usize {
        let inner = self.inner().count();
        if self.is_mapping() { inner / 2 } else { inner }
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// 1-based line. The first call on a document passes over its text.
    pub fn line(self) -> u32 {
        self.doc.line(self.ordinal)
    }

    /// The 1-based lines of what is directly in it: of the items of a list, of the keys of a mapping.
    pub fn entry_lines(self) -> impl Iterator<Item = u32> {
        let step = if self.is_mapping() { 2 } else { 1 };
        let deep = self.is_mapping() || self.is_list();
        self.inner().step_by(step).filter(move |_| deep).map(Self::line)
    }

    /// 1-based line, and 1-based column in characters: where the value begins, at its quotation mark if it has one.
    pub fn place(self) -> (u32, u32) {
        self.doc.place(self.ordinal)
    }

    /// Notes a mistake here. The message must not hold a word of the file.
    pub fn problem(self, problems: &mut Problems, message: impl Into<String>, help: Option<String>) {
        problems.push(self.ordinal, message.into(), help);
    }

    /// The fields of a mapping with the keys `known`. Says so where it is no mapping, where a key is unknown, and where
    /// one stands twice.
    pub fn fields(self, known: &[&str], problems: &mut Problems) -> Option<Fields<'a>> {
        let fields = self.open_fields(problems)?;
        for pair in fields.pairs.iter().filter(|pair| !known.contains(&pair.written)) {
            pair.key.problem(problems, "unknown key", Some(nearest(pair.written, known)));
        }
        Some(fields)
    }

    /// The fields of a mapping whose keys are free. Says so where it is no mapping and where a key stands twice.
    pub fn open_fields(self, problems: &mut Problems) -> Option<Fields<'a>> {
        if !self.is_mapping() {
            self.unfit("a mapping (`key: value`)", problems);
            return None;
        }
        let mut inner = self.inner();
        let pair = |key: Self, value| Pair { written: key.scalar().unwrap_or_default(), key, value };
        let pairs: Vec<_> = std::iter::from_fn(|| Some(pair(inner.next()?, inner.next()?))).collect();
        for key in doubled(&pairs) {
            key.problem(problems, "this key stands twice in its mapping", Some("keep one of them".to_owned()));
        }
        Some(Fields { node: self, pairs })
    }

    /// The items of a list. Says so where it is none.
    pub fn list(self, problems: &mut Problems) -> Vec<Self> {
        if self.is_list() {
            return self.inner().collect();
        }
        self.unfit("a list (`[a, b]`, or a line `- a` for each)", problems);
        Vec::new()
    }

    /// Any scalar as it is written: `no`, `1.50`, `00012` and `2024-03-03` keep their spelling. Says so where nothing or
    /// something else stands.
    pub fn text(self, problems: &mut Problems) -> Option<String> {
        match self.scalar() {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            _ => {
                self.unfit("text", problems);
                None
            }
        }
    }

    /// `true` or `false`. Says so where something else stands.
    pub fn bool(self, problems: &mut Problems) -> Option<bool> {
        match self.entry().shape {
            Shape::Bool(value) => Some(value),
            _ => {
                self.unfit("`true` or `false`", problems);
                None
            }
        }
    }

    /// A whole number. Says so where something else stands.
    pub fn integer(self, problems: &mut Problems) -> Option<i64> {
        match self.entry().shape {
            Shape::Integer(value) => Some(value),
            _ => {
                self.unfit("a whole number", problems);
                None
            }
        }
    }

    /// One of a few words, with what it means. Says which there are where another stands; the nearest, if one is near.
    pub fn word<T: Copy>(self, known: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let written = self.text(problems)?;
        let found = known.iter().find(|(word, _)| *word == written).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
            self.problem(problems, format!("this must be one of: {}", words.join(", ")), near(&written, &words));
        }
        found
    }

    /// A scalar as it is written; null and the empty text are none or empty.
    fn scalar(self) -> Option<&'a str> {
        match self.entry().shape {
            Shape::Text(start, end) => Some(self.doc.values.text(start, end)),
            Shape::Bool(_) | Shape::Integer(_) | Shape::Number => self.doc.spelled(self.ordinal),
            Shape::Null | Shape::List | Shape::Mapping => None,
        }
    }

    /// Notes that something else was wanted here.
    fn unfit(self, wanted: &str, problems: &mut Problems) {
        let found = match self.entry().shape {
            Shape::Null => "there is nothing",
            Shape::Bool(_) => "it is `true` or `false`",
            Shape::Integer(_) | Shape::Number => "it is a number",
            Shape::Text(start, end) if self.doc.values.text(start, end).trim().is_empty() => "it is empty",
            Shape::Text(..) => "it is text",
            Shape::List => "it is a list",
            Shape::Mapping => "it is a mapping",
        };
        let help = (self.is_null() && wanted == "text")
            .then(|| "write the value, in quotes if it is the word null, or remove the key".to_owned());
        self.problem(problems, format!("this must be {wanted}; {found}"), help);
    }
}

/// The fields of a mapping.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    /// The mapping.
    node: Node<'a>,
    /// Keys and values in the order of the file.
    pairs: Vec<Pair<'a>>,
}

/// A key and its value.
#[derive(Clone, Copy)]
struct Pair<'a> {
    /// The key as text.
    written: &'a str,
    /// The key.
    key: Node<'a>,
    /// The value.
    value: Node<'a>,
}

/// Prints no value.
impl std::fmt::Debug for Pair<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pair({:?}, {:?})", self.key, self.value)
    }
}

impl<'a> Fields<'a> {
    /// The mapping itself.
    pub fn node(&self) -> Node<'a> {
        self.node
    }

    /// The value of a key, where it stands.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        self.pair(key).map(|pair| pair.value)
    }

    /// The key itself, to complain of it.
    pub fn key_node(&self, key: &str) -> Option<Node<'a>> {
        self.pair(key).map(|pair| pair.key)
    }

    /// The value of a key that must stand. Says so where it doesn't.
    pub fn required(&self, key: &str, problems: &mut Problems) -> Option<Node<'a>> {
        let found = self.get(key);
        if found.is_none() {
            self.node.problem(problems, format!("`{key}:` is missing"), None);
        }
        found
    }

    /// Keys as text, key nodes and values in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Node<'a>, Node<'a>)> {
        self.pairs.iter().map(|pair| (pair.written, pair.key, pair.value))
    }

    /// Key and value.
    fn pair(&self, key: &str) -> Option<Pair<'a>> {
        // A key that is null or nothing is none.
        self.pairs.iter().copied().find(|pair| pair.written == key && !key.is_empty())
    }
}

/// The keys that stand in the mapping before. Few keys are compared with each other, since most mappings are small and
/// there may be a million of them.
fn doubled<'a>(pairs: &[Pair<'a>]) -> Vec<Node<'a>> {
    if pairs.len() <= 16 {
        let stands_before = |i: usize| pairs[..i].iter().any(|other| other.written == pairs[i].written);
        return (1..pairs.len()).filter(|i| stands_before(*i)).map(|i| pairs[i].key).collect();
    }
    let mut seen = HashSet::new();
    pairs.iter().filter(|pair| !seen.insert(pair.written)).map(|pair| pair.key).collect()
}

/// Advice for an unknown key: the nearest known one, or all of them. Holds only known ones.
fn nearest(written: &str, known: &[&str]) -> String {
    near(written, known).unwrap_or_else(|| format!("known here: {}", known.join(", ")))
}

/// The known word that is meant, if one is near.
fn near(written: &str, known: &[&str]) -> Option<String> {
    let lower = written.to_lowercase().replace('-', "_");
    let distance = |key: &str| {
        let distance = strsim::osa_distance(&lower, key);
        let alike = lower.len() > 2 && (key.starts_with(lower.as_str()) || lower.starts_with(key));
        (alike || distance * 5 <= key.chars().count() * 2).then_some(distance)
    };
    let meant = known.iter().filter_map(|key| Some((distance(key)?, key))).min_by_key(|(distance, _)| *distance);
    meant.map(|(_, key)| format!("did you mean `{key}`?"))
}
