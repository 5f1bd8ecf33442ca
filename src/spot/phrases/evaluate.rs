//! Owns how the signals that conditions need are found in one group, each after those that it is made of, and frames only
//! where there is something that they could take away. Called by `find`.

use std::ops::Range;

use super::find::{Here, retain, subjects};
use super::group::{Group, Occurrence};
use super::plan::Step;
use super::{Compiled, How, PhraseIndex, Way};
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
        (steps, own): (&mut Vec<u32>, usize),
        group: &mut Group,
        out: &mut Vec<Signal>,
    ) -> usize {
        let own = retain(steps, own, |step| {
            let Some(step) = self.plan.step(*step) else { return false };
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
fn occurrences(id: SignalId, signal: &Compiled, place: &Place<'_>, group: &Group) -> Vec<Occurrence> {
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
    for (number, way) in (0_u32..).zip(&signal.ways).filter(|(_, way)| way.classes.is_empty()) {
        let sentences = (0_u32..).zip(&group.sentences).filter(|(_, sentence)| sentence.active);
        let hits: Vec<_> = sentences.map(|(sentence, _)| (id, number, sentence)).collect();
        try_way(signal, way, &hits, place, group, &mut found);
    }
    for hits in group.hits_of(id).chunk_by(|a, b| a.1 == b.1) {
        if let Some(way) = hits.first().and_then(|hit| signal.ways.get(hit.1 as usize)) {
            try_way(signal, way, hits, place, group, &mut found);
        }
    }
    found
}

/// Appends the occurrences of one way in the sentences of its hits.
fn try_way(
    signal: &Compiled,
    way: &Way,
    hits: &[(SignalId, u32, u32)],
    place: &Place<'_>,
    group: &Group,
    found: &mut Vec<Occurrence>,
) {
    let mut last = None;
    let sentences = hits.iter().filter_map(|hit| group.sentences.get(hit.2 as usize));
    for sentence in sentences.filter(|sentence| sentence.active) {
        match &way.how {
            How::Phrase(matcher) => matcher.find(group, &place.draft.text, sentence, found),
            How::Engine => {}
            // A regex sees the whole block, once.
            How::Regex(pattern, narrowed) => {
                if last != Some(sentence.block) {
                    last = Some(sentence.block);
                    let within = place.draft.blocks.get(sentence.block as usize).map(|block| block.text);
                    let block = (sentence.block, within.unwrap_or_default());
                    matches(signal, (pattern, *narrowed), place.draft, block, group, found);
                }
            }
        }
    }
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
        let at = Span::at(whole_words(text, matched.range()));
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
