//! Owns what must stand in a group before a phrase is worth trying: sets of words, literals or mentions of which every
//! match holds one. Each distinct set is a **class**; words, literals and subjects lead to classes. Called when packs are
//! compiled; the table that comes of it is asked at every word of every draft.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::bits::{has, set, words_for};
use crate::rules::SignalId;
use crate::rules::phrase::Node;
use crate::text::fold::fold_word;
use crate::text::lexicon::commonness;
use crate::text::words::{Word, key};

/// Things of which one must stand in the group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Required {
    /// Folded words.
    words: Vec<String>,
    /// Literals, lower case where ASCII.
    literals: Vec<String>,
    /// Signals of the register.
    subjects: Vec<SignalId>,
    /// So many digits in a row; 0: not asked for.
    digits: usize,
    /// See [`Required::cost`].
    cost: u32,
}

impl Required {
    /// One of a word's forms. Of a contraction or a number with joints the longest part counts, since that is a word of
    /// the walk.
    fn words(forms: &[String]) -> Self {
        let part = |form: &String| {
            let parts = form.split(|c: char| !c.is_alphanumeric());
            parts.max_by_key(|part| part.len()).unwrap_or_default().to_owned()
        };
        Self { words: forms.iter().map(part).collect(), ..Self::default() }.tidy()
    }

    /// One of some words with blanks between.
    pub(super) fn any_of(words: &str) -> Self {
        let words: Vec<String> = words.split_ascii_whitespace().map(str::to_owned).collect();
        Self::words(&words)
    }

    /// One of some literals.
    pub(super) fn literals(literals: &[String]) -> Option<Self> {
        (!literals.is_empty()).then(|| Self { literals: literals.to_vec(), ..Self::default() }.tidy())
    }

    /// So many digits in a row.
    pub(super) fn digits(digits: usize) -> Option<Self> {
        (digits > 0).then(|| Self { digits: digits.min(LONGEST_ROW), ..Self::default() }.tidy())
    }

    /// A mention of the register.
    pub(super) fn subject(id: SignalId) -> Self {
        Self { subjects: vec![id], ..Self::default() }
    }

    /// Sorted, each once, so that equal sets are equal.
    fn tidy(mut self) -> Self {
        self.words.sort();
        self.words.dedup();
        self.literals.sort();
        self.literals.dedup();
        self.subjects.sort();
        self.subjects.dedup();
        let words: u32 = self.words.iter().map(|word| word_cost(word)).sum();
        let literals: u32 = self.literals.iter().map(|literal| literal_cost(literal)).sum();
        self.cost = words.saturating_add(literals).saturating_add(digits_cost(self.digits));
        self
    }

    /// How often it is to be expected, in parts of some ten thousand words.
    pub(super) const fn cost(&self) -> u32 {
        self.cost
    }
}

/// The commonest words of English: they stand in nearly every sentence.
const EVERYWHERE: &str = "the of and to a in is for that it on with as was be by at this are from";
/// The next ones: they stand in nearly every paragraph.
const NEARLY: &str = "or an not have i you we he she they his her their its our your my but if so no do has had will would can \
    all which who there been more when what one up out about";
/// And those after.
const OFTEN: &str = "me us him them could may any were than then some only into other time new now just also how very \
    because people first two work make get like way";

/// What these words cost.
static COMMONEST: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let tiers = [(OFTEN, 40), (NEARLY, 100), (EVERYWHERE, 300)];
    tiers.into_iter().flat_map(|(words, cost)| words.split_ascii_whitespace().map(move |word| (word, cost))).collect()
});

/// How often a word is to be expected.
fn word_cost(word: &str) -> u32 {
    if let Some(cost) = COMMONEST.get(word) {
        return *cost;
    }
    match commonness(word) {
        3 => 12,
        2 => 4,
        1 => 2,
        _ => 1,
    }
}

/// Digits in a row beyond which more say nothing more.
const LONGEST_ROW: usize = 9;

/// How often so many digits in a row are to be expected: years have four.
const fn digits_cost(digits: usize) -> u32 {
    match digits {
        0 => 0,
        1 => 300,
        2 => 200,
        3 | 4 => 100,
        5 => 10,
        _ => 3,
    }
}

/// The most ASCII digits in a row.
fn longest_row(text: &str) -> usize {
    let (mut longest, mut here) = (0, 0);
    for byte in text.bytes() {
        here = if byte.is_ascii_digit() { here + 1 } else { 0 };
        longest = longest.max(here);
    }
    longest
}

