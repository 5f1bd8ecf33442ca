//! Owns `subrosa config show`: the settings of a run, resolved, and where each comes from. It prints paths and switches;
//! of the register the file's name alone. `gate` and `settings` resolve.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::gate::{GateArgs, shown};
use super::output;
use super::settings::{From, Origin};
use super::trouble::Trouble;
use crate::config::{Config, Glob, MAX_FILE};
use crate::policy::Severity;
use crate::run::Ending;

/// What to do with settings.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Show the settings of a run and where each comes from
    Show(Show),
}

/// The options of `config show`.
#[derive(Args, Debug)]
pub(super) struct Show {
    /// The paths that the run would check
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the gate knows.
    #[command(flatten)]
    gate: GateArgs,
}

/// Runs it.
pub(super) fn run(command: &Command) -> Result<Ending, Trouble> {
    let Command::Show(args) = command;
    let config = args.gate.load_config(&args.paths)?;
    let table = table(&args.gate, &config)?;
    let width = table.iter().map(|(key, value, _)| key.len() + value.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (key, value, origin) in &table {
        let pad = width - key.len() - value.chars().count();
        // Writing to a string does not fail.
        let _ = writeln!(text, "{key}: {value}{:pad$}  # {origin}", "");
    }
    output::shown(|out| out.write_all(text.as_bytes()))
}

/// Each setting, its value and its origin.
fn table(gate: &GateArgs, config: &Config) -> Result<Vec<(&'static str, String, Origin)>, Trouble> {
    let of = |key: &str| Origin::of_config(config, key);
    let path = |path: &Path| shown(path.strip_prefix(&config.cwd).unwrap_or(path));
    let register = gate.register_file(config)?;
    let (register, register_origin) =
        register.map_or_else(|| ("none".to_owned(), Origin::Default), |From { value, origin }| (path(&value), origin));
    let packs = gate.pack_paths(config);
    let fail_on = From::first(None, config, "fail_on", config.fail_on, Severity::Warning);
    let max_file = From::first(None, config, "max_file", config.max_file, MAX_FILE);
    let disclose = config.disclose.map_or("by output", |level| level.as_str());
    let file = if config.file.is_some() { config.shown.clone() } else { "none".to_owned() };
    let file_origin = if gate.config.is_some() || gate.isolated { Origin::CommandLine } else { Origin::Default };
    Ok(vec![
        ("configuration", file, file_origin),
        ("register", register, register_origin),
        ("packs", packs.value, packs.origin),
        ("jurisdictions", list(config.policy.jurisdictions.iter().cloned()), of("jurisdictions")),
        (
            "severities",
            list(config.policy.severities.iter().map(|(rule, word)| format!("{rule}: {word}"))),
            of("severities"),
        ),
        ("kinds", globs(&config.kinds, ToString::to_string), of("kinds")),
        ("channels", globs(&config.channels, |channel| channel.as_str().to_owned()), of("channels")),
        ("publishes", globs(&config.publishes, |on| if *on { "on-date" } else { "now" }.to_owned()), of("publishes")),
        ("exclude", list(config.exclude.iter().map(|glob| glob.pattern.clone())), of("exclude")),
        ("accept_unchecked", globs(&config.accept_unchecked, String::clone), of("accept_unchecked")),
        ("fail_on", fail_on.value.to_string(), fail_on.origin),
        ("disclose", disclose.to_owned(), of("disclose")),
        ("max_file", max_file.value.to_string(), max_file.origin),
    ])
}

/// A list on one line.
fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// Globs and what they give, on one line.
fn globs<T>(globs: &[(Glob, T)], word: impl Fn(&T) -> String) -> String {
    list(globs.iter().map(|(glob, value)| format!("{}: {}", glob.pattern, word(value))))
}
