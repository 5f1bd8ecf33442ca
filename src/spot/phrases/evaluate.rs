//! Owns how the signals that conditions need are found in one group, each after those that it is made of, and frames only
//! where there is something that they could take away. Called by `find`.

use std::ops::Range;

use super::find::{Here, retain, subjects};
use super::group::{Group, Occurrence};
use super::plan::Step;
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

/// Characters of a word that a match is widened by, at most.
const LONGEST_WORD: usize = 100;
/// Most matches of one regex in one block.
const MOST_MATCHES: usize = 1000;

impl PhraseIndex {
    /// Finds in one group what some steps need, and strikes the steps that then cannot hold. The first `own` steps are
    /// the group's; returns how many of them stay. Appends the signals that the others name to `out`.
    pub(super) fn find_in_group(
        &self,
        place: &Place<'_>,
        steps: &mut Vec<u32>,
        own: usize,
        group: &mut Group,
        out: &mut Vec<Signal>,
    ) -> usize {
        let own = retain(steps, own, |step| {
            let Some(step) = self.common.plan.step(*step) else { return false };
            // The rarest first: where it is missing, nothing else is looked for.
            let all = step.all.iter().all(|(id, parts)| {
                parts.iter().for_each(|part| self.evaluate(*part, place, group));
                !group.found(*id).is_empty() || step.scope == Scope::Draft
            });
            if all {
                step.others.iter().for_each(|id| self.evaluate(*id, place, group));
            }
            all && self.may_still_hold(step, group)
        });
        let mut named = Vec::new();
        for step in steps.iter().filter_map(|step| self.common.plan.step(*step)) {
            step.late.iter().for_each(|id| self.evaluate(*id, place, group));
            if step.counted().any(|id| !group.found(*id).is_empty()) {
                step.frames.iter().for_each(|id| self.evaluate(*id, place, group));
            }
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
    fn may_still_hold(&self, step: &Step, group: &Group) -> bool {
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
        let mut found = occurrences(id, signal, place, group);
        if !found.is_empty() && !signal.outside.is_empty() {
            signal.frames.iter().for_each(|frame| self.evaluate(*frame, place, group));
            take_out(signal, place, group, &mut found);
        }
        group.keep(id, found);
    }
}

/// The occurrences of one signal, frames not yet taken out.
fn occurrences(id: SignalId, signal: &Compiled, place: &Place<'_>, group: &mut Group) -> Vec<Occurrence> {
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
    for (number, way) in (0_u32..).zip(&signal.ways) {
        match &way.how {
            How::Engine => {}
            How::Regex(..) => {
                if way.may_stand(place.here.classes) {
                    match_regex(id, number, signal, place.draft, group);
                    let spans = group.matched(id, number).unwrap_or_default().iter();
                    found.extend(spans.filter_map(|(block, span)| group.occurrence_at(*block, *span)));
                }
            }
            How::Phrase(matcher) if way.classes.is_empty() => {
                let active = group.sentences.iter().filter(|sentence| sentence.active);
                active.for_each(|sentence| matcher.find(group, &place.draft.text, sentence, &mut found));
            }
            How::Phrase(matcher) => {
                let own = group.hits_of(id).iter().filter(|hit| hit.1 == number);
                let sentences = own.filter_map(|hit| group.sentences.get(hit.2 as usize));
                let active = sentences.filter(|sentence| sentence.active);
                active.for_each(|sentence| matcher.find(group, &place.draft.text, sentence, &mut found));
            }
        }
    }
    found
}

/// Looks for a regex in the whole group, unless that was done: a regex sees whole blocks, whatever the sentences.
pub(super) fn match_regex(id: SignalId, number: u32, signal: &Compiled, draft: &Draft, group: &mut Group) {
    let way = signal.ways.get(number as usize).filter(|_| group.matched(id, number).is_none());
    let Some(How::Regex(pattern, narrowed)) = way.map(|way| &way.how) else { return };
    let mut spans = Vec::new();
    for (block, within) in &group.blocks {
        matches(signal, pattern, *narrowed, draft.slice(*within), &mut |at| {
            spans.push((*block, Span::new(within.start + at.start, within.start + at.end)));
        });
    }
    group.keep_matched(id, number, spans);
}

/// Calls `each` with the matches of a regex in a text. `narrowed`: its group `at` counts.
fn matches(signal: &Compiled, pattern: &Pattern, narrowed: bool, text: &str, each: &mut dyn FnMut(Span)) {
    let Some(regex) = pattern.regex() else { return };
    let mut keep = |matched: regex::Match<'_>| {
        if signal.validator.is_none_or(|validator| validators::passes(validator, matched.as_str())) {
            each(Span::at(whole_words(text, matched.range())));
        }
    };
    if !narrowed {
        regex.find_iter(text).take(MOST_MATCHES).for_each(keep);
        return;
    }
    // Looking for groups is dear, and most texts hold no match.
    if regex.is_match(text) {
        let all = regex.captures_iter(text).take(MOST_MATCHES);
        all.filter_map(|captures| captures.name("at").or_else(|| captures.get(0))).for_each(&mut keep);
    }
}

/// A match with the rest of the words that it begins and ends in: what looks for a capital shows, or masks, no half name.
fn whole_words(text: &str, matched: Range<usize>) -> Range<usize> {
    let (before, inside) = text.split_at(matched.start);
    let (inside, after) = inside.split_at(matched.end - matched.start);
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let rest = |chars: &mut dyn Iterator<Item = char>| -> usize {
        chars.take_while(|c| c.is_alphanumeric()).take(LONGEST_WORD).map(char::len_utf8).sum()
    };
    let start = if is_word(inside.chars().next()) { rest(&mut before.chars().rev()) } else { 0 };
    let end = if is_word(inside.chars().next_back()) { rest(&mut after.chars()) } else { 0 };
    matched.start - start..matched.end + end
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_widened_to_the_words_that_it_begins_and_ends_in() {
        let text = "acted for Tarnwick, (Ärzte) x";
        let widened = |part: &str| {
            let at = text.find(part).expect("it stands there");
            &text[whole_words(text, at..at + part.len())]
        };
        assert_eq!(widened("for T"), "for Tarnwick");
        assert_eq!(widened("cted"), "acted");
        assert_eq!(widened("(Ä"), "(Ärzte");
        assert_eq!(widened(" "), " ");
        assert_eq!(widened("k, ("), "Tarnwick, (");
    }
}
