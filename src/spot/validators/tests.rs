//! Numbers made up for these tests, their check digits computed apart from this program, or printed in the standards.

use super::*;

/// Asserts what passes.
fn good(validator: Validator, numbers: &[&str]) {
    for number in numbers {
        assert!(passes(validator, number), "{number} should pass");
    }
}

/// Asserts what does not pass.
fn bad(validator: Validator, numbers: &[&str]) {
    for number in numbers {
        assert!(!passes(validator, number), "{number} should not pass");
    }
}

/// Asserts that no number with one other character of the same sort in one of these places passes.
fn no_single_slip(validator: Validator, number: &str, places: std::ops::Range<usize>) {
    assert!(passes(validator, number), "{number} should pass");
    for place in places {
        let old = number.as_bytes()[place];
        let sort: Vec<u8> = if old.is_ascii_digit() { (b'0'..=b'9').collect() } else { (b'A'..=b'Z').collect() };
        for new in sort.into_iter().filter(|new| *new != old) {
            let mut slip = number.as_bytes().to_vec();
            slip[place] = new;
            let slip = String::from_utf8(slip).unwrap();
            assert!(!passes(validator, &slip), "{slip} is one slip from {number} and should not pass");
        }
    }
}

#[test]
fn what_is_no_number_at_all_never_passes() {
    for (_, validator) in Validator::WORDS {
        bad(validator, &["", "0", "-", "abc", "é", "123456789012345678901234567890"]);
    }
    use Validator::{Aadhaar, Bsn, Luhn, Medicare, Nhs, Sin, SteuerId, Tfn};
    for validator in [Luhn, Nhs, Sin, Tfn, Medicare, SteuerId, Bsn, Aadhaar] {
        for length in 8..=16 {
            bad(validator, &["0".repeat(length).as_str()]);
        }
    }
}

#[test]
fn cards_and_bank_accounts() {
    good(Validator::Luhn, &["4111 1111 1111 1111", "378282246310005", "5500-0000-0000-0004"]);
    no_single_slip(Validator::Luhn, "4111111111111111", 0..16);
    no_single_slip(Validator::Luhn, "378282246310005", 0..15);
    good(Validator::Iban, &["GB82 WEST 1234 5698 7654 32", "DE89 3704 0044 0532 0130 00", "NL91ABNA0417164300"]);
    no_single_slip(Validator::Iban, "GB82WEST12345698765432", 0..22);
    no_single_slip(Validator::Iban, "DE89370400440532013000", 0..22);
    // Two neighbours that change places.
    bad(Validator::Luhn, &["4111111111111161", "373828246310005"]);
    bad(Validator::Iban, &["GB82WEST12345698765423"]);
}

#[test]
fn numbers_of_the_us_and_of_national_insurance_have_parts_that_are_never_given_out() {
    good(Validator::Ssn, &["078-05-1120", "899 99 9999", "001010001"]);
    bad(Validator::Ssn, &["000-05-1120", "666-05-1120", "900-05-1120", "078-00-1120", "078-05-0000", "078-05-112"]);
    good(Validator::Nino, &["AB 12 34 56 C", "ab123456a", "JG103759A"]);
    for prefix in ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "DA", "FA", "IA", "QA", "UA", "VA", "AO", "AD", "A1"] {
        bad(Validator::Nino, &[format!("{prefix}123456C").as_str()]);
    }
    bad(Validator::Nino, &["AB123456E", "AB12345C", "AB1234567C"]);
}

#[test]
fn numbers_of_the_uk_canada_and_australia() {
    good(Validator::Nhs, &["943 476 5919", "4526018155", "490-830-1662", "4131860910"]);
    no_single_slip(Validator::Nhs, "4526018155", 0..10);
    // A check of ten: no last digit is right.
    (0..10).for_each(|check| bad(Validator::Nhs, &[format!("401023217{check}").as_str()]));
    good(Validator::Sin, &["182 462 812", "582-199-352", "046 454 286"]);
    no_single_slip(Validator::Sin, "182462812", 0..9);
    bad(Validator::Sin, &["000 000 000", "18246281"]);
    good(Validator::Tfn, &["123 456 782", "231 948 759", "749118624"]);
    no_single_slip(Validator::Tfn, "231948759", 0..9);
    good(Validator::Medicare, &["2471 04970 1", "4650 75294 1", "27034236511"]);
    no_single_slip(Validator::Medicare, "2471049701", 0..9);
    bad(Validator::Medicare, &["1471049701", "2471049700", "247104970"]);
}

