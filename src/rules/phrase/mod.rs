//! Owns the phrase language: what a phrase is. `docs/writing-rules.md` teaches it and has its grammar; `parse` reads it.
//! Matching is `spot`'s business; called by `load`.

mod parse;

pub use parse::parse;

use super::model::SignalId;

/// A parsed phrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phrase {
    /// As written in the pack.
    pub written: String,
    /// What it means.
    pub root: Node,
    /// The signals it refers to, as often as it does.
    pub signals: Vec<SignalId>,
}

/// A part of a phrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Node {
    /// One word, in one of these folded forms; an apostrophe stands in contractions.
    Word(Vec<String>),
    /// A word with this folded beginning.
    Beginning(String),
    /// A sign.
    Sign(char),
    /// An occurrence of another signal.
    Signal(SignalId),
    /// Up to so many words.
    Gap(u32),
    /// The first word of a sentence follows.
    SentenceStart,
    /// One after the other.
    Seq(Vec<Self>),
    /// One of these.
    Choice(Vec<Self>),
    /// This or nothing.
    Optional(Box<Self>),
}

/// Why a phrase could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhraseError {
    /// 1-based character of the phrase.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

/// Most words that a gap may span.
pub const WIDEST_GAP: u32 = 20;
/// Most words a match can have: alignments stay linear in the text.
pub const LONGEST: u32 = 120;

impl Node {
    /// The least and the most words, signs and signals that it takes; a signal counts as one.
    fn width(&self) -> (u32, u32) {
        match self {
            Self::Word(_) | Self::Beginning(_) | Self::Sign(_) | Self::Signal(_) => (1, 1),
            Self::Gap(most) => (0, *most),
            Self::SentenceStart => (0, 0),
            Self::Seq(nodes) => {
                nodes.iter().map(Self::width).fold((0, 0), |(a, b), (c, d)| (a + c, b.saturating_add(d)))
            }
            Self::Choice(nodes) => {
                nodes.iter().map(Self::width).reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or_default()
            }
            Self::Optional(node) => (0, node.width().1),
        }
    }

    /// Calls `each` with every signal it refers to.
    fn signals(&self, each: &mut dyn FnMut(SignalId)) {
        match self {
            Self::Signal(id) => each(*id),
            Self::Seq(nodes) | Self::Choice(nodes) => nodes.iter().for_each(|node| node.signals(each)),
            Self::Optional(node) => node.signals(each),
            _ => {}
        }
    }

    /// Whether it holds a gap.
    pub fn has_gap(&self) -> bool {
        match self {
            Self::Gap(_) => true,
            Self::Seq(nodes) | Self::Choice(nodes) => nodes.iter().any(Self::has_gap),
            Self::Optional(node) => node.has_gap(),
            _ => false,
        }
    }
}
