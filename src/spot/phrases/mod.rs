//! Owns how the signals of packs are found in a draft. While names are looked for, [`PhraseIndex::note`] marks which
//! seeds stand in which group; [`PhraseIndex::find`] then looks only where a rule may hold. Which rules hold is `judge`'s
//! business. `engine` compiles the index, `spot` calls it.

mod ask;
mod bits;
mod common;
mod evaluate;
mod find;
mod group;
mod kept;
mod links;
mod literals;
mod matching;
mod narrow;
mod neighbours;
mod plan;
mod required;
mod runs;
mod seeds;
mod table;

pub(super) use group::{Group, Occurrence, Sentence};

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::draft::{Block, NumberedBlock};
use crate::rules::{Length, RuleSet, SignalId};
use crate::spot::known::{Inside, Known, Lead, Memories, Read, is_all_plain};
use crate::spot::weights::{Pair, WeightIndex};
use crate::text::words::Word;
use bits::words_for;
pub(super) use common::Common;
use common::{Compiled, How};
pub(super) use find::Asked;
use find::Link;
use kept::Kept;
use links::Links;
use seeds::{Before, Seeds};
use table::Tier;

pub use find::subjects;
pub use plan::Possible;

/// The signals of all packs, compiled for drafts of one kind or of any, and of one length.
#[derive(Default)]
pub(super) struct PhraseIndex {
    /// Tells it from all others.
    number: u64,
    /// What is the same for drafts of any length.
    common: Arc<Common>,
    /// What leads to classes.
    seeds: Seeds,
    /// All ways: they are looked at when the rarest of their classes is seen.
    links: Links,
    /// Those of the signals on which conditions hang: where none of them may stand, nothing else is asked.
    anchors: Links,
    /// The same where all frames that words add up to stand.
    anchors_of_plain: Links,
    /// Those of the signals that conditions on whole drafts name.
    of_draft: Links,
    /// Whether there are such conditions.
    asks_draft: bool,
}

/// Most classes that are asked of one way.
const MOST_CLASSES: usize = 4;

