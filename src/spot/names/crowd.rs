//! Owns how many entries of a register share a word: what decides under which word an entry stands, and with what beside it.
//! Called by `compile` and `anchor`.

use super::anchor::MOST_WITH_SLIPS;
use super::initials::initial_key;
use super::{Entry, NameIndex, flag};
use crate::text::words::key;

/// How many entries use a word, or a surname with a first letter, roughly: counts in a table without chains, so that a
/// million names cost a few megabytes.
pub(super) struct Crowd {
    /// The counts.
    counts: Vec<u16>,
    /// Whether the register is so large that rare ways of writing are left out.
    pub(super) large: bool,
}

impl Crowd {
    /// Counts the words of all entries.
    pub(super) fn count(index: &NameIndex) -> Self {
        let size = (index.entries.len() * 4).next_power_of_two().clamp(1 << 10, 1 << 22);
        let large = index.entries.len() > MOST_WITH_SLIPS;
        let mut crowd = Self { counts: vec![0_u16; size], large };
        // Derived forms of one name don't make its words common.
        let derived = |entry: &Entry| if entry.is(flag::PERSON) { flag::SHORT | flag::SPELT } else { flag::SPELT };
        let own = |entry: &&Entry| entry.flags & derived(entry) == 0;
        for entry in index.entries.iter().filter(own) {
            let words = index.words(*entry);
            words.split(' ').for_each(|word| crowd.add(key(word)));
            if entry.surname() > 0 {
                let last = words.rsplit(' ').next().unwrap_or_default();
                crowd.add(initial_key(key(last), words.chars().next()));
            }
        }
        crowd
    }

    /// Counts a key once more.
    fn add(&mut self, key: u64) {
        let mask = self.counts.len() - 1;
        if let Some(count) = self.counts.get_mut((key >> 20) as usize & mask) {
            *count = count.saturating_add(1);
        }
    }

    /// The count of a key.
    pub(super) fn of(&self, key: u64) -> u32 {
        self.counts.get((key >> 20) as usize & (self.counts.len() - 1)).copied().unwrap_or_default().into()
    }
}
