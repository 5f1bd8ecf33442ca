//! `subrosa train` without a terminal: questions, then answers. What is typed on a terminal is tested beside the code.

use crate::support::Bench;

/// The sheet that the program prints.
fn sheet(arguments: &[&str]) -> String {
    Bench::new().run(&[&["train"], arguments].concat()).exits(0).stdout
}

#[test]
fn a_sheet_of_three_questions() {
    let bench = Bench::new();
    bench.run(&["rules", "new", "ours"]).exits(0);
    let arguments = ["train", "--packs", "ours.yaml", "--category", "house", "--questions", "3", "--seed", "1"];
    insta::assert_snapshot!(bench.run(&arguments).exits(0).stdout);
}

#[test]
fn a_seed_decides_the_drafts_and_their_order() {
    let of = |seed: &str| sheet(&["--seed", seed, "--questions", "6"]);
    assert_eq!(of("7"), of("7"));
    assert_ne!(of("7"), of("8"));
}

#[test]
fn half_the_drafts_are_stopped_and_each_answer_has_its_reason() {
    let sheet = sheet(&["--seed", "5", "--questions", "20"]);
    let (questions, answers) = sheet.split_once("\nAnswers\n").unwrap();
    assert_eq!(questions.matches("   “").count(), 20);
    assert_eq!(answers.matches(". Do not publish.").count(), 10);
    assert_eq!(answers.matches(". Publish.").count(), 10);
    assert_eq!(answers.matches("The words: “").count(), 10);
    assert_eq!(answers.matches("It is a near miss of").count(), 10);
    assert!(!questions.contains("Do not publish"), "the answers stand apart");
}

#[test]
fn no_draft_is_asked_twice_and_there_are_no_more_than_there_are() {
    let sheet = sheet(&["--seed", "5", "--questions", "500", "--category", "leftover"]);
    let (questions, _) = sheet.split_once("\nAnswers\n").unwrap();
    let mut drafts: Vec<&str> = questions.split("\n\n").skip(1).map(|part| part.split_once('\n').unwrap().1).collect();
    let asked = drafts.len();
    assert!((20..500).contains(&asked), "{asked}");
    drafts.sort_unstable();
    drafts.dedup();
    assert_eq!(drafts.len(), asked);
}

#[test]
fn what_cannot_be_asked_is_said() {
    Bench::new().run(&["train", "--category", "poetry"]).exits(2).says("There is no rule to ask about");
    Bench::new().run(&["train", "--questions", "0"]).exits(2);
}
