//! Owns the values of a document: a flat tree in the order of the text, so that the number of a value is also its number
//! in the parser's events, and places need no paths. Made from serde_yaml or by `quick`; `node` reads it, `syntax` calls it.

use super::MAX_DEPTH;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What a value is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Shape {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits.
    Integer(i64),
    /// Any other number.
    Number,
    /// Text: `start..end` in the buffer, in bytes.
    Text(u32, u32),
    /// A list; its items follow.
    List,
    /// A mapping; its keys and values follow in turn.
    Mapping,
}

/// A value and the number of the first value after everything in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// What it is.
    pub(super) shape: Shape,
    /// Where its successor stands.
    pub(super) end: u32,
}

/// All values of a document.
#[derive(Default)]
pub(super) struct Values {
    /// In the order of the text.
    entries: Vec<Entry>,
    /// The texts, one after another.
    buffer: String,
    /// Ordinals of scalars whose spelling serde_yaml does not keep (numbers, booleans), ascending.
    respelled: Vec<u32>,
}

/// Why values could not be made, where serde_yaml itself had nothing to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// Nested too deep.
    Depth,
    /// A `!tag`.
    Tag,
    /// A list or mapping as key.
    Key,
}

impl Values {
    /// These values, whose texts stand in `buffer`.
    pub(super) const fn of(entries: Vec<Entry>, buffer: String) -> Self {
        Self { entries, buffer, respelled: Vec::new() }
    }

    /// Makes the values of `text`. A refusal of ours comes with the ordinal of the value.
    pub(super) fn make(text: &str) -> Result<Self, (Option<(Refusal, u32)>, serde_yaml::Error)> {
        let mut build = Build { values: Self::default(), refusal: None };
        match (Seed { build: &mut build, depth: 0 }).deserialize(serde_yaml::Deserializer::from_str(text)) {
            Ok(()) => Ok(build.values),
            Err(error) => Err((build.refusal, error)),
        }
    }

    /// The value with this ordinal.
    pub(super) fn entry(&self, ordinal: u32) -> Entry {
        let nothing = Entry { shape: Shape::Null, end: ordinal.saturating_add(1) };
        self.entries.get(ordinal as usize).copied().unwrap_or(nothing)
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> u32 {
        super::count(self.entries.len())
    }

    /// The text from `start` to `end`.
    pub(super) fn text(&self, start: u32, end: u32) -> &str {
        self.buffer.get(start as usize..end as usize).unwrap_or_default()
    }

    /// All texts, one after another.
    pub(super) fn buffer(&self) -> &str {
        &self.buffer
    }

    /// Ordinals of the scalars whose spelling only the source knows, ascending.
    pub(super) fn respelled(&self) -> &[u32] {
        &self.respelled
    }
}

/// Values in the making.
struct Build {
    /// So far.
    values: Values,
    /// Our own reason to stop.
    refusal: Option<(Refusal, u32)>,
}

impl Build {
    /// The ordinal of the next value. It fits: a value takes a byte of a file under 256 MiB.
    fn next(&self) -> u32 {
        super::count(self.values.entries.len())
    }

    /// Adds a value without inner ones.
    fn leaf(&mut self, shape: Shape) {
        let end = self.next() + 1;
        if matches!(shape, Shape::Bool(_) | Shape::Integer(_) | Shape::Number) {
            self.values.respelled.push(end - 1);
        }
        self.values.entries.push(Entry { shape, end });
    }

    /// Stops at the value with this ordinal.
    fn refuse<E: Error>(&mut self, why: Refusal, ordinal: u32) -> E {
        self.refusal.get_or_insert((why, ordinal));
        E::custom("refused")
    }
}

/// One value to come.
struct Seed<'b> {
    /// Where it goes.
    build: &'b mut Build,
    /// How many lists and mappings it is in.
    depth: u32,
}

impl Seed<'_> {
    /// Opens a list or mapping: its ordinal.
    fn open<E: Error>(&mut self, shape: Shape) -> Result<u32, E> {
        let ordinal = self.build.next();
        if self.depth >= MAX_DEPTH {
            return Err(self.build.refuse(Refusal::Depth, ordinal));
        }
        self.build.values.entries.push(Entry { shape, end: ordinal });
        Ok(ordinal)
    }

    /// Closes it: everything added since is in it.
    fn close(self, ordinal: u32) {
        let end = self.build.next();
        if let Some(entry) = self.build.values.entries.get_mut(ordinal as usize) {
            entry.end = end;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.build.leaf(Shape::Null);
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.build.leaf(Shape::Bool(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.build.leaf(Shape::Integer(value));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.build.leaf(i64::try_from(value).map_or(Shape::Number, Shape::Integer));
        Ok(())
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        self.build.leaf(Shape::Number);
        Ok(())
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        self.build.leaf(Shape::Number);
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.build.leaf(Shape::Number);
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        let start = super::count(self.build.values.buffer.len());
        self.build.values.buffer.push_str(value);
        let end = super::count(self.build.values.buffer.len());
        self.build.leaf(Shape::Text(start, end));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let ordinal = self.open(Shape::List)?;
        while items.next_element_seed(Seed { build: self.build, depth: self.depth + 1 })?.is_some() {}
        self.close(ordinal);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut pairs: A) -> Result<(), A::Error> {
        let ordinal = self.open(Shape::Mapping)?;
        loop {
            let key = self.build.next();
            if pairs.next_key_seed(Seed { build: self.build, depth: self.depth + 1 })?.is_none() {
                break;
            }
            if matches!(self.build.values.entry(key).shape, Shape::List | Shape::Mapping) {
                return Err(self.build.refuse(Refusal::Key, key));
            }
            pairs.next_value_seed(Seed { build: self.build, depth: self.depth + 1 })?;
        }
        self.close(ordinal);
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        let ordinal = self.build.next();
        Err(self.build.refuse(Refusal::Tag, ordinal))
    }
}
