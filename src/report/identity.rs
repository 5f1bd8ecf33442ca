//! Owns the identity of a finding for services that follow findings over time and show equal ones once. Holds no text of
//! a draft: it is made of the keyed fingerprint, or, where a register has no key, of rule, printed path and a count.

use std::collections::HashMap;

use super::model::{Report, Shown};

/// Hexadecimal digits of an identity.
const DIGITS: usize = 32;

/// For each finding of a report, in its order: an identity that no other finding of the report has. Moving a finding to
/// another line keeps it.
pub(super) fn identities(report: &Report) -> Vec<String> {
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    report
        .findings
        .iter()
        .map(|shown| {
            let base = base(shown);
            let count = seen.entry(base).or_default();
            *count += 1;
            let mut hash = blake3::Hasher::new();
            hash.update(&base).update(&count.to_le_bytes());
            short(&hash)
        })
        .collect()
}

/// The identity of something that is no finding: an unchecked file, a count.
pub(super) fn of_words(what: &str, words: &[&str]) -> String {
    let mut hash = blake3::Hasher::new_derive_key("subrosa report identity of words v1");
    feed(&mut hash, what);
    words.iter().for_each(|word| feed(&mut hash, word));
    short(&hash)
}

/// What findings have in common that only a count can tell apart.
fn base(shown: &Shown) -> [u8; 32] {
    let mut hash = blake3::Hasher::new_derive_key("subrosa report identity v1");
    feed(&mut hash, &shown.rule);
    feed(&mut hash, &shown.path);
    feed(&mut hash, shown.fingerprint.as_deref().unwrap_or_default());
    hash.finalize().into()
}

/// Adds a word so that it cannot run into the next.
fn feed(hash: &mut blake3::Hasher, word: &str) {
    hash.update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
}

/// The digits of a hash that are used.
fn short(hash: &blake3::Hasher) -> String {
    let mut digits = hash.finalize().to_hex().to_string();
    digits.truncate(DIGITS);
    digits
}
