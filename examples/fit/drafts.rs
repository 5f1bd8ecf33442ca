//! Owns the labelled drafts: the lines of `fixtures/labelled`, the half of `fixtures/corpus` that is meant for tuning, and the
//! examples of the packs. Knows nothing of features.

use std::path::Path;

use serde_json::Value;
use subrosa::policy::Kind;
use subrosa::rules::{Example, Rule, RuleSet};

use crate::rows::KINDS;

/// A draft of which somebody said whether it may be published.
pub(crate) struct Labelled {
    /// What was written together: folds leave out whole batches.
    pub(crate) batch: String,
    /// As what it is judged.
    pub(crate) kind: Kind,
    /// The ending of the file it stands for.
    pub(crate) ending: String,
    /// Its text.
    pub(crate) text: String,
    /// Whether it should be flagged.
    pub(crate) flag: bool,
    /// Its categories, as rules name them.
    pub(crate) categories: Vec<String>,
    /// The passages for which it should be.
    pub(crate) spans: Vec<String>,
}

/// The batch of the drafts of the corpus.
pub(crate) const CORPUS: &str = "post";

/// All labelled drafts of the repository but the odd half of the corpus and those of `held.jsonl`, which say how the packs do on
/// drafts that nobody looked at.
///
/// # Errors
/// The file that could not be read, or its line that is no draft.
pub(crate) fn labelled(root: &Path) -> Result<Vec<Labelled>, String> {
    let mut drafts = Vec::new();
    for file in ["labelled/short.jsonl", "labelled/long.jsonl", "corpus/posts.jsonl"] {
        let path = root.join("fixtures").join(file);
        let text = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = || format!("{}:{}: this is no labelled draft", path.display(), number + 1);
            let (draft, last) = one(line).ok_or_else(wrong)?;
            if !file.starts_with("corpus") || last.is_multiple_of(2) {
                drafts.push(draft);
            }
        }
    }
    Ok(drafts)
}

/// A draft, and the number at the end of its id.
fn one(line: &str) -> Option<(Labelled, u32)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let word = |key: &str| value.get(key)?.as_str();
    let list = |key: &str| -> Option<Vec<String>> {
        value.get(key)?.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let (batch, last) = word("id")?.rsplit_once('-')?;
    let text = word("text")?.to_owned();
    let draft = Labelled {
        batch: batch.to_owned(),
        kind: Kind::ALL.into_iter().find(|kind| Some(kind.as_str()) == word("kind"))?,
        ending: ending(&text).to_owned(),
        text,
        flag: match word("label")? {
            "flag" => true,
            "clean" => false,
            _ => return None,
        },
        categories: list("categories")?.iter().map(|name| name.replace('_', "-")).collect(),
        spans: list("spans")?,
    };
    Some((draft, last.parse().ok()?))
}

/// The ending of the file that a text would stand in, by how it begins.
fn ending(text: &str) -> &'static str {
    let text = text.trim_start();
    match text {
        _ if text.starts_with('<') => "html",
        _ if text.starts_with("---") || text.starts_with("# ") => "md",
        _ => "txt",
    }
}

/// Categories of rules that look for a shape and tell no tale, and of a firm's own style.
const NO_TALE: [&str; 5] = ["leftover", "house", "metadata", "recipients", "direct-identifier"];

/// The examples of the packs: what flags as a tale, and what passes. Of the pack with this number, which is fitted, none.
pub(crate) fn examples(rules: &RuleSet, own: usize) -> Vec<Labelled> {
    let all = rules.rules.iter().chain(&rules.off);
    let others = all.filter(|rule| rule.pack != own);
    let told = |rule: &Rule, draft: &Labelled| !draft.flag || !NO_TALE.contains(&rule.category());
    others.flat_map(|rule| of_rule(rule, None).into_iter().filter(|draft| told(rule, draft))).collect()
}

/// The examples of the rules of a pack, which must do as they say.
pub(crate) fn own_examples(rules: &RuleSet, own: usize) -> Vec<Labelled> {
    rules.rules.iter().filter(|rule| rule.pack == own).flat_map(|rule| of_rule(rule, Some(&rule.id))).collect()
}

/// The examples of a rule, and the wording that it proposes: that must pass as each kind of draft.
fn of_rule(rule: &Rule, name: Option<&str>) -> Vec<Labelled> {
    let one = |flag: bool, text: &str, kind: Kind, ending: &str| Labelled {
        batch: name.unwrap_or("examples").to_owned(),
        kind,
        ending: ending.to_owned(),
        text: text.to_owned(),
        flag,
        categories: if flag { vec![rule.category().to_owned()] } else { Vec::new() },
        spans: Vec::new(),
    };
    let example = |flag: bool, example: &Example| {
        let kind = example.kind.or_else(|| rule.kinds.first().copied()).unwrap_or(Kind::Post);
        one(flag, &example.text, kind, example.format.as_deref().unwrap_or("txt"))
    };
    let kinds = || KINDS.iter().filter(|kind| rule.is_for(**kind));
    let proposed = rule.rewrite.iter().flat_map(|text| kinds().map(|kind| one(false, text, *kind, "txt")));
    let flags = rule.flags.iter().map(|text| example(true, text));
    flags.chain(rule.passes.iter().map(|text| example(false, text))).chain(proposed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use subrosa::rules::Category;

    #[test]
    fn labelled_drafts_are_whole_and_their_passages_stand_in_them() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
        let mut ids = BTreeSet::new();
        for file in ["short.jsonl", "long.jsonl"] {
            let text = std::fs::read_to_string(folder.join(file)).expect("the drafts");
            for (number, line) in text.lines().enumerate() {
                let place = format!("{file}:{}", number + 1);
                let (draft, last) = one(line).unwrap_or_else(|| panic!("{place} is no labelled draft"));
                assert!(ids.insert((draft.batch, last)), "{place}: the id stands twice");
                assert_eq!(draft.flag, !draft.categories.is_empty(), "{place}: flagged drafts have categories");
                assert_eq!(draft.flag, !draft.spans.is_empty(), "{place}: flagged drafts have passages");
                for category in &draft.categories {
                    assert!(Category::ALL.contains(&category.as_str()), "{place}: {category}");
                }
                for passage in &draft.spans {
                    assert!(draft.text.contains(passage.as_str()), "{place}: {passage}");
                }
            }
        }
        assert!(ids.len() > 8000, "{}", ids.len());
    }
}
