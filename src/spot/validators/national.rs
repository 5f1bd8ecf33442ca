//! Owns the numbers that states give to persons: their shape, the parts that are never given out, and their check digits by
//! the published algorithms. Blanks, hyphens and dots between do not count. Called by the table in `mod`.

use super::{digits, luhn_holds, plain};

/// US social security numbers: no part zero, area not 666 or 900 and above. They have no check digit.
pub(super) fn ssn(text: &str) -> bool {
    let digits = digits(text);
    let area = number(&digits, 0..3);
    digits.len() == 9
        && area != 0
        && area != 666
        && area < 900
        && number(&digits, 3..5) != 0
        && number(&digits, 5..9) != 0
}

/// UK national insurance numbers: two letters of those in use, six digits, a letter from A to D. No check digit.
pub(super) fn nino(text: &str) -> bool {
    let plain = plain(text);
    let Some((prefix, rest)) = plain.split_at_checked(2) else { return false };
    let Some((number, suffix)) = rest.split_at_checked(6) else { return false };
    let letters = prefix.bytes().all(|b| b.is_ascii_uppercase() && !b"DFIQUV".contains(&b)) && !prefix.ends_with('O');
    letters
        && !matches!(prefix, "BG" | "GB" | "KN" | "NK" | "NT" | "TN" | "ZZ")
        && number.bytes().all(|b| b.is_ascii_digit())
        && matches!(suffix, "A" | "B" | "C" | "D")
}

/// UK NHS numbers: ten digits, weights 10 to 2, modulus 11; a check of 10 is never given out.
pub(super) fn nhs(text: &str) -> bool {
    let digits = digits(text);
    let sum = weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let check = (11 - sum % 11) % 11;
    digits.len() == 10 && differ(&digits) && digits.get(9) == Some(&check)
}

/// Canadian social insurance numbers: nine digits with Luhn's check.
pub(super) fn sin(text: &str) -> bool {
    let digits = digits(text);
    digits.len() == 9 && differ(&digits) && luhn_holds(&digits)
}

