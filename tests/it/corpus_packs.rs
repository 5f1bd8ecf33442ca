//! The built-in packs against the labelled drafts of `fixtures/corpus/posts.jsonl`, of which the packs were tuned on those
//! with even ids only, and against `fixtures/labelled/held.jsonl`, which no points were fitted to. The odd ids and these drafts say
//! how the packs do on drafts that nobody looked at.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use subrosa::draft::{Draft, Source};
use subrosa::judge::{Case, judge};
use subrosa::policy::{Kind, Policy, Severity};
use subrosa::read::read;
use subrosa::register::Register;
use subrosa::rules::{self, builtin};
use subrosa::spot::{Engine, Scratch, spot_as};

/// A draft of the corpus.
struct Labelled {
    /// Whether the number of its id is even: the half that was tuned on.
    even: bool,
    /// As what it is judged.
    kind: Kind,
    /// The name of the file it stands for: Markdown and HTML are told by how they begin.
    file: &'static str,
    /// Its text.
    text: String,
    /// Whether it should be flagged.
    flag: bool,
    /// Its categories as rules name them, the main one first.
    categories: Vec<String>,
    /// Why.
    note: String,
}

/// The corpus.
fn corpus() -> Vec<Labelled> {
    let text = include_str!("../../fixtures/corpus/posts.jsonl");
    text.lines().filter(|line| !line.is_empty()).map(labelled).collect()
}

/// The batches of labelled drafts that `examples/fit` does not read: short ones of all kinds, replies in plain words, long ones.
const HELD: [&[&str]; 3] =
    [&["short-28", "short-31", "short-45", "short-46"], &["short-47"], &["long-16", "long-22", "long-25"]];

/// The drafts of some batches.
fn held(batches: &[&str]) -> Vec<Labelled> {
    let text = include_str!("../../fixtures/labelled/held.jsonl");
    let own = |line: &&str| batches.iter().any(|batch| line.contains(&format!("\"id\": \"{batch}-")));
    text.lines().filter(own).map(labelled).collect()
}

/// One line of the corpus.
fn labelled(line: &str) -> Labelled {
    let value: Value = serde_json::from_str(line).expect("a line of JSON");
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let number: u32 = word("id").rsplit('-').next().and_then(|digits| digits.parse().ok()).expect("a number");
    let categories = value["categories"].as_array().map(Vec::as_slice).unwrap_or_default();
    Labelled {
        even: number.is_multiple_of(2),
        kind: Kind::ALL.into_iter().find(|kind| kind.as_str() == word("kind")).expect("a kind"),
        file: match word("text").trim_start() {
            text if text.starts_with('<') => "draft.html",
            text if text.starts_with("---") || text.starts_with("# ") => "draft.md",
            _ => "draft.txt",
        },
        text: word("text"),
        flag: word("label") == "flag",
        categories: categories.iter().filter_map(Value::as_str).map(|name| name.replace('_', "-")).collect(),
        note: word("note"),
    }
}

/// The categories of the findings of warning or error in a draft.
fn found(engine: &Engine, scratch: &mut Scratch, draft: &Labelled) -> Vec<String> {
    let path = draft.file.to_owned();
    let source = Arc::new(Source { file: PathBuf::from(&path), path, bytes: draft.text.clone().into_bytes() });
    let policy = Policy::default();
    let case = Case { kind: draft.kind, channel: None, moments: Vec::new(), policy: &policy };
    let mut out = Vec::new();
    let _ = read(&source, &mut |read: Draft| {
        let spotted = spot_as(&read, case.kind, engine, scratch);
        let findings = judge(&read, &spotted, engine, &case).findings.into_iter();
        out.extend(findings.filter(|f| f.severity >= Severity::Warning).map(|f| f.category().to_owned()));
    });
    out
}

/// So many of so many.
#[derive(Clone, Copy, Default)]
struct Share {
    /// How many did.
    hit: u32,
    /// Of how many.
    all: u32,
}

impl Share {
    /// Counts one more.
    fn add(&mut self, hit: bool) {
        self.all += 1;
        self.hit += u32::from(hit);
    }

    /// In per cent; 0 of none.
    fn percent(self) -> f64 {
        f64::from(self.hit) * 100.0 / f64::from(self.all.max(1))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>3}/{:<3} {:5.1} %", self.hit, self.all, self.percent())
    }
}

