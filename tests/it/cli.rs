//! The command line: what options do, what goes where, and how a run ends.

use std::fs;

use crate::support::{Bench, CLEAN, LEAK};

/// The paths of the findings of a JSON document.
fn paths(document: &serde_json::Value) -> Vec<&str> {
    document["findings"].as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap()).collect()
}

/// A folder with a register, a leak and a clean draft.
fn site() -> Bench {
    Bench::with_register().file("site/leak.md", LEAK).file("site/clean.md", CLEAN)
}

#[test]
fn a_leak_is_found_where_it_stands_and_fails_the_run() {
    let (code, document) = site().json(&["--disclose", "full", "site"]);
    assert_eq!(code, Some(1));
    let finding = &document["findings"][0];
    let span = &finding["span"];
    let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
    assert_eq!(&LEAK[range], "Northgate Memorial Hospital");
    assert_eq!((&span["line"], &span["column"]), (&1.into(), &19.into()));
    assert_eq!(finding["subject"]["client"], "C-1042");
    assert_eq!(paths(&document), ["site/leak.md"]);
    assert_eq!(document["summary"]["checked"], 2);
}

#[test]
fn a_run_without_findings_ends_in_zero() {
    site()
        .run(&["check", "--register", "register.yaml", "--no-packs", "site/clean.md"])
        .exits(0)
        .shows("1 file checked");
}

#[test]
fn exit_zero_strikes_findings_but_not_what_was_not_checked() {
    let bench = site();
    let base = ["check", "--register", "register.yaml", "--no-packs", "--exit-zero", "site"];
    bench.run(&base).exits(0).shows("identity/client");
    #[cfg(unix)]
    bench.link("nowhere", "site/dangling").run(&base).exits(2);
}

#[cfg(unix)]
#[test]
fn a_leak_wins_over_what_was_not_checked() {
    let bench = site().link("nowhere", "site/dangling");
    bench.run(&["check", "--register", "register.yaml", "--no-packs", "site"]).exits(1);
    bench.run(&["check", "--register", "register.yaml", "--no-packs", "site/clean.md", "site/dangling"]).exits(2);
}

#[test]
fn fail_on_moves_the_threshold_from_the_command_line_or_the_configuration() {
    let bench = Bench::with_register()
        .file("a.md", LEAK)
        .file(".subrosa.yaml", "register: register.yaml\nseverities: {identity/client: warning}\nfail_on: error\n");
    bench.run(&["check", "--no-packs", "a.md"]).exits(0).shows("warning[identity/client]");
    bench.run(&["check", "--no-packs", "--fail-on", "warning", "a.md"]).exits(1);
}

#[test]
fn output_is_masked_unless_asked() {
    let bench = Bench::with_register().file("northgate-memorial-hospital/a.md", LEAK);
    let base = ["check", "--register", "register.yaml", "--no-packs", "."];
    let hidden = bench.run(&base).exits(1);
    assert!(!hidden.stdout.to_lowercase().contains("northgate"), "{}", hidden.stdout);
    assert!(!hidden.stderr.to_lowercase().contains("northgate"), "{}", hidden.stderr);
    bench.run(&[&base[..], &["--disclose", "full"]].concat()).exits(1).shows("Northgate Memorial Hospital");
    let counts = bench.run(&[&base[..], &["--disclose", "files"]].concat()).exits(1);
    assert!(!counts.stdout.to_lowercase().contains("northgate") && counts.stdout.contains("identity/client"));
    let verdict = bench.run(&[&base[..], &["--disclose", "verdict"]].concat()).exits(1);
    assert!(!verdict.stdout.contains("identity") && !verdict.stdout.contains("a.md"), "{}", verdict.stdout);
}

