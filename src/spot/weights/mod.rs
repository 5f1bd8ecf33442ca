//! Owns which signals stand by the points of many words, in a draft or in one of its sentences, and which conditions of rules
//! hold by them. `count` adds the points up; which words have points is the packs' business. `engine` compiles the index,
//! `spot` calls it once a draft, when all other signals are known.

mod count;
mod lead;
mod points;
pub(super) mod told;

use super::known::Known;
use super::names::index::Table;
use super::plain::{self, Plain};
use super::sentences::Sentences;
use super::{Label, Possible, Signal, Strength};
use crate::draft::{Block, Draft, Role};
use crate::policy::Kind;
use crate::rules::classes::Classes;
use crate::rules::weights::{Bound, FEWEST_WORDS, evened};
use crate::rules::{Condition, Finder, Length, RuleSet, Scope, SignalId};
use crate::text::Span;
use count::Hit;
use points::Points;

pub(super) use count::Scratch;
pub(super) use points::{Counted, Pair};

/// The signals with weights of all packs, compiled.
#[derive(Default)]
pub(super) struct WeightIndex {
    /// From keys to numbers of `points`.
    table: Table,
    /// The points of the lists that lead.
    leading: Points,
    /// What has points for these.
    keys: Box<[u64]>,
    /// Points of a word for a list of words.
    points: Vec<(u16, i16)>,
    /// How many lists there are.
    lists: usize,
    /// The lists that are counted in every sentence of a long draft: where these have too few points, no other is asked.
    leads: Vec<u16>,
    /// The signals, as places of lists.
    sets: Vec<Set>,
    /// The conditions that name them.
    steps: Vec<Step>,
    /// The frames of sentences.
    frames: Vec<SignalId>,
    /// Classes of words, which have points as words have.
    classes: Classes,
}

/// A signal.
struct Set {
    /// Which.
    id: SignalId,
    /// The list of words that is counted.
    list: u16,
    /// Where it is counted; none: wherever a condition asks.
    scope: Option<Scope>,
    /// Per cent of the mean of the draft's sentences that are taken off a sentence.
    less_mean: i32,
    /// What the sum is held against.
    bound: Bound,
    /// For a draft of how many words that is; 0: of any.
    at_words: i32,
}

/// A condition over such signals.
struct Step {
    /// Index of the rule.
    rule: u32,
    /// Index of the condition in the rule.
    condition: u32,
    /// The kinds that the rule is for; none: all.
    kinds: Vec<Kind>,
    /// How far it looks.
    scope: Scope,
    /// In drafts of which length.
    drafts: Option<Length>,
    /// Sets that must all stand.
    all: Vec<u16>,
    /// Sets of which one must, if there are any.
    any: Vec<u16>,
}

/// Conditions that are told of one draft; of one sentence it is one.
const MOST_OF_A_DRAFT: usize = 3;

/// A draft that is counted.
pub(super) struct Case<'a> {
    /// The draft.
    draft: &'a Draft,
    /// As what it is judged.
    kind: Kind,
    /// How long it is.
    length: Length,
    /// The steps that may hold in it.
    steps: Vec<&'a Step>,
    /// Whether its sentences are counted.
    by_line: bool,
    /// Its sentences' mean, list by list.
    means: Vec<i32>,
    /// How many words count in it.
    words: usize,
}

