//! Owns where sentences end. Works on one block's text, without grammar; called only for groups that hold a candidate.

use super::Span;
use super::fold::folded;

/// Appends the sentences of `text[block]` to `out`, without the blanks between them.
///
/// A sentence ends after `. ! ? …` (with closing quotes and brackets) before a blank, unless the word before is a known
/// abbreviation or an initial, or a small letter follows. A line break ends it if the line ends in `. ! ? :`, if the next
/// line begins with a bullet, `#` or `@`, or with a capital after a line of fewer than 40 characters.
pub fn sentences(text: &str, block: Span, out: &mut Vec<Span>) {
    let Some(stretch) = text.get(block.range()) else { return };
    let (mut start, mut line_start, mut at) = (0, 0, 0);
    let mut ends = Ends::of(stretch);
    while let Some(next) = ends.next(at) {
        at = next;
        let Some(c) = stretch.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let end = match c {
            '.' | '!' | '?' | '…' | '。' | '！' | '？' => stop_end(stretch, start, at, c),
            '\n' => {
                let line = stretch.get(line_start..at).unwrap_or_default();
                line_start = at + 1;
                ends_at_line(line, stretch.get(at + 1..).unwrap_or_default()).then_some(at)
            }
            _ => None,
        };
        at += c.len_utf8();
        if let Some(end) = end {
            push(block.start, stretch, start, end, out);
            start = end;
            at = at.max(end);
        }
    }
    push(block.start, stretch, start, stretch.len(), out);
}

/// The bytes of a text at which a sentence may end: stops, line breaks, and the first bytes of wide stops. Of each sort the
/// next one is known, so that every byte is looked at once by what looks at many at a time.
struct Ends<'a> {
    /// The text.
    bytes: &'a [u8],
    /// The next byte of each sort.
    next: [usize; 3],
}

impl<'a> Ends<'a> {
    /// Those of a text.
    fn of(text: &'a str) -> Self {
        let mut ends = Self { bytes: text.as_bytes(), next: [0; 3] };
        (0..3).for_each(|sort| ends.go_on(sort, 0));
        ends
    }

    /// Finds the next byte of a sort from a place on.
    fn go_on(&mut self, sort: usize, from: usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let found = match sort {
            0 => memchr::memchr3(b'.', b'!', b'?', rest),
            1 => memchr::memchr3(b'\n', 0xE2, 0xE3, rest),
            _ => memchr::memchr(0xEF, rest),
        };
        if let Some(next) = self.next.get_mut(sort) {
            *next = found.map_or(usize::MAX, |skip| from + skip);
        }
    }

    /// The next of them from a place on; places only grow.
    fn next(&mut self, from: usize) -> Option<usize> {
        for sort in 0..3 {
            if self.next.get(sort).is_some_and(|next| *next < from) {
                self.go_on(sort, from);
            }
        }
        self.next.iter().copied().min().filter(|next| *next < usize::MAX)
    }
}

/// Adds a sentence unless it is blank.
fn push(base: u32, stretch: &str, start: usize, end: usize, out: &mut Vec<Span>) {
    let Some(sentence) = stretch.get(start..end) else { return };
    let body = trimmed_start(sentence);
    let from = base + (start + sentence.len() - body.len()) as u32;
    // Nearly always the stop ends it.
    let body =
        if body.bytes().next_back().is_some_and(|last| last.is_ascii_graphic()) { body } else { body.trim_end() };
    if !body.is_empty() {
        out.push(Span::new(from, from + body.len() as u32));
    }
}

/// A text without the blanks that it begins with; nearly always all of them are ASCII.
fn trimmed_start(text: &str) -> &str {
    let blanks = text.bytes().take_while(|byte| is_blank(*byte)).count();
    let rest = text.get(blanks..).unwrap_or_default();
    if rest.bytes().next().is_none_or(|first| first.is_ascii()) { rest } else { rest.trim_start() }
}

