//! Owns what the match of a regex must pass besides: check digits, ranges, the calendar. Called by `phrases`.

use crate::rules::Validator;

/// Whether a match passes.
pub(super) fn passes(validator: Validator, matched: &str) -> bool {
    match validator {
        Validator::Luhn => luhn(matched),
        Validator::Ssn => ssn(matched),
        Validator::Nino => nino(matched),
        Validator::Iban => iban(matched),
        Validator::Phone => (7..=15).contains(&digits(matched).len()),
        Validator::Date => date(matched),
    }
}

/// The ASCII digits of a text.
fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The letters and digits of a text, capital.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Payment cards: 12 to 19 digits with the right last one, not all the same.
fn luhn(text: &str) -> bool {
    let digits = digits(text);
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    (12..=19).contains(&digits.len()) && sum.is_multiple_of(10) && digits.iter().any(|d| Some(d) != digits.first())
}

/// Numbers that the Social Security Administration can have issued: no part zero, area not 666 or 900 and above.
fn ssn(text: &str) -> bool {
    let digits = digits(text);
    let value = |range: std::ops::Range<usize>| digits.get(range).map_or(0, |d| d.iter().fold(0, |n, d| n * 10 + d));
    let area = value(0..3);
    digits.len() == 9 && area != 0 && area != 666 && area < 900 && value(3..5) != 0 && value(5..9) != 0
}

/// Two letters of those in use, six digits, a letter from A to D.
fn nino(text: &str) -> bool {
    let plain = plain(text);
    let Some((prefix, rest)) = plain.split_at_checked(2) else { return false };
    let Some((number, suffix)) = rest.split_at_checked(6) else { return false };
    let letters = prefix.bytes().all(|b| b.is_ascii_uppercase() && !b"DFIQUV".contains(&b)) && !prefix.ends_with('O');
    letters
        && !matches!(prefix, "BG" | "GB" | "KN" | "NK" | "NT" | "TN" | "ZZ")
        && number.bytes().all(|b| b.is_ascii_digit())
        && matches!(suffix, "A" | "B" | "C" | "D")
}

/// ISO 13616: the remainder of the rearranged number by 97 is 1.
fn iban(text: &str) -> bool {
    let plain = plain(text);
    let Some((head, rest)) = plain.split_at_checked(4) else { return false };
    let shape =
        head.bytes().take(2).all(|b| b.is_ascii_uppercase()) && head.bytes().skip(2).all(|b| b.is_ascii_digit());
    let remainder = rest
        .chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |rest, value| if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 });
    shape && (15..=34).contains(&plain.len()) && remainder == 1
}

/// A day of the calendar: three numbers in some order, of which a year, a month and a day can be made.
fn date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let [a, b, c] = numbers[..] else { return false };
    let year = |n: i16| if n < 100 { n + 2000 } else { n };
    let is_day = |y: i16, m: i16, d: i16| {
        let small = i8::try_from(m).ok().zip(i8::try_from(d).ok());
        small.is_some_and(|(m, d)| jiff::civil::Date::new(year(y), m, d).is_ok())
    };
    parts.len() == 3 && (is_day(a, b, c) || is_day(c, b, a) || is_day(c, a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validators_pass_what_is_well_made_alone() {
        for (validator, good, bad) in [
            (Validator::Luhn, "4111 1111 1111 1111", "4111 1111 1111 1112"),
            (Validator::Ssn, "078-05-1120", "666-05-1120"),
            (Validator::Nino, "AB 12 34 56 C", "GB 12 34 56 C"),
            (Validator::Iban, "GB82 WEST 1234 5698 7654 32", "GB83 WEST 1234 5698 7654 32"),
            (Validator::Phone, "+44 20 7946 0018", "12-34"),
            (Validator::Date, "29.02.2024", "29.02.2023"),
            (Validator::Date, "02/29/2024", "02/30/2024"),
        ] {
            assert!(passes(validator, good), "{good}");
            assert!(!passes(validator, bad), "{bad}");
            assert!(!passes(validator, ""));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9A-Za-z é/.-]{0,40}") {
            for (_, validator) in Validator::WORDS {
                let _ = passes(validator, &text);
            }
        }
    }
}
