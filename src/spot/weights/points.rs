//! Owns the points of words and neighbours for a few lists, laid out for a loop over every sentence of a draft, and that
//! loop. Called by `count`.

use crate::rules::classes::Classes;
use crate::rules::weights::{name_key, number_key};
use crate::spot::known::{CLASS_BITS, Known, Lead, Weight};
use crate::text::words::{Gap, Shape, Word, pair_key};

/// Keys with their points.
#[derive(Default)]
pub(super) struct Points {
    /// One word of memory a key, two bits in it: it answers «no» for most keys in one look.
    filter: Vec<u64>,
    /// Shift that brings a key's high bits into the filter's range.
    shift: u32,
    /// Open addressing; a power of two: the high half of a key, and its number. Numbers begin with 1.
    slots: Vec<(u32, u32)>,
    /// The points of each number, one list after the other; those of 0 are 0, so that nobody need ask.
    worths: Vec<i16>,
    /// How many lists there are.
    lists: usize,
    /// The points of each token: none, the classes, any number, any name.
    tokens: Vec<Weight>,
    /// Their keys.
    token_keys: Vec<u64>,
    /// The points of two tokens of which one is a class, row by row; nothing where these are too many.
    pairs: Vec<Weight>,
    /// The keys of any number and of any name.
    keys: (u64, u64),
    /// The points of two names.
    names: Weight,
}

/// Whose points were met in the sentence at hand: what stands twice counts once.
#[derive(Default)]
pub(super) struct Met {
    /// By number: the sentence in which it was met last. One byte each, so that most of them stay in the nearest cache.
    marks: Vec<u8>,
    /// The sentence at hand.
    now: u8,
}

impl Met {
    /// Begins a sentence.
    fn next(&mut self, points: &Points) {
        let numbers = points.worths.len() / points.lists.max(1);
        self.now = self.now.wrapping_add(1);
        if self.now == 0 || self.marks.len() != numbers {
            self.marks.clear();
            self.marks.resize(numbers, 0);
            self.now = 1;
        }
    }

    /// Whether a number is met for the first time.
    #[inline]
    fn is_new(&mut self, number: u32) -> bool {
        let Some(mark) = self.marks.get_mut(number as usize) else { return false };
        std::mem::replace(mark, self.now) != self.now
    }

    /// What points are worth to the first list, or 0 where they were met. No branch: nobody can foresee that.
    #[inline]
    fn take(&mut self, weight: Weight) -> i32 {
        let all = if self.is_new(weight.number) { -1 } else { 0 };
        i32::from(weight.worth) & all
    }
}

/// Tells what a word is to weights.
pub(in crate::spot) trait Told {
    /// What it is.
    fn lead(&self) -> Lead;
}

impl Told for Known {
    #[inline]
    fn lead(&self) -> Lead {
        Self::lead(self)
    }
}

impl Told for Lead {
    fn lead(&self) -> Lead {
        *self
    }
}

/// The words of a stretch as they are counted.
#[derive(Clone, Copy)]
pub(in crate::spot) struct Counted<'a, T> {
    /// The words.
    pub(in crate::spot) words: &'a [Word],
    /// What each is to weights.
    pub(in crate::spot) known: &'a [T],
    /// The points that words have with the one before, ascending. Those of words with digits are not told.
    pub(in crate::spot) pairs: &'a [Pair],
}

/// A word that has points with the one before.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::spot) struct Pair {
    /// Which one of the words.
    pub(in crate::spot) word: u32,
    /// The points.
    pub(in crate::spot) weight: Weight,
}

/// Tokens of which all pairs are kept in a table, at most.
const MOST_TOKENS: usize = 256;
/// Bits of the filter a key gets.
const FILTER_BITS: usize = 16;

