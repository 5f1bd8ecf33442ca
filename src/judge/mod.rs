//! Layer 3: from signals to findings.
//!
//! Owns the verdicts: rules of packs, mentions of the register under consents and embargoes, severities, and how
//! findings absorb one another. Knows nothing of file formats or output.

mod consent;
mod days;
mod fingerprint;
mod identification;
mod mentions;
mod merge;
mod rules;
mod scenes;
mod sentence;
mod stretch;

use std::borrow::Cow;

use crate::draft::Draft;
use crate::policy::{Channel, Kind, Policy, Severity};
use crate::rules::RuleSet;
use crate::spot::{Engine, Label, Spotted, Strength};
use crate::text::{Secret, Span};
use consent::Standings;

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
    (finding.fingerprint, finding.identity) = fingerprint::of(&finding, draft, name, &[], engine);
    finding
}

/// A finding, in the visible text of its draft.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `identity/client`, `client-confirmation/reply`.
    pub rule: Cow<'static, str>,
    /// One of the sixteen categories, or `gate`, `leftover`, `metadata`, …
    pub category: Cow<'static, str>,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub strength: Strength,
    /// What is wrong. Holds nothing of the register but ids.
    pub message: String,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Words that are safe instead.
    pub rewrite: Option<Rewrite>,
    /// Who says so, in the forms of the packs.
    pub authorities: Vec<String>,
    /// The ids of client and matter, for findings of the register.
    pub subject: Option<FindingSubject>,
    /// The main span, in [`Draft::text`](crate::draft::Draft::text).
    pub span: Span,
    /// Further spans that add up to it, each with a word that says what it is.
    pub labels: Vec<(Span, String)>,
    /// Further occurrences of the same.
    pub places: Vec<Span>,
    /// What sort of draft it was judged as.
    pub kind: Kind,
    /// The channel of the draft, where known.
    pub channel: Option<Channel>,
    /// A keyed hash of what was found, not of where; none where the register has no key.
    pub fingerprint: Option<String>,
    /// The same hash, or where the register has no key one under a key of the run: what tells findings of two versions of
    /// a draft apart. It is not for output. Zeros for what is no more than its rule and its path.
    pub identity: [u8; 16],
    /// The reason of the allowance that accepts it.
    pub allowed: Option<String>,
}

/// Words that are safe instead of what was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rewrite {
    /// A pack's.
    Pack(String),
    /// The register's own (`describe_as`): shown at full disclosure alone.
    Register(Secret<String>),
}

impl Finding {
    /// Every span of it: its own, those of its labels, and further occurrences.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let labels = self.labels.iter().map(|(span, _)| *span);
        std::iter::once(self.span).chain(labels).chain(self.places.iter().copied())
    }

    /// A finding of `rule` at `span`, judged as `case` says, with nothing else known about it.
    pub(crate) fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: Severity,
        strength: Strength,
        span: Span,
        case: &Case<'_>,
    ) -> Self {
        let rule = rule.into();
        Self {
            category: category(&rule),
            rule,
            severity,
            strength,
            message: String::new(),
            help: None,
            rewrite: None,
            authorities: Vec::new(),
            subject: None,
            span,
            labels: Vec::new(),
            places: Vec::new(),
            kind: case.kind,
            channel: case.channel.clone(),
            fingerprint: None,
            identity: [0; 16],
            allowed: None,
        }
    }
}

/// The category of a rule: the first part of its id; what the engine itself says of identities counts under the duty that it
/// breaks.
fn category(rule: &str) -> Cow<'static, str> {
    match rule.split('/').next().unwrap_or_default() {
        "identity" if rule == "identity/embargo" => "trial-publicity".into(),
        "identity" => "direct-identifier".into(),
        other => other.to_owned().into(),
    }
}

/// Whom a finding is about, by id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FindingSubject {
    /// The client's id.
    pub client: String,
    /// The matter's id.
    pub matter: Option<String>,
}
