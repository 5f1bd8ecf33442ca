//! Owns how people are found by a surname that many share and the first letter of a given name beside it. In large registers
//! beside the number of each entry stands a mark of its given name, so that nearly all of those whose given name does not stand
//! beside the surname are dropped before anything of them is looked at. Called by `anchor` and `pairs`.

use super::anchor::MOST_WITH_SLIPS;
use super::find::Scratch;
use super::index::FREE;
use super::pairs::is_announced;
use super::stretch::Stretch;
use super::{NameIndex, posting, salt};
use crate::register::forms::nicknames;
use crate::text::fold::fold_char;
use crate::text::lexicon;
use crate::text::words::{Gap, Shape, Word, key, pair_key};

/// Bits of an entry's number in a posting with a mark, which stands above them.
const NUMBER: u32 = 22;
/// How many marks there are besides 0, which says nothing.
const MARKS: u64 = 255;

/// Whether marks stand in the postings of an index of so many entries: it is large, and leaves room for them.
pub(super) const fn are_marked(entries: usize) -> bool {
    entries > MOST_WITH_SLIPS && entries <= 1 << NUMBER
}

/// The key of a surname with the first letter of a given name.
pub(super) fn initial_key(surname: u64, letter: Option<char>) -> u64 {
    pair_key(surname, u64::from(letter.map_or(0, u32::from))) ^ salt::INITIAL
}

/// The posting of an entry with these given names: its number, with a mark where the names leave no doubt.
pub(super) fn marked(number: u32, given: &[&str]) -> u32 {
    let own = given.first().filter(|_| is_told_by_its_mark(given));
    own.map_or(number, |own| number | mark(key(own)) << NUMBER)
}

/// The mark of the word of this key.
const fn mark(key: u64) -> u32 {
    ((key >> 40) % MARKS) as u32 + 1
}

/// Whether a word of the lists that stands for these given names is the first of them or a short form of it, unless it has
/// one or two letters. Not so where two of them joined are a name, one is two names joined, or the second may come first.
fn is_told_by_its_mark(given: &[&str]) -> bool {
    let Some((own, more)) = given.split_first() else { return false };
    let is_name = |part: Option<&str>| part.is_some_and(lexicon::is_given_name);
    let parted = || (3..own.len().saturating_sub(1)).any(|cut| is_name(own.get(..cut)) && is_name(own.get(cut..)));
    let alike = |second: &str| {
        let letter = second.chars().next();
        second.len() > 1 && nicknames::initials_of(own).iter().any(|initial| Some(*initial) == letter)
    };
    own.is_ascii()
        && own.len() > 1
        && match more.first() {
            None => !parted(),
            Some(second) => !alike(second) && !lexicon::holds(key(&given.concat())),
        }
}

/// The marks of the given names that words beside a surname may stand for.
#[derive(Default)]
struct Beside {
    /// A bit for each mark.
    marks: [u64; 4],
    /// Any may be meant.
    any: bool,
}

impl Beside {
    /// Adds those of a word.
    fn add(&mut self, word: &Word, written: &str) {
        // An initial, letters of several names, a slip, several names joined, another script.
        let plain = matches!(word.shape, Shape::Lower | Shape::Title | Shape::Caps)
            && word.len > 2
            && written.is_ascii()
            && lexicon::holds(word.key);
        self.any |= !plain;
        for key in nicknames::kin_of(word.key).iter().chain([&word.key]) {
            let mark = mark(*key);
            if let Some(marks) = self.marks.get_mut(mark as usize / 64) {
                *marks |= 1 << (mark % 64);
            }
        }
    }

    /// Whether a posting may be of one of them.
    fn may_be(&self, posting: u32) -> bool {
        let mark = posting >> NUMBER;
        self.any || mark == 0 || self.marks.get(mark as usize / 64).is_some_and(|marks| marks >> (mark % 64) & 1 == 1)
    }
}

