//! Owns `subrosa rules list` and `rules test`. `prove` runs the examples, `gate` loads the packs.

mod prove;

use std::fmt::Write as _;

use clap::{Args, Subcommand};

use super::gate::GateArgs;
use super::output;
use super::trouble::Trouble;
use crate::policy::{Kind, Severity};
use crate::rules::{Rule, RuleSet};
use crate::run::Ending;
use prove::{Proof, prove};

/// What to do with rules.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// List the rules: id, severity, pack, where they hold, message
    List(Options),
    /// Run every rule's examples through the engine
    Test(Options),
}

/// The options of both.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// What the gate knows.
    #[command(flatten)]
    gate: GateArgs,
}

/// Runs it.
pub(super) fn run(command: &Command) -> Result<Ending, Trouble> {
    match command {
        Command::List(options) => {
            let rules = load(&options.gate)?;
            output::shown(|out| out.write_all(list(&rules).as_bytes()))
        }
        Command::Test(options) => {
            let rules = load(&options.gate)?;
            let count = rules.rules.len();
            let proof = prove(rules).map_err(|why| Trouble::new(why, None))?;
            output::shown(|out| out.write_all(report(&proof, count).as_bytes()))?;
            Ok(if proof.failures.is_empty() { Ending::Clean } else { Ending::Findings })
        }
    }
}

/// The rules of a run.
pub(super) fn load(gate: &GateArgs) -> Result<RuleSet, Trouble> {
    gate.load_rules(&gate.load_config(&[])?)
}

/// A rule a line, in columns.
fn list(rules: &RuleSet) -> String {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for rule in &rules.rules {
        let pack = rules.packs.get(rule.pack).map(|pack| pack.name.clone()).unwrap_or_default();
        rows.push([rule.id.clone(), severity(rule), pack, places(rule)]);
    }
    let mut widths = [0; 4];
    for (width, column) in widths.iter_mut().zip(0..) {
        *width = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    }
    let mut out = String::new();
    for (row, rule) in rows.iter().zip(&rules.rules) {
        for (cell, width) in row.iter().zip(widths) {
            // Writing to a string does not fail.
            let _ = write!(out, "{cell:width$}  ");
        }
        let _ = writeln!(out, "{}", rule.message);
    }
    if rules.rules.is_empty() {
        out.push_str("no rules\n");
    }
    out
}

/// The severity in one word, or by kind where kinds differ: `error (reply), warning`.
pub(super) fn severity(rule: &Rule) -> String {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| rule.is_for(*kind)).collect();
    let worst = kinds.iter().map(|kind| rule.severity.of(*kind)).max().unwrap_or(Severity::Off);
    let with_worst: Vec<&str> =
        kinds.iter().filter(|kind| rule.severity.of(**kind) == worst).map(|kind| kind.as_str()).collect();
    let rest = kinds.iter().map(|kind| rule.severity.of(*kind)).filter(|severity| *severity != worst).max();
    match rest {
        None => worst.to_string(),
        Some(rest) => format!("{worst} ({}), {rest}", with_worst.join(", ")),
    }
}

/// Where a rule holds: `everywhere`, `us but us-va`.
pub(super) fn places(rule: &Rule) -> String {
    let only = if rule.jurisdictions.is_empty() { "everywhere".to_owned() } else { rule.jurisdictions.join(", ") };
    if rule.except.is_empty() { only } else { format!("{only} but {}", rule.except.join(", ")) }
}

/// What came of the proof, for reading.
fn report(proof: &Proof, rules: usize) -> String {
    let mut out = String::new();
    for failure in &proof.failures {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{}: {}", failure.place, failure.rule);
        let _ = writeln!(out, "  {}", failure.what);
        let _ = writeln!(out, "  {}\n", failure.text);
    }
    for (rule, price) in &proof.prices {
        let micros = price.as_secs_f64() * 1e6;
        let _ =
            writeln!(out, "price: {rule} has no rare word and is tried everywhere: {micros:.0} µs a thousand words");
    }
    let _ = match proof.failures.len() {
        0 => writeln!(out, "{rules} rules, {} examples: all as they should be", proof.examples),
        failed => writeln!(out, "{rules} rules, {} examples: {failed} not as they should be", proof.examples),
    };
    out
}
