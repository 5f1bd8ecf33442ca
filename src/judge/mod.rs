//! Layer 3: from signals to findings.
//!
//! Owns the verdicts: rules of packs, mentions of the register under consents and embargoes, severities, and how
//! findings absorb one another. Knows nothing of file formats or output.

mod consent;
mod days;
mod finding;
mod fingerprint;
mod identification;
mod mentions;
mod merge;
mod rules;
mod scenes;
mod sentence;
mod stretch;

use crate::draft::Draft;
use crate::policy::{Channel, Kind, Policy};
use crate::rules::RuleSet;
use crate::spot::{Engine, Label, Spotted};
use crate::text::Span;
use consent::Standings;

pub use finding::{Finding, FindingSubject, More, Rewrite};

/// As what, where and when a draft is judged.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What sort of draft it is.
    pub kind: Kind,
    /// Where it will be published, where known.
    pub channel: Option<Channel>,
    /// The moments that count: a consent must hold at all of them, an embargo runs if it does at any.
    pub moments: Vec<jiff::Timestamp>,
    /// The switches of the run.
    pub policy: &'a Policy,
}

/// What was found in a draft.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The findings, sorted by place and rule.
    pub findings: Vec<Finding>,
    /// Every mention of the register, flagged or covered: what masked output hides.
    pub mentions: Vec<Span>,
}

impl Verdict {
    /// Leaves one finding of several that packs make of the same words, as a reader wants it. `rules test` asks for each
    /// rule by itself and does without.
    pub fn absorb(&mut self, rules: &RuleSet) {
        merge::absorb(&mut self.findings, rules);
    }
}

/// Judges the signals of a draft.
pub fn judge(draft: &Draft, spotted: &Spotted, engine: &Engine, case: &Case<'_>) -> Verdict {
    let signals = &spotted.signals;
    let mut standings = Standings::of(draft, signals, &engine.register, case);
    let sums = identification::sums(draft, spotted, &standings, engine, case);
    for sum in sums.iter().filter(|sum| sum.embargoed) {
        standings.extend_embargo(sum.subject);
    }
    let mut findings = mentions::verdicts(draft, signals, &standings, &engine.register, case);
    findings.extend(sums.iter().filter_map(|sum| identification::finding(sum, engine, case)));
    let packs = rules::verdicts(draft, spotted, engine, case);
    let weak = |finding: &Finding| engine.rules.rule(&finding.rule).is_some_and(crate::rules::Rule::is_weighed);
    findings.extend(packs.into_iter().filter(|finding| !standings.cover_finding(finding, weak(finding), signals)));
    let mentions = signals.iter().filter(|s| s.subject.is_some() && !matches!(s.label, Label::Fact(_))).map(|s| s.span);
    Verdict { findings: merge::merge(draft, findings, signals, engine), mentions: mentions.collect() }
}

/// A finding on a file's path that the gate itself makes, with its fingerprint: of the rule and the file's own name, since
/// the folders above may hold what the register protects.
pub(crate) fn signed(mut finding: Finding, draft: &Draft, engine: &Engine) -> Finding {
    let folders = draft.slice(finding.span).rfind('/').map_or(0, |slash| slash as u32 + 1);
    let name = Span::new(finding.span.start + folders, finding.span.end);
    (finding.identity, finding.told) = fingerprint::of(&finding, draft, name, &[], engine);
    finding
}
