//! Owns the spellings of a name that folding must not touch: digraphs for umlauts, abbreviations, numbers in words and
//! digits. Each spelling becomes a form of its own, so that the aligner compares letters and nothing else. Called by the
//! forms alone.

use super::is_distinctive;
use super::words::name_words;
use crate::text::lexicon::{self, Keyed};
use crate::text::words::key;
use std::sync::LazyLock;

/// Most spellings that one name gets, its own included.
const MOST: usize = 6;

/// The spellings of a name: its own words first, marked with whether a spelling is a different one (an abbreviation, a
/// number) rather than an umlaut.
pub(super) fn spellings(written: &str, words: &[String], organisation: bool) -> Vec<(Vec<String>, bool)> {
    let mut all: Vec<(Vec<String>, bool)> = digraphs(written, words).into_iter().map(|w| (w, false)).collect();
    if !organisation {
        return all;
    }
    for at in 0..words.len() {
        for number in 0..all.len() {
            let Some((base, _)) = all.get(number) else { break };
            for other in variants(base, at, words.len()) {
                if all.len() < MOST && !all.iter().any(|(known, _)| *known == other) {
                    all.push((other, true));
                }
            }
            if all.len() >= MOST {
                return all;
            }
        }
    }
    all
}

/// The name with its first long word parted where two known words meet, and which word that is: `Kestrelford` is also
/// written `Kestrel Ford`.
pub(super) fn parted(words: &[String]) -> Option<(usize, Vec<String>)> {
    let known = |part: &str| part.len() >= 4 && lexicon::holds(key(part));
    // Partners are parted by commas too.
    if words.iter().any(|w| w == "&") {
        return None;
    }
    let at = words.iter().position(|w| {
        // A word of another language is no two words.
        w.len() >= 8 && w.is_ascii() && is_distinctive(w) && !lexicon::is_foreign(w)
    })?;
    let word = words.get(at)?;
    let parts = |cut: usize| word.get(..cut).zip(word.get(cut..));
    let mut cuts = 4..=word.len() - 4;
    let cut = cuts.clone().find(|cut| parts(*cut).is_some_and(|(head, tail)| known(head) && known(tail)));
    let cut = cut.or_else(|| cuts.find(|cut| parts(*cut).is_some_and(|(head, tail)| known(tail) || known(head))))?;
    let mut name = words.to_vec();
    name.splice(at..=at, [word.get(..cut)?.to_owned(), word.get(cut..)?.to_owned()]);
    Some((at, name))
}

/// The name with the particles that Arabic and Hebrew write together with the first word: `and`, `of`, `to`.
pub(super) fn with_prefixes(words: &[String]) -> Vec<Vec<String>> {
    let Some(first) = words.first() else { return Vec::new() };
    let prefixes: &[&str] = match first.chars().next() {
        Some('\u{620}'..='\u{64A}') => &["و", "ف", "ب", "ك", "ل"],
        Some('\u{5D0}'..='\u{5EA}') => &["ל", "ב", "ו", "מ", "ש", "ה", "כ"],
        _ => return Vec::new(),
    };
    let joined = |prefix: &&str| {
        // `for the` is written in one letter.
        let word = match first.strip_prefix("ال") {
            Some(rest) if *prefix == "ل" => format!("لل{rest}"),
            _ => format!("{prefix}{first}"),
        };
        std::iter::once(word).chain(words.iter().skip(1).cloned()).collect()
    };
    prefixes.iter().map(joined).collect()
}

