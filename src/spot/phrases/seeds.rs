//! Owns the table that leads from words, pairs of neighbours, literals and subjects to **classes**: each distinct set of
//! things of which one must stand where a phrase does. Filled when packs are compiled; asked at every word of every draft.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::bits::{has, set, words_for};
use super::literals::Literals;
use super::neighbours::Neighbours;
use super::required::{Required, capital_key, digits_key, rows, shape_key};
use super::table::{LAST_CLASS, Table, Tier};
use crate::rules::SignalId;
use crate::spot::known::{Known, Weight};
use crate::spot::weights::Pair;
use crate::text::fold::fold_word;
use crate::text::lexicon::Keyed;
use crate::text::words::{Gap, Shape, Word, key, pair_key};

/// The classes, with what leads to them.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// The sets that are classes.
    sets: Vec<Required>,
    /// Numbers of the classes, by a key of their sets. Two sets that share one are told apart, and the later one is made a class
    /// each time: that costs memory alone.
    classes: Keyed<u32>,
    /// Words with their classes.
    words: Vec<(u64, u32)>,
    /// Pairs of neighbours with their classes.
    pairs: Vec<(u64, u32)>,
    /// Classes by literal.
    literals: HashMap<String, Vec<u32>>,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits that they ask for: in a row, in a stretch.
    digits: Vec<(usize, usize, u32)>,
}

impl Builder {
    /// A builder with room for the classes of all packs.
    pub(super) fn new() -> Self {
        let classes = Keyed::with_capacity_and_hasher(4096, BuildHasherDefault::default());
        Self { classes, ..Self::default() }
    }

    /// The class of a set.
    pub(super) fn class(&mut self, required: &Required) -> u32 {
        // Beyond the last class all sets are one: that a set may stand where another does costs time alone.
        let class = u32::try_from(self.sets.len()).unwrap_or(u32::MAX).min(LAST_CLASS);
        let known = *self.classes.entry(required.key()).or_insert(class);
        if self.sets.get(known as usize).is_some_and(|set| set == required) {
            return known;
        }
        if self.sets.len() <= class as usize {
            self.sets.push(required.clone());
        }
        self.words.extend(required.words.iter().map(|(key, _)| (*key, class)));
        self.pairs.extend(required.pairs.iter().map(|(key, _)| (*key, class)));
        for literal in &required.literals {
            self.literals.entry(literal.clone()).or_default().push(class);
        }
        if required.digits > 0 {
            self.digits.push((required.digits, 0, class));
        }
        if required.stretch > 0 {
            self.digits.push((0, required.stretch, class));
        }
        for subject in &required.subjects {
            self.subjects.entry(*subject).or_default().push(class);
        }
        class
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.sets.len()
    }

    /// What leads to those of the classes that `kept` holds. `tier`: that of a class; `weighed`: what has points, neighbours among
    /// it.
    pub(super) fn build(
        &self,
        kept: &[u64],
        tier: &impl Fn(u16) -> Tier,
        weighed: impl ExactSizeIterator<Item = (u64, Weight)>,
    ) -> Seeds {
        let is_kept = |class: &u32| has(kept, *class);
        let own = |classes: &Vec<u32>| classes.iter().copied().filter(is_kept).collect::<Vec<_>>();
        let mut literals: Vec<(String, Vec<u32>)> =
            self.literals.iter().map(|(literal, classes)| (literal.clone(), own(classes))).collect();
        literals.retain(|(_, classes)| !classes.is_empty());
        literals.sort();
        let digits: Vec<_> = self.digits.iter().copied().filter(|(.., class)| is_kept(class)).collect();
        let mut by_text = vec![0; words_for(self.len())];
        let of_digits = digits.iter().map(|(.., class)| class);
        for class in literals.iter().flat_map(|(_, classes)| classes).chain(of_digits) {
            set(&mut by_text, *class);
        }
        let table = self.words.iter().chain(&self.pairs).copied().filter(|(_, class)| is_kept(class));
        let mut table = Table::new(table.collect(), tier);
        let literals = literals
            .into_iter()
            .map(|(literal, classes)| {
                let mut classes: Vec<u16> = classes.iter().map(|class| *class as u16).collect();
                (literal, table.add(&mut classes, tier))
            })
            .collect();
        let pairs = self.pairs.iter().filter(|(_, class)| is_kept(class));
        let mut neighbours = Neighbours::new(pairs.clone().count() + weighed.len());
        weighed.for_each(|(key, weight)| neighbours.add(key, weight, table.find(key)));
        pairs.for_each(|(key, _)| neighbours.add(*key, Weight::default(), table.find(*key)));
        Seeds {
            classes: self.len(),
            literals: Literals::new(literals),
            neighbours,
            table,
            subjects: self.subjects.iter().map(|(id, classes)| (*id, own(classes))).collect(),
            digits,
            by_text,
        }
    }
}

