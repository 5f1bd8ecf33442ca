//! Owns how a text is cut for phrases: words and signs in order, contractions and numbers held together, and what parts
//! one from the next. Finer than `words`, and only made where a phrase may stand. Called by the phrase language for its
//! own words and by `spot` for sentences, so that both sides cut alike.

use super::Span;
use super::fold::{fold_word, folded, is_ignorable};
use super::words::{Gap, Shape, Word, key, words};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A word, a contraction or a number.
    Word,
    /// A sign that a phrase may name: `$`, `%`, `#`, an emoji.
    Sign(char),
}

/// A word or a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// What it is.
    pub what: What,
    /// The key of the folded whole: of `don't`, with its apostrophe, of `2,400`, with its comma. 0 for a sign.
    pub key: u64,
    /// The key of what stands before `'s 've 'll 're 'd 'm`; that of the whole where there is no such ending.
    pub stem: u64,
    /// How the word before any such ending is written.
    pub shape: Shape,
    /// What parts it from the token before.
    pub break_before: Break,
}

/// What parts two tokens, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Break {
    /// Blanks, a hyphen, quotes, nothing.
    None,
    /// A comma.
    Comma,
    /// What parts clauses: `; : ( ) –` and the like.
    Clause,
}

/// Endings that an apostrophe parts from their word.
const ENDINGS: [&str; 9] = ["s", "t", "ve", "ll", "re", "d", "m", "all", "em"];

/// Buffers that are reused from text to text.
#[derive(Default)]
pub struct Scratch {
    /// The plain words.
    words: Vec<Word>,
    /// For folding.
    folded: String,
}

/// Appends the tokens of `text[span]` to `out`.
pub fn tokens(text: &str, span: Span, scratch: &mut Scratch, out: &mut Vec<Token>) {
    scratch.words.clear();
    words(text, span, &mut scratch.words);
    let list = std::mem::take(&mut scratch.words);
    let (mut at, mut end, mut pending) = (0, span.start, Break::None);
    while let Some(first) = list.get(at) {
        signs(text, Span::new(end, first.at), &mut pending, out);
        let mut last = at;
        while let Some(next) = list.get(last + 1)
            && joins(text, list.get(last), next)
        {
            last += 1;
        }
        // A number takes in any count of parts, a contraction just one.
        if first.shape != Shape::Digits {
            last = last.min(at + 1);
        }
        let Some(last_word) = list.get(last) else { break };
        end = last_word.span().end;
        let span = Span::new(first.at, end);
        out.push(token(text, span, first, last_word, std::mem::replace(&mut pending, Break::None), scratch));
        at = last + 1;
    }
    signs(text, Span::new(end, span.end), &mut pending, out);
    scratch.words = list;
}

/// Whether a word goes on from the one before: `don` and `t`, `2` and `400`.
fn joins(text: &str, word: Option<&Word>, next: &Word) -> bool {
    let Some(word) = word else { return false };
    let between = text.get(word.span().end as usize..next.at as usize).unwrap_or_default();
    if word.shape == Shape::Digits && next.shape == Shape::Digits {
        return matches!(between, "." | ",");
    }
    next.gap == Gap::Joint && between.chars().all(is_apostrophe) && is_ending(text.get(next.span().range()))
}

/// Whether it is a typewriter's or a typeset apostrophe, or what stands for one.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | '′' | '＇') || is_ignorable(c)
}

/// Whether a part is one that apostrophes join to words.
fn is_ending(part: Option<&str>) -> bool {
    part.is_some_and(|part| part.len() <= 3 && ENDINGS.iter().any(|ending| part.eq_ignore_ascii_case(ending)))
}

/// The token of the words from `first` to `last`.
fn token(text: &str, span: Span, first: &Word, last: &Word, before: Break, scratch: &mut Scratch) -> Token {
    let mut token =
        Token { span, what: What::Word, key: first.key, stem: first.key, shape: first.shape, break_before: before };
    if first.at == last.at {
        return token;
    }
    scratch.folded.clear();
    let whole = text.get(span.range()).unwrap_or_default();
    if first.shape == Shape::Digits && last.shape == Shape::Digits {
        scratch.folded.push_str(whole);
        token.key = key(&scratch.folded);
        token.stem = token.key;
        return token;
    }
    let ending = text.get(last.span().range()).unwrap_or_default();
    fold_word(text.get(first.span().range()).unwrap_or_default(), &mut scratch.folded);
    scratch.folded.push('\'');
    fold_word(ending, &mut scratch.folded);
    token.key = key(&scratch.folded);
    // «don't» is no form of «do»: its stem is the whole.
    token.stem = if ending.eq_ignore_ascii_case("t") { token.key } else { first.key };
    token
}

