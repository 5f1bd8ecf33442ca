//! Packs that are off until somebody names them, what a project's own packs replace, and where rules hold.

use subrosa::policy::{Kind, Policy};
use subrosa::rules::{PackFile, Switches, builtin, load, load_with};

use crate::support::Bench;

/// A draft that only the pack for code names stops.
const CODE_NAME: &str = "Project Kestrel signed at two in the morning.\n";

/// A pack that is off by default.
const OURS: &str = "pack: ours
about: Ours.
default: off
signals: {s: {phrases: [saltmarsh]}}
rules:
  - id: house/saltmarsh
    severity: error
    message: The word stands there
    when: [{sentence: {all: [s]}}]
    examples: {flags: [A saltmarsh.], passes: [A marsh.]}
";

/// The ids that a check of `a.txt` as a reply finds.
fn found(bench: &Bench, arguments: &[&str]) -> Vec<String> {
    let ran = bench.run(&[&["check", "--kind", "reply", "--format", "json"], arguments, &["a.txt"]].concat());
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_built_in_pack_that_is_off_runs_where_it_is_named() {
    let of_pack = |ids: &[String]| ids.iter().any(|id| id == "direct-identifier/code-name");
    let bench = Bench::new().file("a.txt", CODE_NAME);
    assert!(!of_pack(&found(&bench, &["--isolated"])));
    assert!(of_pack(&found(&bench, &["--packs", "nda-codenames"])));
    let bench = bench.file(".subrosa.yaml", "packs: [nda-codenames]\n");
    assert!(of_pack(&found(&bench, &[])));
    assert!(!of_pack(&found(&bench, &["--isolated"])));
    bench.run(&["config", "show"]).exits(0).shows("packs: built-in, nda-codenames");
}

#[test]
fn a_pack_of_ones_own_is_on_where_its_file_or_its_name_is_given() {
    let bench = Bench::new().file("a.txt", "A saltmarsh.\n").file("rules/ours.yaml", OURS);
    let wanted = ["house/saltmarsh"];
    assert_eq!(found(&bench, &["--packs", "rules"]), [""; 0], "its folder alone");
    assert_eq!(found(&bench, &["--packs", "rules,ours"]), wanted);
    assert_eq!(found(&bench, &["--packs", "rules/ours.yaml"]), wanted);
    assert_eq!(found(&bench, &["--packs", "rules,./rules/../rules/ours.yaml"]), wanted, "its folder and its own file");
    let bench = bench.file("conf/.subrosa.yaml", "packs: [../rules, ours]\n");
    assert_eq!(found(&bench, &["--config", "conf/.subrosa.yaml"]), wanted);
    let bench = bench.file("conf/.subrosa.yaml", "packs: [../rules, ../rules/ours.yaml]\n");
    assert_eq!(found(&bench, &["--config", "conf/.subrosa.yaml"]), wanted, "its folder and its own file");
    let bench = bench.file("conf/.subrosa.yaml", "packs: ../rules/ours.yaml\n");
    assert_eq!(found(&bench, &["--config", "conf/.subrosa.yaml"]), wanted);
}

#[test]
fn a_name_that_is_none_is_said_with_the_nearest() {
    let bench = Bench::new().file("a.txt", "A.\n");
    bench.run(&["check", "--packs", "health-provider", "a.txt"]).exits(2).says("did you mean health-providers?");
    let ran = bench.run(&["check", "--packs", "zzz", "a.txt"]).exits(2);
    ran.says("There is no rule pack zzz").says("health-providers, nda-codenames");
    let bench = bench.file(".subrosa.yaml", "packs: [zzz]\n");
    bench.run(&["check", "a.txt"]).exits(2).says("There is no rule pack zzz");
}

#[test]
fn lists_show_what_is_on_and_how_to_change_it() {
    let config = "severities: {guarantee-misleading: off, unsafe-channel: advice}\n";
    let bench = Bench::new().file(".subrosa.yaml", config);
    let ran = bench.run(&["rules", "list"]).exits(0);
    let row = |id: &str| {
        let line = ran.stdout.lines().find(|line| line.split_whitespace().next() == Some(id)).expect(id);
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(row("privileged-communication/patient-reply")[2..4], ["off (pack)", "health-providers"]);
    assert_eq!(row("direct-identifier/us-ssn")[1..4], ["error", "on", "identifiers"]);
    let mut guarantees = ran.stdout.lines().filter(|line| line.starts_with("guarantee-misleading/"));
    assert!(guarantees.all(|line| line.contains("  off (severities)")));
    let mut channels = ran.stdout.lines().filter(|line| line.starts_with("unsafe-channel/"));
    assert!(channels.all(|line| line.contains("  advice ")));
    let ran = ran.shows("off: nda-codenames.").shows("`packs: [nda-codenames]` in .subrosa.yaml switches it on");
    assert!(ran.stdout.contains("`--packs nda-codenames`"));
    let ran = bench.run(&["rules", "list", "--packs", "health-providers"]).exits(0);
    assert!(!ran.stdout.contains("off: health-providers"));
}

#[test]
fn a_rule_of_a_pack_that_is_off_is_explained_with_how_to_switch_it_on() {
    let ran = Bench::new().run(&["explain", "sensitive-personal/patient-story"]).exits(0);
    ran.shows("health-providers (built in, off)").shows("packs: [health-providers]");
}

#[test]
fn packs_that_are_off_are_proved_all_the_same() {
    let bad = OURS.replace("A marsh.", "No saltmarsh.");
    let bench = Bench::new().file("rules/ours.yaml", bad);
    bench.run(&["rules", "test", "--packs", "rules"]).exits(1).shows("house/saltmarsh");
    bench.run(&["rules", "test", "rules/ours.yaml"]).exits(1).shows("rules/ours.yaml:10");
}

/// A pack as a file.
fn file(name: &str, text: &str) -> PackFile {
    PackFile { name: name.to_owned(), bytes: text.as_bytes().to_vec(), builtin: false }
}

#[test]
fn an_override_by_a_pack_that_is_off_takes_nothing_away() {
    let first = OURS.replace("default: off\n", "").replace("pack: ours", "pack: first");
    let second = OURS.replace("severity: error", "severity: advice\n    override: true");
    let packs = [file("first.yaml", &first), file("ours.yaml", &second)];
    let severity = |switches: &Switches| {
        let set = load_with(&packs, switches).unwrap();
        let rule = set.rule("house/saltmarsh").expect("the rule runs");
        (rule.severity.of(Kind::Post).as_str(), set.rules.len(), set.off.len())
    };
    assert_eq!(severity(&Switches::default()), ("error", 1, 1));
    assert_eq!(severity(&Switches { named: vec!["ours".to_owned()], ..Switches::default() }), ("advice", 1, 0));
    assert_eq!(severity(&Switches::all()), ("advice", 1, 0));
}

#[test]
fn a_rule_of_a_pack_that_is_off_can_be_taken_over_by_one_that_runs() {
    let second = OURS.replace("default: off\n", "").replace("pack: ours", "pack: second");
    let second = second.replace("severity: error", "severity: advice\n    override: true");
    let set = load(&[file("ours.yaml", OURS), file("second.yaml", &second)]).unwrap();
    assert_eq!((set.rules.len(), set.off.len()), (1, 0));
    assert_eq!(set.pack(&set.rules[0]).map(|pack| pack.name.as_str()), Some("second"));
}

#[test]
fn default_is_on_or_off_and_nothing_else() {
    let problems = load(&[file("ours.yaml", &OURS.replace("off", "maybe"))]).unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (3, 10));
    assert!(problems[0].message.contains("on, off"), "{}", problems[0].message);
}

#[test]
fn every_built_in_pack_has_the_name_of_its_file() {
    let set = load(&builtin::packs()).unwrap();
    let names: Vec<&str> = set.packs.iter().map(|pack| pack.name.as_str()).collect();
    assert_eq!(names, builtin::names().collect::<Vec<_>>());
    let off: Vec<&str> = set.packs.iter().filter(|pack| !pack.default).map(|pack| pack.name.as_str()).collect();
    assert_eq!(off, ["health-providers", "nda-codenames"]);
    assert!(set.packs.iter().all(|pack| !pack.about.is_empty()));
}

#[test]
fn a_jurisdiction_holds_in_what_lies_within_it_and_not_around_it() {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (here, only, except, holds) in [
        (vec![], vec!["us-va"], vec![], true),
        (vec!["us-va"], vec!["us"], vec![], true),
        (vec!["us"], vec!["us-va"], vec![], false),
        (vec!["us-va"], vec!["us"], vec!["us-va"], false),
        (vec!["us-ny"], vec!["us"], vec!["us-va"], true),
        (vec!["us"], vec![], vec!["us-va"], true),
        (vec!["uk", "us-va"], vec!["us"], vec!["us-va"], false),
        (vec!["us-ny", "us-va"], vec!["us"], vec!["us-va"], true),
        (vec!["eu"], vec!["us", "uk"], vec![], false),
        (vec!["au"], vec![], vec![], true),
        (vec!["usx"], vec!["us"], vec![], false),
    ] {
        let policy = Policy { jurisdictions: words(&here), ..Policy::default() };
        assert_eq!(policy.holds(&words(&only), &words(&except)), holds, "{here:?} {only:?} {except:?}");
    }
}

/// The ids and severities that a check of a text as a kind finds where the firm practises `here`.
fn found_in(here: &str, kind: &str, text: &str) -> Vec<String> {
    let config = if here.is_empty() { String::new() } else { format!("jurisdictions: [{here}]\n") };
    let bench = Bench::new().file("a.txt", text).file(".subrosa.yaml", config);
    let ran = bench.run(&["check", "--kind", kind, "--format", "json", "a.txt"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    let findings = document["findings"].as_array().unwrap();
    let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    findings.iter().map(|finding| format!("{} {}", word(finding, "rule"), word(finding, "severity"))).collect()
}

#[test]
fn a_public_record_is_no_defence_but_in_virginia() {
    let text = "It is public record, so I can tell you about the lamp that she took.\n";
    let of = |here| -> Vec<String> {
        found_in(here, "post", text).into_iter().filter(|found| found.starts_with("case-facts/public-record")).collect()
    };
    for here in ["us", "us-ny", "uk", "ca-on", "eu", "us-va, us-md"] {
        assert_eq!(of(here), ["case-facts/public-record warning"], "{here}");
    }
    assert_eq!(of("us-va"), ["case-facts/public-record-virginia advice"]);
    assert_eq!(of(""), ["case-facts/public-record warning"], "the stricter one of all");
}

#[test]
fn disclaimers_beside_results_are_asked_for_where_a_rule_says_so() {
    let text = "We recovered more than $9m for our clients.\n";
    let has = |here, rule: &str| found_in(here, "page", text).iter().any(|found| found.starts_with(rule));
    for (here, virginia, new_york) in [
        ("us-va", true, false),
        ("us-ny", false, true),
        ("us", false, false),
        ("uk", false, false),
        ("au", false, false),
    ] {
        assert_eq!(has(here, "guarantee-misleading/ny-disclaimer"), new_york, "{here}");
        let listed = |rule: &str| {
            let bench = Bench::new().file(".subrosa.yaml", format!("jurisdictions: [{here}]\n"));
            let ran = bench.run(&["rules", "list"]).exits(0);
            let line = ran.stdout.lines().find(|line| line.starts_with(&format!("{rule} "))).expect(rule).to_owned();
            !line.contains("off (jurisdictions)")
        };
        assert_eq!(listed("outcome-amount/virginia-disclaimer"), virginia, "{here}");
        assert_eq!(listed("guarantee-misleading/ny-disclaimer"), new_york, "{here}");
    }
}

#[test]
fn a_review_opens_no_self_defence_and_colorado_is_milder() {
    let text = "The ethics rules allow us to respond.\n";
    let of = |here| -> Vec<String> {
        found_in(here, "reply", text).into_iter().filter(|found| found.starts_with("case-facts/self-defence")).collect()
    };
    for here in ["us", "us-ny", "us-tx", "uk", "nz"] {
        assert_eq!(of(here), ["case-facts/self-defence error"], "{here}");
    }
    assert_eq!(of("us-co"), ["case-facts/self-defence-colorado warning"]);
}

#[test]
fn jurisdictions_may_be_written_in_capitals_or_with_underscores() {
    let text = "The ethics rules allow us to respond.\n";
    for here in ["US-CO", "us_co"] {
        assert!(
            found_in(here, "reply", text).contains(&"case-facts/self-defence-colorado warning".to_owned()),
            "{here}"
        );
    }
}
