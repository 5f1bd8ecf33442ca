//! Owns what the words right beside a name make of it: a compound, a title of something, a thing that somebody named in
//! capitals. Called by `evidence`.

use super::beside::{is_firm_noun, is_institution, is_office, is_opener};
use super::evidence::Place;
use crate::register::forms::is_title;
use crate::text::fold::folded;
use crate::text::lexicon;
use crate::text::words::{Gap, Shape};

impl Place<'_, '_> {
    /// Whether every letter is a capital, as in `STEM`, which is another word than `Stem`.
    pub(super) fn is_all_capitals(&self) -> bool {
        let written = self.stretch.text.get(self.aligned.span.range()).unwrap_or_default();
        !written.chars().any(char::is_lowercase) && written.chars().filter(|c| c.is_uppercase()).count() > 1
    }

    /// Whether a small preposition and an ordinary word with a capital stand before it: `Access to Justice` is the title of
    /// something. Offices (`Counsel to Orchard`) and people (`Ruth Bell of Orchard`) are no titles.
    pub(super) fn ends_a_title(&self) -> bool {
        let small = |i: &usize| matches!(self.stretch.written(*i), "of" | "to" | "for" | "in" | "and" | "on" | "the");
        let Some(last) = self.aligned.first.checked_sub(1).filter(small) else { return false };
        let index = (last.saturating_sub(1)..=last).rev().find(|i| !small(i)).or(last.checked_sub(2));
        let near = (last..=self.aligned.first).all(|i| self.stretch.words.get(i).is_some_and(|w| w.gap == Gap::Space));
        let Some(word) = index.and_then(|i| self.stretch.words.get(i)).filter(|w| near && w.shape == Shape::Title)
        else {
            return false;
        };
        let plain = folded(self.stretch.text.get(word.span().range()).unwrap_or_default());
        let name = lexicon::is_given_name(&plain) || lexicon::is_surname(&plain) || is_title(&plain);
        lexicon::is_word(&plain) && !name && !is_office(&plain) && !is_opener(&plain)
    }

    /// Whether `of` and a capitalised institution stand right before it: `Department of Justice`.
    pub(super) fn follows_an_institution(&self) -> bool {
        let Some(of) = self.aligned.first.checked_sub(1).filter(|i| self.stretch.written(*i) == "of") else {
            return false;
        };
        let Some(index) = of.checked_sub(1) else { return false };
        let capital = self.stretch.words.get(index).is_some_and(|w| matches!(w.shape, Shape::Title | Shape::Caps));
        capital && is_institution(&folded(self.stretch.written(index)))
    }

    /// Whether a joint ties it to a given name or an initial before it: `grace_m_tarnwick.jpg` is somebody's picture.
    pub(super) fn is_joined_to_a_given_name(&self) -> bool {
        let joined = self.stretch.words.get(self.aligned.first).is_some_and(|w| w.gap == Gap::Joint);
        let Some(previous) = self.aligned.first.checked_sub(1).filter(|_| joined) else { return false };
        let plain = folded(self.stretch.written(previous));
        let initial = plain.chars().count() == 1 && plain.chars().all(char::is_alphabetic);
        initial && plain != "a" || lexicon::is_given_name(&plain) && !lexicon::is_word(&plain)
    }

    /// Whether a joint ties it to a word after it that makes another name: `tarnwick-hotel`.
    pub(super) fn is_joined_to_a_firm_noun(&self) -> bool {
        let next = self.aligned.last + 1;
        let joined = self.stretch.words.get(next).is_some_and(|w| w.gap == Gap::Joint);
        joined && is_firm_noun(&folded(self.stretch.written(next)))
    }

    /// Whether what a hyphen ties it to is written small: `ex-Tarnwick`, `Tarnwick-owned`.
    pub(super) fn is_compounded_with_small_words(&self) -> bool {
        let small = |index: Option<usize>| {
            index.and_then(|i| self.stretch.words.get(i)).is_some_and(|w| w.shape == Shape::Lower)
        };
        let tied = |index: usize| self.stretch.words.get(index).is_some_and(|w| w.gap == Gap::Joint);
        let (first, next) = (self.aligned.first, self.aligned.last + 1);
        (!tied(first) || small(first.checked_sub(1))) && (!tied(next) || small(Some(next)))
    }

    /// Whether ordinary words are joined to one that no list holds: `greenvalley`, `GreenValley`.
    pub(super) fn is_written_as_one(&self) -> bool {
        let joined = |index: usize| {
            let written = self.stretch.written(index);
            written.len() >= 8 && !lexicon::is_word(&folded(written)) && !lexicon::is_surname(&folded(written))
        };
        self.aligned.joined && (self.aligned.first..=self.aligned.last).any(joined)
    }

    /// Whether it ends with the `s` of a possessive that has lost its apostrophe, where the name has none.
    pub(super) fn ends_in_a_bare_s(&self) -> bool {
        self.aligned.bare_s
    }
}
