//! Owns the search for names whose letters stand apart: `A U R E L I N`, `A.U.R.E.L.I.N`, `A-U-R-E-L-I-N`. Called by `find`.

use super::evidence::Verdict;
use super::stretch::Stretch;
use super::{Mention, NameIndex, flag};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::{fold_word, is_ignorable};
use crate::text::words::key;

/// Letters that a name has at least: fewer are a list, a grade, the answers of a test.
const LEAST: usize = 5;
/// Letters that are looked at, at most.
const MOST: usize = 48;

/// Whether a gap is one blank of any kind.
fn is_blank(gap: &str) -> bool {
    let mut chars = gap.chars();
    chars.next().is_some_and(|c| c.is_whitespace() && c != '\n') && chars.next().is_none()
}

/// Whether a gap may part two words whose letters stand apart: white space of any kind, or a connector in it.
fn is_wide(gap: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || is_ignorable(c);
    let sign = gap.trim_matches(blank);
    gap.starts_with(blank)
        && gap.ends_with(blank)
        && gap.chars().count() <= 8
        && gap.matches('\n').count() <= 1
        && matches!(sign, "" | "&" | "+" | "·" | "•")
}

impl NameIndex {
    /// Finds the names that a run of single letters spells, of which the word at `index` is the first.
    #[cold]
    pub(super) fn spaced(&self, stretch: &Stretch<'_>, block: u32, index: usize, out: &mut Vec<Mention>) {
        let single = |i: usize| i < stretch.words.len() && stretch.written(i).chars().nth(1).is_none();
        // One sign parts them all, be it a blank: `J. P. Q-R` is something else. Between words the blank is wider, or there is one.
        let gap = stretch.between(index + 1);
        let blank = is_blank(gap);
        let same = |i: usize| stretch.between(i) == gap || blank && is_wide(stretch.between(i));
        let parted = |i: usize| same(i) || is_wide(stretch.between(i));
        if !single(index)
            || !(blank || matches!(gap, "." | "-" | "*" | "_" | "·" | ". "))
            || index > 0 && single(index - 1) && same(index)
        {
            return;
        }
        let run = (index + 1..index + MOST).take_while(|i| single(*i) && parted(*i)).count() + 1;
        // An article may stand before it and a letter after it.
        for (from, to) in [(index, index + run), (index + 1, index + run), (index, index + run - 1)] {
            if to.saturating_sub(from) < LEAST {
                return;
            }
            let mut token = String::new();
            (from..to).for_each(|i| fold_word(stretch.written(i), &mut token));
            let spelt = |number: &u32| {
                self.entries.get(*number as usize).is_some_and(|entry| {
                    let refused = flag::IDENTIFIER | flag::ALLOW | flag::SHORT;
                    entry.flags & refused == 0 && self.words(*entry).replace([' ', '&'], "") == token
                })
            };
            let word = key(&token);
            let Some(entry) = self.table.get(word).find(spelt) else { continue };
            let (Some(first), Some(last)) = (stretch.words.get(from), stretch.words.get(to - 1)) else { return };
            out.push(Mention {
                span: Span::new(first.at, last.span().end),
                block,
                entry,
                verdict: Verdict::Yes,
                reason: Reason::Distinctive,
                written: Written::Masked,
                strength: Strength::Medium,
            });
            return;
        }
    }
}
