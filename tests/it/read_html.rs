//! HTML and its relatives, read as a page shows them and as it hides them.

use subrosa::text::Span;

use crate::read::{blocks, draft, groups, line_column, source_of};

#[test]
fn html_is_read_as_the_page_shows_it() {
    let text = "<!DOCTYPE html>\n<html><head><title>Cases &amp; more</title>\n<meta charset=utf-8><meta name=\"description\" content=\"We won for Northgate\">\n<meta property=og:image content=/img/okonjo.png><meta name=viewport content=\"width=device-width\">\n<style>.northgate{}</style><script>var x = 'hidden';</script></head>\n<body><h1>North<em>gate</em></h1>\n<p>One\n   line<br>two<wbr>fold <a href=\"/a?b=1&amp;c=2\" title='T'>link</a><a href=#>next</a>\n<p>Lead-in:<ul><li>one<li>two <ul><li>deep</ul></ul>\n<table><tr><th>Client<th>Sum<tr><td>Vale<td>&pound;5</table>\n<blockquote><p>They said</p></blockquote><p>End <q>yes</q></p>\n<img src=\"data:image/png;base64,AAAA\" alt=\"Ruth\nOkonjo\">\n<p>shown <span hidden>secret</span> again</p>\n<input placeholder=Name value=Helix><!-- done -->\n</body></html>\n";
    let draft = draft("a.html", text);
    assert_eq!(
        blocks(&draft),
        [
            "Heading | Cases & more",
            "Meta description | We won for Northgate",
            "Url og:image | /img/okonjo.png",
            "Code | .northgate{}",
            "Code | var x = 'hidden';",
            "Heading | Northgate",
            "Paragraph | One line\ntwofold link next",
            "Url href | /a?b=1&c=2",
            "Attribute title | T",
            "Paragraph | Lead-in:",
            "ListItem | one",
            "ListItem | two",
            "ListItem | deep",
            "Cell | Client",
            "Cell | Sum",
            "Cell | Vale",
            "Cell | £5",
            "Paragraph quoted | They said",
            "Paragraph | End “yes”",
            "Alt alt | Ruth Okonjo",
            "Paragraph | shown  again",
            "Hidden | secret",
            "Attribute placeholder | Name",
            "Attribute value | Helix",
            "Comment | done",
        ]
    );
    assert_eq!(source_of(&draft, "Northgate\n"), "Northgate");
    assert_eq!(line_column(&draft, "We won for"), (3, 55));
    assert_eq!(source_of(&draft, "One line"), "One\n   line");
    assert_eq!(source_of(&draft, "twofold"), "two<wbr>fold");
    assert_eq!(source_of(&draft, "£5"), "&pound;5");
    assert_eq!(source_of(&draft, "b=1&c=2"), "b=1&amp;c=2");
    assert_eq!(source_of(&draft, "Ruth Okonjo"), "Ruth\nOkonjo");
    let groups = groups(&draft);
    assert_eq!(groups[9..13], [groups[9]; 4], "a list and its lead-in");
    assert_eq!(groups[13], groups[14]);
    assert_ne!(groups[14], groups[15]);
    assert_eq!(groups[15], groups[16]);
    let heading = draft.text.find("Northgate\nOne").expect("the heading");
    assert_eq!(draft.home(Span::at(heading..heading + 9)).len(), "North<em>gate".len() as u32);
}

#[test]
fn embedded_data_is_read_with_its_escapes() {
    let text = "<script type=\"application/ld+json\">\n{\"@context\": \"https://schema.org\", \"@type\": \"Review\",\n \"author\": {\"name\": \"Ruth \\u004fkonjo\"}, \"reviewBody\": \"They said \\\"won\\\" \\ud83d\\ude00\", \"tags\": [\"a\", \"b\"]}\n</script>\n";
    let draft = draft("a.html", text);
    assert_eq!(
        blocks(&draft),
        [
            "Url @context | https://schema.org",
            "Data name | Ruth Okonjo",
            "Data reviewBody | They said \"won\" 😀",
            "Data tags | a",
            "Data tags | b",
        ]
    );
    assert_eq!(source_of(&draft, "Ruth Okonjo"), "Ruth \\u004fkonjo");
    assert_eq!(source_of(&draft, "\"won\" 😀"), "\\\"won\\\" \\ud83d\\ude00");
    assert_eq!(line_column(&draft, "Ruth"), (3, 22));
}

#[test]
fn drawings_feeds_and_components_are_read() {
    let svg =
        draft("a.svg", "<svg xmlns=\"x\"><title>Northgate logo</title><text>Ruth <tspan>Okonjo</tspan></text></svg>");
    assert_eq!(blocks(&svg), ["Alt | Northgate logo", "Paragraph | Ruth Okonjo"]);
    let feed = draft(
        "feed.xml",
        "<?xml version=\"1.0\"?><rss><item><name>Vale</name><body><![CDATA[<p>Helix</p>]]></body></item></rss>",
    );
    assert_eq!(blocks(&feed), ["Paragraph | Vale", "Paragraph | Helix"]);
    let tsx = draft(
        "a.tsx",
        "export const A = () => <Card title=\"Northgate\" className=\"x\"><p>Won for {name}</p></Card>;\n",
    );
    assert!(blocks(&tsx).contains(&"Attribute title | Northgate".to_owned()));
    assert!(blocks(&tsx).contains(&"Paragraph | Won for {name}".to_owned()));
    assert!(!tsx.text.contains("className"));
}

#[test]
fn type_parameters_are_no_nesting() {
    let code = "const a: Array<Matter> = [];\n".repeat(400) + "export default () => <h1>Northgate</h1>;";
    assert!(blocks(&draft("a.tsx", code)).contains(&"Heading | Northgate".to_owned()));
}

#[test]
fn comments_between_blocks_stand_alone() {
    let draft = draft("a.html", "<!-- one --><p>two</p><!-- three --><p title=x>four <!-- five --> six</p>");
    assert_eq!(groups(&draft), [0, 1, 2, 3, 3, 3]);
}

// --- nothing breaks ---
