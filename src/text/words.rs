//! Owns the walk over the words of a text: where each one is, how it is written, and a key of its folded form.
//!
//! Nothing folded is stored: a word of ASCII gets its key as it stands, one with any other character is folded into a small
//! scratch first, and gets the same key. Called by `spot` on every block of every draft, so this is the hottest loop of the
//! program; and by the register's forms and the phrase language, so that both sides cut words alike. What a key is belongs
//! to `word_keys`.

use fearless_simd::{Level, Simd, dispatch};

use super::Span;
use super::byte_classes::{BLANK, CLASS, JOINT, LINE, MARK, Masks, PLAIN, WIDE, WORD};
use super::fold::{fold_word, is_ignorable, is_latin, is_unspaced, is_word_char};
use super::word_keys::{ascii_key, long_key, short_key};

pub use super::word_keys::{key, key_of_both, pair_key};

/// What stands between a word and the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Gap {
    /// It is the first of its stretch.
    Start,
    /// One joint (hyphen, apostrophe, dot, underscore) and nothing else; or a hyphen at the end of a line.
    Joint,
    /// Blanks, with at most one line break.
    Space,
    /// Anything else.
    Mark,
}

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Shape {
    /// No capital.
    Lower,
    /// A capital first, and no other.
    Title,
    /// Capitals alone, two or more.
    Caps,
    /// A capital inside: `JPMorgan`, `iPhone`.
    Mixed,
    /// Digits alone.
    Digits,
    /// A run of a script without spaces; it has no key, since words can't be told apart in it.
    Unspaced,
}

/// A word of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// First byte in the text.
    pub at: u32,
    /// Length in bytes.
    pub len: u32,
    /// What stands before it.
    pub gap: Gap,
    /// How it is written.
    pub shape: Shape,
    /// Whether more than its gap and its shape may be worth a look: it is not of ASCII alone, or what parts it from the word
    /// before may be more than a blank, a joint or a mark of running text. Only «no» is exact.
    pub odd: bool,
    /// The key of its folded form, see [`key`].
    pub key: u64,
}

impl Word {
    /// Its bytes in the text.
    pub const fn span(&self) -> Span {
        Span::new(self.at, self.at + self.len)
    }
}

/// Appends the words of `text[span]` to `out`. `span` must lie on character boundaries; otherwise nothing is found.
pub fn words(text: &str, span: Span, out: &mut Vec<Word>) {
    let Some(stretch) = text.get(span.range()) else { return };
    let bytes = stretch.as_bytes();
    let mut walk = Walk { text: stretch, base: span.start, scratch: String::new() };
    let vectors = Level::new();
    let (mut at, _) = walk.skip(0);
    let mut gap = Parting { gap: Gap::Start, odd: at > 0 };
    let mut masks = Masks::NONE;
    while at < bytes.len() {
        let plain =
            dispatch!(vectors, simd => plain_words(simd, bytes, &mut masks, (&mut at, &mut gap), span.start, out));
        if let Some(end) = plain {
            (at, gap) = walk.gap(end);
            continue;
        }
        let (end, word) = walk.word(at, gap);
        out.extend(word);
        (at, gap) = match word {
            None if gap.gap == Gap::Start => (walk.skip(end).0, Parting { odd: true, ..gap }),
            _ => walk.gap(end),
        };
    }
}

/// The last place of a word's end at which the masks still show what parts it from the next one.
const LAST_END: usize = 61;

