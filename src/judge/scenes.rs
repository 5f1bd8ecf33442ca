//! Owns how a draft's signals are cut to groups and sentences for rules. Called by `rules`.

use std::collections::HashMap;

use crate::draft::{Block, Draft, Role};
use crate::rules::SignalId;
use crate::spot::{Label, Signal, Strength, noted, subjects};
use crate::text::Span;
use crate::text::sentence::sentences;

/// A signal as rules name it, at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// The group.
    pub(super) group: u32,
    /// Index of the block.
    pub(super) block: u32,
    /// Index of the sentence in the block; set by [`Scenes::cut`].
    pub(super) sentence: usize,
    /// Which signal.
    pub(super) id: SignalId,
    /// Where, in the draft's text.
    pub(super) span: Span,
    /// How sure.
    pub(super) strength: Strength,
    /// Whether it stands in other people's words.
    pub(super) quoted: bool,
}

/// The signals of a draft, by group.
pub(super) struct Scenes<'a> {
    /// The draft.
    draft: &'a Draft,
    /// Sorted by group, then place.
    all: Vec<Found>,
    /// Sentences by block, for blocks that were asked for.
    cuts: HashMap<u32, Vec<Span>>,
}

impl<'a> Scenes<'a> {
    /// Takes the signals of a draft that stand in prose, and what readers noted wherever it stands.
    pub(super) fn new(draft: &'a Draft, signals: &[Signal]) -> Self {
        let mut all = Vec::new();
        for signal in signals {
            let counts = |block: &&Block| block.role.is_prose() || matches!(signal.label, Label::Note(_));
            let Some(block) = draft.blocks.get(signal.block as usize).filter(counts) else { continue };
            let mut add = |id: SignalId| {
                all.push(Found {
                    group: block.group,
                    block: signal.block,
                    sentence: 0,
                    id,
                    span: signal.span,
                    strength: signal.strength,
                    quoted: block.quoted,
                });
            };
            match signal.label {
                Label::Pack(number) => add(SignalId(number)),
                Label::Note(kind) => add(noted(kind).id()),
                _ => subjects(signal).into_iter().for_each(|fixed| add(fixed.id())),
            }
        }
        all.sort_by_key(|found| (found.group, found.block, found.span, found.id));
        Self { draft, all, cuts: HashMap::new() }
    }

    /// The signals of a group, by place.
    pub(super) fn of_group(&self, group: u32) -> &[Found] {
        let from = self.all.partition_point(|found| found.group < group);
        let to = self.all.partition_point(|found| found.group <= group);
        self.all.get(from..to).unwrap_or_default()
    }

    /// Whether a signal stands anywhere.
    pub(super) fn holds(&self, id: SignalId) -> bool {
        self.all.iter().any(|found| found.id == id)
    }

    /// The signals of the draft but those in comments.
    pub(super) fn of_draft(&self) -> Vec<Found> {
        let comment = |found: &&Found| {
            self.draft.blocks.get(found.block as usize).is_some_and(|block| block.role == Role::Comment)
        };
        self.all.iter().filter(|found| !comment(found)).copied().collect()
    }

    /// Gives each signal its sentence, and sorts by it.
    pub(super) fn cut(&mut self, found: &mut [Found]) {
        for one in found.iter_mut() {
            let draft = self.draft;
            let list = self.cuts.entry(one.block).or_insert_with(|| {
                let mut list = Vec::new();
                if let Some(block) = draft.blocks.get(one.block as usize) {
                    sentences(&draft.text, block.text, &mut list);
                }
                list
            });
            one.sentence = list.partition_point(|sentence| sentence.end <= one.span.start);
        }
        found.sort_by_key(|found| (found.group, found.block, found.sentence, found.span, found.id));
    }

    /// The sentence of a signal that was cut.
    pub(super) fn sentence(&self, found: &Found) -> Option<Span> {
        self.cuts.get(&found.block)?.get(found.sentence).copied()
    }
}
