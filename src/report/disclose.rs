//! Owns the step from spans to text, and with it what output may repeat of a draft. Every reporter gets its result; no
//! other file of this folder's users reads a draft. `cli` calls [`disclose`] once a level.

use std::borrow::Cow;
use std::sync::Arc;

use super::manuscript::{self, Manuscripts};
use super::mask::Echoes;
use super::model::{Disclose, FileCount, Report, Shown, ShownLabel, Summary, UncheckedFile};
use super::snippet::Snippet;
use super::view::{DraftView, FileView, inside};
use super::{FileOutcome, Outcome, Reporter};
use crate::judge::{Finding, Rewrite};
use crate::policy::Severity;
use crate::threads;

/// What of an outcome may be shown at a level. `passed` is the gate's decision, which is made elsewhere.
pub fn disclose(outcome: &Outcome, level: Disclose, passed: bool) -> Report {
    report(outcome, level, passed, &mut Wanted { snippets: true, manuscripts: None })
}

/// The paths of an outcome's files as they may be shown, in order; none at a level that shows none.
pub fn paths(outcome: &Outcome, level: Disclose) -> Vec<Arc<str>> {
    if level == Disclose::Verdict {
        return Vec::new();
    }
    let hidden = (level != Disclose::Full).then(|| names(outcome));
    let echoes = Echoes::new(hidden.into_iter().flatten());
    let mut paths: Vec<_> = outcome.files.iter().map(|file| FileView::new(file, level, &echoes).path).collect();
    paths.sort();
    paths
}

/// The same for one reporter: with the drafts if it shows them, without the snippets if it does not.
pub fn disclose_for(reporter: &dyn Reporter, outcome: &Outcome, level: Disclose, passed: bool) -> Report {
    let manuscripts = reporter.wants_drafts().then(Manuscripts::default);
    report(outcome, level, passed, &mut Wanted { snippets: reporter.wants_snippets(), manuscripts })
}

/// An outcome that is shown in full, whose findings are made as they are written: a report of all of them would take as
/// much memory as they do, and memory that nothing has used before is dear.
pub struct Pieces<'o> {
    /// The outcome.
    outcome: &'o Outcome,
    /// The gate's decision.
    passed: bool,
}

impl<'o> Pieces<'o> {
    /// Findings from which on it is worth it.
    const MANY: usize = 512;
    /// Files of a piece.
    const FILES: usize = 16;

    /// The pieces of an outcome; none where it has few findings, where something of them is hidden (then paths may change
    /// their order), or where the run asked why.
    pub fn of(outcome: &'o Outcome, level: Disclose, passed: bool) -> Option<Self> {
        let findings = outcome.files.iter().flat_map(|file| &file.drafts).map(|draft| draft.findings.len());
        let sorted = outcome.files.is_sorted_by(|a, b| a.source.path < b.source.path);
        let fits = level == Disclose::Full && !outcome.asked && sorted && findings.sum::<usize>() >= Self::MANY;
        fits.then_some(Self { outcome, passed })
    }

    /// The report without its findings.
    pub fn frame(&self) -> Report {
        let mut frame = Report::blank(Disclose::Full, self.passed);
        frame.let_through = self.outcome.let_through;
        frame.summary = summary(self.outcome);
        let echoes = Echoes::new(std::iter::empty());
        for file in self.outcome.files.iter().filter(|file| file.unchecked.is_some()) {
            frame.unchecked.extend(unchecked(file, &FileView::new(file, Disclose::Full, &echoes)));
        }
        frame
    }

    /// Some files after the other, in their order.
    pub fn list(&self) -> Vec<&'o [FileOutcome]> {
        self.outcome.files.chunks(Self::FILES).collect()
    }

    /// The findings of some files, in their order.
    pub fn shown(files: &[FileOutcome]) -> Vec<Shown> {
        let mut part = part(files, Disclose::Full, &Echoes::new(std::iter::empty()), false, false);
        sort(&mut part);
        part.findings
    }
}

/// What only some reporters show.
struct Wanted {
    /// The lines around a finding.
    snippets: bool,
    /// The drafts.
    manuscripts: Option<Manuscripts>,
}

