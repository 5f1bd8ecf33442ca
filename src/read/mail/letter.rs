//! Owns the text of a mail: the step from bytes to characters in the character set that a part names, with the way back
//! to the file's bytes. All parts stand in one text, in the order they are read.

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding, UTF_8, WINDOWS_1252};

use super::octets::Octets;
use crate::text::{How, Run, SourceMap, Span};

/// The text of a mail so far.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// The characters.
    pub(super) text: String,
    /// The way back to the file.
    pub(super) map: SourceMap,
    /// Whether a part named a character set that nobody knows.
    pub(super) unknown_set: bool,
}

impl Letter {
    /// Adds the text that bytes spell in the character set `label`, and says where it stands.
    pub(super) fn add(&mut self, octets: &Octets<'_>, range: Range<usize>, label: Option<&str>) -> Range<usize> {
        let start = self.text.len();
        let bytes = octets.slice(range.clone());
        let named = label.map(str::trim).filter(|label| !label.is_empty());
        let known = named.and_then(|label| Encoding::for_label(label.as_bytes()));
        self.unknown_set |= named.is_some() && known.is_none();
        // Mail that calls itself ASCII or Latin-1 is often UTF-8, and hardly ever the other way round.
        let set = known.filter(|set| *set != WINDOWS_1252 && *set != UTF_8).unwrap_or_else(|| {
            let utf8 = std::str::from_utf8(bytes).is_ok() || known == Some(UTF_8) && !looks_1252(bytes);
            if utf8 { UTF_8 } else { WINDOWS_1252 }
        });
        if set == UTF_8 {
            self.utf8(octets, &range);
        } else {
            self.coded(octets, &range, set);
        }
        start..self.text.len()
    }

    /// Adds a run.
    fn run(&mut self, text: &str, home: Span, how: How) {
        let at = Span::at(self.text.len()..self.text.len()).start;
        self.map.push(Run { text: at, source: home.start, source_len: home.len(), how });
        self.text.push_str(text);
    }

    /// Adds UTF-8. A character whose bytes stand in several runs is one run of its own.
    fn utf8(&mut self, octets: &Octets<'_>, range: &Range<usize>) {
        let mut at = range.start;
        for chunk in octets.slice(range.clone()).utf8_chunks() {
            let valid = chunk.valid();
            let (start, end) = (at, at + valid.len());
            for (cut, how) in octets.cuts(start..end) {
                // Past a character that the run before began.
                let from = cut.start.max(at);
                let until = start + valid.floor_char_boundary(cut.end - start);
                if from < until {
                    let text = valid.get(from - start..until - start).unwrap_or_default();
                    self.run(text, octets.home(from..until), how);
                }
                at = from.max(until);
                if until < cut.end && at < cut.end {
                    let len = valid.get(at - start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                    let text = valid.get(at - start..at - start + len).unwrap_or_default();
                    self.run(text, octets.home(at..at + len), How::Decoded);
                    at += len;
                }
            }
            at = end;
            if !chunk.invalid().is_empty() {
                at = end + chunk.invalid().len();
                self.run("\u{FFFD}", octets.home(end..at), How::Decoded);
            }
        }
    }

    /// Adds text in another character set, byte by byte, so that each character knows its bytes.
    fn coded(&mut self, octets: &Octets<'_>, range: &Range<usize>, set: &'static Encoding) {
        let mut decoder = set.new_decoder_without_bom_handling();
        let bytes = octets.slice(0..range.end);
        let mut from = range.start;
        let mut out = [0_u8; 32];
        let mut plain = Plain { octets, from: range.start, until: range.start };
        for (at, byte) in bytes.iter().enumerate().skip(range.start) {
            let last = at + 1 == range.end;
            let mut rest: &[u8] = &[*byte];
            loop {
                let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut out, last);
                rest = rest.get(read..).unwrap_or_default();
                let text = out.get(..written).and_then(|out| std::str::from_utf8(out).ok()).unwrap_or_default();
                if text.as_bytes() == [*byte] && from == at && byte.is_ascii() {
                    plain.until = at + 1;
                } else if !text.is_empty() {
                    plain.flush(self, at + 1);
                    self.run(text, octets.home(from..at + 1), How::Decoded);
                }
                if matches!(result, DecoderResult::Malformed(..)) {
                    plain.flush(self, at + 1);
                    self.run("\u{FFFD}", octets.home(from..at + 1), How::Decoded);
                } else {
                    if !text.is_empty() {
                        from = at + 1;
                    }
                    break;
                }
                from = if rest.is_empty() { at + 1 } else { at };
                if rest.is_empty() && !last {
                    break;
                }
            }
        }
        plain.flush(self, range.end);
    }
}

