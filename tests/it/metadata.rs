//! What a file tells beside its words: that readers note it at its exact place, and that an office's address, a by-line and
//! an ordinary link are no finding. Places are asserted by slicing the source, lines and columns by hand.

use std::sync::LazyLock;

use proptest::prelude::{ProptestConfig, prop, proptest};
use subrosa::draft::{Draft, NoteKind};
use subrosa::policy::{Kind, Severity};
use subrosa::register::Register;
use subrosa::rules::{builtin, load};
use subrosa::spot::Engine;
use subrosa::text::LineIndex;

use crate::engine::{Found, check_as};
use crate::read::{draft, read_all};
use crate::read_hostile::sound;

/// The built-in packs, without a register.
static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::compile_with(Register::default(), load(&builtin::packs()).expect("good packs")));

/// The notes of a draft: what, and the bytes of the source.
fn notes(draft: &Draft) -> Vec<(NoteKind, &str)> {
    let source = |span| std::str::from_utf8(&draft.source.bytes[draft.home(span).range()]).expect("a UTF-8 source");
    draft.notes.iter().map(|note| (note.kind, source(note.span))).collect()
}

/// The notes of the only draft of a file.
fn noted(path: &str, text: &str) -> Vec<(NoteKind, String)> {
    notes(&draft(path, text)).into_iter().map(|(kind, source)| (kind, source.to_owned())).collect()
}

/// Line and column of the first note.
fn line_column(draft: &Draft) -> (u32, u32) {
    let bytes = &draft.source.bytes;
    let position = LineIndex::new(bytes, draft.encoding).position(bytes, draft.home(draft.notes[0].span).start);
    (position.line, position.column)
}

/// What the packs find of `metadata` in a file, as a kind of draft.
fn found(path: &str, text: &str, kind: Kind) -> Vec<Found> {
    let all = check_as(&ENGINE, path, text.as_bytes(), Some(kind), None, &[]).findings;
    all.into_iter().filter(|found| found.rule.starts_with("metadata/")).collect()
}

// --- where it stands ---

#[test]
fn front_matter_of_a_post_gives_its_place() {
    let text = "---\ntitle: \"Café\"\ndate: 2026-05-02\nphoto: {lat: 42.36012, lng: -71.05891}\n---\nGreat weather.\n";
    let read = draft("a.md", text);
    assert_eq!(notes(&read), [(NoteKind::Gps, "42.36012")]);
    assert_eq!(line_column(&read), (4, 14));
}

#[test]
fn front_matter_is_read_for_places_in_every_syntax() {
    for text in [
        "---\ndate: 2026-05-02\nlocation: [42.36012, -71.05891]\n---\nx\n",
        "---\ndate: 2026-05-02\nlocation: 42.36012, -71.05891\n---\nx\n",
        "---\ndate: 2026-05-02\ncoordinates:\n  latitude: '42.36012'\n  longitude: '-71.05891'\n---\nx\n",
        "---\ngps: 42.36012, -71.05891\n---\nx\n",
        "+++\ndate = 2026-05-02\nlatitude = 42.36012\nlongitude = -71.05891\n+++\nx\n",
        "{\"date\": \"2026-05-02\", \"geo\": {\"latitude\": 42.36012, \"longitude\": -71.05891}}\nx\n",
        "{\"exif\": {\"GPSPosition\": \"42 deg 21' 36.43\\\" N, 71 deg 3' 32.08\\\" W\"}}\nx\n",
    ] {
        let found = noted("a.md", text);
        assert!(matches!(found.as_slice(), [(NoteKind::Gps, at)] if at.starts_with("42")), "{text} {found:?}");
    }
}

