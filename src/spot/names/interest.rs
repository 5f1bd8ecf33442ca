//! Owns the choice of the words of a stretch at which names are looked for: nearly every word is in small letters after a
//! blank and in no name. Asked of every word of every draft. Called by `find`.
//!
//! The choice is one short loop without a branch that depends on the word, whatever the size of the register: one word in six
//! is of interest, which the processor can't guess, and where the filter is large it waits for many places of it at once. What
//! stands in a large table for the words that came last is remembered.

use std::sync::atomic::{AtomicU64, Ordering};

use fearless_simd::{Level, dispatch};

use super::index::{FREE, Filter, Slot, Table};
use super::slips::LEAST_WORD;
use crate::text::words::{Gap, Shape, Word};

/// Marks the number of a word whose key may be in the table.
pub(super) const KNOWN: u32 = 1 << 31;

/// Words of which is remembered what stands in the table: texts say a few words again and again.
const REMEMBERED: usize = 1 << 12;
/// Bytes of the filter of a table that is not far away.
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
    /// What stands in the table for the words that came last, each where [`place`] says; the tag says whose it is.
    slots: Vec<Slot>,
    /// What stands there for the words at hand that the table may hold, in their order.
    homes: Vec<Slot>,
    /// The places of the words at hand in the filter.
    asked: Vec<u64>,
    /// The index whose table that is.
    index: u64,
}

impl Interests {
    /// Chooses among the words of a stretch, `all` of them where that is asked for, and gives their numbers; and for those with
    /// [`KNOWN`] what stands in the table. That is the one of the index with this number; its filter marks what words in small
    /// letters are looked up by.
    pub(super) fn of(
        &mut self,
        words: &[Word],
        (index, table): (u64, &Table),
        reasons: &Reasons,
        all: bool,
    ) -> (&[u32], &[Slot]) {
        if self.numbers.len() < words.len() {
            self.numbers.resize(words.len(), 0);
        }
        let near = table.filter().bytes() <= NEAR;
        if !near && self.index != index {
            self.index = index;
            self.slots = vec![FREE; REMEMBERED];
        }
        let (filter, vectors, numbers) = (table.filter(), Level::new(), &mut self.numbers);
        let mut count = if near {
            let asked = words.iter().map(|word| (word, filter.word_of(word.key)));
            dispatch!(vectors, _simd => choose(asked, all, numbers))
        } else {
            // Asked for first, since a loop that does nothing else waits for more of them at once.
            self.asked.clear();
            self.asked.extend(words.iter().map(|word| filter.word_of(word.key)));
            let asked = words.iter().zip(self.asked.iter().copied());
            dispatch!(vectors, _simd => choose(asked, all, numbers))
        };
        if !all {
            count = sift(words, reasons, self.numbers.get_mut(..count).unwrap_or_default());
        }
        self.look_up(words, table, (count, near));
        (self.numbers.get(..count).unwrap_or_default(), &self.homes)
    }

    /// Looks up those of the first `count` words chosen that the table may hold. A large table is far away, so it is asked for
    /// all at once, and what it says is remembered.
    fn look_up(&mut self, words: &[Word], table: &Table, (count, near): (usize, bool)) {
        self.homes.clear();
        let numbers = self.numbers.get(..count).unwrap_or_default();
        let known = numbers.iter().filter(|marked| **marked & KNOWN != 0);
        let known = known.filter_map(|marked| words.get((marked & !KNOWN) as usize));
        if near {
            self.homes.extend(known.map(|word| table.home_of(word.key)));
            return;
        }
        let slots = &self.slots;
        let remembered = |key: u64| slots.get(place(key)).copied().filter(|slot| slot.is_of(key));
        self.homes.extend(known.clone().map(|word| remembered(word.key).unwrap_or_else(|| table.home_of(word.key))));
        for (word, home) in known.zip(&mut self.homes) {
            *home = table.settle(word.key, *home);
            if let Some(slot) = self.slots.get_mut(place(word.key)) {
                *slot = *home;
            }
        }
    }
}

/// How far a key is shifted to give its place.
const SHIFT: u32 = u64::BITS - REMEMBERED.trailing_zeros();

/// Where a key is remembered.
const fn place(key: u64) -> usize {
    (key >> SHIFT) as usize
}

/// Whether more than its key may make a word of interest.
fn stands_out(word: &Word) -> bool {
    (word.gap != Gap::Space) | (word.shape != Shape::Lower)
}

/// The words that are of interest whatever their keys are, see [`Reasons::apply`]: for each length up to six, and for those
/// that are odd, a bit for each gap and shape.
#[derive(Clone, Copy)]
pub(super) struct Reasons([u32; 8]);

impl Reasons {
    /// Where the bits of odd words are.
    const ODD: usize = 7;
    /// The longest length that counts.
    const LONG: usize = LEAST_WORD;

