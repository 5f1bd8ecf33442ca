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

/// Eight bytes from `at`, with zeros past the end.
pub(super) fn eight_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().map_or_else(|| few(rest), |eight| u64::from_le_bytes(*eight))
}

/// Fewer than eight bytes, with zeros past the end.
pub(super) fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |eight, byte| (eight << 8) | u64::from(*byte))
}

/// What 64 bytes are, a bit per byte, the lowest for the first.
pub(super) struct Masks {
    /// Where they begin in the stretch: a multiple of 64.
    pub(super) base: usize,
    /// ASCII letters and digits.
    pub(super) word: u64,
    /// ASCII capitals.
    pub(super) upper: u64,
}

/// The byte in all eight places.
pub(super) const fn all(byte: u8) -> u64 {
    (byte as u64) * 0x0101_0101_0101_0101
}

impl Masks {
    /// Classifies the bytes from `base`; past the end there are no words.
    pub(super) fn of(bytes: &[u8], base: usize) -> Self {
        let mut padded = [0; 64];
        let block: &[u8; 64] = if let Some(block) = bytes.get(base..).and_then(<[u8]>::first_chunk) {
            block
        } else {
            let rest = bytes.get(base..).unwrap_or_default();
            padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            &padded
        };
        let mut masks = Self { base, word: 0, upper: 0 };
        for (number, eight) in block.as_chunks().0.iter().enumerate() {
            masks.add(u64::from_le_bytes(*eight), number * 8);
        }
        masks
    }

    /// Classifies eight bytes at once and puts their bits at `at`: a byte with 0x80 minus the lower bound added overflows
    /// into its high bit just when it is at or above the bound, as long as the byte itself is below 0x80.
    #[inline]
    const fn add(&mut self, eight: u64, at: usize) {
        const HIGH: u64 = all(0x80);
        let low = eight & !HIGH;
        let ascii = !eight & HIGH;
        let small = low | all(0x20);
        let alpha = (small + all(0x80 - b'a')) & !(small + all(0x80 - (b'z' + 1))) & ascii;
        let digit = (low + all(0x80 - b'0')) & !(low + all(0x80 - (b'9' + 1))) & ascii;
        self.word |= gathered(alpha | digit) << at;
        self.upper |= gathered(alpha & !(eight << 2)) << at;
    }
}

/// The high bits of eight bytes as one byte: the product brings the bit of byte `i` to place `56 + i`.
const fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
