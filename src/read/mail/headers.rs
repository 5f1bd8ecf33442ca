//! Owns the headers of a mail: where each stands, which of them are text, and their text with the words of RFC 2047 and
//! folded lines in their places. What a part is (type, boundary, character set) is read by `mail-parser`.

use std::ops::Range;

use mail_parser::{HeaderName, HeaderValue, MessageParser};

use super::letter::Letter;
use super::octets::{Octets, Transfer};

/// Longest word of RFC 2047 that is looked for. The standard allows 75 bytes.
const MAX_WORD: usize = 2048;

/// A header: its name and its value, line ends included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Field {
    /// The bytes of its name.
    pub(super) name: Range<usize>,
    /// The bytes after the colon.
    pub(super) value: Range<usize>,
}

/// The end of a line's content and the start of the next line.
pub(super) fn line(bytes: &[u8], at: usize) -> (usize, usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(len) = memchr::memchr(b'\n', rest) else { return (bytes.len(), bytes.len()) };
    let crlf = rest.get(len.wrapping_sub(1)) == Some(&b'\r');
    (at + len - usize::from(crlf), at + len + 1)
}

/// The headers that start at byte `at`, and where the body starts. They end at an empty line; where that is missing, at the
/// first line that is none, and at a line that `stop` knows.
pub(super) fn fields(bytes: &[u8], mut at: usize, stop: impl Fn(&[u8]) -> bool) -> (Vec<Field>, usize) {
    let mut fields: Vec<Field> = Vec::new();
    while at < bytes.len() {
        let (end, next) = line(bytes, at);
        let content = bytes.get(at..end).unwrap_or_default();
        let folded = matches!(content.first(), Some(b' ' | b'\t'));
        if content.trim_ascii().is_empty() {
            let (end, _) = line(bytes, next);
            let after = bytes.get(next..end).unwrap_or_default();
            let goes_on = folded && matches!(after.first(), Some(b' ' | b'\t')) && !after.trim_ascii().is_empty();
            if !goes_on || fields.is_empty() {
                return (fields, next);
            }
        } else if stop(content) {
            return (fields, at);
        } else if let Some(last) = fields.last_mut().filter(|_| folded) {
            last.value.end = next;
        } else if let Some(name) = name_len(content) {
            let colon = content.iter().position(|byte| *byte == b':').unwrap_or(name);
            fields.push(Field { name: at..at + name, value: at + colon + 1..next });
        } else if !(fields.is_empty() && (content.starts_with(b"From ") || content.starts_with(b">From "))) {
            return (fields, at);
        }
        at = next;
    }
    (fields, at.min(bytes.len()))
}

/// The length of a header's name at the start of a line.
fn name_len(line: &[u8]) -> Option<usize> {
    let len = line.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    let after = line.get(len..).unwrap_or_default().trim_ascii_start();
    (len > 0 && after.first() == Some(&b':')).then_some(len)
}

/// What a part is, as its headers say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Info {
    /// `text` of `text/plain`, in lower case; empty where nothing is said.
    pub(super) class: String,
    /// `plain` of `text/plain`, in lower case.
    pub(super) subtype: String,
    /// What parts the parts of a multipart.
    pub(super) boundary: Option<String>,
    /// The character set.
    pub(super) charset: Option<String>,
    /// How its bytes are spelled; `None` where that is unknown.
    pub(super) transfer: Option<Transfer>,
    /// Whether it is an attachment by what it says of itself.
    pub(super) attachment: bool,
}

