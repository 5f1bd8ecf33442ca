//! Owns the structure of a mail: headers, parts in parts, mails in mails, attachments. Goes through the bytes once, with
//! the boundaries that are open on a stack: `mail-parser` reads single headers, but its walk of a whole mail looks for
//! missing boundaries again and again and nests without a bound.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fields::{Field, Info, Meaning, fields, line, meaning};
use super::headers;
use super::letter::Letter;
use super::octets::{Octets, Transfer};
use crate::read::{MAX_DEPTH, Reading, decode, sniff};
use crate::text::Encoding;

/// Deepest nesting of mails inside encoded parts.
const MAX_ENCODED: usize = 8;

/// Bytes of an attachment, as they stand, that show what it is.
const HEAD: usize = 256 * 1024;

/// What a stretch of a mail's text is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// The start of a mail's headers.
    Headers,
    /// The start of the headers of a part.
    Part,
    /// A header, with its name.
    Header(String),
    /// Plain text.
    Text,
    /// A page.
    Html,
}

/// A stretch of a mail's text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Item {
    /// What it is.
    pub(super) what: What,
    /// Its bytes in the letter's text.
    pub(super) range: Range<usize>,
    /// In how many mails it stands that others wrote.
    pub(super) quoted: u32,
}

/// A multipart under way.
struct Level {
    /// What parts its parts.
    boundary: Vec<u8>,
    /// Whether its parts are mails unless they say otherwise.
    digest: bool,
    /// In how many mails it stands that others wrote.
    quoted: u32,
}

/// A boundary that was found.
struct Found {
    /// The end of the content before it.
    end: usize,
    /// Its level.
    level: usize,
    /// Whether it is the last one of its level.
    last: bool,
    /// Where the next line starts.
    next: usize,
}

/// A mail on the way to its text.
#[derive(Default)]
pub(super) struct Walk {
    /// The text of all that was read.
    pub(super) letter: Letter,
    /// What its stretches are.
    pub(super) items: Vec<Item>,
    /// Why attachments were not read, and how many for each reason.
    pub(super) unread: BTreeMap<String, usize>,
    /// What else kept it from being read whole.
    pub(super) faults: BTreeSet<&'static str>,
}

/// The level and kind of a boundary line.
fn boundary(line: &[u8], levels: &[Level]) -> Option<(usize, bool)> {
    let rest = line.strip_prefix(b"--")?.trim_ascii_end();
    levels.iter().enumerate().rev().find_map(|(index, level)| match rest.strip_prefix(level.boundary.as_slice())? {
        b"" => Some((index, false)),
        b"--" => Some((index, true)),
        _ => None,
    })
}

/// The first boundary line at or after the line that starts at `from`.
fn next_boundary(bytes: &[u8], from: usize, levels: &[Level]) -> Option<Found> {
    let (mut at, mut end) = (from, from);
    while at < bytes.len() && !levels.is_empty() {
        let (line_end, next) = line(bytes, at);
        if let Some((level, last)) = bytes.get(at..line_end).and_then(|line| boundary(line, levels)) {
            return Some(Found { end, level, last, next });
        }
        (at, end) = (next, line_end);
    }
    None
}

impl Walk {
    /// Reads a mail and all that is in it.
    pub(super) fn mail(&mut self, octets: &Octets<'_>, mut at: usize, mut quoted: u32, encoded: usize) {
        let mut levels: Vec<Level> = Vec::new();
        let (mut is_mail, mut digest) = (true, false);
        loop {
            let (fields, body) = fields(&octets.bytes, at, |line| boundary(line, &levels).is_some());
            let info = Info::of(octets.slice(at..body));
            self.headers(octets, &fields, is_mail, quoted);
            let mut open = false;
            if info.class == "multipart" {
                self.note_encryption(&info);
                open = self.open(&mut levels, &info, quoted);
            }
            let inner = info.class == "message" && matches!(info.subtype.as_str(), "rfc822" | "global" | "news");
            if (inner || digest && info.class.is_empty()) && info.transfer == Some(Transfer::Plain) {
                quoted = quoted.saturating_add(1);
                (at, is_mail, digest) = (body, true, false);
                if at < octets.bytes.len() {
                    continue;
                }
            }
            let found = next_boundary(&octets.bytes, body, &levels);
            let end = found.as_ref().map_or(octets.bytes.len(), |found| found.end);
            if open {
                self.text(octets, body..end, quoted);
            } else if inner && encoded < MAX_ENCODED {
                let decoded = self.transferred(octets, body..end, &info, quoted);
                self.mail(&decoded, 0, quoted.saturating_add(1), encoded + 1);
            } else {
                self.leaf(octets, body..end, &info, quoted);
            }
            let Some(next) = self.next_part(octets, &mut levels, found, quoted) else { return };
            at = next;
            let level = levels.last();
            quoted = level.map_or(quoted, |level| level.quoted);
            digest = level.is_some_and(|level| level.digest);
            is_mail = false;
        }
    }

