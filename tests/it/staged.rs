//! `check --staged`: what the index adds to HEAD, whatever lies in the work tree. git is needed.

use std::fs;

use crate::repository::Repository;
use crate::support::{CLEAN, LEAK};

/// The name that the register protects.
const NAME: &str = "Northgate Memorial Hospital";

#[test]
fn the_index_is_read_and_never_the_working_copy() {
    let repository = Repository::with(&[("a.md", CLEAN), ("b.md", CLEAN)]).file("a.md", LEAK);
    repository.add();
    let repository = repository.file("a.md", CLEAN).file("b.md", LEAK);
    let (code, found) = repository.findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!((found[0].path.as_str(), found[0].line), ("a.md", 1));
    assert_eq!(&LEAK[found[0].start..found[0].end], NAME);
}

#[test]
fn what_stood_there_before_is_silent_and_a_second_time_is_not() {
    let repository = Repository::with(&[("a.md", LEAK)]).file("a.md", format!("{LEAK}\nAnd more.\n"));
    repository.add().check(&["--staged"]).exits(0);
    let (code, found) = repository.findings(&["--staged", "--all"]);
    assert_eq!((code, found.len()), (Some(1), 1), "--all reports what was there");
    let twice = format!("{LEAK}\n{LEAK}\nAnd more.\n");
    let repository = repository.file("a.md", &twice);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!(&twice[found[0].start..found[0].end], NAME);
}

#[test]
fn moved_text_is_silent_within_a_file_and_between_files() {
    let start = format!("# One\n\n{LEAK}\n# Two\n\n{CLEAN}");
    let repository = Repository::with(&[("a.md", &start), ("b.md", CLEAN), ("old.md", LEAK)]);
    let moved = format!("# Two\n\n{CLEAN}\n# One\n\nWe are proud that Northgate\nMemorial Hospital chose us.\n");
    let repository = repository.file("a.md", moved);
    repository.add().check(&["--staged"]).exits(0);
    let repository = repository.file("a.md", format!("# Two\n\n{CLEAN}")).file("b.md", format!("{CLEAN}\n{LEAK}"));
    repository.git(&["mv", "old.md", "new.md"]);
    repository.add().check(&["--staged"]).exits(0);
    // The same text once more is more than what moved.
    let repository = repository.file("c.md", LEAK);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
}

#[test]
fn a_page_on_one_line_works() {
    let page = |more: &str| format!("<html><body><p>{}</p><p>Welcome.</p>{more}</body></html>", LEAK.trim());
    let repository = Repository::with(&[("a.html", &page(""))]).file("a.html", page("<p>Good bye.</p>"));
    repository.add().check(&["--staged"]).exits(0);
    let text = page("<p>Thanks to Northgate Memorial Hospital.</p>");
    let repository = repository.file("a.html", &text);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!(found[0].start, text.rfind(NAME).unwrap());
}

#[test]
fn a_deletion_that_makes_a_leak_is_found() {
    let register = crate::support::REGISTER.to_owned() + "    match: {allow: [Northgate Memorial Hospital Park]}\n";
    let park = "We walked through Northgate Memorial Hospital Park.\n";
    let repository = Repository::with(&[("a.md", park)]).with_register(&register);
    let repository = repository.file("a.md", "We walked through Northgate Memorial Hospital.\n");
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
}

#[test]
fn without_a_key_in_the_register_a_key_of_the_run_tells_findings_apart() {
    let register = "clients:\n  - {id: C-1, name: Northgate Memorial Hospital}\n";
    let repository = Repository::with(&[("a.md", LEAK)]).with_register(register);
    let repository = repository.file("a.md", format!("More.\n\n{LEAK}"));
    repository.add().check(&["--staged"]).exits(0);
    let repository = repository.file("a.md", format!("{LEAK}\nNorthgate Memorial Hospital won.\n"));
    let ran = repository.add().check(&["--staged", "--format", "json"]).exits(1);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
    assert!(document["findings"][0]["fingerprint"].is_null(), "the key of the run makes nothing that is shown");
}

