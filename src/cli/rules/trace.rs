//! Owns why a rule does not find an example: which of the signals that it needs stand there and which do not. The engine
//! has its shortcuts off for this, since they look for nothing where a rule cannot hold. Called by `prove` for failures.

use std::sync::Arc;

use crate::draft::{Draft, Source};
use crate::policy::Kind;
use crate::read::read;
use crate::rules::{Condition, Rule, Scope, SignalId};
use crate::spot::{Engine, Label, Scratch, spot_as};

/// An engine that looks for every signal everywhere.
pub(super) struct Trace {
    /// The engine.
    engine: Engine,
}

/// A signal in an example, and the words it stands on.
type Hit = (SignalId, String);

impl Trace {
    /// For the packs of an engine. An error says why there is none.
    pub(super) fn new(engine: &Engine) -> Result<Self, String> {
        let register = super::prove::examples_register()?;
        Ok(Self { engine: Engine::compile_with(register, engine.rules.clone()).exhaustive() })
    }

    /// What each condition of a rule finds and misses in an example, a line each.
    pub(super) fn lines(&self, rule: &Rule, kind: Kind, source: Arc<Source>) -> Vec<String> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut scratch = Scratch::default();
        let _ = read(&source, &mut |draft: Draft| {
            for signal in spot_as(&draft, kind, &self.engine, &mut scratch).signals {
                if let Label::Pack(id) = signal.label {
                    hits.push((
                        SignalId(id),
                        draft.slice(signal.span).split_whitespace().collect::<Vec<_>>().join(" "),
                    ));
                }
            }
        });
        let mut lines = vec![format!("none, in a draft of kind {kind}")];
        if !rule.is_for(kind) {
            lines.push("the rule is not for this kind".to_owned());
        }
        lines.extend(rule.when.iter().map(|condition| self.condition(condition, &hits)));
        for frame in &rule.outside {
            lines.extend(
                self.hit(*frame, &hits).map(|words| format!("inside the frame {} on {words}", self.name(*frame))),
            );
        }
        lines
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
        self.engine.rules.signal(id).map(|def| def.name.as_str()).unwrap_or_default()
    }
}
