//! Owns signals that many words add up to: none of them tells anything, and each has points for or against. A draft or a
//! sentence whose points reach a number holds the signal. Where the points come from is the pack's business. `load` reads
//! them, `spot` counts.

use std::sync::LazyLock;

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
    /// Points that each word of a draft beyond the [`FEW_WORDS`]th adds to that: in more words more comes together by chance.
    pub each_word: i32,
}

/// Words of a draft up to which `at_least` holds as it is.
pub const FEW_WORDS: usize = 25;

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

/// The word in packs for any number, and for a capitalised word inside a sentence.
const CLASSES: [&str; 2] = ["<number>", "<name>"];

/// The key of a word or two neighbours as packs write them: `hospital`, `my_client`, `<name>_pleaded`. None where it is
/// neither.
pub fn written_key(written: &str) -> Option<u64> {
    let one = |part: &str| -> Option<u64> {
        if CLASSES.contains(&part) {
            return Some(key(part));
        }
        let mut list = Vec::new();
        words(part, Span::at(0..part.len()), &mut list);
        let whole = matches!(list.as_slice(), [word] if word.len as usize == part.len());
        (whole && !part.bytes().any(|byte| byte.is_ascii_digit())).then(|| key(&folded(part)))
    };
    match written.split_once('_') {
        Some((left, right)) => Some(pair_key(one(left)?, one(right)?)),
        None => one(written),
    }
}

/// The key of any number.
static NUMBER: LazyLock<u64> = LazyLock::new(|| key(CLASSES[0]));
/// The key of a capitalised word inside a sentence.
pub static NAME: LazyLock<u64> = LazyLock::new(|| key(CLASSES[1]));

/// The keys of a word in running text: its own, or that of its class; both for what may be a name.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Its own, or that of its class.
    own: u64,
    /// Whether it may be a name.
    name: bool,
}

impl Keys {
    /// Those of `word` of `text`.
    pub fn of(text: &str, word: &Word) -> Self {
        if has_digit(text, word) {
            return Self { own: *NUMBER, name: false };
        }
        let name = word.shape == Shape::Title && word.gap == Gap::Space && word.len > 1;
        Self { own: word.key, name }
    }

    /// Its own key, or that of its class; and whether the one of [`NAME`] is another.
    pub const fn parts(self) -> (u64, bool) {
        (self.own, self.name)
    }

    /// The keys.
    pub fn each(self) -> impl Iterator<Item = u64> {
        std::iter::once(self.own).chain(self.name.then(|| *NAME))
    }

    /// The keys of this word and the one before it, as neighbours.
    pub fn after(self, before: Self) -> impl Iterator<Item = u64> {
        before.each().flat_map(move |left| self.each().map(move |right| pair_key(left, right)))
    }
}

/// Whether a word of a text holds an ASCII digit: asked of every word, so eight bytes at a time.
fn has_digit(text: &str, word: &Word) -> bool {
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
