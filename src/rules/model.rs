//! Owns the packs as the stages see them: names resolved to numbers, phrases parsed, regexes compiled. Does not read YAML
//! (`load`). `spot` compiles the signals, `judge` evaluates the rules, `cli` lists and explains them.

use super::phrase::Phrase;
use super::rule::Rule;

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
    /// Compiled. A group named `at` narrows the match.
    pub regex: regex::Regex,
    /// Lower-case ASCII literals of which every match holds at least one; empty: there is none.
    pub literals: Vec<String>,
}

/// Signals that the engine provides: grammar, written `<we>`, and mentions of the register, written `@client`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fixed {
    /// The writer, or the firm: I, my, we, our, this firm.
    We,
    /// The reader: you, your.
    You,
    /// One definite person, not the writer or reader: he, her, this reviewer, Denise, Mr Ito.
    Someone,
    /// One definite client: my client, a client of ours, the client.
    Client,
    /// A verb in the past: settled, was, has told.
    Past,
    /// A request: call us, you should sign.
    Imperative,
    /// A question.
    Question,
    /// A word that negates: not, never, can't, without.
    Negation,
    /// What stands between quotation marks.
    Quotation,
    /// A supposition: imagine, suppose, if.
    Hypothetical,
    /// A general statement: plural or modal, with a statute, without anybody definite.
    Generic,
    /// A number.
    Number,
    /// A mention of any kind, strong or better.
    Register,
    /// A client is named.
    ClientName,
    /// A person of a client is named.
    Person,
    /// A matter is named.
    Matter,
    /// An adverse party is named.
    Adverse,
    /// A fact of a matter stands there.
    Fact,
    /// An identifier of a client stands there.
    Identifier,
    /// As [`Fixed::Register`], medium ones too.
    MaybeRegister,
    /// As [`Fixed::ClientName`], medium ones too.
    MaybeClient,
    /// As [`Fixed::Person`], medium ones too.
    MaybePerson,
    /// As [`Fixed::Matter`], medium ones too.
    MaybeMatter,
    /// As [`Fixed::Adverse`], medium ones too.
    MaybeAdverse,
    /// As [`Fixed::Fact`], medium ones too.
    MaybeFact,
    /// As [`Fixed::Identifier`], medium ones too.
    MaybeIdentifier,
}

impl Fixed {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 26] = [
        Self::We,
        Self::You,
        Self::Someone,
        Self::Client,
        Self::Past,
        Self::Imperative,
        Self::Question,
        Self::Negation,
        Self::Quotation,
        Self::Hypothetical,
        Self::Generic,
        Self::Number,
        Self::Register,
        Self::ClientName,
        Self::Person,
        Self::Matter,
        Self::Adverse,
        Self::Fact,
        Self::Identifier,
        Self::MaybeRegister,
        Self::MaybeClient,
        Self::MaybePerson,
        Self::MaybeMatter,
        Self::MaybeAdverse,
        Self::MaybeFact,
        Self::MaybeIdentifier,
    ];

    /// Its number.
    pub const fn id(self) -> SignalId {
        SignalId(self as u32)
    }

    /// Its name in packs.
    pub fn name(self) -> String {
        let word = match self {
            Self::We => "<we>",
            Self::You => "<you>",
            Self::Someone => "<someone>",
            Self::Client => "<client>",
            Self::Past => "<past>",
            Self::Imperative => "<imperative>",
            Self::Question => "<question>",
            Self::Negation => "<negation>",
            Self::Quotation => "<quotation>",
            Self::Hypothetical => "<hypothetical>",
            Self::Generic => "<generic>",
            Self::Number => "<number>",
            Self::Register => "@register",
            Self::ClientName => "@client",
            Self::Person => "@person",
            Self::Matter => "@matter",
            Self::Adverse => "@adverse",
            Self::Fact => "@fact",
            Self::Identifier => "@identifier",
            Self::MaybeRegister => "@register?",
            Self::MaybeClient => "@client?",
            Self::MaybePerson => "@person?",
            Self::MaybeMatter => "@matter?",
            Self::MaybeAdverse => "@adverse?",
            Self::MaybeFact => "@fact?",
            Self::MaybeIdentifier => "@identifier?",
        };
        word.to_owned()
    }

    /// Whether it is grammar, found on demand in the text itself.
    pub const fn is_grammar(self) -> bool {
        (self as u32) < Self::Register as u32
    }

    /// Words of which one stands in every occurrence, where that is so: what spares looking for it elsewhere.
    pub const fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::We => "i me my mine myself we us our ours ourselves firm office practice chambers team department",
            Self::You => "you your yours yourself yourselves y'all ur",
            Self::Client => "client clients",
            Self::Negation => {
                "not never no none nothing nobody neither nor without cannot hardly don doesn didn can won wouldn couldn \
                 shouldn isn aren wasn weren haven hasn hadn mustn needn ain shan dont doesnt didnt cant wouldnt couldnt \
                 shouldnt isnt arent wasnt werent havent hasnt hadnt unable decline declines declined refuse refuses \
                 refused fail fails failed avoid refrain refrains forbidden"
            }
            Self::Hypothetical => {
                "imagine imagining suppose supposing hypothetical hypothetically hypotheticals fictional fictitious \
                 invented composite pretend let lets what picture made say if unless whether"
            }
            _ => return None,
        })
    }

    /// How far it reaches where it serves as a frame; none: it is no frame.
    pub const fn extent(self) -> Option<Extent> {
        match self {
            Self::Negation | Self::Imperative => Some(Extent::Clause),
            Self::Question | Self::Hypothetical | Self::Generic => Some(Extent::Sentence),
            Self::Quotation => Some(Extent::Span),
            _ => None,
        }
    }
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
