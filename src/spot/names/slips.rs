//! Owns slips: one letter too many, too few, another, or two swapped. A slip leaves one half of a word as it is, so a word
//! is looked up by its halves, and only behind a gate that turns nearly all words of a text away. Called by `find` and
//! `align`; masked letters are `masks`' business.

use super::evidence::Verdict;
use super::find::Scratch;
use super::head::with_sign;
use super::stretch::Stretch;
use super::{Mention, NameIndex, salt};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::{fold_word, folded};
use crate::text::lexicon;
use crate::text::words::{key, pair_key};

/// Letters of a name in which slips are looked for.
pub(super) const LEAST_LETTERS: usize = 8;
/// Letters of a name for which one slip is enough.
pub(super) const LEAST_FOR_TYPO: usize = 10;
/// Letters of the word that the slip is in.
pub(super) const LEAST_WORD: usize = 6;

/// The first three and the last three letters of the words that a slip may hit: two bit sets of 32,768 each.
#[derive(Default)]
pub(super) struct Gate {
    /// By the first letters; empty where no slips are looked for.
    heads: Vec<u64>,
    /// By the last letters.
    tails: Vec<u64>,
}

/// Bits of each set of the gate.
const BITS: usize = 1 << 15;

impl Gate {
    /// Says that rarer ways of writing are looked for.
    pub(super) fn lift(&mut self) {
        if self.heads.is_empty() {
            self.heads = vec![0; BITS / 64];
            self.tails = vec![0; BITS / 64];
        }
    }

    /// Lets through what another gate does.
    pub(super) fn join(&mut self, other: &Self) {
        if other.is_open() {
            self.lift();
        }
        let own = self.heads.iter_mut().zip(&other.heads).chain(self.tails.iter_mut().zip(&other.tails));
        own.for_each(|(own, more)| *own |= more);
    }

    /// Lets the slips of a word through.
    pub(super) fn open(&mut self, word: &str) {
        self.lift();
        let bytes = word.as_bytes();
        let (Some(&[a, b, c]), Some(&[x, y, z])) = (bytes.first_chunk(), bytes.last_chunk()) else { return };
        // In a word of six letters only two are sure to stay.
        let any = if bytes.len() == LEAST_WORD { 32 } else { 1 };
        for wild in 0..any {
            let (c, x) = if any == 1 { (c, x) } else { (wild, wild) };
            for (set, at) in [(&mut self.heads, place(a, b, c)), (&mut self.tails, place(x, y, z))] {
                if let Some(bits) = set.get_mut(at / 64) {
                    *bits |= 1 << (at % 64);
                }
            }
        }
    }

    /// Whether slips are looked for at all.
    pub(super) const fn is_open(&self) -> bool {
        !self.heads.is_empty()
    }

    /// Whether a word of a text, as written, may be a slip of one of the words.
    #[inline]
    pub(super) fn may_be(&self, written: &[u8]) -> bool {
        if self.heads.is_empty() {
            return false;
        }
        let (Some(&[a, b, c]), Some(&[x, y, z])) = (written.first_chunk(), written.last_chunk()) else { return false };
        let has = |set: &[u64], at: usize| set.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0);
        has(&self.heads, place(a, b, c))
            || has(&self.tails, place(x, y, z))
            || (a | b | c | x | y | z) >= 0x80
            || written.len() >= LEAST_LETTERS && written.iter().any(u8::is_ascii_digit)
    }
}

/// The bit of three letters.
const fn place(a: u8, b: u8, c: u8) -> usize {
    ((a & 31) as usize) << 10 | ((b & 31) as usize) << 5 | (c & 31) as usize
}

/// The keys of both halves of a word of `len` letters, as far as the halves of `word` have no masked letter. A swap of
/// two letters can't hit both, since one letter in the middle is left out.
pub(super) fn half_keys(word: &str, len: usize) -> impl Iterator<Item = u64> {
    let half = len.saturating_sub(1) / 2;
    let (head, tail) = if word.is_ascii() {
        // Every byte is a character.
        let tail = word.len().checked_sub(half).filter(|skip| *skip < word.len());
        (word.get(..half).filter(|_| half < word.len()), tail.and_then(|skip| word.get(skip..)))
    } else {
        let tail = word.chars().count().checked_sub(half).and_then(|skip| word.char_indices().nth(skip));
        (word.char_indices().nth(half).map(|(i, _)| &word[..i]), tail.map(|(i, _)| &word[i..]))
    };
    let keyed = move |part: Option<&str>, side: u64| {
        part.filter(|p| p.len() >= 2 && !p.contains('*')).map(|p| pair_key(key(p), len as u64 * 2 + side) ^ salt::HALF)
    };
    keyed(head, 0).into_iter().chain(keyed(tail, 1))
}

