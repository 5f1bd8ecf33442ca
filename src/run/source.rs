//! Owns the way of one input: its bytes, its drafts, their findings, and what is told of it when something fails on the
//! way. A panic in a stage costs this input alone. `run` calls [`check`] for each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use super::case::{PathClaims, case};
use super::inputs::{Input, What};
use super::{Done, Job, Read, State, excerpt, open, why};
use crate::config::ALLOW_FILE_NAME;
use crate::draft::{Draft, Role, Source};
use crate::judge::{self, Case, Finding, Verdict};
use crate::policy::Severity;
use crate::read::{self, Reading, Unchecked};
use crate::report::why::WhyNote;
use crate::report::{DraftOutcome, FileOutcome};
use crate::spot::{self, Engine, Scratch, Strength};
use crate::text::Span;

/// Why an input is unchecked where the fault is ours.
pub(super) const PANICKED: &str = "an internal error stopped the reading; please report it";

/// Checks one input.
pub(super) fn check(job: &Job<'_>, input: &Input, scratch: &mut Scratch) -> Done {
    let bytes = bytes(job.max_file, input);
    // What cannot be read still has a name, and a name can tell.
    let (bytes, failure) = match bytes {
        Ok(bytes) => (bytes, None),
        Err(reason) => (Vec::new(), Some(reason)),
    };
    let source = Arc::new(Source { path: input.path.clone(), file: input.file.clone(), bytes });
    let mut way = Way {
        job,
        claims: Rc::new(PathClaims::of(job.config, &input.file)),
        input,
        drafts: 0,
        broke: false,
        not_whole: None,
        kept: Vec::new(),
    };
    let reading = way.read(&source, scratch);
    if way.broke {
        // The draft that broke off carried the path; so that it can be masked, it goes through alone.
        let name = Source { path: input.path.clone(), file: input.file.clone(), bytes: Vec::new() };
        way.read(&Arc::new(name), scratch);
    }
    way.end(source, reading, failure)
}

/// Reads one input and hands its drafts on, without looking for anything in them.
pub fn read_alone(read: Read, max_file: u64, input: &Input, each: &mut dyn FnMut(Draft)) -> Reading {
    let bytes = match bytes(max_file, input) {
        Ok(bytes) => bytes,
        Err(reason) => return Reading::Unchecked(Unchecked(reason)),
    };
    read_as(read, input, &Arc::new(Source { path: input.path.clone(), file: input.file.clone(), bytes }), each)
}

/// Reads a source as what its input is.
fn read_as(read: Read, input: &Input, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Reading {
    match &input.what {
        What::Message(message) => read::message(message, source, each),
        _ => read(source, each),
    }
}

/// The bytes of an input, or why they cannot be had.
fn bytes(max_file: u64, input: &Input) -> Result<Vec<u8>, String> {
    match &input.what {
        What::File | What::Message(_) => open::file(&input.file, max_file),
        What::Blob(blob) => blob.read(max_file),
        What::Stdin => open::stdin(max_file),
        What::Name => Ok(Vec::new()),
        What::Unreadable(reason) => Err(reason.clone()),
    }
}

/// The verdict on a draft, why it could not be searched whole, and what was asked of each name; none where a stage
/// panicked.
pub(super) fn judged(
    job: &Job<'_>,
    draft: &Draft,
    case: &Case<'_>,
    scratch: &mut Scratch,
) -> Option<(Verdict, Option<&'static str>, Vec<WhyNote>)> {
    let checked = catch_unwind(AssertUnwindSafe(|| {
        let spotted = spot::spot_as(draft, case.kind, job.engine, scratch);
        let mut verdict = judge::judge(draft, &spotted, job.engine, case);
        verdict.absorb(&job.engine.rules);
        let whys = if job.why { why::notes(&spotted, &job.engine.register) } else { Vec::new() };
        (verdict, spotted.unchecked, whys)
    }));
    if checked.is_err() {
        *scratch = job.scratch();
    }
    checked.ok()
}

/// One input under way.
struct Way<'a> {
    /// The run.
    job: &'a Job<'a>,
    /// The input.
    input: &'a Input,
    /// What globs say of its path.
    claims: Rc<PathClaims>,
    /// Drafts so far.
    drafts: usize,
    /// Whether a stage panicked.
    broke: bool,
    /// Why a draft could not be searched whole.
    not_whole: Option<&'static str>,
    /// Those of which something is to be told, or whose path must be masked.
    kept: Vec<DraftOutcome>,
}

