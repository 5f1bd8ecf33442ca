//! Owns how findings absorb one another and in which order they stand: the same sentence in a page's body, its `meta` and
//! its JSON-LD is one finding with places. Called by `judge` last; gives findings their fingerprints, since both need
//! the sentence.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Finding, FindingSubject, fingerprint};
use crate::draft::{Draft, Role};
use crate::rules::{Rule, RuleSet};
use crate::spot::{Engine, Signal};
use crate::text::Span;
use crate::text::fold::fold_word;
use crate::text::sentence::sentences;
use crate::text::words::words;

/// What two findings must have in common for one to be an echo of the other.
#[derive(PartialEq, Eq, Hash)]
struct Said {
    /// The rule.
    rule: Cow<'static, str>,
    /// Whom it is about.
    subject: Option<FindingSubject>,
    /// The folded words of the sentence.
    sentence: String,
    /// The folded words of the finding.
    words: String,
}

/// How much of an overlong sentence counts on each side of a finding, in bytes.
const REACH: u32 = 1024;

/// Merges, fingerprints and sorts the findings of one draft.
pub(super) fn merge(draft: &Draft, mut findings: Vec<Finding>, signals: &[Signal], engine: &Engine) -> Vec<Finding> {
    // The body before what repeats it.
    findings.sort_by_key(|f| (echo_rank(draft, f.span), f.span, u8::MAX - f.severity as u8));
    let mut cuts = Sentences { draft, known: HashMap::new() };
    let echoes = findings.iter().any(|f| echo_rank(draft, f.span) > 0);
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut seen: HashMap<Said, usize> = HashMap::new();
    for mut finding in findings {
        let sentence = cuts.around(finding.span);
        if echoes {
            let key = Said {
                rule: finding.rule.clone(),
                subject: finding.subject.clone(),
                sentence: plain(draft, sentence),
                words: plain(draft, finding.span),
            };
            // Only echoes merge: two equal sentences of the body are two findings, and both must go.
            let echo = echo_rank(draft, finding.span) > 0;
            if echo && let Some(first) = seen.get(&key).and_then(|i| kept.get_mut(*i)) {
                first.places.push(finding.span);
                first.severity = first.severity.max(finding.severity);
                continue;
            }
            seen.entry(key).or_insert(kept.len());
        }
        (finding.identity, finding.told) = fingerprint::of(&finding, draft, sentence, signals, engine);
        kept.push(finding);
    }
    kept.sort_by(|a, b| (a.span, &a.rule, &a.subject).cmp(&(b.span, &b.rule, &b.subject)));
    kept
}

/// Leaves one finding of several that packs make of the same words: of those of one category whose spans overlap, the worst
/// stands, of equals one of a wording before one that many words add up to, and then the one with the longest span. `findings`
/// are sorted by place.
pub(super) fn absorb(findings: &mut Vec<Finding>, rules: &RuleSet) {
    if findings.iter().all(|finding| finding.subject.is_some()) {
        return;
    }
    let added_up = |f: &Finding| rules.rule(&f.rule).is_some_and(Rule::is_weighed);
    let weight = |f: &Finding| (f.severity, !added_up(f), f.span.len());
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut last: HashMap<Box<str>, usize> = HashMap::new();
    for finding in findings.drain(..) {
        if finding.subject.is_some() {
            kept.push(finding);
            continue;
        }
        let before = last.get(finding.category()).copied();
        match before.and_then(|index| kept.get_mut(index)) {
            Some(other) if other.span.overlaps(finding.span) => {
                if weight(&finding) > weight(other) {
                    *other = finding;
                }
            }
            _ => {
                last.insert(finding.category().into(), kept.len());
                kept.push(finding);
            }
        }
    }
    *findings = kept;
}

/// 0 for the body, 1 for what usually repeats it.
fn echo_rank(draft: &Draft, span: Span) -> u8 {
    let role = draft.block_at(span.start).and_then(|i| draft.blocks.get(i)).map(|b| b.role);
    u8::from(matches!(role, Some(Role::Meta | Role::Data | Role::FrontMatter | Role::Attribute | Role::Alt)))
}

/// The folded words of a stretch, with blanks between.
fn plain(draft: &Draft, span: Span) -> String {
    let (mut list, mut out) = (Vec::new(), String::new());
    words(&draft.text, span, &mut list);
    for word in list {
        fold_word(draft.slice(word.span()), &mut out);
        out.push(' ');
    }
    out
}

/// The sentences of the blocks that were asked for.
struct Sentences<'a> {
    /// The draft.
    draft: &'a Draft,
    /// By block.
    known: HashMap<usize, Vec<Span>>,
}

impl Sentences<'_> {
    /// The sentences that a span touches, joined. Of code the line is one, of a path or an address the segment.
    fn around(&mut self, span: Span) -> Span {
        let Some(index) = self.draft.block_at(span.start) else { return span };
        let Some(block) = self.draft.blocks.get(index) else { return span };
        match block.role {
            Role::Code => return between(self.draft, block.text, span, '\n'),
            role if !role.is_prose() => return between(self.draft, block.text, span, '/'),
            _ => {}
        }
        let list = self.known.entry(index).or_insert_with(|| {
            let mut list = Vec::new();
            sentences(&self.draft.text, block.text, &mut list);
            list
        });
        let from = list.partition_point(|s| s.end <= span.start);
        list.get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|s| s.start < span.end)
            .copied()
            .reduce(Span::join)
            .map_or(span, |sentence| clipped(self.draft, sentence, span))
    }
}

/// What of a sentence stands within [`REACH`] of a span, cut between words. A text without an end of sentence that names
/// a client ten thousand times would otherwise be hashed ten thousand times.
fn clipped(draft: &Draft, sentence: Span, span: Span) -> Span {
    let (mut start, mut end) = (sentence.start, sentence.end);
    if span.start.saturating_sub(start) > REACH {
        let near = draft.text.ceil_char_boundary((span.start - REACH) as usize);
        let text = draft.text.get(near..span.start as usize).unwrap_or_default();
        // Without a blank all of it is one word, which the span begins in.
        start = text.find(char::is_whitespace).map_or(span.start, |at| (near + at) as u32);
    }
    if end.saturating_sub(span.end) > REACH {
        let near = draft.text.floor_char_boundary((span.end + REACH) as usize);
        let text = draft.text.get(span.end as usize..near).unwrap_or_default();
        end = text.rfind(char::is_whitespace).map_or(span.end, |at| span.end + at as u32);
    }
    Span::new(start, end)
}

/// What of a block stands around a span, between two of these signs: a line, a segment of a path. No more than [`REACH`] is
/// looked at: programs write scripts in one line.
fn between(draft: &Draft, block: Span, span: Span, sign: char) -> Span {
    let near = draft.text.ceil_char_boundary(span.start.saturating_sub(REACH).max(block.start) as usize);
    let far = draft.text.floor_char_boundary((span.end + REACH).min(block.end) as usize);
    let before = draft.text.get(near..span.start as usize).unwrap_or_default();
    let after = draft.text.get(span.end as usize..far).unwrap_or_default();
    let from = before.rfind(sign).map_or(near, |i| near + i + sign.len_utf8()) as u32;
    let to = after.find(sign).map_or(far as u32, |i| span.end + i as u32);
    Span::new(from.min(span.start), to.max(span.end))
}