/// How often a literal is to be expected; it stands inside words too.
fn literal_cost(literal: &str) -> u32 {
    match literal.len() {
        0 => 10_000,
        1 if literal.bytes().all(|b| b.is_ascii_alphanumeric()) => 2_000,
        1 => 40,
        2 => 100,
        3 => 30,
        _ => 8,
    }
}

/// What a part of a phrase requires: each of these sets. `of` gives what a signal requires, where it requires anything.
pub(super) fn requirements(node: &Node, of: &dyn Fn(SignalId) -> Option<Required>) -> Vec<Required> {
    match node {
        Node::Word(forms) => vec![Required::words(forms)],
        Node::Beginning(beginning) if beginning.len() > 1 => {
            Required::literals(std::slice::from_ref(beginning)).into_iter().collect()
        }
        Node::Sign(sign) => Required::literals(&[sign.to_string()]).into_iter().collect(),
        Node::Signal(id) => of(*id).into_iter().collect(),
        Node::Seq(nodes) => nodes.iter().flat_map(|node| requirements(node, of)).collect(),
        Node::Choice(nodes) => either(nodes.iter().map(|node| rarest(requirements(node, of)))).into_iter().collect(),
        Node::Beginning(_) | Node::Gap(_) | Node::SentenceStart | Node::Optional(_) => Vec::new(),
    }
}

/// The rarest of some sets.
fn rarest(sets: Vec<Required>) -> Option<Required> {
    sets.into_iter().min_by_key(Required::cost)
}

/// One of any of these; none if one of them requires nothing.
pub(super) fn either(sets: impl Iterator<Item = Option<Required>>) -> Option<Required> {
    let mut all = Required::default();
    for set in sets {
        let set = set?;
        all.words.extend(set.words);
        all.literals.extend(set.literals);
        all.subjects.extend(set.subjects);
        // Few digits are asked for where any of the sets asks for few.
        all.digits = match (all.digits, set.digits) {
            (one, 0) | (0, one) => one,
            (one, other) => one.min(other),
        };
    }
    let all = all.tidy();
    (all != Required::default()).then_some(all)
}

/// The classes, with what leads to them.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Numbers of the classes.
    classes: HashMap<Required, u32>,
    /// Classes by the key of a word.
    words: HashMap<u64, Vec<u32>>,
    /// Classes by literal.
    literals: HashMap<String, Vec<u32>>,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits in a row that they ask for.
    digits: Vec<(usize, u32)>,
}

impl Builder {
    /// The class of a set.
    pub(super) fn class(&mut self, required: &Required) -> u32 {
        if let Some(class) = self.classes.get(required) {
            return *class;
        }
        let class = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        self.classes.insert(required.clone(), class);
        for word in &required.words {
            self.words.entry(key(word)).or_default().push(class);
        }
        for literal in &required.literals {
            self.literals.entry(literal.clone()).or_default().push(class);
        }
        if required.digits > 0 {
            self.digits.push((required.digits, class));
        }
        for subject in &required.subjects {
            self.subjects.entry(*subject).or_default().push(class);
        }
        class
    }

    /// The table.
    pub(super) fn build(self) -> Seeds {
        let mut seeds =
            Seeds { classes: self.classes.len(), subjects: self.subjects, digits: self.digits, ..Seeds::default() };
        let size = (self.words.len() * 2).next_power_of_two().max(16);
        seeds.slots = vec![(0, 0, 0); size];
        let mut words: Vec<_> = self.words.into_iter().collect();
        words.sort();
        for (key, classes) in words {
            seeds.insert(key, &classes);
        }
        let mut literals: Vec<_> = self.literals.into_iter().collect();
        literals.sort();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(literals.iter().map(|(literal, _)| literal));
        // A pack cannot hold so many literals that no automaton can be built; were it so, every class counts as seen.
        seeds.literals = automaton.ok().filter(|_| !literals.is_empty());
        seeds.by_text = vec![0; words_for(seeds.classes)];
        for class in literals.iter().flat_map(|(_, classes)| classes).chain(seeds.digits.iter().map(|(_, class)| class))
        {
            set(&mut seeds.by_text, *class);
        }
        seeds.literal_classes = literals.into_iter().map(|(_, classes)| classes).collect();
        seeds
    }
}