/// A report.
fn report(outcome: &Outcome, level: Disclose, passed: bool, wanted: &mut Wanted) -> Report {
    let mut report = Report::blank(level, passed);
    report.let_through = outcome.let_through;
    report.whys = (outcome.asked && level > Disclose::Files).then(Vec::new);
    if level == Disclose::Verdict {
        return report;
    }
    report.summary = summary(outcome);
    let echoes = match level {
        Disclose::Full => Echoes::new(std::iter::empty()),
        _ => Echoes::new(names(outcome)),
    };
    if level > Disclose::Files {
        let drafts = outcome.files.iter().flat_map(|file| &file.drafts);
        report.findings.reserve_exact(drafts.map(|draft| draft.findings.len()).sum());
    }
    if wanted.manuscripts.is_some() {
        // Drafts are numbered by the findings before them.
        outcome.files.iter().for_each(|file| add(file, &echoes, wanted, &mut report));
    } else {
        let parts: Vec<&[FileOutcome]> = outcome.files.chunks(PART).collect();
        let whys = report.whys.is_some();
        // A few at a time: all at once would take the memory of the report twice.
        for some in parts.chunks(PARTS * threads::count()) {
            for part in threads::map(some, |files| part(files, level, &echoes, wanted.snippets, whys)) {
                report.unchecked.extend(part.unchecked);
                report.files.extend(part.files);
                report.findings.extend(part.findings);
                report.whys.as_mut().into_iter().zip(part.whys).for_each(|(all, own)| all.extend(own));
            }
        }
    }
    sort(&mut report);
    report
}

/// Files of a part of a report that a thread makes: fewer are not worth one.
const PART: usize = 256;
/// Parts that each thread makes before they are put together.
const PARTS: usize = 4;

/// What of some files may be shown.
fn part(files: &[FileOutcome], level: Disclose, echoes: &Echoes, snippets: bool, whys: bool) -> Report {
    let mut part = Report::blank(level, false);
    part.whys = whys.then(Vec::new);
    let mut wanted = Wanted { snippets, manuscripts: None };
    files.iter().for_each(|file| add(file, echoes, &mut wanted, &mut part));
    part
}

/// Adds what of a file may be shown.
fn add(file: &FileOutcome, echoes: &Echoes, wanted: &mut Wanted, report: &mut Report) {
    let view = FileView::new(file, report.level, echoes);
    report.unchecked.extend(unchecked(file, &view));
    if report.level == Disclose::Files {
        report.files.extend(counts(file, &view));
    } else {
        show(file, &view, wanted, report);
    }
}

/// Why a file was not checked, if so.
fn unchecked(file: &FileOutcome, view: &FileView<'_>) -> Option<UncheckedFile> {
    let reason = view.words(file.unchecked.as_ref()?);
    let accepted = file.accepted.as_deref().map(|reason| view.words(reason));
    Some(UncheckedFile { path: view.path.clone(), reason, accepted })
}

/// Brings everything into its order.
fn sort(report: &mut Report) {
    report.unchecked.sort_by(|a, b| a.path.cmp(&b.path));
    report.files.sort_by(|a, b| (&a.path, &a.rule).cmp(&(&b.path, &b.rule)));
    if let Some(whys) = &mut report.whys {
        whys.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    let order = |a: &Shown, b: &Shown| {
        let key = |shown: &Shown| (shown.inside, shown.span.start);
        a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b))).then_with(|| a.rule.cmp(&b.rule))
    };
    if !report.drafts.is_empty() {
        let mut old: Vec<usize> = (0..report.findings.len()).collect();
        old.sort_by(|a, b| match (report.findings.get(*a), report.findings.get(*b)) {
            (Some(a), Some(b)) => order(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        });
        let mut new = vec![0; old.len()];
        for (at, old) in old.into_iter().enumerate() {
            if let Some(slot) = new.get_mut(old) {
                *slot = at;
            }
        }
        report.drafts.iter_mut().for_each(|draft| manuscript::renumber(draft, &new));
        report.drafts.sort_by(|a, b| (&a.path, a.findings.first()).cmp(&(&b.path, b.findings.first())));
    }
    // As stable as the order above, so that the numbers fit.
    report.findings.sort_by(order);
}

/// The counts of a run.
fn summary(outcome: &Outcome) -> Summary {
    let mut summary = Summary {
        checked: outcome.checked,
        wordless: outcome.wordless.iter().map(|(what, count)| ((*what).to_owned(), *count)).collect(),
        unchecked: outcome.files.iter().filter(|file| file.unchecked.is_some() && file.accepted.is_none()).count(),
        ignored: outcome.ignored,
        ..Summary::default()
    };
    let drafts = outcome.files.iter().flat_map(|file| &file.drafts);
    for finding in drafts.flat_map(|draft| &draft.findings) {
        match finding.severity {
            _ if finding.allowed.is_some() => summary.allowed += 1,
            Severity::Error => summary.error += 1,
            Severity::Warning => summary.warning += 1,
            Severity::Advice => summary.advice += 1,
            Severity::Off => {}
        }
    }
    summary
}

