//! Owns the table from word keys to entries: a filter that answers «no» for nearly every word of a draft in one look at
//! memory, and an open table behind it. A key finds candidates; it never decides. Called by `names`, `facts` and
//! `identifiers`.

use super::keyed::{Pair, Pairs};

/// Word keys to lists of numbers.
pub(in crate::spot) struct Table {
    /// Says no to most keys.
    filter: Bits,
    /// How many places keys have at first: the upper half of a key says which. One that is taken goes to the next free one.
    homes: u64,
    /// What stands at each place, as [`Slot::packed`] says, and some places beyond. Zero where nothing does, so that memory that
    /// is not used is not touched.
    slots: Vec<u64>,
    /// The lists, one after the other; the last of each has [`LAST`] set. The first place is no list's.
    postings: Vec<u32>,
}

/// One key.
#[derive(Clone, Copy)]
pub(in crate::spot) struct Slot {
    /// The key's low half, to tell keys of one chain apart.
    tag: u32,
    /// Where its list begins in `postings`; of a list of one, as most are, the number itself with [`LAST`] set.
    first: u32,
}

/// What an empty slot has in `first`: no list begins there.
const EMPTY: u32 = 0;
/// An empty slot.
pub(super) const FREE: Slot = Slot { tag: 0, first: EMPTY };

impl Slot {
    /// Whether it is one of this key.
    #[inline]
    pub(super) const fn is_of(self, key: u64) -> bool {
        self.tag == key as u32 && self.first != EMPTY
    }

    /// As a number.
    const fn packed(self) -> u64 {
        (self.first as u64) << 32 | self.tag as u64
    }

    /// Of a number.
    #[inline]
    const fn unpacked(slot: u64) -> Self {
        Self { tag: slot as u32, first: (slot >> 32) as u32 }
    }
}

/// Marks the last posting of a list.
const LAST: u32 = 1 << 31;

/// Bits of filter a key gets, at least, and at most twice as many. With more, fewer keys pass that are not in the table, but
/// the filter of a large register is further away.
const FILTER_BITS: usize = 10;

/// Keys from which on their places are closer together: it takes less memory and no look at more of it.
const MANY: usize = 1 << 20;

/// Places beyond the homes, for keys that find theirs taken at the end.
const BEYOND: usize = 16;

impl Table {
    /// Makes the table of these pairs of key and number. Numbers are under 2³¹.
    pub(in crate::spot) fn build(pairs: Vec<(u64, u32)>) -> Self {
        Self::build_with(pairs.into_iter().collect(), |_, _| None, |_| false)
    }

    /// The same, where two numbers of one key that stand side by side in their order may become one. The filter marks the
    /// keys of whose lowest number `marks` is true.
    pub(super) fn build_with(
        mut pairs: Pairs,
        merge: impl Fn(u32, u32) -> Option<u32>,
        marks: impl Fn(u32) -> bool,
    ) -> Self {
        pairs.sort(merge);
        let keys = pairs.lists().count();
        let shared: usize = pairs.lists().map(<[_]>::len).filter(|len| *len > 1).sum();
        let homes = if keys > MANY { keys * 8 / 7 } else { (keys * 4 / 3).max(16) };
        let mut table = Self {
            filter: Bits::for_keys(keys),
            homes: homes as u64,
            slots: vec![0; homes + BEYOND],
            postings: Vec::with_capacity(shared + 1),
        };
        table.postings.push(LAST);
        // Keys come in the order of their places, and what is done with is let go.
        let mut free = 0;
        for part in pairs.into_parts() {
            for list in part.chunk_by(|a, b| a.key() == b.key()) {
                free = table.add(list, free, &marks);
            }
        }
        table
    }

