//! Owns the second pass: in the groups where a rule may hold, the signals that it needs are found, each after those that
//! it refers to. Called by `spot` once a draft's words have been walked and its names found.

use super::ask::{Answers, Noted, Row};
use super::bits::{self, Bits};
use super::common::Way;
use super::evaluate::{Place, match_regex};
use super::group::Group;
use super::links::Ways;
use super::plan::Where;
use super::{MOST_CLASSES, PhraseIndex, Possible};
use crate::draft::{Draft, NumberedBlock};
use crate::rules::{Fixed, Length, RuleSet, Scope, SignalId};
use crate::spot::plain::Plain;
use crate::spot::sentences::Sentences;
use crate::spot::{Label, Signal, Strength};

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(super) struct Scratch {
    /// The group at hand.
    pub(super) group: Group,
    /// How long the draft is.
    pub(super) length: Length,
    /// Steps that may hold.
    pub(super) steps: Vec<u32>,
    /// Blocks of prose by group.
    pub(super) blocks: Vec<(u32, u32)>,
    /// The register's mentions, by block.
    pub(super) mentions: Vec<Signal>,
    /// What was asked of the signals of the group at hand, and of its sentence at hand.
    pub(super) answers: (Answers, Answers),
    /// The classes that words don't lead to, in the group at hand.
    pub(super) marked: Vec<u64>,
    /// All classes of the sentence at hand.
    pub(super) standing: Vec<u64>,
    /// Groups in which conditions may hold.
    pub(super) rows: Vec<Row>,
    /// Their sets of classes, one after the other.
    pub(super) sets: Vec<u64>,
    /// Signals that may stand in the sentence at hand.
    pub(super) seen: Bits,
    /// Signals that wake sentences of the group at hand.
    pub(super) wakes: Bits,
    /// Signals that the steps of the group at hand may need.
    pub(super) needed: Bits,
    /// Phrases that may stand in the group at hand.
    pub(super) ways: Vec<Link>,
    /// Which of them may stand in which sentence.
    pub(super) hits: Vec<(SignalId, u32, u32)>,
    /// Signals that may stand in each sentence of the group at hand.
    pub(super) by_sentence: Vec<Vec<SignalId>>,
    /// Which signals were held against their regexes in the group at hand, and whether they may stand.
    pub(super) proved: Vec<(SignalId, bool)>,
}

/// A group that holds seeds.
pub(super) struct Here<'a> {
    /// The signals that may stand in it.
    pub(super) seen: &'a Bits,
    /// The classes of seeds in it.
    pub(super) classes: &'a [u64],
}

/// What is asked of a way when its rarest class is seen.
#[derive(Clone, Copy)]
pub(super) struct Link {
    /// The rarest class.
    pub(super) class: u32,
    /// The other classes, the first one over again where there are fewer.
    pub(super) others: [u32; MOST_CLASSES - 1],
    /// The signal.
    pub(super) signal: SignalId,
    /// Which of its ways.
    pub(super) way: u32,
    /// Whether it is a regex.
    pub(super) is_regex: bool,
}

/// What is looked through for signals.
#[derive(Clone, Copy)]
pub(in crate::spot) struct Asked<'a> {
    /// The draft.
    pub(in crate::spot) draft: &'a Draft,
    /// How long it is to rules.
    pub(in crate::spot) length: Length,
    /// Which sentences of it are plain.
    pub(in crate::spot) plain: &'a Plain,
    /// The rules that ask.
    pub(in crate::spot) rules: &'a RuleSet,
}

