//! Owns `subrosa register`: help for the register's owner. It speaks by id and line; names are shown on a terminal alone,
//! to whoever asks with `--reveal`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, Subcommand};

use super::gate::{ConfigArgs, GateArgs, RegisterArgs, load_register};
use super::output::shown;
use super::settings::{Origin, Sourced};
use super::trouble::{Trouble, note};
use crate::config::{Config, MAX_FILE};
use crate::policy::Severity;
use crate::read;
use crate::register::Register;
use crate::register::review::{Weight, review};
use crate::report::summary::counted;
use crate::rules::RuleSet;
use crate::run::{self, Claims, Ending, Inputs, Job, Missing, Request};
use crate::spot::{Engine, is_found_by_value};

/// The subcommands.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Say what of the register will not work, or not well, by id and line
    Check(Check),
    /// Count the findings that each entry makes over existing content, noisiest first
    Impact(Impact),
}

/// The options of `register check`.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// The register; none given: the one that `check` would use
    #[arg(value_name = "REGISTER", conflicts_with = "register")]
    file: Option<PathBuf>,
    /// Show the names that it speaks of; on a terminal only
    #[arg(long)]
    reveal: bool,
    /// Say what the facts of each matter weigh, by their kinds
    #[arg(long)]
    facts: bool,
    /// Say how long loading and compiling take
    #[arg(long)]
    timings: bool,
    /// Which register is read.
    #[command(flatten)]
    register: RegisterArgs,
    /// Which configuration is obeyed.
    #[command(flatten)]
    config: ConfigArgs,
}

/// The options of `register impact`.
#[derive(Args, Debug)]
pub(super) struct Impact {
    /// Files and folders of existing content. Unless --register is given, a register that stands first is the one to count
    /// for; none there: the one that `check` would use
    #[arg(value_name = "[REGISTER] PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Which register is read.
    #[command(flatten)]
    register: RegisterArgs,
    /// Which configuration is obeyed.
    #[command(flatten)]
    config: ConfigArgs,
}

/// Runs it.
pub(super) fn run(command: &Command) -> Result<Ending, Trouble> {
    match command {
        Command::Check(args) => check(args),
        Command::Impact(args) => impact(args),
    }
}

/// `register check`.
fn check(args: &Check) -> Result<Ending, Trouble> {
    if args.reveal && !io::stdout().is_terminal() {
        return Err(Trouble::new("--reveal shows names, so it writes to a terminal only", Some("leave it out")));
    }
    let config = args.config.load(&[])?;
    let file = match &args.file {
        Some(file) => Sourced::new(file.clone(), Origin::CommandLine),
        None => args.register.required(&config)?,
    };
    let start = Instant::now();
    let register = load_register(&file, &config)?;
    let loaded = start.elapsed();
    let advice = review(&register, jiff::Timestamp::now(), is_found_by_value);
    let clients = counted(register.clients.len(), "client", "clients");
    let facts = if args.facts { weights(&register) } else { Vec::new() };
    let start = Instant::now();
    let engine = Engine::compile(register);
    let compiled = start.elapsed();
    let wrong = advice.iter().filter(|a| a.weight == Weight::Wrong).count();
    shown(|out| {
        for one in &advice {
            writeln!(out, "line {}: {}: {}", one.line, one.id, one.message)?;
            if args.reveal && !one.names.is_empty() {
                let names: Vec<&str> = one.names.iter().map(|name| name.expose().as_str()).collect();
                writeln!(out, "    names: {}", names.join(", "))?;
            }
            writeln!(out, "    {}", one.help)?;
        }
        facts.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        let better = advice.len() - wrong;
        let forms = counted(engine.forms(), "written form", "written forms");
        writeln!(out, "{clients}, {forms}: {wrong} to mend, {better} to look at")?;
        if args.timings {
            writeln!(out, "loaded in {:.3} s, compiled in {:.3} s", loaded.as_secs_f64(), compiled.as_secs_f64())?;
        }
        Ok(())
    })?;
    Ok(match (wrong > 0, engine.sees()) {
        (true, _) => Ending::Findings,
        (false, true) => Ending::Clean,
        (false, false) => Ending::NotWhole,
    })
}

/// What the facts of each matter weigh, by line, id and kind: a kind is no secret, a value is.
fn weights(register: &Register) -> Vec<String> {
    let matters = register.clients.iter().flat_map(|client| &client.matters).filter(|matter| !matter.facts.is_empty());
    matters
        .map(|matter| {
            let facts: Vec<String> = matter.facts.iter().map(|fact| format!("{} {}", fact.kind, fact.weight)).collect();
            format!("line {}: {}: its facts weigh: {}", matter.line, matter.id, facts.join(", "))
        })
        .collect()
}

