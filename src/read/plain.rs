//! Reads plain text: posts, messages, and every text whose ending nobody knows. Blank lines part groups; a paragraph or a
//! list item is a block, in which single newlines stay as they are; lines after `>` are other people's words.

use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::decode;
use super::lines::next_line;
use super::{Reader, Unchecked};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

/// The reader of plain text.
pub(crate) struct Plain;

impl Reader for Plain {
    fn name(&self) -> &'static str {
        "text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let kind = if decoded.text.len() > LONGEST_POST { Kind::Document } else { Kind::Post };
        let mut builder = DraftBuilder::new(source, &decoded, kind);
        paragraphs(&mut builder, 0..decoded.text.len());
        each(builder.finish());
        Ok(())
    }
}

/// Bytes of the longest text that is taken for a post. Minutes, transcripts and manuals are documents, which are judged by
/// section and more mildly.
const LONGEST_POST: usize = 20_000;

/// Reads a stretch of the input as plain text.
pub(crate) fn paragraphs(builder: &mut DraftBuilder<'_>, range: std::ops::Range<usize>) {
    paragraphs_but(builder, range, &|_, _| false);
}

/// The same without the lines that are `left_out`, by where they start and what they hold: what stands before and after them is read as neighbours.
pub(crate) fn paragraphs_but(
    builder: &mut DraftBuilder<'_>,
    range: std::ops::Range<usize>,
    left_out: &dyn Fn(usize, &str) -> bool,
) {
    let input = builder.input();
    let text = input.get(..range.end).unwrap_or(input);
    let (mut at, mut last, mut depth) = (range.start, range.start, 0);
    let around = builder.quoted;
    let mut apart = false;
    while let Some((end, next)) = next_line(text, at) {
        let line = text.get(at..end).unwrap_or_default();
        if left_out(at, line) {
            (apart, at) = (true, next);
            continue;
        }
        let (marks, prefix) = quote_prefix(line);
        let content = at + prefix;
        let body = line.get(prefix..).unwrap_or_default();
        if body.trim().is_empty() {
            builder.end();
            depth = 0;
        } else {
            let item = is_item(body);
            let fresh = !builder.is_open();
            if fresh || item || marks != depth {
                builder.end();
                if fresh || marks != depth {
                    builder.new_group();
                }
                builder.quoted = around + marks;
                let listed = item && builder.ambient != Role::Code;
                builder.begin(if listed { Role::ListItem } else { builder.ambient }, None);
            } else if prefix > 0 || apart {
                builder.gap("\n", last..content);
            } else {
                builder.copy(last..at);
            }
            builder.copy(content..end);
            depth = marks;
        }
        (last, at, apart) = (end, next, false);
    }
    builder.end();
    builder.quoted = around;
}

/// How many `>` stand before a line, and their bytes with the spaces after them.
fn quote_prefix(line: &str) -> (u32, usize) {
    if !line.starts_with('>') {
        return (0, 0);
    }
    let body = line.trim_start_matches(['>', ' ']);
    let prefix = line.len() - body.len();
    let marks = line.bytes().take(prefix).filter(|b| *b == b'>').count().min(100);
    (u32::try_from(marks).unwrap_or(1), prefix)
}

/// Whether a line begins with a bullet or a number of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let Some(first) = line.chars().next() else { return false };
    let rest = match first {
        '-' | '*' | '+' | '•' | '–' | '—' | '·' | '◦' | '▪' | '✔' | '✓' | '➡' | '→' => {
            line.get(first.len_utf8()..)
        }
        '0'..='9' => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            if line.len() - rest.len() > 3 { None } else { rest.strip_prefix(['.', ')']) }
        }
        'a'..='z' | 'A'..='Z' => line.get(1..).and_then(|rest| rest.strip_prefix(')')),
        _ => None,
    };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{FE0F}']))
}
