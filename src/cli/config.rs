//! Owns `subrosa config show`: the settings of a run, resolved, and where each comes from; for a file that is named, what
//! holds for it. It prints paths and switches; of the register the file's name alone. `gate` and `settings` resolve.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::gate::{GateArgs, shown};
use super::output;
use super::settings::{Origin, Sourced};
use super::trouble::Trouble;
use crate::config::{Config, Decided, Glob, MAX_FILE, Override, Switches};
use crate::draft::Claims;
use crate::policy::{Setting, Severity};
use crate::read;
use crate::run::{Ending, Input, What, read_alone};

/// What to do with settings.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Show the settings of a run and where each comes from
    Show(Show),
}

/// The options of `config show`.
#[derive(Args, Debug)]
pub(super) struct Show {
    /// The paths that the run would check; for a file also what holds for it
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
    let allowances = args.gate.load_allowances(&config)?;
    let mut table = Table { config: &config, rows: Vec::new() };
    table.gate(&args.gate)?;
    table.switches();
    table.globs();
    table.rest();
    if let Some(allowances) = allowances {
        let text = format!("{} entries in {}", allowances.list.len(), allowances.shown);
        table.row("allowances", text, Origin::Default);
    }
    for file in args.paths.iter().filter(|path| !path.is_dir()) {
        table.file(file);
    }
    output::shown(|out| out.write_all(table.drawn().as_bytes()))
}

/// The settings, a row each.
struct Table<'a> {
    /// The configuration.
    config: &'a Config,
    /// What is written, and where it comes from.
    rows: Vec<(String, Origin)>,
}

impl Table<'_> {
    /// The table as text, origins below one another.
    fn drawn(&self) -> String {
        let width = self.rows.iter().map(|(text, _)| text.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for (text, origin) in &self.rows {
            let pad = width - text.chars().count();
            // Writing to a string does not fail.
            let _ = writeln!(out, "{text}{:pad$}  # {origin}", "");
        }
        out
    }

    /// Adds a setting.
    fn row(&mut self, key: &str, value: impl std::fmt::Display, origin: Origin) {
        self.rows.push((format!("{key}: {value}"), origin));
    }

    /// Adds a setting with entries of their own, which stand below it in the order of the file.
    fn list(&mut self, key: &str, entries: Vec<String>, none: &str) {
        let origin = Origin::of_config(self.config, key);
        if entries.is_empty() {
            return self.row(key, none, origin);
        }
        self.rows.push((format!("{key}:"), origin.clone()));
        for (index, entry) in entries.into_iter().enumerate() {
            let own = match Origin::of_config(self.config, &format!("{key}.{index}")) {
                Origin::Default => origin.clone(),
                own => own,
            };
            self.rows.push((format!("  {entry}"), own));
        }
    }

    /// A path as shown.
    fn path(&self, path: &Path) -> String {
        shown(path.strip_prefix(&self.config.cwd).unwrap_or(path))
    }

    /// What the gate knows.
    fn gate(&mut self, gate: &GateArgs) -> Result<(), Trouble> {
        let file = if self.config.file.is_some() { self.config.shown.clone() } else { "none".to_owned() };
        self.row("configuration", file, if gate.names_config() { Origin::CommandLine } else { Origin::Default });
        match gate.register_file(self.config)? {
            Some(Sourced { value, origin }) => self.row("register", self.path(&value), origin),
            None => self.row("register", "none", Origin::Default),
        }
        let packs = gate.pack_paths(self.config);
        self.row("packs", packs.value, packs.origin);
        Ok(())
    }

    /// What is said of rules.
    fn switches(&mut self) {
        let switches = &self.config.switches;
        self.list("jurisdictions", switches.jurisdictions.clone().unwrap_or_default(), "all");
        self.list("severities", pairs(&switches.severities), "their own");
        self.list(
            "rules",
            switches.rules.iter().map(|(rule, on)| format!("{rule}: {}", on_off(*on))).collect(),
            "all on",
        );
    }

    /// What is said of files.
    fn globs(&mut self) {
        let config = self.config;
        self.list("kinds", globs(&config.kinds, ToString::to_string), "by format");
        self.list("channels", globs(&config.channels, |channel| channel.as_str().to_owned()), "not known");
        self.list("publishes", globs(&config.publishes, |on| on_date(*on).to_owned()), "now");
        self.list("overrides", config.overrides.iter().map(of_override).collect(), "none");
        self.list("exclude", config.exclude.iter().map(|glob| glob.pattern.clone()).collect(), "nothing");
        self.list("accept_unchecked", globs(&config.accept_unchecked, String::clone), "nothing");
    }

    /// The others.
    fn rest(&mut self) {
        let config = self.config;
        let fail_on = Sourced::first(None, config, "fail_on", config.fail_on, Severity::Warning);
        self.row("fail_on", fail_on.value, fail_on.origin);
        let disclose = config.disclose.map_or("by output", |level| level.as_str());
        self.row("disclose", disclose, Origin::of_config(config, "disclose"));
        let max_file = Sourced::first(None, config, "max_file", config.max_file, MAX_FILE);
        self.row("max_file", max_file.value, max_file.origin);
    }

    /// What holds for a file.
    fn file(&mut self, file: &Path) {
        let config = self.config;
        self.rows.push((format!("{}:", shown(file)), Origin::CommandLine));
        let said = claims(config, file);
        let (kind, origin) = self.first(said.front_kind, config.kind(file));
        self.row("  kind", kind.map_or_else(|| "by format".to_owned(), |kind| kind.to_string()), origin);
        let (channel, origin) = self.first(said.front_channel, config.channel(file));
        self.row("  channel", channel.map_or_else(|| "not known".to_owned(), |it| it.as_str().to_owned()), origin);
        let (publishes, origin) = self.decided(config.publishes_on_date(file));
        self.row("  publishes", on_date(publishes.unwrap_or(false)), origin);
        if let Some(date) = said.front_date {
            self.row("  date", date, Origin::FrontMatter);
        }
        if !said.mistakes.is_empty() {
            self.row("  subrosa", "a mistake, which `subrosa check` tells", Origin::FrontMatter);
        }
        let own = config.policy_of(file);
        let policy = own.as_ref().unwrap_or(&config.policy);
        let said = config.fitting(file);
        let by = |says: fn(&Switches) -> bool| said.iter().rev().find(|(_, it)| says(&it.switches)).map(|(at, _)| *at);
        let jurisdictions = by(|switches| switches.jurisdictions.is_some());
        let origin = self.origin_of(jurisdictions, "jurisdictions");
        let places = if policy.jurisdictions.is_empty() { "all".to_owned() } else { policy.jurisdictions.join(", ") };
        self.row("  jurisdictions", places, origin);
        for (rule, setting) in &policy.settings {
            let last = said.iter().rev().find(|(_, it)| {
                it.switches.severities.iter().any(|(own, _)| own == rule)
                    || it.switches.rules.iter().any(|(own, _)| own == rule)
            });
            let key = if config.switches.rules.iter().any(|(own, _)| own == rule) { "rules" } else { "severities" };
            let origin = self.origin_of(last.map(|(at, _)| *at), key);
            let word = match setting {
                Setting::Level(level) => level.as_str(),
                Setting::On => "on",
            };
            self.row(&format!("  {rule}"), word, origin);
        }
        if let Some(reason) = config.accepted(file) {
            self.row("  accept_unchecked", reason, Origin::of_config(config, "accept_unchecked"));
        }
    }

    /// What the file says of itself, else what an entry gave.
    fn first<T>(&self, own: Option<T>, decided: Option<Decided<T>>) -> (Option<T>, Origin) {
        match own {
            Some(value) => (Some(value), Origin::FrontMatter),
            None => self.decided(decided),
        }
    }

    /// A value that an entry gave, and the line of the entry.
    fn decided<T>(&self, decided: Option<Decided<T>>) -> (Option<T>, Origin) {
        match decided {
            Some(Decided { value, key, index }) => {
                (Some(value), Origin::of_config(self.config, &format!("{key}.{index}")))
            }
            None => (None, Origin::Default),
        }
    }

    /// The line of an override, or of a key of the top.
    fn origin_of(&self, index: Option<usize>, key: &str) -> Origin {
        let key = index.map_or_else(|| key.to_owned(), |index| format!("overrides.{index}"));
        Origin::of_config(self.config, &key)
    }
}

