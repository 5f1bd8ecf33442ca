//! Tables: what a row is, where its cells stand, and what is said of rows that cannot be cut with certainty. Places are
//! asserted by slicing the source, lines and columns by hand.

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use subrosa::draft::{Draft, Role};
use subrosa::policy::Kind;
use subrosa::read::{Reading, Unchecked};
use subrosa::text::Span;

use crate::engine::check;
use crate::read::{blocks, groups, home, line_column, read_all, source_of};

/// A register of one person and one organisation.
const REGISTER: &str = "
version: 1
clients:
  - {id: C-1, name: Ruth Okonjo, kind: person}
  - {id: C-2, name: Kestrelford Instruments, kind: organisation}
";

/// The drafts of a table that is read whole.
fn rows(path: &str, bytes: impl AsRef<[u8]>) -> Vec<Draft> {
    let (reading, drafts) = read_all(path, bytes.as_ref());
    assert_eq!(reading, Reading::Checked);
    drafts
}

/// The records of drafts.
fn records(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.record.as_deref().unwrap_or("none")).collect()
}

#[test]
fn a_row_is_a_draft_and_a_cell_a_block() {
    let text = "Date,Message,Link,Alt text\r\n2026-12-01,\"We won, \"\"finally\"\".\",https://firm.example/a,A roof\r\n\r\n\
                ,\"Two\r\nlines\",,\r\n";
    let drafts = rows("plan.csv", text);
    assert_eq!(records(&drafts), ["1", "2", "4"]);
    assert_eq!(blocks(&drafts[0]), ["Cell | Date", "Cell | Message", "Cell | Link", "Cell | Alt text"]);
    assert_eq!(
        blocks(&drafts[1]),
        [
            "Cell Date | 2026-12-01",
            "Cell Message | We won, \"finally\".",
            "Url Link | https://firm.example/a",
            "Alt Alt text | A roof"
        ]
    );
    assert_eq!(blocks(&drafts[2]), ["Cell Message | Two\r\nlines"]);
    assert_eq!(groups(&drafts[1]), [0, 0, 0, 0]);
    assert_eq!(source_of(&drafts[1], "won, \"finally\"."), "won, \"\"finally\"\".");
    assert_eq!(source_of(&drafts[1], "\"f"), "\"\"f");
    assert_eq!(source_of(&drafts[2], "Two\r\nlines"), "Two\r\nlines");
    assert_eq!(line_column(&drafts[1], "finally"), (2, 23));
    assert_eq!(line_column(&drafts[2], "lines"), (5, 1));
    assert_eq!(drafts[1].claims.format_kind, Kind::Post);
    assert!(drafts[0].blocks.iter().any(|block| block.role == Role::Path));
    assert!(!drafts[1].blocks.iter().any(|block| block.role == Role::Path), "the path stands in the first draft alone");
}

#[test]
fn names_in_two_columns_are_read_as_one() {
    let text = "id,first_name,middle,last_name,note\n1,Ruth,,Okonjo,x\n2,\"Ruth\",\"A.\",\"Okonjo\",y\n3,,,Okonjo,z\n";
    let drafts = rows("contacts.csv", text);
    let joined = |draft: &Draft| {
        let block = draft.blocks.iter().find(|block| block.label.as_deref() == Some("first_name + last_name"))?;
        let home = draft.home(block.text).range();
        Some((draft.slice(block.text).to_owned(), text[home].to_owned()))
    };
    let pair = |text: &str, source: &str| Some((text.to_owned(), source.to_owned()));
    assert_eq!(joined(&drafts[1]), pair("Ruth Okonjo", "Ruth,,Okonjo"));
    assert_eq!(joined(&drafts[2]), pair("Ruth A. Okonjo", "Ruth\",\"A.\",\"Okonjo"));
    assert_eq!(joined(&drafts[3]), None);
    let found = check(REGISTER, "contacts.csv", text.as_bytes()).findings;
    assert!(found.iter().any(|f| f.slice == "Ruth,,Okonjo"), "{found:?}");
}

