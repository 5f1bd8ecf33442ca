//! Layer 2: from a draft to signals.
//!
//! Owns the [`Engine`](engine::Engine), compiled once from register and packs, and the pass over a draft's words that
//! finds names, identifiers, facts, phrases and regexes. Knows nothing of severities, consents or output.

mod brackets;
pub mod engine;
mod facts;
pub mod frames;
mod grammar;
mod identifiers;
mod keys;
mod known;
mod names;
mod notes;
mod phrases;
mod plain;
mod sentences;
mod validators;
mod weights;
pub mod why;

pub use engine::Engine;
pub use notes::noted;
pub use phrases::{Possible, subjects};
pub use weights::told::{Line, Told, told};
pub use why::Why;

use crate::draft::Draft;
use crate::policy::Kind;
use crate::rules::Length;
use crate::text::Span;
use crate::text::words::Word;
use phrases::{Asked, PhraseIndex};

/// Whether an identifier of the register is found by value, as dates and sums with their currency are.
pub fn is_found_by_value(identifier: &str) -> bool {
    identifiers::is_value(identifier)
}

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

/// A day that is said relative to the publication, or without its year: `judge` knows when that is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// `the 23rd`: a day of a month near the publication.
    DayOfMonth(i8),
    /// A day of the week, 1 for Monday, and between how many days after the publication it lies.
    Weekday(i8, i16, i16),
    /// From and to so many days after the publication.
    Days(i16, i16),
    /// A month, and its days that are meant, in the year before the publication.
    Month(i8, (i8, i8)),
    /// Three months from this one on, in the year before the publication.
    Season(i8),
}

/// A relative day at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayMention {
    /// Where, in [`Draft::text`](crate::draft::Draft::text).
    pub span: Span,
    /// The index of the block it stands in.
    pub block: u32,
    /// What is said.
    pub when: When,
}

/// What was spotted in a draft.
#[derive(Clone, Debug, Default)]
pub struct Spotted {
    /// The signals, sorted by place.
    pub signals: Vec<Signal>,
    /// Relative days, if the register has days among its facts.
    pub days: Vec<DayMention>,
    /// Which conditions of rules may hold, and where.
    pub possible: Vec<Possible>,
    /// Why the draft could not be searched whole, if so.
    pub unchecked: Option<&'static str>,
    /// Why each name stands or nearly stands there, sorted by place; empty unless [`Scratch::asking`].
    pub whys: Vec<Why>,
}

/// Buffers that a thread reuses from draft to draft.
#[derive(Default)]
pub struct Scratch {
    /// The words of the stretch at hand.
    words: Vec<Word>,
    /// What names need.
    names: names::Scratch,
    /// What facts need.
    facts: facts::Scratch,
    /// What identifiers need.
    identifiers: identifiers::Scratch,
    /// What phrases need.
    phrases: phrases::Scratch,
    /// What weights need.
    weights: weights::Scratch,
    /// The sentences of the draft at hand.
    sentences: sentences::Sentences,
    /// Which of them are plain.
    plain: plain::Plain,
}

impl Scratch {
    /// Buffers of a run that asks why: [`Spotted::whys`] is filled.
    pub fn asking() -> Self {
        let mut scratch = Self::default();
        scratch.names.asked = true;
        scratch
    }
}

/// Finds every signal of a draft, whatever kind it is judged as.
pub fn spot(draft: &Draft, engine: &Engine, scratch: &mut Scratch) -> Spotted {
    let packs = engine.packs(None, length(draft, Kind::Post, engine));
    spot_with(draft, engine, &packs, scratch)
}

/// Finds every signal of a draft that is judged as `kind`: what only rules for other kinds need is not looked for.
pub fn spot_as(draft: &Draft, kind: Kind, engine: &Engine, scratch: &mut Scratch) -> Spotted {
    let packs = engine.packs(Some(kind), length(draft, kind, engine));
    spot_with(draft, engine, &packs, scratch)
}

/// How long a draft is, where packs ask for it.
fn length(draft: &Draft, kind: Kind, engine: &Engine) -> Length {
    if engine.rules.rules.is_empty() { Length::Short } else { length_of(draft, kind) }
}

