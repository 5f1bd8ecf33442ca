//! Owns how pages for reading are set in lines: wrapped, indented, with headings. `explain`, `train` and their like use it.

use std::fmt::Write as _;

/// Longest line of a page, in characters.
const WIDTH: usize = 88;

/// A heading, after a blank line.
pub(super) fn section(out: &mut String, title: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "\n{title}");
}

/// Writes a text in lines of [`WIDTH`], each after `indent`.
pub(super) fn wrap(out: &mut String, indent: &str, text: &str) {
    hang(out, indent, indent, text);
}

/// Writes a text in lines of [`WIDTH`], the first after `first`, all others after `indent`.
pub(super) fn hang(out: &mut String, first: &str, indent: &str, text: &str) {
    hang_to(out, first, indent, text, WIDTH);
}

/// Writes a text in lines of `most` characters, the first after `first`, all others after `indent`.
pub(super) fn hang_to(out: &mut String, first: &str, indent: &str, text: &str, most: usize) {
    let mut width = 0;
    for word in text.split_whitespace() {
        let len = word.chars().count();
        if width == 0 {
            out.push_str(first);
            width = first.chars().count();
        } else if width + 1 + len > most {
            out.push('\n');
            out.push_str(indent);
            width = indent.chars().count();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += len;
    }
    out.push('\n');
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed<S: AsRef<str>>(items: &[S], link: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {link} {}", rest.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words_and_hang() {
        let mut out = String::new();
        hang(&mut out, "- ", "  ", &"word ".repeat(20));
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("- word") && lines[1].starts_with("  word"));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH));
    }

    #[test]
    fn lists_end_in_a_word() {
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
        assert_eq!(listed(&["a"], "or"), "a");
    }
}
