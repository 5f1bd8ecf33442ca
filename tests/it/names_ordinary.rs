//! Names that are ordinary words: clients called Orchard, Basil, Robin, Haven, Clear, Target, Hope, Summit. They must be
//! found where the text speaks of them, and must not drown a marketing team in noise.

use subrosa::policy::Severity;

use crate::names::{client, expect, found, severities, silent};

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn ordinary_words_in_ordinary_sentences_are_nobody() {
    for (name, texts) in [
        (
            "Orchard",
            &[
                "An orchard is a fine place for a party.",
                "Orchard trees need care.",
                "\"Orchard parties are back,\" she said.",
                "The Cherry Orchard is on stage.",
                "Orchard Road is closed.",
                "- Orchard\n- Garden",
                "Orchard: a film about trees",
                "1. Orchard planting",
                "PLANT AN ORCHARD NOW",
                "#orchard #spring",
                "How To Plant An Orchard This Spring",
                "https://example.com/orchard-planting",
                "Spring! Orchard season is here.",
                "… Orchard season is here.",
                "🌳 Orchard season is here.",
                "(Orchard season is here.)",
            ][..],
        ),
        (
            "Basil",
            &[
                "Basil goes with tomatoes.",
                "Add fresh basil.",
                "Basil Fawlty ran a hotel.",
                "St Basil Church is old.",
                "Saint Basil was a bishop.",
                "Basil, mint and sage",
                "* Basil",
                "#basil",
                "Thai Basil Chicken",
            ],
        ),
        (
            "Robin",
            &[
                "A robin sang.",
                "Robin Hood stole.",
                "Robin wrote to us.",
                "Meet Robin Adams, our new partner.",
                "Batman & Robin are back.",
                "The American Robin returns.",
                "robin@example.com",
                "ROBIN SINGS",
            ],
        ),
        (
            "Haven",
            &[
                "A haven for cats.",
                "Haven for cats opens",
                "New Haven is in Connecticut.",
                "Haven Street is closed.",
                "Tax Haven Rules Change",
                "a tax-haven rule",
                "Safe Haven rules",
                "haven’t you heard?",
            ],
        ),
        (
            "Clear",
            &[
                "Clear advice matters.",
                "We keep it clear.",
                "Clear, Concise, Kind",
                "Clear Channel moved.",
                "All Clear was sounded.",
                "CLEAR ADVICE FOR YOU",
                "#clear",
                "Clear: our promise",
                "• Clear advice",
                "Why Choose Us? Clear Advice.",
            ],
        ),
        (
            "Target",
            &[
                "Target dates slip.",
                "Our target is growth.",
                "On Target For Growth",
                "Target Market Report",
                "TARGET REACHED",
                "target.html",
            ],
        ),
        (
            "Hope",
            &[
                "Hope is not a plan.",
                "We hope so.",
                "Hope to see you!",
                "Cape of Good Hope",
                "Bob Hope was funny.",
                "Hope Street",
                "\"Hope\" is a word.",
            ],
        ),
        (
            "Summit",
            &[
                "Summit season is here.",
                "The Legal Summit starts.",
                "Summit Avenue",
                "The 2026 Summit Starts Today",
                "a G7 Summit communique",
                "Summit 2026",
            ],
        ),
        (
            "Green Valley",
            &[
                "a green valley in May",
                "green valley",
                "Green Valley Road is closed.",
                "a green Valley",
                "GREEN. Valley",
            ],
        ),
        ("Bright Horizons", &["bright horizons ahead", "Bright, horizons", "Bright Ideas, New Horizons"]),
    ] {
        silent(&client(&format!("name: {name}\nkind: organisation")), "a.txt", texts);
    }
}

#[test]
fn ordinary_words_in_pages_menus_and_names_of_files_are_nobody() {
    let register = client("name: Summit");
    for (file, text) in [
        ("summit.md", "Nothing."),
        ("summit-season-2026.html", "<p>Nothing.</p>"),
        ("a.md", "# Summit\n\nWelcome."),
        ("a.md", "## The Summit\n\nWelcome."),
        ("a.md", "- Home\n- Summit\n- Contact"),
        ("a.md", "| Summit | Date |\n|---|---|\n| Summit | May |"),
        ("a.md", "---\ntitle: Summit\ntags: [Summit]\n---\n\nWelcome."),
        ("a.md", "[Summit](https://example.com/summit)"),
        ("a.md", "![Summit](summit.png)"),
        ("a.md", "`Summit`"),
        ("a.html", "<nav><a href='/summit'>Summit</a></nav>"),
        ("a.html", "<title>Summit</title>"),
        ("a.html", "<meta name=description content='Summit season is here'>"),
        ("a.html", "<img alt='Summit' src=x.png>"),
        ("a.html", "<p class=Summit>Welcome</p>"),
        ("a.html", "<h1>SUMMIT SEASON</h1>"),
    ] {
        silent(&register, file, &[text]);
    }
}