/// The words of a name with its apostrophes taken for blanks: `O Dwyerrin`; none where that changes nothing.
pub(super) fn without_apostrophes(written: &str, words: &[String]) -> Option<Vec<String>> {
    const APOSTROPHES: [char; 5] = ['\'', '’', '‘', 'ʼ', '`'];
    if !written.contains(APOSTROPHES) {
        return None;
    }
    let all = name_words(&written.replace(APOSTROPHES, " "));
    // Titles, legal forms and articles were dropped from the ends.
    let joined = words.concat();
    let mut stretches = (0..all.len()).flat_map(|from| (from + 1..=all.len()).map(move |to| (from, to)));
    let same = |(from, to): &(usize, usize)| all.get(*from..*to).is_some_and(|part| part.concat() == joined);
    let (from, to) = stretches.find(same).filter(|(from, to)| to - from > words.len() && all.len() <= 12)?;
    all.get(from..to).map(<[String]>::to_vec).filter(|name| name.last().is_some_and(|w| w != "s"))
}

/// Pairs of an abbreviation and its full word; both ways.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("intl", "international"),
    ("int", "international"),
    ("bros", "brothers"),
    ("st", "saint"),
    ("st", "street"),
    ("rd", "road"),
    ("ave", "avenue"),
    ("univ", "university"),
    ("dept", "department"),
    ("mfg", "manufacturing"),
    ("assn", "association"),
    ("assoc", "associates"),
    ("assocs", "associates"),
    ("natl", "national"),
    ("corp", "corporation"),
    ("hosp", "hospital"),
    ("inst", "institute"),
    ("tech", "technology"),
    ("techs", "technologies"),
    ("govt", "government"),
    ("ctr", "center"),
    ("centre", "center"),
    ("mgmt", "management"),
    ("svcs", "services"),
    ("svc", "service"),
    ("grp", "group"),
    ("hldgs", "holdings"),
    ("ind", "industries"),
    ("inds", "industries"),
    ("indus", "industries"),
    ("eng", "engineering"),
    ("engg", "engineering"),
    ("dev", "development"),
    ("ins", "insurance"),
    ("pharm", "pharmaceuticals"),
    ("pharma", "pharmaceuticals"),
    ("lab", "laboratory"),
    ("labs", "laboratories"),
    ("mt", "mount"),
    ("ft", "fort"),
    ("acad", "academy"),
    ("comm", "commission"),
    ("cttee", "committee"),
    ("soc", "society"),
    ("fdn", "foundation"),
    ("co", "company"),
    ("chem", "chemicals"),
    ("elec", "electric"),
    ("distrib", "distribution"),
    ("transp", "transport"),
    ("sys", "systems"),
    ("sch", "school"),
    ("coll", "college"),
    ("org", "organization"),
    ("organisation", "organization"),
];

/// Words of numbers up to twenty, with their ordinals.
const NUMBERS: &[(&str, &str, &str)] = &[
    ("1", "one", "first"),
    ("2", "two", "second"),
    ("3", "three", "third"),
    ("4", "four", "fourth"),
    ("5", "five", "fifth"),
    ("6", "six", "sixth"),
    ("7", "seven", "seventh"),
    ("8", "eight", "eighth"),
    ("9", "nine", "ninth"),
    ("10", "ten", "tenth"),
    ("11", "eleven", "eleventh"),
    ("12", "twelve", "twelfth"),
    ("13", "thirteen", "thirteenth"),
    ("14", "fourteen", "fourteenth"),
    ("15", "fifteen", "fifteenth"),
    ("16", "sixteen", "sixteenth"),
    ("17", "seventeen", "seventeenth"),
    ("18", "eighteen", "eighteenth"),
    ("19", "nineteen", "nineteenth"),
    ("20", "twenty", "twentieth"),
];

