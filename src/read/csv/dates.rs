//! Owns the reading of the moment at which a scheduler publishes a row. A date that can be read in two ways (`03/04/2026`)
//! is none: the run then judges as of now. A time without a zone is taken as UTC, as in front matter.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The moment that a cell, with a time from another cell, names; `None` where that is not certain.
pub(super) fn moment(date: &str, time: Option<&str>) -> Option<Timestamp> {
    let date = date.trim();
    if let Ok(moment) = date.parse::<Timestamp>() {
        return Some(moment);
    }
    if let Ok(moment) = date.parse::<Zoned>() {
        return Some(moment.timestamp());
    }
    let forms = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M%:z", "%a, %d %b %Y %H:%M:%S %z"];
    if let Some(moment) = forms.iter().find_map(|form| Timestamp::strptime(form, date).ok()) {
        return Some(moment);
    }
    let (day, inside) = day(date)?;
    let inside = inside.trim_start_matches([',', ' ', 'T']).trim();
    let clock = match (inside.is_empty(), time) {
        (false, _) => clock(inside)?,
        (true, Some(time)) => clock(time.trim())?,
        (true, None) => Time::midnight(),
    };
    DateTime::from_parts(day, clock).to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Whether a cell begins with a date, be it certain or not.
pub(super) fn looks_like_moment(text: &str) -> bool {
    let text = text.trim();
    let numbers = text.split(['/', '.', '-']).take(3).filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    moment(text, None).is_some() || text.len() <= 30 && numbers.count() == 3 && !text.contains(char::is_alphabetic)
}

/// The day at the start of a text, and what follows it.
fn day(text: &str) -> Option<(Date, &str)> {
    let words = text.contains(|c: char| c.is_alphabetic() && c != 'T') || text.starts_with('T');
    if let Some(found) = worded(text).filter(|_| words) {
        return Some(found);
    }
    let len = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-')).count();
    let (written, rest) = text.split_at_checked(len)?;
    let mark = written.bytes().find(|b| !b.is_ascii_digit())?;
    let parts: Vec<&str> = written.split(char::from(mark)).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = if a.len() == 4 {
        (number(a)?, number(b)?, number(c)?)
    } else if c.len() == 4 {
        let (first, second) = (number(a)?, number(b)?);
        match mark {
            // With dots the day comes first everywhere.
            b'.' => (number(c)?, second, first),
            _ if first == second || second > 12 => (number(c)?, first, second),
            _ if first > 12 => (number(c)?, second, first),
            _ => return None,
        }
    } else {
        return None;
    };
    Some((Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?, rest))
}

/// A day whose month is a word: `1 Dec 2026`, `December 1, 2026 9:00 AM`, `Tue, Dec 1st 2026`.
fn worded(text: &str) -> Option<(Date, &str)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (mut day, mut month, mut at) = (None, None, 0);
    for word in text.split_inclusive([' ', ',', '-']).take(6) {
        let bare = word.trim_end_matches([' ', ',', '-', '.']).to_ascii_lowercase();
        at += word.len();
        let number: String = bare.chars().take_while(char::is_ascii_digit).collect();
        let tail = bare.get(number.len()..).unwrap_or_default();
        if number.len() == 4 && tail.is_empty() {
            let date = Date::new(number.parse().ok()?, month?, day?).ok()?;
            return Some((date, text.get(at..).unwrap_or_default()));
        } else if !number.is_empty() {
            if day.is_some() || !matches!(tail, "" | "st" | "nd" | "rd" | "th") {
                return None;
            }
            day = Some(number.parse().ok()?);
        } else if let Some(found) = MONTHS.iter().position(|name| bare.starts_with(name)) {
            month = Some(i8::try_from(found + 1).ok()?);
        }
    }
    None
}

/// A time of day: `09:00`, `9:00:30`, `9 AM`, `9:30pm`, with `UTC` or `Z` behind it.
fn clock(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase();
    let lower = lower.strip_prefix("at ").unwrap_or(&lower);
    let lower = lower.trim_end_matches("utc").trim_end_matches('z').trim();
    let digits = lower.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let (written, half) = lower.split_at_checked(digits)?;
    let mut parts = written.split(':').map(|part| part.parse::<i8>().ok());
    let hour = parts.next()??;
    let minute = parts.next();
    let second = parts.next();
    let hour = match half.trim().replace('.', "").as_str() {
        "" if minute.is_some() => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    Time::new(hour, minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_date_counts_only_where_it_can_be_read_in_one_way() {
        for (text, expected) in [
            ("2026-12-01 09:00", "2026-12-01T09:00:00Z"),
            ("2026-12-01T09:00:00-05:00", "2026-12-01T14:00:00Z"),
            ("2026/12/01", "2026-12-01T00:00:00Z"),
            ("12/25/2026 09:00", "2026-12-25T09:00:00Z"),
            ("25/12/2026 9:30 PM", "2026-12-25T21:30:00Z"),
            ("12/12/2026", "2026-12-12T00:00:00Z"),
            ("1.12.2026 9:00", "2026-12-01T09:00:00Z"),
            ("Dec 1, 2026 9:00 AM", "2026-12-01T09:00:00Z"),
            ("Tuesday, 1st December 2026", "2026-12-01T00:00:00Z"),
            ("1-Dec-2026 12:00 am", "2026-12-01T00:00:00Z"),
        ] {
            assert_eq!(moment(text, None).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["03/04/2026", "12/01/2026 09:00", "1/12/26", "soon", "", "2026-12-01 at noon", "9:00", "2026-13-01"]
        {
            assert_eq!(moment(text, None), None, "{text}");
        }
        let joined = moment("2026-12-01", Some("17:30")).map(|moment| moment.to_string());
        assert_eq!(joined.as_deref(), Some("2026-12-01T17:30:00Z"));
    }
}
