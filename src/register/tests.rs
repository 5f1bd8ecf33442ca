//! What loading a register promises: the whole model, and every mistake with its place.

use super::{Basis, ClientStatus, Covers, Nature, Register, load};

/// A register with every key.
const WHOLE: &str = r#"version: 1
key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
timezone: America/New_York
clients:
  - id: C-1
    name: Hollowmere  Clinic
    kind: organisation
    status: former
    aliases: [Hollowmere, HMC]
    people: [{name: Dr Aldous Venn, role: director, match: {fuzzy: true}}, Petra Quill]
    domains: [https://www.hollowmere.example/]
    handles: ["@hollowmere"]
    identifiers: [+442079460018, 00012]
    describe_as: a clinic by the sea
    tags: [health]
    match: {case: exact, allow: [Hollowmere Sands], context: [clinic], whole_name_only: true}
    consents:
      - covers: [outcome, name, name]
        matters: [M-1]
        channels: [Twitter, website]
        wording: We act for the clinic
        from: 2026-01-01
        until: 2027-01-01
        basis: court order
        authorised_by: A. Sable
        reference: DMS-7
    matters:
      - id: M-1
        name: Project Tidewrack
        aliases: [Tidewrack]
        status: closed
        adverse: [Brass & Fallow LLP]
        embargo_until: 2026-12-01T09:00[America/New_York]
        recipients: [ann@hollowmere.example]
        match: {acronym: true}
        facts:
          - {kind: Docket, value: 24-cv-7}
          - {kind: court, value: Tide Court, also: [court of tides]}
          - {kind: colour, value: no}
          - {kind: amount, value: 2.40, weight: 1}
  - {id: 12, name: No}
"#;

/// The register of a sound text.
fn register(text: &str) -> Register {
    load("r.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// Line, column and message of every problem of a text.
fn problems(text: &str) -> Vec<(u32, u32, String)> {
    let found = load("r.yaml", text.as_bytes()).err().unwrap_or_default();
    found.into_iter().map(|problem| (problem.line, problem.column, problem.message)).collect()
}

/// Problems of a client with these further lines, which begin on line 4.
fn of_client(lines: &str) -> Vec<(u32, u32, String)> {
    problems(&format!("clients:\n- id: C-1\n  name: Hollowmere\n{lines}\n"))
}

#[test]
fn every_key_is_read() {
    let register = register(WHOLE);
    let key = register.key.as_ref().unwrap().expose();
    assert!(key.iter().copied().eq(0..32));
    assert_eq!(register.timezone.as_ref().unwrap().iana_name(), Some("America/New_York"));
    let client = register.client(0).unwrap();
    let texts = |secrets: &[crate::text::Secret<String>]| -> Vec<String> {
        secrets.iter().map(|secret| secret.expose().clone()).collect()
    };
    assert_eq!((client.id(), client.line, *client.name().expose()), ("C-1", 5, "Hollowmere Clinic"));
    assert_eq!((client.kind, client.status), (Nature::Organisation, ClientStatus::Former));
    assert!(client.aliases().map(|name| *name.expose()).eq(["Hollowmere", "HMC"]));
    assert_eq!(client.people[1].name.expose(), "Petra Quill");
    assert_eq!(client.people[0].role.as_ref().unwrap().expose(), "director");
    assert!(client.people[0].matching.fuzzy && !client.people[1].matching.fuzzy);
    assert_eq!(texts(&client.domains), ["hollowmere.example"]);
    assert_eq!(texts(&client.identifiers), ["+442079460018", "00012"]);
    assert_eq!(texts(&client.tags), ["health"]);
    assert!(client.matching.exact_case && client.matching.whole_name_only && !client.matching.acronym);
    assert_eq!(texts(&client.matching.allow), ["Hollowmere Sands"]);
    assert_eq!(*register.client(1).unwrap().name().expose(), "No");
    assert_eq!(register.client_by_id("12").unwrap().line, 41);
    assert_eq!(register.matter_by_id("M-1").unwrap().1.line, 28);
}

#[test]
fn moments_and_weights_are_resolved() {
    let register = register(WHOLE);
    let consent = &register.client(0).unwrap().consents[0];
    assert_eq!(consent.line, 18);
    assert_eq!(consent.covers, [Covers::Name, Covers::Outcome]);
    assert_eq!(consent.channels.iter().map(|c| c.as_str()).collect::<Vec<_>>(), ["x", "website"]);
    assert_eq!(consent.from.unwrap().to_string(), "2026-01-01T05:00:00Z");
    assert_eq!(consent.until.unwrap().to_string(), "2027-01-02T05:00:00Z");
    assert_eq!(consent.basis, Some(Basis::CourtOrder));
    assert_eq!(consent.reference.as_ref().unwrap().expose(), "DMS-7");
    let matter = register.matter(0, 0).unwrap();
    assert!(matter.closed && matter.matching.acronym);
    assert_eq!(matter.embargo_until.unwrap().to_string(), "2026-12-01T14:00:00Z");
    let facts: Vec<_> = matter.facts.iter().map(|f| (f.kind.as_str(), f.value.expose().as_str(), f.weight)).collect();
    assert_eq!(
        facts,
        [("docket", "24-cv-7", 3), ("court", "Tide Court", 2), ("colour", "no", 1), ("amount", "2.40", 1)]
    );
}

#[test]
fn debug_shows_ids_and_no_value() {
    let printed = format!("{:?}", register(WHOLE));
    assert!(printed.contains("C-1") && printed.contains("M-1"));
    for value in
        ["Hollowmere", "hollowmere", "Venn", "Quill", "Tidewrack", "Fallow", "0018", "Sable", "DMS-7", "Tide", "2026"]
    {
        assert!(!printed.contains(value), "{value}");
    }
}

#[test]
fn a_register_that_protects_nobody_is_a_mistake() {
    let said = |line, column, message: &str| vec![(line, column, message.to_owned())];
    assert_eq!(problems(""), said(1, 1, "the register is empty"));
    assert_eq!(problems("# nothing\n"), said(1, 1, "the register is empty"));
    assert_eq!(problems("version: 1\n"), said(1, 1, "`clients:` is missing"));
    assert_eq!(problems("clients: []\n"), said(1, 10, "the register lists no clients"));
    assert_eq!(
        problems("clients:\n"),
        said(1, 1, "this must be a list (`[a, b]`, or a line `- a` for each); there is nothing")
    );
    assert_eq!(problems("- a\n"), said(1, 1, "this must be a mapping (`key: value`); it is a list"));
}

#[test]
fn the_top_is_checked() {
    let found = problems("version: 2\nkey: AAAA\ntimezone: Mars/Olympus\nclient: x\nclients: [{id: a, name: b}]\n");
    let lines: Vec<_> = found.iter().map(|(line, column, message)| (*line, *column, message.as_str())).collect();
    assert_eq!(
        lines,
        [
            (1, 10, "the version of a register must be 1"),
            (2, 6, "the key must be 32 bytes in base64"),
            (3, 11, "this is not the name of a time zone"),
            (4, 1, "unknown key"),
        ]
    );
    let alike = format!("key: {}=\nclients: [{{id: a, name: b}}]\n", "A".repeat(43));
    assert_eq!(problems(&alike)[0].2, "the key is not random: all its bytes are alike");
}

#[test]
fn names_and_ids_must_be_there_and_say_something() {
    let text = "clients:\n- {id: a, name: '...'}\n- {id: '', name: b}\n- {name: c}\n- id: d\n  name:\n- x\n- {id: '!', name: 7}\n";
    let found = problems(text);
    let found: Vec<_> = found.iter().map(|(line, column, message)| (*line, *column, message.as_str())).collect();
    assert_eq!(
        found,
        [
            (2, 17, "there is no letter or digit in it"),
            (3, 8, "this must be text; it is empty"),
            (4, 3, "`id:` is missing"),
            (6, 3, "this must be text; there is nothing"),
            (7, 3, "this must be a mapping (`key: value`); it is text"),
            (8, 8, "an id needs a letter or digit"),
        ]
    );
}

#[test]
fn ids_are_unique_in_the_register() {
    let text = "clients:\n- id: a\n  name: b\n  matters: [{id: m, name: n}]\n- id: a\n  name: c\n  matters: [{id: m, name: o}]\n";
    assert_eq!(
        problems(text),
        [(5, 7, "another client has this id".to_owned()), (7, 18, "another matter has this id".to_owned())]
    );
    let help = load("r", text.as_bytes()).unwrap_err()[0].help.clone().unwrap();
    assert_eq!(help, "it stands on line 2 first; give each its own");
}

#[test]
fn unknown_keys_are_told_with_the_nearest_known_one() {
    let text = "clients:\n- {id: a, nmae: Hollowmere}\n- {id: b, name: c, Tidewrack: 1}\n";
    let found = load("r", text.as_bytes()).unwrap_err();
    assert_eq!(found[1].to_string(), "r:2:11: unknown key");
    assert_eq!(found[1].help.as_deref(), Some("did you mean `name`?"));
    assert!(found[2].help.as_ref().unwrap().starts_with("known here: id, name, kind"));
}

#[test]
fn consents_are_checked() {
    let found = of_client(
        "  consents:\n  - {covers: []}\n  - {covers: [nmae], matters: [M-9], channels: []}\n  - {covers: [name], from: 2027-01-01, until: 2026-12-30}\n  - {covers: [name], until: 2026-02-30, basis: a letter}\n  - {from: 2026-01-01T09:00, until: soon}\n  matters: [{id: M-1, name: Tidewrack}]",
    );
    let found: Vec<_> = found.iter().map(|(line, column, message)| (*line, *column, message.as_str())).collect();
    assert_eq!(
        found,
        [
            (5, 14, "the consent covers nothing"),
            (6, 15, "this must be one of: name, matter, outcome, facts"),
            (6, 32, "this client has no matter with this id"),
            (6, 48, "the list is empty"),
            (7, 47, "the consent ends before it begins"),
            (8, 29, "there is no such day"),
            (8, 48, "this must be one of: client consent, court order, law"),
            (9, 5, "`covers:` is missing"),
            (9, 12, "the time has no zone"),
            (9, 37, "this is not a moment"),
        ]
    );
}

#[test]
fn matters_and_facts_are_checked() {
    let found = of_client(
        "  matters:\n  - {id: M-1, name: Tidewrack, status: over, adverse: [HOLLOW mere], embargo_until: 2026-12-01}\n  - id: M-2\n    name: n\n    recipients: [nobody]\n    facts: [{kind: amount}, {kind: the court, value: x}, {kind: ship, value: x, weight: 4}, {kind: ship, value: x, weight: big}]",
    );
    let found: Vec<_> = found.iter().map(|(line, column, message)| (*line, *column, message.as_str())).collect();
    assert_eq!(
        found,
        [
            (5, 40, "this must be one of: open, closed"),
            (5, 56, "the client is named as its own adverse party"),
            (5, 85, "a day alone does not say when the embargo ends"),
            (8, 18, "this must be a domain or mail address"),
            (9, 13, "`value:` is missing"),
            (9, 36, "the kind of a fact must be one short word"),
            (9, 89, "a weight must be 1, 2 or 3"),
            (9, 124, "this must be a whole number; it is text"),
        ]
    );
}

#[test]
fn contradictions_are_mistakes() {
    let found = of_client(
        "  describe_as: not Hollowmere\n  match: {case: exact, fuzzy: true, whole_name_only: true, acronym: true, allow: [hollow-mere], context: []}",
    );
    let found: Vec<_> = found.iter().map(|(line, column, message)| (*line, *column, message.as_str())).collect();
    assert_eq!(
        found,
        [
            (4, 16, "the safe description holds the client's name"),
            (5, 24, "`fuzzy` contradicts `case: exact`: misspelt forms are not as written"),
            (5, 60, "`acronym` contradicts `whole_name_only`: initials are a shortened form"),
            (5, 83, "the phrase is the name itself: it would never be found"),
            (5, 106, "the list is empty"),
        ]
    );
}

#[test]
fn two_clients_may_bear_one_name() {
    assert_eq!(register("clients: [{id: a, name: Petra Quill}, {id: b, name: Petra Quill}]").clients.len(), 2);
}
