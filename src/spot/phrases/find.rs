//! Owns the second pass: in the groups where a rule may hold, the signals that it needs are found, each after those that
//! it refers to. Called by `spot` once a draft's words have been walked and its names found.

use super::bits::{self, Bits};
use super::evaluate::Place;
use super::group::Group;
use super::{How, PhraseIndex, Possible};
use crate::draft::Draft;
use crate::rules::{Fixed, RuleSet, Scope, SignalId};
use crate::spot::{Label, Signal, Strength};

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(super) struct Scratch {
    /// The group at hand.
    group: Group,
    /// Signals that may stand in each group, one group after the other.
    lists: Vec<SignalId>,
    /// The group, where its list begins, where its set of classes is.
    groups: Vec<(u32, usize, usize)>,
    /// Steps that may hold.
    steps: Vec<u32>,
    /// Blocks by group.
    blocks: Vec<(u32, u32)>,
    /// The register's mentions, by block.
    mentions: Vec<Signal>,
    /// Signals that may stand in the sentence at hand.
    seen: Bits,
}

/// A group that holds seeds.
pub(super) struct Here<'a> {
    /// Its number.
    number: u32,
    /// The signals that may stand in it, sorted.
    list: &'a [SignalId],
    /// The same.
    pub(super) seen: &'a Bits,
    /// The classes of seeds in it.
    pub(super) classes: &'a [u64],
}

impl PhraseIndex {
    /// Finds the signals that rules need, wherever one may hold. `mentions`: the register's signals of the draft.
    /// Appends the signals to `out`, and which conditions may hold to `possible`.
    pub(in crate::spot) fn find(
        &self,
        draft: &Draft,
        rules: &RuleSet,
        scratch: &mut super::Scratch,
        out: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        if self.plan.is_empty() {
            return;
        }
        scratch.find.mentions.clear();
        scratch.find.mentions.extend(out.iter().filter(|signal| signal.subject.is_some()));
        scratch.find.mentions.sort_by_key(|mention| (mention.block, mention.span));
        self.note_mentions(draft, out, scratch);
        if self.plan.has_always() {
            self.note_every_group(draft, scratch);
        }
        if scratch.rows.is_empty() {
            return;
        }
        self.gather(scratch);
        let super::Scratch { sets, find, .. } = scratch;
        let mut seen = Bits::new(self.signals.len());
        // Conditions on the whole draft first: their signals are found in whichever group they stand.
        find.lists.iter().for_each(|id| _ = seen.add(id.0));
        let mut draft_steps = Vec::new();
        self.plan.possible(self, &find.lists, &seen, &[Scope::Draft], &mut draft_steps);
        possible.extend(self.possible(&draft_steps, None));
        let lists = std::mem::take(&mut find.lists);
        let groups = std::mem::take(&mut find.groups);
        find.blocks.clear();
        seen = Bits::new(self.signals.len());
        find.seen = seen.clone();
        for (place, (number, from, set)) in groups.iter().enumerate() {
            let to = groups.get(place + 1).map_or(lists.len(), |next| next.1);
            let list = lists.get(*from..to).unwrap_or_default();
            list.iter().for_each(|id| _ = seen.add(id.0));
            let here = Here { number: *number, list, seen: &seen, classes: sets.get(*set..).unwrap_or_default() };
            find.steps.clear();
            self.plan.possible(self, list, &seen, &[Scope::Sentence, Scope::Group], &mut find.steps);
            let own = find.steps.len();
            find.steps.extend(draft_steps.iter().filter(|step| {
                let step = self.plan.step(**step);
                step.is_some_and(|step| step.named.iter().any(|id| seen.has(id.0) || self.always(*id)))
            }));
            if !find.steps.is_empty() {
                self.cut(draft, &here, find);
                let own = self.narrow(&here, own, find);
                if !find.steps.is_empty() {
                    find.group.tokenise(draft);
                    let place = Place { draft, rules, here: &here };
                    let own = self.find_in_group(&place, (&mut find.steps, own), &mut find.group, out);
                    possible.extend(self.possible(find.steps.get(..own).unwrap_or_default(), Some(*number)));
                }
            }
            list.iter().for_each(|id| seen.remove(id.0));
        }
        find.lists = lists;
        find.groups = groups;
    }

    /// Steps, as `judge` is told of them.
    fn possible<'a>(&'a self, steps: &'a [u32], group: Option<u32>) -> impl Iterator<Item = Possible> + 'a {
        let steps = steps.iter().filter_map(|step| self.plan.step(*step));
        steps.map(move |step| Possible { group, rule: step.rule, condition: step.condition })
    }

