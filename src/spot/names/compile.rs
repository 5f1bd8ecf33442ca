//! Owns how forms become entries of the index: where each is anchored. Called once a run.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::index::Table;
use super::{ASK_NEIGHBOURS, BEGINNING, CANARY, Entry, NameIndex, flag, salt};
use crate::register::Register;
use crate::register::forms::{self, Form, FormKind, Owner, is_distinctive};
use crate::text::fold::is_unspaced;
use crate::text::lexicon;
use crate::text::words::{key, pair_key};

/// An anchor that more entries than this share is looked up with its neighbour.
const CROWDED: u32 = 24;

impl NameIndex {
    /// Compiles the names of a register, and `canary` (one folded word) with them.
    pub(in crate::spot) fn compile(register: &Register, canary: &str) -> Self {
        let mut build = Build::default();
        forms::all(register, &mut |owner, form| build.add(owner, &form));
        build.push(CANARY, canary, 0);
        build.finish()
    }
}

/// The index in the making.
#[derive(Default)]
struct Build {
    /// As in the index.
    owners: Vec<Owner>,
    /// As in the index.
    arena: String,
    /// As in the index.
    entries: Vec<Entry>,
}

impl Build {
    /// Adds a form.
    fn add(&mut self, owner: Owner, form: &Form) {
        if self.owners.last() != Some(&owner) {
            self.owners.push(owner);
        }
        let words = form.words.expose();
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        let single = !words.contains(' ');
        let inner = form.kind == FormKind::Name
            && !form.ambiguous
            && letters >= BEGINNING
            && words.split(' ').any(|w| w.len() >= 5 && is_distinctive(w));
        let flags = [
            (form.ambiguous, flag::AMBIGUOUS),
            (form.legal, flag::LEGAL),
            (form.kind == FormKind::Identifier, flag::IDENTIFIER),
            (form.kind == FormKind::Allow, flag::ALLOW),
            (form.short, flag::SHORT),
            (form.person, flag::PERSON),
            (single, flag::SINGLE),
            (inner, flag::INNER),
        ];
        let flags = flags.into_iter().filter(|(set, _)| *set).fold(0, |sum, (_, bit)| sum | bit);
        self.push(self.owners.len() as u32 - 1, words, flags);
    }

    /// Adds an entry. Names longer than 60,000 bytes are cut by the register's check before.
    fn push(&mut self, owner: u32, words: &str, flags: u16) {
        let Ok(len) = u16::try_from(words.len()) else { return };
        self.entries.push(Entry { at: self.arena.len() as u32, len, flags, owner });
        self.arena.push_str(words);
    }

    /// Anchors all entries and makes the table.
    fn finish(mut self) -> NameIndex {
        self.arena.shrink_to_fit();
        self.entries.shrink_to_fit();
        let mut index = NameIndex {
            owners: self.owners,
            arena: self.arena,
            entries: self.entries,
            table: Table::build(Vec::new()),
            unspaced: None,
            unspaced_entries: Vec::new(),
        };
        let crowd = Crowd::count(&index);
        let mut commonness = HashMap::new();
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(index.entries.len() * 2);
        let mut unspaced = Vec::new();
        let mut unspaced_entries = Vec::new();
        for (number, entry) in (0_u32..).zip(&index.entries) {
            let words = index.words(*entry);
            if words.chars().any(is_unspaced) {
                unspaced.push(words.replace([' ', '&'], ""));
                unspaced_entries.push(number);
                continue;
            }
            anchor(words, *entry, number, &crowd, &mut commonness, &mut keys);
        }
        drop(commonness);
        index.unspaced_entries = unspaced_entries;
        index.unspaced = (!unspaced.is_empty()).then(|| automaton(&unspaced)).flatten();
        index.table = Table::build(keys);
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

/// Adds the keys of one entry.
fn anchor<'a>(
    words: &'a str,
    entry: Entry,
    number: u32,
    crowd: &Crowd,
    known: &mut HashMap<&'a str, u32>,
    keys: &mut Vec<(u64, u32)>,
) {
    let list: Vec<&str> = words.split(' ').filter(|w| *w != "&").collect();
    let mut price = |word: &'a str| {
        let text = *known.entry(word).or_insert_with(|| {
            let name = lexicon::is_given_name(word) || lexicon::is_surname(word);
            u32::from(lexicon::commonness(word)) * 3 + u32::from(name) * 2 + u32::from(word.len() <= 3) * 4
        });
        (text, crowd.of(key(word)), u32::MAX - word.len() as u32)
    };
    let best = list.iter().enumerate().min_by_key(|(_, word)| price(word)).map(|(i, _)| i);
    let Some((place, word)) = best.and_then(|i| list.get(i).map(|w| (i, *w))) else { return };
    let anchor = key(word);
    let neighbour = list.get(place + 1).map(|next| pair_key(anchor, key(next)));
    let neighbour = neighbour
        .or_else(|| place.checked_sub(1).and_then(|i| list.get(i)).map(|before| pair_key(key(before), anchor)));
    let crowded = crowd.of(anchor) > CROWDED || lexicon::commonness(word) >= 2;
    let pair = neighbour.filter(|_| crowded);
    match pair {
        Some(pair) => {
            keys.push((pair ^ salt::PAIR, number));
            keys.push((anchor, ASK_NEIGHBOURS));
        }
        None => keys.push((anchor, number)),
    }
    if list.len() > 1 || words.contains('&') {
        keys.push((key(&list.concat()) ^ salt::JOINED, number));
        if words.contains('&') {
            keys.push((key(&words.replace('&', "and").replace(' ', "")), number));
        }
    }
    if entry.is(flag::INNER) {
        let joined = list.concat();
        if let Some(beginning) = joined.char_indices().nth(BEGINNING).map_or(Some(&*joined), |(i, _)| joined.get(..i)) {
            keys.push((key(beginning) ^ salt::BEGINNING, number));
        }
    }
}

/// How many entries use a word, roughly: counts in a table without chains, so that a million names cost two megabytes.
struct Crowd(Vec<u16>);

impl Crowd {
    /// Counts the words of all entries.
    fn count(index: &NameIndex) -> Self {
        let size = (index.entries.len() * 4).next_power_of_two().clamp(1 << 10, 1 << 22);
        let mut counts = vec![0_u16; size];
        for entry in &index.entries {
            for word in index.words(*entry).split(' ') {
                if let Some(count) = counts.get_mut(key(word) as usize & (size - 1)) {
                    *count = count.saturating_add(1);
                }
            }
        }
        Self(counts)
    }

    /// The count of a key.
    fn of(&self, key: u64) -> u32 {
        self.0.get(key as usize & (self.0.len() - 1)).copied().unwrap_or_default().into()
    }
}
