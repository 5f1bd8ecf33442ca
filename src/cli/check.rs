//! Owns `subrosa check`, the main job: its options, and the order of its steps. `gate` loads what the gate knows, `run`
//! does the work, `output` shows it.

use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::OnceLock;

use clap::Args as ClapArgs;

use super::Color;
use super::allow::{self, Baseline};
use super::change::{self, ChangeArgs, Taken};
use super::gate::GateArgs;
use super::output::{Format, Outputs, shown};
use super::progress::Progress;
use super::settings::{Origin, Sourced};
use super::trouble::{Trouble, note};
use crate::config::{Config, MAX_FILE};
use crate::policy::{Channel, Kind, Severity};
use crate::read;
use crate::report::summary::LET_THROUGH;
use crate::report::{Disclose, paths};
use crate::run::allowances::Covered;
use crate::run::{self, Change, Claims, Ending, Inputs, Job, Missing, Ran, Request};
use crate::spot::Engine;
use crate::threads;

/// The options of `check`.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// Files and folders to check, and - for standard input; none: the working directory
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What the gate knows.
    #[command(flatten)]
    gate: GateArgs,
    /// Which drafts come from git.
    #[command(flatten)]
    change: ChangeArgs,
    /// What the drafts are.
    #[command(flatten)]
    drafts: DraftArgs,
    /// What is said of them.
    #[command(flatten)]
    results: ResultArgs,
    /// What is accepted from now on.
    #[command(flatten)]
    baseline: Baseline,
    /// Say of each name how it is written and why it counts, and of near misses what was lacking
    #[arg(long)]
    why: bool,
    /// Print the files that would be checked, and stop
    #[arg(long, conflicts_with = "dump")]
    list_files: bool,
    /// Print what is read from each draft, block by block, and stop; on a terminal or with --disclose full
    #[arg(long)]
    dump: bool,
    /// How many threads to use; none given: one for each core
    #[arg(long, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,
}

/// What the drafts are.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "What the drafts are")]
struct DraftArgs {
    /// What sort of draft all inputs are: post, reply, page, email or document
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// Where they will be published: linkedin, website, google-reviews, ...
    #[arg(long, value_parser = channel)]
    channel: Option<Channel>,
    /// When they will be published: a day or a moment, as 2026-12-01T09:00Z
    #[arg(long, value_name = "MOMENT", value_parser = publish_at)]
    publish_at: Option<String>,
    /// The file name of what comes on standard input: it decides the format, and globs apply to it
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
    /// Let ignore files and `exclude` apply to files that are named here too
    #[arg(long)]
    force_exclude: bool,
}

/// What is said of them.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "What is said of them")]
struct ResultArgs {
    /// The output format, or FORMAT=FILE; can be given more than once
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Format>,
    /// How much of the drafts output may repeat: full, masked, files or verdict
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    disclose: Option<Disclose>,
    /// The lowest severity that makes the exit code 1: error, warning or advice
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on)]
    fail_on: Option<Severity>,
    /// Exit 0 even with findings
    #[arg(long)]
    exit_zero: bool,
}

/// Runs it.
pub(super) fn run(args: &Args, color: Color) -> Result<Ending, Trouble> {
    if let Some(jobs) = args.jobs {
        threads::limit(jobs);
    }
    let mut paths = args.paths();
    args.verify(&paths)?;
    let config = args.gate.load_config(&paths)?;
    let outputs = Outputs::new(&args.results.format, args.disclose(&config), color)?;
    if args.dump && !args.may_dump() {
        let help = "write to a terminal, or say --disclose full";
        return Err(Trouble::new("--dump prints the drafts, so it writes to a terminal only", Some(help)));
    }
    if args.dump {
        let inputs = args.gather(&config, &paths)?;
        return shown(|out| super::dump::dump(config.max_file.unwrap_or(MAX_FILE), inputs.list(), out));
    }
    let allowances = args.gate.load_allowances(&config)?;
    let sidecar_named = !args.change.is_given() && allow::take_out(allowances.as_ref(), &config, &mut paths);
    // Both take a while where there is much of it: a large register, a large site.
    let kind = OnceLock::new();
    let gather = || {
        let gathered = args.gather(&config, &paths)?;
        kind.get_or_init(|| run::likely_kind(args.drafts.kind, &config, gathered.list()));
        Ok(gathered)
    };
    // What a large register needed while it was loaded goes back to those who come after only when its thread has ended.
    let (gathered, engine) = run::both(gather, || args.gate.load_engine(&config, &|| kind.get().copied().flatten()));
    // Never taken apart: for a large register that takes longer than checking one post.
    let (engine, gathered) = (ManuallyDrop::new(engine?), gathered?);
    let inputs = gathered.list();
    if inputs.list.is_empty() && !sidecar_named && !args.change.is_given() {
        return nothing(inputs);
    }
    let progress = Progress::new(inputs.list.len());
    let tick = || progress.tick();
    let job = args.job(&config, &engine, outputs.show_drafts(), &tick);
    if args.list_files {
        return list_files(&job, inputs, outputs.level_of_stdout());
    }
    let mut ran = ManuallyDrop::new(run::run(&job, inputs).map_err(|run::NoThreads| no_threads())?);
    if let Gathered::Git(Taken::Change(change)) = &gathered {
        args.reduce(&job, change, &mut ran, outputs.level_of_stdout())?;
    }
    progress.end();
    if sidecar_named {
        run::allowances::named(&mut ran);
    }
    if !args.change.is_given() && ran.drafts == 0 && ran.outcome.files.iter().all(|file| file.unchecked.is_none()) {
        return nothing(inputs);
    }
    args.look_for_tracked_register(&job, &mut ran);
    if let Some(allowances) = &allowances {
        let covered = args.covers_all().then(|| Covered::of(&config.cwd, &paths, &inputs.list));
        allow::settle(&job, allowances, covered.as_ref(), &args.baseline, &mut ran.outcome)?;
    }
    args.report(&config, &outputs, &mut ran, color)
}

