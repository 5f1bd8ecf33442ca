//! Owns the step from bytes as they stand in a mail to the bytes that are meant: quoted-printable, base64, percent signs,
//! the words of RFC 2047, each with the way back. A byte that stands as it is goes home to itself; one that is spelled
//! goes home to its whole spelling, in base64 to the four characters that hold it. What joins lines (a soft break, a fold)
//! stands for nothing. A mail inside an encoded part is read from [`Octets`] again, so ways back compose.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{How, Run, SourceMap, Span};

/// How bytes are spelled for transfer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Transfer {
    /// As they are.
    Plain,
    /// `=C3=A9`, lines joined by `=`.
    QuotedPrintable,
    /// Four characters for three bytes.
    Base64,
}

/// Bytes with their way back to the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Octets<'s> {
    /// The bytes.
    pub(super) bytes: Cow<'s, [u8]>,
    /// The way back; `None` where they are the source itself.
    pub(super) map: Option<SourceMap>,
    /// Whether the spelling was wrong somewhere.
    pub(super) broken: bool,
}

impl<'s> Octets<'s> {
    /// The source itself.
    pub(super) fn source(bytes: &'s [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes), map: None, broken: false }
    }

    /// Bytes to be added to one after the other.
    pub(super) fn empty() -> Octets<'static> {
        Octets { bytes: Cow::Owned(Vec::new()), map: Some(SourceMap::default()), broken: false }
    }

    /// A stretch of the bytes.
    pub(super) fn slice(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// The source bytes of a stretch.
    pub(super) fn home(&self, range: Range<usize>) -> Span {
        let span = Span::at(range);
        self.map.as_ref().map_or(span, |map| map.home("", span))
    }

    /// The pieces of a stretch that run in step with the source each, with how they do.
    pub(super) fn cuts(&self, range: Range<usize>) -> Vec<(Range<usize>, How)> {
        match &self.map {
            Some(map) => map.cuts(Span::at(range)).map(|(cut, how)| (cut.range(), how)).collect(),
            None => vec![(range, How::Copy)],
        }
    }

    /// Adds a run.
    fn run(&mut self, bytes: &[u8], home: Span, how: How) {
        let at = Span::at(self.bytes.len()..self.bytes.len()).start;
        if let Some(map) = self.map.as_mut().filter(|_| !bytes.is_empty()) {
            map.push(Run { text: at, source: home.start, source_len: home.len(), how });
            self.bytes.to_mut().extend_from_slice(bytes);
        }
    }

    /// Adds bytes that stand in `from` as they are.
    fn copy(&mut self, from: &Octets<'_>, range: Range<usize>) {
        match &from.map {
            None => self.run(from.slice(range.clone()), Span::at(range), How::Copy),
            Some(_) => {
                for (cut, how) in from.cuts(range) {
                    self.run(from.slice(cut.clone()), from.home(cut), how);
                }
            }
        }
    }

    /// Adds bytes that a stretch of `from` spells.
    fn spelled(&mut self, bytes: &[u8], from: &Octets<'_>, range: Range<usize>) {
        self.run(bytes, from.home(range), How::Decoded);
    }

    /// Adds what a stretch of `from` means.
    pub(super) fn add(&mut self, from: &Octets<'_>, range: Range<usize>, transfer: Transfer) {
        match transfer {
            Transfer::Plain => self.copy(from, range),
            Transfer::QuotedPrintable => self.quoted_printable(from, range),
            Transfer::Base64 => self.base64(from, range),
        }
    }

    /// Quoted-printable: spelled bytes and soft line breaks. An equals sign that is neither stands for itself.
    fn quoted_printable(&mut self, from: &Octets<'_>, range: Range<usize>) {
        let bytes = from.slice(0..range.end);
        let (mut start, mut scan) = (range.start, range.start);
        while let Some(found) = bytes.get(scan..).and_then(|rest| memchr::memchr(b'=', rest)) {
            let at = scan + found;
            let (meant, end) = match soft_break(bytes, at + 1) {
                Some(end) => (None, end),
                None => match hex(bytes.get(at + 1..at + 3)) {
                    Some(byte) => (Some(byte), at + 3),
                    None => {
                        self.broken = true;
                        scan = at + 1;
                        continue;
                    }
                },
            };
            self.copy(from, start..at);
            if let Some(byte) = meant {
                self.spelled(&[byte], from, at..end);
            }
            (start, scan) = (end, end);
        }
        self.copy(from, start..range.end);
    }

    /// Base64. Line ends and blanks between the characters count for nothing; anything else is a fault.
    fn base64(&mut self, from: &Octets<'_>, range: Range<usize>) {
        let bytes = from.slice(0..range.end);
        let (mut held, mut count, mut start) = (0_u32, 0_u32, range.start);
        for (at, byte) in bytes.iter().enumerate().skip(range.start) {
            let Some(six) = sextet(*byte) else {
                if *byte == b'=' {
                    self.quantum(held, count, from, start..at);
                    (held, count) = (0, 0);
                } else {
                    self.broken |= !byte.is_ascii_whitespace();
                }
                continue;
            };
            if count == 0 {
                start = at;
            }
            held = held << 6 | u32::from(six);
            count += 1;
            if count == 4 {
                self.quantum(held, count, from, start..at + 1);
                (held, count) = (0, 0);
            }
        }
        self.quantum(held, count, from, start..range.end);
    }

    /// Adds the bytes of up to four characters of base64.
    fn quantum(&mut self, held: u32, count: u32, from: &Octets<'_>, range: Range<usize>) {
        let [_, a, b, c] = (held << (6 * 4_u32.saturating_sub(count))).to_be_bytes();
        match count {
            4 => self.spelled(&[a, b, c], from, range),
            3 => self.spelled(&[a, b], from, range),
            2 => self.spelled(&[a], from, range),
            1 => self.broken = true,
            _ => {}
        }
    }

    /// The Q encoding of RFC 2047: as quoted-printable, with `_` for a blank.
    pub(super) fn q(&mut self, from: &Octets<'_>, range: Range<usize>) {
        let mut start = range.start;
        let bytes = from.slice(0..range.end);
        while let Some(found) = bytes.get(start..).and_then(|rest| memchr::memchr(b'_', rest)) {
            let at = start + found;
            self.quoted_printable(from, start..at);
            self.spelled(b" ", from, at..at + 1);
            start = at + 1;
        }
        self.quoted_printable(from, start..range.end);
    }

    /// The percent signs of RFC 2231.
    pub(super) fn percent(&mut self, from: &Octets<'_>, range: Range<usize>) {
        let bytes = from.slice(0..range.end);
        let (mut start, mut scan) = (range.start, range.start);
        while let Some(found) = bytes.get(scan..).and_then(|rest| memchr::memchr(b'%', rest)) {
            let at = scan + found;
            let Some(byte) = hex(bytes.get(at + 1..at + 3)) else {
                scan = at + 1;
                continue;
            };
            self.copy(from, start..at);
            self.spelled(&[byte], from, at..at + 3);
            (start, scan) = (at + 3, at + 3);
        }
        self.copy(from, start..range.end);
    }
}

