//! Owns indirect identification: whether the facts of a matter that stand in one window add up to its client, and how that
//! is said. Called by `judge`, before the verdicts on mentions: facts of an embargoed matter embargo its client's name.

use std::collections::{BTreeMap, BTreeSet};

use super::consent::{Standing, Standings};
use super::sentence::{Involvements, is_generic};
use super::{Case, Finding, FindingSubject, days};
use crate::draft::{Block, Draft, Role};
use crate::policy::{Kind, Severity};
use crate::register::{Client, Matter};
use crate::spot::{Engine, Label, Signal, Spotted, Strength, Subject};
use crate::text::Span;
use crate::text::sentence::sentences;

/// Points from which facts are a finding.
const TELLING: i8 = 3;
/// Places that one finding marks, at most.
const MOST_LABELS: usize = 24;

/// A fact at a place.
#[derive(Clone, Copy)]
struct Told<'a> {
    /// What kind of fact.
    kind: &'a str,
    /// What it gives away here.
    weight: i8,
    /// The signal.
    signal: Signal,
}

/// Facts of one matter in one window that add up.
pub(super) struct Sum<'a> {
    /// Whose.
    pub(super) subject: Subject,
    /// Whether an embargo of the matter runs and its facts alone come to enough.
    pub(super) embargoed: bool,
    /// The facts, in the order of the draft.
    facts: Vec<Told<'a>>,
    /// What they and their surroundings come to.
    score: i8,
    /// What the surroundings alone come to.
    around: i8,
    /// Whether the firm says it had a part in it.
    involved: bool,
    /// A mention of the client that a consent covers.
    beside: Option<Span>,
}

/// Everything that adds up in a draft, by matter and window.
pub(super) fn sums<'a>(
    draft: &Draft,
    spotted: &Spotted,
    standings: &Standings<'_>,
    engine: &'a Engine,
    case: &Case<'_>,
) -> Vec<Sum<'a>> {
    let mut by_matter: BTreeMap<Subject, Vec<Told<'a>>> = BTreeMap::new();
    let days = relative_days(draft, spotted, engine, case);
    for signal in spotted.signals.iter().chain(&days) {
        if let Some(told) = told(signal, engine)
            && !is_inside_mention(signal, &spotted.signals)
            && standings.of_fact(signal, told.kind) != Standing::Covered
        {
            by_matter.entry(signal.subject.unwrap_or(Subject { client: 0, matter: None })).or_default().push(told);
        }
    }
    let mut around = Around { draft, involved: Involvements::of(draft) };
    let mut out = Vec::new();
    for (subject, mut facts) in by_matter {
        facts.sort_by_key(|told| told.signal.span);
        for window in windows(draft, case.kind, facts) {
            let sum = weigh(subject, window, spotted, standings, case.kind, &mut around);
            if sum.score >= TELLING {
                out.push(sum);
            }
        }
    }
    out
}

/// What a signal of a fact tells, if it tells anything.
fn told<'a>(signal: &Signal, engine: &'a Engine) -> Option<Told<'a>> {
    let Label::Fact(number) = signal.label else { return None };
    let subject = signal.subject?;
    let matter = engine.register.matter(subject.client, subject.matter?)?;
    // The fact after the last one is the matter's name.
    let (kind, weight) = matter.facts.get(number as usize).map_or(("matter", 1), |f| (f.kind.as_str(), f.weight));
    let head_alone = i8::from(signal.strength < Strength::Strong);
    let weight = i8::try_from(weight).unwrap_or(3) - head_alone - i8::from(engine.is_shared(subject, number));
    (weight > 0).then_some(Told { kind, weight, signal: *signal })
}

/// Whether a fact is a part of a name of the same client: then the name tells it.
fn is_inside_mention(fact: &Signal, signals: &[Signal]) -> bool {
    let client = fact.subject.map(|s| s.client);
    let from = signals.partition_point(|s| s.span.start + 512 < fact.span.start);
    let near = signals.get(from..).unwrap_or_default().iter().take_while(|s| s.span.start <= fact.span.start);
    near.filter(|s| !matches!(s.label, Label::Fact(_)) && s.strength >= Strength::Strong)
        .any(|s| s.subject.map(|s| s.client) == client && s.span.contains(fact.span))
}