#[test]
fn names_in_columns_the_other_way_round_go_home_whole() {
    let text = "Surname;First name;Matter\nOkonjo;Ruth;Roof\n";
    let drafts = rows("contacts.csv", text);
    assert_eq!(source_of(&drafts[1], "Ruth Okonjo"), "Okonjo;Ruth");
    let found = check(REGISTER, "contacts.csv", text.as_bytes()).findings;
    assert!(found.iter().any(|f| f.slice == "Okonjo;Ruth"), "{found:?}");
}

#[test]
fn every_spelling_of_spreadsheets_is_read() {
    let text = "Titel;Text\nMüller;\"Kestrelford Instruments – gewonnen\"\n";
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (old, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let marked = format!("\u{FEFF}{text}");
    let lone = text.replace('\n', "\r");
    let tabs = text.replace(';', "\t");
    for bytes in [text.as_bytes(), &wide, &old, marked.as_bytes(), lone.as_bytes(), tabs.as_bytes()] {
        let drafts = rows("a.csv", bytes);
        assert_eq!(records(&drafts), ["1", "2"]);
        assert_eq!(blocks(&drafts[1]), ["Cell Titel | Müller", "Cell Text | Kestrelford Instruments – gewonnen"]);
        assert_eq!(line_column(&drafts[1], "Instruments"), (2, 21));
        let span = home(&drafts[1], "Instruments – ");
        let slice = &bytes[span.range()];
        let decoded = match bytes[0] {
            0xFF => encoding_rs::UTF_16LE.decode_without_bom_handling(slice).0,
            _ if std::str::from_utf8(bytes).is_err() => encoding_rs::WINDOWS_1252.decode_without_bom_handling(slice).0,
            _ => String::from_utf8_lossy(slice),
        };
        assert_eq!(decoded, "Instruments – ");
    }
}

#[test]
fn exports_that_escape_by_backslash_are_read() {
    let text = "Date,Link,Message\n2026-01-02 10:00:00,https://x.example/1,\"She said \\\"thanks\\\", then\nleft\"\n\
                2026-01-03 10:00:00,https://x.example/2,\"Plain\"\n";
    let drafts = rows("Comments.csv", text);
    assert_eq!(records(&drafts), ["1", "2", "3"]);
    assert_eq!(blocks(&drafts[1])[2], "Cell Message | She said \"thanks\", then\nleft");
    assert_eq!(source_of(&drafts[1], "\"thanks\""), "\\\"thanks\\\"");
}

#[test]
fn a_row_that_cannot_be_cut_is_told_and_the_others_are_read() {
    let text = "Message,Link\n\"Kestrelford Instruments won,a\n\"Good row\",b\nlast,\"open\n";
    let (reading, drafts) = read_all("a.csv", text.as_bytes());
    let Reading::Unchecked(Unchecked(reason)) = reading else { panic!("{reading:?}") };
    assert!(reason.starts_with("rows 2, 4: a quotation mark opens a cell"), "{reason}");
    assert_eq!(records(&drafts), ["1", "2", "3", "4"]);
    assert_eq!(blocks(&drafts[2]), ["Cell Message | Good row", "Cell Link | b"]);
    let found = check(REGISTER, "a.csv", text.as_bytes()).findings;
    assert_eq!(found.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), ["Kestrelford Instruments"]);
}

#[test]
fn a_schedule_without_a_header_has_cells_without_labels() {
    let drafts =
        rows("plan.csv", "12/25/2026 09:00,We wish you well.,https://firm.example\n12/26/2026 09:00,Again.,\n");
    assert_eq!(records(&drafts), ["1", "2"]);
    assert_eq!(
        blocks(&drafts[0]),
        ["Cell | 12/25/2026 09:00", "Cell | We wish you well.", "Url | https://firm.example"]
    );
    let date = drafts[0].claims.record_date.map(|date| date.to_string());
    assert_eq!(date.as_deref(), Some("2026-12-25T09:00:00Z"));
}

