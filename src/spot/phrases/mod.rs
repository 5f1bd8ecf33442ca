//! Owns how the signals of packs are found in a draft. While names are looked for, [`PhraseIndex::note`] marks which
//! seeds stand in which group; [`PhraseIndex::find`] then looks only where a rule may hold. Which rules hold is `judge`'s
//! business. `engine` compiles the index, `spot` calls it.

mod bits;
mod evaluate;
mod find;
mod group;
mod matching;
mod plan;
mod required;
mod seeds;

pub(super) use group::{Group, Occurrence, Sentence};

use std::collections::HashMap;

use crate::draft::Block;
use crate::policy::Kind;
use crate::rules::phrase::Phrase;
use crate::rules::{Finder, Fixed, Pattern, RuleSet, SignalDef, SignalId, Validator};
use crate::text::words::Word;
use bits::words_for;
use matching::Matcher;
use plan::Plan;
use required::{Needs, Required, edge, either, requirements};
use seeds::{Builder, Seeds};

pub use find::subjects;
pub use plan::Possible;

/// The signals of all packs, compiled.
#[derive(Default)]
pub(super) struct PhraseIndex {
    /// What leads to classes.
    seeds: Seeds,
    /// The signals, by number.
    signals: Vec<Compiled>,
    /// The place of each signal in the order of finding.
    rank: Vec<u32>,
    /// Ways by their rarest class: they are looked at when it is seen.
    links: Vec<Link>,
    /// Where the links of each class begin.
    by_class: Vec<u32>,
    /// The classes that have links.
    linked: Vec<u64>,
    /// Which signals each condition of each rule needs.
    plan: Plan,
    /// Whether no shortcut is taken: every seed counts as standing everywhere. Slow; tests compare the two.
    exhaustive: bool,
}

/// A signal, compiled.
#[derive(Default)]
struct Compiled {
    /// Set for those of the engine.
    fixed: Option<Fixed>,
    /// Ways to write it.
    ways: Vec<Way>,
    /// Whether it may stand where no seed does.
    always: bool,
    /// How often it is to be expected.
    cost: u32,
    /// Frames: what stands inside doesn't count.
    outside: Vec<SignalId>,
    /// Those and all that they need, in the order of finding.
    frames: Vec<SignalId>,
    /// What a match of a regex must pass besides.
    validator: Option<Validator>,
}

/// One phrase or regex of a signal.
struct Way {
    /// Classes that must all stand in the group.
    classes: Vec<u32>,
    /// What finds it.
    how: How,
}

/// What is asked of a way when its rarest class is seen.
#[derive(Clone, Copy)]
struct Link {
    /// The rarest class.
    class: u32,
    /// The other classes, the first one over again where there are fewer.
    others: [u32; MOST_CLASSES - 1],
    /// The signal.
    signal: SignalId,
    /// Which of its ways.
    way: u32,
    /// Whether it is a regex.
    is_regex: bool,
}

/// What finds one way.
enum How {
    /// A phrase.
    Phrase(Matcher),
    /// A regex, and whether a group of it narrows the match.
    Regex(Pattern, bool),
    /// The engine's grammar or the register's index.
    Engine,
}

/// Most classes that are asked of one way.
const MOST_CLASSES: usize = 4;
/// Sets that are commoner than this stand in nearly every sentence: asking for them costs more than it spares.
const TOO_COMMON: u32 = 1_000_000;

impl PhraseIndex {
    /// Compiles the packs of a run, for drafts of one kind or of any.
    pub(super) fn compile(rules: &RuleSet, kind: Option<Kind>, exhaustive: bool) -> Self {
        let mut index = Self { exhaustive, rank: vec![0; rules.signals.len()], ..Self::default() };
        index.signals.resize_with(rules.signals.len(), Compiled::default);
        let wanted = plan::wanted(rules, kind);
        let (mut needs, mut builder) = (HashMap::new(), Builder::new());
        for (rank, id) in (0_u32..).zip(&rules.order) {
            if let Some(place) = index.rank.get_mut(id.index()) {
                *place = rank;
            }
            if !wanted.has(id.0) {
                continue;
            }
            let Some(def) = rules.signal(*id) else { continue };
            let (mut compiled, own) = signal(*id, def, &needs, &mut builder);
            compiled.frames = plan::closure(&def.outside, rules, true);
            needs.insert(*id, own);
            if let Some(place) = index.signals.get_mut(id.index()) {
                *place = compiled;
            }
        }
        index.plan = Plan::make(rules, kind, &index);
        index.link(builder);
        index
    }

