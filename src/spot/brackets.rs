//! Owns the bracket that opens right before a find and closes inside it: `[2023] EWCA Civ 1234`. Called by `spot` for
//! identifiers, and by `names`.

use crate::text::Span;

/// The span with the bracket that it closes, if that opens right before it and no earlier than byte `from`.
pub(super) fn opened(text: &str, from: u32, span: Span) -> Span {
    let written = text.get(span.range()).unwrap_or_default();
    let before = text.get(from as usize..span.start as usize).unwrap_or_default();
    let opens = [('[', ']'), ('(', ')')].into_iter().any(|(open, close)| {
        let closes = written.find(close).is_some_and(|at| !written.get(..at).unwrap_or_default().contains(open));
        closes && before.ends_with(open)
    });
    if opens { Span::new(span.start - 1, span.end) } else { span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_that_closes_inside_is_taken_in() {
        let text = "see [2023] EWCA Civ 12, (see 12)";
        assert_eq!(opened(text, 0, Span::new(5, 22)), Span::new(4, 22));
        assert_eq!(opened(text, 5, Span::new(5, 22)), Span::new(5, 22), "it stands before the block");
        assert_eq!(opened(text, 0, Span::new(25, 31)), Span::new(25, 31));
    }
}
