//! Owns the packs as the stages see them: names resolved to numbers, phrases parsed, regexes compiled. Does not read YAML
//! (`load`). `spot` compiles the signals, `judge` evaluates the rules, `cli` lists and explains them.

use super::classes::Classes;
use super::fixed::Fixed;
use super::phrase::Phrase;
use super::rule::{Rule, Scope};
use super::weights::{Share, Weights};

/// All packs of a run. The first signals are the [`Fixed`] ones, always the same.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The packs, in the order of loading.
    pub packs: Vec<Pack>,
    /// The signals, by [`SignalId`].
    pub signals: Vec<SignalDef>,
    /// The signals in an order in which each stands after those that it needs.
    pub order: Vec<SignalId>,
    /// Classes of words that signals with weights may name.
    pub classes: Classes,
    /// The rules that run, sorted by id.
    pub rules: Vec<Rule>,
    /// The rules of packs that are switched off, sorted by id. Nothing looks for them; they can be read about.
    pub off: Vec<Rule>,
}

impl Default for RuleSet {
    /// No packs.
    fn default() -> Self {
        let signals = Fixed::ALL.iter().map(|fixed| SignalDef::fixed(*fixed)).collect();
        let order = Fixed::ALL.iter().map(|fixed| fixed.id()).collect();
        Self { packs: Vec::new(), signals, order, classes: Classes::default(), rules: Vec::new(), off: Vec::new() }
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

    /// Every rule, running or switched off, sorted by id.
    pub fn every_rule(&self) -> Vec<&Rule> {
        let mut all: Vec<&Rule> = self.rules.iter().chain(&self.off).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The pack of a rule.
    pub fn pack(&self, rule: &Rule) -> Option<&Pack> {
        self.packs.get(rule.pack)
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
    /// Whether its rules run: not where it says `default: off` and nobody switched it on.
    pub on: bool,
    /// Whether it runs without being asked for: what its `default:` says.
    pub default: bool,
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
    /// Whether words add up to it: then it is counted apart from phrases and regexes.
    pub const fn is_weighed(&self) -> bool {
        matches!(self.finder, Finder::Weights(_) | Finder::Share(_))
    }

    /// Whether it is a note of a reader.
    pub fn is_note(&self) -> bool {
        matches!(self.finder, Finder::Fixed(fixed) if fixed.is_note())
    }

    /// How far it reaches as a frame, if it is one. What a sentence's words add up to says how the sentence is meant.
    pub fn reach(&self) -> Option<Extent> {
        let share = matches!(self.finder, Finder::Share(Share { scope: Scope::Sentence, .. }));
        self.extent.or(share.then_some(Extent::Sentence))
    }

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
    /// Many words that add up.
    Weights(Weights),
    /// The words of another such signal, counted otherwise.
    Share(Share),
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
    pub(super) regex: std::sync::Arc<std::sync::OnceLock<Option<regex::Regex>>>,
    /// Lower-case ASCII literals of which every match holds at least one; empty: there is none.
    pub literals: Vec<String>,
    /// Every match holds one text of each of these lists: words in lower case, a blank for what parts words, `|` for an
    /// edge of a word, `#` for a digit, `@` for a letter, `*` for anything.
    pub texts: Vec<Vec<String>>,
    /// Every match holds so many ASCII digits in a row.
    pub digits: usize,
    /// Every match holds so many ASCII digits with at most one other character between two of them.
    pub stretch: usize,
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
    /// A UK NHS number.
    Nhs,
    /// A Canadian social insurance number.
    Sin,
    /// An Australian tax file number.
    Tfn,
    /// An Australian Medicare number.
    Medicare,
    /// A German tax identification number.
    SteuerId,
    /// A French social security number.
    Nir,
    /// A Spanish identity number, of citizens or of foreigners.
    Dni,
    /// An Italian tax code.
    CodiceFiscale,
    /// A Dutch citizen service number.
    Bsn,
    /// An Indian Aadhaar number.
    Aadhaar,
    /// An Indian permanent account number.
    Pan,
    /// An international bank account number with the right check digits.
    Iban,
    /// A telephone number: 7 to 15 digits.
    Phone,
    /// A day that is in the calendar.
    Date,
}

impl Validator {
    /// The words in packs.
    pub const WORDS: [(&'static str, Self); 17] = [
        ("luhn", Self::Luhn),
        ("ssn", Self::Ssn),
        ("nino", Self::Nino),
        ("nhs", Self::Nhs),
        ("sin", Self::Sin),
        ("tfn", Self::Tfn),
        ("medicare", Self::Medicare),
        ("steuer-id", Self::SteuerId),
        ("nir", Self::Nir),
        ("dni", Self::Dni),
        ("codice-fiscale", Self::CodiceFiscale),
        ("bsn", Self::Bsn),
        ("aadhaar", Self::Aadhaar),
        ("pan", Self::Pan),
        ("iban", Self::Iban),
        ("phone", Self::Phone),
        ("date", Self::Date),
    ];
}
