//! Owns days as people write them: ISO, numbers in either order, words, without a year, and relative to the day of
//! publication. A relative one is only noted; `judge` knows when a draft is published. Called by `find` and `compile`.

use super::super::When;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Word};

/// A day as it is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::spot) enum Said {
    /// Year, month and day. Both readings of `03/04/2024` are said.
    Day(i16, i8, i8),
    /// Month and day.
    MonthDay(i8, i8),
    /// Year, month, and the days that `early`, `mid` or `late` leave.
    Month(i16, i8, (i8, i8)),
    /// Relative to the publication.
    Relative(When),
}

/// The words of a stretch, with the text they stand in.
#[derive(Clone, Copy)]
pub(in crate::spot) struct Line<'a> {
    /// The draft's text.
    pub(in crate::spot) text: &'a str,
    /// The words.
    pub(in crate::spot) words: &'a [Word],
}

impl<'a> Line<'a> {
    /// A word as written.
    pub(in crate::spot) fn written(&self, index: usize) -> &'a str {
        self.words.get(index).and_then(|w| self.text.get(w.span().range())).unwrap_or_default()
    }

    /// What stands between a word and the one before.
    pub(in crate::spot) fn between(&self, index: usize) -> &'a str {
        let before = index.checked_sub(1).and_then(|i| self.words.get(i));
        let here = self.words.get(index);
        let range = before.zip(here).map(|(b, h)| b.span().end as usize..h.at as usize);
        range.and_then(|r| self.text.get(r)).unwrap_or_default()
    }

    /// The folded word `by` places off, if only blanks, hyphens, dots or commas are between.
    fn near(&self, index: usize, by: isize) -> Option<(usize, String)> {
        let there = index.checked_add_signed(by)?;
        self.words.get(there)?;
        let later = index.max(there);
        let plain = |i: usize| self.between(i).chars().all(|c| c.is_whitespace() || matches!(c, '-' | ',' | '.' | '–'));
        (index.min(there) + 1..=later).all(plain).then(|| (there, folded(self.written(there))))
    }

    /// The span of words `from..=to`.
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.words.get(from).map_or(0, |w| w.at);
        Span::new(start, self.words.get(to).map_or(start, |w| w.span().end))
    }
}

/// Names and short forms of months in English, German, French, Spanish, Italian, Portuguese and Dutch, but for those that
/// are people's names, too.
pub(in crate::spot) const MONTHS: [&str; 12] = [
    "january jan januar janvier enero gennaio janeiro januari",
    "february feb februar fevrier febrero febbraio fevereiro februari",
    "march mar marz maerz mars marzo maart",
    "april apr avril abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug aout agosto augustus",
    "september sep sept septembre septiembre setiembre settembre setembro",
    "october oct oktober octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember decembre diciembre dicembre dezembro",
];

/// Words at which a day may be said that are neither months nor digits.
pub(in crate::spot) const TRIGGERS: &str = "yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday spring summer \
    autumn fall winter week month fortnight weekend";

/// The month of a folded word.
fn month(word: &str) -> Option<i8> {
    let place = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    i8::try_from(place + 1).ok()
}

