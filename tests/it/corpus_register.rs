//! The labelled drafts with a register: how many of the expected places are found, and how many clean drafts are not.
//! Prints what is missed; fails below what was reached.

use serde_json::Value;
use subrosa::policy::{Channel, Kind, Severity};

use crate::engine::{Checked, Found, check_as, engine};

/// The register of the corpus.
const REGISTER: &str = include_str!("../../fixtures/corpus/register.yaml");
/// Its drafts.
const POSTS: &str = include_str!("../../fixtures/corpus/register_posts.jsonl");

/// Whether a subject found is the one expected: for a client, also one of its matters.
fn is_subject(found: &Found, expected: &str) -> bool {
    found.subject.as_deref() == Some(expected) || found.client.as_deref() == Some(expected)
}

/// Whether two slices of one text touch; slices hold enough to be told by.
fn overlaps(text: &str, found: &str, expected: &str) -> bool {
    let (Some(a), Some(b)) = (text.find(found), text.find(expected)) else { return false };
    a < b + expected.len() && b < a + found.len()
}

/// Runs one draft of the corpus.
fn run(engine: &subrosa::spot::Engine, post: &Value) -> Checked {
    let text = |key: &str| post[key].as_str();
    let kind: Kind = text("kind").unwrap().parse().unwrap();
    let moment = text("publish_at").map_or_else(|| "2026-11-30T09:00Z".parse().unwrap(), |at| at.parse().unwrap());
    let channel = text("channel").map(Channel::new);
    let file = format!("draft.{}", text("format").unwrap_or("txt"));
    check_as(engine, &file, text("text").unwrap().as_bytes(), Some(kind), channel, &[moment])
}

#[test]
#[expect(clippy::print_stdout, reason = "what is missed is shown when asked for")]
fn the_corpus_with_a_register_is_found_and_little_else_is() {
    let engine = engine(REGISTER);
    let (mut wanted, mut met, mut clean, mut alarms) = (0, 0, 0, 0);
    let mut report = String::new();
    for line in POSTS.lines() {
        let post: Value = serde_json::from_str(line).unwrap();
        let (id, text) = (post["id"].as_str().unwrap(), post["text"].as_str().unwrap());
        let Checked { findings, .. } = run(&engine, &post);
        for expected in post["expect"].as_array().into_iter().flatten() {
            let (subject, slice) = (expected["subject"].as_str().unwrap(), expected["slice"].as_str().unwrap());
            wanted += 1;
            let hit = findings
                .iter()
                .filter(|f| is_subject(f, subject))
                .any(|f| std::iter::once(&f.slice).chain(&f.others).any(|found| overlaps(text, found, slice)));
            met += usize::from(hit);
            if !hit {
                let have: Vec<_> = findings.iter().map(|f| (&f.rule, &f.subject, &f.slice, &f.others)).collect();
                report.push_str(&format!("missed {id} {subject} {slice:?} in {text:?}\n    have {have:?}\n"));
            }
        }
        if post["label"] == "clean" {
            clean += 1;
            let loud: Vec<&Found> = findings.iter().filter(|f| f.severity >= Severity::Warning).collect();
            alarms += usize::from(!loud.is_empty());
            for f in loud {
                report.push_str(&format!("alarm {id} {} {:?} {:?} in {text:?}\n", f.rule, f.slice, f.others));
            }
        }
    }
    println!("{report}met {met} of {wanted}, alarms {alarms} of {clean} clean drafts");
    assert!(met >= 95, "{met} of {wanted}\n{report}");
    assert!(alarms == 0, "{alarms} of {clean}\n{report}");
}

#[test]
#[expect(clippy::print_stdout, reason = "what is missed is shown when asked for")]
fn drafts_that_have_nothing_to_do_with_the_register_tell_no_facts_of_it() {
    let engine = engine(REGISTER);
    let mut report = String::new();
    let mut alarms = 0;
    for line in include_str!("../../fixtures/corpus/posts.jsonl").lines() {
        let post: Value = serde_json::from_str(line).unwrap();
        let Checked { findings, .. } = run(&engine, &post);
        for f in
            findings.iter().filter(|f| f.rule == "indirect-identification/facts" || f.rule == "identity/identifier")
        {
            alarms += 1;
            report.push_str(&format!(
                "alarm {} {} {:?} {:?} in {}\n",
                post["id"], f.message, f.slice, f.others, post["text"]
            ));
        }
    }
    println!("{report}{alarms} alarms");
    assert!(alarms <= 1, "{report}");
}
