//! `hook install` and `hook uninstall`, with commits that are stopped for real. git is needed, and a shell for hooks.

use std::fs;
use std::process::Output;

use crate::repository::Repository;
use crate::support::{CLEAN, LEAK};

/// A repository with a configuration that names the register, so that hooks find it.
fn repository() -> Repository {
    let repository = Repository::with(&[("a.md", CLEAN)]);
    let config = format!("version: 1\nregister: {}\n", repository.register().display());
    repository.file(".git/info/exclude", ".subrosa.yaml\n").file(".subrosa.yaml", config)
}

/// Commits what is staged, with the program where hooks look for it, or without.
fn commit(repository: &Repository, message: &str, has_program: bool) -> Output {
    let program = assert_cmd::cargo::cargo_bin!("subrosa");
    let mut command = repository.git_command(repository.path());
    if has_program {
        let path = std::env::var_os("PATH").unwrap();
        let folders = std::iter::once(program.parent().unwrap().to_owned()).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).unwrap());
    } else {
        let path = std::env::var_os("PATH").unwrap();
        let folders = std::env::split_paths(&path).filter(|folder| !folder.join("subrosa").exists());
        command.env("PATH", std::env::join_paths(folders).unwrap()).env("CARGO_HOME", repository.path());
    }
    command.args(["commit", "-m", message]).output().unwrap()
}

/// What a process said of its trouble.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

