//! Owns what the capitals of a whole line say: nothing in titles, menus and lines in capitals. Called by `evidence`, `person`
//! and `stranger`.

use crate::draft::Role;

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
    if line.is_ascii() {
        for word in line.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
            let mut letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
            let first = letters.next().map(u8::is_ascii_uppercase);
            title.word(first, || letters.nth(2).is_some());
        }
    } else {
        for word in line.split_whitespace() {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            let first = letters.next().map(char::is_uppercase);
            title.word(first, || letters.nth(2).is_some());
        }
    }
    // `On Target For Growth`: no sentence is written so.
    title.words >= 3 && title.capitals == title.words || title.long >= 3 && title.long_capitals * 5 >= title.long * 4
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

#[cfg(test)]
mod tests {
    use super::is_title_line;

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
}
