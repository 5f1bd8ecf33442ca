//! Owns what a word by itself leads to: seeds of phrases, literals inside it, points. A thread keeps it for the words that it met
//! last, so that a common word costs one look at memory, however many packs there are. `phrases` asks it at every word.

use super::weights::WeightIndex;
use crate::text::words::{Shape, Word};

/// The points of a word, or of two neighbours, for the lists that lead.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Weight {
    /// Their number; 0: none.
    pub(super) number: u32,
    /// What they are worth to the first of these lists: nearly always there is no other.
    pub(super) worth: i16,
}

/// What a word is to weights.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Lead {
    /// Its points.
    pub(super) weight: Weight,
    /// Number of its class; 0: none.
    pub(super) class: u16,
    /// Whether it counts as a number.
    pub(super) is_number: bool,
    /// Whether it has points beside a name.
    pub(super) beside_name: bool,
}

impl Lead {
    /// What a word is to weights, where these are counted by what is known.
    pub(super) fn of(weights: Option<&WeightIndex>, text: &str, word: &Word) -> Self {
        weights.filter(|weights| weights.fits()).map_or_else(Self::default, |weights| weights.lead(text, word))
    }
}

/// What a word leads to, in sixteen bytes: the more words stay in the nearer caches the better.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Known {
    /// The word's key; in place of [`SET`] the number of its list of literals, 0: none. Whole 0: of no word.
    head: u64,
    /// From the lowest bits up: where the classes of its seed are, 0: none (24 bits); its points, number and worth (16 bits each);
    /// its class (6 bits); whether it is a number, and whether it has points beside a name (1 bit each).
    body: u64,
}

/// The bits of a key that are not kept: most of them choose the set.
const SET: u64 = 0xFFFF << SET_SHIFT;
/// The lowest of them.
const SET_SHIFT: u32 = 16;
/// Most bits of the place of a word's classes.
pub(super) const SEED_BITS: u32 = 24;
/// Most bits of the number of a word's class.
pub(super) const CLASS_BITS: u32 = 6;

impl Known {
    /// What a word leads to. `seed` has [`SEED_BITS`] at most, and `lead` must fit, see [`WeightIndex::fits`].
    pub(super) fn new(key: u64, seed: u32, literals: u16, lead: Lead) -> Self {
        let is = u64::from(lead.is_number) | u64::from(lead.beside_name) << 1;
        let weight = u64::from(lead.weight.number as u16) | u64::from(lead.weight.worth as u16) << 16;
        let lead = weight | u64::from(lead.class) << 32 | is << (32 + CLASS_BITS);
        Self { head: key & !SET | u64::from(literals) << SET_SHIFT, body: u64::from(seed) | lead << SEED_BITS }
    }

    /// Whether it is of a key.
    #[inline]
    const fn is_of(&self, key: u64) -> bool {
        (self.head ^ key) & !SET == 0
    }

    /// Where the classes of its seed are; 0: none.
    #[inline]
    pub(super) const fn seed(&self) -> u32 {
        self.body as u32 & ((1 << SEED_BITS) - 1)
    }

    /// Number of its list of literals; 0: none.
    #[inline]
    pub(super) const fn literals(&self) -> u16 {
        (self.head >> SET_SHIFT) as u16
    }

    /// What it is to weights.
    #[inline]
    pub(super) const fn lead(&self) -> Lead {
        let lead = self.body >> SEED_BITS;
        let is = (lead >> 32) as u16;
        Lead {
            weight: Weight { number: (lead & 0xFFFF) as u32, worth: (lead >> 16) as i16 },
            class: is & ((1 << CLASS_BITS) - 1),
            is_number: is >> CLASS_BITS & 1 == 1,
            beside_name: is >> (CLASS_BITS + 1) == 1,
        }
    }
}

/// A literal inside a word: where its classes are, and its first byte in the word.
pub(super) type Inside = (u32, u32);

/// Sets of words that are kept, two words a set; a power of two.
const SETS: usize = 1 << 15;
/// Literals that are kept: beyond that all is forgotten.
const MOST_LITERALS: usize = 1 << 15;
/// Indices for which words are kept at a time: kinds and lengths of drafts come and go within one run.
const MOST_INDICES: usize = 16;

/// What the words that a thread met last lead to, by one index.
struct Memory {
    /// Which index.
    index: u64,
    /// By the key of a word; of two words of a set the one that came last is first.
    sets: Vec<[Known; 2]>,
    /// The literals, list by list.
    literals: Vec<Inside>,
    /// Where each list begins and ends; the first is empty.
    lists: Vec<(u32, u32)>,
}

impl Memory {
    /// A memory of nothing.
    fn new(index: u64) -> Self {
        Self { index, sets: vec![[Known::default(); 2]; SETS], literals: Vec::new(), lists: vec![(0, 0)] }
    }

    /// Keeps what a word leads to.
    fn put(&mut self, key: u64, known: Known) {
        if let Some(set) = self.sets.get_mut(place(key)) {
            *set = [known, set[0]];
        }
    }

