//! Layer 3: from signals to findings.
//!
//! Owns the verdicts: rules of packs, mentions of the register under consents and embargoes, severities, and how
//! findings absorb one another. Knows nothing of file formats or output.

use crate::policy::{Channel, Kind, Severity};
use crate::spot::Strength;
use crate::text::Span;

/// A finding, in the visible text of its draft.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `identity/client`, `client-confirmation/reply`.
    pub rule: String,
    /// One of the sixteen categories, or `gate`, `leftover`, `metadata`, …
    pub category: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub strength: Strength,
    /// What is wrong. Holds nothing of the register but ids.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Words that are safe instead.
    pub rewrite: Option<String>,
    /// Who says so, in the forms of the packs.
    pub authorities: Vec<String>,
    /// The ids of client and matter, for findings of the register.
    pub subject: Option<FindingSubject>,
    /// The main span, in [`Draft::text`](crate::draft::Draft::text).
    pub span: Span,
    /// Further spans that add up to it, each with a word that says what it is.
    pub labels: Vec<(Span, String)>,
    /// Further occurrences of the same.
    pub places: Vec<Span>,
    /// What sort of draft it was judged as.
    pub kind: Kind,
    /// The channel of the draft, where known.
    pub channel: Option<Channel>,
    /// A keyed hash of what was found, not of where; none where the register has no key.
    pub fingerprint: Option<String>,
    /// The reason of the allowance that accepts it.
    pub allowed: Option<String>,
}

/// Whom a finding is about, by id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FindingSubject {
    /// The client's id.
    pub client: String,
    /// The matter's id.
    pub matter: Option<String>,
}
