//! How companies, matters and code names are found: legal forms, abbreviations, numbers, short forms, acronyms.

use subrosa::policy::Severity;

use crate::names::{client, expect, found, severities, silent};

#[test]
fn legal_forms_come_go_and_vary() {
    let register = client("name: Velmarin Optik GmbH & Co. KG");
    found(
        &register,
        "a.txt",
        &[
            "We advised {Velmarin Optik} on the sale.",
            "We advised {Velmarin Optik GmbH} on the sale.",
            "We advised {Velmarin Optik GmbH & Co. KG} on the sale.",
            "We advised {Velmarin Optik Ltd} on the sale.",
            "We advised {Velmarin Optik, Inc}. on the sale.",
            "We advised {VELMARIN OPTIK GMBH} on the sale.",
            "We advised {Velmarin-Optik} on the sale.",
            "We advised the {Velmarin Optik} group on the sale.",
        ],
    );
}

#[test]
fn the_first_word_of_a_company_alone_points_at_it_where_it_is_rare() {
    let register = client("name: Kestrelford Instruments, Inc.");
    found(
        &register,
        "a.txt",
        &[
            "We were asked by {Kestrelford} to help.",
            "Everybody at {Kestrelford} was kind.",
            "{Kestrelford} moved in May.",
            "{Kestrelford's} board met.",
            "{Kestrelford Inc} moved in May.",
            "{Kestrelfords} summer party was loud.",
            "see #Team{Kestrelford} now",
            "So proud of the team at {#Kestrelford}!",
            "Read about {Kestrelford}, our neighbour.",
            "Rumours around {Kestrelford’s} board are idle.",
        ],
    );
    silent(
        &register,
        "a.txt",
        &[
            "A kestrelford is no bird.",
            "Kestrelford Avenue is closed.",
            "Kestrelford Castings moved in May.",
            "Jane Kestrelford moved in May.",
            "Ms Kestrelford moved in May.",
            "J. Kestrelford moved in May.",
            "The Upper-Kestrelford road is closed.",
            "The Kestrelford-Adams report is out.",
            "thanks @kestrelford",
            "Kestrel instruments are birds.",
            "Kestrelfordshire is a county.",
            "A warehouse near Kestrelford is for sale.",
            "Roads outside Kestrelford are closed.",
        ],
    );
    let whole = client("name: Kestrelford Instruments, Inc.\nmatch: {whole_name_only: true}");
    silent(&whole, "a.txt", &["We were asked by Kestrelford to help.", "#Kestrelford"]);
    found(&whole, "a.txt", &["for {Kestrelford Instruments} today"]);
}

#[test]
fn a_common_first_word_a_place_or_a_name_is_no_short_form() {
    for (name, text) in [
        ("Harbour Instruments Ltd", "Everybody at Harbour was kind."),
        ("Bristol Instruments Ltd", "Everybody in Bristol was kind."),
        ("Bavarian Optics GmbH", "A Bavarian evening with friends."),
        ("Gordon Instruments Ltd", "Everybody knows Gordon here."),
        ("Pemberton Instruments Ltd", "Summit and instruments."),
        ("First Valley Bank", "First, the valley."),
        ("Arta Foods", "Everybody at Arta was kind."),
    ] {
        silent(&client(&format!("name: {name}")), "a.txt", &[text]);
    }
}

#[test]
fn abbreviations_stand_for_their_words_and_the_other_way_round() {
    for (name, text) in [
        ("Velmarin International", "for {Velmarin Intl} today"),
        ("Velmarin Intl.", "for {Velmarin International} today"),
        ("Tarnwick Brothers Ltd", "for {Tarnwick Bros} today"),
        ("Tarnwick Bros. Foods", "for {Tarnwick Brothers Foods} today"),
        ("Saint Agneta Hospital", "for {St Agneta Hospital} today"),
        ("St. Agneta Hospital", "for {Saint Agneta Hospital} today"),
        ("Saint Agneta Hospital", "for {St. Agneta Hospital} today"),
        ("University of Tarnwick", "for {Univ. of Tarnwick} today"),
        ("Okonjo Manufacturing", "for {Okonjo Mfg} today"),
        ("Velmarin National Association", "for {Velmarin Natl Association} today"),
        ("Velmarin Technologies", "for {Velmarin Techs} today"),
    ] {
        found(
            &client(&format!("name: {name}\nkind: organisation\nmatch: {{whole_name_only: true}}")),
            "a.txt",
            &[text],
        );
    }
}