/// Australian tax file numbers of nine digits: weighted sum divisible by 11.
pub(super) fn tfn(text: &str) -> bool {
    let digits = digits(text);
    digits.len() == 9 && differ(&digits) && weighted(&digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

/// Australian Medicare numbers: first digit 2 to 6, the ninth checks the eight before; then the issue, and perhaps the
/// place on the card.
pub(super) fn medicare(text: &str) -> bool {
    let digits = digits(text);
    let check = weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10;
    (10..=11).contains(&digits.len())
        && digits.first().is_some_and(|first| (2..=6).contains(first))
        && digits.get(8) == Some(&check)
        && digits.get(9).is_some_and(|issue| *issue > 0)
}

/// German tax identification numbers: eleven digits, of the first ten one stands two or three times and no other twice,
/// check by ISO 7064 MOD 11,10.
pub(super) fn steuer_id(text: &str) -> bool {
    let digits = digits(text);
    let Some((check, body)) = digits.split_last() else { return false };
    let count = |digit: u32| body.iter().filter(|other| **other == digit).count();
    let repeated: Vec<usize> = (0..10).map(count).filter(|times| *times > 1).collect();
    let product = body.iter().fold(10, |product, digit| match (digit + product) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    digits.len() == 11 && body.first() != Some(&0) && matches!(repeated[..], [2 | 3]) && *check == (11 - product) % 10
}

/// French NIR: sex, year, month, place, order, and 97 less the remainder by 97. Corsica's departments are 2A and 2B.
pub(super) fn nir(text: &str) -> bool {
    let plain = plain(text);
    let corsica = plain.get(5..7);
    let digits = match corsica {
        Some("2A") => plain.replacen("2A", "19", 1),
        Some("2B") => plain.replacen("2B", "18", 1),
        _ => plain.clone(),
    };
    // Only where it stands as the department: the first occurrence may be no other.
    if digits.len() != 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u64>().ok()).unwrap_or(0);
    let month = part(3..5);
    matches!(part(0..1), 1..=4 | 7 | 8)
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
        && part(10..13) != 0
        && part(13..15) == 97 - part(0..13) % 97
}

/// Spanish DNI (eight digits) and NIE (X, Y or Z and seven), with the letter that the remainder by 23 gives.
pub(super) fn dni(text: &str) -> bool {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let plain = plain(text);
    let Some((number, letter)) = plain.split_at_checked(8).filter(|(_, letter)| letter.len() == 1) else {
        return false;
    };
    let first = number.bytes().next().unwrap_or(0);
    let number = match first {
        b'X'..=b'Z' => format!("{}{}", first - b'X', number.get(1..).unwrap_or_default()),
        _ => number.to_owned(),
    };
    let letter = letter.bytes().next();
    number.bytes().all(|b| b.is_ascii_digit())
        && number.parse::<usize>().is_ok_and(|number| LETTERS.get(number % 23).copied() == letter)
}

/// Italian codice fiscale: its shape, with letters for digits where two persons would share one, and the last letter by
/// the tables for odd and even places.
pub(super) fn codice_fiscale(text: &str) -> bool {
    /// What a letter is worth in an odd place; digits count as the letters A to J.
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let plain = plain(text);
    let bytes = plain.as_bytes();
    let is_digit = |b: &u8| b.is_ascii_digit() || b"LMNPQRSTUV".contains(b);
    let fits = |(place, b): (usize, &u8)| match place {
        8 => b"ABCDEHLMPRST".contains(b),
        6 | 7 | 9 | 10 | 12..=14 => is_digit(b),
        _ => b.is_ascii_uppercase(),
    };
    let worth = |b: &u8| u32::from(if b.is_ascii_digit() { b - b'0' } else { b.saturating_sub(b'A') });
    let odd = |b: &u8| ODD.get(worth(b) as usize).copied().unwrap_or(0);
    let Some((check, body)) = bytes.split_last() else { return false };
    let sum: u32 = body.iter().enumerate().map(|(place, b)| if place % 2 == 0 { odd(b) } else { worth(b) }).sum();
    bytes.len() == 16 && bytes.iter().enumerate().all(fits) && worth(check) == sum % 26
}

/// Dutch BSN: nine digits, or eight with a zero before; the eleven test.
pub(super) fn bsn(text: &str) -> bool {
    let mut digits = digits(text);
    if digits.len() == 8 {
        digits.insert(0, 0);
    }
    let Some((last, body)) = digits.split_last() else { return false };
    let sum = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]);
    // The last digit counts minus one.
    digits.len() == 9 && differ(&digits) && sum % 11 == *last
}

/// Indian Aadhaar: twelve digits, the first not 0 or 1, Verhoeff's check.
pub(super) fn aadhaar(text: &str) -> bool {
    let digits = digits(text);
    digits.len() == 12 && digits.first().is_some_and(|first| *first > 1) && verhoeff(&digits) == 0
}

/// Indian PAN: three letters, the letter of the holder's kind, a letter, four digits, a letter. Its check is not published.
pub(super) fn pan(text: &str) -> bool {
    let plain = plain(text);
    let bytes = plain.as_bytes();
    let fits = |(place, b): (usize, &u8)| match place {
        3 => b"ABCFGHJLPT".contains(b),
        5..=8 => b.is_ascii_digit(),
        _ => b.is_ascii_uppercase(),
    };
    bytes.len() == 10 && bytes.iter().enumerate().all(fits) && plain.get(5..9) != Some("0000")
}

/// Verhoeff's check: 0 where the last digit is right. The tables are those of the dihedral group of order ten: a product
/// adds or subtracts within the halves 0 to 4 and 5 to 9.
fn verhoeff(digits: &[u32]) -> u32 {
    /// What the digit of the next place is replaced by; places repeat after eight.
    const STEP: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permute = |digit: u32, place: usize| {
        (0..place % 8).fold(digit, |digit, _| STEP.get(digit as usize).copied().unwrap_or(0))
    };
    let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    digits.iter().rev().enumerate().fold(0, |check, (place, digit)| multiply(check, permute(*digit, place)))
}

/// The sum of digits times weights.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The number that some of the digits write.
fn number(digits: &[u32], range: std::ops::Range<usize>) -> u32 {
    digits.get(range).map_or(0, |digits| digits.iter().fold(0, |number, digit| number * 10 + digit))
}

/// Whether not all digits are the same, as in numbers made up to fill a field.
fn differ(digits: &[u32]) -> bool {
    digits.iter().any(|digit| Some(digit) != digits.first())
}
