//! `check --why`: which kind of written form matched, what decided, what near misses lacked; and that none of it tells more
//! than its level allows.

use serde_json::Value;

use crate::support::Bench;

/// A hospital, a client of an ordinary name, a person.
const REGISTER: &str = "version: 1
clients:
  - id: C-1042
    name: Northgate Memorial Hospital
    identifiers: ['+44 20 7946 0018']
    match: {allow: [Northgate Memorial Park]}
    matters:
      - {id: M-1, name: Sports hall roof, facts: [{kind: court, value: Ironbeck Juvenile Court}]}
  - id: C-2
    name: Orchard
  - id: C-3
    name: Ruth Okonjo
    kind: person
";

/// Runs `check --why` over one draft at a level.
fn why(draft: &str, arguments: &[&str]) -> crate::support::Ran {
    let bench = Bench::new().file("register.yaml", REGISTER).file("site/orchard-news.md", draft);
    bench.run(&[&["check", "--register", "register.yaml", "--no-packs", "--why", "site"], arguments].concat())
}

/// The whys of a run, in JSON.
fn listed(draft: &str, level: &str) -> Vec<Value> {
    let ran = why(draft, &["--format", "json", "--disclose", level]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    document["whys"].as_array().unwrap().clone()
}

/// The why of a text.
fn of<'w>(whys: &'w [Value], text: &str) -> &'w Value {
    let found = whys.iter().find(|why| why["span"]["text"] == text);
    found.unwrap_or_else(|| panic!("{text} in {whys:#?}"))
}

#[test]
fn every_mention_says_how_it_is_written_and_what_decided() {
    let whys = listed(
        "We act for Northgate Memorial Hospital, of 020 7946 0018, and for Dr. R. Okonjo.\n\nThe client Orchard paid before the \
         Ironbeck Juvenile Court.\n",
        "full",
    );
    for (text, id, what, written, reason) in [
        ("Northgate Memorial Hospital", "C-1042", "client", "registered name", "distinctive"),
        ("020 7946 0018", "C-1042", "identifier", "an identifier", "agree"),
        ("R. Okonjo", "C-3", "client", "initials and surname", "distinctive"),
        ("Orchard", "C-2", "client", "registered name", "acting for somebody"),
        ("Ironbeck Juvenile Court", "C-1042", "fact", "a fact of the matter", "stand together"),
    ] {
        let why = of(&whys, text);
        assert_eq!((why["subject"]["client"].as_str(), why["what"].as_str()), (Some(id), Some(what)), "{text}");
        assert!(why["written"].as_str().unwrap().contains(written), "{why}");
        assert!(why["reason"].as_str().unwrap().contains(reason), "{why}");
        assert_eq!((why["found"].as_bool(), why["strength"].is_string()), (Some(true), true), "{why}");
    }
}

#[test]
fn a_near_miss_says_what_was_lacking() {
    let whys = listed(
        "The apple orchard is open. Orchard Street too. Northgate Memorial Park opens. Tom Okonjo sings.\n",
        "full",
    );
    for (text, id, reason) in [
        ("orchard", "C-2", "small letters"),
        ("Orchard", "C-2", "another name"),
        ("Northgate Memorial", "C-1042", "allows"),
        ("Okonjo", "C-3", "another person"),
    ] {
        let why = whys.iter().find(|w| w["span"]["text"] == text && w["in"] == "content");
        let why = why.unwrap_or_else(|| panic!("{text} in {whys:#?}"));
        assert_eq!(why["subject"]["client"], id);
        assert_eq!((why["found"].as_bool(), why["strength"].is_null()), (Some(false), true));
        assert!(why["reason"].as_str().unwrap().contains(reason), "{why}");
    }
}

#[test]
fn it_changes_no_finding_and_no_exit_code_and_stays_away_unless_asked() {
    let draft = "The apple orchard of Northgate Memorial Hospital.\n";
    let bench = Bench::new().file("register.yaml", REGISTER).file("site/a.md", draft);
    let base = ["check", "--register", "register.yaml", "--no-packs", "--format", "json", "--disclose", "full", "site"];
    let (plain, asked) = (bench.run(&base).exits(1), bench.run(&[&base[..], &["--why"]].concat()).exits(1));
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (plain, asked) = (parsed(&plain.stdout), parsed(&asked.stdout));
    assert_eq!(plain["findings"], asked["findings"]);
    assert_eq!(plain["summary"], asked["summary"]);
    assert!(plain.get("whys").is_none() && asked["whys"].as_array().unwrap().len() == 2);
    why("The apple orchard.\n", &[]).exits(0).shows("not C-2 (client): it would be the registered name");
}

/// Words in small letters are passed over early unless somebody asks why: it must be the same ones that would be refused.
#[test]
fn what_is_passed_over_early_would_have_been_no_finding() {
    let register = "version: 1
clients:
  - {id: C-1, name: Orchard}
  - {id: C-2, name: Orchard Best, kind: person}
  - {id: C-3, name: Best & House Ltd}
  - {id: C-4, name: Kestrelford House}
  - {id: C-5, name: Andreea House, kind: person}
  - {id: C-6, name: William Best, kind: person}
  - {id: C-7, name: House, match: {context: [lease]}}
  - {id: C-8, name: May, kind: organisation}
";
    let words = ["orchard", "best", "house", "may", "Best", "House", "Orchard", "kestrelford", "andreea", "bill", "w."];
    let joints = [" ", " ltd ", "-", " & ", ", ", "'s ", " #", "\n", " inc. ", "@", ". "];
    let mut page = String::new();
    for (number, left) in words.iter().enumerate() {
        for joint in joints {
            for right in words {
                page.push_str(&format!("{left}{joint}{right}{}", if number % 2 == 0 { " we said " } else { "\n\n" }));
            }
        }
    }
    let bench = Bench::new().file("register.yaml", register).file("site/a.md", &page).file("site/a.txt", &page);
    let base = ["check", "--register", "register.yaml", "--no-packs", "--format", "json", "--disclose", "full", "site"];
    let own = |more: &[&str]| -> Value {
        let ran = bench.run(&[&base[..], more].concat()).exits(1);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let (plain, asked) = (own(&[]), own(&["--why"]));
    assert!(plain["findings"].as_array().unwrap().len() > 100);
    assert_eq!(plain["findings"], asked["findings"]);
}

#[test]
fn below_full_a_near_miss_can_not_be_read_where_it_stands() {
    let draft = "The apple orchard of Northgate Memorial Hospital by the Ironbeck Juvenile Court.\n";
    for format in ["pretty", "json", "ndjson", "sarif", "github"] {
        for level in ["masked", "files", "verdict"] {
            let ran = why(draft, &["--format", format, "--disclose", level]).exits(1);
            let said = format!("{}{}", ran.stdout, ran.stderr).to_lowercase();
            assert!(!said.contains("orchard") && !said.contains("ironbeck") && !said.contains("northgate"), "{said}");
            let tells = said.contains("written with small letters");
            assert_eq!(tells, level == "masked", "{format} at {level}: {said}");
        }
    }
    let masked = listed(draft, "masked");
    assert!(masked.iter().all(|why| why["span"]["text"].is_null() && why["span"]["end"].is_null()), "{masked:#?}");
    assert!(masked.iter().any(|why| why["in"] == "path" && why["path"] == "site/███-news.md"), "{masked:#?}");
}