#[test]
fn what_a_change_makes_worse_is_new() {
    let config = "version: 1\nseverities: {identity/client: warning}\n";
    let repository = Repository::with(&[("a.md", LEAK), (".subrosa.yaml", config)]);
    let repository = repository.file("a.md", format!("More.\n\n{LEAK}"));
    repository.add().check(&["--staged"]).exits(0);
    let text = "One Northgate Memorial Hospital.\n\nTwo Northgate Memorial Hospital.\n";
    let repository = repository.file("a.md", text);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 2), "other sentences are other findings");
}

#[test]
fn a_new_or_renamed_path_is_judged_by_its_name() {
    let repository = Repository::with(&[("a.md", CLEAN), ("northgate-memorial-hospital/x.md", CLEAN)]);
    repository.git(&["mv", "a.md", "northgate-memorial-hospital.md"]);
    let (code, found) = repository.findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!((found[0].inside.as_str(), found[0].path.as_str()), ("path", "northgate-memorial-hospital.md"));
    repository.commit("renamed");
    // An edit of what is there says nothing new of its name; another file in such a folder does.
    let repository = repository.file("northgate-memorial-hospital/x.md", "Closed on Tuesday.\n");
    repository.add().check(&["--staged"]).exits(0);
    repository.git(&["mv", "northgate-memorial-hospital/x.md", "northgate-memorial-hospital/y.md"]);
    let (code, found) = repository.findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
}

#[test]
fn nothing_staged_says_so_and_passes() {
    let repository = Repository::with(&[("a.md", LEAK)]);
    repository.check(&["--staged"]).exits(0).says("nothing is staged");
    let ran = repository.check(&["--staged", "--format", "json"]).exits(0);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["summary"]["checked"], 0, "a report is written all the same");
    // What goes holds nothing.
    repository.git(&["rm", "--quiet", "a.md"]);
    repository.check(&["--staged"]).exits(0).says("nothing is staged");
}

#[test]
fn a_repository_without_commits_adds_everything() {
    let repository = Repository::new();
    repository.check(&["--staged"]).exits(0).says("nothing is staged");
    let repository = repository.file("a.md", LEAK);
    repository.check(&["--staged"]).exits(0).says("nothing is staged");
    repository.add().check(&["--staged"]).exits(1).shows("a.md");
}

#[test]
fn a_file_that_is_meant_to_be_added_later_is_not_checked_yet() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("b.md", LEAK);
    repository.git(&["add", "--intent-to-add", "b.md"]);
    repository.check(&["--staged"]).exits(0).says("nothing is staged");
    repository.add().check(&["--staged"]).exits(1);
}

#[cfg(unix)]
#[test]
fn any_path_is_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let repository = Repository::with(&[("a.md", CLEAN)]);
    let names: [&[u8]; 6] =
        [b"with space.md", b"with\nbreak.md", b"-x", b"\xFF\xFE.md", "ümlaut.md".as_bytes(), b"\"q\".md"];
    for name in names {
        fs::write(repository.path().join(OsStr::from_bytes(name)), LEAK).unwrap();
    }
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), names.len()));
    assert!(found.iter().any(|found| found.path == "-x"));
    repository.check(&["--staged", "--", "-x"]).exits(1).shows("1 file checked");
    repository.check(&["--staged", "with\nbreak.md", "with space.md"]).exits(1).shows("2 files checked");
}

#[test]
fn paths_limit_it_and_mean_what_they_say() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("posts/b.md", LEAK).file("*.md", CLEAN);
    repository.add();
    repository.check(&["--staged", "posts"]).exits(1).shows("posts/b.md");
    repository.check(&["--staged", "*.md"]).exits(0).shows("1 file checked");
    repository.check(&["--staged", "a.md"]).exits(0).says("nothing is staged");
    repository.check(&["--staged", "psots"]).exits(2).says("There is no file or folder psots");
    repository.check(&["--staged", "-"]).exits(2).says("Standard input is no part");
    repository.check(&["--staged", ".."]).exits(2).says("outside repository");
}

