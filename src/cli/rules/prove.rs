//! Owns the proof of packs: every example of every rule goes through the real engine, and each pack's `passes` against
//! all packs; rules without a rare word are priced. Knows nothing of the command line.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::draft::{Draft, Source};
use crate::judge::{Case, judge};
use crate::policy::{Kind, Policy, Severity};
use crate::read::read;
use crate::register;
use crate::rules::{Example, Rule, RuleSet};
use crate::spot::{Engine, Scratch, spot, spot_as};
use crate::text::words::words;

use super::trace::Trace;

/// The register that supplies `@` subjects.
const REGISTER: &str = include_str!("register.yaml");

/// The register that supplies `@` subjects, loaded.
pub(in crate::cli) fn examples_register() -> Result<register::Register, String> {
    register::load("register.yaml", REGISTER.as_bytes())
        .map_err(|problems| problems.first().map(ToString::to_string).unwrap_or_default())
}

/// What came of the proof.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    /// How many examples were run.
    pub(crate) examples: usize,
    /// What failed.
    pub(crate) failures: Vec<Failure>,
    /// Rules that are tried on every group, with what that costs for a thousand words.
    pub(crate) prices: Vec<(String, Duration)>,
}

/// An example that did not do what it should.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The rule it belongs to.
    pub(crate) rule: String,
    /// File and line of the example.
    pub(crate) place: String,
    /// What it should do.
    pub(crate) expected: String,
    /// What it did instead, a line each: which rules found it and on which words, or what was missing.
    pub(crate) got: Vec<String>,
    /// The example, on one line.
    pub(crate) text: String,
}

/// Proves the packs with these numbers, among all packs. An error says why nothing could be proved.
pub(crate) fn prove(rules: RuleSet, wanted: &[usize]) -> Result<Proof, String> {
    let register = examples_register()?;
    let engine = Engine::compile_with(register, rules);
    let mut proof = Proof::default();
    let mut scratch = Scratch::default();
    let mut missing = Vec::new();
    for rule in engine.rules.rules.iter().filter(|rule| wanted.contains(&rule.pack)) {
        for example in &rule.flags {
            proof.examples += 1;
            let found = run(&engine, &mut scratch, rule, example);
            if !found.iter().any(|found| found.rule == rule.id) {
                missing.push((rule, example));
                let got = found.iter().map(Found::line).collect();
                proof.failures.push(failure(&engine, rule, example, "a finding of this rule", got));
            }
        }
        for example in &rule.passes {
            proof.examples += 1;
            let found = run(&engine, &mut scratch, rule, example);
            let wrong = |found: &&Found| found.rule == rule.id || found.severity >= Severity::Warning;
            let got: Vec<String> = found.iter().filter(wrong).map(Found::line).collect();
            if !got.is_empty() {
                let expected = "no finding of this rule, and no warning or error of another";
                proof.failures.push(failure(&engine, rule, example, expected, got));
            }
        }
    }
    if !missing.is_empty() {
        let trace = Trace::new(&engine.rules);
        let failures = proof.failures.iter_mut().filter(|failure| failure.expected == "a finding of this rule");
        for (failure, (rule, example)) in failures.zip(missing) {
            let mut lines = trace.lines(rule, kind_of(rule, example), source(example))?;
            lines.append(&mut failure.got);
            failure.got = lines;
        }
    }
    proof.prices = prices(&engine, wanted);
    Ok(proof)
}

