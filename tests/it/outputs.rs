//! The formats that services and browsers read: SARIF, GitHub, GitLab, JUnit and HTML.

use std::collections::HashSet;
use std::time::Instant;

use serde_json::Value;
use subrosa::judge::Finding;
use subrosa::policy::Severity;
use subrosa::report::github::step_summary;
use subrosa::report::model::PieceMark;
use subrosa::report::{Disclose, Outcome, disclose, disclose_for, reporter};
use subrosa::text::Span;

use super::report::{PRINT, draft, file, named, outcome, phrase, spot, written};
use super::support::{Bench, LEAK};

/// What a format of JSON writes.
fn json(outcome: &Outcome, level: Disclose, format: &str) -> Value {
    serde_json::from_str(&written(outcome, level, format)).unwrap()
}

/// A run of one file.
fn one(it: subrosa::draft::Draft, findings: Vec<Finding>) -> Outcome {
    let mentions = findings.iter().map(|finding| finding.span).collect();
    Outcome { files: vec![file(it, findings, mentions)], checked: 1, ..Outcome::default() }
}

/// A run of one line with many findings, every tenth an error, the others advice.
fn many(count: usize) -> Outcome {
    let unit = "We met Northgate Memorial there. ";
    let it = draft("many.txt", &unit.repeat(count));
    let severity = |i: usize| if i % 10 == 9 { Severity::Error } else { Severity::Advice };
    let at = |i: usize| Span::at(i * unit.len() + 7..i * unit.len() + 25);
    let findings = (0..count).map(|i| Finding { severity: severity(i), ..named(at(i)) }).collect();
    one(it, findings)
}

#[test]
fn sarif_is_valid_at_every_level() {
    // A slip of this edition of the schema, put right as the standard's erratum has it.
    let schema = include_str!("../data/sarif-schema-2.1.0.json")
        .replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let odd = draft("./a b:c/ü#.md", "Ruth\u{1b} \u{202e}here");
    let span = spot(&odd, "Ruth\u{1b} \u{202e}here", 0);
    for outcome in [outcome(), Outcome::default(), one(odd, vec![named(span)])] {
        for level in Disclose::ALL {
            let log = json(&outcome, level, "sarif");
            let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{level:?}: {errors:#?}");
        }
    }
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0"})), "the schema asks for something");
}

#[test]
fn sarif_in_full() {
    let log = written(&outcome(), Disclose::Full, "sarif");
    insta::assert_snapshot!(log.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn sarif_results_have_rules_places_and_fingerprints() {
    for level in [Disclose::Full, Disclose::Masked] {
        let log = json(&outcome(), level, "sarif");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let results = run["results"].as_array().unwrap();
        let levels: Vec<&Value> = results.iter().map(|result| &result["level"]).collect();
        assert_eq!(levels, ["error", "error", "warning", "error"], "the worst first, the allowed last");
        for result in results {
            let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
            assert!(rule["help"]["text"].as_str().is_some_and(|text| !text.is_empty()));
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line > 0));
            assert!(!place["artifactLocation"]["uri"].as_str().unwrap().starts_with(['/', '.']));
            assert_eq!(
                place["region"].get("endColumn").is_some(),
                level == Disclose::Full && place["region"]["startColumn"].is_u64()
            );
        }
        let hashes: HashSet<&str> = results
            .iter()
            .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap())
            .collect();
        assert_eq!(hashes.len(), results.len());
        assert_eq!(results[0]["partialFingerprints"]["subrosa/v1"], "5f0c9a00000000000000000000000000");
        let accepted = &results[3]["suppressions"][0];
        assert_eq!((&accepted["kind"], &accepted["status"]), (&"external".into(), &"accepted".into()));
        assert_eq!(results[2]["relatedLocations"][1]["message"]["text"], "an event of the case");
        let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!(notes.len(), 2);
        assert_eq!(run["invocations"][0]["executionSuccessful"], false, "a file was not checked");
    }
    let region = &json(&outcome(), Disclose::Full, "sarif")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        ["region"];
    assert_eq!(*region, serde_json::json!({"startLine": 3, "startColumn": 17, "endLine": 4, "endColumn": 9}));
}

