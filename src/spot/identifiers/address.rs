//! Owns street addresses: house number, street and kind of street, whichever way that is abbreviated. What follows (town,
//! postcode) says nothing of its own, but belongs to it where the register has it too. Called by `mod` on both sides.

use super::{Identifiers, More};
use crate::spot::Signal;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Word};

/// Kinds of street: the word that is compared, and how else it is written.
const KINDS: &[&str] = &[
    "street st str",
    "road rd",
    "avenue ave av",
    "lane ln",
    "drive dr",
    "court ct",
    "place pl",
    "square sq",
    "close cl",
    "crescent cres",
    "terrace ter terr",
    "boulevard blvd",
    "parkway pkwy",
    "highway hwy",
    "gardens gdns",
    "grove gr",
    "row",
    "way",
    "walk",
    "hill",
    "quay",
    "mews",
    "parade pde",
    "circle cir",
    "alley",
    "rise",
    "view",
    "wharf",
    "yard",
];

/// Endings of streets that are written in one word, before the number.
const ENDINGS: &[&str] =
    &["strasse", "str", "weg", "platz", "gasse", "allee", "ufer", "straat", "laan", "gracht", "gatan", "gade", "vej"];

/// The word that a kind of street is compared by.
fn kind(word: &str) -> Option<&'static str> {
    let line = KINDS.iter().find(|line| line.split(' ').any(|form| form == word))?;
    line.split(' ').next()
}

/// A point of the compass or another word that is abbreviated in addresses.
fn plain(word: &str) -> &str {
    match word {
        "n" => "north",
        "s" => "south",
        "e" => "east",
        "w" => "west",
        "st" => "saint",
        "mt" => "mount",
        other => other,
    }
}

/// The address around word `index`, which has digits: what finds it, and its span.
pub(super) fn at(text: &str, words: &[Word], index: usize) -> Option<(String, Span)> {
    let written = |i: usize| words.get(i).and_then(|w| text.get(w.span().range())).unwrap_or_default();
    let number = folded(written(index));
    let house = house_number(&number)?;
    let start = words.get(index)?.at;
    let mut name: Vec<String> = Vec::new();
    for next in index + 1..=index + 5 {
        let Some(word) = words.get(next) else { break };
        let between = text.get(words.get(next - 1)?.span().end as usize..word.at as usize)?;
        if word.gap == Gap::Mark && !between.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',')) {
            break;
        }
        let here = folded(written(next));
        if !name.is_empty()
            && let Some(kind) = kind(&here)
        {
            return Some((format!("a:{house}/{}/{kind}", name.join(" ")), Span::new(start, word.span().end)));
        }
        name.push(plain(&here).to_owned());
    }
    let before = index.checked_sub(1)?;
    let street = folded(written(before));
    let near = words.get(index).is_some_and(|w| w.gap == Gap::Space)
        || text.get(words.get(before)?.span().end as usize..start as usize)? == ". ";
    let ending = ENDINGS.iter().find(|ending| street.len() > ending.len() + 2 && street.ends_with(**ending))?;
    let stem = street.strip_suffix(ending)?;
    let ending = if *ending == "str" { "strasse" } else { ending };
    near.then(|| (format!("a:{house}/{stem}/{ending}"), words.get(before).map_or(start, |w| w.at)))
        .map(|(key, from)| (key, Span::new(from, words.get(index).map_or(from, |w| w.span().end))))
}

/// The folded words of a registered address after the street and the number.
pub(super) fn town(text: &str, words: &[Word], address: Span) -> Vec<String> {
    let after = words.iter().filter(|word| word.at >= address.end);
    after.map(|word| folded(text.get(word.span().range()).unwrap_or_default())).collect()
}

/// The end of an address with its town, if that follows.
fn town_end(text: &str, words: &[Word], address: Span, town: &[String]) -> Option<u32> {
    let mut end = address.end;
    let from = words.partition_point(|word| word.at < end);
    for (word, own) in words.get(from..)?.iter().zip(town) {
        let between = text.get(end as usize..word.at as usize)?;
        let near = between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'));
        if !near || between.matches('\n').count() > 1 || folded(text.get(word.span().range())?) != *own {
            return None;
        }
        end = word.span().end;
    }
    (words.len() - from >= town.len()).then_some(end)
}

impl Identifiers {
    /// Looks up the address around word `index`, and takes in the town that it is registered with.
    pub(super) fn address(&self, text: &str, words: &[Word], index: usize, block: u32, out: &mut Vec<Signal>) {
        let Some((form, span)) = at(text, words, index) else { return };
        let from = out.len();
        // One for each signal: nothing of an address conflicts.
        let mut ends = Vec::new();
        let fits = |more: &More| {
            let town = if let More::Town(town) = more { town.as_slice() } else { &[] };
            ends.push(town_end(text, words, span, town).unwrap_or(span.end));
            true
        };
        self.emit(&form, span, block, fits, out);
        for (signal, end) in out.iter_mut().skip(from).zip(ends) {
            signal.span.end = end;
        }
    }
}

/// A house's number: digits, perhaps with one letter.
fn house_number(word: &str) -> Option<&str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..)?;
    ((1..=5).contains(&digits) && rest.len() <= 1).then_some(word)
}
