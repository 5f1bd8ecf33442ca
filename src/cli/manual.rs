//! Owns what help and manual say beside the options: exit codes, files, examples. `mod` shows some of it below `check --help`,
//! `shell` puts all of it into the pages of the manual.

use std::fmt::Write as _;

use crate::report::REPORTERS;

/// The exit codes, with what each means.
const EXITS: [(&str, &str); 3] = [
    ("0", "all was read, and nothing reached --fail-on"),
    ("1", "something did, or an example, a hook or the register is to be mended"),
    ("2", "the job could not be done whole: a mistake in the call or in a file, or something was not checked"),
];

/// The files and variables, with what each is.
const FILES: [(&str, &str); 5] = [
    (".subrosa.yaml", "the configuration, at the root of the repository"),
    (".subrosa-allow.yaml", "the findings that may stand, each with a reason, beside the configuration"),
    (".subrosaignore", "what a walk leaves out, written as in .gitignore"),
    ("SUBROSA_REGISTER", "the variable that names the register"),
    ("NO_COLOR", "the variable that switches colours off"),
];

/// Examples, by command.
const EXAMPLES: [(&str, &[(&str, &str)]); 20] = [
    (
        "",
        &[
            ("subrosa init", "set up the gate in this repository"),
            ("subrosa check", "check all drafts below the working directory"),
            ("subrosa explain case-facts", "read why facts of a matter are stopped"),
        ],
    ),
    (
        "check",
        &[
            ("subrosa check --register ~/secret/register.yaml post.md", "one draft"),
            ("subrosa check --channel linkedin - < post.txt", "a post, from standard input"),
            ("subrosa check --staged", "what the next commit adds"),
            ("subrosa check --format html=report.html content/", "a page for whoever signs off"),
        ],
    ),
    ("init", &[("subrosa init --yes", "write all files without asking")]),
    (
        "allow",
        &[(
            "subrosa allow 25baeb24549c1976137716e8f7f163f9 --reason \"the press release names them\" --by \"R. Patel\"",
            "accept one finding",
        )],
    ),
    ("explain", &[("subrosa explain identity/embargo", "one rule"), ("subrosa explain case-facts", "a category")]),
    ("rules", &[("subrosa rules list", "every rule")]),
    ("rules list", &[("subrosa rules list --packs ours.yaml", "with a pack of your own")]),
    ("rules test", &[("subrosa rules test ours.yaml", "the examples of one pack")]),
    ("rules new", &[("subrosa rules new ours", "write ours.yaml")]),
    ("register", &[("subrosa register check", "what of the register will not work")]),
    (
        "register check",
        &[
            ("subrosa register check ~/secret/register.yaml", "this register"),
            ("subrosa register check --facts", "and what its facts weigh"),
        ],
    ),
    (
        "register impact",
        &[
            ("subrosa register impact new-register.yaml content/", "what a new register would find"),
            ("subrosa register impact content/", "what the register in use finds"),
        ],
    ),
    ("config", &[("subrosa config show", "every setting")]),
    ("config show", &[("subrosa config show replies/one.md", "what holds for one file, too")]),
    ("schema", &[("subrosa schema register > register.schema.json", "for an editor")]),
    ("policy", &[("subrosa policy --firm \"Dock Street Law\" > policy.md", "a paper for staff")]),
    ("train", &[("subrosa train --questions 5 --category case-facts", "five drafts to judge")]),
    ("completions", &[("subrosa completions bash > ~/.local/share/bash-completion/completions/subrosa", "for bash")]),
    ("man", &[("subrosa man check > subrosa-check.1", "the page of check")]),
    ("hook", &[("subrosa hook install", "check every commit"), ("subrosa hook uninstall", "no longer")]),
];

/// What stands below the options of `check --help`.
pub(super) fn below_check() -> String {
    let formats: Vec<&str> = REPORTERS.iter().map(|reporter| reporter.name()).collect();
    let mut out = format!("Formats: {}\n\nExit codes:\n", formats.join(", "));
    // Writing to a string does not fail, here and below.
    for (code, meaning) in EXITS {
        let _ = writeln!(out, "  {code}  {meaning}");
    }
    out.push_str("\nExamples:\n");
    for (call, meaning) in examples("check") {
        let _ = writeln!(out, "  {call}\n      {meaning}");
    }
    out.truncate(out.trim_end().len());
    out
}

/// The examples of a command, named by its words: `rules test`; those of the command above it where it has none.
fn examples(command: &str) -> &'static [(&'static str, &'static str)] {
    let of = |command: &str| EXAMPLES.iter().find(|(name, _)| *name == command).map(|(_, examples)| *examples);
    let above = command.rsplit_once(' ').map_or("", |(above, _)| above);
    of(command).or_else(|| of(above)).unwrap_or_default()
}

/// The sections that end the page of a command, in the language of manual pages.
pub(super) fn sections(command: &str) -> String {
    let mut out = String::new();
    section(&mut out, "EXIT STATUS", &EXITS);
    section(&mut out, "FILES", &FILES);
    section(&mut out, "EXAMPLES", examples(command));
    out
}

/// A section of entries, each with what it means.
fn section(out: &mut String, title: &str, entries: &[(&str, &str)]) {
    let _ = writeln!(out, ".SH \"{title}\"");
    for (entry, meaning) in entries {
        let _ = writeln!(out, ".TP\n\\fB{}\\fR\n{}", escaped(entry), escaped(meaning));
    }
}

/// A text that no program for manual pages takes for a command of its own.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    /// The words of every command below one.
    fn words(above: &str, command: &clap::Command, all: &mut Vec<String>) {
        for sub in command.get_subcommands() {
            let name = format!("{above} {}", sub.get_name()).trim().to_owned();
            words(&name, sub, all);
            all.push(name);
        }
    }

    #[test]
    fn every_command_has_examples_that_the_command_line_takes() {
        let mut all = vec![String::new()];
        words("", &Cli::command(), &mut all);
        for name in &all {
            let examples = examples(name);
            assert!(!examples.is_empty(), "{name}");
        }
        for (name, examples) in EXAMPLES {
            assert!(all.iter().any(|known| known == name), "{name} is no command");
            for (call, _) in examples {
                let call = call.split(['<', '>']).next().unwrap_or(call);
                let quoted: Vec<&str> = call.split('"').collect();
                let words = quoted.iter().enumerate().flat_map(|(at, part)| match at % 2 {
                    0 => part.split_whitespace().collect::<Vec<_>>(),
                    _ => vec![*part],
                });
                let parsed = Cli::command().try_get_matches_from(words);
                assert!(parsed.is_ok(), "{call}: {:?}", parsed.err());
            }
        }
    }
}
