//! Owns numbers as people write them: digits with groups and decimals of any country, with `k`, `m`, `million`, `crore`
//! after them, and in words. Values are whole ten-thousandths, so that no rounding decides. Called by `money` and `age`.

/// Ten-thousandths in one.
pub(in crate::spot) const ONE: i128 = 10_000;

/// A number in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::spot) struct Numeral {
    /// Its value in ten-thousandths.
    pub(in crate::spot) value: i128,
    /// One past its last byte.
    pub(in crate::spot) end: usize,
    /// A scale follows: `k`, `million`.
    pub(in crate::spot) scaled: bool,
    /// The scale is one or two letters: `m` may be metres.
    pub(in crate::spot) short_scale: bool,
    /// Written in words, or in digits with groups.
    pub(in crate::spot) formal: bool,
}

/// The number that begins at byte `at` of `text`.
pub(in crate::spot) fn at(text: &str, at: usize) -> Option<Numeral> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if first.is_ascii_digit() { digits(rest, at) } else { spelt(rest, at) }
}

/// Whether a folded word may begin a number in words.
pub(in crate::spot) const STARTERS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety a half hundred";

/// A number in digits.
fn digits(rest: &str, base: usize) -> Option<Numeral> {
    let (value, len, formal) = plain_digits(rest)?;
    let mut numeral = Numeral { value, end: base + len, scaled: false, short_scale: false, formal };
    if let Some((scale, short, scale_len)) = scale_after(rest.get(len..)?) {
        // `1.150 million` has decimals, whatever `1.150` alone may be.
        let value = if formal { decimal_reading(rest.get(..len)?).unwrap_or(value) } else { value };
        numeral.value = value.checked_mul(scale)?;
        numeral.end += scale_len;
        numeral.scaled = true;
        numeral.short_scale = short;
    }
    Some(numeral)
}

/// The value of digits with groups and decimals, their length, and whether they were grouped.
fn plain_digits(rest: &str) -> Option<(i128, usize, bool)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut seps: Vec<char> = Vec::new();
    let mut at = 0;
    loop {
        let tail = rest.get(at..)?;
        let len = tail.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 || groups.len() > 8 {
            break;
        }
        groups.push((at, at + len));
        at += len;
        let mut after = rest.get(at..)?.chars();
        let Some(sep) =
            after.next().filter(|c| matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
        else {
            break;
        };
        if !after.next().is_some_and(|c| c.is_ascii_digit()) {
            break;
        }
        seps.push(sep);
        at += sep.len_utf8();
    }
    let text = |i: usize| groups.get(i).and_then(|(from, to)| rest.get(*from..*to)).unwrap_or_default();
    let first = text(0);
    let group_sep = seps.first().copied();
    let mut used = 1;
    let mut whole = first.to_owned();
    if first.len() <= 3 {
        while let Some(sep) = seps.get(used - 1).copied().filter(|sep| Some(*sep) == group_sep) {
            let group = text(used);
            let more = seps.get(used).copied() == group_sep;
            if group.len() == 3 || (group.len() == 2 && sep == ',' && more) {
                whole.push_str(group);
                used += 1;
            } else {
                break;
            }
        }
    }
    let grouped = used > 1;
    let mut end = groups.get(used - 1)?.1;
    let mut value = whole.get(..whole.len().min(24))?.parse::<i128>().ok()?.checked_mul(ONE)?;
    let decimal = seps.get(used - 1).filter(|sep| matches!(sep, '.' | ',') && (!grouped || Some(**sep) != group_sep));
    if decimal.is_some() && text(used).len() <= 4 {
        value += fraction(text(used))?;
        end = groups.get(used)?.1;
    }
    Some((value, end, grouped))
}

/// Whether a value, in ten-thousandths, has three significant digits or more.
pub(in crate::spot) fn is_precise(mut value: i128) -> bool {
    while value > 0 && value % 10 == 0 {
        value /= 10;
    }
    value >= 100
}

