//! Owns how packs come from YAML: all files of a run together, since signals name one another across packs, and every
//! mistake of all of them told in one run, with its place. `signals` and `rules` read the two halves of a pack, `order`
//! finds circles, `files` the files. Called by `cli`.

mod files;
mod order;
mod rules;
mod signals;
mod switches;

use std::collections::HashMap;

pub use files::{PackFile, pack_files};
pub use switches::{PackWish, Switches, pack_wish};

use super::fixed::Fixed;
use super::model::{Finder, Pack, RuleSet, SignalDef, SignalId};
use crate::policy::Kind;
use crate::threads;
use crate::yaml::{Doc, Fields, Node, Problem, Problems};

/// Loads packs as they are by default. Later ones may override rules of earlier ones.
///
/// # Errors
/// Everything that is wrong with any of them, in the order of the files.
pub fn load(packs: &[PackFile]) -> Result<RuleSet, Vec<Problem>> {
    load_with(packs, &Switches::default())
}

/// Loads packs, with some of those that are off by default switched on. Rules of packs that stay off are read and checked,
/// and do not run; nor do they override any.
///
/// # Errors
/// As [`load`].
pub fn load_with(packs: &[PackFile], switches: &Switches) -> Result<RuleSet, Vec<Problem>> {
    let mut broken = Vec::new();
    let mut docs = Vec::new();
    for (file, read) in packs.iter().zip(threads::map(packs, |file| Doc::read(&file.name, &file.bytes))) {
        match read {
            Ok(doc) => docs.push((file, doc)),
            Err(problem) => broken.push(problem),
        }
    }
    let mut set = RuleSet::default();
    let mut names: Names = Fixed::ALL.iter().map(|fixed| (fixed.name(), fixed.id())).collect();
    let mut raws = Vec::new();
    let mut all: Vec<Problems> = docs.iter().map(|_| Problems::new()).collect();
    for (index, ((file, doc), problems)) in docs.iter().zip(&mut all).enumerate() {
        if let Some(raw) = top(doc.root(), index, file, switches, &mut set, &mut names, problems) {
            raws.push(raw);
        }
    }
    let read = threads::map(&raws, |raw| signals::read(raw, &names, &set.classes));
    for (raw, (list, own)) in raws.iter().zip(read) {
        signals::place(list, &mut set);
        if let Some(problems) = all.get_mut(raw.doc) {
            problems.append(own);
        }
    }
    for raw in &raws {
        let Some(problems) = all.get_mut(raw.doc) else { continue };
        signals::check(raw, &set, problems);
        signals::read_frames(raw, &names, &mut set, problems);
    }
    let nodes = signal_nodes(&raws);
    order::sort(&mut set, &nodes, &mut all);
    let mut seen = rules::Seen::default();
    for raw in &raws {
        let Some(problems) = all.get_mut(raw.doc) else { continue };
        rules::read(raw, &names, switches.lines, &mut set, &mut seen, problems);
    }
    switches::part(&mut set);
    for ((_, doc), problems) in docs.iter().zip(all) {
        broken.extend(doc.resolve(problems));
    }
    if broken.is_empty() { Ok(set) } else { Err(broken) }
}

/// Full names of signals.
type Names = HashMap<String, SignalId>;

/// A pack whose top was read.
struct Raw<'a> {
    /// Index of its file among those that parse.
    doc: usize,
    /// Index in [`RuleSet::packs`].
    pack: usize,
    /// Its name.
    name: String,
    /// Whether it comes with the program.
    builtin: bool,
    /// Its signals: name, number, node.
    signals: Vec<(String, SignalId, Node<'a>)>,
    /// The frames of all its rules.
    outside: Option<Node<'a>>,
    /// Its rules.
    rules: Vec<Node<'a>>,
}

/// Where each signal is defined: index of the file, node.
fn signal_nodes<'a>(raws: &[Raw<'a>]) -> HashMap<SignalId, (usize, Node<'a>)> {
    raws.iter().flat_map(|raw| raw.signals.iter().map(|(_, id, node)| (*id, (raw.doc, *node)))).collect()
}

/// The keys of a pack.
const KEYS: [&str; 7] = ["pack", "about", "default", "outside", "classes", "signals", "rules"];

/// The keys that each mapping of a pack may have, by what it is: for who describes the format.
pub fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    let kinds = Kind::ALL.map(Kind::as_str).to_vec();
    let own = [("pack", KEYS.to_vec()), ("signal", signals::KEYS.to_vec()), ("points-by-kind", kinds)];
    own.into_iter().chain(rules::keys()).collect()
}

