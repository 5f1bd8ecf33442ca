//! Owns identifiers that are a whole date or a sum with its currency: they agree by value, whatever notation either side
//! has. How dates and sums are read is the business of `facts`. Called by `mod` on both sides.

use std::collections::HashMap;

use crate::draft::NumberedBlock;
use crate::spot::facts::day::{self, Line, Said};
use crate::spot::facts::{money, numeral};
use crate::spot::names::index::Table;
use crate::spot::{Label, Signal, Strength, Subject};
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Word, key};

/// What an identifier is worth, where it agrees by value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// In ten-thousandths of the currency's unit, and the currencies that may be meant.
    Sum(i128, u32),
    /// Year, month and day.
    Day(i16, i8, i8),
}

impl std::fmt::Debug for Value {
    /// Says which sort, never which value: it is the register's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sum(..) => "Sum",
            Self::Day(..) => "Day",
        })
    }
}

/// The identifiers of a register that agree by value.
#[derive(Default)]
pub(super) struct Values {
    /// Sums by value, with currency.
    sums: HashMap<i128, Vec<(u32, Subject)>>,
    /// Days.
    days: HashMap<(i16, i8, i8), Vec<Subject>>,
    /// The words that begin a number or name a month, as far as one is looked for.
    starters: Table,
}

/// The number in the table of words that begin a number.
const NUMBER: u32 = 0;
/// The number in the table of months.
const MONTH: u32 = 1;
/// Sums of fewer units stand everywhere, unless they have three significant digits.
const LEAST_UNITS: i128 = 1_000;
/// Letters of a currency's code that may be glued to its number: `USD12.5m`.
const CODE: usize = 3;
/// Words before a number without a currency among which one must speak of money.
const NEAR: usize = 6;

/// The value that an identifier of the register names as a whole, perhaps after a word and a colon (`DOB: …`).
pub(super) fn read(text: &str) -> Option<Value> {
    let labelled = text.split_once(':').filter(|(label, _)| label.chars().all(|c| c.is_alphabetic() || c == ' '));
    let text = labelled.map_or(text, |(_, rest)| rest).trim();
    if let Some(Said::Day(year, month, day)) = day::read(text) {
        return Some(Value::Day(year, month, day));
    }
    let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let sum = money::at(text, Span::at(0..text.len()), from)?;
    let all = sum.span.start == 0 && text.get(sum.span.end as usize..).is_some_and(|rest| matches!(rest, "" | "."));
    let large = sum.value >= LEAST_UNITS * numeral::ONE || numeral::is_precise(sum.value);
    (all && large && sum.currency != 0).then_some(Value::Sum(sum.value, sum.currency))
}

impl Values {
    /// Adds one. [`Self::finish`] must follow.
    pub(super) fn add(&mut self, value: Value, subject: Subject) {
        match value {
            Value::Sum(value, currency) => self.sums.entry(value).or_default().push((currency, subject)),
            Value::Day(year, month, day) => self.days.entry((year, month, day)).or_default().push(subject),
        }
    }

    /// Makes the table of words at which drafts are read.
    pub(super) fn finish(&mut self) {
        let mut keys = Vec::new();
        if !self.sums.is_empty() {
            keys.extend(numeral::STARTERS.split_ascii_whitespace().map(|word| (key(word), NUMBER)));
        }
        if !self.days.is_empty() {
            keys.extend(day::MONTHS.iter().flat_map(|names| names.split(' ')).map(|word| (key(word), MONTH)));
        }
        self.starters = Table::build(keys);
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.sums.is_empty() && self.days.is_empty()
    }

    /// Adds the dates and sums of this stretch that are known to `out`.
    pub(super) fn find(
        &self,
        text: &str,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        words: &[Word],
        out: &mut Vec<Signal>,
    ) {
        let line = Line { text, words };
        let mut sum_end = 0;
        for (index, word) in words.iter().enumerate() {
            let digit = first_digit(text, *word);
            let starts = |sort: u32| self.starters.may_hold(word.key) && self.starters.get(word.key).any(|n| n == sort);
            if !self.days.is_empty() && (digit == Some(word.at) || starts(MONTH)) {
                day::at(line, index, &mut |span, said| {
                    for subject in self.said(text, span, said) {
                        out.push(signal(span, number, Strength::Exact, subject));
                    }
                });
            }
            let at = digit.or_else(|| starts(NUMBER).then_some(word.at)).filter(|at| *at >= sum_end);
            if let Some(at) = at.filter(|_| !self.sums.is_empty())
                && let Some(sum) = money::at(text, block.text, at as usize)
            {
                sum_end = sum.span.end;
                let known = self.sums.get(&sum.value).into_iter().flatten();
                for (_, subject) in known.filter(|(currency, _)| sum.agrees(sum.value, *currency)) {
                    if sum.currency != 0 {
                        out.push(signal(sum.span, number, Strength::Exact, *subject));
                    } else if sum.telling && sum.precise && speaks_of_money(line, index, sum.span) {
                        out.push(signal(sum.span, number, Strength::Strong, *subject));
                    }
                }
            }
        }
    }

