//! Owns how the matters of a client and their facts are read.

use super::{Ids, matching, unique};
use crate::register::model::{Fact, Matter};
use crate::register::moment::{self, Edge};
use crate::register::values::{Names, Reading, recipient};
use crate::text::Secret;
use crate::yaml::{Fields, Node};

/// The keys of a matter.
pub(super) const MATTER: &[&str] =
    &["id", "name", "aliases", "status", "adverse", "embargo_until", "recipients", "facts", "match"];

/// The keys of a fact.
pub(super) const FACT: &[&str] = &["kind", "value", "also", "weight"];

/// The matters of a client with these names.
pub(super) fn read<'a>(client: &Fields<'a>, client_names: &Names<'_>, reading: &mut Reading<'a, '_>) -> Vec<Matter> {
    let items = reading.items(client, "matters");
    items.into_iter().filter_map(|node| matter(node, client_names, reading)).collect()
}

/// One matter. None only where a problem says why.
fn matter<'a>(node: Node<'a>, client_names: &Names<'_>, reading: &mut Reading<'a, '_>) -> Option<Matter> {
    let fields = node.fields(MATTER, reading.problems)?;
    let id = reading.id(&fields);
    let id = id.map(|(id, node)| unique(id, node, "another matter has this id", Ids::Matters, reading));
    let name = fields.required("name", reading.problems).and_then(|node| reading.plain(node));
    let aliases = reading.items(&fields, "aliases");
    let aliases: Vec<String> = aliases.into_iter().filter_map(|node| reading.plain(node)).collect();
    let names = Names::new(name.as_ref(), &aliases);
    let matching = matching(&fields, &names, reading);
    let closed = fields.get("status").and_then(|n| n.word(&[("open", false), ("closed", true)], reading.problems));
    let adverse = adverse(&fields, client_names, reading);
    let facts = reading.items(&fields, "facts");
    Some(Matter {
        id: id.clone()?,
        line: node.line(),
        closed: closed.unwrap_or_default(),
        adverse,
        embargo_until: embargo(&fields, reading),
        recipients: reading.checked(&fields, "recipients", recipient, "a domain or mail address"),
        facts: facts.into_iter().filter_map(|node| fact(node, reading)).collect(),
        matching,
        aliases: aliases.into_iter().map(Secret::new).collect(),
        name: Secret::new(name?),
    })
}

/// The other side. The client itself cannot be it.
fn adverse<'a>(matter: &Fields<'a>, client_names: &Names<'_>, reading: &mut Reading<'a, '_>) -> Vec<Secret<String>> {
    let mut parties = Vec::new();
    for node in reading.items(matter, "adverse") {
        let Some(party) = reading.plain(node) else { continue };
        if client_names.have(&party) {
            node.problem(reading.problems, "the client is named as its own adverse party", None);
        }
        parties.push(Secret::new(party));
    }
    parties
}

/// The moment an embargo ends. A bare day needs a zone of the register's own: hours matter here.
fn embargo<'a>(matter: &Fields<'a>, reading: &mut Reading<'a, '_>) -> Option<jiff::Timestamp> {
    let node = matter.get("embargo_until")?;
    moment::read(node, Edge::Start, reading.zone_declared.then_some(&reading.zone), reading.problems)
}

/// One fact.
fn fact<'a>(node: Node<'a>, reading: &mut Reading<'a, '_>) -> Option<Fact> {
    let fields = node.fields(FACT, reading.problems)?;
    let kind = fields.required("kind", reading.problems).and_then(|node| kind(node, reading));
    let value = fields.required("value", reading.problems).and_then(|node| reading.secret(node));
    let also = reading.secrets(&fields, "also");
    let weight = fields.get("weight").map(|node| weight(node, reading));
    let kind = kind?;
    Some(Fact { weight: weight.unwrap_or_else(|| Some(default_weight(&kind)))?, kind, value: value?, also })
}

/// The kind of a fact: one short word in lower case, since output shows it.
fn kind<'a>(node: Node<'a>, reading: &mut Reading<'a, '_>) -> Option<String> {
    let kind = node.text(reading.problems)?.trim().to_lowercase();
    let sound = kind.len() <= 32
        && kind.starts_with(|c: char| c.is_ascii_lowercase())
        && kind.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !sound {
        let help = "output shows the kind: write a word such as court, amount, date, relation or docket";
        node.problem(reading.problems, "the kind of a fact must be one short word", Some(help.to_owned()));
    }
    sound.then_some(kind)
}

/// A weight: 1 to 3.
fn weight<'a>(node: Node<'a>, reading: &mut Reading<'a, '_>) -> Option<u8> {
    let weight = node.integer(reading.problems)?;
    let fits = u8::try_from(weight).ok().filter(|weight| (1..=3).contains(weight));
    if fits.is_none() {
        node.problem(reading.problems, "a weight must be 1, 2 or 3", None);
    }
    fits
}

/// How much a fact of a kind gives away where the register doesn't say.
fn default_weight(kind: &str) -> u8 {
    match kind {
        "docket" | "amount" => 3,
        "court" | "town" | "employer" | "product" | "event" | "ship" => 2,
        _ => 1,
    }
}
