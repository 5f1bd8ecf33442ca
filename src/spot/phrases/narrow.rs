//! Owns in which sentences of a group what may stand: conditions are struck here, and most sentences left out. Called by `find`.

use super::PhraseIndex;
use super::find::{Here, Link, Scratch, retain, subjects};
use super::links::Ways;
use super::plan::Where;
use crate::draft::Draft;
use crate::rules::{Scope, SignalId};
use crate::spot::plain::Plain;

impl PhraseIndex {
    /// Gives the sentences of a group what they hold besides words. `list`: the signals that may stand in it.
    pub(super) fn complete(&self, draft: &Draft, here: &Here<'_>, list: &[SignalId], find: &mut Scratch) {
        find.needed.clear();
        let steps = find.steps.iter().filter_map(|step| self.common.plan.step(*step));
        steps.for_each(|step| find.needed.add_all(&step.needs));
        // Literals are dear to look for: only where a phrase that is needed has one.
        let needed = list.iter().filter(|id| find.needed.has(id.0)).filter_map(|id| self.signal(*id));
        let mut phrases = needed.flat_map(|signal| &signal.ways).filter(|way| !way.is_regex());
        if phrases.any(|way| way.may_stand(here.classes) && self.seeds.has_literal_in(&way.classes)) {
            find.group.look_at_all(draft, &self.seeds);
        }
        self.place_mentions(find);
    }

    /// Strikes conditions on sentences that can hold in none, and leaves out the sentences in which nothing is looked for.
    /// The first `own` steps are the group's; returns how many of them stay.
    /// `list` and `classes`: the signals that may stand in the group, and its seeds.
    pub(super) fn narrow(
        &self,
        own: usize,
        list: &[SignalId],
        classes: &[u64],
        plain: &Plain,
        find: &mut Scratch,
    ) -> usize {
        let in_sentence = |step: &u32| self.common.plan.step(*step).is_some_and(|step| step.scope == Scope::Sentence);
        let wakers = find.steps.iter().filter_map(|step| self.common.plan.step(*step));
        let wakes_all = wakers.clone().any(|step| step.wakes_all);
        wakers.for_each(|step| step.wakes.iter().for_each(|id| _ = find.wakes.add(id.0)));
        let sentences = find.group.sentences.len();
        find.by_sentence.resize_with(sentences.max(find.by_sentence.len()), Vec::new);
        find.by_sentence.iter_mut().take(sentences).for_each(Vec::clear);
        find.hits.clear();
        self.place_matches(list, classes, find);
        // Only the ways of signals that a step needs, and of these those whose classes stand in the sentence.
        find.ways.clear();
        let phrases = |link: &Link| find.needed.has(link.signal.0);
        self.links.may_stand(classes, Ways::Phrases, |link| find.ways.extend(Some(*link).filter(phrases)));
        find.ways.sort_unstable_by_key(|link| (link.signal, link.way));
        for (index, list) in (0_u32..).zip(find.by_sentence.iter_mut().take(sentences)) {
            let classes = find.group.classes_of(index as usize);
            for link in find.ways.iter().filter(|link| link.class_stands_in(classes) && link.stands_in(classes)) {
                find.hits.push((link.signal, link.way, index));
                if list.last() != Some(&link.signal) {
                    list.push(link.signal);
                }
            }
        }
        std::mem::swap(&mut find.hits, &mut find.group.hits);
        find.group.hits.sort_unstable();
        let mut kept = Vec::new();
        for (index, list) in find.by_sentence.iter().enumerate().take(sentences) {
            list.iter().for_each(|id| _ = find.seen.add(id.0));
            let before = kept.len();
            let sentence = find.group.sentences.get(index).filter(|_| !self.common.exhaustive);
            let plain = sentence.map_or(0, |sentence| plain.of_sentence(sentence.block, sentence.span.start));
            let at = Where { scopes: &[Scope::Sentence], length: find.length, plain };
            self.may_hold(list, &find.seen, at, &mut kept);
            list.iter().for_each(|id| find.seen.remove(id.0));
            let active = wakes_all || kept.len() > before || list.iter().any(|id| find.wakes.has(id.0));
            find.group.set_active(index, active);
        }
        let wakers = find.steps.iter().filter_map(|step| self.common.plan.step(*step));
        wakers.for_each(|step| step.wakes.iter().for_each(|id| find.wakes.remove(id.0)));
        kept.sort_unstable();
        retain(&mut find.steps, own, |step| !in_sentence(step) || kept.binary_search(step).is_ok())
    }

    /// Lists the signals with regexes in the sentences in which these matched; in all where they were not tried yet.
    fn place_matches(&self, list: &[SignalId], classes: &[u64], find: &mut Scratch) {
        let Scratch { group, by_sentence, needed, .. } = find;
        for id in list.iter().filter(|id| needed.has(id.0)) {
            let Some(signal) = self.signal(*id) else { continue };
            let regexes = (0_u32..).zip(&signal.ways).filter(|(_, way)| way.is_regex() && way.may_stand(classes));
            for (number, _) in regexes {
                let spans = group.matched(*id, number);
                for (sentence, own) in group.sentences.iter().zip(by_sentence.iter_mut()) {
                    let stands = spans.is_none_or(|spans| spans.iter().any(|(_, span)| span.overlaps(sentence.span)));
                    if stands && own.last() != Some(id) {
                        own.push(*id);
                    }
                }
            }
        }
    }

    /// Gives the group at hand its mentions of the register, and its sentences their classes.
    fn place_mentions(&self, find: &mut Scratch) {
        find.group.mentions.clear();
        for (block, _) in &find.group.blocks {
            let first = find.mentions.partition_point(|mention| mention.block < *block);
            let own = find.mentions.get(first..).unwrap_or_default().iter();
            find.group.mentions.extend(own.take_while(|mention| mention.block == *block));
        }
        for index in 0..find.group.mentions.len() {
            let Some(mention) = find.group.mentions.get(index).copied() else { break };
            for fixed in subjects(&mention) {
                self.seeds.of_subject(fixed.id()).iter().for_each(|class| find.group.mark(mention.span.start, *class));
            }
        }
    }
}
