//! Owns how the entries of a register become its index: where each is anchored. Called once a run.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::anchor::{self, Choice, Keys};
use super::crowd::Crowd;
use super::gather::{self, Gathered};
use super::index::{Bits, Table};
use super::keyed::Pairs;
use super::posting::{self, ASK, BEFORE, CAPITAL};
use super::{Entry, NameIndex, initials, interest, look, slips};
use crate::register::legal;
use crate::register::{Client, Register};
use crate::text::fold::is_unspaced;
use crate::threads;

/// Clients whose forms are made in one go.
const CLIENTS: usize = 256;
/// Pieces of work that each thread gets before what they made is put together. More cost memory, fewer cost time.
const PIECES: usize = 16;
/// Entries that are anchored in one go.
const ENTRIES: usize = 2048;
/// Entries of an index for whose tables the keys are made one kind after the other: to go through them twice takes more time
/// than once, and half the memory that all their keys take at once.
const MANY: usize = 1 << 19;

/// The forms of a register's names, of which the index is made: the names themselves are needed no more.
pub(in crate::spot) struct Forms(Gathered);

impl Forms {
    /// Those of the names of a register, and `canary` (one folded word) with them.
    pub(in crate::spot) fn of(register: &Register, canary: &str) -> Self {
        let names = register.clients.iter().flat_map(Client::names).map(|name| name.expose().len() + 1).sum();
        let mut gathered = Gathered::for_clients(register.clients.len(), names);
        let all = ranges(register.clients.len(), CLIENTS);
        for some in all.chunks(PIECES * threads::count()) {
            for made in threads::map(some, |clients| gather::Made::of(register, clients.clone())) {
                gathered.add(&made);
            }
        }
        gathered.entry(canary, 0);
        Self(gathered)
    }
}

impl NameIndex {
    /// Compiles the names of these forms.
    pub(in crate::spot) fn compile(Forms(gathered): Forms) -> Self {
        let (arena, entries, owners) = gathered.finish();
        let mut index = Self {
            number: interest::new_index(),
            marked: initials::are_marked(entries.len()),
            owners,
            arena,
            entries,
            table: Table::build(Vec::new()),
            reasons: interest::Reasons::of(false),
            partners: Bits::default(),
            salted: Table::build(Vec::new()),
            slips: slips::Gate::default(),
            joined_slips: slips::Gate::default(),
            unspaced: None,
            unspaced_entries: Vec::new(),
        };
        look_for_unspaced(&mut index);
        make_tables(&mut index);
        index
    }
}

/// Anchors all entries and makes the tables. What is not needed any more is let go before more is made.
fn make_tables(index: &mut NameIndex) {
    let crowd = Crowd::count(index);
    let many = index.entries.len() >= MANY;
    let mut first = AllKeys::of(index, if many { Part::Words(&crowd) } else { Part::All(&crowd) });
    drop(crowd);
    threads::sort(&mut first.partners);
    first.partners.dedup();
    index.partners = Bits::of(first.partners.len(), first.partners.iter().copied());
    first.partners = Vec::new();
    index.table = table_of(std::mem::take(&mut first.words));
    let mut rest = if many { AllKeys::of(index, Part::Rest(&first.choices)) } else { first };
    (index.slips, index.joined_slips) = rest.slips.finish(&mut rest.salted);
    index.reasons = interest::Reasons::of(index.slips.is_open());
    index.salted = Table::build_with(rest.salted, |_, _| None, |_| false);
}

