//! Names in the shapes that texts give them: case, marks, markup, line ends, addresses, slips, masks, and what texts that
//! mean harm can do.

use std::time::{Duration, Instant};

use crate::engine::{check, engine};
use crate::names::{client, expect, found, silent};
use subrosa::spot::Scratch;
use subrosa::spot::why::{Reason, Written};

/// One client with a rare name of two words.
fn kestrelford() -> String {
    client("name: Kestrelford Instruments, Inc.\nmatch: {whole_name_only: true}")
}

#[test]
fn case_marks_width_and_invisible_characters_do_not_hide_a_name() {
    let register = client("name: Hrdličková Straßenbau\nmatch: {whole_name_only: true}\nkind: organisation");
    found(
        &register,
        "a.txt",
        &[
            "bei {Hrdličková Straßenbau} heute",
            "bei {Hrdlickova Strassenbau} heute",
            "bei {HRDLIČKOVÁ STRASSENBAU} heute",
            "bei {Hrdlic\u{30C}kova\u{301} Straßenbau} heute",
            "bei {Ｈｒｄｌｉｃｋｏｖａ Ｓｔｒａｓｓｅｎｂａｕ} heute",
            "bei {Hrdlič\u{AD}ková Straßen\u{200B}bau} heute",
            "bei {Hrdličková\u{a0}Straßenbau} heute",
            "bei {Hrdličková\u{2009}Straßenbau} heute",
            "bei {Hrdličková-Straßenbau} heute",
            "bei {Hrdličková_Straßenbau} heute",
            "bei {hrdlickovastrassenbau}.example heute",
            "bei {#hrdličkovástraßenbau} heute",
        ],
    );
    silent(&register, "a.txt", &["bei Hrdlička Straßenbau", "bei Hrdličková und Straßenbau", "Straßenbau Hrdličková"]);
    let turkish = client("name: Işıklar İnşaat\nkind: organisation\nmatch: {whole_name_only: true}");
    found(
        &turkish,
        "a.txt",
        &["for {Isiklar Insaat} today", "for {IŞIKLAR İNŞAAT} today", "for {ışıklar inşaat} today"],
    );
    let greek = client("name: Οδυσσεύς Ναυτιλία\nkind: organisation");
    found(&greek, "a.txt", &["για {ΟΔΥΣΣΕΥΣ ΝΑΥΤΙΛΙΑ} σήμερα", "για {Οδυσσεύς Ναυτιλία} σήμερα"]);
}

#[test]
fn line_ends_quotes_and_markup_do_not_hide_a_name() {
    expect(
        &kestrelford(),
        &[
            ("a.txt", "> so Kestrelford\n> Instruments wrote", &["Kestrelford\n> Instruments"]),
            ("a.txt", "so Kestrelford\r\nInstruments wrote", &["Kestrelford\r\nInstruments"]),
            ("a.txt", "so Kestrel-\r\nford Instruments wrote", &["Kestrel-\r\nford Instruments"]),
            ("a.md", "> so Kestrelford\n> Instruments wrote", &["Kestrelford\n> Instruments"]),
            ("a.md", "so [Kestrelford](x.html) Instruments wrote", &["Kestrelford](x.html) Instruments"]),
            ("a.md", "so _Kestrelford_ `x` Instruments", &[]),
            ("a.md", "so ~~Kestrelford~~ Instruments", &["Kestrelford~~ Instruments"]),
            ("a.html", "<p>Kestrelford <!-- x --> Instruments</p>", &["Kestrelford <!-- x --> Instruments"]),
            ("a.html", "<p>Kestrelford<br>Instruments</p>", &["Kestrelford<br>Instruments"]),
            ("a.html", "<p>&#75;estrelford Instruments</p>", &["&#75;estrelford Instruments"]),
            ("a.html", "<meta name=description content='By Kestrelford Instruments'>", &["Kestrelford Instruments"]),
            ("a.html", "<p hidden>Kestrelford Instruments</p>", &["Kestrelford Instruments"]),
            ("a.html", "<td>Kestrelford</td><td>Instruments</td>", &[]),
            ("a.html", "<h2>Kestrelford</h2>Instruments", &[]),
        ],
    );
}

