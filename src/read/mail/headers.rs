//! Owns the text of headers: the words of RFC 2047 and folded lines in their places, lists of people, names of files.

use std::ops::Range;

use super::fields::line;
use super::letter::Letter;
use super::octets::{Octets, Transfer};

/// Longest word of RFC 2047 that is looked for. The standard allows 75 bytes.
const MAX_WORD: usize = 2048;

/// A word of RFC 2047: `=?set?B?text?=`.
struct Word<'b> {
    /// The character set.
    set: &'b str,
    /// Whether it is the Q encoding, else base64.
    q: bool,
    /// The encoded text.
    text: Range<usize>,
    /// One past the word.
    end: usize,
}

/// The word that starts at byte `at`.
fn word(bytes: &[u8], at: usize) -> Option<Word<'_>> {
    let window = bytes.get(at + 2..bytes.len().min(at + MAX_WORD))?;
    let set = memchr::memchr(b'?', window)?;
    let name = std::str::from_utf8(window.get(..set)?).ok()?;
    let name = name.split('*').next().filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))?;
    let (code, mark) = (window.get(set + 1)?.to_ascii_lowercase(), window.get(set + 2)?);
    let text = set + 3;
    let len = memchr::memmem::find(window.get(text..)?, b"?=")?;
    let plain = !window.get(text..text + len)?.contains(&b'\n');
    let start = at + 2 + text;
    (*mark == b'?' && matches!(code, b'q' | b'b') && plain).then(|| Word {
        set: name,
        q: code == b'q',
        text: start..start + len,
        end: start + len + 2,
    })
}

/// Adds the text of a header's value to the letter. Folded lines become one; blanks between two encoded words are no text;
/// neighbours in one character set are decoded together, since some mailers cut inside a character.
pub(super) fn decode(letter: &mut Letter, octets: &Octets<'_>, range: Range<usize>) -> Range<usize> {
    let start = letter.text.len();
    let bytes = octets.slice(0..range.end);
    let (mut from, mut scan) = (range.start, range.start);
    let mut pending: Option<(String, Octets<'static>)> = None;
    while let Some(found) = bytes.get(scan..).and_then(|rest| memchr::memmem::find(rest, b"=?")) {
        let at = scan + found;
        let Some(word) = word(bytes, at) else {
            scan = at + 2;
            continue;
        };
        let blank = octets.slice(from..at).trim_ascii().is_empty();
        if !(blank && pending.is_some()) {
            flush(letter, pending.take());
            unfold(letter, octets, from..at);
        }
        if pending.as_ref().is_some_and(|(set, _)| !set.eq_ignore_ascii_case(word.set)) {
            flush(letter, pending.take());
        }
        let (_, held) = pending.get_or_insert_with(|| (word.set.to_owned(), Octets::empty()));
        if word.q {
            held.q(octets, word.text.clone());
        } else {
            held.add(octets, word.text.clone(), Transfer::Base64);
        }
        (from, scan) = (word.end, word.end);
    }
    flush(letter, pending);
    unfold(letter, octets, from..range.end);
    start..letter.text.len()
}

/// Adds encoded words.
fn flush(letter: &mut Letter, words: Option<(String, Octets<'_>)>) {
    if let Some((set, octets)) = words {
        let all = 0..octets.bytes.len();
        letter.add(&octets, all, Some(&set));
    }
}

/// Adds bytes as they stand, without their line ends.
fn unfold(letter: &mut Letter, octets: &Octets<'_>, range: Range<usize>) {
    let mut plain = Octets::empty();
    let bytes = octets.slice(0..range.end);
    let mut at = range.start;
    while at < range.end {
        let (end, next) = line(bytes, at);
        plain.add(octets, at..end, Transfer::Plain);
        at = next;
    }
    let all = 0..plain.bytes.len();
    letter.add(&plain, all, None);
}

/// The addresses in a stretch of text, each with the name before it. A stretch without an `@` belongs to the next one:
/// it is a name with a comma in it.
pub(super) fn addresses(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut quoted, mut depth, mut at_sign) = (range.start, false, 0_u32, false);
    let mut skip = false;
    for (at, byte) in text.bytes().enumerate().take(range.end).skip(range.start) {
        if std::mem::take(&mut skip) {
            continue;
        }
        match byte {
            b'\\' if quoted => skip = true,
            b'"' => quoted = !quoted,
            b'<' | b'(' if !quoted => depth += 1,
            b'>' | b')' if !quoted => depth = depth.saturating_sub(1),
            b'@' => at_sign = true,
            b',' | b';' if !quoted && depth == 0 && at_sign => {
                found.push(start..at);
                start = at + 1;
                at_sign = false;
            }
            _ => {}
        }
    }
    found.push(start..range.end);
    found
}

/// Adds the file's name that a header states to the letter. Knows the plain form, encoded words in it, and RFC 2231 with
/// its pieces.
pub(super) fn file_name(letter: &mut Letter, octets: &Octets<'_>, value: Range<usize>) -> Option<Range<usize>> {
    let mut set: Option<String> = None;
    let mut pieces = Octets::empty();
    let mut plain = None;
    for parameter in parameters(octets.slice(0..value.end), value.start) {
        let text = octets.slice(parameter.clone());
        let Some(equals) = memchr::memchr(b'=', text) else { continue };
        let key = String::from_utf8_lossy(text.get(..equals).unwrap_or_default()).trim().to_ascii_lowercase();
        let (base, piece) = key.split_once('*').map_or((key.as_str(), None), |(base, piece)| (base, Some(piece)));
        if base != "name" && base != "filename" {
            continue;
        }
        let mut inner = parameter.start + equals + 1..parameter.end;
        let written = octets.slice(inner.clone());
        let blank = written.len() - written.trim_ascii_start().len();
        inner = inner.start + blank..inner.start + written.trim_ascii_end().len().max(blank);
        if let [b'"', .., b'"'] = octets.slice(inner.clone()) {
            inner = inner.start + 1..inner.end - 1;
        }
        match piece {
            None => plain = plain.or(Some(inner)),
            Some(piece) if piece.is_empty() || piece.ends_with('*') => {
                if piece.trim_end_matches('*').trim_start_matches('0').is_empty() {
                    inner.start += language(octets.slice(inner.clone()), &mut set);
                }
                pieces.percent(octets, inner);
            }
            Some(_) => pieces.add(octets, inner, Transfer::Plain),
        }
    }
    if pieces.bytes.is_empty() {
        return plain.map(|plain| decode(letter, octets, plain));
    }
    let all = 0..pieces.bytes.len();
    Some(letter.add(&pieces, all, set.as_deref()))
}

/// The bytes before the text in `utf-8'en'text`.
fn language(bytes: &[u8], set: &mut Option<String>) -> usize {
    let mut marks = memchr::memchr_iter(b'\'', bytes);
    let (Some(first), Some(second)) = (marks.next(), marks.next()) else { return 0 };
    *set = bytes.get(..first).map(|set| String::from_utf8_lossy(set).into_owned());
    second + 1
}

/// The stretches between semicolons, from `start` to the end of `bytes`. Quotation marks hold a stretch together.
fn parameters(bytes: &[u8], start: usize) -> Vec<Range<usize>> {
    let (mut found, mut from, mut quoted) = (Vec::new(), start, false);
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                found.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..bytes.len());
    found
}

