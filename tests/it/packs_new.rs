//! Packs of a project's own: `rules new` writes one to begin with, `rules test` proves it and says what went wrong.

use std::fs;

use crate::support::Bench;

#[test]
fn a_new_pack_passes_its_own_test_and_says_what_comes_next() {
    let bench = Bench::new().file("rules/.keep", "");
    let ran = bench.run(&["rules", "new", "our-style", "--in", "rules"]).exits(0);
    ran.shows("subrosa rules test rules/our-style.yaml").shows("packs: [rules/our-style.yaml]");
    let ran = bench.run(&["rules", "test", "rules/our-style.yaml"]).exits(0);
    assert_eq!(ran.stdout, "1 rule, 5 examples: all as they should be\n");
    let text = fs::read_to_string(bench.at("rules/our-style.yaml")).unwrap();
    assert!(text.contains("pack: our-style\n") && text.contains("house/our-style-prices"), "{text}");
    assert!(!text.contains("{{"), "{text}");
    let bench = bench.file("a.txt", "Our fixed fee for a will is $250.\n");
    bench.run(&["check", "--packs", "rules", "a.txt"]).exits(1).shows("house/our-style-prices");
}

#[test]
fn a_new_pack_never_takes_the_place_of_a_file() {
    let bench = Bench::new().file("ours.yaml", "mine");
    bench.run(&["rules", "new", "ours"]).exits(2).says("ours.yaml is there already").says("nothing was changed");
    assert_eq!(fs::read_to_string(bench.at("ours.yaml")).unwrap(), "mine");
}

#[test]
fn a_name_that_is_none_writes_nothing() {
    let bench = Bench::new();
    for name in ["Ours", "../ours", "ours.yaml", "ours-", "1st", "", "ärzte"] {
        bench.run(&["rules", "new", name]).exits(2).says("This is no name for a pack");
    }
    bench.run(&["rules", "new", "leftover"]).exits(2).says("leftover is a built-in pack");
    bench.run(&["rules", "new", "ours", "--in", "no-such"]).exits(2).says("there is no such folder");
    assert_eq!(fs::read_dir(bench.path()).unwrap().count(), 0);
}

/// A pack whose examples fail in both ways.
const WRONG: &str = "pack: wrong
signals:
  lamp: {phrases: [lamp+]}
  lit: {phrases: [\"(light|burn)+\"]}
  dream: {phrases: [dream+], extent: sentence}
rules:
  - id: house/lamp
    severity: {reply: error, other: warning}
    message: A lamp is lit
    when: [{sentence: {all: [lamp, lit]}}]
    outside: [dream]
    examples:
      flags:
        - The lamp is green.
        - I dreamed that the lamp burned.
        - {text: \"<p>A <b>lamp</b> burned.</p>\", format: html, kind: reply}
      passes:
        - The lamps were burning all night.
        - No light.
";

#[test]
fn failures_say_what_was_expected_what_was_found_and_where() {
    let bench = Bench::new().file("wrong.yaml", WRONG);
    let ran = bench.run(&["rules", "test", "wrong.yaml"]).exits(1);
    insta::assert_snapshot!(ran.stdout, @r"
    wrong.yaml:14: house/lamp
      example   “The lamp is green.”
      expected  a finding of this rule
      got       none, in a draft of kind post
                sentence: wrong.lamp on “lamp”; no wrong.lit

    wrong.yaml:15: house/lamp
      example   “I dreamed that the lamp burned.”
      expected  a finding of this rule
      got       none, in a draft of kind post
                sentence: wrong.lamp on “lamp”; wrong.lit on “burned”
                inside the frame wrong.dream on “dreamed”

    wrong.yaml:18: house/lamp
      example   “The lamps were burning all night.”
      expected  no finding of this rule, and no warning or error of another
      got       warning house/lamp in a draft of kind post, on “lamps were burning”

    1 rule, 5 examples: 3 not as they should be
    ");
}

#[test]
fn only_what_is_named_is_proved_and_a_folder_is_all_its_packs() {
    let good = WRONG.replace("pack: wrong", "pack: good").replace("house/lamp", "house/other");
    let good = good.replace("        - The lamp is green.\n        - I dreamed that the lamp burned.\n", "");
    let good = good.replace("        - The lamps were burning all night.\n", "");
    let bench = Bench::new().file("rules/wrong.yaml", WRONG).file("good.yaml", good);
    let bench = bench.file(".subrosa.yaml", "packs: [rules, good.yaml]\n");
    bench.run(&["rules", "test", "good.yaml"]).exits(0).shows("1 rule, 2 examples");
    bench.run(&["rules", "test", "rules"]).exits(1).shows("1 rule, 5 examples: 3 not");
    bench.run(&["rules", "test", "rules/wrong.yaml", "good.yaml"]).exits(1).shows("2 rules, 7 examples: 3 not");
}

#[test]
fn a_pack_that_is_broken_or_missing_is_told_with_its_place() {
    let bench = Bench::new().file("a.yaml", WRONG.replace("severity:", "severty:"));
    bench.run(&["rules", "test", "a.yaml"]).exits(2).says("a.yaml:8:5: unknown key").says("did you mean `severity`?");
    bench.run(&["rules", "test", "no-such.yaml"]).exits(2).says("The rule pack no-such.yaml cannot be read");
}