#[test]
fn sarif_without_places_never_reads_as_clean() {
    for level in [Disclose::Files, Disclose::Verdict] {
        let run = &json(&outcome(), level, "sarif")["runs"][0];
        assert_eq!(run["results"], serde_json::json!([]));
        let note = &run["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!(note["level"], "error");
    }
}

#[test]
fn sarif_keeps_the_worst_within_the_limits_of_code_scanning() {
    let run = &json(&many(6_000), Disclose::Masked, "sarif")["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    assert!(results[..600].iter().all(|result| result["level"] == "error") && results[600]["level"] == "note");
    let note = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(note["message"]["text"], "1000 results left out of this log: it holds the worst 5000");
}

#[test]
fn github_commands() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Full, "github"));
    insta::assert_snapshot!(written(&outcome(), Disclose::Masked, "github"));
    insta::assert_snapshot!(written(&outcome(), Disclose::Files, "github"));
    assert!(written(&outcome(), Disclose::Verdict, "github").starts_with("::error title=subrosa::"));
}

#[test]
fn github_shows_ten_of_each_level_the_worst_first_and_one_summary() {
    let out = written(&many(300), Disclose::Masked, "github");
    let starts = |word: &str| out.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!([starts("::error "), starts("::warning "), starts("::notice ")], [10, 0, 10]);
    assert_eq!(out.lines().count(), 21);
    assert!(out.ends_with("subrosa: 1 file checked: 30 errors, 270 advice; 280 more not annotated\n"), "{out}");
}

#[test]
fn the_summary_of_a_step_is_a_page_of_text() {
    insta::assert_snapshot!(step_summary(&disclose(&outcome(), Disclose::Masked, false)));
    assert_eq!(
        step_summary(&disclose(&outcome(), Disclose::Verdict, true)),
        "## subrosa: the gate lets the drafts through\n"
    );
    let long = step_summary(&disclose(&many(5_000), Disclose::Full, false));
    assert!(long.len() < 1024 * 1024 && long.contains("and 4800 more"), "{}", long.len());
}

#[test]
fn gitlab_fingerprints_are_unique_and_do_not_know_lines_or_words() {
    let report = |before: &str, name: &str, key: Option<&[u8; 16]>| {
        let it = draft("./posts/a.md", &format!("{before}We met {name} and {name}."));
        let spans = [spot(&it, name, 0), spot(&it, name, 1)];
        let findings = spans.map(|span| Finding {
            told: key.is_some(),
            identity: key.copied().unwrap_or_default(),
            ..named(span)
        });
        json(&one(it, findings.to_vec()), Disclose::Full, "gitlab")
    };
    let prints = |report: &Value| -> Vec<String> {
        report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let first = report("", "Ruth", Some(&PRINT));
    assert_eq!(first[0]["location"]["path"], "posts/a.md");
    assert_eq!(first[0]["severity"], "critical");
    let moved = report("A line.\n\nAnother.\n\n", "Ruth", Some(&PRINT));
    assert_eq!(
        (moved[0]["location"]["lines"]["begin"].as_u64(), first[0]["location"]["lines"]["begin"].as_u64()),
        (Some(5), Some(1))
    );
    assert_eq!(prints(&moved), prints(&first));
    assert_ne!(prints(&first)[0], prints(&first)[1]);
    assert_ne!(prints(&report("", "Ruth", Some(b"another identity"))), prints(&first));
    let neutral = prints(&report("", "Ruth", None));
    assert_eq!(neutral, prints(&report("", "Okonjo", None)), "without a key nothing of the text is in it");
    assert_ne!(neutral[0], neutral[1]);
}

#[test]
fn gitlab_leaves_out_what_is_allowed_and_never_reads_as_clean() {
    let issues = json(&outcome(), Disclose::Full, "gitlab");
    let rules: Vec<&Value> = issues.as_array().unwrap().iter().map(|issue| &issue["check_name"]).collect();
    assert_eq!(rules, ["identity/client", "identity/client", "case-facts/reply", "gate/unchecked"]);
    for level in [Disclose::Files, Disclose::Verdict] {
        assert!(!json(&outcome(), level, "gitlab").as_array().unwrap().is_empty());
    }
}

#[test]
fn junit_is_read_back_with_the_same_counts() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Masked, "junit"));
    for (level, tests, failures) in [(Disclose::Full, 7, 4), (Disclose::Files, 5, 3), (Disclose::Verdict, 1, 1)] {
        let report = quick_junit::Report::deserialize_from_str(&written(&outcome(), level, "junit")).unwrap();
        assert_eq!((report.tests, report.failures), (tests, failures), "{level:?}");
        assert_eq!(report.test_suites[0].name.as_str(), "subrosa");
    }
}

