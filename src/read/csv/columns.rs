//! Owns what columns mean: whether the first row is a header, and which columns hold names, links, alt text, the channel
//! and the date of publication.

use super::dates;
use super::dialect::{Dialect, sample};
use super::rows::{Cell, Record, Rows};
use crate::policy::Channel;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// Text, or anything else.
    Plain,
    /// Text that stands for a picture.
    Alt,
    /// Where the row is published.
    Channel,
    /// When a scheduler publishes it.
    Date,
    /// The time that belongs to the date.
    Time,
    /// Other people's words that the row answers.
    Review,
    /// The answer to them.
    Reply,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    /// Its header as written; empty where there is none.
    pub(super) label: String,
    /// What it holds.
    pub(super) sort: Sort,
}

/// The columns, by index, that make a person's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Name {
    /// The label of the joined block.
    pub(super) label: String,
    /// The given name.
    pub(super) first: usize,
    /// What stands between.
    pub(super) middle: Option<usize>,
    /// The family name.
    pub(super) last: usize,
}

/// All columns of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Columns {
    /// Whether the first row that is not empty is a header.
    pub(super) has_header: bool,
    /// The columns in order.
    pub(super) all: Vec<Column>,
    /// Names that are spread over columns.
    pub(super) names: Vec<Name>,
}

/// Words that headers are made of.
const WORDS: [&str; 66] = [
    "date",
    "time",
    "day",
    "text",
    "message",
    "post",
    "posts",
    "content",
    "caption",
    "title",
    "headline",
    "link",
    "url",
    "image",
    "images",
    "media",
    "photo",
    "video",
    "name",
    "alt",
    "tags",
    "labels",
    "hashtags",
    "platform",
    "platforms",
    "channel",
    "channels",
    "network",
    "networks",
    "account",
    "profile",
    "email",
    "phone",
    "comment",
    "comments",
    "review",
    "reply",
    "response",
    "rating",
    "description",
    "subject",
    "body",
    "status",
    "type",
    "id",
    "author",
    "notes",
    "note",
    "company",
    "client",
    "matter",
    "surname",
    "address",
    "visibility",
    "schedule",
    "scheduled",
    "publish",
    "slug",
    "summary",
    "quote",
    "copy",
    "category",
    "campaign",
    "datum",
    "nachricht",
    "vorname",
];

/// The words of a header in lower case: `firstName`, `first_name` and `First Name` are the same.
fn words(header: &str) -> String {
    let mut words = String::new();
    let mut small = false;
    for c in header.trim().chars() {
        if c.is_alphanumeric() {
            if small && c.is_uppercase() {
                words.push(' ');
            }
            small = c.is_lowercase();
            words.extend(c.to_lowercase());
        } else if !c.is_whitespace() && matches!(c, '\'' | '’') {
            small = false;
        } else {
            small = false;
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
        }
    }
    words.trim_end().to_owned()
}

impl Columns {
    /// Guesses what the columns of a table mean from its first rows.
    pub(super) fn guess(text: &str, dialect: Dialect, start: usize) -> Self {
        let head = sample(text.get(start..).unwrap_or_default());
        let value = |cell: &Cell| head.get(cell.range.clone()).unwrap_or_default().trim();
        let filled = |record: &Record| record.cells.iter().any(|cell| !value(cell).is_empty());
        let rows: Vec<Vec<&str>> = Rows::new(head, dialect, 0)
            .filter(filled)
            .take(20)
            .map(|record| record.cells.iter().map(value).collect())
            .collect();
        let Some((first, rest)) = rows.split_first() else { return Self::default() };
        if !is_header(first, rest) {
            return Self { has_header: false, all: unnamed(first.len(), &rows), names: Vec::new() };
        }
        let keys: Vec<String> = first.iter().map(|header| words(header)).collect();
        let sorts = sorts(&keys);
        let all = first.iter().zip(sorts).map(|(header, sort)| Column { label: (*header).to_owned(), sort }).collect();
        Self { has_header: true, all, names: names(&keys, first) }
    }
}

/// Columns without a header. One in which every row has a moment is the date.
fn unnamed(count: usize, rows: &[Vec<&str>]) -> Vec<Column> {
    let is_date =
        |index: usize| rows.iter().all(|row| row.get(index).is_some_and(|value| dates::looks_like_moment(value)));
    let date = (0..count).find(|index| is_date(*index));
    let column =
        |index| Column { label: String::new(), sort: if date == Some(index) { Sort::Date } else { Sort::Plain } };
    (0..count).map(column).collect()
}

