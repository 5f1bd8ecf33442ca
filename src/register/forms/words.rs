//! Owns how a name of the register is cut into folded words, so that both sides of a comparison are cut alike. Called by
//! the forms, by the register's check and by `spot`.

use super::super::legal;
use crate::text::Span;
use crate::text::fold::{folded, is_latin};
use crate::text::words::{Gap, Shape, Word, words};

/// The folded words of a name. Apostrophes and the dots of initials join (`O'Brien`, `J.P.`), hyphens, other dots and
/// case changes part; `&`, `+` and `and` between words give a `&`.
pub fn name_words(name: &str) -> Vec<String> {
    plain_words(name).unwrap_or_else(|| all_words(name))
}

/// Those of a name of Latin letters and digits with single blanks between, perhaps after a full stop or a comma, as most
/// are: nothing joins there and nothing is cut. None of a name in which something might.
fn plain_words(name: &str) -> Option<Vec<String>> {
    let mut out = Vec::with_capacity(4);
    for token in name.split(' ') {
        let token = token.trim_end_matches([',', '.']);
        let (mut small, mut inner) = (false, false);
        for (at, c) in token.char_indices() {
            if !(c.is_ascii_alphanumeric() || is_latin(c)) {
                return None;
            }
            let capital = c.is_uppercase();
            small |= !capital;
            inner |= capital && at > 0;
        }
        let plain = if small && inner { return None } else { folded(token) };
        if plain.is_empty() || matches!(plain.as_str(), "and" | "und" | "vs" | "versus") {
            return None;
        }
        out.push(plain);
    }
    Some(out)
}

/// The words of any name.
fn all_words(name: &str) -> Vec<String> {
    let mut cut: Vec<Word> = Vec::new();
    words(name, Span::at(0..name.len()), &mut cut);
    let mut out: Vec<String> = Vec::new();
    let mut end = 0;
    let mut dangling_initial = false;
    for word in &cut {
        let written = name.get(word.span().range()).unwrap_or_default();
        let between = name.get(end..word.at as usize).unwrap_or_default();
        end = word.span().end as usize;
        let plain = match folded(written) {
            versus if !out.is_empty() && matches!(versus.as_str(), "vs" | "versus") => "v".to_owned(),
            plain => plain,
        };
        let is_initial = is_letter(&plain);
        let joins = word.gap == Gap::Joint
            && (between.contains(['\'', '’', '‘', 'ʼ', '`']) || (between == "." && is_initial && dangling_initial));
        dangling_initial = is_initial;
        if joins && let Some(last) = out.last_mut() {
            last.push_str(&plain);
            continue;
        }
        let connector = !out.is_empty() && (between.contains(['&', '+']) || matches!(plain.as_str(), "and" | "und"));
        if connector && out.last().is_some_and(|w| w != "&") {
            out.push("&".to_owned());
        }
        if matches!(plain.as_str(), "and" | "und") && !out.is_empty() {
            continue;
        }
        if legal::is_form(&plain) || plain == "v" {
            out.push(plain);
            continue;
        }
        if matches!(word.shape, Shape::Mixed | Shape::Unspaced) {
            out.extend(camel_parts(written).into_iter().map(folded).filter(|part| !part.is_empty()));
        } else if !plain.is_empty() {
            // No capital stands after a small letter.
            out.push(plain);
        }
    }
    while out.last().is_some_and(|w| w == "&") {
        out.pop();
    }
    out
}

/// Whether a word is one letter alone.
fn is_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// A word cut where a capital follows a small letter, or where capitals turn into a capitalised word: `JPMorgan` is
/// `JP` and `Morgan`. Prefixes of surnames (`McDonald`, `DeVries`) are not parted.
pub fn camel_parts(word: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for window in 1..chars.len() {
        let (Some(before), Some(here)) = (chars.get(window - 1), chars.get(window)) else { continue };
        let after_lower = before.1.is_lowercase() && here.1.is_uppercase();
        let after_caps = before.1.is_uppercase()
            && here.1.is_uppercase()
            && chars.get(window + 1).is_some_and(|next| next.1.is_lowercase());
        if !after_lower && !after_caps {
            continue;
        }
        let part = word.get(start..here.0).unwrap_or_default();
        if part.chars().count() >= 2
            && !matches!(part, "Mc" | "Mac" | "De" | "Di" | "Le" | "La" | "Van" | "Von" | "Fitz")
        {
            parts.push(part);
            start = here.0;
        }
    }
    parts.push(word.get(start..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_into_the_words_that_readers_see() {
        for (name, words) in [
            ("Kestrelford Instruments, Inc.", "kestrelford instruments inc"),
            ("O'Brien & Sons", "obrien & sons"),
            ("J.P. Morgan", "jp morgan"),
            ("JPMorgan", "jp morgan"),
            ("Smith-Jones and Okonjo", "smith jones & okonjo"),
            ("Ronald McDonald", "ronald mcdonald"),
            ("d.banks62@mail.example", "d banks62 mail example"),
            ("S.p.A.", "spa"),
            ("Tarnwick vs. Helix", "tarnwick v helix"),
        ] {
            assert_eq!(name_words(name).join(" "), words, "{name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn plain_names_have_the_words_that_all_have(name in "([A-Z]?[a-zéüßøŁİǅ]{0,6}[.,]{0,2} ?|and |vs |[A-ZÉ]{1,3}[0-9]?|['&+-]){0,5}") {
            if let Some(plain) = plain_words(&name) {
                proptest::prop_assert_eq!(plain, all_words(&name));
            }
        }
    }
}