    /// Makes the tables by class.
    fn link(&mut self, builder: Builder) {
        // Without rules nothing is looked for, and nothing is paid.
        if !self.plan.is_empty() {
            self.seeds = builder.build();
        }
        for (signal, compiled) in (0_u32..).map(SignalId).zip(&self.signals) {
            for (way, own) in (0_u32..).zip(&compiled.ways) {
                let Some(class) = own.classes.first().copied() else { continue };
                let others = std::array::from_fn(|place| own.classes.get(place + 1).copied().unwrap_or(class));
                self.links.push(Link { class, others, signal, way, is_regex: own.is_regex() });
            }
        }
        self.links.sort_by_key(|link| link.class);
        self.linked = vec![0; words_for(self.seeds.classes)];
        self.links.iter().for_each(|link| bits::set(&mut self.linked, link.class));
        let begins = |class: usize| self.links.partition_point(|link| (link.class as usize) < class) as u32;
        self.by_class = (0..=self.seeds.classes).map(begins).collect();
    }

    /// Marks which words' seeds stand in a stretch of a block.
    pub(super) fn note(&self, text: &str, block: &Block, words: &[Word], scratch: &mut Scratch) {
        if self.seeds.is_empty() || !block.role.is_prose() {
            return;
        }
        let size = words_for(self.seeds.classes);
        let mut stamps = std::mem::take(&mut scratch.stamps);
        if scratch.stamped.replace(block.group) != Some(block.group) {
            stamps.next();
        }
        if scratch.block.replace(block.text.start) != Some(block.text.start) {
            stamps.part();
        }
        self.seeds.of_words(words, &mut stamps, &mut |class| scratch.mark(block.group, class, size));
        scratch.stamps = stamps;
        let stretch = words.first().zip(words.last()).map(|(first, last)| first.span().join(last.span()));
        let plain = stretch.and_then(|span| text.get(span.range())).is_none_or(str::is_ascii);
        if plain {
            return;
        }
        let mut folded = std::mem::take(&mut scratch.folded);
        self.seeds.of_wide(text, words, &mut folded, &mut |class| scratch.mark(block.group, class, size));
        scratch.folded = folded;
    }

    /// Marks which literals stand in a block.
    pub(super) fn note_literals(&self, text: &str, block: &Block, scratch: &mut Scratch) {
        if !self.seeds.is_empty() && block.role.is_prose() {
            let size = words_for(self.seeds.classes);
            let stretch = text.get(block.text.range()).unwrap_or_default();
            self.seeds.of_text(stretch, &mut |class| scratch.mark(block.group, class, size));
        }
    }

    /// Indices of the rules that have a condition without any rare word: they are tried on every group.
    pub(super) fn without_seed(&self) -> Vec<u32> {
        self.plan.always_rules()
    }

    /// A signal, compiled.
    fn signal(&self, id: SignalId) -> Option<&Compiled> {
        self.signals.get(id.index())
    }
}

