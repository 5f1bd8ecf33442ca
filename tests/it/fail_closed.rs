//! A gate that cannot do its job fails, with words: nothing to check, no register, files that cannot be read, output that
//! cannot be written. A reader that panics is tried in `run`, where a test can bring one.

use std::fs;

use subrosa::report::REPORTERS;

use crate::support::{Bench, CLEAN, LEAK, Ran};

/// A folder with a register, a clean draft and one that leaks.
fn bench() -> Bench {
    Bench::with_register().file("site/clean.md", CLEAN).file("site/leak.md", LEAK)
}

/// The arguments of a check with the register.
const CHECK: [&str; 4] = ["check", "--register", "register.yaml", "--no-packs"];

/// Asserts that a run failed as a job that could not be done, and said something that is no panic.
#[track_caller]
fn failed(ran: Ran, words: &str) {
    let ran = ran.exits(2).says(words);
    assert!(!ran.stderr.contains("panicked") && !ran.stderr.contains("internal error"), "{}", ran.stderr);
}

#[test]
fn nothing_to_check_is_no_pass() {
    let bench = bench().file("empty/.subrosaignore", "*\n").file("shut/a.md", LEAK);
    failed(bench.run(&[&CHECK[..], &["empty"]].concat()), "There is nothing to check");
    failed(bench.run(&[&CHECK[..], &["gone"]].concat()), "There is no file or folder gone");
    failed(bench.run(&[&CHECK[..], &["site/clean.md", "gone"]].concat()), "gone");
    let bench = bench.file("all-out.yaml", "exclude: [shut/]\n");
    failed(bench.run(&[&CHECK[..], &["--config", "all-out.yaml", "shut"]].concat()), "left out by ignore files");
}

#[test]
fn no_register_is_no_pass() {
    let bench = bench().file("required.yaml", "register: required\n").file("path.yaml", "register: gone.yaml\n");
    let clean = "site/clean.md";
    failed(bench.run(&["check", "--require-register", clean]), "A register is required");
    failed(bench.run(&["check", "--config", "required.yaml", clean]), "The configuration requires a register");
    failed(bench.run(&["check", "--config", "path.yaml", clean]), "gone.yaml cannot be read: there is no such file");
    failed(bench.run(&["check", "--register", "gone.yaml", clean]), "gone.yaml cannot be read");
    failed(bench.run(&["check", "--register", "site", clean]), "it is a folder");
    let bench = bench.file("nobody.yaml", "version: 1\nclients: []\n").file("bytes.yaml", [0xFF, 0xFE, 0x00]);
    failed(bench.run(&["check", "--register", "nobody.yaml", clean]), "nobody.yaml");
    failed(bench.run(&["check", "--register", "bytes.yaml", clean]), "bytes.yaml");
    let bench = bench.variable("SUBROSA_REGISTER", "");
    failed(bench.run(&["check", clean]), "SUBROSA_REGISTER is set but empty");
    failed(bench.run(&["allow", &"0".repeat(32), "--reason", "r", "--by", "b"]), "SUBROSA_REGISTER is set but empty");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_no_pass() {
    use std::os::unix::fs::PermissionsExt as _;
    let unread = |bench: Bench, file: &str| {
        let ran = bench.run(&[&CHECK[..], &["site/clean.md", file]].concat()).exits(2);
        assert!(ran.stdout.contains(file), "{}", ran.stdout);
        bench.run(&[&CHECK[..], &["site/leak.md", file]].concat()).exits(1);
        bench.run(&[&CHECK[..], &["--exit-zero", "site/leak.md", file]].concat()).exits(2);
    };
    unread(bench().link("nowhere", "site/dangling"), "site/dangling");
    unread(bench().link("ring", "site/ring"), "site/ring");
    unread(bench().file("site/broken.zip", b"PK\x03\x04 no end"), "site/broken.zip");
    let shut = bench().file("site/shut.md", LEAK);
    fs::set_permissions(shut.at("site/shut.md"), fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything can read this, too.
    if fs::read(shut.at("site/shut.md")).is_err() {
        unread(shut, "site/shut.md");
    }
}

/// Runs the program through a shell, so that output goes where the test says.
#[cfg(target_os = "linux")]
fn shell(bench: &Bench, line: &str) -> Ran {
    let program = assert_cmd::cargo::cargo_bin!("subrosa");
    let script = format!("trap '' XFSZ; {}", line.replace("subrosa ", &format!("'{}' ", program.display())));
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script]).current_dir(bench.path()).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    Ran::of(&command.output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_pass() {
    let bench = bench();
    let check = "subrosa check --register register.yaml --no-packs";
    for format in REPORTERS.iter().map(|reporter| reporter.name()) {
        let clean = shell(&bench, &format!("{check} --format {format} site/clean.md > /dev/full"));
        failed(clean, "Standard output cannot be written");
        let leak = shell(&bench, &format!("{check} --format {format} site/leak.md > /dev/full"));
        leak.exits(1).says("Standard output cannot be written");
        let file = shell(&bench, &format!("{check} --format {format}=/dev/full site/clean.md"));
        failed(file, "/dev/full cannot be written");
        shell(&bench, &format!("{check} --format {format}=/dev/full site/leak.md"))
            .exits(1)
            .says("/dev/full cannot be");
    }
    for other in ["--list-files site", "--dump --disclose full site"] {
        failed(shell(&bench, &format!("{check} {other} > /dev/full")), "Standard output cannot be written");
    }
    for other in ["config show", "rules list", "explain identity/client", "register check register.yaml", "--version"] {
        let ran = shell(&bench, &format!("subrosa {other} > /dev/full"));
        assert_ne!(ran.code, Some(1), "{other}");
        assert!(other == "--version" || ran.code == Some(2), "{other}: {:?} {}", ran.code, ran.stderr);
    }
    let summary = format!("GITHUB_STEP_SUMMARY=/dev/full {check} --format github site/clean.md");
    failed(shell(&bench, &summary), "The summary of the step cannot be written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_is_written_whole_or_not_at_all() {
    // A limit on the size of files stands for a full disk.
    let bench = bench().file("out.html", "old");
    let check = "ulimit -f 1; subrosa check --register register.yaml --no-packs --format html=out.html";
    failed(shell(&bench, &format!("{check} site/clean.md")), "out.html cannot be written");
    shell(&bench, &format!("{check} site/leak.md")).exits(1).says("out.html cannot be written");
    assert_eq!(fs::read_to_string(bench.at("out.html")).unwrap(), "old");
    let long = "# x\n".repeat(600);
    let bench = bench.file(".subrosa-allow.yaml", &long);
    let allow = format!("ulimit -f 1; subrosa allow {} --reason r --by b --path a.md", "0".repeat(32));
    failed(shell(&bench, &allow), ".subrosa-allow.yaml cannot be written");
    assert_eq!(fs::read_to_string(bench.at(".subrosa-allow.yaml")).unwrap(), long);
    let bench = Bench::new().file("repo/.git/HEAD", "");
    let init = "cd repo; ulimit -f 1; subrosa init --yes --no-hook";
    failed(shell(&bench, init), "cannot be written");
    assert!(!bench.at("repo-register/register.yaml").exists(), "half a register is none");
    let left: Vec<_> = fs::read_dir(bench.at("repo")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}
