//! Owns sets of words that tokens are compared with: a few bits of each key say no to most words before any search.
//! Called by `phrases`, `grammar` and `frames`.

use crate::text::tokens::Token;
use crate::text::words::key;

/// A set of word keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// A bit for the lowest bits of each key, some sixteen bits a key: one look says no to nearly all others.
    filter: Box<[u64]>,
    /// The keys, sorted.
    keys: Box<[u64]>,
}

impl Keys {
    /// The keys of words with blanks between.
    pub(super) fn of(words: &str) -> Self {
        Self::new(words.split_ascii_whitespace().map(key))
    }

    /// A set of keys.
    pub(super) fn new(keys: impl Iterator<Item = u64>) -> Self {
        let mut keys: Vec<u64> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        let mut filter = vec![0; keys.len().div_ceil(4).next_power_of_two()];
        let bits = filter.len() as u64 * 64;
        for key in &keys {
            if let Some(word) = filter.get_mut((key % bits / 64) as usize) {
                *word |= 1 << (key % 64);
            }
        }
        Self { filter: filter.into(), keys: keys.into() }
    }

    /// Whether a key is in it.
    pub(super) fn holds(&self, key: u64) -> bool {
        let mask = self.filter.len().wrapping_sub(1);
        self.filter.get((key / 64) as usize & mask).is_some_and(|word| word >> (key % 64) & 1 == 1)
            && self.keys.binary_search(&key).is_ok()
    }

    /// Whether a token is one of the words, as a whole or without its `'s` or `'ve`.
    pub(super) fn has(&self, token: &Token) -> bool {
        token.key != 0 && (self.holds(token.stem) || (token.key != token.stem && self.holds(token.key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_its_words_and_no_others() {
        let all: Vec<String> = (0..500).map(|n| format!("word{n}")).collect();
        let (inside, outside) = all.split_at(250);
        let keys = Keys::of(&inside.join(" "));
        assert!(inside.iter().all(|word| keys.holds(key(word))));
        assert!(!outside.iter().any(|word| keys.holds(key(word))));
        assert!(!Keys::default().holds(0));
    }
}