#[test]
fn a_row_says_where_and_when_it_is_published() {
    let claims = |text: &str| {
        let drafts = rows("plan.csv", text);
        let claims = &drafts[1].claims;
        let channel = claims.record_channel.as_ref().map(|channel| channel.as_str().to_owned());
        (channel, claims.record_date.map(|date| date.to_string()), claims.record_kind)
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        claims("Platform,Scheduled date,Message\nLinkedIn,2026-12-01 09:00,Hello\n"),
        (some("linkedin"), some("2026-12-01T09:00:00Z"), None)
    );
    assert_eq!(
        claims("date,time_24hr,message_text\n2026-12-01,17:30,Hello\n"),
        (None, some("2026-12-01T17:30:00Z"), None)
    );
    assert_eq!(
        claims("Platform,Date,Message\n,03/04/2026 09:00,Hello\n"),
        (None, None, None),
        "it can be read in two ways"
    );
    assert_eq!(
        claims("Date,ShareLink,ShareCommentary\n2026-01-02,https://x.example,Hello\n"),
        (None, None, None),
        "an export"
    );
    assert_eq!(claims("Reviewer,Review,Reply\nA,Bad,Sorry\n"), (None, None, Some(Kind::Reply)));
    assert_eq!(claims("Reviewer,Review,Reply\nA,Bad,\n"), (None, None, None));
}

#[test]
fn a_review_is_other_peoples_words() {
    let drafts = rows("reviews.csv", "review_id,Review,Reply\nA,You lost my case,We never comment\n");
    assert_eq!(blocks(&drafts[1])[0], "Cell review_id | A");
    assert_eq!(blocks(&drafts[1])[1..], ["Cell Review quoted | You lost my case", "Cell Reply | We never comment"]);
}

#[test]
fn headers_can_carry_names() {
    let found = check(REGISTER, "a.tsv", b"Message\tKestrelford Instruments\nHello\tyes\n").findings;
    assert_eq!(found.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), ["Kestrelford Instruments"]);
}

#[test]
fn paragraphs_of_a_post_are_blocks_of_one_group() {
    let drafts = rows("a.csv", "Message,Tags\n\"First one.\n\nSecond one.\n\",x\n");
    assert_eq!(blocks(&drafts[1]), ["Cell Message | First one.", "Cell Message | Second one.", "Cell Tags | x"]);
    assert_eq!(groups(&drafts[1]), [0, 0, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_goes_home_to_what_spells_it(
        cells in prop::collection::vec(prop::collection::vec("[a-zé\",; \n]{0,8}", 3), 1..6),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let row = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(&delimiter.to_string());
        let text = cells.iter().map(row).collect::<Vec<_>>().join("\r\n");
        let (reading, drafts) = read_all("a.csv", text.as_bytes());
        assert_eq!(reading, Reading::Checked);
        for draft in &drafts {
            for block in draft.blocks.iter().filter(|block| block.role != Role::Path) {
                let slice = &text[draft.home(block.text).range()];
                assert_eq!(slice.replace("\"\"", "\""), draft.slice(block.text));
            }
        }
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let read: usize = drafts.iter().flat_map(|d| d.blocks.iter().map(move |b| (d, b)))
            .filter(|(_, block)| block.role != Role::Path).map(|(draft, block)| words(draft.slice(block.text))).sum();
        assert_eq!(read, words(&text), "no letter is lost");
    }

    #[test]
    fn no_bytes_break_the_reader(
        bytes in prop::collection::vec(prop_oneof_bytes(), 0..200),
        wild in any::<bool>(),
    ) {
        let bytes: Vec<u8> = if wild { bytes.iter().map(|b| b.wrapping_mul(31)).collect() } else { bytes };
        let (_, drafts) = read_all("a.csv", &bytes);
        for draft in &drafts {
            for (at, c) in draft.text.char_indices() {
                let home = draft.home(Span::at(at..at + c.len_utf8()));
                assert!(home.start <= home.end && home.end as usize <= bytes.len().max(draft.source.path.len()));
            }
        }
    }
}

/// Bytes that tables are made of.
fn prop_oneof_bytes() -> impl proptest::strategy::Strategy<Value = u8> {
    prop::sample::select(b"\"\"\"\\,;\t\n\r ab1|\xC3\xA9".to_vec())
}