    /// Opens a multipart; says whether it is one.
    fn open(&mut self, levels: &mut Vec<Level>, info: &Info, quoted: u32) -> bool {
        let Some(boundary) = &info.boundary else { return false };
        if levels.len() >= MAX_DEPTH {
            self.faults.insert("parts are nested deeper than 256 levels; what lies deeper was read as plain text");
            return false;
        }
        let boundary = boundary.trim_end().as_bytes().to_vec();
        levels.push(Level { boundary, digest: info.subtype == "digest", quoted });
        true
    }

    /// Goes from a boundary to the next part, past the ends of multiparts and the text behind them.
    fn next_part(
        &mut self,
        octets: &Octets<'_>,
        levels: &mut Vec<Level>,
        mut found: Option<Found>,
        quoted: u32,
    ) -> Option<usize> {
        loop {
            let boundary = found?;
            levels.truncate(boundary.level + 1);
            if !boundary.last {
                return Some(boundary.next);
            }
            let level = levels.pop();
            found = next_boundary(&octets.bytes, boundary.next, levels);
            let end = found.as_ref().map_or(octets.bytes.len(), |found| found.end);
            self.text(octets, boundary.next..end.max(boundary.next), level.map_or(quoted, |level| level.quoted));
        }
    }

    /// Adds a stretch of text.
    fn item(&mut self, what: What, range: Range<usize>, quoted: u32) {
        if !range.is_empty() {
            self.items.push(Item { what, range, quoted });
        }
    }

    /// Adds what stands around parts.
    fn text(&mut self, octets: &Octets<'_>, range: Range<usize>, quoted: u32) {
        if !octets.slice(range.clone()).trim_ascii().is_empty() {
            let range = self.letter.add(octets, range, None);
            self.item(What::Text, range, quoted);
        }
    }

    /// Adds the headers that are text.
    fn headers(&mut self, octets: &Octets<'_>, fields: &[Field], is_mail: bool, quoted: u32) {
        let end = self.letter.text.len();
        let what = if is_mail { What::Headers } else { What::Part };
        self.items.push(Item { what, range: end..end, quoted });
        let mut file: Option<Range<usize>> = None;
        for field in fields {
            let name = octets.slice(field.name.clone());
            let label = || String::from_utf8_lossy(name).into_owned();
            match meaning(name) {
                Meaning::Silent => {}
                Meaning::Text => {
                    let range = headers::decode(&mut self.letter, octets, field.value.clone());
                    self.item(What::Header(label()), range, quoted);
                }
                Meaning::Addresses => {
                    let range = headers::decode(&mut self.letter, octets, field.value.clone());
                    for address in headers::addresses(&self.letter.text, range) {
                        self.item(What::Header(label()), address, quoted);
                    }
                }
                Meaning::File => {
                    let Some(range) = headers::file_name(&mut self.letter, octets, field.value.clone()) else {
                        continue;
                    };
                    let text = |range: &Range<usize>| self.letter.text.get(range.clone());
                    if file.as_ref().is_none_or(|file| text(file) != text(&range)) {
                        self.item(What::Header("filename".to_owned()), range.clone(), quoted);
                        file = Some(range);
                    }
                }
            }
        }
    }

    /// Notes that a part is encrypted.
    fn note_encryption(&mut self, info: &Info) {
        if info.subtype == "encrypted" {
            self.faults.insert("it is encrypted");
        }
    }