/// Letters of a name whose words are looked for joined with a slip.
const LEAST_JOINED: usize = 12;

/// A name's words joined; none for short names and names of one word.
pub(super) fn joined(words: &str) -> Option<String> {
    let joined = words.replace([' ', '&'], "");
    (joined.len() >= LEAST_JOINED && words.contains(' ') && joined.bytes().all(|b| b.is_ascii_lowercase()))
        .then_some(joined)
}

/// The keys of both halves of a name's words joined, of `len` letters.
pub(super) fn joined_keys(joined: &str) -> impl Iterator<Item = u64> {
    half_keys(joined, joined.len()).map(|key| key ^ salt::JOINED_HALF)
}

impl NameIndex {
    /// Finds the name of which a word of a hashtag or an address is the joined form with one slip.
    pub(super) fn joined_slip(&self, stretch: &Stretch<'_>, block: u32, index: usize, out: &mut Vec<Mention>) {
        let written = stretch.written(index);
        let letters = || written.bytes().all(|b| b.is_ascii_alphabetic());
        if written.len() < LEAST_JOINED - 1 || !self.joined_slips.may_be(written.as_bytes()) || !letters() {
            return;
        }
        let token = folded(written);
        let mut tried = Vec::new();
        for wanted in token.len() - 1..=token.len() + 1 {
            let halves = half_keys(&token, wanted).map(|key| key ^ salt::JOINED_HALF);
            tried.extend(halves.filter(|k| self.salted.may_hold(*k)).flat_map(|k| self.salted.get(k)));
        }
        tried.sort_unstable();
        tried.dedup();
        let Some(word) = stretch.words.get(index) else { return };
        let fits = |number: &u32| {
            let joined = self.entries.get(*number as usize).map(|entry| self.words(*entry).replace([' ', '&'], ""));
            joined.is_some_and(|joined| is_one_slip(&token, &joined))
        };
        out.extend(tried.into_iter().filter(fits).map(|entry| Mention {
            span: Span::new(with_sign(stretch, word.at), word.span().end),
            block,
            entry,
            verdict: Verdict::Yes,
            reason: Reason::Distinctive,
            written: Written::Typo,
            strength: Strength::Medium,
        }));
    }

    /// Notes the entries of which this word may be a slip.
    #[cold]
    pub(super) fn slip(&self, stretch: &Stretch<'_>, index: usize, scratch: &mut Scratch) {
        scratch.joined.clear();
        fold_word(stretch.written(index), &mut scratch.joined);
        let token = std::mem::take(&mut scratch.joined);
        let len = token.chars().count();
        let letters = token.chars().all(char::is_alphabetic);
        if letters && (LEAST_WORD - 1..=40).contains(&len) && !is_known(&token) {
            for wanted in len - 1..=len + 1 {
                for half in half_keys(&token, wanted).filter(|k| self.salted.may_hold(*k)) {
                    let fits = |entry: &u32| {
                        let words = self.entries.get(*entry as usize).map_or("", |entry| self.words(*entry));
                        // A slip changes the length by one letter at most, of four bytes at most.
                        let alike = |word: &&str| {
                            let apart = word.len().abs_diff(token.len());
                            apart <= 1 || apart <= 4 && !(word.is_ascii() && token.is_ascii())
                        };
                        words.split(' ').filter(alike).any(|word| differs_by_a_slip(&token, word))
                    };
                    scratch.candidates.extend(self.salted.get(half).filter(fits).map(|entry| (entry, index)));
                }
            }
        }
        scratch.joined = token;
    }
}

/// Whether a folded word is one that people write on purpose.
fn is_known(token: &str) -> bool {
    let plain = token.strip_suffix('s').filter(|t| t.len() >= 4).unwrap_or(token);
    [token, plain].iter().any(|word| lexicon::holds(key(word)))
}

/// Whether two words of ASCII, in any case, differ in more than the two letters between what they begin and end with alike
/// that a slip may touch. Of other words it says no.
pub(super) fn differs_by_more(token: &[u8], word: &[u8]) -> bool {
    let alike = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let head = token.iter().zip(word).take_while(alike).count();
    let (token, word) = (token.get(head..).unwrap_or_default(), word.get(head..).unwrap_or_default());
    let tail = token.iter().rev().zip(word.iter().rev()).take_while(alike).count();
    let (token, word) =
        (token.get(..token.len() - tail).unwrap_or_default(), word.get(..word.len() - tail).unwrap_or_default());
    (token.len() > 2 || word.len() > 2) && token.is_ascii() && word.is_ascii()
}

