//! Owns what allowances do to a run: which findings they accept, which of them have expired or are of no use, and what the
//! engine says of the file they stand in. Does not read the file (`config`) and does not write it (`cli`). `cli` calls
//! [`apply`] after [`run`](super::run).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::inputs::{Input, What};
use super::sidecar::{self, EntrySpans};
use super::{Job, Ran, source};
use crate::config::{Allowance, Allowances, find};
use crate::draft::{Draft, Source};
use crate::judge::{Case, Finding};
use crate::policy::{Kind, Severity};
use crate::report::{DraftOutcome, FileOutcome, Kept, Outcome};
use crate::spot::{Scratch, Strength};
use crate::text::Span;

/// The rule of an allowance whose day is over.
pub const EXPIRED: &str = "allowance/expired";

/// The rule of an allowance that accepts nothing.
pub const UNUSED: &str = "allowance/unused";

/// What a run looked at: only there can an allowance be of no use.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    /// Folders that were walked, absolute.
    folders: Vec<PathBuf>,
    /// Files that were read, absolute.
    files: HashSet<PathBuf>,
}

impl Covered {
    /// What a run over `paths` covers that gave `inputs`. `cwd` is the working directory.
    pub fn of(cwd: &std::path::Path, paths: &[PathBuf], inputs: &[Input]) -> Self {
        let folders = paths.iter().filter(|path| cwd.join(path).is_dir());
        let read = inputs.iter().filter(|input| input.what == What::File);
        Self {
            folders: folders.map(|path| find::absolute(cwd, path)).collect(),
            files: read.map(|input| find::absolute(cwd, &input.file)).collect(),
        }
    }

    /// Whether all that an allowance speaks of was read. `unread`: the files that were not, absolute.
    fn covers(&self, allowances: &Allowances, entry: &Allowance, unread: &BTreeSet<PathBuf>) -> bool {
        let unread_below =
            |folder: &PathBuf| unread.range(folder.clone()..).next().is_some_and(|it| it.starts_with(folder));
        let walked = |path: &PathBuf| self.folders.iter().any(|folder| path.starts_with(folder)) && !unread_below(path);
        if entry.paths.is_empty() {
            return allowances.file.parent().is_some_and(|folder| walked(&folder.to_owned()));
        }
        entry.paths.iter().all(|glob| match allowances.reach(glob) {
            (file, true) if file.is_file() => self.files.contains(&file) && !unread.contains(&file),
            (path, _) => walked(&path),
        })
    }
}

/// Accepts the findings of a run that allowances speak of, and adds what is to be said of the allowances themselves.
/// `covered` is what the run looked at; none where it did not look at whole files.
pub fn apply(job: &Job<'_>, allowances: &Allowances, covered: Option<&Covered>, outcome: &mut Outcome) {
    if allowances.list.is_empty() {
        return;
    }
    let mut read = judged(job, allowances);
    outcome.files.append(&mut read.files);
    let now = job.claims.publish_at.unwrap_or(job.now);
    let over: Vec<bool> = allowances.list.iter().map(|entry| is_over(entry, now, job)).collect();
    let met = accept(allowances, &over, outcome);
    let case = case(job);
    let severity = |rule, default| job.config.policy.severity(rule, default);
    let (expired, unused) = (severity(EXPIRED, Severity::Warning), severity(UNUSED, Severity::Advice));
    let unread = outcome.files.iter().filter(|file| file.unchecked.is_some());
    let unread = unread.map(|file| find::absolute(&job.config.cwd, &file.source.file)).collect();
    let mut said = Vec::new();
    for (((entry, spans), over), met) in allowances.list.iter().zip(&read.entries).zip(&over).zip(&met) {
        if *over {
            said.extend(expired_finding(spans, expired, &case));
        } else if !met && covered.is_some_and(|covered| covered.covers(allowances, entry, &unread)) {
            said.extend(unused_finding(spans, unused, &case));
        }
    }
    let whole = |file: &FileOutcome| file.unchecked.as_deref() != Some(source::PANICKED);
    let own = outcome.files.iter_mut().rev().find(|file| file.source.file == allowances.file && whole(file));
    if let Some(draft) = own.and_then(|file| file.drafts.first_mut()) {
        draft.findings.extend(said);
        draft.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    }
    outcome.files.retain(|file| {
        file.source.file != allowances.file
            || file.unchecked.is_some()
            || file.drafts.iter().any(|draft| !draft.findings.is_empty() || !draft.mentions.is_empty())
    });
    outcome.files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
}

/// What the engine finds in the reasons and signatures of allowances: each with the value it stands in.
pub fn findings(job: &Job<'_>, allowances: &Allowances) -> Vec<(Finding, String)> {
    let mut found = Vec::new();
    for draft in judged(job, allowances).files.into_iter().flat_map(|file| file.drafts) {
        for finding in draft.findings {
            let block = draft.draft.block_at(finding.span.start).and_then(|index| draft.draft.blocks.get(index));
            let value = block.map(|block| draft.draft.slice(block.text).to_owned()).unwrap_or_default();
            found.push((finding, value));
        }
    }
    found
}

