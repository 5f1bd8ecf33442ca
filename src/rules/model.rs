//! Owns the packs as the stages see them: names resolved to numbers, phrases parsed, regexes compiled. Does not read YAML
//! (`load`). `spot` compiles the signals, `judge` evaluates the rules, `cli` lists and explains them.

use super::fixed::Fixed;
use super::phrase::Phrase;
use crate::policy::{Channel, Kind, Severity};

/// All packs of a run. The first signals are the [`Fixed`] ones, always the same.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The packs, in the order of loading.
    pub packs: Vec<Pack>,
    /// The signals, by [`SignalId`].
    pub signals: Vec<SignalDef>,
    /// The signals in an order in which each stands after those that it needs.
    pub order: Vec<SignalId>,
    /// The rules, sorted by id.
    pub rules: Vec<Rule>,
}

impl Default for RuleSet {
    /// No packs.
    fn default() -> Self {
        let signals = Fixed::ALL.iter().map(|fixed| SignalDef::fixed(*fixed)).collect();
        let order = Fixed::ALL.iter().map(|fixed| fixed.id()).collect();
        Self { packs: Vec::new(), signals, order, rules: Vec::new() }
    }
}

impl RuleSet {
    /// The signal with this number.
    pub fn signal(&self, id: SignalId) -> Option<&SignalDef> {
        self.signals.get(id.index())
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// The number of a signal in [`RuleSet::signals`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SignalId(pub u32);

impl SignalId {
    /// For indexing.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A pack.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Its name: `review-replies`.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// The file it was read from, as shown to the user.
    pub file: String,
    /// Whether it comes with the program.
    pub builtin: bool,
}

/// A signal that packs define, or one of the fixed ones.
#[derive(Clone, Debug)]
pub struct SignalDef {
    /// The full name: `common.money`, `<we>`, `@client`.
    pub name: String,
    /// What a label beside a finding calls it: `money`, `your case`.
    pub label: String,
    /// What finds it.
    pub finder: Finder,
    /// Frames whose insides don't count.
    pub outside: Vec<SignalId>,
    /// How far it reaches as a frame.
    pub extent: Option<Extent>,
}

impl SignalDef {
    /// One that the engine provides.
    fn fixed(fixed: Fixed) -> Self {
        let name = fixed.name();
        let label = name.trim_matches(['<', '>', '@', '?']).to_owned();
        Self { name, label, finder: Finder::Fixed(fixed), outside: Vec::new(), extent: fixed.extent() }
    }
}

/// What finds a signal.
#[derive(Clone, Debug)]
pub enum Finder {
    /// The engine's own grammar, or the register.
    Fixed(Fixed),
    /// A pack's wordings.
    Wording {
        /// Phrases.
        phrases: Vec<Phrase>,
        /// Regexes.
        patterns: Vec<Pattern>,
        /// What a match of a regex must pass besides.
        validator: Option<Validator>,
    },
}

/// A compiled regex.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written in the pack.
    pub written: String,
    /// What `written` means, ready to be compiled: classes held to ASCII.
    pub(super) plain: String,
    /// Whether upper and lower case differ.
    pub(super) exact_case: bool,
    /// Compiled when it is first asked for, since most runs need few.
    pub(super) regex: std::sync::OnceLock<Option<regex::Regex>>,
    /// Lower-case ASCII literals of which every match holds at least one; empty: there is none.
    pub literals: Vec<String>,
}

/// How far a frame reaches: what stands inside doesn't count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Its own span.
    Span,
    /// The clause it stands in.
    Clause,
    /// The quotation it stands in; its own span where it stands in none.
    Quote,
    /// The sentence.
    Sentence,
    /// The group.
    Group,
}

impl Extent {
    /// The words in packs.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("span", Self::Span),
        ("clause", Self::Clause),
        ("quote", Self::Quote),
        ("sentence", Self::Sentence),
        ("group", Self::Group),
    ];
}

/// A frame as a rule or signal refers to it.
pub type Frame = SignalId;

