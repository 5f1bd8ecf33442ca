//! Mail: what of it is text, whose words they are, and that every place leads to the bytes of the file as it is. Places are
//! asserted by slicing the source, lines and columns by hand.

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use subrosa::draft::{Block, Draft, Role};
use subrosa::policy::Kind;
use subrosa::read::{Reading, Unchecked};
use subrosa::text::Span;

use crate::engine::check;
use crate::read::{blocks, draft, groups, line_column, read_all, source_of};

/// A register of one person and one organisation.
const REGISTER: &str = "
version: 1
clients:
  - {id: C-1, name: Ruth Okonjo, kind: person}
  - {id: C-2, name: Kestrelford Instruments, kind: organisation}
";

/// The slices of all findings in a mail.
fn slices(mail: &str) -> Vec<String> {
    let checked = check(REGISTER, "a.eml", mail.as_bytes());
    assert_eq!(checked.reading, Reading::Checked);
    checked.findings.into_iter().flat_map(|found| std::iter::once(found.slice).chain(found.others)).collect()
}

/// Base64 in lines of 76 characters.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (index, three) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            out.push_str("\r\n");
        }
        let held = three.iter().enumerate().fold(0_u32, |held, (i, b)| held | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let letter = char::from(ALPHABET[(held >> (18 - 6 * i)) as usize & 63]);
            out.push(if i <= three.len() { letter } else { '=' });
        }
    }
    out
}

/// A mail of several kinds of parts.
const MIXED: &str = "From: =?utf-8?Q?R=C3=BCth?= Marlow <ruth@firm.example>\r
To: \"Okonjo, Ruth\" <r@x.example>, Ben Vale <b@x.example>\r
Subject: About\r
 the roof\r
Date: Tue, 01 Dec 2026 09:00:00 +0000\r
X-Campaign: Winter\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=\"out\"\r
\r
--out\r
Content-Type: multipart/alternative; boundary=in\r
\r
--in\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
We won for Kestrel=\r
ford Instru=6Dents.\r
\r
> you wrote this\r
--in\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<p style=3D\"x\">We won for <b>Kestrel</b>ford=20Instru=\r
&shy;ments.</p><blockquote>Old</blockquote>\r
--in--\r
\r
--out\r
Content-Type: text/plain; name=\"notes.txt\"\r
Content-Disposition: attachment; filename=\"notes.txt\"\r
\r
Some notes.\r
--out\r
Content-Type: message/rfc822\r
\r
From: Ben Vale <b@x.example>\r
Subject: Inner\r
\r
Inner text.\r
--out--\r
";

#[test]
fn headers_bodies_attachments_and_mails_in_mails_are_read() {
    let draft = draft("a.eml", MIXED);
    assert_eq!(
        blocks(&draft),
        [
            "Header From | Rüth Marlow <ruth@firm.example>",
            "Header To | \"Okonjo, Ruth\" <r@x.example>",
            "Header To | Ben Vale <b@x.example>",
            "Header Subject | About the roof",
            "Header X-Campaign | Winter",
            "Paragraph | We won for Kestrelford Instruments.",
            "Paragraph quoted | you wrote this",
            "Paragraph | We won for Kestrelford Instru\u{AD}ments.",
            "Paragraph quoted | Old",
            "Header filename | notes.txt",
            "Paragraph | Some notes.",
            "Header From quoted | Ben Vale <b@x.example>",
            "Header Subject quoted | Inner",
            "Paragraph quoted | Inner text.",
        ]
    );
    assert_eq!(groups(&draft), [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 7, 8]);
    assert_eq!(draft.claims.format_kind, Kind::Email);
    assert_eq!(source_of(&draft, "Rüth"), "=?utf-8?Q?R=C3=BCth".trim_start_matches("=?utf-8?Q?"));
    assert_eq!(source_of(&draft, "About the roof"), "About\r\n the roof");
    assert_eq!(source_of(&draft, "Kestrelford Instruments"), "Kestrel=\r\nford Instru=6Dents");
    assert_eq!(source_of(&draft, "Kestrelford Instru\u{AD}ments"), "Kestrel</b>ford=20Instru=\r\n&shy;ments");
    assert_eq!(line_column(&draft, "Kestrelford"), (17, 12));
    assert_eq!(line_column(&draft, "ford Instruments"), (18, 1));
    assert_eq!(line_column(&draft, "Inner text"), (40, 1));
}

