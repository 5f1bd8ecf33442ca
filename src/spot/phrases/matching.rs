//! Owns how a phrase is aligned with the tokens of one sentence. Sets of positions are carried from part to part, never
//! single paths, so that the work is bounded by the phrase's length times its parts at every start: linear in the text.

use super::group::{Group, Occurrence, Sentence};
use crate::rules::SignalId;
use crate::rules::phrase::{Node, Phrase};
use crate::spot::keys::Keys;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::tokens::{Break, What};
use crate::text::words::key;

/// A phrase, compiled.
#[derive(Clone, Debug)]
pub(super) struct Matcher {
    /// What it means.
    root: Step,
    /// The words that it may begin with, where it begins with one of some words in any case.
    first: Option<Keys>,
    /// Whether it holds a gap: then the shortest match counts, otherwise the longest.
    gap: bool,
}

/// A part of a phrase.
#[derive(Clone, Debug)]
enum Step {
    /// A word with one of these keys. Keys are 64 bits wide: two words of a language never share one in practice,
    /// and what would follow is a phrase found in a wrong place, not one missed.
    Word(Keys),
    /// A word with this folded beginning.
    Beginning(String),
    /// A sign.
    Sign(char),
    /// An occurrence.
    Signal(SignalId),
    /// Up to so many words.
    Gap(u32),
    /// The first word of the sentence follows.
    Start,
    /// One after the other.
    Seq(Box<[Self]>),
    /// One of these.
    Choice(Box<[Self]>),
    /// This or nothing.
    Optional(Box<Self>),
}

/// A place between two tokens where a match may go on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Position {
    /// Index of the next token in the group.
    token: u32,
    /// What parts clauses may be crossed: at the start, and after a gap.
    free: bool,
    /// No sign may be passed over: at the start.
    exact: bool,
}

/// Most signs that are passed over between two words.
const MOST_SIGNS: u32 = 8;
/// Most positions that are carried on from one part.
const MOST_POSITIONS: usize = 256;

impl Matcher {
    /// Compiles a phrase.
    pub(super) fn compile(phrase: &Phrase) -> Self {
        let mut words = Vec::new();
        let first = first_words(&phrase.root, &mut words).then(|| Keys::new(words.into_iter().map(key)));
        Self { root: step(&phrase.root), first, gap: phrase.root.has_gap() }
    }

    /// Appends the occurrences in one sentence, in order.
    pub(super) fn find(&self, group: &Group, text: &str, sentence: &Sentence, out: &mut Vec<Occurrence>) {
        let first_new = out.len();
        let alignment = Alignment { group, text, sentence };
        let (mut ends, mut last) = (Vec::new(), None);
        for start in sentence.tokens.clone() {
            let may = match &self.first {
                Some(first) => group.token(start).is_some_and(|token| first.has(token)),
                None => alignment.may_start(&self.root, start),
            };
            if !may {
                continue;
            }
            ends.clear();
            alignment.go(&self.root, Position { token: start, free: true, exact: true }, &mut ends);
            let reached = ends.iter().map(|end| end.token).filter(|end| *end > start);
            let Some(end) = (if self.gap { reached.min() } else { reached.max() }) else { continue };
            // With a gap a later start with the same end is the nearer one; without, the first start has all.
            while self.gap && out.len() > first_new && out.last().is_some_and(|before| before.to >= end) {
                out.pop();
            }
            if !self.gap && last.is_some_and(|last| end <= last) {
                continue;
            }
            last = Some(end);
            out.push(group.occurrence(sentence.block, start, end));
        }
    }
}

/// Collects the words that a part may begin with; says whether it begins with one of some words in any case.
fn first_words<'a>(node: &'a Node, words: &mut Vec<&'a str>) -> bool {
    match node {
        Node::Word(forms) => {
            words.extend(forms.iter().map(String::as_str));
            true
        }
        Node::Seq(nodes) => {
            for node in nodes {
                match node {
                    // What may be missing may begin it, and so may what follows.
                    Node::Optional(inner) if first_words(inner, words) => {}
                    Node::SentenceStart => {}
                    other => return first_words(other, words),
                }
            }
            false
        }
        Node::Choice(nodes) => nodes.iter().all(|node| first_words(node, words)),
        _ => false,
    }
}

/// Compiles a part.
fn step(node: &Node) -> Step {
    match node {
        Node::Word(forms) => Step::Word(Keys::new(forms.iter().map(|form| key(form)))),
        Node::Beginning(beginning) => Step::Beginning(beginning.clone()),
        Node::Sign(sign) => Step::Sign(*sign),
        Node::Signal(id) => Step::Signal(*id),
        Node::Gap(words) => Step::Gap(*words),
        Node::SentenceStart => Step::Start,
        Node::Seq(nodes) => Step::Seq(nodes.iter().map(step).collect()),
        Node::Choice(nodes) => Step::Choice(nodes.iter().map(step).collect()),
        Node::Optional(node) => Step::Optional(Box::new(step(node))),
    }
}

/// A phrase laid against a sentence.
struct Alignment<'a> {
    /// The group's tokens and occurrences.
    group: &'a Group,
    /// The draft's text.
    text: &'a str,
    /// The sentence.
    sentence: &'a Sentence,
}

