//! Owns the walk over the words of a text: where each one is, how it is written, and a key of its folded form.
//!
//! Nothing folded is stored: the key hashes ASCII words eight bytes at a time as they stand, case bit set; a word with
//! any other character is folded into a small scratch first, and gives the same key. A key finds candidates; it never
//! decides. Called by `spot` on every block of every draft, so this is the hottest loop of the program; and by the
//! register's forms and the phrase language, so that both sides cut words alike.

use super::Span;
use super::fold::{fold_word, is_ignorable, is_unspaced, is_word_char};

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
    /// The key of its folded form, see [`key`].
    pub key: u64,
}

impl Word {
    /// Its bytes in the text.
    pub const fn span(&self) -> Span {
        Span::new(self.at, self.at + self.len)
    }
}

/// The key of a folded word: equal words have equal keys, and different ones nearly always different keys.
pub fn key(folded: &str) -> u64 {
    let mut hash = SEED;
    for chunk in folded.as_bytes().chunks(8) {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(chunk) {
            *to = *from;
        }
        hash = mix(hash, u64::from_le_bytes(eight));
    }
    hash
}

/// The key of two neighbours.
pub const fn pair_key(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(17), right)
}

/// Start of every key. Digits of pi: nothing up the sleeve.
const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// Folds a 128-bit product, so that every bit of the word reaches every bit of the key.
const fn mix(hash: u64, chunk: u64) -> u64 {
    let product = ((hash ^ chunk) as u128) * 0x9E37_79B9_7F4A_7C15;
    (product as u64) ^ ((product >> 64) as u64)
}

/// Appends the words of `text[span]` to `out`. `span` must lie on character boundaries; otherwise nothing is found.
pub fn words(text: &str, span: Span, out: &mut Vec<Word>) {
    let Some(stretch) = text.get(span.range()) else { return };
    let mut walk = Walk { text: stretch, base: span.start, at: 0, scratch: String::new() };
    let mut gap = Gap::Start;
    let mut first = true;
    loop {
        // Nearly always a single blank stands between two words.
        let bytes = stretch.as_bytes();
        let between =
            if bytes.get(walk.at) == Some(&b' ') && bytes.get(walk.at + 1).is_some_and(u8::is_ascii_alphanumeric) {
                walk.at += 1;
                Gap::Space
            } else {
                walk.skip()
            };
        if walk.at >= stretch.len() {
            return;
        }
        if !first {
            gap = between;
        }
        if let Some(word) = walk.word(gap) {
            out.push(word);
            first = false;
            gap = Gap::Mark;
        }
    }
}

/// The state of one walk.
struct Walk<'a> {
    /// The stretch.
    text: &'a str,
    /// Where it starts in the whole text.
    base: u32,
    /// Where the walk stands, in bytes of the stretch.
    at: usize,
    /// For words that are not ASCII.
    scratch: String,
}

/// A bit per byte class, for [`Walk::skip`].
const WORD: u8 = 1;
/// Blank.
const BLANK: u8 = 2;
/// Line break.
const LINE: u8 = 4;
/// Hyphen, apostrophe, dot, underscore.
const JOINT: u8 = 8;
/// Part of a character that is not ASCII.
const WIDE: u8 = 16;
/// Any other.
const MARK: u8 = 32;

/// The class of every byte.
const CLASS: [u8; 256] = {
    let mut table = [MARK; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphanumeric() {
            WORD
        } else if b >= 0x80 {
            WIDE
        } else {
            match b {
                b' ' | b'\t' | 0x0B | 0x0C => BLANK,
                b'\n' | b'\r' => LINE,
                b'-' | b'\'' | b'.' | b'_' => JOINT,
                _ => MARK,
            }
        };
        byte += 1;
    }
    table
};

