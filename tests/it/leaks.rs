//! The register never gets out: a register of random words, drafts of every format, every level, every output and every
//! mistake in the register, and then a search for each of the words in all that was written.

mod drafts;
mod world;

use std::fs;

use subrosa::report::{Disclose, REPORTERS};

use crate::support::{Bench, Ran};
use world::World;

/// A folder with the register of a world and the drafts of everything that it looks for.
fn planted(world: &World) -> Bench {
    let mut bench = Bench::new().file("register.yaml", &world.register);
    for (number, wanted) in world.wanted.iter().enumerate() {
        for (path, bytes) in drafts::of(wanted) {
            bench = bench.file(&format!("site/{}{number}/{path}", wanted.what), bytes);
        }
    }
    bench
}

/// Both streams of a run.
fn said(ran: &Ran) -> String {
    format!("{}\n{}", ran.stdout, ran.stderr)
}

/// Asserts that a run gave nothing of a world away.
#[track_caller]
fn assert_silent(world: &World, said: &str, about: &str) {
    let given = world.given_away(said);
    let first = given.first().copied().unwrap_or_default();
    let line = said.lines().find(|line| world::folded(line).contains(first)).unwrap_or(said);
    assert!(given.is_empty(), "{about}: {given:?} got out, first in: {line}");
}

