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

/// The register that supplies `@` subjects.
const REGISTER: &str = include_str!("register.yaml");

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
    /// What went wrong.
    pub(crate) what: String,
    /// The example, on one line.
    pub(crate) text: String,
}

/// Proves packs. An error says why nothing could be proved.
pub(crate) fn prove(rules: RuleSet) -> Result<Proof, String> {
    let register = register::load("register.yaml", REGISTER.as_bytes())
        .map_err(|problems| problems.first().map(ToString::to_string).unwrap_or_default())?;
    let engine = Engine::compile_with(register, rules);
    let mut proof = Proof::default();
    let mut scratch = Scratch::default();
    for rule in &engine.rules.rules {
        for example in &rule.flags {
            proof.examples += 1;
            let found = run(&engine, &mut scratch, rule, example);
            if !found.iter().any(|(id, _)| *id == rule.id) {
                proof.failures.push(failure(&engine, rule, example, "should be flagged and is not".to_owned(), &found));
            }
        }
        for example in &rule.passes {
            proof.examples += 1;
            let found = run(&engine, &mut scratch, rule, example);
            if found.iter().any(|(id, _)| *id == rule.id) {
                proof.failures.push(failure(&engine, rule, example, "should pass and is flagged".to_owned(), &[]));
            }
            for (id, severity) in &found {
                if *id != rule.id && *severity >= Severity::Warning {
                    let what = format!("passes this rule, but is flagged by {id}");
                    proof.failures.push(failure(&engine, rule, example, what, &[]));
                }
            }
        }
    }
    proof.prices = prices(&engine);
    Ok(proof)
}

/// A failed example.
fn failure(engine: &Engine, rule: &Rule, example: &Example, what: String, others: &[(String, Severity)]) -> Failure {
    let file = engine.rules.packs.get(rule.pack).map(|pack| pack.file.as_str()).unwrap_or_default();
    let others: Vec<&str> = others.iter().map(|(id, _)| id.as_str()).collect();
    let what = if others.is_empty() { what } else { format!("{what} (found: {})", others.join(", ")) };
    Failure {
        rule: rule.id.clone(),
        place: format!("{file}:{}", example.line),
        what: format!("as {}: {what}", kind_of(rule, example)),
        text: example.text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// As what an example is judged: what it says, or the first kind that the rule is for and not off in.
fn kind_of(rule: &Rule, example: &Example) -> Kind {
    let default = || {
        let is_on = |kind: &Kind| rule.is_for(*kind) && rule.severity.of(*kind) > Severity::Off;
        rule.kinds.iter().copied().find(is_on).or_else(|| Kind::ALL.into_iter().find(is_on)).unwrap_or_default()
    };
    example.kind.unwrap_or_else(default)
}

/// The rules of packs that an example breaks, each once, with the severity.
fn run(engine: &Engine, scratch: &mut Scratch, rule: &Rule, example: &Example) -> Vec<(String, Severity)> {
    let policy = Policy::default();
    let case =
        Case { kind: kind_of(rule, example), channel: example.channel.clone(), moments: Vec::new(), policy: &policy };
    let mut found = Vec::new();
    let _ = read(&source(example), &mut |draft: Draft| {
        let spotted = spot_as(&draft, case.kind, engine, scratch);
        let of_packs = judge(&draft, &spotted, engine, &case).findings.into_iter();
        let of_packs = of_packs.filter(|finding| engine.rules.rule(&finding.rule).is_some());
        found.extend(of_packs.map(|finding| (finding.rule, finding.severity)));
    });
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

/// An example as a file.
fn source(example: &Example) -> Arc<Source> {
    let path = format!("example.{}", example.format.as_deref().unwrap_or("txt"));
    Arc::new(Source { file: PathBuf::from(&path), path, bytes: example.text.clone().into_bytes() })
}

/// How often the examples are read to price a rule: enough to see through the noise of a clock.
const ROUNDS: u32 = 5;

/// What rules without a rare word cost for a thousand words: all examples are searched with the rule alone, and without.
fn prices(engine: &Engine) -> Vec<(String, Duration)> {
    let priced: Vec<&Rule> = engine.rules_without_seed().collect();
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
