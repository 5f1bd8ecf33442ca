//! How names of a register are found: positives and, as many, negatives. Every case goes through the real reader and
//! engine; expected are exact slices of the source.

use subrosa::policy::Severity;

/// A register of one client.
pub(crate) fn client(yaml: &str) -> String {
    format!("version: 1\nclients:\n  - id: C-1\n    {}\n", yaml.replace('\n', "\n    "))
}

/// Asserts for each text of a list which slices are found, and names all that differ.
pub(crate) fn expect(register: &str, cases: &[(&str, &str, &[&str])]) {
    let engine = crate::engine::engine(register);
    let now = [jiff::Timestamp::now()];
    let mut wrong = Vec::new();
    for (file, source, wanted) in cases {
        let found = crate::engine::check_as(&engine, file, source.as_bytes(), None, None, &now).findings;
        let found: Vec<String> = found
            .into_iter()
            .filter(|f| f.rule.starts_with("identity/"))
            .flat_map(|f| [vec![f.slice], f.others].concat())
            .collect();
        let (mut found, mut wanted) = (found, wanted.to_vec());
        found.sort();
        wanted.sort_unstable();
        if found != wanted {
            wrong.push(format!("{file}: {source:?}\n    found  {found:?}\n    wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Asserts that nothing is found in these texts.
pub(crate) fn silent(register: &str, file: &str, texts: &[&str]) {
    let cases: Vec<(&str, &str, &[&str])> = texts.iter().map(|text| (file, *text, &[][..])).collect();
    expect(register, &cases);
}

/// How severe the findings of names in a text are.
pub(crate) fn severities(register: &str, text: &str) -> Vec<Severity> {
    let engine = crate::engine::engine(register);
    let now = [jiff::Timestamp::now()];
    let found = crate::engine::check_as(&engine, "a.txt", text.as_bytes(), None, None, &now).findings;
    found.into_iter().filter(|f| f.rule.starts_with("identity/")).map(|f| f.severity).collect()
}

/// Asserts that each text, with its name between braces, has that name found and nothing else.
pub(crate) fn found(register: &str, file: &str, marked: &[&str]) {
    let marked: Vec<[String; 2]> = marked
        .iter()
        .map(|text| {
            let (before, rest) = text.split_once('{').expect("an opening brace");
            let (name, after) = rest.split_once('}').expect("a closing brace");
            [format!("{before}{name}{after}"), name.to_owned()]
        })
        .collect();
    let names: Vec<[&str; 1]> = marked.iter().map(|m| [m[1].as_str()]).collect();
    let cases: Vec<(&str, &str, &[&str])> =
        marked.iter().zip(&names).map(|(m, name)| (file, m[0].as_str(), name.as_slice())).collect();
    expect(register, &cases);
}

#[test]
fn a_distinctive_name_is_found_however_it_is_written() {
    let register = client("name: Kestrelford Instruments, Inc.");
    expect(
        &register,
        &[
            ("a.txt", "We act for Kestrelford Instruments.", &["Kestrelford Instruments"]),
            ("a.txt", "we act for kestrelford instruments", &["kestrelford instruments"]),
            ("a.txt", "KESTRELFORD\nINSTRUMENTS, INC.'s board", &["KESTRELFORD\nINSTRUMENTS, INC"]),
            ("a.txt", "at Kestrelford Instruments Ltd today", &["Kestrelford Instruments Ltd"]),
            ("a.txt", "Kestrelford Instruments' new plant", &["Kestrelford Instruments'"]),
            (
                "a.txt",
                "Kestrelford-Instruments and KestrelfordInstruments",
                &["Kestrelford-Instruments", "KestrelfordInstruments"],
            ),
            (
                "a.txt",
                "so proud of #kestrelfordinstruments and #TeamKestrelfordInstruments",
                &["#kestrelfordinstruments", "KestrelfordInstruments"],
            ),
            ("a.txt", "the Kestrel-\nford Instruments case", &["Kestrel-\nford Instruments"]),
            ("a.txt", "Ｋｅｓｔｒｅｌｆｏｒｄ Instruments", &["Ｋｅｓｔｒｅｌｆｏｒｄ Instruments"]),
            ("a.txt", "Kestrelf\u{AD}ord Instru\u{200B}ments", &["Kestrelf\u{AD}ord Instru\u{200B}ments"]),
            ("a.txt", "K\u{435}strelford Instruments", &["K\u{435}strelford Instruments"]),
            ("a.md", "We act for **Kestrelford** *Instruments*.", &["Kestrelford** *Instruments"]),
            ("a.md", "We act for **Kestrel**ford Instruments.", &["Kestrel**ford Instruments"]),
            ("a.md", "See [our note](/news/kestrelford-instruments-appeal.html).", &["kestrelford-instruments"]),
            ("a.html", "<p>Kestrel<wbr>ford Instru&shy;ments</p>", &["Kestrel<wbr>ford Instru&shy;ments"]),
            ("a.html", "<img src=x.png alt='Kestrelford&nbsp;Instruments'>", &["Kestrelford&nbsp;Instruments"]),
            ("kestrelford-instruments-appeal.txt", "Nothing here.", &["kestrelford-instruments"]),
        ],
    );
}

#[test]
fn parts_of_a_name_and_longer_words_are_not_the_whole_name() {
    let register = client("name: Kestrelford Instruments, Inc.\nmatch: {whole_name_only: true}");
    expect(
        &register,
        &[
            ("a.txt", "Musical instruments of Kestrel.", &[]),
            ("a.txt", "Kestrelford. Instruments of state.", &[]),
            ("a.txt", "Kestrelford; Instruments", &[]),
            ("a.txt", "Kestrelford\n\nInstruments", &[]),
            ("a.txt", "Kestrelford Instrumentsmith", &[]),
            ("a.html", "<p>Kestrelford</p><p>Instruments</p>", &[]),
            ("a.html", "<p class='kestrelford-instruments'>Hello</p>", &[]),
            ("a.md", "```kestrelford\ncode\n```", &[]),
        ],
    );
}

#[test]
fn a_common_word_is_the_client_only_with_evidence() {
    let register = client("name: Orchard");
    expect(
        &register,
        &[
            ("a.txt", "A good year for our friends at Orchard, who moved in May.", &["Orchard"]),
            ("a.txt", "We were asked by Orchard to help.", &["Orchard"]),
            ("a.txt", "Thanks to Orchard's board.", &["Orchard's"]),
            ("a.txt", "Our client Orchard moved.", &["Orchard"]),
            ("a.txt", "Orchard Ltd moved.", &["Orchard Ltd"]),
            ("a.txt", "We picked apples in the orchard.", &[]),
            ("a.txt", "Orchard walks are lovely in May.", &[]),
            ("a.txt", "Meet us at Orchard Street on Monday.", &[]),
            ("a.txt", "The Apple Orchard is open.", &[]),
            ("a.txt", "OUR ORCHARD IS OPEN TODAY", &[]),
            ("a.md", "# Orchard Planting In Spring Weather", &[]),
            ("a.txt", "Field: none\nOrchard: twelve trees", &[]),
            ("a.txt", "see #orchard", &[]),
            ("a.md", "[x](/orchard/visit.html)", &[]),
        ],
    );
}

#[test]
fn people_are_found_by_their_full_name_in_any_spelling() {
    let register = client("name: Anežka Müller-O'Brien\nkind: person");
    expect(
        &register,
        &[
            ("a.txt", "Well done Anezka Muller O'Brien!", &["Anezka Muller O'Brien"]),
            ("a.txt", "Well done Ane\u{17E}ka Mueller-OBrien!", &["Ane\u{17E}ka Mueller-OBrien"]),
            ("a.txt", "Well done ANEŽKA MÜLLER O’BRIEN’s team", &["ANEŽKA MÜLLER O’BRIEN’s"]),
            ("a.txt", "anezka-mueller-obrien.jpg", &["anezka-mueller-obrien"]),
            ("a.txt", "Well done Anežka Novak and Tom Müller.", &[]),
        ],
    );
}

#[test]
fn connectors_may_be_signs_words_or_missing() {
    let register = client("name: Tarnwick & Okonjo LLP");
    expect(
        &register,
        &[
            ("a.txt", "with Tarnwick & Okonjo today", &["Tarnwick & Okonjo"]),
            ("a.txt", "with Tarnwick and Okonjo LLP today", &["Tarnwick and Okonjo LLP"]),
            ("a.txt", "with Tarnwick + Okonjo today", &["Tarnwick + Okonjo"]),
            ("a.txt", "with Tarnwick Okonjo today", &["Tarnwick Okonjo"]),
            ("a.txt", "with tarnwickokonjo.example today", &["tarnwickokonjo"]),
            ("a.txt", "with #tarnwickandokonjo today", &["#tarnwickandokonjo"]),
            ("a.html", "<p>Tarnwick &amp; Okonjo</p>", &["Tarnwick &amp; Okonjo"]),
            ("a.txt", "Tarnwick, then Okonjo", &[]),
        ],
    );
}

#[test]
fn handles_domains_and_addresses_are_found_with_their_sign() {
    let register = client(
        "name: Northgate Memorial\nhandles: ['@northgatemem']\ndomains: [northgate-memorial.example]\nidentifiers: [d.banks62@mail.example]",
    );
    expect(
        &register,
        &[
            ("a.txt", "thanks @northgatemem for cake", &["@northgatemem"]),
            ("a.txt", "see https://www.northgate-memorial.example/visit", &["northgate-memorial.example"]),
            ("a.txt", "write to d.banks62@mail.example now", &["d.banks62@mail.example"]),
            ("a.txt", "write to e.banks62@mail.example now", &[]),
            ("a.txt", "thanks @northgate for cake", &[]),
        ],
    );
}

#[test]
fn phrases_that_the_owner_allows_swallow_the_name_inside_them() {
    let register = client("name: Northgate Memorial\nmatch: {allow: [Northgate Memorial Park]}");
    expect(
        &register,
        &[
            ("a.txt", "a picnic in Northgate Memorial Park", &[]),
            ("a.txt", "Northgate Memorial Park is near Northgate Memorial.", &["Northgate Memorial"]),
        ],
    );
}

#[test]
fn a_context_word_is_needed_where_the_owner_asks_for_one() {
    let register = client("name: Haven\nmatch: {context: [hospice, nurse]}");
    expect(
        &register,
        &[
            ("a.txt", "The nurses? A nurse at Haven called.", &["Haven"]),
            ("a.txt", "Haven called about the hospice.", &["Haven"]),
            ("a.txt", "We met at Haven for lunch.", &[]),
        ],
    );
}

#[test]
fn exact_case_is_obeyed() {
    let register = client("name: eBay of Tarnwick\nmatch: {case: exact}");
    expect(
        &register,
        &[
            ("a.txt", "for eBay of Tarnwick", &["eBay of Tarnwick"]),
            ("a.txt", "for EBAY OF TARNWICK", &[]),
            ("a.txt", "for Ebay of Tarnwick", &[]),
        ],
    );
}

#[test]
fn names_in_scripts_without_spaces_are_found_in_running_text() {
    let register = client("name: 株式会社霧島製作所\naliases: [霧島製作所]");
    expect(
        &register,
        &[
            ("a.txt", "昨日、株式会社霧島製作所の件で勝訴しました。", &["株式会社霧島製作所"]),
            ("a.txt", "霧島製作所様、おめでとう", &["霧島製作所"]),
            ("a.txt", "霧島へ行きました。", &[]),
        ],
    );
}

#[test]
fn the_name_of_a_matter_is_found_and_takes_in_the_clients() {
    let register = client(
        "name: Tarnwick Castings\nmatters:\n  - {id: M-1, name: Project Saltmarsh}\n  - {id: M-2, name: Tarnwick Castings v Helix Imaging}\n  - {id: M-3, name: Sports hall roof}",
    );
    expect(
        &register,
        &[
            ("a.txt", "closing Project Saltmarsh this week", &["Project Saltmarsh"]),
            ("a.txt", "on Tarnwick Castings v. Helix Imaging we say", &["Tarnwick Castings v. Helix Imaging"]),
            ("a.txt", "the sports hall roof leaks", &[]),
        ],
    );
}

#[test]
fn in_source_code_only_distinctive_names_count() {
    expect(&client("name: Clear"), &[("a.js", "import { Check } from './lib'; // use Clear here", &[])]);
    expect(&client("name: Kestrelford"), &[("a.js", "const hero = 'Welcome, Kestrelford';", &["Kestrelford"])]);
}
