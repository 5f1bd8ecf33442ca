//! Owns how values of the configuration are read: words, lists, globs and mappings from globs, with what is said of what
//! they are not. `load` and `overrides` call it.

use super::Glob;
use crate::policy::Kind;
use crate::yaml::{Fields, Node, Problems};

/// The kinds, for a help text.
pub(super) fn kinds() -> String {
    Kind::ALL.map(|kind| format!("`{kind}`")).join(", ")
}

/// When something is published: whether on the date that it states.
pub(super) fn on_date(word: &str) -> Option<bool> {
    ["now", "on-date"].iter().position(|known| *known == word).map(|index| index == 1)
}

/// What [`on_date`] takes.
pub(super) const ON_DATE: &str = "`on-date` or `now`";

/// The text of one key, as `parse` reads it; `wanted` says what may stand there.
pub(super) fn word<T>(
    fields: &Fields<'_>,
    key: &str,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
) -> Option<T> {
    let node = fields.get(key)?;
    let text = node.text(problems)?;
    let value = parse(&text);
    if value.is_none() {
        node.problem(problems, format!("`{key}:` does not take this"), Some(format!("it takes {wanted}")));
    }
    value
}

/// The texts of a list, or one text.
pub(super) fn texts<'a>(fields: &Fields<'a>, key: &str, problems: &mut Problems) -> Vec<(Node<'a>, String)> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let items = if node.is_list() { node.list(problems) } else { vec![node] };
    items.into_iter().filter_map(|item| Some((item, item.text(problems)?))).collect()
}

/// A mapping from globs to words.
pub(super) fn by_glob<T>(
    fields: &Fields<'_>,
    key: &str,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
) -> Vec<(Glob, T)> {
    let Some(pairs) = fields.get(key).and_then(|node| node.open_fields(problems)) else { return Vec::new() };
    let mut found = Vec::new();
    for (pattern, pattern_node, node) in pairs.iter() {
        let glob = glob(pattern_node, pattern, problems);
        let Some(text) = node.text(problems) else { continue };
        match (glob, parse(&text)) {
            (Some(glob), Some(value)) => found.push((glob, value)),
            (None, Some(_)) => {}
            (_, None) => {
                node.problem(problems, format!("`{key}:` does not take this"), Some(format!("it takes {wanted}")));
            }
        }
    }
    found
}

/// A glob; says so where it is none.
pub(super) fn glob(node: Node<'_>, pattern: &str, problems: &mut Problems) -> Option<Glob> {
    let glob = Glob::new(pattern);
    if glob.is_none() {
        let help = "write it as in .gitignore, from the folder of this file: `blog/**`, `*.md`, `drafts/`; `!` has no use here";
        node.problem(problems, "this is no glob", Some(help.to_owned()));
    }
    glob
}

/// A number of bytes, up to what spans can hold.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let scale = match unit.trim() {
        "" | "B" => 1,
        "kB" => 1000,
        "MB" => 1_000_000,
        "KiB" => 1024,
        "MiB" => 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(scale).filter(|bytes| (1..=super::MAX_FILE).contains(bytes))
}

/// The globs of a list, or one.
pub(super) fn globs(fields: &Fields<'_>, key: &str, problems: &mut Problems) -> Vec<Glob> {
    texts(fields, key, problems).into_iter().filter_map(|(node, text)| glob(node, &text, problems)).collect()
}