/// A day of the month: `3`, `3rd`, `third`, `twenty` (before `-third`).
fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() {
        return ordinal(word);
    }
    let suffix = word.get(digits.len()..)?;
    let day: i8 = if digits.len() <= 2 { digits.parse().ok()? } else { return None };
    (matches!(suffix, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

/// The day that an ordinal in words names.
fn ordinal(word: &str) -> Option<i8> {
    const WORDS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";
    let place = WORDS.split_ascii_whitespace().position(|w| w == word);
    if word == "thirtieth" {
        return Some(30);
    }
    place.and_then(|p| i8::try_from(p + 1).ok())
}

/// A year: four digits, or two after an apostrophe.
fn year(line: Line<'_>, index: usize, word: &str) -> Option<i16> {
    if !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match word.len() {
        4 => word.parse().ok().filter(|y| (1900..2100).contains(y)),
        2 if line.between(index).ends_with(['\'', '’']) => Some(2000 + word.parse::<i16>().ok()?),
        _ => None,
    }
}

/// What is said of a day around word `index`: spans, and what they say.
pub(in crate::spot) fn at(line: Line<'_>, index: usize, each: &mut dyn FnMut(Span, Said)) {
    let word = folded(line.written(index));
    if let Some(month) = month(&word) {
        around_month(line, index, month, each);
    } else if word.starts_with(|c: char| c.is_ascii_digit()) {
        numeric(line, index, &word, each);
    } else {
        relative(line, index, &word, each);
    }
}

/// A day or a month around the name of a month.
fn around_month(line: Line<'_>, index: usize, month: i8, each: &mut dyn FnMut(Span, Said)) {
    let before = day_before(line, index);
    let (mut to, mut day, mut from) = (index, None, index);
    if let Some((start, number)) = before {
        (from, day) = (start, Some(number));
    } else if let Some((there, word)) = line.near(index, 1)
        && let Some(number) = day_number(&word)
    {
        (to, day) = (there, Some(number));
        if word == "twenty" || word == "thirty" {
            return;
        }
    }
    let said_year = year_after(line, to).or_else(|| {
        // `1987 November 19`: without a comma, so that a year that ends a clause is none of it.
        let there = from.checked_sub(1).filter(|_| before.is_none() && day.is_some())?;
        let close = matches!(line.between(from), " " | "-" | "\u{a0}");
        year(line, there, &folded(line.written(there))).filter(|_| close).map(|y| (there, y))
    });
    if let Some((there, _)) = said_year {
        (from, to) = (from.min(there), to.max(there));
    }
    match (day, said_year) {
        (Some(day), Some((_, year))) => each(line.span(from, to), Said::Day(year, month, day)),
        (Some(day), None) => each(line.span(from, to), Said::MonthDay(month, day)),
        (None, year) => {
            let part = line.near(index, -1).and_then(|(there, word)| {
                let days = match word.as_str() {
                    "early" => (1, 12),
                    "mid" | "middle" => (8, 23),
                    "late" => (18, 31),
                    _ => return None,
                };
                Some((there, days))
            });
            let days = part.map_or((1, 31), |p| p.1);
            let from = part.map_or(index, |p| p.0);
            match year {
                Some((_, year)) => each(line.span(from, to), Said::Month(year, month, days)),
                // «May» and «March» are words; a month alone is one after «in», «last», «this» or «since».
                None if part.is_some() || line.near(index, -1).is_some_and(|(_, w)| is_before_month(&w)) => {
                    each(line.span(from, to), Said::Relative(When::Month(month, days)));
                }
                None => {}
            }
        }
    }
}

/// The year that follows word `index`, and where: `, 1987`, `of 1987`, `de 1987`, `'87`.
fn year_after(line: Line<'_>, index: usize) -> Option<(usize, i16)> {
    if matches!(line.between(index + 1), " '" | " ’" | "'" | "’") {
        return year(line, index + 1, &folded(line.written(index + 1))).map(|y| (index + 1, y));
    }
    let (there, word) = line.near(index, 1)?;
    let there = if is_of(&word) { there + 1 } else { there };
    year(line, there, &folded(line.written(there))).map(|y| (there, y))
}

/// Whether a word joins day, month and year.
fn is_of(word: &str) -> bool {
    matches!(word, "of" | "de" | "del" | "do")
}

/// Whether a word stands before a month and not before a verb.
fn is_before_month(word: &str) -> bool {
    matches!(word, "in" | "last" | "this" | "since" | "during" | "of")
}

/// The day that stands before a month: `3 March`, `the 3rd of March`, `twenty-third of March`.
fn day_before(line: Line<'_>, index: usize) -> Option<(usize, i8)> {
    let (mut there, mut word) = line.near(index, -1)?;
    if is_of(&word) {
        (there, word) = line.near(there, -1)?;
        // «The 19th day of November».
        if word == "day" {
            (there, word) = line.near(there, -1)?;
        }
    }
    let day = day_number(&word)?;
    if day < 10
        && ordinal(&word).is_some()
        && let Some((tens, tens_word)) = line.near(there, -1)
        && let Some(more) = match tens_word.as_str() {
            "twenty" => Some(20),
            "thirty" => Some(30),
            _ => None,
        }
    {
        return Some((tens, more + day));
    }
    Some((there, day))
}

/// A day in digits: `2024-03-03`, `3/4/2024`, `3.4.24`; or `the 23rd`.
fn numeric(line: Line<'_>, index: usize, word: &str, each: &mut dyn FnMut(Span, Said)) {
    let part = |i: usize| line.written(i).parse::<i16>().ok();
    let seps = [line.between(index + 1), line.between(index + 2)];
    let joined = seps[0] == seps[1] && matches!(seps[0], "-" | "/" | " / " | "." | ". " | "\u{2011}" | "–");
    // `1-2-3-4` is no day; the words of a slug and a label may touch one.
    let counts = |place: usize| line.written(place).bytes().any(|b| b.is_ascii_digit());
    let touches = |place: usize| index > 0 && line.between(place).ends_with(['-', '/', '.', ':']);
    let goes_on = line.between(index + 3) == seps[0] && counts(index + 3);
    let begun = touches(index) && counts(index - 1);
    let clear = !(goes_on || begun);
    if joined
        && clear
        && let (Some(a), Some(b), Some((c, len))) = (part(index), part(index + 1), last_part(line.written(index + 2)))
    {
        let cut = line.written(index + 2).len() - len;
        let span = line.span(index, index + 2);
        let span = Span::new(span.start, span.end - cut as u32);
        let small = |n: i16| i8::try_from(n).unwrap_or_default();
        let full = |y: i16, len: usize| if len == 2 { 2000 + y } else { y };
        let last = if cut > 0 && word.len() != 4 { 0 } else { len };
        let mut say = |y: i16, m: i16, d: i16| {
            if (1..=12).contains(&m) && (1..=31).contains(&d) && (1900..2100).contains(&y) {
                each(span, Said::Day(y, small(m), small(d)));
            }
        };
        if word.len() == 4 {
            say(a, b, c);
        } else if word.len() <= 2 && (last == 4 || (last == 2 && matches!(seps[0], "/" | " / " | "."))) {
            let y = full(c, last);
            say(y, b, a);
            if a != b {
                say(y, a, b);
            }
        }
        return;
    }
    let ordinal = word.ends_with(|c: char| c.is_ascii_alphabetic());
    if ordinal
        && let Some(day) = day_number(word)
        && let Some((from, _)) = line.near(index, -1).filter(|(_, w)| w == "the")
        && !line.near(index, 1).is_some_and(|(_, w)| w == "of" || month(&w).is_some() || is_counted(&w))
    {
        each(line.span(from, index), Said::Relative(When::DayOfMonth(day)));
    }
}

/// The last number of a day in digits, and its length. A time may follow, as in `2024-03-03T10:00`.
fn last_part(word: &str) -> Option<(i16, usize)> {
    let len = word.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = word.split_at_checked(len)?;
    let time =
        rest.is_empty() || (len == 2 && rest.starts_with('T') && rest.bytes().skip(1).all(|b| b.is_ascii_digit()));
    digits.parse().ok().filter(|_| time).map(|number| (number, len))
}

/// Whether `the 23rd …` counts something else than days.
fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "anniversary"
            | "century"
            | "floor"
            | "edition"
            | "time"
            | "annual"
            | "amendment"
            | "circuit"
            | "birthday"
            | "day"
    )
}

