//! Owns which conditions may hold in a draft, and in each of its groups, by the seeds that stand there alone: nearly all groups
//! are done with here. Called by `find`.

use std::cell::Cell;

use super::bits;
use super::find::Scratch;
use super::kept::Kept;
use super::links::Links;
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

/// A group in which conditions may hold, as far as the signals go on which these hang.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Its number.
    pub(super) group: u32,
    /// Where its blocks begin and end in [`Scratch::blocks`].
    pub(super) blocks: (usize, usize),
    /// Frames that words add up to in all its sentences.
    pub(super) frames: u32,
    /// Where its set of classes begins in [`Scratch::sets`].
    pub(super) set: usize,
    /// Whether any of these stands; else it may hold what conditions on the whole draft need.
    hangs: bool,
}

impl PhraseIndex {
    /// How many words of memory a set of classes takes.
    pub(super) fn size(&self) -> usize {
        bits::words_for(self.seeds.classes)
    }

    /// Lists the groups in which conditions may hold, each with the classes in it on which these hang; and gives the conditions
    /// on the whole draft that may hold.
    pub(super) fn survey(&self, draft: &Draft, seeded: &Seeded<'_>, plain: &Plain, find: &mut Scratch) -> Vec<u32> {
        let (plan, size) = (&self.common.plan, self.size());
        let everywhere = plan.has_always() || self.common.exhaustive;
        let (mut seen, mut list, mut union) = (Bits::new(self.common.signals.len()), Vec::new(), vec![0; size]);
        let Scratch { blocks, rows, sets, .. } = find;
        rows.clear();
        sets.clear();
        let mut from = 0;
        for own in blocks.chunk_by(|left, right| left.0 == right.0) {
            let (group, set) = (own.first().map_or(0, |(group, _)| *group), sets.len());
            let frames = self.plain_in(own, plain);
            let row = Row { group, blocks: (from, from + own.len()), frames, set, hangs: false };
            from += own.len();
            let (anchors, tier) = self.anchors_under(frames);
            sets.resize(set + size, 0);
            let classes = sets.get_mut(set..).unwrap_or_default();
            let any = self.classes_of((group, own), seeded, tier, classes);
            let mut of_draft = false;
            if self.asks_draft && any {
                self.of_draft.may_stand(classes, |link| {
                    of_draft = true;
                    list.extend(Some(link.signal).filter(|id| seen.add(id.0)));
                });
                union.iter_mut().zip(&*classes).for_each(|(all, own)| *all |= own);
            }
            let hangs = everywhere || any && anchors.any_stands(classes);
            if hangs || of_draft {
                rows.push(Row { hangs, ..row });
            } else {
                sets.truncate(set);
            }
        }
        let mut steps = Vec::new();
        if self.asks_draft {
            self.may_hold((&list, &seen), (&[Scope::Draft], find.length, 0), &mut steps);
            self.prove_in_draft(draft, &union, &mut steps, find);
        }
        if steps.is_empty() {
            find.rows.retain(|row| row.hangs);
        }
        steps
    }

    /// Adds the classes that stand in a group up to a tier to a set: its number, and its blocks of prose. Whether it holds
    /// anything that leads to classes.
    pub(super) fn classes_of(
        &self,
        (group, blocks): (u32, &[(u32, u32)]),
        seeded: &Seeded<'_>,
        tier: Tier,
        classes: &mut [u64],
    ) -> bool {
        if self.common.exhaustive {
            classes.fill(u64::MAX);
            return true;
        }
        let mut any = false;
        for hits in blocks.iter().filter_map(|(_, block)| seeded.kept.of(*block)) {
            any |= !hits.is_empty();
            hits.iter().for_each(|hit| self.seeds.mark(*hit, tier, classes));
        }
        if let Some(own) = seeded.kept.of_group(group) {
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

    /// Adds the other classes that stand in a group, of which those that conditions hang on were added before.
    pub(super) fn other_classes_of(&self, row: &Row, blocks: &[(u32, u32)], kept: &Kept, classes: &mut [u64]) {
        let (_, tier) = self.anchors_under(row.frames);
        for hits in blocks.iter().filter_map(|(_, block)| kept.of(*block)) {
            hits.iter().for_each(|hit| self.seeds.mark_others(*hit, tier, classes));
        }
    }

    /// What conditions hang on where some frames stand, and the tier of its classes.
    fn anchors_under(&self, frames: u32) -> (&Links, Tier) {
        if frames != 0 && frames == self.common.plan.frames() {
            (&self.anchors_of_plain, Tier::Plain)
        } else {
            (&self.anchors, Tier::Telling)
        }
    }

    /// The frames of sentences that words add up to that stand in all sentences of some blocks.
    pub(super) fn plain_in(&self, blocks: &[(u32, u32)], plain: &Plain) -> u32 {
        let all = if self.common.exhaustive { 0 } else { self.common.plan.frames() };
        blocks.iter().fold(all, |all, (_, block)| all & plain.of_block(*block))
    }

    /// Lists the steps that may hold in a group in which some classes stand, and those of the whole draft that wake sentences
    /// of it. Returns how many are the group's. `frames`: what words add up to in all its sentences.
    pub(super) fn ask(&self, classes: &[u64], frames: u32, draft_steps: &[u32], find: &mut Scratch) -> usize {
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
        let (anchors, _) = self.anchors_under(frames);
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

    /// Whether a signal may stand where some classes do.
    fn may_stand(&self, id: SignalId, classes: &[u64]) -> bool {
        self.signal(id).is_some_and(|signal| {
            signal.always || signal.ways.iter().any(|way| !way.classes.is_empty() && way.may_stand(classes))
        })
    }
}
