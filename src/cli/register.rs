//! Owns `subrosa register`: help for the register's owner. It speaks by id and line; names are shown on a terminal alone,
//! to whoever asks with `--reveal`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, Subcommand};

use super::gate::{GateArgs, load_register};
use super::output::shown;
use super::settings::{From, Origin};
use super::trouble::Trouble;
use crate::config::{Config, MAX_FILE};
use crate::policy::Severity;
use crate::read;
use crate::register::review::{Weight, review};
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
    #[arg(value_name = "REGISTER")]
    register: Option<PathBuf>,
    /// Show the names that it speaks of; on a terminal only
    #[arg(long)]
    reveal: bool,
    /// Say how long loading and compiling take
    #[arg(long)]
    timings: bool,
}

/// The options of `register impact`.
#[derive(Args, Debug)]
pub(super) struct Impact {
    /// The register
    #[arg(value_name = "REGISTER")]
    register: PathBuf,
    /// Files and folders of existing content
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
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
    let gate = GateArgs { register: args.register.clone(), require_register: true, ..GateArgs::default() };
    let config = gate.load_config(&[])?;
    let Some(file) = gate.register_file(&config)? else { return Ok(Ending::NotWhole) };
    let start = Instant::now();
    let register = load_register(&file, &config)?;
    let loaded = start.elapsed();
    let advice = review(&register, jiff::Timestamp::now(), is_found_by_value);
    let clients = register.clients.len();
    let start = Instant::now();
    let engine = Engine::compile(register);
    let compiled = start.elapsed();
    shown(|out| {
        for one in &advice {
            writeln!(out, "line {}: {}: {}", one.line, one.id, one.message)?;
            if args.reveal && !one.names.is_empty() {
                let names: Vec<&str> = one.names.iter().map(|name| name.expose().as_str()).collect();
                writeln!(out, "    names: {}", names.join(", "))?;
            }
            writeln!(out, "    {}", one.help)?;
        }
        let wrong = advice.iter().filter(|a| a.weight == Weight::Wrong).count();
        let better = advice.len() - wrong;
        writeln!(out, "{clients} clients, {} written forms: {wrong} to mend, {better} to look at", engine.forms())?;
        if args.timings {
            writeln!(out, "loaded in {:.3} s, compiled in {:.3} s", loaded.as_secs_f64(), compiled.as_secs_f64())?;
        }
        Ok(())
    })?;
    Ok(if engine.sees() { Ending::Clean } else { Ending::NotWhole })
}

/// `register impact`.
fn impact(args: &Impact) -> Result<Ending, Trouble> {
    let gate = GateArgs { register: Some(args.register.clone()), ..GateArgs::default() };
    let config = gate.load_config(&args.paths)?;
    let register = load_register(&From::new(args.register.clone(), Origin::CommandLine), &config)?;
    let engine = Engine::compile_with(register, RuleSet::default());
    let counts = counts(args, &config, &gate, &engine)?;
    let mut rows: Vec<(String, [usize; 3])> = counts.into_iter().collect();
    rows.sort_by(|a, b| (b.1.iter().sum::<usize>(), &a.0).cmp(&(a.1.iter().sum::<usize>(), &b.0)));
    shown(|out| {
        writeln!(out, "{:>8} {:>8} {:>8}  entry", "errors", "warnings", "advice")?;
        for (id, [error, warning, advice]) in &rows {
            writeln!(out, "{error:>8} {warning:>8} {advice:>8}  {id}")?;
        }
        writeln!(out, "{} of {} entries are named in this content", rows.len(), entries(&engine))
    })?;
    Ok(Ending::Clean)
}

/// How many clients and matters the register has.
fn entries(engine: &Engine) -> usize {
    engine.register.clients.iter().map(|client| 1 + client.matters.len()).sum()
}

/// Errors, warnings and advice by id.
fn counts(
    args: &Impact,
    config: &Config,
    gate: &GateArgs,
    engine: &Engine,
) -> Result<BTreeMap<String, [usize; 3]>, Trouble> {
    let own = gate.own_files(config);
    let request = Request { paths: &args.paths, stdin_filename: None, force_exclude: false, config, own: &own };
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
        let row = counts.entry(subject.matter.clone().unwrap_or_else(|| subject.client.clone())).or_default();
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
