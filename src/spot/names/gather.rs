//! Owns how the forms of a register become entries: made of some clients at a time, and each that is the same as another
//! once. Called by `compile`.

use std::ops::Range;

use super::owners::{Claims, Owners};
use super::{BEGINNING, Entry, flag};
use crate::register::Register;
use crate::register::forms::{self, Form, FormKind, Owner, is_distinctive};
use crate::text::lexicon;
use crate::text::words::{key, pair_key};

/// Forms that a client has, about. What is made room for and not used costs nothing; what grows is copied again and again,
/// and takes its memory twice meanwhile.
const FORMS: usize = 3;
/// Bytes of a form, about.
const LETTERS: usize = 24;

/// The forms of some clients.
pub(super) struct Made {
    /// Their words, one after the other.
    arena: String,
    /// Where the words of each end in the arena, its flags, and whose it is.
    forms: Vec<(u32, u16, Owner)>,
}

impl Made {
    /// Makes the forms of these clients.
    pub(super) fn of(register: &Register, clients: Range<usize>) -> Self {
        let many = clients.len() * FORMS;
        let mut made = Self { arena: String::with_capacity(many * LETTERS), forms: Vec::with_capacity(many) };
        forms::of_clients(register, clients, &mut |owner, form| {
            made.arena.push_str(form.words.expose());
            made.forms.push((made.arena.len() as u32, flags(&form), owner));
        });
        made
    }
}

/// What is known about a form, as bits.
fn flags(form: &Form) -> u16 {
    let words = form.words.expose();
    let inner = form.kind == FormKind::Name
        && !form.ambiguous
        && words.len() >= BEGINNING
        && words.chars().filter(|c| c.is_alphanumeric()).count() >= BEGINNING
        && words.split(' ').any(|w| w.len() >= 5 && is_distinctive(w));
    let flags = [
        (form.ambiguous, flag::AMBIGUOUS),
        (form.kind == FormKind::Identifier, flag::IDENTIFIER),
        (form.kind == FormKind::Allow, flag::ALLOW),
        (form.short, flag::SHORT),
        (form.person, flag::PERSON),
        (!words.contains(' '), flag::SINGLE),
        (inner, flag::INNER),
        (form.titled, flag::TITLED),
        (form.first_word, flag::FIRST),
        (form.acronym, flag::ACRONYM),
        (form.code && !form.person || form.surely_person, flag::CODE),
        (form.spelt, flag::SPELT),
        (form.fuzzy, flag::FUZZY),
        (form.surname > 0 && form.gender == Some('m'), flag::HE),
        (form.surname > 0 && form.gender == Some('f'), flag::SHE),
    ];
    let flags = flags.into_iter().filter(|(set, _)| *set).fold(0, |sum, (_, bit)| sum | bit);
    if flags & flag::SINGLE == 0 {
        return flags | u16::from(form.surname.min(7)) << flag::SURNAME;
    }
    let other = flag::IDENTIFIER | flag::ALLOW | flag::AMBIGUOUS | flag::SHORT;
    let code = form.code && !form.person;
    if flags & other == 0 && !code && lexicon::is_known(words) { flags | flag::KNOWN } else { flags }
}

/// The entries in the making.
pub(super) struct Gathered {
    /// As in the index.
    pub(super) arena: String,
    /// As in the index.
    pub(super) entries: Vec<Entry>,
    /// The number of each entry, by the key of its words and flags.
    known: Known,
    /// Their owners.
    claims: Claims,
}

impl Gathered {
    /// None yet, with room for what so many clients have, whose names have so many bytes together.
    pub(super) fn for_clients(clients: usize, names: usize) -> Self {
        let forms = clients * FORMS;
        Self {
            // What is derived from a name nearly always begins as it does.
            arena: String::with_capacity(names + names / 8),
            entries: Vec::with_capacity(forms),
            known: Known::with_room(forms),
            claims: Claims::default(),
        }
    }