#[test]
fn addresses_slugs_and_identifiers_hold_names() {
    found(
        &kestrelford(),
        "a.txt",
        &[
            "see https://example.com/{kestrelford-instruments} now",
            "see https://example.com/{Kestrelford%20Instruments} now",
            "see https://example.com/{kestrelford_instruments}.pdf now",
            "see https://example.com/?q={kestrelford+instruments} now",
            "see https://{kestrelfordinstruments}.example now",
            "see https://example.com/{KestrelfordInstruments}.html now",
            "see {@kestrelford_instruments} now",
            "see {#Kestrelford_Instruments} now",
            "mail press@{kestrelford-instruments}.example now",
            "file {kestrelford_instruments}_v2.docx",
            "on \u{201C}{Kestrelford Instruments}\u{201D} we say",
            "on ({Kestrelford Instruments}) we say",
            "on {Kestrelford Instruments}, we say",
            "on {Kestrelford Instruments}; we say",
        ],
    );
    let umlaut = client("name: Müllerich Bau\nkind: organisation\nmatch: {whole_name_only: true}");
    found(
        &umlaut,
        "a.txt",
        &[
            "see https://example.com/{M%C3%BCllerich-Bau}/x now",
            "see https://example.com/{muellerich-bau} now",
            "see {Muellerich Bau} now",
        ],
    );
    silent(&umlaut, "a.txt", &["see 100% Müllerich", "see M%FCllerich%20Bau%", "Mullerich%%20Bau"]);
}

#[test]
fn one_slip_in_a_long_name_is_a_hint_and_two_are_not() {
    let register = kestrelford();
    found(
        &register,
        "a.txt",
        &[
            "for {Kestrelfrod Instruments} today",
            "for {Kestrlford Instruments} today",
            "for {Kestrelfford Instruments} today",
            "for {Kestralford Instruments} today",
            "for {Cestrelford Instruments} today",
            "for {Kestrelford Instrumnets} today",
        ],
    );
    silent(
        &register,
        "a.txt",
        &[
            "for Kestralfrod Instruments today",
            "for Mestrelford Instruments today",
            "for Kestrelford Instrument today",
            "for Kestrelfort",
            "for Kestrelfrod alone",
        ],
    );
    let short = client("name: Okonjo Ltd");
    silent(&short, "a.txt", &["for Okonja today", "for Oknojo today"]);
    let person = client("name: Anežka Hrdličková\nkind: person");
    found(&person, "a.txt", &["for {Anezka Hrdlickva} today", "for {Aneska Hrdlickova} today"]);
    silent(&person, "a.txt", &["for Agata Hrdlickova today", "for Anezka Hrdlicka today"]);
}

#[test]
fn masked_letters_and_digits_for_letters_are_advice() {
    let register = kestrelford();
    found(
        &register,
        "a.txt",
        &[
            "for {K*strelford Instruments} today",
            "for {Kestr***ord Instruments} today",
            "for {K3strelford Instruments} today",
            "for {K3strelf0rd Instruments} today",
        ],
    );
    silent(
        &register,
        "a.txt",
        &[
            "for 3strelf0rd today",
            "for K***d today",
            "2 * 3 = 6",
            "a*b*c",
            "page 12 of 2026q3",
            "**bold** *words*",
            "x264kestrel99",
        ],
    );
    for (yaml, severity) in [("", subrosa::policy::Severity::Advice), ("fuzzy: true", subrosa::policy::Severity::Error)]
    {
        let register = client(&format!("name: Kestrelford Instruments\nmatch: {{{yaml}}}"));
        let checked = check(&register, "a.txt", b"for K*strelford Instruments today");
        assert_eq!(checked.findings.iter().map(|f| f.severity).collect::<Vec<_>>(), [severity], "{yaml}");
    }
}

