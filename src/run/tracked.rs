//! Owns the finding of a register that git tracks: whoever can read the repository can read whom it protects. Asks git
//! only where the register lies in a work tree. `cli` calls it once a run.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::Job;
use super::case::{PathClaims, case};
use super::git::{GitError, Repository};
use super::inputs::shown;
use crate::config::find;
use crate::draft::{Draft, Role, Source};
use crate::judge::{self, Case, Finding};
use crate::policy::Severity;
use crate::report::{DraftOutcome, FileOutcome, Kept};
use crate::spot::{self, Scratch, Strength};

/// The rule.
const RULE: &str = "gate/register-tracked";

/// What is told of a register in plain text that git tracks; none where there is nothing to tell. A link is no register:
/// what counts is where it leads.
///
/// # Errors
/// Where the register lies in a work tree and git cannot say whether it is tracked.
pub fn tracked_register(job: &Job<'_>, register: &Path) -> Result<Option<FileOutcome>, GitError> {
    let severity = job.config.policy.severity(RULE, Severity::Error);
    let Ok(file) = fs::canonicalize(register) else { return Ok(None) };
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else { return Ok(None) };
    if severity == Severity::Off || find::repository(folder).is_none() || !Repository::tracks(folder, name)? {
        return Ok(None);
    }
    let path = shown(register.strip_prefix(&job.config.cwd).unwrap_or(register));
    // Without a byte of the register: its name is all that is shown.
    let source = Arc::new(Source { path, file, bytes: Vec::new() });
    let mut drafts = Vec::new();
    let claims = PathClaims::of(job.config, register);
    (job.read)(&source, &mut |draft| {
        let case = case(job, &claims, &draft.claims);
        let spotted = spot::spot_as(&draft, case.kind, job.engine, &mut Scratch::default());
        // For what must be masked in the path.
        let verdict = judge::judge(&draft, &spotted, job.engine, &case);
        let findings = finding(&draft, severity, &case).into_iter().collect();
        drafts.push(DraftOutcome { draft, findings, mentions: verdict.mentions, whys: Vec::new() });
    });
    Ok(Some(FileOutcome { source, kept: Kept::default(), unchecked: None, accepted: None, drafts }))
}

/// The finding, on the register's path.
fn finding(draft: &Draft, severity: Severity, case: &Case<'_>) -> Option<Finding> {
    let block = draft.blocks.iter().find(|block| block.role == Role::Path)?;
    Some(Finding {
        message: "git tracks the register: whoever can read the repository can read whom it protects".into(),
        help: Some(
            "Take it out with git rm --cached and keep it outside of the repository. What was pushed stays in the history."
                .into(),
        ),
        ..Finding::new(RULE, severity, Strength::Exact, block.text, case)
    })
}