/// Where the inputs come from.
enum Gathered {
    /// Named paths.
    Paths(Inputs),
    /// git.
    Git(Taken),
}

impl Gathered {
    /// The inputs.
    const fn list(&self) -> &Inputs {
        match self {
            Self::Paths(inputs) => inputs,
            Self::Git(taken) => taken.inputs(),
        }
    }
}

impl Args {
    /// The paths to check.
    fn paths(&self) -> Vec<PathBuf> {
        match (self.paths.is_empty(), &self.drafts.stdin_filename) {
            _ if self.change.is_given() => self.paths.clone(),
            (false, _) => self.paths.clone(),
            (true, Some(_)) => vec![PathBuf::from("-")],
            (true, None) => vec![PathBuf::from(".")],
        }
    }

    /// Says what cannot be meant.
    fn verify(&self, paths: &[PathBuf]) -> Result<(), Trouble> {
        if self.drafts.stdin_filename.is_some() && !paths.iter().any(|path| path.as_os_str() == "-") {
            let help = "write `-` beside the other paths, or give no other path";
            return Err(Trouble::new("--stdin-filename names standard input, which is not read", Some(help)));
        }
        self.change.verify(paths)
    }

    /// Leaves of a run over a change what the change added, unless all is asked for; says what of the gate it touches, and
    /// whether there was anything to check.
    fn reduce(&self, job: &Job<'_>, change: &Change, ran: &mut Ran, level: Disclose) -> Result<(), Trouble> {
        let result = change::say_own(job, change, level);
        let result = result.and_then(|()| match self.change.reports_all() {
            true => Ok(()),
            false => run::keep_added(job, change, ran),
        });
        if change.after.list.is_empty() {
            let left_out = match change.after.ignored {
                0 => String::new(),
                count => format!(": {count} left out by ignore files or the configuration"),
            };
            note(&format!("nothing {} that is to be checked{left_out}", self.change.what()));
        }
        result.map_err(|run::NoThreads| no_threads())
    }

    /// Writes what was found, and says how the run ends.
    fn report(&self, config: &Config, outputs: &Outputs, ran: &mut Ran, color: Color) -> Result<Ending, Trouble> {
        let fail_on = self.fail_on(config).value;
        let ending = Ending::of(&ran.outcome, fail_on, self.results.exit_zero);
        let stops = Ending::of(&ran.outcome, fail_on, false) == Ending::Findings;
        ran.outcome.let_through = self.results.exit_zero && stops;
        if ran.outcome.let_through {
            note(LET_THROUGH);
        }
        match outputs.write(&ran.outcome, ending == Ending::Clean) {
            Ok(()) => Ok(ending),
            Err(trouble) if ending == Ending::Findings => {
                // A leak is not reported as a broken tool.
                trouble.draw(&super::trouble::Paint::new(color));
                Ok(ending)
            }
            Err(trouble) => Err(trouble),
        }
    }

    /// Adds the finding of a register that git tracks.
    fn look_for_tracked_register(&self, job: &Job<'_>, ran: &mut Ran) {
        let Ok(Some(register)) = self.gate.register_file(job.config) else { return };
        match run::tracked_register(job, &register.value) {
            Ok(found) => {
                ran.outcome.files.extend(found);
                ran.outcome.files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
            }
            Err(error) => note(&format!("nobody knows whether git tracks the register: {error}")),
        }
    }

    /// Who says how much output may repeat, if somebody does.
    fn disclose(&self, config: &Config) -> Option<Sourced<Disclose>> {
        let option = self.results.disclose.map(|level| Sourced::new(level, Origin::CommandLine));
        option.or_else(|| Some(Sourced::new(config.disclose?, Origin::of_config(config, "disclose"))))
    }

