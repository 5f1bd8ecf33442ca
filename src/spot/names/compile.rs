//! Owns how forms become entries of the index: where each is anchored. Called once a run.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::anchor::{self, Crowd, Keys, anchor};
use super::index::{Bits, Table};
use super::posting::{self, ASK, BEFORE, CAPITAL};
use super::{BEGINNING, Entry, NameIndex, flag, initials, interest, slips};
use crate::register::Register;
use crate::register::forms::{self, Form, FormKind, Owner, is_distinctive};
use crate::register::legal;
use crate::text::fold::is_unspaced;
use crate::text::lexicon::{self, Keyed};
use crate::text::words::{key, pair_key};
use crate::threads;

/// Clients whose forms are made in one go.
const CLIENTS: usize = 256;
/// Pieces of work that each thread gets before what they made is put together. More cost memory, fewer cost time.
const PIECES: usize = 16;
/// Entries that are anchored in one go.
const ENTRIES: usize = 2048;
/// Forms that a client has, about. What is made room for and not used costs nothing; what grows is copied again and again,
/// and takes its memory twice meanwhile.
const FORMS: usize = 3;
/// Bytes of a form, about.
const LETTERS: usize = 24;
/// Keys that an entry has at most, as a rule, of each kind.
const KEYS: usize = 4;

impl NameIndex {
    /// Compiles the names of a register, and `canary` (one folded word) with them.
    pub(in crate::spot) fn compile(register: &Register, canary: &str) -> Self {
        let mut build = Build::for_clients(register.clients.len());
        let all = ranges(register.clients.len(), CLIENTS);
        for some in all.chunks(PIECES * threads::count()) {
            for made in threads::map(some, |clients| Made::of(register, clients.clone())) {
                build.add(&made);
            }
        }
        build.entry(canary, 0);
        build.finish()
    }
}

/// The ranges of `size` or less that make up the first `len` numbers.
fn ranges(len: usize, size: usize) -> Vec<Range<usize>> {
    (0..len).step_by(size).map(|from| from..(from + size).min(len)).collect()
}

/// The forms of some clients.
struct Made {
    /// Their words, one after the other.
    arena: String,
    /// Where the words of each end in the arena, its flags, and whose it is.
    forms: Vec<(u32, u16, Owner)>,
}

impl Made {
    /// Makes the forms of these clients.
    fn of(register: &Register, clients: Range<usize>) -> Self {
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

/// The index in the making.
struct Build {
    /// As in the index.
    arena: String,
    /// As in the index.
    entries: Vec<Entry>,
    /// The number of each entry, by the key of its words and flags.
    known: Keyed<u32>,
    /// Entries and their owners.
    owned: Vec<(u32, Owner)>,
}

impl Build {
    /// With room for what so many clients have.
    fn for_clients(clients: usize) -> Self {
        let forms = clients * FORMS;
        let mut known = Keyed::default();
        known.reserve(forms);
        Self {
            arena: String::with_capacity(forms * LETTERS),
            entries: Vec::with_capacity(forms),
            known,
            owned: Vec::with_capacity(forms),
        }
    }

    /// Adds forms.
    fn add(&mut self, made: &Made) {
        let mut at = 0;
        for (end, flags, owner) in &made.forms {
            let words = made.arena.get(at..*end as usize).unwrap_or_default();
            at = *end as usize;
            if let Some(entry) = self.entry(words, *flags) {
                self.owned.push((entry, *owner));
            }
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
        threads::sort(&mut self.owned);
        self.owned.dedup();
        let mut at = 0;
        for (number, entry) in (0_u32..).zip(&mut self.entries) {
            at += self.owned.get(at..).unwrap_or_default().iter().take_while(|o| o.0 < number).count();
            entry.owners = at as u32;
        }
        self.arena.shrink_to_fit();
        self.entries.shrink_to_fit();
        let mut index = NameIndex {
            number: interest::new_index(),
            owners: self.owned.iter().map(|o| o.1).collect(),
            arena: self.arena,
            entries: self.entries,
            table: Table::build(Vec::new()),
            reasons: interest::Reasons::of(false),
            partners: Bits::default(),
            salted: Table::build(Vec::new()),
            marked: false,
            slips: slips::Gate::default(),
            joined_slips: slips::Gate::default(),
            unspaced: None,
            unspaced_entries: Vec::new(),
        };
        drop(self.owned);
        look_for_unspaced(&mut index);
        index.marked = initials::are_marked(index.entries.len());
        let crowd = Crowd::count(&index);
        let room = index.entries.len() * KEYS;
        let (mut words, mut salted) = (Vec::with_capacity(room), Vec::with_capacity(room));
        let mut partners: Vec<u64> = Vec::new();
        let mut slips = anchor::Slips::of(&index);
        for some in ranges(index.entries.len(), ENTRIES).chunks(PIECES * threads::count()) {
            for (keys, own) in threads::map(some, |entries| keys(&index, entries.clone(), &crowd)) {
                words.extend(keys.words);
                partners.extend(keys.partners);
                salted.extend(keys.salted);
                slips.join(own);
            }
        }
        drop(crowd);
        (index.slips, index.joined_slips) = slips.finish(&mut salted);
        index.reasons = interest::Reasons::of(index.slips.is_open());
        threads::sort(&mut partners);
        partners.dedup();
        index.partners = Bits::of(partners.len(), partners.iter().copied());
        index.table = table_of(words);
        index.salted = Table::build(salted);
        index
    }
}

/// Has names in scripts without spaces looked for.
fn look_for_unspaced(index: &mut NameIndex) {
    let unspaced: Vec<u32> = (0_u32..)
        .zip(&index.entries)
        .filter(|(_, entry)| is_of_unspaced(index.words(**entry)))
        .map(|(number, _)| number)
        .collect();
    let patterns: Vec<String> = unspaced
        .iter()
        .filter_map(|number| index.entries.get(*number as usize))
        .map(|entry| index.words(*entry).replace([' ', '&'], ""))
        .collect();
    index.unspaced_entries = unspaced;
    index.unspaced = (!patterns.is_empty()).then(|| automaton(&patterns)).flatten();
}

/// The table of the keys of single words. Its filter marks those that words in small letters are looked up by: of a key's
/// postings the lowest is one for them, if any is.
fn table_of(mut words: Vec<(u64, u32)>) -> Table {
    words.extend(legal::small_beginnings().map(|key| (key, ASK | BEFORE)));
    words.extend(legal::beginnings().map(|key| (key, CAPITAL | ASK | BEFORE)));
    Table::build_with(words, posting::merge, |posting| posting & CAPITAL == 0)
}

/// The keys of some entries, and what slips of them are looked up by.
fn keys(index: &NameIndex, entries: Range<usize>, crowd: &Crowd) -> (Keys, anchor::Slips) {
    let (mut keys, mut slips) = (Keys::default(), anchor::Slips::of(index));
    let first = entries.start as u32;
    for (number, entry) in (first..).zip(index.entries.get(entries).unwrap_or_default()) {
        let words = index.words(*entry);
        if !is_of_unspaced(words) {
            anchor(words, *entry, number, crowd, &mut keys);
        }
        slips.add(index, number, *entry, &mut keys);
    }
    (keys, slips)
}

/// Whether words are of a script without spaces, in part at least.
fn is_of_unspaced(words: &str) -> bool {
    !words.is_ascii() && words.chars().any(is_unspaced)
}

/// The automaton of names without word edges. None if it can't be built, which its canary would tell.
fn automaton(patterns: &[String]) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(patterns)
        .ok()
}
