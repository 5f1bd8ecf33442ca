//! Consents, embargoes and severities of mentions: what the same sentence is on another channel, day, or beside others.

use subrosa::policy::{Channel, Kind, Severity};
use subrosa::register;
use subrosa::rules::{self, PackFile};
use subrosa::spot::Engine;

use crate::engine::{check_as, engine};

/// A register with a consent that the tests fill in.
fn register(consent: &str) -> String {
    format!(
        "version: 1\ntimezone: America/New_York\nclients:\n  - id: C-1\n    name: Kestrelford Instruments\n    people: [Anežka Okonjo]\n    \
         consents:\n      - {consent}\n    matters:\n      - {{id: M-1, name: Project Saltmarsh, adverse: [Helix Imaging GmbH]}}\n      \
         - {{id: M-2, name: Project Ironbeck, embargo_until: '2026-12-01T09:00[America/New_York]'}}\n"
    )
}

/// The rules and severities found in a text on a channel at a moment.
fn found(consent: &str, text: &str, channel: &str, moment: &str) -> Vec<(String, Severity)> {
    let moments = [moment.parse().expect("a moment")];
    let checked = check_as(
        &engine(&register(consent)),
        "a.txt",
        text.as_bytes(),
        Some(Kind::Post),
        Some(Channel::new(channel)),
        &moments,
    );
    checked.findings.into_iter().filter(|f| f.rule.starts_with("identity/")).map(|f| (f.rule, f.severity)).collect()
}

/// A consent for the name, on LinkedIn, in 2026.
const NAME: &str = "{covers: [name], channels: [linkedin], from: 2026-01-01, until: 2026-12-31}";
/// A text that names the client.
const TEXT: &str = "Proud to work with Kestrelford Instruments.";

#[test]
fn a_consent_covers_its_channel_and_its_days_in_the_registers_zone() {
    let client = vec![("identity/client".to_owned(), Severity::Error)];
    let lapsed = vec![("identity/consent-lapsed".to_owned(), Severity::Error)];
    assert_eq!(found(NAME, TEXT, "LinkedIn", "2026-06-01T12:00Z"), []);
    assert_eq!(found(NAME, TEXT, "x", "2026-06-01T12:00Z"), client);
    assert_eq!(found(NAME, TEXT, "linkedin", "2026-01-01T04:59Z"), client, "in New York it is still the year before");
    assert_eq!(found(NAME, TEXT, "linkedin", "2026-01-01T05:00Z"), []);
    assert_eq!(found(NAME, TEXT, "linkedin", "2027-01-01T04:59Z"), [], "the last day counts whole");
    assert_eq!(found(NAME, TEXT, "linkedin", "2027-01-01T05:00Z"), lapsed);
}

#[test]
fn a_consent_for_certain_words_covers_these_words_alone() {
    let consent = "{covers: [name], wording: Kestrelford Instruments is a client of the firm}";
    assert_eq!(found(consent, "Kestrelford Instruments is a client of the firm.", "x", "2026-06-01T12:00Z"), []);
    assert_eq!(found(consent, "Kestrelford Instruments is our client.", "x", "2026-06-01T12:00Z").len(), 1);
    let both = "Kestrelford Instruments is a client of the firm. Kestrelford Instruments won.";
    assert_eq!(found(consent, both, "x", "2026-06-01T12:00Z").len(), 1);
}

#[test]
fn a_consent_for_the_name_covers_no_matter_and_no_person() {
    let found = |text| found(NAME, text, "linkedin", "2026-06-01T12:00Z").into_iter().map(|f| f.0).collect::<Vec<_>>();
    assert_eq!(found("Anežka Okonjo of Kestrelford Instruments came."), ["identity/person"]);
    assert_eq!(found("Kestrelford Instruments and Project Saltmarsh"), ["identity/matter"]);
}

#[test]
fn a_consent_for_one_matter_does_not_reach_another() {
    let consent = "{covers: [name, matter], matters: [M-1]}";
    assert_eq!(found(consent, "Kestrelford Instruments closed Project Saltmarsh.", "x", "2027-06-01T12:00Z"), []);
    let other = found(consent, "Kestrelford Instruments closed Project Ironbeck.", "x", "2027-06-01T12:00Z");
    assert_eq!(other.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["identity/client", "identity/matter"]);
}

#[test]
fn an_embargo_holds_until_its_moment_whatever_the_consent() {
    let consent = "{covers: [name, matter, outcome, facts]}";
    let text = "Kestrelford Instruments closed Project Ironbeck.";
    let before = found(consent, text, "x", "2026-12-01T13:59:59Z");
    assert_eq!(before.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["identity/embargo", "identity/embargo"]);
    assert_eq!(found(consent, text, "x", "2026-12-01T14:00Z"), []);
    assert_eq!(
        found(consent, TEXT, "x", "2026-06-01T12:00Z"),
        [],
        "the client without the matter is not under embargo"
    );
}

