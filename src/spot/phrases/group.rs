//! Owns one group as phrases see it: its blocks cut into sentences and tokens, and what was found in it so far.

use std::ops::Range;

use crate::draft::Draft;
use crate::rules::SignalId;
use crate::text::Span;
use crate::text::sentence::sentences;
use crate::text::tokens::{self, Token, tokens};

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
}

/// A group, cut.
#[derive(Default)]
pub(in crate::spot) struct Group {
    /// Indices of its blocks of prose, with their text.
    pub(in crate::spot) blocks: Vec<(u32, Span)>,
    /// Its sentences, block by block.
    pub(in crate::spot) sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    tokens: Vec<Token>,
    /// What was found, by signal; sorted by first token.
    found: Vec<Vec<Occurrence>>,
    /// Signals that `found` holds something of.
    touched: Vec<SignalId>,
    /// For cutting.
    cutting: tokens::Scratch,
    /// For cutting.
    spans: Vec<Span>,
}

impl Group {
    /// Cuts a group anew. `blocks`: the indices of its blocks in the draft; only prose is taken.
    pub(super) fn cut(&mut self, draft: &Draft, blocks: impl Iterator<Item = u32>, signals: usize) {
        self.blocks.clear();
        self.sentences.clear();
        self.tokens.clear();
        self.found.resize_with(signals, Vec::new);
        for id in self.touched.drain(..) {
            if let Some(list) = self.found.get_mut(id.index()) {
                list.clear();
            }
        }
        for index in blocks {
            let Some(block) = draft.blocks.get(index as usize).filter(|block| block.role.is_prose()) else { continue };
            self.blocks.push((index, block.text));
            self.spans.clear();
            sentences(&draft.text, block.text, &mut self.spans);
            for span in &self.spans {
                let start = self.tokens.len() as u32;
                tokens(&draft.text, *span, &mut self.cutting, &mut self.tokens);
                self.sentences.push(Sentence { span: *span, block: index, tokens: start..self.tokens.len() as u32 });
            }
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
            *place = list;
            self.touched.push(id);
        }
    }
}