/// Appends the words from `at` on, which stands after `gap`, as long as they are ASCII and what parts them is simple: the
/// hot path, apart from the rest so that it stays in registers. Gives the end of the last word, or none where the word that
/// `at` is then at is not ASCII or too long.
#[inline(always)]
fn plain_words<S: Simd>(
    simd: S,
    bytes: &[u8],
    known: &mut Masks,
    (next_at, next_gap): (&mut usize, &mut Parting),
    base: u32,
    out: &mut Vec<Word>,
) -> Option<usize> {
    let (mut at, mut gap) = (*next_at, *next_gap);
    let mut masks = *known;
    let mut from = at.wrapping_sub(masks.base);
    if from > LAST_END {
        masks = Masks::of(simd, bytes, at);
        from = 0;
    }
    loop {
        let run = masks.word >> from;
        let len = (!run).trailing_zeros() as usize;
        let end = from + len;
        if end > LAST_END && from > 0 {
            masks = Masks::of(simd, bytes, at);
            from = 0;
            continue;
        }
        if len == 0 || end > LAST_END || (masks.odd >> end) & 1 == 1 {
            (*known, *next_at, *next_gap) = (masks, at, gap);
            return None;
        }
        let upper = (masks.upper >> from) & run & !run.wrapping_add(1);
        let eight = bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight));
        let (shape, key) = if upper > 1 || eight as u8 <= b'9' {
            odd_word(bytes, at, len)
        } else {
            let shape = if upper == 0 { Shape::Lower } else { Shape::Title };
            (shape, if len <= 8 { short_key(eight, len) } else { long_key(eight, bytes, at, len) })
        };
        let Parting { gap: parting, odd } = gap;
        out.push(Word { at: base + at as u32, len: len as u32, gap: parting, shape, odd, key });
        // Nearly always a blank stands between two words, or a mark and a blank.
        let next = masks.word >> (end + 1);
        let after_blank = (masks.space >> (end + 1)) & (next >> 1);
        if (next | after_blank) & 1 == 0 {
            *known = masks;
            return Some(at + len);
        }
        let alone = (next & 1) as usize;
        gap = GAP[alone][usize::from(bytes.get(at + len).copied().unwrap_or_default())];
        at += len + 2 - alone;
        from = end + 2 - alone;
    }
}

/// The shape and the key of an ASCII word with several capitals, with a digit first, or near the end of its stretch.
#[cold]
#[inline(never)]
fn odd_word(bytes: &[u8], at: usize, len: usize) -> (Shape, u64) {
    let word = bytes.get(at..at + len).unwrap_or_default();
    (shape_of(word), ascii_key(word))
}

/// The state of one walk.
struct Walk<'a> {
    /// The stretch.
    text: &'a str,
    /// Where it starts in the whole text.
    base: u32,
    /// For words that are not ASCII.
    scratch: String,
}

/// What stands between two words, as far as words tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Parting {
    /// See [`Word::gap`].
    gap: Gap,
    /// See [`Word::odd`].
    odd: bool,
}

/// What parts two words: after one such byte and a blank, and after one such byte alone.
const GAP: [[Parting; 256]; 2] = {
    let mut table = [[Parting { gap: Gap::Mark, odd: true }; 256]; 2];
    let mut byte = 0;
    while byte < 256 {
        match CLASS[byte] {
            BLANK | LINE => {
                table[0][byte].gap = Gap::Space;
                table[1][byte].gap = Gap::Space;
            }
            JOINT => table[1][byte].gap = Gap::Joint,
            _ => {}
        }
        let odd = !matches!(
            byte as u8,
            b' ' | b'\t' | b'\n' | b'\r' | b'-' | b'\'' | b'.' | b',' | b';' | b':' | b'?' | b'"' | b'(' | b')'
        );
        table[0][byte].odd = odd;
        table[1][byte].odd = odd;
        byte += 1;
    }
    table
};

