//! How people of a register are found: in the forms in which names of people are written, and not where somebody else is
//! meant. Texts as marketing teams of law firms write them.

use subrosa::policy::Severity;

use crate::names::{client, expect, found, severities, silent};

/// A woman whose surname is rare.
fn ruth() -> String {
    client("name: Northgate Trust\nmatch: {whole_name_only: true}\npeople: [{name: Dr Ruth Okonjo}]")
}

/// A man whose surname is an ordinary word.
fn desmond() -> String {
    client("name: Desmond Banks\nkind: person")
}

#[test]
fn a_rare_surname_is_found_with_any_form_of_the_given_name() {
    found(
        &ruth(),
        "a.txt",
        &[
            "We were glad to help {Dr Ruth Okonjo} this spring.",
            "We were glad to help {Dr. Ruth Okonjo} this spring.",
            "We were glad to help {Ruth Okonjo} this spring.",
            "we were glad to help {ruth okonjo} this spring",
            "Attendees: {Okonjo, Ruth}; two trainees.",
            "Attendees: Patel, R.; {Okonjo, R.}; two trainees.",
            "Attendees: {OKONJO, RUTH}; two trainees.",
            "Signed by {R. Okonjo} in May.",
            "Signed by {R Okonjo} in May.",
            "Signed by {R. M. Okonjo} in May.",
            "Signed by {Ruth M. Okonjo} in May.",
            "Signed by {Ruth Mary Okonjo} in May.",
            "Signed by {Okonjo Ruth} in May.",
            "Thanks to {Dr Okonjo} for the talk.",
            "Thanks to {Dr. Okonjo} for the talk.",
            "Thanks to {Ms Okonjo} for the talk.",
            "Thanks to {Professor Okonjo} for the talk.",
            "Our client {Okonjo} was heard in May.",
            "Our client, {Okonjo}, was heard in May.",
            "A word from {Ruth \"Ruthie\" Okonjo} herself.",
            "A word from {Ruth (Ruthie) Okonjo} herself.",
            "A word from {Ruth Okonjo's} desk.",
            "A word from {Dr Okonjo’s} desk.",
            "Dinner with the {Okonjos} went on late.",
            "Dinner with the {Okonjo} family went on late.",
            "{Ruth\nOkonjo} wrote to us.",
            "thanks {#RuthOkonjo} for coming",
            "thanks {@ruthokonjo} for coming",
        ],
    );
}

#[test]
fn people_of_one_surname_are_told_apart_by_first_letters_of_any_alphabet() {
    let many = ["Desmond", "Queenie", "Ελένη", "Đorđe", "Ólga"].map(|given| format!("{{name: {given} Banks}}"));
    let register = client(&format!("name: Northgate Trust\npeople: [{}]", many.join(", ")));
    found(
        &register,
        "a.txt",
        &[
            "We met {Desmond Banks} in May.",
            "We met {Queenie Banks} in May.",
            "We met {Ελένη Banks} in May.",
            "We met {Đorđe Banks} in May.",
            "We met {Olga Banks} in May.",
            "We met {Q. Banks} in May.",
            "We met {Ε. Banks} in May.",
        ],
    );
    silent(
        &register,
        "a.txt",
        &["We met Xavier Banks in May.", "We met Zoë Banks in May.", "the banks of queenie and desmond"],
    );
}

#[test]
fn a_person_in_files_pages_and_addresses() {
    expect(
        &ruth(),
        &[
            ("okonjo-ruth.txt", "Nothing here.", &["okonjo-ruth"]),
            ("ruth-okonjo.jpg.txt", "Nothing here.", &["ruth-okonjo"]),
            ("a.md", "---\ntitle: A talk by Ruth Okonjo\n---\n\nHello.", &["Ruth Okonjo"]),
            ("a.md", "# A talk by **Ruth** Okonjo", &["Ruth** Okonjo"]),
            ("a.md", "![Ruth Okonjo on stage](x.png)", &["Ruth Okonjo"]),
            ("a.md", "| name | firm |\n|---|---|\n| Ruth Okonjo | us |", &["Ruth Okonjo"]),
            ("a.html", "<p>Ruth&nbsp;<b>Okonjo</b></p>", &["Ruth&nbsp;<b>Okonjo"]),
            ("a.html", "<img alt=\"R. Okonjo\" src=x.png>", &["R. Okonjo"]),
            ("a.html", "<!-- ask Dr Okonjo first -->", &["Dr Okonjo"]),
            ("a.html", "<p>Okon<wbr>jo, Ruth</p>", &["Okon<wbr>jo, Ruth"]),
        ],
    );
}

