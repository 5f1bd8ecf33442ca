//! Owns what becomes of a draft's mentions: phrases that are not the subject swallow what they contain, the longest of
//! one subject wins, what needs support is kept or dropped, and the rest become signals. Called by `spot` once a draft.

use std::collections::{HashMap, HashSet};

use super::evidence::Verdict;
use super::{Mention, NameIndex, flag};
use crate::draft::Draft;
use crate::register::forms::{Holder, Owner, is_distinctive, name_words};
use crate::register::{Matching, Register};
use crate::spot::why::{Reason, Why, Written};
use crate::spot::{Label, Signal, Strength, Subject};
use crate::text::lexicon;
use crate::text::words::{key, words};

/// What a draft's mentions become.
pub(in crate::spot) struct Found<'o> {
    /// The signals.
    pub(in crate::spot) signals: &'o mut Vec<Signal>,
    /// Why each stands or not, where asked.
    pub(in crate::spot) whys: Option<&'o mut Vec<Why>>,
}

impl Found<'_> {
    /// Notes why a mention stands or not.
    fn note(&mut self, mention: &Mention, owner: Owner, reason: Reason, found: bool) {
        if let Some(whys) = &mut self.whys {
            let (label, subject) = (label(owner), subject(owner));
            whys.push(Why { span: mention.span, label, subject, written: mention.written, reason, found });
        }
    }
}

/// Of whom and where a mention may be.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// The draft.
    draft: &'a Draft,
    /// The register.
    register: &'a Register,
    /// Whose the name is.
    owner: Owner,
    /// How the owner's names are matched.
    matching: Option<&'a Matching>,
}

/// What else of a draft speaks for its mentions.
struct Support {
    /// Owners that are named beyond doubt, sorted.
    owners: Vec<Owner>,
    /// Clients, and groups in which they or their matters are named beyond doubt, sorted.
    groups: Vec<(u32, u32)>,
}

impl NameIndex {
    /// Turns the mentions of a whole draft into signals, sorted by place.
    pub(in crate::spot) fn resolve(
        &self,
        draft: &Draft,
        register: &Register,
        mut mentions: Vec<Mention>,
        out: &mut Found<'_>,
    ) {
        let defined = self.acronyms(draft, &mentions);
        mentions.extend(defined);
        mentions.sort_by_key(|m| (m.span, m.entry));
        mentions.dedup_by_key(|m| (m.span, m.entry));
        let mut claims: Vec<(Mention, Owner)> = Vec::with_capacity(mentions.len());
        for mention in &mentions {
            claims.extend(self.owners(mention.entry).map(|owner| (*mention, owner)));
        }
        self.swallow(&mut claims, out);
        let support = self.support(draft, &claims);
        let mut signals: Vec<Signal> = Vec::new();
        let mut groups = HashMap::new();
        // The clients of a large register are far away: asked for all at once.
        let options: Vec<Option<&Matching>> = claims.iter().map(|(_, owner)| owner.matching(register)).collect();
        for ((mention, owner), matching) in claims.iter().zip(options) {
            let asked = Asked { draft, register, owner: *owner, matching };
            match self.signal(asked, mention, &support, &mut groups) {
                Ok(signal) => {
                    out.note(mention, *owner, mention.reason, true);
                    signals.push(signal);
                }
                Err(reason) => out.note(mention, *owner, reason, false),
            }
        }
        let canary = mentions.iter().filter(|m| self.owners(m.entry).next().is_none());
        out.signals.extend(canary.map(|m| signal_at(m, Label::Canary, None, Strength::Exact, false)));
        // One subject is named once at one place: the longest, then the surest, stands.
        signals.sort_by_key(|s| (s.label, s.subject, s.span.start, u32::MAX - s.span.end, u8::MAX - s.strength as u8));
        let mut last: Option<Signal> = None;
        for signal in signals {
            let covered = last.is_some_and(|l| {
                (l.label, l.subject) == (signal.label, signal.subject) && l.span.overlaps(signal.span)
            });
            if !covered {
                out.signals.push(signal);
                last = Some(signal);
            }
        }
    }

    /// Whether a flag of the mention's entry is set.
    fn is(&self, mention: &Mention, bit: u16) -> bool {
        self.entries.get(mention.entry as usize).is_some_and(|entry| entry.is(bit))
    }

    /// Who is named beyond doubt, and where.
    fn support(&self, draft: &Draft, claims: &[(Mention, Owner)]) -> Support {
        let sure = |m: &Mention| {
            m.verdict == Verdict::Yes
                && m.strength >= Strength::Strong
                && (!self.is(m, flag::AMBIGUOUS) || matches!(m.reason, Reason::LegalForm | Reason::CodeWord))
        };
        let group = |m: &Mention| draft.blocks.get(m.block as usize).map_or(u32::MAX, |b| b.group);
        let mut support =
            Support { owners: Vec::with_capacity(claims.len()), groups: Vec::with_capacity(claims.len()) };
        for (mention, owner) in claims.iter().filter(|(m, _)| sure(m)) {
            support.owners.push(*owner);
            support.groups.push((owner.client, group(mention)));
        }
        support.owners.sort_unstable();
        support.groups.sort_unstable();
        support
    }

    /// Whether a mention is a surname beside a title, and one that many bear.
    fn is_common_surname(&self, mention: &Mention) -> bool {
        let alone = matches!(mention.written, Written::TitleSurname | Written::Family);
        let entry = self.entries.get(mention.entry as usize).filter(|_| alone);
        entry.is_some_and(|entry| !self.words(*entry).split(' ').skip(entry.surname()).any(is_distinctive))
    }

