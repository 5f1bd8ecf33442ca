//! Owns `.subrosa-allow.yaml` as a draft: its reasons and signatures are text that somebody publishes with the repository,
//! so they go through the engine as any other. Built from the values that `config` read and the places it gave them.
//! `allowances` calls it.

use std::sync::Arc;

use crate::config::{Allowances, Written};
use crate::draft::{Block, Claims, Draft, Role, Source};
use crate::policy::Kind;
use crate::text::{Encoding, How, Run, SourceMap, Span};

/// Where the parts of an entry stand in the draft's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct EntrySpans {
    /// The fingerprint.
    pub(super) fingerprint: Span,
    /// The last day; empty where there is none.
    pub(super) until: Span,
}

/// The draft of a file of allowances, and where its entries stand in it.
pub(super) fn draft(allowances: &Allowances) -> (Draft, Vec<EntrySpans>) {
    let source =
        Source { path: allowances.shown.clone(), file: allowances.file.clone(), bytes: allowances.bytes.clone() };
    let lines = Lines::new(&source.bytes);
    let draft = Draft {
        source: Arc::new(source),
        encoding: Encoding::Utf8,
        text: String::new(),
        blocks: Vec::new(),
        map: SourceMap::default(),
        notes: Vec::new(),
        claims: Claims { format_kind: Kind::Document, ..Claims::default() },
        record: None,
        part: None,
    };
    let mut building = Building { draft, lines, group: 0 };
    let mut entries = Vec::new();
    for entry in &allowances.list {
        let fingerprint = building.block(&entry.fingerprint, "fingerprint", Role::Code);
        building.block(&entry.reason, "reason", Role::Data);
        building.block(&entry.by, "by", Role::Data);
        let until = entry.until.as_ref().map(|(until, _)| building.block(until, "until", Role::Code));
        entries.push(EntrySpans { fingerprint, until: until.unwrap_or_default() });
    }
    (building.draft, entries)
}

/// A draft under way.
struct Building {
    /// So far.
    draft: Draft,
    /// The lines of the file.
    lines: Lines,
    /// The number of the last group: each value is read by itself.
    group: u32,
}

impl Building {
    /// Adds a value as a block, and says where it stands.
    fn block(&mut self, written: &Written, label: &str, role: Role) -> Span {
        let text = &mut self.draft.text;
        if !text.is_empty() {
            self.draft.map.push(Run { text: offset(text.len()), source: 0, source_len: 0, how: How::Gap });
            text.push('\n');
        }
        let start = text.len();
        let at = self.lines.byte(&self.draft.source.bytes, written);
        let rest =
            self.draft.source.bytes.get(at..).and_then(|rest| std::str::from_utf8(rest).ok()).unwrap_or_default();
        for (word, place, how) in aligned(&written.text, rest) {
            self.draft.map.push(Run {
                text: offset(start + word),
                source: offset(at + place.0),
                source_len: offset(place.1),
                how,
            });
        }
        text.push_str(&written.text);
        let span = Span::at(start..text.len());
        self.group += 1;
        self.draft.blocks.push(Block {
            text: span,
            group: self.group,
            section: 0,
            role,
            label: Some(label.into()),
            quoted: false,
        });
        span
    }
}

/// A count of bytes as the type of offsets; our own files are smaller than 4 GiB.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// How a value stands in the source that begins with it: the byte of the value, byte and length in the source, and how they
/// agree. Quotation marks, line ends and indentation stand between words; where an escape stands for something else, the
/// rest of the value is one stretch, which leads to the rest of the line.
fn aligned(value: &str, source: &str) -> Vec<(usize, (usize, usize), How)> {
    let mut runs = Vec::new();
    let (mut at, mut done) = (0, 0);
    let between = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '>' | '-' | '+' | '\\');
    for word in value.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if bare.is_empty() {
            done += word.len();
            continue;
        }
        let rest = source.get(at..).unwrap_or_default();
        let skipped = rest.find(bare).filter(|skip| rest.get(..*skip).is_some_and(|text| text.chars().all(between)));
        let Some(skipped) = skipped else {
            let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
            runs.push((done, (at, line), How::Decoded));
            return runs;
        };
        let begin = at + skipped;
        runs.push((done, (begin, bare.len()), How::Copy));
        at = begin + bare.len();
        if bare.len() < word.len() {
            runs.push((done + bare.len(), (at, 0), How::Gap));
        }
        done += word.len();
    }
    runs
}

/// Where the lines of a file begin, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    /// Of a file's bytes. A line ends as YAML has it: with LF, CR or both.
    fn new(bytes: &[u8]) -> Self {
        let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let mut starts = vec![mark];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self(starts)
    }

    /// The byte where a value begins.
    fn byte(&self, bytes: &[u8], written: &Written) -> usize {
        let start = self.0.get(written.line.saturating_sub(1) as usize).copied().unwrap_or(bytes.len());
        let rest = bytes.get(start..).and_then(|rest| std::str::from_utf8(rest).ok()).unwrap_or_default();
        let skip = written.column.saturating_sub(1) as usize;
        start + rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    #[test]
    fn every_word_leads_to_its_bytes() {
        let text = "\u{FEFF}# é\n- fingerprint: 'ABCDEFabcdef0123456789abcdef0123'\n  reason: Ruth\n    Okonjo \"agreed\"\n  by: \"R. P\\u00e1tel, partner\"\n\
                    - {fingerprint: abcdefabcdef0123456789abcdef0124, reason: 'it''s Ruth Okonjo', by: >-\n   x, until: 2026-01-31}\n"
            .replace("by: >-\n   x", "by: \"é Ruth\"");
        let config = Config::none(Path::new("/w"));
        let allowances = Allowances::parse(&config, "a.yaml", text.clone().into_bytes()).unwrap();
        let (draft, entries) = draft(&allowances);
        let home = |at: usize, words: &str| {
            let start = draft.text.match_indices(words).nth(at).unwrap().0;
            text.get(draft.home(Span::at(start..start + words.len())).range()).unwrap()
        };
        assert_eq!(home(0, "Ruth Okonjo"), "Ruth\n    Okonjo");
        assert_eq!(home(0, "\"agreed\""), "\"agreed\"");
        assert_eq!(home(0, "R."), "R.");
        assert!(home(0, "Pátel").starts_with(" P\\u00e1tel, partner\""), "{:?}", home(0, "Pátel"));
        assert!(home(1, "Ruth").starts_with("'it''s Ruth Okonjo'"), "an escape has no place of its own");
        assert_eq!(home(2, "Ruth"), "Ruth");
        let of = |span: Span| text.get(draft.home(span).range()).unwrap();
        assert_eq!(of(entries[1].until), "2026-01-31");
        assert_eq!(of(entries[1].fingerprint), "abcdefabcdef0123456789abcdef0124");
    }
}
