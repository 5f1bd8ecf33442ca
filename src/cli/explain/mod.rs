//! Owns `subrosa explain`: one rule for reading (what it finds and why, who says so, bad and good examples, how to write it
//! instead, how to switch it off), or a category with its rules. `own` holds the engine's own rules, `looks` says what a
//! rule looks for.

mod looks;
mod own;

use std::fmt::Write as _;

use clap::Args;

use super::duties::duty;
use super::gate::PackArgs;
use super::output;
use super::prose::{listed, one_line, section, wrap};
use super::rules::{Off, found_in, how_to_switch_on, load, places, severity};
use super::trouble::Trouble;
use crate::config::Config;
use crate::policy::{Kind, Severity};
use crate::rules::{Category, Example, Rule, RuleSet};
use crate::run::Ending;
use own::Own;

pub(super) use own::own_rules;

/// The options of `explain`.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// The id of a rule, case-facts/reply, or a category, case-facts
    #[arg(value_name = "RULE")]
    rule: String,
    /// Which packs are read.
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs it.
pub(super) fn run(args: &Explain) -> Result<Ending, Trouble> {
    let (rules, config) = load(&args.packs)?;
    let id = args.rule.trim_end_matches('/');
    let page = match (rules.every_rule().into_iter().find(|rule| rule.id == id), own::own(id)) {
        (Some(rule), _) => page(&rules, rule, &config),
        (None, Some(own)) => own_page(own, &config),
        (None, None) => category_page(&rules, id).ok_or_else(|| unknown(&rules, id))?,
    };
    output::shown(|out| out.write_all(page.as_bytes()))
}

/// What is said of an id that is none: the nearest ones.
fn unknown(rules: &RuleSet, written: &str) -> Trouble {
    let all = rules.every_rule();
    let fixed = own_rules().chain(Category::ALL).map(|id: &str| id);
    let known = fixed.chain(all.iter().map(|rule| rule.id.as_str()));
    let mut near: Vec<(usize, &str)> = known.filter_map(|id| Some((distance(id, written)?, id))).collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(3);
    let near: Vec<&str> = near.into_iter().map(|(_, id)| id).collect();
    let help = match near[..] {
        [] => "`subrosa rules list` lists them".to_owned(),
        _ => format!("did you mean {}?", listed(&near, "or")),
    };
    Trouble::new(format!("There is no rule {written}"), Some(&help))
}

/// How far an id is from what was written: 0 where it or its name begins so; none where it is too far.
fn distance(id: &str, written: &str) -> Option<usize> {
    let name = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
    if written.len() > 2 && (id.starts_with(written) || name(id).starts_with(written)) {
        return Some(0);
    }
    let whole = strsim::levenshtein(id, written);
    let by_name = strsim::levenshtein(&name(id), &name(written));
    // Short names are near to each other by chance.
    let allowed = written.len() / 5;
    let by_name = (by_name <= name(written).len() / 5).then_some(by_name + 2);
    (whole <= allowed.clamp(1, 4)).then_some(whole).into_iter().chain(by_name).min()
}

/// The page of a rule of a pack.
fn page(rules: &RuleSet, rule: &Rule, config: &Config) -> String {
    let mut out = String::new();
    let pack = rules.pack(rule);
    // Writing to a string does not fail, here and below.
    let _ = writeln!(out, "{}\n", rule.id);
    wrap(&mut out, "", &rule.message);
    out.push('\n');
    let kinds: Vec<&str> = rule.kinds.iter().map(|kind| kind.as_str()).collect();
    let kinds = if kinds.is_empty() { "every kind of draft".to_owned() } else { kinds.join(", ") };
    let _ = writeln!(out, "severity   {}", severity(rule, &config.policy));
    let _ = writeln!(out, "for        {kinds}");
    let _ = writeln!(out, "holds      {}", places(rule));
    if let Some(pack) = pack {
        let origin = if pack.builtin { "built in" } else { pack.file.as_str() };
        let off = if pack.on { "" } else { ", off" };
        let _ = writeln!(out, "pack       {} ({origin}{off})", pack.name);
    }
    why(&mut out, rule.category());
    who(&mut out, &rule.authorities);
    section(&mut out, "What it looks for");
    looks::lines(rules, rule).iter().for_each(|line| wrap(&mut out, "  ", line));
    section(&mut out, "Not like this");
    let found = found_in(rules, rule);
    for (example, words) in rule.flags.iter().zip(found) {
        quote(&mut out, example);
        if let Some(words) = words {
            wrap(&mut out, "      ", &format!("the words: “{words}”"));
        }
    }
    section(&mut out, "Like this");
    rule.passes.iter().for_each(|example| quote(&mut out, example));
    if rule.help.is_some() || rule.rewrite.is_some() {
        section(&mut out, "How to write it instead");
        rule.help.iter().for_each(|help| wrap(&mut out, "  ", help));
        rule.rewrite.iter().for_each(|words| wrap(&mut out, "  ", &format!("Write instead: {words}")));
    }
    section(&mut out, "How to change it");
    let off = Off::of(rules, &config.policy, rule);
    match (off, pack) {
        (Some(Off::Pack), Some(pack)) => {
            wrap(&mut out, "  ", &format!("Its pack is off. {}", how_to_switch_on(&pack.name)));
        }
        (Some(Off::Jurisdictions), _) => wrap(&mut out, "  ", "It holds in none of the `jurisdictions:` of this run."),
        (Some(Off::Severities), _) => wrap(&mut out, "  ", "The configuration switches it off."),
        _ => {}
    }
    change(&mut out, &rule.id, rule.severity.worst());
    wrap(&mut out, "  ", "`subrosa allow FINGERPRINT --reason … --by …` accepts a single finding.");
    if pack.is_some_and(|pack| pack.builtin) {
        wrap(&mut out, "  ", "A pack of your own with this id and `override: true` takes its place.");
    }
    out
}

