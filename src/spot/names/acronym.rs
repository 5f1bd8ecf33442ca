//! Owns acronyms that a draft defines itself: `Northgate Memorial Hospital (NMH)`. Elsewhere an acronym that the register
//! doesn't list stays silent. Called by `resolve`, for drafts that hold a mention.

use super::evidence::Verdict;
use super::{Entry, Mention, NameIndex, flag};
use crate::draft::{Draft, NumberedBlock};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::fold::folded;
use crate::text::words::{Shape, Word, key, words};

/// Letters of the longest acronym.
const LONGEST: usize = 8;
/// Definitions of one draft that are followed up.
const MOST: usize = 64;

impl NameIndex {
    /// The mentions by acronyms that the draft defines right after one of these mentions.
    pub(super) fn acronyms(&self, draft: &Draft, mentions: &[Mention]) -> Vec<Mention> {
        let mut defined: Vec<(u64, u32)> = Vec::new();
        for mention in mentions {
            let Some(entry) = self.entries.get(mention.entry as usize) else { continue };
            let refused = flag::SINGLE | flag::ALLOW | flag::IDENTIFIER | flag::SHORT | flag::PERSON;
            if entry.flags & refused != 0 || mention.verdict != Verdict::Yes || mention.strength < Strength::Strong {
                continue;
            }
            if let Some(acronym) = self.definition(draft, mention, *entry).filter(|_| defined.len() < MOST) {
                defined.push((key(&folded(acronym)), mention.entry));
            }
        }
        let mut found = Vec::new();
        if defined.is_empty() {
            return found;
        }
        defined.sort_unstable();
        defined.dedup();
        let mut cut: Vec<Word> = Vec::new();
        for NumberedBlock { number, block } in draft.numbered_blocks() {
            cut.clear();
            words(&draft.text, block.text, &mut cut);
            for word in cut.iter().filter(|w| w.shape == Shape::Caps) {
                found.extend(defined.iter().filter(|(key, _)| *key == word.key).map(|(_, entry)| Mention {
                    span: word.span(),
                    block: number,
                    entry: *entry,
                    verdict: Verdict::Yes,
                    reason: Reason::Capitals,
                    written: Written::Acronym,
                    strength: Strength::Medium,
                }));
            }
        }
        found
    }

    /// The acronym that stands in brackets after a mention, if its letters are those of the name.
    fn definition<'d>(&self, draft: &'d Draft, mention: &Mention, entry: Entry) -> Option<&'d str> {
        let block = draft.blocks.get(mention.block as usize)?;
        let after = draft.text.get(mention.span.end as usize..block.text.end as usize)?;
        let rest = after.trim_start_matches([' ', '\n', '\u{a0}', ',']).strip_prefix(['(', '['])?;
        let rest = rest.strip_prefix("the ").unwrap_or(rest).trim_start_matches(['"', '“', '‘', '\'', '„', '«', ' ']);
        let rest = rest.strip_prefix("the ").unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_alphanumeric())?;
        let acronym = rest.get(..end)?;
        let closed = rest.get(end..)?.trim_start_matches(['"', '”', '’', '\'', '“', '»', ' ']).starts_with([')', ']']);
        let count = acronym.chars().count();
        if !closed
            || !(2..=LONGEST).contains(&count)
            || !acronym.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
        {
            return None;
        }
        let letters = folded(acronym);
        let list: Vec<&str> = self.words(entry).split(' ').filter(|w| *w != "&").collect();
        let first = |words: &mut dyn Iterator<Item = &&str>| words.filter_map(|w| w.chars().next()).collect::<String>();
        let all = first(&mut list.iter());
        let content = first(&mut list.iter().filter(|w| !matches!(**w, "of" | "the" | "for" | "and" | "de")));
        // A legal form may add its own letters.
        [all, content]
            .iter()
            .any(|own| {
                own.chars().count() >= 2 && letters.starts_with(own.as_str()) && count <= own.chars().count() + 3
            })
            .then_some(acronym)
    }
}