    /// Keeps some literals, and gives the number of their list.
    fn keep(&mut self, literals: &[Inside]) -> u16 {
        if literals.is_empty() {
            return 0;
        }
        let from = self.literals.len() as u32;
        self.literals.extend(literals);
        self.lists.push((from, self.literals.len() as u32));
        // Less than 2¹⁶: before these words there were fewer than `MOST_LITERALS`, and a stretch has ten thousand words at most.
        (self.lists.len() - 1) as u16
    }

    /// Forgets all, where it is too much.
    fn tidy(&mut self) {
        if self.literals.len() > MOST_LITERALS {
            *self = Self::new(self.index);
        }
    }
}

/// The place of a key's set.
#[inline]
const fn place(key: u64) -> usize {
    (key >> SET_SHIFT) as usize & (SETS - 1)
}

/// What is kept of a key in its set; anything where nothing is, and whether that is so. Without a branch: nobody can foresee in
/// which place of its set a word is.
#[inline]
fn find(sets: &[[Known; 2]; SETS], key: u64) -> (Known, bool) {
    let [first, second] = &sets[place(key)];
    let (is_first, is_second) = (first.is_of(key), second.is_of(key));
    (*if is_second { second } else { first }, is_first | is_second)
}

/// Has memory bring the sets of some words near, many at a time: who asks for one after the other waits for each.
fn approach(sets: &[[Known; 2]; SETS], words: &[Word]) {
    std::hint::black_box(words.iter().fold(0, |all, word| all ^ sets[place(word.key)][0].body));
}

/// What was met of late, by index.
#[derive(Default)]
pub(super) struct Memories {
    /// The last one was used last.
    all: Vec<Memory>,
    /// The literals of the word at hand.
    inside: Vec<Inside>,
    /// The numbers of the words at hand that are not known, or inside which literals stand.
    missed: Vec<u32>,
}

/// Reads what a word leads to.
pub(super) trait Read {
    /// The place of a word's seed, 0 where it has none, and what it is to weights; appends the literals inside it.
    fn read(&self, text: &str, word: &Word, literals: &mut Vec<Inside>) -> (u32, Lead);
}

impl Memories {
    /// Fills `out` with what each of some words of `text` leads to. `index` tells what `reader` reads from others.
    /// `plain`: nothing but ASCII stands there, and no NUL.
    pub(super) fn of_words(
        &mut self,
        index: u64,
        reader: &impl Read,
        text: &str,
        words: &[Word],
        plain: bool,
        out: &mut Vec<Known>,
    ) {
        self.call(index);
        let Self { all, inside, missed } = self;
        let Some(memory) = all.last_mut() else { return };
        memory.tidy();
        let Some(sets) = memory.sets.first_chunk::<SETS>() else { return };
        approach(sets, words);
        out.clear();
        missed.clear();
        missed.resize(words.len(), 0);
        let mut count = 0;
        out.extend((0_u32..).zip(words).map(|(number, word)| {
            let (known, is_kept) = find(sets, word.key);
            if let Some(place) = missed.get_mut(count) {
                *place = number;
            }
            count += usize::from(!(is_kept & is_alike(text, word, plain)));
            known
        }));
        for number in missed.iter().take(count) {
            let (word, known) = (words.get(*number as usize), out.get_mut(*number as usize));
            let (Some(word), Some(known)) = (word, known) else { break };
            let alike = is_alike(text, word, plain);
            // It may be known by now.
            let kept = memory.sets.get(place(word.key)).filter(|_| alike).into_iter().flatten();
            *known = match kept.copied().find(|known| known.is_of(word.key)) {
                Some(known) => known,
                None => Self::read(memory, reader, inside, text, word, alike),
            };
        }
    }

    /// Reads what a word leads to, and keeps it if others are `alike`.
    #[inline(never)]
    fn read(
        memory: &mut Memory,
        reader: &impl Read,
        inside: &mut Vec<Inside>,
        text: &str,
        word: &Word,
        alike: bool,
    ) -> Known {
        inside.clear();
        let (seed, lead) = reader.read(text, word, inside);
        let known = Known::new(word.key, seed, memory.keep(inside), lead);
        if alike {
            memory.put(word.key, known);
        }
        known
    }

    /// Has the memory for an index be the last one.
    fn call(&mut self, index: u64) {
        if self.all.last().is_some_and(|memory| memory.index == index) {
            return;
        }
        match self.all.iter().position(|memory| memory.index == index) {
            Some(place) => {
                let last = self.all.len() - 1;
                self.all.swap(place, last);
            }
            None => {
                if self.all.len() == MOST_INDICES {
                    self.all.remove(0);
                }
                self.all.push(Memory::new(index));
            }
        }
    }

