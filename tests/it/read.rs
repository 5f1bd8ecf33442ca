//! Reading: what is text, where it stands in the source, and that nothing breaks the readers. Places are asserted by
//! slicing the source, lines and columns by hand.

use std::sync::Arc;

use subrosa::draft::{Block, Draft, Role, Source};
use subrosa::policy::Kind;
use subrosa::read::{Reading, Unchecked, read};
use subrosa::text::{How, LineIndex, Span};

/// Reads bytes as the file `path`.
pub(crate) fn read_all(path: &str, bytes: &[u8]) -> (Reading, Vec<Draft>) {
    let source = Source { path: path.to_owned(), file: path.into(), bytes: bytes.to_vec() };
    let mut drafts = Vec::new();
    let reading = read(&Arc::new(source), &mut |draft| drafts.push(draft));
    (reading, drafts)
}

/// The only draft of a source that is read whole.
pub(crate) fn draft(path: &str, bytes: impl AsRef<[u8]>) -> Draft {
    let (reading, mut drafts) = read_all(path, bytes.as_ref());
    assert_eq!(reading, Reading::Checked);
    assert_eq!(drafts.len(), 1);
    drafts.pop().expect("one draft")
}

/// Every block but the path as `role label | text`.
pub(crate) fn blocks(draft: &Draft) -> Vec<String> {
    let show = |block: &Block| {
        let label = block.label.as_deref().map(|label| format!(" {label}")).unwrap_or_default();
        let quoted = if block.quoted { " quoted" } else { "" };
        format!("{:?}{label}{quoted} | {}", block.role, draft.slice(block.text))
    };
    draft.blocks.iter().filter(|block| block.role != Role::Path).map(show).collect()
}

/// The source of the first place where `text` is visible.
pub(crate) fn home(draft: &Draft, text: &str) -> Span {
    let at = draft.text.find(text).unwrap_or_else(|| panic!("{text:?} is not in {:?}", draft.text));
    draft.home(Span::at(at..at + text.len()))
}

/// The source bytes of the first place where `text` is visible, as text.
pub(crate) fn source_of<'d>(draft: &'d Draft, text: &str) -> &'d str {
    std::str::from_utf8(&draft.source.bytes[home(draft, text).range()]).expect("a UTF-8 source")
}

/// Line and column of the first place where `text` is visible.
pub(crate) fn line_column(draft: &Draft, text: &str) -> (u32, u32) {
    let bytes = &draft.source.bytes;
    let position = LineIndex::new(bytes, draft.encoding).position(bytes, home(draft, text).start);
    (position.line, position.column)
}

/// The groups of the blocks that are no path, from 0.
pub(crate) fn groups(draft: &Draft) -> Vec<u32> {
    let mut seen: Vec<u32> = Vec::new();
    let mut number = |group: u32| {
        let known = seen.iter().position(|g| *g == group).unwrap_or_else(|| {
            seen.push(group);
            seen.len() - 1
        });
        u32::try_from(known).expect("few groups")
    };
    draft.blocks.iter().filter(|block| block.role != Role::Path).map(|block| number(block.group)).collect()
}

// --- plain text ---

#[test]
fn plain_text_is_paragraphs_items_and_quotes() {
    let text =
        "We won for\nNorthgate.\n\nThe team:\n- Ruth Okonjo\n- Ben Vale\n\n> you lost\n> my case\nWe never comment.\n";
    let draft = draft("posts/a.txt", text);
    assert_eq!(
        blocks(&draft),
        [
            "Paragraph | We won for\nNorthgate.",
            "Paragraph | The team:",
            "ListItem | - Ruth Okonjo",
            "ListItem | - Ben Vale",
            "Paragraph quoted | you lost\nmy case",
            "Paragraph | We never comment.",
        ]
    );
    assert_eq!(groups(&draft), [0, 1, 1, 1, 2, 3]);
    assert_eq!(draft.claims.format_kind, Kind::Post);
    assert_eq!(source_of(&draft, "lost\nmy case"), "lost\n> my case");
    assert_eq!(line_column(&draft, "my case"), (9, 3));
    assert_eq!(source_of(&draft, "for\nNorthgate"), "for\nNorthgate");
}