impl Alignment<'_> {
    /// An empty list.
    fn take(&self) -> Vec<Position> {
        self.group.spare.borrow_mut().pop().unwrap_or_default()
    }

    /// Keeps lists for later.
    fn give_back(&self, lists: [Vec<Position>; 2]) {
        let cleared = lists.into_iter().map(|mut list| {
            list.clear();
            list
        });
        self.group.spare.borrow_mut().extend(cleared);
    }

    /// Whether a match may begin with this token; a quick no for nearly all.
    fn may_start(&self, step: &Step, token: u32) -> bool {
        let Some(found) = self.group.token(token) else { return false };
        match step {
            Step::Word(keys) => keys.has(found),
            Step::Beginning(_) => found.what == What::Word,
            Step::Sign(sign) => found.what == What::Sign(*sign),
            Step::Signal(id) => self.group.starting_at(*id, token).next().is_some(),
            Step::Start => self.is_first_word(token),
            Step::Choice(steps) => steps.iter().any(|step| self.may_start(step, token)),
            Step::Seq(steps) => match steps.as_ref() {
                [Step::Start, second, ..] => self.is_first_word(token) && self.may_start(second, token),
                [first, ..] => self.may_start(first, token),
                [] => false,
            },
            Step::Optional(_) | Step::Gap(_) => true,
        }
    }

    /// Appends the positions after `step`, begun at `at`.
    fn go(&self, step: &Step, at: Position, out: &mut Vec<Position>) {
        match step {
            Step::Word(keys) => self.take_word(at, out, |token| keys.has(token)),
            Step::Beginning(beginning) => self.take_word(at, out, |token| {
                self.text.get(token.span.range()).is_some_and(|written| folded(written).starts_with(beginning.as_str()))
            }),
            Step::Sign(sign) => {
                for token in self.passable(at) {
                    if self.group.token(token).is_some_and(|found| found.what == What::Sign(*sign)) {
                        out.push(after(token + 1));
                        break;
                    }
                }
            }
            Step::Signal(id) => {
                for token in self.passable(at) {
                    let ends = self.group.starting_at(*id, token).map(|found| found.to);
                    out.extend(ends.filter(|end| *end <= self.sentence.tokens.end).map(after));
                }
            }
            Step::Gap(words) => self.gap(*words, at, out),
            Step::Start => {
                if self.is_first_word(at.token) {
                    out.push(at);
                }
            }
            Step::Choice(steps) => steps.iter().for_each(|step| self.go(step, at, out)),
            Step::Optional(step) => {
                out.push(at);
                self.go(step, at, out);
            }
            Step::Seq(steps) => {
                if !steps.first().is_some_and(|first| self.could_begin(first, at)) {
                    return;
                }
                let (mut now, mut next) = (self.take(), self.take());
                now.push(at);
                for step in steps {
                    next.clear();
                    now.iter().for_each(|at| self.go(step, *at, &mut next));
                    if next.len() > 1 {
                        next.sort_unstable();
                        next.dedup();
                        next.truncate(MOST_POSITIONS);
                    }
                    std::mem::swap(&mut now, &mut next);
                    if now.is_empty() {
                        break;
                    }
                }
                out.append(&mut now);
                self.give_back([now, next]);
            }
        }
    }

    /// Whether a part may match from a position on; a quick no for nearly all.
    fn could_begin(&self, step: &Step, at: Position) -> bool {
        matches!(step, Step::Optional(_) | Step::Gap(_) | Step::Start)
            || self.passable(at).any(|token| self.may_start(step, token))
    }

    /// Takes the next word, signs before it passed over, if `fits` says so.
    fn take_word(&self, at: Position, out: &mut Vec<Position>, fits: impl Fn(&crate::text::tokens::Token) -> bool) {
        for token in self.passable(at) {
            let Some(found) = self.group.token(token) else { return };
            if found.what == What::Word {
                if fits(found) {
                    out.push(after(token + 1));
                }
                return;
            }
        }
    }

    /// The tokens that may be next from a position: signs up to and with the first word, nothing that parts clauses
    /// before them.
    fn passable(&self, at: Position) -> impl Iterator<Item = u32> {
        let end = self.sentence.tokens.end.min(at.token.saturating_add(if at.exact { 1 } else { MOST_SIGNS + 1 }));
        let mut ended = false;
        (at.token..end).take_while(move |token| {
            let Some(found) = self.group.token(*token).filter(|_| !ended) else { return false };
            ended = found.what == What::Word;
            found.break_before < Break::Clause || at.free
        })
    }

    /// Passes over up to `words` words, whatever parts them.
    fn gap(&self, words: u32, at: Position, out: &mut Vec<Position>) {
        let mut left = words;
        for token in at.token..self.sentence.tokens.end {
            let Some(found) = self.group.token(token) else { return };
            // Only before words and signs that can begin something: the positions stay few.
            out.push(Position { token, free: true, exact: false });
            if found.what == What::Word {
                if left == 0 {
                    return;
                }
                left -= 1;
            }
        }
    }

    /// Whether a token is the first word of its sentence.
    fn is_first_word(&self, token: u32) -> bool {
        let is_word = |at: u32| self.group.token(at).is_some_and(|found| found.what == What::Word);
        let before = token.saturating_sub(MOST_SIGNS).max(self.sentence.tokens.start)..token;
        let all_seen = token - self.sentence.tokens.start <= MOST_SIGNS;
        all_seen && is_word(token) && !before.into_iter().any(is_word)
    }
}

/// The position after a token that was taken.
const fn after(token: u32) -> Position {
    Position { token, free: false, exact: false }
}

impl Group {
    /// The occurrence from one token up to another.
    fn occurrence(&self, block: u32, from: u32, to: u32) -> Occurrence {
        let start = self.token(from).map_or(0, |token| token.span.start);
        let end = self.token(to.saturating_sub(1)).map_or(start, |token| token.span.end);
        Occurrence { block, span: Span::new(start, end), from, to }
    }
}