#[test]
fn junit_holds_no_character_that_xml_does_not_know() {
    let mut it = draft("a\u{1}<&>\".md", "x \u{b}\u{fffe} <b>&amp;</b> ]]> Ruth");
    it.record = Some("\u{0}row\u{ffff}".into());
    let span = spot(&it, "x \u{b}\u{fffe} <b>&amp;</b> ]]> Ruth", 0);
    let finding = Finding { message: "a \u{1f} b \u{fffe} <c> & 'd'".into(), ..named(span) };
    let out = written(&one(it, vec![finding]), Disclose::Full, "junit");
    assert!(!out.chars().any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}')), "{out:?}");
    let report = quick_junit::Report::deserialize_from_str(&out).unwrap();
    assert_eq!(report.test_suites[1].name.as_str(), "a␁<&>\".md");
}

/// A page without its style and script.
fn bare(page: &str) -> String {
    let mut out = page.replace(env!("CARGO_PKG_VERSION"), "VERSION");
    for (open, close) in [("<style>", "</style>"), ("<script>\"use strict\"", "</script>"), ("sha256-", "'")] {
        while let Some((before, rest)) = out.split_once(open) {
            let (_, after) = rest.split_once(close).unwrap();
            out = format!("{before}[cut]{after}");
        }
    }
    out
}

#[test]
fn html_pages() {
    insta::assert_snapshot!(bare(&written(&outcome(), Disclose::Full, "html")));
    insta::assert_snapshot!(bare(&written(&outcome(), Disclose::Masked, "html")));
    insta::assert_snapshot!(bare(&written(&outcome(), Disclose::Files, "html")));
}

#[test]
fn a_page_asks_for_nothing_from_elsewhere_and_shows_text_as_text() {
    let body = "<script>alert(1)</script><img src=x onerror=y> Ruth \"quotes\" & 'more' {{ 7 * 7 }} </mark></style>";
    let mut it = draft("<script>alert(2)</script>.md", body);
    it.record = Some("\"><script>alert(3)</script>".into());
    let finding = Finding {
        message: "<script>alert(4)</script>".into(),
        rule: "\" onclick=\"alert(5)".into(),
        ..named(spot(&it, "Ruth", 0))
    };
    let finding = finding.with(|more| {
        more.allowed = Some("<script>alert(6)</script>".into());
        more.places = vec![spot(&it, "<script>alert(1)", 0)];
    });
    let page = written(&one(it, vec![finding]), Disclose::Full, "html");
    assert_eq!(page.matches("<script").count(), 1, "our own script alone");
    assert!(page.contains("{{ 7 * 7 }}") && !page.contains("onclick=\"alert") && !page.contains("<img"));
    for outside in ["http:", "https:", "src=", "url(", "@import", "<link", "<iframe"] {
        let own = bare(&page).replace("onerror", "").replace("&lt;img src=x", "");
        assert!(!own.contains(outside), "{outside}");
        assert!(!page[..page.find("</style>").unwrap()].contains(outside), "{outside} in the style");
    }
}

#[test]
fn marks_lead_to_notes_and_notes_to_marks() {
    for level in [Disclose::Full, Disclose::Masked] {
        let page = written(&outcome(), level, "html");
        for number in 1..=4 {
            for part in [
                format!(" id=\"m{number}\""),
                format!(" id=\"f{number}\""),
                format!("href=\"#f{number}\""),
                format!("href=\"#m{number}\""),
            ] {
                assert_eq!(page.matches(&part).count(), 1, "{level:?} {part}");
            }
        }
    }
    let page = written(&outcome(), Disclose::Full, "html");
    assert!(page.contains("data-findings=\"1\" id=\"m1\">Northgate\nMemorial<a"), "{}", bare(&page));
}

#[test]
fn a_long_draft_is_cut_to_what_stands_around_its_marks() {
    let filler = format!("{}\n\n", "Nothing to see. ".repeat(20));
    let long = "word ".repeat(10_000);
    let it =
        draft("long.md", &format!("{}We met Ruth.\n\n{}{long}Okonjo {long}", filler.repeat(300), filler.repeat(300)));
    let findings = vec![named(spot(&it, "Ruth", 0)), named(spot(&it, "Okonjo", 0))];
    let page = written(&one(it, findings), Disclose::Full, "html");
    assert!(page.len() < 40_000, "{}", page.len());
    assert!(page.contains(">Ruth<") && page.contains(">Okonjo<") && page.contains("left out here"));
}

