//! Layer 5: the run.
//!
//! Owns the way from inputs to an [`Outcome`]: reading bytes, handing drafts through `spot` and `judge` on several
//! threads, and what becomes of an input that cannot be read. Output is the same on any number of threads. Does not
//! know the command line or any output. `cli` calls [`Inputs::gather`] and [`run`].

pub mod allowances;
mod case;
pub mod change;
mod difference;
mod excerpt;
pub mod exit;
pub mod git;
mod ignored;
pub mod inputs;
mod open;
mod sidecar;
mod source;
mod tracked;
mod walk;
mod why;

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Config;
use crate::draft::{Draft, Source};
use crate::policy::{Channel, Kind};
use crate::read::Reading;
use crate::report::{FileOutcome, Outcome};
use crate::spot::Engine;
use crate::spot::Scratch;
use crate::threads;

pub use case::{likely_kind, moment};
pub use change::Change;
pub use difference::keep_added;
pub use exit::Ending;
pub use inputs::{Input, Inputs, Missing, Request, What};
pub use source::read_alone;
pub use tracked::tracked_register;

/// How sources become drafts: [`read::read`](crate::read::read), or another one in a test.
pub type Read = fn(&Arc<Source>, &mut dyn FnMut(Draft)) -> Reading;

/// What a run needs beside its inputs.
pub struct Job<'a> {
    /// Register and packs, compiled.
    pub engine: &'a Engine,
    /// What globs say of a path.
    pub config: &'a Config,
    /// What the command line says of all drafts.
    pub claims: Claims,
    /// The moment of the run.
    pub now: jiff::Timestamp,
    /// Largest file that is read, in bytes.
    pub max_file: u64,
    /// How many threads; never more than inputs.
    pub threads: NonZeroUsize,
    /// How sources become drafts.
    pub read: Read,
    /// Whether to note why names stand or nearly stand in the drafts.
    pub why: bool,
    /// Whether drafts with findings are kept whole, for a report that shows them so.
    pub whole: bool,
    /// Called after each input, from any thread.
    pub tick: &'a (dyn Fn() + Sync),
}

impl Job<'_> {
    /// The buffers of one thread.
    fn scratch(&self) -> Scratch {
        if self.why { Scratch::asking() } else { Scratch::default() }
    }
}

/// What the command line says of all drafts; it goes before what they say of themselves.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// `--kind`.
    pub kind: Option<Kind>,
    /// `--channel`.
    pub channel: Option<Channel>,
    /// `--publish-at`.
    pub publish_at: Option<jiff::Timestamp>,
}

/// What a run gives.
#[derive(Debug, Default)]
pub struct Ran {
    /// What was found.
    pub outcome: Outcome,
    /// How many drafts were read, with and without findings.
    pub drafts: usize,
}

/// The system gave no threads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoThreads;

/// Checks all inputs.
///
/// # Errors
/// Where threads cannot be made.
pub fn run(job: &Job<'_>, inputs: &Inputs) -> Result<Ran, NoThreads> {
    let next = AtomicUsize::new(0);
    let threads = job.threads.get().min(inputs.list.len());
    let shares = if threads <= 1 {
        // No pool: starting one costs more than a short draft.
        vec![work(job, &inputs.list, &next)]
    } else {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|_| NoThreads)?;
        pool.broadcast(|_| work(job, &inputs.list, &next))
    };
    let mut ran = Share::sum(shares);
    (ran.outcome.ignored, ran.outcome.asked) = (inputs.ignored, job.why);
    Ok(ran)
}

/// Does both at once, or one after the other where the system gives no thread.
pub fn both<A, B: Send>(here: impl FnOnce() -> A, there: impl Fn() -> B + Sync) -> (A, B) {
    if threads::count() == 1 {
        return (here(), there());
    }
    std::thread::scope(|scope| {
        let started = std::thread::Builder::new().spawn_scoped(scope, &there);
        let here = here();
        let there =
            started.map_or_else(|_| there(), |thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (here, there)
    })
}

/// One thread's work: the next input that nobody took, until there is none. Large ones are taken one at a time.
fn work(job: &Job<'_>, list: &[Input], next: &AtomicUsize) -> Share {
    let mut scratch = job.scratch();
    let mut share = Share::default();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(input) = list.get(index) else { return share };
        share.add(index, source::check(job, input, &mut scratch));
        (job.tick)();
    }
}

/// What became of the inputs that one thread took.
#[derive(Default)]
struct Share {
    /// The counts.
    ran: Ran,
    /// What is to be told, each with the number of its input.
    files: Vec<(usize, FileOutcome)>,
}

impl Share {
    /// Adds what became of an input.
    fn add(&mut self, index: usize, done: Done) {
        match done.state {
            State::Checked => self.ran.outcome.checked += 1,
            State::Wordless(what) => *self.ran.outcome.wordless.entry(what).or_default() += 1,
            State::Unchecked => {}
        }
        self.ran.drafts += done.drafts;
        self.files.extend(done.file.map(|file| (index, file)));
    }

    /// All of them, in the order of the inputs.
    fn sum(shares: Vec<Self>) -> Ran {
        let (mut ran, mut files) = (Ran::default(), Vec::new());
        for share in shares {
            ran.drafts += share.ran.drafts;
            ran.outcome.checked += share.ran.outcome.checked;
            for (what, count) in share.ran.outcome.wordless {
                *ran.outcome.wordless.entry(what).or_default() += count;
            }
            if files.is_empty() {
                files = share.files;
            } else {
                files.extend(share.files);
            }
        }
        files.sort_unstable_by_key(|(index, _)| *index);
        ran.outcome.files = files.into_iter().map(|(_, file)| file).collect();
        ran
    }
}

/// What became of one input.
struct Done {
    /// Whether and how it was read.
    state: State,
    /// How many drafts it gave.
    drafts: usize,
    /// What is to be told of it; none where there is nothing.
    file: Option<FileOutcome>,
}

/// Whether and how an input was read.
enum State {
    /// Whole.
    Checked,
    /// It holds no words.
    Wordless(&'static str),
    /// Not, or not whole.
    Unchecked,
}