    /// Drops phrases that are not the subject, with the mentions of their client that they contain.
    fn swallow(&self, claims: &mut Vec<(Mention, Owner)>, out: &mut Found<'_>) {
        let allowed: Vec<(Mention, Owner)> = claims.iter().filter(|(m, _)| self.is(m, flag::ALLOW)).copied().collect();
        if allowed.is_empty() {
            return;
        }
        // Sorted by start, and none longer than its entry by much: only the few that begin shortly before can contain.
        let longest = allowed.iter().map(|(a, _)| a.span.end - a.span.start).max().unwrap_or_default();
        claims.retain(|(m, owner)| {
            let end = allowed.partition_point(|(a, _)| a.span.start <= m.span.start);
            let near = allowed.get(..end).unwrap_or_default().iter().rev();
            let mut near = near.take_while(|(a, _)| a.span.start + longest >= m.span.end);
            let inside = |(a, other): &(Mention, Owner)| a.span.contains(m.span) && owner.client == other.client;
            let swallowed = near.any(inside);
            if swallowed && !self.is(m, flag::ALLOW) {
                out.note(m, *owner, Reason::Allowed, false);
            }
            !self.is(m, flag::ALLOW) && !swallowed
        });
    }

    /// The signal of a mention, if the options of its subject and the rest of the draft let it stand; what is lacking
    /// otherwise.
    fn signal(
        &self,
        Asked { draft, register, owner, matching }: Asked<'_>,
        mention: &Mention,
        support: &Support,
        groups: &mut HashMap<u32, Group>,
    ) -> Result<Signal, Reason> {
        let Some(entry) = self.entries.get(mention.entry as usize) else { return Err(mention.reason) };
        let Some(matching) = matching else { return Err(mention.reason) };
        if mention.verdict == Verdict::No {
            return Err(mention.reason);
        }
        let group = draft.blocks.get(mention.block as usize).map_or(u32::MAX, |b| b.group);
        let context = !matching.context.is_empty()
            && groups
                .entry(group)
                .or_insert_with(|| Group::of(draft, group))
                .holds_any(matching.context.iter().map(|w| w.expose().as_str()));
        if !matching.context.is_empty() && !context {
            return Err(Reason::NoContext);
        }
        if matching.exact_case && !is_cased_as_registered(draft, register, &owner, mention) {
            return Err(Reason::OtherCase);
        }
        if matching.whole_name_only && mention.written.is_short() {
            return Err(Reason::NotWhole);
        }
        let announced = mention.reason == Reason::CodeWord;
        // Initials that the register asks for, and that are no word, are written with capitals for hardly anything else.
        let initials = matching.acronym && entry.is(flag::ACRONYM) && mention.verdict == Verdict::Yes;
        let words = self.words(*entry);
        let asked_for = initials && words.chars().count() > 2 && !lexicon::is_known(words);
        let ambiguous = entry.is(flag::AMBIGUOUS) && !announced && !asked_for;
        let named = support.owners.binary_search(&owner).is_ok()
            || support.groups.binary_search(&(owner.client, group)).is_ok();
        let ambiguous = ambiguous || !named && self.is_common_surname(mention);
        let supported = context || named;
        let strength = match mention.verdict {
            Verdict::IfSupported if !supported => return Err(mention.reason),
            Verdict::Hint if !context => mention.strength.min(Strength::Medium),
            _ if matching.fuzzy && mention.written.is_slip() => Strength::Strong,
            _ if ambiguous => mention.strength.min(Strength::Strong),
            _ => mention.strength,
        };
        Ok(signal_at(mention, label(owner), Some(subject(owner)), strength, ambiguous))
    }
}

/// The label of an owner's mentions.
const fn label(owner: Owner) -> Label {
    match owner.holder {
        Holder::Client => Label::Client,
        Holder::Person(_) => Label::Person,
        Holder::Matter => Label::Matter,
        Holder::Adverse(_) => Label::Adverse,
        Holder::Identifier => Label::Identifier,
    }
}

/// The subject of an owner's mentions.
const fn subject(owner: Owner) -> Subject {
    Subject { client: owner.client, matter: owner.matter }
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
        _ => {
            let others = client.handles.iter().chain(&client.domains).chain(&client.identifiers);
            let names = client.names().map(|name| *name.expose());
            names.chain(others.map(|other| other.expose().as_str())).collect()
        }
    };
    names.iter().any(|name| {
        let mut core = name_words(name);
        crate::register::legal::strip(&mut core);
        let full = letters(name);
        // The registered capitals of the core, without the legal form.
        let len: usize = core.iter().filter(|w| *w != "&").map(|w| w.chars().count()).sum();
        let short: String = full.chars().take(len).collect();
        [written.as_str(), bare].iter().any(|w| {
            *w == full
                || *w == short
                || mention.written.is_short() && full.contains(w)
                || w.starts_with(&short) && full.starts_with(&short)
        })
    })
}

/// The keys of the words of a group.
struct Group(HashSet<u64>);

impl Group {
    /// All words of a group.
    fn of(draft: &Draft, group: u32) -> Self {
        let mut all = Vec::new();
        for block in draft.blocks.iter().filter(|b| b.group == group) {
            words(&draft.text, block.text, &mut all);
        }
        Self(all.iter().map(|w| w.key).collect())
    }

    /// Whether all words of one of these phrases stand in it.
    fn holds_any<'a>(&self, mut phrases: impl Iterator<Item = &'a str>) -> bool {
        phrases.any(|phrase| {
            let mut wanted = name_words(phrase).into_iter().filter(|w| w != "&").peekable();
            wanted.peek().is_some() && wanted.all(|w| self.0.contains(&key(&w)))
        })
    }
}