#[test]
fn strange_registers_are_compiled_and_searched() {
    let long = "x".repeat(500);
    let names = [
        "A",
        "Ö",
        "7",
        "Ltd",
        "GmbH & Co. KG",
        "نورغیت للتجارة",
        "בית נורגייט",
        "霧島",
        "ノースゲート商会",
        "บริษัทกอไก่",
        &long,
        "a a a a a a a a",
        "The The",
        "Mr",
        "v",
        "Dr.",
        "O'",
        "1 2 3",
    ];
    let mut register = String::from("version: 1\nclients:\n");
    for (number, name) in names.iter().enumerate() {
        register.push_str(&format!("  - {{id: C-{number}, name: \"{name}\"}}\n"));
    }
    for (text, wanted) in [
        ("اليوم نورغیت للتجارة معنا", vec!["نورغیت للتجارة"]),
        ("היום בית נורגייט אתנו", vec!["בית נורגייט"]),
        ("昨日、霧島へ行きました。", vec!["霧島"]),
        ("昨日ノースゲート商会が来た。", vec!["ノースゲート商会"]),
        ("วันนี้บริษัทกอไก่มา", vec!["บริษัทกอไก่"]),
        ("a Ltd and a GmbH, A to Z", vec![]),
    ] {
        let found: Vec<String> =
            check(&register, "a.txt", text.as_bytes()).findings.into_iter().map(|f| f.slice).collect();
        assert_eq!(found, wanted, "{text}");
    }
    let found = check(&register, "a.txt", format!("and {long} too").as_bytes()).findings;
    assert_eq!(found.len(), 1);
}