/// A failed example.
fn failure(engine: &Engine, rule: &Rule, example: &Example, expected: &str, got: Vec<String>) -> Failure {
    let file = engine.rules.pack(rule).map(|pack| pack.file.as_str()).unwrap_or_default();
    Failure {
        rule: rule.id.clone(),
        place: format!("{file}:{}", example.line),
        expected: expected.to_owned(),
        got,
        text: example.text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// As what an example is judged: what it says, or the first kind that the rule is for and not off in.
pub(in crate::cli) fn kind_of(rule: &Rule, example: &Example) -> Kind {
    let default = || {
        let is_on = |kind: &Kind| rule.is_for(*kind) && rule.severity.of(*kind) > Severity::Off;
        rule.kinds.iter().copied().find(is_on).or_else(|| Kind::ALL.into_iter().find(is_on)).unwrap_or_default()
    };
    example.kind.unwrap_or_else(default)
}

/// What a rule of a pack finds in an example.
#[derive(Debug)]
pub(in crate::cli) struct Found {
    /// The rule.
    pub(in crate::cli) rule: String,
    /// How bad.
    pub(in crate::cli) severity: Severity,
    /// The words it points at.
    pub(in crate::cli) words: String,
    /// As what the example was judged.
    kind: Kind,
}

impl Found {
    /// One line: `warning house/price in a post, on “$500”`.
    fn line(&self) -> String {
        format!("{} {} in a draft of kind {}, on “{}”", self.severity, self.rule, self.kind, self.words)
    }
}

/// The rules of packs that an example breaks, each once, under no policy but their own.
fn run(engine: &Engine, scratch: &mut Scratch, rule: &Rule, example: &Example) -> Vec<Found> {
    judged(engine, scratch, rule, example, &Policy::default())
}

/// The rules of packs that an example breaks, each once.
pub(in crate::cli) fn judged(
    engine: &Engine,
    scratch: &mut Scratch,
    rule: &Rule,
    example: &Example,
    policy: &Policy,
) -> Vec<Found> {
    let kind = kind_of(rule, example);
    let case = Case { kind, channel: example.channel.clone(), moments: Vec::new(), policy };
    let mut all = Vec::new();
    let _ = read(&source(example), &mut |draft: Draft| {
        let spotted = spot_as(&draft, case.kind, engine, scratch);
        let of_packs = judge(&draft, &spotted, engine, &case).findings.into_iter();
        let of_packs = of_packs.filter(|finding| engine.rules.rule(&finding.rule).is_some());
        all.extend(of_packs.map(|finding| {
            let words = draft.slice(finding.span).split_whitespace().collect::<Vec<_>>().join(" ");
            Found { rule: finding.rule.into_owned(), severity: finding.severity, words, kind }
        }));
    });
    all.sort_by(|a, b| a.rule.cmp(&b.rule));
    all.dedup_by(|a, b| a.rule == b.rule);
    all
}

/// The words that a rule finds in each of the texts that it flags, by itself.
pub(in crate::cli) fn found_in(rules: &RuleSet, rule: &Rule) -> Vec<Option<String>> {
    let Ok(register) = examples_register() else { return vec![None; rule.flags.len()] };
    let alone = RuleSet { rules: vec![rule.clone()], ..rules.clone() };
    let engine = Engine::compile_with(register, alone);
    let mut scratch = Scratch::default();
    let words = |example| run(&engine, &mut scratch, rule, example).into_iter().next().map(|found| found.words);
    rule.flags.iter().map(words).collect()
}

/// An example as a file.
fn source(example: &Example) -> Arc<Source> {
    let path = format!("example.{}", example.format.as_deref().unwrap_or("txt"));
    Arc::new(Source { file: PathBuf::from(&path), path, bytes: example.text.clone().into_bytes() })
}

/// How often the examples are read to price a rule: enough to see through the noise of a clock.
const ROUNDS: u32 = 5;

/// What rules without a rare word cost for a thousand words: all examples are searched with the rule alone, and without.
fn prices(engine: &Engine, wanted: &[usize]) -> Vec<(String, Duration)> {
    let priced: Vec<&Rule> = engine.rules_without_seed().filter(|rule| wanted.contains(&rule.pack)).collect();
    if priced.is_empty() {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for example in engine.rules.rules.iter().flat_map(|rule| rule.flags.iter().chain(&rule.passes)) {
        let _ = read(&source(example), &mut |draft: Draft| drafts.push(draft));
    }
    let mut list = Vec::new();
    drafts.iter().flat_map(|draft| draft.blocks.iter().map(move |block| (draft, block))).for_each(|(draft, block)| {
        words(&draft.text, block.text, &mut list);
    });
    let thousands = (list.len() as f64 / 1000.0).max(0.001);
    let time = |rules: Vec<Rule>| -> Duration {
        let rules = RuleSet { rules, ..engine.rules.clone() };
        let engine = Engine::compile_with(crate::register::Register::default(), rules);
        let mut scratch = Scratch::default();
        let start = Instant::now();
        for _ in 0..ROUNDS {
            for draft in &drafts {
                spot(draft, &engine, &mut scratch);
            }
        }
        start.elapsed() / ROUNDS
    };
    let without = time(Vec::new());
    let price = |rule: &Rule| time(vec![rule.clone()]).saturating_sub(without).div_f64(thousands);
    priced.into_iter().map(|rule| (rule.id.clone(), price(rule))).collect()
}