impl WeightIndex {
    /// Compiles the packs of a run.
    pub(super) fn compile(rules: &RuleSet) -> Self {
        let mut index = Self::default();
        let (mut keys, mut lists) = (Vec::new(), Vec::new());
        for (id, def) in (0_u32..).map(SignalId).zip(&rules.signals) {
            let Finder::Weights(weights) = &def.finder else { continue };
            let list = lists.len() as u16;
            lists.push(id);
            index.sets.push(Set {
                id,
                list,
                scope: None,
                less_mean: 0,
                bound: Bound::Least(weights.at_least),
                at_words: weights.at_words,
            });
            for (key, worth) in &weights.points {
                keys.push((*key, index.points.len() as u32));
                index.points.push((list, *worth));
            }
        }
        for (id, def) in (0_u32..).map(SignalId).zip(&rules.signals) {
            let Finder::Share(share) = &def.finder else { continue };
            let Some(list) = lists.iter().position(|list| *list == share.of) else { continue };
            let (list, less_mean, bound) = (list as u16, share.less_mean, share.bound);
            let at_words = index.sets.iter().find(|set| set.id == share.of).map_or(0, |set| set.at_words);
            index.sets.push(Set { id, list, scope: Some(share.scope), less_mean, bound, at_words });
        }
        let place = |id: &SignalId| index.sets.iter().position(|set| set.id == *id).map(|place| place as u16);
        let places = |ids: &[SignalId]| ids.iter().filter_map(place).collect::<Vec<_>>();
        for (rule, one) in (0_u32..).zip(&rules.rules) {
            let weighed = |(_, what): &(u32, &Condition)| what.weighed;
            index.steps.extend((0_u32..).zip(&one.when).filter(weighed).map(|(condition, what)| Step {
                rule,
                condition,
                kinds: one.kinds.clone(),
                scope: what.scope,
                drafts: what.drafts,
                all: places(&what.all),
                any: places(&what.any),
            }));
        }
        index.lists = lists.len();
        index.classes = rules.classes.clone();
        index.frames = plain::frames(rules);
        index.leads = index.leads();
        let leading = |(key, number): &(u64, u32)| {
            let (list, worth) = index.points.get(*number as usize)?;
            let lead = index.leads.binary_search(list).ok()?;
            Some((*key, lead as u16, *worth))
        };
        let entries: Vec<_> = keys.iter().filter_map(leading).collect();
        index.keys = entries.iter().map(|(key, ..)| *key).collect();
        index.leading = Points::new(entries, index.leads.len(), &index.classes);
        index.table = Table::build(keys);
        index
    }