impl Points {
    /// The points of keys for so many lists, each with the place of its list. Sorts them.
    pub(super) fn new(mut entries: Vec<(u64, u16, i16)>, lists: usize, classes: &Classes) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        entries.sort_unstable();
        let keys = entries.chunk_by(|a, b| a.0 == b.0);
        let count = keys.clone().count();
        let words = (count * FILTER_BITS / 64).next_power_of_two().max(64);
        let size = (count * 3 / 2).next_power_of_two();
        let mut points = Self {
            filter: vec![0; words],
            shift: 64 - words.trailing_zeros(),
            slots: vec![(0, 0); size],
            worths: vec![0; (count + 1) * lists],
            lists,
            ..Self::default()
        };
        for (number, own) in (1_u32..).zip(keys) {
            let key = own.first().map_or(0, |entry| entry.0);
            let mut at = key as usize & (size - 1);
            while points.slots.get(at).is_some_and(|slot| slot.1 > 0) {
                at = (at + 1) & (size - 1);
            }
            if let Some(slot) = points.slots.get_mut(at) {
                *slot = ((key >> 32) as u32, number);
            }
            if let Some(word) = points.filter.get_mut((key >> points.shift) as usize) {
                *word |= bits(key);
            }
            for (_, list, worth) in own {
                if let Some(place) = points.worths.get_mut(number as usize * lists + usize::from(*list)) {
                    *place = place.saturating_add(*worth);
                }
            }
        }
        points.note_tokens(classes);
        points
    }

    /// Notes the points of classes, of numbers and of names, and of two of them, so that these need no search.
    fn note_tokens(&mut self, classes: &Classes) {
        self.keys = (number_key(), name_key());
        let (number, name) = self.keys;
        let keys: Vec<u64> = std::iter::once(0).chain(classes.keys()).chain([number, name]).collect();
        let of_token = |key: &u64| if *key == 0 { Weight::default() } else { self.weight_of(*key) };
        let tokens = keys.iter().map(of_token).collect();
        self.names = self.weight_of(pair_key(name, name));
        (self.tokens, self.token_keys) = (tokens, keys);
        let all = 0..self.tokens.len();
        if all.len() <= MOST_TOKENS {
            let pairs = all.clone().flat_map(|left| all.clone().map(move |right| (left, right)));
            self.pairs = pairs.map(|(left, right)| self.look_up_tokens(left, right)).collect();
        }
    }

    /// The points of two tokens of which one is a class.
    fn look_up_tokens(&self, left: usize, right: usize) -> Weight {
        let is_class = |token: usize| (1..self.number_token()).contains(&token);
        let keys = self.token_keys.get(left).zip(self.token_keys.get(right));
        let keys = keys.filter(|_| left > 0 && right > 0 && (is_class(left) || is_class(right)));
        keys.map_or_else(Weight::default, |(left, right)| self.weight_of(pair_key(*left, *right)))
    }

    /// The same, from the table of all such pairs where there is one.
    #[inline]
    fn of_tokens(&self, left: usize, right: usize) -> Weight {
        match self.pairs.get(left * self.tokens.len() + right) {
            Some(weight) => *weight,
            None => self.look_up_tokens(left, right),
        }
    }

    /// The token of any number.
    const fn number_token(&self) -> usize {
        self.tokens.len().saturating_sub(2)
    }

    /// The token of any name.
    const fn name_token(&self) -> usize {
        self.tokens.len().saturating_sub(1)
    }

    /// The points of a key.
    pub(super) fn weight_of(&self, key: u64) -> Weight {
        let number = self.number_of(key);
        let worth = self.worths.get(number as usize * self.lists).copied().unwrap_or_default();
        Weight { number, worth }
    }

    /// The number of the points of a key; 0: it has none.
    #[inline]
    fn number_of(&self, key: u64) -> u32 {
        // One bit after the other: the first is nearly always missing.
        let has = |word: u64, bit: u64| (word >> (bit & 63)) & 1 == 1;
        let word = self.filter.get((key >> self.shift) as usize).copied().unwrap_or_default();
        if has(word, key) && has(word, key >> 6) { self.look_up(key) } else { 0 }
    }

    /// The same, where the filter says that the key may have points.
    fn look_up(&self, key: u64) -> u32 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some((tag, number)) = self.slots.get(at).copied().filter(|slot| slot.1 > 0) {
            if tag == (key >> 32) as u32 {
                return number;
            }
            at = (at + 1) & mask;
        }
        0
    }

    /// What any number is.
    pub(super) fn any_number(&self) -> Lead {
        Lead {
            weight: self.of_token(self.number_token()),
            class: 0,
            is_number: true,
            beside_name: self.is_beside_name(self.keys.0),
        }
    }

    /// The points of a token.
    #[inline]
    fn of_token(&self, token: usize) -> Weight {
        self.tokens.get(token).copied().unwrap_or_default()
    }

    /// Whether a word has points beside a name.
    pub(super) fn is_beside_name(&self, key: u64) -> bool {
        let name = self.keys.1;
        self.number_of(pair_key(key, name)) > 0 || self.number_of(pair_key(name, key)) > 0
    }

    /// Adds the points of the words of a stretch from `at` on that begin before byte `end`, those of one sentence, of its
    /// neighbours and of its place to `sums`, list by list. Moves `at` behind them: the next word, and the next pair.
    pub(super) fn add<T: Told>(
        &self,
        counted: &Counted<'_, T>,
        at: &mut (usize, usize),
        end: u32,
        place: Weight,
        met: &mut Met,
        sums: &mut [i32],
    ) {
        if self.slots.is_empty() {
            return;
        }
        met.next(self);
        // Nearly always one list leads.
        if let ([sum], 1) = (&mut *sums, self.lists) {
            let mut all = met.take(place);
            self.walk(counted, at, end, |weight| all += met.take(weight));
            *sum += all;
            return;
        }
        let mut take = |weight: Weight| {
            let own = self.worths.get(weight.number as usize * self.lists..).unwrap_or_default();
            if met.is_new(weight.number) {
                sums.iter_mut().zip(own).for_each(|(sum, worth)| *sum += i32::from(*worth));
            }
        };
        take(place);
        self.walk(counted, at, end, take);
    }

    /// Calls `take` with the points of what stands in a sentence, or with none. The first word of a sentence has its
    /// capital from that: it is no name.
    #[inline(always)]
    fn walk<T: Told>(&self, counted: &Counted<'_, T>, at: &mut (usize, usize), end: u32, mut take: impl FnMut(Weight)) {
        let (first, mut pair) = *at;
        let told_at = |pair: usize| counted.pairs.get(pair).map_or(u32::MAX, |pair| pair.word);
        // The first word of a sentence has a neighbour in its block, and none here.
        while told_at(pair) <= first as u32 {
            pair += 1;
        }
        let (numbers, names) = (self.number_token(), self.name_token());
        let mut told = told_at(pair);
        // Of the word before: what stands for it beside a class, whether it is a number or may be a name, and the second alone.
        let (mut left, mut left_odd, mut left_name) = (0, false, false);
        let mut number = first as u32;
        let rest = counted.words.get(first..).unwrap_or_default();
        for (word, known) in rest.iter().zip(counted.known.get(first..).unwrap_or_default()) {
            if word.at >= end {
                break;
            }
            let lead = known.lead();
            let titled = (word.shape == Shape::Title) & (word.gap == Gap::Space) & (word.len > 1);
            let name = titled & (number > first as u32) & !lead.is_number;
            let odd = lead.is_number | name;
            let class = usize::from(lead.class);
            let other = if lead.is_number { numbers } else { names };
            let token = if odd & (class == 0) { other } else { class };
            take(lead.weight);
            // Few words have a class.
            if left | token != 0 {
                take(self.of_token(class));
                take(self.of_tokens(left, token));
            }
            if number == told {
                take(counted.pairs.get(pair).map_or_else(Weight::default, |pair| pair.weight));
                pair += 1;
                told = told_at(pair);
            }
            if (left_odd | odd) & (number > first as u32) {
                self.odd_pair(counted, number as usize, (left_name, name), &mut take);
            }
            (left, left_odd, left_name) = (token, odd, name);
            number += 1;
        }
        *at = (number as usize, pair);
    }

    /// Calls `take` with the points of a word, by its number, and the one before, of which one is a number, or
    /// may be a name, for that.
    fn odd_pair<T: Told>(
        &self,
        counted: &Counted<'_, T>,
        number: usize,
        (left_name, right_name): (bool, bool),
        take: &mut impl FnMut(Weight),
    ) {
        let word = |place: usize| Some((counted.words.get(place)?.key, counted.known.get(place)?.lead()));
        let Some((left, right)) = number.checked_sub(1).and_then(word).zip(word(number)) else { return };
        let own = |word: (u64, Lead)| if word.1.is_number { self.keys.0 } else { word.0 };
        let name = self.keys.1;
        if left.1.is_number || right.1.is_number {
            take(self.weight_of(pair_key(own(left), own(right))));
        }
        if right_name {
            take(self.of_token(self.name_token()));
            if left.1.beside_name {
                take(self.weight_of(pair_key(own(left), name)));
            }
        }
        if left_name {
            if right.1.beside_name {
                take(self.weight_of(pair_key(name, own(right))));
            }
            if right_name {
                take(self.names);
            }
        }
    }

    /// Whether its numbers fit into what is kept of a word.
    pub(super) fn fits(&self) -> bool {
        self.worths.len() <= self.lists.max(1) << 16 && self.tokens.len() <= 1 << CLASS_BITS
    }
}

