//! Owns how facts of matters are found: what gives a client away without a name. Words by stem and by the bundled table of
//! related words, sums by value, days, ages. Docket numbers are `identifiers`' business; what facts add up to, `judge`'s.
//! `engine` compiles it, `spot` calls it.

mod age;
mod compile;
pub(super) mod day;
mod find;
pub(super) mod money;
pub(super) mod numeral;
mod related;
mod stem;
mod unspaced;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::names::index::Table;
use super::{Label, Signal, Strength, Subject};
use crate::text::Span;

pub(super) use find::Scratch;

/// Which fact: indices into the register. A matter's name that is no mention is the fact after the last one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct FactRef {
    /// Index of the client.
    pub(super) client: u32,
    /// Index of the matter in the client's list.
    pub(super) matter: u32,
    /// Index of the fact in the matter's list.
    pub(super) fact: u32,
}

impl FactRef {
    /// The matter as the subject of a signal.
    pub(super) const fn subject(self) -> Subject {
        Subject { client: self.client, matter: Some(self.matter) }
    }
}

/// A value of facts, compiled: whose it is, and for words how it is found.
struct Pattern {
    /// The facts with this value, sorted.
    owners: Vec<FactRef>,
    /// The words that must stand together; none for sums, days and ages.
    slots: Vec<Slot>,
}

/// A word of a value.
struct Slot {
    /// The concepts of which one must stand there.
    concepts: Vec<u32>,
    /// The stems that are allowed there.
    stems: Vec<String>,
    /// A name made of an ordinary word: it must be written with a capital.
    capital: bool,
}

/// A member of a related set that has several words, or is an abbreviation that only capitals tell from a word.
struct Phrase {
    /// The concept of its set.
    concept: u32,
    /// The stems, in order.
    stems: Vec<String>,
    /// Which of them is looked up.
    anchor: usize,
    /// Whether it must be in capitals.
    capitals: bool,
}

/// Numbers by key, one after the other.
#[derive(Default)]
struct Lists {
    /// Where the list of each key begins; one more than keys.
    starts: Vec<u32>,
    /// The lists.
    items: Vec<u32>,
}

impl Lists {
    /// Makes the lists of pairs of key and number.
    fn build(mut pairs: Vec<(u32, u32)>, keys: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0_u32; keys + 1];
        for (key, _) in &pairs {
            if let Some(count) = starts.get_mut(*key as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, items: pairs.into_iter().map(|p| p.1).collect() }
    }

    /// The list of a key.
    fn of(&self, key: u32) -> &[u32] {
        let from = self.starts.get(key as usize).copied().unwrap_or_default();
        let to = self.starts.get(key as usize + 1).copied().unwrap_or(from);
        self.items.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// The rest of a recorded day, where there is one, and the pattern.
type Recorded<T> = (Option<T>, u32);

/// The facts of a register, compiled. Its `Debug` prints counts alone.
pub(super) struct FactIndex {
    /// The values.
    patterns: Vec<Pattern>,
    /// Members of related sets with several words.
    phrases: Vec<Phrase>,
    /// Keys of words to concepts, phrases and triggers.
    table: Table,
    /// Patterns by the concepts of their rarest word.
    anchors: Lists,
    /// Patterns by the concepts of their head word.
    heads: Lists,
    /// Sums: by value, with currency and pattern.
    sums: HashMap<i128, Vec<(u32, u32)>>,
    /// Ages.
    ages: HashMap<u8, Vec<u32>>,
    /// Days by month and day, with the year where one is recorded.
    days: HashMap<(i8, i8), Vec<Recorded<i16>>>,
    /// Days by year and month, with the day where one is recorded.
    months: HashMap<(i16, i8), Vec<Recorded<i8>>>,
    /// Full days, for relative ones.
    timeline: BTreeMap<Date, Vec<u32>>,
    /// Values in scripts without spaces.
    unspaced: unspaced::Unspaced,
    /// Facts whose value more than ten matters share.
    shared: HashSet<FactRef>,
}

/// Numbers in the table at and above which phrases stand.
const PHRASES: u32 = 1 << 29;
/// The number in the table of words that begin a number.
const NUMBER: u32 = (1 << 31) - 2;
/// The number in the table of words that may say a day.
const DAY: u32 = (1 << 31) - 3;
/// Matters that may share a value before it loses weight.
const MANY: usize = 10;
/// Facts with one value above which it tells nothing alone, so that it is noted only beside another signal.
const CROWD: usize = 64;

/// A value found in a draft.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Hit {
    /// The pattern.
    pattern: u32,
    /// The block.
    block: u32,
    /// From the first to the last character.
    span: Span,
    /// All of it, not the head word alone.
    whole: bool,
}

impl FactIndex {
    /// Whether there are no facts.
    pub(super) const fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether days are among the facts.
    fn has_days(&self) -> bool {
        !self.days.is_empty() || !self.months.is_empty()
    }