    /// The lowest severity that fails.
    fn fail_on(&self, config: &Config) -> Sourced<Severity> {
        Sourced::first(self.results.fail_on, config, "fail_on", config.fail_on, Severity::Warning)
    }

    /// Whether the run finds in its files all that a run finds: only then can an allowance be of no use.
    fn covers_all(&self) -> bool {
        let drafts = &self.drafts;
        let whole = !self.change.is_given() && !self.gate.no_packs;
        whole && drafts.kind.is_none() && drafts.channel.is_none() && drafts.publish_at.is_none()
    }

    /// Whether the drafts may be printed as they are.
    fn may_dump(&self) -> bool {
        self.results.disclose.map_or_else(|| io::stdout().is_terminal(), |level| level == Disclose::Full)
    }

    /// The inputs.
    fn gather(&self, config: &Config, paths: &[PathBuf]) -> Result<Gathered, Trouble> {
        let own = self.gate.own_files(config);
        if let Some(taken) = self.change.take(config, paths, &own)? {
            return Ok(Gathered::Git(taken));
        }
        let request = Request {
            paths,
            stdin_filename: self.drafts.stdin_filename.as_deref(),
            force_exclude: self.drafts.force_exclude,
            config,
            own: &own,
        };
        Inputs::gather(&request).map(Gathered::Paths).map_err(|Missing(paths)| {
            let missing = |path: String| Trouble::new(format!("There is no file or folder {path}"), None);
            paths.into_iter().map(missing).fold(Trouble::default(), Trouble::and)
        })
    }

    /// When the drafts are published, if that is said.
    fn publish_at(&self, engine: &Engine) -> Option<jiff::Timestamp> {
        run::moment(self.drafts.publish_at.as_deref()?, engine.register.timezone.as_ref())
    }

    /// What a run needs beside its inputs.
    fn job<'a>(&self, config: &'a Config, engine: &'a Engine, whole: bool, tick: &'a (dyn Fn() + Sync)) -> Job<'a> {
        Job {
            engine,
            config,
            claims: Claims {
                kind: self.drafts.kind,
                channel: self.drafts.channel.clone(),
                publish_at: self.publish_at(engine),
            },
            now: jiff::Timestamp::now(),
            max_file: config.max_file.unwrap_or(MAX_FILE),
            threads: self.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN),
            read: read::read,
            why: self.why,
            whole,
            tick,
        }
    }
}

/// The end of a run without a draft. What `--force-exclude` leaves out was meant to be left out.
fn nothing(inputs: &Inputs) -> Result<Ending, Trouble> {
    if inputs.named_ignored {
        note(&format!("nothing to check: {} left out by ignore files or the configuration", inputs.ignored));
        return Ok(Ending::Clean);
    }
    let left_out = format!("{} paths were left out by ignore files or the configuration", inputs.ignored);
    Err(Trouble::new("There is nothing to check", (inputs.ignored > 0).then_some(left_out.as_str())))
}

/// Why a run did not start.
pub(super) fn no_threads() -> Trouble {
    Trouble::new("The system gives no threads", Some("try --jobs 1"))
}

/// Prints the files of a run. A path can hold a name, so the engine looks at all paths, and what may not be shown of
/// them is masked, as in any other output.
fn list_files(job: &Job<'_>, inputs: &Inputs, level: Disclose) -> Result<Ending, Trouble> {
    let ran = run::run(job, &inputs.names_alone()).map_err(|run::NoThreads| no_threads())?;
    shown(|out| paths(&ran.outcome, level).iter().try_for_each(|path| writeln!(out, "{path}")))
}

/// A number of threads, for clap.
fn jobs(word: &str) -> Result<NonZeroUsize, String> {
    word.parse().map_err(|_| "it takes a number from 1 on".to_owned())
}

/// A kind, for clap.
fn kind(word: &str) -> Result<Kind, String> {
    word.parse().map_err(|()| format!("it takes {}", Kind::ALL.map(Kind::as_str).join(", ")))
}

/// A channel, for clap.
fn channel(word: &str) -> Result<Channel, String> {
    let channel = Channel::new(word);
    if channel.as_str().is_empty() { Err("a channel's name has letters".to_owned()) } else { Ok(channel) }
}

/// A moment, for clap; it is resolved once the register has said its time zone.
fn publish_at(word: &str) -> Result<String, String> {
    let known = run::moment(word, None).map(|_| word.to_owned());
    known.ok_or_else(|| "it takes a day or a moment: 2026-12-01, 2026-12-01T09:00Z".to_owned())
}

/// A level of disclosure, for clap.
fn level(word: &str) -> Result<Disclose, String> {
    word.parse().map_err(|()| format!("it takes {}", Disclose::ALL.map(Disclose::as_str).join(", ")))
}

/// A severity to fail on, for clap.
fn fail_on(word: &str) -> Result<Severity, String> {
    let severity = word.parse().ok().filter(|severity| *severity != Severity::Off);
    severity.ok_or_else(|| "it takes error, warning or advice".to_owned())
}
