//! Owns where a registered surname stands in a text, in the singular or the plural. Called by `person`.

use super::align::{self, Aligned, Way, align};
use super::stretch::{Start, Stretch, reach};
use crate::register::forms::FormKind;
use crate::text::Span;

/// The surname at or before word `first`, and whether it is in the plural.
pub(super) fn surname_at(
    stretch: &Stretch<'_>,
    surname: &str,
    first: usize,
    scratch: &mut align::Scratch,
) -> Option<(Aligned, bool)> {
    for back in 0..=reach(surname).min(first) {
        let at = Start { word: first - back, offset: 0 };
        let Some(aligned) = align(stretch, surname, FormKind::Name, at, Way::LOOSE, scratch) else {
            continue;
        };
        if aligned.last < first {
            return None;
        }
        let word = stretch.words.get(aligned.last)?;
        let rest = stretch.text.get(aligned.span.end as usize..word.span().end as usize)?;
        return match rest.to_ascii_lowercase().as_str() {
            "" => Some((aligned, false)),
            "s" | "es" => Some((Aligned { span: Span::new(aligned.span.start, word.span().end), ..aligned }, true)),
            _ => None,
        };
    }
    None
}