    /// Whether more than ten matters share the value of a fact.
    pub(super) fn is_shared(&self, subject: Subject, fact: u32) -> bool {
        subject.matter.is_some_and(|matter| self.shared.contains(&FactRef { client: subject.client, matter, fact }))
    }

    /// The facts that are days from `from` to `to`.
    pub(super) fn between(&self, from: Date, to: Date) -> impl Iterator<Item = FactRef> + '_ {
        // An empty range would make the map panic.
        let range = (from <= to).then(|| self.timeline.range(from..=to));
        let patterns = range.into_iter().flatten().flat_map(|(_, patterns)| patterns);
        patterns.filter_map(|p| self.patterns.get(*p as usize)).flat_map(|p| p.owners.iter().copied())
    }

    /// Makes signals of what was found in a draft. `signals` has those of names and identifiers already.
    pub(super) fn resolve(&self, hits: &mut Vec<Hit>, signals: &mut Vec<Signal>) {
        hits.sort_unstable();
        hits.dedup();
        let owners = |hit: &Hit| self.patterns.get(hit.pattern as usize).map_or(&[][..], |p| p.owners.as_slice());
        let mut known: HashSet<Subject> = signals.iter().filter_map(|s| s.subject).collect();
        for hit in hits.iter().filter(|hit| owners(hit).len() <= CROWD) {
            for owner in owners(hit) {
                known.insert(owner.subject());
                signals.push(signal(*hit, *owner));
            }
        }
        for hit in hits.iter().filter(|hit| owners(hit).len() > CROWD) {
            let mut beside: Vec<Subject> = known.iter().copied().collect();
            beside.sort_unstable();
            for subject in beside {
                let of_subject = |owner: &&FactRef| {
                    owner.client == subject.client && subject.matter.is_none_or(|matter| matter == owner.matter)
                };
                let all = owners(hit);
                let from = all.partition_point(|owner| owner.client < subject.client);
                let mine = all.get(from..).unwrap_or_default().iter().take_while(|o| o.client == subject.client);
                signals.extend(mine.filter(of_subject).map(|owner| signal(*hit, *owner)));
            }
        }
        hits.clear();
        drop_inner(signals);
    }
}

/// Drops signals of a fact inside another one of the same fact: its head word inside the whole of it.
fn drop_inner(signals: &mut Vec<Signal>) {
    let mut facts: Vec<Signal> = Vec::new();
    signals.retain(|signal| {
        let is_fact = matches!(signal.label, Label::Fact(_));
        if is_fact {
            facts.push(*signal);
        }
        !is_fact
    });
    // The longest comes first of those that begin at one place.
    facts.sort_by_key(|s| {
        (s.subject, s.label, s.span.start, std::cmp::Reverse(s.span.end), std::cmp::Reverse(s.strength))
    });
    let mut last: Option<Signal> = None;
    for fact in facts {
        let inner = last.is_some_and(|last| {
            last.subject == fact.subject && last.label == fact.label && last.span.contains(fact.span)
        });
        if !inner {
            last = Some(fact);
            signals.push(fact);
        }
    }
}

/// The signal of a hit for one of its owners. The head word alone is a medium one.
const fn signal(hit: Hit, owner: FactRef) -> Signal {
    Signal {
        label: Label::Fact(owner.fact),
        span: hit.span,
        block: hit.block,
        strength: if hit.whole { Strength::Strong } else { Strength::Medium },
        ambiguous: false,
        subject: Some(owner.subject()),
    }
}

impl std::fmt::Debug for FactIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FactIndex {{ {} values }}", self.patterns.len())
    }
}
