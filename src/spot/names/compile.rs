//! Owns how forms become entries of the index: where each is anchored. Called once a run.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::index::Table;
use super::{ASK_NEIGHBOURS, BEGINNING, Entry, NameIndex, flag, salt};
use crate::register::Register;
use crate::register::forms::{self, Form, FormKind, Owner, is_distinctive};
use crate::text::fold::is_unspaced;
use crate::text::lexicon;
use crate::text::words::{key, pair_key};

/// An anchor that more entries than this share is looked up with its neighbour.
const CROWDED: u32 = 1;

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
        ];
        let flags = flags.into_iter().filter(|(set, _)| *set).fold(0, |sum, (_, bit)| sum | bit);
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
            unspaced: None,
            unspaced_entries: Vec::new(),
        };
        drop(self.owned);
        let crowd = Crowd::count(&index);
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(index.entries.len() * 2);
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

/// Adds the keys of one entry: of its rarest word, alone where hardly any other entry shares it and with a neighbour
/// elsewhere; of its words joined; of its beginning.
fn anchor(words: &str, entry: Entry, number: u32, crowd: &Crowd, keys: &mut Vec<(u64, u32)>) {
    let list: Vec<&str> = words.split(' ').filter(|w| *w != "&").collect();
    let price = |word: &str| {
        let name = lexicon::is_given_name(word) || lexicon::is_surname(word);
        let text = u32::from(lexicon::commonness(word)) * 3 + u32::from(name) * 2 + u32::from(word.len() <= 3) * 4;
        (text, crowd.of(key(word)), u32::MAX - word.len() as u32)
    };
    let Some((place, word)) = list.iter().copied().enumerate().min_by_key(|(_, word)| price(word)) else { return };
    let anchor = key(word);
    let after = list.get(place + 1).map(|next| pair_key(anchor, key(next)));
    let before = || place.checked_sub(1).and_then(|i| list.get(i)).map(|before| pair_key(key(before), anchor));
    let (text, sharing, _) = price(word);
    match after.or_else(before).filter(|_| text > 0 || sharing > CROWDED) {
        Some(pair) => keys.extend([(pair ^ salt::PAIR, number), (anchor, ASK_NEIGHBOURS)]),
        None => keys.push((anchor, number)),
    }
    let joined = list.concat();
    if list.len() > 1 {
        keys.push((key(&joined) ^ salt::JOINED, number));
        if words.contains('&') {
            keys.push((key(&words.replace('&', "and").replace(' ', "")) ^ salt::JOINED, number));
        }
    }
    if entry.is(flag::INNER) {
        let end = joined.char_indices().nth(BEGINNING).map_or(joined.len(), |(i, _)| i);
        keys.push((key(joined.get(..end).unwrap_or_default()) ^ salt::BEGINNING, number));
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
