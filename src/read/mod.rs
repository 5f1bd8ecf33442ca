//! Layer 2: from a source's bytes to drafts.
//!
//! Owns one file a format behind [`Reader`], the table of formats, and the decision whether a source is checked,
//! wordless or unchecked. Knows nothing of rules, register or output. `run` calls [`read`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::draft::{Draft, Source};

mod builder;
mod csv;
mod data;
mod decode;
mod front;
mod html;
mod json;
mod lines;
mod mail;
mod markdown;
mod message;
mod path;
mod plain;
mod sniff;
mod source_code;
mod traces;

pub use message::{Message, message};

/// Deepest nesting that is followed. What lies deeper is read flat, and the source counts as unchecked.
const MAX_DEPTH: usize = 256;

/// Every format that is read. The first one is for text that no ending and no content claims.
static READERS: [&dyn Reader; 9] = [
    &plain::Plain,
    &markdown::Markdown,
    &html::Html,
    &html::Component,
    &html::script::Script,
    &csv::Csv,
    &data::Data,
    &mail::Mail,
    &source_code::SourceCode,
];

/// Reads one format.
pub trait Reader: Sync {
    /// The format's name: `markdown`.
    fn name(&self) -> &'static str;

    /// File name endings, lower case, without the dot.
    fn endings(&self) -> &'static [&'static str];

    /// Hands each draft of the source to `each`. The file's own path is not this trait's business: [`read`] adds it.
    ///
    /// # Errors
    /// Why the source could not be read whole. Drafts that were handed over before stay valid.
    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked>;
}

/// Why a source that may hold words was not read. The text is shown to the user and holds nothing of the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unchecked(pub String);

/// What became of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Its drafts were handed over.
    Checked,
    /// It holds no words, by its content: `png picture`, `woff2 font`.
    Wordless(&'static str),
    /// It may hold words and was not read, or not read whole.
    Unchecked(Unchecked),
}

/// The names and endings of all formats, for the documentation.
pub fn formats() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    READERS.iter().map(|reader| (reader.name(), reader.endings()))
}

/// Reads a source and hands each of its drafts to `each`. The first one carries the file's path as its last block; a
/// source without words, or one that could not be read, gives a draft of its path alone, for a file's name is published
/// whatever the file holds. A reader that panics leaves its source unchecked.
pub fn read(source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Reading {
    let reading = if source.bytes.is_empty() { Some(Reading::Checked) } else { sniff::sniff(&source.bytes) };
    if let Some(reading) = reading {
        each(path::alone(source));
        return reading;
    }
    read_with(choose(source), source, each)
}

/// Reads a source with a given reader.
fn read_with(reader: &dyn Reader, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Reading {
    let mut first = true;
    let mut mistakes: Vec<String> = Vec::new();
    let read = catch_unwind(AssertUnwindSafe(|| {
        reader.read(source, &mut |mut draft| {
            traces::note(&mut draft);
            if mistakes.is_empty() {
                mistakes.clone_from(&draft.claims.mistakes);
            }
            if std::mem::take(&mut first) {
                path::append(&mut draft);
            }
            each(draft);
        })
    }));
    if first {
        each(path::alone(source));
    }
    match read {
        Ok(Ok(())) if mistakes.is_empty() => Reading::Checked,
        Ok(Ok(())) => Reading::Unchecked(Unchecked(format!("front matter, {}", mistakes.join("; ")))),
        Ok(Err(reason)) => Reading::Unchecked(reason),
        Err(_) => Reading::Unchecked(Unchecked(format!(
            "the {} reader failed on it, which is a bug in subrosa",
            reader.name()
        ))),
    }
}

/// The reader for a source: mail with encoded parts by its content, since as any other text it would seem clean; else by
/// its ending, else by how its text begins, else plain text.
fn choose(source: &Source) -> &'static dyn Reader {
    if sniff::is_encoded_mail(&source.bytes) {
        return &mail::Mail;
    }
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or_default();
    if let Some(reader) = by_ending(ending) {
        // `page.html.md.erb` is Markdown before a template is filled in.
        let inner = stem.rsplit_once('.').filter(|_| reader.name() == html::Component.name()).map(|(_, inner)| inner);
        let inner = inner.and_then(by_ending).filter(|reader| reader.name() == markdown::Markdown.name());
        return inner.unwrap_or(reader);
    }
    if source_code::is_named(name) {
        return &source_code::SourceCode;
    }
    let head = source.bytes.get(..source.bytes.len().min(256)).unwrap_or_default();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
    let markup: [&[u8]; 4] = [b"<!doctype html", b"<html", b"<?xml", b"<svg"];
    if markup.iter().any(|mark| head.starts_with(mark)) { &html::Html } else { &plain::Plain }
}

/// The ending of a path in lower case, without the dot; all of the path where it has none.
fn ending_of(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// The reader that claims an ending.
fn by_ending(ending: &str) -> Option<&'static dyn Reader> {
    let ending = ending.to_ascii_lowercase();
    READERS.iter().find(|reader| reader.endings().contains(&ending.as_str())).copied()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Reader, Reading, Unchecked, read_with};
    use crate::draft::{Draft, Source};

    /// A reader with a bug.
    struct Broken;

    impl Reader for Broken {
        fn name(&self) -> &'static str {
            "broken"
        }

        fn endings(&self) -> &'static [&'static str] {
            &[]
        }

        fn read(&self, _: &Arc<Source>, _: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
            panic!("a bug")
        }
    }

    #[test]
    fn a_reader_that_panics_leaves_its_source_unchecked() {
        let source = Source { path: "a/b.txt".into(), file: "a/b.txt".into(), bytes: b"text".to_vec() };
        let mut texts = Vec::new();
        let reading = read_with(&Broken, &Arc::new(source), &mut |draft| texts.push(draft.text));
        assert!(matches!(reading, Reading::Unchecked(Unchecked(reason)) if reason.contains("broken reader")));
        assert_eq!(texts, ["a/b.txt"]);
    }
}