#[test]
fn every_format_takes_time_that_grows_with_the_findings_alone() {
    for format in ["sarif", "github", "gitlab", "junit", "html"] {
        let seconds = |count: usize| {
            let outcome = many(count);
            let start = Instant::now();
            assert!(written(&outcome, Disclose::Masked, format).len() > 1_000);
            start.elapsed().as_secs_f64()
        };
        let (few, more) = (seconds(500), seconds(5_000));
        assert!(more < few * 40.0 + 1.0, "{format}: 500 in {few} s, 5,000 in {more} s");
    }
}

#[test]
fn a_run_writes_all_formats_at_once_and_the_summary_of_the_step() {
    let bench = Bench::with_register().file("site/a.md", LEAK).file("step.md", "before\n");
    let step = bench.at("step.md").to_string_lossy().into_owned();
    let bench = bench.variable("GITHUB_STEP_SUMMARY", &step);
    let files = ["sarif=a.sarif", "gitlab=a.json", "junit=a.xml", "html=a.html", "github"];
    let formats = files.iter().flat_map(|file| ["--format", file]);
    let arguments: Vec<&str> =
        ["check", "--register", "register.yaml", "--no-packs", "site"].into_iter().chain(formats).collect();
    bench.run(&arguments).exits(1).shows("::error file=site/a.md,line=1,col=19,title=identity/client::");
    for file in ["a.sarif", "a.json", "a.xml", "a.html"] {
        let text = std::fs::read_to_string(bench.at(file)).unwrap();
        assert!(text.contains("C-1042") && !text.contains("Northgate"), "{file}: {text}");
    }
    let step = std::fs::read_to_string(bench.at("step.md")).unwrap();
    assert!(step.starts_with("before\n## subrosa: ") && !step.contains("Northgate"), "{step}");
    // Without the format the step is left alone.
    bench.run(&["check", "--register", "register.yaml", "--no-packs", "site"]).exits(1);
    assert_eq!(std::fs::read_to_string(bench.at("step.md")).unwrap(), step);
}

#[test]
fn overlapping_marks_part_a_block_without_changing_it() {
    let it = draft("a.md", "We won $5 for Ruth Okonjo today.");
    let won = phrase(spot(&it, "won $5 for Ruth", 0), vec![(spot(&it, "$5", 0), "an amount".into())]);
    let ruth = named(spot(&it, "Ruth Okonjo", 0));
    let outcome = one(it, vec![won, ruth]);
    let pieces = |level| {
        let report = disclose_for(reporter("html").unwrap(), &outcome, level, false);
        let pieces = report.drafts[0].blocks[0].pieces.clone();
        let numbers = |marks: &[PieceMark]| marks.iter().map(|mark| (mark.finding, mark.first)).collect::<Vec<_>>();
        pieces.into_iter().map(|piece| (piece.text, numbers(&piece.marks))).collect::<Vec<_>>()
    };
    let piece = |text: &str, marks: &[(usize, bool)]| (text.to_owned(), marks.to_vec());
    assert_eq!(
        pieces(Disclose::Full),
        [
            piece("We ", &[]),
            piece("won ", &[(0, true)]),
            piece("$5", &[(0, false)]),
            piece(" for ", &[(0, false)]),
            piece("Ruth", &[(0, false), (1, true)]),
            piece(" Okonjo", &[(1, false)]),
            piece(" today.", &[]),
        ]
    );
    let masked = [piece("We ", &[]), piece("███", &[(0, true), (1, true)]), piece(" today.", &[])];
    assert_eq!(pieces(Disclose::Masked), masked, "what touches is one mask, whoever marks it");
}

/// The JSON of a file with so many findings.
fn json_of(count: usize) -> String {
    let it = draft("a.md", &"Ruth was here. ".repeat(count));
    let findings = (0..count).map(|nth| named(spot(&it, "Ruth", nth))).collect();
    let outcome = Outcome { files: vec![file(it, findings, Vec::new())], checked: 1, ..Outcome::default() };
    written(&outcome, Disclose::Full, "json")
}

#[test]
fn json_of_many_findings_is_written_in_parts_and_reads_as_that_of_few() {
    let (few, many) = (json_of(511), json_of(1300));
    let parsed: serde_json::Value = serde_json::from_str(&many).unwrap();
    assert_eq!(parsed["findings"].as_array().unwrap().len(), 1300);
    assert_eq!(parsed["findings"][1299]["span"]["start"], 1299 * 15);
    let list = |json: &str| json[json.find("\"findings\": [").unwrap()..json.rfind("\n  ]").unwrap()].to_owned();
    assert!(list(&many).starts_with(&list(&few)), "the same bytes for the same findings");
    let end = |json: &str| json[json.rfind("\"unchecked\"").unwrap()..].to_owned();
    assert_eq!(end(&many), end(&few));
}
