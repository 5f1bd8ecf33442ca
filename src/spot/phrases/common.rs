//! Owns what the packs compile to for drafts of any length: their signals, each with the sets of words that must stand before
//! it is worth trying, and the plan of their rules. `engine` has it made once for a kind of draft.

use std::collections::HashMap;

use super::MOST_CLASSES;
use super::bits::Bits;
use super::matching::Matcher;
use super::plan::{self, Plan};
use super::required::{self, Needs, Required, edge, either, requirements};
use super::seeds::Builder;
use crate::policy::Kind;
use crate::rules::phrase::Phrase;
use crate::rules::{Finder, Fixed, Pattern, RuleSet, SignalDef, SignalId, Validator};

/// What is the same for drafts of any length.
#[derive(Default)]
pub(in crate::spot) struct Common {
    /// The kind of draft; none: any.
    pub(super) kind: Option<Kind>,
    /// The signals.
    pub(super) signals: Signals,
    /// Which signals each condition of each rule needs.
    pub(super) plan: Plan,
    /// All classes, with what leads to them.
    pub(super) builder: Builder,
    /// Whether no shortcut is taken: every seed counts as standing everywhere. Slow; tests compare the two.
    pub(super) exhaustive: bool,
}

/// The signals, by number.
#[derive(Default)]
pub(super) struct Signals(Vec<Compiled>);

impl Signals {
    /// A signal.
    pub(super) fn get(&self, id: SignalId) -> Option<&Compiled> {
        self.0.get(id.index())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Compiled> {
        self.0.iter()
    }

    /// Whether a signal may stand anywhere.
    pub(super) fn always(&self, id: SignalId) -> bool {
        self.get(id).is_some_and(|signal| signal.always)
    }
}

/// A signal, compiled.
#[derive(Default)]
pub(super) struct Compiled {
    /// Set for those of the engine.
    pub(super) fixed: Option<Fixed>,
    /// Ways to write it.
    pub(super) ways: Vec<Way>,
    /// Whether it may stand where no seed does.
    pub(super) always: bool,
    /// How often it is to be expected.
    pub(super) cost: u32,
    /// Frames: what stands inside doesn't count.
    pub(super) outside: Vec<SignalId>,
    /// Those and all that they need, in the order of finding.
    pub(super) frames: Vec<SignalId>,
    /// What a match of a regex must pass besides.
    pub(super) validator: Option<Validator>,
}

/// One phrase or regex of a signal.
pub(super) struct Way {
    /// Classes that must all stand in the group.
    pub(super) classes: Vec<u32>,
    /// What finds it.
    pub(super) how: How,
}

/// What finds one way.
pub(super) enum How {
    /// A phrase.
    Phrase(Matcher),
    /// A regex, and whether a group of it narrows the match.
    Regex(Pattern, bool),
    /// The engine's grammar or the register's index.
    Engine,
}

/// Sets that are commoner than this stand in nearly every sentence: asking for them costs more than it spares.
const TOO_COMMON: u32 = 1_000_000;

impl Common {
    /// Compiles the packs of a run, for drafts of one kind or of any.
    pub(in crate::spot) fn compile(rules: &RuleSet, kind: Option<Kind>, exhaustive: bool) -> Self {
        let wanted: Bits = plan::wanted(rules, kind, None);
        let (mut needs, mut builder, mut signals) = (HashMap::new(), Builder::new(), Vec::new());
        signals.resize_with(rules.signals.len(), Compiled::default);
        for id in rules.order.iter().filter(|id| wanted.has(id.0)) {
            let Some(def) = rules.signal(*id) else { continue };
            let (mut compiled, own) = signal(*id, def, &needs, &mut builder);
            compiled.frames = plan::closure(&def.outside, rules, true);
            needs.insert(*id, own);
            if let Some(place) = signals.get_mut(id.index()) {
                *place = compiled;
            }
        }
        let signals = Signals(signals);
        let plan = Plan::make(rules, kind, &signals);
        Self { kind, signals, plan, builder, exhaustive }
    }

    /// Indices of the rules that have a condition without any rare word: they are tried on every group.
    pub(in crate::spot) fn without_seed(&self) -> Vec<u32> {
        self.plan.always_rules()
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
