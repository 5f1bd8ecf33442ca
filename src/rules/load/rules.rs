//! Owns how the rules of a pack are read: severities, conditions, examples. Called by `load` after the signals.

use std::collections::HashMap;

use super::{Names, Raw, frames, is_name, signal};
use crate::policy::{Channel, Kind, Severity};
use crate::rules::model::{RuleSet, SignalDef, SignalId};
use crate::rules::rule::{Category, Condition, Example, Length, Rule, Scope, SeverityBy};
use crate::yaml::{Fields, Node, Problems};

/// The keys of a rule.
const KEYS: [&str; 13] = [
    "id",
    "severity",
    "kinds",
    "message",
    "help",
    "rewrite",
    "authorities",
    "jurisdictions",
    "except",
    "when",
    "outside",
    "examples",
    "override",
];

/// The keys of a condition.
const CONDITION: [&str; 6] = ["all", "any", "none", "score", "at_least", "drafts"];
/// The keys of examples.
const EXAMPLES: [&str; 2] = ["flags", "passes"];
/// The keys of an example that is more than a text.
const EXAMPLE: [&str; 4] = ["text", "kind", "format", "channel"];

/// The keys of the mappings in a rule, by what they are.
pub(super) fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("rule", KEYS.to_vec()),
        ("severities", severity_keys()),
        ("scope", Scope::WORDS.map(|(word, _)| word).to_vec()),
        ("condition", CONDITION.to_vec()),
        ("examples", EXAMPLES.to_vec()),
        ("example", EXAMPLE.to_vec()),
    ]
}

/// The keys of severities by kind.
fn severity_keys() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.as_str()).chain(["other"]).collect()
}

/// The rules that were read: which file has each.
#[derive(Default)]
pub(super) struct Seen {
    /// By id: the index in the set.
    by_id: HashMap<String, usize>,
}

/// What the readers of a rule's parts need.
struct Context<'a, 'b> {
    /// The pack.
    raw: &'a Raw<'b>,
    /// All signals.
    names: &'a Names,
    /// Whether the lines of examples are wanted.
    lines: bool,
}

/// Reads the rules of a pack.
/// `lines`: whether those of examples are wanted.
pub(super) fn read(
    raw: &Raw<'_>,
    names: &Names,
    lines: bool,
    set: &mut RuleSet,
    seen: &mut Seen,
    problems: &mut Problems,
) {
    let context = Context { raw, names, lines };
    let shared = raw.outside.map(|node| frames(node, raw, names, set, problems)).unwrap_or_default();
    for node in &raw.rules {
        let Some(fields) = node.fields(&KEYS, problems) else { continue };
        let override_node = fields.get("override");
        let overrides = override_node.and_then(|node| node.bool(problems)).unwrap_or(false);
        let Some(mut rule) = rule(&fields, &context, set, problems) else { continue };
        rule.outside.extend(&shared);
        if let Some(node) = fields.get("outside").or(raw.outside) {
            frames_of_sums(&rule, set, node, problems);
        }
        let at = fields.get("id").unwrap_or(*node);
        match (seen.by_id.get(&rule.id).copied(), overrides) {
            // A pack that is off takes nothing away.
            (Some(_), true) if set.packs.get(raw.pack).is_some_and(|pack| !pack.on) => set.off.push(rule),
            (Some(index), true) => {
                if let Some(old) = set.rules.get_mut(index) {
                    *old = rule;
                }
            }
            (Some(index), false) => {
                let pack = set.rules.get(index).and_then(|old| set.packs.get(old.pack));
                let help = format!(
                    "it is in pack {} already; another id, or `override: true`",
                    pack.map(|pack| pack.name.as_str()).unwrap_or_default()
                );
                at.problem(problems, "this id stands twice", Some(help));
            }
            (None, true) => {
                let help = "only a rule of a pack loaded before can be overridden".to_owned();
                override_node.unwrap_or(at).problem(problems, "there is no rule with this id to override", Some(help));
            }
            (None, false) => {
                seen.by_id.insert(rule.id.clone(), set.rules.len());
                set.rules.push(rule);
            }
        }
    }
}

/// Reads one rule. All its parts are read, so that all mistakes are told.
fn rule(fields: &Fields<'_>, context: &Context<'_, '_>, set: &RuleSet, problems: &mut Problems) -> Option<Rule> {
    let id = fields.required("id", problems).and_then(|node| id(node, problems));
    let severity = fields.required("severity", problems).and_then(|node| severity(node, problems));
    let message = fields.required("message", problems).and_then(|node| node.text(problems));
    let when = fields.required("when", problems).map(|node| conditions(node, context, set, problems));
    let examples = fields.required("examples", problems).map(|node| examples(node, context.lines, problems));
    let kinds = fields.get("kinds").map(|node| node.list(problems)).unwrap_or_default();
    let kinds = kinds.into_iter().filter_map(|node| node.word(&kind_words(), problems)).collect();
    let mut text = |key: &str| fields.get(key).and_then(|node| node.text(problems));
    let (help, rewrite) = (text("help"), text("rewrite"));
    let mut texts = |key: &str| -> Vec<String> {
        let list = fields.get(key).map(|node| node.list(problems)).unwrap_or_default();
        list.into_iter().filter_map(|node| node.text(problems)).collect()
    };
    let (authorities, jurisdictions, except) = (texts("authorities"), texts("jurisdictions"), texts("except"));
    let outside =
        fields.get("outside").map(|node| frames(node, context.raw, context.names, set, problems)).unwrap_or_default();
    let (flags, passes) = examples?;
    Some(Rule {
        id: id?,
        pack: context.raw.pack,
        severity: severity?,
        kinds,
        message: message?,
        help,
        rewrite,
        authorities,
        jurisdictions,
        except,
        when: when?,
        outside,
        flags,
        passes,
    })
}