/// Appends the signs in a stretch without words; notes what else parts the words around it.
fn signs(text: &str, span: Span, pending: &mut Break, out: &mut Vec<Token>) {
    let between = text.get(span.range()).unwrap_or_default();
    if matches!(between, "" | " ") {
        return;
    }
    let spaced_dash = between.trim_matches(['-', '–', '‐', '‒']).len() + 1 < between.len() || {
        let core = between.trim();
        core.len() < between.len() && matches!(core, "-" | "–" | "‒" | "−" | "--")
    };
    if spaced_dash {
        *pending = (*pending).max(Break::Clause);
    }
    for (offset, c) in between.char_indices() {
        if c.is_whitespace() || is_ignorable(c) || is_apostrophe(c) {
            continue;
        }
        match c {
            ',' => *pending = (*pending).max(Break::Comma),
            ';' | ':' | '(' | ')' | '[' | ']' | '{' | '}' | '—' | '―' | '…' | '|' | '•' | '·' => {
                *pending = Break::Clause
            }
            c if is_punctuation(c) => {}
            sign => {
                let span = Span::new(span.start + offset as u32, span.start + (offset + c.len_utf8()) as u32);
                let break_before = std::mem::replace(pending, Break::None);
                let what = What::Sign(sign);
                out.push(Token { span, what, key: 0, stem: 0, shape: Shape::Lower, break_before });
            }
        }
    }
}

/// Punctuation that neither parts clauses nor is a sign.
const fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '"'
            | '\''
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‚'
            | '`'
            | '-'
            | '‐'
            | '‑'
            | '‒'
            | '–'
            | '−'
            | '*'
            | '_'
            | '¿'
            | '¡'
            | '。'
            | '、'
            | '！'
            | '？'
            | '~'
            | '\\'
            | '^'
    )
}

/// The folded form of a token, as its key has it.
pub fn folded_token(text: &str, token: &Token) -> String {
    let written = text.get(token.span.range()).unwrap_or_default();
    match written.char_indices().find(|(_, c)| is_apostrophe(*c) && !is_ignorable(*c)) {
        Some((at, c)) => {
            let (word, ending) = (written.get(..at), written.get(at + c.len_utf8()..));
            format!("{}'{}", folded(word.unwrap_or_default()), folded(ending.unwrap_or_default()))
        }
        None => folded(written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text as written, with what parts them.
    fn cut(text: &str) -> Vec<(&str, Break)> {
        let mut out = Vec::new();
        tokens(text, Span::at(0..text.len()), &mut Scratch::default(), &mut out);
        out.iter().map(|t| (&text[t.span.range()], t.break_before)).collect()
    }

    /// The tokens as written.
    fn plain(text: &str) -> Vec<&str> {
        cut(text).into_iter().map(|t| t.0).collect()
    }

    #[test]
    fn contractions_and_numbers_hold_together_and_names_do_not() {
        assert_eq!(
            plain("We've paid $2,400.50, didn’t O'Brien's 24/7 co-op?"),
            ["We've", "paid", "$", "2,400.50", "didn’t", "O", "Brien's", "24", "/", "7", "co", "op"]
        );
    }

    #[test]
    fn a_contraction_has_the_key_of_its_stem_unless_it_negates() {
        let text = "we've DON’T";
        let mut out = Vec::new();
        tokens(text, Span::at(0..text.len()), &mut Scratch::default(), &mut out);
        assert_eq!((out[0].stem, out[0].key), (key("we"), key("we've")));
        assert_eq!((out[1].stem, out[1].key), (key("don't"), key("don't")));
        assert_eq!(folded_token(text, &out[1]), "don't");
    }

    #[test]
    fn commas_and_clause_marks_part_words_and_quotes_do_not() {
        use Break::{Clause, Comma, None};
        let parts: Vec<_> = cut("a, \"b\" (c) – d e-f; g 🎉 h").into_iter().map(|t| t.1).collect();
        assert_eq!(parts, [None, Comma, Clause, Clause, None, None, Clause, None, None]);
    }
}