#[test]
fn a_log_that_everybody_reads_gets_the_verdict_alone() {
    let bench = site()
        .file("event.json", r#"{"repository": {"private": false}}"#)
        .file(".subrosa.yaml", "register: register.yaml\ndisclose: full\n")
        .variable("GITHUB_ACTIONS", "true")
        .variable("GITHUB_EVENT_PATH", "event.json");
    let ran = bench.run(&["check", "--no-packs", "site"]).exits(1);
    assert!(!ran.stdout.contains("leak.md") && !ran.stdout.contains("identity"), "{}", ran.stdout);
    bench.run(&["check", "--no-packs", "--disclose", "masked", "site"]).exits(1).shows("███");
}

#[test]
fn formats_go_to_standard_output_and_to_files() {
    let bench = site().file("found.json", "old");
    let ran = bench.run(&[
        "check",
        "--register",
        "register.yaml",
        "--no-packs",
        "--format",
        "pretty",
        "--format",
        "json=found.json",
        "site",
    ]);
    ran.exits(1).shows("identity/client");
    let written = fs::read_to_string(bench.at("found.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(paths(&document), ["site/leak.md"]);
    assert!(!written.contains("Northgate"), "a file is masked");
    let left: Vec<_> = fs::read_dir(bench.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "no temporary file stays: {left:?}");
}

#[test]
fn what_cannot_be_written_is_said_and_is_no_pass() {
    let base = ["check", "--register", "register.yaml", "--no-packs", "--format", "json=no/such/folder/found.json"];
    site().run(&[&base[..], &["site/clean.md"]].concat()).exits(2).says("no/such/folder/found.json cannot be written");
    site().run(&[&base[..], &["site/leak.md"]].concat()).exits(1).says("cannot be written");
}

#[test]
fn two_formats_without_a_file_are_a_usage_error() {
    site().run(&["check", "--format", "json", "--format", "pretty", "site"]).exits(2).says("Only one --format");
    site().run(&["check", "--format", "poem", "site"]).exits(2).says("no such format");
    site().run(&["check", "--no-such-option"]).exits(2);
    site().run(&["check", "--kind", "poem", "site"]).exits(2).says("post, reply, page, email, document");
}

#[test]
fn standard_input_is_read_under_a_name_or_without_one() {
    let bench = Bench::with_register();
    let base = ["check", "--register", "register.yaml", "--no-packs", "--format", "json"];
    let ran = bench.run_with_input(&[&base[..], &["-"]].concat(), LEAK).exits(1);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((paths(&document), document["findings"][0]["kind"].as_str()), (vec!["<stdin>"], Some("post")));
    let named = [&base[..], &["--stdin-filename", "blog/a.md"]].concat();
    let document: serde_json::Value =
        serde_json::from_str(&bench.run_with_input(&named, LEAK).exits(1).stdout).unwrap();
    assert_eq!((paths(&document), document["findings"][0]["kind"].as_str()), (vec!["blog/a.md"], Some("page")));
    bench.file("a.md", LEAK).run(&["check", "--stdin-filename", "b.md", "a.md"]).exits(2).says("not read");
}

#[test]
fn the_command_line_decides_before_front_matter_and_front_matter_before_globs() {
    let front = format!("---\nsubrosa: {{kind: email, channel: newsletter}}\n---\n{LEAK}");
    let bench = Bench::with_register()
        .file("said.md", front)
        .file("plain.md", LEAK)
        .file(".subrosa.yaml", "kinds: {\"*.md\": reply}\nchannels: {\"*.md\": Twitter}\n");
    let kinds = |arguments: &[&str]| {
        let (_, document) = bench.json(&[arguments, &["plain.md", "said.md"]].concat());
        let findings = document["findings"].as_array().unwrap();
        let word = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
        findings.iter().map(|finding| (word(finding, "kind"), word(finding, "channel"))).collect::<Vec<_>>()
    };
    let pair = |kind: &str, channel: &str| (kind.to_owned(), channel.to_owned());
    assert_eq!(kinds(&[]), [pair("reply", "x"), pair("email", "email")]);
    assert_eq!(kinds(&["--kind", "document", "--channel", "LinkedIn"]), vec![pair("document", "linkedin"); 2]);
}

#[test]
fn a_consent_counts_on_the_day_of_publication() {
    let consent = "    consents:\n      - {covers: [name], from: 2030-01-01, until: 2030-12-31}\n";
    let bench = Bench::new()
        .file("register.yaml", format!("{}{consent}", crate::support::REGISTER))
        .file("blog/a.md", format!("---\ndate: 2030-06-01\n---\n{LEAK}"))
        .file("a.md", LEAK);
    let code = |arguments: &[&str]| bench.json(arguments).0;
    assert_eq!(code(&["a.md"]), Some(1), "not today");
    assert_eq!(code(&["--publish-at", "2030-06-01", "a.md"]), Some(0));
    assert_eq!(code(&["--publish-at", "2031-01-01T00:00Z", "a.md"]), Some(1));
    assert_eq!(code(&["blog/a.md"]), Some(1), "a date in front matter does not hide what is public now");
    fs::write(bench.at(".subrosa.yaml"), "publishes: {\"blog/\": on-date}\n").unwrap();
    assert_eq!(code(&["blog/a.md"]), Some(0));
}

#[test]
fn the_register_comes_from_the_option_then_the_environment_then_the_configuration() {
    let other = crate::support::REGISTER.replace("C-1042", "C-7");
    let third = crate::support::REGISTER.replace("C-1042", "C-8");
    let bench = Bench::with_register()
        .file("a.md", LEAK)
        .file("other.yaml", other)
        .file("conf/third.yaml", third)
        .file("conf/settings.yaml", "register: third.yaml\n");
    let base = ["check", "--no-packs", "--config", "conf/settings.yaml", "a.md"];
    bench.run(&base).exits(1).shows("C-8");
    let bench = bench.variable("SUBROSA_REGISTER", "other.yaml");
    bench.run(&base).exits(1).shows("C-7");
    bench.run(&[&base[..], &["--register", "register.yaml"]].concat()).exits(1).shows("C-1042");
}

#[test]
fn without_a_register_the_packs_run_alone_unless_one_is_required() {
    let bench = Bench::new().file("a.md", CLEAN).file("strict.yaml", "register: required\n");
    bench.run(&["check", "a.md"]).exits(0).says("no register is given");
    bench.run(&["check", "--require-register", "a.md"]).exits(2).says("A register is required");
    bench.run(&["check", "--config", "strict.yaml", "a.md"]).exits(2).says("The configuration requires a register");
}

#[test]
fn the_configuration_is_found_above_or_in_the_one_folder_given() {
    let bench = Bench::with_register()
        .file("demo/.subrosa.yaml", "register: ../register.yaml\n")
        .file("demo/deep/a.md", LEAK)
        .file("b.md", LEAK);
    bench.run(&["check", "demo"]).exits(1).shows("identity/client");
    bench.run(&["check", "demo", "b.md"]).says("no register is given");
    bench.run(&["check", "--isolated", "demo"]).says("no register is given");
}

#[test]
fn a_configuration_below_is_reported_and_not_obeyed() {
    let bench = Bench::with_register()
        .file(".subrosa.yaml", "register: register.yaml\n")
        .file("site/.subrosa.yaml", "severities: {identity: off}\n")
        .file("site/a.md", LEAK);
    let ran = bench.run(&["check", "--no-packs", "site"]).exits(1);
    ran.shows("gate/nested-config").shows("identity/client");
}

#[test]
fn ignore_files_and_exclude_leave_out_what_is_walked_and_the_summary_counts_it() {
    let bench = Bench::with_register()
        .file("site/.gitignore", "built/\n*.bak\n")
        .file("site/.subrosaignore", "notes.md\n")
        .file("site/built/a.md", LEAK)
        .file("site/a.bak", LEAK)
        .file("site/notes.md", LEAK)
        .file("site/.hidden.md", LEAK)
        .file("site/.git/a.md", LEAK)
        .file("site/old/a.md", LEAK)
        .file(".subrosa.yaml", "exclude: [site/old/]\n");
    let (_, document) = bench.json(&["site"]);
    assert_eq!(paths(&document), ["site/.hidden.md"]);
    assert_eq!(document["summary"]["ignored"], 4);
    let (_, named) = bench.json(&["site/built/a.md", "site/old/a.md", "site/notes.md"]);
    assert_eq!(paths(&named), ["site/built/a.md", "site/notes.md", "site/old/a.md"], "named files are not filtered");
    let base = ["check", "--register", "register.yaml", "--no-packs", "--force-exclude"];
    let ran = bench.run(&[&base[..], &["site/built/a.md", "site/old/a.md", "site/notes.md"]].concat()).exits(0);
    ran.says("nothing to check");
}

#[test]
fn ignore_files_above_the_repository_have_no_say() {
    let bench = Bench::with_register().file(".gitignore", "*\n").file("repo/.git/HEAD", "").file("repo/a.md", LEAK);
    assert_eq!(paths(&bench.json(&["repo"]).1), ["repo/a.md"]);
    let bench = Bench::with_register().file(".gitignore", "*.md\n").file("plain/a.md", LEAK);
    assert_eq!(paths(&bench.json(&["plain"]).1), ["plain/a.md"], "outside of a repository only the folder itself");
    let bench = Bench::with_register()
        .file(".gitignore", "b.md\n")
        .file(".git/HEAD", "")
        .file("in/b.md", LEAK)
        .file("in/a.md", LEAK);
    assert_eq!(paths(&bench.json(&["in"]).1), ["in/a.md"], "within a repository its root too");
}

#[test]
fn the_gates_own_files_are_not_drafts() {
    let bench = Bench::with_register().file(".subrosa.yaml", "register: register.yaml\n").file("a.md", CLEAN);
    bench.run(&["check", "--no-packs"]).exits(0);
    bench.run(&["check", "--no-packs", "register.yaml"]).exits(1).shows("identity/client");
}

#[test]
fn inputs_are_sorted_and_none_is_read_twice() {
    let bench = Bench::with_register().file("b.md", LEAK).file("a/z.md", LEAK).file("a/b/c.md", LEAK);
    let (_, document) = bench.json(&["b.md", "./b.md", "a/z.md", "a", "a/../a"]);
    assert_eq!(paths(&document), ["a/b/c.md", "a/z.md", "b.md"]);
}

#[test]
fn threads_do_not_change_a_byte() {
    let mut bench = Bench::with_register();
    for number in 0..200 {
        let text = if number % 3 == 0 { LEAK } else { CLEAN };
        bench = bench.file(&format!("site/{}/{number}.md", number % 7), text.repeat(number % 5 + 1));
    }
    let run = |jobs| bench.run(&["check", "--register", "register.yaml", "--format", "json", "--jobs", jobs, "site"]);
    let (one, four) = (run("1").exits(1), run("4").exits(1));
    assert!(one.stdout.len() > 1000);
    assert_eq!(one.stdout, four.stdout);
    assert_eq!(one.stderr, four.stderr);
}

#[test]
fn files_can_be_listed_without_showing_a_name() {
    let bench = Bench::with_register().file("site/northgate-memorial-hospital.md", CLEAN).file("site/b.md", CLEAN);
    let base = ["check", "--register", "register.yaml", "--list-files", "site"];
    assert_eq!(bench.run(&base).exits(0).stdout, "site/b.md\nsite/███.md\n");
    let full = bench.run(&[&base[..], &["--disclose", "full"]].concat()).exits(0);
    assert_eq!(full.stdout, "site/b.md\nsite/northgate-memorial-hospital.md\n");
}

#[test]
fn a_dump_shows_blocks_only_to_those_who_may_read_the_draft() {
    let bench = Bench::new().file("a.md", "# Title\n\nSome *text*.\n");
    bench.run(&["check", "--dump", "a.md"]).exits(2).says("--dump prints the drafts");
    let ran = bench.run(&["check", "--dump", "--disclose", "full", "a.md"]).exits(0);
    ran.shows("2..7").shows("Heading: Title").shows("Paragraph: Some text.").shows("Path: a.md");
}

#[test]
fn config_show_says_where_each_setting_comes_from() {
    let bench = Bench::with_register().file(".subrosa.yaml", "version: 1\nregister: register.yaml\nfail_on: advice\n");
    let ran = bench.run(&["config", "show"]).exits(0);
    let lines: Vec<_> = ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(lines.contains(&"register: register.yaml # .subrosa.yaml:2".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"fail_on: advice # .subrosa.yaml:3".to_owned()), "{lines:#?}");
    assert!(!ran.stdout.contains("Northgate"));
    let bench = bench.variable("SUBROSA_REGISTER", "elsewhere.yaml");
    bench.run(&["config", "show"]).exits(0).shows("# SUBROSA_REGISTER");
}

#[test]
fn colour_is_drawn_only_where_it_is_asked_for() {
    let base = ["check", "--register", "register.yaml", "--no-packs", "site"];
    assert!(!site().run(&base).stdout.contains('\u{1b}'));
    site().run(&[&base[..], &["--color", "always"]].concat()).shows("\u{1b}[");
}

#[test]
fn help_and_version_are_no_errors_and_show_no_environment() {
    let bench = Bench::new().variable("SUBROSA_REGISTER", "clients-of-northgate.yaml");
    bench.run(&["--version"]).exits(0).shows("subrosa ");
    let help = bench.run(&["check", "--help"]).exits(0).shows("SUBROSA_REGISTER");
    assert!(!help.stdout.contains("northgate"));
}

#[test]
fn exit_zero_says_that_it_lets_findings_through_wherever_a_verdict_is_said() {
    let bench = site();
    let base = ["check", "--register", "register.yaml", "--no-packs", "--exit-zero", "site"];
    bench.run(&base).exits(0).says("--exit-zero lets them through");
    let verdict = |format: &str| {
        let asked = ["--disclose", "verdict", "--format", format];
        bench.run(&[&base[..], &asked].concat()).exits(0).stdout
    };
    for format in ["pretty", "sarif", "github", "gitlab", "junit", "html"] {
        let said = verdict(format);
        assert!(said.contains("--exit-zero"), "{format}: {said}");
    }
    assert!(verdict("json").contains("\"let_through\": true"));
    assert_eq!(verdict("ndjson"), "{\"verdict\":\"pass\"}\n{\"let_through\":true}\n");
    let clean = ["check", "--register", "register.yaml", "--no-packs", "--exit-zero", "site/clean.md"];
    let ran = bench.run(&[&clean[..], &["--format", "json", "--disclose", "verdict"]].concat()).exits(0);
    assert!(!ran.stdout.contains("let_through") && !ran.stderr.contains("--exit-zero"), "{}", ran.stderr);
}

#[test]
fn an_override_holds_for_its_files_and_config_show_says_why() {
    let config = "register: register.yaml\nkinds: {\"*.md\": post}\noverrides:\n  - {files: [site/], kind: reply, severities: {identity/client: advice}}\n  \
                  - files: [site/uk/]\n    kind: page\n    rules: {identity/client: off}\n";
    let bench = Bench::with_register()
        .file(".subrosa.yaml", config)
        .file("a.md", LEAK)
        .file("site/a.md", LEAK)
        .file("site/uk/a.md", LEAK);
    let (_, document) = bench.json(&["."]);
    let findings = document["findings"].as_array().unwrap();
    let told: Vec<_> =
        findings.iter().map(|f| [&f["path"], &f["kind"], &f["severity"]].map(|v| v.as_str().unwrap())).collect();
    assert_eq!(told, [["a.md", "post", "error"], ["site/a.md", "reply", "advice"]]);
    let ran = bench.run(&["config", "show", "site/uk/a.md"]).exits(0);
    let lines: Vec<_> = ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "*.md: post # .subrosa.yaml:2",
        "- {files: [site/uk/], kind: page, rules: {identity/client: off}} # .subrosa.yaml:5",
        "severities: their own # default",
        "kind: page # .subrosa.yaml:5",
        "channel: not known # default",
        "identity/client: off # .subrosa.yaml:5",
        "allowances: 0 entries in .subrosa-allow.yaml # default",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line} is missing in {lines:#?}");
    }
}

#[test]
fn an_id_that_no_rule_has_is_a_mistake_with_its_place() {
    let bench = Bench::with_register()
        .file(".subrosa.yaml", "register: register.yaml\nseverities:\n  identiy: off\noverrides:\n  - files: [a]\n    rules: {case-facts/replyy: off}\n")
        .file("a.md", CLEAN);
    let ran = bench.run(&["check", "a.md"]).exits(2);
    ran.says(".subrosa.yaml:3:3: no rule has this id").says("did you mean `identity`?").says(".subrosa.yaml:6:13:");
    bench.run(&["check", "--no-packs", "a.md"]).exits(0);
}
