//! Owns classes of words that packs name in pointed brackets: the words listed for each, and endings. Signals with weights give
//! points to a class as a whole. `load` reads them, `spot` asks for the class of a word.

use super::weights::bracketed;
use crate::text::lexicon::{self, Keyed};
use crate::text::words::{Shape, Word, key};

/// Letters that stand before an ending, at least.
const STEM: usize = 3;

/// The classes of all packs.
#[derive(Clone, Default, Debug)]
pub struct Classes {
    /// The key of its class, by the key of a word.
    words: Keyed<u64>,
    /// Endings, in small letters, each with the key of its class. Listed words come first.
    endings: Vec<(String, u64)>,
    /// The last letters of endings.
    lasts: Vec<u8>,
    /// The keys of all classes, with their names.
    known: Vec<(u64, String)>,
}

impl Classes {
    /// Adds a class: its words with blanks between, `*ed` for an ending.
    ///
    /// # Errors
    /// The word that is neither, or that another class has already.
    pub fn add(&mut self, name: &str, list: &str) -> Result<(), String> {
        let class = bracketed(name);
        self.known.push((class, name.to_owned()));
        for word in list.split_whitespace() {
            let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
            if let Some(ending) = word.strip_prefix('*').filter(|ending| plain(ending)) {
                self.endings.push((ending.to_owned(), class));
                self.lasts.extend(ending.bytes().next_back());
            } else if !plain(word) || self.words.insert(key(word), class).is_some() {
                return Err(word.to_owned());
            }
        }
        Ok(())
    }

    /// Whether this is the key of a class.
    pub fn holds(&self, class: u64) -> bool {
        self.name(class).is_some()
    }

    /// The name of the class with this key.
    pub fn name(&self, class: u64) -> Option<&str> {
        self.known.iter().find(|(known, _)| *known == class).map(|(_, name)| name.as_str())
    }

    /// The keys of all classes.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.known.iter().map(|(key, _)| *key)
    }

    /// The key of the class of a word of `text`.
    pub fn of(&self, text: &str, word: &Word) -> Option<u64> {
        if self.known.is_empty() {
            return None;
        }
        self.words.get(&word.key).copied().or_else(|| {
            let letters = matches!(word.shape, Shape::Lower | Shape::Title | Shape::Caps);
            // Asked of every word: few end with the last letter of an ending.
            let last = text.as_bytes().get((word.span().end as usize).wrapping_sub(1))? | 0x20;
            if !letters || !self.lasts.contains(&last) {
                return None;
            }
            let written = text.as_bytes().get(word.span().range())?;
            let ends = |ending: &str| {
                let stem = written.len().checked_sub(ending.len()).filter(|stem| *stem >= STEM);
                stem.and_then(|stem| written.get(stem..)).is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
            };
            let (ending, class) = self.endings.iter().find(|(ending, _)| ends(ending))?;
            is_inflected(&text.get(word.span().range())?.to_lowercase(), ending).then_some(*class)
        })
    }
}

/// Whether a word with an ending is one that lists know, or its stem is: somebody's name may end so too (`Ahmed`, `Xiaoming`),
/// and who somebody is says nothing.
fn is_inflected(word: &str, ending: &str) -> bool {
    let Some(stem) = word.strip_suffix(ending) else { return false };
    let single = || {
        let (shorter, last) = stem.split_at_checked(stem.len() - 1)?;
        shorter.ends_with(last).then_some(shorter)
    };
    lexicon::is_word(word)
        || lexicon::is_word(stem)
        || lexicon::is_word(&format!("{stem}e"))
        || single().is_some_and(lexicon::is_word)
        || lexicon::is_foreign(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use crate::text::words::words;

    #[test]
    fn a_word_has_the_class_that_lists_it_or_else_that_of_its_ending() {
        let mut classes = Classes::default();
        assert_eq!(classes.add("past", "won *ed"), Ok(()));
        assert_eq!(classes.add("kin", "wife *s"), Ok(()));
        let text = "Won signed SIGNED red wife wifes 12ed Ahmed planned us";
        let mut list = Vec::new();
        words(text, Span::at(0..text.len()), &mut list);
        let found: Vec<Option<u64>> = list.iter().map(|word| classes.of(text, word)).collect();
        let (past, kin) = (Some(bracketed("past")), Some(bracketed("kin")));
        assert_eq!(found, [past, past, past, None, kin, kin, None, None, past, None]);
        assert_eq!(classes.add("twice", "wife"), Err("wife".to_owned()));
        assert_eq!(classes.add("odd", "Wi-Fi"), Err("Wi-Fi".to_owned()));
        assert!(classes.holds(bracketed("kin")) && !classes.holds(bracketed("kind")));
    }
}
