//! Indirect identification: facts of a register in other words, as many drafts that tell too little or speak in general.

use subrosa::policy::{Kind, Severity};

use crate::engine::{Found, check_as, engine};

/// A register of clients that nobody names.
const REGISTER: &str = r#"
version: 1
key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
timezone: Europe/London
clients:
  - id: C-1
    name: Odalys Ferncombe
    matters:
      - id: M-1
        name: Ferncombe guardianship
        facts:
          - {kind: court, value: Lawrence Juvenile Court, also: [juvenile court in Lawrence]}
          - {kind: relation, value: grandmother, also: [grandma]}
          - {kind: amount, value: $2.4 million}
          - {kind: date, value: 2026-11-17}
          - {kind: age, value: "52"}
          - {kind: docket, value: "1:24-cv-00137"}
  - id: C-2
    name: Tamsin Oakhurst
    matters:
      - id: M-2
        name: Oakhurst dismissal
        facts:
          - {kind: job, value: school librarian, weight: 2}
          - {kind: town, value: Windlebury}
          - {kind: event, value: theft of a painting}
          - {kind: employer, value: Saint Osyth College}
          - {kind: regulator, value: Information Commissioner's Office}
  - id: C-3
    name: Brackwater Ferries Ltd
    matters:
      - id: M-3
        name: Ferry grounding
        facts:
          - {kind: ship, value: MV Corriedale, weight: 3}
          - {kind: event, value: ferry collision}
          - {kind: town, value: Port Ellick}
          - {kind: injury, value: broken arm}
          - {kind: amount, value: "£68,400"}
  - id: C-4
    name: Wendover Mills plc
    consents: [{covers: [name]}]
    matters:
      - id: M-4
        name: Project Lapwing
        adverse: [Castellan Weavers]
        embargo_until: 2027-01-10T07:00Z
        facts:
          - {kind: amount, value: €12.5 million}
          - {kind: town, value: Reading}
          - {kind: product, value: fireproof yarn}
      - id: M-5
        name: Warehouse lease
        facts:
          - {kind: event, value: warehouse fire}
          - {kind: date, value: 2026-03-03}
"#;

/// Judges a draft published on Wednesday, 25 November 2026.
fn judged(kind: Kind, file: &str, text: &str) -> Vec<Found> {
    let moment = "2026-11-25T09:00Z".parse().unwrap();
    check_as(&engine(REGISTER), file, text.as_bytes(), Some(kind), None, &[moment]).findings
}

/// The findings of indirect identification.
fn facts(kind: Kind, file: &str, text: &str) -> Vec<Found> {
    judged(kind, file, text).into_iter().filter(|f| f.rule == "indirect-identification/facts").collect()
}

/// Asserts severity and marked slices of the one finding in each post.
fn expect(cases: &[(&str, Severity, &[&str])]) {
    let mut wrong = String::new();
    for (text, severity, slices) in cases {
        let found = facts(Kind::Post, "a.txt", text);
        let have: Vec<(Severity, &[String])> = found.iter().map(|f| (f.severity, f.others.as_slice())).collect();
        if !(have.len() == 1 && have[0].0 == *severity && have[0].1 == *slices) {
            wrong.push_str(&format!("{text:?}\n  have {have:?}\n  want {severity:?} {slices:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Asserts that nothing adds up in each post.
fn expect_none(cases: &[&str]) {
    let mut wrong = String::new();
    for text in cases {
        for f in facts(Kind::Post, "a.txt", text) {
            wrong.push_str(&format!("{text:?}\n  have {:?} {:?} {}\n", f.severity, f.others, f.message));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn facts_in_other_words_add_up() {
    expect(&[
        (
            "A grandma left Lawrence Juvenile Court today with $2.4 million.",
            Severity::Error,
            &["grandma", "Lawrence Juvenile Court", "$2.4 million"],
        ),
        (
            "The juvenile court in Lawrence heard from a granny.",
            Severity::Warning,
            &["juvenile court in Lawrence", "granny"],
        ),
        ("Lawrence's youth court, a nan in tears, we won.", Severity::Error, &["Lawrence's youth court", "nan"]),
        (
            "Windlebury is talking: the librarian of the school and the stolen picture.",
            Severity::Error,
            &["Windlebury", "librarian of the school", "stolen picture"],
        ),
        (
            "Painting stolen, ICO informed, and St Osyth College sacked her.",
            Severity::Error,
            &["Painting stolen", "ICO", "St Osyth College"],
        ),
        ("Aboard the Corriedale with a box of files.", Severity::Warning, &["Corriedale"]),
        (
            "Two ferries collided off Port Ellick and she fractured her arm.",
            Severity::Error,
            &["ferries collided", "Port Ellick", "fractured her arm"],
        ),
        (
            "The warehouse went up in flames on 3 March. Our client is cold.",
            Severity::Error,
            &["warehouse went up in flames", "3 March"],
        ),
    ]);
}

#[test]
fn sums_agree_in_value_and_currency() {
    expect(&[
        ("They paid 2,400,000 dollars.", Severity::Warning, &["2,400,000 dollars"]),
        ("They paid USD 2.4m.", Severity::Warning, &["USD 2.4m"]),
        ("They paid US$2,400,000.00.", Severity::Warning, &["US$2,400,000.00"]),
        ("They paid two point four million dollars.", Severity::Warning, &["two point four million dollars"]),
        ("They paid £68.4k.", Severity::Warning, &["£68.4k"]),
        ("They paid 68.400 pounds.", Severity::Warning, &["68.400 pounds"]),
        ("They paid 68.4k, in the end.", Severity::Warning, &["68.4k"]),
        (
            "They paid sixty-eight thousand four hundred pounds.",
            Severity::Warning,
            &["sixty-eight thousand four hundred pounds"],
        ),
        ("They paid £68,400 for it. £68,400!", Severity::Warning, &["£68,400", "£68,400"]),
    ]);
    expect_none(&[
        "They paid £2.4 million.",
        "They paid $2.41 million.",
        "They paid $24 million.",
        "They paid $2.4 billion.",
        "They paid €68,400.",
        "They paid £168,400.",
        "They paid £68,400.50.",
        "They paid £68,40.",
        "2.4 million people saw it.",
        "A flat at 68.4 square metres.",
        "Call 0868 400 68400.",
    ]);
}

#[test]
fn days_may_lack_the_year_or_be_relative_to_the_publication() {
    let with = |day: &str| format!("The juvenile court in Lawrence sat {day}.");
    for (day, slice) in [
        ("on 17 November 2026", "17 November 2026"),
        ("on 17/11/2026", "17/11/2026"),
        ("on 11/17/26", "11/17/26"),
        ("on November 17", "November 17"),
        ("on the 17th of November", "17th of November"),
        ("on the 17th", "the 17th"),
        ("last Tuesday", "last Tuesday"),
        ("last week", "last week"),
        ("in November", "November"),
        ("in mid-November 2026", "mid-November 2026"),
    ] {
        let text = with(day);
        let found = facts(Kind::Post, "a.txt", &text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].others.iter().any(|s| s == slice), "{text}: {:?}", found[0].others);
    }
    let others = [
        "on 18 November 2026",
        "on 17 November 2025",
        "yesterday",
        "on the 18th",
        "last Monday",
        "in October",
        "this summer",
        "in 2026",
    ];
    expect_none(&others.map(with).iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn docket_numbers_agree_by_year_type_and_number() {
    for slice in ["1:24-cv-00137", "24-cv-137", "1:24-cv-00137-ABC", "24 Civ. 137", "1:2024-cv-137", "1:24-CV-137"] {
        let found = facts(Kind::Post, "a.txt", &format!("The order in {slice} is out."));
        assert_eq!(found.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), [slice]);
    }
    let page = facts(Kind::Page, "a.md", "[Read it](https://courts.example/1-24-cv-00137.pdf).");
    assert_eq!(page.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), ["1-24-cv-00137"]);
    expect_none(&[
        "No. 2:24-cv-00137",
        "No. 1:24-cr-00137",
        "No. 1:23-cv-00137",
        "No. 1:24-cv-001370",
        "No. 24-cv-1137",
    ]);
}

#[test]
fn ages_are_read_however_they_are_written() {
    expect(&[
        (
            "Lawrence Juvenile Court heard a 52-year-old.",
            Severity::Warning,
            &["Lawrence Juvenile Court", "52-year-old"],
        ),
        ("A woman aged 52 at the Lawrence juvenile court.", Severity::Warning, &["aged 52", "Lawrence juvenile court"]),
        (
            "Fifty-two years old, Lawrence juvenile court.",
            Severity::Warning,
            &["Fifty-two years old", "Lawrence juvenile court"],
        ),
    ]);
    expect_none(&["Lawrence Juvenile Court is 52 miles away.", "Lawrence juvenile court has 52 rooms."]);
}

#[test]
fn too_little_or_what_is_general_does_not_add_up() {
    expect_none(&[
        "Lawrence Juvenile Court is closed for repairs.",
        "Happy birthday to my grandmother!",
        "Our summer party is in Windlebury. The postman plays the drums.",
        "Windlebury has a new bakery, and our team loves it.",
        "School librarians may be dismissed for theft.",
        "A school librarian must report the theft of any painting.",
        "If a ferry collides with a pier, injured passengers can claim within two years.",
        "Ferry collisions are rare. A broken arm heals in six weeks.",
        "The court sat late. A painting hangs in the hall.",
        "Grandmothers have rights. The juvenile courts know.",
        "Reading is fun, and yarn is warm.",
        "The ICO fined a school.",
        "We act for many schools in Windlebury.",
        "Warehouse fires in March? Check the sprinklers.",
    ]);
}

#[test]
fn what_should_not_have_been_and_what_took_hours_is_not_general() {
    expect(&[
        (
            "In Windlebury hangs a school librarian's portrait that should never have been painted.",
            Severity::Error,
            &["Windlebury", "school librarian"],
        ),
        (
            "Lawrence Juvenile Court, six hours of testimony, and a grandma who may go home.",
            Severity::Warning,
            &["Lawrence Juvenile Court", "grandma"],
        ),
    ]);
    expect_none(&[
        "If a school librarian in Windlebury should not have been dismissed, a claim may follow.",
        "A grandmother may ask Lawrence Juvenile Court for leave within three weeks.",
    ]);
}

#[test]
fn facts_in_scripts_without_spaces_are_found_inside_a_run() {
    let register = "version: 1\nclients:\n- {id: C-1, name: Odalys Ferncombe, matters: [{id: M-1, name: Project Lapwing, \
        facts: [{kind: court, value: 神戸家庭裁判所}, {kind: relation, value: 祖母}]}]}\n";
    let engine = engine(register);
    let told = |text: &str| {
        let found =
            check_as(&engine, "a.txt", text.as_bytes(), Some(Kind::Post), None, &[jiff::Timestamp::now()]).findings;
        let facts = found.into_iter().filter(|f| f.rule == "indirect-identification/facts");
        facts.flat_map(|f| f.others).collect::<Vec<_>>()
    };
    assert_eq!(told("昨日は神戸家庭裁判所での祖母の面会でした。"), ["神戸家庭裁判所", "祖母"]);
    assert_eq!(told("昨日は大阪家庭裁判所での祖母の面会でした。"), [""; 0]);
}

#[test]
fn involvement_and_a_consented_name_add_a_point_each() {
    let with = |text: &str| facts(Kind::Post, "a.txt", text).first().map(|f| f.severity);
    assert_eq!(with("The warehouse burned down."), None);
    assert_eq!(with("Our client's warehouse burned down."), Some(Severity::Warning));
    assert_eq!(with("Wendover Mills had its warehouse burned down."), Some(Severity::Warning));
    assert_eq!(
        with("Our client Wendover Mills saw the warehouse burn."),
        Some(Severity::Warning),
        "one kind is no error"
    );
    assert_eq!(
        with("Our client Wendover Mills saw the warehouse burn on 3 March."),
        Some(Severity::Error),
        "two kinds are"
    );
}

#[test]
fn a_page_is_weighed_by_section_and_a_post_as_a_whole() {
    let text = "## One\n\nThe juvenile court in Lawrence sat.\n\n## Two\n\nA grandmother smiled.\n";
    assert_eq!(facts(Kind::Page, "a.md", text).len(), 0);
    assert_eq!(facts(Kind::Post, "a.md", text).len(), 1);
    let one = "## One\n\nThe juvenile court in Lawrence sat.\n\nA grandmother smiled.\n";
    assert_eq!(facts(Kind::Page, "a.md", one).len(), 1);
}

#[test]
fn facts_of_an_embargoed_matter_embargo_the_clients_name_too() {
    let found = judged(Kind::Post, "a.txt", "Wendover Mills and 12,5 million euros: watch this space.");
    let rules: Vec<(&str, &str)> = found.iter().map(|f| (f.rule.as_str(), f.slice.as_str())).collect();
    assert_eq!(rules, [("identity/embargo", "Wendover Mills"), ("identity/embargo", "12,5 million euros")]);
    assert_eq!(judged(Kind::Post, "a.txt", "Wendover Mills has a fine canteen.").len(), 0);
}

#[test]
fn the_finding_names_kinds_and_never_values() {
    let found = facts(Kind::Post, "a.txt", "I argued for granny at Lawrence's juvenile court: $2.4m!");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "Amount, court, relation and the firm's part in it give away matter M-1");
    assert_eq!(
        found[0].help.as_deref(),
        Some("Leave out the amount and court, or record the client's consent to its facts.")
    );
    assert_eq!(found[0].slice, "$2.4m");
    assert_eq!(found[0].subject.as_deref(), Some("M-1"));
}

#[test]
fn a_value_of_many_matters_loses_a_point() {
    let mut register = String::from("version: 1\nclients:\n");
    for n in 0..12 {
        register.push_str(&format!(
            "  - id: C-{n}\n    name: Quillfeather {n}0{n}\n    matters:\n      - id: M-{n}\n        name: Quillfeather {n}0{n} claim\n        facts:\n          - {{kind: town, value: Windlebury}}\n          - {{kind: ship, value: Corriedale {n}0{n}, weight: 1}}\n"
        ));
    }
    let engine = engine(&register);
    let moment = "2026-11-25T09:00Z".parse().unwrap();
    let run = |text: &str| check_as(&engine, "a.txt", text.as_bytes(), Some(Kind::Post), None, &[moment]).findings;
    assert!(run("The Corriedale 303 in Windlebury.").iter().all(|f| f.rule != "indirect-identification/facts"));
    let one = register.replace("Windlebury", "Windlebury Sands").replacen("Windlebury Sands", "Windlebury", 1);
    let engine = crate::engine::engine(&one);
    let found =
        check_as(&engine, "a.txt", b"The Corriedale 000 in Windlebury.", Some(Kind::Post), None, &[moment]).findings;
    assert!(found.iter().any(|f| f.rule == "indirect-identification/facts"), "{found:?}");
}
