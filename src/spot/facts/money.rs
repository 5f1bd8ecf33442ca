//! Owns sums of money as people write them: symbol, code or word, before or after the number. Called by `find` at
//! numbers, and by `compile` on the register's values.

use super::numeral::{self, Numeral, ONE, is_precise};
use crate::text::Span;

/// A sum in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::spot) struct Money {
    /// In ten-thousandths of the currency's unit.
    pub(in crate::spot) value: i128,
    /// A bit for each currency that may be meant; 0 where none is said.
    pub(in crate::spot) currency: u32,
    /// From the first to the last character, currency included.
    pub(in crate::spot) span: Span,
    /// Without a currency: whether it is written so exactly that it is taken for money.
    pub(in crate::spot) telling: bool,
    /// It says its currency, or has three significant digits.
    pub(in crate::spot) precise: bool,
}

impl Money {
    /// Whether another sum is the same: in value, and in the currency where both say one.
    pub(in crate::spot) const fn agrees(&self, value: i128, currency: u32) -> bool {
        self.value == value && (self.currency == 0 || currency == 0 || self.currency & currency != 0)
    }
}

/// Dollars of every country.
const DOLLARS: u32 = 0x7F;
/// Crowns of every country.
const CROWNS: u32 = 0xF << 7;

/// The currencies that a sign, a code or a word in lower case may mean.
fn currency(word: &str) -> Option<u32> {
    let other = |place: u32| 1 << (11 + place);
    Some(match word {
        "$" | "dollar" | "dollars" | "bucks" => DOLLARS,
        "us$" | "usd" | "usd$" => 1,
        "a$" | "au$" | "aud" => 1 << 1,
        "c$" | "ca$" | "can$" | "cad" => 1 << 2,
        "nz$" | "nzd" => 1 << 3,
        "hk$" | "hkd" => 1 << 4,
        "s$" | "sgd" => 1 << 5,
        "mxn" | "mx$" => 1 << 6,
        "kr" | "kronor" | "kroner" | "krone" | "krona" | "kronur" | "crowns" => CROWNS,
        "nok" | "nkr" => 1 << 7,
        "sek" | "skr" => 1 << 8,
        "dkk" | "dkr" => 1 << 9,
        "isk" | "ikr" => 1 << 10,
        "£" | "gbp" | "pound" | "pounds" | "quid" | "sterling" | "stg" => other(0),
        "€" | "eur" | "euro" | "euros" => other(1),
        "¥" => other(2) | other(3),
        "jpy" | "yen" => other(2),
        "cny" | "rmb" | "yuan" | "renminbi" => other(3),
        "₹" | "inr" | "rupee" | "rupees" | "rs" => other(4),
        "chf" | "sfr" | "franc" | "francs" | "franken" => other(5),
        "zar" | "rand" => other(6),
        "brl" | "r$" | "reais" | "real" => other(7),
        "rub" | "₽" | "rouble" | "roubles" | "rubles" => other(8),
        "try" | "₺" | "lira" => other(9),
        "ils" | "₪" | "nis" | "shekel" | "shekels" => other(10),
        "krw" | "₩" | "won" => other(11),
        "pln" | "zł" | "zloty" | "zlotys" | "złoty" => other(12),
        "czk" | "kč" | "koruna" | "korun" => other(13),
        "huf" | "forint" => other(14),
        "aed" | "dirham" | "dirhams" => other(15),
        "sar" | "riyal" | "riyals" => other(16),
        "ngn" | "₦" | "naira" => other(17),
        "php" | "₱" | "peso" | "pesos" => other(18) | (1 << 6),
        "thb" | "฿" | "baht" => other(19),
        _ => return None,
    })
}

