//! Identifiers of clients in any usual notation, and as many numbers that are others.

use subrosa::policy::Severity;
use subrosa::spot::Engine;

use crate::engine::{Checked, check_as, engine};

/// An engine with a client that has this identifier.
fn knowing(identifier: &str) -> Engine {
    engine(&format!("version: 1\nclients:\n  - id: C-1\n    name: Qvistgaard\n    identifiers: [\"{identifier}\"]\n"))
}

/// The slices found of that client.
fn found_by(engine: &Engine, file: &str, text: &str) -> Vec<String> {
    let Checked { findings, .. } = check_as(engine, file, text.as_bytes(), None, None, &[jiff::Timestamp::now()]);
    findings.into_iter().filter(|f| f.rule == "identity/identifier").map(|f| f.slice).collect()
}

/// The same with an engine of its own.
fn found(identifier: &str, file: &str, text: &str) -> Vec<String> {
    found_by(&knowing(identifier), file, text)
}

/// Asserts that every notation is found, with its exact span, and that the others are not.
fn expect(identifier: &str, notations: &[&str], others: &[&str]) {
    let mut wrong = String::new();
    let engine = knowing(identifier);
    for notation in notations {
        for text in [format!("Ref {notation}, please."), format!("({notation})"), notation.to_string()] {
            let have = found_by(&engine, "a.txt", &text);
            if have != [*notation] {
                wrong.push_str(&format!("{text:?}: have {have:?}\n"));
            }
        }
    }
    for other in others {
        let have = found_by(&engine, "a.txt", &format!("Ref {other}, please."));
        if !have.is_empty() {
            wrong.push_str(&format!("{other:?}: have {have:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{identifier}\n{wrong}");
}

#[test]
fn a_telephone_number_in_any_notation() {
    expect(
        "+44 20 7946 0018",
        &[
            "020 7946 0018",
            "442079460018",
            "(020) 7946-0018",
            "+442079460018",
            "+44 (0)20 7946 0018",
            "0044 20 7946 0018",
            "011 44 20 7946 0018",
            "020.7946.0018",
            "0207 946 0018",
            "+44-20-7946-0018",
            "020\u{a0}7946\u{a0}0018",
        ],
        &[
            "020 7946 0019",
            "+1 207 946 0018",
            "020 7946 00181",
            "1020 7946 0018",
            "020 7946 0018-5",
            "7946 0018",
            "$2,079,460,018",
        ],
    );
    expect(
        "(555) 010-0123",
        &["555-010-0123", "+1 555 010 0123", "1-555-010-0123", "555.010.0123", "5550100123", "001 555 010 0123"],
        &["+44 555 010 0123", "555-010-0124", "010-0123"],
    );
    assert_eq!(found("+44 7700 900118", "a.html", "<a href=\"tel:+447700900118\">07700&nbsp;900118</a>").len(), 2);
}

#[test]
fn account_numbers_and_ibans_agree_by_value() {
    expect(
        "00123456789",
        &["123456789", "00123456789", "123 456 789", "123-456-789"],
        &["1234567890", "12345678", "123456789.5", "€123456789"],
    );
    expect(
        "GB29 NWBK 6016 1331 9268 19",
        &[
            "GB29NWBK60161331926819",
            "GB29 NWBK 6016 1331 9268 19",
            "gb29 nwbk 60161331926819",
            "GB29-NWBK-6016-1331-9268-19",
        ],
        &["GB29 NWBK 6016 1331 9268 18", "GB29 NWBK 6016 1331 9268 195"],
    );
    expect("QQ 12 34 56 C", &["QQ123456C", "qq 12 34 56 c", "QQ 123456 C"], &["QQ 12 34 57 C", "QQ123456D"]);
    expect("078-05-1120", &["078-05-1120", "078 05 1120", "078051120"], &["078-05-1121", "078-05-11200"]);
}

#[test]
fn plates_and_reference_numbers_in_any_grouping() {
    expect("AB12 CDE", &["AB12CDE", "ab12 cde", "AB12-CDE", "AB 12 CDE"], &["AB12 CDF", "AB12 CDEF", "AB13 CDE"]);
    expect(
        "KB-2024-000123",
        &["KB-2024-123", "KB-2024-000123", "KB/2024/000123", "KB 2024 000123"],
        &["KB-2024-000124", "KB-2023-000123", "CL-2024-000123", "KB-2024-0001234"],
    );
    expect("T20250884", &["T 2025 0884", "T2025/0884", "T20250884"], &["T 2025 0885", "T202508841", "20250884"]);
    expect("C-694/20", &["C-694/20", "C‑694/20", "C 694/20", "C-694/2020"], &["C-694/21", "T-694/20", "C-6940/20"]);
    expect("VID 123 of 2024", &["VID123/2024", "VID 123 of 2024"], &["VID 124 of 2024", "NSD123/2024"]);
    expect("[2024] EWHC 123 (Ch)", &["2024] EWHC 123 (Ch"], &["[2024] EWHC 124 (Ch)"]);
}

#[test]
fn docket_numbers_may_lack_office_and_judge() {
    expect(
        "1:24-cv-00137",
        &["1:24-cv-00137", "24-cv-137", "1:24-cv-00137-ABC", "24 CV 137", "1-24-cv-00137", "1:24cv137"],
        &["2:24-cv-00137", "1:24-cv-00138", "1:24-cr-00137", "1:25-cv-00137"],
    );
    expect("1:24-cv-00137-ABC", &["1:24-cv-00137", "24-cv-00137-ABC"], &["1:24-cv-00137-XYZ"]);
}

#[test]
fn street_addresses_agree_in_number_and_street() {
    expect(
        "14 Harbour Street, Ellerthwaite EL1 2AB",
        &["14 Harbour St", "14 harbour street", "14, Harbour Street"],
        &["41 Harbour Street", "14 Harbour Road", "14A Harbour Street", "114 Harbour Street", "Harbour Street"],
    );
    expect("Hafenstraße 5", &["Hafenstr. 5", "Hafenstrasse 5"], &["Hafenstr. 6", "Hafenweg 5"]);
    expect("220 N. Willow Avenue", &["220 North Willow Ave"], &["220 South Willow Ave"]);
}

#[test]
fn dates_and_sums_agree_by_value_and_are_errors_like_other_identifiers() {
    expect(
        "19 November 1987",
        &["1987-11-19", "19/11/1987", "11/19/1987", "November 19th, 1987", "19.11.1987", "19 de noviembre de 1987"],
        &["1987-11-18", "19/11/1988", "19 October 1987", "19 November", "November 1987", "5.19.11.1987"],
    );
    expect(
        "$2,750,000",
        &["$2.75 million", "USD 2,750,000", "2.75m dollars", "US$2.75M", "2.750.000 $", "$2,750,000.00"],
        &["$2.75 billion", "£2,750,000", "EUR 2.75m", "$2,750,001", "2,750,000", "$12,750,000", "2,750,000 people"],
    );
    let checked = check_as(
        &knowing("£3,400,000"),
        "a.txt",
        b"Three point four million pounds.",
        None,
        None,
        &[jiff::Timestamp::now()],
    );
    let found: Vec<_> = checked.findings.iter().map(|f| (f.rule.as_str(), f.slice.as_str(), f.severity)).collect();
    assert_eq!(found, [("identity/identifier", "Three point four million pounds", Severity::Error)]);
}

#[test]
fn identifiers_are_found_in_links_and_file_names() {
    assert_eq!(found("KB-2024-000123", "orders/kb-2024-000123-order.txt", "Nothing."), ["kb-2024-000123"]);
    assert_eq!(found("C-694/20", "a.md", "[it](https://courts.example/c-694-20.pdf)"), ["c-694-20"]);
}

#[test]
fn numbers_under_one_another_are_each_one() {
    assert_eq!(found("020 7946 0018", "a.txt", "020 7946 0017\n020 7946 0018\n020 7946 0019\n"), ["020 7946 0018"]);
}

#[test]
fn no_text_breaks_the_search() {
    let engines = [
        "+44 20 7946 0018",
        "1:24-cv-00137-ABC",
        "14 Harbour Street",
        "GB29 NWBK 6016 1331 9268 19",
        "2011-11-11",
        "$1,110",
    ]
    .map(knowing);
    let strategy = proptest::string::string_regex(
        "[-A-Za-z0-9 +().,:/$£
’]{0,120}",
    )
    .unwrap();
    let mut runner = proptest::test_runner::TestRunner::default();
    let outcome = runner.run(&strategy, |text| {
        for engine in &engines {
            let found = found_by(engine, "a.txt", &text);
            proptest::prop_assert!(found.iter().all(|slice| text.contains(slice.as_str())));
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}