impl Walk<'_> {
    /// The same as [`Self::skip`], from the end of a word: nearly always one byte stands between two words.
    #[inline]
    fn gap(&self, at: usize) -> (usize, Parting) {
        let bytes = self.text.as_bytes();
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(byte), Some(next)) if CLASS[usize::from(*next)] == WORD && PLAIN[usize::from(*byte)] => {
                (at + 1, GAP[1][usize::from(*byte)])
            }
            _ => {
                let (end, gap) = self.skip(at);
                let odd = |byte: &u8| GAP[1][usize::from(*byte)].odd;
                (end, Parting { gap, odd: bytes.get(at..end).unwrap_or_default().iter().any(odd) })
            }
        }
    }

    /// Where the next word from `at` on begins, and what stands before it.
    fn skip(&self, mut at: usize) -> (usize, Gap) {
        let bytes = self.text.as_bytes();
        let (mut seen, mut marks, mut lines) = (0_u8, 0_u32, 0_u32);
        let begins_with_hyphen = bytes.get(at) == Some(&b'-');
        while let Some(&byte) = bytes.get(at) {
            let class = CLASS[usize::from(byte)];
            if class == WORD {
                break;
            }
            if class == WIDE {
                let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                if is_word_char(c) && !is_ignorable(c) {
                    break;
                }
                at += c.len_utf8();
                if is_ignorable(c) {
                    continue;
                }
                let class = wide_class(c);
                seen |= class;
                marks += u32::from(class == JOINT);
                lines += u32::from(class == LINE);
                continue;
            }
            if class == LINE {
                // CRLF is one line break.
                let second_half = byte == b'\n' && at > 0 && bytes.get(at - 1) == Some(&b'\r');
                lines += u32::from(!second_half);
            }
            marks += u32::from(class == JOINT);
            seen |= class;
            at += 1;
        }
        let gap = match seen {
            BLANK => Gap::Space,
            JOINT if marks == 1 => Gap::Joint,
            // A word divided at the end of a line.
            _ if begins_with_hyphen && marks == 1 && lines == 1 && seen & MARK == 0 => Gap::Joint,
            // Only ignorable characters: they part nothing, but the words were cut for another reason (a script).
            0 => Gap::Joint,
            _ if seen & (JOINT | MARK) == 0 && lines <= 1 => Gap::Space,
            _ => Gap::Mark,
        };
        (at, gap)
    }

    /// Reads the word that starts at `start`, whatever it holds, and says where to go on. None where nothing of it shows.
    fn word(&mut self, start: usize, parting: Parting) -> (usize, Option<Word>) {
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let next = self.text.get(start + len..).and_then(|rest| rest.chars().next());
        if next.is_some_and(is_word_char) {
            return self.wide_word(start, parting.gap);
        }
        let word = rest.get(..len).unwrap_or_default();
        let (shape, key) = (shape_of(word), ascii_key(word));
        let Parting { gap, odd } = parting;
        (start + len, Some(Word { at: self.base + start as u32, len: len as u32, gap, shape, odd, key }))
    }

    /// Reads a word that holds other characters than ASCII, and says where to go on: what shows nothing belongs to it.
    #[cold]
    fn wide_word(&mut self, start: usize, gap: Gap) -> (usize, Option<Word>) {
        let rest = self.text.get(start..).unwrap_or_default();
        let unspaced = rest.chars().find(|c| is_latin(*c) || !is_ignorable(*c)).is_some_and(is_unspaced);
        let (mut len, mut visible) = (0, 0);
        let (mut capitals, mut letters, mut digits, mut first_capital) = (0_u32, 0_u32, 0_u32, false);
        for c in rest.chars() {
            if is_latin(c) {
                if unspaced {
                    break;
                }
                len += c.len_utf8();
                visible = len;
                let capital = c.is_uppercase();
                first_capital |= capital && letters == 0;
                capitals += u32::from(capital);
                letters += 1;
                continue;
            }
            let ignorable = is_ignorable(c);
            if !is_word_char(c) || (!ignorable && is_unspaced(c) != unspaced && c.is_alphanumeric()) {
                break;
            }
            len += c.len_utf8();
            if ignorable {
                continue;
            }
            visible = len;
            let capital = c.is_uppercase();
            first_capital |= capital && letters == 0;
            capitals += u32::from(capital);
            letters += u32::from(c.is_alphabetic());
            digits += u32::from(c.is_numeric());
        }
        if visible == 0 {
            // What shows nothing belongs to a word only inside it.
            return (start + rest.chars().next().map_or(1, char::len_utf8), None);
        }
        let (at, len_visible) = (self.base + start as u32, visible as u32);
        let mut word = Word { at, len: len_visible, gap, shape: Shape::Unspaced, odd: true, key: 0 };
        if !unspaced {
            self.scratch.clear();
            fold_word(rest.get(..visible).unwrap_or_default(), &mut self.scratch);
            word.key = key(&self.scratch);
            word.shape = match (letters, capitals) {
                (0, _) if digits > 0 => Shape::Digits,
                (_, 0) => Shape::Lower,
                (_, 1) if first_capital => Shape::Title,
                (all, some) if all == some => Shape::Caps,
                _ => Shape::Mixed,
            };
        }
        (start + len, Some(word))
    }
}

/// The class of a character that is not ASCII and no word character.
fn wide_class(c: char) -> u8 {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{85}' => LINE,
        '’' | '‘' | '‛' | 'ʼ' | '′' | '＇' | '‐' | '‑' | '‒' | '–' | '−' | '·' | '‧' | '・' => {
            JOINT
        }
        c if c.is_whitespace() => BLANK,
        _ => MARK,
    }
}