/// Reads the top of a pack and gives its signals their numbers.
fn top<'a>(
    root: Node<'a>,
    doc: usize,
    file: &PackFile,
    switches: &Switches,
    set: &mut RuleSet,
    names: &mut Names,
    problems: &mut Problems,
) -> Option<Raw<'a>> {
    if root.is_null() {
        let help = "begin with `pack: name`; see docs/writing-rules.md".to_owned();
        root.problem(problems, "the pack is empty", Some(help));
        return None;
    }
    let fields = root.fields(&KEYS, problems)?;
    let name_node = fields.required("pack", problems)?;
    let name = name_node.text(problems)?;
    if !is_name(&name) {
        name_node.problem(problems, "a pack's name is made of small letters, digits and hyphens", None);
        return None;
    }
    if let Some(other) = set.packs.iter().find(|pack| pack.name == name) {
        let help = format!("it is the name of {}", other.file);
        name_node.problem(problems, "another pack has this name", Some(help));
        return None;
    }
    let about = fields.get("about").and_then(|node| node.text(problems)).unwrap_or_default();
    let default = fields.get("default").and_then(|node| node.word(&[("on", true), ("off", false)], problems));
    let pack = set.packs.len();
    let mut read = Pack {
        name: name.clone(),
        about,
        file: file.name.clone(),
        builtin: file.builtin,
        on: true,
        default: default.unwrap_or(true),
    };
    read.on = read.default || switches.turn_on(&read);
    set.packs.push(read);
    if let Some(node) = fields.get("classes") {
        signals::read_classes(node, &mut set.classes, problems);
    }
    let signals = signal_numbers(&fields, &name, set, names, problems);
    let rules = fields.get("rules").map(|node| node.list(problems)).unwrap_or_default();
    if signals.is_empty() && rules.is_empty() {
        root.problem(problems, "the pack has neither signals nor rules", None);
    }
    Some(Raw { doc, pack, name, builtin: file.builtin, signals, outside: fields.get("outside"), rules })
}

/// Gives every signal of a pack its number and a place in the set, to be filled.
fn signal_numbers<'a>(
    fields: &Fields<'a>,
    pack: &str,
    set: &mut RuleSet,
    names: &mut Names,
    problems: &mut Problems,
) -> Vec<(String, SignalId, Node<'a>)> {
    let mut out = Vec::new();
    let Some(signals) = fields.get("signals").and_then(|node| node.open_fields(problems)) else { return out };
    for (name, key, node) in signals.iter() {
        if !is_name(name) {
            key.problem(problems, "a signal's name is made of small letters, digits and hyphens", None);
            continue;
        }
        let full = format!("{pack}.{name}");
        let id = SignalId(u32::try_from(set.signals.len()).unwrap_or(u32::MAX));
        if names.contains_key(&full) {
            // The key stands twice, which is said already.
            continue;
        }
        names.insert(full.clone(), id);
        let label = name.replace('-', " ");
        let finder = Finder::Wording { phrases: Vec::new(), patterns: Vec::new(), validator: None };
        set.signals.push(SignalDef { name: full, label, finder, outside: Vec::new(), extent: None });
        out.push((name.to_owned(), id, node));
    }
    out
}

/// Whether a name is one for packs, signals and the second part of rule ids.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.ends_with('-')
}

/// The signal that `written` means in pack `pack`.
fn find(names: &Names, pack: &str, written: &str) -> Option<SignalId> {
    names.get(&format!("{pack}.{written}")).or_else(|| names.get(written)).copied()
}

/// The signal that a node names. Says so where there is none.
fn signal(node: Node<'_>, raw: &Raw<'_>, names: &Names, problems: &mut Problems) -> Option<SignalId> {
    let written = node.text(problems)?;
    let found = find(names, &raw.name, &written);
    if found.is_none() {
        let help = nearest(names, &raw.name, &written);
        node.problem(problems, format!("there is no signal `{written}`"), help);
    }
    found
}

/// Frames that a node lists. Says so where one has no extent.
fn frames(node: Node<'_>, raw: &Raw<'_>, names: &Names, set: &RuleSet, problems: &mut Problems) -> Vec<SignalId> {
    let mut out = Vec::new();
    for item in node.list(problems) {
        let Some(id) = signal(item, raw, names, problems) else { continue };
        if set.signal(id).is_some_and(|def| def.extent.is_none() && !matches!(def.finder, Finder::Share(_))) {
            let help = "give that signal an extent: span, clause, quote, sentence or group".to_owned();
            item.problem(problems, "this signal is no frame: it has no `extent:`", Some(help));
        }
        out.push(id);
    }
    out
}

/// Advice for an unknown signal: the same name in another pack, or one that is spelt nearly so.
fn nearest(names: &Names, pack: &str, written: &str) -> Option<String> {
    let own = format!("{pack}.");
    let mut best: Option<(usize, &str)> = None;
    for name in names.keys() {
        let short = name.strip_prefix(&own).unwrap_or(name);
        let bare = short.rsplit('.').next().unwrap_or(short);
        let distance = strsim::levenshtein(short, written).min(strsim::levenshtein(bare, written));
        if distance <= 2 && best.is_none_or(|(least, known)| (distance, short) < (least, known)) {
            best = Some((distance, short));
        }
    }
    best.map(|(_, name)| format!("did you mean `{name}`?"))
}