impl PhraseIndex {
    /// Finds the signals that rules need, wherever one may hold. `mentions`: the register's signals of the draft.
    /// Appends the signals to `out`, and which conditions may hold to `possible`.
    pub(in crate::spot) fn find(
        &self,
        asked: Asked<'_>,
        cuts: &mut Sentences,
        scratch: &mut super::Scratch,
        out: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        let Asked { draft, length, plain, rules } = asked;
        if self.common.plan.is_empty() {
            return;
        }
        self.note_mentions(draft, out, scratch);
        let everywhere = self.common.plan.has_always() || self.common.exhaustive;
        if scratch.kept.is_empty() && scratch.marks.is_empty() && !everywhere {
            return;
        }
        scratch.marks.sort_unstable();
        scratch.marks.dedup();
        scratch.find.begin(draft, length, out, rules.signals.len());
        let super::Scratch { find, kept, marks, .. } = scratch;
        let noted = Noted { draft, plain, kept, marks };
        // Conditions on the whole draft first: their signals are found in whichever group they stand.
        let draft_steps = self.survey(&noted, find);
        possible.extend(self.possible(&draft_steps, None));
        let (mut seen, mut all) = (Bits::new(self.common.signals.len()), Vec::new());
        let (blocks, rows) = (std::mem::take(&mut find.blocks), std::mem::take(&mut find.rows));
        let mut sets = std::mem::take(&mut find.sets);
        for row in &rows {
            let own = blocks.get(row.blocks.0..row.blocks.1).unwrap_or_default();
            let classes = sets.get_mut(row.set..row.set + self.size()).unwrap_or_default();
            find.group.begin(draft, own.iter().map(|(_, block)| *block), self.common.signals.len());
            let steps = self.ask(&noted, cuts, row, classes, &draft_steps, find);
            if find.steps.is_empty() {
                continue;
            }
            find.proved.clear();
            let steps = self.prove(draft, classes, steps, find);
            if find.steps.is_empty() {
                continue;
            }
            // Where regexes were tried alone the rest is not known yet.
            self.place(&noted, cuts, classes, find);
            all.clear();
            self.links.may_stand(classes, Ways::All, |link| all.extend(Some(link.signal).filter(|id| seen.add(id.0))));
            all.sort_unstable();
            let here = Here { seen: &seen, classes };
            self.complete(draft, &here, &all, find);
            let steps = self.narrow(steps, &all, here.classes, plain, find);
            if !find.steps.is_empty() {
                find.group.tokenise(draft);
                let place = Place { draft, rules, here: &here };
                let steps = self.find_in_group(&place, &mut find.steps, steps, &mut find.group, out);
                possible.extend(self.possible(find.steps.get(..steps).unwrap_or_default(), Some(row.group)));
            }
            all.iter().for_each(|id| seen.remove(id.0));
        }
        (find.blocks, find.rows, find.sets) = (blocks, rows, sets);
    }

    /// Appends the steps that may hold, see [`Plan::possible`](super::plan::Plan::possible).
    pub(super) fn may_hold(&self, list: &[SignalId], seen: &Bits, at: Where<'_>, out: &mut Vec<u32>) {
        self.common.plan.possible(&self.common.signals, list, seen, at, out);
    }

    /// Steps, as `judge` is told of them.
    fn possible<'a>(&'a self, steps: &'a [u32], group: Option<u32>) -> impl Iterator<Item = Possible> + 'a {
        let steps = steps.iter().filter_map(|step| self.common.plan.step(*step));
        steps.map(move |step| Possible { group, rule: step.rule, condition: step.condition })
    }

    /// Strikes conditions that need a signal of which only regexes may stand in the group, and none matches. They are tried
    /// first, since they need no sentences. The first `own` steps are the group's; returns how many of them stay.
    fn prove(&self, draft: &Draft, classes: &[u64], own: usize, find: &mut Scratch) -> usize {
        let Scratch { steps, group, proved, .. } = find;
        retain(steps, own, |step| {
            let Some(step) = self.common.plan.step(*step) else { return false };
            step.scope == Scope::Draft
                || step.all.iter().all(|(id, _)| self.may_match(*id, draft, classes, group, proved))
        })
    }

    /// Strikes conditions on the whole draft in the same way: `classes` stand in it.
    pub(super) fn prove_in_draft(&self, draft: &Draft, classes: &[u64], steps: &mut Vec<u32>, find: &mut Scratch) {
        if steps.is_empty() {
            return;
        }
        let Scratch { group, proved, .. } = find;
        group.begin(draft, 0..draft.blocks.len() as u32, self.common.signals.len());
        proved.clear();
        steps.retain(|step| {
            let step = self.common.plan.step(*step);
            step.is_some_and(|step| step.all.iter().all(|(id, _)| self.may_match(*id, draft, classes, group, proved)))
        });
    }

