//! The run below the command line: what only a test can bring about.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use subrosa::config::{Config, MAX_FILE};
use subrosa::draft::{Draft, Source};
use subrosa::read::{self, Reading};
use subrosa::run::{self, Claims, Ending, Inputs, Job, Ran, Read, Request};

use crate::support::{Bench, CLEAN, LEAK, REGISTER};

/// A reader with a bug: some files stop it, one after a draft.
fn broken(source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Reading {
    let reading = if source.path.contains("before") { Reading::Checked } else { read::read(source, each) };
    assert!(source.bytes.is_empty() || source.path.contains("fine"), "a bug");
    reading
}

/// Runs over a folder with a register of one client.
fn run_with(bench: &Bench, read: Read, threads: usize) -> Ran {
    let config = Config::none(bench.path());
    let paths: [PathBuf; 1] = [bench.at("site")];
    let request = Request { paths: &paths, stdin_filename: None, force_exclude: false, config: &config, own: &[] };
    let inputs = Inputs::gather(&request).unwrap();
    let engine = crate::support::engine(REGISTER);
    let job = Job {
        engine: &engine,
        config: &config,
        claims: Claims::default(),
        now: jiff::Timestamp::UNIX_EPOCH,
        max_file: MAX_FILE,
        threads: NonZeroUsize::new(threads).unwrap(),
        read,
        why: false,
        whole: false,
        tick: &|| {},
    };
    run::run(&job, &inputs).unwrap()
}

#[test]
fn a_panic_costs_its_own_file_and_no_other() {
    let bench = Bench::new()
        .file("site/1-fine.md", LEAK)
        .file("site/2-before.md", LEAK)
        .file("site/3-after.md", LEAK)
        .file("site/4-fine.md", CLEAN)
        .file("site/5-after-northgate-memorial-hospital.md", CLEAN);
    for threads in [1, 4] {
        let ran = run_with(&bench, broken, threads);
        let told = |name: &str| ran.outcome.files.iter().find(|file| file.source.path.ends_with(name));
        assert!(told("1-fine.md").unwrap().unchecked.is_none());
        assert!(told("2-before.md").unwrap().unchecked.as_deref().unwrap().contains("internal error"));
        let after = told("3-after.md").unwrap();
        assert!(after.unchecked.is_some());
        assert_eq!(after.drafts[0].findings.len(), 1, "what was found before the panic stays");
        assert!(told("4-fine.md").is_none());
        let name = told("hospital.md").unwrap();
        assert!(name.unchecked.is_some() && !name.drafts[0].mentions.is_empty(), "the name can be masked");
        assert_eq!(ran.outcome.checked, 2);
        assert_eq!(Ending::of(&ran.outcome, subrosa::policy::Severity::Warning, false), Ending::Findings);
        assert_eq!(Ending::of(&ran.outcome, subrosa::policy::Severity::Warning, true), Ending::NotWhole);
    }
}

#[test]
fn a_run_over_nothing_has_no_draft() {
    let bench = Bench::new().file("site/sub/.gitignore", "*\n");
    let ran = run_with(&bench, read::read, 2);
    assert_eq!((ran.drafts, ran.outcome.ignored), (0, 1));
}
