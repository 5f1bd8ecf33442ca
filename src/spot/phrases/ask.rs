//! Owns which conditions may hold in a draft, and in each of its groups, by the seeds that stand there alone: nearly all groups
//! are done with here. Called by `find`.

use std::cell::Cell;

use super::bits;
use super::find::Scratch;
use super::kept::Kept;
use super::table::Tier;
use super::{PhraseIndex, bits::Bits};
use crate::draft::Draft;
use crate::rules::{Scope, SignalId};
use crate::spot::plain::Plain;

/// What leads to classes in a draft.
pub(super) struct Seeded<'a> {
    /// Words, neighbours and literals, block by block.
    pub(super) kept: &'a Kept,
    /// Groups with classes that other things lead to, sorted.
    pub(super) marks: &'a [(u32, u32)],
}

/// Whether signals may stand in the group at hand: each is asked once.
#[derive(Default)]
pub(super) struct Answers {
    /// By signal: for which group it was asked last, and the answer.
    given: Vec<Cell<(u32, bool)>>,
    /// Which group is at hand.
    now: u32,
}

impl Answers {
    /// Begins a group; `signals`: how many there are.
    fn next(&mut self, signals: usize) {
        self.now = self.now.wrapping_add(1);
        if self.now == 0 || self.given.len() != signals {
            self.given.clear();
            self.now = 1;
        }
        self.given.resize(signals, Cell::new((0, false)));
    }

    /// The answer of a signal.
    fn of(&self, id: SignalId, ask: impl FnOnce() -> bool) -> bool {
        let Some(given) = self.given.get(id.index()) else { return ask() };
        let (group, known) = given.get();
        if group == self.now {
            return known;
        }
        let answer = ask();
        given.set((self.now, answer));
        answer
    }
}

impl PhraseIndex {
    /// Fills `classes` with those that stand in a group up to a tier: its number, and its blocks of prose. Whether it holds
    /// anything that leads to classes, or is looked at even so.
    pub(super) fn classes_of(
        &self,
        (group, blocks): (u32, &[(u32, u32)]),
        seeded: &Seeded<'_>,
        tier: Tier,
        classes: &mut Vec<u64>,
    ) -> bool {
        classes.clear();
        let all = if self.common.exhaustive { u64::MAX } else { 0 };
        classes.resize(bits::words_for(self.seeds.classes), all);
        let mut any = self.common.exhaustive || self.common.plan.has_always();
        for hits in blocks.iter().filter_map(|(_, block)| seeded.kept.of(*block)) {
            any |= !hits.is_empty();
            hits.iter().for_each(|hit| self.seeds.mark(*hit, tier, classes));
        }
        for own in seeded.kept.of_group(group).into_iter() {
            any = true;
            classes.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
        }
        let first = seeded.marks.partition_point(|(own, _)| *own < group);
        let marks = seeded.marks.get(first..).unwrap_or_default().iter();
        for (_, class) in marks.take_while(|(own, _)| *own == group) {
            any = true;
            bits::set(classes, *class);
        }
        any
    }

    /// The frames of sentences that words add up to that stand in all sentences of some blocks.
    pub(super) fn plain_in(&self, blocks: &[(u32, u32)], plain: &Plain) -> u32 {
        let all = if self.common.exhaustive { 0 } else { self.common.plan.frames() };
        blocks.iter().fold(all, |all, (_, block)| all & plain.of_block(*block))
    }

    /// Lists the steps that may hold in a group in which some classes stand, and those of the whole draft that wake sentences
    /// of it. Returns how many are the group's. `frames`: what words add up to in all its sentences, and whether that is all
    /// there is.
    pub(super) fn ask(
        &self,
        classes: &[u64],
        (frames, is_plain): (u32, bool),
        draft_steps: &[u32],
        find: &mut Scratch,
    ) -> usize {
        let Scratch { steps, answers, length, .. } = find;
        let plan = &self.common.plan;
        steps.clear();
        answers.next(self.common.signals.len());
        let answers = &*answers;
        let may = |id: &SignalId| answers.of(*id, || self.may_stand(*id, classes));
        let holds = |number: &u32| {
            plan.step(*number).is_some_and(|step| {
                step.scope != Scope::Draft && step.is_asked(*length, frames) && step.may_hold_with(may)
            })
        };
        let anchors = if is_plain { &self.anchors_of_plain } else { &self.anchors };
        let mut last = None;
        anchors.may_stand(classes, |link| {
            // A signal has many ways, and those of one class stand together.
            if last.replace(link.signal) != Some(link.signal) {
                steps.extend(plan.hanging(link.signal).iter().filter(|number| holds(number)));
            }
        });
        steps.extend(plan.always().iter().filter(|number| holds(number)));
        steps.sort_unstable();
        steps.dedup();
        let own = steps.len();
        let woken = |step: &&u32| plan.step(**step).is_some_and(|step| step.is_woken_by(may));
        steps.extend(draft_steps.iter().filter(woken));
        own
    }

    /// Lists the steps that may hold in a whole draft.
    pub(super) fn ask_draft(&self, draft: &Draft, seeded: &Seeded<'_>, find: &mut Scratch) -> Vec<u32> {
        let mut steps = Vec::new();
        if !self.common.plan.asks_drafts(find.length) {
            return steps;
        }
        let (mut seen, mut list) = (Bits::new(self.common.signals.len()), Vec::new());
        let mut union = vec![0; bits::words_for(self.seeds.classes)];
        let mut classes = std::mem::take(&mut find.classes);
        for own in find.blocks.chunk_by(|left, right| left.0 == right.0) {
            let group = own.first().map_or(0, |(group, _)| *group);
            // No frame of sentences takes such conditions away.
            if self.classes_of((group, own), seeded, Tier::Plain, &mut classes) {
                self.of_draft.may_stand(&classes, |link| list.extend(Some(link.signal).filter(|id| seen.add(id.0))));
                union.iter_mut().zip(&classes).for_each(|(all, own)| *all |= own);
            }
        }
        find.classes = classes;
        self.may_hold((&list, &seen), (&[Scope::Draft], find.length, 0), &mut steps);
        self.prove_in_draft(draft, &union, &mut steps, find);
        steps
    }

    /// Whether a signal may stand where some classes do.
    fn may_stand(&self, id: SignalId, classes: &[u64]) -> bool {
        self.signal(id).is_some_and(|signal| {
            signal.always || signal.ways.iter().any(|way| !way.classes.is_empty() && way.may_stand(classes))
        })
    }
}