    /// Whether a signal may stand in a group, its regexes tried.
    fn may_match(
        &self,
        id: SignalId,
        draft: &Draft,
        classes: &[u64],
        group: &mut Group,
        proved: &mut Vec<(SignalId, bool)>,
    ) -> bool {
        if let Some((_, may)) = proved.iter().find(|(known, _)| *known == id) {
            return *may;
        }
        let Some(signal) = self.signal(id).filter(|signal| signal.fixed.is_none()) else { return true };
        let standing = || (0_u32..).zip(&signal.ways).filter(|(_, way)| way.may_stand(classes));
        let may = standing().any(|(_, way)| !way.is_regex())
            || standing().any(|(number, _)| {
                match_regex(id, number, signal, draft, group);
                group.matched(id, number).is_some_and(|spans| !spans.is_empty())
            });
        proved.push((id, may));
        may
    }

    /// Marks the groups of mentions of the register.
    fn note_mentions(&self, draft: &Draft, mentions: &[Signal], scratch: &mut super::Scratch) {
        for mention in mentions {
            let Some(block) = draft.blocks.get(mention.block as usize).filter(|block| block.role.is_prose()) else {
                continue;
            };
            for fixed in subjects(mention) {
                let classes = self.seeds.of_subject(fixed.id()).iter();
                scratch.marks.extend(classes.map(|class| (block.group, *class)));
            }
        }
    }
}

/// Keeps those of a list that `stays` names. The first `own` are counted: returns how many of them stay.
pub(super) fn retain(list: &mut Vec<u32>, own: usize, mut stays: impl FnMut(&u32) -> bool) -> usize {
    let (mut place, mut stayed) = (0, 0);
    list.retain(|one| {
        let stays = stays(one);
        stayed += usize::from(stays && place < own);
        place += 1;
        stays
    });
    stayed
}

impl Scratch {
    /// Begins a draft: its length, its blocks, and the register's mentions among the signals that were found. `signals`: how
    /// many there are.
    fn begin(&mut self, draft: &Draft, length: Length, found: &[Signal], signals: usize) {
        self.length = length;
        for list in [&mut self.seen, &mut self.wakes, &mut self.needed] {
            *list = Bits::new(signals);
        }
        self.mentions.clear();
        self.mentions.extend(found.iter().filter(|signal| signal.subject.is_some()));
        self.mentions.sort_by_key(|mention| (mention.block, mention.span));
        let blocks = draft.numbered_blocks().filter(|numbered| numbered.block.role.is_prose());
        self.blocks.clear();
        self.blocks.extend(blocks.map(|NumberedBlock { number, block }| (block.group, number)));
        self.blocks.sort_unstable();
    }
}

impl Link {
    /// Whether its rarest class is in the set.
    pub(super) fn class_stands_in(&self, classes: &[u64]) -> bool {
        bits::has(classes, self.class)
    }

    /// Whether its other classes are.
    pub(super) fn stands_in(&self, classes: &[u64]) -> bool {
        self.others.iter().all(|class| bits::has(classes, *class))
    }
}

impl Way {
    /// Whether it is a regex.
    pub(super) const fn is_regex(&self) -> bool {
        matches!(self.how, super::How::Regex(..))
    }

    /// Whether all its classes are in the set.
    pub(super) fn may_stand(&self, classes: &[u64]) -> bool {
        self.classes.iter().all(|class| bits::has(classes, *class))
    }
}

/// The fixed signals that a mention of the register is.
pub fn subjects(mention: &Signal) -> Vec<Fixed> {
    let (sure, maybe) = match mention.label {
        Label::Client => (Fixed::ClientName, Fixed::MaybeClient),
        Label::Person => (Fixed::Person, Fixed::MaybePerson),
        Label::Matter => (Fixed::Matter, Fixed::MaybeMatter),
        Label::Adverse => (Fixed::Adverse, Fixed::MaybeAdverse),
        Label::Identifier => (Fixed::Identifier, Fixed::MaybeIdentifier),
        Label::Fact(_) => (Fixed::Fact, Fixed::MaybeFact),
        Label::Pack(_) | Label::Note(_) | Label::Canary => return Vec::new(),
    };
    match mention.strength {
        Strength::Exact | Strength::Strong => vec![sure, maybe, Fixed::Register, Fixed::MaybeRegister],
        Strength::Medium => vec![maybe, Fixed::MaybeRegister],
        Strength::Weak => Vec::new(),
    }
}
