//! Owns sets of words that tokens are compared with: a few bits of each key say no to most words before any search.
//! Called by `phrases`, `grammar` and `frames`.

use crate::text::tokens::Token;
use crate::text::words::key;

/// A set of word keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// One bit for six bits of each key, twice.
    bloom: [u64; 2],
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
        let mut bloom = [0; 2];
        for key in &keys {
            bloom[0] |= 1 << (key & 63);
            bloom[1] |= 1 << (key >> 6 & 63);
        }
        Self { bloom, keys: keys.into() }
    }

    /// Whether a key is in it.
    pub(super) fn holds(&self, key: u64) -> bool {
        self.bloom[0] >> (key & 63) & 1 == 1
            && self.bloom[1] >> (key >> 6 & 63) & 1 == 1
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
