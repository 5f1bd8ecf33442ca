//! Owns names with letters masked (`Kestr*lford`, `Barth***mew`, `Br_ck_nh_lt`, `Kestrel***`) and with digits for letters
//! (`K3strelf0rd`). Such a word is looked up by its first or last two letters and compared letter by letter. Called by
//! `find`, for few words of a text.

use super::evidence::Verdict;
use super::slips::{LEAST_LETTERS, LEAST_WORD};
use super::stretch::Stretch;
use super::{Mention, NameIndex, flag, salt};
use crate::draft::Role;
use crate::register::forms::is_distinctive;
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::{fold_char, folded};
use crate::text::lexicon;
use crate::text::words::{Gap, Word, key, pair_key};

/// Characters of the longest word that is compared.
const LONGEST: usize = 40;
/// Candidates that are compared with one word.
const MOST: usize = 256;
/// Letters that must be seen.
const LEAST_SEEN: usize = 4;

/// Whether letters of a name's word may be masked.
pub(super) fn may_be_masked(word: &str) -> bool {
    word.len() >= LEAST_WORD && word.bytes().all(|b| b.is_ascii_lowercase())
}

/// The keys of a word's first and last two letters.
pub(super) fn edge_keys(word: &str) -> impl Iterator<Item = u64> {
    let head = word.get(..2).map(|two| pair_key(key(two), 0) ^ salt::EDGE);
    let tail = word.len().checked_sub(2).and_then(|at| word.get(at..)).map(|two| pair_key(key(two), 1) ^ salt::EDGE);
    head.into_iter().chain(tail)
}

/// A sign that stands for a letter.
const fn is_mask(c: char) -> bool {
    matches!(c, '*' | '•' | '█' | '▇' | '×' | '#' | '∗' | '＊' | '$' | '@' | '!' | '_')
}

/// The last word of one with masks in it or after it, if what stands before word `index` says that there is one.
#[inline]
pub(super) fn masked_at(word: &Word, stretch: &Stretch<'_>, index: usize, role: Role) -> Option<usize> {
    // `_` parts words everywhere but in running text.
    if (word.gap == Gap::Mark || word.gap == Gap::Joint && role.is_prose())
        && may_be_masked_before(word, stretch, index)
    {
        if has_masks_before(stretch, index) {
            return Some(index).filter(|_| !has_masks_before(stretch, index + 1));
        }
        return index.checked_sub(1).filter(|_| stretch.between(index).starts_with(is_mask));
    }
    None
}

/// Whether the bytes beside the gap before a word may be masks: for nearly all words they are a comma, a full stop, a blank.
fn may_be_masked_before(word: &Word, stretch: &Stretch<'_>, index: usize) -> bool {
    let end = index.checked_sub(1).and_then(|i| stretch.words.get(i)).map(|before| before.span().end);
    [end, word.at.checked_sub(1)].into_iter().flatten().any(|at| {
        let byte = stretch.text.as_bytes().get(at as usize).copied().unwrap_or_default();
        byte >= 0x80 || is_mask(byte.into())
    })
}

/// Whether masks stand right after the last word of a stretch.
pub(super) fn ends_masked(stretch: &Stretch<'_>) -> bool {
    let Some(last) = stretch.words.last() else { return false };
    stretch.text.get(last.span().end as usize..stretch.block.end as usize).is_some_and(|rest| rest.starts_with(is_mask))
}

/// Whether a word is parted from the one before by masks alone.
fn has_masks_before(stretch: &Stretch<'_>, index: usize) -> bool {
    let Some(word) = stretch.words.get(index) else { return false };
    matches!(word.gap, Gap::Mark | Gap::Joint) && {
        let gap = stretch.between(index);
        !gap.is_empty() && gap.chars().all(is_mask)
    }
}

/// One letter of a masked word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    /// A letter that is seen.
    Letter(char),
    /// A digit that may stand for one.
    Digit(char),
    /// One masked letter.
    One,
    /// Two or more masks: some letters, not always as many.
    Some,
}

/// A word with masks or digits as it stands in a text.
struct Masked {
    /// From and to which byte.
    span: Span,
    /// Its letters.
    signs: Vec<Sign>,
}

impl Masked {
    /// Reads the signs of a text.
    fn read(text: &str, span: Span) -> Option<Self> {
        let written = text.get(span.range())?;
        let mut signs = Vec::new();
        let mut plain = String::new();
        for c in written.chars().take(LONGEST + 1) {
            if is_mask(c) {
                match signs.last_mut() {
                    Some(last @ (Sign::One | Sign::Some)) => *last = Sign::Some,
                    _ => signs.push(Sign::One),
                }
                continue;
            }
            plain.clear();
            fold_char(c, &mut plain);
            signs.extend(plain.chars().map(|c| if c.is_ascii_digit() { Sign::Digit(c) } else { Sign::Letter(c) }));
        }
        (signs.len() <= LONGEST).then_some(Self { span, signs })
    }