#[test]
fn a_plain_paragraph_is_one_run() {
    let draft = draft("a.md", "One line\nanother line,\n  and a third.\n");
    assert_eq!(draft.map.runs().iter().filter(|run| run.how != How::Gap).count(), 2, "the paragraph and the path");
}

#[test]
fn crlf_and_cr_end_lines() {
    let one = draft("a.txt", "Title\r\n\r\nNorthgate won.\r\nToday.\r\n");
    assert_eq!(blocks(&one), ["Paragraph | Title", "Paragraph | Northgate won.\r\nToday."]);
    assert_eq!(line_column(&one, "Northgate"), (3, 1));
    let two = draft("a.txt", "Title\r\rNorthgate won.\rToday.");
    assert_eq!(line_column(&two, "Today"), (4, 1));
    assert_eq!(blocks(&two).len(), 2);
}

#[test]
fn every_encoding_leads_home() {
    let text = "é𝄞 Müller AG\r\nverliert gegen Łukasz";
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, wide) in [
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), false),
        (text.as_bytes().to_vec(), false),
        ([b"\xFF\xFE", &le[..]].concat(), true),
        ([b"\xFE\xFF", &be[..]].concat(), true),
    ] {
        let draft = draft("a.txt", &bytes);
        let units = |s: &str| if wide { s.encode_utf16().count() * 2 } else { s.len() };
        assert_eq!(home(&draft, "Müller AG").len() as usize, units("Müller AG"));
        assert_eq!(line_column(&draft, "Müller"), (1, 4));
        assert_eq!(line_column(&draft, "Łukasz"), (2, 16));
        let start = bytes.len() - units("Łukasz");
        assert_eq!(home(&draft, "Łukasz"), Span::at(start..bytes.len()));
    }
    let latin = b"caf\xE9 \x93M\xFCller\x94 lost";
    let draft = draft("a.txt", latin);
    assert_eq!(blocks(&draft), ["Paragraph | café “Müller” lost"]);
    assert_eq!(&latin[home(&draft, "Müller").range()], b"M\xFCller");
    assert_eq!(line_column(&draft, "Müller"), (1, 7));
}

#[test]
fn long_wide_text_is_cut_into_runs() {
    let text = "Łódź ".repeat(20_000) + "Northgate";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let draft = draft("a.txt", [b"\xFF\xFE", &bytes[..]].concat());
    assert_eq!(home(&draft, "Northgate"), Span::at(bytes.len() + 2 - 18..bytes.len() + 2));
    assert_eq!(line_column(&draft, "Northgate"), (1, 100_001));
}

// --- states ---

#[test]
fn what_is_not_read_says_why() {
    let reason = |path: &str, bytes: &[u8]| match read_all(path, bytes) {
        (Reading::Unchecked(Unchecked(reason)), drafts) => {
            assert_eq!(drafts.len(), 1, "the path is still checked");
            reason
        }
        (other, _) => panic!("{other:?}"),
    };
    assert_eq!(reason("northgate.pdf", b"%PDF-1.7 ..."), "pdf documents are not read yet");
    assert!(reason("a.md", b"Na\xC3\xAFve caf\xC3\xA9 \xFF end").contains("not UTF-8 from byte 13 on"));
    assert!(reason("a.bin", &[1, 2, 3, 0xFF, 0xC0, 4, 5]).contains("binary"));
}