    /// The lists that lead: of each condition on sentences the first that it cannot do without, or all of which it needs one;
    /// and those of frames.
    fn leads(&self) -> Vec<u16> {
        let steps = self.steps.iter().filter(|step| step.scope == Scope::Sentence);
        let frames = (0_u16..).zip(&self.sets).filter(|(_, set)| set.scope == Some(Scope::Sentence));
        let sets = steps.flat_map(Step::leads).copied().chain(frames.map(|(number, _)| number));
        let mut lists: Vec<u16> = sets.filter_map(|set| self.sets.get(usize::from(set))).map(|set| set.list).collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// Begins a draft of some length that is judged as `kind`; none where there is nothing to count.
    pub(super) fn begin<'a>(
        &'a self,
        draft: &'a Draft,
        kind: Kind,
        length: Length,
        scratch: &mut Scratch,
    ) -> Option<Case<'a>> {
        if self.lists == 0 {
            return None;
        }
        let fits = |step: &&Step| {
            step.drafts.is_none_or(|wanted| wanted == length) && (step.kinds.is_empty() || step.kinds.contains(&kind))
        };
        let steps: Vec<&Step> = self.steps.iter().filter(fits).collect();
        let by_line = length == Length::Long || steps.iter().any(|step| step.scope == Scope::Sentence);
        let by_line = by_line && !self.leads.is_empty();
        scratch.begin(self.leads.len());
        Some(Case { draft, kind, length, steps, by_line, means: Vec::new(), words: 0 })
    }

    /// Counts the sentences of the block with this number. `counted`: its words, where these are known.
    pub(super) fn note(
        &self,
        case: &Case<'_>,
        number: u32,
        counted: Option<Counted<'_, Known>>,
        cut: &mut Sentences,
        scratch: &mut Scratch,
    ) {
        if case.by_line && case.draft.blocks.get(number as usize).is_some_and(|block| case.counts(block)) {
            self.count_lines(case, number, counted, cut, scratch);
        }
    }

    /// Tells which sentences of a long draft are plain, once all its blocks were noted.
    pub(super) fn tell_plain(&self, case: &mut Case<'_>, scratch: &Scratch, plain: &mut Plain) {
        if !case.by_line {
            return;
        }
        case.means = self.means(scratch);
        if case.length == Length::Short {
            return;
        }
        let place = |set: &Set| self.frames.iter().position(|frame| *frame == set.id);
        let frames: Vec<(usize, &Set)> = self.sets.iter().filter_map(|set| Some((place(set)?, set))).collect();
        for (number, line) in scratch.lines.iter().enumerate() {
            let standing = frames.iter().filter(|(_, set)| self.stands_in(scratch, number, set, case));
            plain.add(line.block, line.span.start, standing.fold(0, |all, (place, _)| all | 1 << place));
        }
    }

    /// Appends the signals of a draft whose blocks were all noted, and whose plain sentences told, to `signals`,
    /// which holds all others, and the conditions that hold by them to `possible`.
    pub(super) fn find(
        &self,
        mut case: Case<'_>,
        cut: &mut Sentences,
        scratch: &mut Scratch,
        signals: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        if case.length == Length::Short {
            case.words = self.count_draft(&case, cut, scratch);
            self.hold_in_draft(&case, &scratch.hits, signals, possible);
        }
        if case.by_line {
            self.hold_in_sentences(&case, scratch, signals, possible);
        }
    }

    /// By how much a set stands in a scope where its list has these points; none where it does not.
    fn margin(&self, set: u16, case: &Case<'_>, scope: Scope, sums: &[i32]) -> Option<i32> {
        let set = self.sets.get(usize::from(set))?;
        Self::margin_of(set, case, scope, sums.get(usize::from(set.list)).copied().unwrap_or_default())
    }

    /// The same, for a sum.
    fn margin_of(set: &Set, case: &Case<'_>, scope: Scope, sum: i32) -> Option<i32> {
        if set.scope.is_some_and(|own| own != scope) {
            return None;
        }
        let mean = || case.means.get(usize::from(set.list)).copied().unwrap_or_default();
        let sum = match scope {
            Scope::Sentence => sum.saturating_sub(mean().saturating_mul(set.less_mean) / 100),
            _ => evened(sum, set.at_words, case.words),
        };
        set.bound.margin(sum, case.kind)
    }

    /// Whether a set stands there.
    fn stands(&self, set: u16, case: &Case<'_>, scope: Scope, sums: &[i32]) -> bool {
        self.margin(set, case, scope, sums).is_some()
    }

    /// The steps of a scope that hold by these points: of many those that hold by most, since who is told seven things of one
    /// draft reads none of them.
    fn holding<'a>(&self, case: &Case<'a>, scope: Scope, sums: &[i32]) -> Vec<&'a Step> {
        let stands = |set: &u16| self.stands(*set, case, scope, sums);
        let holds = |step: &&&Step| {
            step.scope == scope && step.all.iter().all(stands) && (step.any.is_empty() || step.any.iter().any(stands))
        };
        let margin = |step: &&Step| {
            let all = step.all.iter().chain(&step.any).filter_map(|set| self.margin(*set, case, scope, sums));
            std::cmp::Reverse(all.map(i64::from).sum::<i64>())
        };
        let mut holding: Vec<&Step> = case.steps.iter().filter(holds).copied().collect();
        holding.sort_by_key(margin);
        holding.truncate(if scope == Scope::Draft { MOST_OF_A_DRAFT } else { 1 });
        holding
    }

    /// Adds up a short draft.
    fn hold_in_draft(&self, case: &Case<'_>, hits: &[Hit], signals: &mut Vec<Signal>, possible: &mut Vec<Possible>) {
        let sums = self.sums(hits);
        self.tell(case, Scope::Draft, &sums, hits, signals, possible);
        // Where the words speak against it the draft has no one place: its first word with points stands for it.
        // In a dozen words there is too little to say so.
        let Some(first) = hits.first().filter(|_| case.words > FEWEST_WORDS) else { return };
        for (number, set) in (0_u16..).zip(&self.sets) {
            let against = matches!(set.bound, Bound::Most(_)) && set.scope == Some(Scope::Draft);
            if against && self.stands(number, case, Scope::Draft, &sums) {
                signals.push(signal(set.id, first.block, first.span));
            }
        }
    }

    /// Looks at each sentence by itself: first at the lists that lead, at the others only where these have enough points.
    fn hold_in_sentences(
        &self,
        case: &Case<'_>,
        scratch: &mut Scratch,
        signals: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        let mut places: Vec<(u32, Span)> =
            signals.iter().filter(|s| matches!(s.label, Label::Pack(_))).map(|s| (s.block, s.span)).collect();
        places.sort_unstable();
        let frames: Vec<&Set> = self.sets.iter().filter(|set| set.is_frame()).collect();
        let leads = case.leads();
        for number in 0..scratch.lines.len() {
            let Some(line) = scratch.lines.get(number).copied() else { break };
            if leads.iter().any(|set| self.leads_in(scratch, number, *set, case)) {
                self.note_alone(case, line, scratch);
                let sums = self.sums(&scratch.hits);
                self.tell(case, Scope::Sentence, &sums, &scratch.hits, signals, possible);
            }
            // Frames are of use only where there is something to take away.
            if case.length == Length::Short || places.is_empty() {
                continue;
            }
            let next = places.partition_point(|(block, span)| (*block, span.end) <= (line.block, line.span.start));
            let met = places.get(next).is_some_and(|(block, span)| *block == line.block && span.overlaps(line.span));
            if met {
                let stand = frames.iter().filter(|set| self.stands_in(scratch, number, set, case));
                signals.extend(stand.map(|set| signal(set.id, line.block, line.span)));
            }
        }
    }

    /// Whether a set, by its number, stands in a sentence by the points of the lists that lead.
    fn leads_in(&self, scratch: &Scratch, line: usize, set: u16, case: &Case<'_>) -> bool {
        self.sets.get(usize::from(set)).is_some_and(|set| self.stands_in(scratch, line, set, case))
    }

    /// Whether a set stands in a sentence by the points of the lists that lead; others have none.
    fn stands_in(&self, scratch: &Scratch, line: usize, set: &Set, case: &Case<'_>) -> bool {
        let lead = self.leads.binary_search(&set.list).ok();
        let sum = lead.and_then(|lead| scratch.sums.get(line * self.leads.len() + lead)).copied().unwrap_or_default();
        Self::margin_of(set, case, Scope::Sentence, sum).is_some()
    }

    /// Notes the conditions that hold by some points, and the signals that they name.
    fn tell(
        &self,
        case: &Case<'_>,
        scope: Scope,
        sums: &[i32],
        hits: &[Hit],
        signals: &mut Vec<Signal>,
        possible: &mut Vec<Possible>,
    ) {
        let holding = self.holding(case, scope, sums);
        let named = holding.iter().flat_map(|step| step.all.iter().chain(&step.any)).copied();
        let mut standing: Vec<u16> = named.filter(|set| self.stands(*set, case, scope, sums)).collect();
        standing.sort_unstable();
        standing.dedup();
        let sets = || standing.iter().filter_map(|set| self.sets.get(usize::from(*set)));
        let lists: Vec<u16> = sets().map(|set| set.list).collect();
        let Some((block, span)) = self.place(hits, &lists) else { return };
        signals.extend(sets().map(|set| signal(set.id, block, span)));
        let group = case.draft.blocks.get(block as usize).map(|block| block.group);
        let group = group.filter(|_| scope == Scope::Sentence);
        let possible_of = |step: &&Step| Possible { group, rule: step.rule, condition: step.condition };
        possible.extend(holding.iter().map(possible_of));
    }

    /// The words that speak most for some lists: of the sentence with the most points, from the first with points to the last.
    fn place(&self, hits: &[Hit], lists: &[u16]) -> Option<(u32, Span)> {
        let worth = |hit: &Hit| {
            let (list, points) = self.points.get(hit.number as usize).filter(|_| !hit.span.is_empty())?;
            (*points > 0 && lists.contains(list)).then_some(i32::from(*points))
        };
        let mut best: Option<(i32, u32, Span)> = None;
        for sentence in hits.chunk_by(|left, right| left.sentence == right.sentence) {
            let mut telling: Vec<(Hit, i32)> = sentence.iter().filter_map(|hit| Some((*hit, worth(hit)?))).collect();
            let Some(span) = telling.iter().map(|(hit, _)| hit.span).reduce(Span::join) else { continue };
            telling.sort_unstable();
            telling.dedup_by_key(|(hit, _)| hit.number);
            let sum: i32 = telling.iter().map(|(_, worth)| worth).sum();
            let block = telling.first().map_or(0, |(hit, _)| hit.block);
            if best.is_none_or(|(most, ..)| sum > most) {
                best = Some((sum, block, span));
            }
        }
        best.map(|(_, block, span)| (block, span))
    }
}