#[test]
fn texts_that_repeat_a_word_take_time_in_step_with_their_length() {
    let mut register = String::from("version: 1\nclients:\n");
    for number in 0..60_u32 {
        register.push_str(&format!("  - {{id: C-{number}, name: \"a a a a a b{number}\"}}\n"));
        register.push_str(&format!("  - {{id: D-{number}, name: \"Kestrelford {number} Instruments\"}}\n"));
        let given = char::from(b'A' + (number % 26) as u8);
        register.push_str(&format!("  - {{id: P-{number}, name: \"John {given}u Banks\", kind: person}}\n"));
    }
    let engine = engine(&register);
    let now = [jiff::Timestamp::now()];
    for word in [
        "a ",
        "Kestrelford ",
        "Kestrelfrod ",
        "John ",
        "Banks ",
        "J. ",
        "K*",
        "a-",
        "%20a",
        "Kestrelford-",
        "John Banks, ",
        "(NMH) ",
    ] {
        let text = word.repeat(if word.starts_with("John B") { 200 } else { 20_000 });
        let start = Instant::now();
        crate::engine::check_as(&engine, "a.txt", text.as_bytes(), None, None, &now);
        assert!(start.elapsed() < Duration::from_secs(10), "{word:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_name_ten_thousand_times_in_a_line_without_sentences_takes_time_in_step_with_its_length() {
    let engine = engine(&client("name: Brackwell Foods plc"));
    let now = [jiff::Timestamp::now()];
    for (file, before, again, after) in [
        ("a.css", "", "a{content:\"Brackwell Foods plc\"}", ""),
        ("a.js", "", "f(\"Brackwell Foods plc\");", ""),
        ("a.html", "<script>", "f(\"Brackwell Foods plc\");", "</script>"),
        ("a.html", "<a href=\"", "x-brackwell-foods-plc-", "\">a</a>"),
        ("a.json", "{\"title\": \"", "the Brackwell Foods plc and ", "\"}"),
    ] {
        let text = [before, &again.repeat(10_000), after].concat();
        let start = Instant::now();
        let found = crate::engine::check_as(&engine, file, text.as_bytes(), None, None, &now).findings;
        let count = found.iter().map(|f| 1 + f.others.len()).sum::<usize>();
        assert!(count > 5_000, "{file}: {count}");
        assert!(start.elapsed() < Duration::from_secs(10), "{file} took {:?}", start.elapsed());
    }
}

#[test]
fn whoever_asks_why_is_told_the_form_and_what_decided_or_was_lacking() {
    let register = client("name: Orchard\npeople: [{name: Ruth Okonjo}]");
    for (text, expected) in [
        ("We were asked by Orchard to help.", (Written::Whole, Reason::Capitals, true)),
        ("Orchard walks are lovely.", (Written::Whole, Reason::SentenceStart, false)),
        ("an orchard in May", (Written::Whole, Reason::SmallLetters, false)),
        ("at Orchard Street", (Written::Whole, Reason::OtherName, false)),
        ("with Dr Okonjo today", (Written::TitleSurname, Reason::Title, true)),
        ("with Tom Okonjo today", (Written::TitleSurname, Reason::OtherPerson, false)),
        ("with R. Okonjo today", (Written::Initials, Reason::Distinctive, true)),
    ] {
        let whys = whys(&register, text);
        assert_eq!(whys, [expected], "{text}");
        assert!(!expected.0.as_str().is_empty() && !expected.1.as_str().is_empty());
    }
}

/// The reasons for what stands in a text, of a run that asks.
fn whys(register: &str, text: &str) -> Vec<(Written, Reason, bool)> {
    let engine = engine(register);
    let source =
        subrosa::draft::Source { path: "a.txt".to_owned(), file: "a.txt".into(), bytes: text.as_bytes().to_vec() };
    let mut all = Vec::new();
    let mut scratch = Scratch::asking();
    let _ = subrosa::read::read(&std::sync::Arc::new(source), &mut |draft| {
        let spotted = subrosa::spot::spot(&draft, &engine, &mut scratch);
        all.extend(spotted.whys.iter().map(|w| (w.written, w.reason, w.found)));
    });
    all
}

/// Prints how the register's drafts of the development corpus fare, and asserts the floor that must hold.
#[test]
fn the_development_corpus_names_are_found() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let register = std::fs::read_to_string(folder.join("register.yaml")).expect("a register");
    let posts = std::fs::read_to_string(folder.join("register_posts.jsonl")).expect("posts");
    let engine = engine(&register);
    let (mut missed, mut alarms, mut names, mut clean) = (Vec::new(), Vec::new(), 0, 0);
    for line in posts.lines() {
        let post: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| post[key].as_str().unwrap_or_default().to_owned();
        let at: Vec<jiff::Timestamp> = text("publish_at").replace("Z", ":00Z").parse().into_iter().collect();
        let now = if at.is_empty() { vec![jiff::Timestamp::now()] } else { at };
        let channel = post["channel"].as_str().map(subrosa::policy::Channel::new);
        let kind = text("kind").parse().ok();
        let file = format!("a.{}", text("format"));
        let found = crate::engine::check_as(&engine, &file, text("text").as_bytes(), kind, channel, &now).findings;
        let found: Vec<_> = found.into_iter().filter(|f| f.rule.starts_with("identity/")).collect();
        if text("label") == "clean" {
            clean += 1;
            let loud = found.iter().filter(|f| f.severity != subrosa::policy::Severity::Advice);
            alarms.extend(loud.map(|f| format!("{}: {:?} in {:?}", text("id"), f.slice, text("text"))));
        } else if post["categories"][0] == "direct_identifier" {
            for expected in post["expect"].as_array().into_iter().flatten() {
                names += 1;
                let slice = expected["slice"].as_str().unwrap_or_default();
                // Numbers and facts are found elsewhere.
                if slice.chars().any(|c| c.is_ascii_digit()) || slice.starts_with(char::is_lowercase) {
                    names -= 1;
                    continue;
                }
                let met = found.iter().any(|f| {
                    std::iter::once(&f.slice).chain(&f.others).any(|s| s.contains(slice) || slice.contains(s.as_str()))
                });
                if !met {
                    let have: Vec<_> = found.iter().map(|f| f.slice.clone()).collect();
                    missed.push(format!("{}: {slice:?} in {:?}, found {have:?}", text("id"), text("text")));
                }
            }
        }
    }
    assert!(
        missed.len() * 20 <= names && alarms.len() * 20 <= clean,
        "missed {} of {names}:\n{}\nfalse {} of {clean}:\n{}",
        missed.len(),
        missed.join("\n"),
        alarms.len(),
        alarms.join("\n")
    );
}

#[test]
fn scripts_and_styles_of_pages_are_looked_through_for_names() {
    let register = client("name: Brackwell Foods plc");
    for file in ["a.html", "a.md"] {
        found(
            &register,
            file,
            &[
                "<p>Hello<script>const a = \"{Brackwell Foods plc}\";</script> there</p>\n",
                "<p>Hi</p>\n<style>/* {Brackwell Foods plc} */</style>\n",
            ],
        );
    }
}
