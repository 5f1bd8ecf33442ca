//! Owns what pairs of neighbours lead to: classes of phrases, and points. One table for both, since it is asked at every word of
//! every draft, and each look at memory counts. Called by `seeds`.

use crate::spot::known::Weight;

/// What a pair of neighbours leads to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Neighbour {
    /// Where its classes are; 0: none.
    pub(super) place: u32,
    /// Its points.
    pub(super) weight: Weight,
}

/// A pair in its slot.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The high half of its key.
    tag: u32,
    /// Where its classes are; 0: none.
    place: u32,
    /// The number of its points, as far as it fits: where it does not, nobody asks; 0: none. Where both are 0 nothing is here.
    number: u16,
    /// What these are worth.
    worth: i16,
}

/// Pairs by key.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// One word of memory a key, two bits in it: it answers «no» for most keys in one look.
    filter: Box<[u64]>,
    /// Shift that brings a key's high bits into the filter's range.
    shift: u32,
    /// Open addressing; a power of two.
    slots: Box<[Slot]>,
}

/// Bits of the filter a key gets.
const BITS: usize = 8;

impl Neighbours {
    /// A table of nothing, with room for so many keys.
    pub(super) fn new(keys: usize) -> Self {
        let words = (keys * BITS / 64).next_power_of_two().max(64);
        Self {
            filter: vec![0; words].into_boxed_slice(),
            shift: 64 - words.trailing_zeros(),
            slots: vec![Slot::default(); (keys * 4 / 3 + 1).next_power_of_two()].into_boxed_slice(),
        }
    }

    /// Adds a key, unless it is there: its points, and where its classes are.
    pub(super) fn add(&mut self, key: u64, weight: Weight, place: Option<u32>) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        let own = Slot {
            tag: (key >> 32) as u32,
            place: place.unwrap_or_default(),
            number: weight.number as u16,
            worth: weight.worth,
        };
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.is_taken()) {
            if slot.tag == own.tag {
                return;
            }
            at = (at + 1) & mask;
        }
        self.slots.get_mut(at).into_iter().for_each(|slot| *slot = own);
        self.filter.get_mut((key >> self.shift) as usize).into_iter().for_each(|word| *word |= bits(key));
    }

    /// Whether a key may be one of them. Wrong «yes» are rare, wrong «no» don't happen.
    #[inline]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        // Both bits at once: which is missing nobody can foresee.
        let wanted = bits(key);
        self.filter.get((key >> self.shift) as usize).is_some_and(|word| word & wanted == wanted)
    }

    /// What a key leads to.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Neighbour {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.is_taken()) {
            if slot.tag == (key >> 32) as u32 {
                let weight = Weight { number: slot.number.into(), worth: slot.worth };
                return Neighbour { place: slot.place, weight };
            }
            at = (at + 1) & mask;
        }
        Neighbour::default()
    }
}

impl Slot {
    /// Whether a pair is here.
    const fn is_taken(&self) -> bool {
        self.place > 0 || self.number > 0
    }
}

impl Default for Neighbours {
    fn default() -> Self {
        Self::new(0)
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
    fn every_key_leads_to_its_own_and_few_others_may_be_held() {
        let weight = |n: u32| Weight { number: n, worth: n as i16 };
        let keys: Vec<u64> = (0..5000).map(|n| key(&format!("word{n}"))).collect();
        let mut neighbours = Neighbours::new(keys.len());
        (0_u32..).zip(&keys).for_each(|(n, key)| neighbours.add(*key, weight(n), Some(n + 1)));
        neighbours.add(keys[1], Weight::default(), None);
        for (n, key) in (0_u32..).zip(&keys) {
            let found = neighbours.get(*key);
            assert!(neighbours.may_hold(*key) && (found.place, found.weight) == (n + 1, weight(n)));
        }
        let others = (0..10_000).map(|n| key(&format!("other{n}")));
        let wrong =
            others.filter(|key| neighbours.may_hold(*key)).inspect(|key| assert_eq!(neighbours.get(*key).place, 0));
        let wrong = wrong.count();
        assert!(wrong < 500, "{wrong} of 10,000 pass");
        assert!(!Neighbours::default().may_hold(key("word1")) && Neighbours::default().get(1).place == 0);
    }
}
