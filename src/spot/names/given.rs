//! Owns whether given names of a text stand for the registered ones: as they are, as initials, as nicknames, with middle
//! names more or fewer, with a slip. Called by `person`.

use super::slips::{is_another_given_name, is_one_slip};
use crate::register::forms::{is_title, nicknames};
use crate::spot::Strength;
use crate::spot::why::Written;
use crate::text::fold::folded;

/// How given names stand for the registered ones, and how sure.
pub(super) type Fit = (Written, Strength);

/// The registered given names of a person.
pub(super) struct Given<'s> {
    /// Folded.
    pub(super) names: &'s [&'s str],
    /// Whether the surname beside them points at hardly anybody.
    pub(super) rare: bool,
}

impl Given<'_> {
    /// Whether given names of a text, folded, stand for the registered ones: how, and how sure.
    pub(super) fn fit(&self, names: &[&str]) -> Option<Fit> {
        let initials = |n: &str| n.chars().count() == 1;
        let own = self.names.first()?;
        let (first, mut rest) = names.split_first()?;
        let mut taken = 1;
        let (written, strength) = if first == own {
            (Written::MiddleNames, Strength::Strong)
        } else if initials(first) && own.starts_with(*first) {
            let two = names.get(1).zip(self.names.get(1)).is_some_and(|(n, g)| g.starts_with(*n));
            (Written::Initials, if self.rare || two { Strength::Strong } else { Strength::Medium })
        } else if initials(own) && first.starts_with(own) {
            (Written::MiddleNames, Strength::Medium)
        } else if self.are_joined(names) {
            return Some((Written::MiddleNames, Strength::Strong));
        } else if names.len() == 1 && self.are_joined_initials(first) {
            return Some((Written::Initials, Strength::Strong));
        } else if nicknames::are_kin(first, own) {
            (Written::Nickname, Strength::Medium)
        } else if self.rare && is_one_slip(first, own) && !is_another_given_name(first, own) {
            (Written::Typo, Strength::Medium)
        } else if names.len() == 1 && self.names.get(1) == Some(first) && !initials(first) {
            (Written::MiddleNames, Strength::Medium)
        } else {
            return None;
        };
        let mut inserted = 0;
        while let Some((name, more)) = rest.split_first() {
            rest = more;
            let left = self.names.get(taken..).unwrap_or_default();
            let agrees =
                |g: &&str| *g == *name || initials(name) && g.starts_with(*name) || initials(g) && name.starts_with(*g);
            if let Some(at) = left.iter().position(agrees) {
                taken += at + 1;
            } else if self.names.len() > 1 || inserted == 2 {
                // Another middle name than the registered one.
                return None;
            } else {
                inserted += 1;
            }
        }
        Some((written, strength))
    }

    /// Whether names are the registered ones joined, or parted: `Weiting` for Wei-Ting.
    fn are_joined(&self, names: &[&str]) -> bool {
        names.len().max(self.names.len()) > 1
            && names.len().min(self.names.len()) == 1
            && names.iter().all(|name| name.chars().count() > 1)
            && names.concat() == self.names.concat()
    }

    /// Whether letters are the initials of all given names: `JP` for Jean-Pierre.
    fn are_joined_initials(&self, letters: &str) -> bool {
        self.names.len() > 1
            && letters.chars().count() == self.names.len()
            && letters.chars().zip(self.names).all(|(c, g)| g.starts_with(c))
    }
}

/// What may stand between two words of one person's name.
pub(super) fn parts_names(gap: &str, before: &str) -> bool {
    let stop = gap.starts_with('.');
    let rest = gap.strip_prefix('.').unwrap_or(gap);
    let blank = !rest.is_empty()
        && rest.chars().all(char::is_whitespace)
        && rest.matches('\n').count() <= 1
        && rest.chars().count() <= 3;
    let short = || before.chars().count() <= 2 || is_title(&folded(before));
    matches!(gap, "-" | "_" | "‐" | "‑" | "+")
        || matches!(gap, "." | ".-" | ".‑") && short()
        || blank && (!stop || short())
}
