//! Owns the adding up: the points of a short draft, word by word, and of each sentence of any draft for the lists that lead.
//! Called by `weights` alone.

use super::points::{Counted, Met};
use super::{Case, WeightIndex};
use crate::draft::{NumberedBlock, Role};
use crate::rules::weights::{Keys, Place, Reader};
use crate::spot::known::{Known, Weight};
use crate::spot::sentences::Sentences;
use crate::text::Span;
use crate::text::words::{Shape, Word, words};

/// Buffers that are reused from draft to draft.
#[derive(Default)]
pub(in crate::spot) struct Scratch {
    /// The words of the sentence at hand.
    words: Vec<Word>,
    /// What has points in the draft, or in the sentence at hand.
    pub(super) hits: Vec<Hit>,
    /// What has points in the sentence at hand, for the lists that lead.
    met: Met,
    /// The sentences of the draft.
    pub(super) lines: Vec<Line>,
    /// The points of each of them, by the lists that lead.
    pub(super) sums: Vec<i32>,
    /// The points of all of them.
    totals: Vec<i64>,
}

impl Scratch {
    /// Begins a draft; `leads`: how many lists lead.
    pub(super) fn begin(&mut self, leads: usize) {
        self.lines.clear();
        self.sums.clear();
        self.totals.clear();
        self.totals.resize(leads, 0);
    }
}

/// A sentence.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Where.
    pub(super) span: Span,
    /// Index of its block.
    pub(super) block: u32,
}

/// A word that has points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    /// Number of its points.
    pub(super) number: u32,
    /// Where.
    pub(super) span: Span,
    /// Index of the block.
    pub(super) block: u32,
    /// Counts the sentences of the draft.
    pub(super) sentence: u32,
}

impl WeightIndex {
    /// Notes what has points in a draft but its comments, and gives the number of its words. Titles, lists of names and labels
    /// hold hardly a word in small letters: they tell nothing, and nothing is noted of them.
    pub(super) fn count_draft(&self, case: &Case<'_>, cut: &mut Sentences, scratch: &mut Scratch) -> usize {
        scratch.hits.clear();
        let (mut all, mut small, mut number) = (0, 0, 0);
        for NumberedBlock { number: block, .. } in blocks(case).filter(|numbered| numbered.block.role != Role::Comment)
        {
            let Scratch { words, hits, .. } = &mut *scratch;
            for span in cut.of(case.draft, block) {
                let mut hit = |points, span| hits.push(Hit { number: points, span, block, sentence: number });
                all += self.words_of(&case.draft.text, *span, words, &mut hit);
                small += words.iter().filter(|word| is_small(word)).count();
                number += 1;
            }
        }
        if small < FEWEST_SMALL {
            scratch.hits.clear();
        }
        all
    }

    /// Notes what has points in one sentence.
    pub(super) fn note_alone(&self, case: &Case<'_>, line: Line, scratch: &mut Scratch) {
        scratch.hits.clear();
        let Scratch { words, hits, .. } = scratch;
        let mut hit = |points, span| hits.push(Hit { number: points, span, block: line.block, sentence: 0 });
        self.words_of(&case.draft.text, line.span, words, &mut hit);
        let place = place(case, line.block).map(Place::key);
        // A place has no words that could be shown.
        let nowhere = Span::new(line.span.start, line.span.start);
        for number in place.into_iter().flat_map(|key| self.table.get(key)) {
            hits.push(Hit { number, span: nowhere, block: line.block, sentence: 0 });
        }
    }

    /// Calls `hit` with the number of all points that words and neighbours have in a sentence, and where they stand. Gives
    /// the number of words.
    fn words_of(&self, text: &str, sentence: Span, list: &mut Vec<Word>, hit: &mut impl FnMut(u32, Span)) -> usize {
        list.clear();
        words(text, sentence, list);
        let reader = Reader::new(&self.classes);
        let mut before: Option<(Span, Keys)> = None;
        for word in list.iter() {
            let own = reader.read(text, word, before.is_none());
            let mut look_up = |key: u64, span: Span| {
                if self.table.may_hold(key) {
                    self.table.get(key).for_each(|number| hit(number, span));
                }
            };
            reader.each(own, |key| look_up(key, word.span()));
            if let Some((left, keys)) = before {
                reader.pairs(keys, own, |key| look_up(key, left.join(word.span())));
            }
            before = Some((word.span(), own));
        }
        list.len()
    }

