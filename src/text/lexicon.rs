//! Owns the bundled lists of ordinary words and common names, and how common a word is. The lists' sources and licences
//! are in `lexicon/README.md`. Called when names are compiled and when a candidate needs evidence; never per word.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{LazyLock, OnceLock};

use super::words::{self, key};

/// English words of the first class, the commonest.
const WORDS_10: &str = include_str!("lexicon/words-10.txt");
/// English words of the second class.
const WORDS_20: &str = include_str!("lexicon/words-20.txt");
/// English words of the third class.
const WORDS_35: &str = include_str!("lexicon/words-35.txt");
/// English words of the fourth class, which few texts hold.
const WORDS_50: &str = include_str!("lexicon/words-50.txt");
/// Names of people and places that are not among the commonest.
const NAMES_50: &str = include_str!("lexicon/names-50.txt");
/// Ordinary words of German, French, Spanish, Italian, Portuguese and Dutch.
const FOREIGN: &str = include_str!("lexicon/foreign.txt");
/// Common given names.
const GIVEN: &str = include_str!("lexicon/given.txt");
/// Common surnames.
const SURNAMES: &str = include_str!("lexicon/surnames.txt");

/// How common a folded word is in English text: 3 very, 2 quite, 1 somewhat, 0 not in the lists.
pub fn commonness(folded: &str) -> u8 {
    look_up(folded) & COMMONNESS
}

/// How common a folded word is in English text, and whether it is a common name.
pub fn commonness_and_name(folded: &str) -> (u8, bool) {
    let bits = look_up(folded);
    (bits & COMMONNESS, bits & (IS_GIVEN | IS_SURNAME) != 0)
}

/// Whether a folded word is an ordinary English word.
pub fn is_word(folded: &str) -> bool {
    commonness(folded) > 0
}

/// The same of the word of this key.
pub fn is_word_key(key: u64) -> bool {
    LISTS.get(key) & COMMONNESS != 0
}

/// Whether a folded word is a common given name.
pub fn is_given_name(folded: &str) -> bool {
    look_up(folded) & IS_GIVEN != 0
}

/// Whether a folded word is a common surname.
pub fn is_surname(folded: &str) -> bool {
    look_up(folded) & IS_SURNAME != 0
}

/// Whether the word of this key is an ordinary one or a common name.
pub fn holds(key: u64) -> bool {
    LISTS.get(key) != 0
}

/// Whether a folded word is in any list, be it a rare word, a rare name or a place: written small, or beside another name, it
/// need not be whoever bears it.
pub fn is_known(folded: &str) -> bool {
    /// How often the long lists are asked before a table of them pays.
    const OFTEN: u32 = 2_000;
    static ASKED: AtomicU32 = AtomicU32::new(0);
    /// The words of the long lists by their keys; a test sees that all differ.
    static LONG: LazyLock<Keyed<()>> = LazyLock::new(|| long_words().map(|word| (key(word), ())).collect());
    if look_up(folded) != 0 {
        return true;
    }
    if ASKED.load(Relaxed) < OFTEN {
        ASKED.fetch_add(1, Relaxed);
        return LONG_LISTS.iter().any(|list| has_line(list, folded));
    }
    LONG.contains_key(&key(folded))
}

/// The lists of which no table is made as a rule, since few words are looked for in them.
const LONG_LISTS: [&str; 3] = [WORDS_50, NAMES_50, FOREIGN];

/// The words of the long lists.
fn long_words() -> impl Iterator<Item = &'static str> {
    LONG_LISTS.iter().flat_map(|list| list.lines())
}

/// Whether a folded word is a name of people or places that is not among the commonest.
pub fn is_rare_name(folded: &str) -> bool {
    has_line(NAMES_50, folded)
}

/// Whether a folded word is an ordinary word of another language.
pub fn is_foreign(folded: &str) -> bool {
    has_line(FOREIGN, folded)
}

/// Whether a word is a line of a sorted list.
fn has_line(list: &str, word: &str) -> bool {
    let (mut from, mut to) = (0, list.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = list.get(from..middle).and_then(|part| part.rfind('\n')).map_or(from, |at| from + at + 1);
        let end = list.get(middle..to).and_then(|part| part.find('\n')).map_or(to, |at| middle + at);
        match list.get(start..end).unwrap_or_default().cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => from = end + 1,
            Ordering::Greater => to = start,
        }
    }
    false
}

/// Whether the word of this key is an ordinary one and no common given name.
pub fn is_ordinary_key(key: u64) -> bool {
    let bits = LISTS.get(key);
    bits & COMMONNESS != 0 && bits & IS_GIVEN == 0
}

/// A list of folded words that belongs to somebody else's code, looked up by key as the bundled lists are.
pub struct WordList {
    /// The words, with blanks between.
    words: &'static str,
    /// Their keys, made when the first word is looked up.
    keys: OnceLock<Keyed<()>>,
}

impl WordList {
    /// The list of these folded words with blanks between.
    pub const fn new(words: &'static str) -> Self {
        Self { words, keys: OnceLock::new() }
    }