#[test]
fn nothing_of_the_register_is_shown_below_full() {
    for seed in [0x5EED_0001, 0x5EED_0002] {
        let world = World::new(seed);
        let bench = planted(&world);
        let base = ["check", "--register", "register.yaml", "site"];
        for reporter in REPORTERS {
            for level in Disclose::ALL.into_iter().filter(|level| *level != Disclose::Full) {
                let asked = ["--format", reporter.name(), "--disclose", level.as_str()];
                let ran = bench.run(&[&base[..], &asked].concat()).exits(1);
                assert!(!ran.stdout.trim().is_empty());
                assert_silent(&world, &said(&ran), &format!("{asked:?}"));
            }
            let file = format!("out.{}", reporter.name());
            let ran = bench.run(&[&base[..], &["--format", &format!("{}={file}", reporter.name())]].concat()).exits(1);
            assert_silent(&world, &said(&ran), "a run that writes a file");
            assert_silent(&world, &fs::read_to_string(bench.at(&file)).unwrap(), &file);
        }
        for (format, level) in
            ["pretty", "json", "ndjson", "sarif"].into_iter().zip(Disclose::ALL.into_iter().cycle().skip(1))
        {
            let asked = [
                "--why",
                "--format",
                format,
                "--disclose",
                if level == Disclose::Full { "masked" } else { level.as_str() },
            ];
            assert_silent(&world, &said(&bench.run(&[&base[..], &asked].concat()).exits(1)), &format!("{asked:?}"));
        }
        let list = bench.run(&[&base[..], &["--list-files"]].concat()).exits(0);
        assert_silent(&world, &said(&list), "--list-files");
        let public = planted(&world)
            .file("event.json", r#"{"repository": {"private": false}}"#)
            .variable("CI", "true")
            .variable("GITHUB_EVENT_PATH", "event.json");
        assert_silent(&world, &said(&public.run(&base).exits(1)), "in CI");
    }
}

#[test]
fn what_is_planted_is_found() {
    // Else the test above would prove nothing.
    let world = World::new(0x5EED_0001);
    let bench = planted(&world);
    let ran = bench.run(&["check", "--register", "register.yaml", "--format", "json", "site"]).exits(1);
    let full = bench.run(&["check", "--register", "register.yaml", "--disclose", "full", "site"]).exits(1);
    assert!(world.given_away(&full.stdout).len() > 15, "the search finds what is there");
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let paths: Vec<&str> = document["findings"].as_array().unwrap().iter().filter_map(|f| f["path"].as_str()).collect();
    for (number, wanted) in world.wanted.iter().enumerate() {
        let here = format!("site/{}{number}/", wanted.what);
        let found = paths.iter().filter(|path| path.starts_with(&here)).count();
        assert!(found > 0, "{} is not found", wanted.what);
    }
    for (_, endings) in subrosa::read::formats() {
        for ending in endings {
            let end = format!("/{ending}.{ending}");
            assert!(paths.iter().any(|path| path.ends_with(&end)), "nothing is found in .{ending}");
        }
    }
}

#[test]
fn output_in_full_holds_nothing_that_the_draft_does_not_hold() {
    let world = World::new(0x5EED_0003);
    for (number, wanted) in world.wanted.iter().enumerate() {
        let mut bench = Bench::new().file("register.yaml", &world.register);
        for (path, bytes) in drafts::of(wanted) {
            bench = bench.file(&format!("site/{number}/{path}"), bytes);
        }
        for reporter in REPORTERS {
            let asked = ["--disclose", "full", "--format", reporter.name()];
            let ran = bench.run(&[&["check", "--register", "register.yaml", "site"], &asked[..]].concat());
            let given = world.given_away(&without_rewording(&world, &said(&ran)));
            let beside = world.words_beside(&wanted.text);
            let given: Vec<_> = given.into_iter().filter(|word| beside.contains(word)).collect();
            assert!(given.is_empty(), "{} {:?}: {given:?}", reporter.name(), wanted.what);
        }
    }
}

/// An output without `describe_as`: the register offers it for publication, and it is shown in full reports alone.
fn without_rewording(world: &World, output: &str) -> String {
    let safe = world.register.lines().filter_map(|line| line.trim().strip_prefix("describe_as: "));
    safe.fold(output.to_owned(), |output, safe| output.replace(safe, ""))
}

#[test]
fn a_draft_on_standard_input_is_masked_too() {
    let world = World::new(0x5EED_0004);
    let bench = Bench::new().file("register.yaml", &world.register);
    let name = &world.wanted[0].text;
    let file = format!("blog/{}.md", name.to_lowercase().replace(' ', "-"));
    let arguments = ["check", "--register", "register.yaml", "--stdin-filename"];
    let named = [&arguments[..], &[&file]].concat();
    let ran = bench.run_with_input(&named, &format!("We met {name}.\n")).exits(1);
    assert_silent(&world, &said(&ran), "standard input");
}

/// The register with one line spoilt, in every way that comes to mind.
fn spoilt(register: &str, line: usize, secret: &str) -> Vec<Vec<u8>> {
    let lines: Vec<&str> = register.lines().collect();
    let old = lines[line];
    let indent = &old[..old.len() - old.trim_start().len()];
    let (key, value) = old.trim_start().split_once(": ").unwrap_or((old.trim_start(), ""));
    let new = [
        String::new(),
        format!("{old}\n{old}"),
        format!("\t{old}"),
        format!(" {old}"),
        format!("{old} \""),
        format!("{old} [{{"),
        format!("{old}: {secret}"),
        format!("{indent}{key}: [{value}"),
        format!("{indent}{key}: \"{secret}\\q\""),
        format!("{indent}{key}: {secret}"),
        format!("{indent}{key}: [{secret}, {{{secret}: {secret}}}]"),
        format!("{indent}{key}: {{{secret}: {value}}}"),
        format!("{indent}{key}: *{secret}"),
        format!("{indent}{key}: &{secret} {value}"),
        format!("{indent}{key}: !{secret} {value}"),
        format!("{indent}{key}: @{secret}"),
        format!("{indent}{key}: |\n{secret}"),
        format!("{indent}{key}:"),
        format!("{indent}{secret}: {value}"),
        format!("{indent}{key}{secret}: {value}"),
        format!("{indent}{secret}"),
        format!("--- {secret}\n{old}"),
        format!("%{secret}\n{old}"),
        format!("{old}\u{0} {secret}"),
        format!("{old} \u{202e}{secret}"),
    ];
    let whole = |new: &String| {
        let mut lines = lines.clone();
        lines[line] = new;
        (lines.join("\n") + "\n").into_bytes()
    };
    let mut all: Vec<Vec<u8>> = new.iter().map(whole).collect();
    all.push(lines[..line].join("\n").into_bytes());
    all.push((lines[..line].join("\n") + "\n" + &old[..old.len() / 2]).into_bytes());
    let mut broken = whole(&old.to_owned());
    broken.insert(lines[..line].iter().map(|line| line.len() + 1).sum(), 0xFF);
    all.push(broken);
    all
}

#[test]
fn mistakes_in_the_register_are_told_without_quoting_it() {
    let world = World::new(0x5EED_0005);
    let secret = world.wanted[0].text.split(' ').next().unwrap().to_lowercase();
    let (mut wrong, mut right) = (0, 0);
    for line in 0..world.register.lines().count() {
        for bytes in spoilt(&world.register, line, &secret) {
            match subrosa::register::load("register.yaml", &bytes) {
                Ok(register) => {
                    right += 1;
                    // What a developer prints by mistake is silent, too; ids alone are shown.
                    let ids = register.clients.iter().flat_map(|client| {
                        std::iter::once(client.id()).chain(client.matters.iter().map(|matter| matter.id.as_str()))
                    });
                    if !ids.into_iter().any(|id| id.contains(&secret)) {
                        assert_silent(&world, &format!("{register:?}"), "Debug of a register");
                    }
                }
                Err(problems) => {
                    wrong += 1;
                    assert!(!problems.is_empty());
                    let about = String::from_utf8_lossy(&bytes).lines().nth(line).unwrap_or_default().to_owned();
                    assert_silent(&world, &format!("{problems:?}"), &about);
                }
            }
        }
    }
    assert!(wrong > 500 && right > 50, "{wrong} wrong, {right} right");
}

#[test]
fn the_program_says_no_more_than_the_loader() {
    let world = World::new(0x5EED_0006);
    let secret = world.wanted[0].text.split(' ').next().unwrap().to_lowercase();
    for line in (0..world.register.lines().count()).step_by(4) {
        for bytes in spoilt(&world.register, line, &secret).into_iter().skip(line % 7).step_by(7) {
            let bench = Bench::new().file("register.yaml", &bytes).file("a.md", "Fine.\n");
            let ran = bench.run(&["check", "--register", "register.yaml", "a.md"]);
            assert!(matches!(ran.code, Some(0 | 2)), "{:?}", ran.code);
            if ran.code == Some(2) {
                assert!(ran.stderr.contains("register.yaml"), "{}", ran.stderr);
            }
            assert_silent(&world, &said(&ran), &String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn other_commands_and_errors_are_silent() {
    let world = World::new(0x5EED_0007);
    let name = world.wanted[0].text.to_lowercase().replace(' ', "-");
    let bench = Bench::new()
        .file("register.yaml", &world.register)
        .file("a.md", "Fine.\n")
        .file(".subrosa.yaml", "register: register.yaml\nkinds: {\"a/\": page}\n")
        .variable("SUBROSA_REGISTER", "register.yaml");
    let runs: [&[&str]; 8] = [
        &["config", "show"],
        &["check", "--help"],
        &["--help"],
        &["check", "no-such-file"],
        &["check", "--format", "poem", "a.md"],
        &["check", "--config", "register.yaml", "a.md"],
        &["check", "--dump", "--disclose", "full", "a.md"],
        &["check", "--format", "json=no/such/folder", "a.md"],
    ];
    for arguments in runs {
        assert_silent(&world, &said(&bench.run(arguments)), &format!("{arguments:?}"));
    }
    // The path of the register is a secret of its own where only the environment has it.
    let bench = Bench::new().file("a.md", "Fine.\n").variable("SUBROSA_REGISTER", &format!("{name}.yaml"));
    for arguments in [["check", "--help"], ["check", "-h"]] {
        assert_silent(&world, &said(&bench.run(&arguments)), &format!("{arguments:?}"));
    }
}

#[test]
fn reasons_of_allowances_are_masked_and_refused_without_quoting_them() {
    let world = World::new(0x5EED_0009);
    let entry = |(number, text): (usize, &str)| {
        let text = serde_json::Value::from(format!("We met {text} there."));
        format!("- {{fingerprint: \"{number:032x}\", reason: {text}, by: b, until: 2020-01-31}}\n")
    };
    let entries: String = world.wanted.iter().map(|wanted| wanted.text.as_str()).enumerate().map(entry).collect();
    let bench = Bench::new()
        .file("register.yaml", &world.register)
        .file("a.md", "Fine.\n")
        .file(".subrosa-allow.yaml", entries);
    for reporter in REPORTERS {
        for level in Disclose::ALL.into_iter().filter(|level| *level != Disclose::Full) {
            let asked = ["--format", reporter.name(), "--disclose", level.as_str()];
            let ran = bench
                .run(&[&["check", "--register", "register.yaml", "--no-packs", "a.md"], &asked[..]].concat())
                .exits(1);
            assert_silent(&world, &said(&ran), &format!("{asked:?}"));
        }
    }
    let bench = Bench::new().file("register.yaml", &world.register).file("a.md", "Fine.\n");
    let print = "0".repeat(32);
    let mut refused = 0;
    for wanted in &world.wanted {
        let allow =
            ["allow", &print, "--register", "register.yaml", "--no-packs", "--path", "a.md", "--by", "b", "--reason"];
        let ran = bench.run(&[&allow[..], &[&wanted.text]].concat());
        refused += usize::from(ran.code == Some(2));
        assert_silent(&world, &said(&ran), "allow");
        let _ = fs::remove_file(bench.at(".subrosa-allow.yaml"));
    }
    assert!(refused * 2 > world.wanted.len(), "{refused} of {}", world.wanted.len());
}

#[test]
fn a_register_that_is_given_as_a_draft_stays_masked() {
    let world = World::new(0x5EED_0008);
    let bench = Bench::new().file("register.yaml", &world.register);
    for reporter in REPORTERS {
        let ran =
            bench.run(&["check", "--register", "register.yaml", "--format", reporter.name(), "register.yaml"]).exits(1);
        assert_silent(&world, &said(&ran), reporter.name());
    }
}