    /// Adds up each sentence of a block for the lists that lead. `counted`: its words, if these are known.
    pub(super) fn count_lines(
        &self,
        case: &Case<'_>,
        block: u32,
        counted: Option<Counted<'_, Known>>,
        cut: &mut Sentences,
        scratch: &mut Scratch,
    ) {
        let text = &case.draft.text;
        let Scratch { words: list, met, lines, sums, totals, .. } = scratch;
        let place = place(case, block).map_or_else(Weight::default, |place| self.leading.weight_of(place.key()));
        let mut at = (0, 0);
        for span in cut.of(case.draft, block) {
            let first = sums.len();
            sums.resize(first + self.leads.len(), 0);
            let line = sums.get_mut(first..).unwrap_or_default();
            if let Some(counted) = &counted {
                let rest = counted.words.get(at.0..).unwrap_or_default().iter();
                at.0 += rest.take_while(|word| word.at < span.start).count();
                self.leading.add(counted, &mut at, span.end, place, met, line);
            } else {
                list.clear();
                words(text, *span, list);
                let (leads, pairs) = self.counted(text, list);
                let own = Counted { words: list, known: &leads, pairs: &pairs };
                self.leading.add(&own, &mut (0, 0), u32::MAX, place, met, line);
            }
            totals.iter_mut().zip(line).for_each(|(total, sum)| *total += i64::from(*sum));
            lines.push(Line { span: *span, block });
        }
    }

    /// The mean of all sentences that were counted, list by list; of lists that don't lead none.
    pub(super) fn means(&self, scratch: &Scratch) -> Vec<i32> {
        let lines = scratch.lines.len().max(1) as i64;
        let mut means = vec![0; self.lists];
        for (list, total) in self.leads.iter().zip(&scratch.totals) {
            if let Some(mean) = means.get_mut(usize::from(*list)) {
                *mean = i32::try_from(total / lines).unwrap_or(0);
            }
        }
        means
    }

    /// The points of each list.
    pub(super) fn sums(&self, hits: &[Hit]) -> Vec<i32> {
        let mut sums = vec![0; self.lists];
        let mut numbers = hits.iter().map(|hit| hit.number).collect();
        self.add_up(&mut numbers, |list, worth| {
            sums.get_mut(usize::from(list)).into_iter().for_each(|sum| *sum += worth);
        });
        sums
    }

    /// Gives list and worth of each of some numbers; what stands twice counts once.
    fn add_up(&self, numbers: &mut Vec<u32>, mut add: impl FnMut(u16, i32)) {
        numbers.sort_unstable();
        numbers.dedup();
        for (list, worth) in numbers.iter().filter_map(|number| self.points.get(*number as usize)) {
            add(*list, i32::from(*worth));
        }
    }
}

/// Words in small letters, or shouted, that a draft which tells something has.
pub(super) const FEWEST_SMALL: usize = 4;

/// Whether a word is written in small letters, or shouted.
pub(super) fn is_small(word: &Word) -> bool {
    matches!(word.shape, Shape::Lower | Shape::Caps)
}

/// Where the sentences of a block stand, if not in running text.
pub(super) fn place(case: &Case<'_>, block: u32) -> Option<Place> {
    match case.draft.blocks.get(block as usize)?.role {
        Role::Heading => Some(Place::Heading),
        Role::ListItem => Some(Place::Item),
        Role::Cell => Some(Place::Cell),
        Role::Alt => Some(Place::Alt),
        Role::Attribute => Some(Place::Attribute),
        Role::Comment => Some(Place::Comment),
        Role::FrontMatter => Some(Place::Front),
        Role::Meta => Some(Place::Meta),
        Role::Header => Some(Place::Header),
        _ => None,
    }
}

/// The blocks of a draft whose words count, with their numbers.
pub(super) fn blocks<'a>(case: &Case<'a>) -> impl Iterator<Item = NumberedBlock<'a>> {
    case.draft.numbered_blocks().filter(|numbered| case.counts(numbered.block))
}
