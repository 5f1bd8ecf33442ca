//! Owns names written over into another script, and names in Cyrillic or Greek with the ending of another case: words are
//! compared by what they sound like. Called by `find` and `admit`, for words in these scripts and for names in them.

use super::admit::Candidate;
use super::anchor::Keys;
use super::evidence::Verdict;
use super::find::Scratch;
use super::stretch::Stretch;
use super::{Entry, Mention, NameIndex, flag, salt};
use crate::register::forms::is_distinctive;
use crate::register::forms::sound::{Script, latin_spellings, script, skeleton};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Shape, key, pair_key};

/// Letters of a name that is looked for in another script.
const LEAST: usize = 8;

/// Adds the keys under which an entry is found in another script: what its rarest word sounds like, and for a name in
/// another script the Latin spellings of that word.
pub(super) fn keys(words: &str, entry: Entry, number: u32, keys: &mut Keys) {
    // An ambiguous name in another script is one that takes capitals, as it does here.
    let refused = flag::IDENTIFIER | flag::ALLOW | if words.is_ascii() { flag::AMBIGUOUS | flag::SHORT } else { 0 };
    if entry.flags & refused != 0 || words.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
        return;
    }
    let mut list = words.split(' ').filter(|w| w.chars().count() >= 4 && (is_distinctive(w) || entry.is(flag::PERSON)));
    let word = if entry.is(flag::PERSON) { list.next_back() } else { list.max_by_key(|w| w.chars().count()) };
    let Some(word) = word else { return };
    match script(word) {
        Some(own) => {
            keys.salted.push((sound_key(word, own), number));
            keys.words.extend(latin_spellings(word).iter().map(|spelt| (key(spelt), number)));
        }
        None if word.is_ascii() => {
            keys.salted.extend([Script::Cyrillic, Script::Greek].map(|other| (sound_key(word, other), number)));
        }
        None => {}
    }
}

/// The key of what a folded word sounds like.
fn sound_key(word: &str, against: Script) -> u64 {
    pair_key(key(&skeleton(word, against)), against as u64) ^ salt::SOUND
}

impl NameIndex {
    /// Notes the entries that may sound like a word in Cyrillic or Greek letters.
    #[cold]
    pub(super) fn heard(&self, stretch: &Stretch<'_>, index: usize, scratch: &mut Scratch) {
        let plain = folded(stretch.written(index));
        let Some(own) = script(&plain).filter(|_| plain.chars().count() >= 4) else { return };
        let sound = sound_key(&plain, own);
        if self.salted.may_hold(sound) {
            scratch.candidates.extend(self.salted.get(sound).map(|entry| (entry, index)));
        }
    }

    /// Reads a candidate at its word by its sound. Says whether it stands there.
    pub(super) fn sounding(
        &self,
        stretch: &Stretch<'_>,
        block: u32,
        candidate: Candidate<'_>,
        out: &mut Vec<Mention>,
    ) -> bool {
        let Candidate { number, entry, first: index, .. } = candidate;
        let words = candidate.words();
        let here = folded(stretch.written(index));
        let Some(against) = script(&here).or_else(|| words.split(' ').find_map(script)) else { return false };
        let other_script = script(&here) != words.split(' ').find_map(script);
        if entry.flags & (flag::IDENTIFIER | flag::ALLOW) != 0 || entry.is(flag::AMBIGUOUS) && words.is_ascii() {
            return false;
        }
        let mut list: Vec<&str> = words.split(' ').filter(|w| *w != "&").collect();
        let reader = Reader { stretch, against, person: entry.is(flag::PERSON) };
        let mut found = reader.read(&list, index);
        if found.is_none() && entry.surname() > 0 && entry.surname() < list.len() {
            list.rotate_left(entry.surname());
            found = reader.read(&list, index);
        }
        let Some(span) = found else { return false };
        let (written, strength) =
            if other_script { (Written::OtherScript, Strength::Weak) } else { (Written::Inflected, Strength::Medium) };
        let (verdict, reason) = (Verdict::Yes, Reason::Distinctive);
        out.push(Mention { span, block, entry: number, verdict, reason, written, strength });
        true
    }
}

/// Reads names by their sound.
struct Reader<'s, 'a> {
    /// The text.
    stretch: &'s Stretch<'a>,
    /// The script that decides how words sound.
    against: Script,
    /// Whether initials and a further name between are allowed.
    person: bool,
}

impl Reader<'_, '_> {
    /// The span of a list of words of which one stands at `index`.
    fn read(&self, list: &[&str], index: usize) -> Option<Span> {
        let at = list.iter().position(|word| self.agrees(index, word))?;
        let (mut first, mut last) = (index, index);
        for word in list.get(..at)?.iter().rev() {
            first = self.near(first, word, false)?;
        }
        for word in list.get(at + 1..)? {
            last = self.near(last, word, true)?;
        }
        let capital = |i: usize| self.stretch.words.get(i).is_some_and(|w| w.shape != Shape::Lower);
        (capital(first) && capital(last))
            .then(|| Some(Span::new(self.stretch.words.get(first)?.at, self.stretch.words.get(last)?.span().end)))?
    }

    /// The word beside `index` that is `word`: the next one, or for people the one after it.
    fn near(&self, index: usize, word: &str, after: bool) -> Option<usize> {
        let step = |from: usize| {
            let to = if after { from + 1 } else { from.checked_sub(1)? };
            let gap = from.max(to);
            let near = self.stretch.words.get(gap).is_some_and(|w| {
                matches!(w.gap, Gap::Space | Gap::Joint)
                    || matches!(self.stretch.between(gap).trim(), "." | "«" | "»" | "\"" | "“" | "”")
            });
            near.then_some(to)
        };
        let first = step(index)?;
        if self.agrees(first, word) {
            return Some(first);
        }
        step(first).filter(|second| self.person && self.agrees(*second, word))
    }

    /// Whether the word at `index` sounds like a registered one, or is its initial.
    fn agrees(&self, index: usize, word: &str) -> bool {
        let plain = folded(self.stretch.written(index));
        if plain.is_empty() {
            return false;
        }
        let (here, own) = (skeleton(&plain, self.against), skeleton(word, self.against));
        let initial = self.person && plain.chars().count() == 1 && own.chars().next() == here.chars().next();
        here == own || initial || is_close(&here, &own)
    }
}

/// Whether two sounds of six letters or more differ in one: `Aleksandr` and `Alexander`.
fn is_close(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if short.len() < 6 || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    head > 0 && head + tail + 1 >= long.len()
}
