//! Owns the walk over the bytes of a text that are no ASCII letters or digits: many bytes are asked at a time, so that words
//! cost nothing. Called by `spot::phrases`.

use fearless_simd::{Level, Simd, dispatch};

use super::byte_classes::Masks;

/// Calls `each` with the place of every byte of a text that is no ASCII letter or digit, and no blank (U+0020) unless `blanks`.
pub fn marks(text: &str, blanks: bool, each: &mut impl FnMut(usize)) {
    let bytes = text.as_bytes();
    dispatch!(Level::new(), simd => walk(simd, bytes, blanks, each));
}

/// The same.
#[inline(always)]
fn walk<S: Simd>(simd: S, bytes: &[u8], blanks: bool, each: &mut impl FnMut(usize)) {
    for base in (0..bytes.len()).step_by(64) {
        let left = bytes.len() - base;
        let inside = if left < 64 { (1 << left) - 1 } else { u64::MAX };
        let masks = Masks::of(simd, bytes, base);
        let mut marks = !(masks.word | if blanks { 0 } else { masks.space }) & inside;
        while marks != 0 {
            each(base + marks.trailing_zeros() as usize);
            marks &= marks - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_byte_that_is_no_letter_or_digit_is_met_once_in_its_order(text in "([a-z]{0,9}[ .é\u{0}–A-Z0-9]){0,40}") {
            for blanks in [true, false] {
                let mut met = Vec::new();
                marks(&text, blanks, &mut |at| met.push(at));
                let counts = |byte: u8| !byte.is_ascii_alphanumeric() && (blanks || byte != b' ');
                let all = text.bytes().enumerate().filter(|(_, byte)| counts(*byte));
                proptest::prop_assert_eq!(met, all.map(|(at, _)| at).collect::<Vec<_>>());
            }
        }
    }
}
