//! Owns what bytes are to the walk over words: the class of each, eight at a time and 64 at a time. Knows nothing of
//! characters beyond ASCII but where one is. Called by `words` alone.

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
    /// Classifies the bytes from `base`; past the end there are blanks.
    pub(super) fn of(bytes: &[u8], base: usize) -> Self {
        let rest = bytes.get(base..).unwrap_or_default();
        if let Some(block) = rest.first_chunk() {
            return Self::of_block(block, base);
        }
        let mut padded = [b' '; 64];
        padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self::of_block(&padded, base)
    }

    /// Classifies a block.
    fn of_block(block: &[u8; 64], base: usize) -> Self {
        const IS_WORD: u8 = 1;
        const IS_UPPER: u8 = 2;
        const IS_SPACE: u8 = 4;
        const IS_ODD: u8 = 8;
        let mut classes = [0_u8; 64];
        // One plain loop without branches: compilers make vectors of it.
        for (class, &byte) in classes.iter_mut().zip(block) {
            let word = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
            let upper = byte.wrapping_sub(b'A') < 26;
            let odd = byte.wrapping_sub(1) >= 0x7F;
            let (word, upper) = (u8::from(word) * IS_WORD, u8::from(upper) * IS_UPPER);
            *class = word | upper | (u8::from(byte == b' ') * IS_SPACE) | (u8::from(odd) * IS_ODD);
        }
        let mut masks = Self { base, word: 0, upper: 0, space: 0, odd: 0 };
        let (mut any, eights) = (0, classes.as_chunks().0);
        for (number, eight) in eights.iter().enumerate() {
            let eight = u64::from_le_bytes(*eight);
            any |= eight;
            masks.word |= gathered(eight) << (number * 8);
            masks.upper |= gathered(eight >> 1) << (number * 8);
            masks.space |= gathered(eight >> 2) << (number * 8);
        }
        if any & all(IS_ODD) != 0 {
            for (number, eight) in eights.iter().enumerate() {
                masks.odd |= gathered(u64::from_le_bytes(*eight) >> 3) << (number * 8);
            }
        }
        masks
    }
}

/// The low bits of eight bytes as one byte: the product brings the bit of byte `i` to place `56 + i`.
const fn gathered(low: u64) -> u64 {
    (low & all(1)).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
