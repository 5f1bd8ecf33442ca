//! Owns the packs that come with the program: one line a file of `rules/`.

use super::load::PackFile;

/// A file of `rules/` with its text.
macro_rules! pack {
    ($name:literal) => {
        ($name, include_str!(concat!("../../rules/", $name)))
    };
}

/// Name of the file in `rules/`, and its text.
const PACKS: &[(&str, &str)] = &[
    pack!("common.yaml"),
    pack!("reply-stories.yaml"),
    pack!("review-replies.yaml"),
    pack!("communications.yaml"),
    pack!("case-stories.yaml"),
    pack!("conflicts.yaml"),
    pack!("criminal-history.yaml"),
    pack!("data-protection.yaml"),
    pack!("disparagement.yaml"),
    pack!("guarantees.yaml"),
    pack!("health-providers.yaml"),
    pack!("identifiers.yaml"),
    pack!("indirect.yaml"),
    pack!("individual-advice.yaml"),
    pack!("jurisdictions.yaml"),
    pack!("leftover.yaml"),
    pack!("metadata.yaml"),
    pack!("narratives.yaml"),
    pack!("national-ids.yaml"),
    pack!("nda-codenames.yaml"),
    pack!("outcomes.yaml"),
    pack!("postures.yaml"),
    pack!("pages.yaml"),
    pack!("realtime-location.yaml"),
    pack!("sensitive-personal.yaml"),
    pack!("trial-publicity.yaml"),
    pack!("unsafe-channel.yaml"),
    pack!("weighed.yaml"),
];

/// The built-in packs, `common` first since the others use its signals.
pub fn packs() -> Vec<PackFile> {
    let file = |(name, text): &(&str, &str)| PackFile {
        name: format!("rules/{name}"),
        bytes: text.as_bytes().to_vec(),
        builtin: true,
    };
    PACKS.iter().map(file).collect()
}

/// The names of the built-in packs. A file is named after its pack, so none need be read.
pub fn names() -> impl Iterator<Item = &'static str> {
    PACKS.iter().filter_map(|(name, _)| name.strip_suffix(".yaml"))
}
