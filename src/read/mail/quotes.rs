//! Owns where a mail stops being its author's own words: at the mark of the message that is answered or passed on. Lines
//! after `>` and block quotes are known to the readers of text and pages.

use std::ops::Range;

use crate::draft::Block;
use crate::read::lines::next_line;

/// Lines that are looked at for the headers of a message that is answered.
const NEAR: usize = 6;

/// Where other people's words begin in a stretch of plain text; its end where they don't.
pub(super) fn start(text: &str, range: Range<usize>) -> usize {
    let part = text.get(..range.end).unwrap_or_default();
    let mut at = range.start;
    while let Some((end, next)) = next_line(part, at) {
        let line = part.get(at..end).unwrap_or_default();
        if is_mark(line) || is_header_block(part.get(at..).unwrap_or_default()) {
            return at;
        }
        if let Some(len) = attribution(part.get(at..).unwrap_or_default()) {
            let after = part.get(at + len..).unwrap_or_default();
            if !after.trim_start().starts_with('>') {
                return at + len;
            }
        }
        at = next;
    }
    range.end
}

/// Marks the blocks of a page that are other people's words, from block `first` on.
pub(super) fn mark(text: &str, blocks: &mut [Block], first: usize) {
    let Some(blocks) = blocks.get_mut(first..) else { return };
    let mut from = None;
    for (index, block) in blocks.iter().enumerate() {
        let content = text.get(block.text.range()).unwrap_or_default();
        let line = content.lines().next().unwrap_or_default();
        if is_mark(line) || is_header_block(content) {
            from = Some(index);
            break;
        }
        let whole =
            attribution(content).is_some_and(|len| content.get(len..).is_some_and(|rest| rest.trim().is_empty()));
        if whole && blocks.get(index + 1).is_some_and(|next| !next.quoted) {
            from = Some(index + 1);
            break;
        }
    }
    for block in blocks.iter_mut().skip(from.unwrap_or(usize::MAX)) {
        block.quoted = true;
    }
}

/// Whether a line says that another message follows: `-----Original Message-----`.
fn is_mark(line: &str) -> bool {
    const WORDS: [&str; 10] = [
        "original message",
        "original appointment",
        "forwarded message",
        "forwarded by",
        "begin forwarded message",
        "ursprüngliche nachricht",
        "weitergeleitete nachricht",
        "message d'origine",
        "mensaje original",
        "messaggio originale",
    ];
    let line = line.trim();
    let inner = line.trim_matches(|c: char| matches!(c, '-' | '_' | '=' | ' ' | ':'));
    if line.len() > 100 || inner.len() == line.len() {
        return false;
    }
    let inner = inner.to_lowercase();
    WORDS.iter().any(|word| inner.starts_with(word)) && (line.starts_with("--") || inner.starts_with("begin"))
}

/// Whether a text begins with the headers of a message: `From:`, and near it when, to whom, or about what.
fn is_header_block(text: &str) -> bool {
    let starts = |line: &str, words: &[&str]| {
        let line = line.trim_start_matches(['*', ' ']);
        words.iter().any(|word| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    };
    if !starts(text.get(..text.floor_char_boundary(16)).unwrap_or_default(), &["From:", "Von:", "De :", "De:"]) {
        return false;
    }
    let mut seen = [false; 2];
    for line in text.lines().take(NEAR) {
        seen[0] |= starts(line, &["Sent:", "Date:", "Gesendet:", "Datum:", "Envoyé", "Enviado"]);
        seen[1] |= starts(line, &["To:", "Subject:", "An:", "Betreff:", "À", "Objet", "Para:", "Asunto:"]);
    }
    seen == [true; 2]
}

/// The bytes of `On Monday, somebody wrote:` at the start of a text, its line end included. It may run over two lines.
fn attribution(text: &str) -> Option<usize> {
    const FORMS: [(&str, &str); 4] = [("On ", "wrote:"), ("Am ", ":"), ("Le ", "a écrit :"), ("El ", "escribió:")];
    let (_, end) = FORMS.iter().find(|(start, _)| text.starts_with(start))?;
    let (mut at, mut len) = (0, 0);
    for _ in 0..2 {
        let (stop, next) = next_line(text, at)?;
        let line = text.get(at..stop)?.trim_end();
        len += line.len();
        let sound = *end != ":" || text.get(..stop).is_some_and(|all| all.contains(" schrieb "));
        if line.ends_with(end) && sound && len < 300 {
            return Some(next);
        }
        at = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::start;

    #[test]
    fn other_peoples_words_begin_at_their_mark() {
        let own = |text: &'static str| &text[..start(text, 0..text.len())];
        for (text, expected) in [
            ("Yes.\n\n-----Original Message-----\nFrom: A\n", "Yes.\n\n"),
            ("FYI\n---------- Forwarded message ---------\nFrom: A\n", "FYI\n"),
            ("Yes.\nFrom: A\nSent: Monday\nTo: B\nSubject: C\n\nText\n", "Yes.\n"),
            (
                "Yes.\nOn Mon, 1 Dec 2026 at 09:00, A <a@b.example> wrote:\nText\n",
                "Yes.\nOn Mon, 1 Dec 2026 at 09:00, A <a@b.example> wrote:\n",
            ),
            (
                "Yes.\nOn Mon, A\n<a@b.example> wrote:\n\n> Text\nMore\n",
                "Yes.\nOn Mon, A\n<a@b.example> wrote:\n\n> Text\nMore\n",
            ),
            ("From: here on we go.\nOn time.\n-- \nR.\n", "From: here on we go.\nOn time.\n-- \nR.\n"),
        ] {
            assert_eq!(own(text), expected);
        }
    }
}
