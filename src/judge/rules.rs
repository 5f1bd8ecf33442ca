//! Owns when a rule of a pack holds, and the finding that comes of it. `scenes` cuts the draft's signals to groups and
//! sentences, `stretch` finds the words to point at. Called by `judge`; looks only at conditions that `spot` says may
//! hold.

use super::scenes::{Found, Scenes};
use super::stretch::shortest;
use super::{Case, Finding, Rewrite};
use crate::draft::Draft;
use crate::policy::{Kind, Severity};
use crate::rules::weights::Share;
use crate::rules::{Condition, Finder, Fixed, Rule, Scope, SignalDef, SignalId};
use crate::spot::{Engine, Spotted, Strength, frames};
use crate::text::Span;
use std::borrow::Cow;

/// The findings of all rules in a draft.
pub(super) fn verdicts(draft: &Draft, spotted: &Spotted, engine: &Engine, case: &Case<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    if spotted.possible.is_empty() {
        return out;
    }
    let mut scenes = Scenes::new(draft, &spotted.signals);
    let mut possible = spotted.possible.clone();
    // Rule by rule, narrow scopes first: what a sentence tells is not told again of its group.
    possible.sort_unstable_by_key(|p| (p.rule, scope(engine, p.rule, p.condition), p.group, p.condition));
    possible.dedup();
    for of_rule in possible.chunk_by(|a, b| a.rule == b.rule) {
        let Some((number, rule)) =
            of_rule.first().and_then(|p| Some((p.rule, engine.rules.rules.get(p.rule as usize)?)))
        else {
            continue;
        };
        let severity = case.policy.severity(&rule.id, rule.severity.of(case.kind));
        if !rule.is_for(case.kind) || !case.policy.holds(&rule.jurisdictions, &rule.except) || severity == Severity::Off
        {
            continue;
        }
        if rule.outside.iter().any(|id| is_whole(engine, *id) && scenes.holds(*id)) {
            continue;
        }
        debug_assert!(of_rule.iter().all(|p| p.rule == number));
        let mut trial = Trial { draft, engine, case, rule, severity, told: Vec::new(), findings: Vec::new() };
        for one in of_rule {
            if let Some(condition) = rule.when.get(one.condition as usize) {
                trial.hear(condition, one.group, &mut scenes);
            }
        }
        out.append(&mut trial.findings);
    }
    out
}

/// Whether a frame is a draft as a whole.
fn is_whole(engine: &Engine, id: SignalId) -> bool {
    let share = |def: &SignalDef| matches!(def.finder, Finder::Share(Share { scope: Scope::Draft, .. }));
    engine.rules.signal(id).is_some_and(share)
}

/// The scope of a condition.
fn scope(engine: &Engine, rule: u32, condition: u32) -> Option<Scope> {
    engine.rules.rules.get(rule as usize)?.when.get(condition as usize).map(|condition| condition.scope)
}

/// Whether a condition may hold where these signals stand, if nothing more is taken away and nothing forbids it.
fn may_hold(condition: &Condition, scene: &[Found]) -> bool {
    let has = |id: &SignalId| scene.iter().any(|found| found.id == *id);
    let reach: i32 =
        condition.score.iter().filter(|(id, points)| *points > 0 && has(id)).map(|(_, points)| points).sum();
    condition.all.iter().all(has)
        && (condition.any.is_empty() || condition.any.iter().any(has))
        && (condition.score.is_empty() || reach >= condition.at_least)
}

/// One rule before one draft.
struct Trial<'a> {
    /// The draft.
    draft: &'a Draft,
    /// For names and frames of signals.
    engine: &'a Engine,
    /// As what the draft is judged.
    case: &'a Case<'a>,
    /// The rule.
    rule: &'a Rule,
    /// How bad it is here.
    severity: Severity,
    /// Group, block and sentence of each finding so far.
    told: Vec<(u32, u32, usize)>,
    /// The findings.
    findings: Vec<Finding>,
}

