//! Owns the table that leads from words, pairs of neighbours, literals and subjects to **classes**: each distinct set of
//! things of which one must stand where a phrase does. Filled when packs are compiled; asked at every word of every draft.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::bits::{has, set, words_for};
use super::required::{EDGE, Required, digits_key, rows, shape_key};
use crate::rules::SignalId;
use crate::text::fold::fold_word;
use crate::text::words::{Gap, Shape, Word, key, pair_key};

/// The classes, with what leads to them.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Numbers of the classes.
    classes: HashMap<Required, u32>,
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
        Self { classes: HashMap::with_capacity(4096), ..Self::default() }
    }

    /// The class of a set.
    pub(super) fn class(&mut self, required: &Required) -> u32 {
        if let Some(class) = self.classes.get(required) {
            return *class;
        }
        let class = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        self.classes.insert(required.clone(), class);
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

    /// The table.
    pub(super) fn build(self) -> Seeds {
        let mut seeds = Seeds {
            classes: self.classes.len(),
            words: Table::new(&self.words),
            pairs: Table::new(&self.pairs),
            subjects: self.subjects,
            digits: self.digits,
            ..Seeds::default()
        };
        let mut literals: Vec<_> = self.literals.into_iter().collect();
        literals.sort();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(literals.iter().map(|(literal, _)| bare(literal)));
        // A pack cannot hold so many literals that no automaton can be built; were it so, every class counts as seen.
        seeds.literals = automaton.ok().filter(|_| !literals.is_empty());
        seeds.by_text = vec![0; words_for(seeds.classes)];
        for class in
            literals.iter().flat_map(|(_, classes)| classes).chain(seeds.digits.iter().map(|(.., class)| class))
        {
            set(&mut seeds.by_text, *class);
        }
        let edges = |literal: &str| {
            let marked = bare(literal).len() < literal.len();
            (marked && literal.starts_with(EDGE), marked && literal.ends_with(EDGE))
        };
        seeds.literal_classes = literals.into_iter().map(|(literal, classes)| (edges(&literal), classes)).collect();
        seeds
    }
}

/// A literal without the marks for the edges of words; a sign that looks like one is itself.
fn bare(literal: &str) -> &str {
    Some(literal.trim_matches('|')).filter(|bare| !bare.is_empty()).unwrap_or(literal)
}

/// Leads from keys to classes.
#[derive(Debug, Default)]
struct Table {
    /// A bit for the highest bits of each key: one look tells most keys apart.
    filter: Vec<u64>,
    /// By how much a key is shifted to index the filter.
    shift: u32,
    /// Open addressing: key, first class in `postings`, how many.
    slots: Vec<(u64, u32, u32)>,
    /// Classes of keys.
    postings: Vec<u32>,
}

/// Fewest bits of a key that index a filter.
const FILTER_BITS: u32 = 16;

impl Table {
    /// The table of some keys with their classes.
    fn new(entries: &[(u64, u32)]) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let bits = (entries.len() * 8).next_power_of_two().trailing_zeros().max(FILTER_BITS);
        let mut table = Self { filter: vec![0; 1 << (bits - 6)], shift: 64 - bits, ..Self::default() };
        table.slots = vec![(0, 0, 0); (entries.len() * 2).next_power_of_two()];
        let places: Vec<usize> = entries.iter().map(|(key, _)| table.count(*key)).collect();
        let mut first = 0;
        for slot in &mut table.slots {
            (slot.1, first) = (first, first + slot.2);
            slot.2 = 0;
        }
        table.postings = vec![0; entries.len()];
        for ((_, class), place) in entries.iter().zip(places) {
            if let Some(slot) = table.slots.get_mut(place)
                && let Some(posting) = table.postings.get_mut((slot.1 + slot.2) as usize)
            {
                *posting = *class;
                slot.2 += 1;
            }
        }
        table
    }

    /// Counts one class more for a key: its slot.
    fn count(&mut self, key: u64) -> usize {
        set(&mut self.filter, (key >> self.shift) as u32);
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots.get(at).is_some_and(|slot| slot.2 > 0 && slot.0 != key) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            (slot.0, slot.2) = (key, slot.2 + 1);
        }
        at
    }

    /// Whether a key may lead anywhere: a quick no for most.
    fn may_hold(&self, key: u64) -> bool {
        has(&self.filter, (key >> self.shift) as u32)
    }

    /// The slot of a key, and its classes.
    fn find(&self, key: u64) -> Option<(usize, &[u32])> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = key as usize & mask;
        while let Some((found, first, count)) = self.slots.get(at).copied().filter(|slot| slot.2 > 0) {
            if found == key {
                return Some((at, self.postings.get(first as usize..(first + count) as usize)?));
            }
            at = (at + 1) & mask;
        }
        None
    }
}