    /// Adds the list of a key, at the first place from `free` on that it may have, and gives the place after that.
    fn add(&mut self, list: &[Pair], free: usize, marks: impl Fn(u32) -> bool) -> usize {
        let [pair, more @ ..] = list else { return free };
        let key = pair.key();
        self.filter.add(key);
        if marks(pair.number) {
            self.filter.mark(key);
        }
        let first = if more.is_empty() { pair.number | LAST } else { self.postings.len() as u32 };
        if !more.is_empty() {
            self.postings.extend(list.iter().map(|pair| pair.number));
            self.postings.last_mut().into_iter().for_each(|last| *last |= LAST);
        }
        let slot = self.home(key).max(free);
        if slot >= self.slots.len() {
            self.slots.resize(slot + BEYOND, 0);
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = Slot { tag: key as u32, first }.packed();
        }
        slot + 1
    }

    /// Whether the key may be in the table. Wrong «yes» are rare, wrong «no» don't happen.
    #[inline]
    pub(in crate::spot) fn may_hold(&self, key: u64) -> bool {
        self.filter().may_hold(key)
    }

    /// The filter alone, for a loop that asks it at every word.
    #[inline]
    pub(in crate::spot) fn filter(&self) -> Filter<'_> {
        self.filter.filter()
    }

    /// The numbers of a key, none where the table does not hold it. Two keys that agree in half their bits and in their
    /// place share a list now and then; the aligning tells them apart.
    #[inline]
    pub(in crate::spot) fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        self.get_from(key, self.home_of(key))
    }

    /// What stands where a key stands first of all. A loop that asks nothing else waits for many places of a large table at
    /// once; [`Self::get_from`] goes on from there.
    #[inline]
    pub(in crate::spot) fn home_of(&self, key: u64) -> Slot {
        self.slot(self.home(key))
    }

    /// The slot of a key, an empty one where the table does not hold it, given what [`Self::home_of`] gave.
    #[inline]
    pub(super) fn settle(&self, key: u64, mut found: Slot) -> Slot {
        let mut slot = self.home(key);
        while found.first != EMPTY && found.tag != key as u32 {
            slot += 1;
            found = self.slot(slot);
        }
        found
    }

    /// The same as [`Self::get`], given what [`Self::home_of`] or [`Self::settle`] gave.
    #[inline]
    pub(in crate::spot) fn get_from(&self, key: u64, found: Slot) -> impl Iterator<Item = u32> + '_ {
        let first = self.settle(key, found).first;
        let alone = (first & LAST != 0).then_some(first & !LAST);
        let list = if first & LAST == 0 && first != EMPTY {
            self.postings.get(first as usize..).unwrap_or_default()
        } else {
            &[]
        };
        let end = list.iter().position(|p| p & LAST != 0).map_or(list.len(), |i| i + 1);
        alone.into_iter().chain(list.get(..end).unwrap_or_default().iter().map(|p| p & !LAST))
    }

    /// What stands at a place.
    #[inline]
    fn slot(&self, at: usize) -> Slot {
        self.slots.get(at).map_or(FREE, |slot| Slot::unpacked(*slot))
    }

    /// The first place of a key.
    #[inline]
    const fn home(&self, key: u64) -> usize {
        (((key >> 32) * self.homes) >> 32) as usize
    }
}

impl Default for Table {
    /// Of no keys.
    fn default() -> Self {
        Self::build(Vec::new())
    }
}

/// A blocked filter: one word of memory a key, two bits in it, and a third for keys that are marked.
#[derive(Default)]
pub(in crate::spot) struct Bits {
    /// The words of memory; a power of two.
    words: Vec<u64>,
    /// Shift that brings a key's high bits into their range.
    shift: u32,
}

impl Bits {
    /// The filter of these keys, some `count` different ones.
    pub(in crate::spot) fn of(count: usize, keys: impl Iterator<Item = u64>) -> Self {
        let mut filter = Self::for_keys(count);
        keys.for_each(|key| filter.add(key));
        filter
    }

    /// A filter with room for some `count` keys.
    fn for_keys(count: usize) -> Self {
        let size = (count * FILTER_BITS / 64).next_power_of_two().max(1 << 10);
        Self { words: vec![0; size], shift: 64 - size.trailing_zeros() }
    }

    /// Adds a key.
    fn add(&mut self, key: u64) {
        if let Some(word) = self.words.get_mut((key >> self.shift) as usize) {
            *word |= bits(key);
        }
    }

