//! Owns one group as phrases see it: its blocks cut into sentences and tokens, and what was found in it so far.

use std::cell::RefCell;
use std::ops::Range;

use super::bits::{self, Bits, words_for};
use super::kept::Kept;
use super::matching::Position;
use super::seeds::{Before, Hit, Seeds};
use super::table::Tier;
use crate::draft::Draft;
use crate::rules::{Extent, SignalId};
use crate::spot::known::{Known, Lead};
use crate::spot::sentences::Sentences;
use crate::spot::{Signal, frames};
use crate::text::Span;
use crate::text::tokens::{self, Token, tokens};
use crate::text::words::{Word, words};

/// An occurrence of a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::spot) struct Occurrence {
    /// Index of the block in the draft.
    pub(in crate::spot) block: u32,
    /// Where, in the draft's text.
    pub(in crate::spot) span: Span,
    /// First token, in the group.
    pub(in crate::spot) from: u32,
    /// One past the last token.
    pub(in crate::spot) to: u32,
}

/// A sentence of the group.
#[derive(Clone, Debug)]
pub(in crate::spot) struct Sentence {
    /// Where, in the draft's text.
    pub(in crate::spot) span: Span,
    /// Index of its block in the draft.
    pub(in crate::spot) block: u32,
    /// Its tokens, in the group.
    pub(in crate::spot) tokens: Range<u32>,
    /// Whether anything is looked for in it.
    pub(in crate::spot) active: bool,
}

/// What a way, a regex, of a signal matched in a group: blocks and spans.
type Matched = ((SignalId, u32), Vec<(u32, Span)>);

/// A group, cut.
#[derive(Default)]
pub(in crate::spot) struct Group {
    /// Indices of its blocks of prose, with their text.
    pub(in crate::spot) blocks: Vec<(u32, Span)>,
    /// Its sentences, block by block.
    pub(in crate::spot) sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    tokens: Vec<Token>,
    /// The classes of seeds in each sentence, `size` words a sentence.
    classes: Vec<u64>,
    /// Words that a set of classes takes.
    size: usize,
    /// Whether it is cut, and its sentences have their seeds.
    placed: bool,
    /// What was found, by signal; sorted by first token.
    found: Vec<Vec<Occurrence>>,
    /// Signals that were looked for.
    touched: Vec<SignalId>,
    /// The same.
    done: Bits,
    /// For cutting.
    cutting: tokens::Scratch,
    /// The words of the sentence at hand.
    words: Vec<Word>,
    /// What they lead to.
    known: Vec<Known>,
    /// Those of them that lead to classes.
    looked_up: Vec<Hit>,
    /// For folding.
    folded: String,
    /// The register's mentions in it.
    pub(super) mentions: Vec<Signal>,
    /// Lists for alignments, not in use.
    pub(super) spare: RefCell<Vec<Vec<Position>>>,
    /// Which way of which signal may stand in which sentence, sorted.
    pub(super) hits: Vec<(SignalId, u32, u32)>,
    /// What regexes matched in the whole group, by signal and way: block and span.
    matched: Vec<Matched>,
}

impl Group {
    /// Begins a group. `blocks`: the indices of its blocks in the draft; only prose is taken. `signals`: how many there are.
    pub(super) fn begin(&mut self, draft: &Draft, blocks: impl Iterator<Item = u32>, signals: usize) {
        self.blocks.clear();
        self.matched.clear();
        self.placed = false;
        self.found.resize_with(signals, Vec::new);
        if self.done.is_empty() {
            self.done = Bits::new(signals);
        }
        for id in self.touched.drain(..) {
            self.done.remove(id.0);
            if let Some(list) = self.found.get_mut(id.index()) {
                list.clear();
            }
        }
        let prose =
            |index: u32| Some((index, draft.blocks.get(index as usize).filter(|block| block.role.is_prose())?.text));
        self.blocks.extend(blocks.filter_map(prose));
    }

    /// Cuts the group to sentences, and gives these their seeds; unless that was done. `classes`: some of the seeds in the group, to
    /// which all others are added.
    pub(super) fn place(
        &mut self,
        draft: &Draft,
        cuts: &mut Sentences,
        kept: &Kept,
        seeds: &Seeds,
        classes: &mut [u64],
    ) {
        if std::mem::replace(&mut self.placed, true) {
            return;
        }
        self.cut(draft, cuts, seeds.classes);
        if self.sentences.len() == 1 {
            let hits = self.blocks.iter().filter_map(|(block, _)| kept.of(*block)).flatten();
            hits.for_each(|hit| seeds.mark(*hit, Tier::Rest, classes));
            self.classes.copy_from_slice(classes);
            return;
        }
        let mut from = 0;
        while let Some(block) = self.sentences.get(from).map(|sentence| sentence.block) {
            let rest = self.sentences.get(from..).unwrap_or_default();
            let to = from + rest.iter().take_while(|sentence| sentence.block == block).count();
            match kept.of(block) {
                Some(hits) => self.place_hits(hits, from..to, seeds, classes),
                None => (from..to).for_each(|index| self.look_up(draft, index, seeds)),
            }
            from = to;
        }
        for sentence in self.classes.chunks(self.size.max(1)) {
            classes.iter_mut().zip(sentence).for_each(|(all, own)| *all |= own);
        }
    }