/// Whether a byte is a blank of ASCII.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// If the stop at `at` ends a sentence that began at `start`: one past the sentence's last byte.
fn stop_end(stretch: &str, start: usize, at: usize, stop: char) -> Option<usize> {
    let mut end = at + stop.len_utf8();
    for c in stretch.get(end..)?.chars() {
        if !matches!(c, '.' | '!' | '?' | '…' | '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_') {
            break;
        }
        end += c.len_utf8();
    }
    let rest = stretch.get(end..)?;
    if matches!(stop, '。' | '！' | '？') {
        return Some(end);
    }
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let next = trimmed_start(rest).chars().next();
    if stop == '.' && end == at + 1 {
        let word = last_word(stretch.get(start..at)?);
        if next.is_some_and(char::is_uppercase) && is_initial(word) {
            return None;
        }
        if is_abbreviation(word) {
            return None;
        }
    }
    if next.is_some_and(|c| c.is_lowercase()) && !matches!(stop, '!' | '?') {
        return None;
    }
    Some(end)
}

/// Whether a word, or what follows the last full stop in it, is one capital.
fn is_initial(word: &str) -> bool {
    // Nearly always a small letter of ASCII ends it.
    if word.bytes().next_back().is_none_or(|last| last.is_ascii() && !last.is_ascii_uppercase()) {
        return false;
    }
    let mut last = word.rsplit('.').next().unwrap_or_default().chars();
    last.next().is_some_and(char::is_uppercase) && last.next().is_none()
}

/// The word at the end of a text, with full stops inside it.
fn last_word(text: &str) -> &str {
    let len = text.bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'.').count();
    let at = text.len() - len;
    if at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).is_none_or(u8::is_ascii) {
        return text.get(at..).unwrap_or_default();
    }
    let at = text.rfind(|c: char| !c.is_alphanumeric() && c != '.').map_or(0, |i| i + 1);
    text.get(at..).or_else(|| text.rsplit(char::is_whitespace).next()).unwrap_or_default()
}

/// Whether a line break ends a sentence.
fn ends_at_line(line: &str, rest: &str) -> bool {
    let line = line.trim_end();
    let next = rest.trim_start_matches([' ', '\t']);
    let Some(first) = next.chars().next() else { return true };
    if line.ends_with(['.', '!', '?', ':']) || matches!(first, '#' | '@' | '\n' | '\r') {
        return true;
    }
    let bullet = matches!(first, '-' | '*' | '•' | '+' | '–' | '✓' | '✔' | '➡' | '→');
    if bullet && next.chars().nth(1).is_some_and(char::is_whitespace) {
        return true;
    }
    first.is_uppercase() && line.chars().count() < 40
}

/// Words that a full stop follows without ending the sentence, folded, sorted.
const ABBREVIATIONS: [&str; 90] = [
    "a.m", "adj", "al", "approx", "apr", "art", "arts", "assn", "attn", "aug", "ave", "bros", "ca", "capt", "cf", "ch",
    "cl", "cmt", "cmts", "col", "corp", "dec", "dept", "dr", "e.g", "ed", "eds", "eg", "esp", "est", "etc", "ex",
    "feb", "fig", "gen", "gov", "hon", "i.e", "ie", "inc", "intl", "jan", "jr", "jul", "jun", "lt", "ltd", "maj",
    "mar", "messrs", "mme", "mr", "mrs", "ms", "mt", "mx", "n", "no", "nos", "nov", "oct", "op", "p.m", "para",
    "paras", "pp", "prof", "pty", "pvt", "reg", "rep", "rev", "sec", "sen", "sep", "sept", "sgt", "sq", "sr", "ss",
    "st", "ste", "supp", "u.k", "u.s", "univ", "v", "viz", "vol", "vs",
];

/// The same, each as a number.
const PACKED: [u64; ABBREVIATIONS.len()] = {
    let mut packed = [0; ABBREVIATIONS.len()];
    let mut place = 0;
    while place < packed.len() {
        packed[place] = pack(ABBREVIATIONS[place].as_bytes());
        place += 1;
    }
    packed
};

