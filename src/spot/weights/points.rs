//! Owns the points of words and neighbours for a few lists, laid out for a loop over every sentence of a draft, and that
//! loop. Called by `count`.

use crate::rules::classes::Classes;
use crate::rules::weights::{Keys, Place, Reader};
use crate::text::words::Word;

/// Keys with their points.
#[derive(Default)]
pub(super) struct Points {
    /// One word of memory a key, two bits in it: it answers «no» for most keys in one look.
    filter: Vec<u64>,
    /// Shift that brings a key's high bits into the filter's range.
    shift: u32,
    /// Open addressing; a power of two. An empty slot has no points; a key has a slot for each list.
    slots: Vec<Slot>,
}

/// The points of a key for a list.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The high half of the key.
    tag: u32,
    /// Place of the list.
    list: u16,
    /// The points.
    worth: i16,
}

/// Which slots were met in the sentence at hand: what stands twice counts once.
#[derive(Default)]
pub(super) struct Met {
    /// By slot. One byte each, so that they stay in the nearest caches.
    marks: Vec<u8>,
    /// What marks a slot as met.
    now: u8,
}

impl Met {
    /// Begins a sentence; `slots`: how many there are.
    fn next(&mut self, slots: usize) {
        self.marks.resize(slots, 0);
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.marks.fill(0);
            self.now = 1;
        }
    }

    /// Whether a slot is met for the first time.
    fn is_new(&mut self, slot: usize) -> bool {
        self.marks.get_mut(slot).is_some_and(|mark| std::mem::replace(mark, self.now) != self.now)
    }
}

/// Bits of the filter a key gets.
const FILTER_BITS: usize = 16;

impl Points {
    /// The points of keys, each with the place of its list. Sorts them.
    pub(super) fn new(mut entries: Vec<(u64, u16, i16)>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        entries.sort_unstable();
        let keys = entries.chunk_by(|a, b| a.0 == b.0).count();
        let words = (keys * FILTER_BITS / 64).next_power_of_two().max(64);
        let size = (entries.len() * 2).next_power_of_two();
        let mut points =
            Self { filter: vec![0; words], shift: 64 - words.trailing_zeros(), slots: vec![Slot::default(); size] };
        for (key, list, worth) in entries.into_iter().filter(|(.., worth)| *worth != 0) {
            let mut at = key as usize & (size - 1);
            while points.slots.get(at).is_some_and(|slot| slot.worth != 0) {
                at = (at + 1) & (size - 1);
            }
            if let Some(slot) = points.slots.get_mut(at) {
                *slot = Slot { tag: (key >> 32) as u32, list, worth };
            }
            if let Some(word) = points.filter.get_mut((key >> points.shift) as usize) {
                *word |= bits(key);
            }
        }
        points
    }

    /// Adds the points of the words of one sentence, of its neighbours and of its place to `sums`, list by list.
    pub(super) fn add(
        &self,
        text: &str,
        (words, place): (&[Word], Option<Place>),
        classes: &Classes,
        met: &mut Met,
        sums: &mut [i32],
    ) {
        if self.slots.is_empty() {
            return;
        }
        met.next(self.slots.len());
        let reader = Reader::new(classes);
        let mut left: Option<Keys> = None;
        for word in words {
            let own = reader.read(text, word, left.is_none());
            reader.each(own, |key| self.look(key, met, sums));
            if let Some(before) = left {
                reader.pairs(before, own, |key| self.look(key, met, sums));
            }
            left = Some(own);
        }
        if let Some(place) = place {
            self.look(place.key(), met, sums);
        }
    }

    /// Adds the points of a key, unless that was done in this sentence.
    #[inline]
    fn look(&self, key: u64, met: &mut Met, sums: &mut [i32]) {
        // One bit after the other: the first is nearly always missing.
        let has = |word: u64, bit: u64| (word >> (bit & 63)) & 1 == 1;
        if self.filter.get((key >> self.shift) as usize).is_some_and(|word| has(*word, key) && has(*word, key >> 6)) {
            self.take(key, met, sums);
        }
    }

    /// The same, where the filter says that the key may have points.
    fn take(&self, key: u64, met: &mut Met, sums: &mut [i32]) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.worth != 0) {
            if slot.tag == (key >> 32) as u32
                && met.is_new(at)
                && let Some(sum) = sums.get_mut(usize::from(slot.list))
            {
                *sum += i32::from(slot.worth);
            }
            at = (at + 1) & mask;
        }
    }
}

/// The two bits of a key in its word of the filter.
const fn bits(key: u64) -> u64 {
    (1 << (key & 63)) | (1 << ((key >> 6) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::weights::written_key;
    use crate::text::Span;
    use crate::text::words::words;

    #[test]
    fn words_neighbours_and_classes_add_up_and_each_counts_once() {
        let mut classes = Classes::default();
        classes.add("past", "won *ed").expect("a class");
        let entry = |written: &str, list, worth| (written_key(written, &classes).expect("a key"), list, worth);
        let points = Points::new(vec![
            entry("widow", 0, 6),
            entry("widow", 1, -1),
            entry("he_signed", 0, 4),
            entry("<number>", 1, 3),
            entry("<name>_pleaded", 0, 20),
            entry("<name>", 1, 100),
            entry("<past>", 1, 1000),
            entry("<past>_<number>", 0, 300),
            entry("<in-alt>", 0, 5000),
        ]);
        let (mut list, mut met) = (Vec::new(), Met::default());
        let mut sums = |text: &str, place: Option<Place>| {
            list.clear();
            words(text, Span::at(0..text.len()), &mut list);
            let mut sums = [0; 2];
            points.add(text, (&list, place), &classes, &mut met, &mut sums);
            sums
        };
        assert_eq!(sums("The widow, a widow of 80, 81 and b2b", None), [6, 2]);
        assert_eq!(sums("then he signed: he signed it", None), [4, 1000]);
        assert_eq!(sums("So Anna pleaded and Anna went", None), [20, 1100]);
        assert_eq!(sums("they won 81 or won 8", Some(Place::Alt)), [5300, 1003]);
        assert_eq!(sums("", None), [0, 0]);
    }
}