    /// Letters that are seen.
    fn seen(&self) -> usize {
        self.signs.iter().filter(|s| matches!(s, Sign::Letter(_))).count()
    }

    /// Whether it hides anything.
    fn hides(&self) -> bool {
        self.signs.iter().any(|s| !matches!(s, Sign::Letter(_)))
    }

    /// Whether it may be a folded word: every sign stands for its letters, and half of them are seen.
    fn fits(&self, word: &str) -> bool {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > LONGEST || self.seen() * 2 < letters.len() {
            return false;
        }
        // Which numbers of letters the signs so far may stand for.
        let mut ends = vec![false; letters.len() + 1];
        if let Some(start) = ends.first_mut() {
            *start = true;
        }
        for sign in &self.signs {
            let mut next = vec![false; ends.len()];
            let mut open = false;
            for (at, letter) in letters.iter().enumerate() {
                let from = ends.get(at).copied().unwrap_or_default();
                open |= from;
                let one = match sign {
                    Sign::Letter(c) => from && c == letter,
                    Sign::Digit(c) => from && stands_for(*c, *letter),
                    Sign::One => from,
                    Sign::Some => open,
                };
                if let Some(end) = next.get_mut(at + 1) {
                    *end = one;
                }
            }
            ends = next;
        }
        ends.last().copied().unwrap_or_default()
    }

    /// The keys under which the words stand that it may be.
    fn keys(&self) -> Vec<u64> {
        let letters = |sign: Option<&Sign>| match sign {
            Some(Sign::Letter(c)) => vec![*c],
            Some(Sign::Digit(c)) => "abegilostz".chars().filter(|l| stands_for(*c, *l)).collect(),
            _ => Vec::new(),
        };
        let two = |first: Option<&Sign>, second: Option<&Sign>, side: u64| {
            let (first, second) = (letters(first), letters(second));
            let pairs = first.iter().flat_map(|a| second.iter().map(move |b| format!("{a}{b}")));
            pairs.map(|two| pair_key(key(&two), side) ^ salt::EDGE).collect::<Vec<_>>()
        };
        let mut keys = two(self.signs.first(), self.signs.get(1), 0);
        let end = self.signs.len();
        if keys.is_empty() {
            let at = |back: usize| end.checked_sub(back).and_then(|i| self.signs.get(i));
            keys = two(at(2), at(1), 1);
        }
        keys
    }
}

impl NameIndex {
    /// Finds the names of which the word that ends with word `last` is a form with masked letters or digits for letters.
    #[cold]
    pub(super) fn masks(&self, stretch: &Stretch<'_>, block: u32, last: usize, out: &mut Vec<Mention>) {
        let Some(masked) = around(stretch, last).filter(Masked::hides) else { return };
        if masked.seen() < LEAST_SEEN {
            return;
        }
        let mut tried: Vec<u32> = Vec::new();
        for key in masked.keys().into_iter().filter(|k| self.salted.may_hold(*k)) {
            tried.extend(self.salted.get(key).take(MOST));
        }
        tried.sort_unstable();
        tried.dedup();
        for number in tried {
            let Some(entry) = self.entries.get(number as usize) else { continue };
            let words: Vec<&str> = self.words(*entry).split(' ').filter(|w| *w != "&").collect();
            let person = entry.is(flag::PERSON);
            let Some(span) = fitting(stretch, &words, &masked, person) else { continue };
            let digits = masked.signs.iter().all(|s| matches!(s, Sign::Letter(_) | Sign::Digit(_)));
            out.push(Mention {
                span,
                block,
                entry: number,
                verdict: Verdict::Yes,
                reason: Reason::Distinctive,
                written: if digits { Written::Digits } else { Written::Masked },
                strength: Strength::Weak,
            });
        }
    }
}

