//! The hard cases of `tests/data/names.txt`: each names a slice to be found to the byte, or a draft that gives no alarm.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use subrosa::policy::Severity;
use subrosa::spot::Engine;

use crate::engine::{check_as, engine};

/// The cases.
const CASES: &str = include_str!("../data/names.txt");

/// What of a tier was right.
#[derive(Default)]
struct Score {
    /// Drafts with names in which all of them were found, to the byte.
    found: usize,
    /// Drafts with names.
    named: usize,
    /// Drafts without that gave no alarm.
    quiet: usize,
    /// Drafts without.
    clean: usize,
}

/// The text of a case with its escapes read.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('s') => '\u{AD}',
                Some('z') => '\u{200B}',
                Some('b') => '\u{A0}',
                other => other.unwrap_or('\\'),
            }),
            other => out.push(other),
        }
    }
    out
}

/// A text without its brackets, and what they held.
fn marked(text: &str) -> (String, Vec<String>) {
    let slices = text.split('⟦').skip(1).map(|rest| rest.split('⟧').next().unwrap().to_owned()).collect();
    (text.replace(['⟦', '⟧'], ""), slices)
}

/// What is wrong with a case; none if nothing is.
fn wrong(engine: &Engine, positive: bool, line: &str) -> Option<String> {
    let (path, text) = line.split_once(" | ").unwrap();
    let ((path, in_path), (text, in_text)) = (marked(path), marked(&unescaped(text)));
    let wanted: Vec<String> = in_path.into_iter().chain(in_text).collect();
    assert_eq!(wanted.is_empty(), !positive, "{line}");
    let found = check_as(engine, &path, text.as_bytes(), None, None, &[jiff::Timestamp::now()]).findings;
    let alarm = |f: &&crate::engine::Found| {
        (f.rule.starts_with("identity/") || f.rule.starts_with("indirect-"))
            && (positive || f.severity >= Severity::Warning)
    };
    let mut slices: Vec<&str> = found
        .iter()
        .filter(alarm)
        .flat_map(|f| std::iter::once(&f.slice).chain(&f.others))
        .map(String::as_str)
        .collect();
    let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    slices.sort_unstable();
    wanted.sort_unstable();
    slices.dedup();
    wanted.dedup();
    (slices != wanted).then(|| format!("{line}\n    found {slices:?}"))
}

/// All cases by tier, and what is wrong.
fn scores() -> (BTreeMap<String, Score>, String) {
    let (mut scores, mut report) = (BTreeMap::<String, Score>::new(), String::new());
    let (mut tier, mut category) = (String::new(), String::new());
    let (mut register, mut compiled): (String, Option<Engine>) = (String::new(), None);
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(group) = line.strip_prefix("## ") {
            let (first, second) = group.split_once(": ").unwrap();
            (tier, category) = (first.to_owned(), second.to_owned());
        } else if let Some(client) = line.strip_prefix("= ") {
            if compiled.take().is_some() {
                register.clear();
            }
            let number = register.lines().count() + 1;
            let keys = client.strip_prefix('{').and_then(|keys| keys.strip_suffix('}')).unwrap_or(client);
            writeln!(register, "- {{id: C-{number}, {keys}}}").unwrap();
        } else {
            let engine = compiled.get_or_insert_with(|| engine(&format!("version: 1\nclients:\n{register}")));
            let positive = line.starts_with("+ ");
            let wrong = wrong(engine, positive, &line[2..]);
            let score = scores.entry(tier.clone()).or_default();
            let (right, all) = match positive {
                true => (&mut score.found, &mut score.named),
                false => (&mut score.quiet, &mut score.clean),
            };
            *all += 1;
            *right += usize::from(wrong.is_none());
            if let Some(wrong) = wrong {
                writeln!(report, "{tier}, {category}: {} {wrong}", &line[..1]).unwrap();
            }
        }
    }
    (scores, report)
}

#[test]
fn hard_cases_are_found_to_the_byte_and_their_likes_are_not() {
    let (scores, report) = scores();
    for (tier, Score { found, named, quiet, clean }) in &scores {
        let (least, most) = match tier.as_str() {
            "expected" => (99, 1),
            "good" => (95, 3),
            _ => (85, 5),
        };
        assert!(named.min(clean) * 3 >= named.max(clean) * 2, "{tier}: {named} with names, {clean} without");
        assert!(found * 100 >= named * least, "{tier}: {found} of {named}\n{report}");
        assert!((clean - quiet) * 100 <= clean * most, "{tier}: {quiet} of {clean} quiet\n{report}");
    }
    assert_eq!(scores.len(), 3);
}
