//! Runs the pipeline as a library: a register and a source in, findings with slices of the source out.

use std::path::PathBuf;
use std::sync::Arc;

use subrosa::draft::{Draft, Role, Source};
use subrosa::judge::{Case, judge};
use subrosa::policy::{Channel, Kind, Policy, Severity};
use subrosa::read::{Reading, read};
use subrosa::register::load;
use subrosa::spot::{Engine, Scratch, spot_as};

/// A finding, brought home.
#[derive(Debug)]
pub(crate) struct Found {
    /// The rule.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// `C-1` or `M-1`.
    pub subject: Option<String>,
    /// The client's id, also where the subject is a matter.
    pub client: Option<String>,
    /// The message.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The bytes of the source, or of the path, that the span covers.
    pub slice: String,
    /// The slices of its further places and labels.
    pub others: Vec<String>,
}

/// What came of a source.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Whether it was read.
    pub reading: Reading,
    /// What was found.
    pub findings: Vec<Found>,
}

/// Judges a source as it is, now.
pub(crate) fn check(register: &str, path: &str, bytes: &[u8]) -> Checked {
    let now = vec![jiff::Timestamp::now()];
    check_as(&engine(register), path, bytes, None, None, &now)
}

/// Compiles a register written in YAML; an empty text is no register.
pub(crate) fn engine(register: &str) -> Engine {
    let register = load("register.yaml", register.as_bytes()).expect("a good register");
    let engine = Engine::compile(register);
    assert!(engine.sees());
    engine
}

/// Judges a source as a kind, on a channel, at given moments.
pub(crate) fn check_as(
    engine: &Engine,
    path: &str,
    bytes: &[u8],
    kind: Option<Kind>,
    channel: Option<Channel>,
    moments: &[jiff::Timestamp],
) -> Checked {
    let source = Arc::new(Source { path: path.to_owned(), file: PathBuf::from(path), bytes: bytes.to_vec() });
    let (mut findings, mut scratch, policy) = (Vec::new(), Scratch::default(), Policy::default());
    let reading = read(&source, &mut |draft: Draft| {
        let kind = kind.or(draft.claims.front_kind).unwrap_or(draft.claims.format_kind);
        let case = Case { kind, channel: channel.clone(), moments: moments.to_vec(), policy: &policy };
        let spotted = spot_as(&draft, kind, engine, &mut scratch);
        for finding in judge(&draft, &spotted, engine, &case).findings {
            let home = |span: subrosa::text::Span| {
                let block = draft.block_at(span.start).expect("inside a block");
                let bytes = if draft.blocks[block].role == Role::Path { path.as_bytes() } else { bytes };
                String::from_utf8_lossy(&bytes[draft.home(span).range()]).into_owned()
            };
            let others = finding.places.iter().copied().chain(finding.labels.iter().map(|l| l.0)).map(home).collect();
            let client = finding.subject.as_ref().map(|s| s.client.to_string());
            let subject = finding.subject.map(|s| s.matter.unwrap_or(s.client).into());
            findings.push(Found {
                rule: finding.rule.into_owned(),
                severity: finding.severity,
                subject,
                client,
                message: finding.message.into(),
                help: finding.help.map(std::borrow::Cow::into_owned),
                slice: home(finding.span),
                others,
            });
        }
    });
    Checked { reading, findings }
}