#[test]
fn a_page_gives_places_in_meta_data_and_attributes() {
    let text = "<!doctype html>\n<head><meta charset=utf-8><meta name=\"geo.position\" content=\"42.36012;-71.05891\">\n</head>";
    let read = draft("a.html", text);
    assert_eq!(notes(&read), [(NoteKind::Place, "42.36012;-71.05891")]);
    assert_eq!(line_column(&read), (2, 62));
    for (text, kind) in [
        ("<meta name=ICBM content=\"42.36012, -71.05891\">", NoteKind::Place),
        ("<meta property=og:latitude content=42.36012><meta property=og:longitude content=-71.05891>", NoteKind::Place),
        (
            "<span itemscope><meta itemprop=latitude content=42.36012><meta itemprop=longitude content=-71.05891></span>",
            NoteKind::Place,
        ),
        ("<div data-lat=42.36012 data-lng=-71.05891></div>", NoteKind::Place),
        ("<img data-latitude=42.36012 data-longitude=-71.05891 src=a.png>", NoteKind::Gps),
        (
            "<script type=application/ld+json>{\"@type\": \"Thing\", \"geo\": {\"longitude\": -71.05891, \"latitude\": 42.36012}}</script>",
            NoteKind::Place,
        ),
        (
            "<script type=application/ld+json>{\"contentLocation\": {\"geo\": {\"latitude\": \"42.36012\", \"longitude\": \"-71.05891\"}}, \"@type\": \"Photograph\"}</script>",
            NoteKind::Gps,
        ),
        ("<script type=application/json>{\"photo\": {\"coordinates\": [-71.05891, 42.36012]}}</script>", NoteKind::Gps),
    ] {
        let found = noted("a.html", text);
        assert!(
            matches!(found.as_slice(), [(known, at)] if *known == kind && at.contains("05891") | at.contains("36012")),
            "{text} {found:?}"
        );
    }
}

#[test]
fn a_mail_gives_places_and_lines_in_its_headers() {
    let text = "From: kim@firm.example\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\nX-Geo-Location: 42.36012,\r\n -71.05891\r\nX-Originating-IP: [203.0.113.9]\r\n\r\nSee you.\r\n";
    let read = draft("a.eml", text);
    assert_eq!(notes(&read), [(NoteKind::Gps, "42.36012,\r\n -71.05891"), (NoteKind::Connection, "[203.0.113.9]")]);
    assert_eq!(line_column(&read), (3, 17));
    let split = "From: a@b.example\nX-Geo-Latitude: 42.36012\nX-Geo-Longitude: -71.05891\n\nx\n";
    assert_eq!(noted("a.eml", split), [(NoteKind::Gps, "42.36012".to_owned())]);
    for silent in [
        "X-Mailer: Mail 16.0",
        "Received: from kims-laptop ([203.0.113.9]) by mx.firm.example",
        "X-Originating-IP: [10.1.2.3]",
    ] {
        assert_eq!(noted("a.eml", &format!("From: a@b.example\n{silent}\n\nx\n")), [], "{silent}");
    }
}

#[test]
fn a_row_of_posts_gives_its_place_and_a_table_of_offices_does_not() {
    let text = "caption,image,latitude,longitude\n\"Great, \"\"really\"\"\",a.jpg,42.36012,-71.05891\n";
    let drafts = read_all("posts.csv", text.as_bytes()).1;
    let row = drafts.iter().find(|draft| draft.record.as_deref() == Some("2")).expect("a row");
    assert_eq!(notes(row), [(NoteKind::Gps, "42.36012")]);
    assert_eq!(line_column(row), (2, 27));
    for silent in [
        "name,latitude,longitude\nCounty Court,42.36012,-71.05891\n",
        "image,address,latitude,longitude\na.jpg,1 Quay Street,42.36012,-71.05891\n",
        "caption,image,latitude,longitude\nGreat,a.jpg,42.36,-71.06\n",
    ] {
        assert!(read_all("posts.csv", silent.as_bytes()).1.iter().all(|draft| draft.notes.is_empty()), "{silent}");
    }
}

