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

/// What HIPAA's list names, as far as text shows it (45 CFR 164.514(b)(2)(i)): kind, draft, the rule that finds it.
const HIPAA: [(&str, &str, &str); 18] = [
    ("names", "Would the relatives of Otto Prenn please stop ringing.", "direct-identifier/named-person"),
    ("places", "Mrs Ashe gave zip 60614 to the nurse.", "direct-identifier/postcode"),
    ("dates", "She was admitted on 3 May and discharged on 9 May 2024.", "sensitive-personal/date-of-care"),
    ("ages over 89", "My client is 94 and wants a new will.", "direct-identifier/age-over-89"),
    ("telephones", "You can reach Mr Tate, his mobile is 07700 900123.", "direct-identifier/contact"),
    ("fax", "Her fax number is 020 7946 0018, do send it there.", "direct-identifier/contact"),
    ("mail", "His mail address is ola.w@mail.example and it bounces.", "direct-identifier/contact"),
    ("social security", "The claimant is Edda Noor, 212-09-9999.", "direct-identifier/us-ssn"),
    ("medical records", "The notes are under MRN 00418827.", "direct-identifier/medical-record"),
    ("health plans", "Her health plan number is 5512345678.", "direct-identifier/medical-record"),
    ("accounts", "Her account number 31926819 was emptied overnight.", "direct-identifier/bank-account"),
    ("licences", "His driver's license number D12345678 was there.", "direct-identifier/licence"),
    ("vehicles", "A grey van, plate KX21 OJD, did not stop.", "direct-identifier/vehicle"),
    ("devices", "His pacemaker 9981234-A failed in May.", "direct-identifier/device"),
    ("profiles", "Her profile, instagram.com/ola_w, says otherwise.", "direct-identifier/profile"),
    ("network addresses", "The threats came from IP address 203.0.113.9.", "direct-identifier/device"),
    ("faces", "Here is a selfie with my client.", "direct-identifier/photo"),
    ("codes", "He is inmate no. 0441902 and may have visitors.", "direct-identifier/unique-code"),
];

/// The special categories of GDPR Art. 9, biometric data, and Art. 10.
const GDPR: [(&str, &str, &str); 9] = [
    ("origin", "A Sudanese nurse came to us in June with one bag.", "sensitive-personal/status"),
    ("politics", "His political past came up in the hearing today.", "sensitive-personal/political-opinion"),
    ("belief", "My client converted to Islam last year.", "sensitive-personal/"),
    ("unions", "Our client joined the union in May and was on the street in June.", "sensitive-personal/union"),
    ("genes", "My client carries the BRCA1 mutation, and her insurer found out.", "sensitive-personal/genetic"),
    ("biometry", "My client's fingerprints are on the third bottle.", "direct-identifier/device"),
    ("health", "My client's dementia is worse today, and she wept.", "sensitive-personal/health"),
    ("sex life", "My client came out to her parents on Sunday and wants a will.", "sensitive-personal/private-life"),
    ("offences", "She is on the sex offenders register and wanted to move in with him.", "criminal-history/record"),
];

#[test]
fn the_kinds_of_hipaa_and_gdpr_are_found_where_a_text_shows_them_of_a_person() {
    let engine = engine();
    for (kind, text, rule) in HIPAA.into_iter().chain(GDPR) {
        let findings = check_as(&engine, "a.txt", text.as_bytes(), Some(Kind::Post), None, &[]).findings;
        let rules: Vec<&str> = findings.iter().map(|found| found.rule.as_str()).collect();
        assert!(rules.iter().any(|found| found.starts_with(rule)), "{kind}: {text} {rules:?}");
    }
}
