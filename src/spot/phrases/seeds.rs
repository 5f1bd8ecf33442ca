//! Owns the table that leads from words, pairs of neighbours, literals and subjects to **classes**: each distinct set of
//! things of which one must stand where a phrase does. Filled when packs are compiled; asked at every word of every draft.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::bits::{has, set, words_for};
use super::required::{Required, rows};
use crate::rules::SignalId;
use crate::text::fold::fold_word;
use crate::text::words::{Gap, Word, key, pair_key};

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
            .build(literals.iter().map(|(literal, _)| literal));
        // A pack cannot hold so many literals that no automaton can be built; were it so, every class counts as seen.
        seeds.literals = automaton.ok().filter(|_| !literals.is_empty());
        seeds.by_text = vec![0; words_for(seeds.classes)];
        for class in literals.iter().flat_map(|(_, classes)| classes).chain(seeds.digits.iter().map(|(.., class)| class))
        {
            set(&mut seeds.by_text, *class);
        }
        seeds.literal_classes = literals.into_iter().map(|(_, classes)| classes).collect();
        seeds
    }
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
    /// Classes by literal.
    literal_classes: Vec<Vec<u32>>,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits that they ask for: in a row, in a stretch.
    digits: Vec<(usize, usize, u32)>,
    /// The classes that literals or digits lead to, and that are asked for in sentences.
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
    /// The key of the one before that, where an apostrophe may have joined the word before to it.
    joined: Option<u64>,
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
        (self.left, self.joined) = (0, None);
    }
}

/// Longest ending that an apostrophe joins to a word, in bytes.
const LONGEST_ENDING: u32 = 3;

impl Seeds {
    /// Tells which classes are asked for in sentences.
    pub(super) fn ask_in_sentences(&mut self, classes: &[u64]) {
        self.by_text.iter_mut().zip(classes).for_each(|(own, asked)| *own &= asked);
    }

    /// Whether no word leads anywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.classes == 0
    }

    /// Whether anything but words leads anywhere.
    pub(super) fn has_literals(&self) -> bool {
        self.literals.is_some() || !self.digits.is_empty()
    }

    /// Whether some of these classes can come from literals or digits.
    pub(super) fn has_literals_in(&self, classes: &[u64]) -> bool {
        self.by_text.iter().zip(classes).any(|(one, other)| one & other != 0)
    }

    /// Calls `each` with the classes of the words, and of the pairs of neighbours that they make. Those of a word that was
    /// seen under the same `stamp` are left out: common words lead to many.
    pub(super) fn of_words(&self, words: &[Word], stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        if !self.words.slots.is_empty() {
            stamps.seen.resize(self.words.slots.len(), 0);
            for word in words.iter().filter(|word| self.words.may_hold(word.key)) {
                self.of_key(word.key, stamps, each);
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
            pair(stamps.left, word.key);
            if let Some(before) = stamps.joined {
                pair(before, word.key);
            }
            let may_be_ending = word.gap == Gap::Joint && word.len <= LONGEST_ENDING;
            stamps.joined = may_be_ending.then_some(stamps.left);
            stamps.left = word.key;
        }
    }

    /// Calls `each` with the classes of the literals and digits in a text.
    pub(super) fn of_text(&self, text: &str, each: &mut impl FnMut(u32)) {
        if !self.digits.is_empty() {
            let (row, stretch) = rows(text);
            let seen = |(own, wide, _): &&(usize, usize, u32)| *own <= row && *wide <= stretch;
            self.digits.iter().filter(seen).for_each(|(.., class)| each(*class));
        }
        self.of_literals(text, each);
    }

    /// Calls `each` with the classes of the literals in a text.
    fn of_literals(&self, text: &str, each: &mut impl FnMut(u32)) {
        let Some(automaton) = &self.literals else { return };
        for found in automaton.find_overlapping_iter(text) {
            let classes = self.literal_classes.get(found.pattern().as_usize());
            classes.into_iter().flatten().for_each(|class| each(*class));
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
                    let classes = self.words.find(key(&part.to_ascii_lowercase()));
                    classes.into_iter().flat_map(|(_, classes)| classes).for_each(|class| each(*class));
                }
            }
            if let Some(left) = left.filter(|_| own_wide || left_wide) {
                let tail = written(left).rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                let head = own.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                let pair = pair_key(key(&tail.to_ascii_lowercase()), key(&head.to_ascii_lowercase()));
                let classes = self.pairs.find(pair);
                classes.into_iter().flat_map(|(_, classes)| classes).for_each(|class| each(*class));
            }
        }
    }

    /// The classes of a mention of the register.
    pub(super) fn of_subject(&self, id: SignalId) -> &[u32] {
        self.subjects.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}
