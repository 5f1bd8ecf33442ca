//! Owns the register as the stages see it: validated, with moments resolved. Does not read YAML (`load`) and does not
//! derive written forms (`forms`). `spot` compiles it, `judge` asks it for consents and embargoes.

use super::texts::Texts;
use crate::policy::Channel;
use crate::text::Secret;
use std::fmt;

/// The clients and matters to protect.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The key of fingerprints, 32 bytes.
    pub key: Option<Secret<[u8; 32]>>,
    /// The zone in which bare days are read; none given: UTC.
    pub timezone: Option<jiff::tz::TimeZone>,
    /// The clients, in the order of the file.
    pub clients: Vec<Client>,
}

impl Register {
    /// The client with this index.
    pub fn client(&self, index: u32) -> Option<&Client> {
        self.clients.get(index as usize)
    }

    /// The matter with these indices.
    pub fn matter(&self, client: u32, matter: u32) -> Option<&Matter> {
        self.client(client)?.matters.get(matter as usize)
    }

    /// The client with this id.
    pub fn client_by_id(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id() == id)
    }

    /// The matter with this id, and its client. Ids of matters are unique in a register.
    pub fn matter_by_id(&self, id: &str) -> Option<(&Client, &Matter)> {
        let mut all = self.clients.iter().flat_map(|client| client.matters.iter().map(move |matter| (client, matter)));
        all.find(|(_, matter)| matter.id == id)
    }
}

/// Whether a name is a person's or an organisation's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Nature {
    /// Not said: the forms of both.
    #[default]
    Auto,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
}

/// How the firm stands to a client. All are protected, for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClientStatus {
    /// A client now.
    #[default]
    Current,
    /// A client once.
    Former,
    /// Somebody who asked.
    Prospective,
    /// Somebody who was turned away.
    Declined,
}

/// A client.
#[derive(Clone, Default)]
pub struct Client {
    /// The id, the name and other names, a line each: none of them holds a line break.
    pub(super) texts: Secret<Texts>,
    /// 1-based line of the entry in the register.
    pub line: u32,
    /// Person or organisation.
    pub kind: Nature,
    /// Current, former, prospective or declined.
    pub status: ClientStatus,
    /// What most clients of a large register have nothing of; read as if it stood here.
    pub(super) more: Option<Box<More>>,
}

impl Client {
    /// A client with this id and these names, the first of which is its own, and nothing else.
    pub(super) fn new(id: &str, name: &str, aliases: &[String]) -> Self {
        let mut texts =
            String::with_capacity(id.len() + name.len() + aliases.iter().map(String::len).sum::<usize>() + 8);
        texts.push_str(id);
        for name in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
            texts.push('\n');
            texts.push_str(name);
        }
        let texts = Secret::new(Texts::alone(texts));
        Self { texts, line: 0, kind: Nature::default(), status: ClientStatus::default(), more: None }
    }

    /// Its id and its names, a line each.
    pub(super) fn texts(&self) -> &str {
        self.texts.expose().as_str()
    }

    /// What output calls the client.
    pub fn id(&self) -> &str {
        let texts = self.texts();
        texts.split_once('\n').map_or(texts, |(id, _)| id)
    }

    /// The name.
    pub fn name(&self) -> Secret<&str> {
        self.names().next().unwrap_or_default()
    }

    /// The name and the other names, as long as they are not forgotten.
    pub fn names(&self) -> impl Iterator<Item = Secret<&str>> {
        self.texts().split('\n').skip(1).map(Secret::new)
    }

    /// The other names.
    pub fn aliases(&self) -> impl Iterator<Item = Secret<&str>> {
        self.names().skip(1)
    }
}

/// Prints no name.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut client = f.debug_struct("Client");
        client
            .field("id", &self.id())
            .field("line", &self.line)
            .field("kind", &self.kind)
            .field("status", &self.status);
        client.field("more", &self.more).finish_non_exhaustive()
    }
}

impl std::ops::Deref for Client {
    type Target = More;

