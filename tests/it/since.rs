//! `check --since`: what HEAD adds since it left a revision. git is needed.

use crate::repository::Repository;
use crate::support::{CLEAN, LEAK};

#[test]
fn what_the_branch_adds_is_reported_and_what_the_other_one_does_is_not() {
    let repository = Repository::with(&[("a.md", LEAK), ("gone.md", LEAK)]);
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    let repository = repository.file("b.md", LEAK).file("a.md", format!("More.\n\n{LEAK}"));
    repository.commit("topic");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["rm", "--quiet", "a.md", "gone.md"]);
    repository.commit("cleaned up");
    repository.git(&["checkout", "--quiet", "topic"]);
    // Against the tip of main a.md and gone.md would look new.
    let (code, found) = repository.findings(&["--since", "main"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!(found[0].path, "b.md");
    let (_, found) = repository.findings(&["--since", "main", "--all"]);
    assert_eq!(found.len(), 2);
    repository.check(&["--since", "main", "a.md"]).exits(0).shows("1 file checked");
}

#[test]
fn commits_are_read_and_not_the_working_copy_or_the_index() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("a.md", "Open.\n");
    repository.commit("second");
    let repository = repository.file("a.md", LEAK);
    repository.add().check(&["--since", "HEAD~1"]).exits(0).shows("1 file checked");
    repository.check(&["--since", "HEAD"]).exits(0).says("nothing was changed");
}

#[test]
fn a_revision_that_is_none_is_an_error_with_advice() {
    let repository = Repository::with(&[("a.md", CLEAN)]);
    repository.check(&["--since", "v9"]).exits(2).says("There is no commit v9").says("fetch-depth: 0");
    repository.check(&["--since", "HEAD..HEAD"]).exits(2).says("give the older end alone");
    repository.check(&["--since=--all"]).exits(2).says("There is no commit --all");
    repository.check(&["--since="]).exits(2).says("There is no commit");
    repository.git(&["checkout", "--quiet", "--orphan", "alone"]);
    repository.commit("alone");
    repository.check(&["--since", "main"]).exits(2).says("no commit in common");
    let empty = Repository::new();
    empty.check(&["--since", "main"]).exits(2).says("no commit yet");
}

#[test]
fn zeros_are_the_state_before_everything() {
    let repository = Repository::with(&[("a.md", LEAK)]);
    repository.check(&["--since", &"0".repeat(40)]).exits(1).shows("a.md");
}

#[test]
fn options_that_exclude_each_other_are_a_mistake() {
    let repository = Repository::with(&[("a.md", LEAK)]);
    repository.check(&["--since", "HEAD", "--staged"]).exits(2);
    repository.check(&["--staged", "--commit-msg", "a.md"]).exits(2);
    repository.check(&["--commit-msg", "a.md", "a.md"]).exits(2);
    repository.check(&["--all", "a.md"]).exits(2).says("--all goes with");
}