#[test]
fn ordinary_words_are_found_where_the_text_speaks_of_somebody() {
    for (name, texts) in [
        (
            "Orchard",
            &[
                "We were asked by {Orchard} to help.",
                "Congratulations to {Orchard}!",
                "Thanks to the team at {Orchard}.",
                "Our client {Orchard} moved.",
                "{Orchard Ltd} moved.",
                "{Orchard, Inc}. moved.",
                "We act for {Orchard GmbH} in Bonn.",
                "{Orchard's} shareholders agreed.",
                "{Orchard's} CEO agreed.",
                "a lease for {Orchard's} shop",
                "We represented {Orchard} before the court.",
            ][..],
        ),
        ("Target", &["We helped {Target} open a shop.", "a letter to {Target}, sent in May"]),
        ("Clear", &["We helped {Clear} open a shop.", "{Clear Ltd} wrote."]),
        ("Robin", &["an appeal for {Robin Ltd}", "Our client {Robin} wrote."]),
        (
            "Green Valley",
            &[
                "We helped {Green Valley} open a shop.",
                "{Green Valley} wrote.",
                "{Green Valley Ltd} wrote.",
                "{#GreenValley} opens",
            ],
        ),
        ("Bright Horizons", &["a letter from {Bright Horizons} came", "a letter from {Bright Horizons Inc} came"]),
    ] {
        found(&client(&format!("name: {name}\nkind: organisation")), "a.txt", texts);
    }
}

#[test]
fn the_full_name_elsewhere_lifts_the_start_of_a_sentence() {
    let register = client("name: Orchard\naliases: [Orchard Velmarin]\nmatch: {whole_name_only: true}");
    expect(
        &register,
        &[
            ("a.txt", "Orchard moved in May. Orchard Velmarin is glad.", &["Orchard", "Orchard Velmarin"]),
            ("a.txt", "Orchard moved in May.", &[]),
        ],
    );
}

#[test]
fn allowed_phrases_and_context_decide_as_the_owner_says() {
    let register = client("name: Haven\nmatch: {allow: [Haven Street, Safe Haven], context: [hospice, nurse]}");
    found(&register, "a.txt", &["{Haven} and its hospice thrive.", "The nurse came to {Haven} at night."]);
    silent(
        &register,
        "a.txt",
        &[
            "We met at Haven for lunch.",
            "The hospice on Haven Street thrives.",
            "The nurse found a Safe Haven.",
            "a nurse in a haven",
        ],
    );
}

#[test]
fn the_capitals_of_a_name_of_ordinary_words_make_no_title_of_a_short_line() {
    let severity = |text: &str| {
        let found = crate::engine::check(&client("name: Summit Foods"), "a.md", text.as_bytes()).findings;
        found.into_iter().map(|f| (f.slice, f.severity)).collect::<Vec<_>>()
    };
    let (error, advice) = (subrosa::policy::Severity::Error, subrosa::policy::Severity::Advice);
    for text in ["Thanks to Summit Foods.", "Congratulations to Summit Foods!", "Another win for Summit Foods!"] {
        assert_eq!(severity(text), [("Summit Foods".to_owned(), error)], "{text}");
    }
    for text in ["# Summit Foods Opens New Wing", "Happy Birthday Summit Foods", "# Why Summit Foods Matter To Us"] {
        assert_eq!(severity(text), [("Summit Foods".to_owned(), advice)], "a title, or a capital beside it: {text}");
    }
    assert_eq!(severity("So proud of #SummitFoods today."), [("#SummitFoods".to_owned(), error)]);
    silent(&client("name: Summit Foods"), "a.md", &["The Royal Summit Foods Hall opened.", "Summit foods are frozen."]);
    silent(
        &client("name: King\nkind: organisation"),
        "a.txt",
        &["She read law at King's College London and at Leiden."],
    );
}

#[test]
fn two_words_in_small_letters_that_hardly_stand_together_are_named_as_advice() {
    found(&client("name: Pap Group"), "a.txt", &["It was {pap group} that asked."]);
    found(&client("name: Ray Frank"), "a.txt", &["we met {ray frank} there"]);
    assert_eq!(severities(&client("name: Ray Frank"), "we met ray frank there"), [Severity::Advice]);
    silent(&client("name: Clear Channel Group"), "a.txt", &["A clear channel group it was."]);
    silent(&client("name: Will Grant"), "a.txt", &["The court will grant it."]);
    silent(&client("name: Mark Price"), "a.txt", &["The mark price fell."]);
    silent(&client("name: Basil Leaf"), "a.txt", &["Put a basil leaf on it."]);
    silent(&client("name: Summit Foods"), "a.txt", &["Summit foods are frozen.", "a summit of foods", "summit. foods"]);
}