#[test]
fn names_are_found_across_soft_breaks_and_encoded_words() {
    let mail = "Subject: =?utf-8?B?S2VzdHJlbA==?= =?utf-8?B?Zm9yZA==?=\n =?utf-8?Q?_Instru?=\n =?utf-8?Q?ments_won?=\n\
                Content-Transfer-Encoding: quoted-printable\n\nThank you, Ru=\nth Ok=6Fn=\njo.\n";
    let found = slices(mail);
    let name = "S2VzdHJlbA==?= =?utf-8?B?Zm9yZA==?=\n =?utf-8?Q?_Instru?=\n =?utf-8?Q?ments";
    assert!(found.contains(&name.to_owned()), "{found:?}");
    assert!(found.contains(&"Ru=\nth Ok=6Fn=\njo".to_owned()), "{found:?}");
}

#[test]
fn a_name_in_base64_goes_home_to_the_characters_that_hold_it() {
    let body =
        "Dear all,\n\nwe are proud of our work for Kestrelford Instruments in Zürich and in many other places.\n";
    let encoded = base64(body.as_bytes());
    let mail = format!(
        "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n"
    );
    let found = slices(&mail);
    assert_eq!(found.len(), 1, "{found:?}");
    let at = body.find("Kestrelford").expect("there");
    let (first, last) = (at / 3 * 4, (at + "Kestrelford Instruments".len()).div_ceil(3) * 4);
    let line = |at: usize| at + at / 76 * 2;
    assert_eq!(found[0], encoded[line(first)..line(last - 1) + 1]);
    let whole = draft("a.eml", &mail);
    assert!(
        blocks(&whole).contains(
            &"Paragraph | we are proud of our work for Kestrelford Instruments in Zürich and in many other places."
                .to_owned()
        )
    );
}

#[test]
fn html_in_base64_and_old_character_sets_is_read() {
    let (page, _, _) = encoding_rs::WINDOWS_1252.encode("<p>Müller &amp; <i>Kestrelford</i> Instruments – won</p>");
    let mail = format!(
        "Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: base64\n\n{}\n",
        base64(&page)
    );
    assert_eq!(blocks(&draft("a.eml", &mail)), ["Paragraph | Müller & Kestrelford Instruments – won"]);
    assert_eq!(slices(&mail).len(), 1);
    let japanese = b"Subject: =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=\nContent-Type: text/plain; charset=shift_jis\n\n\x83\x65\x83\x58\x83\x67\n";
    assert_eq!(blocks(&draft("a.eml", japanese)), ["Header Subject | テスト", "Paragraph | テスト"]);
}

#[test]
fn other_peoples_words_are_quoted() {
    let mail = "Subject: Re: x\n\nYes.\n\nOn Mon, A <a@b.example> wrote:\n> One\n\nMine.\n\n-----Original Message-----\nFrom: C\nSent: Monday\n\nTwo\n";
    assert_eq!(
        blocks(&draft("a.eml", mail)),
        [
            "Header Subject | Re: x",
            "Paragraph | Yes.",
            "Paragraph | On Mon, A <a@b.example> wrote:",
            "Paragraph quoted | One",
            "Paragraph | Mine.",
            "Paragraph quoted | -----Original Message-----\nFrom: C\nSent: Monday",
            "Paragraph quoted | Two",
        ]
    );
    let mail = "Content-Type: text/html\n\n<div>Yes.</div><hr><p><b>From:</b> C<br><b>Sent:</b> Monday<br><b>To:</b> D</p><p>Two</p>";
    let quoted: Vec<bool> =
        draft("a.eml", mail).blocks.iter().filter(|b| b.role != Role::Path).map(|b| b.quoted).collect();
    assert_eq!(quoted, [false, true, true]);
}