#[test]
fn numbers_agree_in_words_and_digits_and_differing_ones_do_not() {
    for (name, text) in [
        ("First National Velmarin", "for {1st National Velmarin} today"),
        ("1st National Velmarin", "for {First National Velmarin} today"),
        ("Studio 54 Velmarin", "for {Studio Fifty-Four Velmarin} today"),
        ("Studio Fifty-Four Velmarin", "for {Studio 54 Velmarin} today"),
        ("Velmarin Three Ltd", "for {Velmarin 3} today"),
        ("Pier 9 Velmarin", "for {Pier Nine Velmarin} today"),
        ("Studio 54", "an evening at {Studio 54} in May"),
    ] {
        found(&client(&format!("name: {name}\nmatch: {{whole_name_only: true}}")), "a.txt", &[text]);
    }
    let fund = client("name: Velmarin Fund 3\nmatch: {whole_name_only: true}");
    silent(&fund, "a.txt", &["for Velmarin Fund 4 today", "for Velmarin Fund 33 today", "for Velmarin Fund today"]);
}

#[test]
fn apostrophes_dots_and_signs_are_free() {
    for (name, texts) in [
        (
            "O'Bannagher Foods",
            ["for {OBannagher Foods} today", "for {O’Bannagher Foods} today", "for {O'BANNAGHER FOODS} today"],
        ),
        ("J.P. Velmarin", ["for {JP Velmarin} today", "for {J. P. Velmarin} today", "for {JPVelmarin} today"]),
        (
            "Velmarin + Stroud",
            ["for {Velmarin & Stroud} today", "for {Velmarin and Stroud} today", "for {Velmarin Stroud} today"],
        ),
        (
            "The Velmarin Press",
            ["for {Velmarin Press} today", "for {Velmarin-Press} today", "for {VelmarinPress} today"],
        ),
    ] {
        found(&client(&format!("name: {name}\nkind: organisation")), "a.txt", &texts);
    }
}

#[test]
fn the_parties_of_a_case_are_one_name() {
    let register = client(
        "name: Tarnwick Castings Ltd\nmatch: {whole_name_only: true}\nmatters:\n  - {id: M-1, name: Velmarin Optik GmbH v Stroudley}",
    );
    found(
        &register,
        "a.txt",
        &[
            "on {Velmarin Optik v Stroudley} we say nothing",
            "on {Velmarin Optik v. Stroudley} we say nothing",
            "on {Velmarin Optik vs Stroudley} we say nothing",
            "on {Velmarin Optik vs. Stroudley} we say nothing",
            "on {Velmarin Optik versus Stroudley} we say nothing",
            "on {Velmarin Optik GmbH v Stroudley} we say nothing",
            "on {VELMARIN OPTIK V STROUDLEY} we say nothing",
            "see {#VelmarinOptikvStroudley} now",
        ],
    );
    silent(
        &register,
        "a.txt",
        &["on Velmarin Optik and Stroudley", "on Velmarin Optik v Adams", "on Adams v Stroudley"],
    );
    expect(&register, &[("velmarin-optik-v-stroudley.txt", "Nothing.", &["velmarin-optik-v-stroudley"])]);
}

#[test]
fn code_names_are_found_with_and_without_project() {
    let register = client(
        "name: Tarnwick Castings Ltd\nmatch: {whole_name_only: false}\nmatters:\n  - {id: M-1, name: Project Velmarin}",
    );
    found(
        &register,
        "a.txt",
        &[
            "closing {Project Velmarin} this week",
            "closing {PROJECT VELMARIN} this week",
            "closing {Operation Velmarin} this week",
            "closing {Velmarin} this week",
            "closing {#ProjectVelmarin} this week",
            "closing {project-velmarin} this week",
            "closing {Project \"Velmarin}\" this week",
        ],
    );
    silent(
        &register,
        "a.txt",
        &["closing Velmarin Street this week", "closing a project this week", "closing velmarin this week"],
    );
}