/// Whether a token of a text is a word of a name with one slip: one letter more, fewer or other, or two swapped. The first
/// letter may differ only by its sound. Never a digit, never a word of the lists.
pub(super) fn is_one_slip(token: &str, word: &str) -> bool {
    differs_by_a_slip(token, word) && !is_known(token)
}

/// Whether a given name that differs by one letter from the registered one is another name and no slip: one that people
/// have, or the same with the ending of the other sex (`Michaela` for Michael).
pub(super) fn is_another_given_name(token: &str, own: &str) -> bool {
    let stem = |word: &str| word.strip_suffix(['a', 'e', 'o']).map_or_else(|| word.to_owned(), str::to_owned);
    token != own && (stem(token) == stem(own) || lexicon::is_rare_name(token))
}

/// The same of a token that is known to be no word of the lists.
fn differs_by_a_slip(token: &str, word: &str) -> bool {
    if differs_by_more(token.as_bytes(), word.as_bytes()) {
        return false;
    }
    let head = token.char_indices().zip(word.chars()).find(|((_, a), b)| a != b);
    let head = head.map_or(token.len().min(word.len()), |((at, _), _)| at);
    let (Some(t), Some(w)) = (token.get(head..), word.get(head..)) else { return false };
    let tail: usize = t.chars().rev().zip(w.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (t, w) = (t.get(..t.len() - tail).unwrap_or(t), w.get(..w.len() - tail).unwrap_or(w));
    let slips = match (&letters(t), &letters(w)) {
        ([None, ..], [Some(_), None, _]) | ([Some(_), None, _], [None, ..]) => head > 0,
        ([Some(a), None, _], [Some(b), None, _]) => {
            head > 0 || matches!((a, b), ('c', 'k') | ('k', 'c') | ('i', 'y') | ('y', 'i'))
        }
        ([Some(a), Some(b), None], [Some(c), Some(d), None]) => a == d && b == c,
        ([Some(_), Some(_), None], [Some(_), None, _]) | ([Some(_), None, _], [Some(_), Some(_), None]) => {
            matches!([t, w], ["ph", "f"] | ["f", "ph"] | ["ch", "k"] | ["k", "ch"])
        }
        _ => false,
    };
    slips
        && (LEAST_WORD..=61).contains(&word.chars().count())
        && token.chars().chain(word.chars()).all(char::is_alphabetic)
}

/// The first three letters.
fn letters(text: &str) -> [Option<char>; 3] {
    let mut letters = text.chars();
    [letters.next(), letters.next(), letters.next()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_edit_in_a_long_word_that_no_list_holds() {
        for (token, slip) in [
            ("kestrelfrod", true),
            ("kestrlford", true),
            ("kestrelfford", true),
            ("kestralford", true),
            ("cestrelford", true),
            ("ekstrelford", true),
            ("mestrelford", false),
            ("kestrelford", false),
            ("kestalford", false),
            ("kestr3lford", false),
        ] {
            assert_eq!(is_one_slip(token, "kestrelford"), slip, "{token}");
            assert!(!(slip && differs_by_more(token.to_uppercase().as_bytes(), b"kestrelford")), "{token}");
        }
        assert!(!is_one_slip("instruments", "instrument"), "a word of the lists");
        assert!(
            differs_by_more(b"Instruments", b"kestrelford")
                && !differs_by_more("Kestrélford".as_bytes(), b"kestrelford")
        );
    }

    #[test]
    fn every_slip_of_a_word_shares_a_half_with_it_and_passes_the_gate() {
        for word in ["kestrelford", "okonjo", "tarnwicks"] {
            let mut gate = Gate::default();
            gate.open(word);
            let halves: Vec<u64> = half_keys(word, word.len()).collect();
            for at in 1..word.len() {
                let swapped = {
                    let mut letters: Vec<char> = word.chars().collect();
                    letters.swap(at - 1, at);
                    letters.into_iter().collect::<String>()
                };
                let slips = [
                    format!("{}{}", &word[..at], &word[at + 1..]),
                    format!("{}q{}", &word[..at], &word[at..]),
                    format!("{}q{}", &word[..at], &word[at + 1..]),
                    swapped,
                ];
                for slip in slips {
                    assert!(half_keys(&slip, word.len()).any(|k| halves.contains(&k)), "{slip}");
                    assert!(gate.may_be(slip.as_bytes()), "{slip}");
                }
            }
            assert!(!gate.may_be(b"nothing"));
        }
    }
}