#[cfg(test)]
mod tests {
    use super::{Letter, Octets, addresses, decode, file_name};

    /// The text of a header's value.
    fn text(value: &str) -> String {
        let mut letter = Letter::default();
        decode(&mut letter, &Octets::source(value.as_bytes()), 0..value.len());
        letter.text
    }

    #[test]
    fn encoded_words_join_and_folds_vanish() {
        assert_eq!(text("=?utf-8?B?Tm9ydGg=?=\r\n =?UTF-8?Q?gate=20M?= emorial"), "Northgate M emorial");
        assert_eq!(text("=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?="), "Müller");
        assert_eq!(text("=?iso-8859-1*de?q?M=FC?= =?utf-8?q?=C3=9F?="), "Müß");
        assert_eq!(text("a =?b?= c =?x?Z?y?= =?"), "a =?b?= c =?x?Z?y?= =?");
        assert_eq!(text("one\r\n\ttwo"), "one\ttwo");
    }

    #[test]
    fn a_list_is_cut_between_addresses() {
        let list = "\"Okonjo, Ruth\" <r@x.example>, Vale, Ben <b@x.example>; c@x.example (a, b)";
        let found: Vec<&str> = addresses(list, 0..list.len()).into_iter().map(|range| list[range].trim()).collect();
        assert_eq!(found, ["\"Okonjo, Ruth\" <r@x.example>", "Vale, Ben <b@x.example>", "c@x.example (a, b)"]);
    }

    #[test]
    fn a_file_has_its_name_in_many_ways() {
        for (value, expected) in [
            ("attachment; filename=\"a; b.pdf\"", "a; b.pdf"),
            ("attachment; filename=a.pdf; size=3", "a.pdf"),
            ("attachment; filename=\"=?utf-8?Q?f=C3=BCr?=.pdf\"", "für.pdf"),
            ("attachment; filename*=utf-8'de'f%C3%BCr.pdf", "für.pdf"),
            ("attachment; filename*0*=utf-8''f%C3; filename*1*=%BCr; filename*2=\".pdf\"", "für.pdf"),
        ] {
            let mut letter = Letter::default();
            let found = file_name(&mut letter, &Octets::source(value.as_bytes()), 0..value.len());
            assert_eq!(found.map(|range| letter.text[range].to_owned()).as_deref(), Some(expected), "{value}");
        }
    }
}