#[test]
fn mail_that_is_not_quite_mail_is_read() {
    let expected = ["Header Subject | Roof", "Paragraph | Text here"];
    for mail in [
        "Subject: Roof\n\nText here\n",
        "Subject: Roof\r\n\r\nText here\r\n",
        "From a@b.example Mon Dec  1 09:00:00 2026\nSubject: Roof\n\nText here\n",
        "\u{FEFF}Subject: Roof\n\nText here",
        "\n\nSubject: Roof\n\nText here",
        "Subject: Roof\nText here",
        "Subject: Roof\nContent-Type: multipart/mixed\n\nText here",
        "Subject: Roof\nContent-Type: multipart/mixed; boundary=gone\n\nText here",
        "Subject: Roof\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText here",
        "Subject: Roof\nContent-Type: text/plain; charset=us-ascii\n\nText here",
    ] {
        assert_eq!(blocks(&draft("a.eml", mail)), expected, "{mail:?}");
    }
    assert_eq!(blocks(&draft("a.eml", "only text, no header")), ["Paragraph | only text, no header"]);
}

#[test]
fn what_is_not_read_is_told_without_names() {
    let part = |kind: &str, name: &str, bytes: &[u8]| {
        format!("--b\nContent-Type: {kind}; name=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}\n", base64(bytes))
    };
    let wide: Vec<u8> = "\u{FEFF}Wide words".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mail = format!(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nRead the paper for Ruth Okonjo.\n{}{}{}{}{}--b--\n",
        part("application/pdf", "Kestrelford.pdf", b"%PDF-1.7\n\xE2\xE3"),
        part("application/pdf", "b.pdf", b"%PDF-1.4\n\xE2\xE3"),
        part("image/png", "logo.png", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"),
        part("application/octet-stream", "wide.txt", &wide),
        part("application/octet-stream", "list.csv", b"name\nKestrelford Instruments\n"),
    );
    let checked = check(REGISTER, "a.eml", mail.as_bytes());
    let Reading::Unchecked(Unchecked(reason)) = checked.reading else { panic!("{:?}", checked.reading) };
    assert_eq!(
        reason,
        "2 attachments were not read (2 × pdf documents are not read yet); check them as files of their own"
    );
    assert!(read_all("a.eml", mail.as_bytes()).1[0].text.contains("Wide words"));
    let subjects: Vec<&str> = checked.findings.iter().filter_map(|f| f.subject.as_deref()).collect();
    assert!(subjects.contains(&"C-1") && subjects.contains(&"C-2"), "{:?}", checked.findings);
}

#[test]
fn broken_and_encrypted_parts_are_told() {
    let reason = |mail: &str| match read_all("a.eml", mail.as_bytes()).0 {
        Reading::Unchecked(Unchecked(reason)) => reason,
        other => panic!("{other:?}"),
    };
    let broken = "Content-Transfer-Encoding: base64\n\nThis is plain text after all!\n";
    assert!(reason(broken).contains("says that it is base64"));
    assert!(
        blocks(&read_all("a.eml", broken.as_bytes()).1[0])
            .contains(&"Paragraph | This is plain text after all!".to_owned())
    );
    assert!(reason("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n").contains("encoded for transfer"));
    assert!(reason("Content-Type: text/plain; charset=x-own\n\nText\n").contains("character set"));
    assert!(reason("Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n").contains("encrypted"));
    assert!(
        reason("Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nVersion: 1\n--b--\n").contains("encrypted")
    );
}

#[test]
fn encoded_mail_is_known_by_its_content() {
    let mail = "Subject: x\nContent-Transfer-Encoding: base64\n\nS2VzdHJlbGZvcmQgSW5zdHJ1bWVudHM=\n";
    let checked = check(REGISTER, "mail.txt", mail.as_bytes());
    assert_eq!(checked.findings.len(), 1, "{:?}", checked.findings);
}

#[test]
fn deep_and_looping_structures_end() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(50_000) + "Subject: end\n\nText";
    let (_, drafts) = read_all("a.eml", nested.as_bytes());
    assert!(blocks(&drafts[0]).contains(&"Paragraph quoted | Text".to_owned()));
    let parts: String =
        (0..1000).map(|i| format!("Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")).collect();
    let (reading, drafts) = read_all("a.eml", (parts + "\nText").as_bytes());
    assert!(matches!(reading, Reading::Unchecked(_)) && !drafts.is_empty());
    let missing = "--a\nContent-Type: multipart/mixed; boundary=zz\n\nx\n".repeat(20_000);
    let mail = format!("Content-Type: multipart/mixed; boundary=a\n\n{missing}--a--\n");
    assert!(!read_all("a.eml", mail.as_bytes()).1.is_empty());
    let words = format!("Subject: {}\n\nx\n", "=?utf-8?Q?".repeat(50_000));
    assert_eq!(read_all("a.eml", words.as_bytes()).0, Reading::Checked);
}

