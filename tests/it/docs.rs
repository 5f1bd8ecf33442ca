//! The documentation is true: what README shows is what the program prints, its options exist, its links lead somewhere,
//! and its examples load.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use subrosa::run::Ending;

use crate::support::Bench;

/// What stands for lines that are left out of an output.
const LEFT_OUT: &str = "[…]";

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the repository.
fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Every page of the documentation, from the root of the repository.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().file_name());
    let docs = docs.map(|name| format!("docs/{}", name.to_string_lossy())).filter(|name| name.ends_with(".md"));
    let mut pages: Vec<String> = docs.chain(["README.md", "CHANGELOG.md", "SECURITY.md"].map(str::to_owned)).collect();
    pages.sort();
    assert!(pages.len() > 6);
    pages
}

/// The fenced blocks of a page: what stands after the fence, and the lines inside.
pub(crate) fn blocks(page: &str) -> Vec<(String, String)> {
    let (mut blocks, mut open): (Vec<(String, String)>, bool) = (Vec::new(), false);
    for line in text(page).lines() {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                blocks.push((info.to_owned(), String::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => blocks.last_mut().unwrap().1.extend([line, "\n"]),
            (None, false) => {}
        }
    }
    assert!(!open, "{page}: a block stays open");
    blocks
}

/// What the program prints at the root of the repository, and how it ends.
fn printed(arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("subrosa"));
    let output = command.args(arguments).current_dir(root()).env_clear().output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// The first command of README: the arguments of subrosa, and what README says that it prints.
fn first_command() -> (Vec<String>, String) {
    let blocks = blocks("README.md");
    let (info, command) = &blocks[0];
    assert_eq!(info, "sh");
    let arguments = command.trim().strip_prefix("cargo run --release -- ").expect("the first command runs subrosa");
    assert_eq!(blocks[1].0, "text");
    (arguments.split(' ').map(str::to_owned).collect(), blocks[1].1.clone())
}

#[test]
fn readme_shows_what_its_first_command_prints() {
    let (arguments, shown) = first_command();
    assert_eq!(arguments, ["check", "fixtures/demo"]);
    let (real, code) = printed(&["check", "fixtures/demo"]);
    assert_eq!(code, Some(1), "the demo is stopped");
    let mut rest = real.as_str();
    let parts: Vec<&str> = shown.split(&format!("{LEFT_OUT}\n")).collect();
    for (number, part) in parts.iter().enumerate() {
        let found = if number == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
        let Some(at) = found else {
            panic!(
                "README.md shows lines that the demo does not print, or not in this place:\n{part}\nIt prints:\n{real}"
            )
        };
        rest = &rest[at + part.len()..];
    }
    assert!(rest.is_empty(), "README.md leaves out the end:\n{rest}");
}

#[test]
fn readme_shows_how_to_run_the_tests_second() {
    let commands: Vec<String> = blocks("README.md").into_iter().filter(|(info, _)| info == "sh").map(|b| b.1).collect();
    assert_eq!(commands[1], "cargo test\n");
    assert!(text(".ci/run").contains("step cargo test\n"), "and CI runs it");
    let (arguments, _) = first_command();
    assert!(text(".ci/run").contains(&format!("step cargo run --release -- {} ", arguments.join(" "))));
}

#[test]
fn the_demo_stops_what_it_should_and_nothing_else() {
    let (real, _) = printed(&["check", "fixtures/demo", "--format", "json", "--disclose", "full"]);
    let document: serde_json::Value = serde_json::from_str(&real).unwrap();
    let findings = document["findings"].as_array().unwrap().iter().filter(|f| f["severity"] != "advice");
    let found: Vec<[&str; 3]> = findings
        .map(|finding| {
            [&finding["path"], &finding["rule"], &finding["span"]["text"]]
                .map(|value| value.as_str().unwrap_or_default())
        })
        .collect();
    let wanted = [
        ("newsletter/spring.md", "identity/client", "Brightwater Dialysis Partners"),
        ("posts/linkedin-brewery.txt", "identity/consent-lapsed", "Kestrel & Rowe Brewing"),
        ("posts/x-launch-day.txt", "identity/client", "#HollisFerryShipyard"),
        ("replies/one-star-angry.txt", "identity/client", "Marisol Quintero-Vance"),
        ("site/news/renal-care.md", "identity/embargo", "Project Lanternfish"),
        ("site/news/tobias-wrenfield-scholarship.md", "identity/client", "tobias-wrenfield"),
        ("site/practice/family-law.html", "identity/client", "Marisol Quintero-Vance"),
    ];
    for (path, rule, name) in wanted {
        let hit = found.iter().any(|[p, r, t]| {
            *p == format!("fixtures/demo/{path}") && *r == rule && t.split_whitespace().eq(name.split_whitespace())
        });
        assert!(hit, "{rule} is not found in {path}: {found:#?}");
    }
    let stopped: Vec<&str> = wanted.iter().map(|(path, ..)| *path).collect();
    let others: Vec<_> =
        found.iter().filter(|[path, ..]| !stopped.iter().any(|stopped| path.ends_with(stopped))).collect();
    assert!(others.is_empty(), "drafts that are fine are flagged: {others:#?}");
    assert!(document["summary"]["checked"].as_u64().unwrap() >= 2 * stopped.len() as u64, "most drafts are clean");
    assert_eq!(document["summary"]["unchecked"], 0);
}

#[test]
fn the_demo_does_not_depend_on_the_day() {
    let at = |day: &str| printed(&["check", "fixtures/demo", "--publish-at", day]).0;
    assert_eq!(at("2030-01-01"), printed(&["check", "fixtures/demo"]).0);
    assert_eq!(at("2090-01-01"), at("2030-01-01"));
}

#[test]
fn options_that_the_pages_name_exist() {
    let help = [
        printed(&["--help"]).0,
        printed(&["check", "--help"]).0,
        printed(&["rules", "list", "--help"]).0,
        printed(&["rules", "test", "--help"]).0,
        printed(&["explain", "--help"]).0,
        printed(&["policy", "--help"]).0,
        printed(&["train", "--help"]).0,
        printed(&["config", "show", "--help"]).0,
        printed(&["allow", "--help"]).0,
        printed(&["init", "--help"]).0,
        printed(&["register", "check", "--help"]).0,
    ]
    .join("\n");
    let option = regex::Regex::new(r"(?:^|[\s`(])(--[a-z][a-z-]+)").unwrap();
    let cargo = ["--release", "--path", "--git", "--all-targets", "--check"];
    let mut seen = 0;
    for page in [
        "README.md",
        "docs/allowances.md",
        "docs/ci.md",
        "docs/configuration.md",
        "docs/output.md",
        "docs/register.md",
        "docs/writing-rules.md",
        "docs/policy-and-training.md",
        "SECURITY.md",
    ] {
        for found in option.captures_iter(&text(page)) {
            let name = found.get(1).unwrap().as_str();
            if !cargo.contains(&name) {
                seen += 1;
                assert!(help.contains(name), "{page} names {name}, which no help text has");
            }
        }
    }
    assert!(seen > 15);
}

#[test]
fn commands_that_readme_shows_exist() {
    for (_, block) in blocks("README.md").iter().filter(|(info, _)| info == "sh") {
        for line in block.lines().filter_map(|line| line.strip_prefix("subrosa ")) {
            let words: Vec<&str> = line.split(' ').take_while(|word| word.chars().all(char::is_alphabetic)).collect();
            let (_, code) = printed(&[&words[..], &["--help"]].concat());
            assert_eq!(code, Some(0), "subrosa {line}");
        }
    }
}

#[test]
fn exit_codes_are_those_of_the_table() {
    let readme = text("README.md");
    let table = readme.split("## Exit codes").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| code")).collect();
    let codes: Vec<u8> = rows.iter().map(|row| row[2..3].parse().unwrap()).collect();
    assert_eq!(codes, [Ending::Clean, Ending::Findings, Ending::NotWhole].map(Ending::code));
    assert_eq!(
        printed(&["check", "fixtures/demo/posts/x-closed-friday.txt", "--config", "fixtures/demo/.subrosa.yaml"]).1,
        Some(0)
    );
    assert_eq!(printed(&["check", "fixtures/demo"]).1, Some(1));
    assert_eq!(printed(&["check", "no-such-file"]).1, Some(2));
    assert_eq!(printed(&["check", "fixtures/demo", "--exit-zero"]).1, Some(0));
}

#[test]
fn links_lead_somewhere() {
    let link = regex::Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut seen = 0;
    for page in pages() {
        let folder = root().join(&page).parent().unwrap().to_owned();
        for found in link.captures_iter(&text(&page)) {
            let target = found[1].split('#').next().unwrap().to_owned();
            if target.is_empty() || target.contains("://") || target.starts_with('/') {
                continue;
            }
            seen += 1;
            let path: PathBuf = folder.join(&target);
            assert!(path.exists(), "{page} links to {target}");
        }
    }
    assert!(seen > 10);
}

#[test]
fn every_page_can_be_reached_from_readme() {
    let readme = text("README.md");
    for page in pages().iter().filter(|page| *page != "README.md") {
        assert!(readme.contains(&format!("({page})")), "README.md has no link to {page}");
    }
}

#[test]
fn examples_of_registers_load() {
    let mut seen = 0;
    for page in pages() {
        for (info, block) in blocks(&page) {
            let register = info == "yaml register" || page == "docs/register.md" && info == "yaml";
            if register {
                seen += 1;
                let loaded = subrosa::register::load(&page, block.as_bytes());
                assert!(loaded.is_ok(), "{page}: {:?}\n{block}", loaded.err());
            }
        }
    }
    assert!(seen >= 3);
}

#[test]
fn examples_of_configurations_load() {
    let mut seen = 0;
    for page in pages() {
        for (_, block) in blocks(&page).iter().filter(|(info, _)| info == "yaml config") {
            seen += 1;
            let bench = Bench::new().file(".subrosa.yaml", block);
            let loaded = subrosa::config::load(&bench.at(".subrosa.yaml"), &page, bench.path());
            assert!(loaded.is_ok(), "{page}: {:?}\n{block}", loaded.err());
        }
    }
    assert!(seen >= 2);
}

#[test]
fn examples_of_allowances_load() {
    let (_, block) = blocks("docs/allowances.md").into_iter().find(|(info, _)| info == "yaml allow").unwrap();
    let config = subrosa::config::Config::none(Path::new("/nowhere"));
    let loaded = subrosa::config::Allowances::parse(&config, "docs/allowances.md", block.into_bytes());
    assert_eq!(loaded.map(|allowances| allowances.list.len()).map_err(|error| format!("{error:?}")), Ok(1));
}

#[test]
fn every_key_of_the_configuration_is_documented() {
    // The message about an unknown key names the nearest one, so that each key can be asked for.
    let page = text("docs/configuration.md");
    let table: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .take_while(|key| key.chars().all(|c| c.is_lowercase() || c == '_'))
        .collect();
    let source = text("src/config/load.rs");
    let list = source.split("const KEYS").nth(1).unwrap().split("];").next().unwrap();
    let known: Vec<&str> = list.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect();
    assert_eq!(table, known);
}