/// The span of a name of which one word is masked so, with its other words as far as they stand there. Alone a word
/// counts only if it is long and no ordinary one, and of a person only if it is the last.
fn fitting(stretch: &Stretch<'_>, words: &[&str], masked: &Masked, person: bool) -> Option<Span> {
    let at = words.iter().position(|word| may_be_masked(word) && masked.fits(word))?;
    let word = words.get(at)?;
    let mut span = masked.span;
    let mut whole = true;
    for word in words.get(..at)?.iter().rev() {
        match token_before(stretch, span.start).filter(|token| token.fits(word)) {
            Some(token) => span.start = token.span.start,
            None => whole = false,
        }
    }
    for word in words.get(at + 1..)? {
        match token_after(stretch, span.end).filter(|token| token.fits(word)) {
            Some(token) => span.end = token.span.end,
            None => whole = false,
        }
    }
    let letters: usize = words.iter().map(|w| w.len()).sum();
    let alone = word.len() >= LEAST_LETTERS && is_distinctive(word) && (!person || at + 1 == words.len());
    (whole && letters >= LEAST_LETTERS && (words.len() > 1 || is_distinctive(word)) || alone).then_some(span)
}

/// The word with masks that ends with word `last`.
fn around(stretch: &Stretch<'_>, last: usize) -> Option<Masked> {
    let mut first = last;
    while first > 0 && has_masks_before(stretch, first) && last - first < 8 {
        first -= 1;
    }
    let (from, to) = (stretch.words.get(first)?.at, stretch.words.get(last)?.span().end);
    let after = stretch.text.get(to as usize..stretch.block.end as usize)?;
    let trailing: usize = after.chars().take_while(|c| is_mask(*c) && *c != '_').map(char::len_utf8).sum();
    let trailing =
        Some(trailing).filter(|n| *n >= 2 && !is_emphasis(stretch, from, after.get(..*n).unwrap_or_default()));
    // `wow!!` and `a@b` are no masks; nor is a word of the lists with signs after it.
    let plain = first == last && lexicon::is_word(&folded(stretch.written(last)));
    let exclaimed = after.starts_with(['!', '@', '#', '$']);
    let trailing = trailing.filter(|_| !plain && !exclaimed).unwrap_or_default();
    Masked::read(stretch.text, Span::new(from, to + trailing as u32))
}

/// Whether masks after a word that begins at `from` may be the end of an emphasis: the line has the same signs before.
fn is_emphasis(stretch: &Stretch<'_>, from: u32, signs: &str) -> bool {
    let before = stretch.text.get(stretch.block.start as usize..from as usize).unwrap_or_default();
    let near = before.len().saturating_sub(240);
    let near = before.get(before.ceil_char_boundary(near)..).unwrap_or_default();
    let two: String = signs.chars().take(2).collect();
    near.rsplit('\n').next().unwrap_or_default().contains(&two)
}

/// The word right before byte `at`, after one blank.
fn token_before(stretch: &Stretch<'_>, at: u32) -> Option<Masked> {
    let before = stretch.text.get(stretch.block.start as usize..at as usize)?;
    let rest = before.strip_suffix([' ', '\n', '\u{a0}', '-'])?;
    let near = rest.get(rest.ceil_char_boundary(rest.len().saturating_sub(LONGEST * 4))..)?;
    let token = near.rsplit(|c: char| !c.is_alphanumeric() && !is_mask(c)).next()?;
    let start = stretch.block.start + (rest.len() - token.len()) as u32;
    Masked::read(stretch.text, Span::new(start, start + token.len() as u32))
}

/// The word right after byte `at`, after one blank.
fn token_after(stretch: &Stretch<'_>, at: u32) -> Option<Masked> {
    let after = stretch.text.get(at as usize..stretch.block.end as usize)?;
    let rest = after.strip_prefix([' ', '\n', '\u{a0}', '-'])?;
    let near = rest.get(..rest.floor_char_boundary(LONGEST * 4))?;
    let token = near.split(|c: char| !c.is_alphanumeric() && !is_mask(c)).next()?.trim_end_matches(['!', '*']);
    let start = at + (after.len() - rest.len()) as u32;
    Masked::read(stretch.text, Span::new(start, start + token.len() as u32))
}

/// Whether a digit is written for a letter.
const fn stands_for(digit: char, letter: char) -> bool {
    matches!(
        (digit, letter),
        ('0', 'o')
            | ('1', 'i' | 'l')
            | ('2', 'z')
            | ('3', 'e')
            | ('4', 'a')
            | ('5', 's')
            | ('6' | '9', 'g')
            | ('7', 't')
            | ('8', 'b')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_word_fits_the_words_that_it_may_be() {
        for (written, fits) in [
            ("Kestr*lford", true),
            ("K3strelf0rd", true),
            ("Kestrel***", true),
            ("Kes***ford", true),
            ("K_str_lf_rd", true),
            ("Kestrel*", false),
            ("Kest******", false),
            ("Kestr*lforde", false),
            ("K4strelford", false),
        ] {
            let masked = Masked::read(written, Span::at(0..written.len())).expect("short");
            assert_eq!(masked.fits("kestrelford"), fits, "{written}");
        }
    }
}
