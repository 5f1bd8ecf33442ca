//! Reads HTML and its kin: text as the page shows it, and everything that is published without being shown.
//! `tokens` cuts, `elements` knows the names, `flow` makes blocks; this file holds the readers, attributes and embedded
//! data.

use std::ops::Range;
use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::decode;
use super::{Reader, Unchecked, front, json, traces};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

mod elements;
pub(crate) mod entities;
pub(crate) mod flow;
pub(crate) mod script;
mod spaces;
mod tokens;

use entities::Place;
use flow::{Flavour, Flow, RawKind};
use tokens::Tokens;

/// The reader of pages and drawings.
pub(crate) struct Html;

/// The reader of templates and components: everything between tags is text, scripts are code.
pub(crate) struct Component;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml", "svg", "xml", "rss", "atom", "wxr"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let ending = super::ending_of(&source.path);
        let xml = matches!(ending.as_str(), "svg" | "xml" | "rss" | "atom" | "wxr");
        read(source, if xml { Flavour::Xml } else { Flavour::Html }, each)
    }
}

impl Reader for Component {
    fn name(&self) -> &'static str {
        "component"
    }

    fn endings(&self) -> &'static [&'static str] {
        &[
            "vue",
            "svelte",
            "astro",
            "njk",
            "liquid",
            "php",
            "hbs",
            "handlebars",
            "mustache",
            "ejs",
            "erb",
            "twig",
            "j2",
            "jinja",
            "jinja2",
            "tmpl",
            "gohtml",
            "lr",
        ]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        read(source, Flavour::Component, each)
    }
}

/// Reads a page.
fn read(source: &Arc<Source>, flavour: Flavour, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
    let decoded = decode(&source.bytes)?;
    let mut builder = DraftBuilder::new(source, &decoded, Kind::Page);
    let start = front::read(&mut builder);
    let mut flow = Flow::new(flavour);
    flow.read(&mut builder, start..decoded.text.len());
    each(builder.finish());
    if flow.too_deep { Err(too_deep()) } else { Ok(()) }
}

/// The reason for a source that nests too deep. It was read, but what belongs together there is not known.
pub(crate) fn too_deep() -> Unchecked {
    Unchecked(format!(
        "nested deeper than {} levels; what lies deeper was read without its structure",
        super::MAX_DEPTH
    ))
}

/// What the content of a raw element is.
fn raw_kind(name: &str, tokens: &Tokens<'_>) -> RawKind {
    match name {
        "style" => RawKind::Style,
        "script" => {
            let kind = tokens.attributes.iter().find(|a| tokens.slice(&a.name).eq_ignore_ascii_case("type"));
            let kind = kind.map(|a| tokens.slice(&a.value).to_ascii_lowercase()).unwrap_or_default();
            if kind.contains("json") {
                RawKind::Json
            } else if kind.contains("template") || kind.contains("html") || kind.contains("markdown") {
                RawKind::Hidden
            } else {
                RawKind::Code
            }
        }
        _ => RawKind::Hidden,
    }
}

/// Whether an element hides its content by its attributes.
fn is_hidden(tokens: &Tokens<'_>) -> bool {
    tokens.attributes.iter().any(|attribute| {
        let name = tokens.slice(&attribute.name);
        let value = tokens.slice(&attribute.value);
        if name.eq_ignore_ascii_case("hidden") {
            return !value.eq_ignore_ascii_case("false") && value != "{false}";
        }
        if name.eq_ignore_ascii_case("aria-hidden") {
            return value.eq_ignore_ascii_case("true");
        }
        if !name.eq_ignore_ascii_case("style") {
            return false;
        }
        let style: String = value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

/// Sets down what the attributes of the last tag say.
fn attributes(flow: &mut Flow, builder: &mut DraftBuilder<'_>, tokens: &Tokens<'_>, name: &str, written: &str) {
    if tokens.attributes.is_empty() {
        return;
    }
    if name == "meta" {
        meta(flow, builder, tokens);
        return;
    }
    let open = name.contains('-') || written.starts_with(|c: char| c.is_ascii_uppercase());
    let value_of = |wanted: &str| {
        let found = tokens.attributes.iter().find(|a| tokens.slice(&a.name).eq_ignore_ascii_case(wanted));
        found.map(|a| tokens.slice(&a.value)).unwrap_or_default()
    };
    let hidden_field = name == "input" && value_of("type").eq_ignore_ascii_case("hidden");
    for attribute in &tokens.attributes {
        let label = tokens.slice(&attribute.name).to_ascii_lowercase();
        if traces::is_coordinate(&label, tokens.slice(&attribute.value)) {
            value(flow, builder, Role::Data, &format!("{name}.{label}"), attribute.value.clone());
            continue;
        }
        let Some(role) = elements::attribute_role(&label, open) else { continue };
        let role = if hidden_field && label == "value" { Role::Hidden } else { role };
        value(flow, builder, role, &label, attribute.value.clone());
    }
}

/// Sets down an attribute's value, unless it is no text.
fn value(flow: &mut Flow, builder: &mut DraftBuilder<'_>, role: Role, label: &str, range: Range<usize>) {
    let text = builder.input().get(range.clone()).unwrap_or_default().trim_start();
    let scheme = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if text.is_empty() || role == Role::Url && (text == "#" || scheme("data:") || scheme("javascript:")) {
        return;
    }
    flow.alone(builder, role, Some(label), |b| spaces::collapsed(b, range, Place::Attribute));
}

/// Sets down the content of a `meta` element.
fn meta(flow: &mut Flow, builder: &mut DraftBuilder<'_>, tokens: &Tokens<'_>) {
    let named = |wanted: &[&str]| {
        let fits = |a: &&tokens::Attribute| wanted.iter().any(|w| tokens.slice(&a.name).eq_ignore_ascii_case(w));
        tokens.attributes.iter().find(fits).map(|a| a.value.clone())
    };
    let (Some(content), Some(name)) = (named(&["content"]), named(&["name", "property", "itemprop"])) else { return };
    let label = tokens.slice(&name).to_ascii_lowercase();
    if let Some(role) = elements::meta_role(&label) {
        value(flow, builder, role, &label, content);
    }
}

/// Sets down the strings of embedded JSON. They are one group.
fn data(flow: &mut Flow, builder: &mut DraftBuilder<'_>, range: Range<usize>) {
    let input = builder.input();
    let mut places = traces::json_coordinates(input, range.clone()).into_iter().peekable();
    json::strings(input, range, &mut |key, range| {
        let Some(key) = key else { return };
        while let Some(place) = places.next_if(|place| place.range.start < range.start) {
            coordinate(flow, builder, &place);
        }
        if let Some(place) = places.next_if(|place| place.range == range) {
            coordinate(flow, builder, &place);
            return;
        }
        let text = input.get(range.clone()).unwrap_or_default();
        if key == "@type" || text.starts_with("data:") {
            return;
        }
        let link = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("https:\\/\\/");
        let role = if link && !text.contains(' ') { Role::Url } else { Role::Data };
        flow.alone(builder, role, Some(key).filter(|key| !key.is_empty()), |b| {
            for piece in json::pieces(input, range) {
                b.push(piece);
            }
        });
    });
    places.for_each(|place| coordinate(flow, builder, &place));
}

/// Sets down a coordinate of embedded JSON.
fn coordinate(flow: &mut Flow, builder: &mut DraftBuilder<'_>, place: &traces::Coordinate) {
    let input = builder.input();
    flow.alone(builder, Role::Data, Some(&place.path), |b| {
        place.pieces(input).into_iter().for_each(|piece| b.push(piece))
    });
}