#[test]
fn somebody_else_of_the_same_surname_or_given_name_is_not_the_person() {
    silent(
        &ruth(),
        "a.txt",
        &[
            "Thanks to Grace Okonjo for the talk.",
            "Thanks to Dr Grace Okonjo for the talk.",
            "Thanks to G. Okonjo for the talk.",
            "Thanks to G. R. Okonjo for the talk.",
            "Thanks to Mary R. Okonjo for the talk.",
            "Thanks to Ruth Adams and Tom Okonjo.",
            "Ruth Okonjo Smith spoke.",
            "Ruth Okonjo-Smith spoke.",
            "As Okonjo (2019) says, evidence matters.",
            "As Dr Okonjo (2019) says, evidence matters.",
            "Okonjo et al. disagree.",
            "Our client Grace Okonjo was heard.",
            "Tom Okonjo, Ruth Bell and Jane Adams spoke.",
            "Mr Okonjo-Bell spoke.",
            "We met on Okonjo Street.",
            "Dr Okonjo Street is closed.",
            "Ruth spoke. Okonjo did not.",
            "Ruth, Okonjo and the others",
            "Okonjo spoke at length.",
            "The okonjo family of moths",
        ],
    );
    silent(&ruth(), "a.html", &["<p>Ruth</p><p>Okonjo</p>", "<ul><li>Ruth</li><li>Okonjo</li></ul>"]);
}

#[test]
fn a_surname_that_is_a_word_is_found_with_a_given_name_or_a_title() {
    found(
        &desmond(),
        "a.txt",
        &[
            "A great result for {Desmond Banks}.",
            "A great result for {DESMOND BANKS}.",
            "Signed: {Banks, Desmond}",
            "Signed: {Banks, D.}",
            "A great result for {D. Banks} in court.",
            "A great result for {Des Banks} in court.",
            "A great result for {Mr Banks} in court.",
            "A great result for {Mr. Banks} in court.",
            "A great result for {Desmond P. Banks} in court.",
            "A great result for {Desmond Peter Banks} in court.",
            "Our client {Banks} was delighted.",
            "so pleased for {#DesmondBanks}",
            "so pleased for {@desmondbanks}",
            "{Desmond Banks'} old house",
        ],
    );
}

#[test]
fn a_surname_that_is_a_word_makes_no_noise() {
    silent(
        &desmond(),
        "a.txt",
        &[
            "Banks do not lend to start-ups.",
            "The banks are open, do come in.",
            "Do banks lend? Big Banks Do.",
            "We walked along the banks of the river.",
            "Our clients: banks, developers and insurers.",
            "Banks, developers and insurers come to us.",
            "Banks, Developers And Insurers",
            "BANKS DO BUSINESS WITH US",
            "D-Day on the banks",
            "Tyra Banks spoke.",
            "P. Banks spoke.",
            "Gordon Banks, Desmond Adams and others",
            "Desmond walked along the banks.",
            "Our client banks with them.",
            "Investment Banks Disclose Data",
            "#banks #disclosure",
            "We act for Banks and Building Societies.",
            "Mr Banks Adams spoke.",
            "Desmond Tutu on banks",
        ],
    );
    silent(&desmond(), "banks-do-lend.txt", &["Nothing."]);
    silent(&desmond(), "a.md", &["[x](/banks/do/lend.html)", "# Banks Do Lend", "- Banks\n- Developers"]);
}

#[test]
fn nicknames_stand_for_given_names() {
    let register = client("name: Robert Kettleby\nkind: person");
    found(
        &register,
        "a.txt",
        &[
            "Well done {Bob Kettleby}!",
            "Well done {Rob Kettleby}!",
            "Well done {Bobby Kettleby}!",
            "Well done {Mr Kettleby}!",
        ],
    );
    silent(&register, "a.txt", &["Well done Bill Kettleby!", "Well done Rita Kettleby!", "Well done Mary-Rob Smith!"]);
    let register = client("name: Liz Kettleby\nkind: person");
    found(&register, "a.txt", &["Well done {Elizabeth Kettleby}!", "Well done {Beth Kettleby}!"]);
    silent(&register, "a.txt", &["Well done Ellen Kettleby!"]);
}