    /// Cuts the group to sentences, in which nothing stands yet. `classes`: how many there are.
    fn cut(&mut self, draft: &Draft, cuts: &mut Sentences, classes: usize) {
        self.sentences.clear();
        self.tokens.clear();
        self.classes.clear();
        self.size = words_for(classes);
        for (block, _) in &self.blocks {
            let spans = cuts.of(draft, *block).iter();
            let cut = spans.map(|span| Sentence { span: *span, block: *block, tokens: 0..0, active: true });
            self.sentences.extend(cut);
        }
        self.classes.resize(self.sentences.len() * self.size, 0);
    }

    /// Looks for digits in all sentences, and for what is folded.
    pub(super) fn look_at_all(&mut self, draft: &Draft, seeds: &Seeds) {
        if self.sentences.len() > 1 {
            (0..self.sentences.len()).for_each(|index| self.look_at(draft, index, seeds));
        }
    }

    /// Has every sentence hold every seed.
    pub(super) fn fill_classes(&mut self) {
        self.classes.fill(u64::MAX);
    }

    /// Gives some sentences of one block their seeds, from its hits. What stands in none of them is added to `group`.
    fn place_hits(&mut self, hits: &[Hit], range: Range<usize>, seeds: &Seeds, group: &mut [u64]) {
        let Some(sentences) = self.sentences.get(range.clone()) else { return };
        let mut index = 0;
        for hit in hits {
            let holds = |sentence: &Sentence| sentence.span.start <= hit.at && hit.at < sentence.span.end;
            if !sentences.get(index).is_some_and(holds) {
                index = sentences.partition_point(|sentence| sentence.span.end <= hit.at);
            }
            let inside = sentences.get(index).is_some_and(|own| holds(own) && own.span.start <= hit.left);
            let at = (range.start + index) * self.size;
            match self.classes.get_mut(at..at + self.size).filter(|_| inside) {
                Some(classes) => seeds.mark(*hit, Tier::Rest, classes),
                None => seeds.mark(*hit, Tier::Rest, group),
            }
        }
    }

    /// Looks the words of a sentence up, and for literals in it.
    fn look_up(&mut self, draft: &Draft, index: usize, seeds: &Seeds) {
        let (at, Some(sentence)) = (index * self.size, self.sentences.get(index)) else { return };
        let Some(own) = self.classes.get_mut(at..at + self.size) else { return };
        self.words.clear();
        self.looked_up.clear();
        words(&draft.text, sentence.span, &mut self.words);
        self.known.clear();
        let known = |word: &Word| Known::new(word.key, seeds.place(word.key), 0, Lead::default());
        self.known.extend(self.words.iter().map(known));
        seeds.of_words(&self.words, &self.known, &mut self.looked_up);
        seeds.of_pairs(&self.words, &mut Before::default(), &mut self.looked_up, &mut Vec::new());
        seeds.of_literals(draft.slice(sentence.span), sentence.span.start, &mut self.looked_up);
        self.looked_up.iter().for_each(|hit| seeds.mark(*hit, Tier::Rest, own));
    }

    /// Looks for digits in a sentence, and for what is folded.
    fn look_at(&mut self, draft: &Draft, index: usize, seeds: &Seeds) {
        let (at, Some(sentence)) = (index * self.size, self.sentences.get(index)) else { return };
        let Some(own) = self.classes.get_mut(at..at + self.size) else { return };
        let mut mark = |class| bits::set(own, class);
        let text = draft.slice(sentence.span);
        seeds.of_digits(text, &mut mark);
        if !text.is_ascii() {
            self.words.clear();
            words(&draft.text, sentence.span, &mut self.words);
            seeds.of_wide(&draft.text, &self.words, &mut self.folded, &mut mark);
        }
    }

    /// Cuts the active sentences to tokens.
    pub(super) fn tokenise(&mut self, draft: &Draft) {
        for sentence in &mut self.sentences {
            let start = self.tokens.len() as u32;
            if sentence.active {
                tokens(&draft.text, sentence.span, &mut self.cutting, &mut self.tokens);
            }
            sentence.tokens = start..self.tokens.len() as u32;
        }
    }

    /// Whether a signal was looked for.
    pub(super) fn is_done(&self, id: SignalId) -> bool {
        self.done.has(id.0)
    }