/// The sum whose number begins at byte `at`, inside `block`.
pub(in crate::spot) fn at(text: &str, block: Span, at: usize) -> Option<Money> {
    let block_text = text.get(block.range())?;
    let base = block.start as usize;
    let number = numeral::at(block_text, at.checked_sub(base)?)?;
    let before = before(block_text.get(..at - base)?);
    let after = after_scale(block_text, number);
    let start = base + before.map_or(at - base, |(_, start)| start);
    let end = base + number.end + after.map_or(0, |(_, len)| len);
    let currency = match (before, after) {
        (Some((a, _)), Some((b, _))) if a & b != 0 => a & b,
        (Some((a, _)), _) => a,
        (None, Some((b, _))) => b,
        (None, None) => 0,
    };
    // A number inside a longer one, a percentage, a part of an identifier.
    let touching = block_text.get(..at - base)?.chars().next_back();
    if before.is_none()
        && touching.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '/' | ':' | '#' | '_'))
    {
        return None;
    }
    let rest = block_text.get(end - base..)?;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '%') {
        return None;
    }
    let telling = currency != 0
        || (!number.short_scale && is_telling(number) && !counts_things(rest))
        || (number.short_scale && is_precise(number.value) && !counts_things(rest));
    let precise = currency != 0 || is_precise(number.value);
    Some(Money { value: number.value, currency, span: Span::at(start..end), telling, precise })
}

/// Whether a number without a currency looks like a sum: thousands or more, scaled or with groups or in words.
fn is_telling(number: Numeral) -> bool {
    number.value >= 1_000 * ONE && (number.scaled || number.formal)
}

/// Whether a noun in the plural follows, so that things are counted and not money. `million settlement` has none.
fn counts_things(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let word = words.next().unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let unit = matches!(
        word.as_str(),
        "people"
            | "percent"
            | "per"
            | "men"
            | "women"
            | "children"
            | "square"
            | "times"
            | "km"
            | "kg"
            | "metres"
            | "miles"
    );
    unit || (word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !matches!(word.as_str(), "damages" | "plus"))
}

/// The currency that ends `text`, and where it begins.
fn before(text: &str) -> Option<(u32, usize)> {
    let trimmed = text.trim_end_matches([' ', '\u{a0}', '\u{202f}', '\n']);
    if text.len() - trimmed.len() > 3 {
        return None;
    }
    let bare = trimmed.strip_suffix('.').unwrap_or(trimmed);
    let last = bare.chars().next_back()?;
    if !last.is_alphanumeric() {
        // A sign, perhaps with letters before it: `US$`.
        let sign_at = bare.len() - last.len_utf8();
        currency(&last.to_string())?;
        let letters = bare.get(..sign_at)?.bytes().rev().take_while(u8::is_ascii_alphabetic).count().min(4);
        let start = sign_at - letters;
        if last == '$'
            && let Some(found) = country_before(bare.get(..sign_at)?)
        {
            return Some(found);
        }
        let full = bare.get(start..)?.to_lowercase();
        return currency(&full).map(|c| (c, start)).or_else(|| currency(&last.to_string()).map(|c| (c, sign_at)));
    }
    let start = bare.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map(|(i, _)| i)?;
    let word = bare.get(start..)?;
    // In words, a currency stands after its number; «won 2,000» and «try 2,000» are verbs.
    let code = word.chars().count() <= 3 && !matches!(word, "won" | "Won" | "try" | "Try");
    currency(&word.to_lowercase()).filter(|_| code).map(|c| (c, start))
}

/// The dollar of the country that `text` ends with, before its sign, and where that begins: `US $5 million`.
fn country_before(text: &str) -> Option<(u32, usize)> {
    const COUNTRIES: [(&str, u32); 8] = [
        ("US ", 1),
        ("U.S. ", 1),
        ("USD ", 1),
        ("AU ", 1 << 1),
        ("AUD ", 1 << 1),
        ("CAD ", 1 << 2),
        ("NZ ", 1 << 3),
        ("HK ", 1 << 4),
    ];
    COUNTRIES.iter().find_map(|(country, currency)| {
        let rest = text.strip_suffix(country)?;
        (!rest.ends_with(char::is_alphanumeric)).then_some((*currency, rest.len()))
    })
}

/// The currency that stands after a number, and its length with what is before it: a blank, the dot of `12,5 Mio. Euro`.
fn after_scale(text: &str, number: Numeral) -> Option<(u32, usize)> {
    let rest = text.get(number.end..)?;
    let short = |scale: &str| {
        let from = number.end.checked_sub(scale.len());
        from.and_then(|from| text.get(from..number.end)).is_some_and(|end| end.eq_ignore_ascii_case(scale))
    };
    match rest.strip_prefix('.').filter(|_| number.scaled && ["mio", "mrd", "tsd", "mln"].into_iter().any(short)) {
        Some(dotted) => after(dotted).map(|(currency, len)| (currency, len + 1)),
        None => after(rest),
    }
}

