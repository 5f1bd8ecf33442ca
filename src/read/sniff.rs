//! Owns the closed list of file types that are known by their first bytes: those without words, and those that may hold
//! words and are not read yet. The file's name has no say in it. `read` asks before any decoding.

use super::{Reading, Unchecked};

/// Most bytes of a file that stands for one that Git LFS keeps elsewhere: its specification says under 1024.
const LONGEST_POINTER: usize = 1024;

/// What the first bytes say, `None` for what may be text.
pub(crate) fn sniff(bytes: &[u8]) -> Option<Reading> {
    if let Some(reason) = unread(bytes) {
        return Some(Reading::Unchecked(Unchecked(reason.to_owned())));
    }
    let kind = picture(bytes).or_else(|| font(bytes)).or_else(|| media(bytes)).or_else(|| program(bytes))?;
    // Several marks are plain letters (`BM`, `MZ`, `ID3`): a text may begin with them, a picture never is text.
    has_binary_byte(bytes).then_some(Reading::Wordless(kind))
}

/// Whether the first bytes hold one that no text holds.
fn has_binary_byte(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    head.iter().any(|b| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F))
        || std::str::from_utf8(head).is_err_and(|e| e.error_len().is_some())
}

/// Types that may hold words and have no reader.
fn unread(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    if starts(b"%PDF-") {
        return Some(if memchr::memmem::find(bytes, b"/Encrypt").is_some() {
            "encrypted pdf documents are not read"
        } else {
            "pdf documents are not read yet"
        });
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Some(container(bytes));
    }
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some("old office documents (doc, xls, ppt, msg) and encrypted office documents are not read");
    }
    if starts(b"{\\rtf") {
        return Some("rtf documents are not read yet");
    }
    if starts(b"SQLite format 3\0") {
        return Some("databases are not read");
    }
    if bytes.len() <= LONGEST_POINTER && starts(b"version https://git-lfs.github.com/spec/") {
        return Some("a Git LFS pointer: its content was not read");
    }
    let archive = starts(b"\x1F\x8B")
        || starts(b"BZh") && has_binary_byte(bytes)
        || starts(b"\xFD7zXZ\0")
        || starts(b"\x28\xB5\x2F\xFD")
        || starts(b"7z\xBC\xAF\x27\x1C")
        || starts(b"Rar!\x1A\x07")
        || matches!(bytes.get(257..263), Some(b"ustar\0" | b"ustar ")) && has_binary_byte(bytes);
    archive.then_some("archives are not read")
}

/// Whether it is a mail whose words stand there in an encoding of their own: as plain text it would seem clean.
pub(crate) fn is_encoded_mail(bytes: &[u8]) -> bool {
    let name = bytes.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    if name == 0 || bytes.get(name) != Some(&b':') && !bytes.starts_with(b"From ") {
        return false;
    }
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default().to_ascii_lowercase();
    let mark = b"\ncontent-transfer-encoding:";
    memchr::memmem::find_iter(&head, mark).any(|at| {
        let value = head.get(at + mark.len()..).unwrap_or_default().trim_ascii_start();
        value.starts_with(b"base64") || value.starts_with(b"quoted-printable")
    })
}

/// What a zip container is, by the names of its first entries.
fn container(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    if bytes.get(6).is_some_and(|flags| flags & 1 == 1) {
        "encrypted archives are not read"
    } else if has(b"word/") {
        "docx documents are not read yet"
    } else if has(b"ppt/") {
        "pptx documents are not read yet"
    } else if has(b"xl/") {
        "xlsx documents are not read yet"
    } else if has(b"mimetypeapplication/vnd.oasis") {
        "open document files are not read yet"
    } else if has(b"mimetypeapplication/epub") {
        "epub books are not read yet"
    } else {
        "archives are not read"
    }
}

/// The brand of an ISO media file: `avif`, `isom`.
fn brand(bytes: &[u8]) -> Option<&[u8]> {
    (bytes.get(4..8)? == b"ftyp").then(|| bytes.get(8..12)).flatten()
}

/// The form of a RIFF file: `WEBP`, `WAVE`, `AVI `.
fn riff(bytes: &[u8]) -> Option<&[u8]> {
    bytes.starts_with(b"RIFF").then(|| bytes.get(8..12)).flatten()
}