#[test]
fn an_adverse_party_alone_is_advice_and_beside_its_client_a_warning() {
    let severity =
        |text| found(NAME, text, "x", "2026-06-01T12:00Z").into_iter().find(|f| f.0 == "identity/adverse").map(|f| f.1);
    assert_eq!(severity("Helix Imaging GmbH opened a plant."), Some(Severity::Advice));
    assert_eq!(severity("Helix Imaging GmbH met Kestrelford Instruments."), Some(Severity::Warning));
    for text in ["We sued Helix Imaging GmbH last week.", "We are up against Helix Imaging GmbH again."] {
        assert_eq!(severity(text), Some(Severity::Warning), "the firm had a part in it: {text}");
    }
}

#[test]
fn while_an_embargo_runs_a_doubtful_mention_is_no_mere_advice() {
    let register = "version: 1\nclients:\n  - id: C-1\n    name: Clear Harbour\n    matters:\n      - {id: M-1, name: Project Ironbeck, adverse: [Summit Foods], \
                    embargo_until: '2026-12-01T09:00[America/New_York]'}\n";
    let text = "# Summit Foods Opens New Wing\n";
    let rules = |now: &str| {
        let moments = [now.parse().expect("a moment")];
        let found = check_as(&engine(register), "a.md", text.as_bytes(), Some(Kind::Page), None, &moments).findings;
        found.into_iter().map(|f| (f.rule, f.severity)).collect::<Vec<_>>()
    };
    assert_eq!(rules("2026-06-01T12:00Z"), [("identity/embargo".to_owned(), Severity::Warning)]);
    assert_eq!(rules("2027-06-01T12:00Z"), [("identity/adverse".to_owned(), Severity::Advice)]);
}

#[test]
fn no_consent_covers_weak_signs_of_strategy_or_insults() {
    let consent = "{covers: [name, matter, outcome, facts]}";
    let engine = Engine::compile_with(
        register::load("r.yaml", register(consent).as_bytes()).expect("a good register"),
        rules::load(&rules::builtin::packs()).expect("good packs"),
    );
    let text = "We spent the afternoon arguing with Kestrelford Instruments, who never listen and still think they can bluff the judge.";
    let moments = ["2026-06-01T12:00Z".parse().expect("a moment")];
    let found = check_as(&engine, "a.txt", text.as_bytes(), Some(Kind::Post), None, &moments).findings;
    let categories: Vec<_> = found.iter().filter_map(|f| f.rule.strip_suffix("/weighed")).collect();
    assert!(categories.iter().any(|category| matches!(*category, "strategy" | "disparagement")), "{categories:?}");
    assert!(
        !categories.iter().any(|category| matches!(*category, "case-facts" | "client-confirmation")),
        "{categories:?}"
    );
}

/// The rules of a pack, one a category, that break on «works with us».
fn pack_findings(consent: &str, text: &str) -> Vec<String> {
    let rule = |category: &str| {
        format!(
            "  - id: {category}/works\n    severity: error\n    message: m\n    when: [{{sentence: {{all: [works]}}}}]\n    \
             examples: {{flags: [works with us], passes: [none]}}\n"
        )
    };
    let rules: String = ["client-confirmation", "case-facts", "outcome-amount", "strategy"].map(rule).concat();
    let yaml = format!("pack: p\nsignals:\n  works: {{phrases: [works with us]}}\nrules:\n{rules}");
    let packs = rules::load(&[PackFile { name: "p.yaml".into(), bytes: yaml.into_bytes(), builtin: false }])
        .expect("a good pack");
    let engine =
        Engine::compile_with(register::load("r.yaml", register(consent).as_bytes()).expect("a good register"), packs);
    let moments = ["2026-06-01T12:00Z".parse().expect("a moment")];
    let checked = check_as(&engine, "a.txt", text.as_bytes(), Some(Kind::Post), None, &moments);
    checked.findings.into_iter().map(|f| f.rule).filter(|rule| rule.ends_with("/works")).collect()
}

#[test]
fn a_consent_covers_findings_of_packs_of_its_categories_and_no_others() {
    let text = "Kestrelford Instruments works with us.";
    let name = "{covers: [name]}";
    assert_eq!(pack_findings(name, text), ["case-facts/works", "outcome-amount/works", "strategy/works"]);
    assert_eq!(pack_findings("{covers: [name, matter, outcome, facts]}", text), ["strategy/works"]);
    assert_eq!(pack_findings(name, "He works with us.").len(), 4, "nobody who consented is named");
    assert_eq!(
        pack_findings(name, "Anežka Okonjo of Kestrelford Instruments works with us.").len(),
        4,
        "somebody else is named"
    );
}