/// Asserts that every character has a place in the source.
fn all_at_home(bytes: &[u8], drafts: &[Draft]) {
    for draft in drafts {
        let path = |block: &&Block| block.role != Role::Path;
        for block in draft.blocks.iter().filter(path) {
            for (at, c) in draft.slice(block.text).char_indices() {
                let at = block.text.start as usize + at;
                let home = draft.home(Span::at(at..at + c.len_utf8()));
                assert!(home.start <= home.end && home.end as usize <= bytes.len());
            }
        }
    }
}

#[test]
fn a_mail_that_breaks_off_anywhere_is_read() {
    for end in 0..MIXED.len() {
        let bytes = &MIXED.as_bytes()[..end];
        let (reading, drafts) = read_all("a.eml", bytes);
        if let Reading::Unchecked(Unchecked(reason)) = reading {
            assert!(!reason.contains("failed on it"), "{reason}");
        }
        all_at_home(bytes, &drafts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_flipped_bits_break_the_reader(flips in prop::collection::vec((0..MIXED.len(), any::<u8>()), 1..20)) {
        let mut bytes = MIXED.as_bytes().to_vec();
        for (at, mask) in flips {
            bytes[at] ^= mask;
        }
        let (reading, drafts) = read_all("a.eml", &bytes);
        if let Reading::Unchecked(Unchecked(reason)) = reading {
            assert!(!reason.contains("failed on it"), "{reason}");
        }
        all_at_home(&bytes, &drafts);
    }

    #[test]
    fn pieces_in_any_order_are_read(parts in prop::collection::vec(prop::sample::select(vec![
        "--b\n", "--b--\n", "--c\n", "\n", "\r\n", "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: multipart/digest; boundary=c\n", "Content-Type: message/rfc822\n", "Subject: =?utf-8?B?S2Vz?=\n",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "S2VzdHJl\n", "a=\n", "=C3",
        "Content-Type: text/html; charset=shift_jis\n", "<p>x", "Content-Disposition: attachment; filename*0*=a'b'%C3\n",
        "Content-Type: application/pdf\n", "From: a, b <c@d>\n", " folded\n", "\u{e9}",
    ]), 0..40)) {
        let bytes = parts.concat().into_bytes();
        let (reading, drafts) = read_all("a.eml", &bytes);
        if let Reading::Unchecked(Unchecked(reason)) = reading {
            assert!(!reason.contains("failed on it"), "{reason}");
        }
        all_at_home(&bytes, &drafts);
    }
}