#[test]
fn a_file_of_data_gives_places_of_pictures_and_private_paths() {
    let text =
        "{\"photos\": [\n  {\"file\": \"C:\\\\Users\\\\kim\\\\a.jpg\", \"lat\": 42.36012, \"lng\": -71.05891}\n]}\n";
    let read = draft("gallery.json", text);
    let expected = [(NoteKind::PrivatePath, "C:\\\\Users\\\\kim\\\\a.jpg"), (NoteKind::Gps, "42.36012")];
    assert_eq!(notes(&read), expected);
    assert_eq!(line_column(&read), (2, 13));
    assert_eq!(noted("courts.json", "[{\"name\": \"County Court\", \"lat\": 42.36012, \"lng\": -71.05891}]"), []);
    assert_eq!(noted("a.geojson", "{\"type\": \"Point\", \"coordinates\": [-71.05891, 42.36012]}"), []);
}

#[test]
fn word_leaves_authors_accounts_paths_and_changes_in_pages() {
    let text = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head>\n\
        <link rel=File-List href=\"file:///C:/Users/kholt/AppData/Local/Temp/clip_filelist.xml\">\n\
        <!--[if gte mso 9]><xml>\n <o:DocumentProperties>\n  <o:Author>K Hölt</o:Author>\n  <o:LastAuthor>FIRM\\kholt</o:LastAuthor>\n  \
        <o:Company>hp</o:Company>\n </o:DocumentProperties>\n</xml><![endif]--></head>\n\
        <p>The <del cite=\"mailto:K%20Holt\" datetime=\"2026-05-02T10:00\">old</del> fair<o:p></o:p></p>";
    let read = draft("a.html", text);
    assert_eq!(
        notes(&read),
        [
            (NoteKind::PrivatePath, "file:///C:/Users/kholt/AppData/Local/Temp/clip_filelist.xml"),
            (NoteKind::Author, "K Hölt"),
            (NoteKind::Account, "FIRM\\kholt"),
            (NoteKind::TrackedChange, "mailto:K%20Holt"),
        ]
    );
    assert_eq!(line_column(&read), (2, 27));
    let bare = "<xml><o:DocumentProperties><o:Author>K Holt</o:Author><o:LastAuthor>L Marsh</o:LastAuthor></o:DocumentProperties></xml>";
    assert_eq!(noted("a.html", bare), [(NoteKind::Author, "K Holt".into()), (NoteKind::Author, "L Marsh".into())]);
}

#[test]
fn private_paths_are_found_wherever_nobody_sees_them() {
    for (path, text, expected) in [
        ("a.md", "![t](<C:\\Users\\kim holt\\t.png>)", "C:\\Users\\kim holt\\t.png"),
        ("a.md", "<!-- see \\\\fs01\\clients\\Holt\\a.docx -->\n\nx", "\\\\fs01\\clients\\Holt\\a.docx"),
        ("a.md", "---\nsource: \"H:\\\\Clients\\\\Holt\\\\a.docx\"\n---\nx", "H:\\\\Clients\\\\Holt\\\\a.docx"),
        ("a.html", "<img alt='/Users/kim/Desktop/t.png' src=t.png>", "/Users/kim/Desktop/t.png"),
        (
            "a.html",
            "<a href='file://fs01/clients/Holt&amp;Sons/a.docx'>x</a>",
            "file://fs01/clients/Holt&amp;Sons/a.docx",
        ),
        (
            "a.html",
            "<a href='https://firm-my.sharepoint.com/personal/kim/a.docx'>x</a>",
            "https://firm-my.sharepoint.com/personal/kim/a.docx",
        ),
        ("a.svg", "<svg inkscape:export-filename=\"C:\\Users\\kim\\logo.png\"/>", "C:\\Users\\kim\\logo.png"),
        ("a.eml", "Content-Type: text/html\n\n<img src=\"file:///C:/Users/kim/t.png\">", "file:///C:/Users/kim/t.png"),
    ] {
        assert_eq!(noted(path, text), [(NoteKind::PrivatePath, expected.to_owned())], "{text}");
    }
}