/// Signals of the facts that the draft's relative days are, for any moment that counts.
fn relative_days(draft: &Draft, spotted: &Spotted, engine: &Engine, case: &Case<'_>) -> Vec<Signal> {
    let zone = engine.register.timezone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
    let known: BTreeSet<Subject> = spotted.signals.iter().filter_map(|s| s.subject).collect();
    let mut out = Vec::new();
    for mention in &spotted.days {
        for moment in &case.moments {
            let today = moment.to_zoned(zone.clone()).date();
            for (from, to) in days::ranges(mention.when, today) {
                // A day alone gives nobody away; many matters have one in any stretch of days.
                let beside = |subject: &Subject| {
                    known.contains(subject) || known.contains(&Subject { client: subject.client, matter: None })
                };
                let facts = engine.facts_between(from, to).filter(|(subject, _)| beside(subject));
                out.extend(facts.map(|(subject, fact)| Signal {
                    label: Label::Fact(fact),
                    span: mention.span,
                    block: mention.block,
                    strength: Strength::Strong,
                    ambiguous: false,
                    subject: Some(subject),
                }));
            }
        }
    }
    debug_assert!(out.iter().all(|s| (s.block as usize) < draft.blocks.len()));
    out.sort_by_key(|s| (s.span, s.label, s.subject));
    out.dedup();
    out
}

/// Cuts a matter's facts into windows: a post, reply or mail is one; pages and documents have one a section, to each of
/// which belongs what is said of the page as a whole.
fn windows<'a>(draft: &Draft, kind: Kind, facts: Vec<Told<'a>>) -> Vec<Vec<Told<'a>>> {
    if !matches!(kind, Kind::Page | Kind::Document) {
        return vec![facts];
    }
    let block = |told: &Told<'_>| draft.blocks.get(told.signal.block as usize);
    let whole = |told: &Told<'_>| block(told).is_none_or(is_of_the_whole_page);
    let mut sections: BTreeMap<u32, Vec<Told<'a>>> = BTreeMap::new();
    for told in facts.iter().filter(|told| !whole(told)) {
        sections.entry(block(told).map_or(0, |b| b.section)).or_default().push(*told);
    }
    if sections.is_empty() {
        return vec![facts];
    }
    for section in sections.values_mut() {
        section.extend(facts.iter().filter(|told| whole(told)).copied());
        section.sort_by_key(|told| told.signal.span);
    }
    sections.into_values().collect()
}

/// Whether a block speaks of the page as a whole.
const fn is_of_the_whole_page(block: &Block) -> bool {
    matches!(block.role, Role::FrontMatter | Role::Meta | Role::Data | Role::Path | Role::Header)
}

/// What stands around facts, asked once a group.
struct Around<'a> {
    /// The draft.
    draft: &'a Draft,
    /// Where the firm says that it had a part in something.
    involved: Involvements<'a>,
}

impl Around<'_> {
    /// Whether every fact stands in a sentence that speaks in general. A day or an age goes with what it stands beside.
    fn are_generic(&self, facts: &[Told<'_>]) -> bool {
        let sentence = |told: &Told<'_>| {
            let block = self.draft.blocks.get(told.signal.block as usize)?;
            let mut list = Vec::new();
            sentences(&self.draft.text, block.text, &mut list);
            list.get(list.partition_point(|s| s.end <= told.signal.span.start)).copied()
        };
        let placed: Option<Vec<(Span, &Told<'_>)>> = facts.iter().map(|t| sentence(t).map(|s| (s, t))).collect();
        let Some(placed) = placed else { return false };
        let general: BTreeSet<Span> = placed
            .iter()
            .filter(|(sentence, told)| is_generic(self.draft, *sentence, told.signal.span))
            .map(|(sentence, _)| *sentence)
            .collect();
        placed.iter().all(|(sentence, _)| general.contains(sentence))
    }
}

/// Adds up the facts of one window.
fn weigh<'a>(
    subject: Subject,
    facts: Vec<Told<'a>>,
    spotted: &Spotted,
    standings: &Standings<'_>,
    kind: Kind,
    around: &mut Around<'_>,
) -> Sum<'a> {
    let own: i8 = best(&facts).values().sum();
    let involved = facts.iter().any(|told| around.involved.stand_beside(told.signal.block));
    // Sums and numbers are never general, nor is what the firm had a part in.
    let generic = !involved
        && facts.len() <= MOST_LABELS
        && facts.iter().all(|told| told.weight < TELLING)
        && around.are_generic(&facts);
    let same_window = |signal: &Signal| {
        let blocks = &around.draft.blocks;
        let section = |block: u32| blocks.get(block as usize).map(|b| b.section);
        !matches!(kind, Kind::Page | Kind::Document)
            || facts.iter().any(|told| section(told.signal.block) == section(signal.block))
    };
    let beside = spotted.signals.iter().find(|signal| {
        matches!(signal.label, Label::Client | Label::Person | Label::Matter)
            && signal.strength >= Strength::Strong
            && signal.subject.is_some_and(|s| s.client == subject.client)
            && same_window(signal)
            && standings.standing(signal) == Standing::Covered
    });
    let extra = i8::from(involved) + i8::from(beside.is_some()) - if generic { 2 } else { 0 };
    Sum {
        subject,
        embargoed: own >= TELLING && standings.embargo_runs(subject),
        score: own.saturating_add(extra),
        around: extra,
        involved,
        beside: beside.map(|signal| signal.span),
        facts,
    }
}

