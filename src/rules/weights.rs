//! Owns signals that many words add up to: none of them tells anything, and each has points for or against. A draft or a
//! sentence whose points reach a number holds the signal. Where the points come from is the pack's business. `load` reads
//! them, `spot` counts.

use std::sync::LazyLock;

use super::classes::Classes;
use super::model::SignalId;
use super::rule::Scope;
use crate::policy::Kind;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Shape, Word, key, pair_key, words};

/// What has points: a word, or two neighbours.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Keys (see [`Keys`]) and their points. A key stands once.
    pub points: Vec<(u64, i16)>,
    /// The sum that must be reached, by kind of draft.
    pub at_least: [i32; Kind::ALL.len()],
    /// For a draft of how many words that is; 0: of any. See [`evened`].
    pub at_words: i32,
}

/// The points of a draft of `words` words as if it had `at_words`: what comes together by chance grows as the root of the number of
/// words. 0 `at_words`: as they are.
pub fn evened(sum: i32, at_words: i32, words: usize) -> i32 {
    /// Parts of one that the root is cut to.
    const PARTS: u64 = 1000;
    let Some(at_words) = u64::try_from(at_words).ok().filter(|at_words| *at_words > 0) else { return sum };
    let root = (at_words * PARTS * PARTS / (words.max(1) as u64)).isqrt();
    let evened = i64::from(sum) * i64::try_from(root).unwrap_or(i64::MAX) / PARTS as i64;
    i32::try_from(evened).unwrap_or(i32::MAX)
}

/// Words of a draft up to which they are too few to speak against anything.
pub const FEWEST_WORDS: usize = 12;

/// A signal that stands where the points of another one's words are many or few enough: in a short draft as a whole, or in a
/// sentence of a long one.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// The signal with the words.
    pub of: SignalId,
    /// Where it stands.
    pub scope: Scope,
    /// Per cent of the mean of all sentences' points that are taken off a sentence's: what counts in a long draft is how far
    /// a sentence stands out.
    pub less_mean: i32,
    /// How many points that takes.
    pub bound: Bound,
}

/// What a sum of points is held against, by kind of draft.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// At least so many.
    Least([i32; Kind::ALL.len()]),
    /// At most so many: the words speak against it.
    Most([i32; Kind::ALL.len()]),
}

impl Bound {
    /// By how much a sum keeps to it; none where it does not.
    pub fn margin(&self, sum: i32, kind: Kind) -> Option<i32> {
        let of = |bounds: &[i32; Kind::ALL.len()]| bounds.get(kind as usize).copied();
        let over = match self {
            Self::Least(bounds) => sum.saturating_sub(of(bounds)?),
            Self::Most(bounds) => of(bounds)?.saturating_sub(sum),
        };
        (over >= 0).then_some(over)
    }
}

/// Most points of one word, for and against.
pub const MOST_POINTS: i64 = 1000;

/// What a piece of what packs write may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A word.
    Word,
    /// `<number>` or `<name>`.
    Shape,
    /// A class of a pack.
    Class,
    /// Where a sentence stands.
    Place,
}

/// The key of what packs give points: a word, a class, two of either as neighbours, a place: `hospital`, `my_client`,
/// `<name>_pleaded`, `<past>_<number>`, `<in-alt>`. None where it is nothing of these; classes have no words beside them.
pub fn written_key(written: &str, classes: &Classes) -> Option<u64> {
    let one = |part: &str| -> Option<(u64, Piece)> {
        if let Some(name) = part.strip_prefix('<').and_then(|part| part.strip_suffix('>')) {
            let key = bracketed(name);
            return match name {
                "number" | "name" => Some((key, Piece::Shape)),
                _ if Place::WORDS.iter().any(|(place, _)| *place == name) => Some((key, Piece::Place)),
                _ => classes.holds(key).then_some((key, Piece::Class)),
            };
        }
        // Nearly all are plain words.
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Some((key(part), Piece::Word));
        }
        let mut list = Vec::new();
        words(part, Span::at(0..part.len()), &mut list);
        let whole = matches!(list.as_slice(), [word] if word.len as usize == part.len());
        (whole && !part.bytes().any(|byte| byte.is_ascii_digit())).then(|| (key(&folded(part)), Piece::Word))
    };
    let Some((left, right)) = written.split_once('_') else { return one(written).map(|(key, _)| key) };
    let ((left, first), (right, second)) = (one(left)?, one(right)?);
    let mixed = [first, second].contains(&Piece::Class) && [first, second].contains(&Piece::Word);
    (!mixed && first != Piece::Place && second != Piece::Place).then(|| pair_key(left, right))
}

/// The key of what stands in pointed brackets.
pub fn bracketed(name: &str) -> u64 {
    key(&format!("<{name}>"))
}

/// The key of any number.
static NUMBER: LazyLock<u64> = LazyLock::new(|| bracketed("number"));
/// The key of a capitalised word inside a sentence.
static NAME: LazyLock<u64> = LazyLock::new(|| bracketed("name"));

