//! Owns which conditions of which rules may hold where some signals may stand: each condition hangs on the rarest signal
//! that it cannot do without, so that rules whose words don't occur cost nothing. Evaluating them is `judge`'s business.

use super::bits::Bits;
use super::common::Signals;
use crate::policy::Kind;
use crate::rules::{Condition, Extent, Finder, Fixed, Length, Rule, RuleSet, Scope, SignalId};
use crate::spot::plain;

/// A condition of a rule that may hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Possible {
    /// The group; none: the whole draft.
    pub group: Option<u32>,
    /// Index of the rule.
    pub rule: u32,
    /// Index of its condition.
    pub condition: u32,
}

/// The conditions of all rules.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// All, in the order of the rules.
    steps: Vec<Step>,
    /// Steps that hang on a signal, by signal.
    by_signal: Vec<Vec<u32>>,
    /// Steps that hang on nothing.
    always: Vec<u32>,
    /// All frames that words add up to, as bits.
    frames: u32,
}

/// One condition.
#[derive(Debug)]
pub(super) struct Step {
    /// Index of the rule.
    pub(super) rule: u32,
    /// Index of the condition in the rule.
    pub(super) condition: u32,
    /// How far it looks.
    pub(super) scope: Scope,
    /// Signals that are looked for wherever they may stand: those of the condition, where it looks further than one
    /// sentence, and frames that reach further.
    pub(super) wakes: Vec<SignalId>,
    /// Whether some of them may stand anywhere.
    pub(super) wakes_all: bool,
    /// The frames of sentences that words add up to under which it cannot hold in a sentence, as bits.
    plain: u32,
    /// The condition.
    what: Condition,
    /// The signals that it and its rule's frames name.
    pub(super) named: Vec<SignalId>,
    /// Those that must all stand there, the rarest first, each with what it is made of, in the order of finding.
    pub(super) all: Vec<(SignalId, Vec<SignalId>)>,
    /// Those of which some must, with what they are made of.
    pub(super) others: Vec<SignalId>,
    /// What must not stand there, with all that this needs: looked for only where the rest holds.
    pub(super) late: Vec<SignalId>,
    /// Frames of the rule, with all that they need: looked for only where there is something that they could take away.
    pub(super) frames: Vec<SignalId>,
    /// All of these, with all that they are made of and their frames: what is looked for while this is decided.
    pub(super) needs: Bits,
}

/// Where steps are asked.
#[derive(Clone, Copy)]
pub(super) struct Where<'a> {
    /// Those of these scopes.
    pub(super) scopes: &'a [Scope],
    /// In drafts of this length.
    pub(super) length: Length,
    /// In sentences in which all these frames stand.
    pub(super) plain: u32,
}

impl Plan {
    /// Makes the plan of some rules.
    pub(super) fn make(rules: &RuleSet, kind: Option<Kind>, signals: &Signals) -> Self {
        let mut plan = Self { by_signal: vec![Vec::new(); rules.signals.len()], ..Self::default() };
        let frames = plain::frames(rules);
        plan.frames = (0..frames.len()).fold(0, |all, place| all | 1 << place);
        for (number, rule) in (0_u32..).zip(&rules.rules).filter(|(_, rule)| is_for(rule, kind)) {
            for (condition, what) in (0_u32..).zip(&rule.when).filter(|(_, what)| !what.weighed) {
                let named = named(rule, what);
                let step = plan.steps.len() as u32;
                for signal in anchors(what, signals) {
                    match signal.and_then(|id| plan.by_signal.get_mut(id.index())) {
                        Some(list) => list.push(step),
                        None => plan.always.push(step),
                    }
                }
                let cost = |id: &SignalId| signals.get(*id).map_or(u32::MAX, |signal| signal.cost);
                let mut all: Vec<_> = what.all.iter().map(|id| (*id, closure(&[*id], rules, false))).collect();
                all.sort_by_key(|(id, _)| cost(id));
                let (others, late) = rest(what, rules);
                let wakes = wakes(what, &named, rules);
                let wakes_all = wakes.iter().any(|id| signals.always(*id));
                let scope = what.scope;
                let plain = plain_under(rule, what, &frames, rules);
                let mut needs = Bits::new(rules.signals.len());
                closure(&named, rules, true).into_iter().for_each(|id| _ = needs.add(id.0));
                plan.steps.push(Step {
                    rule: number,
                    condition,
                    scope,
                    wakes,
                    wakes_all,
                    plain,
                    what: what.clone(),
                    named,
                    all,
                    others,
                    late,
                    frames: closure(&rule.outside, rules, true),
                    needs,
                });
            }
        }
        plan
    }

