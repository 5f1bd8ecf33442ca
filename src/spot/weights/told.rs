//! Owns what the adding up sees in a draft, written as packs write it: for whoever fits points to labelled drafts. Sentences,
//! words, classes and places are those of `count`, so that points fitted here are points there. Called by no stage of a run.

use super::Case;
use super::count::{FEWEST_SMALL, blocks, is_small, place};
use crate::draft::{Draft, NumberedBlock, Role};
use crate::policy::Kind;
use crate::rules::Length;
use crate::rules::classes::Classes;
use crate::rules::weights::{Keys, Place, Reader, bracketed};
use crate::spot::length_of;
use crate::spot::sentences::Sentences;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Word, key, pair_key, words};

/// What the adding up sees in a draft.
#[derive(Debug)]
pub struct Told {
    /// Its sentences.
    pub lines: Vec<Line>,
    /// How long it is.
    pub length: Length,
    /// The words of a short draft that count against it by their number, those of comments left out.
    pub words: usize,
    /// Whether a short draft holds enough words in small letters to tell anything.
    pub tells: bool,
}

/// A sentence, and what in it may have points.
#[derive(Debug)]
pub struct Line {
    /// Where, in the draft's text.
    pub span: Span,
    /// Whether it stands in a comment, which a short draft does not count.
    pub comment: bool,
    /// How many words it has.
    pub words: usize,
    /// Where it stands, if not in running text; counts in long drafts alone.
    pub place: Option<String>,
    /// Its words, classes and neighbours, each once, sorted.
    pub features: Vec<String>,
}

/// What the adding up sees in a draft that is judged as `kind`, with these classes of words.
pub fn told(draft: &Draft, kind: Kind, classes: &Classes) -> Told {
    let length = length_of(draft, kind);
    let case = Case { draft, kind, length, steps: Vec::new(), by_line: false, means: Vec::new(), words: 0 };
    let mut cut = Sentences::default();
    cut.begin(draft);
    let (mut lines, mut list, mut all, mut small) = (Vec::new(), Vec::new(), 0, 0);
    for NumberedBlock { number, block } in blocks(&case) {
        let comment = block.role == Role::Comment;
        for span in cut.of(draft, number) {
            list.clear();
            words(&draft.text, *span, &mut list);
            if !comment {
                all += list.len();
                small += list.iter().filter(|word| is_small(word)).count();
            }
            let place = place(&case, number).map(Place::written);
            let features = features(&draft.text, &list, classes);
            lines.push(Line { span: *span, comment, words: list.len(), place, features });
        }
    }
    Told { lines, length, words: all, tells: small >= FEWEST_SMALL }
}

/// The features of the words of one sentence, as packs write them.
fn features(text: &str, list: &[Word], classes: &Classes) -> Vec<String> {
    let reader = Reader::new(classes);
    let mut found = Vec::new();
    let mut before: Option<(Keys, Vec<Named>)> = None;
    for word in list {
        let own = reader.read(text, word, before.is_none());
        let names = names(text, word, classes);
        reader.each(own, |wanted| {
            found.extend(names.iter().find(|(key, _)| *key == wanted).map(|(_, name)| name.clone()));
        });
        if let Some((left, left_names)) = &before {
            reader.pairs(*left, own, |wanted| found.extend(pair(left_names, &names, wanted)));
        }
        before = Some((own, names));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A key with what it stands for.
type Named = (u64, String);

/// All that a word may stand for: itself, a number, a name, its class.
fn names(text: &str, word: &Word, classes: &Classes) -> Vec<Named> {
    let own = folded(text.get(word.span().range()).unwrap_or_default());
    let class = classes.of(text, word).and_then(|class| classes.name(class));
    let shapes = ["number", "name"].into_iter().chain(class).map(|name| (bracketed(name), format!("<{name}>")));
    std::iter::once((key(&own), own)).chain(shapes).collect()
}

/// The two of these that have this key as neighbours.
fn pair(left: &[Named], right: &[Named], wanted: u64) -> Option<String> {
    let all = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
    let mut met = all.filter(|(left, right)| pair_key(left.0, right.0) == wanted);
    met.next().map(|(left, right)| format!("{}_{}", left.1, right.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::weights::written_key;

    #[test]
    fn what_is_told_of_a_sentence_is_written_as_packs_write_it() {
        let mut classes = Classes::default();
        classes.add("past", "won *ed").expect("a class");
        let text = "Anna signed for Señora Ruiz’s 81";
        let mut list = Vec::new();
        words(text, Span::at(0..text.len()), &mut list);
        let told = features(text, &list, &classes);
        for wanted in ["anna", "anna_signed", "<past>", "<name>", "for_<name>", "senora_ruiz", "s_<number>"] {
            assert!(told.iter().any(|feature| feature == wanted), "{wanted} of {told:?}");
        }
        for feature in &told {
            assert!(written_key(feature, &classes).is_some(), "{feature}");
        }
        assert!(!told.iter().any(|feature| feature == "<name>_signed"), "the first word of a sentence is no name");
    }
}
