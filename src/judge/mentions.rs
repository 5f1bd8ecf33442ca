//! Owns the verdicts on mentions of the register: which rule they break, how bad that is, and how it is said without
//! giving anything of the register away. Called by `judge`.

use super::consent::{Standing, Standings};
use super::sentence::Involvements;
use super::{Case, Finding, FindingSubject, Rewrite};
use crate::draft::Draft;
use crate::policy::Severity;
use crate::register::Register;
use crate::spot::{Label, Signal, Strength, Subject};
use crate::text::Span;

/// A finding for every mention that nothing covers, in the order of the draft.
pub(super) fn verdicts(
    draft: &Draft,
    signals: &[Signal],
    standings: &Standings<'_>,
    register: &Register,
    case: &Case<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(signals.len());
    let reaches = reaches(signals);
    let mut involved = Involvements::of(draft);
    for (index, signal) in signals.iter().enumerate() {
        let Some(subject) = signal.subject.filter(|_| !matches!(signal.label, Label::Fact(_))) else { continue };
        let standing = standings.standing(signal);
        if standing == Standing::Covered || is_absorbed(index, signals, &reaches) {
            continue;
        }
        let Some(words) = Words::of(signal.label, standing) else { continue };
        let severity = case.policy.severity(words.rule, severity(draft, signal, signals, standing, &mut involved));
        if severity == Severity::Off {
            continue;
        }
        let mut finding = finding(signal, subject, &words, severity, register, case);
        let facts =
            if signal.label == Label::Adverse { facts_beside(draft, signal, signals, register) } else { Vec::new() };
        if !facts.is_empty() {
            finding.labels = facts;
        }
        findings.push(finding);
    }
    findings
}

/// The facts of the same matter in the group of an adverse party, by kind: they are why it tells.
fn facts_beside(draft: &Draft, adverse: &Signal, signals: &[Signal], register: &Register) -> Vec<(Span, String)> {
    let group = |s: &Signal| draft.blocks.get(s.block as usize).map(|b| b.group);
    let beside = signals.iter().filter(|s| s.subject == adverse.subject && group(s) == group(adverse));
    let kind = |s: &Signal| {
        let Label::Fact(number) = s.label else { return None };
        let matter = s.subject.and_then(|subject| register.matter(subject.client, subject.matter?))?;
        let kind = matter.facts.get(number as usize).map_or("matter", |fact| fact.kind.as_str());
        Some((s.span, kind.to_owned()))
    };
    beside.filter(|s| !adverse.span.overlaps(s.span)).filter_map(kind).take(12).collect()
}

/// The finding of one mention.
fn finding(
    signal: &Signal,
    subject: Subject,
    words: &Words,
    severity: Severity,
    register: &Register,
    case: &Case<'_>,
) -> Finding {
    let client = register.clients.get(subject.client as usize);
    let matter = client.zip(subject.matter).and_then(|(c, m)| c.matters.get(m as usize));
    let id = matter.map(|m| m.id.as_str()).or(client.map(|c| c.id())).unwrap_or_default();
    let safe = client.and_then(|c| c.describe_as.as_ref()).filter(|_| signal.label == Label::Client);
    let finding = Finding {
        message: format!("{} {id}{}", words.what, words.why).into(),
        help: Some(words.help.into()),
        subject: Some(FindingSubject {
            client: client.map(|c| c.id().into()).unwrap_or_default(),
            matter: matter.map(|m| m.id.as_str().into()),
        }),
        ..Finding::new(words.rule, severity, signal.strength, signal.span, case)
    };
    match safe {
        Some(safe) => finding.with(|more| more.rewrite = Some(Rewrite::Register(safe.clone()))),
        None => finding,
    }
}

/// For each signal, the furthest end of it and of all before it: a look back for what holds a signal can stop where
/// nothing reaches so far. Without it, a name a thousand times in a draft would be compared a million times.
fn reaches(signals: &[Signal]) -> Vec<u32> {
    let furthest = |end: &mut u32, signal: &Signal| {
        *end = (*end).max(signal.span.end);
        Some(*end)
    };
    signals.iter().scan(0, furthest).collect()
}

