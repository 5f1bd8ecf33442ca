//! Owns what bytes are to the walk over words: the class of each, alone and 64 at a time. Knows nothing of characters
//! beyond ASCII but where one is. Called by `words` alone.

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

/// A bit per byte class, for [`Walk::skip`].
pub(super) const WORD: u8 = 1;
/// Blank.
pub(super) const BLANK: u8 = 2;
/// Line break.
pub(super) const LINE: u8 = 4;
/// Hyphen, apostrophe, dot, underscore.
pub(super) const JOINT: u8 = 8;
/// Part of a character that is not ASCII.
pub(super) const WIDE: u8 = 16;
/// Any other.
pub(super) const MARK: u8 = 32;

/// The class of every byte.
pub(super) const CLASS: [u8; 256] = {
    let mut table = [MARK; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphanumeric() {
            WORD
        } else if b >= 0x80 {
            WIDE
        } else {
            match b {
                b' ' | b'\t' | 0x0B | 0x0C => BLANK,
                b'\n' | b'\r' => LINE,
                b'-' | b'\'' | b'.' | b'_' => JOINT,
                _ => MARK,
            }
        };
        byte += 1;
    }
    table
};

/// Whether a byte is an ASCII character that ends a word: NUL may stand inside one.
pub(super) const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 1;
    while byte < 256 {
        table[byte] = CLASS[byte] & (WORD | WIDE) == 0;
        byte += 1;
    }
    table
};

/// Fewer than eight bytes, with zeros past the end.
pub(super) fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |eight, byte| (eight << 8) | u64::from(*byte))
}

/// What 64 bytes are, a bit per byte, the lowest for the first.
#[derive(Clone, Copy)]
pub(super) struct Masks {
    /// Where they begin in the stretch.
    pub(super) base: usize,
    /// ASCII letters and digits.
    pub(super) word: u64,
    /// ASCII capitals.
    pub(super) upper: u64,
    /// Blanks: U+0020 alone.
    pub(super) space: u64,
    /// What may go on with a word of other letters: not ASCII, or NUL.
    pub(super) odd: u64,
}

/// The byte in all eight places.
pub(super) const fn all(byte: u8) -> u64 {
    (byte as u64) * 0x0101_0101_0101_0101
}

impl Masks {
    /// Those of no bytes.
    pub(super) const NONE: Self = Self { base: usize::MAX / 2, word: 0, upper: 0, space: 0, odd: 0 };

    /// Classifies the bytes from `base`; past the end there are blanks.
    #[inline(always)]
    pub(super) fn of<S: Simd>(simd: S, bytes: &[u8], base: usize) -> Self {
        let rest = bytes.get(base..).unwrap_or_default();
        if let Some(block) = rest.first_chunk() {
            return Self::of_block(simd, block, base);
        }
        let mut padded = [b' '; 64];
        padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self::of_block(simd, &padded, base)
    }

    /// Classifies a block.
    #[inline(always)]
    fn of_block<S: Simd>(simd: S, block: &[u8; 64], base: usize) -> Self {
        let bytes = u8x64::from_slice(simd, block);
        let among = |first: u8, many: u8, bytes: u8x64<S>| (bytes - first).simd_lt(many).to_bitmask();
        Self {
            base,
            // No byte is both. A sum, since compilers make of an «or» one of vectors, and take those apart bit by bit.
            word: among(b'a', 26, bytes | 0x20).wrapping_add(among(b'0', 10, bytes)),
            upper: among(b'A', 26, bytes),
            space: bytes.simd_eq(b' ').to_bitmask(),
            odd: (bytes - 1).simd_ge(0x7F).to_bitmask(),
        }
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    proptest::proptest! {
        #[test]
        fn masks_say_of_each_byte_what_its_class_says(bytes in proptest::collection::vec(0_u8.., 0..80)) {
            let masks = dispatch!(Level::new(), simd => Masks::of(simd, &bytes, 0));
            for at in 0..64 {
                let byte = bytes.get(at).copied().unwrap_or(b' ');
                let has = |mask: u64| (mask >> at) & 1 == 1;
                proptest::prop_assert_eq!(has(masks.word), CLASS[usize::from(byte)] == WORD);
                proptest::prop_assert_eq!(has(masks.upper), byte.is_ascii_uppercase());
                proptest::prop_assert_eq!(has(masks.space), byte == b' ');
                proptest::prop_assert_eq!(has(masks.odd), byte >= 0x80 || byte == 0);
            }
        }
    }
}
