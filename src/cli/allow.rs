//! Owns `subrosa allow`, which accepts a finding, and `check --write-baseline`, which accepts all of a run: both add to
//! `.subrosa-allow.yaml`. What the file means is `run::allowances`' business. `check` calls [`settle`].

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::gate::GateArgs;
use super::output::{self, to_file};
use super::trouble::{Trouble, note};
use crate::config::allow::{NewAllowance, day, is_fingerprint};
use crate::config::{Allowances, Config, ConfigError, Glob, MAX_FILE};
use crate::judge::Finding;
use crate::policy::Severity;
use crate::read;
use crate::report::{FileOutcome, Outcome};
use crate::run::allowances::{Covered, EXPIRED, UNUSED, apply, findings, is_day_over};
use crate::run::{self, Claims, Ending, Inputs, Job, Missing, Request};
use crate::text::system::{unreadable, unwritable};

/// The options of `allow`.
#[derive(Args, Debug)]
pub(super) struct Allow {
    /// The fingerprint of the finding, as `check` prints it
    #[arg(value_name = "FINGERPRINT", value_parser = fingerprint)]
    fingerprint: String,
    /// Files and folders to look for the finding in; none: the folder of .subrosa-allow.yaml
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Why it may stand
    #[arg(long, value_name = "TEXT", value_parser = line)]
    reason: String,
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = line)]
    by: String,
    /// The last day on which it may stand, as 2027-01-31; none: until the entry is taken out
    #[arg(long, value_name = "DAY", value_parser = until)]
    until: Option<Date>,
    /// Accept it in all files that this glob fits, without looking for it; can be given more than once
    #[arg(long = "path", value_name = "GLOB", value_parser = glob, conflicts_with = "paths")]
    globs: Vec<String>,
    /// What the gate knows.
    #[command(flatten)]
    gate: GateArgs,
}

/// The options of `check` that make a baseline.
#[derive(Args, Clone, Debug)]
pub(super) struct Baseline {
    /// Accept all findings of this run: add them to .subrosa-allow.yaml
    #[arg(long, conflicts_with_all = ["list_files", "dump", "isolated"])]
    write_baseline: bool,
    /// Why they may stand; default: baseline of the day, not reviewed
    #[arg(long, value_name = "TEXT", value_parser = line, requires = "write_baseline")]
    reason: Option<String>,
    /// Who says so; default: baseline
    #[arg(long, value_name = "NAME", value_parser = line, requires = "write_baseline")]
    by: Option<String>,
}

/// Runs `allow`.
pub(super) fn run(args: &Allow) -> Result<Ending, Trouble> {
    let config = args.gate.load_config(&args.paths)?;
    let Some(allowances) = args.gate.load_allowances(&config)? else {
        return Err(Trouble::new("--isolated knows no allowances", Some("leave it out")));
    };
    if let Some(entry) = allowances.list.iter().find(|entry| entry.fingerprint.text == args.fingerprint) {
        let message = format!("{}:{} speaks of this fingerprint already", allowances.shown, entry.fingerprint.line);
        return Err(Trouble::new(message, Some("change its `until:` or `paths:` there")));
    }
    let engine = args.gate.load_engine(&config, &|| None)?;
    let job = Job {
        engine: &engine,
        config: &config,
        claims: Claims::default(),
        now: jiff::Timestamp::now(),
        max_file: config.max_file.unwrap_or(MAX_FILE),
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        read: read::read,
        tick: &|| {},
        why: false,
        whole: false,
    };
    if args.until.is_some_and(|day| is_day_over(day, job.now, engine.register.timezone.as_ref())) {
        return Err(Trouble::new("The day of --until is over", Some("give the last day on which it may stand")));
    }
    let found = if args.globs.is_empty() { args.found(&job, &allowances)? } else { Found::unseen(&args.globs) };
    let entry = NewAllowance {
        fingerprint: args.fingerprint.clone(),
        reason: args.reason.clone(),
        by: args.by.clone(),
        until: args.until,
        paths: found.paths.iter().cloned().collect(),
        comment: found.comment(),
    };
    add(&job, &allowances, &[entry])?;
    let said = format!("{} accepts {}\n", allowances.shown, found.words());
    output::shown(|out| out.write_all(said.as_bytes()))
}

