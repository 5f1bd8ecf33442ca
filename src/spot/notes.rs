//! Owns how the notes that readers leave in a draft become signals, and which conditions of rules may hold by them. Such
//! conditions name nothing but notes, so that nothing need be looked for. `spot` calls it once a draft.

use super::{Label, Possible, Signal, Strength};
use crate::draft::{Draft, NoteKind};
use crate::rules::{Fixed, RuleSet, Scope, SignalDef, SignalId};

/// The signal that packs know a note by.
pub const fn noted(kind: NoteKind) -> Fixed {
    match kind {
        NoteKind::Author => Fixed::Author,
        NoteKind::Account => Fixed::Account,
        NoteKind::Gps => Fixed::Gps,
        NoteKind::Place => Fixed::Place,
        NoteKind::MapLink => Fixed::MapLink,
        NoteKind::PrivatePath => Fixed::PrivatePath,
        NoteKind::Connection => Fixed::Connection,
        NoteKind::TrackedChange => Fixed::TrackedChange,
    }
}

/// Appends the notes of a draft to `signals`, and to `possible` the conditions that may hold where they stand. Few drafts
/// have any: the rules are gone through only then.
pub(super) fn find(draft: &Draft, rules: &RuleSet, signals: &mut Vec<Signal>, possible: &mut Vec<Possible>) {
    if draft.notes.is_empty() {
        return;
    }
    let mut groups: Vec<(SignalId, u32)> = Vec::new();
    for note in &draft.notes {
        let index = draft.block_at(note.span.start).unwrap_or_default();
        groups.extend(draft.blocks.get(index).map(|block| (noted(note.kind).id(), block.group)));
        signals.push(Signal {
            label: Label::Note(note.kind),
            span: note.span,
            block: index as u32,
            strength: Strength::Exact,
            ambiguous: false,
            subject: None,
        });
    }
    groups.sort_unstable();
    groups.dedup();
    for (rule, one) in (0_u32..).zip(&rules.rules) {
        for (condition, what) in (0_u32..).zip(&one.when) {
            let scored = what.score.iter().map(|(id, _)| id);
            let named = || what.all.iter().chain(&what.any).chain(scored.clone());
            if !named().any(|id| rules.signal(*id).is_some_and(SignalDef::is_note)) {
                continue;
            }
            for (_, group) in groups.iter().filter(|(note, _)| named().any(|id| id == note)) {
                let group = (what.scope != Scope::Draft).then_some(*group);
                possible.push(Possible { group, rule, condition });
            }
        }
    }
}