    /// Whether there is no rule.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// All frames of sentences that words add up to, as bits.
    pub(super) const fn frames(&self) -> u32 {
        self.frames
    }

    /// The signals on which conditions on sentences and groups hang, in drafts of a length where all frames of `plain` stand.
    pub(super) fn anchors(&self, signals: usize, length: Length, plain: u32) -> Bits {
        let mut anchors = Bits::new(signals);
        let fits = |number: &u32| {
            self.step(*number).is_some_and(|step| step.scope != Scope::Draft && step.is_asked(length, plain))
        };
        let hanging = (0_u32..).zip(&self.by_signal).filter(|(_, steps)| steps.iter().any(fits));
        hanging.for_each(|(signal, _)| _ = anchors.add(signal));
        anchors
    }

    /// The signals that conditions on whole drafts of a length name.
    pub(super) fn of_draft(&self, signals: usize, length: Length) -> Bits {
        let mut named = Bits::new(signals);
        let steps = self.steps.iter().filter(|step| step.scope == Scope::Draft && step.is_asked(length, 0));
        steps.for_each(|step| step.telling().for_each(|id| _ = named.add(id.0)));
        named
    }

    /// Whether there are conditions on whole drafts of a length.
    pub(super) fn asks_drafts(&self, length: Length) -> bool {
        self.steps.iter().any(|step| step.scope == Scope::Draft && step.is_asked(length, 0))
    }

