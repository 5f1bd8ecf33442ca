//! Owns how a run ends, and the one place where an ending becomes an exit code. `cli` calls it.

use crate::policy::Severity;
use crate::report::Outcome;

/// How a run ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// All was read, and nothing reached the threshold.
    Clean,
    /// Something reached the threshold. Said even where not all could be read: a leak is never reported as a broken
    /// tool.
    Findings,
    /// The job could not be done whole.
    NotWhole,
}

impl Ending {
    /// The ending of a run: its findings at or above `fail_on` (struck by `exit_zero`) before what was not checked.
    pub fn of(outcome: &Outcome, fail_on: Severity, exit_zero: bool) -> Self {
        let fails = !exit_zero
            && outcome
                .files
                .iter()
                .flat_map(|file| &file.drafts)
                .flat_map(|draft| &draft.findings)
                .any(|finding| finding.allowed.is_none() && finding.severity >= fail_on);
        let whole = !outcome.files.iter().any(|file| file.unchecked.is_some() && file.accepted.is_none());
        match (fails, whole) {
            (true, _) => Self::Findings,
            (false, false) => Self::NotWhole,
            (false, true) => Self::Clean,
        }
    }

    /// The number for the shell.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::NotWhole => 2,
        }
    }
}