impl Allow {
    /// Looks for the finding.
    fn found(&self, job: &Job<'_>, allowances: &Allowances) -> Result<Found, Trouble> {
        let folder = allowances.file.parent().filter(|folder| *folder != job.config.cwd);
        let paths = match (self.paths.is_empty(), folder) {
            (false, _) => self.paths.clone(),
            (true, Some(folder)) => vec![folder.to_owned()],
            (true, None) => vec![PathBuf::from(".")],
        };
        let own = self.gate.own_files(job.config);
        let request =
            Request { paths: &paths, stdin_filename: None, force_exclude: false, config: job.config, own: &own };
        let inputs = Inputs::gather(&request).map_err(|Missing(paths)| {
            let missing = |path: String| Trouble::new(format!("There is no file or folder {path}"), None);
            paths.into_iter().map(missing).fold(Trouble::default(), Trouble::and)
        })?;
        let mut ran = run::run(job, &inputs).map_err(|run::NoThreads| super::check::no_threads())?;
        apply(job, allowances, None, &mut ran.outcome);
        let mut found = Found::default();
        for (file, finding) in each(&ran.outcome) {
            if finding.fingerprint().as_ref() == Some(&self.fingerprint) {
                found.add(allowances, file, finding)?;
            }
        }
        if found.count > 0 {
            return Ok(found);
        }
        let keyless = each(&ran.outcome).filter(|(_, finding)| !finding.told).count();
        if keyless > 0 && job.engine.register.key.is_none() {
            return Err(Trouble::new("No finding has this fingerprint", None).and(without_key(keyless)));
        }
        let help = "name the file it was found in, or accept it unseen with --path GLOB";
        Err(Trouble::new("No finding has this fingerprint", Some(help)))
    }
}

/// What is to be accepted under one fingerprint.
#[derive(Debug, Default)]
struct Found {
    /// Globs of the files.
    paths: BTreeSet<String>,
    /// The rules. One, but for a collision.
    rules: BTreeSet<String>,
    /// How many findings.
    count: usize,
}

impl Found {
    /// What nobody looked for.
    fn unseen(globs: &[String]) -> Self {
        Self { paths: globs.iter().cloned().collect(), ..Self::default() }
    }

    /// Adds a finding.
    fn add(&mut self, allowances: &Allowances, file: &FileOutcome, finding: &Finding) -> Result<(), Trouble> {
        let Some(glob) = allowances.glob(&file.source.file) else {
            let message = format!("A finding stands outside of the folder of {}", allowances.shown);
            return Err(Trouble::new(message, Some("use the configuration that its folder has, with --config")));
        };
        self.paths.insert(glob);
        self.rules.insert(finding.rule.to_string());
        self.count += 1;
        Ok(())
    }

    /// The comment above the entry.
    fn comment(&self) -> String {
        if self.rules.is_empty() { "accepted unseen".to_owned() } else { self.rules() }
    }

    /// The rules in words.
    fn rules(&self) -> String {
        self.rules.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// What is accepted, in words.
    fn words(&self) -> String {
        match self.count {
            0 => "findings with this fingerprint".to_owned(),
            1 => format!("1 finding of {}", self.rules()),
            count => format!("{count} findings of {}", self.rules()),
        }
    }
}

/// Every finding that no allowance accepts and that can be accepted, with its file.
fn each(outcome: &Outcome) -> impl Iterator<Item = (&FileOutcome, &Finding)> {
    outcome.files.iter().flat_map(|file| {
        let findings = file.drafts.iter().flat_map(|draft| &draft.findings);
        let open =
            findings.filter(|finding| finding.allowed.is_none() && finding.rule != EXPIRED && finding.rule != UNUSED);
        open.map(move |finding| (file, finding))
    })
}

/// What is said of findings without a fingerprint.
fn without_key(count: usize) -> Trouble {
    let (findings, have) = if count == 1 { ("finding", "has") } else { ("findings", "have") };
    let message = format!("{count} {findings} of the register {have} no fingerprint, since the register has no key");
    let help = "add `key:` to the register: 32 random bytes in base64, as `openssl rand -base64 32` gives them";
    Trouble::new(message, Some(help))
}

/// Has the allowances of a run take effect, and adds all of its findings to them if that is asked for. `covered`: what the
/// run looked at, where it looked at whole files with all it has.
pub(super) fn settle(
    job: &Job<'_>,
    allowances: &Allowances,
    covered: Option<&Covered>,
    baseline: &Baseline,
    outcome: &mut Outcome,
) -> Result<(), Trouble> {
    apply(job, allowances, covered, outcome);
    if baseline.write_baseline {
        note(&write_baseline(job, allowances, baseline, outcome)?);
    }
    Ok(())
}

/// Accepts all findings of a run, and says what that was.
fn write_baseline(
    job: &Job<'_>,
    allowances: &Allowances,
    wish: &Baseline,
    outcome: &mut Outcome,
) -> Result<String, Trouble> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let (mut keyless, mut trouble) = (0, Trouble::default());
    // What a reason gives away is mended, not accepted.
    for (file, finding) in each(outcome).filter(|(file, _)| file.source.file != allowances.file) {
        match finding.fingerprint() {
            // What the gate says of itself is mended, too.
            None if finding.category() == "gate" => {}
            None => keyless += 1,
            Some(print) => found.entry(print).or_default().add(allowances, file, finding)?,
        }
    }
    if keyless > 0 {
        trouble = trouble.and(without_key(keyless));
    }
    for entry in allowances.list.iter().filter(|entry| found.contains_key(&entry.fingerprint.text)) {
        let message = format!("{}:{} has expired or holds for other paths", allowances.shown, entry.fingerprint.line);
        trouble = trouble.and(Trouble::new(message, Some("change its `until:` or `paths:`, or take it out")));
    }
    if !trouble.is_empty() {
        return Err(trouble);
    }
    let zone = job.engine.register.timezone.clone().unwrap_or(jiff::tz::TimeZone::UTC);
    let today = job.now.to_zoned(zone).date();
    let reason = wish.reason.clone().unwrap_or_else(|| format!("baseline of {today}, not reviewed"));
    let mut entries: Vec<NewAllowance> = found
        .iter()
        .map(|(print, found)| NewAllowance {
            fingerprint: print.clone(),
            reason: reason.clone(),
            by: wish.by.clone().unwrap_or_else(|| "baseline".to_owned()),
            until: None,
            paths: found.paths.iter().cloned().collect(),
            comment: found.comment(),
        })
        .collect();
    // In the order in which somebody will go through them.
    entries.sort_by(|a, b| (&a.paths, &a.comment).cmp(&(&b.paths, &b.comment)));
    let count: usize = found.values().map(|found| found.count).sum();
    if entries.is_empty() {
        return Ok(format!("{} stays as it is: there is nothing to accept", allowances.shown));
    }
    add(job, allowances, &entries)?;
    for finding in outcome.files.iter_mut().flat_map(|file| &mut file.drafts).flat_map(|draft| &mut draft.findings) {
        if finding.fingerprint().is_some_and(|print| found.contains_key(&print)) {
            finding.allowed = Some(reason.clone());
        }
    }
    let findings = if count == 1 { "finding" } else { "findings" };
    Ok(format!("{} accepts {count} more {findings}", allowances.shown))
}

