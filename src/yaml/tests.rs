//! What the YAML layer promises: spellings, places, and words of our own.

use super::places::Places;
use super::values::Shape;
use super::{Doc, Node, Problem, Problems};
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

/// Signs that YAML is made of, for documents at random.
const SIGNS: &[&str] = &[
    "\n", "\n", "\n  ", "\n    ", "- ", "- ", "a", "b", ": ", ": ", ":\n", "[", "]", "{", "}", ", ", "? ", "'x'",
    "\"y\"", "|\n", ">-\n", " # c", "1", "true", "~", "é", "\r\n", "\t",
];

proptest! {
    #[test]
    fn both_parsers_count_alike(signs in proptest::collection::vec(prop::sample::select(SIGNS), 0..30)) {
        if let Ok(doc) = Doc::parse("f", &signs.concat()) {
            // Where the second parser gives up earlier, places end there; those it has must be of the same values.
            let all: Vec<u32> = (0..doc.values.len()).collect();
            let places = Places::find(&doc.text, &all);
            for ordinal in all {
                if let (Shape::Text(start, end), Some(spelled)) = (doc.values.entry(ordinal).shape, places.spelled(ordinal)) {
                    // They differ in the line end after a block scalar that ends the file.
                    prop_assert_eq!(doc.values.text(start, end).trim_end(), spelled.trim_end());
                }
            }
        }
    }
}