/// What a file says of itself; nothing where it is not there or holds several drafts.
fn claims(config: &Config, file: &Path) -> Claims {
    let mut found = Vec::new();
    if file.is_file() {
        let input = Input::new(shown(file), file.to_owned(), What::File);
        let max_file = config.max_file.unwrap_or(MAX_FILE);
        // What cannot be read says nothing of itself; `check` tells why.
        let _ = read_alone(read::read, max_file, &input, &mut |draft| found.push(draft.claims));
    }
    if found.len() == 1 { found.pop().unwrap_or_default() } else { Claims::default() }
}

/// Whether a rule is on, as written.
const fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// When a file is published, as written.
const fn on_date(on: bool) -> &'static str {
    if on { "on-date" } else { "now" }
}

/// Rules and what is said of them.
fn pairs(list: &[(String, Severity)]) -> Vec<String> {
    list.iter().map(|(rule, word)| format!("{rule}: {word}")).collect()
}

/// Globs and what they give.
fn globs<T>(globs: &[(Glob, T)], word: impl Fn(&T) -> String) -> Vec<String> {
    globs.iter().map(|(glob, value)| format!("{}: {}", glob.pattern, word(value))).collect()
}

/// An override on one line.
fn of_override(found: &Override) -> String {
    let files: Vec<&str> = found.files.iter().map(|glob| glob.pattern.as_str()).collect();
    let mut parts = vec![format!("files: [{}]", files.join(", "))];
    parts.extend(found.kind.map(|kind| format!("kind: {kind}")));
    parts.extend(found.channel.as_ref().map(|channel| format!("channel: {}", channel.as_str())));
    parts.extend(found.publishes.map(|on| format!("publishes: {}", on_date(on))));
    let switches = &found.switches;
    parts.extend(switches.jurisdictions.as_ref().map(|list| format!("jurisdictions: [{}]", list.join(", "))));
    if !switches.severities.is_empty() {
        parts.push(format!("severities: {{{}}}", pairs(&switches.severities).join(", ")));
    }
    if !switches.rules.is_empty() {
        let rules: Vec<String> = switches.rules.iter().map(|(rule, on)| format!("{rule}: {}", on_off(*on))).collect();
        parts.push(format!("rules: {{{}}}", rules.join(", ")));
    }
    format!("- {{{}}}", parts.join(", "))
}