/// Gives findings their reasons, and says for each allowance whether there was a finding for it.
fn accept(allowances: &Allowances, over: &[bool], outcome: &mut Outcome) -> Vec<bool> {
    let index: HashMap<&str, usize> =
        allowances.list.iter().enumerate().map(|(at, entry)| (entry.fingerprint.text.as_str(), at)).collect();
    let mut met = vec![false; allowances.list.len()];
    for file in &mut outcome.files {
        for finding in file.drafts.iter_mut().flat_map(|draft| &mut draft.findings) {
            let Some(at) = finding.fingerprint().and_then(|print| index.get(print.as_str()).copied()) else { continue };
            let Some(entry) = allowances.list.get(at) else { continue };
            if !allowances.fits(entry, &file.source.file) {
                continue;
            }
            if let Some(met) = met.get_mut(at) {
                *met = true;
            }
            if over.get(at) == Some(&false) {
                finding.allowed = Some(entry.reason.text.clone());
            }
        }
    }
    met
}

/// Whether the last day of an allowance is over, in the register's time zone.
fn is_over(entry: &Allowance, now: Timestamp, job: &Job<'_>) -> bool {
    entry.until.as_ref().is_some_and(|(_, day)| is_day_over(*day, now, job.engine.register.timezone.as_ref()))
}

/// Whether a day is over. `zone`: where; none: in UTC.
pub fn is_day_over(day: Date, now: Timestamp, zone: Option<&TimeZone>) -> bool {
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    now.to_zoned(zone).date() > day
}

/// As what the file of allowances is judged: nobody schedules it, and it has no channel.
fn case<'a>(job: &'a Job<'_>) -> Case<'a> {
    Case { kind: Kind::Document, channel: None, moments: vec![job.now], policy: &job.config.policy }
}

/// What was made of the file of allowances.
struct Judged {
    /// The file: its values as the first draft, its path as the second.
    files: Vec<FileOutcome>,
    /// Where its entries stand.
    entries: Vec<EntrySpans>,
}

/// Judges the file of allowances.
fn judged(job: &Job<'_>, allowances: &Allowances) -> Judged {
    let (draft, entries) = sidecar::draft(allowances);
    let source = Arc::clone(&draft.source);
    let mut scratch = Scratch::default();
    let case = case(job);
    let mut drafts = Vec::new();
    let unchecked = match source::judged(job, &draft, &case, &mut scratch) {
        Some((verdict, not_whole, whys)) => {
            drafts.push(DraftOutcome { draft, findings: verdict.findings, mentions: verdict.mentions, whys });
            not_whole.map(str::to_owned)
        }
        None => Some(source::PANICKED.to_owned()),
    };
    // The path is masked as any other; it is the gate's own file, so nothing is said of it.
    let name = Source { path: source.path.clone(), file: source.file.clone(), bytes: Vec::new() };
    (job.read)(&Arc::new(name), &mut |draft: Draft| {
        if let Some((verdict, ..)) = source::judged(job, &draft, &case, &mut scratch) {
            drafts.push(DraftOutcome { draft, findings: Vec::new(), mentions: verdict.mentions, whys: Vec::new() });
        }
    });
    Judged { files: vec![FileOutcome { source, kept: Kept::default(), unchecked, accepted: None, drafts }], entries }
}

/// The finding of an allowance whose day is over.
fn expired_finding(spans: &EntrySpans, severity: Severity, case: &Case<'_>) -> Option<Finding> {
    let help = "Take out of the draft what it accepted, or give it another last day";
    finding(EXPIRED, spans.until, severity, "This allowance has expired", help, case)
}

/// The finding of an allowance that accepts nothing.
fn unused_finding(spans: &EntrySpans, severity: Severity, case: &Case<'_>) -> Option<Finding> {
    let message = "This allowance accepts nothing: no finding has its fingerprint";
    finding(UNUSED, spans.fingerprint, severity, message, "Remove the entry", case)
}

/// A finding on an entry; none where it is switched off.
fn finding(
    rule: &'static str,
    span: Span,
    severity: Severity,
    message: &str,
    help: &'static str,
    case: &Case<'_>,
) -> Option<Finding> {
    (severity > Severity::Off).then(|| Finding {
        message: message.into(),
        help: Some(help.into()),
        ..Finding::new(rule, severity, Strength::Exact, span, case)
    })
}

/// Adds to a run that the file of allowances was named as an input: it was judged, so it was read.
pub fn named(ran: &mut Ran) {
    ran.outcome.checked += 1;
    ran.drafts += 1;
}