/// `1.150` read with decimals.
fn decimal_reading(written: &str) -> Option<i128> {
    let (whole, part) = written.split_once('.')?;
    if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(whole.parse::<i128>().ok()?.checked_mul(ONE)? + fraction(part)?)
}

/// Up to four decimals, as ten-thousandths.
fn fraction(part: &str) -> Option<i128> {
    let four: String = part.chars().chain("0000".chars()).take(4).collect();
    four.parse().ok()
}

/// The scale that stands after a number: its factor, whether it is an abbreviation of one or two letters, its length.
fn scale_after(rest: &str) -> Option<(i128, bool, usize)> {
    let blank = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-', '\u{202f}', '\n']).len();
    if blank > 3 {
        return None;
    }
    let new_line = rest.get(..blank)?.contains('\n');
    let tail = rest.get(blank..)?;
    let len = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
    let word = tail.get(..len)?;
    if tail.get(len..)?.chars().next().is_some_and(char::is_numeric) {
        return None;
    }
    let lower = word.to_lowercase();
    // A letter that begins a line is none.
    let factor = scale(&lower).filter(|_| !new_line || lower.len() > 2)?;
    Some((factor, lower.len() <= 2, blank + len))
}

/// The factor of a scale word in lower case.
fn scale(word: &str) -> Option<i128> {
    Some(match word {
        "k" | "thousand" | "thousands" | "grand" | "tsd" | "mille" => 1_000,
        "lakh" | "lakhs" | "lac" | "lacs" => 100_000,
        "m" | "mn" | "mm" | "mil" | "mio" | "mln" | "million" | "millions" | "millionen" => 1_000_000,
        "cr" | "crore" | "crores" => 10_000_000,
        "b" | "bn" | "bln" | "billion" | "billions" | "mrd" | "milliard" | "milliarden" => 1_000_000_000,
        "tn" | "trillion" | "trillions" => 1_000_000_000_000,
        _ => return None,
    })
}

/// What a word adds to a number.
fn small(word: &str) -> Option<i128> {
    const ONES: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
        seventeen eighteen nineteen";
    const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
    if let Some(ones) = ONES.split_ascii_whitespace().position(|w| w == word) {
        return Some(ones as i128);
    }
    if word == "fourty" {
        return Some(40);
    }
    TENS.split_ascii_whitespace().position(|w| w == word).map(|tens| (tens as i128 + 2) * 10)
}

/// A number in words: `two point four million`, `one million, one hundred and fifty thousand`, `half a million`.
fn spelt(rest: &str, base: usize) -> Option<Numeral> {
    let mut state = Spelt::default();
    let mut at = 0;
    let mut end = None;
    for _ in 0..24 {
        let tail = rest.get(at..)?;
        let len = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let word = tail.get(..len)?.to_ascii_lowercase();
        match state.take(&word) {
            Taken::Counts => end = Some(at + len),
            Taken::Joins if len > 0 => {}
            _ => break,
        }
        let after = rest.get(at + len..)?;
        let gap = after.find(|c: char| c.is_alphanumeric()).unwrap_or(after.len());
        let between = after.get(..gap)?;
        let plain = |c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | ',');
        if gap == 0 || gap > 4 || !between.chars().all(plain) {
            break;
        }
        at += len + gap;
    }
    let value = state.value()?;
    Some(Numeral { value, end: base + end?, scaled: state.scaled, short_scale: false, formal: true })
}

/// What became of a word.
enum Taken {
    /// It is part of the number.
    Counts,
    /// It may join parts.
    Joins,
    /// It ends the number.
    Ends,
}

/// A number in words under way, in ten-thousandths.
#[derive(Default)]
struct Spelt {
    /// What is multiplied out.
    total: i128,
    /// What the next scale multiplies.
    current: i128,
    /// The worth of the next decimal, after `point`.
    decimal: i128,
    /// `a` or `half` waits for a scale.
    waits: bool,
    /// Whether a thousand or more was said.
    scaled: bool,
    /// Whether a number was said at all.
    said: bool,
}

