//! Owns what sort of draft it is, where it goes and when: the command line decides before the record, the record before
//! front matter, front matter before globs, globs before the format. `source` asks for each draft.

use std::path::Path;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::{Inputs, Job};
use crate::config::Config;
use crate::draft;
use crate::judge::Case;
use crate::policy::{Channel, Kind, Policy};

/// What globs of the configuration say of a path. Asked once a source.
pub(super) struct PathClaims {
    /// Its kind.
    kind: Option<Kind>,
    /// Its channel.
    channel: Option<Channel>,
    /// Whether it is published on the date it states.
    on_date: bool,
    /// The switches of its own; none where they are the run's.
    policy: Option<Policy>,
}

impl PathClaims {
    /// What `config` says of `file`.
    pub(super) fn of(config: &Config, file: &Path) -> Self {
        Self {
            kind: config.kind(file).map(|kind| kind.value),
            channel: config.channel(file).map(|channel| channel.value),
            on_date: config.publishes_on_date(file).is_some_and(|on_date| on_date.value),
            policy: config.policy_of(file),
        }
    }
}

/// The case of a draft.
pub(super) fn case<'a>(job: &'a Job<'_>, path: &'a PathClaims, draft: &draft::Claims) -> Case<'a> {
    let kind = job.claims.kind.or(draft.record_kind).or(draft.front_kind).or(path.kind).unwrap_or(draft.format_kind);
    let channel = [
        job.claims.channel.as_ref(),
        draft.record_channel.as_ref(),
        draft.front_channel.as_ref(),
        path.channel.as_ref(),
    ];
    Case {
        kind,
        channel: channel.into_iter().flatten().next().cloned(),
        moments: moments(job, path.on_date, draft),
        policy: path.policy.as_ref().unwrap_or(&job.config.policy),
    }
}

/// What sort of draft the first input probably is, before it is read. A guess that is wrong costs time and nothing else.
pub fn likely_kind(claimed: Option<Kind>, config: &Config, inputs: &Inputs) -> Option<Kind> {
    let input = inputs.list.first()?;
    let ending = input.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let of_format = match ending.as_str() {
        "eml" => Kind::Email,
        "" | "txt" | "text" | "csv" | "tsv" => Kind::Post,
        _ => Kind::Page,
    };
    claimed.or_else(|| config.kind(&input.file).map(|decided| decided.value)).or(Some(of_format))
}

/// The moments at which consents must hold and embargoes be over. A date in front matter is a wish, not a schedule: what
/// stands in the repository may be public now, so now counts beside it.
fn moments(job: &Job<'_>, on_date: bool, draft: &draft::Claims) -> Vec<Timestamp> {
    if let Some(moment) = job.claims.publish_at.or(draft.record_date) {
        return vec![moment];
    }
    let zone = job.engine.register.timezone.as_ref();
    let written = draft.front_date.as_deref().and_then(|text| moment(text, zone));
    match written {
        Some(written) if on_date => vec![written],
        Some(written) => vec![job.now, written],
        None => vec![job.now],
    }
}

/// The moment that a date names, as people and site generators write it. A bare day is its start; a time without a zone is
/// in the register's (`zone`), or in UTC.
pub fn moment(text: &str, zone: Option<&TimeZone>) -> Option<Timestamp> {
    let text = text.trim();
    let local =
        |time: DateTime| time.to_zoned(zone.cloned().unwrap_or(TimeZone::UTC)).ok().map(|zoned| zoned.timestamp());
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    if let Ok(moment) = text.parse::<Zoned>() {
        return Some(moment.timestamp());
    }
    if let Ok(moment) = ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%a, %d %b %Y %H:%M:%S %z", "%Y-%m-%dT%H:%M%:z"]
        .iter()
        .find_map(|form| Timestamp::strptime(form, text).ok())
        .ok_or(())
    {
        return Some(moment);
    }
    let time = text.parse::<DateTime>().ok().or_else(|| text.parse::<Date>().ok().map(Date::into));
    let time = time.or_else(|| Date::strptime("%Y/%m/%d", text).ok().map(Date::into));
    time.and_then(local)
}

#[cfg(test)]
mod tests {
    use super::{TimeZone, moment};

    #[test]
    fn dates_are_read_as_site_generators_write_them() {
        for (text, expected) in [
            ("2026-12-01", "2026-12-01T00:00:00Z"),
            ("2026/12/01", "2026-12-01T00:00:00Z"),
            ("2026-12-01T09:00", "2026-12-01T09:00:00Z"),
            ("2026-12-01 09:00:00", "2026-12-01T09:00:00Z"),
            ("2026-12-01T09:00:00-05:00", "2026-12-01T14:00:00Z"),
            ("2026-12-01 09:00:00 -0500", "2026-12-01T14:00:00Z"),
            ("2026-12-01T09:00[America/New_York]", "2026-12-01T14:00:00Z"),
            ("Tue, 01 Dec 2026 09:00:00 +0000", "2026-12-01T09:00:00Z"),
        ] {
            assert_eq!(moment(text, None).map(|moment| moment.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(moment("next spring", None), None);
        let zone = TimeZone::get("America/New_York").unwrap();
        assert_eq!(moment("2026-12-01", Some(&zone)).unwrap().to_string(), "2026-12-01T05:00:00Z");
    }
}
