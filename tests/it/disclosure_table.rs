//! The tables of SECURITY.md, cell by cell: what each level of disclosure and each place gives away is tried with all
//! formats, and must be what the table says.

use std::fs;
use std::path::Path;

use subrosa::report::REPORTERS;

use crate::support::Bench;

/// A register whose every word can be told from all others.
const REGISTER: &str = "version: 1
key: n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
clients:
  - id: C-1042
    name: Northgate Memorial Hospital
    aliases: [Saltmarsh Holdings]
    people: [Wilhelmina Drosselmeyer]
    describe_as: a harbourside infirmary
    consents:
      - {covers: [name], until: 2020-07-13, authorised_by: Peregrine Thistlewood, reference: DMS-99812}
    matters:
      - {id: M-1, name: Project Lanternfish, adverse: [Quillhaven Foundry], embargo_until: \"2031-05-17T10:30Z\"}
";

/// The line that the leak stands in.
const LINE: usize = 471;

/// A folder with a draft that leaks, one with a name in its path, one that is accepted, and one that cannot be read.
fn bench() -> Bench {
    let leak = "Zebra umbrellas were handed to Northgate Memorial Hospital at noon.";
    let draft = format!("# Wicker\n\nOctopus teapots came first.{}{leak}\n", "\n".repeat(LINE - 3));
    let bench = Bench::new()
        .file("register.yaml", REGISTER)
        .file("site/.subrosa.yaml", "version: 1\n")
        .file("site/wombat/post.md", draft)
        .file("site/wombat/northgate-memorial-hospital.md", "Closed on Monday.\n")
        .file("site/wombat/accepted.md", "The harbour opened for Northgate Memorial Hospital.\n")
        .file("site/wombat/broken.zip", b"PK\x03\x04 no end");
    let accept = ["allow", &fingerprint(&bench, "accepted.md"), "--by", "b", "--reason", "the quokka memo"];
    let gate = ["--register", "register.yaml", "--config", "site/.subrosa.yaml", "site/wombat/accepted.md"];
    bench.run(&[&accept[..], &gate].concat()).exits(0);
    bench
}

/// The fingerprint of the finding in a file.
fn fingerprint(bench: &Bench, file: &str) -> String {
    let document = run(bench, "json", "full");
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let findings = document["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["path"].as_str().unwrap().ends_with(file)).unwrap();
    found["fingerprint"].as_str().unwrap().to_owned()
}

/// What a run writes in a format at a level, errors included. It must fail at each.
fn run(bench: &Bench, format: &str, level: &str) -> String {
    let gate = ["check", "--register", "register.yaml", "--config", "site/.subrosa.yaml", "site"];
    let ran = bench.run(&[&gate[..], &["--format", format, "--disclose", level]].concat()).exits(1);
    ran.stdout + &ran.stderr
}

/// A table of SECURITY.md: what stands above its columns, and its rows.
fn table(head: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).unwrap();
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', ""));
        cells.collect::<Vec<_>>()
    };
    let mut lines = page.lines().skip_while(|line| !line.starts_with(&format!("| {head} |")));
    let columns = cells(lines.next().unwrap_or_else(|| panic!("SECURITY.md has no table of {head:?}")));
    let rows: Vec<_> = lines.skip(1).take_while(|line| line.starts_with('|')).map(cells).collect();
    assert!(rows.len() > 3 && rows.iter().all(|row| row.len() == columns.len()));
    (columns, rows)
}

/// The texts of which one gives away what a row is about, in lower case.
fn tells(row: &str, bench: &Bench) -> Vec<String> {
    let fixed: &[&str] = match row {
        "pass or fail" => return Vec::new(),
        "how many findings there are" => &[
            "2 errors",
            "\"error\": 2",
            "\"error\":2",
            "2 findings",
            "1 finding",
            "2 identity",
            "1  identity",
            "\"count\": 1",
            "\"count\":1",
            "<dd>2</dd>",
        ],
        "which rule: that a client is named, a consent has lapsed, an embargo runs" => {
            &["identity/consent-lapsed", "consent has lapsed", "identity/client"]
        }
        "in which file" => &["wombat/post.md"],
        "which file was not checked, and why" => &["broken.zip", "not checked:"],
        "in which line" | "the line" => &["471"],
        "which client, by its id" | "the client's id" => &["c-1042"],
        "the words around the name" => &["zebra umbrellas"],
        "the rest of the draft" => &["octopus teapots"],
        "the fingerprint" => return vec![fingerprint(bench, "post.md")],
        "the reason of an allowance" => &["quokka"],
        "the name, as the draft writes it" => {
            &["northgate memorial hospital", "northgate memorial", "memorial hospital"]
        }
        "a name in a path" => &["northgate-memorial", "memorial-hospital"],
        "where the name ends, and so how long it is" => {
            &["\"end\": 5", "\"end\":5", "\"endcolumn\": 5", "\"end_column\": 5"]
        }
        "the safe words that the register offers" => &["harbourside"],
        "other names of the client" => &["saltmarsh", "drosselmeyer", "lanternfish", "quillhaven"],
        "when an embargo ends or a consent ended, who gave it, its reference" => {
            &["2020-07", "2031-05", "10:30", "thistlewood", "dms-99812"]
        }
        "the key" => &["n4bqgyhm"],
        other => panic!("nobody knows how to try {other:?}"),
    };
    fixed.iter().map(|text| (*text).to_owned()).collect()
}

