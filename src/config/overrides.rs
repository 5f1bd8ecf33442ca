//! Owns what can be said of rules (`jurisdictions`, `severities`, `rules`), for all files or for some (`overrides`), and
//! how it is read. `load` calls it; `run` asks through [`Config`](super::Config).

use super::values::{ON_DATE, globs, kinds, on_date, texts, word};
use super::{Config, Glob};
use crate::policy::{Channel, Kind, Policy, Setting, Severity};
use crate::yaml::{Fields, Node, Problem, Problems};

/// The keys of an override, in the order of the documentation.
pub(super) const KEYS: [&str; 7] = ["files", "kind", "channel", "publishes", "jurisdictions", "severities", "rules"];

/// What holds for some files alone.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which ones: any of these.
    pub files: Vec<Glob>,
    /// Their kind.
    pub kind: Option<Kind>,
    /// Their channel.
    pub channel: Option<Channel>,
    /// Whether they are published on the date they state.
    pub publishes: Option<bool>,
    /// What is said of rules.
    pub switches: Switches,
}

/// What is said of rules.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// `jurisdictions:`; none where nothing is said.
    pub jurisdictions: Option<Vec<String>>,
    /// `severities:`, by rule id or prefix.
    pub severities: Vec<(String, Severity)>,
    /// `rules:`, by rule id or prefix: on or off.
    pub rules: Vec<(String, bool)>,
}

impl Switches {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.jurisdictions.is_none() && self.severities.is_empty() && self.rules.is_empty()
    }

    /// Adds what is said here to what was said before. Severities are read before `rules`, so that what is switched off
    /// is off.
    pub fn apply(&self, policy: &mut Policy) {
        if let Some(jurisdictions) = &self.jurisdictions {
            policy.jurisdictions.clone_from(jurisdictions);
        }
        let levels = self.severities.iter().map(|(rule, severity)| (rule.clone(), Setting::Level(*severity)));
        let rules = self
            .rules
            .iter()
            .map(|(rule, on)| (rule.clone(), if *on { Setting::On } else { Setting::Level(Severity::Off) }));
        policy.settings.extend(levels.chain(rules));
    }
}

/// Reads what a mapping says of rules. Ids and their places are noted in `config`, to be held against the rules.
pub(super) fn switches(fields: &Fields<'_>, config: &mut Config, problems: &mut Problems) -> Switches {
    let jurisdictions = fields.get("jurisdictions").map(|_| {
        let places = texts(fields, "jurisdictions", problems).into_iter();
        let places: Vec<_> = places.map(|(node, place)| (place.to_lowercase().replace('_', "-"), node)).collect();
        let unknown = |node| problem(config, node, "this is no place that a rule or subrosa knows");
        let keys: Vec<_> = places.iter().map(|(place, node)| (place.clone(), unknown(*node))).collect();
        config.place_keys.extend(keys);
        places.into_iter().map(|(place, _)| place).collect()
    });
    let severity = |word: &str| word.parse().ok();
    let on = |word: &str| match word {
        "on" | "true" => Some(true),
        "off" | "false" => Some(false),
        _ => None,
    };
    let levels = "`error`, `warning`, `advice` or `off`";
    Switches {
        jurisdictions,
        severities: by_rule(fields, "severities", config, problems, severity, levels),
        rules: by_rule(fields, "rules", config, problems, on, "`on` or `off`"),
    }
}

/// A mapping from rule ids to words.
fn by_rule<T>(
    fields: &Fields<'_>,
    key: &str,
    config: &mut Config,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
) -> Vec<(String, T)> {
    let Some(pairs) = fields.get(key).and_then(|node| node.open_fields(problems)) else { return Vec::new() };
    let mut found = Vec::new();
    for (rule, rule_node, node) in pairs.iter() {
        let unknown = problem(config, rule_node, "no rule has this id, and none begins so");
        config.rule_keys.push((rule.to_owned(), unknown));
        let Some(text) = node.text(problems) else { continue };
        match parse(&text) {
            Some(value) => found.push((rule.to_owned(), value)),
            None => node.problem(problems, format!("`{key}:` does not take this"), Some(format!("it takes {wanted}"))),
        }
    }
    found
}

/// What is to be said of a key or value, should it turn out that no rule knows it.
fn problem(config: &Config, node: Node<'_>, message: &str) -> Problem {
    let (line, column) = node.place();
    Problem { file: config.shown.clone(), line, column, message: message.to_owned(), help: None }
}

/// Reads `overrides:`.
pub(super) fn read(fields: &Fields<'_>, config: &mut Config, problems: &mut Problems) -> Vec<Override> {
    let Some(node) = fields.get("overrides") else { return Vec::new() };
    let mut found = Vec::new();
    for item in node.list(problems) {
        let Some(entry) = item.fields(&KEYS, problems) else { continue };
        if entry.required("files", problems).is_some_and(|files| files.is_list() && files.is_empty()) {
            entry.node().problem(problems, "`files:` names no file", Some("write a glob: [blog/**]".to_owned()));
        }
        if KEYS.iter().skip(1).all(|key| entry.get(key).is_none()) {
            let help = format!("add one of: {}", KEYS.get(1..).unwrap_or_default().join(", "));
            item.problem(problems, "this override says nothing", Some(help));
        }
        found.push(Override {
            files: globs(&entry, "files", problems),
            kind: word(&entry, "kind", problems, |word| word.parse().ok(), &kinds()),
            channel: word(&entry, "channel", problems, |word| Some(Channel::new(word)), ""),
            publishes: word(&entry, "publishes", problems, on_date, ON_DATE),
            switches: switches(&entry, config, problems),
        });
    }
    found
}