/// Pictures. SVG is text and not among them.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    match () {
        () if starts(b"\x89PNG\r\n\x1A\n") => Some("png picture"),
        () if starts(b"\xFF\xD8\xFF") => Some("jpeg picture"),
        () if starts(b"GIF87a") || starts(b"GIF89a") => Some("gif picture"),
        () if riff(bytes) == Some(b"WEBP") => Some("webp picture"),
        () if matches!(brand(bytes), Some(b"avif" | b"avis")) => Some("avif picture"),
        () if matches!(brand(bytes), Some(b"heic" | b"heix" | b"mif1" | b"heim")) => Some("heic picture"),
        () if starts(b"\0\0\x01\0") || starts(b"\0\0\x02\0") => Some("ico picture"),
        () if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) => Some("bmp picture"),
        () if starts(b"II*\0") || starts(b"MM\0*") => Some("tiff picture"),
        () if starts(b"\0\0\0\x0CJXL \r\n\x87\n") || starts(b"\xFF\x0A") => Some("jpeg xl picture"),
        () => None,
    }
}

/// Fonts.
fn font(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    match () {
        () if starts(b"wOF2") => Some("woff2 font"),
        () if starts(b"wOFF") => Some("woff font"),
        () if starts(b"OTTO") => Some("otf font"),
        () if starts(b"ttcf") || starts(b"true\0") || starts(b"\0\x01\0\0") => Some("ttf font"),
        () if bytes.get(34..36) == Some(b"LP") && bytes.get(8..11).is_some_and(|v| v.ends_with(&[0, 2])) => {
            Some("eot font")
        }
        () => None,
    }
}

/// Sound and film.
fn media(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    match () {
        () if starts(b"ID3") || matches!(bytes, [0xFF, 0xFB | 0xF3 | 0xF2, ..]) => Some("mp3 audio"),
        () if starts(b"fLaC") => Some("flac audio"),
        () if starts(b"OggS") => Some("ogg media"),
        () if starts(b"MThd") => Some("midi audio"),
        () if riff(bytes) == Some(b"WAVE") => Some("wav audio"),
        () if riff(bytes) == Some(b"AVI ") => Some("avi video"),
        () if matches!(brand(bytes), Some(b"M4A " | b"M4B ")) => Some("m4a audio"),
        () if brand(bytes) == Some(b"qt  ") => Some("mov video"),
        () if brand(bytes).is_some() => Some("mp4 video"),
        () if starts(b"\x1A\x45\xDF\xA3") => Some("webm video"),
        () if starts(b"FLV\x01") => Some("flv video"),
        () => None,
    }
}

/// Programs.
fn program(bytes: &[u8]) -> Option<&'static str> {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    let mach =
        [b"\xFE\xED\xFA\xCE", b"\xFE\xED\xFA\xCF", b"\xCE\xFA\xED\xFE", b"\xCF\xFA\xED\xFE", b"\xCA\xFE\xBA\xBE"];
    match () {
        () if starts(b"\x7FELF") || starts(b"MZ") || mach.iter().any(|mark| starts(*mark)) => Some("executable"),
        () if starts(b"\0asm") => Some("wasm module"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_encoded_mail, sniff};
    use crate::read::Reading;

    #[test]
    fn letters_that_are_also_marks_stay_text() {
        for text in ["BMW settled", "MZ Partners", "ID3 tags", "OTTO v Smith", "GIF89a explained", "RIFF", "<svg/>", ""]
        {
            assert_eq!(sniff(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_word_at_the_place_of_a_mark_is_no_archive() {
        assert_eq!(sniff(format!("{}ustar is a word", "x".repeat(257)).as_bytes()), None);
    }

    #[test]
    fn a_picture_is_wordless_and_a_document_is_unchecked() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"), Some(Reading::Wordless("png picture")));
        assert_eq!(sniff(b"wOF2\0\x01\0\0"), Some(Reading::Wordless("woff2 font")));
        let reason = |bytes: &[u8]| match sniff(bytes) {
            Some(Reading::Unchecked(reason)) => reason.0,
            other => format!("{other:?}"),
        };
        assert_eq!(reason(b"%PDF-1.7\n"), "pdf documents are not read yet");
        assert_eq!(reason(b"PK\x03\x04\x14\0\0\0\x08\0word/document.xml"), "docx documents are not read yet");
        assert!(is_encoded_mail(b"Subject: x\nContent-Transfer-Encoding: base64\n\nTm9ydGg="));
        assert!(!is_encoded_mail(b"Subject: about Content-Transfer-Encoding: base64"));
        assert_eq!(reason(b"PK\x03\x04\x14\0\x01\0\x08\0word/document.xml"), "encrypted archives are not read");
    }
}
