//! Owns the decision which mentions of the register a consent covers, and which ones an embargo forbids whatever the
//! consent. Decided once a draft, before any verdict. Called by `judge`.

use std::collections::HashSet;

use super::{Case, Finding};
use crate::draft::Draft;
use crate::register::{Client, Consent, Covers, Matter, Register};
use crate::spot::{Label, Signal, Strength, Subject};
use crate::text::Span;
use crate::text::words::{key, words};

/// How a mention stands with the register's consents and embargoes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Nothing permits it.
    Open,
    /// A consent covers it.
    Covered,
    /// A consent would cover it, but it has lapsed.
    Lapsed,
    /// An embargo runs.
    Embargoed,
}

/// Consents and embargoes of one draft.
pub(super) struct Standings<'a> {
    /// The draft.
    draft: &'a Draft,
    /// The register.
    register: &'a Register,
    /// Kind, channel, moments.
    case: &'a Case<'a>,
    /// Matters that the draft touches and whose embargo runs.
    embargoed: HashSet<Subject>,
    /// Matters that the draft names.
    matters: HashSet<Subject>,
}

impl<'a> Standings<'a> {
    /// Looks at the draft's signals as a whole.
    pub(super) fn of(draft: &'a Draft, signals: &[Signal], register: &'a Register, case: &'a Case<'a>) -> Self {
        let mut standings = Self { draft, register, case, embargoed: HashSet::new(), matters: HashSet::new() };
        for signal in signals.iter().filter(|s| s.strength >= Strength::Strong) {
            let Some(subject) = signal.subject.filter(|s| s.matter.is_some()) else { continue };
            if matches!(signal.label, Label::Matter | Label::Adverse) {
                standings.matters.insert(subject);
                if standings.embargo_runs(subject) {
                    standings.embargoed.insert(subject);
                }
            }
        }
        standings
    }

    /// Extends the embargo of a matter, where one runs, to the client's mentions, since the draft tells enough facts of it.
    pub(super) fn extend_embargo(&mut self, subject: Subject) {
        if self.embargo_runs(subject) {
            self.embargoed.insert(subject);
        }
    }

    /// Whether a matter's embargo runs at the earliest moment that counts. A client alone has none.
    pub(super) fn embargo_runs(&self, subject: Subject) -> bool {
        let until = self.matter(subject).and_then(|matter| matter.embargo_until);
        until.is_some_and(|until| self.case.moments.iter().any(|now| *now < until))
    }

    /// How a fact of a kind stands. A matter's name that counts as a fact is covered with the matter, too.
    pub(super) fn of_fact(&self, signal: &Signal, kind: &str) -> Standing {
        let standing = self.standing(signal);
        let named = kind == "matter" && standing != Standing::Embargoed && self.holds_for(signal, &[Covers::Matter]);
        if named { Standing::Covered } else { standing }
    }

    /// How one mention stands.
    pub(super) fn standing(&self, signal: &Signal) -> Standing {
        let Some(subject) = signal.subject else { return Standing::Open };
        let embargoed = if subject.matter.is_some() {
            self.embargo_runs(subject)
        } else {
            self.embargoed.iter().any(|s| s.client == subject.client)
        };
        if embargoed {
            return Standing::Embargoed;
        }
        let Some(client) = self.client(subject) else { return Standing::Open };
        let wanted = match signal.label {
            Label::Client => Covers::Name,
            Label::Matter | Label::Adverse => Covers::Matter,
            Label::Fact(_) => Covers::Facts,
            _ => return Standing::Open,
        };
        let mut lapsed = false;
        for consent in &client.consents {
            if !consent.covers.contains(&wanted) || !self.fits(consent, client, signal) {
                continue;
            }
            match self.holds_now(consent) {
                Some(true) => return Standing::Covered,
                Some(false) => lapsed = true,
                None => {}
            }
        }
        if lapsed { Standing::Lapsed } else { Standing::Open }
    }

