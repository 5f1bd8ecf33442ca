//! What a gate is given to know, and what is said where that is nothing, or cannot work: no call may pass for want of
//! something to look for.

use crate::support::{Bench, CLEAN, LEAK, REGISTER};

/// A register of which two names cannot be looked for, beside one that can.
const BLIND: &str = "clients:\n- {id: C-1, name: LLC}\n- {id: C-2, name: A}\n- {id: C-3, name: Kestrelford Optics}\n";

#[test]
fn a_gate_that_looks_for_nothing_does_not_pass() {
    let bench = Bench::with_register().file("a.md", CLEAN);
    for more in [&["a.md"][..], &["--isolated", "a.md"], &["--list-files", "a.md"]] {
        let ran = bench.run(&[&["check", "--no-packs"], more].concat()).exits(2);
        ran.says("There is nothing to look for").says("name a register with --register FILE");
    }
    let ran = bench.run(&["check", "a.md"]).exits(0).says("rule packs run alone");
    assert!(!ran.stderr.contains("nothing to look for"), "{}", ran.stderr);
    bench.run(&["check", "--no-packs", "--register", "register.yaml", "a.md"]).exits(0);
}

#[test]
fn names_that_cannot_be_looked_for_are_counted_by_check_and_fail_register_check() {
    let bench = Bench::new().file("a.md", CLEAN).file("r.yaml", BLIND).file("register.yaml", REGISTER);
    let ran = bench.run(&["check", "--no-packs", "--register", "r.yaml", "a.md"]).exits(0);
    let said = "2 names of the register cannot be looked for (C-1 in line 2, C-2 in line 3): `subrosa register check`";
    assert_eq!(ran.stderr.matches("cannot be looked for").count(), 1);
    assert!(!ran.stderr.contains("LLC") && ran.stderr.contains(said), "{}", ran.stderr);
    let ran = bench.run(&["register", "check", "r.yaml"]).exits(1);
    ran.shows("3 clients, ").shows("2 to mend").shows("line 2: C-1: The name is nothing but legal forms");
    let ran = bench.run(&["check", "--no-packs", "--register", "register.yaml", "a.md"]).exits(0);
    assert_eq!(ran.stderr, "");
    bench.run(&["register", "check", "register.yaml"]).exits(0).shows("1 client, ").shows("0 to mend");
}

#[test]
fn register_check_tells_initials_from_words_and_what_facts_weigh() {
    let register = "clients:\n- id: C-1\n  name: Kestrelford Optics\n  aliases: [TVG, H.M.C., Orchard]\n  matters:\n  - id: M-1\n    name: Project Zaltmar\n    \
                    recipients: [kestrelford.example]\n    facts: [{kind: court, value: Ironbeck Crown Court}, {kind: ship, value: Zenobia, weight: 1}]\n";
    let bench = Bench::new().file("r.yaml", register);
    let ran = bench.run(&["register", "check", "--facts", "r.yaml"]).exits(0);
    for line in [
        "line 2: C-1: Alias 1 is made of initials",
        "line 2: C-1: Alias 2 is made of initials",
        "line 2: C-1: Alias 3 is an ordinary word or a common name",
        "line 6: M-1: Its recipients are not used yet",
        "line 6: M-1: its facts weigh: court 2, ship 1",
    ] {
        assert!(ran.stdout.lines().any(|shown| shown == line), "{line} is missing:\n{}", ran.stdout);
    }
    let plain = bench.run(&["register", "check", "r.yaml"]).exits(0);
    assert!(!plain.stdout.contains("weigh:"));
}

#[test]
fn the_register_commands_take_the_register_that_check_would_use() {
    let bench = Bench::with_register().file("site/a.md", LEAK).file("other.yaml", BLIND).file("b.md", CLEAN);
    bench.run(&["register", "check", "--register", "register.yaml"]).exits(0).shows("1 client, ");
    bench.run(&["register", "check", "--register", "register.yaml", "other.yaml"]).exits(2);
    bench.run(&["register", "check"]).exits(2).says("name it with --register FILE");
    let impact = |more: &[&str]| bench.run(&[&["register", "impact"], more].concat());
    impact(&["register.yaml", "site"]).exits(0).shows("named in this content: 1 of 1 entry").shows("C-1042");
    impact(&["--register", "register.yaml", "site", "b.md"]).exits(0).shows("named in this content: 1 of 1 entry");
    impact(&["site"]).exits(2).says("one path is given").says("--register FILE");
    impact(&["nope.yaml", "site"]).exits(2).says("nope.yaml cannot be read: there is no such file");
    let bench = bench.variable("SUBROSA_REGISTER", "register.yaml");
    let impact = |more: &[&str]| bench.run(&[&["register", "impact"], more].concat());
    impact(&["site", "b.md"]).exits(0).says("the register is register.yaml (SUBROSA_REGISTER)").shows("C-1042");
    let ran = impact(&["other.yaml", "site"]).exits(0).shows("named in this content: 0 of 3 entries");
    assert!(!ran.stderr.contains("the register is"), "a register that stands first is the one: {}", ran.stderr);
}