/// What the register's signals and findings cover, as the drafts write it.
fn names(outcome: &Outcome) -> impl Iterator<Item = &str> {
    outcome.files.iter().flat_map(|file| &file.drafts).flat_map(|draft| {
        let found = draft.findings.iter().filter(|finding| finding.subject.is_some()).map(|finding| finding.span);
        draft.mentions.iter().copied().chain(found).map(|span| draft.draft.slice(span))
    })
}

/// The findings of a file that no allowance accepts, counted by rule.
fn counts(file: &FileOutcome, view: &FileView<'_>) -> impl Iterator<Item = FileCount> {
    let mut rules = std::collections::BTreeMap::<&str, usize>::new();
    for finding in file.drafts.iter().flat_map(|draft| &draft.findings).filter(|finding| finding.allowed.is_none()) {
        *rules.entry(&finding.rule).or_default() += 1;
    }
    let path = view.path.clone();
    rules.into_iter().map(move |(rule, count)| FileCount { path: path.clone(), rule: rule.to_owned(), count })
}

/// Adds the findings of a file, and its drafts if they are wanted.
fn show(file: &FileOutcome, view: &FileView<'_>, wanted: &mut Wanted, report: &mut Report) {
    for outcome in &file.drafts {
        let draft = view.draft(outcome);
        if let Some(manuscripts) = &mut wanted.manuscripts {
            report.drafts.extend(manuscripts.show(outcome, &draft, view, report.findings.len()));
        }
        let shown = outcome.findings.iter().map(|finding| finding_shown(finding, &draft, view, wanted.snippets));
        report.findings.extend(shown);
        if let Some(whys) = &mut report.whys {
            whys.extend(outcome.whys.iter().map(|note| note.shown(&draft, view)));
        }
    }
}

/// One finding.
fn finding_shown(finding: &Finding, draft: &DraftView<'_>, view: &FileView<'_>, snippets: bool) -> Shown {
    let of = inside(draft.draft, finding.span);
    let open = draft.is_open();
    let span = draft.place(finding.span, of);
    let wording = |text: &str| view.wording(text);
    let label =
        |(span, message): &(_, String)| ShownLabel { span: draft.place(*span, of), message: view.wording(message) };
    let labels: Vec<ShownLabel> = finding.labels.iter().map(label).collect();
    let main = std::iter::once((finding.span, &span, None));
    let others = finding.labels.iter().zip(&labels);
    let others = others.map(|((at, _), label)| (*at, &label.span, Some(label.message.clone())));
    let marks: Vec<_> = main.chain(others).collect();
    let snippet = if snippets { draft.snippet(&marks) } else { Snippet::default() };
    Shown {
        rule: finding.rule.clone(),
        category: category(finding),
        severity: finding.severity,
        strength: finding.strength,
        message: view.wording(&finding.message),
        help: finding.help.clone().map(|help| view.fixed(help)),
        rewrite: match &finding.rewrite {
            Some(Rewrite::Pack(words)) => Some(wording(words)),
            Some(Rewrite::Register(words)) => open.then(|| wording(words.expose())),
            None => None,
        },
        path: view.path.clone(),
        inside: of,
        part: draft.draft.part.as_deref().map(|part| view.words(part)),
        record: draft.draft.record.as_deref().map(|record| view.words(record)),
        kind: finding.kind,
        channel: finding.channel.as_ref().map(|channel| view.words(channel.as_str())),
        subject: finding.subject.clone(),
        places: finding.places.iter().map(|place| draft.place(*place, of)).collect(),
        span,
        labels,
        authorities: finding.authorities.clone(),
        fingerprint: finding.fingerprint(),
        allowed: finding.allowed.as_deref().map(|reason| view.words(reason)),
        snippet,
    }
}

/// The category of a finding, which is another text than the rule's first part only for what is our own.
fn category(finding: &Finding) -> Cow<'static, str> {
    match (&finding.rule, finding.category()) {
        (_, "direct-identifier") => Cow::Borrowed("direct-identifier"),
        (Cow::Borrowed(rule), category) if rule.starts_with(category) => {
            Cow::Borrowed(rule.get(..category.len()).unwrap_or_default())
        }
        (_, category) => Cow::Owned(category.to_owned()),
    }
}