/// Which keys are made at a time.
#[derive(Clone, Copy)]
enum Part<'c> {
    /// All.
    All(&'c Crowd),
    /// Of single words and their partners, and what was decided of each entry.
    Words(&'c Crowd),
    /// The others, as was decided.
    Rest(&'c [Choice]),
}

/// Keys of all entries of an index, or a part of them.
struct AllKeys {
    /// Of single words.
    words: Pairs,
    /// Of words beside an anchor.
    partners: Vec<u64>,
    /// Of everything else.
    salted: Pairs,
    /// What slips are looked up by.
    slips: anchor::Slips,
    /// How each entry is anchored, where its other keys are made later.
    choices: Vec<Choice>,
}

impl AllKeys {
    /// Those of a part.
    fn of(index: &NameIndex, part: Part<'_>) -> Self {
        let (words, salted) = (Pairs::default(), Pairs::default());
        let slips = anchor::Slips::of(index);
        let mut all = Self { words, partners: Vec::new(), salted, slips, choices: Vec::new() };
        let mut done = 0;
        for some in ranges(index.entries.len(), ENTRIES).chunks(PIECES * threads::count()) {
            let made = threads::map(some, |entries| Made::of(index, entries.clone(), part));
            if done == 0 {
                // The others have about as many.
                done = some.iter().map(Range::len).sum();
                let room = |own: usize| own * index.entries.len() / done.max(1);
                all.words = Pairs::with_room(room(made.iter().map(|made| made.keys.words.len()).sum()));
                all.salted = Pairs::with_room(room(made.iter().map(|made| made.keys.salted.len()).sum()));
                all.partners.reserve(room(made.iter().map(|made| made.keys.partners.len()).sum()));
                all.choices.reserve_exact(room(made.iter().map(|made| made.choices.len()).sum()));
            }
            for Made { keys, slips, choices } in made {
                keys.words.into_iter().for_each(|(key, number)| all.words.add(key, number));
                all.partners.extend(keys.partners);
                keys.salted.into_iter().for_each(|(key, number)| all.salted.add(key, number));
                all.slips.join(slips);
                all.choices.extend(choices);
            }
        }
        all
    }
}

/// What is made of some entries.
struct Made {
    /// Their keys.
    keys: Keys,
    /// What slips of them are looked up by.
    slips: anchor::Slips,
    /// How each is anchored, where its other keys are made later.
    choices: Vec<Choice>,
}

impl Made {
    /// Makes a part of it.
    fn of(index: &NameIndex, entries: Range<usize>, part: Part<'_>) -> Self {
        let mut made = Self { keys: Keys::default(), slips: anchor::Slips::of(index), choices: Vec::new() };
        for (number, entry) in entries.clone().zip(index.entries.get(entries).unwrap_or_default()) {
            made.add(index, number as u32, *entry, part);
        }
        made
    }

    /// Adds what is made of one entry.
    fn add(&mut self, index: &NameIndex, number: u32, entry: Entry, part: Part<'_>) {
        let words = index.words(entry);
        let is_anchored = entry.has(look::ASCII) || !is_of_unspaced(words);
        let choice = match part {
            Part::Rest(choices) => choices.get(number as usize).copied().unwrap_or_default(),
            Part::All(crowd) | Part::Words(crowd) if is_anchored => {
                let choice = Choice::of(words, entry, crowd);
                anchor::words_of(words, entry, number, choice, crowd, &mut self.keys);
                choice
            }
            _ => Choice::default(),
        };
        if matches!(part, Part::Words(_)) {
            self.choices.push(choice);
            return;
        }
        if is_anchored {
            anchor::rest_of(words, entry, number, choice, index.marked, &mut self.keys);
        }
        self.slips.add(index, number, entry, &mut self.keys);
    }
}

/// The ranges of `size` or less that make up the first `len` numbers.
fn ranges(len: usize, size: usize) -> Vec<Range<usize>> {
    (0..len).step_by(size).map(|from| from..(from + size).min(len)).collect()
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
fn table_of(mut words: Pairs) -> Table {
    legal::small_beginnings().for_each(|key| words.add(key, ASK | BEFORE));
    legal::beginnings().for_each(|key| words.add(key, CAPITAL | ASK | BEFORE));
    Table::build_with(words, posting::merge, |posting| posting & CAPITAL == 0)
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