impl Spelt {
    /// Takes a word in lower case.
    fn take(&mut self, word: &str) -> Taken {
        match word {
            "and" | "of" if self.said => return Taken::Joins,
            "a" | "an" => {
                if !self.said {
                    self.current = ONE;
                    self.waits = true;
                    self.said = true;
                }
                return Taken::Joins;
            }
            "half" | "quarter" => {
                let part = if word == "half" { ONE / 2 } else { ONE / 4 };
                if self.said && !self.waits && self.current == 0 {
                    // «A million and a half» is half of the scale more.
                    self.total += self.total * part / ONE;
                    return Taken::Counts;
                }
                self.current = if self.waits { part } else { self.current + part };
                self.waits = !self.said || self.waits;
                self.said = true;
                return if self.waits { Taken::Joins } else { Taken::Counts };
            }
            "point" if self.said && !self.waits => {
                self.decimal = ONE / 10;
                return Taken::Joins;
            }
            _ => {}
        }
        if let Some(value) = small(word) {
            if self.decimal > 0 {
                self.current += value * self.decimal;
                self.decimal /= 10;
            } else {
                self.current = if self.waits { value * ONE } else { self.current + value * ONE };
            }
            self.waits = false;
            self.said = true;
            return Taken::Counts;
        }
        let factor = if word == "hundred" { Some(100) } else { scale(word).filter(|_| word.len() > 3) };
        let Some(factor) = factor.filter(|_| self.said) else { return Taken::Ends };
        let Some(multiplied) = self.current.checked_mul(factor) else { return Taken::Ends };
        self.decimal = 0;
        self.waits = false;
        if factor == 100 {
            self.current = multiplied;
        } else {
            self.total = self.total.saturating_add(multiplied);
            self.current = 0;
            self.scaled = true;
        }
        Taken::Counts
    }

    /// The value, if one was said.
    fn value(&self) -> Option<i128> {
        (self.said && !self.waits).then(|| self.total.saturating_add(self.current))
    }
}

#[cfg(test)]
mod tests {
    use super::{ONE, at};

    #[test]
    fn numbers_in_any_notation_have_one_value() {
        for (text, value, rest) in [
            ("2,400,000 in", 2_400_000 * ONE, " in"),
            ("2.400.000,50", 2_400_000 * ONE + 5_000, ""),
            ("2 400 000 euros", 2_400_000 * ONE, " euros"),
            ("2.4 million", 2_400_000 * ONE, ""),
            ("42,5 million", 42_500_000 * ONE, ""),
            ("1.150 million", 1_150_000 * ONE, ""),
            ("2.06m too", 2_060_000 * ONE, " too"),
            ("68.4k.", 68_400 * ONE, "."),
            ("4.2 cr, no", 42_000_000 * ONE, ", no"),
            ("4,20,00,000", 42_000_000 * ONE, ""),
            ("13-year", 13 * ONE, "-year"),
            ("two point four million dollars", 2_400_000 * ONE, " dollars"),
            ("ninety-five million dollars", 95_000_000 * ONE, " dollars"),
            ("twelve thousand six hundred pounds", 12_600 * ONE, " pounds"),
            ("one million, one hundred and fifty thousand dollars", 1_150_000 * ONE, " dollars"),
            ("half a million", 500_000 * ONE, ""),
            ("two and a half million", 2_500_000 * ONE, ""),
            ("a million and a half", 1_500_000 * ONE, ""),
            ("a hundred thousand", 100_000 * ONE, ""),
            ("fifty-two years", 52 * ONE, " years"),
            ("three and we", 3 * ONE, " and we"),
        ] {
            let found = at(text, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.value, &text[found.end..]), (value, rest), "{text}");
        }
        for text in ["a man", "half of them", "hundred", "point", "and"] {
            assert!(at(text, 0).is_none(), "{text}");
        }
    }
}