    /// Adds forms.
    pub(super) fn add(&mut self, made: &Made) {
        let mut at = 0;
        for (end, flags, owner) in &made.forms {
            let words = made.arena.get(at..*end as usize).unwrap_or_default();
            at = *end as usize;
            if let Some(number) = self.entry(words, *flags)
                && let Some(entry) = self.entries.get_mut(number as usize)
            {
                self.claims.add(number, entry, *owner);
            }
        }
    }

    /// The number of the entry of these words, a new one where there is none. The register's check refuses names that are
    /// too long for an entry.
    pub(super) fn entry(&mut self, words: &str, flags: u16) -> Option<u32> {
        u16::try_from(words.len()).ok()?;
        let same = |number: u32| {
            let entry = self.entries.get(number as usize).filter(|entry| entry.flags == flags);
            entry.is_some_and(|entry| entry.words(&self.arena) == words)
        };
        let hash = pair_key(key(words), u64::from(flags)) as u32;
        let number = self.entries.len() as u32;
        let known = self.known.find_or_add(hash, number, same);
        if known == number {
            // What is derived from a name nearly always begins as it does.
            let last = self.entries.last().filter(|last| last.words(&self.arena).starts_with(words));
            let at = last.map_or(self.arena.len() as u32, |last| last.at);
            if last.is_none() {
                self.arena.push_str(words);
            }
            self.entries.push(Entry::new(words, at, flags));
        }
        Some(known)
    }

    /// The arena, the entries and their owners.
    pub(super) fn finish(mut self) -> (String, Vec<Entry>, Owners) {
        drop(self.known);
        let owners = self.claims.finish(&mut self.entries);
        (self.arena, self.entries, owners)
    }
}

/// Which entries there are: an open table.
struct Known {
    /// The hash of an entry's words and flags, and above it its number, one more; 0 where there is none.
    slots: Vec<u64>,
    /// How many there are.
    count: usize,
}

impl Known {
    /// Of none, with room for so many.
    fn with_room(count: usize) -> Self {
        Self { slots: vec![0; (count * 4 / 3).next_power_of_two().max(16)], count: 0 }
    }

    /// The number of the entry with this hash that is the `same`; where there is none, `number` from now on.
    fn find_or_add(&mut self, hash: u32, number: u32, same: impl Fn(u32) -> bool) -> u32 {
        if self.count * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mut at = hash as usize;
        loop {
            at &= self.slots.len() - 1;
            let Some(slot) = self.slots.get_mut(at) else { return number };
            if *slot == 0 {
                *slot = u64::from(number + 1) << 32 | u64::from(hash);
                self.count += 1;
                return number;
            }
            let there = (*slot >> 32) as u32 - 1;
            if *slot as u32 == hash && same(there) {
                return there;
            }
            at += 1;
        }
    }

    /// Makes room for twice as many.
    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        for slot in std::mem::replace(&mut self.slots, vec![0; size]).into_iter().filter(|slot| *slot != 0) {
            let mut at = slot as u32 as usize & (size - 1);
            while self.slots.get(at).is_some_and(|there| *there != 0) {
                at = (at + 1) & (size - 1);
            }
            self.slots.get_mut(at).into_iter().for_each(|free| *free = slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_one_entry_however_many_there_are() {
        let mut gathered = Gathered::for_clients(1, 16);
        for _ in 0..2 {
            for n in 0..500_u32 {
                assert_eq!(gathered.entry(&format!("kestrel {n}"), 3), Some(n * 2));
                assert_eq!(gathered.entry(&format!("kestrel {n}"), 4), Some(n * 2 + 1), "other flags");
            }
        }
        let (arena, entries, owners) = gathered.finish();
        assert_eq!((entries.len(), entries[7].words(&arena), owners.of(entries[7]).count()), (1_000, "kestrel 3", 0));
    }
}
