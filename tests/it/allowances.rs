//! Allowances: what `.subrosa-allow.yaml` accepts, what it does not, and what is said of it; and the fingerprints that it
//! rests on.

use std::fs;

use serde_json::Value;

use crate::support::{Bench, CLEAN, LEAK, REGISTER};

/// The file of allowances.
const FILE: &str = ".subrosa-allow.yaml";

/// A folder with a configuration, a register beside it, and a draft that names its client.
fn bench() -> Bench {
    Bench::with_register()
        .file("web/.subrosa.yaml", "register: ../register.yaml\n")
        .file("web/site/leak.md", LEAK)
        .file("web/site/clean.md", CLEAN)
}

/// The JSON of a run over paths, in full, without packs.
fn json(bench: &Bench, arguments: &[&str]) -> (Option<i32>, Value) {
    let fixed = ["check", "--config", "web/.subrosa.yaml", "--no-packs", "--format", "json", "--disclose", "full"];
    let ran = bench.run(&[&fixed, arguments].concat());
    let document = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    (ran.code, document)
}

/// The fingerprints of a run's findings, null as an empty text.
fn prints(document: &Value) -> Vec<String> {
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["fingerprint"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Rules and paths of a run's findings.
fn told(document: &Value) -> Vec<(&str, &str)> {
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|f| (f["rule"].as_str().unwrap(), f["path"].as_str().unwrap())).collect()
}

/// The one fingerprint of a draft under a register.
fn print_of(register: &str, draft: &str) -> String {
    let bench = Bench::new().file("register.yaml", register).file("a.md", draft);
    let (_, document) = bench.json(&["a.md"]);
    let prints = prints(&document);
    assert_eq!(prints.len(), 1, "{draft:?}");
    prints[0].clone()
}

/// Accepts the finding of the bench.
fn allowed(bench: &Bench, more: &[&str]) -> String {
    let print = prints(&json(bench, &["web"]).1).remove(0);
    let fixed = ["allow", &print, "--config", "web/.subrosa.yaml", "--no-packs", "--by", "R. Patel, partner"];
    bench.run(&[&fixed[..], more].concat()).exits(0);
    print
}

#[test]
fn another_person_or_identifier_of_a_client_is_another_finding_and_another_spelling_of_its_name_is_not() {
    let register = "version: 1\nkey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nclients:\n  - {id: C-1, name: Kestrelford Instruments, people: \
                    [Ines Calloway, Tobias Reedham], identifiers: [+49 30 5550 1234, office@kestrelford.example]}\n";
    let print = |name: &str| print_of(register, &format!("We met {name} on our panel.\n"));
    assert_ne!(print("Ines Calloway"), print("Tobias Reedham"));
    assert_ne!(print("+49 30 5550 1234"), print("office@kestrelford.example"));
    assert_eq!(print("Kestrelford Instruments"), print("KESTRELFORD-INSTRUMENTS"));
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_counted_apart() {
    let bench = bench();
    let print = allowed(&bench, &["--reason", "the press release of May names them"]);
    let text = fs::read_to_string(bench.at("web").join(FILE)).unwrap();
    for line in [
        "# identity/client",
        &format!("- fingerprint: \"{print}\""),
        "  reason: \"the press release of May names them\"",
        "  by: \"R. Patel, partner\"",
        "  paths: [\"site/leak.md\"]",
    ] {
        assert!(text.lines().any(|have| have == line), "{line:?} is missing in\n{text}");
    }
    let (code, document) = json(&bench, &["web"]);
    assert_eq!(code, Some(0));
    assert_eq!(document["findings"][0]["allowed"], "the press release of May names them");
    assert_eq!((&document["summary"]["allowed"], &document["summary"]["error"]), (&1.into(), &0.into()));
    assert_eq!(told(&document), [("identity/client", "web/site/leak.md")]);
    let base = ["check", "--config", "web/.subrosa.yaml", "--no-packs", "web"];
    bench.run(&base).exits(0).shows("nothing found (1 allowed)");
    let masked = bench.run(&[&base[..], &["--format", "sarif"]].concat()).exits(0);
    assert!(!masked.stdout.contains("Northgate"), "an allowed mention is masked as any other");
    let log: Value = serde_json::from_str(&masked.stdout).unwrap();
    let accepted = &log["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(accepted["justification"], "the press release of May names them");
    bench.run(&["check", "--isolated", "--register", "register.yaml", "web/site/leak.md"]).exits(1);
}

#[test]
fn it_holds_for_its_paths_alone() {
    let bench = bench();
    allowed(&bench, &["--reason", "agreed"]);
    let bench = bench.file("web/other/leak.md", LEAK);
    let (code, document) = json(&bench, &["web"]);
    assert_eq!(code, Some(1));
    let open: Vec<&Value> =
        document["findings"].as_array().unwrap().iter().filter(|finding| finding["allowed"].is_null()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["path"], "web/other/leak.md");
}

#[test]
fn a_glob_accepts_unseen() {
    let bench = bench().file("web/other/leak.md", LEAK);
    allowed(&bench, &["--reason", "agreed", "--path", "site/", "--path", "other/*.md"]);
    assert_eq!(json(&bench, &["web"]).0, Some(0));
    bench.run(&["allow", "00", "--reason", "r", "--by", "b"]).exits(2).says("32 digits");
    bench.run(&["allow", &"0".repeat(32), "--reason", "r", "--by", "b", "--path", "!a"]).exits(2).says(".gitignore");
}

#[test]
fn what_is_not_found_is_not_accepted() {
    let bench = bench();
    let allow = |print: &str, more: &[&str]| {
        let fixed = ["allow", print, "--config", "web/.subrosa.yaml", "--no-packs", "--reason", "r", "--by", "b"];
        bench.run(&[&fixed[..], more].concat())
    };
    allow(&"0".repeat(32), &[]).exits(2).says("No finding has this fingerprint").says("--path GLOB");
    allow(&"0".repeat(32), &["--until", "2020-01-01", "--path", "a/"]).exits(2).says("is over");
    allow(&"0".repeat(32), &["--until", "soon", "--path", "a/"]).exits(2).says("not a day");
    allow(&"0".repeat(32), &["no/such/place"]).exits(2).says("no/such/place");
    assert!(!bench.at("web").join(FILE).exists(), "nothing is written");
    let print = allowed(&bench, &["--reason", "agreed"]);
    allow(&print, &[]).exits(2).says(&format!("{FILE}:3 speaks of this fingerprint already"));
    bench.run(&["allow", &print, "--by", "b"]).exits(2).says("--reason");
    bench.run(&["allow", &print, "--reason", "r"]).exits(2).says("--by");
}

#[test]
fn comments_stay_and_the_file_keeps_its_rights() {
    let text = "# Kept by the partners.\n- fingerprint: \"00000000000000000000000000000000\" # old\n  reason: r\n  by: b\n  paths: [gone/]\n# The end.";
    let bench = bench().file("web/.subrosa-allow.yaml", text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(bench.at("web").join(FILE), fs::Permissions::from_mode(0o640)).unwrap();
    }
    allowed(&bench, &["--reason", "agreed: \"yes\" # é"]);
    let after = fs::read_to_string(bench.at("web").join(FILE)).unwrap();
    assert!(after.starts_with(text) && after.contains("agreed: \\\"yes\\\" # é"), "{after}");
    assert_eq!(json(&bench, &["web/site"]).0, Some(0));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(bench.at("web").join(FILE)).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

#[test]
fn after_its_last_day_it_accepts_nothing_and_is_told() {
    let bench = bench();
    let print = allowed(&bench, &["--reason", "agreed", "--until", "2999-01-31"]);
    assert_eq!(json(&bench, &["--publish-at", "2999-01-31T23:59Z", "web"]).0, Some(0), "through its end");
    let (code, document) = json(&bench, &["--publish-at", "2999-02-01T00:00Z", "web"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        told(&document),
        [("allowance/expired", "web/.subrosa-allow.yaml"), ("identity/client", "web/site/leak.md")]
    );
    assert_eq!(
        (&document["findings"][0]["severity"], &document["findings"][0]["span"]["text"]),
        (&"warning".into(), &"2999-01-31".into())
    );
    let text = fs::read_to_string(bench.at("web").join(FILE)).unwrap();
    let span = &document["findings"][0]["span"];
    let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
    assert_eq!(&text[at("start")..at("end")], "2999-01-31");
    // The day ends where the register is.
    fs::write(bench.at("register.yaml"), REGISTER.replace("clients:", "timezone: America/New_York\nclients:")).unwrap();
    assert_eq!(json(&bench, &["--publish-at", "2999-02-01T04:00Z", "web"]).0, Some(0));
    assert_eq!(json(&bench, &["--publish-at", "2999-02-01T05:00Z", "web"]).0, Some(1));
    fs::write(bench.at("web").join(FILE), text.replace("2999-01-31", "2020-01-31")).unwrap();
    assert_eq!(told(&json(&bench, &["web/site/clean.md"]).1), [("allowance/expired", "web/.subrosa-allow.yaml")]);
    assert!(!print.is_empty());
}

#[test]
fn an_unused_one_is_told_where_its_paths_were_read_and_only_there() {
    let entry = |paths: &str| {
        format!("- {{fingerprint: 00000000000000000000000000000000, reason: agreed, by: b, paths: {paths}}}\n")
    };
    let run = |paths: &str, arguments: &[&str]| {
        let bench = bench().file("web/.subrosa-allow.yaml", entry(paths));
        let fixed = ["check", "--config", "web/.subrosa.yaml", "--format", "json", "--disclose", "full"];
        let ran = bench.run(&[&fixed[..], arguments].concat());
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        let unused: Vec<Value> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["rule"] == "allowance/unused")
            .cloned()
            .collect();
        (ran.code, unused)
    };
    let (code, unused) = run("[site/clean.md]", &["web/site/clean.md"]);
    assert_eq!((code, unused.len()), (Some(0), 1), "advice");
    assert_eq!(unused[0]["span"]["text"], "00000000000000000000000000000000");
    assert_eq!(unused[0]["path"], "web/.subrosa-allow.yaml");
    for (paths, arguments, told) in [
        ("[site/clean.md]", &["web"][..], 1),
        ("[site/clean.md]", &["web/site"][..], 1),
        ("[site/clean.md]", &["web/site/leak.md"][..], 0),
        ("[site/gone.md]", &["web"][..], 1),
        ("[site/gone.md]", &["web/site/leak.md"][..], 0),
        ("[site/clean.md, elsewhere/]", &["web/site"][..], 0),
        ("['*.md']", &["web/site"][..], 0),
        ("['*.md']", &["web"][..], 1),
        ("['site/*.md']", &["web/site"][..], 1),
        ("[/site/]", &["web/site"][..], 1),
        ("[site/]", &["web/site"][..], 0),
        ("[site/]", &["web"][..], 1),
        ("[site/clean.md]", &["--no-packs", "web"][..], 0),
        ("[site/clean.md]", &["--kind", "reply", "web"][..], 0),
    ] {
        assert_eq!(run(paths, arguments).1.len(), told, "{paths} {arguments:?}");
    }
    let bench = bench().file("web/.subrosa-allow.yaml", entry("[site/]").replace(", paths: [site/]", ""));
    let base = ["check", "--config", "web/.subrosa.yaml"];
    bench.run(&[&base[..], &["web"]].concat()).exits(1).shows("allowance/unused");
    assert!(!bench.run(&[&base[..], &["web/site"]].concat()).exits(1).stdout.contains("allowance/"));
}

#[test]
fn a_file_that_was_not_read_makes_no_allowance_unused() {
    let entry = "- {fingerprint: 00000000000000000000000000000000, reason: agreed, by: b, paths: [site/]}\n";
    let bench = bench().file("web/.subrosa-allow.yaml", entry).file("web/site/a.zip", b"PK\x03\x04 broken");
    let ran = bench.run(&["check", "--config", "web/.subrosa.yaml", "web"]).exits(1);
    assert!(!ran.stdout.contains("allowance/unused"), "{}", ran.stdout);
}

#[test]
fn a_reason_that_names_a_client_is_a_finding_at_its_place() {
    let entry = "- fingerprint: 00000000000000000000000000000000\n  reason: >\n    The people of Northgate Memorial\n    Hospital agreed\n  by: b\n  paths: [elsewhere/]\n";
    let bench = bench().file("web/.subrosa-allow.yaml", entry);
    let (code, document) = json(&bench, &["web/site/clean.md"]);
    assert_eq!(code, Some(1));
    assert_eq!(told(&document), [("identity/client", "web/.subrosa-allow.yaml")]);
    let span = &document["findings"][0]["span"];
    assert_eq!((&span["line"], &span["column"], &span["end_line"]), (&3.into(), &19.into(), &4.into()));
    assert_eq!(document["findings"][0]["kind"], "document");
    let masked = bench.run(&["check", "--config", "web/.subrosa.yaml", "web/site/clean.md"]).exits(1);
    assert!(masked.stdout.contains("███") && !masked.stdout.contains("Northgate"), "{}", masked.stdout);
    // It can be named as an input; it is judged once, and never quoted as plain text.
    let (code, document) = json(&bench, &["web/.subrosa-allow.yaml"]);
    assert_eq!((code, told(&document).len(), &document["summary"]["checked"]), (Some(1), 1, &1.into()));
}

#[test]
fn allow_refuses_a_reason_that_would_be_a_finding() {
    let bench = bench();
    let print = prints(&json(&bench, &["web"]).1).remove(0);
    let allow = |reason: &str, by: &str| {
        bench.run(&["allow", &print, "--config", "web/.subrosa.yaml", "--reason", reason, "--by", by])
    };
    let ran = allow("Northgate Memorial Hospital agreed", "b").exits(2).says("--reason cannot be written down");
    assert!(!ran.stderr.contains("Northgate"), "{}", ran.stderr);
    allow("agreed", "NORTHGATE MEMORIAL HOSPITAL").exits(2).says("--by cannot be written down");
    allow("two\nlines", "b").exits(2).says("one line");
    allow(" ", "b").exits(2).says("say something");
    assert!(!bench.at("web").join(FILE).exists());
    for reason in [
        "The client agreed in writing",
        "Public judgment, approved by the managing partner",
        "False positive: the park, not the client",
        "Taken from the press release that both sides published",
    ] {
        let bench = self::bench();
        bench.run(&["allow", &print, "--config", "web/.subrosa.yaml", "--reason", reason, "--by", "b"]).exits(0);
    }
}

#[test]
fn a_baseline_accepts_all_of_today() {
    let bench = bench()
        .file("web/site/b.md", "Northgate Memorial Hospital again. We guarantee that you will win your case.\n")
        .file("web/site/copy.md", LEAK);
    let base = ["check", "--config", "web/.subrosa.yaml", "web"];
    bench.run(&base).exits(1);
    bench.run(&[&base[..], &["--write-baseline"]].concat()).exits(0).says("accepts").shows("allowed");
    let text = fs::read_to_string(bench.at("web").join(FILE)).unwrap();
    assert!(text.contains("not reviewed\"") && text.contains("by: \"baseline\""), "{text}");
    assert!(text.contains("paths: [\"site/copy.md\", \"site/leak.md\"]"), "one entry for equal findings: {text}");
    bench.run(&base).exits(0);
    bench.run(&[&base[..], &["--write-baseline"]].concat()).exits(0).says("nothing to accept");
    assert_eq!(fs::read_to_string(bench.at("web").join(FILE)).unwrap(), text);
    let bench = bench.file("web/site/new.md", "Northgate Memorial Hospital is new here.\n");
    bench.run(&base).exits(1).shows("site/new.md");
    let own = ["--write-baseline", "--reason", "looked at", "--by", "R. Patel"];
    bench.run(&[&base[..], &own].concat()).exits(0).says("accepts 1 more finding");
    assert!(fs::read_to_string(bench.at("web").join(FILE)).unwrap().contains("by: \"R. Patel\""));
    bench.run(&[&base[..], &["--reason", "without a baseline"]].concat()).exits(2).says("--write-baseline");
    let named = ["--write-baseline", "--reason", "Northgate Memorial Hospital agreed"];
    bench.file("web/site/more.md", "We met Northgate Memorial Hospital.\n").run(&[&base[..], &named].concat()).exits(2);
}

#[test]
fn without_a_key_findings_of_the_register_cannot_be_accepted_and_those_of_packs_can() {
    let keyless = REGISTER.lines().filter(|line| !line.starts_with("key:")).collect::<Vec<_>>().join("\n");
    let bench =
        bench().file("register.yaml", keyless).file("web/site/pack.md", "We guarantee that you will win your case.\n");
    let base = ["check", "--config", "web/.subrosa.yaml"];
    let ran = bench.run(&[&base[..], &["web", "--write-baseline"]].concat()).exits(2);
    ran.says("no fingerprint, since the register has no key").says("base64");
    assert!(!bench.at("web").join(FILE).exists());
    let ran = bench.run(&["allow", &"0".repeat(32), "--config", "web/.subrosa.yaml", "--reason", "r", "--by", "b"]);
    ran.exits(2).says("the register has no key");
    bench.run(&[&base[..], &["web/site/pack.md"]].concat()).exits(1);
    bench.run(&[&base[..], &["web/site/pack.md", "--write-baseline"]].concat()).exits(0);
    bench.run(&[&base[..], &["web/site/pack.md"]].concat()).exits(0);
}

#[test]
fn mistakes_in_the_file_stop_the_run_with_their_places() {
    let text = "- fingerprint: 00000000000000000000000000000000\n  reason: agreed\n  by: b\n  untill: 2026-01-01\n- fingerprint: x\n  by: b\n";
    let bench = bench().file("web/.subrosa-allow.yaml", text);
    let ran = bench.run(&["check", "--config", "web/.subrosa.yaml", "web"]).exits(2);
    ran.says("web/.subrosa-allow.yaml:4:3: unknown key")
        .says("`until`")
        .says("5:16: this is no fingerprint")
        .says("`reason:` is missing");
}

#[test]
fn one_further_down_is_reported_and_not_obeyed() {
    let bench = bench();
    allowed(&bench, &["--reason", "agreed"]);
    fs::rename(bench.at("web").join(FILE), bench.at("web/site").join(FILE)).unwrap();
    let (code, document) = json(&bench, &["web"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        told(&document),
        [("gate/nested-config", "web/site/.subrosa-allow.yaml"), ("identity/client", "web/site/leak.md")]
    );
    assert!(document["findings"][0]["fingerprint"].is_string(), "it can be accepted");
}

#[test]
fn a_fingerprint_survives_moving_wrapping_and_spaces() {
    let first = print_of(REGISTER, "# News\n\nOn Monday we met Northgate Memorial Hospital in the hall.\n");
    for same in [
        "On Monday we met Northgate Memorial Hospital in the hall.\n",
        "Other words. And more.\n\n> x\n\n\n\nOn Monday we met Northgate Memorial Hospital in the hall. After.\n",
        "On Monday we\nmet Northgate\nMemorial Hospital   in the\nhall.\n",
        "- item\n- On Monday we met *Northgate* Memorial Hospital in the hall.\n",
        "On monday we met the Northgate Memorial Hospital's — in the hall.\n",
    ] {
        let print = print_of(REGISTER, same);
        assert_eq!(print == first, !same.contains("the Northgate"), "{same:?}");
    }
    for other in [
        "On Tuesday we met Northgate Memorial Hospital in the hall.\n",
        "On Monday we met Northgate Memorial Hospital in the hall, and won.\n",
    ] {
        assert_ne!(print_of(REGISTER, other), first, "{other:?}");
    }
}

#[test]
fn another_spelling_of_the_name_keeps_the_fingerprint_and_another_client_does_not() {
    let register = format!("{REGISTER}    aliases: [NMH Care]\n  - id: C-7\n    name: Quillhaven Foundry\n");
    let first = print_of(&register, "We met Northgate Memorial Hospital.\n");
    assert_eq!(print_of(&register, "We met NMH Care.\n"), first);
    assert_ne!(print_of(&register, "We met Quillhaven Foundry.\n"), first);
}

#[test]
fn a_fingerprint_changes_with_the_key_and_rests_on_it() {
    let other = REGISTER.replace("n4bQ", "n4bR");
    assert_ne!(print_of(REGISTER, LEAK), print_of(&other, LEAK));
    let keyless = REGISTER.lines().filter(|line| !line.starts_with("key:")).collect::<Vec<_>>().join("\n");
    assert_eq!(print_of(&keyless, LEAK), "", "null");
    // What names nobody has the same fingerprint everywhere.
    let pack = |register: &str| {
        let bench =
            Bench::new().file("register.yaml", register).file("a.md", "We guarantee that you will win your case.\n");
        let ran = bench.run(&["check", "--register", "register.yaml", "--format", "json", "a.md"]);
        prints(&serde_json::from_str(&ran.stdout).unwrap())
    };
    assert!(!pack(REGISTER).is_empty() && pack(REGISTER)[0].len() == 32);
    assert_eq!(pack(REGISTER), pack(&other));
    assert_eq!(pack(REGISTER), pack(&keyless));
}

#[test]
fn a_fingerprint_of_a_path_is_that_of_its_segment() {
    let register = REGISTER;
    let print = |path: &str| {
        let bench = Bench::new().file("register.yaml", register).file(path, CLEAN);
        let (_, document) = bench.json(&[path.split('/').next().unwrap()]);
        prints(&document)
    };
    let first = print("a/northgate-memorial-hospital.md");
    assert_eq!(first.len(), 1);
    assert_eq!(print("b/c/northgate-memorial-hospital.md"), first);
    assert_ne!(print("a/northgate-memorial-hospital-2.md"), first);
}

#[test]
fn facts_have_the_fingerprint_of_their_kinds_and_values() {
    let register = format!(
        "{REGISTER}    matters:\n      - id: M-1\n        name: Project Saltmarsh\n        facts:\n          - {{kind: court, value: Lawrence Juvenile Court}}\n          \
         - {{kind: amount, value: $2.4 million}}\n          - {{kind: docket, value: \"1:24-cv-00137\"}}\n"
    );
    let facts = |draft: &str| {
        let bench = Bench::new().file("register.yaml", &register).file("a.txt", draft);
        let (_, document) = bench.json(&["a.txt"]);
        let findings = document["findings"].as_array().unwrap();
        let mut facts = findings.iter().filter(|finding| finding["rule"] == "indirect-identification/facts");
        facts.next().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned())
    };
    let one = facts("We argued in Lawrence Juvenile Court. It ended with $2.4 million.\n").unwrap();
    assert_eq!(
        facts("It was $2.4 million, said the Lawrence Juvenile Court.\n"),
        Some(one.clone()),
        "order and words are free"
    );
    let other = facts("We argued in Lawrence Juvenile Court. The docket is 1:24-cv-00137.\n").unwrap();
    assert_ne!(one, other);
}
