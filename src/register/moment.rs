//! Owns moments as they stand in the register: a bare day, or a day and time with `Z`, an offset or a bracketed zone.
//! Says what is wrong with them in our own words. `entries` asks for the bounds of consents and embargoes.

use crate::yaml::{Node, Problems};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The zone of bare days.
#[derive(Clone, Debug)]
pub(super) struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone that `timezone:` names.
    pub(super) fn read(node: Node<'_>, problems: &mut Problems) -> Option<Self> {
        let name = node.text(problems)?;
        let zone = TimeZone::get(&name).ok().filter(|zone| !zone.is_unknown());
        if zone.is_none() {
            let help = "write its name in the IANA database, such as America/New_York or Europe/London";
            node.problem(problems, "this is not the name of a time zone", Some(help.to_owned()));
        }
        zone.map(Self)
    }

    /// The zone itself.
    pub(super) fn into_inner(self) -> TimeZone {
        self.0
    }
}

/// Which moment a bare day stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Edge {
    /// Its first.
    Start,
    /// The first after it.
    End,
}

/// What is wrong with a moment, and what to do about it.
type Wrong = (&'static str, Option<&'static str>);

/// How moments are written.
const FORMAT: &str = "write a day (2026-01-31), or a day and time with its zone \
    (2026-01-31T09:00Z, 2026-01-31T09:00-05:00 or 2026-01-31T09:00[America/New_York])";

/// The moment at a node. Without a `zone` a bare day is a mistake.
pub(super) fn read(node: Node<'_>, edge: Edge, zone: Option<&Zone>, problems: &mut Problems) -> Option<Timestamp> {
    let text = node.text(problems)?;
    match moment(&text, edge, zone) {
        Ok(moment) => Some(moment),
        Err((message, help)) => {
            node.problem(problems, message, help.map(str::to_owned));
            None
        }
    }
}

/// The moment that a text stands for.
fn moment(text: &str, edge: Edge, zone: Option<&Zone>) -> Result<Timestamp, Wrong> {
    let bad: Wrong = ("this is not a moment", Some(FORMAT));
    if !begins_with_day(text) {
        return Err(bad);
    }
    let pieces = Pieces::parse(text).map_err(|_| bad_day(text))?;
    let named = pieces.to_time_zone().map_err(|_| {
        ("the zone in brackets is not known", Some("write its name in the IANA database, such as [Europe/London]"))
    })?;
    // An offset alone comes back as a zone too, so the annotation decides whether a zone was named.
    let named = named.filter(|_| pieces.time_zone_annotation().is_some());
    if named.as_ref().is_some_and(TimeZone::is_unknown) {
        return Err(("the zone in brackets is not known", None));
    }
    let Some(time) = pieces.time() else {
        return match named.as_ref().or(zone.map(|zone| &zone.0)) {
            Some(zone) => bare_day(pieces.date(), edge, zone).ok_or(bad),
            None => Err((
                "a day alone does not say when the embargo ends",
                Some(
                    "set `timezone:` at the top of the register, or add time and zone: 2026-01-31T09:00[Europe/London]",
                ),
            )),
        };
    };
    let at = pieces.date().to_datetime(time);
    match (pieces.offset(), named) {
        (Some(PiecesOffset::Zulu), _) => jiff::tz::Offset::UTC.to_timestamp(at).map_err(|_| bad),
        (Some(PiecesOffset::Numeric(offset)), named) => {
            let moment = offset.offset().to_timestamp(at).map_err(|_| bad)?;
            match named {
                Some(zone) if zone.to_offset(moment) != offset.offset() => {
                    Err(("offset and zone disagree at this moment", Some("keep one of them")))
                }
                _ => Ok(moment),
            }
        }
        (_, Some(zone)) => local(at, &zone),
        (_, None) => Err(("the time has no zone", Some("add Z, an offset (-05:00) or a zone ([America/New_York])"))),
    }
}

/// Whether a text begins like `2026-01-31`. The parser would take other calendars of ISO 8601 too, which nobody means.
fn begins_with_day(text: &str) -> bool {
    let fits = |(i, byte): (usize, u8)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() >= 10 && text.bytes().take(10).enumerate().all(fits)
}

/// Why a text that begins like a day is none: the day does not exist, or what follows is wrong.
fn bad_day(text: &str) -> Wrong {
    match text.get(..10).map(str::parse::<Date>) {
        Some(Ok(_)) => ("this is not a moment", Some(FORMAT)),
        _ => ("there is no such day", None),
    }
}