#[test]
fn a_subfolder_sees_the_whole_repository_from_where_it_is() {
    let repository = Repository::with(&[("sub/a.md", CLEAN)]).file("top.md", LEAK).file("sub/b.md", LEAK);
    repository.add();
    let register = repository.register();
    let mut command = repository.tree.command(&["check", "--no-packs", "--staged", "--list-files", "--register"]);
    let output = command.arg(register).current_dir(repository.path().join("sub")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "../top.md\nb.md\n");
}

#[test]
fn submodules_and_lfs_pointers_are_unchecked_with_a_reason() {
    let repository = Repository::with(&[("a.md", CLEAN)]);
    let commit = repository.git(&["rev-parse", "HEAD"]);
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},theme")]);
    repository.check(&["--staged"]).exits(2).shows("theme").shows("a submodule");
    repository.git(&["reset", "--quiet"]);
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 7\n", "0".repeat(64));
    let repository = repository.file("film.md", pointer);
    let ran = repository.add().check(&["--staged"]).exits(2);
    ran.shows("a Git LFS pointer: its content was not read");
    let accept = "version: 1\naccept_unchecked:\n  - {path: film.md, reason: nobody reads films}\n";
    let repository = repository.file(".subrosa.yaml", accept);
    repository.check(&["--staged"]).exits(0);
}

#[cfg(unix)]
#[test]
fn a_link_is_read_as_where_it_leads_and_a_changed_type_as_what_it_is_now() {
    let repository = Repository::with(&[("a.md", CLEAN), ("b.md", CLEAN)]);
    fs::remove_file(repository.tree.at("a.md")).unwrap();
    std::os::unix::fs::symlink("clients/northgate-memorial-hospital.md", repository.tree.at("a.md")).unwrap();
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
    assert_eq!((found[0].path.as_str(), found[0].inside.as_str()), ("a.md", "content"));
    repository.commit("link");
    fs::remove_file(repository.tree.at("a.md")).unwrap();
    let repository = repository.file("a.md", LEAK);
    repository.add().check(&["--staged"]).exits(1).shows("a.md:1:");
}

#[test]
fn ignore_files_and_excludes_leave_out_what_they_name() {
    let repository = Repository::with(&[(".gitignore", "*.log.md\n"), (".subrosaignore", "old/\n")]);
    let repository = repository.file(".subrosa.yaml", "version: 1\nexclude: [\"vendor/\"]\n");
    let repository = repository.file("a.log.md", LEAK).file("old/b.md", LEAK).file("vendor/c.md", LEAK);
    repository.git(&["add", "--all", "--force"]);
    repository.check(&["--staged"]).exits(0).says("4 left out by ignore files");
}

#[test]
fn a_linked_worktree_has_an_index_of_its_own() {
    let repository = Repository::with(&[("a.md", CLEAN)]);
    let elsewhere = tempfile::tempdir().unwrap();
    let tree = elsewhere.path().join("linked");
    repository.git(&["worktree", "add", "--quiet", tree.to_str().unwrap()]);
    fs::write(tree.join("a.md"), LEAK).unwrap();
    assert!(repository.git_command(&tree).args(["add", "--all"]).status().unwrap().success());
    let register = repository.register();
    let staged = |folder: &std::path::Path| {
        let mut command = repository.tree.command(&["check", "--no-packs", "--staged", "--register"]);
        command.arg(&register).current_dir(folder).output().unwrap().status.code()
    };
    assert_eq!(staged(&tree), Some(1));
    assert_eq!(staged(repository.path()), Some(0));
}

