//! Owns how the register's names are found in a draft: compiled into a table of word keys, looked up at every word,
//! aligned at the few candidates, weighed by the original text. Numbers are `identifiers`' business, facts `facts`'.
//! `engine` compiles it, `spot` calls it.

mod acronym;
mod admit;
mod align;
mod alone;
mod anchor;
mod begin;
mod beside;
mod cases;
mod compile;
mod crowd;
mod elsewhere;
mod encoded;
mod evidence;
mod find;
mod gather;
mod given;
mod head;
pub(super) mod index;
mod initials;
mod interest;
pub(super) mod keyed;
mod lines;
mod masks;
mod neighbours;
mod owners;
mod pairs;
mod person;
mod resolve;
mod slips;
mod sound;
mod spaced;
mod stranger;
mod stretch;
mod surname;
mod tail;
mod unspaced;

use std::hint::black_box;

use aho_corasick::AhoCorasick;

use super::Strength;
use super::why::{Reason, Written};
use crate::register::forms::{FormKind, Owner};
use crate::text::Span;
use index::{Bits, Table};
use owners::Owners;
use stretch::reach;

pub(super) use compile::Forms;
pub(super) use find::Scratch;
pub(super) use resolve::Found;
pub(super) use stretch::stretches;

/// The register's names, compiled. Its `Debug` prints counts alone.
pub(super) struct NameIndex {
    /// Tells it from other indexes of the program.
    number: u64,
    /// Whose the entries are.
    owners: Owners,
    /// Folded words of all entries, one after the other.
    arena: String,
    /// The entries.
    entries: Vec<Entry>,
    /// Keys of single words to entries (anchors, and names that are written as one word), as [`posting`] says. Those are
    /// marked that not only words with a capital are looked up by: nearly no word of a text in small letters.
    table: Table,
    /// Which words are looked at whatever their keys are.
    reasons: interest::Reasons,
    /// Which words stand beside an anchor in some name: nearly no other needs its pair looked up.
    partners: Bits,
    /// Salted keys, see [`salt`], to entries: neighbours, first letters, beginnings, halves.
    salted: Table,
    /// Whether marks stand in the postings of surnames with a first letter, see `initials`.
    marked: bool,
    /// Which words may be a slip of a name.
    slips: slips::Gate,
    /// Which words may be a slip of a name's words joined.
    joined_slips: slips::Gate,
    /// Names in scripts without spaces: there, words have no edges.
    unspaced: Option<AhoCorasick>,
    /// The entry of each pattern of `unspaced`.
    unspaced_entries: Vec<u32>,
}

/// One form of one name.
#[derive(Clone, Copy)]
struct Entry {
    /// Where its words begin in the arena.
    at: u32,
    /// Whose it is, as [`owners`] says.
    owners: u32,
    /// Their length in bytes.
    len: u16,
    /// Bits of [`flag`].
    flags: u16,
    /// The first bytes of its words: nearly all that does not stand at a place differs there, and the arena is far away.
    head: [u8; 3],
    /// How many words before a candidate it may begin, and bits of [`look`].
    look: u8,
}

/// What else is known of an entry's words without a look at them.
mod look {
    /// How many words before a candidate it may begin.
    pub(super) const REACH: u8 = 31;
    /// All are ASCII.
    pub(super) const ASCII: u8 = 32;
    /// They have letters enough for a slip.
    pub(super) const LONG: u8 = 64;
}

