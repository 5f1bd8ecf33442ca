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

/// What configuration says of a rule, or of all rules that begin so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    /// It has this severity; `off` switches it off.
    Level(Severity),
    /// It is on, with the severity that was said before, or its own.
    On,
}

/// The switches of a run that stages obey.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Where the firm practises: `us`, `us-va`, `uk`. None: every rule holds.
    pub jurisdictions: Vec<String>,
    /// Settings by rule id or prefix (`case-facts`), read in this order.
    pub settings: Vec<(String, Setting)>,
}

impl Policy {
    /// The severity that `rule` has here, `default` where nothing is said of it or of a prefix of it.
    pub fn severity(&self, rule: &str, default: Severity) -> Severity {
        let (mut level, mut on) = (default, true);
        for (_, setting) in self.settings.iter().filter(|(key, _)| is_within(rule, key)) {
            match setting {
                Setting::Level(Severity::Off) => on = false,
                Setting::Level(severity) => (level, on) = (*severity, true),
                Setting::On => on = true,
            }
        }
        if on { level } else { Severity::Off }
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

/// Whether a rule's id is `key` or begins with its parts.
pub fn is_within(rule: &str, key: &str) -> bool {
    rule == key || rule.strip_prefix(key).is_some_and(|rest| rest.starts_with('/') || key.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_setting_that_fits_decides_and_on_keeps_the_level() {
        use Setting::{Level, On};
        let policy = |settings: &[(&str, Setting)]| Policy {
            settings: settings.iter().map(|(key, setting)| ((*key).to_owned(), *setting)).collect(),
            ..Policy::default()
        };
        let severity = |settings: &[(&str, Setting)]| policy(settings).severity("case-facts/reply", Severity::Error);
        assert_eq!(severity(&[]), Severity::Error);
        assert_eq!(severity(&[("case-fact", Level(Severity::Off))]), Severity::Error, "no part of the id");
        assert_eq!(severity(&[("case-facts", Level(Severity::Advice))]), Severity::Advice);
        assert_eq!(severity(&[("case-facts", Level(Severity::Off)), ("case-facts/reply", On)]), Severity::Error);
        assert_eq!(severity(&[("case-facts/reply", On), ("case-facts", Level(Severity::Off))]), Severity::Off);
        let raised =
            [("case-facts", Level(Severity::Warning)), ("case-facts/", Level(Severity::Off)), ("case-facts", On)];
        assert_eq!(severity(&raised), Severity::Warning);
    }
}
