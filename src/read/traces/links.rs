//! Owns links that point at a place on a map by its coordinates. Called by `places`.

use super::coordinates::{degrees, is_pair, is_place};
use crate::draft::{Draft, Role};
use crate::text::Span;

/// What stands before the coordinates in the addresses of maps.
const BEFORE: [&str; 12] =
    ["@", "?q=", "&q=", "query=", "ll=", "center=", "destination=", "daddr=", "cp=", "loc:", "/place/", "/search/"];

/// Calls `add` with the coordinates of each such link in the draft: in destinations and in the text itself.
pub(super) fn find(draft: &Draft, add: &mut dyn FnMut(Span)) {
    let text = draft.text.as_str();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(after_scheme) {
        let start = from + found;
        let rest = text.get(start..).unwrap_or_default();
        let len =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']')).unwrap_or(rest.len());
        let address = rest.get(..len).unwrap_or_default();
        if is_map(address)
            && let Some(place) = coordinates(address)
            && let Some(block) = draft.block_at((start + place.start) as u32).and_then(|i| draft.blocks.get(i))
            && !matches!(block.role, Role::Path | Role::Code)
        {
            add(Span::at(start + place.start..start + place.end));
        }
        from = start + len;
    }
    for block in draft.blocks.iter().filter(|block| block.role == Role::Url) {
        let Some(rest) = draft.slice(block.text).strip_prefix("geo:") else { continue };
        let pair = rest.split([';', '?']).next().unwrap_or(rest);
        let short = pair.match_indices(',').nth(1).map_or(pair, |(height, _)| pair.get(..height).unwrap_or(pair));
        if is_pair(short) {
            add(super::within(block.text, 4..4 + short.len()));
        }
    }
}

/// Where in a text the address begins whose scheme is the first: the byte after `://`.
pub(super) fn after_scheme(text: &str) -> Option<usize> {
    // Colons are rarer than a search for three signs is dear.
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).map(|colon| colon + 3).find(|end| bytes.get(end - 2..*end) == Some(b"//"))
}

/// Whether an address (without its scheme) is one of a service of maps.
fn is_map(address: &str) -> bool {
    // Asked of every link of every page: few have the letters that all these have.
    let bytes = address.as_bytes();
    let has = |letters: &[u8], at: usize| {
        bytes.get(at..at + letters.len()).is_some_and(|some| some.eq_ignore_ascii_case(letters))
    };
    // By their rarest letters: every `.com` has an m, every `www` three w.
    let map = memchr::memchr2_iter(b'p', b'P', bytes).any(|at| at >= 2 && has(b"map", at - 2));
    if !map && !memchr::memchr2_iter(b'z', b'Z', bytes).any(|at| at >= 2 && has(b"waze", at - 2)) {
        return false;
    }
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_ascii_lowercase();
    host.starts_with("maps.")
        || host.contains("openstreetmap.")
        || host.contains("waze.com")
        || (host.contains("google.") || host.contains("bing.com")) && path.starts_with("maps")
}

/// Where the coordinates stand in an address of a map.
fn coordinates(address: &str) -> Option<std::ops::Range<usize>> {
    for before in BEFORE {
        let Some(at) = memchr::memmem::find(address.as_bytes(), before.as_bytes()) else { continue };
        if let Some(end) = pair(address, at + before.len()) {
            return Some(at + before.len()..end);
        }
    }
    // openstreetmap: `#map=18/42.3601/-71.0589`.
    let at = memchr::memmem::find(address.as_bytes(), b"#map=")? + 5;
    let zoom = address.get(at..)?.find('/')? + 1;
    pair(address, at + zoom).map(|end| at + zoom..end)
}

/// The end of two coordinates that stand at `at`.
fn pair(address: &str, at: usize) -> Option<usize> {
    let number = |from: usize| {
        let rest = address.get(from..).unwrap_or_default();
        let len = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
        // The dot may end a sentence.
        from + rest.get(..len).unwrap_or_default().trim_end_matches('.').len()
    };
    let first = number(at);
    let rest = address.get(first..)?;
    let between =
        [",+", ",%20", ",", "%2C%20", "%2C+", "%2C", "%2c", "~", "/"].iter().find(|sign| rest.starts_with(**sign))?;
    let second = first + between.len();
    let end = number(second);
    let (one, other) = (degrees(address.get(at..first)?)?, degrees(address.get(second..end)?)?);
    is_place(one, other).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{after_scheme, coordinates, is_map};

    #[test]
    fn an_address_begins_after_the_first_scheme() {
        let begins = |text: &str| after_scheme(text).map(|at| text[at..].to_owned());
        assert_eq!(begins("note: https://example.com/a://b").as_deref(), Some("example.com/a://b"));
        assert_eq!(begins("a:/b ://").as_deref(), Some(""));
        assert!(["", ":", ":/", "//:", "a: //b", "geo:1,2"].iter().all(|text| begins(text).is_none()));
    }

    #[test]
    fn links_to_maps_hold_their_coordinates_in_many_ways() {
        for (address, expected) in [
            ("maps.google.com/?q=42.3601,-71.0589", Some("42.3601,-71.0589")),
            ("www.google.com/maps/@42.36012,-71.05891,17z", Some("42.36012,-71.05891")),
            ("www.google.com/maps/search/?api=1&query=42.3601%2C-71.0589", Some("42.3601%2C-71.0589")),
            ("maps.apple.com/?ll=42.3601,-71.0589&q=Here", Some("42.3601,-71.0589")),
            ("www.openstreetmap.org/#map=18/42.3601/-71.0589", Some("42.3601/-71.0589")),
            ("www.bing.com/maps?cp=42.3601~-71.0589", Some("42.3601~-71.0589")),
            ("waze.com/ul?ll=42.3601,-71.0589", Some("42.3601,-71.0589")),
            ("maps.google.com/?q=Boston", None),
            ("www.google.com/maps/@42.3,-71.0,5z", None),
        ] {
            assert!(is_map(address), "{address}");
            assert_eq!(coordinates(address).map(|range| &address[range]), expected, "{address}");
        }
        assert!(!is_map("example.com/maps/@42.3601,-71.0589"));
    }
}
