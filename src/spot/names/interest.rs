//! Owns the choice of the words of a stretch at which names are looked for: nearly every word is in small letters after a
//! blank and in no name. Asked of every word of every draft. Called by `find`.
//!
//! The filter of a small register stays in the nearest cache, and the choice is one short loop. That of a large one does not:
//! there, what the filter said of the words that came last is remembered, and no branch depends on the word, since one that
//! the processor guesses wrong would wait for memory that is far away.

use std::sync::atomic::{AtomicU64, Ordering};

use super::index::Filter;
use crate::text::words::{Gap, Shape, Word};

/// Marks the number of a word whose key may be in the table.
pub(super) const KNOWN: u32 = 1 << 31;

/// Marks the number of a word of which it is not remembered what the filter says.
const NEW: u32 = 1 << 30;

/// What the filter says of a word: the table holds it not, holds it, holds it for words in small letters too.
const HELD: u64 = 1;
/// See [`HELD`].
const SMALL: u64 = 2;

/// Words of which is remembered what the filter says: texts say a few words again and again, and what is remembered of them
/// stays in the nearest cache whatever the size of the register. Four times as many cost more than they spared.
const REMEMBERED: usize = 1 << 12;
/// Bytes of a filter that stays in the nearest cache.
const NEAR: usize = 32 * 1024;

/// A number of its own for each index, see [`Interests`].
pub(super) fn new_index() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Buffers for the choice.
#[derive(Default)]
pub(super) struct Interests {
    /// The numbers of the words at which something may begin or be, with [`KNOWN`].
    numbers: Vec<u32>,
    /// Keys of words, each where [`place`] says, with the answer of the filter in their lowest bits (by exclusive or). Words
    /// that agree in all other bits would be taken for one another, as those are that agree in all.
    answers: Vec<u64>,
    /// The index whose filter answered.
    index: u64,
}

impl Interests {
    /// Chooses among the words of a stretch, `all` of them where there are reasons. The filter is that of the index with this
    /// number; it marks what words in small letters are looked up by.
    pub(super) fn of(&mut self, words: &[Word], index: u64, filter: Filter<'_>, all: bool) -> &[u32] {
        if self.numbers.len() < words.len() {
            self.numbers.resize(words.len(), 0);
        }
        if filter.bytes() <= NEAR {
            let count = choose(words, filter, all, &mut self.numbers);
            return self.numbers.get(..count).unwrap_or_default();
        }
        if self.index != index {
            self.index = index;
            // No key stands where another one belongs.
            self.answers = (0..REMEMBERED as u64).map(|at| (at ^ 1) << SHIFT).collect();
        }
        let count = recall(words, &self.answers, all, &mut self.numbers);
        let numbers = self.numbers.get_mut(..count).unwrap_or_default();
        let count = sift(words, filter, all, &mut self.answers, numbers);
        self.numbers.get(..count).unwrap_or_default()
    }
}

/// How far a key is shifted to give its place.
const SHIFT: u32 = u64::BITS - REMEMBERED.trailing_zeros();

/// Where a key is remembered.
const fn place(key: u64) -> usize {
    (key >> SHIFT) as usize
}

/// Whether more than its key says that a word is of interest.
fn stands_out(word: &Word) -> bool {
    (word.gap != Gap::Space) | (word.shape != Shape::Lower)
}

/// Puts the numbers of the words that stand out or may be in a name at the front of `out`, marks those that the table may
/// hold, and says how many.
#[inline(never)]
fn choose(words: &[Word], filter: Filter<'_>, all: bool, out: &mut [u32]) -> usize {
    let mut count = 0;
    for (number, word) in (0..).zip(words) {
        if all | stands_out(word) || filter.may_be_marked(word.key) {
            if let Some(slot) = out.get_mut(count) {
                *slot = number | (u32::from(filter.may_hold(word.key)) << KNOWN.trailing_zeros());
            }
            count += 1;
        }
    }
    count
}

