//! What goes wrong outside of us: each has a clear message and an exit code, and nothing panics.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::support::{Bench, CLEAN, LEAK, REGISTER};

/// The reasons of what was not checked, by path.
fn reasons(document: &serde_json::Value) -> Vec<(&str, &str)> {
    let word = |entry: &'_ serde_json::Value, key: &str| entry[key].as_str().unwrap().to_owned().leak() as &str;
    document["unchecked"].as_array().unwrap().iter().map(|entry| (word(entry, "path"), word(entry, "reason"))).collect()
}

/// Runs `check` over a clean draft with a register.
fn with_register(bench: &Bench, register: &str) -> crate::support::Ran {
    bench.run(&["check", "--no-packs", "--register", register, "a.md"])
}

#[test]
fn a_missing_register_is_an_error_whoever_names_it() {
    let bench = Bench::new().file("a.md", CLEAN).file("c.yaml", "register: nope.yaml\n");
    with_register(&bench, "nope.yaml").exits(2).says("nope.yaml cannot be read: there is no such file");
    bench.run(&["check", "--config", "c.yaml", "a.md"]).exits(2).says("nope.yaml").says("c.yaml:1");
    let bench = bench.variable("SUBROSA_REGISTER", "nope2.yaml");
    bench.run(&["check", "a.md"]).exits(2).says("nope2.yaml").says("SUBROSA_REGISTER");
    let bench = Bench::new().file("a.md", CLEAN).variable("SUBROSA_REGISTER", "");
    bench.run(&["check", "a.md"]).exits(2).says("SUBROSA_REGISTER is set but empty");
}

#[test]
fn an_empty_register_protects_nobody_and_is_refused() {
    let bench = Bench::new().file("a.md", CLEAN).file("empty.yaml", "").file("none.yaml", "clients: []\n");
    with_register(&bench, "empty.yaml").exits(2).says("empty.yaml:1:1: the register is empty");
    with_register(&bench, "none.yaml").exits(2).says("none.yaml:1:");
}

#[test]
fn a_register_that_is_a_folder_is_refused() {
    let bench = Bench::new().file("a.md", CLEAN).file("folder/x", "");
    with_register(&bench, "folder").exits(2).says("folder cannot be read: it is a folder");
}

#[test]
fn a_register_that_breaks_is_told_by_place_and_never_quoted() {
    let broken = "clients:\n  - id: C-1\n    name: \"Secretive Holdings\n";
    let unknown = "clients:\n  - id: C-1\n    name: Secretive Holdings\n    nmae: Secretive Too\n    consents: [{covers: [all], until: Tuesday}]\n";
    let bench = Bench::new().file("a.md", CLEAN).file("broken.yaml", broken).file("unknown.yaml", unknown);
    let ran = with_register(&bench, "broken.yaml").exits(2).says("broken.yaml:");
    assert!(!ran.stderr.contains("Secretive"), "{}", ran.stderr);
    let ran = with_register(&bench, "unknown.yaml").exits(2).says("unknown.yaml:4:5: unknown key").says("`name`");
    assert!(ran.stderr.contains("unknown.yaml:5:"), "all mistakes in one run: {}", ran.stderr);
    assert!(!ran.stderr.contains("Secretive") && !ran.stderr.contains("Tuesday"), "{}", ran.stderr);
}

#[test]
fn a_configuration_that_breaks_is_told_by_place() {
    let bench = Bench::new().file("a.md", CLEAN).file(".subrosa.yaml", "registr: x\nfail_on: sometimes\n");
    let ran = bench.run(&["check", "a.md"]).exits(2).says(".subrosa.yaml:1:1: unknown key").says("`register`");
    ran.says(".subrosa.yaml:2:10");
    bench.run(&["check", "--config", "nope.yaml", "a.md"]).exits(2).says("nope.yaml cannot be read");
}

#[test]
fn a_rule_pack_that_breaks_is_told_by_place_together_with_the_register() {
    let bench = Bench::new()
        .file("a.md", CLEAN)
        .file("packs/mine.yaml", "pack: mine\nabuot: x\n")
        .file("register.yaml", "clients: {}\n")
        .file(".subrosa.yaml", "packs: packs\nregister: register.yaml\n");
    let ran = bench.run(&["check", "a.md"]).exits(2).says("packs/mine.yaml:2:1: unknown key");
    ran.says("register.yaml:1:10");
    let bench = Bench::new().file("a.md", CLEAN);
    bench.run(&["check", "--packs", "nope.yaml", "a.md"]).exits(2).says("The rule pack nope.yaml cannot be read");
    bench.run(&["check", "--packs", "x", "--no-packs", "a.md"]).exits(2);
}