impl Way<'_> {
    /// Reads a source and takes its drafts through the stages.
    fn read(&mut self, source: &Arc<Source>, scratch: &mut Scratch) -> Reading {
        let read = self.job.read;
        let input = self.input;
        let mut each = |draft| self.draft(draft, scratch);
        let reading = catch_unwind(AssertUnwindSafe(|| read_as(read, input, source, &mut each)));
        reading.unwrap_or_else(|_| {
            self.broke = true;
            Reading::Unchecked(Unchecked(PANICKED.to_owned()))
        })
    }

    /// Takes one draft through the stages.
    fn draft(&mut self, draft: Draft, scratch: &mut Scratch) {
        self.drafts += 1;
        let claims = Rc::clone(&self.claims);
        let case = case(self.job, &claims, &draft.claims);
        match judged(self.job, &draft, &case, scratch) {
            Some((verdict, not_whole, whys)) => {
                self.not_whole = self.not_whole.or(not_whole);
                self.keep(draft, verdict, whys, &case);
            }
            None => self.broke = true,
        }
    }

    /// Keeps a draft of which something is to be told.
    fn keep(&mut self, draft: Draft, mut verdict: Verdict, whys: Vec<WhyNote>, case: &Case<'_>) {
        if matches!(self.input.what, What::Message(_)) {
            // The file is git's own and is not published; that its path names somebody matters for masking alone.
            let in_path = |finding: &Finding| role_at(&draft, finding.span) == Some(Role::Path);
            verdict.findings.retain(|finding| !in_path(finding));
        }
        // A near miss is told with its place: it must not be read there either.
        verdict.mentions.extend(whys.iter().map(|why| why.span));
        if self.input.nested_config {
            verdict.findings.extend(nested_config(&draft, case, self.job.engine));
        }
        if self.input.own {
            // Who checks the register itself must not find it quoted in the log: all of its text counts as a mention.
            let texts = draft.blocks.iter().filter(|block| block.role != Role::Path).map(|block| block.text);
            verdict.mentions.extend(texts);
        }
        let path_tells = draft
            .blocks
            .iter()
            .filter(|block| block.role == Role::Path)
            .any(|block| verdict.mentions.iter().any(|span| block.text.overlaps(*span)));
        if path_tells || !verdict.findings.is_empty() || !whys.is_empty() {
            if self.kept.is_empty() {
                // Nearly always it stays alone, and its place is kept until the report.
                self.kept.reserve_exact(1);
            }
            let kept = DraftOutcome { draft, findings: verdict.findings, mentions: verdict.mentions, whys };
            self.kept.push(if self.job.whole { kept } else { excerpt::of_draft(kept) });
        }
    }

    /// What became of the input. `failure` is why its bytes could not be had.
    fn end(mut self, source: Arc<Source>, reading: Reading, failure: Option<String>) -> Done {
        let (state, unchecked) = match (failure, reading) {
            (Some(reason), _) | (None, Reading::Unchecked(Unchecked(reason))) => (State::Unchecked, Some(reason)),
            (None, _) if self.not_whole.is_some() => (State::Unchecked, self.not_whole.map(str::to_owned)),
            (None, _) if self.broke => (State::Unchecked, Some(PANICKED.to_owned())),
            (None, Reading::Checked) => (State::Checked, None),
            (None, Reading::Wordless(what)) => (State::Wordless(what), None),
        };
        let tells = |kept: &DraftOutcome| !kept.findings.is_empty() || !kept.whys.is_empty();
        let tells = self.input.what == What::Name || unchecked.is_some() || self.kept.iter().any(tells);
        let accepted = unchecked.as_ref().and_then(|_| self.job.config.accepted(&self.input.file)).map(str::to_owned);
        let file = tells.then(|| {
            let (source, kept) = excerpt::of_source(source, &mut self.kept);
            FileOutcome { source, kept, unchecked, accepted, drafts: self.kept }
        });
        Done { state, drafts: self.drafts, file }
    }
}

/// The role of the block that a span stands in.
pub(super) fn role_at(draft: &Draft, span: Span) -> Option<Role> {
    draft.block_at(span.start).and_then(|index| draft.blocks.get(index)).map(|block| block.role)
}

/// The finding of a configuration that the run does not obey, on its path.
fn nested_config(draft: &Draft, case: &Case<'_>, engine: &Engine) -> Option<Finding> {
    let severity = case.policy.severity("gate/nested-config", Severity::Warning);
    let block = draft.blocks.iter().find(|block| block.role == Role::Path)?;
    let allowances = draft.slice(block.text).ends_with(ALLOW_FILE_NAME);
    let (message, help) = if allowances {
        (
            "These allowances are not obeyed: a run has one file of them",
            "Move them into the one beside the configuration",
        )
    } else {
        let help = "Move what it says into the configuration above, or name it with --config";
        ("This configuration is not obeyed: a run has one", help)
    };
    (severity > Severity::Off).then(|| {
        let finding = Finding {
            message: message.into(),
            help: Some(help.into()),
            ..Finding::new("gate/nested-config", severity, Strength::Exact, block.text, case)
        };
        judge::signed(finding, draft, engine)
    })
}
