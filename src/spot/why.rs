//! Owns the codes that say why a mention was found or nearly found: the kind of written form, and what decided. Filled by
//! `names` only where a run asks for them; the words stand here in one table.

use super::{Label, Strength, Subject};
use crate::text::Span;

/// How a name is written at a place, against its registered form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Written {
    /// As registered, up to case, marks and legal form.
    Whole,
    /// An abbreviation, or a number in the other notation.
    Spelling,
    /// Its words joined.
    Joined,
    /// Inside a longer word.
    Inside,
    /// Surname first.
    LastFirst,
    /// Middle names or initials more or fewer.
    MiddleNames,
    /// Initials and surname.
    Initials,
    /// A short form of the given name.
    Nickname,
    /// A title and the surname.
    TitleSurname,
    /// The surname after `client`.
    ClientSurname,
    /// The family: the surname in the plural, or before `family`.
    Family,
    /// The first word of a company.
    FirstWord,
    /// A short form that the register derives.
    Short,
    /// An acronym that the draft defines.
    Acronym,
    /// One slip of the pen.
    Typo,
    /// Letters masked.
    Masked,
    /// Digits for letters.
    Digits,
    /// Written over into another script.
    OtherScript,
    /// With the ending of another case.
    Inflected,
    /// An identifier in one of its notations.
    Identifier,
    /// A fact of a matter, in words of its own.
    Fact,
}

impl Written {
    /// What it says, for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "the registered name",
            Self::Spelling => "another spelling of the name",
            Self::Joined => "the words of the name joined",
            Self::Inside => "the name inside a longer word",
            Self::LastFirst => "surname before given name",
            Self::MiddleNames => "the name with middle names added or left out",
            Self::Initials => "initials and surname",
            Self::Nickname => "a short form of the given name with the surname",
            Self::TitleSurname => "title and surname",
            Self::ClientSurname => "the surname beside «client»",
            Self::Family => "the family's name",
            Self::FirstWord => "the company's first word",
            Self::Short => "a shortened form",
            Self::Acronym => "an acronym that the draft defines",
            Self::Typo => "the name with one slip",
            Self::Masked => "the name with letters masked",
            Self::Digits => "the name with digits for letters",
            Self::OtherScript => "the name in another script",
            Self::Inflected => "the name with another ending",
            Self::Identifier => "an identifier",
            Self::Fact => "a fact of the matter",
        }
    }

    /// How sure such a form is at most.
    pub const fn strength(self) -> Strength {
        match self {
            Self::Whole => Strength::Exact,
            Self::Spelling | Self::Joined | Self::Inside | Self::LastFirst | Self::MiddleNames | Self::Initials => {
                Strength::Strong
            }
            Self::Masked | Self::Digits | Self::OtherScript => Strength::Weak,
            _ => Strength::Medium,
        }
    }

    /// Whether part of the name is missing: `whole_name_only` refuses it.
    pub const fn is_short(self) -> bool {
        matches!(
            self,
            Self::Initials
                | Self::TitleSurname
                | Self::ClientSurname
                | Self::Family
                | Self::FirstWord
                | Self::Short
                | Self::Acronym
        )
    }

    /// Whether `match.fuzzy` raises it.
    pub const fn is_slip(self) -> bool {
        matches!(self, Self::Typo | Self::Masked | Self::Digits | Self::OtherScript)
    }
}

/// What in the original text decided for or against a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Reason {
    /// The name is distinctive: nothing else is needed.
    Distinctive,
    /// Written with capitals where nothing else asks for them.
    Capitals,
    /// A legal form follows.
    LegalForm,
    /// `client` or a word of acting for somebody stands before.
    ClientWord,
    /// A title stands before.
    Title,
    /// Project or Operation stands before.
    CodeWord,
    /// A possessive with a word of companies follows.
    CorporateNoun,
    /// A sign of networks stands before.
    Sign,
    /// It opens a sentence: its capital says nothing.
    SentenceStart,
    /// It stands before a colon, like a label.
    Label,
    /// The line is a title: its capitals say little.
    TitleLine,
    /// The line is in capitals.
    CapsLine,
    /// It stands in an address, a path or code, where ordinary words say nothing.
    OrdinaryToken,
    /// It is written small.
    SmallLetters,
    /// A neighbour makes another name of it.
    OtherName,
    /// Another given name, initial or surname makes another person of it.
    OtherPerson,
    /// It cites a publication.
    Citation,
    /// No word of the context that the register asks for stands in the group.
    NoContext,
    /// Not written with the capitals that the register asks for.
    OtherCase,
    /// The register takes the whole name only.
    NotWhole,
    /// A phrase that the register allows contains it.
    Allowed,
    /// Letters and digits agree, whatever parts them.
    Agrees,
    /// The words of a fact, or words of the same meaning, stand near one another.
    Near,
}

impl Reason {
    /// What it says, for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Distinctive => "the name is distinctive",
            Self::Capitals => "it is written with capitals where ordinary words are not",
            Self::LegalForm => "a legal form follows it",
            Self::ClientWord => "a word of acting for somebody stands before it",
            Self::Title => "a title stands before it",
            Self::CodeWord => "«Project» or the like stands before it",
            Self::CorporateNoun => "a word of companies follows it",
            Self::Sign => "it is a hashtag or a handle",
            Self::SentenceStart => "its capital only opens a sentence",
            Self::Label => "it is a label before a colon",
            Self::TitleLine => "the whole line is in title case",
            Self::CapsLine => "the whole line is in capitals",
            Self::OrdinaryToken => "ordinary words in an address, a path or code say nothing",
            Self::SmallLetters => "it is written with small letters",
            Self::OtherName => "a neighbouring word makes another name of it",
            Self::OtherPerson => "a neighbouring name makes another person of it",
            Self::Citation => "it cites a publication",
            Self::NoContext => "none of the register's context words stands near",
            Self::OtherCase => "the register asks for other capitals",
            Self::NotWhole => "the register takes the whole name only",
            Self::Allowed => "a phrase that the register allows contains it",
            Self::Agrees => "its letters and digits agree",
            Self::Near => "its value, or words that mean the same, stand together",
        }
    }
}

/// Why a name was found at a place, or what was lacking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Why {
    /// Where, in the draft's text.
    pub span: Span,
    /// What is named.
    pub label: Label,
    /// Whose it is.
    pub subject: Subject,
    /// How it is written.
    pub written: Written,
    /// What decided.
    pub reason: Reason,
    /// Whether it became a signal.
    pub found: bool,
}
