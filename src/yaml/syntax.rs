//! Owns what is wrong with a text that is not YAML as we take it: the class of the mistake in our own words and its place.
//! The parser's own words are looked at and never passed on, since they may quote the file.

use super::places::Places;
use super::values::{Refusal, Values};
use super::{MAX_BYTES, MAX_DEPTH, Place, count};

/// A mistake of syntax.
pub(super) struct Fault {
    /// Where.
    pub(super) place: Place,
    /// What.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: Option<&'static str>,
}

impl Fault {
    /// A fault with advice.
    const fn new(place: Place, message: &'static str, help: &'static str) -> Self {
        Self { place, message, help: Some(help) }
    }

    /// No anchors.
    const fn alias(place: Place) -> Self {
        Self::new(
            place,
            "anchors (&) and aliases (*) are not read here",
            "write the value out; in quotes, if the sign belongs to it",
        )
    }

    /// Too deep.
    const fn depth(place: Place) -> Self {
        Self::new(place, "lists and mappings are nested too deep", "no more than 64 levels are read")
    }
}

/// The values of a text, or its first mistake.
pub(super) fn parse(text: &str) -> Result<Values, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::new((1, 1), "the file is too large", "no more than 256 MiB are read"));
    }
    // serde_yaml takes quadratic time over deep brackets, so it must not see them.
    if let Some(closed) = closed_early(text)
        && let Some(place) = Places::find(&closed, &[]).deep
    {
        return Err(Fault::depth(place));
    }
    if looks_aliased(text) {
        let places = Places::find(text, &[]);
        if let Some(place) = places.deep {
            return Err(Fault::depth(place));
        }
        if let Some(place) = places.alias {
            return Err(Fault::alias(place));
        }
    }
    Values::make(text).map_err(|(refusal, error)| match refusal {
        Some((refusal, ordinal)) => {
            let places = Places::find(text, &[]);
            let place = places.deep.filter(|_| refusal == Refusal::Depth).unwrap_or_else(|| places.at(ordinal));
            refused(refusal, place)
        }
        None => translated(text, &error),
    })
}

/// Whether an anchor or alias may stand in the text: `&` or `*` where a value may begin, with something after it.
/// Cheap and on the safe side; the parser decides.
fn looks_aliased(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'&', b'*', bytes).any(|at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        (before.is_ascii_whitespace() || b"[{,".contains(&before)) && !after.is_ascii_whitespace()
    })
}

/// Where brackets may nest deeper than is read: the text up to there, with all of them closed, since no parser tells of a
/// bracket before it has seen its end. Cheap and on the safe side; brackets in quotes and comments are counted too, and
/// the parser decides.
fn closed_early(text: &str) -> Option<String> {
    let mut open = Vec::new();
    let deep = text.bytes().position(|byte| {
        match byte {
            b'[' => open.push(']'),
            b'{' => open.push('}'),
            b']' | b'}' => drop(open.pop()),
            _ => {}
        }
        open.len() > MAX_DEPTH as usize
    })?;
    let mut closed = text.get(..=deep)?.to_owned();
    closed.extend(open.iter().rev());
    Some(closed)
}

/// A refusal of ours in words.
fn refused(refusal: Refusal, place: Place) -> Fault {
    match refusal {
        Refusal::Depth => Fault::depth(place),
        Refusal::Tag => Fault::new(
            place,
            "a tag (!) stands before this value",
            "remove it, or put the value in quotes if the sign belongs to it",
        ),
        Refusal::Key => Fault::new(place, "a key must be a word, not a list or mapping", "put it in quotes"),
    }
}

/// The parser's words for a mistake, whether the place is that of the thing begun, and our words.
const CLASSES: &[(&str, bool, &str, &str)] = &[
    ("tab character", false, "a tab indents this line", "indent with spaces"),
    (
        "mapping values are not allowed",
        false,
        "a colon stands where no key can be",
        "put the value in quotes if the colon belongs to it, or mend the indentation",
    ),
    (
        "mapping keys are not allowed",
        false,
        "a key stands where none can be",
        "mend the indentation or put the value in quotes",
    ),
    (
        "block sequence entries are not allowed",
        false,
        "a list item stands where none can be",
        "put it on a line of its own",
    ),
    (
        "did not find expected ',' or ']'",
        true,
        "the list in brackets that begins here is broken",
        "part its items with commas, close it with ], and put items in quotes that hold brackets, colons or commas",
    ),
    (
        "did not find expected ',' or '}'",
        true,
        "the mapping in braces that begins here is broken",
        "part its entries with commas, close it with }, and put values in quotes that hold braces, colons or commas",
    ),
    (
        "did not find expected '-' indicator",
        false,
        "this line does not fit the list above it",
        "indent the items of a list alike, each after a hyphen",
    ),
    (
        "did not find expected key",
        false,
        "this line does not fit the mapping above it",
        "indent the keys of a mapping alike; quotes must enclose the whole value",
    ),
    ("could not find expected ':'", true, "a line that begins here has no colon after its key", "write `key: value`"),
    ("found unexpected end of stream", true, "a quotation mark opened here is never closed", "close it"),
    ("document indicator", true, "a quotation mark opened here is never closed", "close it"),
    (
        "escape",
        false,
        "an unknown escape stands in double quotes",
        "use single quotes, where a backslash is a backslash",
    ),
    ("hexadecimal number", false, "an escape in double quotes is not whole", "use single quotes"),
    ("control characters", false, "a control character stands here", "remove it"),
    ("anchor", false, "anchors (&) and aliases (*) are not read here", "write the value out"),
    ("alias", false, "anchors (&) and aliases (*) are not read here", "write the value out"),
    ("tag", false, "a tag (!) stands here", "remove it, or put the value in quotes if the sign belongs to it"),
    ("recursion limit", false, "lists and mappings are nested too deep", "no more than 64 levels are read"),
];

/// What serde_yaml says, in our words.
fn translated(text: &str, error: &serde_yaml::Error) -> Fault {
    let said = error.to_string();
    let place = error.location().map_or((1, 1), |at| (count(at.line()), count(at.column())));
    if said.contains("more than one document") {
        let second = Places::find(text, &[]).second.unwrap_or(place);
        return Fault::new(second, "a second document begins here", "keep one document in a file");
    }
    if said.contains("cannot start any token") {
        return unstartable(text, place);
    }
    match CLASSES.iter().find(|(words, ..)| said.contains(words)) {
        Some((_, begun, message, help)) => {
            let place = if *begun { begun_at(&said).unwrap_or(place) } else { place };
            Fault::new(place, message, help)
        }
        None => Fault { place, message: "this is not YAML", help: Some("check quotes and indentation near here") },
    }
}

/// A character that no value may begin with: a tab that indents, or a sign that wants quotes.
fn unstartable(text: &str, place: Place) -> Fault {
    let line = text.lines().nth(place.0.saturating_sub(1) as usize).unwrap_or_default();
    if line.chars().nth(place.1.saturating_sub(1) as usize) == Some('\t') {
        return Fault::new(place, "a tab indents this line", "indent with spaces");
    }
    Fault::new(place, "a value cannot begin with this sign", "put the value in quotes")
}

/// The last place in the parser's message: where the list, mapping or quotation began that is broken.
fn begun_at(said: &str) -> Option<Place> {
    let (line, column) = said.rsplit_once(" line ")?.1.split_once(" column ")?;
    let digits = column.find(|c: char| !c.is_ascii_digit()).unwrap_or(column.len());
    Some((line.parse().ok()?, column.get(..digits)?.parse().ok()?))
}
