//! Drafts of every format with a name at every place where words can stand.

use super::world::Wanted;

/// A draft: its file name and its content.
pub(super) type Draft = (String, Vec<u8>);

/// What stands in drafts of every ending of the program, in templates of their own or as plain text. `@@` is the name,
/// `##` its joined form, `--` its slug, `%%` its form in capitals.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "txt",
        "We met @@ today, and it was a pleasure.\n\n> as @@ says\n\n%%\n\nSee #ABC and #@#, or www.site.example/-@-/x\n",
    ),
    (
        "md",
        "---\ntitle: On @@\ndescription: \"@@\"\nslug: -@-\ntags: [a, \"@@\"]\nsubrosa: {kind: page}\n---\n\n# Why @@\n\n\
         We met @@, and **@@** met us.\n\n- [@@](https://site.example/-@- \"@@\")\n- ![@@](/img/-@-.jpg \"@@\")\n\n\
         | a | b |\n|---|---|\n| x | @@ |\n\n> @@\n\n<!-- @@ -->\n\n<span title=\"@@\">x</span> `@@`[^1]\n\n[^1]: Ask @@.\n\n\
         [unused]: /-@- \"@@\"\n",
    ),
    ("toml.md", "+++\ntitle = \"@@\"\nslug = \"-@-\"\n+++\n\nWe met @@.\n"),
    (
        "html",
        "<!doctype html><html><head><title>@@</title><meta name=description content=\"About @@\">\
         <script type=\"application/ld+json\">{\"name\": \"@@\"}</script></head><body><!-- @@ --><h1>@@</h1>\
         <p>We met <b>@@</b>.</p><img src=\"/-@-.png\" alt=\"@@\"><p hidden>@@</p><input placeholder=\"@@\" value=\"@@\">\
         <a href=\"/-@-\" title=\"@@\" aria-label=\"@@\">%%</a></body></html>",
    ),
    ("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>@@</title><text>@@</text><desc>@@</desc></svg>"),
    ("xml", "<?xml version=\"1.0\"?><rss><channel><item><title>@@</title><link>/-@-</link></item></channel></rss>"),
    ("tsx", "// @@\nexport const A = () => <p title=\"@@\">We met @@.</p>;\nconst b = \"@@\";\n"),
];

/// The drafts that say one name: one of each ending, some in other encodings, and paths that hold it.
pub(super) fn of(wanted: &Wanted) -> Vec<Draft> {
    let name = &wanted.text;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let joined = letters(name.trim_end_matches(" Ltd").trim_end_matches(" GmbH"));
    let parts: Vec<String> = name.split_whitespace().map(|word| letters(word).to_lowercase()).collect();
    let slug = parts.join("-");
    let fill = |template: &str| {
        template
            .replace("-@-", &slug)
            .replace("#@#", &format!("#{joined}"))
            .replace("%%", &name.to_uppercase())
            .replace("@@", name)
    };
    let mut drafts: Vec<Draft> = Vec::new();
    let own = |ending: &str| TEMPLATES.iter().find(|(own, _)| *own == ending).map(|(_, template)| *template);
    let plain = TEMPLATES[0].1;
    for (_, endings) in subrosa::read::formats() {
        for ending in endings {
            drafts.push((format!("a/{ending}.{ending}"), fill(own(ending).unwrap_or(plain)).into_bytes()));
        }
    }
    drafts.push(("a/front.md".to_owned(), fill(TEMPLATES[2].1).into_bytes()));
    drafts.push(("a/no-ending".to_owned(), fill(plain).into_bytes()));
    let text = fill(plain);
    drafts.push(("b/bom.txt".to_owned(), [b"\xEF\xBB\xBF", text.as_bytes()].concat()));
    drafts.push(("b/crlf.txt".to_owned(), text.replace('\n', "\r\n").into_bytes()));
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    drafts.push(("b/wide.txt".to_owned(), wide));
    if slug.len() > 3 {
        drafts.push((format!("c/{slug}.md"), b"Nothing to see.\n".to_vec()));
        drafts.push((format!("c/{slug}/{joined}/x.txt"), fill(plain).into_bytes()));
        // Wordless and unchecked files have a name, too.
        drafts.push((format!("d/{slug}.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()));
        drafts.push((format!("d/{slug}.zip"), b"PK\x03\x04\x14\0\0\0".to_vec()));
    }
    drafts
}

/// The ending of every template is one that is read, or stands for one.
#[test]
fn templates_belong_to_formats() {
    let known: Vec<&str> = subrosa::read::formats().flat_map(|(_, endings)| endings.iter().copied()).collect();
    for (ending, _) in TEMPLATES.iter().filter(|(ending, _)| !ending.contains('.')) {
        assert!(known.contains(ending), "{ending}");
    }
}
