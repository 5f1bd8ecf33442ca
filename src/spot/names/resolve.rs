//! Owns what becomes of a draft's mentions: phrases that are not the subject swallow what they contain, the longest of
//! one subject wins, what needs support is kept or dropped, and the rest become signals. Called by `spot` once a draft.

use std::collections::HashSet;

use super::evidence::Verdict;
use super::{Mention, NameIndex, flag};
use crate::draft::Draft;
use crate::register::Register;
use crate::register::forms::{Holder, Owner, name_words};
use crate::spot::{Label, Signal, Strength, Subject};
use crate::text::words::{Word, key, words};

impl NameIndex {
    /// Turns the mentions of a whole draft into signals, sorted by place.
    pub(in crate::spot) fn resolve(
        &self,
        draft: &Draft,
        register: &Register,
        mut mentions: Vec<Mention>,
        out: &mut Vec<Signal>,
    ) {
        mentions.sort_by_key(|m| (m.span, m.entry));
        mentions.dedup_by_key(|m| (m.span, m.entry));
        let owned = |m: &Mention| self.owners(m.entry).iter().map(|owner| (*m, *owner)).collect::<Vec<_>>();
        let mut claims: Vec<(Mention, Owner)> = mentions.iter().flat_map(owned).collect();
        self.swallow(&mut claims);
        let sure = |(m, _): &&(Mention, Owner)| m.verdict == Verdict::Yes && !self.is(m, flag::AMBIGUOUS);
        let known: HashSet<Owner> = claims.iter().filter(sure).map(|(_, owner)| *owner).collect();
        let mut signals: Vec<Signal> =
            claims.iter().filter_map(|(m, owner)| self.signal(draft, register, m, *owner, &known)).collect();
        let canary = mentions.iter().filter(|m| self.owners(m.entry).is_empty());
        out.extend(canary.map(|m| signal_at(m, Label::Canary, None, Strength::Exact, false)));
        // One subject is named once at one place: the longest, then the surest, stands.
        signals.sort_by_key(|s| (s.label, s.subject, s.span.start, u32::MAX - s.span.end, u8::MAX - s.strength as u8));
        let mut last: Option<Signal> = None;
        for signal in signals {
            let covered = last.is_some_and(|l| {
                (l.label, l.subject) == (signal.label, signal.subject) && l.span.overlaps(signal.span)
            });
            if !covered {
                out.push(signal);
                last = Some(signal);
            }
        }
    }

    /// Whether a flag of the mention's entry is set.
    fn is(&self, mention: &Mention, bit: u16) -> bool {
        self.entries.get(mention.entry as usize).is_some_and(|entry| entry.is(bit))
    }

    /// Drops phrases that are not the subject, with the mentions of their client that they contain.
    fn swallow(&self, claims: &mut Vec<(Mention, Owner)>) {
        let allowed: Vec<(Mention, Owner)> = claims.iter().filter(|(m, _)| self.is(m, flag::ALLOW)).copied().collect();
        if allowed.is_empty() {
            return;
        }
        claims.retain(|(m, owner)| {
            let inside = |(a, other): &(Mention, Owner)| a.span.contains(m.span) && owner.client == other.client;
            !self.is(m, flag::ALLOW) && !allowed.iter().any(inside)
        });
    }

    /// The signal of a mention, if the options of its subject and the rest of the draft let it stand.
    fn signal(
        &self,
        draft: &Draft,
        register: &Register,
        mention: &Mention,
        owner: Owner,
        known: &HashSet<Owner>,
    ) -> Option<Signal> {
        let entry = self.entries.get(mention.entry as usize)?;
        let matching = owner.matching(register)?;
        let context = !matching.context.is_empty()
            && Group::of(draft, mention.block).holds_any(matching.context.iter().map(|w| w.expose().as_str()));
        if !matching.context.is_empty() && !context {
            return None;
        }
        if matching.exact_case && !is_cased_as_registered(draft, register, &owner, mention) {
            return None;
        }
        let ambiguous = entry.is(flag::AMBIGUOUS);
        let strength = match mention.verdict {
            Verdict::No => return None,
            Verdict::IfSupported if !context && !known.contains(&owner) => return None,
            Verdict::Hint if !context => Strength::Medium,
            _ if entry.is(flag::SHORT) => Strength::Medium,
            Verdict::Yes if !mention.derived && !ambiguous => Strength::Exact,
            _ => Strength::Strong,
        };
        let label = match owner.holder {
            Holder::Client => Label::Client,
            Holder::Person(_) => Label::Person,
            Holder::Matter => Label::Matter,
            Holder::Adverse(_) => Label::Adverse,
            Holder::Identifier => Label::Identifier,
        };
        let subject = Subject { client: owner.client, matter: owner.matter };
        Some(signal_at(mention, label, Some(subject), strength, ambiguous))
    }
}

/// A signal at the place of a mention.
fn signal_at(mention: &Mention, label: Label, subject: Option<Subject>, strength: Strength, ambiguous: bool) -> Signal {
    Signal { label, span: mention.span, block: mention.block, strength, ambiguous, subject }
}

/// Whether the letters of a mention are written with the capitals of one of the registered names.
fn is_cased_as_registered(draft: &Draft, register: &Register, owner: &Owner, mention: &Mention) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let written = letters(draft.slice(mention.span));
    let bare = written.strip_suffix('s').unwrap_or(&written);
    let Some(client) = register.clients.get(owner.client as usize) else { return false };
    let matter = owner.matter.and_then(|m| client.matters.get(m as usize));
    let names: Vec<&str> = match (owner.holder, matter) {
        (Holder::Person(i), _) => client.people.get(i as usize).map(|p| p.name.expose().as_str()).into_iter().collect(),
        (Holder::Matter, Some(m)) => std::iter::once(&m.name).chain(&m.aliases).map(|n| n.expose().as_str()).collect(),
        (Holder::Adverse(i), Some(m)) => m.adverse.get(i as usize).map(|n| n.expose().as_str()).into_iter().collect(),
        _ => std::iter::once(&client.name)
            .chain(&client.aliases)
            .chain(&client.handles)
            .chain(&client.domains)
            .chain(&client.identifiers)
            .map(|n| n.expose().as_str())
            .collect(),
    };
    names.iter().any(|name| {
        let mut core = name_words(name);
        crate::register::legal::strip(&mut core);
        let full = letters(name);
        // The registered capitals of the core, without the legal form.
        let len: usize = core.iter().filter(|w| *w != "&").map(|w| w.chars().count()).sum();
        let short: String = full.chars().take(len).collect();
        [written.as_str(), bare]
            .iter()
            .any(|w| *w == full || *w == short || w.starts_with(&short) && full.starts_with(&short))
    })
}

/// The words of a group.
struct Group(Vec<Word>);

impl Group {
    /// All words of the group that a block belongs to.
    fn of(draft: &Draft, block: u32) -> Self {
        let mut all = Vec::new();
        if let Some(group) = draft.blocks.get(block as usize).map(|b| b.group) {
            for block in draft.blocks.iter().filter(|b| b.group == group) {
                words(&draft.text, block.text, &mut all);
            }
        }
        Self(all)
    }

    /// Whether all words of one of these phrases stand in it.
    fn holds_any<'a>(&self, mut phrases: impl Iterator<Item = &'a str>) -> bool {
        phrases.any(|phrase| {
            let mut wanted = name_words(phrase).into_iter().filter(|w| w != "&").peekable();
            wanted.peek().is_some() && wanted.all(|w| self.0.iter().any(|word| word.key == key(&w)))
        })
    }
}
