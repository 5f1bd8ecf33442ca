//! Readers before input that is broken, deep, huge or made to be slow.

use proptest::prelude::{ProptestConfig, prop, proptest};
use subrosa::draft::{Draft, Role};
use subrosa::read::{Reading, Unchecked};
use subrosa::text::How;

use crate::read::{draft, line_column, read_all, source_of};

/// What holds for every draft, whatever was read.
fn assert_sound(draft: &Draft) {
    let bytes = draft.source.bytes.len();
    let mut end = 0;
    for block in &draft.blocks {
        assert!(block.text.start >= end && block.text.end > block.text.start, "sorted, disjoint, not empty");
        assert!(draft.text.get(block.text.range()).is_some(), "on character boundaries");
        end = block.text.end;
        let home = draft.home(block.text);
        let limit = if block.role == Role::Path { draft.source.path.len() } else { bytes };
        assert!(home.start <= home.end && home.end as usize <= limit, "inside the source");
    }
    for note in &draft.notes {
        assert!(draft.text.get(note.span.range()).is_some_and(|text| !text.is_empty()), "on character boundaries");
        assert!(draft.blocks.iter().any(|block| block.text.contains(note.span)), "inside a block");
    }
    let runs = draft.map.runs();
    for (i, run) in runs.iter().enumerate() {
        let text_end = runs.get(i + 1).map_or(draft.text.len(), |next| next.text as usize);
        assert!((run.text as usize) < text_end, "in order");
        if run.how == How::Copy && draft.encoding == subrosa::text::Encoding::Utf8 {
            let visible = &draft.text.as_bytes()[run.text as usize..text_end];
            let source = &draft.source.bytes;
            let source = if draft.block_at(run.text).is_some_and(|b| draft.blocks[b].role == Role::Path) {
                draft.source.path.as_bytes()
            } else {
                source
            };
            assert_eq!(visible, &source[run.source as usize..run.source as usize + visible.len()]);
        }
    }
}

/// Reads and checks what holds always.
pub(crate) fn sound(path: &str, bytes: &[u8]) {
    for draft in read_all(path, bytes).1 {
        assert_sound(&draft);
    }
}

/// A page with everything in it.
const PAGE: &str = "---\ntitle: 'A''b'\nd: \"x\\u00e9\"\nf: >\n  a\n  b\n---\n# H *i*\n\nText &amp; [l](u \"t\") ![a](b) `c` <b title=x>d</b> <!-- e -->\n\n- x\n  > q\n\n|a|b|\n|-|-|\n|1|2|\n\n<div hidden><script type=application/json>{\"k\": \"v\\n\"}</script></div>\n\n[r]: z 'y'\n[^n]: é𝄞\n";