/// How long a draft is that is judged as `kind`. A page in pieces is no short text: its labels add up to nothing.
fn length_of(draft: &Draft, kind: Kind) -> Length {
    let pieces = || matches!(kind, Kind::Page | Kind::Document) && draft.is_in_pieces();
    match Length::of(draft.words_of_prose(Length::COUNTED)) {
        Length::Short if pieces() => Length::Long,
        length => length,
    }
}

/// What of the packs is looked for in a draft.
struct Packs<'e> {
    /// Phrases and regexes.
    phrases: &'e PhraseIndex,
    /// What words add up to.
    weights: Option<&'e weights::WeightIndex>,
    /// As what the draft is judged.
    kind: Kind,
    /// How long it is.
    length: Length,
}

/// Has identifiers begin with the bracket that their end closes.
fn open_brackets(draft: &Draft, signals: &mut [Signal]) {
    for signal in signals.iter_mut().filter(|signal| signal.label == Label::Identifier) {
        let from = draft.blocks.get(signal.block as usize).map_or(0, |block| block.text.start);
        signal.span = brackets::opened(&draft.text, from, signal.span);
    }
}

/// Finds the signals of a draft.
fn spot_with(draft: &Draft, engine: &Engine, packs: &Packs<'_>, scratch: &mut Scratch) -> Spotted {
    let (index, length) = (packs.phrases, packs.length);
    let mut mentions = Vec::new();
    let mut spotted = Spotted::default();
    let Scratch { words, names, facts, identifiers, phrases, weights: sums, sentences, plain } = scratch;
    names.overflow = false;
    phrases.clear();
    sentences.begin(draft);
    plain.clear(draft.blocks.len());
    let mut case = packs.weights.and_then(|weights| Some((weights, weights.begin(draft, packs.kind, length, sums)?)));
    let encoded = memchr::memchr(b'%', draft.text.as_bytes()).is_some();
    for numbered in draft.numbered_blocks() {
        let block = numbered.block;
        index.note_literals(&draft.text, numbered, phrases);
        let mut stretches = 0;
        names::stretches(&draft.text, block.text, words, &mut |stretch| {
            stretches += 1;
            engine.names.find(&draft.text, numbered, stretch, names, &mut mentions);
            if !engine.identifiers.is_empty() {
                engine.identifiers.find(&draft.text, numbered, stretch, identifiers, &mut spotted.signals);
            }
            if !engine.facts.is_empty() && block.role.is_prose() {
                engine.facts.find(&draft.text, numbered, stretch, facts);
            }
            index.note(&draft.text, numbered, stretch, packs.weights, phrases);
        });
        if let Some((weights, case)) = &case {
            let counted = weights::Counted { words, known: &phrases.known, pairs: &phrases.points };
            let whole = stretches == 1 && phrases.known.len() == words.len() && weights.fits();
            weights.note(case, numbered.number, whole.then_some(counted), sentences, sums);
        }
        if encoded {
            engine.names.find_encoded(&draft.text, numbered, names, &mut mentions);
        }
    }
    open_brackets(draft, &mut spotted.signals);
    if names.overflow {
        spotted.unchecked = Some("a word of it stands in too many names of the register to try them all");
    }
    if !mentions.is_empty() {
        let whys = names.asked.then_some(&mut spotted.whys);
        let mut found = names::Found { signals: &mut spotted.signals, whys };
        engine.names.resolve(draft, &engine.register, mentions, &mut found);
        spotted.whys.sort_unstable();
        spotted.whys.dedup();
    }
    engine.facts.resolve(&mut facts.hits, &mut spotted.signals);
    spotted.days.append(&mut facts.days);
    let Spotted { signals, possible, .. } = &mut spotted;
    if let Some((weights, case)) = &mut case {
        weights.tell_plain(case, sums, plain);
    }
    let asked = Asked { draft, length, plain, rules: &engine.rules };
    index.find(asked, sentences, phrases, signals, possible);
    if let Some((weights, case)) = case {
        weights.find(case, sentences, sums, signals, possible);
    }
    notes::find(draft, &engine.rules, &mut spotted.signals, &mut spotted.possible);
    spotted.signals.sort_by_key(|s| (s.span, s.label, s.subject, std::cmp::Reverse(s.strength)));
    spotted.signals.dedup_by_key(|s| (s.span, s.label, s.subject));
    spotted
}