impl PhraseIndex {
    /// What drafts of a length need of the packs; with the neighbours that have points, which are looked for at once.
    pub(super) fn compile(common: &Arc<Common>, rules: &RuleSet, length: Length, weights: &WeightIndex) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let mut index = Self { number, common: Arc::clone(common), ..Self::default() };
        // Without rules nothing is looked for, and nothing is paid.
        if common.plan.is_empty() {
            return index;
        }
        let wanted = plan::wanted(rules, common.kind, Some(length));
        let (mut links, mut kept) = (Vec::new(), vec![0; words_for(common.builder.len())]);
        for (signal, compiled) in (0_u32..).map(SignalId).zip(common.signals.iter()).filter(|(id, _)| wanted.has(id.0))
        {
            for (way, own) in (0_u32..).zip(&compiled.ways) {
                let Some(class) = own.classes.first().copied() else { continue };
                own.classes.iter().for_each(|class| bits::set(&mut kept, *class));
                let others = std::array::from_fn(|place| own.classes.get(place + 1).copied().unwrap_or(class));
                links.push(Link { class, others, signal, way, is_regex: own.is_regex() });
            }
        }
        index.links = Links::new(links, common.builder.len());
        let (plan, signals) = (&common.plan, rules.signals.len());
        let anchors = |plain| index.links.of(&plan.anchors(signals, length, plain));
        (index.anchors, index.anchors_of_plain) = (anchors(0), anchors(plan.frames()));
        index.of_draft = index.links.of(&plan.of_draft(signals, length));
        index.asks_draft = plan.asks_drafts(length);
        let classes_of = |some: &Links| {
            let mut classes = vec![0; kept.len()];
            some.classes().chain(index.of_draft.classes()).for_each(|class| bits::set(&mut classes, class));
            classes
        };
        let (telling, of_plain) = (classes_of(&index.anchors), classes_of(&index.anchors_of_plain));
        let tier = |class: u16| match (bits::has(&of_plain, class.into()), bits::has(&telling, class.into())) {
            (true, _) => Tier::Plain,
            (false, true) => Tier::Telling,
            (false, false) => Tier::Rest,
        };
        index.seeds = common.builder.build(&kept, &tier, weights.weighed());
        index
    }

    /// Keeps which words of a stretch of the block with this number lead to classes. What the words are to weights it leaves in
    /// [`Scratch::known`], and the points that they have with their neighbours in [`Scratch::points`].
    pub(super) fn note(
        &self,
        text: &str,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        words: &[Word],
        weights: Option<&WeightIndex>,
        scratch: &mut Scratch,
    ) {
        scratch.known.clear();
        scratch.points.clear();
        if self.seeds.is_empty() || !block.role.is_prose() {
            return;
        }
        if scratch.block.replace(block.text.start) != Some(block.text.start) {
            scratch.before = Before::default();
        }
        let stretch = words.first().zip(words.last()).map(|(first, last)| first.span().join(last.span()));
        let written = stretch.and_then(|span| text.get(span.range())).unwrap_or_default();
        let plain = is_all_plain(written);
        let Scratch { memories, known, points, before, kept, marks, folded, .. } = scratch;
        let reader = Reading { seeds: &self.seeds, weights };
        memories.of_words(self.number, &reader, text, words, plain, known);
        let hits = kept.begin(number, block.group);
        self.seeds.of_words(words, known, hits);
        self.seeds.of_pairs(words, before, hits, points);
        if is_short(block) {
            let own = (text.get(block.text.range()).unwrap_or_default(), block.text.start);
            memories.with_literals(words, known, &mut |word, inside| {
                let inside = inside.iter();
                hits.extend(inside.filter_map(|(found, at)| self.seeds.hit_inside(own, (*found, word.at + at))));
            });
        }
        kept.end(&self.seeds);
        if !plain && !written.is_ascii() {
            self.seeds.of_wide(text, words, folded, &mut |class| marks.push((block.group, class)));
        }
    }

    /// Keeps which literals stand in the block with this number, and which digits. Literals inside words are left to
    /// [`Self::note`] unless the block is long: it is cut there, and so may be its words.
    pub(super) fn note_literals(
        &self,
        text: &str,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        scratch: &mut Scratch,
    ) {
        if self.seeds.is_empty() || !block.role.is_prose() {
            return;
        }
        let Scratch { kept, marks, .. } = scratch;
        let stretch = text.get(block.text.range()).unwrap_or_default();
        self.seeds.of_digits(stretch, &mut |class| marks.push((block.group, class)));
        let hits = kept.begin(number, block.group);
        if is_short(block) {
            self.seeds.of_marked_literals(stretch, block.text.start, hits);
        } else {
            self.seeds.of_literals(stretch, block.text.start, hits);
        }
        kept.end(&self.seeds);
    }

    /// A signal, compiled.
    fn signal(&self, id: SignalId) -> Option<&Compiled> {
        self.common.signals.get(id)
    }
}

/// Whether a block is surely one stretch: its words are not cut.
fn is_short(block: &Block) -> bool {
    block.text.len() < 16 * 1024
}

/// Reads what words lead to.
struct Reading<'a> {
    /// The seeds.
    seeds: &'a Seeds,
    /// What counts points.
    weights: Option<&'a WeightIndex>,
}

impl Read for Reading<'_> {
    fn read(&self, text: &str, word: &Word, literals: &mut Vec<Inside>) -> (u32, Lead) {
        let written = text.get(word.span().range()).unwrap_or_default();
        self.seeds.of_literals_inside(written, &mut |place, at| literals.push((place, at)));
        (self.seeds.place(word.key), Lead::of(self.weights, text, word))
    }
}

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(super) struct Scratch {
    /// What the words met of late lead to.
    memories: Memories,
    /// What those of the stretch at hand do; empty where that was not asked.
    pub(super) known: Vec<Known>,
    /// The points that words of the stretch at hand have with the word before.
    pub(super) points: Vec<Pair>,
    /// What leads to classes, block by block.
    kept: Kept,
    /// Groups with classes that digits, wide words and mentions of the register lead to.
    marks: Vec<(u32, u32)>,
    /// The word before the stretch at hand.
    before: Before,
    /// Where the block at hand begins.
    block: Option<u32>,
    /// For folding.
    folded: String,
    /// For finding.
    find: find::Scratch,
}

impl Scratch {
    /// Begins a draft.
    pub(super) fn clear(&mut self) {
        self.block = None;
        self.marks.clear();
        self.kept.clear();
    }
}

impl std::fmt::Debug for PhraseIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhraseIndex {{ {} signals, {} classes }}", self.common.signals.len(), self.seeds.classes)
    }
}
