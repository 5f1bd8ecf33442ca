//! What the YAML layer promises: spellings, places, and words of our own.

use super::places::Places;
use super::values::Shape;
use super::{Doc, Node, Problem, Problems, Where, quick};
use proptest::prelude::*;

/// The document of a text that is sound.
fn doc(text: &str) -> Doc {
    Doc::parse("f.yaml", text).unwrap()
}

/// The value at a path of keys and indices.
fn at<'a>(doc: &'a Doc, path: &[&str]) -> Node<'a> {
    let mut problems = Problems::new();
    path.iter().fold(doc.root(), |node, step| match step.parse::<usize>() {
        Ok(index) => node.list(&mut problems)[index],
        Err(_) => node.open_fields(&mut problems).unwrap().get(step).unwrap(),
    })
}

/// Line, column and message of the mistake of syntax in a text.
fn fault(text: &str) -> (u32, u32, String) {
    let Problem { line, column, message, .. } = Doc::parse("f.yaml", text).unwrap_err();
    (line, column, message)
}

#[test]
fn scalars_keep_their_spelling() {
    let spelled = ["no", "123", "1.50", "2024-03-03", "00012", "+442079460018", "0x1F", "1e3", "True", "yes", ".inf"];
    let doc = doc(&format!("a: 1\nlist:\n{}", spelled.map(|s| format!("- {s}\n")).concat()));
    let mut problems = Problems::new();
    let read: Vec<_> =
        at(&doc, &["list"]).list(&mut problems).into_iter().map(|n| n.text(&mut problems).unwrap()).collect();
    assert_eq!(read, spelled);
    assert!(problems.is_empty());
}

#[test]
fn places_count_characters_and_survive_crlf_and_marks() {
    let doc = doc("\u{FEFF}a: 1\r\nb: {ö: \"é\", c: [x, 2]}\r\nd:\r\n  - e: f\r\n    g:\r\n");
    let mut problems = Problems::new();
    for path in [&["b", "ö"][..], &["b", "c", "1"], &["d", "0"], &["d", "0", "e"], &["d", "0", "g"]] {
        at(&doc, path).problem(&mut problems, "here", None);
    }
    let places: Vec<_> = doc.resolve(problems).into_iter().map(|p| (p.line, p.column)).collect();
    assert_eq!(places, [(2, 8), (2, 20), (4, 5), (4, 8), (5, 5)]);
    assert_eq!(at(&doc, &["d", "0"]).line(), 4);
}

#[test]
fn unknown_and_doubled_keys_are_told_without_being_named() {
    let doc = doc("name: a\nnmae: b\nzzzz: c\nname: d\n12: e\n");
    let mut problems = Problems::new();
    doc.root().fields(&["name", "aliases"], &mut problems).unwrap();
    let found: Vec<_> = doc.resolve(problems).into_iter().map(|p| (p.line, p.message, p.help.unwrap())).collect();
    let said = |line, message: &str, help: &str| (line, message.to_owned(), help.to_owned());
    assert_eq!(
        found,
        [
            said(2, "unknown key", "did you mean `name`?"),
            said(3, "unknown key", "known here: name, aliases"),
            said(4, "this key stands twice in its mapping", "keep one of them"),
            said(5, "unknown key", "known here: name, aliases"),
        ]
    );
}

#[test]
fn a_value_of_the_wrong_sort_is_told_what_it_must_be() {
    let doc = doc("a: [1]\nb: {c: d}\ne:\nf: text\ng: ''\n");
    let mut problems = Problems::new();
    for key in ["a", "b", "e", "g"] {
        assert!(at(&doc, &[key]).text(&mut problems).is_none());
    }
    assert!(at(&doc, &["f"]).list(&mut problems).is_empty());
    assert!(at(&doc, &["f"]).bool(&mut problems).is_none());
    assert!(at(&doc, &["f"]).integer(&mut problems).is_none());
    assert!(at(&doc, &["f"]).fields(&[], &mut problems).is_none());
    doc.root().fields(&["a", "b", "e", "f", "g"], &mut problems).unwrap().required("id", &mut problems);
    let found = doc.resolve(problems);
    assert_eq!(found.len(), 9);
    assert_eq!(found[0].to_string(), "f.yaml:1:1: `id:` is missing");
    assert_eq!(found[1].to_string(), "f.yaml:1:4: this must be text; it is a list");
    assert_eq!(found[3].to_string(), "f.yaml:3:1: this must be text; there is nothing");
    assert_eq!(found[8].to_string(), "f.yaml:5:4: this must be text; it is empty");
}