#[test]
fn a_merge_adds_what_none_of_its_commits_holds() {
    let repository = Repository::with(&[("a.md", "One.\n"), ("b.md", CLEAN)]);
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    let repository = repository.file("a.md", format!("Two.\n\n{LEAK}")).file("b.md", LEAK).file("c.md", LEAK);
    repository.commit("theirs");
    repository.git(&["checkout", "--quiet", "main"]);
    let repository = repository.file("a.md", "Three.\n");
    repository.commit("ours");
    assert!(!repository.git_may_fail(&["merge", "other"]).status.success());
    repository.check(&["--staged"]).exits(2).shows("it is in conflict");
    let repository = repository.file("a.md", format!("Two and three.\n\n{LEAK}"));
    repository.add().check(&["--staged"]).exits(0);
    let repository = repository.file("a.md", format!("Two and three for Northgate Memorial Hospital.\n\n{LEAK}"));
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 1));
}

#[test]
fn the_index_that_a_hook_is_told_of_is_read() {
    let repository = Repository::with(&[("a.md", CLEAN), ("b.md", CLEAN)]);
    let program = assert_cmd::cargo::cargo_bin!("subrosa");
    let hook = format!(
        "#!/bin/sh\nexec '{}' check --no-packs --register '{}' --staged\n",
        program.display(),
        repository.register().display()
    );
    let repository = repository.file(".git/hooks/pre-commit", hook);
    make_executable(&repository.tree.at(".git/hooks/pre-commit"));
    // b.md leaks and is staged; a commit of a.md alone has an index without it.
    let repository = repository.file("a.md", "Closed.\n").file("b.md", LEAK);
    repository.add();
    let output = repository.git_may_fail(&["commit", "-m", "a", "--", "a.md"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = repository.git_may_fail(&["commit", "-m", "b", "--", "b.md"]);
    assert!(!output.status.success());
    assert!(repository.git(&["log", "--format=%s"]).starts_with("a\n"), "nothing was committed");
}

/// Makes a file executable.
fn make_executable(file: &std::path::Path) {
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    #[cfg(not(unix))]
    let _ = file;
}

#[test]
fn a_lock_on_the_index_is_no_hindrance() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("a.md", LEAK);
    repository.add();
    let repository = repository.file(".git/index.lock", "");
    repository.check(&["--staged"]).exits(1);
}

#[test]
fn large_and_binary_blobs_and_line_ends_are_no_trouble() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file(".subrosa.yaml", "version: 1\nmax_file: 1000\n");
    let windows = format!("Closed.\r\n\r\n{}\r\n", LEAK.trim());
    let repository = repository.file("b.md", &windows).file("big.md", LEAK.repeat(100)).file("z.md", LEAK);
    let repository = repository.file("c.bin", b"\0\x01\x02".repeat(50));
    repository.git(&["config", "core.autocrlf", "false"]);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!((code, found.len()), (Some(1), 2), "the blobs before and after the large one");
    assert_eq!(&windows[found[0].start..found[0].end], NAME);
    assert_eq!(found[0].line, 3);
    let ran = repository.check(&["--staged"]).exits(1).shows("larger than 1000 bytes");
    ran.shows("binary data of unknown type");
}

#[test]
fn where_git_cannot_help_it_says_why() {
    let bench = crate::support::Bench::with_register();
    let bench = bench.variable("GIT_CEILING_DIRECTORIES", "/");
    bench.run(&["check", "--staged"]).exits(2).says("not a git repository");
    let bench = bench.variable("PATH", "/nowhere");
    bench.run(&["check", "--staged"]).exits(2).says("git is not found");
    let repository = Repository::with(&[("a.md", CLEAN)]);
    repository.git(&["config", "core.bare", "true"]);
    repository.check(&["--staged"]).exits(2).says("bare repository");
}

#[test]
fn a_broken_repository_is_not_an_empty_one() {
    let repository = Repository::with(&[("a.md", LEAK)]);
    repository.add();
    let repository = repository.file(".git/refs/heads/main", format!("{}\n", "1".repeat(40)));
    repository.check(&["--staged"]).exits(2);
}