#[test]
fn an_empty_file_and_a_picture_still_have_a_name() {
    let (reading, drafts) = read_all("press/northgate-v-smith.png", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR");
    assert_eq!(reading, Reading::Wordless("png picture"));
    assert_eq!(drafts[0].text, "press/northgate-v-smith.png");
    let (reading, drafts) = read_all("cases/northgate.md", b"");
    assert_eq!(reading, Reading::Checked);
    let block = &drafts[0].blocks[0];
    assert_eq!((block.role, drafts[0].home(Span::new(6, 15))), (Role::Path, Span::new(6, 15)));
}

#[test]
fn the_path_comes_last_and_leads_into_the_path() {
    let draft = draft("cases/northgate.md", "# A case\n\nText.\n");
    let last = draft.blocks.last().expect("a path");
    assert_eq!((last.role, draft.slice(last.text)), (Role::Path, "cases/northgate.md"));
    assert_eq!(home(&draft, "northgate"), Span::new(6, 15));
}

#[test]
fn an_unknown_ending_is_read_by_its_content() {
    assert_eq!(blocks(&draft("a.weird", "Two\n\nparts")), ["Paragraph | Two", "Paragraph | parts"]);
    assert_eq!(blocks(&draft("index", "<!DOCTYPE html><p>Two<p>parts")), ["Paragraph | Two", "Paragraph | parts"]);
}

// --- Markdown ---

#[test]
fn markdown_has_its_structure() {
    let text = "# The *Fal*con case\n\nLead-in:\n\n- one\n- two\n  - three\n\n> They said\n> so.\n\n| Client | Sum |\n|---|---|\n| North\\|gate | $5 |\n\n```text\ncode\n```\n\nEnd.\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "Heading | The Falcon case",
            "Paragraph | Lead-in:",
            "ListItem | one",
            "ListItem | two",
            "ListItem | three",
            "Paragraph quoted | They said\nso.",
            "Cell | Client",
            "Cell | Sum",
            "Cell | North|gate",
            "Cell | $5",
            "Code | code",
            "Paragraph | End.",
        ]
    );
    assert_eq!(groups(&draft), [0, 1, 1, 1, 1, 2, 3, 3, 4, 4, 5, 6]);
    assert_eq!(draft.claims.format_kind, Kind::Page);
    assert_eq!(source_of(&draft, "Falcon"), "Fal*con");
    assert_eq!(source_of(&draft, "said\nso"), "said\n> so");
    assert_eq!(source_of(&draft, "North|gate"), "North\\|gate");
    assert_eq!(line_column(&draft, "$5"), (14, 17));
    assert_eq!(draft.blocks[11].section, 1);
}

#[test]
fn links_and_pictures_show_what_is_behind_them() {
    let text = "See [the **North**gate page](/cases/northgate%20v%20smith \"Our \\\"best\\\" &amp; biggest\") now.\n\n![Ruth *Okonjo* in court](</img/ruth okonjo.jpg> 'Win') [![logo](l.png)](https://x.example)\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "Paragraph | See the Northgate page now.",
            "Url | /cases/northgate%20v%20smith",
            "Attribute title | Our \"best\" & biggest",
            "Alt | Ruth Okonjo in court",
            "Url | /img/ruth okonjo.jpg",
            "Attribute title | Win",
            "Alt | logo",
            "Url | l.png",
            "Url | https://x.example",
        ]
    );
    assert_eq!(source_of(&draft, "northgate%20v%20smith"), "northgate%20v%20smith");
    assert_eq!(source_of(&draft, "\"best\" & biggest"), "\"best\\\" &amp; biggest");
    assert_eq!(source_of(&draft, "Ruth Okonjo in"), "Ruth *Okonjo* in");
    assert_eq!(line_column(&draft, "okonjo.jpg"), (3, 38));
}

