//! Owns `subrosa rules test`: which packs are proved, and how failures read. `prove` runs the examples.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::prove::{Proof, prove};
use crate::cli::gate::PackArgs;
use crate::cli::trouble::Trouble;
use crate::cli::{output, packs};
use crate::report::summary::counted;
use crate::rules::RuleSet;
use crate::run::Ending;

/// The options of `rules test`.
#[derive(Args, Debug)]
pub(in crate::cli) struct Options {
    /// Packs to prove, files or folders; without any, all packs of the run
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which packs are read.
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs it.
pub(super) fn run(options: &Options) -> Result<Ending, Trouble> {
    let config = options.packs.config.load(&[])?;
    let (mut paths, _) = options.packs.own(&config);
    paths.extend(options.files.iter().cloned());
    let rules = packs::load_all(&config, &paths)?;
    let wanted = wanted(options, &rules);
    let count = rules.rules.iter().filter(|rule| wanted.contains(&rule.pack)).count();
    let proof = prove(rules, &wanted).map_err(|why| Trouble::new(why, None))?;
    output::shown(|out| out.write_all(report(&proof, count).as_bytes()))?;
    Ok(if proof.failures.is_empty() { Ending::Clean } else { Ending::Findings })
}

/// The packs to prove, by number: those of the files that are named, or all.
fn wanted(options: &Options, rules: &RuleSet) -> Vec<usize> {
    let named: Vec<PathBuf> = options.files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    let is_wanted = |pack: &crate::rules::Pack| {
        let file = PathBuf::from(&pack.file).canonicalize().ok().filter(|_| !pack.builtin);
        options.files.is_empty() || file.is_some_and(|file| named.iter().any(|path| file.starts_with(path)))
    };
    rules.packs.iter().enumerate().filter(|(_, pack)| is_wanted(pack)).map(|(number, _)| number).collect()
}

/// What came of the proof, for reading.
fn report(proof: &Proof, rules: usize) -> String {
    let mut out = String::new();
    for failure in &proof.failures {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{}: {}", failure.place, failure.rule);
        let _ = writeln!(out, "  example   “{}”", failure.text);
        let _ = writeln!(out, "  expected  {}", failure.expected);
        for (number, line) in failure.got.iter().enumerate() {
            let _ = writeln!(out, "  {:9} {line}", if number == 0 { "got" } else { "" });
        }
        out.push('\n');
    }
    for (rule, price) in &proof.prices {
        let micros = price.as_secs_f64() * 1e6;
        let _ =
            writeln!(out, "price: {rule} has no rare word and is tried everywhere: {micros:.0} µs a thousand words");
    }
    let (rules, examples) = (counted(rules, "rule", "rules"), counted(proof.examples, "example", "examples"));
    let _ = match proof.failures.len() {
        0 => writeln!(out, "{rules}, {examples}: all as they should be"),
        failed => writeln!(out, "{rules}, {examples}: {failed} not as they should be"),
    };
    out
}