/// A day that only the publication makes one.
fn relative(line: Line<'_>, index: usize, word: &str, each: &mut dyn FnMut(Span, Said)) {
    let before = line.near(index, -1);
    let lead = before.as_ref().map_or("", |(_, w)| w.as_str());
    let alone = line.span(index, index);
    let with = before.as_ref().map_or(alone, |(i, _)| line.span(*i, index));
    let said = |which: &str| lead == which;
    const WEEK: &str = "monday tuesday wednesday thursday friday saturday sunday";
    if let Some(place) = WEEK.split(' ').position(|day| day == word) {
        let place = i8::try_from(place + 1).unwrap_or(1);
        let (span, from, to) = match lead {
            "last" => (with, -14, -1),
            "next" => (with, 1, 14),
            "this" => (with, -7, 7),
            _ => (alone, -7, 7),
        };
        each(span, Said::Relative(When::Weekday(place, from, to)));
        return;
    }
    let span_of = |from: i16, to: i16| Said::Relative(When::Days(from, to));
    match word {
        "yesterday" => each(alone, span_of(-1, -1)),
        "today" | "tonight" => each(alone, span_of(0, 0)),
        "tomorrow" => each(alone, span_of(1, 1)),
        "week" | "weekend" if said("last") => each(with, span_of(-14, -1)),
        "week" | "weekend" if said("this") => each(with, span_of(-7, 7)),
        "week" if said("next") => each(with, span_of(1, 14)),
        "fortnight" if said("last") => each(with, span_of(-14, 0)),
        "month" if said("last") => each(with, span_of(-62, -1)),
        "month" if said("this") => each(with, span_of(-30, 30)),
        "spring" | "summer" | "autumn" | "fall" | "winter" => {
            let first = match word {
                "spring" => 3,
                "summer" => 6,
                "winter" => 12,
                _ => 9,
            };
            if said("this") || said("last") {
                each(with, Said::Relative(When::Season(first)));
            }
        }
        _ => {}
    }
}