impl Trial<'_> {
    /// Tries a condition in a group, or in the draft.
    fn hear(&mut self, condition: &Condition, group: Option<u32>, scenes: &mut Scenes<'_>) {
        let found = match group {
            Some(group) => scenes.of_group(group).to_vec(),
            None => scenes.of_draft(),
        };
        // Frames can only take away: where the condition does not hold without them, nothing is cut.
        if !may_hold(condition, &found) {
            return;
        }
        let told = match condition.scope {
            Scope::Sentence => false,
            Scope::Group => self.told.iter().any(|told| Some(told.0) == group),
            Scope::Draft => !self.told.is_empty(),
        };
        if told {
            return;
        }
        let mut found = found;
        scenes.cut(&mut found);
        if condition.scope == Scope::Sentence {
            let sentences = found.chunk_by(|a, b| (a.block, a.sentence) == (b.block, b.sentence));
            let may = sentences.filter(|sentence| may_hold(condition, sentence));
            for sentence in may.map(<[Found]>::to_vec).collect::<Vec<_>>() {
                let kept = self.outside(&found, sentence, scenes);
                self.try_scene(condition, &kept);
            }
        } else {
            let kept = self.outside(&found, found.clone(), scenes);
            self.try_scene(condition, &kept);
        }
    }

    /// Those of some signals that do not stand inside a frame of the rule whole. `all` holds the frames.
    fn outside(&self, all: &[Found], mut scene: Vec<Found>, scenes: &Scenes<'_>) -> Vec<Found> {
        for id in &self.rule.outside {
            let Some(extent) = self.engine.rules.signal(*id).and_then(SignalDef::reach) else { continue };
            for frame in all.iter().filter(|found| found.id == *id) {
                let sentence = scenes.sentence(frame);
                let reach = frames::reach(self.draft, frame.block, sentence, frame.span, extent);
                scene.retain(|found| match reach {
                    Some(reach) => found.id == *id || !reach.contains(found.span),
                    None => found.id == *id || found.group != frame.group,
                });
            }
        }
        scene
    }

    /// Makes a finding if the condition holds in a scene.
    fn try_scene(&mut self, condition: &Condition, scene: &[Found]) {
        let Some(first) = scene.first() else { return };
        if condition.scope == Scope::Sentence && self.told.contains(&(first.group, first.block, first.sentence)) {
            return;
        }
        let has = |id: &SignalId| scene.iter().any(|found| found.id == *id);
        let points: i32 = condition.score.iter().filter(|(id, _)| has(id)).map(|(_, points)| points).sum();
        let holds = may_hold(condition, scene)
            && !condition.none.iter().any(has)
            && (condition.score.is_empty() || points >= condition.at_least);
        if !holds {
            return;
        }
        let scored = condition.score.iter().filter(|(_, points)| *points > 0).map(|(id, _)| id);
        let named: Vec<SignalId> =
            condition.all.iter().chain(&condition.any).chain(scored).filter(|id| has(id)).copied().collect();
        let parts: Vec<Found> = scene.iter().filter(|found| named.contains(&found.id)).copied().collect();
        // What is quoted from somebody else alone is no word of the writer's.
        if matches!(self.case.kind, Kind::Reply | Kind::Email) && parts.iter().all(|part| part.quoted) {
            return;
        }
        let wanted: Vec<SignalId> = match condition.all.as_slice() {
            [] if condition.score.is_empty() => named.iter().take(1).copied().collect(),
            [] => named.clone(),
            all => all.to_vec(),
        };
        self.tell(&named, &wanted, &parts);
    }

    /// Adds the finding. `wanted`: the signals that its span should hold; `parts`: all that add up to it.
    fn tell(&mut self, named: &[SignalId], wanted: &[SignalId], parts: &[Found]) {
        let pointed: Vec<SignalId> = wanted.iter().filter(|id| !self.is_mood(**id)).copied().collect();
        let pointed = if pointed.is_empty() { wanted } else { pointed.as_slice() };
        let first = pointed.iter().find_map(|id| parts.iter().find(|part| part.id == *id)).or(parts.first());
        let Some(first) = first.copied() else { return };
        let span = shortest(self.draft, pointed, parts).unwrap_or(first.span);
        let at = parts.iter().find(|part| span.contains(part.span)).copied().unwrap_or(first);
        let mut labels: Vec<(Span, String)> = Vec::new();
        for id in named.iter().filter(|id| !self.is_mood(**id)) {
            let of_signal = || parts.iter().filter(|part| part.id == *id);
            if of_signal().any(|part| span.contains(part.span)) {
                continue;
            }
            if let (Some(part), Some(def)) = (of_signal().next(), self.engine.rules.signal(*id))
                && !labels.iter().any(|(span, _)| *span == part.span)
            {
                labels.push((part.span, def.label.clone()));
            }
        }
        self.told.push((at.group, at.block, at.sentence));
        let strength = parts.iter().map(|part| part.strength).min().unwrap_or(Strength::Exact);
        let finding = Finding {
            message: self.rule.message.as_str().into(),
            help: self.rule.help.clone().map(Cow::Owned),
            ..Finding::new(self.rule.id.clone(), self.severity, strength, span, self.case)
        };
        self.findings.push(finding.with(|more| {
            more.rewrite = self.rule.rewrite.clone().map(Rewrite::Pack);
            more.authorities = self.rule.authorities.clone();
            more.labels = labels;
        }));
    }

    /// Whether a signal says how a sentence is meant rather than what it says: nothing to point at.
    fn is_mood(&self, id: SignalId) -> bool {
        let finder = self.engine.rules.signal(id).map(|def| &def.finder);
        matches!(
            finder,
            Some(Finder::Fixed(
                Fixed::Question
                    | Fixed::Hypothetical
                    | Fixed::Generic
                    | Fixed::Quotation
                    | Fixed::Imperative
                    | Fixed::Negation
            ))
        )
    }
}
