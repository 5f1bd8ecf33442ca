//! Owns the titles of rules, which formats list apart from findings. A rule of a pack says the same of each finding; the
//! engine's own name a subject in their messages, so their titles stand here.

use std::borrow::Cow;

use super::model::Shown;

/// The title of a finding's rule. Names no subject.
pub(super) fn title(shown: &Shown) -> Cow<'_, str> {
    let own = match &*shown.rule {
        "identity/client" => "The draft names a client",
        "identity/person" => "The draft names a person of a client",
        "identity/matter" => "The draft names a matter",
        "identity/adverse" => "The draft names the other side of a matter",
        "identity/identifier" => "The draft holds an identifier of a client",
        "identity/embargo" => "The draft speaks of something under embargo",
        "identity/consent-lapsed" => "The draft rests on a consent that has lapsed",
        "indirect-identification/facts" => "Facts of the draft add up to a matter",
        _ if shown.subject.is_none() => return Cow::Borrowed(&shown.message),
        rule => return Cow::Owned(rule.replace(['/', '-'], " ")),
    };
    Cow::Borrowed(own)
}