/// The key of any number.
pub fn number_key() -> u64 {
    *NUMBER
}

/// The key of any name.
pub fn name_key() -> u64 {
    *NAME
}

/// Places of sentences in long drafts that are no running text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A heading or a page's title.
    Heading,
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// Text that stands for a picture.
    Alt,
    /// A value of an attribute.
    Attribute,
    /// A comment.
    Comment,
    /// Front matter.
    Front,
    /// A `meta` element.
    Meta,
    /// A header of a mail.
    Header,
}

impl Place {
    /// All places, as packs write them.
    const WORDS: [(&str, Self); 9] = [
        ("in-heading", Self::Heading),
        ("in-item", Self::Item),
        ("in-cell", Self::Cell),
        ("in-alt", Self::Alt),
        ("in-attribute", Self::Attribute),
        ("in-comment", Self::Comment),
        ("in-front", Self::Front),
        ("in-meta", Self::Meta),
        ("in-header", Self::Header),
    ];

    /// How packs write it.
    pub fn written(self) -> String {
        Self::WORDS.get(self as usize).map(|(name, _)| format!("<{name}>")).unwrap_or_default()
    }

    /// The key under which it has points.
    pub fn key(self) -> u64 {
        static KEYS: LazyLock<[u64; Place::WORDS.len()]> =
            LazyLock::new(|| Place::WORDS.map(|(name, _)| bracketed(name)));
        KEYS.get(self as usize).copied().unwrap_or_default()
    }
}

/// The keys of a word in running text: its own, or that of any number; that of any name, for what may be one; that of its
/// class.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Its own, or that of any number.
    own: u64,
    /// Whether it may be a name.
    name: bool,
    /// That of its class, 0 where it has none.
    class: u64,
    /// What stands for it beside a class: its class, or else that of numbers or names; 0 where it has neither.
    token: u64,
}

/// Reads the keys of words; made once a sentence.
pub struct Reader<'c> {
    /// The classes of all packs.
    classes: &'c Classes,
    /// The key of any number.
    number: u64,
    /// The key of any name.
    name: u64,
}

impl<'c> Reader<'c> {
    /// A reader of words that may have one of these classes.
    pub fn new(classes: &'c Classes) -> Self {
        Self { classes, number: *NUMBER, name: *NAME }
    }

    /// The keys of `word` of `text`. The first word of a sentence has its capital from that: it is no name.
    #[inline]
    pub fn read(&self, text: &str, word: &Word, first: bool) -> Keys {
        if has_digit(text, word) {
            return Keys { own: self.number, name: false, class: 0, token: self.number };
        }
        let name = !first && word.shape == Shape::Title && word.gap == Gap::Space && word.len > 1;
        let class = self.classes.of(text, word).unwrap_or(0);
        let token = if class == 0 && name { self.name } else { class };
        Keys { own: word.key, name, class, token }
    }

    /// Calls `look` with the keys of a word.
    #[inline]
    pub fn each(&self, keys: Keys, mut look: impl FnMut(u64)) {
        look(keys.own);
        if keys.name {
            look(self.name);
        }
        if keys.class != 0 {
            look(keys.class);
        }
    }

    /// Calls `look` with the keys of two neighbours.
    #[inline]
    pub fn pairs(&self, left: Keys, right: Keys, mut look: impl FnMut(u64)) {
        look(pair_key(left.own, right.own));
        if right.name {
            look(pair_key(left.own, self.name));
        }
        if left.name {
            look(pair_key(self.name, right.own));
            if right.name {
                look(pair_key(self.name, self.name));
            }
        }
        if left.class | right.class != 0 && left.token != 0 && right.token != 0 {
            look(pair_key(left.token, right.token));
        }
    }
}

/// Whether a word of a text holds an ASCII digit: asked of many words, so eight bytes at a time.
pub fn has_digit(text: &str, word: &Word) -> bool {
    let (at, len) = (word.at as usize, word.len as usize);
    match text.as_bytes().get(at..).and_then(<[u8]>::first_chunk::<8>) {
        Some(eight) if len <= 8 => {
            let digits = u64::from_le_bytes(*eight) ^ every(b'0');
            // A byte's highest bit stays clear where it is less than ten.
            let others = ((digits & every(0x7F)) + every(0x80 - 10)) | digits;
            !others & every(0x80) & (u64::MAX >> (64 - len.max(1) * 8)) != 0
        }
        _ => text.get(word.span().range()).unwrap_or_default().bytes().any(|byte| byte.is_ascii_digit()),
    }
}

/// Eight times a byte.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_digit_anywhere_is_a_number() {
        for (text, wanted) in [
            ("a 9 b", [false, true, false].as_slice()),
            ("b2b Covid19x 4 /:;<", &[true, true, true]),
            ("internationalisation7 internationalisation x", &[true, false, false]),
            ("é9 éà ab12345", &[true, false, true]),
        ] {
            let mut list = Vec::new();
            words(text, Span::at(0..text.len()), &mut list);
            let found: Vec<bool> = list.iter().map(|word| has_digit(text, word)).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
