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
    let long = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let first = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let any = |w: &&str| w.chars().any(char::is_alphabetic);
    // `On Target For Growth`: no sentence is written so.
    if line.split_whitespace().filter(any).count() >= 3 && line.split_whitespace().filter(any).all(first) {
        return true;
    }
    let all = line.split_whitespace().filter(long).count();
    let capital = line.split_whitespace().filter(long).filter(|w| first(w)).count();
    all >= 3 && capital * 5 >= all * 4
}