#[test]
fn an_empty_document_is_null() {
    for text in ["", "\n", "# nothing\n", "---\n", "\u{FEFF}"] {
        assert!(doc(text).root().is_null(), "{text:?}");
    }
}

#[test]
fn mistakes_of_syntax_have_a_place_and_our_words() {
    assert_eq!(fault("a: 1\n\tb: 2\n"), (2, 1, "a tab indents this line".into()));
    assert_eq!(fault("a: b: c\n"), (1, 5, "a colon stands where no key can be".into()));
    assert_eq!(fault("a: [b, c\nd: e\n"), (1, 4, "the list in brackets that begins here is broken".into()));
    assert_eq!(fault("a: \"b\nc: d\n"), (1, 4, "a quotation mark opened here is never closed".into()));
    assert_eq!(fault("a: @b\n"), (1, 4, "a value cannot begin with this sign".into()));
    assert_eq!(fault("a: \"\\q\"\n").2, "an unknown escape stands in double quotes");
    assert_eq!(fault("a: 1\n---\nb: 2\n"), (2, 1, "a second document begins here".into()));
    assert_eq!(fault("a: &x 1\nb: *x\n"), (1, 4, "anchors (&) and aliases (*) are not read here".into()));
    assert_eq!(fault("a: !x 1\n").2, "a tag (!) stands before this value");
    assert_eq!(fault("? [a]\n: b\n"), (1, 3, "a key must be a word, not a list or mapping".into()));
    assert_eq!(fault("- a\n- 'b' c\n").0, 2);
    assert_eq!(fault("a: b\nsecret name\n").2, "a line that begins here has no colon after its key");
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let deep = "nested too deep";
    assert!(fault(&"[".repeat(200_000)).2.contains(deep));
    assert_eq!(fault(&format!("a: [\n{}", " {\n".repeat(100))).0, 64);
    assert!(fault(&"- ".repeat(5_000)).2.contains(deep));
    let blocks: String = (0..70).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    assert_eq!(fault(&blocks).0, 65);
    assert!(Doc::parse("f", &format!("{}{}", "[".repeat(64), "]".repeat(64))).is_ok());
}

#[test]
fn bytes_that_are_not_utf8_are_placed() {
    let found = Doc::read("f.yaml", b"a: b\nc\xC3\xA9: \xFF\n").unwrap_err();
    assert_eq!((found.line, found.column), (2, 5));
    assert!(Doc::read("f.yaml", b"\xFF\xFEa\0").unwrap_err().message.contains("UTF-16"));
    assert!(Doc::read("f.yaml", b"\xEF\xBB\xBFa: b").is_ok());
}

#[test]
fn signs_inside_values_are_no_anchors() {
    let doc = doc("a: Salt & Sons\nb: '*.md'\nc: [\"&x\", fish&chips, 5 *]\n");
    assert_eq!(at(&doc, &["c", "0"]).text(&mut Problems::new()).unwrap(), "&x");
}

/// All that is known of a document: what each value is, with its text or spelling, where its successor stands, and its place.
fn known(doc: &Doc, len: u32) -> Vec<(Shape, String, u32, (u32, u32))> {
    let value = |ordinal| {
        let entry = doc.values.entry(ordinal);
        let (shape, text) = match entry.shape {
            Shape::Text(start, end) => (Shape::Text(0, 0), doc.values.text(start, end).to_owned()),
            other => (other, doc.spelled(ordinal).unwrap_or_default().to_owned()),
        };
        (shape, text, entry.end, doc.place(ordinal))
    };
    (0..len).map(value).collect()
}