    /// Whether a folded word is in it.
    pub fn holds(&self, folded: &str) -> bool {
        self.holds_key(key(folded))
    }

    /// Whether the word of this key is in it.
    pub fn holds_key(&self, key: u64) -> bool {
        let keys = || self.words.split_ascii_whitespace().map(|word| (words::key(word), ())).collect();
        self.keys.get_or_init(keys).contains_key(&key)
    }
}

/// The bits that say how common a word is.
const COMMONNESS: u8 = 3;
/// The bit of given names.
const IS_GIVEN: u8 = 4;
/// The bit of surnames.
const IS_SURNAME: u8 = 8;

/// The bits of a word; 0 for one that no list holds.
fn look_up(folded: &str) -> u8 {
    LISTS.get(key(folded))
}

/// The lists of common words and names.
static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { slots: vec![0; Lists::SIZE], count: 0 };
    for (list, bits) in [(WORDS_10, 3), (WORDS_20, 2), (WORDS_35, 1), (GIVEN, IS_GIVEN), (SURNAMES, IS_SURNAME)] {
        list.lines().for_each(|word| lists.add(key(word), bits));
    }
    lists
});

/// Words by their keys, eight bytes each, so that they stay near: drafts ask for their words again and again. Two of the 44,000
/// would have to share 60 bits to be taken for each other; a test sees that none do.
struct Lists {
    /// A key, whose last bits say in which lists the word is; 0 where there is none. By the first bits of the key, or after that.
    slots: Vec<u64>,
    /// How many words there are.
    count: usize,
}

impl Lists {
    /// How many places there are.
    const SIZE: usize = 1 << 16;
    /// The last bits of a slot.
    const BITS: u64 = (COMMONNESS | IS_GIVEN | IS_SURNAME) as u64;

    /// The bits of the word of a key; 0 for one that no list holds.
    #[inline]
    fn get(&self, key: u64) -> u8 {
        let mut at = (key >> (u64::BITS - Self::SIZE.trailing_zeros())) as usize;
        loop {
            match self.slots.get(at) {
                Some(0) => return 0,
                Some(slot) if (slot ^ key) & !Self::BITS == 0 => return (slot & Self::BITS) as u8,
                Some(_) => at += 1,
                None => at = 0,
            }
        }
    }

    /// Adds bits to the word of a key.
    fn add(&mut self, key: u64, bits: u8) {
        let mut at = (key >> (u64::BITS - Self::SIZE.trailing_zeros())) as usize;
        while self.slots.get(at).is_some_and(|slot| *slot != 0 && (slot ^ key) & !Self::BITS != 0) {
            at = (at + 1) % Self::SIZE;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            self.count += usize::from(*slot == 0);
            *slot = key & !Self::BITS | *slot & Self::BITS | u64::from(bits);
        }
    }
}

/// A map by word keys.
pub type Keyed<T> = HashMap<u64, T, BuildHasherDefault<KeyHasher>>;

/// Word keys are hashes already.
#[derive(Default, Debug)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_of_every_list_has_a_key_of_its_own_and_its_neighbours_are_not_found() {
        let mut all = std::collections::BTreeSet::new();
        for list in [WORDS_10, WORDS_20, WORDS_35, GIVEN, SURNAMES] {
            for word in list.lines() {
                assert!(look_up(word) > 0 && look_up(&format!("{word}qq")) == 0, "{word}");
                all.insert(word);
            }
        }
        assert_eq!(all.len(), LISTS.count);
    }

    #[test]
    fn rare_words_and_names_are_known_and_are_not_common() {
        let (keys, words): (BTreeSet<u64>, BTreeSet<&str>) = long_words().map(|word| (key(word), word)).unzip();
        assert_eq!(keys.len(), words.len(), "no key is one of two words");
        for list in LONG_LISTS {
            assert!(list.lines().is_sorted());
            for word in list.lines() {
                assert!(has_line(list, word) && is_known(word), "{word}");
                assert!(!has_line(list, &format!("{word}qq")) && !has_line(list, &format!("{word} ")), "{word}");
            }
        }
        for word in ["", "a\n", "kestrelford", "zzzz", "\n"] {
            // First in the lists, then in the table of them.
            assert!((0..3_000).all(|_| !is_known(word)));
        }
    }

    #[test]
    fn a_list_holds_its_words_and_no_part_of_them() {
        let list = WordList::new("mr mrs  miss dr");
        assert!(["mr", "mrs", "miss", "dr"].iter().all(|word| list.holds(word)));
        assert!(!["", "m", "rs", "iss", "r", "d", "drs"].iter().any(|word| list.holds(word)));
    }

    #[test]
    fn a_common_word_a_common_name_and_a_rare_one_differ() {
        assert_eq!((commonness("the"), commonness("orchard"), commonness("kestrelford")), (3, 1, 0));
        assert!(is_given_name("robin") && is_surname("banks") && !is_surname("okonjo"));
    }
}