impl Walk<'_> {
    /// Goes to the next word and says what was passed over.
    fn skip(&mut self) -> Gap {
        let bytes = self.text.as_bytes();
        let (mut seen, mut marks, mut lines) = (0_u8, 0_u32, 0_u32);
        let begins_with_hyphen = bytes.get(self.at) == Some(&b'-');
        while let Some(&byte) = bytes.get(self.at) {
            let class = CLASS[usize::from(byte)];
            if class == WORD {
                break;
            }
            if class == WIDE {
                let Some(c) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else { break };
                if is_word_char(c) && !is_ignorable(c) {
                    break;
                }
                self.at += c.len_utf8();
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
                let second_half = byte == b'\n' && self.at > 0 && bytes.get(self.at - 1) == Some(&b'\r');
                lines += u32::from(!second_half);
            }
            marks += u32::from(class == JOINT);
            seen |= class;
            self.at += 1;
        }
        match seen {
            BLANK => Gap::Space,
            JOINT if marks == 1 => Gap::Joint,
            // A word divided at the end of a line.
            _ if begins_with_hyphen && marks == 1 && lines == 1 && seen & MARK == 0 => Gap::Joint,
            // Only ignorable characters: they part nothing, but the words were cut for another reason (a script).
            0 => Gap::Joint,
            _ if seen & (JOINT | MARK) == 0 && lines <= 1 => Gap::Space,
            _ => Gap::Mark,
        }
    }

    /// Reads the word that starts here.
    fn word(&mut self, gap: Gap) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let (mut hash, mut at) = (SEED, start);
        // Bits of the bytes that are small letters, capitals, and capitals after the first byte.
        let (mut small, mut capital, mut inner) = (0_u64, 0_u64, 0_u64);
        let mut after_first = !0xFF_u64;
        loop {
            let eight = eight_at(bytes, at);
            let classes = Classes::of(eight);
            let run = classes.run;
            if run > 0 {
                let mask = if run == 8 { u64::MAX } else { (1 << (run * 8)) - 1 };
                hash = mix(hash, (eight | 0x2020_2020_2020_2020) & mask);
                let upper = classes.upper & mask;
                capital |= upper;
                inner |= upper & after_first;
                small |= classes.alpha & !classes.upper & mask;
                after_first = !0;
                at += run as usize;
            }
            if run < 8 {
                break;
            }
        }
        if bytes.get(at).is_some_and(|b| *b >= 0x80 || *b == 0) {
            return self.wide_word(start, gap);
        }
        self.at = at;
        let shape = match (small != 0, capital != 0, inner != 0) {
            (false, false, _) => Shape::Digits,
            (true, false, _) => Shape::Lower,
            (_, true, false) => Shape::Title,
            (false, true, true) => Shape::Caps,
            (true, true, true) => Shape::Mixed,
        };
        Some(Word { at: self.base + start as u32, len: (at - start) as u32, gap, shape, key: hash })
    }

    /// Reads a word that holds other characters than ASCII.
    #[cold]
    fn wide_word(&mut self, start: usize, gap: Gap) -> Option<Word> {
        let rest = self.text.get(start..)?;
        let unspaced = rest.chars().find(|c| !is_ignorable(*c)).is_some_and(is_unspaced);
        let mut len = 0;
        let mut visible = 0;
        let (mut capitals, mut letters, mut digits, mut first_capital) = (0_u32, 0_u32, 0_u32, false);
        for c in rest.chars() {
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
        // What shows nothing belongs to a word only inside it.
        self.at = start + len;
        if visible == 0 {
            self.at = start + rest.chars().next().map_or(1, char::len_utf8);
            return None;
        }
        let written = rest.get(..visible)?;
        let mut word = Word { at: self.base + start as u32, len: visible as u32, gap, shape: Shape::Unspaced, key: 0 };
        if unspaced {
            return Some(word);
        }
        self.scratch.clear();
        fold_word(written, &mut self.scratch);
        word.key = key(&self.scratch);
        word.shape = match (letters, capitals) {
            (0, _) if digits > 0 => Shape::Digits,
            (_, 0) => Shape::Lower,
            (_, 1) if first_capital => Shape::Title,
            (all, some) if all == some => Shape::Caps,
            _ => Shape::Mixed,
        };
        Some(word)
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

/// Eight bytes from `at`, with zeros past the end.
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    if let Some(eight) = bytes.get(at..at + 8).and_then(|s| <[u8; 8]>::try_from(s).ok()) {
        return u64::from_le_bytes(eight);
    }
    let mut eight = [0; 8];
    for (to, from) in eight.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
        *to = *from;
    }
    u64::from_le_bytes(eight)
}

/// What eight bytes are, a high bit per byte.
struct Classes {
    /// How many of the first bytes are ASCII letters or digits.
    run: u32,
    /// Letters: the high bit of each byte.
    alpha: u64,
    /// Capitals: the high bit of each byte.
    upper: u64,
}

impl Classes {
    /// Classifies all eight bytes at once: a byte with 0x80 minus the lower bound added overflows into its high bit just
    /// when it is at or above the bound, as long as the byte itself is below 0x80.
    const fn of(eight: u64) -> Self {
        /// The byte in all eight places.
        const fn all(byte: u8) -> u64 {
            (byte as u64) * 0x0101_0101_0101_0101
        }
        const HIGH: u64 = all(0x80);
        let low = eight & !HIGH;
        let ascii = !eight & HIGH;
        let lower = low | all(0x20);
        let alpha = (lower + all(0x80 - b'a')) & !(lower + all(0x80 - (b'z' + 1))) & ascii & HIGH;
        let digit = (low + all(0x80 - b'0')) & !(low + all(0x80 - (b'9' + 1))) & ascii;
        let upper = alpha & ((!eight & all(0x20)) << 2);
        let word = (alpha | digit) & HIGH;
        let run = (!word & HIGH).trailing_zeros() / 8;
        Self { run, alpha, upper }
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