    /// The bytes that a part means. Where its encoding is unknown or broken, what stands there is read as text too.
    fn transferred(&mut self, octets: &Octets<'_>, range: Range<usize>, info: &Info, quoted: u32) -> Octets<'static> {
        let mut decoded = Octets::empty();
        let Some(transfer) = info.transfer else {
            self.faults.insert("a part is encoded for transfer in a way that is not read");
            self.text(octets, range, quoted);
            return decoded;
        };
        decoded.add(octets, range.clone(), transfer);
        if decoded.broken && transfer == Transfer::Base64 {
            self.faults.insert("a part says that it is base64 and is not, or not whole");
            self.text(octets, range, quoted);
        }
        decoded
    }

    /// Reads a part that holds no parts.
    fn leaf(&mut self, octets: &Octets<'_>, range: Range<usize>, info: &Info, quoted: u32) {
        let words = match (info.class.as_str(), info.subtype.as_str()) {
            ("text", "rtf" | "richtext") => None,
            ("text", "html" | "xml") | ("application", "xhtml+xml") | ("image", "svg+xml") => Some(What::Html),
            ("" | "text" | "message" | "multipart", _) => Some(What::Text),
            _ => None,
        };
        if octets.slice(range.clone()).trim_ascii().is_empty() {
            return;
        }
        let spelled = words.is_none() || info.transfer == Some(Transfer::Base64);
        if spelled && self.is_known(octets, range.clone(), info) {
            return;
        }
        let decoded = self.transferred(octets, range, info, quoted);
        let bytes: &[u8] = &decoded.bytes;
        let (what, charset) = match words {
            Some(What::Html) => (What::Html, info.charset.clone().or_else(|| stated_charset(bytes))),
            Some(what) => (what, info.charset.clone()),
            None => match self.attachment(bytes, info) {
                Some((what, set)) => (what, info.charset.clone().or(set)),
                None => return,
            },
        };
        if memchr::memmem::find(bytes, b"-----BEGIN PGP MESSAGE-----").is_some() {
            self.faults.insert("it is encrypted");
        }
        let all = 0..bytes.len();
        let range = self.letter.add(&decoded, all, charset.as_deref());
        self.item(what, range, quoted);
    }

    /// Whether the beginning of an attachment says that it is not read: a long one is not decoded for nothing.
    fn is_known(&mut self, octets: &Octets<'_>, range: Range<usize>, info: &Info) -> bool {
        let Some(transfer) = info.transfer else { return false };
        let mut head = Octets::empty();
        head.add(octets, range.start..range.end.min(range.start + HEAD), transfer);
        match sniff::sniff(&head.bytes) {
            Some(Reading::Unchecked(reason)) => *self.unread.entry(reason.0).or_default() += 1,
            Some(_) => {}
            None => return false,
        }
        true
    }

    /// How an attachment of another type is read, by its content, and in which character set; `None` where it is not read,
    /// or has no words.
    fn attachment(&mut self, bytes: &[u8], info: &Info) -> Option<(What, Option<String>)> {
        let media = matches!(info.class.as_str(), "image" | "audio" | "video" | "font");
        let reason = match () {
            () if media || bytes.is_empty() => "data of unknown type".to_owned(),
            () if info.subtype.contains("pkcs7") && !info.subtype.contains("signature") => "it is encrypted".to_owned(),
            // A signature holds no words; certificates in it name who signed.
            () if info.subtype.contains("signature") => return None,
            () => match decode::decode(bytes) {
                Ok(decoded) => {
                    let head = decoded.text.trim_start();
                    let head = head.get(..head.floor_char_boundary(15)).unwrap_or_default().to_ascii_lowercase();
                    let page = ["<!doctype html", "<html", "<?xml"].iter().any(|start| head.starts_with(start));
                    let set = match decoded.encoding {
                        Encoding::Utf8 => None,
                        Encoding::Utf16Le => Some("utf-16le".to_owned()),
                        Encoding::Utf16Be => Some("utf-16be".to_owned()),
                        Encoding::Windows1252 => Some("windows-1252".to_owned()),
                    };
                    return Some((if page { What::Html } else { What::Text }, set));
                }
                Err(_) => "data of unknown type".to_owned(),
            },
        };
        *self.unread.entry(reason).or_default() += 1;
        None
    }
}

/// The character set that a page states of itself.
fn stated_charset(page: &[u8]) -> Option<String> {
    let head = page.get(..page.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")?;
    let value = head.get(at + 8..)?.iter().skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '));
    let name: Vec<u8> =
        value.copied().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).collect();
    String::from_utf8(name).ok().filter(|name| encoding_rs::Encoding::for_label(name.as_bytes()).is_some())
}
