//! Owns the search for facts whose value is written in a script without spaces, where no word can be told from the next: such
//! a value is looked for as it is written. Called by `compile` and `find`.

use aho_corasick::AhoCorasick;

use crate::text::Span;
use crate::text::fold::is_unspaced;

/// Characters that such a value has at least: one alone is a part of many words.
const LEAST: usize = 2;

/// The values of facts in scripts without spaces.
#[derive(Default)]
pub(super) struct Unspaced {
    /// Finds them; none where there are none.
    automaton: Option<AhoCorasick>,
    /// The pattern of each.
    patterns: Vec<u32>,
}

/// Whether a value is looked for so: all of it is written in such scripts.
pub(super) fn is_value(text: &str) -> bool {
    text.chars().count() >= LEAST && text.chars().all(is_unspaced)
}

impl Unspaced {
    /// Those of these values with their patterns.
    pub(super) fn build(values: Vec<(String, u32)>) -> Self {
        let (texts, patterns): (Vec<String>, Vec<u32>) = values.into_iter().unzip();
        // A value has a few characters: no automaton of theirs is too large.
        Self { automaton: AhoCorasick::new(texts).ok().filter(|_| !patterns.is_empty()), patterns }
    }

    /// Hands each value in a word, a run of such a script at byte `at` of the draft's text, to `each`: its pattern and where it stands.
    pub(super) fn find(&self, written: &str, at: u32, each: &mut dyn FnMut(u32, Span)) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(written) {
            if let Some(pattern) = self.patterns.get(found.pattern().as_usize()) {
                each(*pattern, Span::new(at + found.start() as u32, at + found.end() as u32));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_inside_a_run_and_one_character_is_none() {
        assert!(is_value("祖母") && !is_value("妻") && !is_value("第3部") && !is_value("court"));
        let text = "昨日、神戸家庭裁判所での祖母の面会";
        let values = Unspaced::build(vec![("神戸家庭裁判所".to_owned(), 7), ("祖母".to_owned(), 9)]);
        let mut found = Vec::new();
        values.find(text, 100, &mut |pattern, span| {
            found.push((pattern, &text[span.start as usize - 100..span.end as usize - 100]));
        });
        assert_eq!(found, [(7, "神戸家庭裁判所"), (9, "祖母")]);
        Unspaced::default().find(text, 0, &mut |_, _| unreachable!("there are no values"));
    }
}