/// How the packs did on one half.
#[derive(Default)]
struct Score {
    /// Drafts to flag that have any finding.
    recall: Share,
    /// Drafts to flag with a finding in a listed category.
    right: Share,
    /// By main category: found in it.
    by_main: BTreeMap<String, Share>,
    /// By any listed category: found in it.
    by_listed: BTreeMap<String, Share>,
    /// Clean drafts with a finding.
    alarms: Share,
    /// Of these, near misses, safe replies, the rest.
    alarms_by_sort: [Share; 3],
}

impl Score {
    /// Counts one draft.
    fn add(&mut self, draft: &Labelled, found: &[String]) {
        let any = !found.is_empty();
        if !draft.flag {
            self.alarms.add(any);
            let sort = ["near-miss", "model safe reply"].iter().position(|start| draft.note.starts_with(start));
            self.alarms_by_sort[sort.unwrap_or(2)].add(any);
            return;
        }
        self.recall.add(any);
        self.right.add(draft.categories.iter().any(|category| found.contains(category)));
        for (index, category) in draft.categories.iter().enumerate() {
            let hit = found.contains(category);
            if index == 0 {
                self.by_main.entry(category.clone()).or_default().add(hit);
            }
            self.by_listed.entry(category.clone()).or_default().add(hit);
        }
    }

    /// The figures as a table.
    fn table(&self, title: &str) -> String {
        let [near, safe, rest] = self.alarms_by_sort;
        let mut out = format!(
            "{title}\n  recall            {}\n  right category    {}\n  false alarms      {}\n    near misses     {near}\n    safe replies    {safe}\n    the rest        {rest}\n",
            self.recall, self.right, self.alarms
        );
        for (category, share) in &self.by_main {
            let listed = self.by_listed.get(category).copied().unwrap_or_default();
            out += &format!("  {category:<26} main {share}   listed {listed}\n");
        }
        out
    }

    /// Fails where the figures fall below marks in per cent: recall, right category; at most: false alarms.
    fn holds(&self, title: &str, recall: f64, right: f64, alarms: f64) {
        assert!(self.recall.percent() >= recall, "{title}: recall fell to {}", self.recall);
        assert!(self.right.percent() >= right, "{title}: the right category fell to {}", self.right);
        assert!(self.alarms.percent() <= alarms, "{title}: false alarms rose to {}", self.alarms);
    }

    /// Fails where a main category is found in fewer of its drafts than so many per cent.
    fn holds_by_category(&self, title: &str, least: f64) {
        for (category, share) in &self.by_main {
            assert!(share.percent() >= least, "{title}: {category} fell to {share}");
        }
    }
}

#[test]
fn the_built_in_packs_do_on_the_corpus_what_they_did() {
    let rules = rules::load(&builtin::packs()).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    });
    assert!(rules.rules.len() >= 120, "{} rules", rules.rules.len());
    let engine = Engine::compile_with(Register::default(), rules);
    let [mut even, mut odd, mut short, mut replies, mut long] = std::array::from_fn(|_| Score::default());
    let mut scratch = Scratch::default();
    for draft in corpus() {
        let half = if draft.even { &mut even } else { &mut odd };
        half.add(&draft, &found(&engine, &mut scratch, &draft));
    }
    for (batches, score) in HELD.into_iter().zip([&mut short, &mut replies, &mut long]) {
        held(batches).iter().for_each(|draft| score.add(draft, &found(&engine, &mut scratch, draft)));
    }
    let table = even.table("even ids (tuned on)")
        + &odd.table("odd ids (not looked at)")
        + &short.table("short drafts (not fitted to)")
        + &replies.table("plain replies (not fitted to)")
        + &long.table("long drafts (not fitted to)");
    #[expect(
        clippy::print_stdout,
        reason = "the figures are the point of this test: `cargo test corpus -- --nocapture`"
    )]
    {
        println!("{table}");
    }
    even.holds("even", 99.0, 99.0, 0.1);
    odd.holds("odd", 87.5, 83.5, 3.6);
    even.holds_by_category("even", 70.0);
    odd.holds_by_category("odd", 50.0);
    assert_eq!(
        [&short, &replies, &long].map(|score| score.recall.all + score.alarms.all),
        [1056, 200, 390],
        "drafts that are held out"
    );
    short.holds("short", 92.0, 87.5, 4.0);
    replies.holds("plain replies", 92.0, 87.0, 19.5);
    long.holds("long", 75.0, 58.0, 4.7);
}
