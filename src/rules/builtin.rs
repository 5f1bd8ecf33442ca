//! Owns the packs that come with the program: one line a file of `rules/`.

use super::load::PackFile;

/// Name of the file in `rules/`, and its text.
const PACKS: [(&str, &str); 1] = [("common.yaml", include_str!("../../rules/common.yaml"))];

/// The built-in packs, `common` first since the others use its signals.
pub fn packs() -> Vec<PackFile> {
    let file = |(name, text): (&str, &str)| PackFile {
        name: format!("rules/{name}"),
        bytes: text.as_bytes().to_vec(),
        builtin: true,
    };
    PACKS.map(file).to_vec()
}
