//! Owns how the signals of a pack are read: phrases, regexes, frames. Called by `load` once all signals have numbers.

use super::{Names, Raw, find, frames, nearest};
use crate::policy::Kind;
use crate::rules::classes::Classes;
use crate::rules::model::{Extent, Finder, Pattern, RuleSet, SignalId, Validator};
use crate::rules::phrase::{Phrase, parse};
use crate::rules::regexes::{self, Options};
use crate::rules::rule::Scope;
use crate::rules::weights::{Bound, MOST_POINTS, Share, Weights, bracketed, written_key};
use crate::yaml::{Fields, Node, Problems};

/// The keys of a signal.
pub(super) const KEYS: [&str; 15] = [
    "phrases",
    "regexes",
    "validate",
    "unicode",
    "case",
    "outside",
    "extent",
    "label",
    "weights",
    "at_least",
    "of",
    "at_most",
    "within",
    "less_mean",
    "at_words",
];

/// The keys that go with `weights:`.
const WEIGHED: [&str; 4] = ["weights", "at_least", "at_words", "label"];

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
pub(super) fn read(raw: &Raw<'_>, names: &Names, classes: &Classes) -> (Vec<Said>, Problems) {
    let (mut list, mut problems) = (Vec::with_capacity(raw.signals.len()), Problems::new());
    for (_, id, node) in &raw.signals {
        let Some(fields) = node.fields(&KEYS, &mut problems) else { continue };
        let finder = finder(&fields, raw, names, classes, &mut problems);
        let extent = fields.get("extent").and_then(|node| node.word(&Extent::WORDS, &mut problems));
        let label = fields.get("label").and_then(|node| node.text(&mut problems));
        list.push(Said { id: *id, finder, extent, label });
    }
    (list, problems)
}

/// Reads the classes of words of a pack.
pub(super) fn read_classes(node: Node<'_>, classes: &mut Classes, problems: &mut Problems) {
    for (name, key, words) in node.open_fields(problems).iter().flat_map(Fields::iter) {
        let taken = matches!(name, "number" | "name") || name.starts_with("in-") || classes.holds(bracketed(name));
        if taken || !super::is_name(name) {
            let help = "a name of small letters that no other class has, and that does not begin with `in-`".to_owned();
            key.problem(problems, "this can't be the name of a class", Some(help));
            continue;
        }
        if let Err(word) = classes.add(name, &words.text(problems).unwrap_or_default()) {
            let help = "words of small letters, each in one class alone, or an ending: `*ed`".to_owned();
            words.problem(problems, format!("`{word}` can't be a word of this class"), Some(help));
        }
    }
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
fn finder(fields: &Fields<'_>, raw: &Raw<'_>, names: &Names, classes: &Classes, problems: &mut Problems) -> Finder {
    if let Some(node) = fields.get("weights") {
        return Finder::Weights(weights(node, fields, classes, problems));
    }
    if let Some(node) = fields.get("of") {
        return Finder::Share(share(node, fields, raw, names, problems));
    }
    for (key, other) in
        [("at_least", "weights"), ("at_words", "weights"), ("at_most", "of"), ("within", "of"), ("less_mean", "of")]
    {
        if let Some(node) = fields.key_node(key) {
            node.problem(problems, format!("this is for `{other}:`, and the signal has none"), None);
        }
    }
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
        fields.node().problem(problems, "the signal has neither `phrases:` nor `regexes:` nor `weights:`", None);
    }
    for key in ["validate", "unicode", "case"] {
        if let Some(node) = fields.key_node(key).filter(|_| fields.get("regexes").is_none()) {
            node.problem(problems, "this is for regexes, and the signal has none", None);
        }
    }
    Finder::Wording { phrases, patterns, validator }
}

/// Reads what many words add up to.
fn weights(node: Node<'_>, fields: &Fields<'_>, classes: &Classes, problems: &mut Problems) -> Weights {
    alone(fields, &WEIGHED, problems);
    let mut points = Vec::new();
    for (written, key, words) in node.open_fields(problems).iter().flat_map(Fields::iter) {
        let worth = written.trim_start_matches('+').parse().unwrap_or(0_i64);
        if worth == 0 || worth.abs() > MOST_POINTS {
            let message = format!("points are whole numbers from -{MOST_POINTS} to {MOST_POINTS}, and not 0");
            key.problem(problems, message, Some("write points, then the words: `12: hospital my_client`".to_owned()));
            continue;
        }
        let text = words.text(problems).unwrap_or_default();
        for word in text.split_whitespace() {
            match written_key(word, classes) {
                Some(key) => points.push((key, worth as i16)),
                None => {
                    let help =
                        "a word of letters, `<number>`, `<name>`, two of these joined by `_`, or a class of `classes:`"
                            .to_owned();
                    words.problem(problems, format!("`{word}` is not what has points"), Some(help));
                }
            }
        }
    }
    points.sort_unstable();
    if points.windows(2).any(|two| matches!(two, [(left, _), (right, _)] if left == right)) {
        node.problem(problems, "a word stands twice, with points each time", None);
    }
    points.dedup_by_key(|(key, _)| *key);
    let at_least = fields.required("at_least", problems).map(|node| by_kind(node, i32::MAX, problems));
    let at_words = fields.get("at_words").and_then(|node| {
        let points = node.integer(problems)?;
        if !(0..=MOST_POINTS).contains(&points) {
            node.problem(problems, format!("this is 0 to {MOST_POINTS}"), None);
        }
        i32::try_from(points).ok()
    });
    let at_least = at_least.unwrap_or([i32::MAX; Kind::ALL.len()]);
    Weights { points, at_least, at_words: at_words.unwrap_or(0) }
}

