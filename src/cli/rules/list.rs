//! Owns `subrosa rules list`: a rule a line, and how packs that are off are switched on.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use super::{Off, load};
use crate::cli::gate::PackArgs;
use crate::cli::output;
use crate::cli::progress::columns;
use crate::cli::prose::hang_to;
use crate::cli::trouble::Trouble;
use crate::policy::{Kind, Policy, Severity};
use crate::rules::{Rule, RuleSet};
use crate::run::Ending;

/// Runs it.
pub(super) fn run(packs: &PackArgs) -> Result<Ending, Trouble> {
    let (rules, config) = load(packs)?;
    let width = if io::stdout().is_terminal() { columns().max(NARROWEST) } else { WIDTH };
    output::shown(|out| out.write_all(list(&rules, &config.policy, width).as_bytes()))
}

/// Columns of a line where there is no terminal.
const WIDTH: usize = 100;

/// Columns that ids and severities need: a narrower terminal breaks lines itself.
const NARROWEST: usize = 60;

/// A rule a line, and its message below, within `width` columns; then what is off.
fn list(rules: &RuleSet, policy: &Policy, width: usize) -> String {
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
    let mut out = String::new();
    for rule in &all {
        let [id, severity, state, pack, places] = row(rule);
        let line = format!("{id}  {severity}  {state}  {pack}  {places}");
        // Writing to a string does not fail.
        let _ = match line.chars().count() <= width {
            true => writeln!(out, "{line}"),
            false => writeln!(out, "{id}  {severity}  {state}\n    {pack}  {places}"),
        };
        hang_to(&mut out, "    ", "    ", &rule.message, width);
    }
    if all.is_empty() {
        out.push_str("no rules\n");
    }
    for pack in rules.packs.iter().filter(|pack| !pack.on) {
        out.push('\n');
        hang_to(&mut out, "off: ", "     ", &format!("{}. {}", pack.name, pack.about), width);
        hang_to(&mut out, "     ", "     ", &how_to_switch_on(&pack.name), width);
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
