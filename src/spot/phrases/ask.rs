//! Owns which conditions may hold in a draft, and in each of its groups, by the seeds that stand there alone: nearly all groups
//! are done with here. Called by `find`.

use std::cell::Cell;

use super::bits;
use super::common::Way;
use super::find::Scratch;
use super::group::Group;
use super::kept::Kept;
use super::links::{Links, Ways};
use super::plan::Where;
use super::table::Tier;
use super::{PhraseIndex, bits::Bits};
use crate::draft::Draft;
use crate::rules::{Scope, SignalId};
use crate::spot::plain::Plain;
use crate::spot::sentences::Sentences;

/// What is known of a draft before its groups are asked.
pub(super) struct Noted<'a> {
    /// The draft.
    pub(super) draft: &'a Draft,
    /// Which sentences of it are plain.
    pub(super) plain: &'a Plain,
    /// What leads to classes: words, neighbours and literals, block by block.
    pub(super) kept: &'a Kept,
    /// Groups with classes that other things lead to, sorted.
    pub(super) marks: &'a [(u32, u32)],
}

impl Noted<'_> {
    /// The classes in a group that other things lead to.
    fn marks_of(&self, group: u32) -> impl Iterator<Item = u32> {
        let first = self.marks.partition_point(|(own, _)| *own < group);
        let marks = self.marks.get(first..).unwrap_or_default().iter();
        marks.take_while(move |(own, _)| *own == group).map(|(_, class)| *class)
    }
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
    pub(super) fn survey(&self, noted: &Noted<'_>, find: &mut Scratch) -> Vec<u32> {
        let (plan, size) = (&self.common.plan, self.size());
        let everywhere = plan.has_always() || self.common.exhaustive;
        let (mut seen, mut list, mut union) = (Bits::new(self.common.signals.len()), Vec::new(), vec![0; size]);
        let Scratch { blocks, rows, sets, .. } = find;
        rows.clear();
        sets.clear();
        let mut from = 0;
        for own in blocks.chunk_by(|left, right| left.0 == right.0) {
            let (group, set) = (own.first().map_or(0, |(group, _)| *group), sets.len());
            let frames = self.plain_in(own, noted.plain);
            let row = Row { group, blocks: (from, from + own.len()), frames, set, hangs: false };
            from += own.len();
            let (anchors, tier) = self.anchors_under(frames);
            sets.resize(set + size, 0);
            let classes = sets.get_mut(set..).unwrap_or_default();
            let any = self.classes_of(group, own, noted, tier, classes);
            let mut of_draft = false;
            if self.asks_draft && any {
                self.of_draft.may_stand(classes, Ways::All, |link| {
                    of_draft = true;
                    list.extend(Some(link.signal).filter(|id| seen.add(id.0)));
                });
                union.iter_mut().zip(&*classes).for_each(|(all, own)| *all |= own);
            }
            let hangs = everywhere || any && anchors.any_stands(classes, Ways::All);
            if hangs || of_draft {
                rows.push(Row { hangs, ..row });
            } else {
                sets.truncate(set);
            }
        }
        let mut steps = Vec::new();
        if self.asks_draft {
            self.may_hold(&list, &seen, Where { scopes: &[Scope::Draft], length: find.length, plain: 0 }, &mut steps);
            self.prove_in_draft(noted.draft, &union, &mut steps, find);
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
        group: u32,
        blocks: &[(u32, u32)],
        noted: &Noted<'_>,
        tier: Tier,
        classes: &mut [u64],
    ) -> bool {
        if self.common.exhaustive {
            classes.fill(u64::MAX);
            return true;
        }
        let mut any = false;
        for hits in blocks.iter().filter_map(|(_, block)| noted.kept.of(*block)) {
            any |= !hits.is_empty();
            hits.iter().for_each(|hit| self.seeds.mark(*hit, tier, classes));
        }
        if let Some(own) = noted.kept.of_group(group) {
            any = true;
            classes.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
        }
        for class in noted.marks_of(group) {
            any = true;
            bits::set(classes, class);
        }
        any
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

    /// Lists the steps that may hold in a group, and those of the whole draft that wake sentences of it. Returns how many are the
    /// group's. `classes` are those in it on which conditions hang; the others are added where one of these may hold. A phrase
    /// stands in one sentence, with all that leads to it: so that is asked sentence by sentence. A regex may stand anywhere.
    pub(super) fn ask(
        &self,
        noted: &Noted<'_>,
        cuts: &mut Sentences,
        row: &Row,
        classes: &mut [u64],
        draft_steps: &[u32],
        find: &mut Scratch,
    ) -> usize {
        find.steps.clear();
        self.marked_in(row.group, noted, find);
        let (anchors, _) = self.anchors_under(row.frames);
        let stands = |links: &Links, ways: Ways| links.any_stands(classes, ways);
        let any_of_draft = |ways: Ways| !draft_steps.is_empty() && stands(&self.of_draft, ways);
        let of_draft = any_of_draft(Ways::Regexes);
        let wakes_all = |number: &u32| self.common.plan.step(*number).is_some_and(|step| step.wakes_all);
        let everywhere = self.common.plan.has_always() || self.common.exhaustive || draft_steps.iter().any(wakes_all);
        let (by_regex, by_phrase) = (
            of_draft || stands(anchors, Ways::Regexes),
            everywhere || stands(anchors, Ways::Phrases) || any_of_draft(Ways::Phrases),
        );
        if by_phrase {
            self.place(noted, cuts, classes, find);
        }
        let in_sentences =
            everywhere || by_phrase && self.hangs_in_sentences(noted.plain, !draft_steps.is_empty(), find);
        if !by_regex && !in_sentences {
            return 0;
        }
        // What they hang on stands there: now all that conditions need is looked for. Where that is a regex alone, it is tried first.
        if !in_sentences && !of_draft && self.ask_alone(row, classes, find) {
            return find.steps.len();
        }
        if !by_phrase {
            self.complete_classes(noted.kept, find, classes);
        }
        let mut woken = vec![false; draft_steps.len()];
        let own = self.ask_group(row, classes, find);
        if in_sentences {
            self.ask_sentences(noted.plain, classes, draft_steps, &mut woken, own, find);
        } else {
            self.wake(draft_steps, |id| self.may_stand(*id, &[], classes), &mut woken);
        }
        find.steps.sort_unstable();
        find.steps.dedup();
        let own = find.steps.len();
        find.steps.extend(draft_steps.iter().zip(woken).filter_map(|(step, woken)| woken.then_some(*step)));
        own
    }

    /// Lists the steps that hang on regexes that may stand in the group at hand, if each of them needs nothing else; else none. Says
    /// whether it is so.
    fn ask_alone(&self, row: &Row, classes: &[u64], find: &mut Scratch) -> bool {
        let Scratch { steps, length, .. } = find;
        let plan = &self.common.plan;
        let mut alone = true;
        self.anchors_under(row.frames).0.may_stand(classes, Ways::Regexes, |link| {
            for number in plan.hanging(link.signal) {
                let Some(step) = plan.step(*number) else { continue };
                alone &= step.is_alone() || !step.is_asked(*length, row.frames);
                steps
                    .extend(Some(*number).filter(|_| step.scope != Scope::Draft && step.is_asked(*length, row.frames)));
            }
        });
        steps.sort_unstable();
        steps.dedup();
        if !alone {
            steps.clear();
        }
        alone
    }

    /// Adds all classes that stand in the group at hand to a set.
    pub(super) fn complete_classes(&self, kept: &Kept, find: &Scratch, classes: &mut [u64]) {
        for hits in find.group.blocks.iter().filter_map(|(block, _)| kept.of(*block)) {
            hits.iter().for_each(|hit| self.seeds.mark(*hit, Tier::Rest, classes));
        }
    }

    /// Gives the sentences of the group at hand their seeds. `classes`: some of those in the group, to which all others are added.
    pub(super) fn place(&self, noted: &Noted<'_>, cuts: &mut Sentences, classes: &mut [u64], find: &mut Scratch) {
        find.group.place(noted.draft, cuts, noted.kept, &self.seeds, classes);
        if self.common.exhaustive {
            find.group.fill_classes();
        }
    }

    /// Lists the classes in a group that words don't lead to.
    fn marked_in(&self, group: u32, noted: &Noted<'_>, find: &mut Scratch) {
        find.marked.clear();
        for class in noted.marks_of(group) {
            find.marked.resize(self.size(), 0);
            bits::set(&mut find.marked, class);
        }
    }

    /// Whether conditions hang on a phrase that may stand in one of the sentences of the group at hand.
    fn hangs_in_sentences(&self, plain: &Plain, of_draft: bool, find: &mut Scratch) -> bool {
        let Scratch { group, marked, standing, .. } = find;
        (0..group.sentences.len()).any(|index| {
            let (anchors, _) = self.anchors_under(self.plain_at(index, plain, group));
            let own = group.standing_in(index, marked, standing);
            let stands = |links: &Links| links.any_stands(own, Ways::Phrases);
            stands(anchors) || of_draft && stands(&self.of_draft)
        })
    }

    /// The frames that words add up to in a sentence of the group at hand.
    fn plain_at(&self, index: usize, plain: &Plain, group: &Group) -> u32 {
        let sentence = group.sentences.get(index).filter(|_| !self.common.exhaustive);
        sentence.map_or(0, |sentence| plain.of_sentence(sentence.block, sentence.span.start))
    }

    /// Lists the steps that hang on regexes that may stand in the group at hand, or on nothing. All `classes` in it are known.
    fn ask_group(&self, row: &Row, classes: &[u64], find: &mut Scratch) -> usize {
        let Scratch { steps, answers, length, .. } = find;
        let plan = &self.common.plan;
        answers.0.next(self.common.signals.len());
        let may = |id: &SignalId| answers.0.of(*id, || self.may_stand(*id, classes, classes));
        let holds = |number: &u32| {
            plan.step(*number).is_some_and(|step| {
                step.scope != Scope::Draft && step.is_asked(*length, row.frames) && step.may_hold_with(may)
            })
        };
        let mut last = None;
        self.anchors_under(row.frames).0.may_stand(classes, Ways::Regexes, |link| {
            // A signal has many ways, and those of one class stand together.
            if last.replace(link.signal) != Some(link.signal) {
                steps.extend(plan.hanging(link.signal).iter().filter(|number| holds(number)));
            }
        });
        steps.extend(plan.always().iter().filter(|number| holds(number)));
        steps.len()
    }

    /// Lists the steps that hang on phrases that may stand in a sentence of the group at hand, and says which of the whole draft
    /// are woken there. The first `first` were listed before: of these those are kept that may hold in a sentence.
    fn ask_sentences(
        &self,
        plain: &Plain,
        classes: &[u64],
        draft_steps: &[u32],
        woken: &mut [bool],
        first: usize,
        find: &mut Scratch,
    ) {
        let Scratch { steps, answers, length, group, marked, standing, .. } = find;
        let plan = &self.common.plan;
        let listed: Vec<u32> = steps.drain(..first).collect();
        let in_group = |id: &SignalId| answers.0.of(*id, || self.may_stand(*id, classes, classes));
        let wakes_all = |number: &u32| plan.step(*number).is_some_and(|step| step.wakes_all);
        let wakes_in_all = draft_steps.iter().any(wakes_all) || self.of_draft.any_stands(classes, Ways::Regexes);
        let wakes_in =
            |own: &[u64]| !draft_steps.is_empty() && (wakes_in_all || self.of_draft.any_stands(own, Ways::Phrases));
        for index in 0..group.sentences.len() {
            let frames = self.plain_at(index, plain, group);
            let own = group.standing_in(index, marked, standing);
            answers.1.next(self.common.signals.len());
            let in_sentence = |id: &SignalId| answers.1.of(*id, || self.may_stand(*id, own, classes));
            let holds = |number: &u32| {
                plan.step(*number).is_some_and(|step| match step.scope {
                    Scope::Sentence => step.is_asked(*length, frames) && step.may_hold_with(in_sentence),
                    Scope::Group => step.is_asked(*length, frames) && step.may_hold_with(in_group),
                    Scope::Draft => false,
                })
            };
            let mut last = None;
            self.anchors_under(frames).0.may_stand(own, Ways::Phrases, |link| {
                if last.replace(link.signal) != Some(link.signal) {
                    steps.extend(plan.hanging(link.signal).iter().filter(|number| holds(number)));
                }
            });
            steps.extend(listed.iter().filter(|number| holds(number)));
            if wakes_in(own) {
                self.wake(draft_steps, in_sentence, woken);
            }
        }
    }

    /// Says which steps of the whole draft are woken where `may` says which signals stand.
    fn wake(&self, steps: &[u32], may: impl Fn(&SignalId) -> bool, woken: &mut [bool]) {
        for (number, woken) in steps.iter().zip(woken) {
            let wakes = || self.common.plan.step(*number).is_some_and(|step| step.is_woken_by(&may));
            *woken = *woken || wakes();
        }
    }

    /// Whether a signal may stand in a sentence in which some classes do, and those of `group` in its group.
    fn may_stand(&self, id: SignalId, sentence: &[u64], group: &[u64]) -> bool {
        let classes = |way: &Way| if way.is_regex() { group } else { sentence };
        self.signal(id).is_some_and(|signal| {
            signal.always || signal.ways.iter().any(|way| !way.classes.is_empty() && way.may_stand(classes(way)))
        })
    }
}