impl NameIndex {
    /// Notes the people of a surname that many share whose given name begins like a word beside it.
    pub(super) fn given_names(
        &self,
        (surname, asks): (u64, u32),
        stretch: &Stretch<'_>,
        (first, last): (usize, usize),
        scratch: &mut Scratch,
    ) {
        let small = stretch.words.get(last).is_some_and(|w| w.shape == Shape::Lower);
        let near = (first.saturating_sub(4)..first).chain(last + 1..=last + 2);
        let mut letters = [(None, 0, FREE); 6];
        let mut count = 0;
        for index in near.clone() {
            // A capital beside a small letter is no name of two words; nor are two ordinary small words.
            let Some(word) = stretch.words.get(index).filter(|word| small || word.shape != Shape::Lower) else {
                continue;
            };
            let letter = first_letter(stretch.text, word);
            if asks & posting::letter(letter) == 0 || letter.is_none() {
                continue;
            }
            if letters.get(..count).unwrap_or_default().iter().any(|(known, ..)| *known == letter) {
                continue;
            }
            if small && lexicon::is_ordinary_key(word.key) {
                continue;
            }
            // That `asks` has the letter says already that somebody is there. They are asked for all at once.
            let key = initial_key(surname, letter);
            if let Some(slot) = letters.get_mut(count) {
                *slot = (letter, key, self.salted.home_of(key));
                count += 1;
            }
        }
        for (letter, key, home) in letters.get(..count).unwrap_or_default() {
            let postings = self.salted.get_from(*key, *home);
            if !self.marked || scratch.asked {
                let number = |posting: u32| if self.marked { posting & ((1 << NUMBER) - 1) } else { posting };
                scratch.candidates.extend(postings.map(|posting| (number(posting), last)));
                continue;
            }
            // Beside a title, `client` or an honorific (`-san`) no given name needs to stand.
            let honoured = || stretch.words.get(last + 1).is_some_and(|word| word.gap == Gap::Joint);
            let mut beside = Beside { any: is_announced(stretch, first) || honoured(), ..Beside::default() };
            for index in near.clone() {
                if let Some(word) = stretch.words.get(index).filter(|word| first_letter(stretch.text, word) == *letter)
                {
                    beside.add(word, stretch.written(index));
                }
            }
            let fit = postings.filter(|posting| beside.may_be(*posting));
            scratch.candidates.extend(fit.map(|posting| (posting & ((1 << NUMBER) - 1), last)));
        }
    }
}

/// The folded first letter of a word.
#[inline]
fn first_letter(text: &str, word: &Word) -> Option<char> {
    match text.as_bytes().get(word.at as usize) {
        Some(byte) if byte.is_ascii() => Some(byte.to_ascii_lowercase().into()),
        _ => text.get(word.span().range()).and_then(|written| written.chars().next()).and_then(folded_first),
    }
}

/// The first letter of a folded character.
fn folded_first(c: char) -> Option<char> {
    let mut plain = String::new();
    fold_char(c, &mut plain);
    plain.chars().next()
}

#[cfg(test)]
mod tests {
    use super::{Beside, are_marked, marked};
    use crate::text::Span;
    use crate::text::words::words;

    /// Whether the posting of somebody with these given names is kept beside this word.
    fn kept(given: &[&str], beside: &str) -> bool {
        let mut cut = Vec::new();
        words(beside, Span::at(0..beside.len()), &mut cut);
        let mut marks = Beside::default();
        cut.iter().for_each(|word| marks.add(word, &beside[word.span().range()]));
        marks.may_be(marked(7, given))
    }

    #[test]
    fn whoever_a_word_may_stand_for_is_kept_and_others_are_dropped() {
        for (given, beside) in [
            (&["james"] as &[&str], "James"),
            (&["james"], "JAMES"),
            (&["james"], "Jim"),
            (&["james"], "J"),
            (&["james", "peter"], "Jp"),
            (&["jonathan"], "Jonahtan"),
            (&["mary", "ann"], "Maryann"),
            (&["maryann"], "Mary Ann"),
            (&["peter", "paul"], "Paul"),
            (&["jana"], "Jána"),
        ] {
            assert!(kept(given, beside), "{given:?} {beside}");
        }
        for (given, beside) in [(&["james"] as &[&str], "John"), (&["jonathan"], "Julia"), (&["peter", "ruth"], "Paul")]
        {
            assert!(!kept(given, beside), "{given:?} {beside}");
        }
        assert!(are_marked(100_000) && !are_marked(1_000) && !are_marked(5_000_000));
    }
}
