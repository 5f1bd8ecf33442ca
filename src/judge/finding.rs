//! Owns what a finding is: plain data. A run over a large site with a large register keeps a hundred thousand of them until the
//! report, so what most have nothing of stands apart, and what follows from the rest is made when it is asked for. `judge` makes
//! findings, `run` and `report` read them.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::{Deref, DerefMut};

use super::Case;
use crate::policy::{Channel, Kind, Severity};
use crate::spot::Strength;
use crate::text::{Secret, Span};

/// A finding, in the visible text of its draft.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `identity/client`, `client-confirmation/reply`.
    pub rule: Cow<'static, str>,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub strength: Strength,
    /// What is wrong. Holds nothing of the register but ids.
    pub message: Box<str>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// The ids of client and matter, for findings of the register.
    pub subject: Option<FindingSubject>,
    /// The main span, in [`Draft::text`](crate::draft::Draft::text).
    pub span: Span,
    /// What sort of draft it was judged as.
    pub kind: Kind,
    /// A hash of what was found, not of where, under the register's key, or where it has none one of the run: what tells findings
    /// of two versions of a draft apart. It is not for output but as [`Finding::fingerprint`]. Zeros for what is no more than its
    /// rule and its path.
    pub identity: [u8; 16],
    /// Whether the identity may be told: it was not made with a key of the run.
    pub told: bool,
    /// What most findings have nothing of; read as if it stood here.
    pub more: Option<Box<More>>,
}

/// What a finding may have besides.
#[derive(Clone, Debug, Default)]
pub struct More {
    /// Words that are safe instead.
    pub rewrite: Option<Rewrite>,
    /// Who says so, in the forms of the packs.
    pub authorities: Vec<String>,
    /// Further spans that add up to it, each with a word that says what it is.
    pub labels: Vec<(Span, String)>,
    /// Further occurrences of the same.
    pub places: Vec<Span>,
    /// The channel of the draft, where known.
    pub channel: Option<Channel>,
    /// The reason of the allowance that accepts it.
    pub allowed: Option<String>,
}

impl More {
    /// Nothing of all that.
    const NOTHING: Self = Self {
        rewrite: None,
        authorities: Vec::new(),
        labels: Vec::new(),
        places: Vec::new(),
        channel: None,
        allowed: None,
    };
}

/// Words that are safe instead of what was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rewrite {
    /// A pack's.
    Pack(String),
    /// The register's own (`describe_as`): shown at full disclosure alone.
    Register(Secret<String>),
}

/// Whom a finding is about, by id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FindingSubject {
    /// The client's id.
    pub client: Box<str>,
    /// The matter's id.
    pub matter: Option<Box<str>>,
}

impl Finding {
    /// A finding of `rule` at `span`, judged as `case` says, with nothing else known about it.
    pub(crate) fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: Severity,
        strength: Strength,
        span: Span,
        case: &Case<'_>,
    ) -> Self {
        let finding = Self::bare(rule.into(), severity, strength, span, case.kind);
        match &case.channel {
            Some(channel) => finding.with(|more| more.channel = Some(channel.clone())),
            None => finding,
        }
    }

    /// A finding of a rule at a place, of which nothing else is known.
    pub fn bare(rule: Cow<'static, str>, severity: Severity, strength: Strength, span: Span, kind: Kind) -> Self {
        Self {
            rule,
            severity,
            strength,
            message: Box::default(),
            help: None,
            subject: None,
            span,
            kind,
            identity: [0; 16],
            told: false,
            more: None,
        }
    }

    /// The finding with what `say` says of it besides.
    #[must_use]
    pub fn with(mut self, say: impl FnOnce(&mut More)) -> Self {
        say(&mut self);
        self
    }

    /// One of the sixteen categories, or `gate`, `leftover`, `metadata`, …: the first part of the rule's id; what the engine
    /// itself says of identities counts under the duty that it breaks.
    pub fn category(&self) -> &str {
        match self.rule.split('/').next().unwrap_or_default() {
            "identity" if self.rule == "identity/embargo" => "trial-publicity",
            "identity" => "direct-identifier",
            other => other,
        }
    }

    /// A keyed hash of what was found, not of where, in hexadecimal; none where the register has no key.
    pub fn fingerprint(&self) -> Option<String> {
        let mut hex = String::with_capacity(self.identity.len() * 2);
        for byte in self.identity {
            // A string takes whatever is written.
            let _ = write!(hex, "{byte:02x}");
        }
        self.told.then_some(hex)
    }

    /// Every span of it: its own, those of its labels, and further occurrences.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let labels = self.labels.iter().map(|(span, _)| *span);
        std::iter::once(self.span).chain(labels).chain(self.places.iter().copied())
    }

    /// The same, to be moved.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let more = self.more.as_deref_mut().into_iter();
        let more = more.flat_map(|more| more.labels.iter_mut().map(|(span, _)| span).chain(&mut more.places));
        std::iter::once(&mut self.span).chain(more)
    }
}

impl Deref for Finding {
    type Target = More;

    fn deref(&self) -> &More {
        static NOTHING: More = More::NOTHING;
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Finding {
    fn deref_mut(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A finding of a rule.
    fn of(rule: &'static str) -> Finding {
        Finding::bare(rule.into(), Severity::Error, Strength::Exact, Span::new(3, 5), Kind::Page)
    }

    #[test]
    fn the_category_is_the_first_part_of_the_rule_and_identities_count_under_their_duty() {
        let category = |rule| of(rule).category().to_owned();
        assert_eq!(
            ["identity/embargo", "identity/client", "case-facts/reply", "gate"].map(category),
            ["trial-publicity", "direct-identifier", "case-facts", "gate"]
        );
    }

    #[test]
    fn a_fingerprint_is_told_only_where_it_may_be_and_what_is_said_besides_stands_apart() {
        assert!(of("a/b").more.is_none() && of("a/b").places.is_empty() && size_of::<Finding>() < 160);
        let mut told = Finding { told: true, identity: [0xA7; 16], ..of("a/b") }.with(|more| {
            more.places = vec![Span::new(7, 9)];
        });
        assert_eq!(told.fingerprint().as_deref(), Some("a7".repeat(16).as_str()));
        assert_eq!(Finding { told: false, ..told.clone() }.fingerprint(), None);
        told.spans_mut().for_each(|span| span.end += 1);
        assert_eq!(told.spans().collect::<Vec<_>>(), [Span::new(3, 6), Span::new(7, 10)]);
    }
}
