//! Owns fingerprints: a keyed hash of what was found, free of line, order and path, so that it survives moved and
//! re-wrapped text and tells nothing to whoever lacks the key. Called by `judge` once per finding.

use super::Finding;
use crate::draft::{Draft, Role};
use crate::spot::{Engine, Label, Signal};
use crate::text::fold::fold_word;
use crate::text::words::words;
use crate::text::{Secret, Span};

/// The key where no subject of the register is involved: there is nothing to guess that the draft does not show.
const OPEN_KEY: [u8; 32] = *b"subrosa: finding without subject";

/// How far before a sentence a mention may begin and still reach into it, in bytes: a name is 1000 characters at most.
const LONGEST_MENTION: u32 = 4096;

/// The identity of a finding, and whether it may be told: not if it touches the register and the register has no key, since it
/// is made with the key of the run then.
///
/// The hash is BLAKE3 in keyed mode over version, rule, subject, class of the block's role, and the folded words of the
/// sentence with every mention replaced by its subject's ids. Of it the first 16 bytes.
pub(super) fn of(
    finding: &Finding,
    draft: &Draft,
    sentence: Span,
    mentions: &[Signal],
    engine: &Engine,
) -> ([u8; 16], bool) {
    let register = &engine.register;
    // Sorted by place: those that begin in the sentence, and the few that may reach into it.
    let from = mentions.partition_point(|m| m.span.start < sentence.start.saturating_sub(LONGEST_MENTION));
    let near = mentions.get(from..).unwrap_or_default().iter().take_while(|m| m.span.start < sentence.end);
    let touched: Vec<&Signal> = near.filter(|m| m.subject.is_some() && sentence.overlaps(m.span)).collect();
    let secret = finding.subject.is_some() || !touched.is_empty();
    let key = match &register.key {
        _ if !secret => Secret::new(OPEN_KEY),
        Some(key) => key.clone(),
        None => engine.run_key.clone(),
    };
    let told = !secret || register.key.is_some();
    // Gathered first: the hash takes a thousand bytes as quickly as it takes one.
    let mut fields = String::with_capacity(512);
    let mut field = |text: &str| {
        fields.push_str(text);
        fields.push('\0');
    };
    field("1");
    field(&finding.rule);
    if let Some(subject) = &finding.subject {
        field(&subject.client);
        field(subject.matter.as_deref().unwrap_or_default());
    }
    field(role_class(draft, finding.span));
    if finding.rule.starts_with("indirect-identification/") {
        // Facts stand in several sentences: what is hashed of them is kinds and values.
        facts(draft, finding, &mut field);
        return (beginning(key.expose(), &fields), told);
    }
    let mut at = sentence.start;
    for mention in &touched {
        if mention.span.start < at {
            continue;
        }
        plain_words(draft, Span::new(at, mention.span.start), &mut field);
        if let Some((subject, client)) = mention.subject.and_then(|s| Some((s, register.client(s.client)?))) {
            field(client.id());
            field(subject.matter.and_then(|m| client.matters.get(m as usize)).map_or("", |matter| &matter.id));
        }
        if matches!(mention.label, Label::Fact(_) | Label::Person | Label::Adverse | Label::Identifier) {
            // A client's name may be written in another way and stays the same. Of the others there are several: to accept one
            // of them says nothing of the next.
            plain_words(draft, mention.span, &mut field);
        }
        at = mention.span.end;
    }
    plain_words(draft, Span::new(at.min(sentence.end), sentence.end), &mut field);
    (beginning(key.expose(), &fields), told)
}

/// The first 16 bytes of the hash.
fn beginning(key: &[u8; 32], fields: &str) -> [u8; 16] {
    let hash = blake3::keyed_hash(key, fields.as_bytes());
    let mut identity = [0; 16];
    identity.iter_mut().zip(hash.as_bytes()).for_each(|(to, from)| *to = *from);
    identity
}

/// Feeds the kinds of facts and what the draft says of each, in an order of their own.
fn facts(draft: &Draft, finding: &Finding, field: &mut impl FnMut(&str)) {
    let mut list: Vec<(&str, String)> = Vec::new();
    for (span, kind) in &finding.labels {
        let mut value = String::new();
        plain_words(draft, *span, &mut |word: &str| {
            value.push_str(word);
            value.push(' ');
        });
        list.push((kind, value));
    }
    list.sort();
    list.dedup();
    for (kind, value) in list {
        field(kind);
        field(&value);
    }
}

/// Feeds the folded words of a stretch.
fn plain_words(draft: &Draft, span: Span, field: &mut impl FnMut(&str)) {
    let mut list = Vec::new();
    words(&draft.text, span, &mut list);
    let mut scratch = String::new();
    for word in list {
        scratch.clear();
        fold_word(draft.slice(word.span()), &mut scratch);
        field(&scratch);
    }
}

/// Prose, address, path or data: a sentence that moves from a list to a paragraph stays the same finding.
fn role_class(draft: &Draft, span: Span) -> &'static str {
    let role = draft.block_at(span.start).and_then(|i| draft.blocks.get(i)).map(|b| b.role);
    match role {
        Some(Role::Path) => "path",
        Some(Role::Url) => "url",
        Some(Role::Code) => "code",
        Some(Role::Comment | Role::Hidden) => "hidden",
        _ => "prose",
    }
}
