//! Owns the look-up of what stands beside a word that many names share: the other word of a pair, a title. Given names are
//! `initials`' business. Called by `find`; what the word's postings ask for says which of these can lead anywhere.

use super::find::{Scratch, joined_key};
use super::stretch::Stretch;
use super::{NameIndex, posting, salt};
use crate::register::forms::{is_title_key, person};
use crate::text::lexicon::WordList;
use crate::text::words::{Gap, Shape, Word, pair_key};

impl NameIndex {
    /// Notes the entries that have the word of key `anchor`, seen at words `first..=last`, together with what stands beside
    /// it, as far as the bits of `asks` say that there are such: see [`posting`].
    pub(super) fn neighbours(
        &self,
        (anchor, asks): (u64, u32),
        stretch: &Stretch<'_>,
        (first, last): (usize, usize),
        scratch: &mut Scratch,
    ) {
        if asks & posting::PAIRS != 0 {
            self.pairs(anchor, stretch, (first, last), scratch);
        }
        if asks & posting::LETTERS != 0 {
            self.given_names((anchor, asks), stretch, (first, last), scratch);
        }
        if asks & posting::TITLE != 0 && is_announced(stretch, first) {
            scratch.candidates.extend(self.salted.get(anchor ^ salt::TITLE).map(|entry| (entry, last)));
        }
    }

    /// Notes those that have the word next to one of its neighbours: the nearest word, the one after it (past a connector or
    /// an initial), or what joints join to one (`O'Brien Foods`).
    fn pairs(&self, anchor: u64, stretch: &Stretch<'_>, (first, last): (usize, usize), scratch: &mut Scratch) {
        let partners = self.partners.filter();
        let note = |partner: u64, before: bool, from: usize, scratch: &mut Scratch| {
            if !partners.may_hold(partner) {
                return;
            }
            let pair = if before { pair_key(partner, anchor) } else { pair_key(anchor, partner) } ^ salt::PAIR;
            if self.salted.may_hold(pair) {
                scratch.candidates.extend(self.salted.get(pair).map(|entry| (entry, from)));
            }
        };
        let joint = |i: usize| stretch.words.get(i).is_some_and(|w| w.gap == Gap::Joint);
        for back in 1..=2 {
            let Some(index) = first.checked_sub(back) else { break };
            if let Some(word) = stretch.words.get(index) {
                note(word.key, true, last, scratch);
            }
            if index > 0 && joint(index) {
                let joined = joined_key(stretch, index - 1, index, &mut scratch.joined);
                note(joined, true, last, scratch);
            }
        }
        // Of a surname that very many share, over middle names.
        for index in (first.saturating_sub(4)..first).rev().skip(2) {
            if let Some(word) = stretch.words.get(index).filter(|w| w.shape != Shape::Digits) {
                note(word.key, true, last, scratch);
            }
        }
        for index in [last + 1, last + 2] {
            if let Some(word) = stretch.words.get(index) {
                note(word.key, false, first, scratch);
            }
            if joint(index + 1) {
                let joined = joined_key(stretch, index, index + 1, &mut scratch.joined);
                note(joined, false, first, scratch);
            }
        }
    }
}

/// Whether what announces a surname stands before word `first`: a title, `client`, `the` of a family; particles may stand
/// between.
pub(super) fn is_announced(stretch: &Stretch<'_>, first: usize) -> bool {
    let before = |back: usize| first.checked_sub(back).and_then(|i| stretch.words.get(i));
    let herald = |back: usize| before(back).is_some_and(is_herald);
    herald(1) || before(1).is_some_and(|w| person::is_particle_key(w.key)) && (herald(2) || herald(3))
}

/// Whether a word announces a surname.
fn is_herald(word: &Word) -> bool {
    static OTHERS: WordList = WordList::new("client clients the");
    is_title_key(word.key) || OTHERS.holds_key(word.key)
}
