//! Numbers of persons in drafts: found by shape, word and check digits together, through the real reader, engine and judge.
//! The algorithms themselves are tested beside them.

use subrosa::policy::Kind;
use subrosa::register::Register;
use subrosa::rules::{PackFile, Validator, builtin, load};
use subrosa::spot::Engine;

use crate::engine::check_as;

/// Numbers with the words that name them: rule, draft with `#` for the number, a right number, one with a wrong digit.
const NUMBERS: [(&str, &str, &str, &str); 12] = [
    ("direct-identifier/uk-nhs", "NHS number # is hers.", "452 601 8155", "452 601 8154"),
    ("direct-identifier/ca-sin", "The SIN, #, was copied.", "182 462 812", "182 462 912"),
    ("direct-identifier/au-tax-or-medicare", "TFN #", "231948759", "231948758"),
    ("direct-identifier/au-tax-or-medicare", "Medicare card # expired.", "2471 04970 1", "2471 04971 1"),
    ("direct-identifier/de-steuer-id", "Seine Steuer-ID lautet #.", "59 641 738 701", "59 641 738 702"),
    ("direct-identifier/fr-nir", "Mme Aubry, #, attend.", "2 84 03 75 116 027 97", "2 84 03 75 117 027 97"),
    ("direct-identifier/es-dni", "DNI #, titular.", "74121547-E", "74121547-F"),
    ("direct-identifier/es-dni", "She signed as # on the deed.", "X3633875J", "X3633875K"),
    ("direct-identifier/it-codice-fiscale", "The buyer is #.", "VLTKNZ80A01H501A", "VLTKNZ80A01H502A"),
    ("direct-identifier/nl-bsn", "BSN: #", "751163727", "751163728"),
    ("direct-identifier/in-aadhaar-or-pan", "Aadhaar #", "2182 6330 4342", "2182 6330 4343"),
    ("direct-identifier/in-aadhaar-or-pan", "PAN #", "ABCPK1234L", "ABCDK1234L"),
];

/// The built-in packs.
fn engine() -> Engine {
    let rules = load(&builtin::packs()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Engine::compile_with(Register::default(), rules)
}

/// What a rule finds in a draft.
fn found(engine: &Engine, rule: &str, path: &str, text: &str) -> Vec<String> {
    let found = check_as(engine, path, text.as_bytes(), Some(Kind::Post), None, &[]).findings;
    found.into_iter().filter(|found| found.rule == rule).map(|found| found.slice).collect()
}

#[test]
fn the_right_number_is_found_and_its_neighbour_is_not() {
    let engine = engine();
    for (rule, draft, right, wrong) in NUMBERS {
        let slices = found(&engine, rule, "a.txt", &draft.replace('#', right));
        assert!(slices.len() == 1 && slices[0].contains(right), "{rule} {right}: {slices:?}");
        assert_eq!(found(&engine, rule, "a.txt", &draft.replace('#', wrong)), [""; 0], "{rule} {wrong}");
    }
}

#[test]
fn a_number_of_a_common_shape_needs_its_word_in_the_same_paragraph() {
    let engine = engine();
    for (rule, draft, right, _) in NUMBERS {
        let alone = found(&engine, rule, "a.txt", &format!("Order {right} is ready."));
        let rare = ["direct-identifier/fr-nir", "direct-identifier/it-codice-fiscale"].contains(&rule);
        assert_eq!(alone.len(), usize::from(rare), "{rule} {right}");
        if !rare && !draft.starts_with("She") {
            let word = draft.replace('#', "below");
            assert_eq!(found(&engine, rule, "a.txt", &format!("{word}\n\nOrder {right} is ready.")), [""; 0]);
        }
    }
}

#[test]
fn markup_within_a_number_does_not_hide_it_and_a_row_of_a_table_is_read_together() {
    let engine = engine();
    let page = "<p>NHS number <b>452&nbsp;601</b>&#160;8155 is hers.</p>";
    let slices = found(&engine, "direct-identifier/uk-nhs", "a.html", page);
    assert!(slices.len() == 1 && slices[0].ends_with("452&nbsp;601</b>&#160;8155"), "{slices:?}");
    let table = "| what | number |\n|---|---|\n| BSN | 751163727 |\n| parcel | 220297290 |\n";
    assert_eq!(found(&engine, "direct-identifier/nl-bsn", "a.md", table), ["751163727"]);
}

#[test]
fn an_example_of_a_number_is_no_persons_number() {
    let engine = engine();
    for (rule, _, right, _) in NUMBERS {
        let text =
            format!("An NHS, SIN, TFN, Medicare, Steuer-ID, DNI, BSN, Aadhaar or PAN number looks like {right}.");
        assert_eq!(found(&engine, rule, "a.txt", &text), [""; 0], "{rule} {right}");
    }
}

#[test]
fn every_validator_can_be_asked_for_in_a_pack() {
    for (word, _) in Validator::WORDS {
        let text = format!(
            "pack: p\nsignals: {{s: {{regexes: ['[A-Z0-9]{{4,20}}'], validate: {word}}}}}\nrules:\n  - id: house/r\n    severity: error\n    message: m\n    when: [{{sentence: {{all: [s]}}}}]\n    examples: {{flags: [x], passes: [y]}}\n"
        );
        let pack = PackFile { name: "p.yaml".to_owned(), bytes: text.into_bytes(), builtin: false };
        assert!(load(&[pack]).is_ok(), "{word}");
    }
}

#[test]
fn the_documentation_names_every_validator() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/writing-rules.md")).unwrap();
    for (word, _) in Validator::WORDS {
        assert!(page.contains(&format!("`{word}`")), "{word} is missing in docs/writing-rules.md");
    }
}
