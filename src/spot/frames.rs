//! Owns how far frames reach: clauses, quotations, sentences. A frame takes away what stands inside it whole. Called by
//! `phrases` for signals with `outside:` and by `judge` for rules with one.

use std::sync::LazyLock;

use super::keys::Keys;
use crate::draft::Draft;
use crate::rules::Extent;
use crate::text::Span;
use crate::text::sentence::sentences;
use crate::text::tokens::{Break, Scratch, Token, tokens};

/// How far the frame at `span` reaches in its draft; none: over its whole group. `block` is the index of its block,
/// `sentence` the one it stands in, where that is known.
pub fn reach(draft: &Draft, block: u32, sentence: Option<Span>, span: Span, extent: Extent) -> Option<Span> {
    let Some(within) = draft.blocks.get(block as usize).map(|block| block.text) else { return Some(span) };
    let sentence = || {
        let known = sentence.filter(|sentence| sentence.contains(span));
        known.unwrap_or_else(|| sentence_around(&draft.text, within, span))
    };
    Some(match extent {
        Extent::Span => span,
        Extent::Group => return None,
        Extent::Quote => around(&quotations(&draft.text, within), span).unwrap_or(span),
        Extent::Sentence => sentence(),
        Extent::Clause => {
            let (sentence, mut list) = (sentence(), Vec::new());
            tokens(&draft.text, sentence, &mut Scratch::default(), &mut list);
            clause(sentence, &list, span)
        }
    })
}

/// The shortest of some spans that holds `span`.
fn around(spans: &[Span], span: Span) -> Option<Span> {
    spans.iter().copied().filter(|quote| quote.contains(span)).min_by_key(|quote| quote.len())
}

/// The sentences that a span touches, joined.
fn sentence_around(text: &str, block: Span, span: Span) -> Span {
    let mut list = Vec::new();
    sentences(text, block, &mut list);
    list.into_iter().filter(|sentence| sentence.overlaps(span)).reduce(Span::join).unwrap_or(span)
}

/// Words before which a clause ends, whatever stands between.
static TURNS: LazyLock<Keys> =
    LazyLock::new(|| Keys::of("but however because although though whereas yet unless whereupon nevertheless"));
/// Words before which a clause ends after a comma.
static GOES_ON: LazyLock<Keys> = LazyLock::new(|| {
    Keys::of(
        "and so or nor then which who whose while when as since if where still even instead \
        we i you he she they it our my your his her this that these there here today yesterday last",
    )
});
/// Words that, with a subject after them, begin a clause without a comma.
static LINKS: LazyLock<Keys> = LazyLock::new(|| Keys::of("and so or then while when since as if"));
/// Subjects.
static SUBJECTS: LazyLock<Keys> = LazyLock::new(|| Keys::of("we i you he she they it our my this there"));

/// The clause of a sentence that holds `span`; where that spans several, all of them.
pub(super) fn clause(sentence: Span, tokens: &[Token], span: Span) -> Span {
    let mut start = sentence.start;
    for (index, token) in tokens.iter().enumerate().skip(1) {
        if !begins_clause(tokens, index, token) {
            continue;
        }
        if token.span.start <= span.start {
            start = token.span.start;
        } else if token.span.start >= span.end {
            let end = tokens.get(index - 1).map_or(token.span.start, |before| before.span.end);
            return Span::new(start, end.max(span.end));
        }
    }
    Span::new(start, sentence.end)
}

/// Whether a clause begins with this token.
fn begins_clause(tokens: &[Token], index: usize, token: &Token) -> bool {
    match token.break_before {
        Break::Clause => true,
        Break::Comma if GOES_ON.has(token) => true,
        _ if TURNS.has(token) => true,
        _ => LINKS.has(token) && tokens.get(index + 1).is_some_and(|next| SUBJECTS.has(next)),
    }
}

/// Longest quotation, in bytes: beyond that a mark was left open.
const LONGEST_QUOTE: u32 = 2000;

/// The quotations in a block, each with its marks. Straight and typeset marks, and guillemets.
pub(super) fn quotations(text: &str, block: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let Some(stretch) = text.get(block.range()) else { return out };
    let mut open: Vec<(char, u32)> = Vec::new();
    let mut before = ' ';
    let mut chars = stretch.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let at = block.start + offset as u32;
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let closes = closing(c, before, next).then(|| open.iter().rposition(|(mark, _)| pairs(*mark, c))).flatten();
        if let Some(index) = closes {
            let start = open.get(index).map_or(at, |(_, start)| *start);
            open.truncate(index);
            if at - start <= LONGEST_QUOTE {
                out.push(Span::new(start, at + c.len_utf8() as u32));
            }
        } else if opening(c, before, next) {
            if open.len() == 8 {
                open.remove(0);
            }
            open.push((c, at));
        }
        before = c;
    }
    out
}

/// Whether a mark can open a quotation here.
fn opening(c: char, before: char, next: char) -> bool {
    match c {
        '“' | '„' | '«' => true,
        '‘' | '\'' | '"' => !before.is_alphanumeric() && !next.is_whitespace(),
        _ => false,
    }
}

/// Whether a mark can close a quotation here.
fn closing(c: char, before: char, next: char) -> bool {
    match c {
        '”' | '»' | '“' => true,
        '"' => !before.is_whitespace(),
        '’' | '\'' => !before.is_whitespace() && !next.is_alphanumeric(),
        _ => false,
    }
}

/// Whether two marks are a pair.
const fn pairs(open: char, close: char) -> bool {
    matches!((open, close), ('“' | '„', '”') | ('„', '“') | ('«', '»') | ('"', '"') | ('‘', '’') | ('\'', '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The clause around `part` of a sentence.
    fn clause_of<'a>(text: &'a str, part: &str) -> &'a str {
        let (whole, at) = (Span::at(0..text.len()), text.find(part).expect("a part"));
        let mut list = Vec::new();
        tokens(text, whole, &mut Scratch::default(), &mut list);
        &text[clause(whole, &list, Span::at(at..at + part.len())).range()]
    }

    #[test]
    fn a_clause_ends_where_the_sentence_turns() {
        let text = "We can't promise results, but we won you $2 million";
        assert_eq!(clause_of(text, "promise"), "We can't promise results");
        assert_eq!(clause_of(text, "won"), "but we won you $2 million");
        assert_eq!(clause_of("Without promising anything, we won it.", "promising"), "Without promising anything");
        assert_eq!(
            clause_of("We never promise red, blue and green.", "promise"),
            "We never promise red, blue and green."
        );
        assert_eq!(clause_of("No promises – we won (again).", "promises"), "No promises");
        assert_eq!(clause_of("No promises and we won.", "promises"), "No promises");
    }

    #[test]
    fn quotations_hold_their_marks_and_apostrophes_open_none() {
        let cut = |text: &'static str| -> Vec<&str> {
            quotations(text, Span::at(0..text.len())).into_iter().map(|span| &text[span.range()]).collect()
        };
        assert_eq!(cut("don't say \"we won\" or “you ‘paid’ us” now"), ["\"we won\"", "‘paid’", "“you ‘paid’ us”"]);
        assert_eq!(cut("the clients' case and 5\" of rain"), Vec::<&str>::new());
        assert_eq!(cut("„so“ «or» 'thus'"), ["„so“", "«or»", "'thus'"]);
    }
}