#[test]
fn a_bad_commit_is_stopped_and_a_good_one_passes() {
    let repository = repository();
    repository.tree.run(&["hook", "install"]).exits(0).says(".git/hooks/pre-commit is installed and runs");
    let repository = repository.file("a.md", LEAK);
    repository.add();
    let output = commit(&repository, "post", true);
    assert!(!output.status.success() && said(&output).contains("identity/client"), "{}", said(&output));
    let repository = repository.file("a.md", "Closed.\n");
    repository.add();
    let output = commit(&repository, "Thanks to Northgate Memorial Hospital", true);
    assert!(!output.status.success() && said(&output).contains("COMMIT_EDITMSG"), "{}", said(&output));
    let output = commit(&repository, "Opening hours", true);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn without_the_program_nothing_is_committed() {
    let repository = repository();
    repository.tree.run(&["hook", "install"]).exits(0);
    let repository = repository.file("a.md", "Closed.\n");
    repository.add();
    let output = commit(&repository, "Opening hours", false);
    assert!(!output.status.success() && said(&output).contains("subrosa is not found"), "{}", said(&output));
}

#[test]
fn installing_twice_is_installing_once_and_uninstalling_leaves_nothing() {
    let repository = repository();
    repository.tree.run(&["hook", "uninstall"]).exits(0).says("there is no hook");
    repository.tree.run(&["hook", "install"]).exits(0);
    repository.tree.run(&["hook", "install"]).exits(0).says("is installed already");
    repository.tree.run(&["hook", "uninstall"]).exits(0).says("is removed");
    assert!(!repository.tree.at(".git/hooks/pre-commit").exists());
    assert!(!repository.tree.at(".git/hooks/commit-msg").exists());
}

#[test]
fn a_hook_of_somebody_else_stays_as_it_is() {
    let repository = repository().file(".git/hooks/pre-commit", "#!/bin/sh\nmake lint\n");
    let ran = repository.tree.run(&["hook", "install"]).exits(2);
    ran.says("is left as it is").says("subrosa check --staged || exit 1").says("commit-msg is installed");
    repository
        .tree
        .run(&["hook", "uninstall"])
        .exits(0)
        .says("pre-commit is another hook")
        .says("commit-msg is removed");
    assert_eq!(fs::read_to_string(repository.tree.at(".git/hooks/pre-commit")).unwrap(), "#!/bin/sh\nmake lint\n");
}

#[test]
fn a_hook_of_ours_that_was_changed_is_somebodys_now() {
    let repository = repository();
    repository.tree.run(&["hook", "install"]).exits(0);
    let hook = repository.tree.at(".git/hooks/pre-commit");
    let text = fs::read_to_string(&hook).unwrap().replace("exec ", "make lint && exec ");
    fs::write(&hook, &text).unwrap();
    repository.tree.run(&["hook", "install"]).exits(2).says("changed since");
    repository.tree.run(&["hook", "uninstall"]).exits(2).says("by hand");
    assert_eq!(fs::read_to_string(&hook).unwrap(), text);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_hook_is_not_followed() {
    let repository = repository();
    fs::create_dir_all(repository.tree.at(".git/hooks")).unwrap();
    std::os::unix::fs::symlink("nowhere", repository.tree.at(".git/hooks/pre-commit")).unwrap();
    repository.tree.run(&["hook", "install"]).exits(2).says("another hook");
    assert!(!repository.tree.at(".git/hooks/nowhere").exists());
}

#[test]
fn the_configured_folder_of_hooks_is_used_unless_all_repositories_share_it() {
    let repository = repository();
    repository.git(&["config", "core.hooksPath", ".githooks"]);
    repository.tree.run(&["hook", "install"]).exits(0).says(".githooks/pre-commit is installed");
    assert!(repository.tree.at(".githooks/commit-msg").is_file());
    repository.git(&["config", "core.hooksPath", ".husky/_"]);
    let repository = repository.file(".husky/_/pre-commit", "#!/bin/sh\n");
    repository.tree.run(&["hook", "install"]).exits(2).says("to .husky/pre-commit: subrosa check --staged");
    repository.git(&["config", "--unset", "core.hooksPath"]);
    let mut repository = repository.file("global", "[core]\n\thooksPath = /usr/share/hooks\n");
    let global = repository.tree.at("global");
    repository.tree = repository.tree.variable("GIT_CONFIG_GLOBAL", global.to_str().unwrap());
    repository.tree.run(&["hook", "install"]).exits(2).says("which other repositories share");
}

#[test]
fn a_linked_worktree_and_a_subfolder_share_the_hooks_of_their_repository() {
    let repository = repository().file("sub/a.md", CLEAN);
    let elsewhere = tempfile::tempdir().unwrap();
    let tree = elsewhere.path().join("linked");
    repository.git(&["worktree", "add", "--quiet", tree.to_str().unwrap()]);
    let output = repository.tree.command(&["hook", "install"]).current_dir(&tree).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(repository.tree.at(".git/hooks/pre-commit").is_file());
    let mut command = repository.tree.command(&["hook", "install"]);
    let output = command.current_dir(repository.tree.at("sub")).output().unwrap();
    assert!(output.status.success() && said(&output).contains("is installed already"), "{}", said(&output));
    crate::support::Bench::new().run(&["hook", "install"]).exits(2).says("not a git repository");
}

/// The hooks that the repository offers to the pre-commit framework.
fn offered() -> Vec<serde_yaml::Value> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    serde_yaml::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn the_hooks_for_the_framework_cover_every_format_that_is_read() {
    let hooks = offered();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["subrosa", "subrosa-staged", "subrosa-commit-msg"]);
    for hook in &hooks[..2] {
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        let missing: Vec<_> = subrosa::read::formats()
            .flat_map(|(_, endings)| endings)
            .chain(&["docx", "odt", "pdf", "eml", "csv", "xlsx", "jpg", "jpeg", "png", "webp", "heic", "yml", "json"])
            .filter(|ending| !files.is_match(&format!("posts/A b.{}", ending.to_uppercase())))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(!files.is_match("md") && !files.is_match("a.mdz"));
    }
}

#[test]
fn the_commands_of_the_offered_hooks_exist() {
    let repository = repository().file("MESSAGE", CLEAN);
    for hook in offered() {
        let entry = hook["entry"].as_str().unwrap().to_owned();
        let mut arguments: Vec<&str> = entry.split(' ').skip(1).collect();
        arguments.push(if hook["id"] == "subrosa-commit-msg" { "MESSAGE" } else { "a.md" });
        repository.tree.run(&arguments).exits(0);
    }
}