    /// Whether consents cover a finding of a pack: its group names a consenting subject and nobody uncovered, and the
    /// finding's category is one that the consent speaks of. `weak`: the finding is of many weak signs, which say little of
    /// what exactly is told, so that any consent covers it if its category can be covered at all.
    pub(super) fn cover_finding(&self, finding: &Finding, weak: bool, signals: &[Signal]) -> bool {
        let wanted: &[Covers] = match finding.category() {
            "direct-identifier"
            | "client-confirmation"
            | "case-facts"
            | "outcome-amount"
            | "indirect-identification"
                if weak =>
            {
                &[Covers::Name, Covers::Matter, Covers::Outcome, Covers::Facts]
            }
            "direct-identifier" | "client-confirmation" => &[Covers::Name, Covers::Matter],
            "case-facts" => &[Covers::Matter],
            "outcome-amount" => &[Covers::Outcome],
            "indirect-identification" => &[Covers::Facts],
            _ => return false,
        };
        let block = |index: usize| self.draft.blocks.get(index).map(|b| b.group);
        let Some(group) = self.draft.block_at(finding.span.start).and_then(block) else { return false };
        let mut named = signals
            .iter()
            .filter(|s| s.subject.is_some() && s.strength >= Strength::Medium && block(s.block as usize) == Some(group))
            .filter(|s| !matches!(s.label, Label::Fact(_)))
            .peekable();
        named.peek().is_some()
            && named.all(|signal| self.standing(signal) == Standing::Covered && self.holds_for(signal, wanted))
    }

    /// Whether a consent of the mentioned client's covers one of `wanted` now, on this channel.
    fn holds_for(&self, signal: &Signal, wanted: &[Covers]) -> bool {
        let Some(client) = signal.subject.and_then(|s| self.client(s)) else { return false };
        client.consents.iter().any(|consent| {
            wanted.iter().any(|w| consent.covers.contains(w))
                && self.fits(consent, client, signal)
                && self.holds_now(consent) == Some(true)
        })
    }

    /// Whether matter, channel and wording of a consent fit a mention.
    fn fits(&self, consent: &Consent, client: &Client, signal: &Signal) -> bool {
        let channel = consent.channels.is_empty()
            || self.case.channel.as_ref().is_some_and(|channel| consent.channels.contains(channel));
        let matter = consent.matters.is_empty() || {
            let spoken = |subject: &Subject| {
                let id = subject.matter.and_then(|m| client.matters.get(m as usize)).map(|m| &m.id);
                id.is_some_and(|id| consent.matters.contains(id))
            };
            match signal.subject.filter(|s| s.matter.is_some()) {
                Some(subject) => spoken(&subject),
                // A name alone speaks of no matter; it must not stand beside one that the consent leaves out.
                None => self.matters.iter().filter(|s| Some(s.client) == signal.subject.map(|s| s.client)).all(spoken),
            }
        };
        channel && matter && consent.wording.as_ref().is_none_or(|wording| self.is_within(signal, wording.expose()))
    }

    /// Whether a consent holds at every moment that counts; `Some(false)` if it has run out, none if it has not begun.
    fn holds_now(&self, consent: &Consent) -> Option<bool> {
        let begun = self.case.moments.iter().all(|now| consent.from.is_none_or(|from| from <= *now));
        let over = self.case.moments.iter().any(|now| consent.until.is_some_and(|until| *now >= until));
        if over {
            return Some(false);
        }
        begun.then_some(true)
    }

    /// Whether a mention stands inside these very words.
    fn is_within(&self, signal: &Signal, wording: &str) -> bool {
        let Some(block) = self.draft.blocks.get(signal.block as usize) else { return false };
        let (mut wanted, mut have) = (Vec::new(), Vec::new());
        words(wording, Span::at(0..wording.len()), &mut wanted);
        words(&self.draft.text, block.text, &mut have);
        let wanted: Vec<u64> = wanted.iter().map(|w| w.key).collect();
        if wanted.is_empty() {
            return false;
        }
        debug_assert_ne!(wanted.first(), Some(&key("")));
        have.windows(wanted.len()).any(|window| {
            let (Some(first), Some(last)) = (window.first(), window.last()) else { return false };
            let span = Span::new(first.at.min(signal.span.start), last.span().end);
            window.iter().map(|w| w.key).eq(wanted.iter().copied())
                && first.at <= signal.span.start + 1
                && span.end + 2 >= signal.span.end
                && signal.span.start < last.span().end
        })
    }

    /// The client of a subject.
    fn client(&self, subject: Subject) -> Option<&'a Client> {
        self.register.clients.get(subject.client as usize)
    }

    /// The matter of a subject.
    fn matter(&self, subject: Subject) -> Option<&'a Matter> {
        self.client(subject)?.matters.get(subject.matter? as usize)
    }
}