#[test]
fn an_ambiguous_code_name_needs_more_than_its_word() {
    let register = client("name: Tarnwick Castings Ltd\nmatters:\n  - {id: M-1, name: Project Falcon}");
    found(
        &register,
        "a.txt",
        &[
            "closing {Project Falcon} this week",
            "closing {project falcon} this week",
            "closing {Operation Falcon} this week",
            "the team behind {Falcon} went home",
            "see {#ProjectFalcon}",
        ],
    );
    silent(
        &register,
        "a.txt",
        &[
            "A falcon sat on the roof.",
            "Falcon numbers are rising.",
            "The Falcon Hotel is open.",
            "the peregrine falcon project",
            "Falcon",
            "FALCON SPOTTED",
            "News From Falcon Country Today",
            "#falcon",
        ],
    );
    silent(&register, "falcon.md", &["# Falcon\n\nA bird."]);
    expect(&register, &[("a.txt", "Falcon closed, and Tarnwick Castings signed.", &["Falcon", "Tarnwick Castings"])]);
}

#[test]
fn acronyms_count_where_they_are_listed_asked_for_or_defined() {
    let listed = client("name: Northgate Memorial Hospital\naliases: [NMH]\nmatch: {whole_name_only: true}");
    found(
        &listed,
        "a.txt",
        &[
            "a visit to {NMH} in May",
            "Yesterday {NMH} was kind to us.",
            "{NMH's} nurses",
            "so proud of {#NMH}",
            "our client ({NMH}) wrote",
        ],
    );
    silent(
        &listed,
        "a.txt",
        &["nmh in small letters", "Nmh is nothing", "an NMH-like thing", "the XNMH unit", "NMH 42 is a road"],
    );
    let asked = client("name: Northgate Memorial Hospital\nmatch: {acronym: true}");
    found(&asked, "a.txt", &["a visit to {NMH} in May"]);
    assert_eq!(severities(&asked, "a visit to NMH in May"), [Severity::Warning]);
    let word = client("name: Coastal Airways Traffic\nmatch: {acronym: true}");
    assert_eq!(severities(&word, "a visit to CAT in May"), [Severity::Advice]);
    silent(&asked, "a.txt", &["a visit to nmh in May"]);
    let plain = client("name: Northgate Memorial Hospital");
    silent(&plain, "a.txt", &["a visit to NMH in May", "our client NMH", "Somebody Else (NMH) wrote. NMH is not it."]);
    expect(
        &plain,
        &[
            (
                "a.txt",
                "Northgate Memorial Hospital (NMH) called. We like NMH.",
                &["Northgate Memorial Hospital", "NMH", "NMH"],
            ),
            (
                "a.txt",
                "Northgate Memorial Hospital (\"NMH\") called. We like NMH's staff.",
                &["Northgate Memorial Hospital", "NMH", "NMH"],
            ),
            ("a.txt", "Northgate Memorial Hospital (ABC) called. We like ABC.", &["Northgate Memorial Hospital"]),
        ],
    );
}

#[test]
fn the_full_name_inside_a_longer_one_counts_and_a_sister_does_not() {
    let register = client("name: Velmarin Optik\nkind: organisation\nmatch: {whole_name_only: true}");
    found(
        &register,
        "a.txt",
        &[
            "an evening at the {Velmarin Optik} Arena",
            "news from {Velmarin Optik} France",
            "{Velmarin Optik's} offices",
        ],
    );
    silent(&register, "a.txt", &["news from Velmarin Foods", "news from Optik Velmarin", "an optik shop"]);
}

#[test]
fn a_legal_form_in_small_letters_speaks_for_somebodys_name() {
    found(&client("name: Rubio & Co."), "a.txt", &["we met {rubio & co}. that day"]);
    found(&client("name: Rubio GmbH"), "a.txt", &["we met {rubio gmbh} that day"]);
    silent(&client("name: Rubio & Co."), "a.txt", &["the rubio collection", "a co-operative of rubio growers"]);
}

#[test]
fn a_company_of_ordinary_words_may_lose_its_last_general_word() {
    let register = client("name: Blue Harbour Capital Partners LP");
    found(&register, "a.txt", &["We closed with {Blue Harbour Capital} yesterday."]);
    silent(&register, "a.txt", &["We sat by the blue harbour of the capital.", "Blue Harbour was calm."]);
}

#[test]
fn marks_of_emphasis_in_plain_text_part_no_name() {
    let register = client("name: Brackwell Foods plc");
    found(
        &register,
        "a.rst",
        &[
            "We met {Brackwell** Foods plc} there.",
            "We met *{Brackwell Foods* plc} there.",
            "We met {Brackwell **Foods}** there.",
        ],
    );
    expect(&register, &[("a.txt", "* We met Brackwell\n* Foods are good", &["Brackwell"])]);
}