/// Leads from what stands in a group to classes.
#[derive(Debug, Default)]
pub(super) struct Seeds {
    /// How many classes there are.
    pub(super) classes: usize,
    /// Words, and pairs of neighbours.
    table: Table,
    /// Pairs of neighbours once more, with their points.
    neighbours: Neighbours,
    /// All literals.
    literals: Literals,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits that they ask for: in a row, in a stretch.
    digits: Vec<(usize, usize, u32)>,
    /// The classes that literals or digits lead to.
    by_text: Vec<u64>,
}

/// A word, two neighbours or a literal that leads to classes.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Hit {
    /// Where these are in the table.
    place: u32,
    /// Where the left word begins, in the draft's text; else the same as `at`.
    pub(super) left: u32,
    /// Where the last word, or the literal, begins.
    pub(super) at: u32,
}

impl Hit {
    /// A literal that begins at a byte.
    pub(super) const fn literal(place: u32, at: u32) -> Self {
        Self { place, left: at, at }
    }
}

/// The word before the one at hand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// Its key, and where it begins.
    left: (u64, u32),
    /// What it may count as besides: so many digits, or the word before it where an apostrophe may have joined it to that.
    other: Option<(u64, u32)>,
}

impl Before {
    /// What stands before the word with this number, or after the last one. `first`: what stands before all of them.
    fn of(words: &[Word], number: usize, first: &Self) -> Self {
        let Some(word) = number.checked_sub(1).and_then(|last| words.get(last)) else { return *first };
        let before = number.checked_sub(2).and_then(|last| words.get(last));
        let left = before.map_or(first.left, |word| (word.key, word.at));
        let digits = (word.shape == Shape::Digits).then(|| (digits_key(word.len as usize), word.at));
        Self { left: (word.key, word.at), other: digits.or(may_be_ending(word).then_some(left)) }
    }
}

/// Whether an apostrophe may have joined a word to the one before.
fn may_be_ending(word: &Word) -> bool {
    word.gap == Gap::Joint && word.len <= LONGEST_ENDING
}

/// Longest ending that an apostrophe joins to a word, in bytes.
const LONGEST_ENDING: u32 = 3;

