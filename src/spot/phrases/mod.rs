//! Owns how the signals of packs are found in a draft. While names are looked for, [`PhraseIndex::note`] marks which
//! seeds stand in which group; [`PhraseIndex::find`] then looks only where a rule may hold. Which rules hold is `judge`'s
//! business. `engine` compiles the index, `spot` calls it.

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
mod plan;
mod required;
mod seeds;
mod table;

pub(super) use group::{Group, Occurrence, Sentence};

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::draft::Block;
use crate::rules::{Length, RuleSet, SignalId};
use crate::spot::known::{Inside, Known, Lead, Memories, Read, is_all_plain};
use crate::spot::weights::WeightIndex;
use crate::text::words::Word;
use bits::words_for;
pub(super) use common::Common;
use common::{Compiled, How};
use find::Link;
use kept::Kept;
use links::Links;
use seeds::{Hit, Seeds};

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
    /// Those alone on whose signals it hangs whether a condition may hold. Most are parts of other phrases.
    telling: Links,
    /// The same where all frames that words add up to stand.
    telling_of_plain: Links,
}

/// Most classes that are asked of one way.
const MOST_CLASSES: usize = 4;

impl PhraseIndex {
    /// What drafts of a length need of the packs.
    pub(super) fn compile(common: &Arc<Common>, rules: &RuleSet, length: Length) -> Self {
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
        index.seeds = common.builder.build(&kept);
        index.links = Links::new(links, index.seeds.classes);
        let telling = |plain| index.links.of(&common.plan.telling(rules.signals.len(), length, plain));
        (index.telling, index.telling_of_plain) = (telling(0), telling(common.plan.frames()));
        index
    }

    /// Marks which words' seeds stand in a stretch of the block with this number. What the words are to weights it leaves in
    /// [`Scratch::known`].
    pub(super) fn note(
        &self,
        text: &str,
        (number, block): (u32, &Block),
        (words, weights): (&[Word], Option<&WeightIndex>),
        scratch: &mut Scratch,
    ) {
        scratch.known.clear();
        if self.seeds.is_empty() || !block.role.is_prose() {
            return;
        }
        let size = words_for(self.seeds.classes);
        if scratch.stamped.replace(block.group) != Some(block.group) {
            scratch.stamps.next();
        }
        if scratch.block.replace(block.text.start) != Some(block.text.start) {
            scratch.stamps.part();
        }
        let stretch = words.first().zip(words.last()).map(|(first, last)| first.span().join(last.span()));
        let written = stretch.and_then(|span| text.get(span.range())).unwrap_or_default();
        let plain = is_all_plain(written);
        let Scratch { memories, known, stamps, kept, .. } = &mut *scratch;
        let reader = Reading { seeds: &self.seeds, weights };
        memories.of_words((self.number, &reader), text, (words, plain), known);
        let hits = kept.begin(number);
        self.seeds.of_words(words.iter().zip(known.iter()).map(|(word, known)| (*word, known.seed)), stamps, hits);
        if is_short(block) {
            for (word, known) in words.iter().zip(known.iter()).filter(|(_, known)| known.literals > 0) {
                let inside = memories.literals(known).iter();
                hits.extend(inside.map(|(place, at)| Hit::literal(*place, word.at + at)));
            }
        }
        self.keep(block, scratch);
        if plain || written.is_ascii() {
            return;
        }
        let mut folded = std::mem::take(&mut scratch.folded);
        self.seeds.of_wide(text, words, &mut folded, &mut |class| scratch.mark(block.group, class, size));
        scratch.folded = folded;
    }

    /// Marks which literals stand in the block with this number, and which digits. Literals inside words are left to
    /// [`Self::note`] unless the block is long: it is cut there, and so may be its words.
    pub(super) fn note_literals(&self, text: &str, (number, block): (u32, &Block), scratch: &mut Scratch) {
        if self.seeds.is_empty() || !block.role.is_prose() {
            return;
        }
        if scratch.stamped.replace(block.group) != Some(block.group) {
            scratch.stamps.next();
        }
        let size = words_for(self.seeds.classes);
        let stretch = text.get(block.text.range()).unwrap_or_default();
        self.seeds.of_digits(stretch, &mut |class| scratch.mark(block.group, class, size));
        let hits = scratch.kept.begin(number);
        if is_short(block) {
            self.seeds.of_marked_literals(stretch, block.text.start, hits);
        } else {
            self.seeds.of_literals(stretch, block.text.start, hits);
        }
        self.keep(block, scratch);
    }

    /// Marks what was met in a stretch of a block, and keeps it.
    fn keep(&self, block: &Block, scratch: &mut Scratch) {
        if !scratch.kept.at_hand().is_empty() {
            let at = scratch.row(block.group, words_for(self.seeds.classes));
            let Scratch { kept, stamps, sets, .. } = &mut *scratch;
            self.seeds.mark_new(kept.at_hand(), stamps, sets.get_mut(at..).unwrap_or_default());
        }
        scratch.kept.end();
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
    /// Groups that hold a seed, with the place of their set in `sets`.
    rows: Vec<(u32, usize)>,
    /// The sets of classes, one after the other.
    sets: Vec<u64>,
    /// Which words lead to classes, block by block.
    kept: Kept,
    /// Which words were looked up in the group at hand.
    stamps: seeds::Stamps,
    /// That group.
    stamped: Option<u32>,
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
        self.rows.clear();
        (self.stamped, self.block) = (None, None);
        self.sets.clear();
        self.kept.clear();
    }

    /// Where the set of a group begins in `sets`; `size`: how many words it takes.
    fn row(&mut self, group: u32, size: usize) -> usize {
        match self.rows.last() {
            Some((last, at)) if *last == group => *at,
            _ => {
                let at = self.sets.len();
                self.rows.push((group, at));
                self.sets.resize(at + size, 0);
                at
            }
        }
    }

    /// Marks that a class stands in a group.
    fn mark(&mut self, group: u32, class: u32, size: usize) {
        let at = self.row(group, size);
        if let Some(set) = self.sets.get_mut(at..) {
            bits::set(set, class);
        }
    }
}

impl std::fmt::Debug for PhraseIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhraseIndex {{ {} signals, {} classes }}", self.common.signals.len(), self.seeds.classes)
    }
}