/// Holds a cell against what was written.
fn hold(cell: &str, tells: &[String], outputs: &[(&str, String)], about: &str) {
    let found: Vec<&str> = outputs
        .iter()
        .filter(|(_, output)| tells.iter().any(|text| output.to_lowercase().contains(text)))
        .map(|(format, _)| *format)
        .collect();
    match cell {
        "shown" => assert!(!found.is_empty(), "{about}: the table says that it is shown, and nothing shows it"),
        "–" => assert!(found.is_empty(), "{about}: the table says that it is not shown, and it is by {found:?}"),
        other => panic!("{about}: {other:?} is no word of the table"),
    }
}

#[test]
fn each_level_gives_away_what_the_table_says() {
    let bench = bench();
    let (columns, rows) = table("what stands in the output");
    assert_eq!(columns[1..], ["full", "masked", "files", "verdict"]);
    for (at, level) in columns.iter().enumerate().skip(1) {
        let outputs: Vec<(&str, String)> =
            REPORTERS.iter().map(|format| (format.name(), run(&bench, format.name(), level))).collect();
        for row in &rows {
            let about = format!("{} at {level}", row[0]);
            match tells(&row[0], &bench) {
                // That it fails is told by the exit code, which `run` has looked at, at every level.
                tells if tells.is_empty() => assert_eq!(row[at], "shown", "{about}"),
                tells => hold(&row[at], &tells, &outputs, &about),
            }
        }
    }
}

#[test]
fn each_place_gives_away_what_the_table_says() {
    let bench = bench();
    let (columns, rows) = table("where");
    let mut seen = Vec::new();
    for row in &rows {
        let formats: Vec<&str> = REPORTERS.iter().map(|format| format.name()).collect();
        let words: Vec<&str> = row[0].split(|c: char| !c.is_alphanumeric()).collect();
        let here: Vec<&str> = formats.into_iter().filter(|format| words.contains(format)).collect();
        assert!(!here.is_empty(), "{} names no format", row[0]);
        for (at, column) in columns.iter().enumerate().skip(1) {
            for format in &here {
                let output = [(*format, run(&bench, format, "masked"))];
                hold(&row[at], &tells(column, &bench), &output, &format!("{column} in {format}"));
            }
        }
        seen.extend(here);
    }
    assert_eq!(seen.len(), REPORTERS.len(), "the table knows all formats");
}

#[test]
fn what_nobody_asked_for_is_what_the_table_says() {
    let (_, rows) = table("where output goes");
    let level_of = |document: &str| {
        let document: serde_json::Value = serde_json::from_str(document).unwrap();
        let finding = &document["findings"][0];
        match (document.get("verdict"), document.get("files"), finding["span"]["text"].is_string()) {
            (Some(_), ..) => "verdict",
            (_, Some(_), _) => "files",
            (.., true) => "full",
            _ => "masked",
        }
    };
    let gate = ["check", "--register", "register.yaml", "--config", "site/.subrosa.yaml", "site"];
    for row in rows {
        let bench = bench();
        let bench = match row[0].as_str() {
            "a pipe" | "a file" => bench,
            "the log of CI" => bench.variable("CI", "true"),
            "the log of CI of a repository that GitHub's event file calls public" => bench
                .file("event.json", r#"{"repository": {"private": false}}"#)
                .variable("GITHUB_ACTIONS", "true")
                .variable("GITHUB_EVENT_PATH", "event.json"),
            other => panic!("nobody knows how to try {other:?}"),
        };
        let format = if row[0] == "a file" { "json=out.json" } else { "json" };
        let ran = bench.run(&[&gate[..], &["--format", format]].concat()).exits(1);
        let document = if row[0] == "a file" { fs::read_to_string(bench.at("out.json")).unwrap() } else { ran.stdout };
        assert_eq!(level_of(&document), row[1], "{}", row[0]);
    }
}
