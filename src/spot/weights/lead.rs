//! Owns what words and neighbours are to the lists that lead, by themselves. Called by `known` and `phrases`, which remember it,
//! and by `count` where they do not.

use super::WeightIndex;
use crate::rules::weights::has_digit;
use crate::spot::known::{Lead, Weight};
use crate::spot::weights::points::Pair;
use crate::text::words::{Word, pair_key};

impl WeightIndex {
    /// What a word of a text is to the lists that lead.
    pub(in crate::spot) fn lead(&self, text: &str, word: &Word) -> Lead {
        if has_digit(text, word) {
            return self.leading.any_number();
        }
        let class = self.classes.of(text, word).and_then(|key| self.classes.keys().position(|own| own == key));
        let class = class.map_or(0, |place| place as u16 + 1);
        let beside_name = self.leading.is_beside_name(word.key);
        Lead { weight: self.leading.weight_of(word.key), class, is_number: false, beside_name }
    }

    /// All that has points for the lists that lead, neighbours among it: the keys, and the points.
    pub(in crate::spot) fn weighed(&self) -> impl ExactSizeIterator<Item = (u64, Weight)> {
        self.keys.iter().map(|key| (*key, self.leading.weight_of(*key)))
    }

    /// Whether what words are to weights fits into what is kept of a word.
    pub(in crate::spot) fn fits(&self) -> bool {
        self.leading.fits()
    }

    /// What some words of a text are to the lists that lead, and the points of neighbours, see [`Counted::pairs`].
    pub(super) fn counted(&self, text: &str, words: &[Word]) -> (Vec<Lead>, Vec<Pair>) {
        let known = words.iter().map(|word| self.lead(text, word)).collect();
        let both = words.iter().zip(words.iter().skip(1)).map(|(left, right)| pair_key(left.key, right.key));
        let pairs = (1_u32..).zip(both).map(|(word, both)| Pair { word, weight: self.leading.weight_of(both) });
        (known, pairs.filter(|pair| pair.weight.number > 0).collect())
    }
}
