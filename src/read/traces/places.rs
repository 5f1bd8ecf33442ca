//! Owns which coordinates tell something: those of a picture or a post do, those of an office, a court or an event are an
//! address like any other. Decided by what they stand in (keys, types, elements), and where that says nothing by the rest
//! of the draft. Finds them by the labels of blocks; links to maps are the work of `links`.

use std::borrow::Cow;

use super::coordinates::{Degrees, degrees, is_pair, is_place};
use super::{last_key, links, plain};
use crate::draft::{Draft, NoteKind, Role};
use crate::text::Span;

/// Which part of a place a key names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Half {
    /// Its latitude.
    Latitude,
    /// Its longitude.
    Longitude,
    /// Both, in one text or in an array.
    Both,
}

/// Which part of a place a key names, by the key as [`last_key`] gives it.
pub(super) fn half(key: &str) -> Option<Half> {
    if key.ends_with("latitude") || matches!(key, "lat" | "gpslat" | "geolat" | "maplat" | "xgeolat") {
        return Some(Half::Latitude);
    }
    let long = ["long", "lng", "lon"];
    if key.ends_with("longitude")
        || long.contains(&["gps", "geo", "map"].iter().find_map(|p| key.strip_prefix(p)).unwrap_or(key))
    {
        return Some(Half::Longitude);
    }
    match key.as_bytes() {
        [.., b'0'] if is_pair_key(key.trim_end_matches('0')) => Some(Half::Latitude),
        [.., b'1'] if is_pair_key(key.trim_end_matches('1')) => Some(Half::Longitude),
        _ => is_pair_key(key).then_some(Half::Both),
    }
}

/// Whether a key names a whole place.
pub(super) fn is_pair_key(key: &str) -> bool {
    const KEYS: [&str; 18] = [
        "icbm",
        "position",
        "coordinates",
        "coordinate",
        "coords",
        "coord",
        "latlng",
        "latlong",
        "latlon",
        "lnglat",
        "location",
        "geo",
        "geotag",
        "geolocation",
        "geoposition",
        "geopoint",
        "geocoordinates",
        "point",
    ];
    KEYS.contains(&key) || is_of_a_device(key)
}

/// Whether only a device writes such a key, not somebody who describes the way to an office.
fn is_of_a_device(key: &str) -> bool {
    ["gps", "xgps", "xgeo"].iter().any(|start| key.starts_with(start))
}

/// Whether an attribute of this name with this value is a coordinate: `data-lat="42.3601"`.
pub(crate) fn is_coordinate(name: &str, value: &str) -> bool {
    name.starts_with("data-")
        && match half(&last_key(name)) {
            Some(Half::Both) => is_pair(value),
            Some(_) => degrees(value).is_some(),
            None => false,
        }
}

/// A text that may be a place or half of one.
struct Candidate<'d> {
    /// Its place among all blocks: what stands near one another goes together.
    order: usize,
    /// Where it stands.
    span: Span,
    /// What it stands in.
    role: Role,
    /// The keys that lead to it.
    label: Cow<'d, str>,
    /// Which half it is.
    half: Half,
}

/// Half a place that waits for the other half.
struct Waiting<'c, 'd> {
    /// The half that is known.
    first: &'c Candidate<'d>,
    /// The angle.
    degrees: Degrees,
}

/// So many blocks lie between two halves at most.
const APART: usize = 12;

/// Adds notes of places.
pub(super) fn find(draft: &Draft, add: &mut dyn FnMut(NoteKind, Span)) {
    let candidates = candidates(draft);
    let found = pairs(draft, &candidates);
    let mut linked = Vec::new();
    links::find(draft, &mut |span| linked.push(span));
    if found.is_empty() && linked.is_empty() {
        return;
    }
    let rest = Rest::of(draft);
    for place in found {
        if let Some(kind) = kind(place, &rest) {
            add(kind, place.span);
        }
    }
    if !rest.premises {
        linked.into_iter().for_each(|span| add(NoteKind::MapLink, span));
    }
}

