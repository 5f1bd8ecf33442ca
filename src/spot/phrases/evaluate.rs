//! Owns how the signals that conditions need are found in one group, each after those that it is made of, and frames only
//! where there is something that they could take away. Called by `find`.

use super::find::{Here, retain, subjects};
use super::group::{Group, Occurrence};
use super::{Compiled, How, PhraseIndex};
use crate::draft::Draft;
use crate::rules::{Fixed, Pattern, RuleSet, Scope, SignalId};
use crate::spot::{Label, Signal, Strength, grammar, validators};
use crate::text::Span;

/// Where signals are looked for.
pub(super) struct Place<'a> {
    /// The draft.
    pub(super) draft: &'a Draft,
    /// For the extents of frames.
    pub(super) rules: &'a RuleSet,
    /// The group.
    pub(super) here: &'a Here<'a>,
}

/// Most matches of one regex in one block.
const MOST_MATCHES: usize = 1000;

impl PhraseIndex {
    /// Finds in one group what some steps need, and strikes the steps that then cannot hold. The first `own` steps are
    /// the group's; returns how many of them stay. Appends the signals that the others name to `out`.
    pub(super) fn find_in_group(
        &self,
        place: &Place<'_>,
        (steps, own): (&mut Vec<u32>, usize),
        group: &mut Group,
        out: &mut Vec<Signal>,
    ) -> usize {
        for step in steps.iter().filter_map(|step| self.plan.step(*step)) {
            step.first.iter().for_each(|id| self.evaluate(*id, place, group));
        }
        let own = retain(steps, own, |step| self.may_still_hold(*step, group));
        let mut named = Vec::new();
        for step in steps.iter().filter_map(|step| self.plan.step(*step)) {
            step.late.iter().for_each(|id| self.evaluate(*id, place, group));
            named.extend(&step.named);
        }
        named.sort_unstable();
        named.dedup();
        for id in named {
            if self.signal(id).is_some_and(|signal| signal.fixed.is_none_or(Fixed::is_grammar)) {
                out.extend(group.found(id).iter().map(|occurrence| Signal {
                    label: Label::Pack(id.0),
                    span: occurrence.span,
                    block: occurrence.block,
                    strength: Strength::Exact,
                    ambiguous: false,
                    subject: None,
                }));
            }
        }
        own
    }

    /// Whether a step may hold with what was found first.
    fn may_still_hold(&self, step: u32, group: &Group) -> bool {
        let Some(step) = self.plan.step(step) else { return false };
        match step.scope {
            Scope::Sentence => {
                let mut active = group.sentences.iter().filter(|sentence| sentence.active);
                active.any(|sentence| step.may_hold_with(|id| group.stands_in(*id, sentence)))
            }
            Scope::Group => step.may_hold_with(|id| !group.found(*id).is_empty()),
            Scope::Draft => true,
        }
    }

    /// Finds one signal, unless that was done. What it is made of must have been found before. Calls itself for frames,
    /// in an order in which each finds its own done.
    fn evaluate(&self, id: SignalId, place: &Place<'_>, group: &mut Group) {
        if group.is_done(id) {
            return;
        }
        let Some(signal) = self.signal(id).filter(|signal| signal.always || place.here.seen.has(id.0)) else { return };
        let mut found = occurrences(signal, place, group);
        if !found.is_empty() && !signal.outside.is_empty() {
            signal.frames.iter().for_each(|frame| self.evaluate(*frame, place, group));
            take_out(signal, place, group, &mut found);
        }
        group.keep(id, found);
    }
}

/// The occurrences of one signal, frames not yet taken out.
fn occurrences(signal: &Compiled, place: &Place<'_>, group: &Group) -> Vec<Occurrence> {
    let mut found = Vec::new();
    match signal.fixed {
        Some(fixed) if fixed.is_grammar() => return grammar::find(fixed, place.draft, group),
        Some(fixed) => {
            let own = group.mentions.iter().filter(|mention| subjects(mention).contains(&fixed));
            found.extend(own.filter_map(|mention| group.occurrence_at(mention.block, mention.span)));
            return found;
        }
        None => {}
    }
    for way in signal.ways.iter().filter(|way| way.may_stand(place.here.classes)) {
        match &way.how {
            How::Phrase(matcher) => {
                for (sentence, classes) in group.with_classes() {
                    if way.may_stand(classes) {
                        matcher.find(group, &place.draft.text, sentence, &mut found);
                    }
                }
            }
            How::Engine => {}
            How::Regex(pattern, narrowed) => {
                for block in &group.blocks {
                    matches(signal, (pattern, *narrowed), place.draft, *block, group, &mut found);
                }
            }
        }
    }
    found
}

/// Appends the matches of a regex in one block. `narrowed`: its group `at` counts.
fn matches(
    signal: &Compiled,
    (pattern, narrowed): (&Pattern, bool),
    draft: &Draft,
    (block, within): (u32, Span),
    group: &Group,
    found: &mut Vec<Occurrence>,
) {
    let Some(regex) = pattern.regex() else { return };
    let text = draft.slice(within);
    let occurrence = |matched: regex::Match<'_>| {
        let at = Span::at(matched.range());
        let span = Span::new(within.start + at.start, within.start + at.end);
        let passes = signal.validator.is_none_or(|validator| validators::passes(validator, matched.as_str()));
        passes.then(|| group.occurrence_at(block, span)).flatten()
    };
    if narrowed {
        let all = regex.captures_iter(text).take(MOST_MATCHES);
        let inner = all.filter_map(|captures| captures.name("at").or_else(|| captures.get(0)));
        found.extend(inner.filter_map(occurrence));
    } else {
        found.extend(regex.find_iter(text).take(MOST_MATCHES).filter_map(occurrence));
    }
}

/// Takes out the occurrences that stand in a frame whole.
fn take_out(signal: &Compiled, place: &Place<'_>, group: &Group, found: &mut Vec<Occurrence>) {
    for id in &signal.outside {
        if found.is_empty() {
            return;
        }
        let Some(extent) = place.rules.signal(*id).and_then(|def| def.extent) else { continue };
        for frame in group.found(*id) {
            match group.reach(place.draft, frame, extent) {
                Some(reach) => found.retain(|occurrence| !reach.contains(occurrence.span)),
                None => found.clear(),
            }
        }
    }
}