#[test]
fn links_to_maps_give_their_coordinates() {
    for (path, text, expected) in [
        ("a.txt", "Lunch: https://maps.google.com/?q=42.36012,-71.05891.", "42.36012,-71.05891"),
        ("a.md", "[here](https://www.google.com/maps/@42.36012,-71.05891,17z)", "42.36012,-71.05891"),
        ("a.html", "<a href='geo:42.36012,-71.05891;u=35'>here</a>", "42.36012,-71.05891"),
        ("a.html", "<a href='https://maps.apple.com/?x=1&amp;ll=42.36012,-71.05891'>here</a>", "42.36012,-71.05891"),
    ] {
        assert_eq!(noted(path, text), [(NoteKind::MapLink, expected.to_owned())], "{text}");
    }
}

// --- what is ordinary ---

#[test]
fn an_office_may_say_where_it_is() {
    let office = "<head><meta name=\"geo.region\" content=\"US-MA\"><meta name=\"geo.position\" content=\"42.36012;-71.05891\">\
        <script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@graph\": [{\"@type\": [\"LegalService\", \"LocalBusiness\"], \
        \"image\": \"https://firm.example/a.png\", \"address\": {\"@type\": \"PostalAddress\", \"streetAddress\": \"1 Quay Street\"}, \
        \"geo\": {\"@type\": \"GeoCoordinates\", \"latitude\": 42.36012, \"longitude\": -71.05891}, \
        \"hasMap\": \"https://www.google.com/maps/@42.36012,-71.05891,17z\"}]}</script></head>\
        <p>Our news</p><div id=map data-lat=42.36012 data-lng=-71.05891></div><footer><a href=\"tel:+15550100\">555 0100</a> \
        <a href=\"https://maps.google.com/?q=42.36012,-71.05891\">1 Quay Street</a></footer>";
    assert_eq!(noted("contact.html", office), []);
    for text in [
        "---\ntitle: Harbour office\ndate: 2026-05-02\naddress: 1 Quay Street\nlatitude: 42.36012\nlongitude: -71.05891\n---\nx\n",
        "---\noffices:\n  - {name: Harbour, lat: 42.36012, lng: -71.05891}\n---\nx\n",
        "---\ndate: 2026-05-02\nvenue: Harbour Hall\nlocation: [42.36012, -71.05891]\n---\nA talk.\n",
        "---\ndate: 2026-05-02\nmap: {lat: 42.36012, lng: -71.05891, zoom: 12}\n---\nx\n",
        "---\ndate: 2026-05-02\nlocation: [42.36012, -71.05891]\n---\nVisit us at the harbour.\n",
        "---\ndate: 2026-05-02\nlocation: [0.0000, 0.0000]\n---\nx\n",
        "---\ndate: 2026-05-02\nlocation: Harbour Town\nposition: 3\n---\nx\n",
        "---\ndate: 2026-05-02\ncoordinates: [[42.36012, -71.05891], [42.36112, -71.05991]]\n---\nx\n",
        "---\ndate: 2026-05-02\nlatitude: 42.36012\n---\nx\n",
    ] {
        assert_eq!(noted("a.md", text), [], "{text}");
    }
    assert_eq!(noted("a.txt", "Directions: https://maps.google.com/?q=42.36012,-71.05891"), []);
}

#[test]
fn a_by_line_and_code_are_no_trace() {
    for (path, text) in [
        (
            "a.html",
            "<meta name=author content=\"K Holt\"><meta name=generator content=\"Microsoft Word 15\"><meta name=ProgId content=Word.Document>",
        ),
        ("a.md", "---\nauthor: K Holt\neditor: L Marsh\n---\nx"),
        ("a.md", "```\ncd C:\\Users\\kim\\site\n/Users/kim/Documents/x\n```\n"),
        ("a.js", "const dir = '/Users/kim/Documents/site';"),
        ("a.html", "<blockquote cite='https://x.example/'>x</blockquote><ins>new</ins>"),
        (
            "a.html",
            "<a href='/users/kim'>x</a><a href='/home/services/x'>y</a><script src='//cdn.example/a.js'></script>",
        ),
    ] {
        assert_eq!(noted(path, text), [], "{text}");
    }
}

