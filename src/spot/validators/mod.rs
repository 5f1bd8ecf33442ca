//! Owns what the match of a regex must pass besides: check digits, ranges, the calendar. `national` has the numbers of
//! persons. Called by `phrases`.

mod national;

use crate::rules::Validator;

/// Whether a match passes.
pub(super) fn passes(validator: Validator, matched: &str) -> bool {
    match validator {
        Validator::Luhn => luhn(matched),
        Validator::Ssn => national::ssn(matched),
        Validator::Nino => national::nino(matched),
        Validator::Nhs => national::nhs(matched),
        Validator::Sin => national::sin(matched),
        Validator::Tfn => national::tfn(matched),
        Validator::Medicare => national::medicare(matched),
        Validator::SteuerId => national::steuer_id(matched),
        Validator::Nir => national::nir(matched),
        Validator::Dni => national::dni(matched),
        Validator::CodiceFiscale => national::codice_fiscale(matched),
        Validator::Bsn => national::bsn(matched),
        Validator::Aadhaar => national::aadhaar(matched),
        Validator::Pan => national::pan(matched),
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
    (12..=19).contains(&digits.len()) && luhn_holds(&digits) && digits.iter().any(|d| Some(d) != digits.first())
}

/// Luhn's check: every second digit from the right doubled, cross sums added, divisible by ten.
fn luhn_holds(digits: &[u32]) -> bool {
    let worth = |(place, digit): (usize, &u32)| if place % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 };
    digits.iter().rev().enumerate().map(worth).sum::<u32>().is_multiple_of(10)
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
mod tests;
