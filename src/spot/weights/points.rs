//! Owns the points of words and neighbours for a few lists, laid out for a loop over every sentence of a draft, and that
//! loop. Called by `count`.

use crate::rules::classes::Classes;
use crate::rules::weights::{name_key, number_key};
use crate::spot::known::Lead;
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
    /// Key and number of each class; the first is none.
    classes: Vec<(u64, u32)>,
    /// Those of any number.
    number: (u64, u32),
    /// Those of any name.
    name: (u64, u32),
}

/// Whose points were met in the sentence at hand: what stands twice counts once.
#[derive(Default)]
pub(super) struct Met {
    /// By number. One byte each, so that they stay in the nearest caches.
    marks: Vec<u8>,
    /// What marks a number as met.
    now: u8,
}

impl Met {
    /// Begins a sentence; `numbers`: how many there are.
    fn next(&mut self, numbers: usize) {
        self.marks.resize(numbers, 0);
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.marks.fill(0);
            self.now = 1;
        }
    }

    /// Whether a number is met for the first time.
    #[inline]
    fn is_new(&mut self, number: u32) -> bool {
        self.marks.get_mut(number as usize).is_some_and(|mark| std::mem::replace(mark, self.now) != self.now)
    }
}

/// A word as its neighbour sees it.
#[derive(Clone, Copy)]
struct Neighbour {
    /// Its key, or that of any number.
    own: u64,
    /// Whether it may be a name.
    name: bool,
    /// Whether it has a class.
    classed: bool,
    /// What stands for it beside a class: its class, or else that of numbers or names; 0 where it has neither.
    token: u64,
}

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
        let known = |key: u64| (key, points.number_of(key));
        let classes = std::iter::once((0, 0)).chain(classes.keys().map(known)).collect();
        let (number, name) = (known(number_key()), known(name_key()));
        Self { classes, number, name, ..points }
    }

    /// The number of the points of a key; 0: it has none.
    #[inline]
    pub(super) fn number_of(&self, key: u64) -> u32 {
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

    /// The number of the points of any number.
    pub(super) const fn of_any_number(&self) -> u32 {
        self.number.1
    }

    /// Adds the points of the words of one sentence, of its neighbours and of its place to `sums`, list by list. `leads`: what
    /// the words are to weights. The first word of a sentence has its capital from that: it is no name.
    pub(super) fn add(&self, (words, leads, place): (&[Word], &[Lead], u32), met: &mut Met, sums: &mut [i32]) {
        if self.slots.is_empty() {
            return;
        }
        met.next(self.worths.len() / self.lists.max(1));
        let mut before: Option<Neighbour> = None;
        for (word, lead) in words.iter().zip(leads) {
            let titled = word.shape == Shape::Title && word.gap == Gap::Space && word.len > 1;
            let name = titled && before.is_some() && !lead.is_number;
            let (class, of_class) = self.classes.get(usize::from(lead.class)).copied().unwrap_or_default();
            let own = if lead.is_number { self.number.0 } else { word.key };
            let token = match (class, lead.is_number, name) {
                (0, true, _) => self.number.0,
                (0, false, true) => self.name.0,
                _ => class,
            };
            let right = Neighbour { own, name, classed: class != 0, token };
            self.take(lead.points, met, sums);
            if name {
                self.take(self.name.1, met, sums);
            }
            if class != 0 {
                self.take(of_class, met, sums);
            }
            if let Some(left) = before {
                self.pairs(left, right, met, sums);
            }
            before = Some(right);
        }
        self.take(place, met, sums);
    }

    /// Adds the points of two neighbours.
    #[inline]
    fn pairs(&self, left: Neighbour, right: Neighbour, met: &mut Met, sums: &mut [i32]) {
        let mut look = |left: u64, right: u64| {
            let number = self.number_of(pair_key(left, right));
            if number > 0 {
                self.take(number, met, sums);
            }
        };
        look(left.own, right.own);
        if left.name | right.name | left.classed | right.classed {
            if right.name {
                look(left.own, self.name.0);
            }
            if left.name {
                look(self.name.0, right.own);
                if right.name {
                    look(self.name.0, self.name.0);
                }
            }
            if (left.classed || right.classed) && left.token != 0 && right.token != 0 {
                look(left.token, right.token);
            }
        }
    }

    /// Adds the points of a number, unless that was done in this sentence.
    #[inline]
    fn take(&self, number: u32, met: &mut Met, sums: &mut [i32]) {
        // No branch: nobody can foresee it.
        let all = if met.is_new(number) { -1 } else { 0 };
        // Nearly always one list leads.
        if let ([sum], 1) = (&mut *sums, self.lists) {
            *sum += i32::from(self.worths.get(number as usize).copied().unwrap_or_default()) & all;
            return;
        }
        let own = self.worths.get(number as usize * self.lists..).unwrap_or_default();
        sums.iter_mut().zip(own).for_each(|(sum, worth)| *sum += i32::from(*worth) & all);
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
            let leads: Vec<Lead> = list.iter().map(|word| index.lead(text, word)).collect();
            let place = place.map_or(0, |place| index.leading.number_of(place.key()));
            index.leading.add((&list, &leads, place), &mut met, &mut sums);
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
