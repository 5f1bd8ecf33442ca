//! Owns rules as the stages see them: when they hold, how bad that is, what is said, and their examples. `judge` asks
//! them, `cli` lists and explains them; the signals they speak of are in `model`.

use super::model::{Frame, SignalId};
use crate::policy::{Channel, Kind, Severity};

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

    /// Whether it holds by words that add up.
    pub fn is_weighed(&self) -> bool {
        self.when.iter().any(|condition| condition.weighed)
    }

    /// Whether it holds by words that add up and by nothing else: then no wording can be told that it forbids.
    pub fn is_only_weighed(&self) -> bool {
        !self.when.is_empty() && self.when.iter().all(|condition| condition.weighed)
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

/// How long a draft is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Length {
    /// Up to 150 words of prose, comments not counted: a post or a reply, where one paragraph is often all there is.
    #[default]
    Short,
    /// More: weak signs add up in it by chance.
    Long,
}

impl Length {
    /// The words in packs.
    pub const WORDS: [(&'static str, Self); 2] = [("short", Self::Short), ("long", Self::Long)];
    /// Most words of prose in a short draft.
    const MOST_WORDS: usize = 150;
    /// So many words need to be counted.
    pub const COUNTED: usize = Self::MOST_WORDS + 1;

    /// How long a draft of so many words of prose is.
    pub const fn of(words: usize) -> Self {
        if words > Self::MOST_WORDS { Self::Long } else { Self::Short }
    }

    /// As written in packs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
        }
    }
}

/// A condition of a rule. Every signal counts once in a scope.
#[derive(Clone, Debug)]
pub struct Condition {
    /// How far it looks.
    pub scope: Scope,
    /// In drafts of which length it holds; none: all.
    pub drafts: Option<Length>,
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
    /// Whether its signals are those of many words, see [`Weights`](super::weights::Weights): then all are.
    pub weighed: bool,
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
    /// 1-based line in the pack; 0 where lines were not asked for.
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