/// What a regex's match must pass besides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validator {
    /// The check digit of payment cards.
    Luhn,
    /// A US social security number that can have been issued.
    Ssn,
    /// A UK national insurance number.
    Nino,
    /// An international bank account number with the right check digits.
    Iban,
    /// A telephone number: 7 to 15 digits.
    Phone,
    /// A day that is in the calendar.
    Date,
}

impl Validator {
    /// The words in packs.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("luhn", Self::Luhn),
        ("ssn", Self::Ssn),
        ("nino", Self::Nino),
        ("iban", Self::Iban),
        ("phone", Self::Phone),
        ("date", Self::Date),
    ];
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `case-facts/reply`.
    pub id: String,
    /// Index of its pack.
    pub pack: usize,
    /// How bad, by kind of draft.
    pub severity: SeverityBy,
    /// The kinds of draft it is for; none: all.
    pub kinds: Vec<Kind>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Words that are safe instead.
    pub rewrite: Option<String>,
    /// Who says so.
    pub authorities: Vec<String>,
    /// Where it holds; none: everywhere.
    pub jurisdictions: Vec<String>,
    /// Where it does not.
    pub except: Vec<String>,
    /// It holds if one of these does.
    pub when: Vec<Condition>,
    /// Frames whose insides don't count.
    pub outside: Vec<Frame>,
    /// Texts that it must flag.
    pub flags: Vec<Example>,
    /// Texts that it must pass.
    pub passes: Vec<Example>,
}

impl Rule {
    /// The first part of its id.
    pub fn category(&self) -> &str {
        self.id.split_once('/').map_or(self.id.as_str(), |(category, _)| category)
    }

    /// Whether it is for drafts of this kind.
    pub fn is_for(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// A severity for each kind of draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeverityBy(pub [Severity; Kind::ALL.len()]);

impl SeverityBy {
    /// The severity in a draft of this kind.
    pub fn of(&self, kind: Kind) -> Severity {
        self.0.get(kind as usize).copied().unwrap_or(Severity::Off)
    }

    /// The worst of all kinds.
    pub fn worst(&self) -> Severity {
        self.0.into_iter().max().unwrap_or(Severity::Off)
    }
}

/// How far a condition looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// One sentence.
    Sentence,
    /// What is read together.
    Group,
    /// The whole draft but comments, URLs and paths.
    Draft,
}

impl Scope {
    /// The words in packs.
    pub const WORDS: [(&'static str, Self); 3] =
        [("sentence", Self::Sentence), ("group", Self::Group), ("draft", Self::Draft)];
}

/// A condition of a rule. Every signal counts once in a scope.
#[derive(Clone, Debug)]
pub struct Condition {
    /// How far it looks.
    pub scope: Scope,
    /// All of these.
    pub all: Vec<SignalId>,
    /// And one of these, if there are any.
    pub any: Vec<SignalId>,
    /// And none of these in the whole scope.
    pub none: Vec<SignalId>,
    /// And points for each of these.
    pub score: Vec<(SignalId, i32)>,
    /// At least so many points.
    pub at_least: i32,
}

/// A text that proves a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The draft.
    pub text: String,
    /// As what it is judged; none: the first kind of the rule, or post.
    pub kind: Option<Kind>,
    /// The ending of the file it stands for; none: `txt`.
    pub format: Option<String>,
    /// Where it is published.
    pub channel: Option<Channel>,
    /// 1-based line in the pack.
    pub line: u32,
}

/// The categories that a rule's id may begin with.
#[derive(Clone, Copy, Debug)]
pub struct Category;

impl Category {
    /// The sixteen of professional ethics, then those of things left behind and of the gate itself.
    pub const ALL: [&'static str; 20] = [
        "client-confirmation",
        "case-facts",
        "outcome-amount",
        "privileged-communication",
        "strategy",
        "criminal-history",
        "sensitive-personal",
        "indirect-identification",
        "direct-identifier",
        "disparagement",
        "individual-advice",
        "guarantee-misleading",
        "unsafe-channel",
        "conflict-prospective",
        "realtime-location",
        "trial-publicity",
        "leftover",
        "metadata",
        "recipients",
        "house",
    ];
}