    fn deref(&self) -> &More {
        static NOTHING: More = More::NOTHING;
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// What a client may have beside names.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// People of the client.
    pub people: Vec<Person>,
    /// Internet domains.
    pub domains: Vec<Secret<String>>,
    /// Names on networks, with or without `@`.
    pub handles: Vec<Secret<String>>,
    /// Telephone numbers, account numbers, addresses, mail addresses; whole dates and sums with their currency.
    pub identifiers: Vec<Secret<String>>,
    /// The safe rewording, offered at full disclosure only.
    pub describe_as: Option<Secret<String>>,
    /// The owner's own labels.
    pub tags: Vec<Secret<String>>,
    /// How the names are matched.
    pub matching: Matching,
    /// What may be said, where, and when.
    pub consents: Vec<Consent>,
    /// The client's matters.
    pub matters: Vec<Matter>,
}

impl More {
    /// Nothing of all that.
    const NOTHING: Self = Self {
        people: Vec::new(),
        domains: Vec::new(),
        handles: Vec::new(),
        identifiers: Vec::new(),
        describe_as: None,
        tags: Vec::new(),
        matching: Matching::NONE,
        consents: Vec::new(),
        matters: Vec::new(),
    };
}

/// A person of a client.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The name.
    pub name: Secret<String>,
    /// What the person is at the client.
    pub role: Option<Secret<String>>,
    /// How the name is matched.
    pub matching: Matching,
}

/// The `match:` options of an entry.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    /// `case: exact`: only as written in the register.
    pub exact_case: bool,
    /// Phrases that are not the subject; they swallow the mentions they contain.
    pub allow: Vec<Secret<String>>,
    /// A mention needs one of these in its group.
    pub context: Vec<Secret<String>>,
    /// No shortened forms.
    pub whole_name_only: bool,
    /// Also the initials.
    pub acronym: bool,
    /// Weak forms count in full.
    pub fuzzy: bool,
}

impl Matching {
    /// No options.
    const NONE: Self = Self {
        exact_case: false,
        allow: Vec::new(),
        context: Vec::new(),
        whole_name_only: false,
        acronym: false,
        fuzzy: false,
    };
}

/// What a consent covers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Covers {
    /// The client's name, and that it is a client.
    Name,
    /// The matter.
    Matter,
    /// How it ended.
    Outcome,
    /// Its facts.
    Facts,
}

/// A permission to publish.
#[derive(Clone, Default)]
pub struct Consent {
    /// 1-based line in the register.
    pub line: u32,
    /// What may be said.
    pub covers: Vec<Covers>,
    /// The matters it speaks of; none: all.
    pub matters: Vec<String>,
    /// The channels it speaks of; none: all.
    pub channels: Vec<Channel>,
    /// Only these words.
    pub wording: Option<Secret<String>>,
    /// First moment.
    pub from: Option<jiff::Timestamp>,
    /// First moment after it; `until: 2027-01-01` is the start of 2 January in the register's zone.
    pub until: Option<jiff::Timestamp>,
    /// What it rests on.
    pub basis: Option<Basis>,
    /// Who gave it.
    pub authorised_by: Option<Secret<String>>,
    /// Where it is filed.
    pub reference: Option<Secret<String>>,
}

/// Prints neither values nor moments.
impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consent").field("line", &self.line).finish_non_exhaustive()
    }
}

/// What a consent rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// The client said yes.
    ClientConsent,
    /// A court said so.
    CourtOrder,
    /// The law says so.
    Law,
}

/// A matter of a client.
#[derive(Clone, Default)]
pub struct Matter {
    /// What output calls the matter.
    pub id: String,
    /// 1-based line in the register.
    pub line: u32,
    /// The name.
    pub name: Secret<String>,
    /// Other names.
    pub aliases: Vec<Secret<String>>,
    /// Whether it is over.
    pub closed: bool,
    /// The other side.
    pub adverse: Vec<Secret<String>>,
    /// Nothing of it may be said before.
    pub embargo_until: Option<jiff::Timestamp>,
    /// Domains that may get mail about it.
    pub recipients: Vec<Secret<String>>,
    /// What gives the client away without a name.
    pub facts: Vec<Fact>,
    /// How the names are matched.
    pub matching: Matching,
}

/// Prints neither values nor moments.
impl fmt::Debug for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matter").field("id", &self.id).field("line", &self.line).finish_non_exhaustive()
    }
}

/// A fact of a matter.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// `court`, `amount`, `date`, `relation`, `docket`, … A word of the owner's; it is not secret.
    pub kind: String,
    /// The value.
    pub value: Secret<String>,
    /// Other ways to say it.
    pub also: Vec<Secret<String>>,
    /// How much it gives away: 1 to 3.
    pub weight: u8,
}
