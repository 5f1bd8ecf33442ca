//! Owns what a rule looks for, said in words: its conditions by the labels of their signals, and its frames.

use crate::cli::prose::listed;
use crate::report::summary::counted;
use crate::rules::{Condition, Rule, RuleSet, Scope, SignalId};

/// Most conditions that are told one by one.
const MOST: usize = 6;

/// A line for each condition, and one for the frames.
pub(super) fn lines(rules: &RuleSet, rule: &Rule) -> Vec<String> {
    let (weighed, others): (Vec<&Condition>, Vec<&Condition>) =
        rule.when.iter().partition(|condition| condition.weighed);
    let sum = (!weighed.is_empty()).then(|| adds_up(&weighed));
    let told = others.iter().take(MOST).map(|condition| one(rules, condition));
    let more = others.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("one of {}", counted(more, "more condition", "more conditions")));
    let all = sum.into_iter().chain(told).chain(more).enumerate();
    let mut lines: Vec<String> =
        all.map(|(number, line)| if number == 0 { line } else { format!("or {line}") }).collect();
    if !rule.outside.is_empty() {
        lines.push(format!("not inside: {}", names(rules, &rule.outside, "or")));
    }
    lines
}

/// What is said of conditions that words add up to: which words those are says nothing to a reader.
fn adds_up(conditions: &[&Condition]) -> String {
    let has = |scope: Scope| conditions.iter().any(|condition| condition.scope == scope);
    let over = match (has(Scope::Draft), has(Scope::Sentence)) {
        (true, true) => "over the whole of a short draft, or over one sentence of a long one",
        (false, true) => "over one sentence",
        _ => "over the whole draft",
    };
    format!(
        "words that add up: every word of the draft, and every two neighbours, have points for or against, and their sum \
         is above a bound {over}. No single word decides."
    )
}

/// One condition.
fn one(rules: &RuleSet, condition: &Condition) -> String {
    let scope = match condition.scope {
        Scope::Sentence => "one sentence with",
        Scope::Group => "one paragraph with",
        Scope::Draft => "a draft with",
    };
    let mut parts = Vec::new();
    if !condition.all.is_empty() {
        parts.push(names(rules, &condition.all, "and"));
    }
    if !condition.any.is_empty() {
        parts.push(names(rules, &condition.any, "or"));
    }
    if !condition.score.is_empty() {
        let points = |(id, points): &(SignalId, i32)| format!("{} {points}", name(rules, *id));
        let list: Vec<String> = condition.score.iter().map(points).collect();
        parts.push(format!("{} points of: {}", condition.at_least, list.join(", ")));
    }
    let mut line = format!("{scope} {}", parts.join("; and "));
    if !condition.none.is_empty() {
        line.push_str(&format!("; and without {}", names(rules, &condition.none, "or")));
    }
    if let Some(length) = condition.drafts {
        line.push_str(&format!("; in {} drafts", length.as_str()));
    }
    line
}

/// The names of some signals, each once.
fn names(rules: &RuleSet, ids: &[SignalId], link: &str) -> String {
    let mut list: Vec<&str> = Vec::new();
    for name in ids.iter().map(|id| name(rules, *id)) {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    listed(&list, link)
}

/// What a signal is called.
fn name(rules: &RuleSet, id: SignalId) -> &str {
    let Some(def) = rules.signal(id) else { return "" };
    match def.name.as_str() {
        "<we>" => "the firm (we, our)",
        "<you>" => "the reader (you, your)",
        "<someone>" => "one person (he, she, Mr …)",
        "<client>" => "one client (my client, the client)",
        "<past>" => "a verb in the past",
        "<imperative>" => "a request",
        "<question>" => "a question",
        "<negation>" => "a negation",
        "<quotation>" => "a quotation",
        "<hypothetical>" => "a supposition (if, imagine)",
        "<generic>" => "a general statement",
        "<number>" => "a number",
        "<author>" => "a name in the properties of a document",
        "<account>" => "the name of an account in a network",
        "<gps>" => "where a picture was taken or a post written",
        "<place>" => "coordinates of a place",
        "<map-link>" => "a link to coordinates on a map",
        "<private-path>" => "a path into a private machine or a store of documents",
        "<connection>" => "the internet address that a mail was sent from",
        "<tracked-change>" => "a tracked change",
        _ => &def.label,
    }
}