/// The shape of an ASCII word.
fn shape_of(word: &[u8]) -> Shape {
    let small = word.iter().any(u8::is_ascii_lowercase);
    let inner = word.iter().skip(1).any(u8::is_ascii_uppercase);
    match (small, inner || word.first().is_some_and(u8::is_ascii_uppercase), inner) {
        (false, false, _) => Shape::Digits,
        (true, false, _) => Shape::Lower,
        (_, true, false) => Shape::Title,
        (false, true, true) => Shape::Caps,
        (true, true, true) => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::folded;

    /// The words of a text, as written, with gap and shape.
    fn cut(text: &str) -> Vec<(&str, Gap, Shape)> {
        let mut out = Vec::new();
        words(text, Span::at(0..text.len()), &mut out);
        out.iter().map(|w| (&text[w.span().range()], w.gap, w.shape)).collect()
    }

    #[test]
    fn words_carry_their_gap_and_their_shape() {
        use Gap::{Joint, Mark, Space, Start};
        use Shape::{Caps, Digits, Lower, Mixed, Title};
        assert_eq!(
            cut("Dr O'Brien of JPMorgan paid\nUSD 500, (twice)."),
            [
                ("Dr", Start, Title),
                ("O", Space, Title),
                ("Brien", Joint, Title),
                ("of", Space, Lower),
                ("JPMorgan", Space, Mixed),
                ("paid", Space, Lower),
                ("USD", Space, Caps),
                ("500", Space, Digits),
                ("twice", Mark, Lower),
            ]
        );
    }

    #[test]
    fn a_word_of_other_letters_is_one_word_without_what_shows_nothing_at_its_end() {
        let found = cut("– Anežka\u{AD} Hrdličková’s “Καλή” ПРОЕКТ\r\n\r\nend");
        let plain: Vec<_> = found.iter().map(|w| w.0).collect();
        assert_eq!(plain, ["Anežka", "Hrdličková", "s", "Καλή", "ПРОЕКТ", "end"]);
        assert_eq!(found[2].1, Gap::Joint);
        assert_eq!(found[4].2, Shape::Caps);
        assert_eq!(found[5].1, Gap::Mark, "two line breaks part more than a blank does");
    }

    #[test]
    fn a_script_without_spaces_is_cut_from_its_neighbours() {
        let found = cut("株式会社Kestrel様");
        assert_eq!(found.iter().map(|w| w.0).collect::<Vec<_>>(), ["株式会社", "Kestrel", "様"]);
        assert_eq!(found[0].2, Shape::Unspaced);
        assert_eq!(found[1].1, Gap::Joint);
    }

    #[test]
    fn the_fast_walk_gives_the_key_of_the_folded_word() {
        for word in ["a", "Kestrel", "Kestrelf", "KESTRELFORD", "M2024X0137", "internationalisation99", "Čapek"] {
            let text = format!("x {word} y");
            let mut out = Vec::new();
            words(&text, Span::at(0..text.len()), &mut out);
            assert_eq!(out.len(), 3, "{word}");
            assert_eq!(out[1].key, key(&folded(word)), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn where_a_text_begins_changes_none_of_its_words(text in "([a-z]{1,12}|[ -~é\u{AD}\u{0}’—漢A-Z\n]){0,60}", before in 0_usize..70) {
            let shifted = format!("{}{text}", " ".repeat(before));
            proptest::prop_assert_eq!(cut(&shifted), cut(&text));
        }

        #[test]
        fn every_word_folds_to_its_key_and_lies_on_character_borders(text in "\\PC{0,40}|[ -~é\u{AD}\u{0}ß’—漢A-Z\n]{0,40}") {
            let mut out = Vec::new();
            words(&text, Span::at(0..text.len()), &mut out);
            let mut end = 0;
            for word in out {
                proptest::prop_assert!(word.at >= end && word.len > 0);
                end = word.at + word.len;
                let written = &text[word.span().range()];
                if word.shape != Shape::Unspaced {
                    proptest::prop_assert_eq!(word.key, key(&folded(written)));
                }
            }
        }
    }
}
