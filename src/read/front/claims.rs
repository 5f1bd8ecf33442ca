//! Owns what front matter says to subrosa: `subrosa: {kind: …, channel: …}`. What cannot be obeyed is a mistake, told by its
//! line and never quoted: who meant to say something and did not must hear of it. `front` hands over every key and value.

use std::ops::Range;

use super::Entry;
use super::between::place;
use crate::policy::{Channel, Kind};
use crate::read::builder::DraftBuilder;

/// The key.
const OWN: &str = "subrosa";

/// What may stand below it.
const KEYS: [&str; 2] = ["kind", "channel"];

/// Takes a key or value if it speaks to subrosa, and says whether it does. `path` is its path in lower case.
pub(super) fn take(builder: &mut DraftBuilder<'_>, path: &str, entry: &Entry) -> bool {
    let Some(below) = path.strip_prefix(OWN) else {
        if entry.key && !path.contains('.') && strsim::levenshtein(path, OWN) <= 2 {
            mistake(builder, place(&entry.pieces), "this key does nothing: did you mean `subrosa`?");
        }
        return false;
    };
    if !(below.is_empty() || below.starts_with('.')) {
        if entry.key && below.len() <= 2 {
            mistake(builder, place(&entry.pieces), "this key does nothing: did you mean `subrosa`?");
        }
        return false;
    }
    let at = place(&entry.pieces);
    if entry.key {
        key(builder, below.trim_start_matches('.'), at);
    } else {
        value(builder, below.trim_start_matches('.'), &entry.text, at);
    }
    true
}

/// A key at or below `subrosa`.
fn key(builder: &mut DraftBuilder<'_>, key: &str, at: Option<Range<usize>>) {
    if key.is_empty() || KEYS.contains(&key) {
        return;
    }
    let near = KEYS.into_iter().map(|known| (strsim::levenshtein(known, key), known)).min();
    match near {
        Some((far, known)) if far <= 2 => {
            mistake(builder, at, &format!("`subrosa:` has no such key: did you mean `{known}`?"));
        }
        _ => mistake(builder, at, "`subrosa:` takes the keys `kind` and `channel`, each with one word"),
    }
}

/// A value at or below `subrosa`.
fn value(builder: &mut DraftBuilder<'_>, key: &str, text: &str, at: Option<Range<usize>>) {
    let text = text.trim();
    match key {
        "kind" => {
            builder.claims.front_kind = text.to_ascii_lowercase().parse().ok();
            if builder.claims.front_kind.is_none() {
                let kinds = Kind::ALL.map(Kind::as_str).join(", ");
                mistake(builder, at, &format!("`kind:` takes one of {kinds}"));
            }
        }
        "channel" => {
            let channel = Channel::new(text);
            if channel.as_str().is_empty() {
                mistake(builder, at, "`channel:` takes a name: website, linkedin, google-reviews, …");
            } else {
                builder.claims.front_channel = Some(channel);
            }
        }
        // A key whose lines are all commented out.
        "" if matches!(text, "" | "~" | "null") => {}
        "" => mistake(builder, at, "`subrosa:` takes keys: {kind: reply, channel: google-reviews}"),
        // The key has been told.
        _ => {}
    }
}

/// Takes what a JSON object says to subrosa; other JSON is read string by string, without the keys above.
pub(super) fn take_json(builder: &mut DraftBuilder<'_>, text: &str) {
    let is_own = |name: &str| name.eq_ignore_ascii_case(OWN);
    let Ok(serde_json::Value::Object(object)) = serde_json::from_str(text) else { return };
    for (_, own) in object.iter().filter(|(name, _)| is_own(name)) {
        // A text in place of the object has been told.
        let serde_json::Value::Object(own) = own else { continue };
        for (name, claimed) in own {
            let name = name.to_ascii_lowercase();
            key(builder, &name, None);
            value(builder, &name, claimed.as_str().unwrap_or_default(), None);
        }
    }
}

/// Says so where broken front matter seems to speak to subrosa: nobody knows what it says.
pub(super) fn of_broken(builder: &mut DraftBuilder<'_>, body: Range<usize>) {
    let text = builder.input().get(body.clone()).unwrap_or_default();
    let mut at = body.start;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(['[', '"', '\'', ' ', '\t']).to_ascii_lowercase();
        let after = bare.strip_prefix(OWN).map(|after| after.trim_start_matches(['"', '\'', ' ']));
        if after.is_some_and(|after| after.starts_with([':', '=', '.', ']'])) {
            let message = "the front matter is broken, so nobody knows what it says to subrosa: mend it";
            return mistake(builder, Some(at..at), message);
        }
        at += line.len();
    }
}

/// Mistakes that are told of one front matter.
const MOST: usize = 3;

/// Notes a mistake at a place of the input, unless enough are told.
fn mistake(builder: &mut DraftBuilder<'_>, at: Option<Range<usize>>, message: &str) {
    if builder.claims.mistakes.len() >= MOST {
        return;
    }
    let before = at.and_then(|at| builder.input().get(..at.start));
    let line = before.map(|before| format!("line {}: ", 1 + before.matches('\n').count())).unwrap_or_default();
    builder.claims.mistakes.push(format!("{line}{message}"));
}
