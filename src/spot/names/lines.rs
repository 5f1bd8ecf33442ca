//! Owns what the capitals of a whole line say: nothing in titles, menus and lines in capitals. Called by `evidence`, `person`
//! and `stranger`.

use super::evidence::Place;
use crate::draft::Role;

/// Bytes of a line before and after a name that are looked at: a title is no longer, and a text on one line must not be
/// read again for each name.
const LINE: usize = 240;

/// Whether a line of a heading, a label or a cell is a bare word or two: a menu, where capitals say nothing.
pub(super) fn is_menu(role: Role, line: &str) -> bool {
    matches!(
        role,
        Role::Heading | Role::ListItem | Role::Cell | Role::Attribute | Role::Alt | Role::FrontMatter | Role::Meta
    ) && line.split_whitespace().count() <= 2
}

/// Whether a line has letters and all are capitals, in two words or more.
pub(super) fn is_caps_line(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase) && line.split_whitespace().count() > 1
}

/// Whether nearly every word of a line that could do without begins with a capital: a title.
pub(super) fn is_title_line(line: &str) -> bool {
    let mut title = Title::default();
    title.words_of(line);
    // `On Target For Growth`: no sentence is written so.
    title.words >= 3 && title.capitals == title.words || title.long >= 3 && title.long_capitals * 5 >= title.long * 4
}

/// Whether a line with a name in it is a title, by what stands before the name and after it: the capitals of the name itself
/// say nothing, nor does that of the first word (`Thanks to Summit Foods!`).
fn is_title_around(before: &str, after: &str) -> bool {
    let mut title = Title::default();
    let opener = before.trim_start().find(char::is_whitespace);
    title.words_of(opener.and_then(|end| before.trim_start().get(end..)).unwrap_or_default());
    title.words_of(after);
    // `Charity Ball 2027: Save the Date`.
    let opens = before.trim_start().is_empty() && title.long >= 2 && title.long_capitals == title.long;
    let nearly = title.long >= 3 && title.long_capitals * 5 >= title.long * 4;
    opens || nearly || title.words >= 2 && title.capitals == title.words
}

/// Counts of the words of a line.
#[derive(Default)]
struct Title {
    /// Those with letters.
    words: usize,
    /// Of these, those that begin with a capital.
    capitals: usize,
    /// Those of four letters or more.
    long: usize,
    /// Of these, those that begin with a capital.
    long_capitals: usize,
}

impl Title {
    /// Counts the words of a text.
    fn words_of(&mut self, text: &str) {
        if text.is_ascii() {
            for word in text.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
                let mut letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
                let first = letters.next().map(u8::is_ascii_uppercase);
                self.word(first, || letters.nth(2).is_some());
            }
        } else {
            for word in text.split_whitespace() {
                let mut letters = word.chars().filter(|c| c.is_alphabetic());
                let first = letters.next().map(char::is_uppercase);
                self.word(first, || letters.nth(2).is_some());
            }
        }
    }

    /// Counts a word: whether its first letter is a capital, if it has letters, and whether it has four or more.
    fn word(&mut self, capital: Option<bool>, long: impl FnOnce() -> bool) {
        let Some(capital) = capital.map(usize::from) else { return };
        self.words += 1;
        self.capitals += capital;
        if long() {
            self.long += 1;
            self.long_capitals += capital;
        }
    }
}

impl<'a> Place<'_, 'a> {
    /// The line of the block that holds the name, as far as it matters: at most [`LINE`] bytes to either side.
    pub(super) fn line(&self) -> &'a str {
        let (start, end) = self.line_bounds();
        self.stretch.text.get(start..end).unwrap_or_default()
    }

    /// Bytes from and to which that line stands in the text.
    fn line_bounds(&self) -> (usize, usize) {
        let (before, after) = (self.before(), self.after());
        let near = before.len().saturating_sub(LINE);
        let near = (near..before.len()).find(|i| before.is_char_boundary(*i)).unwrap_or(before.len());
        let start = before.get(near..).and_then(|t| t.rfind('\n')).map_or(near, |i| near + i + 1);
        let far = (0..=LINE.min(after.len())).rev().find(|i| after.is_char_boundary(*i)).unwrap_or_default();
        let end = after.get(..far).and_then(|t| t.find('\n')).unwrap_or(far);
        (self.stretch.block.start as usize + start, self.aligned.span.end as usize + end)
    }

    /// Whether the line is a title, the name apart.
    pub(super) fn is_in_title(&self) -> bool {
        let (start, end) = self.line_bounds();
        let (name, text) = (self.aligned.span, self.stretch.text);
        let before = text.get(start..name.start as usize).unwrap_or_default();
        is_title_around(before, text.get(name.end as usize..end).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{is_title_around, is_title_line};

    #[test]
    fn a_title_is_told_by_its_capitals_in_any_letters() {
        for (line, title) in [
            ("On Target For Growth", true),
            ("Notes on a Settlement Reached With Regulators", true),
            ("We met the board of Kestrelford on Monday", false),
            ("Two Words", false),
            ("", false),
            ("- 1. \u{b} On\tTarget 2 For", true),
        ] {
            assert_eq!(is_title_line(line), title, "{line}");
            assert_eq!(is_title_line(&format!("{line} —")), title, "{line}");
        }
    }

    #[test]
    fn the_capitals_of_a_name_make_no_title_of_its_line() {
        for (before, after, title) in [
            ("Thanks to ", "!", false),
            ("Happy Birthday ", "", false),
            ("", " Wins Big Award", true),
            ("", " 2027: Save the Date", true),
            ("", " wins big award", false),
            ("How ", " Grew In Five Years", true),
            ("Dinner with ", ", as ever", false),
        ] {
            assert_eq!(is_title_around(before, after), title, "{before}…{after}");
        }
    }
}