/// The currency that `text` begins with, and its length with the blanks before it.
fn after(text: &str) -> Option<(u32, usize)> {
    let tail = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-', '\n']);
    let blank = text.len() - tail.len();
    if blank > 3 {
        return None;
    }
    let first = tail.chars().next()?;
    if !first.is_alphanumeric() {
        return currency(&first.to_string()).map(|c| (c, blank + first.len_utf8()));
    }
    let word_end = |tail: &str| tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    let len = word_end(tail);
    let word = tail.get(..len)?.to_lowercase();
    // «US dollars», «pounds sterling», «Norwegian kroner».
    let next = tail.get(len..)?.trim_start();
    let next_at = tail.len() - next.len();
    let next_len = word_end(next);
    let next_word = next.get(..next_len)?.to_lowercase();
    let country = match word.as_str() {
        "us" | "american" => Some(1),
        "australian" => Some(1 << 1),
        "canadian" => Some(1 << 2),
        "norwegian" => Some(1 << 7),
        "swedish" => Some(1 << 8),
        "danish" => Some(1 << 9),
        "swiss" | "indian" => Some(u32::MAX),
        _ => None,
    };
    if let Some(country) = country {
        return currency(&next_word).map(|c| (c & country, blank + next_at + next_len));
    }
    let found = currency(&word)?;
    let both = next_word == "sterling" && next_at - len <= 2;
    Some((found, blank + if both { next_at + next_len } else { len }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum whose number is at the first digit or, without one, at the start.
    fn sum(text: &str) -> Option<(i128, u32, &str)> {
        let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let money = at(text, Span::at(0..text.len()), from)?;
        Some((money.value / ONE, money.currency, &text[money.span.range()]))
    }

    #[test]
    fn a_sum_is_one_in_every_notation() {
        for (text, value, name, slice) in [
            ("for $2.4 million.", 2_400_000, "$", "$2.4 million"),
            ("2,400,000 dollars", 2_400_000, "$", "2,400,000 dollars"),
            ("USD 2.4m", 2_400_000, "usd", "USD 2.4m"),
            ("two point four million dollars", 2_400_000, "$", "two point four million dollars"),
            ("£68,400!", 68_400, "£", "£68,400"),
            ("68.4k pounds", 68_400, "£", "68.4k pounds"),
            ("EUR 42,5 million", 42_500_000, "€", "EUR 42,5 million"),
            ("310 million euros", 310_000_000, "€", "310 million euros"),
            ("Rs. 4.2 cr", 42_000_000, "rs", "Rs. 4.2 cr"),
            ("US$3.2m", 3_200_000, "usd", "US$3.2m"),
            ("of US $3.2m", 3_200_000, "usd", "US $3.2m"),
            ("NOK 84 million", 84_000_000, "nok", "NOK 84 million"),
            ("84 million Norwegian kroner", 84_000_000, "nok", "84 million Norwegian kroner"),
            ("12,600 pounds sterling", 12_600, "£", "12,600 pounds sterling"),
            ("2.4 million €", 2_400_000, "€", "2.4 million €"),
            ("von 12,5 Mio. Euro.", 12_500_000, "€", "12,5 Mio. Euro"),
            ("of $2.4\nmillion", 2_400_000, "$", "$2.4\nmillion"),
        ] {
            assert_eq!(sum(text), Some((value, currency(name).unwrap(), slice)), "{text}");
        }
    }

    #[test]
    fn currencies_must_not_conflict_and_other_numbers_are_no_sums() {
        let of =
            |text: &str| at(text, Span::at(0..text.len()), text.find(|c: char| c.is_ascii_digit()).unwrap()).unwrap();
        assert!(of("$5m").agrees(of("AUD 5m").value, of("AUD 5m").currency));
        assert!(!of("US$5m").agrees(of("AUD 5m").value, of("AUD 5m").currency));
        assert!(!of("£5m").agrees(of("€5m").value, of("€5m").currency));
        assert!(!of("84 million users").telling && !of("about 300 of").telling && of("a 2,400,000 payout").telling);
        assert_eq!(of("she won 2,400,000 in").currency, 0);
        assert_eq!(sum("v1.5"), None);
        assert_eq!(sum("12%"), None);
    }
}
