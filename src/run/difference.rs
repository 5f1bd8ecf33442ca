//! Owns what a change added: of the findings in what stands afterwards those that stay when what stood before takes its own
//! away. Both were judged by the same engine at the same moment. Knows nothing of git. `cli` calls it after a run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::source::role_at;
use super::{Change, Job, NoThreads, Ran, run};
use crate::draft::Role;
use crate::judge::Finding;
use crate::report::{DraftOutcome, Outcome};

/// What tells one finding from another, wherever it stands.
type Key = (String, [u8; 16]);

/// How often a finding stood somewhere, by severity.
type Counts = [usize; 4];

/// The findings of what stood before: how often each stood in which file.
type Old = HashMap<Key, HashMap<PathBuf, Counts>>;

/// Leaves in `ran`, the run over what stands after a change, what the change added. A finding was there before if one of the
/// same rule and fingerprint, and at least as bad, was: first in the same file, then in any that the change touches, so that
/// what moves stays silent. Each takes away one. What is found in a path that was not there before is always new.
///
/// # Errors
/// Where threads cannot be made.
pub fn keep_added(job: &Job<'_>, change: &Change, ran: &mut Ran) -> Result<(), NoThreads> {
    let files = &mut ran.outcome.files;
    if files.iter().flat_map(|file| &file.drafts).all(|draft| draft.findings.is_empty()) {
        return Ok(());
    }
    let mut old = Pool::default();
    for state in &change.before {
        old.join(&run(job, state)?.outcome);
    }
    let known = old.known(&ran.outcome, change);
    let mut number = known.iter();
    for draft in ran.outcome.files.iter_mut().flat_map(|file| &mut file.drafts) {
        draft.findings.retain(|_| !number.next().copied().unwrap_or(false));
    }
    let tells = |drafts: &[DraftOutcome]| drafts.iter().any(|draft| !draft.findings.is_empty());
    ran.outcome.files.retain(|file| file.unchecked.is_some() || tells(&file.drafts));
    Ok(())
}

/// What stood before.
#[derive(Default)]
struct Pool {
    /// In content.
    content: Old,
    /// In paths.
    paths: Old,
}

impl Pool {
    /// Takes up another state. What two states have in common stood there once: the commits of a merge share most.
    fn join(&mut self, outcome: &Outcome) {
        let mut state = Self::default();
        for (file, draft) in outcome.files.iter().flat_map(|file| file.drafts.iter().map(move |draft| (file, draft))) {
            for finding in &draft.findings {
                let old = if in_path(draft, finding) { &mut state.paths } else { &mut state.content };
                let counts = old.entry(key(finding)).or_default().entry(file.source.file.clone()).or_default();
                counts.get_mut(finding.severity as usize).into_iter().for_each(|count| *count += 1);
            }
        }
        for (into, from) in [(&mut self.content, state.content), (&mut self.paths, state.paths)] {
            for (key, files) in from {
                let known = into.entry(key).or_default();
                for (file, counts) in files {
                    let known = known.entry(file).or_default();
                    known.iter_mut().zip(counts).for_each(|(known, count)| *known = count.max(*known));
                }
            }
        }
    }

    /// Which findings of an outcome, in its order, stood there before. The worst are asked first, so that what a change
    /// made worse is what stays.
    fn known(mut self, outcome: &Outcome, change: &Change) -> Vec<bool> {
        let files = outcome.files.iter().flat_map(|file| file.drafts.iter().map(move |draft| (file, draft)));
        let findings = files.flat_map(|(file, draft)| {
            draft.findings.iter().map(move |finding| (file.source.file.as_path(), in_path(draft, finding), finding))
        });
        let findings: Vec<(&Path, bool, &Finding)> = findings.collect();
        let mut order: Vec<usize> = (0..findings.len()).collect();
        order.sort_by_key(|number| findings.get(*number).map(|(_, _, finding)| std::cmp::Reverse(finding.severity)));
        let mut known = vec![false; findings.len()];
        let ask = |known: &mut Vec<bool>, is_known: &mut dyn FnMut(&Path, bool, &Finding) -> bool| {
            for number in &order {
                if let (Some(known), Some((file, in_path, finding))) = (known.get_mut(*number), findings.get(*number)) {
                    *known = *known || is_known(file, *in_path, finding);
                }
            }
        };
        ask(&mut known, &mut |file, in_path, finding| {
            if in_path && change.new.contains(file) {
                return false;
            }
            let old = if in_path { &mut self.paths } else { &mut self.content };
            old.get_mut(&key(finding)).and_then(|files| files.get_mut(file)).is_some_and(|old| take(old, finding))
        });
        let mut anywhere: HashMap<Key, Counts> = HashMap::new();
        for (key, files) in self.content {
            let sum = anywhere.entry(key).or_default();
            files.values().for_each(|counts| sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count));
        }
        ask(&mut known, &mut |_, in_path, finding| {
            !in_path && anywhere.get_mut(&key(finding)).is_some_and(|old| take(old, finding))
        });
        known
    }
}

/// Takes one of the old findings that are the same as a new one and at least as bad, the mildest.
fn take(old: &mut Counts, finding: &Finding) -> bool {
    let worse = old.iter_mut().skip(finding.severity as usize).find(|count| **count > 0);
    worse.map(|count| *count -= 1).is_some()
}

/// What tells a finding from another.
fn key(finding: &Finding) -> Key {
    (finding.rule.to_string(), finding.identity)
}

/// Whether a finding stands in its file's path.
fn in_path(draft: &DraftOutcome, finding: &Finding) -> bool {
    role_at(&draft.draft, finding.span) == Some(Role::Path)
}
