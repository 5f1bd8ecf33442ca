//! Layer 2: from a draft to signals.
//!
//! Owns the [`Engine`](engine::Engine), compiled once from register and packs, and the pass over a draft's words that
//! finds names, identifiers, facts, phrases and regexes. Knows nothing of severities, consents or output.

use crate::text::Span;

/// How sure a signal is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Strength {
    /// Masked, misspelt twice, transliterated.
    Weak,
    /// A shortened form, or a typo.
    Medium,
    /// A derived form that leaves no doubt.
    Strong,
    /// As registered, or a pack's own wording.
    Exact,
}

impl Strength {
    /// The word in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Strong => "strong",
            Self::Exact => "exact",
        }
    }
}

/// What a signal says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Label {
    /// A signal of a pack: its number in the compiled rule set.
    Pack(u32),
    /// A client is named.
    Client,
    /// A person of a client is named.
    Person,
    /// A matter is named.
    Matter,
    /// An adverse party is named.
    Adverse,
    /// An identifier of a client stands there.
    Identifier,
    /// A fact of a matter: its number in the matter's list.
    Fact(u32),
    /// Something that a reader noted.
    Note(crate::draft::NoteKind),
    /// The word that every run must find.
    Canary,
}

/// Whom a signal speaks of: indices into the register.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Subject {
    /// Index into `Register::clients`.
    pub client: u32,
    /// Index into that client's `matters`.
    pub matter: Option<u32>,
}

/// A labelled span of a draft's visible text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signal {
    /// What it says.
    pub label: Label,
    /// Where, in [`Draft::text`](crate::draft::Draft::text), from the first to the last visible character.
    pub span: Span,
    /// The index of the block it stands in.
    pub block: u32,
    /// How sure it is.
    pub strength: Strength,
    /// Whether the name is an ambiguous one (ordinary words, a common name): its medium forms only advise.
    pub ambiguous: bool,
    /// Whom it speaks of, for signals of the register.
    pub subject: Option<Subject>,
}
