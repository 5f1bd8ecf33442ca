//! Owns questions, negations, suppositions and numbers.

use super::{Ranges, View};
use crate::spot::frames::clause;
use crate::text::tokens::{Break, Token, What};
use crate::text::words::Shape;

words! {
    /// Words that negate.
    NEGATES = "not never no none nothing nobody neither nor without cannot hardly don't doesn't didn't can't won't wouldn't couldn't \
        shouldn't isn't aren't wasn't weren't haven't hasn't hadn't mustn't needn't ain't shan't dont doesnt didnt cant \
        wouldnt couldnt shouldnt isnt arent wasnt werent havent hasnt hadnt";
    /// Verbs that negate what they take: «decline to say».
    REFUSES = "unable decline declines declined refuse refuses refused fail fails failed avoid refrain refrains forbidden";
    /// Words that make a whole sentence a supposition.
    SUPPOSES = "imagine imagining suppose supposing hypothetical hypothetically hypotheticals fictional fictitious invented composite \
        pretend";
    /// Numbers in words.
    NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen \
        twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half";
    /// What refusals take.
    TAKEN = "to from";
    /// After these «not» and «no» negate nothing.
    NO_NEGATION = "only just merely doubt wonder less problem worries matter";
    /// For «No. 5».
    NO = "no";
    /// «can't imagine» supposes nothing.
    DENIED = "can't not";
    /// «Let's say».
    LET = "let's lets";
    /// «Let's say», «say you».
    SAY = "say";
    /// «Say you».
    YOU = "you";
    /// «What if».
    WHAT = "what";
    /// «Picture this».
    PICTURE = "picture";
    /// «Picture this».
    THIS = "this";
    /// «Made up».
    MADE = "made";
    /// «Made up».
    UP = "up";
    /// Conditions.
    IF = "if unless whether";
    /// After these, «if» and «whether» report a question: «asked me whether he can».
    ASKS = "ask asks asked asking know knows knew wonder wonders wondered wondering check checked checking see saw sure unsure \
        decide decided deciding doubt unclear matter";
    /// What «one» and «a» count.
    COUNTED = "hundred thousand million billion grand";
    /// Numbers only with something counted.
    ONE = "one a";
}

/// A list of words.
type LazyWords = std::sync::LazyLock<crate::spot::keys::Keys>;

/// The whole sentence.
pub(super) fn whole(view: &View<'_>) -> Ranges {
    if view.tokens.is_empty() { Vec::new() } else { std::iter::once(0..view.tokens.len()).collect() }
}

/// A sentence that ends with a question mark.
pub(super) fn question(view: &View<'_>) -> Ranges {
    let text = view.text.get(view.span.range()).unwrap_or_default();
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '？' | '.' | '!'));
    let marks = text.trim_end_matches(['!', '.', '"', '”', ')', '’', '\'']);
    if marks.ends_with(['?', '？']) { whole(view) } else { Vec::new() }
}

/// Words that negate.
pub(super) fn negation(view: &View<'_>) -> Ranges {
    let mut out = Vec::new();
    for (index, token) in view.tokens.iter().enumerate() {
        let next = view.tokens.get(index + 1);
        if REFUSES.has(token) {
            if next.is_some_and(|next| TAKEN.has(next)) {
                out.push(index..index + 2);
            }
            continue;
        }
        if !NEGATES.has(token) {
            continue;
        }
        // «not only», «no doubt», «No. 5»
        let no_negation =
            next.is_some_and(|next| NO_NEGATION.has(next) || (next.shape == Shape::Digits && NO.has(token)));
        if !no_negation {
            out.push(index..index + 1);
        }
    }
    out
}

/// Suppositions: the sentence, or the clause with «if».
pub(super) fn hypothetical(view: &View<'_>) -> Ranges {
    let follow = |index: usize, words: &[&LazyWords]| {
        let fits = |(offset, words): (usize, &&LazyWords)| {
            view.tokens.get(index + offset).is_some_and(|token| words.has(token))
        };
        words.iter().enumerate().all(fits)
    };
    let openers: [&[&LazyWords]; 4] = [&[&LET, &SAY], &[&WHAT, &IF], &[&PICTURE, &THIS], &[&MADE, &UP]];
    for (index, token) in view.tokens.iter().enumerate() {
        let supposes = SUPPOSES.has(token) && view.before(index).is_none_or(|before| !DENIED.has(before));
        if supposes || openers.iter().any(|words| follow(index, words)) || (index == 0 && follow(0, &[&SAY, &YOU])) {
            return whole(view);
        }
    }
    let mut out: Ranges = Vec::new();
    for (index, token) in view.tokens.iter().enumerate() {
        if !IF.has(token) || out.last().is_some_and(|range| index < range.end) || reports(view, index) {
            continue;
        }
        let reach = clause(view.span, view.tokens, token.span);
        let end = view.tokens.partition_point(|token| token.span.start < reach.end);
        out.push(index..end.max(index + 1));
    }
    out
}

/// Whether the «whether» at an index reports a question: «asked me whether he can hide it», not «whether you win».
fn reports(view: &View<'_>, index: usize) -> bool {
    let from = index.saturating_sub(3);
    let before = view.tokens.get(from..index).unwrap_or_default();
    before.iter().any(|token| ASKS.has(token))
}

/// Numbers, in digits or words.
pub(super) fn number(view: &View<'_>) -> Ranges {
    let hits = view.tokens.iter().enumerate().filter(|(index, token)| is_number(view, *index, token));
    hits.map(|(index, _)| index..index + 1).collect()
}

/// Whether a token is a number.
fn is_number(view: &View<'_>, index: usize, token: &Token) -> bool {
    if token.what != What::Word {
        return false;
    }
    let next = view.tokens.get(index + 1).filter(|next| next.break_before == Break::None);
    let counts = |next: &Token| COUNTED.has(next);
    token.shape == Shape::Digits
        || NUMBERS.has(token)
        || (ONE.has(token) && next.is_some_and(counts))
        || view.written(token).strip_suffix(['k', 'K', 'm', 'M']).is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::expect;
    use crate::rules::Fixed;

    #[test]
    fn questions_end_with_their_mark() {
        expect(
            Fixed::Question,
            &[("Did we win?", &["Did we win?"]), ("\"Did we?\" he asked.", &[]), ("Really?!", &["Really?!"])],
        );
    }

    #[test]
    fn negations_negate() {
        expect(
            Fixed::Negation,
            &[
                ("We can't and won't, not now", &["can't", "won't", "not"]),
                ("We declined to say", &["declined to"]),
                ("Not only that, no doubt, No. 5", &[]),
            ],
        );
    }

    #[test]
    fn a_supposition_covers_its_sentence_or_its_clause() {
        expect(
            Fixed::Hypothetical,
            &[
                ("Imagine a client who lied.", &["Imagine a client who lied."]),
                ("If you paid $500, we won it", &["If you paid $500"]),
                ("He asked me whether he can hide it", &[]),
                ("We won it", &[]),
            ],
        );
    }

    #[test]
    fn numbers_stand_in_digits_and_in_words() {
        expect(Fixed::Number, &[("one of 2,400 paid two million or 5k", &["2,400", "two", "million", "5k"])]);
    }
}
