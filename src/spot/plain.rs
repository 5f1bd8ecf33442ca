//! Owns which sentences of a draft are plain: frames that words add up to take away what stands in them, so that rules with
//! such a frame need not be tried there. `weights` fills it, `phrases` asks it.

use crate::rules::weights::{Bound, Share};
use crate::rules::{Extent, Finder, RuleSet, Scope, SignalId};

/// Sentences with the frames that stand in them, each frame a bit: its place in [`frames`].
#[derive(Default)]
pub(super) struct Plain {
    /// Block, first byte and frames of each sentence that was counted, in their order.
    lines: Vec<(u32, u32, u32)>,
    /// By block: the frames that stand in all its sentences.
    blocks: Vec<u32>,
}

/// The frames of sentences that words add up to; 32 at most.
pub(super) fn frames(rules: &RuleSet) -> Vec<SignalId> {
    let is_frame =
        |finder: &Finder| matches!(finder, Finder::Share(Share { scope: Scope::Sentence, bound: Bound::Most(_), .. }));
    let all = (0_u32..).map(SignalId).zip(&rules.signals);
    let frames = all.filter(|(_, def)| is_frame(&def.finder) && def.reach() == Some(Extent::Sentence));
    frames.map(|(id, _)| id).take(32).collect()
}

impl Plain {
    /// Begins a draft of so many blocks, of whose sentences nothing is known.
    pub(super) fn clear(&mut self, blocks: usize) {
        self.lines.clear();
        self.blocks.clear();
        self.blocks.resize(blocks, 0);
    }

    /// Adds a sentence: its block, its first byte, its frames. Sentences come in their order.
    pub(super) fn add(&mut self, block: u32, start: u32, frames: u32) {
        let first = self.lines.last().is_none_or(|(last, ..)| *last != block);
        if let Some(own) = self.blocks.get_mut(block as usize) {
            *own = if first { frames } else { *own & frames };
        }
        self.lines.push((block, start, frames));
    }

    /// The frames that stand in all sentences of a block.
    pub(super) fn of_block(&self, block: u32) -> u32 {
        self.blocks.get(block as usize).copied().unwrap_or_default()
    }

    /// The frames that stand in the sentence that begins at a byte of a block.
    pub(super) fn of_sentence(&self, block: u32, start: u32) -> u32 {
        let place = self.lines.binary_search_by_key(&(block, start), |(block, start, _)| (*block, *start));
        place.ok().and_then(|place| self.lines.get(place)).map_or(0, |(.., frames)| *frames)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_as_plain_as_all_its_sentences() {
        let mut plain = Plain::default();
        plain.clear(3);
        plain.add(0, 0, 0b11);
        plain.add(0, 9, 0b10);
        plain.add(2, 20, 0b01);
        assert_eq!([0, 1, 2].map(|block| plain.of_block(block)), [0b10, 0, 0b01]);
        assert_eq!([(0, 9), (0, 8), (2, 20)].map(|(block, start)| plain.of_sentence(block, start)), [0b10, 0, 0b01]);
    }
}