/// The end of a soft line break whose equals sign stands before `at`: blanks and a line end. The last line may lack its end.
fn soft_break(bytes: &[u8], mut at: usize) -> Option<usize> {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\n' | b'\r'), _) => Some(at + 1),
        (None, _) => Some(at),
        _ => None,
    }
}

/// The byte that two hexadecimal digits spell.
fn hex(digits: Option<&[u8]>) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let [high, low] = digits? else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// The six bits of a character of base64, the variant for addresses included.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    use super::{Octets, Transfer};

    /// What a text means, and for each byte the spelling that holds it.
    fn meant(text: &str, transfer: Transfer) -> (Vec<u8>, Vec<&str>) {
        let source = Octets::source(text.as_bytes());
        let mut octets = Octets::empty();
        octets.add(&source, 0..text.len(), transfer);
        let spelling = |at: usize| &text[octets.home(at..at + 1).range()];
        (octets.bytes.to_vec(), (0..octets.bytes.len()).map(spelling).collect())
    }

    #[test]
    fn quoted_printable_spells_bytes_and_joins_lines() {
        let (bytes, spelled) = meant("a=C3=A9=\r\nb= \nc=zz=3D=", Transfer::QuotedPrintable);
        assert_eq!(bytes, "aébc=zz=".as_bytes());
        assert_eq!(spelled, ["a", "=C3", "=A9", "b", "c", "=", "z", "z", "=3D"]);
    }

    #[test]
    fn a_byte_of_base64_is_held_by_four_characters() {
        let (bytes, spelled) = meant("Tm9y\r\ndGg=\nTmVk", Transfer::Base64);
        assert_eq!(bytes, b"NorthNed");
        assert_eq!(spelled, ["Tm9y", "Tm9y", "Tm9y", "dGg", "dGg", "TmVk", "TmVk", "TmVk"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn each_spelling_means_its_byte(bytes in prop::collection::vec(any::<u8>(), 0..80), width in 1_usize..9) {
            let quoted: Vec<String> = bytes.iter().map(|b| format!("={b:02X}")).collect();
            let quoted = quoted.chunks(width).map(<[String]>::concat).collect::<Vec<_>>().join("=\r\n");
            let (found, spelled) = meant(&quoted, Transfer::QuotedPrintable);
            assert_eq!(found, bytes);
            for (byte, spelled) in bytes.iter().zip(spelled) {
                assert_eq!(meant(spelled, Transfer::QuotedPrintable).0, [*byte]);
            }
            let spelling = base64(&bytes, width * 3);
            let (found, spelled) = meant(&spelling, Transfer::Base64);
            assert_eq!(found, bytes);
            for (index, (byte, spelled)) in bytes.iter().zip(spelled).enumerate() {
                assert_eq!(meant(spelled, Transfer::Base64).0.get(index % 3), Some(byte));
            }
        }

        #[test]
        fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            for transfer in [Transfer::Plain, Transfer::QuotedPrintable, Transfer::Base64] {
                let source = Octets::source(&bytes);
                let mut octets = Octets::empty();
                octets.add(&source, 0..bytes.len(), transfer);
                let home = octets.home(0..octets.bytes.len());
                assert!(home.end as usize <= bytes.len() && home.start <= home.end);
            }
        }
    }

    /// Base64 in lines.
    fn base64(bytes: &[u8], width: usize) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let line = |line: &[u8]| {
            let quanta = line.chunks(3).map(|three| {
                let held = three.iter().enumerate().fold(0_u32, |held, (i, b)| held | u32::from(*b) << (16 - 8 * i));
                let sign = |i: usize| {
                    let letter = char::from(ALPHABET[(held >> (18 - 6 * i)) as usize & 63]);
                    if i <= three.len() { letter } else { '=' }
                };
                (0..4).map(sign).collect::<String>()
            });
            quanta.collect::<String>()
        };
        bytes.chunks(width).map(line).collect::<Vec<_>>().join("\r\n")
    }
}