/// A bit for each of them: it says no to most other words.
const SIEVE: [u64; 16] = {
    let mut sieve = [0; 16];
    let mut place = 0;
    while place < PACKED.len() {
        let (at, bit) = sieved(PACKED[place]);
        sieve[at] |= 1 << bit;
        place += 1;
    }
    sieve
};

/// Where the bit of a packed word is.
const fn sieved(packed: u64) -> (usize, u64) {
    let hash = packed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
    ((hash >> 6) as usize, hash & 63)
}

/// Up to seven bytes as a number, with how many they are; letters as small ones.
const fn pack(word: &[u8]) -> u64 {
    let (mut all, mut place) = (0, 0);
    while place < word.len() && place < 7 {
        all = all << 8 | word[place].to_ascii_lowercase() as u64;
        place += 1;
    }
    all | (word.len() as u64) << 56
}

/// Bytes of the longest of them.
const LONGEST_ABBREVIATION: usize = 6;

/// Whether a full stop after this word belongs to it.
fn is_abbreviation(word: &str) -> bool {
    // Asked at the end of nearly every sentence: plain words are neither folded nor searched for.
    let known = |word: &str| {
        let own = pack(word.as_bytes());
        let (at, bit) = sieved(own);
        word.len() <= LONGEST_ABBREVIATION
            && SIEVE[at] >> bit & 1 == 1
            && PACKED.iter().fold(false, |any, packed| any | (*packed == own))
    };
    if word.is_ascii() { known(word) } else { known(&folded(word)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences of a text.
    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        sentences(text, Span::at(0..text.len()), &mut out);
        out.iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        assert_eq!(
            cut("Mr. Banks v. Acme Inc. was heard by J. Orr. We won! Really? Yes (all of it). it goes on"),
            ["Mr. Banks v. Acme Inc. was heard by J. Orr.", "We won!", "Really?", "Yes (all of it). it goes on"]
        );
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
        assert_eq!(ABBREVIATIONS.iter().map(|word| word.len()).max(), Some(LONGEST_ABBREVIATION));
        assert!(ABBREVIATIONS.iter().all(|word| is_abbreviation(word) && is_abbreviation(&word.to_uppercase())));
        assert!(["", "inca", "abbreviations", "a.m."].iter().all(|word| !is_abbreviation(word)));
    }

    #[test]
    fn sums_and_web_addresses_hold_together() {
        assert_eq!(
            cut("It cost $2.4 million at example.com. Then more."),
            ["It cost $2.4 million at example.com.", "Then more."]
        );
    }

    #[test]
    fn a_line_break_ends_a_sentence_only_with_a_sign() {
        assert_eq!(
            cut("Kestrelford\nInstruments and a line that is surely longer\nthan forty"),
            ["Kestrelford", "Instruments and a line that is surely longer\nthan forty"]
        );
        assert_eq!(
            cut("we were so glad to help the old mill\nBanks Road"),
            ["we were so glad to help the old mill", "Banks Road"]
        );
        assert_eq!(
            cut("so glad about a day that was long and full of\nWords that go on"),
            ["so glad about a day that was long and full of\nWords that go on"]
        );
        assert_eq!(cut("things:\nwe do\n- one\n- two"), ["things:", "we do", "- one", "- two"]);
    }

    #[test]
    fn a_last_word_with_a_stop_ends_the_text() {
        assert_eq!(cut("Thanks, Dr."), ["Thanks, Dr."]);
        assert_eq!(cut("“We won.” Then we left."), ["“We won.”", "Then we left."]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    proptest::proptest! {
        #[test]
        fn sentences_hold_every_visible_character_once(text in "[A-Za-z .!?\n:é”\"#-]{0,80}") {
            let mut out = Vec::new();
            sentences(&text, Span::at(0..text.len()), &mut out);
            let kept: String = out.iter().flat_map(|s| text[s.range()].chars()).filter(|c| !c.is_whitespace()).collect();
            let all: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            proptest::prop_assert_eq!(kept, all);
        }
    }
}