/// The best weight of each kind.
fn best<'a>(facts: &[Told<'a>]) -> BTreeMap<&'a str, i8> {
    let mut best: BTreeMap<&str, i8> = BTreeMap::new();
    for told in facts {
        let weight = best.entry(told.kind).or_default();
        *weight = (*weight).max(told.weight);
    }
    best
}

/// The finding of one sum.
pub(super) fn finding(sum: &Sum<'_>, engine: &Engine, case: &Case<'_>) -> Option<Finding> {
    let client: &Client = engine.register.client(sum.subject.client)?;
    let matter: &Matter = engine.register.matter(sum.subject.client, sum.subject.matter?)?;
    let kinds = best(&sum.facts);
    let heaviest = sum.facts.iter().max_by_key(|told| (told.weight, std::cmp::Reverse(told.signal.span)))?;
    let (rule, default) = if sum.embargoed {
        ("identity/embargo", Severity::Error)
    } else {
        let severity = if sum.score > TELLING && kinds.len() > 1 { Severity::Error } else { Severity::Warning };
        ("indirect-identification/facts", severity)
    };
    let severity = case.policy.severity(rule, default);
    if severity == Severity::Off {
        return None;
    }
    let mut labels: Vec<(Span, String)> =
        sum.facts.iter().take(MOST_LABELS).map(|told| (told.signal.span, told.kind.to_owned())).collect();
    labels.extend(sum.beside.map(|span| (span, "client".to_owned())));
    labels.sort();
    labels.dedup_by_key(|label| label.0);
    let strength = sum.facts.iter().map(|told| told.signal.strength).max().unwrap_or(Strength::Strong);
    let finding = Finding {
        message: message(sum, &kinds, &matter.id).into(),
        help: Some(help(sum, &kinds).into()),
        subject: Some(FindingSubject { client: client.id().into(), matter: Some(matter.id.as_str().into()) }),
        ..Finding::new(rule, severity, strength, heaviest.signal.span, case)
    };
    Some(finding.with(|more| more.labels = labels))
}

/// What is wrong: the kinds that add up, the heaviest first. Never a value.
fn message(sum: &Sum<'_>, kinds: &BTreeMap<&str, i8>, matter: &str) -> String {
    let mut names: Vec<&str> = by_weight(kinds).into_iter().map(|k| k.0).collect();
    names.extend(sum.involved.then_some("the firm's part in it"));
    names.extend(sum.beside.map(|_| "the client's name"));
    let embargo = if sum.embargoed { ", and an embargo runs" } else { "" };
    let verb = if names.len() > 1 { "give" } else { "gives" };
    format!("{} {verb} away matter {matter}{embargo}", capitalised(&listed(&names)))
}

/// What to do: the fewest kinds that must go, the heaviest first.
fn help(sum: &Sum<'_>, kinds: &BTreeMap<&str, i8>) -> String {
    if sum.embargoed {
        return "Hold the draft back until the embargo ends; consent does not lift it.".to_owned();
    }
    let mut left: i8 = kinds.values().sum::<i8>() + sum.around;
    let mut drop = Vec::new();
    for (kind, weight) in by_weight(kinds) {
        if left < TELLING {
            break;
        }
        left -= weight;
        drop.push(kind);
    }
    format!("Leave out the {}, or record the client's consent to its facts.", listed(&drop))
}

/// Kinds, the heaviest first.
fn by_weight<'a>(kinds: &BTreeMap<&'a str, i8>) -> Vec<(&'a str, i8)> {
    let mut list: Vec<(&str, i8)> = kinds.iter().map(|(kind, weight)| (*kind, *weight)).collect();
    list.sort_by_key(|(kind, weight)| (-weight, *kind));
    list
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// With a capital first.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