/// Reads how the words of another signal are counted.
fn share(node: Node<'_>, fields: &Fields<'_>, raw: &Raw<'_>, names: &Names, problems: &mut Problems) -> Share {
    alone(fields, &["of", "at_least", "at_most", "within", "less_mean", "label"], problems);
    let of = super::signal(node, raw, names, problems).unwrap_or(SignalId(u32::MAX));
    let scopes = [("draft", Scope::Draft), ("sentence", Scope::Sentence)];
    let scope = fields.get("within").and_then(|node| node.word(&scopes, problems)).unwrap_or(Scope::Draft);
    let less_mean = fields.get("less_mean").and_then(|node| {
        let per_cent = node.integer(problems)?;
        if scope == Scope::Draft || !(0..=200).contains(&per_cent) {
            node.problem(problems, "this is 0 to 200 per cent, of a signal `within: sentence`", None);
        }
        i32::try_from(per_cent).ok()
    });
    let bound = match (fields.get("at_least"), fields.get("at_most")) {
        (Some(node), None) => Bound::Least(by_kind(node, i32::MAX, problems)),
        (None, Some(node)) => Bound::Most(by_kind(node, i32::MIN, problems)),
        _ => {
            fields.node().problem(problems, "it takes `at_least:` or `at_most:`, one of them", None);
            Bound::Most([i32::MIN; Kind::ALL.len()])
        }
    };
    Share { of, scope, less_mean: less_mean.unwrap_or(0), bound }
}

/// Says which keys of a signal do not go with those it must be made of.
fn alone(fields: &Fields<'_>, keys: &[&str], problems: &mut Problems) {
    for key in KEYS.iter().filter(|key| !keys.contains(key)) {
        if let Some(node) = fields.key_node(key) {
            let message = format!("this does not go with `{}:`", keys.first().copied().unwrap_or_default());
            node.problem(problems, message, None);
        }
    }
}

/// Reads a number, or numbers by kind of draft; a kind without one gets `never`.
fn by_kind(node: Node<'_>, never: i32, problems: &mut Problems) -> [i32; Kind::ALL.len()] {
    let number = |node: Node<'_>, problems: &mut Problems| {
        let number = node.integer(problems).and_then(|number| i32::try_from(number).ok());
        number.unwrap_or(never)
    };
    if !node.is_mapping() {
        return [number(node, problems); Kind::ALL.len()];
    }
    let Some(fields) = node.fields(&Kind::ALL.map(Kind::as_str), problems) else { return [never; Kind::ALL.len()] };
    Kind::ALL.map(|kind| fields.get(kind.as_str()).map_or(never, |node| number(node, problems)))
}

/// Says where a phrase names a signal that words add up to: it has no place in a sentence.
pub(super) fn check(raw: &Raw<'_>, set: &RuleSet, problems: &mut Problems) {
    for (_, id, node) in &raw.signals {
        let phrases = match set.signal(*id).map(|def| &def.finder) {
            Some(Finder::Wording { phrases, .. }) => phrases,
            Some(Finder::Share(share)) => {
                let of = set.signal(share.of).filter(|def| !matches!(def.finder, Finder::Weights(_)));
                if let Some(def) = of {
                    node.problem(problems, format!("`{}` has no `weights:`", def.name), None);
                }
                continue;
            }
            _ => continue,
        };
        for used in phrases.iter().flat_map(|phrase| &phrase.signals).filter_map(|id| set.signal(*id)) {
            if used.is_note() {
                let message = format!(
                    "`{}` is what a reader notes: a condition of a rule can name it, a phrase cannot",
                    used.name
                );
                node.problem(problems, message, None);
            }
            if used.is_weighed() {
                let message =
                    format!("`{}` has weights: a condition of a rule can name it, a phrase cannot", used.name);
                node.problem(problems, message, None);
            }
        }
    }
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