// --- how bad it is ---

#[test]
fn a_place_is_a_warning_in_a_post_and_advice_on_a_page() {
    let text = "---\ntitle: Great weather\nlocation: [42.36012, -71.05891]\n---\nWe went for a walk.\n";
    let severity = |kind| found("a.md", text, kind).first().map(|found| (found.severity, found.slice.clone()));
    assert_eq!(severity(Kind::Post), Some((Severity::Warning, "42.36012".to_owned())));
    assert_eq!(severity(Kind::Page), Some((Severity::Advice, "42.36012".to_owned())));
    let link = "[here](https://www.google.com/maps/@42.36012,-71.05891,17z)";
    assert_eq!(found("a.md", link, Kind::Page).len(), 0);
    assert_eq!(found("a.md", link, Kind::Post)[0].severity, Severity::Advice);
}

#[test]
fn every_picture_and_path_is_a_finding_of_its_own_and_many_changes_are_one() {
    let photos = "---\nphotos:\n  - {lat: 42.36012, lng: -71.05891}\n  - {lat: 42.46012, lng: -71.15891}\n---\nx\n";
    let slices =
        |text: &str| -> Vec<String> { found("a.md", text, Kind::Page).into_iter().map(|found| found.slice).collect() };
    assert_eq!(slices(photos), ["42.36012", "42.46012"]);
    assert_eq!(slices("![a](/Users/kim/Desktop/a.png) ![b](/Users/kim/Desktop/b.png)\n").len(), 2);
    assert_eq!(
        slices("<ins cite='mailto:K'>a</ins> b. <ins cite='mailto:K'>c</ins>\n\n<del cite='mailto:L'>d</del>\n").len(),
        1
    );
}

#[test]
fn a_path_in_a_comment_is_found_by_one_rule_alone() {
    let text = "<p>x</p><!-- C:\\Clients\\Holt\\will.docx -->";
    let all = check_as(&ENGINE, "a.html", text.as_bytes(), None, None, &[]).findings;
    let rules: Vec<&str> = all.iter().map(|found| found.rule.as_str()).collect();
    assert_eq!(rules, ["metadata/private-path"]);
    let visible = check_as(&ENGINE, "a.html", b"<p>See C:\\Clients\\Holt\\will.docx</p>", None, None, &[]).findings;
    assert_eq!(visible.iter().map(|found| found.rule.as_str()).collect::<Vec<_>>(), ["leftover/path"]);
}

#[test]
fn packs_of_ones_own_may_name_what_readers_note_but_not_in_phrases() {
    let pack = |signals: &str, when: &str| {
        let text = format!(
            "pack: own\nsignals:\n  {signals}\nrules:\n  - id: house/x\n    severity: warning\n    message: x\n    when: [{when}]\n    \
             examples: {{flags: [a], passes: [b]}}\n"
        );
        load(&[subrosa::rules::PackFile { name: "own.yaml".into(), bytes: text.into_bytes(), builtin: false }])
    };
    assert!(pack("w: {phrases: [word]}", "sentence: {any: [<gps>, <place>]}").is_ok());
    let phrase = pack("w: {phrases: [\"word <gps>\"]}", "sentence: {all: [w]}").expect_err("a phrase");
    assert!(phrase.iter().any(|problem| problem.to_string().contains("a phrase cannot")), "{phrase:?}");
    let mixed = pack("w: {phrases: [word]}", "sentence: {all: [w, <gps>]}").expect_err("a mixture");
    assert!(mixed.iter().any(|problem| problem.to_string().contains("what readers note")), "{mixed:?}");
}

// --- whatever comes ---

