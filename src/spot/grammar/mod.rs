//! Owns the grammar that packs may ask for: who is spoken of, when, and in what mood. Heuristics over the tokens of one
//! sentence, kept few and plain; `docs/writing-rules.md` says what each promises. `phrases` calls it, for groups in which
//! a rule may hold.

/// Declares lists of words by their sorted keys.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $list:expr;)*) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<$crate::spot::keys::Keys> =
            std::sync::LazyLock::new(|| $crate::spot::keys::Keys::of($list));)*
    };
}

mod general;
mod mood;
mod people;
mod verbs;

use super::frames::quotations;
use super::phrases::{Group, Occurrence, Sentence};
use crate::draft::Draft;
use crate::rules::Fixed;
use crate::text::Span;
use crate::text::tokens::{Token, What};

/// A sentence with its tokens.
pub(super) struct View<'a> {
    /// The draft's text.
    text: &'a str,
    /// The sentence's bytes.
    span: Span,
    /// Its tokens.
    tokens: &'a [Token],
}

impl View<'_> {
    /// A token as written.
    fn written(&self, token: &Token) -> &str {
        self.text.get(token.span.range()).unwrap_or_default()
    }

    /// The token at an index, which may lie outside.
    fn at(&self, index: Option<usize>) -> Option<&Token> {
        self.tokens.get(index?)
    }

    /// The word before an index, signs passed over, if nothing parts it from the next one.
    fn before(&self, index: usize) -> Option<&Token> {
        self.at(index.checked_sub(1)).filter(|token| token.what == What::Word)
    }
}

/// Ranges of tokens in a sentence.
type Ranges = Vec<std::ops::Range<usize>>;

/// Finds a grammar signal in a group.
pub(super) fn find(fixed: Fixed, draft: &Draft, group: &Group) -> Vec<Occurrence> {
    let mut out = Vec::new();
    if fixed == Fixed::Quotation {
        for (block, within) in &group.blocks {
            let spans = quotations(&draft.text, *within);
            out.extend(spans.into_iter().filter_map(|span| group.occurrence_at(*block, span)));
        }
        return out;
    }
    for sentence in group.sentences.iter().filter(|sentence| sentence.active) {
        let view = View { text: &draft.text, span: sentence.span, tokens: group.tokens_of(sentence) };
        let ranges = ranges(fixed, &view);
        out.extend(ranges.into_iter().filter_map(|range| occurrence(&view, sentence, range)));
    }
    out
}

/// Where a grammar signal stands in a sentence.
fn ranges(fixed: Fixed, view: &View<'_>) -> Ranges {
    match fixed {
        Fixed::We => people::we(view),
        Fixed::You => people::you(view),
        Fixed::Someone => people::someone(view),
        Fixed::Client => people::client(view),
        Fixed::Past => verbs::past(view),
        Fixed::Imperative => verbs::imperative(view),
        Fixed::Question => mood::question(view),
        Fixed::Negation => mood::negation(view),
        Fixed::Hypothetical => mood::hypothetical(view),
        Fixed::Generic => general::generic(view),
        Fixed::Number => mood::number(view),
        _ => Vec::new(),
    }
}

/// The occurrence of a range of tokens; a range of the whole sentence covers its punctuation too.
fn occurrence(view: &View<'_>, sentence: &Sentence, range: std::ops::Range<usize>) -> Option<Occurrence> {
    let first = view.tokens.get(range.start)?;
    let last = view.tokens.get(range.end.checked_sub(1)?)?;
    let whole = range.start == 0 && range.end == view.tokens.len();
    let span = if whole { sentence.span } else { first.span.join(last.span) };
    let from = sentence.tokens.start + range.start as u32;
    Some(Occurrence { block: sentence.block, span, from, to: from + range.len() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens::{Scratch, tokens};

    /// What a grammar signal finds in one sentence, as written.
    pub(super) fn found(fixed: Fixed, text: &str) -> Vec<&str> {
        let span = Span::at(0..text.len());
        let mut list = Vec::new();
        tokens(text, span, &mut Scratch::default(), &mut list);
        let view = View { text, span, tokens: &list };
        let sentence = Sentence { span, block: 0, tokens: 0..list.len() as u32, active: true };
        let found = ranges(fixed, &view).into_iter().filter_map(|range| occurrence(&view, &sentence, range));
        found.map(|occurrence| &text[occurrence.span.range()]).collect()
    }

    /// Asserts what a grammar signal finds in some sentences.
    pub(super) fn expect(fixed: Fixed, cases: &[(&str, &[&str])]) {
        for (text, wanted) in cases {
            assert_eq!(found(fixed, text), *wanted, "{text}");
        }
    }

    /// Whether one of the words that an occurrence must hold stands in a text.
    fn has_one_of(words: &str, text: &str) -> bool {
        let mut list = Vec::new();
        crate::text::words::words(text, Span::at(0..text.len()), &mut list);
        let known = crate::spot::keys::Keys::new(
            words
                .split_ascii_whitespace()
                .map(|word| word.rsplit('\'').next().unwrap_or(word))
                .map(crate::text::words::key),
        );
        list.iter().any(|word| known.holds(word.key))
    }

    proptest::proptest! {
        #[test]
        fn no_sentence_panics_and_what_is_found_holds_a_word_it_must(
            text in "(?s)[ -~é’“”🎉\n]{0,60}|((the|my|this|office|client|if|not|don't|let's|say|Mr|Grace|we|you|y'all|of|was|3|,|\\?) ){0,20}",
        ) {
            for fixed in Fixed::ALL {
                let found = found(fixed, &text);
                if let Some(words) = fixed.words() {
                    let digits = fixed == Fixed::Number && text.bytes().any(|b| b.is_ascii_digit());
                    proptest::prop_assert!(found.is_empty() || digits || has_one_of(words, &text), "{fixed:?}");
                }
            }
        }
    }
}
