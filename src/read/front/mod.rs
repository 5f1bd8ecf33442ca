//! Owns front matter: where it is, which of its values are text, and what it claims of kind, channel and date. YAML
//! (`---`), TOML (`+++`) and JSON (`{`) are read with the place of every value; broken front matter is read as plain text,
//! so that nothing is lost. Markdown and HTML call it before their own text.

use std::ops::Range;

use super::builder::{DraftBuilder, Piece};
use super::lines::next_line;
use super::{json, plain, traces};
use crate::draft::Role;

pub(crate) mod between;
mod claims;
mod strings;
mod toml;
mod yaml;

/// A key or value of front matter.
pub(crate) struct Entry {
    /// The keys that lead to it, joined by dots: `seo.title`.
    pub(crate) path: String,
    /// Whether it is the last key itself, not its value.
    pub(crate) key: bool,
    /// What it decodes to.
    pub(crate) text: String,
    /// Its text with every escape in its place.
    pub(crate) pieces: Vec<Piece>,
}

/// Reads the front matter at the start of the text, if there is one, and says where it ends.
pub(crate) fn read(builder: &mut DraftBuilder<'_>) -> usize {
    let input = builder.input();
    let Some((body, end, kind)) = find(input) else { return 0 };
    builder.new_group();
    match entries(input, body.clone(), kind) {
        Some(entries) => {
            if kind == Syntax::Json {
                claims::take_json(builder, input.get(body.clone()).unwrap_or_default());
            }
            let rest = between::between(input, body, &entries, kind);
            for entry in entries {
                set_down(builder, entry);
            }
            between::set_down(builder, rest);
        }
        None => {
            builder.ambient = Role::FrontMatter;
            claims::of_broken(builder, body.clone());
            plain::paragraphs(builder, body);
            builder.ambient = Role::Paragraph;
        }
    }
    builder.end();
    end
}

/// The keys and values in a stretch of text, in its order; `None` where it is broken.
pub(crate) fn entries(text: &str, range: Range<usize>, syntax: Syntax) -> Option<Vec<Entry>> {
    match syntax {
        Syntax::Yaml => yaml::entries(text, range),
        Syntax::Toml => toml::entries(text, range),
        Syntax::Json => Some(json_entries(text, range)),
    }
}

/// Whether the values of a key (lower case) are addresses.
pub(crate) fn is_address(key: &str) -> bool {
    ADDRESSES.contains(&key)
}

/// Whether the values of a key (lower case) are known to be text.
pub(crate) fn is_text(key: &str) -> bool {
    KNOWN.contains(&key)
}

/// The ways to write front matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Syntax {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// One object.
    Json,
}

/// Front matter at the start of a text: its body, where the page goes on, and how it is written.
fn find(text: &str) -> Option<(Range<usize>, usize, Syntax)> {
    let (end, start) = next_line(text, 0)?;
    let first = text.get(..end)?.trim_end();
    let (syntax, closers): (Syntax, &[&str]) = match first {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        _ if first.starts_with('{') => return find_json(text),
        _ => return None,
    };
    let mut at = start;
    while let Some((end, next)) = next_line(text, at) {
        if text.get(at..end).is_some_and(|line| closers.contains(&line.trim_end())) {
            return Some((start..at, next, syntax));
        }
        at = next;
    }
    None
}

/// A JSON object at the start of a text. Templates begin with `{{` or `{%` and are none.
fn find_json(text: &str) -> Option<(Range<usize>, usize, Syntax)> {
    text.strip_prefix('{')?.trim_start().strip_prefix('"')?;
    let end = json::object_end(text)?;
    let rest = text.get(end..)?;
    (rest.is_empty() || rest.starts_with(['\n', '\r'])).then_some((0..end, end, Syntax::Json))
}

/// The strings of a JSON object.
fn json_entries(text: &str, range: Range<usize>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut places = traces::json_coordinates(text, range.clone()).into_iter().peekable();
    let entry =
        |path: String, pieces: Vec<Piece>| Entry { path, key: false, text: strings::joined(text, &pieces), pieces };
    json::strings(text, range, &mut |key, range| {
        let Some(key) = key else {
            let text = text.get(range.clone()).unwrap_or_default();
            entries.push(Entry {
                path: path_of(std::iter::once(text)),
                key: true,
                text: text.to_owned(),
                pieces: json::pieces(text, range),
            });
            return;
        };
        while let Some(place) = places.next_if(|place| place.range.start < range.start) {
            entries.push(entry(place.path.clone(), place.pieces(text)));
        }
        let own = places.next_if(|place| place.range == range).map(|place| place.path);
        entries.push(entry(own.unwrap_or_else(|| path_of(std::iter::once(key))), json::pieces(text, range)));
    });
    entries.extend(places.map(|place| entry(place.path.clone(), place.pieces(text))));
    entries
}

