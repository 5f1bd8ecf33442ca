//! Owns how forms become entries of the index: where each is anchored. Called once a run.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::anchor::{self, Crowd, Keys, anchor};
use super::index::Table;
use super::{BEGINNING, Entry, NameIndex, flag, slips};
use crate::register::Register;
use crate::register::forms::{self, Form, FormKind, Owner, is_distinctive};
use crate::text::fold::is_unspaced;
use crate::text::words::{key, pair_key};

impl NameIndex {
    /// Compiles the names of a register, and `canary` (one folded word) with them.
    pub(in crate::spot) fn compile(register: &Register, canary: &str) -> Self {
        let mut build = Build::default();
        forms::all(register, &mut |owner, form| build.add(owner, &form));
        build.entry(canary, 0);
        build.finish()
    }
}

/// The index in the making.
#[derive(Default)]
struct Build {
    /// As in the index.
    arena: String,
    /// As in the index.
    entries: Vec<Entry>,
    /// The number of each entry, by the key of its words and flags.
    known: HashMap<u64, u32>,
    /// Entries and their owners.
    owned: Vec<(u32, Owner)>,
}

impl Build {
    /// Adds a form.
    fn add(&mut self, owner: Owner, form: &Form) {
        let words = form.words.expose();
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        let inner = form.kind == FormKind::Name
            && !form.ambiguous
            && letters >= BEGINNING
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
        let flags = flags.into_iter().filter(|(set, _)| *set).fold(0, |sum, (_, bit)| sum | bit)
            | u16::from(form.surname.min(7)) << flag::SURNAME;
        if let Some(entry) = self.entry(words, flags) {
            self.owned.push((entry, owner));
        }
    }

    /// The number of the entry of these words, a new one where there is none. The register's check refuses names that are
    /// too long for an entry.
    fn entry(&mut self, words: &str, flags: u16) -> Option<u32> {
        let same = pair_key(key(words), u64::from(flags));
        if let Some(number) = self.known.get(&same)
            && let Some(entry) = self.entries.get(*number as usize)
            && self.arena.get(entry.at as usize..entry.at as usize + usize::from(entry.len)) == Some(words)
        {
            return Some(*number);
        }
        let len = u16::try_from(words.len()).ok()?;
        let number = self.entries.len() as u32;
        self.entries.push(Entry { at: self.arena.len() as u32, len, flags, owners: 0 });
        self.arena.push_str(words);
        self.known.insert(same, number);
        Some(number)
    }

    /// Anchors all entries and makes the table.
    fn finish(mut self) -> NameIndex {
        drop(self.known);
        self.owned.sort_unstable();
        self.owned.dedup();
        let mut at = 0;
        for (number, entry) in (0_u32..).zip(&mut self.entries) {
            at += self.owned.get(at..).unwrap_or_default().iter().take_while(|o| o.0 < number).count();
            entry.owners = at as u32;
        }
        self.arena.shrink_to_fit();
        self.entries.shrink_to_fit();
        let mut index = NameIndex {
            owners: self.owned.iter().map(|o| o.1).collect(),
            arena: self.arena,
            entries: self.entries,
            table: Table::build(Vec::new()),
            salted: Table::build(Vec::new()),
            slips: slips::Gate::default(),
            joined_slips: slips::Gate::default(),
            unspaced: None,
            unspaced_entries: Vec::new(),
        };
        drop(self.owned);
        let crowd = Crowd::count(&index);
        let mut keys = Keys::default();
        keys.words.reserve(index.entries.len() * 2);
        keys.salted.reserve(index.entries.len() * 2);
        let (mut unspaced, mut unspaced_entries) = (Vec::new(), Vec::new());
        for (number, entry) in (0_u32..).zip(&index.entries) {
            let words = index.words(*entry);
            if words.chars().any(is_unspaced) {
                unspaced.push(words.replace([' ', '&'], ""));
                unspaced_entries.push(number);
                continue;
            }
            anchor(words, *entry, number, &crowd, &mut keys);
        }
        index.unspaced_entries = unspaced_entries;
        index.unspaced = (!unspaced.is_empty()).then(|| automaton(&unspaced)).flatten();
        (index.slips, index.joined_slips) = anchor::slips(&index, &mut keys);
        index.table = Table::build(keys.words);
        index.salted = Table::build(keys.salted);
        index
    }
}

/// The automaton of names without word edges. None if it can't be built, which its canary would tell.
fn automaton(patterns: &[String]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(patterns)
        .ok()
}