/// Holds the quick reading of a text against the slow one. Says whether there was one.
fn compare(text: &str) -> bool {
    let Some((values, starts)) = quick::read(text) else { return false };
    let len = values.len();
    let quick = Doc { file: String::new(), values, places: Where::Known(starts, 0) };
    let slow = Doc::parse_slowly("", text).unwrap_or_else(|problem| panic!("{problem}: {text:?}"));
    assert_eq!(slow.values.len(), len, "{text:?}");
    assert_eq!(known(&quick, len), known(&slow, len), "{text:?}");
    true
}

#[test]
fn what_is_read_quickly_is_what_the_parsers_read() {
    for text in [
        "a: 1\nb:\n- c: d # e\n  f: 'it''s'\n- g\nh:\n  - \"x\\\"y\"\n\n# i\n  - [1, b c, {d: e, f: [g, h]}, []]\nj:\n",
        "- id: C-1\n  name: Quill & Sons: the firm\n",
        "- id: C-1\r\n  name: Ö#ä 'x' (y), z\r\n  k:\r\n- 2024-03-03\r\n- -5\n- +1\n- 0x1F\n- 1e3\n- .5\n- 007\n- ~\n",
        "a: >-\n  x y\n  z\nb: >-\n    - c #d: e\n\nf:\n- g: >-\n   h\n# i\nj: 1\n",
        "a: {b: 1:24-cv-00137, c: http://x.example/y#z, \"d\": '[,]'}\n",
    ] {
        let holds_a_mistake = text.contains("Sons: the");
        assert_eq!(compare(text), !holds_a_mistake, "{text:?}");
    }
    for bad in [
        "",
        "a: b\n c\n",
        "a: |\n b\n",
        "a: >-\n b\n  c\n",
        "a: >-\n b\n\n c\n",
        "a: >-\n",
        "a: \"b\n c\"\n",
        "a: &b c\n",
        "a: [b,\n c]\n",
        "a:\tb\n",
        "- - a\n",
        "a: 'b' c\n",
    ] {
        assert!(quick::read(bad).is_none(), "{bad:?}");
    }
}

#[test]
fn all_packs_and_the_demo_are_read_quickly_and_alike() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut packs = 0;
    for entry in std::fs::read_dir(root.join("rules")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        packs += usize::from(compare(&text));
    }
    assert!(packs >= 25, "only {packs} packs are read quickly");
}

#[test]
fn a_list_that_is_cut_is_read_as_in_one_piece() {
    let clients: String =
        (0..9_000).map(|n| format!("  - id: C-{n}\n    name: \"Ökonjo {n}\"\n    tags: [a, b]\n")).collect();
    let text = format!("version: 1\n# c\nclients:\n{clients}");
    let pieces = super::Pieces::cut("f", text.as_bytes(), "clients").unwrap();
    assert!(pieces.list.len() > 3, "{}", pieces.list.len());
    assert_eq!(pieces.head.root().len(), 2);
    let whole = doc(&text);
    let mut items = at(&whole, &["clients"]).list(&mut Problems::new()).into_iter();
    for piece in &pieces.list {
        let doc = piece.read().unwrap();
        for item in doc.root().list(&mut Problems::new()) {
            let other = items.next().unwrap();
            assert_eq!(item.place(), other.place());
            let id = |node: Node<'_>| {
                node.open_fields(&mut Problems::new()).unwrap().get("id").unwrap().text(&mut Problems::new())
            };
            assert_eq!(id(item), id(other));
        }
    }
    assert!(items.next().is_none());
    for broken in ["clients: []\n", "clients:\nversion: 1\n", "a:\n  clients:\n  - b\n"] {
        let pieces = super::Pieces::cut("f", broken.as_bytes(), "clients");
        assert!(pieces.is_none_or(|pieces| pieces.list.iter().any(|piece| piece.read().is_none())), "{broken:?}");
    }
}

