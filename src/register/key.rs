//! Owns the key of fingerprints as it stands in the register: base64 of 32 bytes. Does not make keys.

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
    use super::decode;

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
