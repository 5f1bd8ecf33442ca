//! What a run keeps of a draft until the report is made: places, snippets and masks are those of the whole draft.

use crate::support::{Bench, REGISTER};

/// Two pages of a name in the middle of much else: Markdown, and UTF-16 with other line ends.
fn bench() -> Bench {
    let filler = "Nothing of the sort stands in this paragraph, which is long enough to be left out.\n\n".repeat(40);
    let text = format!(
        "---\ntitle: Grüße\n---\n\n{filler}Tea with **Northgate** Memorial\nHospital — again.\n\n{filler}> Ruth Okonjo said so.\n\n{filler}"
    );
    let wide: Vec<u8> = std::iter::once(0xFEFF_u16)
        .chain(text.replace('\n', "\r\n").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    Bench::new()
        .file("register.yaml", format!("{REGISTER}    people: [{{name: Ruth Okonjo}}]\n"))
        .file("site/a.md", text)
        .file("site/b.md", wide)
        .file("site/c.txt", format!("{}Northgate Memorial Hospital {}", "word ".repeat(3000), "word ".repeat(3000)))
}

/// The output of a run in a format.
fn output(bench: &Bench, format: &[&str], level: &str) -> String {
    let base = ["check", "site", "--register", "register.yaml", "--no-packs", "--disclose", level];
    bench.run(&[&base[..], format].concat()).exits(1).stdout
}

#[test]
fn places_are_those_of_the_whole_source() {
    let bench = bench();
    let json: serde_json::Value = serde_json::from_str(&output(&bench, &["--format", "json"], "full")).unwrap();
    for (path, wide) in [("site/a.md", false), ("site/b.md", true), ("site/c.txt", false)] {
        let bytes = std::fs::read(bench.at(path)).unwrap();
        let own = json["findings"].as_array().unwrap().iter().filter(|finding| finding["path"] == path);
        let mut seen = 0;
        let spans = own.flat_map(|finding| {
            let places = finding["places"].as_array().unwrap().iter().map(|place| &place["span"]);
            std::iter::once(&finding["span"]).chain(places)
        });
        for span in spans {
            let at = |key: &str| span[key].as_u64().unwrap() as usize;
            let decoded = |bytes: &[u8]| match wide {
                false => String::from_utf8(bytes.to_vec()).unwrap(),
                true => {
                    let units = bytes.chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
                    String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
                }
            };
            let slice = decoded(&bytes[at("start")..at("end")]);
            assert!(slice.starts_with("Northgate") || slice.starts_with("Ruth"), "{path}: {slice:?}");
            let before = decoded(&bytes[..at("start")]).replace('\u{FEFF}', "");
            assert_eq!(at("line"), before.matches('\n').count() + 1, "{path}");
            assert_eq!(at("column"), before.rsplit('\n').next().unwrap().chars().count() + 1, "{path}");
            seen += 1;
        }
        assert_eq!(seen, if path.ends_with("txt") { 1 } else { 2 }, "{path}");
    }
}

#[test]
fn a_report_says_the_same_whether_drafts_are_kept_whole_or_not() {
    let bench = bench();
    for level in ["full", "masked", "files"] {
        for format in ["pretty", "json", "sarif", "github"] {
            // A page of drafts beside it makes the run keep them whole.
            let cut = output(&bench, &["--format", format], level);
            let whole = output(&bench, &["--format", format, "--format", "html=page.html"], level);
            assert_eq!(cut, whole, "{format} at {level}");
        }
    }
}

#[test]
fn what_is_named_elsewhere_is_masked_in_an_excerpt_too() {
    let bench = bench();
    let masked = output(&bench, &["--format", "pretty"], "masked");
    for word in ["Northgate", "Okonjo", "Hospital"] {
        assert!(!masked.contains(word), "{masked}");
    }
    assert!(masked.contains("███"));
}
