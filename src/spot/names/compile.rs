//! Owns how the entries of a register become its index: where each is anchored. Called once a run.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::anchor::{self, Crowd, Keys, anchor};
use super::gather::{Gathered, Made};
use super::index::{Bits, Table};
use super::keyed::Pairs;
use super::posting::{self, ASK, BEFORE, CAPITAL};
use super::{NameIndex, initials, interest, slips};
use crate::register::Register;
use crate::register::legal;
use crate::text::fold::is_unspaced;
use crate::threads;

/// Clients whose forms are made in one go.
const CLIENTS: usize = 256;
/// Pieces of work that each thread gets before what they made is put together. More cost memory, fewer cost time.
const PIECES: usize = 16;
/// Entries that are anchored in one go.
const ENTRIES: usize = 2048;
/// Entries of an index for whose tables the keys are made one kind after the other: to anchor them all twice takes more time
/// than once, and half the memory that all their keys take at once.
const MANY: usize = 1 << 19;
impl NameIndex {
    /// Compiles the names of a register, and `canary` (one folded word) with them.
    pub(in crate::spot) fn compile(register: &Register, canary: &str) -> Self {
        let mut gathered = Gathered::for_clients(register.clients.len());
        let all = ranges(register.clients.len(), CLIENTS);
        for some in all.chunks(PIECES * threads::count()) {
            for made in threads::map(some, |clients| Made::of(register, clients.clone())) {
                gathered.add(&made);
            }
        }
        gathered.entry(canary, 0);
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
    let (mut words, salted) = if index.entries.len() < MANY {
        let all = AllKeys::of(index, &crowd, |_| {});
        let words = AllKeys { words: all.words, partners: all.partners, ..AllKeys::none(index) };
        (words, Some(AllKeys { salted: all.salted, slips: all.slips, ..AllKeys::none(index) }))
    } else {
        (AllKeys::of(index, &crowd, |keys| keys.salted = Vec::new()), None)
    };
    threads::sort(&mut words.partners);
    words.partners.dedup();
    index.partners = Bits::of(words.partners.len(), words.partners.iter().copied());
    words.partners = Vec::new();
    index.table = table_of(words.words);
    let mut salted = salted
        .unwrap_or_else(|| AllKeys::of(index, &crowd, |keys| (keys.words, keys.partners) = (Vec::new(), Vec::new())));
    drop(crowd);
    (index.slips, index.joined_slips) = salted.slips.finish(&mut salted.salted);
    index.reasons = interest::Reasons::of(index.slips.is_open());
    index.salted = Table::build_with(salted.salted, |_, _| None, |_| false);
}

/// Keys of all entries of an index.
struct AllKeys {
    /// Of single words.
    words: Pairs,
    /// Of words beside an anchor.
    partners: Vec<u64>,
    /// Of everything else.
    salted: Pairs,
    /// What slips are looked up by.
    slips: anchor::Slips,
}

impl AllKeys {
    /// None yet.
    fn none(index: &NameIndex) -> Self {
        let (words, salted) = (Pairs::default(), Pairs::default());
        Self { words, partners: Vec::new(), salted, slips: anchor::Slips::of(index) }
    }

    /// Those that are left of the keys of some entries when `leave_out` has taken away what is not wanted.
    fn of(index: &NameIndex, crowd: &Crowd, leave_out: impl Fn(&mut Keys) + Sync) -> Self {
        let mut all = Self::none(index);
        let mut done = 0;
        for some in ranges(index.entries.len(), ENTRIES).chunks(PIECES * threads::count()) {
            let made = threads::map(some, |entries| {
                let (mut keys, slips) = keys(index, entries.clone(), crowd);
                leave_out(&mut keys);
                (keys, slips)
            });
            if done == 0 {
                // The others have about as many.
                done = some.iter().map(Range::len).sum();
                let room = |own: usize| own * index.entries.len() / done.max(1);
                all.words = Pairs::with_room(room(made.iter().map(|(keys, _)| keys.words.len()).sum()));
                all.salted = Pairs::with_room(room(made.iter().map(|(keys, _)| keys.salted.len()).sum()));
                all.partners.reserve(room(made.iter().map(|(keys, _)| keys.partners.len()).sum()));
            }
            for (keys, slips) in made {
                keys.words.into_iter().for_each(|(key, number)| all.words.add(key, number));
                all.partners.extend(keys.partners);
                keys.salted.into_iter().for_each(|(key, number)| all.salted.add(key, number));
                all.slips.join(slips);
            }
        }
        all
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
