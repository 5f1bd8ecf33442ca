//! `check --commit-msg`: the message of a commit, as git leaves it for its hook. git is needed.

use crate::repository::Repository;

/// What `git commit --verbose` appends.
const BELOW: &str =
    "# ------------------------ >8 ------------------------\n# Do not modify.\n+Northgate Memorial Hospital\n";

/// Checks a message and gives the exit code and the texts of the findings at their places.
fn check(repository: &Repository, message: &str) -> (Option<i32>, Vec<String>) {
    std::fs::write(repository.tree.at("MESSAGE"), message).unwrap();
    let (code, found) = repository.findings(&["--commit-msg", "MESSAGE"]);
    (code, found.iter().map(|found| message[found.start..found.end].to_owned()).collect())
}

#[test]
fn comments_and_what_is_below_the_scissors_are_left_out_and_places_are_exact() {
    let repository = Repository::new();
    let message = "Änderungen\n\n# Northgate Memorial Hospital\nfor Northgate\n# \tmodified: x\nMemorial Hospital\n";
    let whole = format!("{message}#\n{BELOW}");
    let (code, texts) = check(&repository, &whole);
    assert_eq!(code, Some(1));
    assert_eq!(texts, ["Northgate\n# \tmodified: x\nMemorial Hospital"]);
    assert_eq!(check(&repository, &format!("Fix\n# Northgate Memorial Hospital\n{BELOW}")).0, Some(0));
}

#[test]
fn without_an_editor_git_keeps_every_line() {
    let mut repository = Repository::new();
    repository.tree = repository.tree.variable("GIT_EDITOR", ":");
    assert_eq!(check(&repository, "#Northgate Memorial Hospital\n").0, Some(1));
    assert_eq!(check(&repository, &format!("Fix\n{BELOW}")).0, Some(1));
    repository.git(&["config", "commit.cleanup", "strip"]);
    assert_eq!(check(&repository, "Fix\n# Northgate Memorial Hospital\n").0, Some(0));
}

#[test]
fn the_configured_sign_and_cleaning_decide() {
    let repository = Repository::new();
    repository.git(&["config", "core.commentChar", ";"]);
    assert_eq!(check(&repository, "Fix\n; Northgate Memorial Hospital\n").0, Some(0));
    assert_eq!(check(&repository, "Fix\n# Northgate Memorial Hospital\n").0, Some(1));
    repository.git(&["config", "core.commentChar", "auto"]);
    assert_eq!(check(&repository, "# Northgate Memorial Hospital\n\n; Please enter\n; a message\n").0, Some(1));
    repository.git(&["config", "core.commentChar", "#"]);
    repository.git(&["config", "commit.cleanup", "whitespace"]);
    assert_eq!(check(&repository, "Fix\n# Northgate Memorial Hospital\n").0, Some(1));
    repository.git(&["config", "commit.cleanup", "scissors"]);
    assert_eq!(check(&repository, &format!("Fix\n{BELOW}")).0, Some(0));
    assert_eq!(check(&repository, "# Northgate Memorial Hospital\n").0, Some(1));
}

#[test]
fn the_place_of_the_message_is_not_published() {
    let repository = Repository::new().file("northgate-memorial-hospital/COMMIT_EDITMSG", "Fix\n");
    repository.check(&["--commit-msg", "northgate-memorial-hospital/COMMIT_EDITMSG"]).exits(0);
    let repository = repository.file("northgate-memorial-hospital/COMMIT_EDITMSG", crate::support::LEAK);
    let ran = repository.check(&["--commit-msg", "northgate-memorial-hospital/COMMIT_EDITMSG"]).exits(1);
    assert!(!ran.stdout.to_lowercase().contains("northgate"), "it is masked: {}", ran.stdout);
}

#[test]
fn a_message_that_is_not_there_is_an_error() {
    Repository::new().check(&["--commit-msg", "none"]).exits(2).says("There is no file none");
}
