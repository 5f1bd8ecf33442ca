//! Owns the keys of words: hashes of the folded form, eight ASCII bytes at a time as they stand. A key finds candidates; it
//! never decides. Called by `words` for every word of every draft, and through it by all who look words up.

use super::byte_classes::{all, few};

/// The key of a folded word: equal words have equal keys, and different ones nearly always different keys.
pub fn key(folded: &str) -> u64 {
    let word = folded.as_bytes();
    let (eights, rest) = word.as_chunks();
    let hash = eights.iter().fold(SEED, |hash, eight| mix(hash, u64::from_le_bytes(*eight)));
    if rest.is_empty() {
        return hash;
    }
    let tail = word.last_chunk().map_or_else(|| few(rest), |eight| u64::from_le_bytes(*eight) >> (64 - rest.len() * 8));
    mix(hash, tail)
}

/// The key of two neighbours.
pub const fn pair_key(left: u64, right: u64) -> u64 {
    mix(left.rotate_left(17), right)
}

/// The key of two ASCII words, together of 16 bytes at most, written as one, none for others.
pub fn key_of_both(left: &str, right: &str) -> Option<u64> {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let len = left.len() + right.len();
    let plain = |word: &[u8]| word.iter().all(u8::is_ascii_alphanumeric);
    if left.is_empty() || right.is_empty() || !plain(left) || !plain(right) {
        return None;
    }
    let mut both = [0; 16];
    both.get_mut(..left.len())?.copy_from_slice(left);
    both.get_mut(left.len()..len)?.copy_from_slice(right);
    let both = u128::from_le_bytes(both);
    let (head, tail) = (both as u64, (both >> 64) as u64);
    Some(match len {
        ..=8 => short_key(head, len),
        _ => mix(mix(SEED, head | all(0x20)), (tail | all(0x20)) & (u64::MAX >> (128 - len * 8))),
    })
}

/// Start of every key. Digits of pi: nothing up the sleeve.
const SEED: u64 = 0x243F_6A88_85A3_08D3;

/// Folds a 128-bit product, so that every bit of the word reaches every bit of the key.
const fn mix(hash: u64, chunk: u64) -> u64 {
    let product = ((hash ^ chunk) as u128) * 0x9E37_79B9_7F4A_7C15;
    (product as u64) ^ ((product >> 64) as u64)
}

/// The key of an ASCII word of 1 to 8 bytes, the first ones of `eight`.
pub(super) const fn short_key(eight: u64, len: usize) -> u64 {
    mix(SEED, (eight | all(0x20)) & (u64::MAX >> (64 - len * 8)))
}

/// The key of an ASCII word of more than eight bytes, of which `eight` are the first.
#[inline(never)]
pub(super) fn long_key(eight: u64, bytes: &[u8], at: usize, len: usize) -> u64 {
    let word = bytes.get(at..at + len).unwrap_or_default();
    let tail = word.last_chunk().filter(|_| len < 16);
    tail.map_or_else(
        || ascii_key(word),
        |tail| {
            let shift = (16 - len) * 8;
            mix(mix(SEED, eight | all(0x20)), (u64::from_le_bytes(*tail) | all(0x20)) >> shift)
        },
    )
}

/// The key of an ASCII word, without folding it first.
pub(super) fn ascii_key(word: &[u8]) -> u64 {
    let (eights, rest) = word.as_chunks();
    let hash = eights.iter().fold(SEED, |hash, eight| mix(hash, u64::from_le_bytes(*eight) | all(0x20)));
    if rest.is_empty() {
        return hash;
    }
    let shift = 64 - rest.len() * 8;
    let tail = word.last_chunk().map_or_else(|| few(rest), |eight| u64::from_le_bytes(*eight) >> shift);
    mix(hash, tail | (all(0x20) >> shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_written_as_one_have_its_key() {
        let pairs =
            [("o", "brien"), ("kestrel", "f"), ("kestrel", "ford"), ("tarnwick", "s"), ("abcdefgh", "ijklmn99")];
        for (left, right) in pairs {
            let one = Some(key(&format!("{left}{right}")));
            assert_eq!(key_of_both(left, right), one, "{left}{right}");
            assert_eq!(key_of_both(&left.to_uppercase(), right), one, "{left}{right}");
        }
        assert!(key_of_both("abcdefgh", "ijklmnopq").is_none() && key_of_both("é", "a").is_none());
    }
}