/// Words of tens.
const TENS: &[&str] = &["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Whether a folded word is a number or an ordinal up to twenty.
pub fn is_number_word(word: &str) -> bool {
    NUMBERS.iter().any(|(_, one, ordinal)| *one == word || *ordinal == word)
}

/// Whether a folded word may be written in another way: it is in one of the tables or begins with a digit.
fn has_variants(word: &str) -> bool {
    static KNOWN: LazyLock<Keyed<()>> = LazyLock::new(|| {
        let abbreviations = ABBREVIATIONS.iter().flat_map(|(short, full)| [*short, *full]);
        let numbers = NUMBERS.iter().flat_map(|(_, one, ordinal)| [*one, *ordinal]);
        abbreviations.chain(numbers).chain(TENS.iter().copied()).map(|word| (key(word), ())).collect()
    });
    word.starts_with(|c: char| c.is_ascii_digit()) || KNOWN.contains_key(&key(word))
}

/// The other ways to write the word at `at` of a name, as whole names. A name that is one word alone has none: `St` and
/// `Co` alone are nobody.
fn variants(words: &[String], at: usize, own: usize) -> Vec<Vec<String>> {
    let Some(word) = words.get(at).filter(|word| own > 1 && has_variants(word)) else { return Vec::new() };
    let mut out = Vec::new();
    let mut with = |others: &[&str], taking: usize| {
        let mut name: Vec<String> = words.get(..at).unwrap_or_default().to_vec();
        name.extend(others.iter().map(|o| (*o).to_owned()));
        name.extend(words.get(at + taking..).unwrap_or_default().iter().cloned());
        out.push(name);
    };
    for (short, full) in ABBREVIATIONS {
        if word == short {
            with(&[*full], 1);
        } else if word == full {
            with(&[*short], 1);
        }
    }
    let next = words.get(at + 1).map(String::as_str).unwrap_or_default();
    if let Some(tens) = TENS.iter().position(|t| !t.is_empty() && t == word) {
        let ones = NUMBERS.iter().take(9).position(|(_, one, ordinal)| *one == next || *ordinal == next);
        match ones.and_then(|ones| NUMBERS.get(ones)) {
            Some((digits, one, _)) if *one == next => with(&[&format!("{tens}{digits}")], 2),
            Some((digits, ..)) => with(&[&format!("{tens}{}", with_ending(digits))], 2),
            None => with(&[&(tens * 10).to_string()], 1),
        }
        return out;
    }
    for (digits, one, ordinal) in NUMBERS {
        if word == one {
            with(&[*digits], 1);
        } else if word == digits {
            with(&[*one], 1);
        } else if word == ordinal {
            with(&[&with_ending(digits)], 1);
        } else if word.starts_with(*digits) && *word == with_ending(digits) {
            with(&[*ordinal], 1);
        }
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if let Ok(value @ 21..=99) = digits.parse::<usize>() {
        let ten = TENS.get(value / 10).copied().unwrap_or_default();
        match (value % 10).checked_sub(1).and_then(|i| NUMBERS.get(i)) {
            Some((_, one, _)) if digits == word => with(&[ten, *one], 1),
            Some((ones, _, ordinal)) if format!("{}{}", value / 10, with_ending(ones)) == *word => {
                with(&[ten, *ordinal], 1)
            }
            None if digits == word => with(&[ten], 1),
            _ => {}
        }
    }
    out
}

/// `1st`, `2nd`, `3rd`, `11th`.
fn with_ending(digits: &str) -> String {
    let ending = match digits {
        "1" => "st",
        "2" => "nd",
        "3" => "rd",
        _ => "th",
    };
    format!("{digits}{ending}")
}

/// The name's words, and the same with digraphs where the name has an umlaut or the like, and the reverse.
fn digraphs(written: &str, words: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![words.to_vec()];
    let small_pair = |two: &[u8]| matches!(two, [b'u' | b'o' | b'a', b'e']);
    if written.is_ascii() && !written.as_bytes().windows(2).any(small_pair) {
        return all;
    }
    // Without such letters and pairs nothing is spelt in another way. Below U+0300 all is composed.
    let special = |c: char| c >= '\u{300}' || "üÜöÖäÄåÅøØđĐæÆœŒ".contains(c);
    if !(has_digraph(written)
        || words.iter().any(|word| has_digraph(word))
        || written.chars().any(|c| !c.is_ascii() && special(c)))
    {
        return all;
    }
    let respelt = with_digraphs(written);
    // Where no letter becomes two, the words stay what they are.
    let digraphs = if respelt == written { words.to_vec() } else { name_words(&respelt) };
    if digraphs.len() >= words.len() {
        // Titles and legal forms were dropped from both ends: take the stretch that lines up with the name's own words.
        let undone: Vec<String> = digraphs.iter().map(|word| folded_digraphs(word)).collect();
        let spelt: Vec<String> = words
            .iter()
            .map(|word| {
                let own = folded_digraphs(word);
                let other = digraphs.iter().zip(&undone).find(|(other, undone)| **undone == own && *other != word);
                other.map_or(word, |(other, _)| other).clone()
            })
            .collect();
        if spelt != words {
            all.push(spelt);
        }
    }
    let reverse: Vec<String> = words
        .iter()
        .map(|word| {
            if !has_digraph(word) {
                return word.clone();
            }
            let plain = word.replace("ue", "u").replace("oe", "o").replace("ae", "a");
            if plain != *word && is_distinctive(&plain) && is_distinctive(word) { plain } else { word.clone() }
        })
        .collect();
    if reverse != words {
        all.push(reverse);
    }
    all
}

/// `ü` as `ue`, and so on; `å` as `aa`, `ø` as `oe`, `đ` as `dj`.
fn with_digraphs(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(written.len() + 4);
    let mut add = |c: char| match c {
        'ü' => out.push_str("ue"),
        'Ü' => out.push_str("Ue"),
        'ö' | 'ø' => out.push_str("oe"),
        'Ö' | 'Ø' => out.push_str("Oe"),
        'ä' => out.push_str("ae"),
        'Ä' => out.push_str("Ae"),
        'å' => out.push_str("aa"),
        'Å' => out.push_str("Aa"),
        'đ' => out.push_str("dj"),
        'Đ' => out.push_str("Dj"),
        other => out.push(other),
    };
    // Below U+0300 all is composed.
    if written.chars().all(|c| c < '\u{300}') {
        written.chars().for_each(add);
    } else {
        written.nfc().for_each(&mut add);
    }
    out
}

/// Whether a word holds two letters that may stand for one.
fn has_digraph(word: &str) -> bool {
    let pair = |two: &[u8]| matches!(two, [a, b] if matches!((a | 0x20, b | 0x20), (b'u' | b'o' | b'a', b'e') | (b'a', b'a') | (b'd', b'j')));
    word.as_bytes().windows(2).any(pair)
}

/// A word with digraphs undone, to see that two spellings are of one word.
fn folded_digraphs(word: &str) -> String {
    if !has_digraph(word) {
        return word.to_owned();
    }
    // One pair after the other, as far as a word has it.
    let pairs = [("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"), ("dj", "d")];
    let mut plain = word.to_owned();
    for (two, one) in pairs {
        if plain.as_bytes().windows(2).any(|pair| pair == two.as_bytes()) {
            plain = plain.replace(two, one);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_and_numbers_are_spelt_both_ways() {
        for (name, other) in [
            ("kestrelford intl", "kestrelford international"),
            ("first national bank", "1st national bank"),
            ("1st national bank", "first national bank"),
            ("studio 54", "studio fifty four"),
            ("studio fifty four", "studio 54"),
            ("tarnwick brothers", "tarnwick bros"),
            ("saint agnes hospital", "st agnes hospital"),
            ("route 7 foods", "route seven foods"),
        ] {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            let all: Vec<String> = spellings(name, &words, true).into_iter().map(|(w, _)| w.join(" ")).collect();
            assert!(all.len() > 1 && all.len() <= MOST && all.contains(&other.to_owned()), "{name}: {all:?}");
        }
        assert_eq!(spellings("St", &["st".to_owned()], true).len(), 1);
    }
}