/// The day that a value of the register names: all of it must be the day.
pub(in crate::spot) fn read(value: &str) -> Option<Said> {
    let mut words = Vec::new();
    let whole = value.trim();
    crate::text::words::words(whole, Span::at(0..whole.len()), &mut words);
    let line = Line { text: whole, words: &words };
    let mut found = None;
    for index in 0..words.len().min(6) {
        at(line, index, &mut |span, said| {
            let rest = whole.len() - span.len() as usize;
            if rest <= 4 && found.is_none() && !matches!(said, Said::Relative(_)) {
                found = Some(said);
            }
        });
    }
    found.filter(|_| words.iter().all(|w| w.gap != Gap::Mark || words.len() <= 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that is said of days in a text.
    fn said(text: &str) -> Vec<(String, Said)> {
        let mut words = Vec::new();
        crate::text::words::words(text, Span::at(0..text.len()), &mut words);
        let mut out = Vec::new();
        for index in 0..words.len() {
            at(Line { text, words: &words }, index, &mut |span, said| out.push((text[span.range()].to_owned(), said)));
        }
        out
    }

    #[test]
    fn a_day_is_read_in_every_order() {
        for (text, slice) in [
            ("on 2024-03-13 we", "2024-03-13"),
            ("on 13 March 2024", "13 March 2024"),
            ("on March 13th, 2024, we", "March 13th, 2024"),
            ("on the 13th of March 2024", "13th of March 2024"),
            ("13.03.2024", "13.03.2024"),
            ("on 3/13/24", "3/13/24"),
            ("13 Mar 2024", "13 Mar 2024"),
            ("am 13. März 2024", "13. März 2024"),
            ("the thirteenth of March 2024", "thirteenth of March 2024"),
            ("the 13th day of March 2024", "13th day of March 2024"),
            ("el 13 de marzo de 2024", "13 de marzo de 2024"),
            ("2024 March 13", "2024 March 13"),
            ("13 March '24", "13 March '24"),
            ("13 / 03 / 2024", "13 / 03 / 2024"),
            ("at 2024-03-13T10:00", "2024-03-13"),
        ] {
            assert_eq!(said(text), [(slice.to_owned(), Said::Day(2024, 3, 13))], "{text}");
        }
        assert_eq!(said("in 2024, March 13 was"), [("March 13".to_owned(), Said::MonthDay(3, 13))]);
        assert_eq!(said("on 19 January: we"), [("19 January".to_owned(), Said::MonthDay(1, 19))]);
        assert_eq!(said("mid-October 2021."), [("mid-October 2021".to_owned(), Said::Month(2021, 10, (8, 23)))]);
        assert_eq!(said("May I? We march on."), []);
        assert_eq!(said("of 3-04-05-06 or v1.2.3.4"), []);
        assert_eq!(said("born-13-03-2024-note"), [("13-03-2024".to_owned(), Said::Day(2024, 3, 13))]);
    }

    #[test]
    fn relative_days_are_noted() {
        for (text, slice, when) in [
            ("on the 23rd we", "the 23rd", When::DayOfMonth(23)),
            ("last Tuesday", "last Tuesday", When::Weekday(2, -14, -1)),
            ("yesterday", "yesterday", When::Days(-1, -1)),
            ("this spring", "this spring", When::Season(3)),
            ("in October", "October", When::Month(10, (1, 31))),
        ] {
            assert_eq!(said(text), [(slice.to_owned(), Said::Relative(when))], "{text}");
        }
        assert_eq!(said("the 23rd anniversary"), []);
    }

    #[test]
    fn values_of_the_register_are_days_as_a_whole() {
        assert_eq!(read("2024-03-03"), Some(Said::Day(2024, 3, 3)));
        assert_eq!(read("3 March"), Some(Said::MonthDay(3, 3)));
        assert_eq!(read("March 2024"), Some(Said::Month(2024, 3, (1, 31))));
        assert_eq!(read("the March 3 Foundation of Ellerthwaite"), None);
    }
}
