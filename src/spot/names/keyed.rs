//! Owns pairs of key and number until a table is made of them: of a million names there are millions, so they take twelve
//! bytes each, and are sorted and let go a part at a time. Called by `compile` and `index`.

use crate::threads;

/// A key and a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::spot) struct Pair {
    /// The upper half of the key.
    high: u32,
    /// The lower half.
    low: u32,
    /// The number.
    pub(super) number: u32,
}

impl Pair {
    /// The key.
    #[inline]
    pub(super) const fn key(self) -> u64 {
        (self.high as u64) << 32 | self.low as u64
    }

    /// What pairs are sorted by: the key, then the number.
    #[inline]
    const fn order(self) -> u128 {
        (self.key() as u128) << 32 | self.number as u128
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    #[inline]
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// Parts that many pairs are put in, by the upper bits of their keys: all keys of one part come before those of the next.
const PARTS: usize = 64;
/// Pairs for which one part is enough.
const FEW: usize = 1 << 14;

/// Pairs of key and number.
pub(in crate::spot) struct Pairs {
    /// In parts.
    parts: Vec<Vec<Pair>>,
}

impl Pairs {
    /// None yet; there will be about so many.
    pub(super) fn with_room(count: usize) -> Self {
        let parts = if count > FEW { PARTS } else { 1 };
        // Where the system gives large pages, room that is not used is not free.
        let room = count / parts + count / parts / 32 + 8;
        Self { parts: (0..parts).map(|_| Vec::with_capacity(room)).collect() }
    }

    /// Adds one.
    #[inline]
    pub(super) fn add(&mut self, key: u64, number: u32) {
        let part = ((key >> 32) * self.parts.len() as u64) >> 32;
        if let Some(part) = self.parts.get_mut(part as usize) {
            part.push(Pair { high: (key >> 32) as u32, low: key as u32, number });
        }
    }

    /// Sorts them, and leaves one of those that are the same or that `merge` makes one of two with one key.
    pub(super) fn sort(&mut self, merge: impl Fn(u32, u32) -> Option<u32>) {
        for part in &mut self.parts {
            threads::sort(part);
            part.dedup_by(|next, kept| {
                if next.key() != kept.key() {
                    return false;
                }
                let merged =
                    if next.number == kept.number { Some(kept.number) } else { merge(kept.number, next.number) };
                merged.inspect(|number| kept.number = *number).is_some()
            });
        }
    }

    /// The lists of numbers of one key, when sorted.
    pub(super) fn lists(&self) -> impl Iterator<Item = &[Pair]> {
        self.parts.iter().flat_map(|part| part.chunk_by(|a, b| a.key() == b.key()))
    }

    /// The parts, one after the other, when sorted.
    pub(super) fn into_parts(self) -> impl Iterator<Item = Vec<Pair>> {
        self.parts.into_iter()
    }
}

impl Default for Pairs {
    /// None.
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl FromIterator<(u64, u32)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (u64, u32)>>(all: I) -> Self {
        let all = all.into_iter();
        let mut pairs = Self::with_room(all.size_hint().0);
        all.for_each(|(key, number)| pairs.add(key, number));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    #[test]
    fn pairs_come_sorted_whatever_the_number_of_parts_and_some_become_one() {
        let key = |n: u32| u64::from(n / 2).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for count in [100, 100_000] {
            let mut pairs: Pairs = (0..count).rev().map(|n| (key(n), n)).collect();
            assert_eq!(pairs.parts.len() > 1, count > 1_000);
            pairs.add(key(0), 0);
            pairs.sort(|_, _| None);
            let lists: Vec<Vec<u32>> =
                pairs.lists().map(|list| list.iter().map(|pair| pair.number).collect()).collect();
            assert_eq!(lists.len(), count as usize / 2);
            assert!(lists.iter().all(|list| list.len() == 2 && list[0] + 1 == list[1]));
            let keys: Vec<u64> = pairs.into_parts().flatten().map(|pair| pair.key()).collect();
            assert!(keys.is_sorted());
        }
        let mut pairs: Pairs = [(1, 16 | 2), (2, 16 | 4), (1, 16 | 4), (1, 3), (1, 16 | 8)].into_iter().collect();
        pairs.sort(|a, b| (a & b & 16 != 0).then_some(a | b));
        let lists: Vec<Vec<u32>> = pairs.lists().map(|list| list.iter().map(|pair| pair.number).collect()).collect();
        assert_eq!(lists, [vec![3, 16 | 2 | 4 | 8], vec![16 | 4]]);
    }
}