/// Keys whose values say how the page is built, not what it says.
const STRUCTURAL: [&str; 44] = [
    "layout",
    "draft",
    "weight",
    "type",
    "template",
    "published",
    "publish",
    "date",
    "publishdate",
    "published_at",
    "pubdate",
    "publish_date",
    "expirydate",
    "lastmod",
    "updated",
    "updated_at",
    "modified",
    "order",
    "nav_order",
    "sidebar_position",
    "toc",
    "math",
    "comments",
    "share",
    "sitemap",
    "robots",
    "noindex",
    "id",
    "uuid",
    "lang",
    "locale",
    "language",
    "outputs",
    "markup",
    "eleventyexcludefromcollections",
    "pagination",
    "cascade",
    "collection",
    "format",
    "theme",
    "icon",
    "color",
    "unlisted",
    "hidden",
];

/// Keys whose values are addresses.
const ADDRESSES: [&str; 22] = [
    "slug",
    "permalink",
    "url",
    "aliases",
    "alias",
    "redirect_from",
    "redirect_to",
    "image",
    "images",
    "thumbnail",
    "cover",
    "src",
    "href",
    "link",
    "canonical",
    "canonical_url",
    "og_image",
    "video",
    "audio",
    "file",
    "path",
    "logo",
];

/// Keys that sites share. They are no text of the page; other keys are.
const KNOWN: [&str; 58] = [
    "title",
    "subtitle",
    "description",
    "summary",
    "excerpt",
    "deck",
    "kicker",
    "lead",
    "headline",
    "name",
    "tags",
    "tag",
    "categories",
    "category",
    "keywords",
    "author",
    "authors",
    "caption",
    "captions",
    "alt",
    "seo",
    "meta",
    "params",
    "resources",
    "menu",
    "main",
    "parent",
    "identifier",
    "pre",
    "post",
    "content",
    "body",
    "text",
    "label",
    "heading",
    "intro",
    "quote",
    "role",
    "email",
    "phone",
    "address",
    "bio",
    "credit",
    "featured",
    "series",
    "topics",
    "taxonomies",
    "extra",
    "subrosa",
    "kind",
    "channel",
    "linktitle",
    "status",
    "website",
    "company",
    "date_published",
    "hero",
    "sections",
];

/// Longest path of keys in bytes; a hostile page must not have a long one copied to each of its values.
const MAX_PATH: usize = 400;

/// Keys joined to a path.
fn path_of<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let mut path = String::new();
    for key in keys.filter(|key| !key.is_empty()) {
        if path.len() + key.len() > MAX_PATH {
            break;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    }
    path
}

/// Sets down one key or value, or takes what it claims.
fn set_down(builder: &mut DraftBuilder<'_>, entry: Entry) {
    let path = entry.path.to_ascii_lowercase();
    let last = path.rsplit('.').next().unwrap_or(&path);
    if claims::take(builder, &path, &entry) {
        return;
    }
    let known = |list: &[&str]| list.contains(&last);
    if entry.key {
        if !(known(&STRUCTURAL) || known(&ADDRESSES) || known(&KNOWN)) {
            // `internal_note:` is a word for programs, `Our note on her case:` somebody's.
            let role = if entry.text.contains(' ') { Role::Data } else { Role::Code };
            put(builder, role, None, entry.pieces);
        }
        return;
    }
    let value = entry.text.trim();
    match path.as_str() {
        "publishdate" | "published_at" | "publish_date" | "pubdate" => {
            builder.claims.front_date = Some(value.to_owned())
        }
        "date" if builder.claims.front_date.is_none() => builder.claims.front_date = Some(value.to_owned()),
        _ => {}
    }
    if known(&STRUCTURAL) || matches!(value, "" | "true" | "false" | "null" | "~" | "yes" | "no") {
        return;
    }
    let role = if known(&ADDRESSES) { Role::Url } else { Role::FrontMatter };
    put(builder, role, Some(&entry.path), entry.pieces);
}

/// Sets down a block.
pub(crate) fn put(builder: &mut DraftBuilder<'_>, role: Role, label: Option<&str>, pieces: Vec<Piece>) {
    builder.begin(role, label);
    for piece in pieces {
        builder.push(piece);
    }
    builder.end();
}
