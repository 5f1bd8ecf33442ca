//! Owns what relative days mean on the day of publication: `the 23rd`, `last Tuesday`, `this spring`. Called by
//! `identification`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::spot::When;

/// The stretches of days that may be meant by a text published on `today`: first and last day of each.
pub(super) fn ranges(when: When, today: Date) -> Vec<(Date, Date)> {
    match when {
        When::Days(from, to) => shifted(today, from).zip(shifted(today, to)).into_iter().collect(),
        When::DayOfMonth(day) => {
            let months = [-1_i32, 0, 1].into_iter().filter_map(|month| today.checked_add(month.months()).ok());
            let days = months.filter_map(|month| Date::new(month.year(), month.month(), day).ok());
            days.filter(|date| within(*date, today, 31)).map(|date| (date, date)).collect()
        }
        When::Weekday(weekday, from, to) => {
            let Ok(weekday) = Weekday::from_monday_one_offset(weekday) else { return Vec::new() };
            let days = (from..=to).filter_map(|days| shifted(today, days));
            days.filter(|date| date.weekday() == weekday).map(|date| (date, date)).collect()
        }
        When::Month(month, (from, to)) => {
            let years = [today.year() - 1, today.year()];
            let month_of = |year: i16| {
                let first = Date::new(year, month, from).ok()?;
                let last = Date::new(year, month, to).unwrap_or_else(|_| first.last_of_month());
                Some((first, last))
            };
            years.into_iter().filter_map(month_of).filter(|(first, _)| within(*first, today, 366)).collect()
        }
        When::Season(month) => {
            // The seasons of both halves of the globe: nobody says on which one the firm is.
            let starts = [-1, 0].into_iter().flat_map(|year| [0, 6].map(|shift| (year, shift)));
            let season = |(year, shift): (i16, i8)| {
                let first = Date::new(today.year() + year, (month - 1 + shift) % 12 + 1, 1).ok()?;
                let last = first.checked_add(2_i32.months()).ok()?.last_of_month();
                Some((first, last))
            };
            starts.filter_map(season).filter(|(first, _)| within(*first, today, 366)).collect()
        }
    }
}

/// A day so many days off.
fn shifted(today: Date, days: i16) -> Option<Date> {
    today.checked_add(days.days()).ok()
}

/// Whether two days are at most so many days apart.
fn within(a: Date, b: Date, days: i32) -> bool {
    a.since(b).is_ok_and(|span| span.get_days().abs() <= days)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ranges as text, on Wednesday, 25 November 2026.
    fn on(when: When) -> Vec<String> {
        let today = Date::new(2026, 11, 25).unwrap();
        ranges(when, today).into_iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a} {b}") }).collect()
    }

    #[test]
    fn relative_days_are_counted_from_the_publication() {
        assert_eq!(on(When::Days(-1, -1)), ["2026-11-24"]);
        assert_eq!(on(When::DayOfMonth(23)), ["2026-11-23", "2026-12-23"]);
        assert_eq!(on(When::Weekday(2, -14, -1)), ["2026-11-17", "2026-11-24"]);
        assert_eq!(on(When::Month(10, (8, 23))), ["2026-10-08 2026-10-23"]);
        assert!(on(When::Season(3)).contains(&"2026-03-01 2026-05-31".to_owned()));
        assert_eq!(
            on(When::DayOfMonth(31)),
            ["2026-10-31"].map(str::to_owned).into_iter().filter(|_| true).collect::<Vec<_>>()
        );
    }
}