/// The edge of a day in a zone. Where midnight is skipped, the day starts after it.
fn bare_day(day: Date, edge: Edge, zone: &TimeZone) -> Option<Timestamp> {
    let day = if edge == Edge::End { day.tomorrow().ok()? } else { day };
    let start = day.to_datetime(jiff::civil::Time::midnight()).to_zoned(zone.clone()).ok()?;
    Some(start.start_of_day().unwrap_or(start).timestamp())
}

/// A local time in a zone. A time that the clock skips or shows twice is a mistake: an embargo must not be guessed.
fn local(at: DateTime, zone: &TimeZone) -> Result<Timestamp, Wrong> {
    let ambiguous = zone.to_ambiguous_timestamp(at);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {
            ambiguous.unambiguous().map_err(|_| ("this moment is out of range", Some(FORMAT)))
        }
        AmbiguousOffset::Gap { .. } => {
            Err(("the clock skips this time in that zone", Some("add the offset: 2026-03-08T02:30-05:00")))
        }
        AmbiguousOffset::Fold { .. } => {
            Err(("the clock shows this time twice in that zone", Some("add the offset: 2026-11-01T01:30-05:00")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, Zone, moment};
    use jiff::tz::TimeZone;

    /// The moment in UTC, or the message.
    fn at(text: &str, edge: Edge, zone: Option<&str>) -> String {
        let zone = zone.map(|name| Zone(TimeZone::get(name).unwrap()));
        moment(text, edge, zone.as_ref()).map_or_else(|wrong| wrong.0.to_owned(), |moment| moment.to_string())
    }

    #[test]
    fn a_bare_day_spans_its_zone() {
        let new_york = Some("America/New_York");
        assert_eq!(at("2026-03-08", Edge::Start, new_york), "2026-03-08T05:00:00Z");
        assert_eq!(at("2026-03-08", Edge::End, new_york), "2026-03-09T04:00:00Z");
        assert_eq!(at("2026-12-31", Edge::End, Some("UTC")), "2027-01-01T00:00:00Z");
        assert_eq!(at("2026-01-01[Asia/Tokyo]", Edge::Start, new_york), "2025-12-31T15:00:00Z");
        assert_eq!(at("2026-01-01", Edge::Start, None), "a day alone does not say when the embargo ends");
        // Midnight of this day does not exist in Beirut.
        assert_eq!(at("2024-03-31", Edge::Start, Some("Asia/Beirut")), "2024-03-30T22:00:00Z");
    }

    #[test]
    fn a_time_needs_its_zone() {
        let read = |text| at(text, Edge::End, Some("America/New_York"));
        assert_eq!(read("2026-12-01T09:00[America/New_York]"), "2026-12-01T14:00:00Z");
        assert_eq!(read("2026-12-01T09:00Z"), "2026-12-01T09:00:00Z");
        assert_eq!(read("2026-12-01T09:00:30+05:30"), "2026-12-01T03:30:30Z");
        assert_eq!(read("2026-12-01T09:00-05:00[America/New_York]"), "2026-12-01T14:00:00Z");
        assert_eq!(read("2026-12-01T09:00-04:00[America/New_York]"), "offset and zone disagree at this moment");
        assert_eq!(read("2026-12-01T09:00[Mars/Olympus]"), "the zone in brackets is not known");
        assert_eq!(read("2026-12-01T09:00"), "the time has no zone");
        assert_eq!(read("2026-03-08T02:30[America/New_York]"), "the clock skips this time in that zone");
        assert_eq!(read("2026-11-01T01:30[America/New_York]"), "the clock shows this time twice in that zone");
        assert_eq!(read("2026-11-01T01:30-05:00[America/New_York]"), "2026-11-01T06:30:00Z");
    }

    #[test]
    fn what_is_no_moment_is_told_so() {
        for (text, message) in [
            ("2026-02-29", "there is no such day"),
            ("2026-13-01T09:00Z", "there is no such day"),
            ("2026-01-01T25:00Z", "this is not a moment"),
            ("20260101", "this is not a moment"),
            ("2026-W05-1", "this is not a moment"),
            ("tomorrow", "this is not a moment"),
            ("1/2/2026", "this is not a moment"),
            ("2026-01-01 or later", "this is not a moment"),
            ("９９９９-01-01", "this is not a moment"),
            ("9999-12-31", "this is not a moment"),
        ] {
            assert_eq!(at(text, Edge::End, Some("UTC")), message, "{text}");
        }
    }
}