/// What is known about an entry.
mod flag {
    /// All its words are ordinary.
    pub(super) const AMBIGUOUS: u16 = 1;
    /// Registered with a title, which belongs to the name.
    pub(super) const TITLED: u16 = 2;
    /// Letters and digits with free separators.
    pub(super) const IDENTIFIER: u16 = 4;
    /// A phrase that swallows mentions.
    pub(super) const ALLOW: u16 = 8;
    /// A shortened form.
    pub(super) const SHORT: u16 = 16;
    /// A person's name.
    pub(super) const PERSON: u16 = 32;
    /// One word.
    pub(super) const SINGLE: u16 = 64;
    /// May be found inside a longer hashtag or handle.
    pub(super) const INNER: u16 = 128;
    /// Its first word alone points at it.
    pub(super) const FIRST: u16 = 256;
    /// Counts only in capitals.
    pub(super) const ACRONYM: u16 = 512;
    /// The name of a matter; people use this bit for [`SURELY_PERSON`].
    pub(super) const CODE: u16 = 1024;
    /// A person's name beyond doubt.
    pub(super) const SURELY_PERSON: u16 = PERSON | CODE;
    /// Not spelt as registered.
    pub(super) const SPELT: u16 = 2048;
    /// Looked for with slips, however large the register.
    pub(super) const FUZZY: u16 = 4096;
    /// A person registered with a man's title; companies use this bit for [`FIRST`].
    pub(super) const HE: u16 = FIRST;
    /// A person registered with a woman's title; companies use this bit for [`ACRONYM`].
    pub(super) const SHE: u16 = ACRONYM;
    /// How far the index of the surname's first word is shifted: the upper three bits.
    pub(super) const SURNAME: u32 = 13;
    /// A rare word, a rare name or a place; only of a single word, which has no surname.
    pub(super) const KNOWN: u16 = 1 << SURNAME;
}

/// Salts that keep the kinds of keys of the table apart.
mod salt {
    /// The first letters of the joined words.
    pub(super) const BEGINNING: u64 = 0x5DEE_CE66_D1CE_4E5B;
    /// Two neighbours.
    pub(super) const PAIR: u64 = 0x2545_F491_4F6C_DD1D;
    /// A surname and a first letter.
    pub(super) const INITIAL: u64 = 0x6C62_272E_07BB_0142;
    /// A surname beside a title, `client` or `the`.
    pub(super) const TITLE: u64 = 0x1B87_3593_CC9E_2D51;
    /// The first or last two letters of a word that may be masked.
    pub(super) const EDGE: u64 = 0x9E6C_63D0_876A_46F3;
    /// What a word sounds like in another script.
    pub(super) const SOUND: u64 = 0x4528_21E6_38D0_1377;
    /// Half of a name whose words are joined, beside [`HALF`].
    pub(super) const JOINED_HALF: u64 = 0x1F83_D9AB_FB41_BD6B;
    /// Half of a word and its length.
    pub(super) const HALF: u64 = 0x7FEB_352D_846C_A68B;
}

/// Letters that a beginning has: names shorter than that are not looked for inside hashtags.
const BEGINNING: usize = 8;

/// What a posting of the table of words says: the number of an entry, or what to look at besides.
mod posting {
    /// It counts only with a capital.
    pub(super) const CAPITAL: u32 = 1 << 30;
    /// It is no number of an entry but says by the bits below where to look.
    pub(super) const ASK: u32 = 1 << 29;
    /// At the words before: a legal form makes names of them.
    pub(super) const BEFORE: u32 = 1 << 28;
    /// At pairs with the neighbours.
    pub(super) const PAIRS: u32 = 1 << 27;
    /// For a title before a surname.
    pub(super) const TITLE: u32 = 1 << 26;
    /// For given names beside a surname: a bit for each first letter.
    pub(super) const LETTERS: u32 = (1 << 26) - 1;

    /// The bit of the folded first letter of a given name. All letters but a to z share that of q, the rarest.
    pub(super) const fn letter(first: Option<char>) -> u32 {
        match first {
            Some(c @ 'a'..='z') => 1 << (c as u32 - 'a' as u32),
            _ => 1 << ('q' as u32 - 'a' as u32),
        }
    }

    /// Two of one key as one, where both ask.
    pub(super) const fn merge(one: u32, other: u32) -> Option<u32> {
        if one & other & ASK != 0 && (one ^ other) & CAPITAL == 0 { Some(one | other) } else { None }
    }
}

/// A name found at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mention {
    /// From the first to the last visible character, in the draft's text.
    pub(super) span: Span,
    /// The block.
    pub(super) block: u32,
    /// Index of the entry.
    entry: u32,
    /// What the original text says.
    verdict: evidence::Verdict,
    /// Why it says so.
    reason: Reason,
    /// How it is written.
    written: Written,
    /// How sure it is at most.
    strength: Strength,
}