/// ASCII characters that wait to be added together.
struct Plain<'o, 's> {
    /// The bytes.
    octets: &'o Octets<'s>,
    /// The first of them.
    from: usize,
    /// One past the last.
    until: usize,
}

impl Plain<'_, '_> {
    /// Adds those that wait; the next can come at `next`.
    fn flush(&mut self, letter: &mut Letter, next: usize) {
        for (cut, how) in self.octets.cuts(self.from..self.until) {
            let text = std::str::from_utf8(self.octets.slice(cut.clone())).unwrap_or_default();
            letter.run(text, self.octets.home(cut), how);
        }
        (self.from, self.until) = (next, next);
    }
}

/// Whether bytes that call themselves UTF-8 are none: more characters are broken than whole.
fn looks_1252(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good < bad
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    use super::{Letter, Octets};
    use crate::read::mail::octets::Transfer;
    use crate::text::Span;

    /// The text of bytes, and for each character the bytes that hold it.
    fn read(bytes: &[u8], transfer: Transfer, label: &str) -> (String, Vec<Vec<u8>>) {
        let mut octets = Octets::empty();
        octets.add(&Octets::source(bytes), 0..bytes.len(), transfer);
        let mut letter = Letter::default();
        letter.add(&octets, 0..octets.bytes.len(), Some(label).filter(|label| !label.is_empty()));
        let home = |at: usize, c: char| letter.map.home(&letter.text, Span::at(at..at + c.len_utf8())).range();
        let homes = letter.text.char_indices().map(|(at, c)| bytes[home(at, c)].to_vec()).collect();
        (letter.text.clone(), homes)
    }

    #[test]
    fn a_character_is_held_by_all_its_bytes() {
        let (text, homes) = read(b"a=C3=\n=A9b", Transfer::QuotedPrintable, "utf-8");
        assert_eq!((text.as_str(), homes), ("aéb", vec![b"a".to_vec(), b"=C3=\n=A9".to_vec(), b"b".to_vec()]));
        let (text, homes) = read(b"M=FCller", Transfer::QuotedPrintable, "iso-8859-1");
        assert_eq!((text.as_str(), &homes[1]), ("Müller", &b"=FC".to_vec()));
        let (text, homes) = read(b"\x83\x65x\x83\x58", Transfer::Plain, "shift_jis");
        assert_eq!((text.as_str(), homes), ("テxス", vec![b"\x83\x65".to_vec(), b"x".to_vec(), b"\x83\x58".to_vec()]));
        let (text, homes) = read(b"\x1B$B%F\x1B(Bx", Transfer::Plain, "iso-2022-jp");
        assert_eq!((text.as_str(), homes), ("テx", vec![b"\x1B$B%F".to_vec(), b"\x1B(Bx".to_vec()]));
    }

    #[test]
    fn the_bytes_say_more_than_the_label() {
        assert_eq!(read("Müller".as_bytes(), Transfer::Plain, "us-ascii").0, "Müller");
        assert_eq!(read(b"M\xFCller", Transfer::Plain, "utf-8").0, "Müller");
        assert_eq!(read(b"M\xFCller", Transfer::Plain, "").0, "Müller");
        assert_eq!(read(b"x\x81\xFFy\x83", Transfer::Plain, "shift_jis").0, "x\u{FFFD}y\u{FFFD}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn each_character_is_what_its_bytes_spell(text in "[a-zäöüéßłżテス漢字 ]{0,30}", set in 0_usize..6) {
            let label = ["utf-8", "shift_jis", "euc-jp", "gb18030", "big5", "windows-1250"][set];
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("known");
            let (bytes, _, lossy) = encoding.encode(&text);
            if !lossy {
                let quoted: String = bytes.iter().map(|b| format!("={b:02X}")).collect();
                let (found, homes) = read(quoted.as_bytes(), Transfer::QuotedPrintable, label);
                assert_eq!(found, text);
                for (c, home) in text.chars().zip(homes) {
                    assert_eq!(read(&home, Transfer::QuotedPrintable, label).0, c.to_string());
                }
            }
        }

        #[test]
        fn any_bytes_are_text_in_any_set(bytes in prop::collection::vec(any::<u8>(), 0..60), set in 0_usize..8) {
            let sets = ["utf-8", "shift_jis", "gb18030", "iso-2022-jp", "utf-16le", "koi8-r", "x-none", ""];
            for transfer in [Transfer::Plain, Transfer::QuotedPrintable, Transfer::Base64] {
                let (text, homes) = read(&bytes, transfer, sets[set]);
                assert_eq!(text.chars().count(), homes.len());
            }
        }
    }
}
