//! Owns the second pass: in the groups where a rule may hold, the signals that it needs are found, each after those that
//! it refers to. Called by `spot` once a draft's words have been walked and its names found.

use super::bits::{self, Bits, words_for};
use super::common::Way;
use super::evaluate::{Place, match_regex};
use super::group::Group;
use super::{MOST_CLASSES, PhraseIndex, Possible};
use crate::draft::Draft;
use crate::rules::{Fixed, Length, RuleSet, Scope, SignalId};
use crate::spot::plain::Plain;
use crate::spot::sentences::Sentences;
use crate::spot::{Label, Signal, Strength};

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(super) struct Scratch {
    /// The group at hand.
    pub(super) group: Group,
    /// Signals that may stand in each group, one group after the other.
    pub(super) lists: Vec<SignalId>,
    /// The groups.
    groups: Vec<Row>,
    /// How long the draft is.
    pub(super) length: Length,
    /// Steps that may hold.
    pub(super) steps: Vec<u32>,
    /// Blocks of prose by group.
    pub(super) blocks: Vec<(u32, u32)>,
    /// The register's mentions, by block.
    pub(super) mentions: Vec<Signal>,
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

/// What is known of a group before it is cut.
#[derive(Clone, Copy)]
struct Row {
    /// Its number.
    number: u32,
    /// Where its signals begin in [`Scratch::lists`].
    list: usize,
    /// Where its set of classes is.
    classes: usize,
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

impl PhraseIndex {
    /// Finds the signals that rules need, wherever one may hold. `mentions`: the register's signals of the draft.
    /// Appends the signals to `out`, and which conditions may hold to `possible`.
    pub(in crate::spot) fn find(
        &self,
        (draft, length, plain): (&Draft, Length, &Plain),
        rules: &RuleSet,
        (cuts, scratch): (&mut Sentences, &mut super::Scratch),
        out: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        if self.common.plan.is_empty() {
            return;
        }
        self.note_mentions(draft, out, scratch);
        if self.common.plan.has_always() || self.common.exhaustive {
            self.note_every_group(draft, scratch);
        }
        if scratch.rows.is_empty() {
            return;
        }
        scratch.find.begin(draft, length, out);
        self.gather(plain, scratch);
        let super::Scratch { sets, find, kept, .. } = scratch;
        let mut seen = Bits::new(self.common.signals.len());
        // Conditions on the whole draft first: their signals are found in whichever group they stand.
        find.lists.iter().for_each(|id| _ = seen.add(id.0));
        let mut draft_steps = Vec::new();
        self.may_hold((&find.lists, &seen), (&[Scope::Draft], length, 0), &mut draft_steps);
        self.prove_in_draft(draft, sets, &mut draft_steps, find);
        possible.extend(self.possible(&draft_steps, None));
        let lists = std::mem::take(&mut find.lists);
        let groups = std::mem::take(&mut find.groups);
        seen = Bits::new(self.common.signals.len());
        find.seen = seen.clone();
        find.wakes = seen.clone();
        find.needed = seen.clone();
        let mut all = Vec::new();
        for (place, row) in groups.iter().enumerate() {
            let next = groups.get(place + 1);
            let list = lists.get(row.list..next.map_or(lists.len(), |next| next.list)).unwrap_or_default();
            let classes = sets.get(row.classes..).unwrap_or_default();
            let own = self.ask((list, &mut seen), (row.number, plain), &draft_steps, find);
            if find.steps.is_empty() {
                continue;
            }
            self.begin(draft, row.number, find);
            let own = self.prove(draft, &Here { seen: &seen, classes }, own, find);
            if find.steps.is_empty() {
                continue;
            }
            // Only now all that phrases are made of is looked for.
            all.clear();
            self.links.may_stand(classes, |link| all.extend(Some(link.signal).filter(|id| seen.add(id.0))));
            all.sort_unstable();
            let here = Here { seen: &seen, classes };
            self.cut((draft, cuts, kept), &here, &all, find);
            let own = self.narrow(own, (&all, here.classes), plain, find);
            if !find.steps.is_empty() {
                find.group.tokenise(draft);
                let place = Place { draft, rules, here: &here };
                let own = self.find_in_group(&place, (&mut find.steps, own), &mut find.group, out);
                possible.extend(self.possible(find.steps.get(..own).unwrap_or_default(), Some(row.number)));
            }
            all.iter().for_each(|id| seen.remove(id.0));
        }
        find.lists = lists;
        find.groups = groups;
    }

    /// Lists the steps that may hold in a group in which some signals may stand, and those of the whole draft that wake
    /// sentences of it. Returns how many are the group's. `seen` is empty, before and afterwards.
    fn ask(
        &self,
        (list, seen): (&[SignalId], &mut Bits),
        (group, plain): (u32, &Plain),
        draft_steps: &[u32],
        find: &mut Scratch,
    ) -> usize {
        list.iter().for_each(|id| _ = seen.add(id.0));
        find.steps.clear();
        let asked = (&[Scope::Sentence, Scope::Group][..], find.length, self.plain_in(group, plain, find));
        self.may_hold((list, seen), asked, &mut find.steps);
        let own = find.steps.len();
        let woken = |step: &&u32| self.common.plan.step(**step).is_some_and(|step| step.is_woken_by(seen));
        find.steps.extend(draft_steps.iter().filter(woken));
        list.iter().for_each(|id| seen.remove(id.0));
        own
    }

    /// Appends the steps that may hold, see [`Plan::possible`](super::plan::Plan::possible).
    pub(super) fn may_hold(&self, of: (&[SignalId], &Bits), asked: (&[Scope], Length, u32), out: &mut Vec<u32>) {
        self.common.plan.possible(&self.common.signals, of, asked, out);
    }

    /// Steps, as `judge` is told of them.
    fn possible<'a>(&'a self, steps: &'a [u32], group: Option<u32>) -> impl Iterator<Item = Possible> + 'a {
        let steps = steps.iter().filter_map(|step| self.common.plan.step(*step));
        steps.map(move |step| Possible { group, rule: step.rule, condition: step.condition })
    }

    /// The frames that stand in all sentences of a group.
    fn plain_in(&self, group: u32, plain: &Plain, find: &Scratch) -> u32 {
        let all = if self.common.exhaustive { 0 } else { u32::MAX };
        find.blocks_of(group).fold(all, |all, (_, block)| all & plain.of_block(*block))
    }

    /// Begins a group: its blocks.
    fn begin(&self, draft: &Draft, group: u32, find: &mut Scratch) {
        let own = find.blocks_of(group);
        let blocks: Vec<u32> = own.map(|(_, index)| *index).collect();
        find.group.begin(draft, blocks.into_iter(), self.common.signals.len());
        find.proved.clear();
    }

    /// Strikes conditions that need a signal of which only regexes may stand in the group, and none matches. They are tried
    /// first, since they need no sentences. The first `own` steps are the group's; returns how many of them stay.
    fn prove(&self, draft: &Draft, here: &Here<'_>, own: usize, find: &mut Scratch) -> usize {
        let Scratch { steps, group, proved, .. } = find;
        retain(steps, own, |step| {
            let Some(step) = self.common.plan.step(*step) else { return false };
            step.scope == Scope::Draft || step.all.iter().all(|(id, _)| self.may_match(*id, draft, here, group, proved))
        })
    }

    /// Strikes conditions on the whole draft in the same way: `sets` are the seeds of its groups.
    fn prove_in_draft(&self, draft: &Draft, sets: &[u64], steps: &mut Vec<u32>, find: &mut Scratch) {
        if steps.is_empty() {
            return;
        }
        let mut classes = vec![0; words_for(self.seeds.classes)];
        for set in sets.chunks(classes.len().max(1)) {
            classes.iter_mut().zip(set).for_each(|(all, own)| *all |= own);
        }
        let Scratch { group, proved, seen, .. } = find;
        let here = Here { seen, classes: &classes };
        group.begin(draft, 0..draft.blocks.len() as u32, self.common.signals.len());
        proved.clear();
        steps.retain(|step| {
            let step = self.common.plan.step(*step);
            step.is_some_and(|step| step.all.iter().all(|(id, _)| self.may_match(*id, draft, &here, group, proved)))
        });
    }

    /// Whether a signal may stand in a group, its regexes tried.
    fn may_match(
        &self,
        id: SignalId,
        draft: &Draft,
        here: &Here<'_>,
        group: &mut Group,
        proved: &mut Vec<(SignalId, bool)>,
    ) -> bool {
        if let Some((_, may)) = proved.iter().find(|(known, _)| *known == id) {
            return *may;
        }
        let Some(signal) = self.signal(id).filter(|signal| signal.fixed.is_none()) else { return true };
        let standing = || (0_u32..).zip(&signal.ways).filter(|(_, way)| way.may_stand(here.classes));
        let may = standing().any(|(_, way)| !way.is_regex())
            || standing().any(|(number, _)| {
                match_regex((id, number), signal, draft, group);
                group.matched(id, number).is_some_and(|spans| !spans.is_empty())
            });
        proved.push((id, may));
        may
    }

    /// Marks the groups of mentions of the register.
    fn note_mentions(&self, draft: &Draft, mentions: &[Signal], scratch: &mut super::Scratch) {
        let size = words_for(self.seeds.classes);
        for mention in mentions {
            let Some(block) = draft.blocks.get(mention.block as usize).filter(|block| block.role.is_prose()) else {
                continue;
            };
            for fixed in subjects(mention) {
                for class in self.seeds.of_subject(fixed.id()) {
                    scratch.mark(block.group, *class, size);
                }
            }
        }
    }

    /// Gives every group a row: some condition hangs on nothing.
    fn note_every_group(&self, draft: &Draft, scratch: &mut super::Scratch) {
        let size = words_for(self.seeds.classes);
        let mut last = None;
        for block in draft.blocks.iter().filter(|block| block.role.is_prose()) {
            if last != Some(block.group) {
                last = Some(block.group);
                scratch.rows.push((block.group, scratch.sets.len()));
                let all = if self.common.exhaustive { u64::MAX } else { 0 };
                scratch.sets.resize(scratch.sets.len() + size, all);
            }
        }
    }

    /// Joins the rows of each group, and lists the signals that may stand in it, of those on which conditions hang.
    fn gather(&self, plain: &Plain, scratch: &mut super::Scratch) {
        let super::Scratch { rows, sets, find, .. } = scratch;
        find.lists.clear();
        find.groups.clear();
        let mut seen = Bits::new(self.common.signals.len());
        let size = words_for(self.seeds.classes);
        rows.sort_unstable();
        let mut row = 0;
        while let Some((group, at)) = rows.get(row).copied() {
            row += 1;
            while let Some((_, other)) = rows.get(row).filter(|(next, _)| *next == group) {
                for offset in 0..size {
                    let more = sets.get(other + offset).copied().unwrap_or_default();
                    if let Some(word) = sets.get_mut(at + offset) {
                        *word |= more;
                    }
                }
                row += 1;
            }
            let classes = sets.get(at..at + size).unwrap_or_default();
            let from = find.lists.len();
            let frames = self.common.plan.frames();
            let is_plain = frames != 0 && self.plain_in(group, plain, find) & frames == frames;
            let links = if is_plain { &self.telling_of_plain } else { &self.telling };
            links.may_stand(classes, |link| find.lists.extend(Some(link.signal).filter(|id| seen.add(id.0))));
            find.lists.get(from..).unwrap_or_default().iter().for_each(|id| seen.remove(id.0));
            find.groups.push(Row { number: group, list: from, classes: at });
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
    /// Begins a draft: its length, its blocks, and the register's mentions among some signals.
    fn begin(&mut self, draft: &Draft, length: Length, signals: &[Signal]) {
        self.length = length;
        self.mentions.clear();
        self.mentions.extend(signals.iter().filter(|signal| signal.subject.is_some()));
        self.mentions.sort_by_key(|mention| (mention.block, mention.span));
        let blocks = (0_u32..).zip(&draft.blocks).filter(|(_, block)| block.role.is_prose());
        self.blocks.clear();
        self.blocks.extend(blocks.map(|(index, block)| (block.group, index)));
        self.blocks.sort_unstable();
    }

    /// The blocks of prose of a group: its number, and theirs.
    fn blocks_of(&self, group: u32) -> impl Iterator<Item = &(u32, u32)> {
        let first = self.blocks.partition_point(|(own, _)| *own < group);
        self.blocks.get(first..).unwrap_or_default().iter().take_while(move |(own, _)| *own == group)
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
