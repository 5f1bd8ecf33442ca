//! Reading of scripts: text between the tags of JSX and strings that are sentences are text, the rest is code.

use subrosa::draft::Role;

use crate::read::{blocks, draft, groups, line_column, source_of};

/// The blocks that are no code.
fn text(path: &str, source: &str) -> Vec<String> {
    blocks(&draft(path, source)).into_iter().filter(|block| !block.starts_with("Code")).collect()
}

/// A page of a site, with what misleads a reader that only looks for tags.
const PAGE: &str = r#"import React, { useState } from "react";
// don't touch: nobody's business, really.
type Props<T> = { items: Array<T>; };
const meta = { title: "We won for Ruth Okonjo, again.", cls: "flex items-center justify-between" };
const less = (a: number, b: number) => a <b && b> 3;
const pick = <T,>(x: T) => x;
export default function Page({ name }: { name: string }) {
  const [open, setOpen] = useState<boolean>(false);
  if (open) return <p>It&apos;s closed.</p>;
  return (
    <>
      <Card title="Northgate" className="x">
        <h1>Don't ask {name} about "it"</h1>
        {items.map((item) => (
          <li key={item.id}>The <strong>jury</strong> agreed{" "}with {`Ruth's`} view</li>
        ))}
        {/* a note: internal */}
        <p>One last <a href="/x">line
           wrapped</a>.</p>
      </Card>
    </>
  );
}
export const after = 'It\'s text after, with care.';
"#;

#[test]
fn what_stands_between_tags_and_strings_that_are_sentences_are_text() {
    assert_eq!(
        text("a.tsx", PAGE),
        [
            "Data | We won for Ruth Okonjo, again.",
            "Paragraph | It's closed.",
            "Attribute title | Northgate",
            "Heading | Don't ask {name} about \"it\"",
            "ListItem | The jury agreed with Ruth's view",
            "Paragraph | One last line wrapped.",
            "Url href | /x",
            "Data | It's text after, with care.",
        ]
    );
    let page = draft("a.tsx", PAGE);
    assert_eq!(source_of(&page, "Ruth Okonjo"), "Ruth Okonjo");
    assert_eq!(line_column(&page, "Ruth Okonjo"), (4, 35));
    assert_eq!(line_column(&page, "view"), (15, 82));
    assert_eq!(source_of(&page, "It's text"), "It\\'s text");
}

#[test]
fn all_of_a_script_is_read_be_it_as_code() {
    let page = draft("a.tsx", PAGE);
    for word in ["react", "nobody's business", "items-center", "useState", "internal"] {
        assert!(page.text.contains(word), "{word}");
        let at = u32::try_from(page.text.find(word).unwrap()).unwrap();
        assert_eq!(page.blocks[page.block_at(at).unwrap()].role, Role::Code, "{word}");
    }
}

#[test]
fn comparisons_and_types_open_no_element() {
    for code in [
        "if (a <b) { x(\"We met Ruth Okonjo today.\") }",
        "const m = new Map<string, Matter>(); x(\"We met Ruth Okonjo today.\")",
        "function f<T extends Base>(t: T) { return \"We met Ruth Okonjo today.\" }",
        "const y = list[0] <limit; const z = \"We met Ruth Okonjo today.\"",
    ] {
        for path in ["a.tsx", "a.ts", "a.js"] {
            assert_eq!(text(path, code), ["Data | We met Ruth Okonjo today."], "{path} {code}");
        }
    }
}

#[test]
fn a_script_has_tags_where_it_takes_modules_in() {
    let code = "const a = () => <p>Hello there</p>;\n";
    assert_eq!(text("a.js", code), [""; 0]);
    assert_eq!(text("a.js", &format!("import b from \"b\";\n{code}")), ["Paragraph | Hello there"]);
    assert_eq!(text("a.ts", &format!("import b from \"b\";\n{code}")), [""; 0]);
    assert_eq!(text("a.jsx", code), ["Paragraph | Hello there"]);
}

#[test]
fn strings_of_names_for_programs_are_code() {
    let code = "cn('px-4 py-2 Text-white hover:bg-red'); q('SELECT a FROM b WHERE c=1'); p('./Ruth Okonjo/a b.tsx')";
    assert_eq!(text("a.js", code), [""; 0]);
}

#[test]
fn things_of_a_list_are_read_each_for_itself() {
    let code = "export const a = [{ t: \"Ruth asked, and we came.\", u: \"She liked it, she said.\" }, { t: \"Ben never came, alas.\" }];";
    let read = draft("a.ts", code);
    let prose: Vec<u32> =
        read.blocks.iter().filter(|block| block.role == Role::Data).map(|block| block.group).collect();
    assert_eq!((prose[0], prose.len()), (prose[1], 3));
    assert_ne!(prose[1], prose[2]);
}

#[test]
fn a_string_of_markup_is_read_as_markup() {
    let code = "export const post = { body: `<h2>The fair</h2><p>Ruth <b>Okonjo</b> came.</p>` };";
    assert_eq!(text("a.ts", code), ["Heading | The fair", "Paragraph | Ruth Okonjo came."]);
    assert_eq!(source_of(&draft("a.ts", code), "Okonjo"), "Okonjo");
    assert_eq!(
        text("a.js", "x.innerHTML = `<p>Size: ${(file.size / 1024).toFixed(2)} of your file</p>`"),
        ["Paragraph | Size:  of your file"]
    );
}

#[test]
fn scripts_of_components_and_php_are_read_the_same_way() {
    let vue = "<template><p>Hello there</p></template>\n<script>\nexport default { t: 'We met Ruth Okonjo, and won.' }\n</script>\n";
    assert!(text("a.vue", vue).contains(&"Data | We met Ruth Okonjo, and won.".to_owned()));
    let php = "<?php $t = \"We met Ruth Okonjo, and won.\"; ?><p>Hello</p>";
    assert_eq!(text("a.php", php), ["Data | We met Ruth Okonjo, and won.", "Paragraph | Hello"]);
}

#[test]
fn a_script_that_a_program_made_is_code() {
    let line = format!("var a=\"We met Ruth Okonjo, and won.\";{}", "x();".repeat(2000));
    assert_eq!(text("a.min.js", &line), [""; 0]);
    assert!(draft("a.min.js", &line).text.contains("Ruth Okonjo"));
}

#[test]
fn the_inner_ending_of_a_template_says_what_it_is() {
    assert_eq!(
        blocks(&draft("a.html.md.erb", "See [this][link-1].\n\n[link-1]: /okonjo\n")),
        ["Paragraph | See this.", "Url | /okonjo"]
    );
    assert_eq!(groups(&draft("a.html.erb", "<p>One</p><p>Two</p>")), [0, 1]);
}