impl Seeds {
    /// Whether no word leads anywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.classes == 0
    }

    /// Whether one of these classes can come from literals or digits.
    pub(super) fn has_literal_in(&self, classes: &[u32]) -> bool {
        classes.iter().any(|class| has(&self.by_text, *class))
    }

    /// Appends which of some words lead to classes. `known`: what they lead to.
    pub(super) fn of_words(&self, words: &[Word], known: &[Known], hits: &mut Vec<Hit>) {
        let from = hits.len();
        hits.resize(from + words.len(), Hit::default());
        let room = hits.get_mut(from..).unwrap_or_default();
        let mut count = 0;
        // Each is written and only those that count are kept: nobody can foresee which.
        for (word, known) in words.iter().zip(known) {
            if let Some(place) = room.get_mut(count) {
                *place = Hit { place: known.seed(), left: word.at, at: word.at };
            }
            count += usize::from(known.seed() > 0);
        }
        hits.truncate(from + count);
    }

    /// Appends which pairs of neighbours lead to classes, and which words have points with the one before, for `weights`. What an apostrophe may join to a word (`client's`) stands between it and the next one
    /// without parting them.
    pub(super) fn of_pairs(&self, words: &[Word], before: &mut Before, hits: &mut Vec<Hit>, points: &mut Vec<Pair>) {
        // First those that may be of interest, without a branch that nobody can foresee.
        let from = points.len();
        points.resize(from + words.len(), Pair::default());
        let (mut count, mut left, mut odd_left) = (from, before.left.0, before.other.is_some());
        for (number, word) in (0_u32..).zip(words) {
            let odd = (word.shape == Shape::Digits) | (word.gap == Gap::Joint);
            if let Some(place) = points.get_mut(count) {
                place.word = number;
            }
            count += usize::from(odd | odd_left | self.neighbours.may_hold(pair_key(left, word.key)));
            (left, odd_left) = (word.key, odd);
        }
        let mut kept = from;
        for place in from..count {
            let Some(number) = points.get(place).map(|pair| pair.word) else { break };
            let Some(word) = words.get(number as usize) else { break };
            let own = Before::of(words, number as usize, before);
            let both = self.neighbours.get(pair_key(own.left.0, word.key));
            if let Some(place) = points.get_mut(kept) {
                *place = Pair { word: number, weight: both.weight };
            }
            kept += usize::from(both.weight.number > 0);
            if both.place > 0 {
                hits.push(Hit { place: both.place, left: own.left.1, at: word.at });
            }
            if own.other.is_some() | (word.shape == Shape::Digits) {
                self.of_odd_pair(word, &own, hits);
            }
        }
        points.truncate(kept);
        self.of_capitals(words, before, hits);
        *before = Before::of(words, words.len(), before);
    }

    /// Appends which words lead to classes beside a word that begins with a capital.
    fn of_capitals(&self, words: &[Word], before: &Before, hits: &mut Vec<Hit>) {
        let capital = capital_key();
        let mut look = |left: (u64, u32), right: (u64, u32)| {
            let both = pair_key(left.0, right.0);
            let found = if self.neighbours.may_hold(both) { self.neighbours.get(both).place } else { 0 };
            if found > 0 {
                hits.push(Hit { place: found, left: left.1, at: right.1 });
            }
        };
        let begins = |(_, word): &(usize, &Word)| !matches!(word.shape, Shape::Lower | Shape::Digits);
        for (number, word) in words.iter().enumerate().filter(begins) {
            let Before { left, other } = Before::of(words, number, before);
            look(left, (capital, word.at));
            other.into_iter().for_each(|other| look(other, (capital, word.at)));
            let Some(next) = words.get(number + 1) else { break };
            look((capital, word.at), (next.key, next.at));
            if next.shape == Shape::Digits {
                look((capital, word.at), (digits_key(next.len as usize), next.at));
            }
            if let Some(third) = words.get(number + 2).filter(|_| may_be_ending(next)) {
                look((capital, word.at), (third.key, third.at));
            }
        }
    }

    /// Looks for what one word leads to with what the one before counts as besides, and as so many digits.
    fn of_odd_pair(&self, word: &Word, Before { left, other }: &Before, hits: &mut Vec<Hit>) {
        let mut look = |key: u64, left: u32| {
            if let Some(place) = self.table.find(key) {
                hits.push(Hit { place, left, at: word.at });
            }
        };
        if let Some((other, at)) = *other {
            look(pair_key(other, word.key), at);
        }
        if word.shape == Shape::Digits {
            let digits = digits_key(word.len as usize);
            look(digits, word.at);
            look(pair_key(left.0, digits), left.1);
            if let Some((other, at)) = *other {
                look(pair_key(other, digits), at);
            }
        }
    }

    /// Marks the classes of a hit in a set, up to a tier.
    #[inline]
    pub(super) fn mark(&self, hit: Hit, last: Tier, classes: &mut [u64]) {
        self.table.classes(hit.place, last).iter().for_each(|class| set(classes, u32::from(*class)));
    }

    /// The place of the classes of a key, 0 where it leads to none.
    pub(super) fn place(&self, key: u64) -> u32 {
        self.table.find(key).unwrap_or_default()
    }

    /// Appends which literals stand in a text that begins at byte `start` of the draft's.
    pub(super) fn of_literals(&self, text: &str, start: u32, hits: &mut Vec<Hit>) {
        self.literals.find(text, &mut |place, at| hits.push(Hit::literal(place, start + at as u32)));
    }

    /// Calls `each` with the literals inside a word, for [`Self::hit_inside`], and their first byte in it.
    pub(super) fn of_literals_inside(&self, word: &str, each: &mut impl FnMut(u32, u32)) {
        self.literals.find_inside(word, &mut |found, at| each(found, at as u32));
    }

    /// The hit of a literal that was found inside a word of a text that begins at byte `start` of the draft's: it begins, as far as
    /// it stands inside the word, at byte `at` of the draft's. None where the rest of it does not stand around.
    pub(super) fn hit_inside(&self, (text, start): (&str, u32), (found, at): (u32, u32)) -> Option<Hit> {
        let (place, from) = self.literals.whole(text, found, at.checked_sub(start)? as usize)?;
        Some(Hit::literal(place, start + from as u32))
    }

    /// Appends those literals of a text alone that hold anything but ASCII letters and digits: the others stand inside words.
    pub(super) fn of_marked_literals(&self, text: &str, start: u32, hits: &mut Vec<Hit>) {
        self.literals.find_marked(text, &mut |place, at| hits.push(Hit::literal(place, start + at as u32)));
    }

    /// Calls `each` with the classes of the digits in a text.
    pub(super) fn of_digits(&self, text: &str, each: &mut impl FnMut(u32)) {
        let (row, stretch) = rows(text);
        if row > 0 {
            let seen = |(own, wide, _): &&(usize, usize, u32)| *own <= row && *wide <= stretch;
            self.digits.iter().filter(seen).for_each(|(.., class)| each(*class));
            self.of_shapes(text, each);
        }
    }

    /// Calls `each` with the classes of the words of letters and digits in a text.
    fn of_shapes(&self, text: &str, each: &mut impl FnMut(u32)) {
        let words = text.as_bytes().split(|b| !b.is_ascii_alphanumeric());
        let mixed = |word: &&[u8]| word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_alphabetic);
        for word in words.filter(mixed) {
            all(self.table.of(shape_key(word)), each);
        }
    }

    /// Calls `each` with what words that are not ASCII lead to besides: the literals in their folded forms, since the
    /// beginnings of words are those of folded ones; and the words of ASCII alone in them, since for a regex a word ends
    /// where ASCII does.
    pub(super) fn of_wide(&self, text: &str, words: &[Word], folded: &mut String, each: &mut impl FnMut(u32)) {
        let (mut number, mut last) = (0, None);
        let bytes = text.as_bytes();
        // Few words are not ASCII: their bytes are looked for, and the words around these.
        while let Some(word) = words.get(number) {
            let Some(at) = next_wide(bytes, word.at as usize) else { return };
            number += words.get(number..).unwrap_or_default().partition_point(|word| word.span().end as usize <= at);
            let Some(word) = words.get(number) else { return };
            if word.at as usize <= at {
                self.of_wide_word(text.get(word.span().range()).unwrap_or_default(), folded, each);
                for right in [number, number + 1].into_iter().filter(|right| last.replace(*right) != Some(*right)) {
                    let left = right.checked_sub(1).and_then(|left| words.get(left));
                    left.zip(words.get(right))
                        .into_iter()
                        .for_each(|(left, right)| self.of_wide_pair(text, (left, right), each));
                }
                number += 1;
            }
        }
    }

    /// The same of one such word.
    fn of_wide_word(&self, written: &str, folded: &mut String, each: &mut impl FnMut(u32)) {
        folded.clear();
        fold_word(written, folded);
        self.literals.find(folded, &mut |place, _| all(self.table.classes(place, Tier::Rest), each));
        for part in written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
            keys_of(part).for_each(|key| all(self.table.of(key), each));
        }
    }

    /// The same of two neighbours.
    fn of_wide_pair(&self, text: &str, (left, right): (&Word, &Word), each: &mut impl FnMut(u32)) {
        let written = |word: &Word| text.get(word.span().range()).unwrap_or_default();
        let tail = written(left).rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let head = written(right).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        // Any of the two may count as one that begins with a capital.
        let keys = |word| keys_of(word).chain([capital_key()]);
        for (left, right) in keys(tail).flat_map(|left| keys(head).map(move |right| (left, right))) {
            all(self.table.of(pair_key(left, right)), each);
        }
    }

    /// The classes of a mention of the register.
    pub(super) fn of_subject(&self, id: SignalId) -> &[u32] {
        self.subjects.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The next byte from `at` on that is not ASCII.
fn next_wide(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let (blocks, _) = rest.as_chunks::<32>();
    let plain = blocks.iter().take_while(|block| block.is_ascii()).count() * 32;
    let inside = rest.get(plain..)?.iter().position(|byte| !byte.is_ascii())?;
    Some(at + plain + inside)
}

/// Calls `each` with all of some classes.
fn all(classes: &[u16], each: &mut impl FnMut(u32)) {
    classes.iter().for_each(|class| each(u32::from(*class)));
}

/// The keys of a word of ASCII letters and digits: its own, and that of so many digits.
fn keys_of(word: &str) -> impl Iterator<Item = u64> {
    let digits = word.bytes().all(|b| b.is_ascii_digit()).then(|| digits_key(word.len()));
    std::iter::once(key(&word.to_ascii_lowercase())).chain(digits)
}