/// The two bits of a key in its word of the filter.
const fn bits(key: u64) -> u64 {
    (1 << (key & 63)) | (1 << ((key >> 6) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::weights::{Place, written_key};
    use crate::spot::weights::WeightIndex;
    use crate::text::Span;
    use crate::text::words::words;

    #[test]
    fn words_neighbours_and_classes_add_up_and_each_counts_once() {
        let mut classes = Classes::default();
        classes.add("past", "won *ed").expect("a class");
        let entry = |written: &str, list, worth| (written_key(written, &classes).expect("a key"), list, worth);
        let entries = vec![
            entry("widow", 0, 6),
            entry("widow", 1, -1),
            entry("he_signed", 0, 4),
            entry("<number>", 1, 3),
            entry("<name>_pleaded", 0, 20),
            entry("<name>", 1, 100),
            entry("<past>", 1, 1000),
            entry("<past>_<number>", 0, 300),
            entry("<in-alt>", 0, 5000),
            entry("so_<number>", 1, 10_000),
        ];
        let index = WeightIndex { leading: Points::new(entries, 2, &classes), classes, ..WeightIndex::default() };
        let (mut list, mut met) = (Vec::new(), Met::default());
        let mut sums = |text: &str, place: Option<Place>| {
            list.clear();
            words(text, Span::at(0..text.len()), &mut list);
            let mut sums = [0; 2];
            let (leads, pairs) = index.counted(text, &list);
            let counted = Counted { words: &list, known: &leads, pairs: &pairs };
            let place = place.map_or_else(Weight::default, |place| index.leading.weight_of(place.key()));
            index.leading.add(&counted, &mut (0, 0), u32::MAX, place, &mut met, &mut sums);
            sums
        };
        assert_eq!(sums("The widow, a widow of 80, 81 and b2b", None), [6, 2]);
        assert_eq!(sums("then he signed: he signed it", None), [4, 1000]);
        assert_eq!(sums("So Anna pleaded and Anna went", None), [20, 1100]);
        assert_eq!(sums("they won 81 or won 8", Some(Place::Alt)), [5300, 1003]);
        assert_eq!(sums("Anna pleaded so 81", None), [0, 11_003], "the first word is no name");
        assert_eq!(sums("", None), [0, 0]);
    }
}
