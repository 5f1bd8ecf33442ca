//! Reads data files that sites are made of: JSON, YAML and TOML. Strings with blanks are text; what is one word is a name
//! for programs, where only names are looked for; comments are comments. What is said of one thing (an entry of a list, a
//! review with its author and date) is read together. Broken files are read as plain text, so that nothing is lost.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::decode;
use super::front::{self, Entry, Syntax, between};
use super::plain::paragraphs;
use super::{Reader, Unchecked, ending_of, traces};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

/// The reader of data files.
pub(crate) struct Data;

impl Reader for Data {
    fn name(&self) -> &'static str {
        "data"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json", "jsonc", "json5", "jsonl", "ndjson", "jsonld", "geojson", "webmanifest", "yaml", "yml", "toml"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Page);
        let whole = 0..decoded.text.len();
        let ending = ending_of(&source.path);
        let syntax = match ending.as_str() {
            "yaml" | "yml" => Syntax::Yaml,
            "toml" => Syntax::Toml,
            _ => Syntax::Json,
        };
        match front::entries(&decoded.text, whole.clone(), syntax) {
            Some(entries) => set_down(&mut builder, entries, whole, syntax),
            None => {
                builder.new_group();
                paragraphs(&mut builder, whole);
            }
        }
        each(builder.finish());
        Ok(())
    }
}

/// Sets down all keys and values, and what stands between them.
fn set_down(builder: &mut DraftBuilder<'_>, entries: Vec<Entry>, whole: Range<usize>, syntax: Syntax) {
    let mut keys: HashSet<String> = HashSet::new();
    let mut paths: HashSet<String> = HashSet::new();
    let rest = between::between(builder.input(), whole, &entries, syntax);
    builder.new_group();
    for entry in entries {
        if entry.key {
            if keys.insert(entry.text.clone()) {
                let role = if entry.text.contains(' ') { Role::Data } else { Role::Code };
                front::put(builder, role, None, entry.pieces);
            }
            continue;
        }
        // The same key again: the next thing of a list.
        if !paths.insert(entry.path.clone()) {
            builder.new_group();
            paths = HashSet::from([entry.path.clone()]);
        }
        let role = role(&entry);
        front::put(builder, role, Some(entry.path.as_str()).filter(|path| !path.is_empty()), entry.pieces);
    }
    between::set_down(builder, rest);
}

/// What a value is.
fn role(entry: &Entry) -> Role {
    const COMMANDS: [&str; 8] = ["run", "script", "command", "cmd", "args", "entrypoint", "pattern", "regex"];
    let value = entry.text.trim();
    let last = entry.path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let path = value.contains('\\') || value.starts_with('/') || value.contains("://");
    if (path || front::is_address(&last)) && !value.contains(char::is_whitespace) {
        return Role::Url;
    }
    if traces::is_half_a_place(&last) {
        return Role::Data;
    }
    let commands = COMMANDS.contains(&last.as_str()) || entry.path.split('.').any(|key| key == "scripts");
    if commands || !value.contains(char::is_whitespace) && !front::is_text(&last) { Role::Code } else { Role::Data }
}