    /// Marks one of the keys.
    fn mark(&mut self, key: u64) {
        if let Some(word) = self.words.get_mut((key >> self.shift) as usize) {
            *word |= 1 << ((key >> 12) & 63);
        }
    }

    /// The filter, to be asked.
    #[inline]
    pub(in crate::spot) fn filter(&self) -> Filter<'_> {
        Filter { words: &self.words, shift: self.shift }
    }
}

/// A filter that is asked.
#[derive(Clone, Copy)]
pub(in crate::spot) struct Filter<'t> {
    /// As in [`Bits`].
    words: &'t [u64],
    /// As in [`Bits`].
    shift: u32,
}

impl Filter<'_> {
    /// As [`Table::may_hold`].
    #[inline]
    pub(in crate::spot) fn may_hold(self, key: u64) -> bool {
        // One bit after the other: the first is nearly always missing.
        let has = |word: u64, bit: u64| (word >> (bit & 63)) & 1 == 1;
        self.words.get((key >> self.shift) as usize).is_some_and(|word| has(*word, key) && has(*word, key >> 6))
    }
}

impl Filter<'_> {
    /// How many bytes of memory it takes.
    pub(in crate::spot) const fn bytes(self) -> usize {
        size_of_val(self.words)
    }

    /// The word of memory of a key.
    #[inline]
    pub(in crate::spot) fn word_of(self, key: u64) -> u64 {
        self.words.get((key >> self.shift) as usize).copied().unwrap_or_default()
    }

    /// Whether the key may be in the table and whether it may be a marked one, given what [`Self::word_of`] gave: the same as
    /// `may_hold` without a branch that depends on the key.
    #[inline]
    pub(in crate::spot) const fn holds_bits(word: u64, key: u64) -> (bool, bool) {
        let held = (word >> (key & 63)) & (word >> ((key >> 6) & 63)) & 1;
        (held == 1, held & (word >> ((key >> 12) & 63)) == 1)
    }
}

/// The two bits of a key in its word of the filter.
const fn bits(key: u64) -> u64 {
    (1 << (key & 63)) | (1 << ((key >> 6) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::key;

    #[test]
    fn every_key_gives_its_numbers_and_few_others_pass_the_filter() {
        let pairs: Vec<(u64, u32)> = (0..5000_u32).map(|n| (key(&format!("word{}", n / 2)), n)).collect();
        let table = Table::build(pairs);
        for n in 0..2500_u32 {
            let word = key(&format!("word{n}"));
            assert!(table.may_hold(word) && Filter::holds_bits(table.filter().word_of(word), word).0);
            assert_eq!(table.get(word).collect::<Vec<_>>(), [n * 2, n * 2 + 1]);
        }
        let alike = |key: u64| table.may_hold(key) == Filter::holds_bits(table.filter().word_of(key), key).0;
        assert!((0..10_000).all(|n| alike(key(&format!("other{n}")))));
        let wrong = (0..10_000).filter(|n| table.may_hold(key(&format!("other{n}")))).count();
        assert!(wrong < 300, "{wrong} of 10,000 pass");
        assert_eq!(table.get(key("other")).count(), 0);
        let alone = Table::build(vec![(key("one"), 7), (key("one"), 7)]);
        assert_eq!(alone.get(key("one")).collect::<Vec<_>>(), [7], "a list of one stands in the slot");
        assert_eq!(alone.postings.len(), 1);
        assert_eq!(Table::build(Vec::new()).get(1).count(), 0);
    }

    #[test]
    fn a_key_is_marked_by_its_lowest_number_and_few_others_seem_so() {
        let pairs: Vec<(u64, u32)> = (0..5000_u32).map(|n| (key(&format!("word{}", n / 2)), n)).collect();
        let table = Table::build_with(pairs.into_iter().collect(), |_, _| None, |n| n < 500);
        let marked = |n: u32| {
            let key = key(&format!("word{n}"));
            Filter::holds_bits(table.filter().word_of(key), key).1
        };
        assert!((0..250).all(marked));
        let wrong = (250..2500).filter(|n| marked(*n)).count();
        assert!(wrong < 450, "{wrong} of 2,250 seem marked");
    }
}
