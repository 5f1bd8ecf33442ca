//! Owns which words of a draft lead to classes, so that its sentences need not look all their words up again. Called by
//! `phrases` while the words are walked, and by `group`.

use super::seeds::Hit;

/// Hits, block by block.
#[derive(Default)]
pub(super) struct Kept {
    /// The hits, in the order of the blocks.
    hits: Vec<Hit>,
    /// Blocks with hits, ascending: number, where its hits begin, and where they end.
    blocks: Vec<(u32, u32, u32)>,
    /// Where the hits of the stretch at hand begin.
    from: usize,
    /// The block at hand.
    number: u32,
    /// Whether the draft holds too many.
    full: bool,
}

/// Most hits that are kept of one draft: what is beyond is looked up again.
const MOST_HITS: usize = 1 << 20;

impl Kept {
    /// Begins a draft.
    pub(super) fn clear(&mut self) {
        self.hits.clear();
        self.blocks.clear();
        self.full = false;
    }

    /// Begins a stretch of a block: the list to append its hits to.
    pub(super) fn begin(&mut self, number: u32) -> &mut Vec<Hit> {
        self.number = number;
        self.from = self.hits.len();
        &mut self.hits
    }

    /// The hits of the stretch at hand.
    pub(super) fn at_hand(&self) -> &[Hit] {
        self.hits.get(self.from..).unwrap_or_default()
    }

    /// Ends the stretch.
    pub(super) fn end(&mut self) {
        self.full |= self.hits.len() > MOST_HITS;
        if self.full {
            self.hits.clear();
            self.blocks.clear();
            return;
        }
        let to = self.hits.len() as u32;
        match self.blocks.last_mut() {
            Some((number, _, end)) if *number == self.number => *end = to,
            _ => self.blocks.push((self.number, self.from as u32, to)),
        }
    }

    /// The hits of a block; none where too many were found to keep them.
    pub(super) fn of(&self, number: u32) -> Option<&[Hit]> {
        if self.full {
            return None;
        }
        let place = self.blocks.partition_point(|(own, ..)| *own < number);
        let own = self.blocks.get(place).filter(|(own, ..)| *own == number);
        Some(own.and_then(|(_, from, to)| self.hits.get(*from as usize..*to as usize)).unwrap_or_default())
    }
}
