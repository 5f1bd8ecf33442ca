//! Owns the step from bytes to characters, and the way back from a byte of the decoded text to a byte of the source.
//! Plain UTF-8 is borrowed, never copied. Every reader calls [`decode`] first; `builder` composes the map.

use std::borrow::Cow;
use std::ops::Range;

use super::Unchecked;
use crate::text::{Encoding, SourceMap, Span, line_index::bom_len};

/// Decoded bytes between two checkpoints of the way back.
const STRIDE: usize = 512;

/// A source as text.
#[derive(Debug)]
pub(crate) struct Decoded<'s> {
    /// The characters, without a byte order mark.
    pub(crate) text: Cow<'s, str>,
    /// How the source spells them.
    pub(crate) encoding: Encoding,
    /// Source bytes before the first character.
    start: usize,
    /// Bytes in the source.
    len: usize,
    /// For other encodings than UTF-8: the first character boundary at or after each multiple of [`STRIDE`], as
    /// decoded and source offset.
    marks: Vec<(u32, u32)>,
    /// For text that was put together from encoded parts: its own way back, in place of everything above.
    pub(crate) patches: Option<SourceMap>,
}

impl Decoded<'_> {
    /// Text that was put together from parts of a source whose bytes are spelled as `encoding` says.
    pub(crate) fn patched(text: String, patches: SourceMap, encoding: Encoding) -> Self {
        Self { text: Cow::Owned(text), encoding, start: 0, len: 0, marks: Vec::new(), patches: Some(patches) }
    }

    /// The source offset of a character boundary in the decoded text.
    fn source(&self, at: usize) -> usize {
        if self.encoding == Encoding::Utf8 {
            return (self.start + at).min(self.len);
        }
        let index = self.marks.partition_point(|(decoded, _)| *decoded as usize <= at).saturating_sub(1);
        let (decoded, source) = self.marks.get(index).map_or((0, self.start), |(d, s)| (*d as usize, *s as usize));
        let inside = self.text.get(decoded..at).unwrap_or_default();
        let bytes: usize = match self.encoding {
            Encoding::Windows1252 => inside.chars().count(),
            _ => inside.chars().map(|c| c.len_utf16() * 2).sum(),
        };
        (source + bytes).min(self.len)
    }

    /// The source bytes of a range of the decoded text.
    pub(crate) fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        match &self.patches {
            Some(patches) => patches.home(&self.text, Span::at(range.clone())).range(),
            None => self.source(range.start)..self.source(range.end),
        }
    }
}

/// Decodes a source: byte order mark, UTF-16 by its zero bytes, strict UTF-8, and Windows-1252 where nothing speaks
/// against it.
///
/// # Errors
/// Says at which byte the text breaks and what to do.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Unchecked> {
    if bytes.starts_with(b"\xFF\xFE") {
        return decode_wide(bytes, Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return decode_wide(bytes, Encoding::Utf16Be);
    }
    if let Some(encoding) = wide_by_zeros(bytes) {
        return decode_wide(bytes, encoding);
    }
    let start = bom_len(bytes, Encoding::Utf8);
    let body = bytes.get(start..).unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(_) if looks_binary(body) => Err(Unchecked("binary data of unknown type".to_owned())),
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            encoding: Encoding::Utf8,
            start,
            len: bytes.len(),
            marks: Vec::new(),
            patches: None,
        }),
        Err(_) if start == 0 && is_windows_1252(bytes) => Ok(decode_1252(bytes)),
        Err(error) => Err(undecodable(bytes, start + error.valid_up_to())),
    }
}

/// The reason for text that is neither UTF-8 nor anything else we can be sure of.
fn undecodable(bytes: &[u8], at: usize) -> Unchecked {
    if looks_binary(bytes) {
        return Unchecked("binary data of unknown type".to_owned());
    }
    Unchecked(format!("undecodable: not UTF-8 from byte {at} on, and no other encoding fits; save it as UTF-8"))
}