    /// Cuts a group to sentences and tokens.
    fn cut(&self, draft: &Draft, here: &Here<'_>, find: &mut Scratch) {
        if find.blocks.is_empty() {
            find.blocks.extend((0_u32..).zip(&draft.blocks).map(|(index, block)| (block.group, index)));
            find.blocks.sort_unstable();
        }
        let first = find.blocks.partition_point(|(group, _)| *group < here.number);
        let own = find.blocks.get(first..).unwrap_or_default().iter().take_while(|(group, _)| *group == here.number);
        find.group.cut(draft, own.map(|(_, index)| *index), self.signals.len(), &self.seeds);
        self.place_mentions(find);
    }

    /// Strikes conditions on sentences that can hold in none, and leaves out the sentences in which none can. The first
    /// `own` steps are the group's; returns how many of them stay.
    fn narrow(&self, here: &Here<'_>, own: usize, find: &mut Scratch) -> usize {
        let in_sentence = |step: &u32| self.plan.step(*step).is_some_and(|step| step.scope == Scope::Sentence);
        if !find.steps.iter().any(in_sentence) {
            return own;
        }
        let wide =
            find.steps.iter().any(|step| !in_sentence(step) || self.plan.step(*step).is_some_and(|step| step.wide));
        // What a regex finds may cross sentences, so that its literals stand elsewhere.
        let by_regex: Vec<SignalId> =
            here.list.iter().filter(|id| self.has_regex(**id, here.classes)).copied().collect();
        let (mut kept, mut list, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for index in 0..find.group.sentences.len() {
            list.clear();
            list.extend(&by_regex);
            self.may_stand(find.group.classes_of(index), &mut list);
            list.iter().for_each(|id| _ = find.seen.add(id.0));
            steps.clear();
            self.plan.possible(self, &list, &find.seen, &[Scope::Sentence], &mut steps);
            list.iter().for_each(|id| find.seen.remove(id.0));
            find.group.set_active(index, wide || !steps.is_empty());
            kept.append(&mut steps);
        }
        kept.sort_unstable();
        retain(&mut find.steps, own, |step| !in_sentence(step) || kept.binary_search(step).is_ok())
    }

    /// Whether a regex of a signal may match where these classes stand.
    fn has_regex(&self, id: SignalId, classes: &[u64]) -> bool {
        let ways = self.signal(id).map(|signal| signal.ways.iter());
        ways.into_iter().flatten().any(|way| matches!(way.how, How::Regex(..)) && way.may_stand(classes))
    }

    /// Appends the signals that may stand where these classes do, some more than once.
    fn may_stand(&self, classes: &[u64], list: &mut Vec<SignalId>) {
        // What the list held before is another group's: its last signal may be this group's first.
        let from = list.len();
        for class in bits::each(classes) {
            for (id, way) in self.by_class.get(class as usize).into_iter().flatten() {
                let way = self.signal(*id).and_then(|signal| signal.ways.get(*way as usize));
                if list.get(from..).and_then(<[SignalId]>::last) != Some(id)
                    && way.is_some_and(|way| way.may_stand(classes))
                {
                    list.push(*id);
                }
            }
        }
    }

    /// Whether a signal may stand anywhere.
    fn always(&self, id: SignalId) -> bool {
        self.signal(id).is_some_and(|signal| signal.always)
    }

    /// Marks the groups of mentions of the register.
    fn note_mentions(&self, draft: &Draft, mentions: &[Signal], scratch: &mut super::Scratch) {
        let size = bits::words_for(self.seeds.classes);
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
        let size = bits::words_for(self.seeds.classes);
        let mut last = None;
        for block in draft.blocks.iter().filter(|block| block.role.is_prose()) {
            if last != Some(block.group) {
                last = Some(block.group);
                scratch.rows.push((block.group, scratch.sets.len()));
                scratch.sets.resize(scratch.sets.len() + size, 0);
            }
        }
    }

    /// Joins the rows of each group, and lists the signals that may stand in it.
    fn gather(&self, scratch: &mut super::Scratch) {
        let super::Scratch { rows, sets, find, .. } = scratch;
        find.lists.clear();
        find.groups.clear();
        let size = bits::words_for(self.seeds.classes);
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
            self.may_stand(classes, &mut find.lists);
            if let Some(list) = find.lists.get_mut(from..) {
                list.sort_unstable();
            }
            // Signals stand once in a group's list; the last of the group before may be the same and stays.
            let mut kept = from;
            for index in from..find.lists.len() {
                let id = find.lists.get(index).copied();
                if index == from || id != kept.checked_sub(1).and_then(|last| find.lists.get(last)).copied() {
                    if let (Some(id), Some(place)) = (id, find.lists.get_mut(kept)) {
                        *place = id;
                    }
                    kept += 1;
                }
            }
            find.lists.truncate(kept);
            find.groups.push((group, from, at));
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

impl super::Way {
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