/// The texts that may be places, by their labels.
fn candidates(draft: &Draft) -> Vec<Candidate<'_>> {
    let mut all = Vec::new();
    for (order, block) in draft.blocks.iter().enumerate() {
        let Some(label) = block.label.as_deref() else { continue };
        if matches!(block.role, Role::Path | Role::Url | Role::Code) {
            continue;
        }
        let first = draft.slice(block.text).bytes().next().unwrap_or_default();
        let numeric = first.is_ascii_digit() || b"+-[(NSEWnsew".contains(&first);
        if let Some(half) = numeric.then(|| half(&last_key(label))).flatten() {
            all.push(Candidate { order, span: block.text, role: block.role, label: Cow::Borrowed(label), half });
        }
    }
    all
}

/// The places among some candidates, each by its first half.
fn pairs<'c, 'd>(draft: &Draft, candidates: &'c [Candidate<'d>]) -> Vec<&'c Candidate<'d>> {
    let mut found: Vec<&Candidate<'_>> = Vec::new();
    let mut waiting: Vec<Waiting<'_, '_>> = Vec::new();
    let mut run: Vec<Waiting<'_, '_>> = Vec::new();
    for one in candidates {
        let goes_on = |last: &Waiting<'_, '_>| last.first.order + 1 == one.order && last.first.label == one.label;
        if !run.last().is_some_and(goes_on) {
            found.extend(array(&run));
            run.clear();
        }
        let text = draft.slice(one.span);
        match (one.half, degrees(text)) {
            (Half::Both, Some(degrees)) => run.push(Waiting { first: one, degrees }),
            (Half::Both, None) if is_pair(text) => found.push(one),
            (_, None) => {}
            (half, Some(degrees)) => {
                waiting.retain(|other| other.first.order + APART >= one.order);
                let fits =
                    |other: &Waiting<'_, '_>| other.first.half != half && stem(&other.first.label) == stem(&one.label);
                match waiting.iter().rposition(fits).map(|at| waiting.swap_remove(at)) {
                    Some(other) if is_place(other.degrees, degrees) => found.push(other.first),
                    Some(_) => {}
                    None => waiting.push(Waiting { first: one, degrees }),
                }
            }
        }
    }
    found.extend(array(&run));
    found.sort_by_key(|place| place.span);
    found
}

/// The place that numbers under one key are: two or three are one, many are the outline of something.
fn array<'c, 'd>(run: &[Waiting<'c, 'd>]) -> Option<&'c Candidate<'d>> {
    match run {
        [one, other] | [one, other, _] => is_place(one.degrees, other.degrees).then_some(one.first),
        _ => None,
    }
}

/// A label without its half: `exif.` of `exif.GPSLatitude`, `x-geo-` of `X-Geo-Latitude`.
fn stem(label: &str) -> &str {
    let half = label.rsplit(['.', ':', '-', '_']).next().unwrap_or(label);
    label.get(..label.len() - half.len()).unwrap_or_default()
}

/// Keys of an address, of somebody who can be called, of an event.
const KEYS_OF_PREMISES: [&str; 28] = [
    // What stands beside a position that is written for search engines.
    "placename",
    "region",
    "address",
    "streetaddress",
    "street",
    "postalcode",
    "postcode",
    "zip",
    "zipcode",
    "telephone",
    "phone",
    "tel",
    "fax",
    "openinghours",
    "hours",
    "venue",
    "venuename",
    "directions",
    "parking",
    "event",
    "eventdate",
    "startdate",
    "enddate",
    "starttime",
    "registration",
    "rsvp",
    "office",
    "branch",
];

/// Words about the way to a door.
const WORDS_OF_PREMISES: [&str; 9] = [
    "our office",
    "head office",
    "office hours",
    "opening hours",
    "directions",
    "visit us",
    "find us",
    "parking",
    "suite",
];

