//! Owns the headers of a mail and its parts: where each stands, which of them are text, and what a part is (type,
//! boundary, character set), which `mail-parser` reads. Their text is the work of `headers`.

use std::ops::Range;

use mail_parser::{HeaderName, HeaderValue, MessageParser};

use super::octets::Transfer;

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
const SILENT: [&str; 43] = [
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

#[cfg(test)]
mod tests {
    use super::fields;

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
}