    /// Whose day is said at `span`. A year of two digits may be one of either century.
    fn said(&self, text: &str, span: Span, said: Said) -> impl Iterator<Item = Subject> + '_ {
        let of = |day: (i16, i8, i8)| self.days.get(&day).into_iter().flatten().copied();
        let full = match said {
            Said::Day(year, month, day) => Some((year, month, day)),
            _ => None,
        };
        let written = text.get(span.range()).unwrap_or_default();
        // Of a day in ISO order the first four digits are the year.
        let short = !written.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
        let last_century = full.filter(|_| short).map(|(year, month, day)| (year - 100, month, day));
        full.into_iter().chain(last_century).flat_map(of)
    }
}

/// The first digit of a word: at its start, or after letters that may be a currency's code.
fn first_digit(text: &str, word: Word) -> Option<u32> {
    let written = text.get(word.span().range())?;
    let at = written.bytes().position(|b| b.is_ascii_digit())?;
    let code = written.get(..at)?;
    let glued = code.chars().all(char::is_alphabetic) && code.chars().count() <= CODE;
    glued.then_some(word.at + at as u32)
}

/// Whether a word shortly before the number, whose first word is `index`, or right after it speaks of money: a number
/// without a currency counts other things, too.
fn speaks_of_money(line: Line<'_>, index: usize, span: Span) -> bool {
    let after = line.words.iter().skip(index).position(|word| word.at >= span.end).map(|by| index + by);
    let same_sentence = |place: &usize| {
        let between = line.between(place + 1);
        !(between.starts_with(['.', '!', '?', ';']) && between.contains(char::is_whitespace))
    };
    let before = (index.saturating_sub(NEAR)..index).rev().take_while(same_sentence);
    before.chain(after).any(|place| is_money_word(&folded(line.written(place))))
}

/// Whether a folded word speaks of money that changes hands.
fn is_money_word(word: &str) -> bool {
    const STEMS: &str = "settle compensat reimburs invoic refund";
    const WORDS: &str = "pay pays paid paying payment payments payout payouts award awards awarded damages sum amount price priced fee \
        fees fine fined bail bonus salary salaries debt debts loan loans cost costs costing worth valued valuation deal offer offered \
        sold bought budget severance dowry alimony ransom royalty royalties revenue turnover profit money cash";
    STEMS.split_ascii_whitespace().any(|stem| word.starts_with(stem))
        || WORDS.split_ascii_whitespace().any(|one| one == word)
}

/// The signal of an identifier.
const fn signal(span: Span, block: u32, strength: Strength, subject: Subject) -> Signal {
    Signal { label: Label::Identifier, span, block, strength, ambiguous: false, subject: Some(subject) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_date_and_a_sum_with_its_currency_agree_by_value() {
        for text in ["1987-11-19", "19/11/1987", "November 19th, 1987", "19. November 1987", "DOB: 19 Nov 1987"] {
            assert_eq!(read(text), Some(Value::Day(1987, 11, 19)), "{text}");
        }
        let sum = |text: &str| match read(text) {
            Some(Value::Sum(value, _)) => value / numeral::ONE,
            _ => 0,
        };
        for text in
            ["$2,750,000", "USD 2,750,000", "USD2.75m", "2.75 million dollars", "two point seven five million dollars"]
        {
            assert_eq!(sum(text), 2_750_000, "{text}");
        }
        assert_eq!((sum("£955"), sum("$5m")), (955, 5_000_000));
        for text in [
            "2,750,000",
            "$5",
            "$100",
            "November 1987",
            "19 November",
            "+44 20 7946 0018",
            "1:24-cv-00137",
            "14 Harbour Street",
            "GB29 NWBK 6016 1331 9268 19",
            "yesterday",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_without_a_currency_needs_a_word_of_money() {
        assert!(["paid", "settlement", "award"].into_iter().all(is_money_word));
        assert!(["played", "population", "setter"].into_iter().all(|word| !is_money_word(word)));
    }
}