/// Compiles a signal: with it goes what stands wherever it does, if anything does.
fn signal(id: SignalId, def: &SignalDef, known: &HashMap<SignalId, Needs>, builder: &mut Builder) -> (Compiled, Needs) {
    let mut compiled = Compiled { outside: def.outside.clone(), ..Compiled::default() };
    let mut needs = Needs::default();
    needs.required = match &def.finder {
        Finder::Fixed(fixed) => {
            compiled.fixed = Some(*fixed);
            let needed = match fixed.words() {
                Some(words) if *fixed == Fixed::Number => {
                    either([Some(Required::any_of(words)), Required::digits(1)].into_iter())
                }
                Some(words) => Some(Required::any_of(words)),
                None if *fixed == Fixed::Question => Required::literals(&["?".to_owned(), "？".to_owned()]),
                None => (!fixed.is_grammar()).then(|| Required::subject(id)),
            };
            compiled.ways.extend(needed.iter().map(|needed| way(vec![needed.clone()], How::Engine, builder).1));
            needed
        }
        // Counted apart, see `weights`: no word leads to them.
        Finder::Weights(_) | Finder::Share(_) => Some(Required::subject(id)),
        Finder::Wording { phrases, patterns, validator } => {
            compiled.validator = *validator;
            let of = |id: SignalId| known.get(&id);
            let by_phrase =
                phrases.iter().map(|phrase| (requirements(&phrase.root, &of), How::Phrase(Matcher::compile(phrase))));
            let by_regex = patterns
                .iter()
                .map(|pattern| (of_regex(pattern), How::Regex(pattern.clone(), pattern.written.contains("<at>"))));
            let mut rarests = Vec::new();
            for (sets, how) in by_phrase.chain(by_regex) {
                let way = way(sets, how, builder);
                rarests.push(way.0);
                compiled.ways.push(way.1);
            }
            if patterns.is_empty() {
                (needs.first, needs.last) = (edges(phrases, true, &of), edges(phrases, false, &of));
            }
            either(rarests.into_iter())
        }
    };
    compiled.always = needs.required.is_none();
    compiled.cost = needs.required.as_ref().map_or(u32::MAX, Required::cost);
    (compiled, needs)
}

/// What a regex requires: each of these sets.
fn of_regex(pattern: &Pattern) -> Vec<Required> {
    let mut sets: Vec<Required> = pattern.texts.iter().filter_map(|texts| Required::texts(texts)).collect();
    sets.extend(Required::digits(pattern.digits));
    sets.extend(Required::stretch(pattern.stretch));
    // Literals are dear to look for: only where nothing else is as rare.
    let rarest = sets.iter().map(Required::cost).min().unwrap_or(u32::MAX);
    sets.extend(Required::literals(&pattern.literals).filter(|literals| literals.cost() < rarest));
    sets
}

/// The words that any of some phrases may begin with (`first`), or end with; none where that is not known.
fn edges<'a>(
    phrases: &[Phrase],
    first: bool,
    of: &dyn Fn(SignalId) -> Option<&'a Needs>,
) -> Option<Vec<required::Known>> {
    let mut words = Vec::new();
    for phrase in phrases {
        words.extend(edge(std::slice::from_ref(&phrase.root), first, of)?);
    }
    words.sort_unstable();
    words.dedup();
    Some(words)
}

/// A way with its classes, the rarest first; and what the rarest requires.
fn way(mut sets: Vec<Required>, how: How, builder: &mut Builder) -> (Option<Required>, Way) {
    sets.sort_by_key(Required::cost);
    let mut classes = Vec::new();
    for (place, set) in sets.iter().enumerate().take(MOST_CLASSES) {
        if place > 0 && set.cost() > TOO_COMMON {
            break;
        }
        let class = builder.class(set);
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    (sets.into_iter().next(), Way { classes, how })
}

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(super) struct Scratch {
    /// Groups that hold a seed, with the place of their set in `sets`.
    rows: Vec<(u32, usize)>,
    /// The sets of classes, one after the other.
    sets: Vec<u64>,
    /// Which words were looked up in the group at hand.
    stamps: seeds::Stamps,
    /// That group.
    stamped: Option<u32>,
    /// Where the block at hand begins.
    block: Option<u32>,
    /// For folding.
    folded: String,
    /// For finding.
    find: find::Scratch,
}

impl Scratch {
    /// Begins a draft.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        (self.stamped, self.block) = (None, None);
        self.sets.clear();
    }

    /// Marks that a class stands in a group.
    fn mark(&mut self, group: u32, class: u32, size: usize) {
        let at = match self.rows.last() {
            Some((last, at)) if *last == group => *at,
            _ => {
                let at = self.sets.len();
                self.rows.push((group, at));
                self.sets.resize(at + size, 0);
                at
            }
        };
        if let Some(set) = self.sets.get_mut(at..) {
            bits::set(set, class);
        }
    }
}

impl std::fmt::Debug for PhraseIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhraseIndex {{ {} signals, {} classes }}", self.signals.len(), self.seeds.classes)
    }
}
