//! Owns which sentences of a draft are plain: frames that words add up to take away what stands in them, so that rules with
//! such a frame need not be tried there. `weights` fills it, `phrases` asks it.

use crate::rules::weights::{Bound, Share};
use crate::rules::{Extent, Finder, RuleSet, Scope, SignalId};

/// Sentences with the frames that stand in them, each frame a bit: its place in [`frames`].
#[derive(Default)]
pub(super) struct Plain {
    /// Each sentence that was counted, in their order.
    lines: Vec<Line>,
    /// By block.
    blocks: Vec<Own>,
}

/// A sentence.
#[derive(Clone, Copy)]
struct Line {
    /// Its first byte.
    start: u32,
    /// The frames that stand in it.
    frames: u32,
}

/// The sentences of a block.
#[derive(Clone, Copy, Default)]
struct Own {
    /// The frames that stand in all of them.
    frames: u32,
    /// Where they begin in [`Plain::lines`].
    from: u32,
    /// Where they end.
    to: u32,
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
        self.blocks.resize(blocks, Own::default());
    }

    /// Adds a sentence: its block, its first byte, its frames. Sentences come in their order.
    pub(super) fn add(&mut self, block: u32, start: u32, frames: u32) {
        let place = self.lines.len() as u32;
        if let Some(own) = self.blocks.get_mut(block as usize) {
            *own = match own.from == own.to {
                true => Own { frames, from: place, to: place + 1 },
                false => Own { frames: own.frames & frames, to: place + 1, ..*own },
            };
        }
        self.lines.push(Line { start, frames });
    }

    /// The frames that stand in all sentences of a block.
    pub(super) fn of_block(&self, block: u32) -> u32 {
        self.blocks.get(block as usize).map_or(0, |own| own.frames)
    }

    /// The frames that stand in the sentence that begins at a byte of a block.
    pub(super) fn of_sentence(&self, block: u32, start: u32) -> u32 {
        let own = self.blocks.get(block as usize).copied().unwrap_or_default();
        let lines = self.lines.get(own.from as usize..own.to as usize).unwrap_or_default();
        let line = lines.get(lines.partition_point(|line| line.start < start));
        line.filter(|line| line.start == start).map_or(0, |line| line.frames)
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