/// Adds entries to the file, once the engine finds nothing in them.
fn add(job: &Job<'_>, allowances: &Allowances, entries: &[NewAllowance]) -> Result<(), Trouble> {
    let help = "write it as a list with a line `- fingerprint: …` for each entry";
    let bytes = allowances.with(entries).map_err(|message| Trouble::new(message, Some(help)))?;
    // One entry stands for all: their words are the same.
    let first =
        entries.first().map(|entry| vec![NewAllowance { paths: Vec::new(), ..entry.clone() }]).unwrap_or_default();
    let mut alone = allowances.clone();
    alone.bytes.clear();
    alone.list.clear();
    let alone = alone.with(&first).map_err(|message| Trouble::new(message, None))?;
    let alone = Allowances::parse(job.config, &allowances.shown, alone).map_err(of_config)?;
    let mut trouble = Trouble::default();
    for (finding, value) in findings(job, &alone).into_iter().filter(|(finding, _)| finding.severity > Severity::Advice)
    {
        let which = if entries.first().is_some_and(|entry| entry.by == value) { "--by" } else { "--reason" };
        let message = format!("{which} cannot be written down: {} ({})", finding.message, finding.rule);
        trouble = trouble.and(Trouble::new(message, Some("the file is kept with the drafts: say it without that")));
    }
    if !trouble.is_empty() {
        return Err(trouble);
    }
    let written = to_file(&allowances.file, |out: &mut dyn std::io::Write| out.write_all(&bytes));
    written.map_err(|error| {
        Trouble::new(format!("{} cannot be written: {}", allowances.shown, unwritable(error.kind())), None)
    })
}

/// Mistakes in a file of ours.
pub(super) fn of_config(error: ConfigError) -> Trouble {
    match error {
        ConfigError::Wrong(problems) => Trouble::problems(problems),
        ConfigError::Unreadable(file, why) => Trouble::new(format!("{file} cannot be read: {}", unreadable(why)), None),
    }
}

/// Takes the file of allowances out of the paths that were named, and says whether it was among them: it is judged in any
/// case, and not as plain text.
pub(super) fn take_out(allowances: Option<&Allowances>, config: &Config, paths: &mut Vec<PathBuf>) -> bool {
    let Some(allowances) = allowances else { return false };
    let before = paths.len();
    let is = |path: &Path| crate::config::find::absolute(&config.cwd, path) == allowances.file && path.is_file();
    paths.retain(|path| !is(path));
    paths.len() < before
}

/// A fingerprint, for clap.
fn fingerprint(word: &str) -> Result<String, String> {
    let word = word.to_ascii_lowercase();
    if is_fingerprint(&word) {
        Ok(word)
    } else {
        Err("it has 32 digits and letters from a to f, as `subrosa check` prints it".to_owned())
    }
}

/// A line of text, for clap.
fn line(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text {
        "" => Err("it must say something".to_owned()),
        _ if text.chars().any(char::is_control) => Err("it must be one line".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

/// A day, for clap.
fn until(word: &str) -> Result<Date, String> {
    day(word).map_err(|message| format!("{message}; write it as 2027-01-31"))
}

/// A glob, for clap.
fn glob(word: &str) -> Result<String, String> {
    match Glob::new(word) {
        Some(_) => Ok(word.to_owned()),
        None => Err("write it as in .gitignore: blog/a.md, news/**".to_owned()),
    }
}
