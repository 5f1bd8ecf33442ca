//! Owns which words every match of a regex holds, so far as its shape tells: texts in which a blank stands for what parts
//! words, `|` for an edge of a word, `#` for a digit, `@` for a letter, `^` for a capital and `*` for anything. `spot` looks for the regex
//! only where the words of one of these texts stand. Called by `regexes`.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// Most texts in place of one part of a regex.
const MOST_TEXTS: usize = 256;
/// Longest text, in bytes: what follows says little more.
const LONGEST: usize = 120;
/// Most letters that one class stands for.
const MOST_LETTERS: u32 = 8;

/// A capital, in texts of regexes to which capitals and small letters differ.
pub const CAPITAL: char = '^';
/// Anything, or nothing.
const ANYTHING: &str = "*";

/// Lists of texts: a match holds one text of each list.
pub(super) fn skeletons(hir: &Hir) -> Vec<Vec<String>> {
    let mut lists = Vec::new();
    let last = texts(hir, &mut lists);
    lists.push(last);
    lists.retain(|list| list.iter().all(|text| text.contains(|c: char| c.is_ascii_alphanumeric() || c == '#')));
    lists
}

/// The texts of an expression. Where they become too many, what was gathered so far goes to `lists`.
fn texts(hir: &Hir, lists: &mut Vec<Vec<String>>) -> Vec<String> {
    let anything = || vec![ANYTHING.to_owned()];
    match hir.kind() {
        HirKind::Empty => vec![String::new()],
        HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).map_or_else(|_| ANYTHING.to_owned(), plain)],
        HirKind::Class(class) => members(class).unwrap_or_else(anything),
        HirKind::Look(look) => vec![edge(*look).to_owned()],
        HirKind::Capture(capture) => texts(&capture.sub, lists),
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Concat(parts) => in_a_row(parts, lists),
        HirKind::Alternation(parts) => joined(parts.iter().map(|part| texts(part, &mut Vec::new())).collect()),
    }
}

/// The texts of a repetition.
fn repeated(repetition: &Repetition) -> Vec<String> {
    let once = texts(&repetition.sub, &mut Vec::new());
    let (least, most) = (repetition.min as usize, repetition.max.map(|most| most as usize));
    if once.iter().all(|text| text == " ") {
        return if least == 0 { vec![String::new(), " ".to_owned()] } else { once };
    }
    if let ([one], Some(most)) = (once.as_slice(), most)
        && one.len() == 1
        && most <= LONGEST_ROW
        && most - least <= MOST_LENGTHS
    {
        return (least..=most).map(|times| one.repeat(times)).collect();
    }
    match (least, most) {
        (0, Some(1)) => joined(vec![vec![String::new()], once]),
        (0, _) => vec![ANYTHING.to_owned()],
        (1, Some(1)) => once,
        _ if once.len() == 1 => once.into_iter().map(|text| text.repeat(least.min(LONGEST_ROW)) + ANYTHING).collect(),
        _ => once.into_iter().map(|text| text + ANYTHING).collect(),
    }
}

/// Most repetitions that are written out.
const LONGEST_ROW: usize = 17;
/// Most lengths of one repetition that are told apart.
const MOST_LENGTHS: usize = 4;

/// The texts of alternatives.
fn joined(alternatives: Vec<Vec<String>>) -> Vec<String> {
    let mut all: Vec<String> = alternatives.into_iter().flatten().collect();
    all.sort();
    all.dedup();
    if all.len() > MOST_TEXTS { vec![ANYTHING.to_owned()] } else { all }
}

/// The texts of parts one after the other.
fn in_a_row(parts: &[Hir], lists: &mut Vec<Vec<String>>) -> Vec<String> {
    let mut all = vec![String::new()];
    for part in parts {
        let next = texts(part, lists);
        if all.len() * next.len() > MOST_TEXTS {
            lists.push(all.into_iter().map(|text| text + ANYTHING).collect());
            all = vec![ANYTHING.to_owned()];
        }
        let follow = |text: &String| next.iter().map(|next| add(text, next)).collect::<Vec<_>>();
        all = all.iter().flat_map(follow).collect();
        all.sort();
        all.dedup();
    }
    all
}

/// A text with another one after it.
fn add(text: &str, next: &str) -> String {
    let open = text.ends_with(ANYTHING) && (next == ANYTHING || text.len() > LONGEST);
    let whole = text.len() <= LONGEST;
    if open { text.to_owned() } else { format!("{text}{}", if whole { next } else { ANYTHING }) }
}

/// A literal as a text.
fn plain(literal: &str) -> String {
    literal.chars().map(|c| letter(c).unwrap_or('*')).collect()
}

/// A character as it stands in a text: none where it may belong to a word and is no ASCII.
fn letter(c: char) -> Option<char> {
    match c {
        'ſ' => Some('s'),
        '\u{212A}' => Some('k'),
        c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        c if c.is_ascii() || c.is_whitespace() || matches!(c, '’' | '‘' | '“' | '”' | '–' | '—') => {
            Some(' ')
        }
        _ => None,
    }
}

/// The few characters of a class.
fn members(class: &Class) -> Option<Vec<String>> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.is_ascii().then_some(())?;
            class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
        }
    };
    let all = |of: fn(&char) -> bool| ranges.iter().all(|(start, end)| of(start) && of(end) && end.is_ascii());
    if all(char::is_ascii_digit) {
        return Some(vec!["#".to_owned()]);
    }
    let letters: u32 = ranges.iter().map(|(start, end)| u32::from(*end) - u32::from(*start) + 1).sum();
    if letters > MOST_LETTERS && all(char::is_ascii_uppercase) {
        return Some(vec![CAPITAL.to_string()]);
    }
    if letters > MOST_LETTERS && all(char::is_ascii_lowercase) {
        return Some(vec!["@".to_owned()]);
    }
    let mut out = Vec::new();
    for (start, end) in ranges {
        if u32::from(end) - u32::from(start) > MOST_LETTERS * 2 {
            return None;
        }
        for c in start..=end {
            out.push(letter(c)?);
        }
    }
    out.sort_unstable();
    out.dedup();
    (out.len() <= MOST_LETTERS as usize).then(|| out.into_iter().map(String::from).collect())
}

/// What an assertion says of words.
const fn edge(look: Look) -> &'static str {
    match look {
        Look::Start
        | Look::End
        | Look::StartLF
        | Look::EndLF
        | Look::StartCRLF
        | Look::EndCRLF
        | Look::WordAscii
        | Look::WordStartAscii
        | Look::WordEndAscii => "|",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_holds_the_words_of_a_match_and_what_parts_them() {
        for (regex, lists) in [
            (r"(?-u:\b)[Mm]r\.?\s[A-Z]", vec![vec!["|mr  ^", "|mr ^"]]),
            (r"our\s(?:client|firm)s?(?-u:\b)", vec![vec!["our clients|", "our client|", "our firms|", "our firm|"]]),
            (r"a[0-9]+\sb(?:x|éa)", vec![vec!["a#* b*a", "a#* bx"]]),
            (r"[A-Z]{2}[0-9]{2,3}-[1-3]", vec![vec!["^^## #", "^^### #"]]),
            (r"(?:no|number)\s*[0-9]{3,}", vec![vec!["no ###*", "no###*", "number ###*", "number###*"]]),
            (r"[^a]{4}", vec![]),
        ] {
            let hir = regex_syntax::Parser::new().parse(regex).expect(regex);
            assert_eq!(skeletons(&hir), lists, "{regex}");
        }
    }
}
