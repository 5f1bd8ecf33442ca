//! Owns `subrosa rules list`: a rule a line, and how packs that are off are switched on.

use std::fmt::Write as _;

use super::{Off, load};
use crate::cli::gate::GateArgs;
use crate::cli::output;
use crate::cli::trouble::Trouble;
use crate::policy::{Kind, Policy, Severity};
use crate::rules::{Rule, RuleSet};
use crate::run::Ending;

/// Runs it.
pub(super) fn run(gate: &GateArgs) -> Result<Ending, Trouble> {
    let (rules, config) = load(gate)?;
    output::shown(|out| out.write_all(list(&rules, &config.policy).as_bytes()))
}

/// A rule a line, in columns; then what is off.
fn list(rules: &RuleSet, policy: &Policy) -> String {
    let all = rules.every_rule();
    let row = |rule: &&Rule| {
        let pack = rules.pack(rule).map(|pack| pack.name.clone()).unwrap_or_default();
        let state = match Off::of(rules, policy, rule) {
            None => "on",
            Some(Off::Pack) => "off (pack)",
            Some(Off::Severities) => "off (severities)",
            Some(Off::Jurisdictions) => "off (jurisdictions)",
        };
        let severity = match Off::of(rules, policy, rule) {
            Some(Off::Severities) => severity(rule, &Policy::default()),
            _ => severity(rule, policy),
        };
        [rule.id.clone(), severity, state.to_owned(), pack, places(rule)]
    };
    let rows: Vec<[String; 5]> = all.iter().map(row).collect();
    let mut widths = [0; 5];
    for (width, column) in widths.iter_mut().zip(0..) {
        *width = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    }
    let mut out = String::new();
    for (row, rule) in rows.iter().zip(&all) {
        for (cell, width) in row.iter().zip(widths) {
            // Writing to a string does not fail, here and below.
            let _ = write!(out, "{cell:width$}  ");
        }
        let _ = writeln!(out, "{}", rule.message);
    }
    if all.is_empty() {
        out.push_str("no rules\n");
    }
    for pack in rules.packs.iter().filter(|pack| !pack.on) {
        let _ = writeln!(out, "\noff: {}. {}", pack.name, pack.about);
        let _ = writeln!(out, "     {}", how_to_switch_on(&pack.name));
    }
    out
}

/// How a pack is switched on.
pub(in crate::cli) fn how_to_switch_on(pack: &str) -> String {
    format!("`packs: [{pack}]` in .subrosa.yaml switches it on, or `--packs {pack}` for one run.")
}

/// The severity under a policy in one word, or by kind where kinds differ: `error (reply), warning`.
pub(in crate::cli) fn severity(rule: &Rule, policy: &Policy) -> String {
    let of = |kind: &Kind| policy.severity(&rule.id, rule.severity.of(*kind));
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| rule.is_for(*kind)).collect();
    let worst = kinds.iter().map(of).max().unwrap_or(Severity::Off);
    let with_worst: Vec<&str> = kinds.iter().filter(|kind| of(kind) == worst).map(|kind| kind.as_str()).collect();
    let rest = kinds.iter().map(of).filter(|severity| *severity != worst).max();
    match rest {
        None => worst.to_string(),
        Some(rest) => format!("{worst} ({}), {rest}", with_worst.join(", ")),
    }
}

/// Where a rule holds: `everywhere`, `us but us-va`.
pub(in crate::cli) fn places(rule: &Rule) -> String {
    let only = if rule.jurisdictions.is_empty() { "everywhere".to_owned() } else { rule.jurisdictions.join(", ") };
    if rule.except.is_empty() { only } else { format!("{only} but {}", rule.except.join(", ")) }
}