/// `register impact`.
fn impact(args: &Impact) -> Result<Ending, Trouble> {
    let (file, paths, config) = register_and_paths(args)?;
    let register = load_register(&file, &config)?;
    let engine = Engine::compile_with(register, RuleSet::default());
    let gate = GateArgs { register: RegisterArgs { register: Some(file.value.clone()) }, ..GateArgs::default() };
    let counts = counts(paths, &config, &gate, &engine)?;
    let mut rows: Vec<(String, [usize; 3])> = counts.into_iter().collect();
    rows.sort_by(|a, b| (b.1.iter().sum::<usize>(), &a.0).cmp(&(a.1.iter().sum::<usize>(), &b.0)));
    shown(|out| {
        writeln!(out, "{:>8} {:>8} {:>8}  entry", "errors", "warnings", "advice")?;
        for (id, [error, warning, advice]) in &rows {
            writeln!(out, "{error:>8} {warning:>8} {advice:>8}  {id}")?;
        }
        let entries = counted(entries(&engine), "entry", "entries");
        writeln!(out, "named in this content: {} of {entries}", rows.len())
    })?;
    Ok(Ending::Clean)
}

/// The register to count for, the content, and the configuration. A register that stands first is meant as one: nobody
/// publishes it. Where the register comes from elsewhere, that is said.
fn register_and_paths(args: &Impact) -> Result<(Sourced<PathBuf>, &[PathBuf], Config), Trouble> {
    let (first, rest) = args.paths.split_first().ok_or_else(|| Trouble::new("There is no content to look at", None))?;
    if args.register.register.is_none() && is_register(first) && !rest.is_empty() {
        let config = args.config.load(rest)?;
        return Ok((Sourced::new(first.clone(), Origin::CommandLine), rest, config));
    }
    let config = args.config.load(&args.paths)?;
    match args.register.file(&config)? {
        Some(file) => {
            if file.origin != Origin::CommandLine {
                let name = super::gate::from_folder(&config.cwd, &file.value);
                note(&format!("the register is {name} ({})", file.origin));
            }
            Ok((file, &args.paths, config))
        }
        None if rest.is_empty() => Err(Trouble::new(
            "A register and content are needed, and one path is given",
            Some("write `subrosa register impact REGISTER PATH`, or name the register with --register FILE"),
        )),
        None => Ok((Sourced::new(first.clone(), Origin::CommandLine), rest, args.config.load(rest)?)),
    }
}

/// Whether a file is a register, by what it says at its top.
fn is_register(file: &Path) -> bool {
    let named = file.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let text = if named { std::fs::read(file).unwrap_or_default() } else { Vec::new() };
    text.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"clients:"))
}

/// How many clients and matters the register has.
fn entries(engine: &Engine) -> usize {
    engine.register.clients.iter().map(|client| 1 + client.matters.len()).sum()
}

/// Errors, warnings and advice by id.
fn counts(
    paths: &[PathBuf],
    config: &Config,
    gate: &GateArgs,
    engine: &Engine,
) -> Result<BTreeMap<String, [usize; 3]>, Trouble> {
    let own = gate.own_files(config);
    let request = Request { paths, stdin_filename: None, force_exclude: false, config, own: &own };
    let missing =
        |Missing(paths): Missing| Trouble::new(format!("There is no file or folder {}", paths.join(", ")), None);
    let inputs = Inputs::gather(&request).map_err(missing)?;
    let job = Job {
        engine,
        config,
        claims: Claims::default(),
        now: jiff::Timestamp::now(),
        max_file: config.max_file.unwrap_or(MAX_FILE),
        threads: std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN),
        read: read::read,
        why: false,
        whole: false,
        tick: &|| {},
    };
    let ran = run::run(&job, &inputs).map_err(|run::NoThreads| Trouble::new("The system gives no threads", None))?;
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for finding in ran.outcome.files.iter().flat_map(|f| &f.drafts).flat_map(|d| &d.findings) {
        let Some(subject) = &finding.subject else { continue };
        let row = counts.entry(String::from(subject.matter.as_deref().unwrap_or(&subject.client))).or_default();
        let column = match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            _ => 2,
        };
        if let Some(cell) = row.get_mut(column) {
            *cell += 1 + finding.places.len();
        }
    }
    Ok(counts)
}
