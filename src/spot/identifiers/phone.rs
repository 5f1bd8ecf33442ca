//! Owns numbers that are digits alone: telephone numbers by country and trunk rules, account numbers by value. Called by
//! `mod` on both sides.

use crate::text::Span;

/// A stretch of digits with free separators.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Digits {
    /// The digits; the `(0)` of `+44 (0)20` is left out.
    pub(super) digits: String,
    /// It began with `+`.
    pub(super) plus: bool,
    /// From the first to the last character.
    pub(super) span: Span,
}

/// How a number may be meant: its digits without zeros before them, and the country where one is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// Digits without zeros before them.
    pub(super) digits: String,
    /// The country's code.
    pub(super) country: Option<String>,
    /// Whether a country or trunk rule was used to get there: then only telephone numbers are meant.
    pub(super) as_phone: bool,
}

/// The digits that begin at byte `at`, inside `block`: all that separators join. None if it is part of something else.
pub(super) fn at(text: &str, block: Span, at: usize) -> Option<Digits> {
    let base = block.start as usize;
    let whole = text.get(block.range())?;
    let before = whole.get(..at.checked_sub(base)?)?;
    let rest = whole.get(at - base..)?;
    let (mut digits, mut end) = (String::new(), 0);
    let mut gap = String::new();
    for (i, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            if !gap.is_empty() && !is_gap(&gap) {
                break;
            }
            // The zero in brackets is dialled at home alone.
            let trunk = gap.ends_with('(') && c == '0' && rest.get(i + 1..).is_some_and(|r| r.starts_with(')'));
            if !trunk {
                digits.push(c);
            }
            end = i + 1;
            gap.clear();
        } else if c.is_alphabetic() && gap.is_empty() {
            return None;
        } else {
            gap.push(c);
            if gap.len() > 8 || c.is_alphabetic() {
                break;
            }
        }
    }
    let plus = before.ends_with('+') || before.ends_with("+(");
    let lead = before.strip_suffix('(').unwrap_or(before);
    let lead = lead.strip_suffix('+').unwrap_or(lead);
    let open = before.ends_with('(') && rest.get(..end)?.contains(')');
    let start = if plus { lead.len() } else { before.len() - usize::from(open) };
    let mut last = lead.chars().rev();
    let (c, d) = (last.next(), last.next());
    let joined = c.is_some_and(|c| c.is_alphanumeric() || "$£€#".contains(c))
        || (c.is_some_and(|c| ".,:/-_".contains(c)) && d.is_some_and(|d| d.is_ascii_digit()));
    let mut next = rest.get(end..)?.chars();
    let (c, d) = (next.next(), next.next());
    let goes_on = c.is_some_and(char::is_alphanumeric)
        || (c.is_some_and(|c| ".,:/-_".contains(c)) && d.is_some_and(|d| d.is_ascii_digit()));
    if joined || goes_on {
        return None;
    }
    Some(Digits { digits, plus, span: Span::at(base + start..at + end) })
}

/// Whether a gap may stand inside a number: one separator, a bracket with a blank, or a line's end.
fn is_gap(gap: &str) -> bool {
    let mut chars = gap.chars();
    let (Some(first), second, third) = (chars.next(), chars.next(), chars.next()) else { return true };
    let sep = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '.' | '/' | '‐' | '‑' | '–' | '−' | '(' | ')' | '\u{200b}' | '\u{2060}')
    };
    let bracket = |c: char| matches!(c, '(' | ')');
    match (second, third) {
        (None, _) => sep(first),
        (Some(b), None) => sep(first) && sep(b) && (bracket(first) || bracket(b)),
        (Some(b), Some(c)) => chars.next().is_none() && sep(first) && sep(c) && bracket(b),
    }
}

/// All ways to mean these digits.
pub(super) fn readings(number: &Digits) -> Vec<Reading> {
    let bare = |digits: &str| digits.trim_start_matches('0').to_owned();
    let mut out = vec![Reading { digits: bare(&number.digits), country: None, as_phone: false }];
    let international = if number.plus {
        Some(number.digits.as_str())
    } else {
        let prefix = ["011", "00"].iter().find_map(|prefix| number.digits.strip_prefix(prefix));
        prefix.or(Some(number.digits.as_str()).filter(|d| d.len() >= 11 && !d.starts_with('0')))
    };
    if let Some(rest) = international.filter(|rest| (8..=15).contains(&rest.len()))
        && let Some((country, national)) = rest.split_at_checked(country_len(rest))
    {
        out.push(Reading { digits: bare(national), country: Some(country.to_owned()), as_phone: true });
    }
    out.retain(|reading| reading.digits.len() >= 4);
    out
}

/// How many digits the code of the country has that a number begins with. Codes are free of prefixes.
fn country_len(digits: &str) -> usize {
    const TWO: &str = "20 27 28 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 \
        90 91 92 93 94 95 98";
    if digits.starts_with(['1', '7']) {
        return 1;
    }
    if digits.get(..2).is_some_and(|two| TWO.split_ascii_whitespace().any(|code| code == two)) { 2 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits of the readings of the number in a text.
    fn read(text: &str) -> Option<(String, Vec<String>)> {
        let from = text.find(|c: char| c.is_ascii_digit()).unwrap();
        let found = at(text, Span::at(0..text.len()), from)?;
        Some((text[found.span.range()].to_owned(), readings(&found).into_iter().map(|r| r.digits).collect()))
    }

    #[test]
    fn a_telephone_number_is_one_in_every_notation() {
        for (text, slice) in [
            ("call +44 20 7946 0018.", "+44 20 7946 0018"),
            ("call 020 7946 0018", "020 7946 0018"),
            ("(020) 7946-0018 now", "(020) 7946-0018"),
            ("442079460018", "442079460018"),
            ("+44 (0)20 7946 0018", "+44 (0)20 7946 0018"),
            ("0044 20.7946.0018", "0044 20.7946.0018"),
            ("+44\u{a0}20\u{a0}7946\u{a0}0018", "+44\u{a0}20\u{a0}7946\u{a0}0018"),
        ] {
            let (found, readings) = read(text).unwrap();
            assert_eq!(found, slice);
            assert!(readings.iter().any(|r| r == "2079460018"), "{text}: {readings:?}");
        }
    }

    #[test]
    fn a_number_inside_a_longer_one_is_not_that_number() {
        for text in ["x20 7946 0018", "20 7946 0018,5", "$20", "20 7946 0018th"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("9 20 7946 0018").unwrap().1, ["92079460018", "79460018"]);
    }
}
