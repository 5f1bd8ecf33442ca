//! Owns whether a person's name goes on with another surname, so that it is somebody else's. Called by `admit` and `person`.

use super::align::Aligned;
use super::beside::is_calendar;
use super::evidence::Place;
use super::lines::{is_caps_line, is_title_line};
use super::stretch::Stretch;
use crate::register::forms::{is_place, is_suffix, is_title};
use crate::text::fold::folded;
use crate::text::lexicon::{self, WordList};
use crate::text::words::{Gap, Shape};

/// What follows a person's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Onward {
    /// No further name.
    No,
    /// A word with a capital that no list holds: it may be a surname.
    Unknown,
    /// Another surname.
    Surname,
}

/// Whether a person's name goes on with another surname, after a blank or a hyphen.
pub(super) fn goes_on(stretch: &Stretch<'_>, aligned: &Aligned) -> Onward {
    let next = aligned.last + 1;
    let Some(word) = stretch.words.get(next).filter(|w| w.shape == Shape::Title) else { return Onward::No };
    let plain = folded(stretch.written(next));
    let gap = stretch.between(next);
    let ordinary = lexicon::is_word(&plain);
    let surname = lexicon::is_surname(&plain);
    if word.gap == Gap::Joint && gap.contains(['-', '‐', '‑', '_']) {
        return if surname || !ordinary { Onward::Surname } else { Onward::No };
    }
    if word.gap != Gap::Space || gap.contains('\n') {
        return Onward::No;
    }
    if surname && (!ordinary || is_trade_name(&plain)) {
        return Onward::Surname;
    }
    let known = ordinary || plain.strip_suffix('s').is_some_and(lexicon::is_word) || lexicon::is_given_name(&plain);
    if known
        || plain.chars().count() < 4
        || is_suffix(&plain)
        || is_title(&plain)
        || is_place(&plain)
        || is_calendar(&plain)
    {
        return Onward::No;
    }
    let line = Place { stretch, aligned }.line();
    if is_title_line(line) || is_caps_line(line) { Onward::No } else { Onward::Unknown }
}

/// Whether a word of the lists is a surname wherever it has a capital.
fn is_trade_name(word: &str) -> bool {
    static NAMES: WordList = WordList::new(
        "smith brown taylor walker baker carter turner parker cooper fisher mason potter fletcher miller palmer clark \
        jones wright weaver tanner sawyer cox gray king knight shepherd gardner harper porter",
    );
    NAMES.holds(word)
}

/// Whether a list goes on after a word with another name of two words: `, Tom Ek`.
pub(super) fn is_listed(stretch: &Stretch<'_>, index: usize) -> bool {
    let names = |from: usize| {
        (from..from + 2).all(|i| stretch.words.get(i).is_some_and(|w| w.shape == Shape::Title))
            && super::admit::is_spaced(stretch, from + 1)
    };
    let gap = stretch.between(index + 1);
    matches!(gap.trim(), "," | "&") && gap.len() > 1 && names(index + 1)
        || matches!(stretch.written(index + 1), "and" | "und" | "et" | "y" | "e") && names(index + 2)
}

/// Whether a surname and the word `given` behind its comma are two towns of a list that goes on at `next`: `in Sydney, Lincoln and
/// Turin`.
pub(super) fn are_towns(stretch: &Stretch<'_>, surname: &Aligned, (given, next): (usize, usize)) -> bool {
    // After these stands a place, whatever it is called.
    static IN: WordList = WordList::new("in near outside across around throughout between");
    // After these somebody may stand as well.
    static FROM: WordList = WordList::new("from to at via through visiting towards toward of");
    let title = |i: usize| stretch.words.get(i).is_some_and(|w| matches!(w.shape, Shape::Title | Shape::Caps));
    let joined = matches!(stretch.written(next), "and" | "or" | "&" | "und" | "et" | "y" | "e") && title(next + 1);
    let item = if joined { next + 1 } else { next };
    let comma = matches!(stretch.between(next), ", " | ",") && title(next);
    let ampersand = stretch.between(next).trim() == "&" && title(next);
    // `Bell, Tom and Okonjo, Ruth` are two people.
    let pair = joined && stretch.between(item + 1).trim() == "," && title(item + 1);
    let more = (joined || comma || ampersand) && !pair;
    let place = |i: usize| is_place(&folded(stretch.written(i)));
    let towns = usize::from(place(surname.last)) + usize::from(place(given));
    let before = surname.first.checked_sub(1).filter(|_| super::admit::is_spaced(stretch, surname.first));
    let before = before.map(|i| folded(stretch.written(i))).unwrap_or_default();
    match () {
        () if IN.holds(&before) => more || towns > 0,
        () if FROM.holds(&before) => more && towns > 0 || towns == 2,
        () => more && (towns == 2 || towns == 1 && place(item)),
    }
}
