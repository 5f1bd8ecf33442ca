//! Owns the table from keys to classes. A key finds candidates; it never decides. Called by `seeds`.

use crate::spot::known::SEED_BITS;
use crate::text::lexicon::Keyed;
use crate::text::words::pair_key;

/// Leads from keys to classes.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// One word of memory a key, two bits in it: it answers «no» for most keys in one look.
    filter: Vec<u64>,
    /// Shift that brings a key's high bits into the filter's range.
    shift: u32,
    /// Open addressing; a power of two: the high half of a key, and where its classes begin in `postings`.
    slots: Vec<(u32, u32)>,
    /// Lists of classes: how many there are up to each [`Tier`], and these, tier by tier. The first is nobody's. Keys with the same
    /// classes share a list: few lists stay in the nearer caches.
    postings: Vec<u16>,
    /// Where a list is, by a key of its classes. Of two lists with one key the later one is not shared.
    lists: Keyed<u32>,
}

/// The largest number of a class: so small that they stay in the nearer caches.
pub(super) const LAST_CLASS: u32 = u16::MAX as u32 - 1;

/// When it is asked whether a class stands in a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Tier {
    /// Always: conditions hang on it even where all frames stand that words add up to.
    Plain,
    /// Where not all of these stand: conditions hang on it.
    Telling,
    /// Where anything stands on which conditions hang.
    Rest,
}

/// How many tiers there are.
const TIERS: usize = 3;

/// Bits of the filter a key gets.
const FILTER_BITS: usize = 16;

impl Table {
    /// The table of some keys with their classes. Sorts them. `tier`: that of a class.
    pub(super) fn new(mut entries: Vec<(u64, u32)>, tier: &impl Fn(u16) -> Tier) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        entries.sort_unstable();
        entries.dedup();
        let keys = entries.chunk_by(|a, b| a.0 == b.0);
        let count = keys.clone().count();
        let words = (count * FILTER_BITS / 64).next_power_of_two().max(64);
        let size = (count * 3 / 2).next_power_of_two();
        let mut table = Self {
            filter: vec![0; words],
            shift: 64 - words.trailing_zeros(),
            slots: vec![(0, 0); size],
            ..Self::default()
        };
        let mut classes: Vec<u16> = entries.iter().map(|(_, class)| *class as u16).collect();
        classes.sort_unstable();
        classes.dedup();
        let all = table.add(&mut classes, tier);
        for own in keys {
            let key = own.first().map_or(0, |entry| entry.0);
            let mut at = key as usize & (size - 1);
            while table.slots.get(at).is_some_and(|slot| slot.1 > 0) {
                at = (at + 1) & (size - 1);
            }
            classes.clear();
            classes.extend(own.iter().map(|(_, class)| *class as u16));
            // Beyond the last place keys lead to all classes: that more may stand somewhere than do costs time alone.
            let place = if table.postings.len() < 1 << SEED_BITS { table.add(&mut classes, tier) } else { all };
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = ((key >> 32) as u32, place);
            }
            if let Some(word) = table.filter.get_mut((key >> table.shift) as usize) {
                *word |= bits(key);
            }
        }
        table
    }

    /// Gives the place of some classes, and adds them where they have none. Sorts them by tier.
    pub(super) fn add(&mut self, classes: &mut [u16], tier: &impl Fn(u16) -> Tier) -> u32 {
        if self.postings.is_empty() {
            self.postings.push(0);
        }
        classes.sort_by_key(|class| tier(*class));
        let key = classes.iter().fold(0, |key, class| pair_key(key, u64::from(*class)));
        let place = self.postings.len() as u32;
        let known = *self.lists.entry(key).or_insert(place);
        if self.classes(known, Tier::Rest) == classes {
            return known;
        }
        let up_to = |last: Tier| classes.partition_point(|class| tier(*class) <= last) as u16;
        self.postings.extend([Tier::Plain, Tier::Telling, Tier::Rest].map(up_to));
        self.postings.extend(&*classes);
        place
    }

    /// The place of a key's classes.
    #[inline]
    pub(super) fn find(&self, key: u64) -> Option<u32> {
        // One bit after the other: the first is nearly always missing.
        let has = |word: u64, bit: u64| (word >> (bit & 63)) & 1 == 1;
        let may =
            self.filter.get((key >> self.shift) as usize).is_some_and(|word| has(*word, key) && has(*word, key >> 6));
        if may { self.look_up(key) } else { None }
    }

    /// The same, where the filter says that the key may stand there.
    fn look_up(&self, key: u64) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while let Some((tag, place)) = self.slots.get(at).copied().filter(|slot| slot.1 > 0) {
            if tag == (key >> 32) as u32 {
                return Some(place);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The classes at a place, up to a tier.
    #[inline]
    pub(super) fn classes(&self, place: u32, last: Tier) -> &[u16] {
        let from = place as usize + TIERS;
        let count = usize::from(self.postings.get(place as usize + last as usize).copied().unwrap_or_default());
        self.postings.get(from..from + count).unwrap_or_default()
    }

    /// The classes of a key.
    pub(super) fn of(&self, key: u64) -> &[u16] {
        self.find(key).map(|place| self.classes(place, Tier::Rest)).unwrap_or_default()
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
    fn every_key_leads_to_its_classes_and_others_nowhere() {
        let entries = (0..5000_u32).map(|n| (key(&format!("word{}", n / 2)), n)).collect();
        let tier = |class: u16| if class & 1 == 1 { Tier::Telling } else { Tier::Rest };
        let table = Table::new(entries, &tier);
        for n in 0..2500_u16 {
            let place = table.find(key(&format!("word{n}"))).expect("it is there");
            let classes = [Tier::Plain, Tier::Telling, Tier::Rest].map(|last| table.classes(place, last));
            assert_eq!(classes, [&[][..], &[n * 2 + 1], &[n * 2 + 1, n * 2]]);
        }
        assert!((0..1000).all(|n| table.of(key(&format!("other{n}"))).is_empty()));
        assert!(Table::default().of(1).is_empty());
    }
}