impl Entry {
    /// An entry of these words, which stand `at` this byte of the arena, without an owner.
    fn new(words: &str, at: u32, flags: u16) -> Self {
        let bits = [
            (words.is_ascii(), look::ASCII),
            (words.chars().filter(|c| c.is_alphabetic()).count() >= slips::LEAST_FOR_TYPO, look::LONG),
        ];
        let bits = bits.into_iter().filter(|(set, _)| *set).fold(0, |sum, (_, bit)| sum | bit);
        let mut head = [0; 3];
        head.iter_mut().zip(words.bytes()).for_each(|(own, byte)| *own = byte);
        let look = bits | (reach(words) as u8).min(look::REACH);
        Self { at, owners: owners::NOBODY, len: words.len() as u16, flags, head, look }
    }

    /// Its words, folded.
    fn words(self, arena: &str) -> &str {
        arena.get(self.at as usize..self.at as usize + usize::from(self.len)).unwrap_or_default()
    }

    /// How many words before a candidate it may begin.
    fn reach(self) -> usize {
        usize::from(self.look & look::REACH)
    }

    /// Whether a flag is set.
    const fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Whether a bit of [`look`] is set.
    const fn has(self, bit: u8) -> bool {
        self.look & bit != 0
    }

    /// Whether it is a person's beyond doubt.
    const fn is_surely_person(self) -> bool {
        self.flags & flag::SURELY_PERSON == flag::SURELY_PERSON
    }

    /// How it is compared.
    const fn kind(self) -> FormKind {
        if self.is(flag::IDENTIFIER) { FormKind::Identifier } else { FormKind::Name }
    }

    /// Index of the surname's first word, 0 where there is none.
    const fn surname(self) -> usize {
        if self.is(flag::SINGLE) { 0 } else { (self.flags >> flag::SURNAME) as usize }
    }

    /// Whether it is one word that is a rare word, a rare name or a place.
    const fn is_known(self) -> bool {
        self.flags & (flag::SINGLE | flag::KNOWN) == flag::SINGLE | flag::KNOWN
    }
}

impl NameIndex {
    /// The folded words of an entry.
    fn words(&self, entry: Entry) -> &str {
        entry.words(&self.arena)
    }

    /// Reads a letter of the words of several entries, which are far away: whoever compares them now waits for all at once.
    fn fetch(&self, entries: &[Entry]) {
        if entries.len() > 1 {
            let first = |entry: &Entry| self.arena.as_bytes().get(entry.at as usize).copied().unwrap_or_default();
            black_box(entries.iter().map(first).fold(0, u8::wrapping_add));
        }
    }

    /// Whose an entry is.
    fn owners(&self, number: u32) -> impl Iterator<Item = Owner> {
        self.entries.get(number as usize).into_iter().flat_map(|entry| self.owners.of(*entry))
    }

    /// How many forms there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NameIndex {{ {} owners, {} entries }}", self.owners.len(), self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use super::posting::{ASK, CAPITAL, LETTERS, PAIRS, TITLE, letter, merge};

    #[test]
    fn what_asks_becomes_one_posting_and_an_entry_stays_its_own() {
        assert_eq!(merge(ASK | PAIRS, ASK | letter(Some('b'))), Some(ASK | PAIRS | letter(Some('b'))));
        assert_eq!(merge(7, ASK | TITLE), None);
        assert_eq!(merge(7, 8), None);
        assert_eq!(merge(ASK | PAIRS, CAPITAL | ASK | PAIRS), None, "one of them counts in small letters too");
    }

    #[test]
    fn every_first_letter_has_a_bit_and_none_is_taken_for_something_else() {
        let all = ('a'..='z').map(|c| letter(Some(c))).fold(0, |all, bit| all | bit);
        assert_eq!(all, LETTERS);
        assert!([None, Some('ω'), Some('3')].iter().all(|first| letter(*first) == letter(Some('q'))));
        assert_eq!(LETTERS & (TITLE | PAIRS | ASK | CAPITAL), 0);
    }
}
