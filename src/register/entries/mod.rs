//! Owns how clients, their people and the options of names are read and what contradicts in them. `matters` and `consents`
//! read what is under a client; `load` calls [`clients`].

mod consents;
mod matters;

use super::load::NO_CLIENTS;
use super::model::{Client, ClientStatus, Matching, More, Nature, Person};
use super::values::{Names, Reading, domain, handle};
use crate::text::Secret;
use crate::text::words::key;
use crate::yaml::{Fields, Node};
use std::collections::HashMap;

/// The keys of a client.
const CLIENT: &[&str] = &[
    "id",
    "name",
    "kind",
    "status",
    "aliases",
    "people",
    "domains",
    "handles",
    "identifiers",
    "describe_as",
    "tags",
    "match",
    "consents",
    "matters",
];

/// Those that each client of a large register may have.
const NAMING: &[&str] = &["id", "name", "kind", "status", "aliases"];

/// The keys of a person.
const PERSON: &[&str] = &["name", "role", "match"];
/// The keys of the options of names.
const MATCH: &[&str] = &["case", "allow", "context", "whole_name_only", "acronym", "fuzzy"];

/// The keys of the mappings under `clients:`, by what they are.
pub(super) fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("client", CLIENT.to_vec()),
        ("person", PERSON.to_vec()),
        ("match", MATCH.to_vec()),
        ("consent", consents::CONSENT.to_vec()),
        ("matter", matters::MATTER.to_vec()),
        ("fact", matters::FACT.to_vec()),
    ]
}

/// The clients of the list at a node.
pub(super) fn clients<'a>(list: Node<'a>, reading: &mut Reading<'a, '_>) -> Vec<Client> {
    let items = list.list(reading.problems);
    if list.is_list() && items.is_empty() {
        list.problem(reading.problems, "the register lists no clients", Some(NO_CLIENTS.to_owned()));
    }
    let mut clients: Vec<Client> = items.into_iter().filter_map(|node| client(node, reading)).collect();
    Client::put_together(&mut clients, Client::texts);
    clients
}

/// One client. None only where a problem says why.
fn client<'a>(node: Node<'a>, reading: &mut Reading<'a, '_>) -> Option<Client> {
    let fields = node.fields(CLIENT, reading.problems)?;
    let id = reading.id(&fields);
    let id = id.map(|(id, node)| unique(id, node, "another client has this id", Ids::Clients, reading));
    let name = fields.required("name", reading.problems).and_then(|node| reading.plain(node));
    let aliases = reading.items(&fields, "aliases");
    let aliases: Vec<String> = aliases.into_iter().filter_map(|node| reading.plain(node)).collect();
    let names = Names::new(name.as_ref(), &aliases);

    let kind = fields.get("kind").and_then(|node| node.word(KINDS, reading.problems)).unwrap_or_default();
    let status = fields.get("status").and_then(|node| node.word(STATUSES, reading.problems)).unwrap_or_default();
    let people = reading.items(&fields, "people");
    let people = people.into_iter().filter_map(|node| person(node, reading)).collect();
    let domains = reading.checked(&fields, "domains", domain, "a domain such as saltmarsh.example");
    let handles = reading.checked(&fields, "handles", handle, "a handle such as \"@saltmarsh\"");
    let matching = matching(&fields, &names, reading);
    let describe_as = fields.get("describe_as").and_then(|node| description(node, name.as_deref(), reading));
    let matters = matters::read(&fields, &names, reading);
    let consents = consents::read(&fields, &matters, reading);
    let identifiers = reading.secrets(&fields, "identifiers");
    let tags = reading.secrets(&fields, "tags");
    let more = More { people, domains, handles, identifiers, describe_as, tags, matching, consents, matters };
    let plain = fields.iter().all(|(key, ..)| NAMING.contains(&key));
    let more = (!plain).then(|| Box::new(more));
    let mut client = Client::new(&id?, &name?, &aliases);
    (client.line, client.kind, client.status, client.more) = (node.line(), kind, status, more);
    Some(client)
}

/// The safe description of a client: without its name.
fn description<'a>(node: Node<'a>, name: Option<&str>, reading: &mut Reading<'a, '_>) -> Option<Secret<String>> {
    let words = reading.plain(node)?;
    if name.is_some_and(|name| words.contains(name)) {
        node.problem(reading.problems, "the safe description holds the client's name", None);
    }
    Some(Secret::new(words))
}