/// Whether a longer mention of the same client, more specific, holds this one: a matter's name that begins with the
/// client's. `signals` are sorted by place.
fn is_absorbed(index: usize, signals: &[Signal], reaches: &[u32]) -> bool {
    let Some(signal) = signals.get(index) else { return false };
    let absorbs = |other: &Signal| {
        let same = other.subject.map(|s| s.client) == signal.subject.map(|s| s.client);
        let bigger = other.span.contains(signal.span) && other.span != signal.span;
        let twin = other.span == signal.span && rank(other.label) < rank(signal.label);
        same && other.strength >= Strength::Strong && (bigger || twin) && !matches!(other.label, Label::Fact(_))
    };
    let before = signals.iter().zip(reaches).take(index).rev().take_while(|(_, reach)| **reach >= signal.span.end);
    let after = signals.iter().skip(index + 1).take_while(|other| other.span.start == signal.span.start);
    before.map(|(other, _)| other).chain(after).any(absorbs)
}

/// Which of two mentions of one client at one place is said: the more specific.
const fn rank(label: Label) -> u8 {
    match label {
        Label::Matter => 0,
        Label::Person => 1,
        Label::Client => 2,
        Label::Identifier => 3,
        _ => 4,
    }
}

/// How bad a mention is, by its strength and by what stands beside it.
fn severity(
    draft: &Draft,
    signal: &Signal,
    signals: &[Signal],
    standing: Standing,
    involved: &mut Involvements<'_>,
) -> Severity {
    let medium = if signal.ambiguous { Severity::Advice } else { Severity::Warning };
    let by_strength = match signal.strength {
        Strength::Exact | Strength::Strong => Severity::Error,
        Strength::Medium => medium,
        Strength::Weak => Severity::Advice,
    };
    if standing == Standing::Embargoed && signal.strength >= Strength::Medium {
        // While an embargo runs, a doubt is no reason to go on.
        return by_strength.max(Severity::Warning);
    }
    if signal.label != Label::Adverse {
        return by_strength;
    }
    // An adverse party alone is somebody whom the whole world may speak of; beside the client or the matter it tells.
    let group = |s: &Signal| draft.blocks.get(s.block as usize).map(|b| b.group);
    let beside = signals.iter().any(|other| {
        other.label != Label::Adverse
            && other.strength >= Strength::Strong
            && other.subject.map(|s| s.client) == signal.subject.map(|s| s.client)
            && group(other) == group(signal)
    });
    let told = by_strength == Severity::Error && (beside || involved.stand_beside(signal.block));
    if told { Severity::Warning } else { Severity::Advice }
}

/// How a finding is said.
struct Words {
    /// The rule.
    rule: &'static str,
    /// What the draft does, before the id.
    what: &'static str,
    /// Why that is wrong, after the id.
    why: &'static str,
    /// What to do.
    help: &'static str,
}

impl Words {
    /// The words for a label and its standing. Nothing but ids, no moment, no person, no reference.
    fn of(label: Label, standing: Standing) -> Option<Self> {
        let rule = match (label, standing) {
            (_, Standing::Embargoed) => "identity/embargo",
            (_, Standing::Lapsed) => "identity/consent-lapsed",
            (Label::Client, _) => "identity/client",
            (Label::Person, _) => "identity/person",
            (Label::Matter, _) => "identity/matter",
            (Label::Adverse, _) => "identity/adverse",
            (Label::Identifier, _) => "identity/identifier",
            _ => return None,
        };
        let what = match label {
            Label::Client => "This names client",
            Label::Person => "This names a person of client",
            Label::Matter => "This names matter",
            Label::Adverse => "This names the other side of matter",
            _ => "This is an identifier of client",
        };
        let (why, help) = match standing {
            Standing::Embargoed => {
                (", and an embargo runs", "Hold the draft back until the embargo ends; consent does not lift it.")
            }
            Standing::Lapsed => {
                (", and the consent has lapsed", "Renew the consent in the register, or take the name out.")
            }
            _ if label == Label::Person => {
                ("", "Take the name out: a consent of the client does not cover its people.")
            }
            _ if label == Label::Adverse => ("", "Take the name out if the draft has to do with the matter."),
            _ if label == Label::Identifier => ("", "Take it out: it leads to the client as surely as the name."),
            _ => ("", "Take the name out, or record the client's informed consent in the register."),
        };
        Some(Self { rule, what, why, help })
    }
}
