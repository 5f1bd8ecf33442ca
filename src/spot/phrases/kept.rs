//! Owns which words of a draft lead to classes, block by block, so that its groups and sentences need not look their words up
//! again. Called by `phrases` while the words are walked, and by `ask` and `group`.

use std::collections::HashMap;

use super::bits::words_for;
use super::seeds::{Hit, Seeds};
use super::table::Tier;

/// Hits, block by block.
#[derive(Default)]
pub(super) struct Kept {
    /// The hits, in the order of the blocks.
    hits: Vec<Hit>,
    /// Blocks with hits, ascending.
    blocks: Vec<Own>,
    /// Where the hits of the stretch at hand begin.
    from: usize,
    /// The block at hand, and its group.
    at_hand: (u32, u32),
    /// Whether the draft holds too many: then the classes of each group, and no hits.
    full: Option<HashMap<u32, Vec<u64>>>,
}

/// The hits of one block.
#[derive(Clone, Copy)]
struct Own {
    /// Its number.
    number: u32,
    /// Its group.
    group: u32,
    /// Where its hits begin.
    from: u32,
    /// Where they end.
    to: u32,
}

/// Most hits that are kept of one draft: beyond that classes are kept by group, and sentences look their words up again.
const MOST_HITS: usize = 1 << 20;

impl Kept {
    /// Begins a draft.
    pub(super) fn clear(&mut self) {
        self.hits.clear();
        self.blocks.clear();
        self.full = None;
    }

    /// Whether nothing leads to classes.
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.full.is_none()
    }

    /// Begins a stretch of a block with this number and group: the list to append its hits to.
    pub(super) fn begin(&mut self, number: u32, group: u32) -> &mut Vec<Hit> {
        self.at_hand = (number, group);
        self.from = self.hits.len();
        &mut self.hits
    }

    /// Ends the stretch.
    pub(super) fn end(&mut self, seeds: &Seeds) {
        let (number, group) = self.at_hand;
        let to = self.hits.len() as u32;
        match self.blocks.last_mut() {
            Some(last) if last.number == number => last.to = to,
            _ if to > self.from as u32 => self.blocks.push(Own { number, group, from: self.from as u32, to }),
            _ => {}
        }
        if self.full.is_some() || self.hits.len() > MOST_HITS {
            self.give_up(seeds);
        }
    }

    /// Keeps the classes of each group in place of the hits.
    fn give_up(&mut self, seeds: &Seeds) {
        let full = self.full.get_or_insert_default();
        for own in self.blocks.drain(..) {
            let classes = full.entry(own.group).or_insert_with(|| vec![0; words_for(seeds.classes)]);
            let hits = self.hits.get(own.from as usize..own.to as usize).unwrap_or_default();
            hits.iter().for_each(|hit| seeds.mark(*hit, Tier::Rest, classes));
        }
        self.hits.clear();
    }

    /// The hits of a block; none where too many were found to keep them.
    pub(super) fn of(&self, number: u32) -> Option<&[Hit]> {
        if self.full.is_some() {
            return None;
        }
        let place = self.blocks.partition_point(|own| own.number < number);
        let own = self.blocks.get(place).filter(|own| own.number == number);
        Some(own.and_then(|own| self.hits.get(own.from as usize..own.to as usize)).unwrap_or_default())
    }

    /// The classes of a group of a draft with too many hits.
    pub(super) fn of_group(&self, group: u32) -> Option<&[u64]> {
        self.full.as_ref().and_then(|full| full.get(&group)).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spot::phrases::required::Required;
    use crate::spot::phrases::seeds::Builder;
    use crate::text::words::key;

    #[test]
    fn of_too_many_hits_the_classes_of_each_group_stay() {
        let mut builder = Builder::new();
        assert_eq!(["jury", "court"].map(|word| builder.class(&Required::any_of(word))), [0, 1]);
        let seeds = builder.build(&[u64::MAX], &|_| Tier::Rest, std::iter::empty());
        let hit = Hit::literal(seeds.place(key("court")), 0);
        let mut kept = Kept::default();
        for block in 0..4 {
            assert_eq!(kept.of(0).is_some(), block < 3);
            let count = if block == 3 { 1 } else { MOST_HITS / 2 };
            kept.begin(block, block / 2).extend(std::iter::repeat_n(hit, count));
            kept.end(&seeds);
        }
        assert_eq!([0, 1, 2].map(|group| kept.of_group(group)), [Some(&[2][..]), Some(&[2]), None]);
        kept.clear();
        assert!(kept.is_empty() && kept.of(0).is_some_and(<[Hit]>::is_empty) && kept.of_group(0).is_none());
    }
}
