//! Owns the search for names in scripts that write no spaces between words, where words have no edges. Called by `find`.

use super::evidence::Verdict;
use super::stretch::Stretch;
use super::{Mention, NameIndex};
use crate::draft::Block;
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::{fold_char, is_ignorable};
use unicode_normalization::char::is_combining_mark;

impl NameIndex {
    /// Looks for names of scripts without spaces in one run of such a script.
    pub(super) fn unspaced(
        &self,
        stretch: &Stretch<'_>,
        (number, block): (u32, &Block),
        index: usize,
        out: &mut Vec<Mention>,
    ) {
        let Some(automaton) = &self.unspaced else { return };
        // The run and what follows without a gap: names may mix scripts.
        let Some(word) = stretch.words.get(index) else { return };
        let written = stretch.text.get(word.at as usize..block.text.end as usize).unwrap_or_default();
        let run_len = word.len as usize;
        let mut plain = String::new();
        let mut homes: Vec<(usize, usize)> = Vec::new();
        for (at, c) in written
            .char_indices()
            .take_while(|(at, c)| *at < run_len || c.is_alphanumeric() || is_ignorable(*c))
            .take(4096)
        {
            let before = plain.len();
            fold_char(c, &mut plain);
            homes.extend(std::iter::repeat_n((at, at + c.len_utf8()), plain.len() - before));
        }
        for found in automaton.find_overlapping_iter(&plain) {
            let (Some(from), Some(to)) = (homes.get(found.start()), homes.get(found.end() - 1)) else { continue };
            let Some(entry) = self.unspaced_entries.get(found.pattern().as_usize()) else { continue };
            if from.0 >= run_len {
                continue;
            }
            // Signs above and below the last letter belong to it.
            let rest = written.get(to.1..).unwrap_or_default();
            let signs: usize = rest.chars().take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum();
            let span = Span::new(word.at + from.0 as u32, word.at + (to.1 + signs) as u32);
            out.push(Mention {
                span,
                block: number,
                entry: *entry,
                verdict: Verdict::Yes,
                reason: Reason::Distinctive,
                written: Written::Whole,
                strength: Strength::Exact,
            });
        }
    }
}