/// Leads from what stands in a group to classes.
#[derive(Debug, Default)]
pub(super) struct Seeds {
    /// How many classes there are.
    pub(super) classes: usize,
    /// A bit for the highest bits of each key: one look tells most words apart.
    filter: Vec<u64>,
    /// Open addressing: key, first class in `postings`, how many.
    slots: Vec<(u64, u32, u32)>,
    /// Classes of words.
    postings: Vec<u32>,
    /// All literals.
    literals: Option<AhoCorasick>,
    /// Classes by literal.
    literal_classes: Vec<Vec<u32>>,
    /// Classes by signal of the register.
    subjects: HashMap<SignalId, Vec<u32>>,
    /// Classes by the digits in a row that they ask for.
    digits: Vec<(usize, u32)>,
    /// The classes that literals or digits lead to.
    by_text: Vec<u64>,
}

/// Which words were seen since the last [`Stamps::next`].
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// By slot of the table.
    seen: Vec<u32>,
    /// What marks a word as seen.
    now: u32,
}

impl Stamps {
    /// Forgets all words.
    pub(super) fn next(&mut self) {
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.seen.fill(0);
            self.now = 1;
        }
    }
}

/// Bits of a key that index the filter.
const FILTER_BITS: u32 = 16;

impl Seeds {
    /// Adds a word.
    fn insert(&mut self, key: u64, classes: &[u32]) {
        self.filter.resize(1 << (FILTER_BITS - 6), 0);
        set(&mut self.filter, (key >> (64 - FILTER_BITS)) as u32);
        let first = self.postings.len() as u32;
        self.postings.extend(classes);
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots.get(at).is_some_and(|slot| slot.2 > 0) {
            at = (at + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (key, first, classes.len() as u32);
        }
    }

    /// Whether no word leads anywhere.
    pub(super) fn is_empty(&self) -> bool {
        self.classes == 0
    }

    /// Whether anything but words leads anywhere.
    pub(super) fn has_literals(&self) -> bool {
        self.literals.is_some() || !self.digits.is_empty()
    }

    /// Whether some of these classes can come from literals or digits.
    pub(super) fn has_literals_in(&self, classes: &[u64]) -> bool {
        self.by_text.iter().zip(classes).any(|(one, other)| one & other != 0)
    }

    /// Calls `each` with the classes of the words. Those of a word that was seen under the same `stamp` are left out:
    /// common words lead to many.
    pub(super) fn of_words(&self, words: &[Word], stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        if self.filter.is_empty() {
            return;
        }
        stamps.seen.resize(self.slots.len(), 0);
        for word in words {
            if has(&self.filter, (word.key >> (64 - FILTER_BITS)) as u32) {
                self.of_key(word.key, stamps, each);
            }
        }
    }

    /// Calls `each` with the classes of a word.
    fn of_key(&self, key: u64, stamps: &mut Stamps, each: &mut impl FnMut(u32)) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while let Some((found, first, count)) = self.slots.get(at).copied().filter(|slot| slot.2 > 0) {
            if found == key {
                match stamps.seen.get_mut(at) {
                    Some(stamp) if *stamp == stamps.now => return,
                    Some(stamp) => *stamp = stamps.now,
                    None => {}
                }
                let classes = self.postings.get(first as usize..(first + count) as usize);
                classes.into_iter().flatten().for_each(|class| each(*class));
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Calls `each` with the classes of the literals and digits in a text.
    pub(super) fn of_text(&self, text: &str, each: &mut impl FnMut(u32)) {
        if !self.digits.is_empty() {
            let row = longest_row(text);
            self.digits.iter().filter(|(digits, _)| *digits <= row).for_each(|(_, class)| each(*class));
        }
        self.of_literals(text, each);
    }

    /// Calls `each` with the classes of the literals in a text.
    fn of_literals(&self, text: &str, each: &mut impl FnMut(u32)) {
        let Some(automaton) = &self.literals else { return };
        for found in automaton.find_overlapping_iter(text) {
            let classes = self.literal_classes.get(found.pattern().as_usize());
            classes.into_iter().flatten().for_each(|class| each(*class));
        }
    }

    /// Calls `each` with the classes of the literals in the folded forms of words that are not ASCII: the beginnings of
    /// words are those of folded ones.
    pub(super) fn of_folded(&self, text: &str, words: &[Word], folded: &mut String, each: &mut impl FnMut(u32)) {
        if self.literals.is_none() {
            return;
        }
        for word in words {
            let written = text.get(word.span().range()).unwrap_or_default();
            if !written.is_ascii() {
                folded.clear();
                fold_word(written, folded);
                self.of_literals(folded, each);
            }
        }
    }

    /// The classes of a mention of the register.
    pub(super) fn of_subject(&self, id: SignalId) -> &[u32] {
        self.subjects.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}