    /// Those of an index that looks for slips or does not: what `find` does at a word that is in no name.
    pub(super) const fn of(slips: bool) -> Self {
        const GAPS: [Gap; 4] = [Gap::Start, Gap::Joint, Gap::Space, Gap::Mark];
        const SHAPES: [Shape; 6] =
            [Shape::Lower, Shape::Title, Shape::Caps, Shape::Mixed, Shape::Digits, Shape::Unspaced];
        let mut reasons = [0; 8];
        let mut len = 0;
        while len < reasons.len() {
            let (mut gap, mut shape) = (0, 0);
            while gap < GAPS.len() {
                // What a joint joins; what a mark may part from a legal form (`a/s`); what capitals cut; runs of scripts.
                let joined = matches!(GAPS[gap], Gap::Joint) || matches!(GAPS[gap], Gap::Mark) && len == 1;
                let cut = matches!(SHAPES[shape], Shape::Mixed | Shape::Unspaced);
                // Slips are in long words with a capital; a letter alone may be the first of a name's that stand apart.
                let lower = matches!(SHAPES[shape], Shape::Lower);
                let short = matches!(SHAPES[shape], Shape::Title) && len <= 1;
                let slip = slips && !lower && (short || len >= Self::LONG);
                let odd = len == Self::ODD && !(lower && matches!(GAPS[gap], Gap::Space));
                if joined || cut || slip || odd {
                    reasons[len] |= bit(GAPS[gap], SHAPES[shape]);
                }
                shape += 1;
                if shape == SHAPES.len() {
                    (gap, shape) = (gap + 1, 0);
                }
            }
            len += 1;
        }
        Self(reasons)
    }

    /// Whether a word is of interest whatever its key is. Of others nothing is looked for but the key: a capital says
    /// nothing by itself, nor does a comma.
    #[inline]
    fn apply(&self, word: &Word) -> bool {
        let len = (word.len as usize).min(Self::LONG);
        let row = if word.odd { Self::ODD } else { len };
        self.0.get(row).is_some_and(|bits| bits & bit(word.gap, word.shape) != 0)
    }
}

/// The bit of a gap and a shape.
const fn bit(gap: Gap, shape: Shape) -> u32 {
    1 << ((gap as u32) * 8 + shape as u32)
}

/// Puts the numbers of the words, each with its place in the filter, that stand out or may be in a name at the front of
/// `out`, marks those that the table may hold, and says how many. Compiled for several kinds of processor, as the walk over the
/// words is: it gains from their bit instructions.
#[inline(always)]
fn choose<'w>(words: impl Iterator<Item = (&'w Word, u64)>, all: bool, out: &mut [u32]) -> usize {
    let mut count = 0;
    for (number, (word, bits)) in (0..).zip(words) {
        let (held, small) = Filter::holds_bits(bits, word.key);
        let Some(slot) = out.get_mut(count) else { break };
        *slot = number | (u32::from(held) << KNOWN.trailing_zeros());
        count += usize::from(all | small | stands_out(word));
    }
    count
}

/// Leaves those of the words chosen that are of interest, and says how many.
#[inline(never)]
fn sift(words: &[Word], reasons: &Reasons, numbers: &mut [u32]) -> usize {
    let mut count = 0;
    for at in 0..numbers.len() {
        let marked = numbers.get(at).copied().unwrap_or_default();
        let Some(word) = words.get((marked & !KNOWN) as usize) else { break };
        let Some(slot) = numbers.get_mut(count) else { break };
        *slot = marked;
        count += usize::from((marked & KNOWN != 0) | reasons.apply(word));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Interests, KNOWN, Reasons, new_index};
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
            let (numbers, _) = interests.of(cut, (index, table), &Reasons::of(true), all);
            let shown = |number: &u32| {
                let word = cut[(number & !KNOWN) as usize];
                (&text[word.span().range()], number & KNOWN != 0)
            };
            numbers.iter().map(shown).collect::<Vec<_>>()
        };
        let (first, second) = (new_index(), new_index());
        let words = [("Kestrel", true), ("tarnwick", true)];
        assert_eq!(chosen(first, &one, false), words);
        assert_eq!(chosen(first, &one, false), words, "what is remembered changes nothing");
        assert_eq!(chosen(first, &one, true).len(), cut.len());
        let words = [("orchard", true), ("Kestrel", false), ("tarnwick", true), ("orchard", true)];
        assert_eq!(chosen(second, &other, false), words, "another index has other names");
    }

    #[test]
    fn what_stands_beside_marks_and_joints_is_looked_at_and_plain_words_are_not() {
        let none = table(&[], 0);
        for (text, wanted) in [
            ("the word, and another. The next (here) is \"one\"", vec![]),
            ("Its end: Six of them. A B", vec!["A", "B"]),
            ("so-called a/s k*strel @some co/op", vec!["called", "s", "strel", "some", "op"]),
            ("Kestrels JPMorgan été 株式会社", vec!["Kestrels", "JPMorgan", "株式会社"]),
            ("on M, Él and 1234567", vec!["M", "Él", "1234567"]),
        ] {
            let mut cut = Vec::new();
            words(text, Span::at(0..text.len()), &mut cut);
            let mut interests = Interests::default();
            let (numbers, _) = interests.of(&cut, (new_index(), &none), &Reasons::of(true), false);
            let chosen: Vec<_> = numbers.iter().map(|number| &text[cut[*number as usize].span().range()]).collect();
            assert_eq!(chosen, wanted, "{text}");
            let (numbers, _) = interests.of(&cut, (new_index(), &none), &Reasons::of(false), false);
            assert!(numbers.len() <= chosen.len(), "without slips a capital says nothing");
        }
    }
}