#[test]
fn numbers_of_germany_france_spain_italy_and_the_netherlands() {
    good(Validator::SteuerId, &["65 929 970 489", "59641738701", "22345691079"]);
    no_single_slip(Validator::SteuerId, "59641738701", 0..11);
    // The check holds, but two digits stand twice, a zero stands first, or no digit stands twice.
    bad(Validator::SteuerId, &["11223456785", "02345691075", "12345678903"]);
    good(Validator::Nir, &["2 84 03 75 116 027 97", "185052A00412356", "2 54 07 2B 033 412 37", "169054958815733"]);
    no_single_slip(Validator::Nir, "284037511602797", 0..15);
    no_single_slip(Validator::Nir, "185052A00412356", 0..6);
    bad(Validator::Nir, &["584037511602797", "28403751160279", "284137511602797"]);
    good(Validator::Dni, &["74121547E", "28038528-X", "08414852a", "X3633875J", "Z-0047439-H", "Y7551313J"]);
    no_single_slip(Validator::Dni, "74121547E", 0..9);
    no_single_slip(Validator::Dni, "X3633875J", 1..9);
    bad(Validator::Dni, &["Y3633875J", "W3633875J", "7412154E", "74121547EE"]);
    good(Validator::CodiceFiscale, &["RSSMRA80A01H501U", "VLTKNZ80A01H501A", "bncqrt91d55f205b"]);
    // Letters for digits, where two persons would share a code.
    good(Validator::CodiceFiscale, &["BNCQRT9MD55F20RH"]);
    no_single_slip(Validator::CodiceFiscale, "VLTKNZ80A01H501A", 0..16);
    no_single_slip(Validator::CodiceFiscale, "BNCQRT9MD55F20RH", 0..16);
    good(Validator::Bsn, &["751163727", "6516.76.125", "220297290"]);
    no_single_slip(Validator::Bsn, "751163727", 0..9);
    bad(Validator::Bsn, &["000000000", "7511637"]);
}

#[test]
fn numbers_of_india() {
    good(Validator::Aadhaar, &["2345 6789 0124", "2182-6330-4342", "595486205797"]);
    no_single_slip(Validator::Aadhaar, "218263304342", 0..12);
    // Verhoeff's check rejects neighbours that change places, too.
    let number = "595486205797";
    for place in 0..11 {
        let mut swapped = number.as_bytes().to_vec();
        swapped.swap(place, place + 1);
        let swapped = String::from_utf8(swapped).unwrap();
        assert!(swapped == number || !passes(Validator::Aadhaar, &swapped), "{swapped}");
    }
    bad(Validator::Aadhaar, &["18263304342", "111111111111"]);
    good(Validator::Pan, &["ABCPK1234L", "AAACB0001Z", "zzzpz9999z"]);
    bad(Validator::Pan, &["ABCDK1234L", "ABCPK0000L", "ABCP11234L", "ABCPK123L", "ABCPK12345"]);
}

#[test]
fn telephones_and_days() {
    good(Validator::Phone, &["+44 20 7946 0018", "1234567"]);
    bad(Validator::Phone, &["12-34", "1234567890123456"]);
    good(Validator::Date, &["29.02.2024", "02/29/2024", "2024-02-29", "1/1/00"]);
    bad(Validator::Date, &["29.02.2023", "02/30/2024", "13.13.2024", "2024-02"]);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[0-9A-Za-z é/.-]{0,40}") {
        for (_, validator) in Validator::WORDS {
            let _ = passes(validator, &text);
        }
    }

    #[test]
    fn of_ten_last_digits_luhn_and_verhoeff_take_one(body in "[1-9][0-9]{10}") {
        let taken = |validator, body: &str| {
            (0..10).filter(|last| passes(validator, &format!("{body}{last}"))).count()
        };
        let differ = body.bytes().any(|b| Some(b) != body.bytes().next());
        proptest::prop_assume!(differ);
        proptest::prop_assert_eq!(taken(Validator::Luhn, &body), 1);
        let first = body.as_bytes()[0];
        proptest::prop_assert_eq!(taken(Validator::Aadhaar, &body), usize::from(first > b'1'));
    }
}