/// Leads from what stands in a group to classes.
#[derive(Debug, Default)]
pub(super) struct Seeds {
    /// How many classes there are.
    pub(super) classes: usize,
    /// Words.
    words: Table,
    /// Pairs of neighbours.
    pairs: Table,
    /// All literals.
    literals: Option<AhoCorasick>,
    /// Classes by literal, and whether a word must begin or end with it.
    literal_classes: Vec<((bool, bool), Vec<u32>)>,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits that they ask for: in a row, in a stretch.
    digits: Vec<(usize, usize, u32)>,
    /// The classes that literals or digits lead to.
    by_text: Vec<u64>,
}

/// Which words were seen in the group at hand, and the last of them.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// By slot of the table.
    seen: Vec<u32>,
    /// What marks a word as seen.
    now: u32,
    /// The key of the word before.
    left: u64,
    /// What it may count as besides: so many digits, or the word before it where an apostrophe may have joined it to that.
    other: Option<u64>,
}

impl Stamps {
    /// Forgets all words.
    pub(super) fn next(&mut self) {
        self.part();
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.seen.fill(0);
            self.now = 1;
        }
    }

    /// The next word is no neighbour of the last one.
    pub(super) fn part(&mut self) {
        (self.left, self.other) = (0, None);
    }
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

    /// Calls `each` with the classes of the words, and of the pairs of neighbours that they make. Those of a word that was
    /// seen under the same `stamp` are left out: common words lead to many.
    pub(super) fn of_words(&self, words: &[Word], stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        if !self.words.slots.is_empty() {
            stamps.seen.resize(self.words.slots.len(), 0);
            for word in words {
                if self.words.may_hold(word.key) {
                    self.of_key(word.key, stamps, each);
                }
                if word.shape == Shape::Digits {
                    self.of_key(digits_key(word.len as usize), stamps, each);
                }
            }
        }
        if !self.pairs.slots.is_empty() {
            self.of_pairs(words, stamps, each);
        }
    }

    /// Calls `each` with the classes of a word.
    fn of_key(&self, key: u64, stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        let Some((slot, classes)) = self.words.find(key) else { return };
        match stamps.seen.get_mut(slot) {
            Some(stamp) if *stamp == stamps.now => return,
            Some(stamp) => *stamp = stamps.now,
            None => {}
        }
        classes.iter().for_each(|class| each(*class));
    }

    /// Calls `each` with the classes of neighbours. What an apostrophe may join to a word (`client's`) stands between it
    /// and the next one without parting them.
    fn of_pairs(&self, words: &[Word], stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        let mut pair = |left: u64, right: u64| {
            let key = pair_key(left, right);
            if self.pairs.may_hold(key) {
                self.pairs.find(key).into_iter().flat_map(|(_, classes)| classes).for_each(|class| each(*class));
            }
        };
        for word in words {
            let digits = (word.shape == Shape::Digits).then(|| digits_key(word.len as usize));
            for right in std::iter::once(word.key).chain(digits) {
                pair(stamps.left, right);
                if let Some(other) = stamps.other {
                    pair(other, right);
                }
            }
            let may_be_ending = word.gap == Gap::Joint && word.len <= LONGEST_ENDING;
            stamps.other = digits.or(may_be_ending.then_some(stamps.left));
            stamps.left = word.key;
        }
    }

    /// Calls `each` with the classes of the literals and digits in a text.
    pub(super) fn of_text(&self, text: &str, each: &mut impl FnMut(u32)) {
        let (row, stretch) = rows(text);
        if row > 0 {
            let seen = |(own, wide, _): &&(usize, usize, u32)| *own <= row && *wide <= stretch;
            self.digits.iter().filter(seen).for_each(|(.., class)| each(*class));
            self.of_shapes(text, each);
        }
        self.of_literals(text, each);
    }

    /// Calls `each` with the classes of the words of letters and digits in a text.
    fn of_shapes(&self, text: &str, each: &mut impl FnMut(u32)) {
        let words = text.as_bytes().split(|b| !b.is_ascii_alphanumeric());
        let mixed = |word: &&[u8]| word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_alphabetic);
        for word in words.filter(mixed) {
            let classes = self.words.find(shape_key(word));
            classes.into_iter().flat_map(|(_, classes)| classes).for_each(|class| each(*class));
        }
    }

    /// Calls `each` with the classes of the literals in a text.
    fn of_literals(&self, text: &str, each: &mut impl FnMut(u32)) {
        let Some(automaton) = &self.literals else { return };
        let inside =
            |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric);
        for found in automaton.find_overlapping_iter(text) {
            let Some(((begins, ends), classes)) = self.literal_classes.get(found.pattern().as_usize()) else {
                continue;
            };
            let cut = *begins && inside(found.start().checked_sub(1)) || *ends && inside(Some(found.end()));
            if !cut {
                classes.iter().for_each(|class| each(*class));
            }
        }
    }

    /// Calls `each` with what words that are not ASCII lead to besides: the literals in their folded forms, since the
    /// beginnings of words are those of folded ones; and the words of ASCII alone in them, since for a regex a word ends
    /// where ASCII does.
    pub(super) fn of_wide(&self, text: &str, words: &[Word], folded: &mut String, each: &mut impl FnMut(u32)) {
        let written = |word: &Word| text.get(word.span().range()).unwrap_or_default();
        let mut before: Option<&Word> = None;
        for word in words {
            let (own, left) = (written(word), before.replace(word));
            let (own_wide, left_wide) = (!own.is_ascii(), left.is_some_and(|left| !written(left).is_ascii()));
            if own_wide {
                folded.clear();
                fold_word(own, folded);
                self.of_literals(folded, each);
                for part in own.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
                    keys_of(part).for_each(|key| self.words.find(key).into_iter().for_each(|found| all(found.1, each)));
                }
            }
            if let Some(left) = left.filter(|_| own_wide || left_wide) {
                let tail = written(left).rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                let head = own.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                for (left, right) in keys_of(tail).flat_map(|left| keys_of(head).map(move |right| (left, right))) {
                    self.pairs.find(pair_key(left, right)).into_iter().for_each(|found| all(found.1, each));
                }
            }
        }
    }

    /// The classes of a mention of the register.
    pub(super) fn of_subject(&self, id: SignalId) -> &[u32] {
        self.subjects.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Calls `each` with all of some classes.
fn all(classes: &[u32], each: &mut impl FnMut(u32)) {
    classes.iter().for_each(|class| each(*class));
}

/// The keys of a word of ASCII letters and digits: its own, and that of so many digits.
fn keys_of(word: &str) -> impl Iterator<Item = u64> {
    let digits = word.bytes().all(|b| b.is_ascii_digit()).then(|| digits_key(word.len()));
    std::iter::once(key(&word.to_ascii_lowercase())).chain(digits)
}