/// `category/name`, the category a known one.
fn id(node: Node<'_>, problems: &mut Problems) -> Option<String> {
    let written = node.text(problems)?;
    let Some((category, _)) = written.split_once('/').filter(|(_, name)| is_name(name)) else {
        let help = "small letters, digits and hyphens, as in `case-facts/reply`".to_owned();
        node.problem(problems, "a rule's id is `category/name`", Some(help));
        return None;
    };
    if !Category::ALL.contains(&category) {
        let near = Category::ALL.iter().find(|known| strsim::levenshtein(known, category) <= 3);
        let help = near
            .map_or_else(|| format!("one of: {}", Category::ALL.join(", ")), |near| format!("did you mean `{near}`?"));
        node.problem(problems, format!("there is no category `{category}`"), Some(help));
        return None;
    }
    Some(written)
}

/// The words of the severities.
const SEVERITIES: [(&str, Severity); 4] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("advice", Severity::Advice), ("off", Severity::Off)];

/// The words of the kinds.
fn kind_words() -> [(&'static str, Kind); Kind::ALL.len()] {
    Kind::ALL.map(|kind| (kind.as_str(), kind))
}

/// One word, or words by kind.
fn severity(node: Node<'_>, problems: &mut Problems) -> Option<SeverityBy> {
    if !node.is_mapping() {
        return node.word(&SEVERITIES, problems).map(|one| SeverityBy([one; Kind::ALL.len()]));
    }
    let fields = node.fields(&severity_keys(), problems)?;
    let other = fields.get("other").and_then(|node| node.word(&SEVERITIES, problems));
    let by_kind = Kind::ALL.map(|kind| {
        let own = fields.get(kind.as_str()).and_then(|node| node.word(&SEVERITIES, problems));
        own.or(other).unwrap_or(Severity::Off)
    });
    Some(SeverityBy(by_kind))
}

/// The conditions of a rule.
fn conditions(node: Node<'_>, context: &Context<'_, '_>, set: &RuleSet, problems: &mut Problems) -> Vec<Condition> {
    let items = node.list(problems);
    if items.is_empty() && node.is_list() {
        node.problem(problems, "the rule has no condition", None);
    }
    let mut out = Vec::new();
    for item in items {
        let scopes = Scope::WORDS.map(|(word, _)| word);
        let Some(fields) = item.fields(&scopes, problems) else { continue };
        let found: Vec<_> = Scope::WORDS.iter().filter_map(|(word, scope)| Some((*scope, fields.get(word)?))).collect();
        if found.len() != 1 {
            let help = "write one list item for each".to_owned();
            item.problem(problems, "a condition has one scope: sentence, group or draft", Some(help));
        }
        for (scope, node) in found {
            let Some(mut read) = condition(scope, node, context, problems) else { continue };
            read.weighed = is_weighed(&read, set, node, problems);
            notes_alone(&read, set, node, problems);
            out.push(read);
        }
    }
    out
}

/// One condition.
fn condition(scope: Scope, node: Node<'_>, context: &Context<'_, '_>, problems: &mut Problems) -> Option<Condition> {
    let fields = node.fields(&CONDITION, problems)?;
    let mut signals = |key: &str| -> Vec<SignalId> {
        let list = fields.get(key).map(|node| node.list(problems)).unwrap_or_default();
        list.into_iter().filter_map(|item| signal(item, context.raw, context.names, problems)).collect()
    };
    let (all, any, none) = (signals("all"), signals("any"), signals("none"));
    let score = fields.get("score").map(|node| score(node, context, problems)).unwrap_or_default();
    let at_least = fields.get("at_least").and_then(|node| node.integer(problems));
    if fields.get("score").is_some() != fields.get("at_least").is_some() {
        node.problem(problems, "`score:` and `at_least:` go together", None);
    }
    if fields.get("all").is_none() && fields.get("any").is_none() && fields.get("score").is_none() {
        node.problem(problems, "a condition needs `all:`, `any:` or `score:`", None);
    }
    let at_least = i32::try_from(at_least.unwrap_or(0)).unwrap_or(i32::MAX);
    let reach: i32 = score.iter().map(|(_, points)| *points.max(&0)).fold(0, i32::saturating_add);
    if !score.is_empty() && !(1..=reach).contains(&at_least) {
        let help = format!("all signals together give {reach}; take a number from 1 to that");
        fields.get("at_least").unwrap_or(node).problem(
            problems,
            "these points are never or always reached",
            Some(help),
        );
    }
    let drafts = fields.get("drafts").and_then(|node| node.word(&Length::WORDS, problems));
    Some(Condition { scope, drafts, all, any, none, score, at_least, weighed: false })
}

/// Whether a condition speaks of signals that words add up to. They go with no others, since they are counted apart.
fn is_weighed(condition: &Condition, set: &RuleSet, node: Node<'_>, problems: &mut Problems) -> bool {
    let weighs = |id: &SignalId| set.signal(*id).is_some_and(SignalDef::is_weighed);
    let scored: Vec<SignalId> = condition.score.iter().map(|(id, _)| *id).collect();
    let named = [&condition.all, &condition.any, &condition.none, &scored];
    if !named.into_iter().flatten().any(weighs) {
        return false;
    }
    let alone = condition.all.iter().chain(&condition.any).all(weighs);
    if !alone || !condition.none.is_empty() || !scored.is_empty() || condition.scope == Scope::Group {
        let help = "name signals with weights alone, under `all:` or `any:` of a sentence or the draft".to_owned();
        node.problem(problems, "a signal with weights does not go with what else this condition says", Some(help));
    }
    true
}

/// Says where a rule on words that add up has frames that are looked for only on account of wordings: they would take nothing away.
fn frames_of_sums(rule: &Rule, set: &RuleSet, node: Node<'_>, problems: &mut Problems) {
    let is_sum = |id: &SignalId| set.signal(*id).is_some_and(SignalDef::is_weighed);
    if rule.is_weighed() && !rule.outside.iter().all(is_sum) {
        let help = "leave the frame out, or give its wordings points; a rule that looks for wordings beside words that add up is two rules";
        node.problem(problems, "frames made of wordings do not work for signals with weights", Some(help.to_owned()));
    }
}

/// Says where a condition mixes what readers note with other signals: these are looked for only where words lead to them.
fn notes_alone(condition: &Condition, set: &RuleSet, node: Node<'_>, problems: &mut Problems) {
    let is_note = |id: &SignalId| set.signal(*id).is_some_and(SignalDef::is_note);
    let scored: Vec<SignalId> = condition.score.iter().map(|(id, _)| *id).collect();
    let named = || [&condition.all, &condition.any, &condition.none, &scored].into_iter().flatten();
    if named().any(is_note) && !named().all(is_note) {
        let help = "name them in conditions of their own".to_owned();
        node.problem(problems, "what readers note does not go with other signals in one condition", Some(help));
    }
}

/// Points by signal.
fn score(node: Node<'_>, context: &Context<'_, '_>, problems: &mut Problems) -> Vec<(SignalId, i32)> {
    let mut out = Vec::new();
    let Some(fields) = node.open_fields(problems) else { return out };
    for (_, key, value) in fields.iter() {
        let id = signal(key, context.raw, context.names, problems);
        let points = value.integer(problems);
        if points.is_some_and(|points| !(-100..=100).contains(&points) || points == 0) {
            value.problem(problems, "points are whole numbers from -100 to 100, and not 0", None);
        }
        out.extend(id.zip(points.and_then(|points| i32::try_from(points).ok())));
    }
    out
}

/// `flags` and `passes`, at least one of each.
fn examples(node: Node<'_>, lines: bool, problems: &mut Problems) -> (Vec<Example>, Vec<Example>) {
    let Some(fields) = node.fields(&EXAMPLES, problems) else { return Default::default() };
    let mut list = |key: &str, why: &str| -> Vec<Example> {
        let items = fields.get(key).map(|node| node.list(problems)).unwrap_or_default();
        if items.is_empty() {
            node.problem(problems, format!("the rule has no example that it {why}"), Some(format!("add `{key}:`")));
        }
        items.into_iter().filter_map(|item| example(item, lines, problems)).collect()
    };
    (list("flags", "flags"), list("passes", "passes"))
}

/// A text, or a text with what it is.
fn example(node: Node<'_>, lines: bool, problems: &mut Problems) -> Option<Example> {
    let line = if lines { node.line() } else { 0 };
    if !node.is_mapping() {
        return Some(Example { text: node.text(problems)?, kind: None, format: None, channel: None, line });
    }
    let fields = node.fields(&EXAMPLE, problems)?;
    let text = fields.required("text", problems).and_then(|node| node.text(problems));
    let kind = fields.get("kind").and_then(|node| node.word(&kind_words(), problems));
    let formats = [("txt", "txt"), ("md", "md"), ("html", "html"), ("eml", "eml"), ("csv", "csv")];
    let format = fields.get("format").and_then(|node| node.word(&formats, problems)).map(str::to_owned);
    let channel = fields.get("channel").and_then(|node| node.text(problems)).map(|name| Channel::new(&name));
    Some(Example { text: text?, kind, format, channel, line })
}