#[test]
fn every_truncation_and_flipped_bit_is_survived() {
    let text = PAGE.as_bytes();
    let wide: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for path in ["a.md", "a.html", "a.txt", "a.tsx", "a.svg", "a.js", "a.json", "a.yaml", "a.toml", "a.vue"] {
        for len in 0..text.len() {
            sound(path, &text[..len]);
            let mut flipped = text.to_vec();
            flipped[len] ^= 1 << (len % 8);
            sound(path, &flipped);
        }
        for len in (0..wide.len()).step_by(7) {
            sound(path, &wide[..len]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn pieces_of_markup_never_break_a_reader(parts in prop::collection::vec(prop::sample::select(vec![
        "a", " ", "\n", "\r\n", "\n\n", "é𝄞", "*", "**", "_", "`", "```\n", "[", "](", ")", "![", "> ", "- ", "1. ", "# ", "|", "|-|\n", "---\n", "+++\n",
        "&amp;", "&#x41;", "&", "\\", "<b>", "</b>", "<p>", "</p>", "<li>", "<td>", "<tr>", "<div hidden>", "</div>", "<!--", "-->", "<script>", "</script>",
        "<a href=\"", "\" title='", "'>", "<", ">", "=", "\"", "'", "<![CDATA[", "]]>", "<?php", "?>", "<title>", "[^1]", "[^1]: ", "[a]: b 'c'\n", "key: ", "|\n  ", "{", "}",
        "\u{FEFF}", "\u{0}", "<svg>", "<pre>", "</pre>", "<q>", "<br>", "~~", "- [ ] ", "    ", "\t", "<template>", "<span aria-hidden=true>", "</span>", "%7B",
    ]), 0..60)) {
        let text = parts.concat();
        for path in ["a.md", "a.html", "a.txt", "a.tsx", "a.xml", "a.ts", "a.json", "a.yml", "a.toml", "a.php"] {
            sound(path, text.as_bytes());
        }
    }

    #[test]
    fn arbitrary_bytes_never_break_a_reader(bytes in prop::collection::vec(0_u8..=255, 0..200)) {
        for path in ["a.md", "a.html", "a.txt"] {
            sound(path, &bytes);
        }
    }
}

#[test]
fn deep_nesting_is_read_flat_and_said() {
    for (path, open, inside) in [
        ("a.html", "<div>".repeat(100_000), "Northgate"),
        ("a.md", "> ".repeat(600), "Northgate"),
        ("a.html", "<div hidden>".repeat(100_000), "Northgate"),
    ] {
        let (reading, drafts) = read_all(path, format!("{open}{inside}").as_bytes());
        assert!(matches!(&reading, Reading::Unchecked(Unchecked(reason)) if reason.contains("256")), "{reading:?}");
        assert!(drafts[0].text.contains("Northgate"));
    }
}

#[test]
fn hostile_pages_are_read_in_linear_time() {
    let mut slow = Vec::new();
    let pieces = [
        "[",
        "*",
        "<",
        ">",
        "`",
        "_",
        "![",
        "](",
        "<a ",
        "<a b=\"",
        "&",
        "\\",
        "|",
        "<!--",
        "<!-",
        "--",
        "{",
        "\"",
        "a**b",
        "~",
        "- ",
        "<div>",
        "</p>",
        "<b hidden>",
        "<li>",
        "<td>",
        "&amp",
        "<script>",
        "</",
        "[a]: b\n",
        "[^a]",
        "> ",
        "x\n",
        "<a b={",
        "<a>{`",
        "'",
        "x <a ",
        "return <a>",
        "/*",
        "//",
        "'</",
        "[x]({{",
        "{{ x",
        "href=\"{{",
        "{\"a\":",
        "# ",
        "a: ",
    ];
    for piece in pieces {
        let text = piece.repeat(400_000 / piece.len());
        for path in ["a.md", "a.html", "a.txt", "a.tsx", "a.js", "a.json", "a.yaml", "a.toml"] {
            let start = std::time::Instant::now();
            let (_, drafts) = read_all(path, text.as_bytes());
            assert!(!drafts.is_empty());
            if start.elapsed().as_secs() >= 4 {
                slow.push((piece, path, start.elapsed()));
            }
        }
    }
    for head in ["a: &a [x]\nb: [", "a: [", "a: {", "- ", "? ", "a: *a\n", "'", "\"", "a:\n  - "] {
        let text = format!("---\n{}\n---\nBody\n", head.repeat(60_000 / head.len()));
        let start = std::time::Instant::now();
        assert!(read_all("a.md", text.as_bytes()).1[0].text.contains("Body"));
        if start.elapsed().as_secs() >= 4 {
            slow.push((head, "front matter", start.elapsed()));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}

#[test]
fn a_page_of_one_long_line_keeps_exact_places() {
    let line = "<p>One of many &eacute; words</p>".repeat(12_000) + "<p>North<b>gate</b></p>";
    let draft = draft("a.html", &line);
    assert_eq!(source_of(&draft, "Northgate"), "North<b>gate");
    let column = line.chars().count() as u32 - "North<b>gate</b></p>".len() as u32 + 1;
    assert_eq!(line_column(&draft, "Northgate"), (1, column));
}