/// The words of `kind:`.
const KINDS: &[(&str, Nature)] =
    &[("person", Nature::Person), ("organisation", Nature::Organisation), ("auto", Nature::Auto)];

/// The words of `status:` of a client.
const STATUSES: &[(&str, ClientStatus)] = &[
    ("current", ClientStatus::Current),
    ("former", ClientStatus::Former),
    ("prospective", ClientStatus::Prospective),
    ("declined", ClientStatus::Declined),
];

/// A person: a name, or a mapping with one.
fn person<'a>(node: Node<'a>, reading: &mut Reading<'a, '_>) -> Option<Person> {
    if !node.is_mapping() {
        return Some(Person { name: reading.secret(node)?, ..Person::default() });
    }
    let fields = node.fields(PERSON, reading.problems)?;
    let name = fields.required("name", reading.problems).and_then(|node| reading.plain(node));
    let role = reading.optional(&fields, "role");
    let matching = matching(&fields, &Names::new(name.as_ref(), &[]), reading);
    Some(Person { name: Secret::new(name?), role, matching })
}

/// The `match:` options of an entry with these names.
fn matching<'a>(entry: &Fields<'a>, names: &Names<'_>, reading: &mut Reading<'a, '_>) -> Matching {
    let Some(fields) = entry.get("match").and_then(|node| node.fields(MATCH, reading.problems)) else {
        return Matching::default();
    };
    let exact_case =
        fields.get("case").and_then(|node| node.word(&[("exact", true), ("any", false)], reading.problems));
    let mut allow = Vec::new();
    for node in reading.items(&fields, "allow") {
        let Some(phrase) = reading.plain(node) else { continue };
        if names.have(&phrase) {
            let help = "an allowed phrase is longer than the name, or another";
            node.problem(
                reading.problems,
                "the phrase is the name itself: it would never be found",
                Some(help.to_owned()),
            );
        }
        allow.push(Secret::new(phrase));
    }
    let context = reading.some_items(&fields, "context", "mentions then need no context");
    let matching = Matching {
        exact_case: exact_case.unwrap_or_default(),
        allow,
        context: context.into_iter().filter_map(|node| reading.secret(node)).collect(),
        whole_name_only: reading.switch(&fields, "whole_name_only"),
        acronym: reading.switch(&fields, "acronym"),
        fuzzy: reading.switch(&fields, "fuzzy"),
    };
    let mut contradict = |key: &str, message: &str| {
        if let Some(node) = fields.key_node(key) {
            node.problem(reading.problems, message, Some("keep one of them".to_owned()));
        }
    };
    if matching.whole_name_only && matching.acronym {
        contradict("acronym", "`acronym` contradicts `whole_name_only`: initials are a shortened form");
    }
    if matching.exact_case && matching.fuzzy {
        contradict("fuzzy", "`fuzzy` contradicts `case: exact`: misspelt forms are not as written");
    }
    matching
}

/// Whose ids.
#[derive(Clone, Copy)]
enum Ids {
    /// Of clients.
    Clients,
    /// Of matters, in the whole register.
    Matters,
}

/// The id, noted as taken; a problem where it is already.
fn unique<'a>(id: String, node: Node<'a>, message: &str, ids: Ids, reading: &mut Reading<'a, '_>) -> String {
    let Some(taken) = &mut reading.ids else { return id };
    let taken: &mut HashMap<String, Node<'a>> = match ids {
        Ids::Clients => &mut taken.clients,
        Ids::Matters => &mut taken.matters,
    };
    match taken.get(&id) {
        Some(first) => {
            let help = format!("it stands on line {} first; give each its own", first.line());
            node.problem(reading.problems, message, Some(help));
        }
        None => {
            taken.insert(id.clone(), node);
        }
    }
    id
}

/// Whether no two clients have one id, and no two matters. Ids are compared by keys: in doubt the answer is no.
pub(super) fn are_unique(clients: &[Client]) -> bool {
    let unique = |ids: &mut dyn Iterator<Item = &str>| {
        let mut keys: Vec<u64> = ids.map(key).collect();
        keys.sort_unstable();
        keys.windows(2).all(|two| two.first() != two.last())
    };
    let matters = clients.iter().flat_map(|client| &client.matters);
    unique(&mut clients.iter().map(|client| client.id())) && unique(&mut matters.map(|matter| matter.id.as_str()))
}