/// Signs that YAML is made of, for documents at random.
const SIGNS: &[&str] = &[
    "\n", "\n", "\n  ", "\n    ", "- ", "- ", "a", "b", ": ", ": ", ":\n", "[", "]", "{", "}", ", ", "? ", "'x'",
    "\"y\"", "|\n", ">-\n", " # c", "1", "true", "~", "é", "\r\n", "\t",
];

/// How lines begin, for documents at random that are nearly sound.
const STARTS: &[&str] = &["", "- ", "a: ", "b: ", "- c: ", "'d': ", "\"e\" : ", "f:", "-", "-  ", "# ", "é: "];

/// How they go on.
const VALUES: &[&str] = &[
    "",
    ">-",
    ">-\n    x",
    ">-\n  x\n  # y: z\n",
    "x",
    "x y",
    "'x'",
    "'x''y'",
    "\"x\"",
    "\"x\\ny\"",
    "1",
    "-1",
    "+1",
    "1.5",
    "01",
    "0b1",
    "true",
    "~",
    "null",
    "x # y",
    "x#y",
    "[x, y]",
    "[]",
    "{}",
    "{k: v}",
    "{k: [v, 'w']}",
    "[x: y]",
    "[x, ]",
    "{k}",
    "{k: v, l: 1}",
    "x: y",
    "x:y",
    "x:",
    ":x",
    "?",
    "? x",
    "-",
    "- x",
    "x, y]",
    "x [y]",
    "!x",
    "&x",
    "*x",
    "@x",
    "%x",
    "`x",
    "|",
    ">",
    "...",
    "---",
    "--- x",
    ".5",
    ".x",
    "=",
    "<<",
    "x\r",
    "\u{85}",
    "[x y, -1, -x]",
    "{'k': v}",
    "{k : v}",
    "[a#b, c]",
    "[a #b]",
    "{k: x:y}",
    "{k: x, y}",
    "(x) y",
    "/x",
    "\\x",
    "x\\",
    "'x' # y",
    "'x'y",
    "[x]y",
    "[x] # y",
    "é ü",
    "é: ü",
    "{é: ü}",
    "2024-03-03",
    "12:30",
    "1_000",
    "0o17",
    "0xG",
    "1e3",
    ".inf",
    "-.inf",
    ".nan",
    "inf",
    "nan",
    "99999999999999999999",
    "-0",
    "+",
    "+.",
    "~x",
    "^",
    "$1",
    ";",
    "_",
    ",x",
    "}x",
    "]x",
    "x}",
    "{x}",
    "[1:2]",
    "[x:]",
    "{k: }",
    "{k:v}",
    "[a?, b? c]",
    "<x>",
    "[<x>, y <]",
    "a? b",
    "{k?: v}",
    "{k: v?}",
    "[x?]",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn quick_reading_never_differs_from_slow(signs in proptest::collection::vec(prop::sample::select(SIGNS), 0..24)) {
        compare(&signs.concat());
    }

    #[test]
    fn quick_reading_of_what_looks_simple_never_differs_from_slow(
        lines in proptest::collection::vec((0_usize..4, prop::sample::select(STARTS), prop::sample::select(VALUES)), 0..7)
    ) {
        let text: String =
            lines.iter().map(|(indent, start, value)| format!("{}{start}{value}\n", " ".repeat(*indent))).collect();
        compare(&text);
    }

    #[test]
    fn both_parsers_count_alike(signs in proptest::collection::vec(prop::sample::select(SIGNS), 0..30)) {
        let text = signs.concat();
        if let Ok(doc) = Doc::parse_slowly("f", &text) {
            // Where the second parser gives up earlier, places end there; those it has must be of the same values.
            let all: Vec<u32> = (0..doc.values.len()).collect();
            let places = Places::find(&text, &all);
            for ordinal in all {
                if let (Shape::Text(start, end), Some(spelled)) = (doc.values.entry(ordinal).shape, places.spelled(ordinal)) {
                    // They differ in the line end after a block scalar that ends the file.
                    prop_assert_eq!(doc.values.text(start, end).trim_end(), spelled.trim_end());
                }
            }
        }
    }
}
