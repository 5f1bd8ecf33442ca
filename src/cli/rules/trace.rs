//! Owns why a rule does not find an example: which of the signals that it needs stand there and which do not. The engine
//! looks for nothing where a rule cannot hold, so each signal is asked for by a rule of its own. Called by `prove` for
//! failures.

use std::sync::Arc;

use crate::cli::prose::one_line;
use crate::draft::{Draft, Source};
use crate::policy::Kind;
use crate::read::read;
use crate::rules::{Condition, Rule, RuleSet, Scope, SignalDef, SignalId};
use crate::spot::{Engine, Label, Scratch, noted, spot_as};

/// The packs of a failed example.
pub(super) struct Trace<'a> {
    /// All packs.
    rules: &'a RuleSet,
}

/// A signal in an example, and the words it stands on.
type Hit = (SignalId, String);

impl<'a> Trace<'a> {
    /// For some packs.
    pub(super) fn new(rules: &'a RuleSet) -> Self {
        Self { rules }
    }

    /// What each condition of a rule finds and misses in an example, a line each. An error says why nothing can be said.
    pub(super) fn lines(&self, rule: &Rule, kind: Kind, source: Arc<Source>) -> Result<Vec<String>, String> {
        let hits = self.hits(rule, kind, source)?;
        let mut lines = vec![format!("none, in a draft of kind {kind}")];
        if !rule.is_for(kind) {
            lines.push("the rule is not for this kind".to_owned());
        }
        lines.extend(rule.when.iter().map(|condition| self.condition(condition, &hits)));
        for frame in &rule.outside {
            let words = self.hit(*frame, &hits);
            lines.extend(words.map(|words| format!("inside the frame {} on {words}", self.name(*frame))));
        }
        Ok(lines)
    }

    /// The signals that a rule names, wherever they stand in an example.
    fn hits(&self, rule: &Rule, kind: Kind, source: Arc<Source>) -> Result<Vec<Hit>, String> {
        let mut ids = rule.outside.clone();
        for condition in &rule.when {
            ids.extend(condition.all.iter().chain(&condition.any).chain(&condition.none));
            ids.extend(condition.score.iter().map(|(id, _)| *id));
        }
        ids.sort();
        ids.dedup();
        let one = |id: &SignalId| {
            let weighed = self.rules.signal(*id).is_some_and(SignalDef::is_weighed);
            let alone = Condition {
                weighed,
                scope: if weighed { Scope::Draft } else { Scope::Sentence },
                drafts: None,
                all: vec![*id],
                any: Vec::new(),
                none: Vec::new(),
                score: Vec::new(),
                at_least: 0,
            };
            Rule { kinds: Vec::new(), when: vec![alone], outside: Vec::new(), ..rule.clone() }
        };
        let rules = RuleSet { rules: ids.iter().map(one).collect(), ..self.rules.clone() };
        let engine = Engine::compile_with(super::prove::examples_register()?, rules);
        let (mut hits, mut scratch) = (Vec::new(), Scratch::default());
        let _ = read(&source, &mut |draft: Draft| {
            for signal in spot_as(&draft, kind, &engine, &mut scratch).signals {
                let id = match signal.label {
                    Label::Pack(id) => SignalId(id),
                    Label::Note(kind) => noted(kind).id(),
                    _ => continue,
                };
                hits.push((id, one_line(draft.slice(signal.span))));
            }
        });
        Ok(hits)
    }

    /// One condition.
    fn condition(&self, condition: &Condition, hits: &[Hit]) -> String {
        let scope = Scope::WORDS.iter().find(|(_, scope)| *scope == condition.scope).map_or("", |(word, _)| word);
        let mut parts = Vec::new();
        let all = condition.all.iter().chain(condition.score.iter().map(|(id, _)| id));
        for id in all {
            parts.push(match self.hit(*id, hits) {
                Some(words) => format!("{} on {words}", self.name(*id)),
                None => format!("no {}", self.name(*id)),
            });
        }
        if !condition.any.is_empty() {
            let found =
                condition.any.iter().find_map(|id| Some(format!("{} on {}", self.name(*id), self.hit(*id, hits)?)));
            let names = || condition.any.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ");
            parts.push(found.unwrap_or_else(|| format!("none of {}", names())));
        }
        for id in &condition.none {
            parts.extend(
                self.hit(*id, hits).map(|words| format!("and {} on {words}, which must not be", self.name(*id))),
            );
        }
        format!("{scope}: {}", parts.join("; "))
    }

    /// The words that a signal stands on first.
    fn hit(&self, id: SignalId, hits: &[Hit]) -> Option<String> {
        hits.iter().find(|(found, _)| *found == id).map(|(_, words)| format!("“{words}”"))
    }

    /// The name of a signal.
    fn name(&self, id: SignalId) -> &str {
        self.rules.signal(id).map(|def| def.name.as_str()).unwrap_or_default()
    }
}
