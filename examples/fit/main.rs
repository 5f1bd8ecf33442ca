//! Fits the points of `rules/weighed.yaml` to labelled drafts: see `docs/fitting.md`.
//!
//! ```text
//! cargo run --release --example fit                             figures on drafts that each fit has not seen
//! cargo run --release --example fit -- --out rules/weighed.yaml new points
//! ```

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]
#![expect(clippy::indexing_slicing, reason = "rows hold numbers that were given out here")]

mod bounds;
mod drafts;
mod fitted;
mod lessons;
mod list;
mod ordinary;
mod rows;
mod solve;
mod write;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bounds::{Margins, Rules, Unseen, exceed, margin};
use clap::Parser;
use drafts::CORPUS;
use lessons::{All, EXAMPLE};
use rows::{Maker, Sort};
use subrosa::rules::{Finder, RuleSet, Switches, load_with, pack_files};

/// Fits the points of the pack `weighed` to the labelled drafts of the repository.
#[derive(Parser, Debug)]
struct Options {
    /// A folder of ordinary pages, on which nothing is confidential; may stand more than once
    #[arg(long, value_name = "DIR")]
    ordinary: Vec<PathBuf>,
    /// How many fits are made for the figures; each leaves out its share of the drafts
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=50))]
    folds: u8,
    /// Per cent of clean short drafts that the points may flag
    #[arg(long, value_name = "N", default_value_t = 8.0)]
    short_alarms: f64,
    /// Per cent of clean long drafts that the points may flag
    #[arg(long, value_name = "N", default_value_t = 6.5)]
    long_alarms: f64,
    /// The packs; `weighed.yaml` among them says classes, signals and rules
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Writes the pack with new points there
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The share of clean short drafts that are not everyday business, and of clean long drafts with a sentence that is not plain:
/// there other packs are heard.
const OUTSIDE: [f64; 2] = [0.19, 0.87];

/// Weight of a draft of the corpus: it was written after what firms publish, the labelled ones to be hard.
const CORPUS_WEIGHT: f64 = 3.0;

/// Name of the pack that is fitted.
const PACK: &str = "weighed";

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Fits, and prints the figures.
fn run(options: &Options) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = options.rules.clone().unwrap_or_else(|| root.join("rules"));
    let rules = load_packs(&folder)?;
    let held = held(&rules)?;
    let mut maker = Maker { classes: &rules.classes, features: rows::Features::default() };
    let all = learn(root, &rules, &mut maker, (options, held.at_words))?;
    let unseen = all.unseen(usize::from(options.folds), held);
    let shares = [options.short_alarms / 100.0, options.long_alarms / 100.0];
    for (title, unseen) in ["short drafts", "long drafts"].iter().zip(&unseen) {
        println!("{title}: {}", recalls(unseen));
    }
    let margins: [Margins; 2] = std::array::from_fn(|at| Margins::of(&unseen[at], shares[at], OUTSIDE[at]));
    for (at, title) in ["short", "long"].into_iter().enumerate() {
        let Margins { told, outside } = margins[at];
        let of = |flag| exceed(&unseen[at], told, flag) * 100.0;
        let (found, alarms) = (of(true), of(false));
        println!("{title}: margin {told:.2}, outside {outside:.2}: {found:.1} found, {alarms:.1} alarms");
    }
    let Some(out) = &options.out else { return Ok(()) };
    let categories = categories(&rules);
    let (fitted, wrong) = fitted::fitted(&all, &maker.features.names, margins, (held, &categories));
    let path = folder.join(PACK).with_extension("yaml");
    let old = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    std::fs::write(out, write::pack(&old, &fitted)?).map_err(|why| format!("{}: {why}", out.display()))?;
    println!("{}: written; of what must hold, {wrong} drafts do not", out.display());
    Ok(())
}

/// Loads all packs of a folder, those that are off too.
fn load_packs(folder: &Path) -> Result<RuleSet, String> {
    let files = pack_files(&[folder.to_owned()]).map_err(|(path, why)| format!("{}: {why}", path.display()))?;
    load_with(&files, &Switches::all())
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// How the pack holds points against bounds.
fn held(rules: &RuleSet) -> Result<Rules, String> {
    let signal = |name: &str| rules.signals.iter().find(|signal| signal.name == format!("{PACK}.{name}"));
    match (signal("tale").map(|signal| &signal.finder), signal("line").map(|signal| &signal.finder)) {
        (Some(Finder::Weights(tale)), Some(Finder::Share(line))) => {
            Ok(Rules { at_words: tale.at_words, less_mean: line.less_mean })
        }
        _ => Err(format!("the pack `{PACK}` needs the signals `tale`, with weights, and `line`, of it")),
    }
}

/// The categories that have a list of their own.
fn categories(rules: &RuleSet) -> Vec<&str> {
    let own = |name: &'_ str| name.strip_prefix(PACK)?.strip_prefix(".of-").map(str::len);
    rules.signals.iter().filter_map(|signal| Some(&signal.name[signal.name.len() - own(&signal.name)?..])).collect()
}

/// Reads all that is learnt from.
fn learn(
    root: &Path,
    rules: &RuleSet,
    maker: &mut Maker<'_>,
    (options, at_words): (&Options, i32),
) -> Result<All, String> {
    let own = rules.packs.iter().position(|pack| pack.name == PACK).ok_or_else(|| format!("no pack `{PACK}`"))?;
    let mut drafts = drafts::labelled(root)?;
    let labelled = drafts.len();
    drafts.extend(drafts::examples(rules, own));
    drafts.extend(drafts::own_examples(rules, own));
    let mut rows = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let (sort, weight) =
            if number < labelled { (Sort::Draft, 1.0) } else { (Sort::Example, EXAMPLE[usize::from(!draft.flag)]) };
        let weight = if draft.batch == CORPUS { CORPUS_WEIGHT } else { weight };
        rows.extend(maker.rows(draft, number, sort, weight));
    }
    let ordinary = ordinary::ordinary(&options.ordinary, maker)?;
    let count = |sort| rows.iter().filter(|row| row.sort == sort).count();
    println!(
        "{labelled} labelled drafts: {} short, and {} sentences of long ones; {} examples; {} sentences of ordinary text",
        count(Sort::Draft),
        count(Sort::Line),
        count(Sort::Example),
        ordinary.lines.len()
    );
    Ok(All::new(drafts, rows, ordinary, (maker.features.names.len(), at_words)))
}

/// Per cent of the drafts to be flagged that have more points than all but some of the clean ones.
fn recalls(unseen: &[Unseen]) -> String {
    let of = |percent: u32| {
        let margin = margin(unseen, f64::from(percent) / 100.0);
        format!("{:.1} @ {percent}", exceed(unseen, margin, true) * 100.0)
    };
    let all: Vec<String> = [2, 4, 6, 8, 10, 12].into_iter().map(of).collect();
    format!("found, of a hundred, at so many alarms: {}", all.join("  "))
}