/// UTF-16 without a mark: nearly every second byte of the first ones is zero, and hardly any of the others.
fn wide_by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).filter(|head| head.len() >= 4)?;
    memchr::memchr(0, head)?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 10 >= pairs * 6 && even * 20 <= pairs {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= pairs * 6 && odd * 20 <= pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Control characters that no text holds make up a tenth of the first bytes. A few NULs alone don't: pages that hold some
/// are still pages.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let odd = |byte: u8| u8::from(byte < 9) | (u8::from(byte > 13) & u8::from(byte < 32) & u8::from(byte != 27));
    // Summed in single bytes over short chunks, so that the compiler takes many bytes at a time.
    let sum = |chunk: &[u8]| chunk.iter().fold(0_u8, |sum, byte| sum.wrapping_add(odd(*byte)));
    head.chunks(128).map(|chunk| usize::from(sum(chunk))).sum::<usize>() * 10 > head.len()
}

/// Whether bytes that are not UTF-8 can only be Windows-1252: no undefined byte, no control character, and not mostly
/// UTF-8 with a few broken places.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let fits = |b: &u8| match b {
        b'\t' | b'\n' | b'\r' | 0x0C => true,
        0..0x20 | 0x7F | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D => false,
        _ => true,
    };
    if !bytes.iter().all(fits) {
        return false;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good < bad
}

/// Remembers, for decoded offsets past each stride, where the source stands.
fn mark(marks: &mut Vec<(u32, u32)>, decoded: usize, source: usize) {
    if decoded >= marks.len() * STRIDE {
        let place = crate::text::Span::at(decoded..source);
        marks.push((place.start, place.end));
    }
}

/// Decodes one byte a character.
fn decode_1252(bytes: &[u8]) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut marks = Vec::new();
    for (block, slice) in bytes.chunks(STRIDE).enumerate() {
        mark(&mut marks, text.len(), block * STRIDE);
        let (decoded, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(slice);
        text.push_str(&decoded);
    }
    Decoded {
        text: Cow::Owned(text),
        encoding: Encoding::Windows1252,
        start: 0,
        len: bytes.len(),
        marks,
        patches: None,
    }
}

/// Decodes UTF-16. A lone surrogate becomes U+FFFD; many of them mean that it is no UTF-16.
fn decode_wide(bytes: &[u8], encoding: Encoding) -> Result<Decoded<'_>, Unchecked> {
    let start = bom_len(bytes, encoding);
    let body = bytes.get(start..).unwrap_or_default();
    let units = body.chunks(2).map(|pair| match (pair, encoding) {
        ([a, b], Encoding::Utf16Be) => u16::from_be_bytes([*a, *b]),
        ([a, b], _) => u16::from_le_bytes([*a, *b]),
        _ => 0xDC00, // half a unit at the end: a lone surrogate, so that it is seen as broken
    });
    let mut text = String::with_capacity(body.len());
    let (mut marks, mut source, mut broken) = (Vec::new(), start, 0_usize);
    for unit in char::decode_utf16(units) {
        mark(&mut marks, text.len(), source);
        broken += usize::from(unit.is_err());
        let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(c);
        source += c.len_utf16() * 2;
    }
    if broken > 1 + body.len() / 200 {
        return Err(Unchecked("undecodable: it starts like UTF-16 but is not; save it as UTF-8".to_owned()));
    }
    Ok(Decoded { text: Cow::Owned(text), encoding, start, len: bytes.len(), marks, patches: None })
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::text::Encoding;

    #[test]
    fn a_nul_does_not_make_a_page_binary() {
        let decoded = decode(b"Northgate\0 settled the case with the other side.").map(|d| d.text.into_owned());
        assert_eq!(decoded.ok().as_deref(), Some("Northgate\0 settled the case with the other side."));
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        for (encoding, bytes) in [
            (Encoding::Utf16Le, "Fälle".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            (Encoding::Utf16Be, "Fälle".encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let decoded = decode(&bytes).map(|d| (d.encoding, d.source(3), d.text.into_owned()));
            assert_eq!(decoded, Ok((encoding, 4, "Fälle".to_owned())));
        }
    }

    #[test]
    fn windows_1252_only_where_nothing_speaks_against_it() {
        let decoded = decode(b"M\xFCller \x96 caf\xE9").map(|d| (d.encoding, d.source(7), d.text.into_owned()));
        assert_eq!(decoded, Ok((Encoding::Windows1252, 6, "Müller – café".to_owned())));
        for broken in [&b"M\xC3\xBCller, caf\xC3\xA9 \xE9"[..], b"some text \x81\xFC", b"some longer text \xFC\x01"] {
            assert!(decode(broken).is_err_and(|reason| reason.0.contains("byte")));
        }
    }
}