#[test]
fn middle_names_come_and_go_and_must_not_differ() {
    let register = client("name: John Michael Tarnwick\nkind: person");
    found(
        &register,
        "a.txt",
        &[
            "for {John Michael Tarnwick} today",
            "for {John Tarnwick} today",
            "for {John M. Tarnwick} today",
            "for {John M Tarnwick} today",
            "for {J. M. Tarnwick} today",
            "for {J.M. Tarnwick} today",
            "for {JM Tarnwick} today",
            "for {J. Tarnwick} today",
            "from the list: {Tarnwick, John M}; others",
            "for {Michael Tarnwick} today",
        ],
    );
    silent(
        &register,
        "a.txt",
        &[
            "for John P. Tarnwick today",
            "for J. P. Tarnwick today",
            "for John Peter Tarnwick today",
            "for P. M. Tarnwick today",
        ],
    );
}

#[test]
fn particles_and_double_surnames_belong_to_the_surname() {
    let register = client("name: Jan van der Velthuis\nkind: person");
    found(
        &register,
        "a.txt",
        &[
            "for {Jan van der Velthuis} today",
            "for {Jan Van Der Velthuis} today",
            "for {J. van der Velthuis} today",
            "for {Mr van der Velthuis} today",
            "see {van der Velthuis, Jan} in the list",
            "see {#janvandervelthuis}",
        ],
    );
    silent(&register, "a.txt", &["for Piet van der Velthuis today", "for Jan van der Berg today", "for Jan today"]);
    let register = client("name: Anna Pemberly-Stroud\nkind: person");
    found(
        &register,
        "a.txt",
        &[
            "for {Anna Pemberly-Stroud} today",
            "for {Anna Pemberly Stroud} today",
            "for {Ms Pemberly-Stroud} today",
            "see {Pemberly-Stroud, Anna} in the list",
            "for {A. Pemberly-Stroud} today",
        ],
    );
    silent(&register, "a.txt", &["for Tom Pemberly-Stroud today", "for Anna today", "Pemberly and Stroud"]);
}

#[test]
fn german_titles_are_titles_in_the_other_cases_too() {
    let register = client("name: Wolfgang von Hohenrieth\nkind: person");
    found(
        &register,
        "a.txt",
        &["Das Urteil gibt {Herrn von Hohenrieth} recht.", "Gestern kam {Herr von Hohenrieth} ins Büro."],
    );
    silent(&register, "a.txt", &["Gestern kam Frau Karin von Hohenrieth ins Büro."]);
}

#[test]
fn titles_that_contradict_the_registered_one_are_somebody_else() {
    let register =
        client("name: Northgate Trust\nmatch: {whole_name_only: true}\npeople: [{name: Sir Alan Petherick}]");
    found(
        &register,
        "a.txt",
        &[
            "with {Sir Alan Petherick} today",
            "with {Alan Petherick} today",
            "with {Sir A. Petherick} today",
            "with {Mr Petherick} today",
        ],
    );
    silent(
        &register,
        "a.txt",
        &["with Lady Petherick today", "with Mrs Petherick today", "with Dame Ann Petherick today"],
    );
}

#[test]
fn names_in_either_order_of_the_world() {
    let register = client("name: Zoltán Hrabovszky\nkind: person");
    found(
        &register,
        "a.txt",
        &["for {Hrabovszky Zoltán} today", "for {Zoltan Hrabovszky} today", "for {HRABOVSZKY Zoltán} today"],
    );
    silent(&register, "a.txt", &["for Hrabovszky Ferenc today", "for Ferenc Hrabovszky today"]);
}

#[test]
fn a_genitive_without_an_apostrophe_names_a_person() {
    let register = client("name: Hinnerk Wolkenstedt\nkind: person");
    found(
        &register,
        "a.txt",
        &["Mit {Hinnerk Wolkenstedts} Klage begann ein Streit.", "Es war {H. Wolkenstedts} Idee."],
    );
    silent(&register, "a.txt", &["Mit Petra Wolkenstedts Klage begann es.", "Wolkenstedts sind Pflanzen."]);
}

#[test]
fn of_a_double_surname_one_half_that_nobody_else_bears_is_enough_beside_a_title() {
    let register = client("name: Adaobi Nwachukwu-Peters\nkind: person");
    let found = severities(&register, "A huge thank you to Ms Nwachukwu-Peters, who let us in.");
    assert_eq!(found, [Severity::Warning]);
}