#[test]
fn the_register_of_the_configuration_serves_register_check_and_impact() {
    let config = "register: register.yaml\n";
    let bench = Bench::with_register().file(".subrosa.yaml", config).file("site/a.md", LEAK);
    bench.run(&["register", "check"]).exits(0).shows("1 client, ");
    bench.run(&["register", "impact", "site"]).exits(0).says("(.subrosa.yaml:1)").shows("C-1042");
}

#[test]
fn a_command_takes_no_option_that_it_would_ignore() {
    let bench = Bench::with_register();
    for command in ["policy", "train", "rules list", "rules test", "explain case-facts"] {
        let words: Vec<&str> = command.split(' ').collect();
        for option in [&["--register", "register.yaml"][..], &["--require-register"], &["--no-packs"]] {
            bench.run(&[&words[..], option].concat()).exits(2).says("unexpected argument");
        }
    }
    bench.run(&["rules", "list", "--isolated", "--packs", "health-providers"]).exits(0);
}

#[test]
fn a_jurisdiction_that_nobody_knows_is_a_mistake_with_its_place() {
    let config =
        "jurisdictions: [virginia, us_va, va, atlantis, us-va, uk]\noverrides:\n- {files: [a], jurisdictions: VA}\n";
    let bench = Bench::new().file("a.md", CLEAN).file(".subrosa.yaml", config);
    let ran = bench.run(&["check", "a.md"]).exits(2);
    let places: Vec<&str> = ran.stderr.lines().filter_map(|line| line.trim().strip_prefix("× ")).collect();
    let said = |place: &str| format!(".subrosa.yaml:{place}: this is no place that a rule or subrosa knows");
    assert_eq!(places, [said("1:17"), said("1:34"), said("1:38"), said("3:31")]);
    assert_eq!(ran.stderr.matches("did you mean `us-va`?").count(), 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("as `us`, `us-va`, `uk`"), "{}", ran.stderr);
    // A place that a pack of one's own names is known.
    let pack = "pack: ours\nabout: Ours.\nsignals: {s: {phrases: [saltmarsh]}}\nrules:\n- {id: house/s, severity: error, message: It stands there, \
                jurisdictions: [atlantis], when: [{sentence: {all: [s]}}], examples: {flags: [A saltmarsh.], passes: [A marsh.]}}\n";
    let bench = Bench::new().file("a.md", "A saltmarsh.\n").file("ours.yaml", pack);
    let bench = bench.file(".subrosa.yaml", "packs: [ours.yaml]\njurisdictions: [atlantis]\n");
    bench.run(&["check", "a.md"]).exits(1).shows("house/s");
    bench
        .file(".subrosa.yaml", "packs: [ours.yaml]\njurisdictions: [atlantes]\n")
        .run(&["check", "a.md"])
        .exits(2)
        .says("did you mean `atlantis`?");
}

#[test]
fn errors_of_the_system_are_told_in_plain_words() {
    let bench = Bench::with_register().file("a.md", CLEAN).file("folder/x", "");
    for (arguments, words) in [
        (&["check", "--config", "nope.yaml", "a.md"][..], "nope.yaml cannot be read: there is no such file"),
        (&["check", "--config", "folder", "a.md"], "folder cannot be read: it is a folder"),
        (&["check", "--format", "html=no/x.html", "a.md"], "no/x.html cannot be written: there is no such folder"),
        (&["rules", "test", "nofile"], "The rule pack nofile cannot be read: there is no such file"),
        (&["check", "--jobs", "0", "a.md"], "it takes a number from 1 on"),
        (&["rules", "new", "ours", "--in", "no"], "no/ours.yaml cannot be written: there is no such folder"),
    ] {
        let ran = bench.run(arguments).exits(2).says(words);
        for leak in ["os error", "entity", "non-zero type"] {
            assert!(!ran.stderr.contains(leak), "{}", ran.stderr);
        }
    }
}