impl Set {
    /// Whether it takes sentences away.
    fn is_frame(&self) -> bool {
        matches!(self.bound, Bound::Most(_)) && self.scope == Some(Scope::Sentence)
    }
}

impl Step {
    /// The sets of which one must stand for all the rest to be asked.
    fn leads(&self) -> &[u16] {
        self.all.get(..1).filter(|lead| !lead.is_empty()).unwrap_or(&self.any)
    }
}

impl Case<'_> {
    /// The sets of which one must stand in a sentence for any condition on sentences to be asked.
    fn leads(&self) -> Vec<u16> {
        let steps = self.steps.iter().filter(|step| step.scope == Scope::Sentence);
        let mut leads: Vec<u16> = steps.flat_map(|step| step.leads()).copied().collect();
        leads.sort_unstable();
        leads.dedup();
        leads
    }

    /// Whether the words of a block count: data is no tale, and what is quoted in a reply or a mail is no word of the writer's.
    fn counts(&self, block: &Block) -> bool {
        let told = block.role.is_prose() && block.role != Role::Data;
        told && !(block.quoted && matches!(self.kind, Kind::Reply | Kind::Email))
    }
}

/// A signal of a pack at a place.
const fn signal(id: SignalId, block: u32, span: Span) -> Signal {
    Signal { label: Label::Pack(id.0), span, block, strength: Strength::Medium, ambiguous: false, subject: None }
}