/// Files with everything that is noted.
const FILES: [(&str, &str); 5] = [
    (
        "a.html",
        "<meta name=ICBM content='42.36012, -71.05891'><img data-lat=42.36012 data-lng=-71.05891 src='file:///C:/Users/k/é.png'><!--<o:Author>K</o:Author> \\\\fs\\cl\\a-->\
        <script type=application/ld+json>{\"@type\": [\"X\"], \"p\": {\"coordinates\": [1.23456, -2.34567]}}</script><ins cite=mailto:K>x</ins>",
    ),
    (
        "a.md",
        "---\nlocation: [42.36012, -71.05891]\ngps: \"42 deg 21' 36.4\\\" N, 71 deg 3' 32\\\" W\"\neditor: 'FIRM\\kim'\n---\n[é](https://www.google.com/maps/@42.36012,-71.05891,17z)",
    ),
    (
        "a.eml",
        "X-Geo-Position: 42.36012,-71.05891\nX-Originating-IP: [203.0.113.9]\nContent-Type: text/html\n\n<img src='C:\\Users\\k\\a.png'>",
    ),
    ("a.csv", "caption,lat,lng\nhé,42.36012,-71.05891\n"),
    ("a.json", "{\"photo\": {\"lat\": 42.36012, \"lng\": -71.05891, \"src\": \"\\\\\\\\fs\\\\cl\\\\é\"}}"),
];

#[test]
fn every_truncation_and_flipped_bit_is_survived() {
    for (path, text) in FILES {
        let text = text.as_bytes();
        let noted = read_all(path, text).1.iter().map(|draft| draft.notes.len()).sum::<usize>();
        assert!(noted > 0, "{path}");
        for len in 0..text.len() {
            sound(path, &text[..len]);
            for bit in 0..8 {
                let mut flipped = text.to_vec();
                flipped[len] ^= 1 << bit;
                sound(path, &flipped);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn pieces_of_traces_never_break_a_reader(parts in prop::collection::vec(prop::sample::select(vec![
        "42.36012", "-71.05891", ",", ";", " ", "\n", "é", "\"", "'", "<", ">", "/", "\\", "\\\\", ":", "C:", "file:", "file:///", "://", "maps.google.com/?q=", "@", "geo:",
        "<o:Author>", "</o:Author>", "<!--", "-->", "{", "}", "[", "]", "\"lat\":", "\"lng\":", "\"coordinates\":", "\"@type\":", "<meta name=ICBM content=", "<img data-lat=",
        " data-lng=", "<script type=application/json>", "</script>", "---\n", "latitude: ", "longitude: ", "gps: ", "\u{B0}", "deg", "N", "W", "Users/", "k/", "X-Geo-Position: ", "%20",
    ]), 0..60)) {
        let text = parts.concat();
        for path in ["a.md", "a.html", "a.txt", "a.json", "a.csv", "a.eml"] {
            sound(path, text.as_bytes());
        }
    }
}

#[test]
fn traces_are_looked_for_in_linear_time() {
    for piece in [
        "://",
        "/",
        "\\\\a\\",
        "C:/a/",
        "file://",
        "<!--<o:author>",
        "{\"lat\":1,",
        "[[",
        "\"@type\":[",
        "maps.google.com/?q=://",
        "<img data-lat=1.23456>",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        for path in ["a.html", "a.json", "a.txt"] {
            let start = std::time::Instant::now();
            assert!(!read_all(path, text.as_bytes()).1.is_empty());
            assert!(start.elapsed().as_secs() < 4, "{piece} {path}: {:?}", start.elapsed());
        }
    }
}

#[test]
fn a_key_of_front_matter_is_a_word_for_programs_and_its_value_is_not() {
    let rules = |text: &str| -> Vec<String> {
        check_as(&ENGINE, "a.md", text.as_bytes(), None, None, &[])
            .findings
            .into_iter()
            .map(|found| found.rule)
            .collect()
    };
    assert_eq!(rules("---\ninternal_note: use the harbour picture\n---\nA day at sea.\n"), [""; 0]);
    assert_eq!(rules("---\nremark: internal note\n---\nA day at sea.\n"), ["leftover/note"]);
}
