//! Owns the signals that the engine provides for packs: their names, how far they reach as frames, and the words that they
//! cannot do without. `spot::grammar` finds those of grammar, the register's index its mentions; the rest are notes of
//! readers.

use super::model::{Extent, SignalId};

/// Signals that the engine provides: grammar, written `<we>`, mentions of the register, written `@client`, and what readers
/// note, written `<gps>`.
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
    /// A reader's note: a name in the properties of a document.
    Author,
    /// A reader's note: the name of an account in a network.
    Account,
    /// A reader's note: where a picture was taken or a post written.
    Gps,
    /// A reader's note: a place that may be that or something else.
    Place,
    /// A reader's note: a link that points at coordinates on a map.
    MapLink,
    /// A reader's note: a path into a private machine or a store of documents.
    PrivatePath,
    /// A reader's note: the internet address that a mail was sent from.
    Connection,
    /// A reader's note: a tracked change.
    TrackedChange,
}

impl Fixed {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 34] = [
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
        Self::Author,
        Self::Account,
        Self::Gps,
        Self::Place,
        Self::MapLink,
        Self::PrivatePath,
        Self::Connection,
        Self::TrackedChange,
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
            Self::Author => "<author>",
            Self::Account => "<account>",
            Self::Gps => "<gps>",
            Self::Place => "<place>",
            Self::MapLink => "<map-link>",
            Self::PrivatePath => "<private-path>",
            Self::Connection => "<connection>",
            Self::TrackedChange => "<tracked-change>",
        };
        word.to_owned()
    }

    /// Whether it is grammar, found on demand in the text itself.
    pub const fn is_grammar(self) -> bool {
        (self as u32) < Self::Register as u32
    }

    /// Whether a reader notes it: it is nothing that a phrase could be made of.
    pub const fn is_note(self) -> bool {
        self as u32 >= Self::Author as u32
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
            Self::Number => {
                "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
                 eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion \
                 dozen half grand"
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
            _ if self.is_note() => Some(Extent::Span),
            _ => None,
        }
    }
}
