//! Owns ages as people write them: `52-year-old`, `aged 52`, `fifty-two years old`. Called by `find` and `compile`.

use super::numeral::{self, ONE};
use crate::text::Span;

/// The age whose number begins at byte `at`, inside `block`: years and span.
pub(super) fn at(text: &str, block: Span, at: usize) -> Option<(u8, Span)> {
    let base = block.start as usize;
    let block_text = text.get(block.range())?;
    let number = numeral::at(block_text, at.checked_sub(base)?)?;
    if number.scaled || number.value % ONE != 0 {
        return None;
    }
    let years = u8::try_from(number.value / ONE).ok().filter(|years| (1..=120).contains(years))?;
    let before = block_text.get(..at - base)?;
    let rest = block_text.get(number.end..)?;
    let lower: String = rest.chars().take(24).collect::<String>().to_ascii_lowercase();
    let plain: String = lower.chars().map(|c| if matches!(c, '-' | '‐' | '‑' | '\u{a0}') { ' ' } else { c }).collect();
    let tails = ["year old", "years old", "yr old", "yrs old", "year olds", "years of age", "yo", "y/o", "y.o", "yrs"];
    let trimmed = plain.trim_start();
    if let Some(tail) = tails.iter().find(|tail| trimmed.strip_prefix(**tail).is_some_and(ends_word)) {
        // All characters up to here are mapped one to one but for no-break hyphens, which are counted as written.
        let skipped = plain.chars().count() - trimmed.chars().count() + tail.chars().count();
        let len: usize = rest.chars().take(skipped).map(char::len_utf8).sum();
        return Some((years, Span::at(at..base + number.end + len)));
    }
    let word_at = before.trim_end().rfind(|c: char| !c.is_alphabetic()).map_or(0, |i| i + 1);
    let word = before.trim_end().get(word_at..).unwrap_or_default().to_ascii_lowercase();
    if matches!(word.as_str(), "aged" | "age" | "turned" | "turning") && ends_word(rest) {
        return Some((years, Span::at(base + word_at..base + number.end)));
    }
    let bracketed = before.ends_with('(') && rest.starts_with(')') && years >= 3;
    bracketed.then(|| (years, Span::at(at..base + number.end)))
}

/// Whether no word goes on here.
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric())
}

/// The age that a value of the register names.
pub(super) fn read(value: &str) -> Option<u8> {
    let start = value.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let number = numeral::at(value.trim(), start)?;
    u8::try_from(number.value / ONE).ok().filter(|years| (1..=120).contains(years))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_and_other_numbers_are_not() {
        for (text, number, slice) in [
            ("a 13-year-old was", "13", "13-year-old"),
            ("a man aged 52 fell", "52", "aged 52"),
            ("she is fifty-two years old", "fifty", "fifty-two years old"),
            ("a boy (13) was", "13", "13"),
            ("a 13yo boy", "13", "13yo"),
        ] {
            let found = at(text, Span::at(0..text.len()), text.find(number).unwrap()).unwrap();
            assert_eq!(&text[found.1.range()], slice, "{text}");
        }
        for text in ["13 years of study", "13 people", "13"] {
            assert_eq!(at(text, Span::at(0..text.len()), 0), None, "{text}");
        }
        assert_eq!((read("13"), read("aged 52"), read("thirteen"), read("old")), (Some(13), Some(52), Some(13), None));
    }
}