#[test]
fn definitions_are_read_used_or_not() {
    let text = "[Here][a] and ![pic].\n\n[a]: https://a.example/one 'First'\n[pic]: p.png\n[Northgate v Smith]: <https://b.example/two> \"Second\"\n[//]: # (Okonjo asked us to wait)\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "Paragraph | Here and  .",
            "Alt | pic",
            "Url | https://a.example/one",
            "Attribute title | First",
            "Url | p.png",
            "Hidden definition | Northgate v Smith",
            "Url | https://b.example/two",
            "Hidden title | Second",
            "Hidden definition | //",
            "Hidden title | Okonjo asked us to wait",
        ]
    );
    assert_eq!(line_column(&draft, "Okonjo"), (6, 10));
}

#[test]
fn what_markdown_leaves_out_is_still_read() {
    let text = "[x]: a.html\n[x]: b.html 'Okonjo'\n\nSee [x].\n\n|a|\n|-|\n|1|Northgate|\n|2|\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "Paragraph | See x.",
            "Cell | a",
            "Cell | 1",
            "Hidden | |Northgate|",
            "Cell | 2",
            "Hidden | [x]: b.html 'Okonjo'",
            "Url | a.html",
        ]
    );
    assert_eq!(line_column(&draft, "Okonjo"), (2, 14));
}

#[test]
fn markdown_holds_html_comments_and_footnotes() {
    let text = "We act for <b title=\"hint\">North</b>gate<!-- not Smith --> today[^x].\n\n<div style=\"display: none\">\n\nsecret *text*\n\n</div>\n\n<figure><img src=a.png alt=\"Ruth &eacute;\"><figcaption>In court</figcaption></figure>\n\n<!-- Okonjo\nsettled -->\n\n[^x]: The note.\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "Paragraph | We act for Northgate today.",
            "Attribute title | hint",
            "Comment | not Smith",
            "Hidden | secret text",
            "Url src | a.png",
            "Alt alt | Ruth é",
            "Paragraph | In court",
            "Comment | Okonjo\nsettled",
            "Hidden footnote | x",
            "Paragraph | The note.",
        ]
    );
    assert_eq!(source_of(&draft, "Northgate"), "North</b>gate");
    assert_eq!(source_of(&draft, "Ruth é"), "Ruth &eacute;");
    assert_eq!(line_column(&draft, "In court"), (9, 56));
    let figure = groups(&draft);
    assert_eq!(figure[4..7], [figure[4]; 3]);
}

#[test]
fn entities_escapes_and_code_keep_their_places() {
    let text = "M&uuml;ller \\*and\\* `North\ngate` ``a ` b``\n";
    let draft = draft("a.md", text);
    assert_eq!(blocks(&draft), ["Paragraph | Müller *and* North\ngate a ` b"]);
    assert_eq!(source_of(&draft, "Müller"), "M&uuml;ller");
    assert_eq!(source_of(&draft, "*and*"), "*and\\*");
    assert_eq!(source_of(&draft, "North\ngate"), "North\ngate");
}

// --- front matter ---

#[test]
fn every_yaml_scalar_keeps_its_place() {
    let text = "---\ntitle: We won for\n  Northgate\nsummary: 'Smith''s case'\ndeck: \"Caf\\u00e9 \\\"Okonjo\\\"\"\nlayout: post\nslug: northgate-v-smith\ntags: [merger, \"Project Falcon\"]\nseo:\n  description: >\n    A folded\n    story\n\n    of Vale\n  body: |\n    Line one\n      two Helix\nour_matter_Saltmarsh: 1\ndate: 2026-03-01\npublishDate: 2026-04-01\nsubrosa: {kind: reply, channel: Twitter}\n---\nBody é.\n";
    let draft = draft("a.md", text);
    assert_eq!(
        blocks(&draft),
        [
            "FrontMatter title | We won for Northgate",
            "FrontMatter summary | Smith's case",
            "FrontMatter deck | Café \"Okonjo\"",
            "Url slug | northgate-v-smith",
            "FrontMatter tags | merger",
            "FrontMatter tags | Project Falcon",
            "FrontMatter seo.description | A folded story\n\nof Vale",
            "FrontMatter seo.body | Line one\n  two Helix",
            "Code | our_matter_Saltmarsh",
            "FrontMatter our_matter_Saltmarsh | 1",
            "Paragraph | Body é.",
        ]
    );
    assert_eq!(source_of(&draft, "for Northgate"), "for\n  Northgate");
    assert_eq!(source_of(&draft, "Smith's case"), "Smith''s case");
    assert_eq!(source_of(&draft, "Café \"Okonjo"), "Caf\\u00e9 \\\"Okonjo");
    assert_eq!(source_of(&draft, "folded story"), "folded\n    story");
    assert_eq!(line_column(&draft, "two Helix"), (17, 7));
    assert_eq!(line_column(&draft, "Body"), (23, 1));
    assert_eq!(draft.claims.front_kind, Some(Kind::Reply));
    assert_eq!(draft.claims.front_channel.as_ref().map(|c| c.as_str()), Some("x"));
    assert_eq!(draft.claims.front_date.as_deref(), Some("2026-04-01"));
    assert!(groups(&draft)[..10].iter().all(|group| *group == 0));
}