/// Whether the first row names the columns.
fn is_header(first: &[&str], rest: &[Vec<&str>]) -> bool {
    let is_data = |cell: &&str| {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        cell.len() > 80
            || cell.contains(['\n', '\r', '@'])
            || is_url(cell)
            || digits * 2 > cell.chars().count()
            || cell.ends_with(['.', '!', '?'])
            || dates::looks_like_moment(cell)
    };
    if first.iter().any(is_data) || first.iter().all(|cell| cell.is_empty()) {
        return false;
    }
    let known = |cell: &&str| words(cell).split(' ').any(|word| WORDS.contains(&word));
    let short = |cell: &&str| cell.split_whitespace().count() <= 6;
    let usual = first.iter().filter(|cell| known(cell)).count();
    if usual > 0 && (first.iter().all(short) || usual * 2 >= first.len()) {
        return true;
    }
    // Unknown words: a header where they are short, and what stands below is something else.
    let distinct =
        first.iter().enumerate().all(|(i, cell)| !cell.is_empty() && !first.iter().take(i).any(|c| c == cell));
    let small = first.iter().all(|cell| cell.split_whitespace().count() <= 3 && cell.len() <= 40);
    let differs = (0..first.len()).any(|index| {
        let below: Vec<&str> =
            rest.iter().filter_map(|row| row.get(index).copied()).filter(|c| !c.is_empty()).collect();
        let long = below.iter().all(|cell| cell.len() > 40);
        !below.is_empty() && (long || below.iter().all(is_data))
    });
    distinct && small && differs
}

/// What each column holds, by the words of its header.
fn sorts(keys: &[String]) -> Vec<Sort> {
    let has = |key: &str, wanted: &[&str]| key.split(' ').any(|word| wanted.contains(&word));
    let any = |wanted: &[&str]| keys.iter().any(|key| has(key, wanted));
    // What an export tells of posts that are out already is no schedule.
    let exported =
        any(&["sharelink", "sharecommentary", "permalink", "impressions", "likes", "views", "clicks", "created"])
            || keys
                .iter()
                .any(|key| matches!(key.as_str(), "share link" | "share commentary" | "post link" | "post id"));
    let texts = ["message", "text", "post", "content", "caption", "copy", "body", "nachricht"];
    let scheduler = !exported && any(&texts);
    let reviews = any(&["review", "rating", "stars", "reviewer"]);
    let mut taken = [false; 3];
    let mut once = |slot: usize, sort: Sort| {
        let free = taken.get_mut(slot).is_some_and(|taken| !std::mem::replace(taken, true));
        if free { sort } else { Sort::Plain }
    };
    let sort = |key: &String| {
        let key = key.as_str();
        let planned = has(key, &["schedule", "scheduled", "publish", "publishing", "posting", "postat"])
            || key.starts_with("post at")
            || key.starts_with("go live");
        let day = has(key, &["date", "datum", "day"]) || key == "scheduledate" || key == "publishat";
        let hour = has(key, &["time", "hour", "uhrzeit"]);
        let last = key.rsplit(' ').next().unwrap_or_default();
        let content = ["review", "comment", "reply", "response", "answer", "text", "content", "body", "message"];
        let answers = reviews && content.contains(&last);
        match () {
            () if has(key, &["alt"]) => Sort::Alt,
            () if has(key, &["platform", "platforms", "channel", "channels", "network", "networks"]) => {
                once(0, Sort::Channel)
            }
            () if answers && has(key, &["reply", "response", "answer"]) => Sort::Reply,
            () if answers && has(key, &["review", "comment"]) => Sort::Review,
            () if hour && !day && any(&["date", "datum"]) && scheduler => once(2, Sort::Time),
            () if planned && (day || hour || key.ends_with(" at") || key.starts_with("post at")) => once(1, Sort::Date),
            () if day && scheduler => once(1, Sort::Date),
            () if key == "scheduledate" || key == "publishat" => once(1, Sort::Date),
            () => Sort::Plain,
        }
    };
    keys.iter().map(sort).collect()
}

