//! Owns which pairs of neighbours are worth a look: one filter for those of phrases and those that have points, since it is asked
//! at every word of every draft. Called by `seeds`.

/// A filter of keys.
#[derive(Debug)]
pub(super) struct Neighbours {
    /// One word of memory a key, two bits in it.
    words: Box<[u64]>,
    /// Shift that brings a key's high bits into the filter's range.
    shift: u32,
}

/// Bits of the filter a key gets.
const BITS: usize = 8;

impl Neighbours {
    /// The filter of some keys.
    pub(super) fn new(keys: Vec<u64>) -> Self {
        let size = (keys.len() * BITS / 64).next_power_of_two().max(64);
        let (mut words, shift) = (vec![0; size].into_boxed_slice(), 64 - size.trailing_zeros());
        for key in keys {
            if let Some(word) = words.get_mut((key >> shift) as usize) {
                *word |= bits(key);
            }
        }
        Self { words, shift }
    }

    /// Whether a key may be one of them. Wrong «yes» are rare, wrong «no» don't happen.
    #[inline]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        // Both bits at once: which is missing nobody can foresee.
        let wanted = bits(key);
        self.words.get((key >> self.shift) as usize).is_some_and(|word| word & wanted == wanted)
    }
}

impl Default for Neighbours {
    fn default() -> Self {
        Self::new(Vec::new())
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
    fn every_key_may_be_held_and_few_others() {
        let keys: Vec<u64> = (0..5000).map(|n| key(&format!("word{n}"))).collect();
        let neighbours = Neighbours::new(keys.clone());
        assert!(keys.iter().all(|key| neighbours.may_hold(*key)));
        let wrong = (0..10_000).filter(|n| neighbours.may_hold(key(&format!("other{n}")))).count();
        assert!(wrong < 500, "{wrong} of 10,000 pass");
        assert!(!Neighbours::default().may_hold(key("word1")));
    }
}
