//! Owns what hides: the stretches of a text that masked output must not show, and what stands in their place. Does not
//! know findings or formats. `disclose` and `snippet` call it.

use std::collections::{BTreeSet, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

/// What stands for everything hidden, whatever its length.
pub(super) const MASK: &str = "███";

/// From this many folded bytes on a name is found inside a longer word too. That word is then hidden whole: a mask beside
/// the rest of it would tell the name's length and ending.
const DISTINCTIVE: usize = 4;

/// Sorted stretches that do not overlap; stretches that touch are one.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// The stretches of `hidden` (as [`merged`] gives them) that share a byte with `window`, cut to it.
pub(super) fn within(hidden: &[Span], window: Span) -> impl Iterator<Item = Span> {
    let first = hidden.partition_point(|span| span.end <= window.start);
    hidden
        .iter()
        .skip(first)
        .take_while(move |span| span.start < window.end)
        .map(move |span| Span::new(span.start.max(window.start), span.end.min(window.end)))
}

/// `text` with every stretch of `hidden` replaced by [`MASK`].
pub(super) fn masked(text: &str, hidden: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for span in hidden {
        let (start, end) = (floor(text, span.start as usize), ceil(text, span.end as usize));
        out.push_str(text.get(done..start).unwrap_or_default());
        out.push_str(MASK);
        done = end.max(done);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Where byte `at` of a text lies once `hidden` is masked. Inside a mask: its start.
pub(super) fn shifted(hidden: &[Span], at: u32) -> u32 {
    let mask = u32::try_from(MASK.len()).unwrap_or(0);
    let before = hidden.partition_point(|span| span.end <= at);
    let gone: u32 = hidden.iter().take(before).map(|span| span.len()).sum();
    let added = mask * u32::try_from(before).unwrap_or(0);
    let at = hidden.get(before).filter(|span| span.start < at).map_or(at, |span| span.start);
    at - gone + added
}

/// The character boundary at or before byte `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The character boundary at or after byte `at`.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}

/// A second lock: finds again what was hidden once, in any text, whatever the case, marks, spaces and hyphens. The path
/// of a folder, a record's name or a sentence beside the finding may repeat a name that no signal covers there.
pub(super) struct Echoes {
    /// Over folded text; `None` where nothing was hidden.
    names: Option<AhoCorasick>,
    /// As the drafts write them, where that is more than ordinary words in lower case.
    written: HashSet<String>,
}

impl Echoes {
    /// Finds `names` again.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let (mut folded, mut written) = (BTreeSet::new(), HashSet::new());
        for name in names {
            let key = Folded::new(name).text;
            if key.is_empty() {
                continue;
            }
            folded.insert(key);
            if name.chars().any(|c| !c.is_ascii_lowercase() && c != ' ') && !written.contains(name) {
                written.insert(name.to_owned());
            }
        }
        if folded.is_empty() {
            return Self { names: None, written };
        }
        // A set too large for the automaton leaves the first lock alone, which hides every known place.
        Self { names: AhoCorasick::builder().match_kind(MatchKind::Standard).build(folded).ok(), written }
    }

    /// Every stretch of `text` that repeats a name, merged.
    pub(super) fn find(&self, text: &str) -> Vec<Span> {
        let Some(names) = &self.names else { return Vec::new() };
        let folded = Folded::new(text);
        let spans = names.find_overlapping_iter(&folded.text).filter_map(|found| folded.original(found.range()));
        merged(spans.collect())
    }

    /// `text` without echoes.
    pub(super) fn hide(&self, text: &str) -> String {
        masked(text, &self.find(text))
    }

    /// `text` without names as the drafts write them. For fixed wordings, which quote nothing: hiding an ordinary word in
    /// one of them would tell that a fact reads so.
    pub(super) fn hide_quotes(&self, text: &str) -> String {
        let mut found = self.find(text);
        found.retain(|span| text.get(span.range()).is_some_and(|word| self.written.contains(word)));
        masked(text, &found)
    }
}

/// The letters and digits of a text in lower case without marks, each with where it came from.
struct Folded {
    /// The folded text.
    text: String,
    /// For each byte of `text`: where it came from.
    from: Vec<Origin>,
    /// The unbroken stretches of letters and digits, in the original's bytes.
    words: Vec<Span>,
}

/// Where a byte of folded text came from.
#[derive(Clone, Copy)]
struct Origin {
    /// The character, in the original's bytes.
    character: Span,
    /// Index of its word.
    word: usize,
    /// Whether a part of the word starts with it: after another sign, at a change of case, between digits and letters.
    starts: bool,
    /// Whether a part of the word ends with it.
    ends: bool,
}

impl Folded {
    /// Folds a text.
    fn new(original: &str) -> Self {
        let size = original.len();
        let mut folded = Self { text: String::with_capacity(size), from: Vec::with_capacity(size), words: Vec::new() };
        let mut before: Option<char> = None;
        for (at, c) in original.char_indices() {
            let character = Span::at(at..at + c.len_utf8());
            if is_combining_mark(c) {
                folded.extend(character);
                continue;
            }
            let starts = match before {
                _ if !c.is_alphanumeric() => true,
                Some(last) => (last.is_lowercase() && c.is_uppercase()) || last.is_numeric() != c.is_numeric(),
                None => true,
            };
            if starts && let Some(last) = folded.from.last_mut() {
                last.ends = true;
            }
            if c.is_alphanumeric() {
                folded.push(c, character, before.is_none(), starts);
            }
            before = Some(c).filter(|c| c.is_alphanumeric());
        }
        if let Some(last) = folded.from.last_mut() {
            last.ends = true;
        }
        folded
    }

    /// Adds the folded form of a character; `opens` says that a word begins with it.
    fn push(&mut self, c: char, character: Span, opens: bool, starts: bool) {
        match self.words.last_mut() {
            Some(word) if !opens => word.end = character.end,
            _ => self.words.push(character),
        }
        let word = self.words.len() - 1;
        let mut origin = Origin { character, word, starts, ends: false };
        let mut add = |c: char| {
            self.text.push(c);
            self.from.extend(std::iter::repeat_n(origin, c.len_utf8()));
            origin.starts = false;
        };
        if c.is_ascii() {
            add(c.to_ascii_lowercase());
        } else {
            std::iter::once(c)
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase)
                .for_each(&mut add);
        }
    }

    /// A mark belongs to the letter before it.
    fn extend(&mut self, mark: Span) {
        if let (Some(last), Some(word)) = (self.from.last_mut(), self.words.last_mut())
            && last.character.end == mark.start
        {
            (last.character.end, word.end) = (mark.end, mark.end);
        }
    }

    /// The original stretch of a match, if it counts as one.
    fn original(&self, found: std::ops::Range<usize>) -> Option<Span> {
        let length = found.len();
        let first = self.from.get(found.start)?;
        let last = self.from.get(found.end.checked_sub(1)?)?;
        if first.starts && last.ends {
            return Some(first.character.join(last.character));
        }
        (length >= DISTINCTIVE).then(|| Some(self.words.get(first.word)?.join(*self.words.get(last.word)?)))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_and_touching_stretches_become_one_mask() {
        let hidden = merged(vec![Span::new(6, 9), Span::new(2, 4), Span::new(3, 6), Span::new(0, 0)]);
        assert_eq!(hidden, [Span::new(2, 9)]);
        assert_eq!(masked("ab0123456cd", &hidden), "ab███cd");
    }

    #[test]
    fn a_mask_never_splits_a_character() {
        assert_eq!(masked("aéb", &[Span::new(2, 3)]), "a███b");
    }

    #[test]
    fn offsets_move_with_the_masks_before_them() {
        let text = "x/Northgate/b/Ruth.md";
        let hidden = [Span::new(2, 11), Span::new(14, 18)];
        let shown = masked(text, &hidden);
        assert_eq!(shown, "x/███/b/███.md");
        for (real, word) in [(0, "x/"), (2, "███/b"), (12, "b/"), (14, "███.md"), (18, ".md")] {
            assert!(shown[shifted(&hidden, real) as usize..].starts_with(word), "{real}");
        }
    }

    #[test]
    fn a_name_is_found_again_as_slug_camel_case_and_with_marks() {
        let echoes = Echoes::new(["Ruth Okonjo", "Zoë"].into_iter());
        assert_eq!(echoes.hide("a/ruth-okonjo/RuthOkonjo_ZOË.md"), "a/███/███_███.md");
        assert_eq!(echoes.hide("Zoe\u{301} RUTH\u{A0}OKONJO"), "███ ███", "é in two characters is hidden whole");
    }

    #[test]
    fn a_name_inside_a_longer_word_hides_the_word() {
        let echoes = Echoes::new(["Mark", "Ng", "Ruth Okonjo"].into_iter());
        assert_eq!(echoes.hide("market/mark.md"), "███/███.md");
        assert_eq!(echoes.hide("aboutruthokonjo"), "███");
        assert_eq!(echoes.hide("long/ng.md"), "long/███.md", "very short names are hidden as words only");
    }
}