    /// Calls `each` with those of some words inside which literals stand, and these: the words for which [`Self::of_words`] was
    /// last asked, and what they lead to.
    pub(super) fn with_literals(&mut self, words: &[Word], known: &[Known], each: &mut impl FnMut(&Word, &[Inside])) {
        let mut list = std::mem::take(&mut self.missed);
        list.resize(words.len().max(list.len()), 0);
        let mut count = 0;
        // Without a branch: nobody can foresee which they are.
        for (number, known) in (0_u32..).zip(known) {
            if let Some(place) = list.get_mut(count) {
                *place = number;
            }
            count += usize::from(known.literals() > 0);
        }
        for number in list.iter().take(count) {
            let (word, known) = (words.get(*number as usize), known.get(*number as usize));
            word.zip(known).into_iter().for_each(|(word, known)| each(word, self.literals(known)));
        }
        self.missed = list;
    }

    /// The literals inside a word, of those for which [`Self::of_words`] was last asked.
    fn literals(&self, known: &Known) -> &[Inside] {
        let Some(memory) = self.all.last().filter(|_| known.literals() > 0) else { return &[] };
        let list = memory.lists.get(usize::from(known.literals()));
        list.and_then(|(from, to)| memory.literals.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}

/// Whether all words with the key of this one, as far as they are kept, lead to the same: the same key in other letters may
/// stand in another class, and may hold no literals. `plain`: nothing but ASCII stands in the text.
#[inline]
fn is_alike(text: &str, word: &Word, plain: bool) -> bool {
    (word.key >> 32 != 0) & (word.shape != Shape::Mixed) && (plain || is_plain(text, word))
}

/// Whether a word is made of ASCII letters and digits alone.
fn is_plain(text: &str, word: &Word) -> bool {
    text.as_bytes().get(word.span().range()).is_some_and(|word| word.iter().all(u8::is_ascii_alphanumeric))
}

/// Whether a text holds nothing but ASCII, and no NUL: that may stand inside a word.
pub(super) fn is_all_plain(text: &str) -> bool {
    let plain = |bytes: &[u8]| bytes.iter().fold(true, |all, byte| all & (byte.wrapping_sub(1) < 0x7F));
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    plain(rest) && blocks.iter().all(|block| plain(block))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::text::Span;
    use crate::text::words::words;

    /// Counts how often it is asked. The seed of a word is its length, its literal each `x`.
    #[derive(Default)]
    struct Counting(Cell<usize>);

    impl Read for Counting {
        fn read(&self, text: &str, word: &Word, literals: &mut Vec<Inside>) -> (u32, Lead) {
            self.0.set(self.0.get() + 1);
            let written = text.get(word.span().range()).unwrap_or_default();
            literals.extend(written.match_indices(['x', 'X']).map(|(at, _)| (7, at as u32)));
            let class = u16::from(written.ends_with("ed") && word.shape != Shape::Mixed);
            (word.len, Lead { class, ..Lead::default() })
        }
    }

    #[test]
    fn a_word_is_read_once_and_other_spellings_of_its_key_by_themselves() {
        let (mut memories, reader, mut out) = (Memories::default(), Counting::default(), Vec::new());
        let mut ask = |index, text: &str| {
            let mut list = Vec::new();
            words(text, Span::at(0..text.len()), &mut list);
            memories.of_words(index, &reader, text, &list, is_all_plain(text), &mut out);
            let all = out.iter().map(|known| (known.seed(), known.lead().class, memories.literals(known).to_vec()));
            (all.collect::<Vec<_>>(), reader.0.get())
        };
        assert_eq!(
            ask(1, "Next next exited"),
            (vec![(4, 0, vec![(7, 2)]), (4, 0, vec![(7, 2)]), (6, 1, vec![(7, 1)])], 2)
        );
        assert_eq!(ask(1, "NEXT exited").1, 2);
        assert_eq!(ask(1, "exIted").0, [(6, 0, vec![(7, 1)])]);
        assert_eq!(ask(1, "ne\0xt – next").0, [(5, 0, vec![(7, 3)]), (4, 0, vec![(7, 2)])]);
        assert_eq!(ask(1, "next").1, 4);
        assert_eq!(ask(2, "next next").1, 5, "of another index nothing is known");
        assert_eq!(ask(1, "next").1, 5);
    }

    #[test]
    fn too_many_literals_are_forgotten() {
        let (mut memories, reader, mut out) = (Memories::default(), Counting::default(), Vec::new());
        for number in 0..50_000_u32 {
            let text = format!("x{number}x");
            let mut list = Vec::new();
            words(&text, Span::at(0..text.len()), &mut list);
            memories.of_words(1, &reader, &text, &list, true, &mut out);
            assert_eq!(memories.literals(&out[0]), [(7, 0), (7, number.to_string().len() as u32 + 1)]);
        }
        assert!(memories.all[0].literals.len() <= MOST_LITERALS + 2);
    }

    #[test]
    fn only_ascii_without_nul_is_plain() {
        for text in ["", "a b.", &"x".repeat(200)] {
            assert!(is_all_plain(text));
        }
        for text in ["a\0b", "é", &format!("{}–", "x".repeat(100))] {
            assert!(!is_all_plain(text));
        }
    }
}