/// Why a category is.
fn why(out: &mut String, category: &str) {
    if let Some(duty) = duty(category) {
        section(out, "Why");
        wrap(out, "  ", duty.why);
    }
}

/// Who says so.
fn who<S: AsRef<str>>(out: &mut String, authorities: &[S]) {
    if !authorities.is_empty() {
        section(out, "Who says so");
        authorities.iter().for_each(|authority| wrap(out, "  ", authority.as_ref()));
    }
}

/// How a rule is switched off or made milder than it is at worst.
fn change(out: &mut String, id: &str, worst: Severity) {
    let category = id.split('/').next().unwrap_or_default();
    // Two lines that nobody should have to join.
    let _ = writeln!(out, "  In .subrosa.yaml, `severities: {{{id}: off}}` switches it off;");
    let milder = match worst {
        Severity::Error => "`advice` or `warning` make it milder, and ",
        Severity::Warning => "`advice` makes it milder, and ",
        Severity::Advice | Severity::Off => "",
    };
    wrap(out, "  ", &format!("{milder}`{category}:` alone means all rules of this category."));
}

/// An example, with its kind where it says one.
fn quote(out: &mut String, example: &Example) {
    let kind = example.kind.map(Kind::as_str).map(|kind| format!("({kind}) ")).unwrap_or_default();
    wrap(out, "  ", &format!("{kind}“{}”", one_line(&example.text)));
}

/// The page of one of the engine's own rules.
fn own_page(own: &Own, config: &Config) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", own.id);
    wrap(&mut out, "", own.what);
    // Whatever the default is, a severity that the configuration sets stays the same.
    let set = config.policy.severity(own.id, Severity::Error);
    let is_set = set == config.policy.severity(own.id, Severity::Warning);
    let severity = if is_set { format!("{set} (configuration)") } else { own.severity.to_owned() };
    let _ = writeln!(out, "\nseverity   {severity}");
    let from = if own.id.starts_with("id") || own.id.starts_with("in") { "the register" } else { "the gate itself" };
    let _ = writeln!(out, "comes of   {from}");
    section(&mut out, "Why");
    wrap(&mut out, "  ", own.why);
    who(&mut out, own.authorities);
    if !own.bad.is_empty() {
        section(&mut out, "Not like this");
        own.bad.iter().for_each(|text| wrap(&mut out, "  ", &format!("“{text}”")));
        section(&mut out, "Like this");
        own.good.iter().for_each(|text| wrap(&mut out, "  ", text));
    }
    section(&mut out, "What to do");
    wrap(&mut out, "  ", own.help);
    if !own.severity.starts_with("no finding") && own.id != "gate/verdict" {
        section(&mut out, "How to change it");
        let worst =
            [Severity::Error, Severity::Warning].into_iter().find(|level| own.severity.contains(level.as_str()));
        change(&mut out, own.id, worst.unwrap_or(Severity::Advice));
    }
    out
}

/// The page of a category: its duty and its rules.
fn category_page(rules: &RuleSet, category: &str) -> Option<String> {
    let duty = duty(category)?;
    let mut out = String::new();
    let _ = writeln!(out, "{category}\n");
    wrap(&mut out, "", duty.title);
    why(&mut out, category);
    section(&mut out, "Its rules");
    let own = own_rules().filter(|id| id.split('/').next() == Some(category)).filter_map(own::own);
    let mut rows: Vec<(&str, &str)> = own.map(|own| (own.id, own.what)).collect();
    let of_packs = rules.every_rule().into_iter().filter(|rule| rule.category() == category);
    rows.extend(of_packs.map(|rule| (rule.id.as_str(), rule.message.as_str())));
    for (id, message) in &rows {
        let _ = writeln!(out, "  {id}");
        wrap(&mut out, "      ", message);
    }
    if rows.is_empty() {
        wrap(&mut out, "  ", "None of the packs of this run has one.");
    }
    Some(out)
}
