//! Owns the key of fingerprints as it stands in the register: base64 of 32 bytes. Does not make keys; `init` writes one.

use crate::yaml::{Node, Problems};

/// Bytes of a key.
const BYTES: usize = 32;

/// The key. The problem never says what stands there.
pub(super) fn read(node: Node<'_>, problems: &mut Problems) -> Option<[u8; BYTES]> {
    let text = node.text(problems)?;
    let help = Some("`subrosa init` makes one".to_owned());
    let key = decode(&text).and_then(|bytes| <[u8; BYTES]>::try_from(bytes).ok());
    match key {
        Some(key) if key.iter().any(|byte| *byte != key[0]) => return key.into(),
        Some(_) => node.problem(problems, "the key is not random: all its bytes are alike", help),
        None => node.problem(problems, "the key must be 32 bytes in base64", help),
    }
    None
}

/// A key as it is written: base64, padded.
pub fn encode(key: &[u8; BYTES]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(BYTES.div_ceil(3) * 4);
    for group in key.chunks(3) {
        let mut bits = group.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        bits <<= 8 * (3 - group.len());
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            let digit = DIGITS.get(digit as usize).copied().unwrap_or(b'=');
            text.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// The bytes of a base64 text (RFC 4648, either alphabet), padded or not. Spare bits must be zero, so that a key has one
/// spelling.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if padding > 2 || (padding > 0 && !text.len().is_multiple_of(4)) {
        return None;
    }
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (held == 0 && bits < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn a_written_key_is_read_back() {
        let key: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 37 % 256).unwrap());
        let text = encode(&key);
        assert_eq!((text.len(), text.ends_with('=')), (44, true));
        assert_eq!(decode(&text).unwrap(), key);
        assert_eq!(encode(&[0xFF; 32]), format!("{}8=", "/".repeat(42)));
    }

    #[test]
    fn base64_is_read_in_either_alphabet_padded_or_not() {
        assert_eq!(decode("AAEC/w==").unwrap(), [0, 1, 2, 255]);
        assert_eq!(decode("AAEC_w").unwrap(), [0, 1, 2, 255]);
        assert_eq!(decode("").unwrap(), Vec::<u8>::new());
        for bad in ["A", "AAEC_x", "AA C", "AAEC/w=", "====", "AAEC/w==A", "é"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
