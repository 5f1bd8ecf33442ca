//! Owns a set of small numbers: which seeds a group holds, which signals may stand in it.

/// A set of numbers below a size that is fixed when it is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set of numbers below `size`.
    pub(super) fn new(size: usize) -> Self {
        Self(vec![0; words_for(size)])
    }

    /// Whether it can hold nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `number` is in it.
    pub(super) fn has(&self, number: u32) -> bool {
        has(&self.0, number)
    }

    /// Adds `number`; says whether it is new.
    pub(super) fn add(&mut self, number: u32) -> bool {
        let before = self.has(number);
        set(&mut self.0, number);
        !before
    }

    /// Takes out all.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds all of another set of the same size.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Takes out `number`.
    pub(super) fn remove(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }
}

/// How many 64-bit words hold numbers below `size`.
pub(super) const fn words_for(size: usize) -> usize {
    size.div_ceil(64)
}

/// Whether `number` is in the set that these words hold.
pub(super) fn has(words: &[u64], number: u32) -> bool {
    words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// Adds `number` to the set that these words hold.
pub(super) fn set(words: &mut [u64], number: u32) {
    if let Some(word) = words.get_mut(number as usize / 64) {
        *word |= 1 << (number % 64);
    }
}
