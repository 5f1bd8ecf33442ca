//! Owns which words a finding of several signals points at: the shortest stretch of one block that holds one of each.
//! Called by `rules`.

use super::scenes::Found;
use crate::draft::Draft;
use crate::rules::SignalId;
use crate::text::Span;
use crate::text::words::words;

/// A longer stretch points at nothing: a finding then stands on its first signal, with labels.
const MOST_WORDS: usize = 12;

/// The shortest stretch of one block that holds an occurrence of each of `wanted`; none if there is none of fewer than
/// twelve words. Of a single signal it is the first occurrence, however long. One pass: a window over the occurrences by place.
pub(super) fn shortest(draft: &Draft, wanted: &[SignalId], parts: &[Found]) -> Option<Span> {
    if let [only] = wanted {
        return parts.iter().find(|part| part.id == *only).map(|part| part.span);
    }
    let mut list: Vec<&Found> = parts.iter().filter(|part| wanted.contains(&part.id)).collect();
    list.sort_by_key(|part| (part.block, part.span));
    let mut best: Option<Span> = None;
    // The latest occurrence of each signal so far: the window is theirs.
    let mut latest: Vec<Option<&Found>> = vec![None; wanted.len()];
    for part in list {
        if latest.iter().flatten().any(|other| other.block != part.block) {
            latest.fill(None);
        }
        for (place, _) in wanted.iter().enumerate().filter(|(_, id)| **id == part.id) {
            if let Some(slot) = latest.get_mut(place) {
                *slot = Some(part);
            }
        }
        let whole: Option<Span> = latest
            .iter()
            .map(|slot| slot.map(|found| found.span))
            .reduce(|one, other| Some(one?.join(other?)))
            .flatten();
        if let Some(span) = whole
            && best.is_none_or(|best| span.len() < best.len())
        {
            best = Some(span);
        }
    }
    best.filter(|span| {
        let mut list = Vec::new();
        words(&draft.text, *span, &mut list);
        list.len() < MOST_WORDS
    })
}
