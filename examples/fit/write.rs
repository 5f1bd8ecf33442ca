//! Owns the file of the pack: puts new points and bounds in the place of the old ones, and leaves the rest, which was written by
//! hand, as it is.

use std::collections::BTreeMap;

use crate::bounds::Bounds;
use crate::rows::KINDS;

/// Columns of a line at most.
const WIDTH: usize = 150;

/// What is put into the pack.
#[derive(Default)]
pub(crate) struct Fitted {
    /// Points and who has them, by signal.
    pub(crate) points: BTreeMap<String, BTreeMap<i16, Vec<String>>>,
    /// The numbers of `at_least` or `at_most`, by signal.
    pub(crate) bounds: BTreeMap<String, Bounds>,
}

/// The pack with new points and bounds.
///
/// # Errors
/// The signal that was fitted and that the pack does not hold.
pub(crate) fn pack(old: &str, fitted: &Fitted) -> Result<String, String> {
    let mut out: Vec<String> = Vec::new();
    let (mut signals, mut name, mut within) = (false, String::new(), false);
    let mut left: Vec<&String> = fitted.points.keys().chain(fitted.bounds.keys()).collect();
    for line in old.lines() {
        let indent = line.len() - line.trim_start().len();
        let key = line.trim_start().split(':').next().unwrap_or_default();
        // Points stand deeper than the key above them.
        within &= indent > 4;
        match indent {
            0 if !line.is_empty() => signals = line == "signals:",
            2 if signals => key.clone_into(&mut name),
            _ => {}
        }
        if within {
            continue;
        }
        let bounds = fitted.bounds.get(&name).filter(|_| signals && matches!(key, "at_least" | "at_most"));
        if let Some(bounds) = bounds {
            left.retain(|left| **left != name || fitted.points.contains_key(&name));
            out.push(format!("    {key}: {}", with_numbers(line, bounds)));
            continue;
        }
        out.push(line.to_owned());
        if let Some(points) = fitted.points.get(&name).filter(|_| signals && key == "weights") {
            left.retain(|left| **left != name);
            points.iter().rev().for_each(|(points, words)| out.extend(group(*points, words)));
            within = true;
        }
    }
    match left.first() {
        Some(name) => Err(format!("the pack has no signal `{name}` with points or bounds")),
        None => Ok(out.join("\n") + "\n"),
    }
}

/// The kinds that a line of bounds names, with new numbers.
fn with_numbers(line: &str, bounds: &Bounds) -> String {
    let named = line.split(['{', ',']).skip(1).filter_map(|part| part.split(':').next()).map(str::trim);
    let number = |name: &str| {
        let kind = KINDS.iter().position(|kind| kind.as_str() == name).unwrap_or(KINDS.len() - 1);
        bounds.get(kind).copied().unwrap_or_default()
    };
    let pairs: Vec<String> = named.map(|name| format!("{name}: {}", number(name))).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// The lines of those that have so many points.
fn group(points: i16, words: &[String]) -> Vec<String> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.sort_unstable();
    let (lead, body) = (format!("      {points}:"), words.join(" "));
    if lead.len() + 1 + body.len() <= WIDTH {
        let special = ["no", "yes", "on", "off", "true", "false", "null", "y", "n"];
        let quoted = body.starts_with('<') || special.contains(&body.as_str());
        return vec![if quoted { format!("{lead} \"{body}\"") } else { format!("{lead} {body}") }];
    }
    let mut lines = vec![format!("{lead} >-")];
    let mut line = String::new();
    for word in words {
        if line.len() + word.len() + 9 > WIDTH {
            lines.push(format!("       {}", std::mem::take(&mut line)));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(format!("       {line}"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_bounds_are_new_and_the_rest_is_as_it_was() {
        let old = "pack: p\nsignals:\n  tale:\n    label: a\n    at_least: {reply: 1, page: 2, document: 2}\n    weights:\n      \
            5: >-\n        x\n        y\n      -3: z\n  calm:\n    of: tale\n    at_most: {post: 9}\n\nrules:\n  - id: tale\n    at_least: 5\n";
        let points = BTreeMap::from([(4, vec!["no".to_owned()]), (-2, vec!["b".to_owned(), "<past>".to_owned()])]);
        let mut fitted = Fitted::default();
        fitted.points.insert("tale".to_owned(), points);
        fitted.bounds.insert("tale".to_owned(), [10, 20, 30, 40]);
        fitted.bounds.insert("calm".to_owned(), [11, 21, 31, 41]);
        assert_eq!(
            pack(old, &fitted).as_deref(),
            Ok(
                "pack: p\nsignals:\n  tale:\n    label: a\n    at_least: {reply: 10, page: 40, document: 40}\n    weights:\n      \
                4: \"no\"\n      -2: \"<past> b\"\n  calm:\n    of: tale\n    at_most: {post: 21}\n\nrules:\n  - id: tale\n    at_least: 5\n"
            )
        );
        fitted.bounds.insert("gone".to_owned(), [0; 4]);
        assert!(pack(old, &fitted).is_err());
    }
}
