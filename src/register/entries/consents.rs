//! Owns how the consents of a client are read, and that they speak of matters that it has.

use crate::policy::Channel;
use crate::register::model::{Basis, Consent, Covers, Matter};
use crate::register::moment::{self, Edge};
use crate::register::values::Reading;
use crate::yaml::{Fields, Node};
use std::collections::HashSet;

/// The keys of a consent.
pub(super) const CONSENT: &[&str] =
    &["covers", "matters", "channels", "wording", "from", "until", "basis", "authorised_by", "reference"];

/// What a consent may cover.
const COVERS: &[(&str, Covers)] =
    &[("name", Covers::Name), ("matter", Covers::Matter), ("outcome", Covers::Outcome), ("facts", Covers::Facts)];

/// What a consent may rest on.
const BASES: &[(&str, Basis)] =
    &[("client consent", Basis::ClientConsent), ("court order", Basis::CourtOrder), ("law", Basis::Law)];

/// The consents of a client with these matters.
pub(super) fn read<'a>(client: &Fields<'a>, matters: &[Matter], reading: &mut Reading<'a, '_>) -> Vec<Consent> {
    let known: HashSet<&str> = matters.iter().map(|matter| matter.id.as_str()).collect();
    // Where a matter is broken its id may be the one that is meant: then nothing is said of unknown ids.
    let whole = client.get("matters").map_or(0, |node| node.len()) == matters.len();
    let items = reading.items(client, "consents");
    items.into_iter().filter_map(|node| consent(node, whole.then_some(&known), reading)).collect()
}

/// One consent. None only where a problem says why.
fn consent<'a>(node: Node<'a>, known: Option<&HashSet<&str>>, reading: &mut Reading<'a, '_>) -> Option<Consent> {
    let fields = node.fields(CONSENT, reading.problems)?;
    let covers = covers(&fields, reading);
    let matters = matters(&fields, known, reading);
    let channels = channels(&fields, reading);
    // Days of a consent are read in UTC where the register names no zone.
    let zone = reading.zone.clone();
    let mut bound =
        |key, edge| fields.get(key).map(|node| (node, moment::read(node, edge, Some(&zone), reading.problems)));
    let from = bound("from", Edge::Start).and_then(|(_, moment)| moment);
    let until = bound("until", Edge::End);
    if let (Some(from), Some((node, Some(until)))) = (from, until)
        && until <= from
    {
        node.problem(reading.problems, "the consent ends before it begins", None);
    }
    Some(Consent {
        line: node.line(),
        covers: covers?,
        matters,
        channels,
        wording: reading.optional(&fields, "wording"),
        from,
        until: until.and_then(|(_, moment)| moment),
        basis: fields.get("basis").and_then(|node| node.word(BASES, reading.problems)),
        authorised_by: reading.optional(&fields, "authorised_by"),
        reference: reading.optional(&fields, "reference"),
    })
}

/// What it covers: something.
fn covers<'a>(fields: &Fields<'a>, reading: &mut Reading<'a, '_>) -> Option<Vec<Covers>> {
    let node = fields.required("covers", reading.problems)?;
    let items = node.list(reading.problems);
    if node.is_list() && items.is_empty() {
        let help = "list what may be said: name, matter, outcome, facts";
        node.problem(reading.problems, "the consent covers nothing", Some(help.to_owned()));
    }
    let mut covers: Vec<_> = items.into_iter().filter_map(|node| node.word(COVERS, reading.problems)).collect();
    covers.sort();
    covers.dedup();
    Some(covers)
}

/// The matters it speaks of. `known`: the client's, where they are all sound.
fn matters<'a>(fields: &Fields<'a>, known: Option<&HashSet<&str>>, reading: &mut Reading<'a, '_>) -> Vec<String> {
    let mut matters = Vec::new();
    for node in reading.some_items(fields, "matters", "the consent then speaks of all matters") {
        let Some(id) = node.text(reading.problems) else { continue };
        let id = id.trim();
        if known.is_some_and(|known| !known.contains(id)) {
            let help = "name one of the client's own matters by its id";
            node.problem(reading.problems, "this client has no matter with this id", Some(help.to_owned()));
        }
        matters.push(id.to_owned());
    }
    matters
}

/// The channels it speaks of.
fn channels<'a>(fields: &Fields<'a>, reading: &mut Reading<'a, '_>) -> Vec<Channel> {
    let items = reading.some_items(fields, "channels", "the consent then speaks of all channels");
    items.into_iter().filter_map(|node| reading.plain(node)).map(|name| Channel::new(&name)).collect()
}