/// Puts the numbers of the words that stand out, may be in a name or are not remembered at the front of `out`, marks those
/// that the table may hold and those that are not remembered, and says how many.
#[inline(never)]
fn recall(words: &[Word], answers: &[u64], all: bool, out: &mut [u32]) -> usize {
    let mut count = 0;
    for (number, word) in (0..).zip(words) {
        let answer = answers.get(place(word.key)).map_or(u64::MAX, |answer| answer ^ word.key);
        let new = answer > SMALL;
        if let Some(slot) = out.get_mut(count) {
            let known = answer.wrapping_sub(HELD) <= SMALL - HELD;
            *slot = number | (u32::from(known) << KNOWN.trailing_zeros()) | (u32::from(new) << NEW.trailing_zeros());
        }
        count += usize::from(all | stands_out(word) | (answer >= SMALL));
    }
    count
}

/// Asks the filter about those that are not remembered, and remembers what it says. Leaves the numbers of the words that
/// stand out or may be in a name, and says how many.
#[inline(never)]
fn sift(words: &[Word], filter: Filter<'_>, all: bool, answers: &mut [u64], numbers: &mut [u32]) -> usize {
    let mut count = 0;
    for at in 0..numbers.len() {
        let marked = numbers.get(at).copied().unwrap_or_default();
        let number = marked & !(KNOWN | NEW);
        let Some(word) = words.get(number as usize) else { break };
        let Some(kept) = answers.get_mut(place(word.key)) else { break };
        let new = marked & NEW != 0;
        // Of a remembered word one place of the filter is as good as another: the nearest.
        let (held, small) = filter.holds_bits(if new { word.key } else { 0 });
        let answer = if small { SMALL } else { u64::from(held) * HELD };
        *kept = if new { word.key ^ answer } else { *kept };
        if let Some(slot) = numbers.get_mut(count) {
            *slot = number | (marked & KNOWN) | (u32::from(new & held) << KNOWN.trailing_zeros());
        }
        // Those that are remembered are here because they are of interest.
        count += usize::from(!new | all | stands_out(word) | small);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Interests, KNOWN, new_index};
    use crate::spot::names::index::Table;
    use crate::text::Span;
    use crate::text::words::{Word, key, words};

    /// A table of these words, of which those with a 0 are marked, and of so many others.
    fn table(own: &[(&str, u32)], others: u32) -> Table {
        let own = own.iter().map(|(word, number)| (key(word), *number));
        let others = (0..others).map(|n| (key(&format!("other{n}")), 1));
        Table::build_with(own.chain(others).collect(), |_, _| None, |number| number == 0)
    }

    #[test]
    fn words_that_stand_out_or_may_be_in_a_name_are_chosen_however_often_they_came() {
        let text = "the orchard and the Kestrel of tarnwick, and the orchard";
        let mut cut: Vec<Word> = Vec::new();
        words(text, Span::at(0..text.len()), &mut cut);
        // A small register and a large one.
        for others in [0, 100_000] {
            chosen_among(&cut, text, others);
        }
    }

    /// Looks at the choice among these words, with tables of so many other words.
    fn chosen_among(cut: &[Word], text: &str, others: u32) {
        let one = table(&[("tarnwick", 0), ("kestrel", 1), ("orchard", 1)], others);
        let other = table(&[("tarnwick", 0), ("orchard", 0)], others);
        let mut interests = Interests::default();
        let mut chosen = |index: u64, table: &Table, all: bool| {
            let numbers = interests.of(cut, index, table.filter(), all);
            let shown = |number: &u32| {
                let word = cut[(number & !KNOWN) as usize];
                (&text[word.span().range()], number & KNOWN != 0)
            };
            numbers.iter().map(shown).collect::<Vec<_>>()
        };
        let (first, second) = (new_index(), new_index());
        let words = [("the", false), ("Kestrel", true), ("tarnwick", true), ("and", false)];
        assert_eq!(chosen(first, &one, false), words);
        assert_eq!(chosen(first, &one, false), words, "what is remembered changes nothing");
        assert_eq!(chosen(first, &one, true).len(), cut.len());
        assert_eq!(chosen(second, &other, false).len(), 6, "another index has other names");
    }
}
