//! Owns the progress bar, on a terminal's standard error only and only for runs that last; and the terminal's width.
//! `check` makes a bar, `output` asks for the width.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a run stays silent.
const SILENT: Duration = Duration::from_secs(1);

/// How far a run is.
pub(super) struct Progress {
    /// How many inputs there are; none where no bar is to be drawn.
    total: Option<u64>,
    /// How many are done.
    done: AtomicU64,
    /// When it started.
    started: Instant,
    /// The bar, once the run lasts.
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// For so many inputs.
    pub(super) fn new(inputs: usize) -> Self {
        let total = io::stderr().is_terminal().then_some(inputs as u64);
        Self { total, done: AtomicU64::new(0), started: Instant::now(), bar: OnceLock::new() }
    }

    /// One more input is done.
    pub(super) fn tick(&self) {
        let Some(total) = self.total else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.bar.get().is_some() || self.started.elapsed() > SILENT {
            self.bar.get_or_init(|| bar(total)).set_position(done);
        }
    }

    /// Clears the bar.
    pub(super) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// Columns of the terminal that standard output is; eighty where it says nothing.
pub(super) fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// A bar for so many inputs. indicatif draws it on standard error, at most twenty times a second.
fn bar(total: u64) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style)
}