#[test]
fn a_path_that_does_not_exist_is_an_error_that_names_all_of_them() {
    Bench::new().file("a.md", CLEAN).run(&["check", "a.md", "nope", "no/pe"]).exits(2).says("nope").says("no/pe");
    Bench::new().file("a.md", CLEAN).run(&["check", "a.md/b"]).exits(2).says("a.md/b");
}

#[test]
fn nothing_to_check_is_an_error() {
    let bench = Bench::new().file("ignored/.gitignore", "*\n");
    fs::create_dir(bench.at("empty")).unwrap();
    bench.run(&["check", "empty"]).exits(2).says("There is nothing to check");
    bench.run(&["check", "ignored"]).exits(2).says("left out by ignore files");
}

#[test]
fn an_empty_file_is_checked_and_its_name_with_it() {
    let bench = Bench::with_register().file("a.md", "").file("northgate-memorial-hospital.md", "");
    let (code, document) = bench.json(&["a.md"]);
    assert_eq!((code, &document["summary"]["checked"]), (Some(0), &1.into()));
    let (code, document) = bench.json(&["northgate-memorial-hospital.md"]);
    assert_eq!((code, document["findings"][0]["in"].as_str()), (Some(1), Some("path")));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_ring_are_unchecked() {
    let bench = Bench::with_register()
        .file("site/a.md", CLEAN)
        .link("nowhere.md", "site/dangling.md")
        .link("ring2", "site/ring1")
        .link("ring1", "site/ring2");
    let (code, document) = bench.json(&["site"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        reasons(&document),
        [
            ("site/dangling.md", "it is a link that leads nowhere"),
            ("site/ring1", "it is a link that leads back to itself"),
            ("site/ring2", "it is a link that leads back to itself"),
        ]
    );
    assert_eq!(bench.json(&["site/dangling.md"]).0, Some(2), "named, too");
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_links_to_folders_only_when_named() {
    let bench = Bench::with_register()
        .file("elsewhere/a.md", LEAK)
        .file("site/in/b.md", CLEAN)
        .link("../elsewhere/a.md", "site/file.md")
        .link("../elsewhere", "site/folder")
        .link("..", "site/in/up");
    let (code, document) = bench.json(&["site"]);
    assert_eq!(code, Some(1));
    assert_eq!(document["findings"][0]["path"], "site/file.md");
    let found = reasons(&document);
    assert_eq!(found.len(), 1, "a link back into the walk is read under its own name: {found:?}");
    assert!(found[0].0 == "site/folder" && found[0].1.contains("link to a folder elsewhere"));
    let (_, document) = bench.json(&["site/folder"]);
    assert_eq!(document["findings"][0]["path"], "site/folder/a.md");
}

#[cfg(unix)]
#[test]
fn what_is_unchecked_is_accepted_by_path_with_a_reason() {
    let bench = Bench::with_register()
        .file("site/a.md", CLEAN)
        .link("nowhere", "site/x.pdf")
        .file(".subrosa.yaml", "accept_unchecked: [{path: \"*.pdf\", reason: scans without text}]\n");
    let (code, document) = bench.json(&["site"]);
    assert_eq!(code, Some(0));
    assert_eq!(document["summary"]["unchecked"], 0);
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_that_cannot_be_read_is_checked_and_masked() {
    let bench = Bench::with_register().link("nowhere", "site/northgate-memorial-hospital.pdf");
    let (code, document) = bench.json(&["site"]);
    assert_eq!(code, Some(1), "the name is published, whatever the file holds");
    assert_eq!(reasons(&document)[0].0, "site/███.pdf");
}

/// Root may read anything, so a refusal comes from a file of the kernel that nobody can read from its start.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_unchecked() {
    use std::os::unix::fs::PermissionsExt;

    let bench = Bench::with_register().file("site/shut.md", LEAK).link("/proc/self/mem", "site/broken.md");
    fs::set_permissions(bench.at("site/shut.md"), fs::Permissions::from_mode(0o000)).unwrap();
    let (code, document) = bench.json(&["site"]);
    let root = fs::read(bench.at("site/shut.md")).is_ok();
    assert_eq!(code, Some(if root { 1 } else { 2 }));
    let found = reasons(&document);
    assert!(
        found.iter().any(|(path, reason)| *path == "site/broken.md" && reason.contains("cannot read it")),
        "{found:?}"
    );
    let refused = found.iter().any(|(path, reason)| *path == "site/shut.md" && reason.contains("denied"));
    assert_eq!(refused, !root, "{found:?}");
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_devices_never_block() {
    let bench = Bench::with_register().file("site/a.md", CLEAN);
    let _socket = std::os::unix::net::UnixListener::bind(bench.at("site/socket")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(bench.at("site/pipe")).status();
    let pipes = usize::from(made.is_ok_and(|status| status.success()));
    let (code, document) = bench.json(&["site", "/dev/zero"]);
    assert_eq!(code, Some(2));
    let found = reasons(&document);
    assert_eq!(found.len(), 2 + pipes);
    assert!(found.iter().all(|(_, reason)| reason.contains("not a regular file")), "{found:?}");
}

#[test]
fn a_file_over_the_limit_is_unchecked_and_not_read() {
    let bench = Bench::with_register().file("a.md", LEAK).file("b.md", CLEAN).file(".subrosa.yaml", "max_file: 40\n");
    let (code, document) = bench.json(&["a.md", "b.md"]);
    assert_eq!(code, Some(2));
    assert_eq!(reasons(&document), [("a.md", "it is larger than 40 bytes (`max_file`)")]);
    let ran = bench.run_with_input(&["check", "-"], &LEAK.repeat(3)).exits(2);
    ran.shows("larger than 40 bytes");
}

#[test]
fn a_file_over_the_limit_of_spans_costs_nothing() {
    let bench = Bench::with_register();
    // Sparse: it takes no room on the disk, and would take 5 GB in memory.
    fs::File::create(bench.at("huge.md")).unwrap().set_len(5 << 30).unwrap();
    let (code, document) = bench.json(&["huge.md"]);
    assert_eq!(code, Some(2));
    assert_eq!(reasons(&document), [("huge.md", "it is larger than 256 MiB (`max_file`)")]);
}

#[test]
fn two_hundred_megabytes_on_one_line_are_read_to_the_end() {
    let bench = Bench::with_register();
    let mut text = "The court sat on Monday and heard nobody at all that day. ".repeat(200 * 1024 * 1024 / 58);
    text.push_str(LEAK.trim_end());
    fs::write(bench.at("line.txt"), &text).unwrap();
    let (code, document) = bench.json(&["--disclose", "full", "line.txt"]);
    assert_eq!(code, Some(1));
    let span = &document["findings"][0]["span"];
    let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
    assert_eq!(&text[range.clone()], "Northgate Memorial Hospital");
    assert_eq!((span["line"].as_u64(), span["column"].as_u64()), (Some(1), Some(range.start as u64 + 1)));
    assert!(document.to_string().len() < 10_000, "output does not repeat the line");
}

#[test]
fn invalid_utf8_is_checked_all_the_same() {
    let mut bytes = b"\xE9t\xE9 \xFF ".to_vec();
    bytes.extend_from_slice(LEAK.as_bytes());
    let bench = Bench::with_register().file("a.txt", &bytes);
    let (code, document) = bench.json(&["--disclose", "full", "a.txt"]);
    assert_eq!(code, Some(1));
    let span = &document["findings"][0]["span"];
    let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
    assert_eq!(&bytes[range], b"Northgate Memorial Hospital");
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_utf8_is_read_and_shown_with_a_sign() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let bench = Bench::with_register().file("site/a.md", CLEAN);
    fs::write(bench.at("site").join(OsStr::from_bytes(b"caf\xE9.md")), LEAK).unwrap();
    let (code, document) = bench.json(&["site"]);
    assert_eq!(code, Some(1));
    assert_eq!(document["findings"][0]["path"], "site/caf\u{FFFD}.md");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error_and_keeps_the_exit_code() {
    let mut bench = Bench::with_register();
    for number in 0..300 {
        bench = bench.file(&format!("site/{number}.md"), LEAK.repeat(20));
    }
    let mut command = bench.command(&["check", "--register", "register.yaml", "--no-packs", "site"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(said, "");
}

#[test]
fn a_folder_where_a_file_should_be_written_is_left_alone() {
    let bench = Bench::new().file("register.yaml", REGISTER).file("a.md", CLEAN).file("out/x", "kept");
    bench
        .run(&["check", "--register", "register.yaml", "--format", "json=out", "a.md"])
        .exits(2)
        .says("out cannot be written");
    assert_eq!(fs::read_to_string(bench.at("out/x")).unwrap(), "kept");
}