#[test]
fn content_that_the_clone_lacks_is_unchecked() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("a.md", LEAK);
    let id = repository.add().git(&["ls-files", "--stage", "--", "a.md"]);
    let id = id.split(' ').nth(1).unwrap().to_owned();
    let object = repository.tree.at(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    fs::remove_file(object).unwrap();
    repository.check(&["--staged"]).exits(2).shows("partial or damaged");
}

#[test]
fn changes_to_the_gate_are_told() {
    let repository = Repository::with(&[("a.md", CLEAN), (".github/workflows/lint.yml", "run: eslint\n")]);
    let repository = repository.file(".subrosa.yaml", "version: 1\n").file(".pre-commit-config.yaml", "id: subrosa\n");
    let repository = repository.file(".github/workflows/gate.yml", "run: subrosa check\n");
    let repository = repository.file(".github/workflows/lint.yml", "run: eslint --fix\n");
    let ran = repository.add().check(&["--staged"]).exits(0);
    let told = "what the gate itself obeys: .github/workflows/gate.yml, .pre-commit-config.yaml, .subrosa.yaml\n";
    ran.says(told);
    repository.commit("gate");
    repository.git(&["rm", "--quiet", ".github/workflows/gate.yml"]);
    repository.check(&["--staged"]).exits(0).says("obeys: .github/workflows/gate.yml");
    repository.git(&["mv", "a.md", "b.md"]);
    let ran = repository.check(&["--staged", "--disclose", "verdict"]).exits(0);
    assert!(!ran.says("touches 1 of the files").stderr.contains("gate.yml"));
}

#[test]
fn a_register_that_git_tracks_is_a_finding() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("secret/register.yaml", crate::support::REGISTER);
    let check = |arguments: &[&str]| {
        let fixed = ["check", "--no-packs", "--register", "secret/register.yaml"];
        repository.tree.run(&[&fixed, arguments].concat())
    };
    check(&["."]).exits(0);
    repository.add();
    check(&["."]).exits(1).shows("gate/register-tracked").shows("secret/register.yaml");
    let ran = check(&["--staged"]).exits(1).shows("gate/register-tracked");
    assert!(!ran.stdout.contains("identity/"), "it is no draft");
    repository.commit("oops");
    check(&["--staged"]).exits(1).shows("gate/register-tracked");
    let config = "version: 1\nseverities: {gate/register-tracked: off}\n";
    fs::write(repository.tree.at(".subrosa.yaml"), config).unwrap();
    check(&["."]).exits(0);
}

#[test]
fn a_configuration_further_down_is_not_obeyed() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file("theme/.subrosa.yaml", "version: 1\nexclude: ['*']\n");
    let repository = repository.file("theme/b.md", LEAK);
    let (code, found) = repository.add().findings(&["--staged"]);
    assert_eq!(code, Some(1));
    let rules: Vec<&str> = found.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(rules, ["gate/nested-config", "identity/client"]);
}

#[test]
fn an_object_that_stands_for_another_is_not_read_in_its_place() {
    let repository = Repository::with(&[("a.md", CLEAN)]);
    let clean = repository.git(&["rev-parse", "HEAD:a.md"]);
    let repository = repository.file("a.md", LEAK);
    let leak = repository.add().git(&["rev-parse", ":a.md"]);
    repository.git(&["replace", &leak, &clean]);
    repository.check(&["--staged"]).exits(1);
}

#[test]
fn nothing_that_the_repository_configures_is_started() {
    let repository = Repository::with(&[("a.md", CLEAN)]).file(".gitattributes", "*.md diff=evil\n");
    let evil = "#!/bin/sh\ntouch started\n";
    let repository = repository.file("a.md", LEAK).file(".git/evil", evil);
    make_executable(&repository.tree.at(".git/evil"));
    repository.add();
    let path = repository.tree.at(".git/evil");
    for key in ["core.fsmonitor", "diff.external", "diff.evil.textconv", "diff.evil.command", "core.pager"] {
        repository.git(&["config", key, path.to_str().unwrap()]);
    }
    repository.check(&["--staged"]).exits(1);
    assert!(!repository.tree.at("started").exists());
}