    /// Whether an occurrence of a signal begins in a sentence.
    pub(super) fn stands_in(&self, id: SignalId, sentence: &Sentence) -> bool {
        let list = self.found(id);
        let first = list.partition_point(|occurrence| occurrence.from < sentence.tokens.start);
        list.get(first).is_some_and(|occurrence| occurrence.from < sentence.tokens.end)
    }

    /// Marks that a class stands in the sentence that holds byte `at`.
    pub(super) fn mark(&mut self, at: u32, class: u32) {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= at);
        if let Some(own) = self.classes.get_mut(index * self.size..) {
            bits::set(own, class);
        }
    }

    /// What a regex matched, where it was looked for.
    pub(super) fn matched(&self, id: SignalId, way: u32) -> Option<&[(u32, Span)]> {
        let own = self.matched.iter().find(|(own, _)| *own == (id, way));
        own.map(|(_, spans)| spans.as_slice())
    }

    /// Keeps what a regex matched.
    pub(super) fn keep_matched(&mut self, id: SignalId, way: u32, spans: Vec<(u32, Span)>) {
        self.matched.push(((id, way), spans));
    }

    /// The hits of one signal.
    pub(super) fn hits_of(&self, id: SignalId) -> &[(SignalId, u32, u32)] {
        let first = self.hits.partition_point(|hit| hit.0 < id);
        let rest = self.hits.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|hit| hit.0 == id)).unwrap_or_default()
    }

    /// The classes of seeds in a sentence.
    pub(super) fn classes_of(&self, index: usize) -> &[u64] {
        self.classes.get(index * self.size..(index + 1) * self.size).unwrap_or_default()
    }

    /// The classes that may stand in a sentence: its own, and those that are `marked` in the group, wherever they stand in it.
    pub(super) fn standing_in<'a>(&'a self, index: usize, marked: &[u64], room: &'a mut Vec<u64>) -> &'a [u64] {
        let own = self.classes_of(index);
        if marked.is_empty() {
            return own;
        }
        room.clear();
        room.extend(own.iter().zip(marked).map(|(own, marked)| own | marked));
        room
    }

    /// Leaves a sentence out, or takes it in again.
    pub(super) fn set_active(&mut self, index: usize, active: bool) {
        if let Some(sentence) = self.sentences.get_mut(index) {
            sentence.active = active;
        }
    }

    /// A token.
    pub(in crate::spot) fn token(&self, index: u32) -> Option<&Token> {
        self.tokens.get(index as usize)
    }

    /// The tokens of a sentence.
    pub(in crate::spot) fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or_default()
    }

    /// The occurrence of a span that a regex or the register gave; none where no token lies in it.
    pub(in crate::spot) fn occurrence_at(&self, block: u32, span: Span) -> Option<Occurrence> {
        let from = self.tokens.partition_point(|token| token.span.end <= span.start) as u32;
        let to = self.tokens.partition_point(|token| token.span.start < span.end) as u32;
        (from < to).then_some(Occurrence { block, span, from, to })
    }

    /// What was found of a signal.
    pub(in crate::spot) fn found(&self, id: SignalId) -> &[Occurrence] {
        self.found.get(id.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Those of them that begin with a token.
    pub(super) fn starting_at(&self, id: SignalId, token: u32) -> impl Iterator<Item = Occurrence> {
        let list = self.found(id);
        let first = list.partition_point(|occurrence| occurrence.from < token);
        list.get(first..).unwrap_or_default().iter().copied().take_while(move |occurrence| occurrence.from == token)
    }

    /// Keeps what was found of a signal.
    pub(super) fn keep(&mut self, id: SignalId, mut list: Vec<Occurrence>) {
        list.sort_unstable_by_key(|occurrence| (occurrence.from, occurrence.to, occurrence.span));
        list.dedup();
        if let Some(place) = self.found.get_mut(id.index()) {
            place.append(&mut list);
            self.done.add(id.0);
            self.touched.push(id);
        }
    }

    /// How far a frame reaches; none: over the whole group. The same as [`frames::reach`], from what is cut already.
    pub(super) fn reach(&self, draft: &Draft, frame: &Occurrence, extent: Extent) -> Option<Span> {
        let index = self.sentences.partition_point(|sentence| sentence.span.end <= frame.span.start);
        let own = self.sentences.get(index).filter(|sentence| sentence.span.contains(frame.span));
        match (extent, own) {
            (Extent::Span, _) => Some(frame.span),
            (Extent::Sentence, Some(sentence)) => Some(sentence.span),
            (Extent::Clause, Some(sentence)) => {
                Some(frames::clause(sentence.span, self.tokens_of(sentence), frame.span))
            }
            _ => frames::reach(draft, frame.block, None, frame.span, extent),
        }
    }
}
