//! Owns the sentences of a draft's blocks, cut once for all that ask. Called by `phrases` and `weights`.

use crate::draft::Draft;
use crate::text::Span;
use crate::text::sentence::sentences;

/// The sentences of a draft.
#[derive(Default)]
pub(super) struct Sentences {
    /// All that were cut, one block after the other.
    spans: Vec<Span>,
    /// By block: where its own begin and end in `spans`; none where nobody asked.
    blocks: Vec<Option<(u32, u32)>>,
}

impl Sentences {
    /// Begins a draft.
    pub(super) fn begin(&mut self, draft: &Draft) {
        self.spans.clear();
        self.blocks.clear();
        self.blocks.resize(draft.blocks.len(), None);
    }

    /// The sentences of the block with this index.
    pub(super) fn of(&mut self, draft: &Draft, block: u32) -> &[Span] {
        let Some(place) = self.blocks.get_mut(block as usize) else { return &[] };
        let (from, to) = *place.get_or_insert_with(|| {
            let from = self.spans.len() as u32;
            if let Some(block) = draft.blocks.get(block as usize) {
                sentences(&draft.text, block.text, &mut self.spans);
            }
            (from, self.spans.len() as u32)
        });
        self.spans.get(from as usize..to as usize).unwrap_or_default()
    }
}
