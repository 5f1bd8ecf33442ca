//! Owns the bundled lists of ordinary words and common names, and how common a word is. The lists' sources and licences
//! are in `lexicon/README.md`. Called when names are compiled and when a candidate needs evidence; never per word.

/// English words of the first class, the commonest.
const WORDS_10: &str = include_str!("lexicon/words-10.txt");
/// English words of the second class.
const WORDS_20: &str = include_str!("lexicon/words-20.txt");
/// English words of the third class.
const WORDS_35: &str = include_str!("lexicon/words-35.txt");
/// Common given names.
const GIVEN: &str = include_str!("lexicon/given.txt");
/// Common surnames.
const SURNAMES: &str = include_str!("lexicon/surnames.txt");

/// How common a folded word is in English text: 3 very, 2 quite, 1 somewhat, 0 not in the lists.
pub fn commonness(folded: &str) -> u8 {
    if holds(WORDS_10, folded) {
        3
    } else if holds(WORDS_20, folded) {
        2
    } else {
        u8::from(holds(WORDS_35, folded))
    }
}

/// Whether a folded word is an ordinary English word.
pub fn is_word(folded: &str) -> bool {
    commonness(folded) > 0
}

/// Whether a folded word is a common given name.
pub fn is_given_name(folded: &str) -> bool {
    holds(GIVEN, folded)
}

/// Whether a folded word is a common surname.
pub fn is_surname(folded: &str) -> bool {
    holds(SURNAMES, folded)
}

/// Whether `word` is a line of `list`, whose lines are sorted: bisection on bytes, so that nothing is built at start.
fn holds(list: &str, word: &str) -> bool {
    let (mut low, mut high) = (0, list.len());
    let bytes = list.as_bytes();
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes.get(..middle).and_then(|b| memchr::memrchr(b'\n', b)).map_or(0, |i| i + 1);
        let end = bytes.get(middle..).and_then(|b| memchr::memchr(b'\n', b)).map_or(bytes.len(), |i| middle + i);
        match bytes.get(start..end).unwrap_or_default().cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_list_is_found_and_its_neighbours_are_not() {
        for list in [WORDS_10, WORDS_20, WORDS_35, GIVEN, SURNAMES] {
            let lines: Vec<_> = list.lines().collect();
            assert!(lines.is_sorted());
            for line in &lines {
                assert!(holds(list, line), "{line}");
                assert!(!holds(list, &format!("{line}qq")), "{line}");
            }
        }
        assert!(!holds(WORDS_10, ""));
    }

    #[test]
    fn a_common_word_a_common_name_and_a_rare_one_differ() {
        assert_eq!((commonness("the"), commonness("orchard"), commonness("kestrelford")), (3, 1, 0));
        assert!(is_given_name("robin") && is_surname("banks") && !is_surname("okonjo"));
    }
}
