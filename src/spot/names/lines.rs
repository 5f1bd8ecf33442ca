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
    let (mut words, mut capitals, mut long, mut long_capitals) = (0, 0, 0, 0);
    for word in line.split_whitespace() {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { continue };
        let capital = usize::from(first.is_uppercase());
        words += 1;
        capitals += capital;
        if letters.nth(2).is_some() {
            long += 1;
            long_capitals += capital;
        }
    }
    // `On Target For Growth`: no sentence is written so.
    words >= 3 && capitals == words || long >= 3 && long_capitals * 5 >= long * 4
}
