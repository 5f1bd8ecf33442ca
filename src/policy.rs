//! Layer 1: what configuration means to the stages.
//!
//! Owns severities, kinds of draft, channels and the switches that a run obeys. Does not read any file: `config` and
//! `cli` build a [`Policy`], `judge` and `run` ask it.

use std::fmt;
use std::str::FromStr;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Not reported.
    Off,
    /// Worth a look.
    Advice,
    /// Should not be published as it is.
    Warning,
    /// Must not be published.
    Error,
}

impl Severity {
    /// The word in packs, configuration and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Off, Self::Advice, Self::Warning, Self::Error].into_iter().find(|s| s.as_str() == word).ok_or(())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What sort of draft it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Kind {
    /// A post on a network.
    #[default]
    Post,
    /// An answer to a review or a comment.
    Reply,
    /// A page of a site.
    Page,
    /// A mail or newsletter.
    Email,
    /// A document.
    Document,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Post, Self::Reply, Self::Page, Self::Email, Self::Document];

    /// The word in packs, configuration and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Reply => "reply",
            Self::Page => "page",
            Self::Email => "email",
            Self::Document => "document",
        }
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|k| k.as_str() == word).ok_or(())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a draft is published, as a slug: `linkedin`, `website`, `google-reviews`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Channel(String);

impl Channel {
    /// The slug of a channel's name: lower case, words joined by hyphens, well-known other names mapped (twitter = x).
    pub fn new(name: &str) -> Self {
        let mut slug = String::new();
        for c in name.trim().chars() {
            if c.is_alphanumeric() {
                slug.extend(c.to_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        let known = match slug {
            "twitter" | "x-com" | "x-twitter" => "x",
            "fb" | "meta" => "facebook",
            "ig" | "insta" => "instagram",
            "li" | "linked-in" => "linkedin",
            "web" | "site" | "blog" | "homepage" => "website",
            "google" | "gbp" | "google-business" | "google-business-profile" | "google-maps" => "google-reviews",
            "newsletter" | "mail" | "e-mail" => "email",
            "yt" => "youtube",
            other => other,
        };
        Self(known.to_owned())
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The switches of a run that stages obey.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Where the firm practises: `us`, `us-va`, `uk`. None: every rule holds.
    pub jurisdictions: Vec<String>,
    /// Severities by rule id or prefix (`case-facts`), the last that fits decides.
    pub severities: Vec<(String, Severity)>,
}

impl Policy {
    /// The severity that `rule` has here, `default` where no switch names it or a prefix of it.
    pub fn severity(&self, rule: &str, default: Severity) -> Severity {
        let fits = |key: &str| {
            rule == key || rule.strip_prefix(key).is_some_and(|rest| rest.starts_with('/') || key.ends_with('/'))
        };
        self.severities.iter().rev().find(|(key, _)| fits(key)).map_or(default, |(_, severity)| *severity)
    }

    /// Whether a rule for `only` (none: everywhere) but not for `except` holds in one of the run's jurisdictions.
    /// `us` holds in `us-va`; a finer one does not hold in the wider.
    pub fn holds(&self, only: &[String], except: &[String]) -> bool {
        let within = |here: &str, there: &str| {
            here == there || here.strip_prefix(there).is_some_and(|rest| rest.starts_with('-'))
        };
        if self.jurisdictions.is_empty() {
            return true;
        }
        self.jurisdictions.iter().any(|here| {
            (only.is_empty() || only.iter().any(|there| within(here, there)))
                && !except.iter().any(|there| within(here, there))
        })
    }
}
