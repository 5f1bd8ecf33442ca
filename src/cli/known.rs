//! Owns what of the configuration is held against the rules: ids that no rule has and places that nobody knows. A slip in
//! one would switch rules off, or nothing, unseen. `gate` calls it once the packs are loaded.

use super::trouble::Trouble;
use crate::config::Config;
use crate::policy::is_within;
use crate::rules::{RuleSet, places};
use crate::yaml::Problem;

/// Holds rule ids and jurisdictions of the configuration against the rules.
pub(super) fn verify(config: &Config, rules: &RuleSet) -> Result<(), Trouble> {
    let mut problems = unknown_rules(config, rules);
    problems.extend(unknown_places(config, rules));
    problems.sort_by_key(|problem| (problem.line, problem.column));
    if problems.is_empty() { Ok(()) } else { Err(Trouble::problems(problems)) }
}

/// Ids and beginnings of ids that no rule has.
fn unknown_rules(config: &Config, rules: &RuleSet) -> Vec<Problem> {
    let mut known: Vec<&str> = rules.every_rule().into_iter().map(|rule| rule.id.as_str()).collect();
    // Recipients have no rule of their own yet that could be explained, but can be switched.
    for own in super::explain::own_rules().chain(["recipients"]) {
        known.push(own);
    }
    let unknown = config.rule_keys.iter().filter(|(key, _)| !known.iter().any(|rule| is_within(rule, key)));
    unknown
        .map(|(key, problem)| {
            let heads = known.iter().filter_map(|rule| rule.split('/').next());
            let near = known.iter().copied().chain(heads).map(|rule| (strsim::levenshtein(rule, key), rule)).min();
            let help = match near {
                Some((far, rule)) if far <= 3 => format!("did you mean `{rule}`?"),
                _ => "`subrosa rules list` lists them".to_owned(),
            };
            Problem { help: Some(help), ..problem.clone() }
        })
        .collect()
}

/// Places that neither a rule of a pack names nor the table has.
fn unknown_places(config: &Config, rules: &RuleSet) -> Vec<Problem> {
    let all = rules.every_rule();
    let of_packs = || all.iter().flat_map(|rule| rule.jurisdictions.iter().chain(&rule.except)).map(String::as_str);
    let unknown = config
        .place_keys
        .iter()
        .filter(|(place, _)| !places::is_known(place) && !of_packs().any(|known| known == place));
    unknown
        .map(|(place, problem)| {
            let help = places::meant(place, of_packs()).map_or_else(
                || "write a country or a part of one, as `us`, `us-va`, `uk`; `subrosa rules list` shows those of the rules".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            Problem { help: Some(help), ..problem.clone() }
        })
        .collect()
}
