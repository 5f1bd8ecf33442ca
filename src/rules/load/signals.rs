//! Owns how the signals of a pack are read: phrases, regexes, frames. Called by `load` once all signals have numbers.

use super::{Names, Raw, find, frames, nearest};
use crate::rules::model::{Extent, Finder, Pattern, RuleSet, SignalId, Validator};
use crate::rules::phrase::{Phrase, parse};
use crate::rules::regexes::{self, Options};
use crate::yaml::{Fields, Node, Problems};

/// The keys of a signal.
pub(super) const KEYS: [&str; 8] = ["phrases", "regexes", "validate", "unicode", "case", "outside", "extent", "label"];

/// A signal as its pack says it.
pub(super) struct Said {
    /// Which.
    id: SignalId,
    /// What finds it.
    finder: Finder,
    /// What of a text it covers as a frame.
    extent: Option<Extent>,
    /// Its label, where it has one of its own.
    label: Option<String>,
}

/// Reads the signals of a pack, but for their frames. Packs don't need one another here: several threads may read them.
pub(super) fn read(raw: &Raw<'_>, names: &Names) -> (Vec<Said>, Problems) {
    let (mut list, mut problems) = (Vec::with_capacity(raw.signals.len()), Problems::new());
    for (_, id, node) in &raw.signals {
        let Some(fields) = node.fields(&KEYS, &mut problems) else { continue };
        let finder = finder(&fields, raw, names, &mut problems);
        let extent = fields.get("extent").and_then(|node| node.word(&Extent::WORDS, &mut problems));
        let label = fields.get("label").and_then(|node| node.text(&mut problems));
        list.push(Said { id: *id, finder, extent, label });
    }
    (list, problems)
}

/// Puts signals into the places kept for them.
pub(super) fn place(list: Vec<Said>, set: &mut RuleSet) {
    for said in list {
        if let Some(def) = set.signals.get_mut(said.id.index()) {
            def.finder = said.finder;
            def.extent = said.extent;
            def.label = said.label.unwrap_or_else(|| std::mem::take(&mut def.label));
        }
    }
}

/// Reads the frames of a pack's signals: only once all packs are read is it known which signals are frames.
pub(super) fn read_frames(raw: &Raw<'_>, names: &Names, set: &mut RuleSet, problems: &mut Problems) {
    for (_, id, node) in &raw.signals {
        // Any mistake in the fields was told when the signal was read.
        let fields = node.is_mapping().then(|| node.open_fields(&mut Problems::new())).flatten();
        let Some(node) = fields.and_then(|fields| fields.get("outside")) else { continue };
        let outside = frames(node, raw, names, set, problems);
        if let Some(def) = set.signals.get_mut(id.index()) {
            def.outside = outside;
        }
    }
}

/// What finds a signal.
fn finder(fields: &Fields<'_>, raw: &Raw<'_>, names: &Names, problems: &mut Problems) -> Finder {
    let mut phrases = Vec::new();
    for node in fields.get("phrases").map(|node| node.list(problems)).unwrap_or_default() {
        phrases.extend(phrase(node, raw, names, problems));
    }
    let options = Options {
        unicode: fields.get("unicode").and_then(|node| node.bool(problems)).unwrap_or(false),
        exact_case: fields
            .get("case")
            .and_then(|node| node.word(&[("exact", true), ("any", false)], problems))
            .unwrap_or(false),
        builtin: raw.builtin,
    };
    let mut patterns = Vec::new();
    for node in fields.get("regexes").map(|node| node.list(problems)).unwrap_or_default() {
        patterns.extend(pattern(node, raw, options, problems));
    }
    let validator = fields.get("validate").and_then(|node| node.word(&Validator::WORDS, problems));
    if fields.get("phrases").is_none() && fields.get("regexes").is_none() {
        fields.node().problem(problems, "the signal has neither `phrases:` nor `regexes:`", None);
    }
    for key in ["validate", "unicode", "case"] {
        if let Some(node) = fields.key_node(key).filter(|_| fields.get("regexes").is_none()) {
            node.problem(problems, "this is for regexes, and the signal has none", None);
        }
    }
    Finder::Wording { phrases, patterns, validator }
}

/// Reads one phrase.
fn phrase(node: Node<'_>, raw: &Raw<'_>, names: &Names, problems: &mut Problems) -> Option<Phrase> {
    let written = node.text(problems)?;
    let name = |written: &str| -> Option<SignalId> { find(names, &raw.name, written) };
    match parse(&written, &name) {
        Ok(phrase) => Some(phrase),
        Err(error) => {
            let unknown = error.message.split('`').nth(1).filter(|_| error.message.starts_with("there is no signal"));
            let help = unknown.and_then(|written| nearest(names, &raw.name, written));
            node.problem(problems, format!("phrase, character {}: {}", error.at, error.message), help);
            None
        }
    }
}

/// Reads one regex.
fn pattern(node: Node<'_>, raw: &Raw<'_>, options: Options, problems: &mut Problems) -> Option<Pattern> {
    let written = node.text(problems)?;
    match regexes::compile(&written, options) {
        Ok(pattern) if !raw.builtin && pattern.regex().is_none() => {
            node.problem(problems, "the regex is too large once compiled", None);
            None
        }
        Ok(pattern) => Some(pattern),
        Err(message) => {
            node.problem(problems, message, None);
            None
        }
    }
}