/// The names that are spread over columns: `client_first_name` goes with `client_last_name`.
fn names(keys: &[String], headers: &[&str]) -> Vec<Name> {
    const FIRST: [&str; 9] =
        ["first name", "firstname", "given name", "givenname", "forename", "fname", "vorname", "prénom", "prenom"];
    const MIDDLE: [&str; 5] = ["middle name", "middlename", "middle initial", "second name", "middle"];
    const LAST: [&str; 9] =
        ["last name", "lastname", "surname", "family name", "familyname", "lname", "nachname", "nom", "nom de famille"];
    let split = |key: &str, endings: &[&str]| {
        let fits = |ending: &&&str| {
            key.strip_suffix(**ending).is_some_and(|before| before.is_empty() || before.ends_with(' '))
        };
        let ending = endings.iter().filter(fits).max_by_key(|ending| ending.len())?;
        key.strip_suffix(ending).map(str::to_owned)
    };
    let find = |endings: &[&str], before: &str| {
        keys.iter().position(|key| split(key, endings).is_some_and(|found| found == before))
    };
    let mut names = Vec::new();
    for (first, key) in keys.iter().enumerate() {
        let before = split(key, &FIRST).or_else(|| split(key, &["first"]).filter(|_| !key.contains("comment")));
        let Some(before) = before else { continue };
        let Some(last) = find(&LAST, &before).or_else(|| find(&["last"], &before)) else { continue };
        let label = |index: usize| headers.get(index).copied().unwrap_or_default();
        let label = format!("{} + {}", label(first), label(last));
        names.push(Name { label, first, middle: find(&MIDDLE, &before), last });
    }
    names
}

/// Whether a value is one address of the web.
pub(super) fn is_url(value: &str) -> bool {
    let value = value.trim();
    let scheme = |scheme: &str| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("http://") || scheme("https://") || scheme("www.") || scheme("mailto:"))
        && !value.contains(char::is_whitespace)
}

/// The channel that a cell names. `LinkedIn Company Page` is `linkedin`; of several, a slug of all of them, which no
/// consent for one channel lists.
pub(super) fn channel(value: &str) -> Option<Channel> {
    const KNOWN: [&str; 16] = [
        "linkedin",
        "facebook",
        "instagram",
        "x",
        "twitter",
        "tiktok",
        "youtube",
        "threads",
        "bluesky",
        "mastodon",
        "pinterest",
        "google",
        "gbp",
        "website",
        "newsletter",
        "reddit",
    ];
    let lower = value.to_lowercase();
    let mut found: Vec<Channel> = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| KNOWN.contains(word)) {
        let channel = Channel::new(word);
        if !found.contains(&channel) {
            found.push(channel);
        }
    }
    let channel = match found.as_slice() {
        [one] if !lower.contains([',', ';', '|', '/', '&', '+', '\n']) => one.clone(),
        [one] if lower.trim_matches(|c: char| !c.is_alphanumeric()).chars().all(char::is_alphanumeric) => one.clone(),
        _ => Channel::new(value),
    };
    Some(channel).filter(|channel| !channel.as_str().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{channel, is_header, names, words};

    #[test]
    fn headers_are_known_however_they_are_written() {
        for header in ["First Name", "first_name", "firstName", "FIRST-NAME", " first  name "] {
            assert_eq!(words(header), "first name", "{header}");
        }
    }

    #[test]
    fn a_first_row_of_data_is_no_header() {
        assert!(is_header(&["Date", "Message", "Link"], &[]));
        assert!(is_header(
            &["Date - Intl. format or prompt", "Message", "Alt text(s) - For the media separated by ||"],
            &[]
        ));
        assert!(is_header(&["Wann", "Was"], &[vec!["2026-12-01", "Wir freuen uns"]]));
        assert!(!is_header(&["12/01/2026 09:00", "We won.", "https://firm.example"], &[]));
        assert!(!is_header(&["Ruth", "Okonjo"], &[vec!["Ben", "Vale"]]));
    }

    #[test]
    fn first_and_last_names_pair_by_what_stands_before() {
        let headers = ["client_last_name", "client_first_name", "First Name", "Middle", "Last Name"];
        let keys: Vec<String> = headers.iter().map(|header| words(header)).collect();
        let pairs: Vec<_> = names(&keys, &headers).iter().map(|name| (name.first, name.middle, name.last)).collect();
        assert_eq!(pairs, [(1, None, 0), (2, Some(3), 4)]);
    }

    #[test]
    fn a_channel_is_what_a_cell_names() {
        let slug = |value: &str| channel(value).map(|channel| channel.as_str().to_owned());
        assert_eq!(slug("LinkedIn Company Page").as_deref(), Some("linkedin"));
        assert_eq!(slug("Twitter").as_deref(), Some("x"));
        assert_eq!(slug("facebook, linkedin").as_deref(), Some("facebook-linkedin"));
        assert_eq!(slug("[\"instagram\"]").as_deref(), Some("instagram"));
        assert_eq!(slug(" - "), None);
    }
}