    /// The steps that hang on a signal.
    pub(super) fn hanging(&self, id: SignalId) -> &[u32] {
        self.by_signal.get(id.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The steps that hang on nothing.
    pub(super) fn always(&self) -> &[u32] {
        &self.always
    }

    /// Rules with a condition that hangs on nothing.
    pub(super) fn always_rules(&self) -> Vec<u32> {
        let mut rules: Vec<u32> =
            self.always.iter().filter_map(|step| self.steps.get(*step as usize)).map(|step| step.rule).collect();
        rules.dedup();
        rules
    }

    /// Whether a condition hangs on nothing, so that groups without any seed must be looked at.
    pub(super) fn has_always(&self) -> bool {
        !self.always.is_empty()
    }

    /// Appends the steps that may hold `at` a place where the signals in `seen` (and listed in `list`) may stand.
    pub(super) fn possible(
        &self,
        signals: &Signals,
        list: &[SignalId],
        seen: &Bits,
        at: Where<'_>,
        out: &mut Vec<u32>,
    ) {
        let first = out.len();
        let hanging = list.iter().filter_map(|id| self.by_signal.get(id.index())).flatten();
        for number in hanging.chain(&self.always) {
            let Some(step) = self.steps.get(*number as usize) else { continue };
            if step.is_asked(at.length, at.plain) && at.scopes.contains(&step.scope) && step.may_hold(signals, seen) {
                out.push(*number);
            }
        }
        // Those of other calls stay as they are.
        out.get_mut(first..).unwrap_or_default().sort_unstable();
        let (mut place, mut before) = (0, None);
        out.retain(|number| {
            let old = place < first;
            place += 1;
            old || before.replace(*number) != Some(*number)
        });
    }

    /// A step.
    pub(super) fn step(&self, number: u32) -> Option<&Step> {
        self.steps.get(number as usize)
    }
}

impl Step {
    /// Whether it may hold where the signals in `seen` may stand.
    fn may_hold(&self, signals: &Signals, seen: &Bits) -> bool {
        self.may_hold_with(|id| seen.has(id.0) || signals.get(*id).is_some_and(|signal| signal.always))
    }

    /// Whether it is asked in drafts of a length, in sentences in which all frames of `plain` stand.
    pub(super) fn is_asked(&self, length: Length, plain: u32) -> bool {
        self.what.drafts.is_none_or(|wanted| wanted == length) && self.plain & plain == 0
    }

    /// The signals on which it hangs whether it may hold, and those that wake sentences.
    fn telling(&self) -> impl Iterator<Item = &SignalId> {
        let scored = self.what.score.iter().map(|(id, _)| id);
        self.what.all.iter().chain(&self.what.any).chain(scored).chain(&self.wakes)
    }

    /// Whether it needs one signal, and nothing else.
    pub(super) fn is_alone(&self) -> bool {
        self.all.len() == 1 && self.what.any.is_empty() && self.what.score.is_empty()
    }

    /// The signals that it counts, apart from frames.
    pub(super) fn counted(&self) -> impl Iterator<Item = &SignalId> {
        let scored = self.what.score.iter().map(|(id, _)| id);
        self.what.all.iter().chain(&self.what.any).chain(&self.what.none).chain(scored)
    }

    /// Whether something is looked for where `may` says which signals stand, even if it cannot hold there alone.
    pub(super) fn is_woken_by(&self, may: impl FnMut(&SignalId) -> bool) -> bool {
        self.wakes_all || self.wakes.iter().any(may)
    }

    /// Whether it may hold where `may` says which signals stand.
    pub(super) fn may_hold_with(&self, may: impl Fn(&SignalId) -> bool) -> bool {
        let reach = || -> i32 {
            self.what.score.iter().filter(|(id, points)| *points > 0 && may(id)).map(|(_, points)| points).sum()
        };
        self.all.iter().all(|(id, _)| may(id))
            && (self.what.any.is_empty() || self.what.any.iter().any(&may))
            && (self.what.score.is_empty() || reach() >= self.what.at_least)
    }
}

/// The signals that a condition hangs on: if none of them may stand, it cannot hold. Of what it cannot do without the rarest.
/// None among them: on nothing.
fn anchors(what: &Condition, signals: &Signals) -> Vec<Option<SignalId>> {
    let seeded = |id: &SignalId| signals.get(*id).is_some_and(|signal| !signal.always);
    let cost = |id: &SignalId| u64::from(signals.get(*id).map_or(u32::MAX, |signal| signal.cost));
    let mut sets: Vec<Vec<SignalId>> = what.all.iter().filter(|id| seeded(id)).map(|id| vec![*id]).collect();
    if !what.any.is_empty() && what.any.iter().all(seeded) {
        sets.push(what.any.clone());
    }
    // Of what adds up the commonest are left out, as long as these alone are not enough.
    let mut scored: Vec<(SignalId, i32)> = what.score.iter().copied().filter(|(_, points)| *points > 0).collect();
    scored.sort_by_key(|(id, _)| (seeded(id), std::cmp::Reverse(cost(id))));
    let mut free = 0_i64;
    let left_out = scored.iter().take_while(|(_, points)| {
        free += i64::from(*points);
        free < i64::from(what.at_least)
    });
    let left_out = left_out.count();
    let needed: Vec<SignalId> = scored.iter().skip(left_out).map(|(id, _)| *id).collect();
    if !what.score.is_empty() && needed.iter().all(seeded) {
        sets.push(needed);
    }
    let rarest = sets.into_iter().min_by_key(|set| set.iter().map(cost).sum::<u64>());
    rarest.map_or_else(|| vec![None], |set| set.into_iter().map(Some).collect())
}

/// The frames under which a condition cannot hold in a sentence: they are frames of its rule, and take away something that it
/// cannot do without. That must lie in the sentence whole, which is sure of phrases made of words and grammar alone.
fn plain_under(rule: &Rule, what: &Condition, frames: &[SignalId], rules: &RuleSet) -> u32 {
    let own = (0_u32..).zip(frames).filter(|(_, frame)| rule.outside.contains(frame));
    let own = own.fold(0, |all, (place, _)| all | 1 << place);
    if what.scope != Scope::Sentence || own == 0 {
        return 0;
    }
    let by_words = |id: &SignalId| {
        rules.signal(*id).is_some_and(|def| match &def.finder {
            Finder::Wording { patterns, .. } => patterns.is_empty(),
            Finder::Fixed(fixed) => fixed.is_grammar() && *fixed != Fixed::Quotation,
            _ => false,
        })
    };
    let inside = |id: &SignalId| closure(&[*id], rules, false).iter().all(by_words);
    let others: i32 =
        what.score.iter().filter(|(id, points)| *points > 0 && !inside(id)).map(|(_, points)| points).sum();
    let taken = what.all.iter().any(inside)
        || (!what.any.is_empty() && what.any.iter().all(inside))
        || (!what.score.is_empty() && others < what.at_least);
    if taken { own } else { 0 }
}

/// Whether a rule is for drafts of a kind, or of any.
fn is_for(rule: &Rule, kind: Option<Kind>) -> bool {
    kind.is_none_or(|kind| rule.is_for(kind))
}

/// The signals that the rules for a kind name, and all that they need; with a length, those of conditions on such drafts.
pub(super) fn wanted(rules: &RuleSet, kind: Option<Kind>, length: Option<Length>) -> Bits {
    let own = rules.rules.iter().filter(|rule| is_for(rule, kind));
    let fits = |what: &&Condition| {
        !what.weighed && what.drafts.is_none_or(|wanted| length.is_none_or(|length| length == wanted))
    };
    let all: Vec<SignalId> =
        own.flat_map(|rule| rule.when.iter().filter(fits).flat_map(|what| named(rule, what))).collect();
    let mut wanted = Bits::new(rules.signals.len());
    closure(&all, rules, true).into_iter().for_each(|id| _ = wanted.add(id.0));
    wanted
}

/// The signals that a condition and its rule's frames name, sorted, each once.
fn named(rule: &Rule, what: &Condition) -> Vec<SignalId> {
    let scored = what.score.iter().map(|(id, _)| id);
    let all = what.all.iter().chain(&what.any).chain(&what.none).chain(scored).chain(&rule.outside);
    let mut named: Vec<SignalId> = all.copied().collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// What a condition may need beside all that it must have, and what only where the rest holds.
fn rest(what: &Condition, rules: &RuleSet) -> (Vec<SignalId>, Vec<SignalId>) {
    let points =
        |wanted: fn(i32) -> bool| what.score.iter().filter(move |(_, points)| wanted(*points)).map(|(id, _)| *id);
    let others: Vec<SignalId> = what.any.iter().copied().chain(points(|points| points > 0)).collect();
    let late: Vec<SignalId> = what.none.iter().copied().chain(points(|points| points < 0)).collect();
    (closure(&others, rules, false), closure(&late, rules, true))
}

/// The signals that must be found in every sentence in which they may stand, not only where the condition may hold.
fn wakes(what: &Condition, named: &[SignalId], rules: &RuleSet) -> Vec<SignalId> {
    let wide = |id: &SignalId| {
        let extent = rules.signal(*id).and_then(|def| def.extent);
        matches!(extent, Some(Extent::Group | Extent::Quote))
    };
    let mut wakes: Vec<SignalId> = closure(named, rules, true).into_iter().filter(wide).collect();
    if what.scope != Scope::Sentence {
        let scored = what.score.iter().map(|(id, _)| id);
        wakes.extend(what.all.iter().chain(&what.any).chain(&what.none).chain(scored));
    }
    wakes
}

/// Some signals and all that they are made of, in the order of finding; with `frames`, those of their frames too.
pub(super) fn closure(named: &[SignalId], rules: &RuleSet, frames: bool) -> Vec<SignalId> {
    let mut all = Bits::new(rules.signals.len());
    let mut open: Vec<SignalId> = named.to_vec();
    while let Some(id) = open.pop() {
        if !all.add(id.0) {
            continue;
        }
        let Some(def) = rules.signal(id) else { continue };
        if frames {
            open.extend(&def.outside);
        }
        if let Finder::Wording { phrases, .. } = &def.finder {
            phrases.iter().for_each(|phrase| open.extend(&phrase.signals));
        }
    }
    rules.order.iter().filter(|id| all.has(id.0)).copied().collect()
}