/// Whether a text has one of these words, in large or small letters.
fn says(text: &str, words: &str) -> bool {
    let bytes = text.as_bytes();
    let (first, tail) = words.split_at(1);
    memchr::memmem::find_iter(bytes, tail).any(|at| {
        let before = |back: usize| at.checked_sub(back).and_then(|at| bytes.get(at));
        let starts = before(1)
            .is_some_and(|byte| first.as_bytes().first().is_some_and(|first| byte.eq_ignore_ascii_case(first)));
        let apart = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_alphanumeric);
        starts && apart(before(2)) && apart(bytes.get(at + tail.len()))
    })
}

/// What the columns of posts are called.
const COLUMNS_OF_POSTS: [&str; 10] =
    ["post", "caption", "text", "message", "content", "image", "photo", "media", "alt", "tweet"];

/// What the rest of a draft says of its places.
struct Rest {
    /// An address, a telephone, a way to the door: these are premises.
    premises: bool,
    /// It is a post with a day.
    dated: bool,
    /// It is a row with the text of a post.
    post: bool,
    /// It is a file of data.
    data: bool,
}

/// Whether a file is one of data.
fn is_data(path: &str) -> bool {
    const ENDINGS: [&str; 8] = ["json", "jsonl", "jsonld", "ndjson", "geojson", "yaml", "yml", "toml"];
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

impl Rest {
    /// Looks at the labels of a draft, and for a few words.
    fn of(draft: &Draft) -> Self {
        let mut rest = Self {
            premises: WORDS_OF_PREMISES.iter().any(|words| says(&draft.text, words)),
            dated: draft.claims.front_date.is_some() || draft.claims.record_date.is_some(),
            post: false,
            data: is_data(&draft.source.path),
        };
        for block in &draft.blocks {
            let telephone = || draft.slice(block.text).get(..4).is_some_and(|start| start.eq_ignore_ascii_case("tel:"));
            rest.premises |= block.role == Role::Url && telephone();
            let Some(label) = block.label.as_deref() else { continue };
            let key = last_key(label);
            rest.premises |= KEYS_OF_PREMISES.contains(&key.as_str()) || key.ends_with("address");
            let venue = ["venue", "event", "office", "postal"].iter().any(|start| key.starts_with(start));
            rest.premises |= rest.data && (venue || key.ends_with("phone"));
            rest.post |= block.role == Role::Alt || COLUMNS_OF_POSTS.iter().any(|word| key.contains(word));
        }
        rest
    }
}

/// What kind of place it is; none: one that may be told.
fn kind(place: &Candidate<'_>, rest: &Rest) -> Option<NoteKind> {
    const PICTURES: [&str; 9] =
        ["exif", "photo", "image", "img", "picture", "figure", "camera", "contentlocation", "locationcreated"];
    const PREMISES: [&str; 12] = [
        "office",
        "branch",
        "locations",
        "address",
        "venue",
        "event",
        "map",
        "business",
        "contact",
        "court",
        "organi",
        "parking",
    ];
    const ENDS: [&str; 8] = ["service", "business", "organization", "store", "event", "office", "attorney", "notary"];
    let parts: Vec<String> = place.label.split(['.', ':']).map(plain).collect();
    if parts.iter().any(|part| PICTURES.iter().any(|start| part.starts_with(start)) || part.starts_with("geotag")) {
        return Some(NoteKind::Gps);
    }
    let starts = |part: &String| PREMISES.iter().any(|start| part.starts_with(start));
    let ends = |part: &String| ENDS.iter().any(|end| part.ends_with(end));
    if rest.premises || parts.iter().any(|part| starts(part) || ends(part)) {
        return None;
    }
    let device = parts.iter().any(|part| is_of_a_device(part));
    Some(match place.role {
        Role::Cell if !rest.post => return None,
        // Maps, borders, timetables: a file of data is full of places.
        _ if rest.data && !device => return None,
        Role::Cell | Role::Header => NoteKind::Gps,
        Role::FrontMatter if rest.dated => NoteKind::Gps,
        _ if device => NoteKind::Gps,
        _ => NoteKind::Place,
    })
}
