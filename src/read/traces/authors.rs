//! Owns the traces of who wrote, with which account and from which line: the properties that word processors leave in
//! pages, names of accounts where an author should stand, deletions that were only marked, and the few headers of a mail
//! that tell of a person rather than of a program. A plain author is the by-line and is no trace.

use std::net::IpAddr;
use std::ops::Range;

use super::{last_key, within};
use crate::draft::{Block, Draft, NoteKind, Role};
use crate::text::Span;

/// The properties of a document that name somebody, as word processors write them in pages.
const PROPERTIES: [&str; 4] = ["o:author", "o:lastauthor", "o:manager", "o:company"];

/// Headers with the address of the line that a mail came from.
const LINES: [&str; 7] = [
    "x-originating-ip",
    "x-sender-ip",
    "x-client-ip",
    "x-source-ip",
    "x-user-ip",
    "x-remote-ip",
    "x-originating-client-ip",
];

/// Adds notes of authors, accounts, lines and tracked changes.
pub(super) fn find(draft: &Draft, add: &mut dyn FnMut(NoteKind, Span)) {
    for block in &draft.blocks {
        let text = draft.slice(block.text);
        if block.role == Role::Comment {
            properties(text, &mut |range, value| add(written_by(value), within(block.text, range)));
            continue;
        }
        let Some(label) = block.label.as_deref() else { continue };
        if let Some(kind) = of_label(block, label, text) {
            add(kind, block.text);
        }
    }
}

/// What a labelled block tells.
fn of_label(block: &Block, label: &str, text: &str) -> Option<NoteKind> {
    match block.role {
        // Word marks who changed what with an address that nobody can write to.
        Role::Url => (label == "cite" && text.starts_with("mailto:")).then_some(NoteKind::TrackedChange),
        Role::Header if LINES.iter().any(|line| label.eq_ignore_ascii_case(line)) => {
            is_line(text).then_some(NoteKind::Connection)
        }
        Role::Code | Role::Path => None,
        _ if PROPERTIES.contains(&label) => is_somebody(text).then(|| written_by(text)),
        _ if text.contains('\\') && names_somebody(label) => is_account(text).then_some(NoteKind::Account),
        Role::Meta => {
            let key = last_key(label);
            let saved =
                matches!(key.as_str(), "lastmodifiedby" | "lastauthor" | "lastsavedby" | "modifiedby" | "changedby");
            (saved && is_somebody(text)).then_some(NoteKind::Author)
        }
        _ => None,
    }
}

/// Whether a label is one of who wrote.
fn names_somebody(label: &str) -> bool {
    const WORDS: [&str; 8] = ["author", "user", "owner", "editor", "creator", "manager", "sender", "writer"];
    let key = last_key(label);
    key.ends_with("by") || WORDS.iter().any(|word| key.contains(word))
}

/// Who a property names.
fn written_by(value: &str) -> NoteKind {
    if is_account(value) { NoteKind::Account } else { NoteKind::Author }
}

/// Whether a name is one of a person or an office, not what a fresh installation writes.
fn is_somebody(name: &str) -> bool {
    const NOBODY: [&str; 17] = [
        "user",
        "admin",
        "administrator",
        "owner",
        "author",
        "windows user",
        "microsoft office user",
        "microsoft",
        "hp",
        "dell",
        "hewlett-packard",
        "lenovo",
        "pc",
        "test",
        "home",
        "unknown",
        "python-docx",
    ];
    let name = name.trim();
    name.chars().any(char::is_alphabetic) && !NOBODY.iter().any(|nobody| name.eq_ignore_ascii_case(nobody))
}

/// Whether a text is the name of an account in a network: `FIRM\kim`.
fn is_account(text: &str) -> bool {
    let Some((network, user)) = text.trim().split_once('\\') else { return false };
    let fits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len())
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'$'))
    };
    // `and\or` is none.
    fits(network, 2, 30) && fits(user, 3, 40)
}

/// Whether a header names a line: an address of the internet, not one of a house or office.
fn is_line(text: &str) -> bool {
    let address = text.trim().trim_matches(['[', ']']);
    let address = address.strip_prefix("IPv6:").unwrap_or(address);
    match address.parse::<IpAddr>() {
        // What is private leads nowhere from outside.
        Ok(IpAddr::V4(address)) => {
            let shared = matches!(address.octets(), [100, 64..=127, ..]);
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || shared)
        }
        Ok(IpAddr::V6(address)) => {
            let inner = address.is_unique_local() || address.is_unicast_link_local();
            !(inner || address.is_loopback() || address.is_unspecified())
        }
        Err(_) => false,
    }
}

/// Longest value of a property, in bytes.
const LONGEST: usize = 200;

/// Calls `each` with the properties of a document in a comment: `<o:Author>Kim Holt</o:Author>`.
fn properties(text: &str, each: &mut dyn FnMut(Range<usize>, &str)) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memmem::find(rest, b"<o:")) {
        let at = from + found + 1;
        from = at;
        let rest = text.get(at..).unwrap_or_default();
        let named = PROPERTIES.iter().find(|name| {
            rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
                && rest.get(name.len()..).is_some_and(|rest| rest.starts_with('>'))
        });
        let Some(name) = named else { continue };
        let start = at + name.len() + 1;
        let value = text.get(start..).unwrap_or_default();
        let Some(end) = value.as_bytes().iter().take(LONGEST).position(|byte| *byte == b'<') else { continue };
        let value = value.get(..end).unwrap_or_default();
        let blank = value.len() - value.trim_start().len();
        if is_somebody(value) {
            each(start + blank..start + value.trim_end().len(), value.trim());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_account, is_line, properties};

    #[test]
    fn properties_of_a_document_are_found_in_a_comment() {
        let mut found = Vec::new();
        let text = "[if gte mso 9]><xml><o:Author> Kim Holt </o:Author><o:LASTAUTHOR>FIRM\\kh</o:LastAuthor><o:Company>hp</o:Company>\
                    <o:Author>x";
        properties(text, &mut |range, value| found.push((text[range].to_owned(), value.to_owned())));
        assert_eq!(found, [("Kim Holt".into(), "Kim Holt".into()), ("FIRM\\kh".into(), "FIRM\\kh".into())]);
    }

    #[test]
    fn accounts_and_lines_have_their_form() {
        assert!(is_account("FIRM\\kim.holt") && is_account(" corp\\kh42 ") && !is_account("and\\or"));
        assert!(!is_account("Kim Holt") && !is_account("a\\b") && !is_account("Kim \\ Holt") && !is_account("a\\b\\c"));
        assert!(is_line("[203.0.113.9]") && is_line("2001:db8::1") && is_line("[IPv6:2001:db8::1]"));
        assert!(
            !is_line("127.0.0.1")
                && !is_line("[10.1.2.3]")
                && !is_line("fe80::1")
                && !is_line("[::1]")
                && !is_line("unknown")
        );
    }
}