impl Info {
    /// Reads the headers in a stretch of bytes.
    pub(super) fn of(headers: &[u8]) -> Self {
        let mut info = Self { transfer: Some(Transfer::Plain), ..Self::default() };
        let Some(message) = MessageParser::default().parse_headers(headers) else { return info };
        let value = |name: HeaderName<'static>| message.header(name);
        if let Some(content) = value(HeaderName::ContentType).and_then(HeaderValue::as_content_type) {
            info.class = content.ctype().trim().to_ascii_lowercase();
            info.subtype = content.subtype().unwrap_or_default().trim().to_ascii_lowercase();
            info.boundary = content.attribute("boundary").map(str::to_owned).filter(|boundary| !boundary.is_empty());
            info.charset = content.attribute("charset").map(str::to_owned);
        }
        let disposition = value(HeaderName::ContentDisposition).and_then(HeaderValue::as_content_type);
        info.attachment = disposition.is_some_and(|disposition| disposition.is_attachment());
        if let Some(transfer) = value(HeaderName::ContentTransferEncoding).and_then(HeaderValue::as_text) {
            info.transfer = match transfer.trim().to_ascii_lowercase().as_str() {
                "" | "7bit" | "8bit" | "7-bit" | "8-bit" | "binary" | "none" => Some(Transfer::Plain),
                "quoted-printable" => Some(Transfer::QuotedPrintable),
                "base64" => Some(Transfer::Base64),
                _ => None,
            };
        }
        info
    }
}

/// What a header is to a reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// Text.
    Text,
    /// A list of people.
    Addresses,
    /// Something that may name a file.
    File,
    /// Nothing that people wrote.
    Silent,
}

/// Headers that name people.
const PEOPLE: [&str; 9] = [
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "mail-followup-to",
    "mail-reply-to",
    "disposition-notification-to",
];

/// Headers that machines write.
const SILENT: [&str; 44] = [
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "envelope-to",
    "user-agent",
    "priority",
    "importance",
    "precedence",
    "status",
    "thread-index",
    "lines",
    "autocrypt",
    "accept-language",
    "feedback-id",
    "content-transfer-encoding",
    "content-id",
    "content-language",
    "content-length",
    "content-md5",
    "authentication-results",
    "auto-submitted",
    "require-recipient-valid-since",
    "dkim-signature",
    "domainkey-signature",
    "bimi-selector",
    "errors-to",
    "x-mailer",
    "x-priority",
    "x-status",
    "x-keywords",
    "x-uid",
    "x-mozilla-status",
    "x-mozilla-status2",
    "x-mozilla-keys",
    "x-received",
    "x-originating-ip",
    "x-msmail-priority",
    "x-universally-unique-identifier",
    "x-uniform-type-identifier",
];

/// Beginnings of headers that machines write.
const SILENT_KIN: [&str; 13] = [
    "arc-",
    "received-",
    "list-",
    "x-ms-",
    "x-microsoft-",
    "x-google-",
    "x-gm-",
    "x-spam",
    "x-forefront-",
    "x-sg-",
    "x-mailgun-",
    "x-ses-",
    "x-proofpoint-",
];

/// What a header is, by its name. One that nobody knows counts as text.
pub(super) fn meaning(name: &[u8]) -> Meaning {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let name = name.strip_prefix("resent-").unwrap_or(&name);
    if PEOPLE.contains(&name) {
        Meaning::Addresses
    } else if matches!(name, "content-type" | "content-disposition") {
        Meaning::File
    } else if SILENT.contains(&name) || SILENT_KIN.iter().any(|start| name.starts_with(start)) {
        Meaning::Silent
    } else {
        Meaning::Text
    }
}

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
    use super::{Letter, Octets, addresses, decode, fields, file_name};

    /// The text of a header's value.
    fn text(value: &str) -> String {
        let mut letter = Letter::default();
        decode(&mut letter, &Octets::source(value.as_bytes()), 0..value.len());
        letter.text
    }

    #[test]
    fn headers_end_where_the_body_begins() {
        let names = |mail: &str| {
            let (fields, body) = fields(mail.as_bytes(), 0, |line| line == b"--b");
            let names: Vec<String> = fields.iter().map(|field| mail[field.name.clone()].to_owned()).collect();
            (names, mail[body..].to_owned())
        };
        let found = |all: &[&str], body: &str| (all.iter().map(ToString::to_string).collect(), body.to_owned());
        assert_eq!(names("From a@b Mon\nTo: x\r\n y\r\n\r\nbody"), found(&["To"], "body"));
        assert_eq!(names("To : x\nDear all, hello\n"), found(&["To"], "Dear all, hello\n"));
        assert_eq!(names("To: x\n--b\nbody"), found(&["To"], "--b\nbody"));
        assert_eq!(names("just text"), found(&[], "just text"));
        assert_eq!(names("To: x"), found(&["To"], ""));
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