#[test]
fn toml_and_json_front_matter_keep_their_places() {
    let text = "+++\ntitle = \"Caf\\u00e9 for Northgate\"\ndate = 2026-03-01\n[params]\nalt = 'C:\\Okonjo'\nnotes = \"\"\"\nLine one\nHelix\"\"\"\n+++\n\nBody.\n";
    let one = draft("a.md", text);
    assert_eq!(
        blocks(&one),
        [
            "FrontMatter title | Café for Northgate",
            "FrontMatter params.alt | C:\\Okonjo",
            "Code | notes",
            "FrontMatter params.notes | Line one\nHelix",
            "Paragraph | Body.",
        ]
    );
    assert_eq!(source_of(&one, "Café for"), "Caf\\u00e9 for");
    assert_eq!(line_column(&one, "Helix"), (8, 1));
    assert_eq!(one.claims.front_date.as_deref(), Some("2026-03-01"));
    let two = draft("a.md", "{\n \"title\": \"Fin \\u00e9 Northgate\"\n}\n\nBody.\n");
    assert_eq!(blocks(&two), ["FrontMatter title | Fin é Northgate", "Paragraph | Body."]);
    assert_eq!(source_of(&two, "é Northgate"), "\\u00e9 Northgate");
}

#[test]
fn broken_front_matter_is_still_read() {
    for text in ["---\ntitle: [Northgate\nx: {{ y }}: z\n---\nBody.\n", "+++\ntitle = Northgate\n+++\nBody.\n"] {
        let draft = draft("a.html", text);
        assert!(blocks(&draft)[0].contains("Northgate"), "{:?}", blocks(&draft));
        assert_eq!(draft.blocks[0].role, Role::FrontMatter);
        assert_eq!(blocks(&draft).last().map(String::as_str), Some("Paragraph | Body."));
    }
    let open = draft("a.md", "---\ntitle: Northgate\n\nno end\n");
    assert!(open.text.contains("title: Northgate"));
}

// --- HTML ---

#[test]
fn a_destination_that_a_template_writes_is_an_address_and_no_text() {
    let text = "See [the *case*]({{< ref \"2015-06-12-okonjo_at_sea.md\" >}}), then [more]({{ \"/okonjo/\" | url }}) of it.\n\n{{< figure alt=\"Ruth\" >}}\n";
    let page = draft("a.md", text);
    assert_eq!(
        blocks(&page),
        [
            "Paragraph | See the case, then more of it.",
            "Url | {{< ref \"2015-06-12-okonjo_at_sea.md\" >}}",
            "Url | {{ \"/okonjo/\" | url }}",
            "Paragraph | {{< figure alt=\"Ruth\" >}}",
        ]
    );
    assert_eq!(source_of(&page, "okonjo_at"), "okonjo_at");
    assert_eq!(line_column(&page, "okonjo_at"), (1, 38));
}
