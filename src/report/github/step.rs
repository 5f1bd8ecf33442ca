//! Owns the Markdown page of a workflow step: verdict, counts, a table of the worst findings, what was not checked.
//! Nothing of a draft is read as Markdown or HTML there.

use std::fmt::Write as _;

use crate::policy::Severity;
use crate::report::clean;
use crate::report::model::{Disclose, Inside, Report, Shown};
use crate::report::summary::{LET_THROUGH, counted, summary_line};
use crate::report::triage::worst_first;

/// Rows of a table. GitHub refuses a page of more than one megabyte.
const ROWS: usize = 200;
/// Characters of a cell.
const CELL: usize = 400;

/// The page of a report.
pub fn step_summary(report: &Report) -> String {
    let verdict = if report.passed { "the gate lets the drafts through" } else { "the gate holds the drafts back" };
    let mut page = format!("## subrosa: {verdict}\n");
    if report.let_through {
        let _ = writeln!(page, "\n**In spite of findings**: {}", text(LET_THROUGH));
    }
    if report.level == Disclose::Verdict {
        return page;
    }
    let _ = writeln!(page, "\n{}", text(&summary_line(&report.summary)));
    let findings: Vec<&Shown> =
        worst_first(report).into_iter().map(|(_, shown)| shown).filter(|shown| shown.allowed.is_none()).collect();
    let rows = findings.iter().map(|shown| {
        let severity = match shown.severity {
            Severity::Error => "❌ error",
            Severity::Warning => "⚠️ warning",
            Severity::Advice | Severity::Off => "💡 advice",
        };
        let help = shown.help.as_deref().map(|help| format!("<br>{}", text(help))).unwrap_or_default();
        let fingerprint =
            shown.fingerprint.as_deref().map(|print| format!("<br>fingerprint {print}")).unwrap_or_default();
        format!(
            "{severity} | {} | {} | {}{help}{fingerprint}",
            text(&shown.rule),
            text(&place(shown)),
            text(&shown.message)
        )
    });
    table(&mut page, "Severity | Rule | Where | What", rows);
    let counts =
        report.files.iter().map(|file| format!("{} | {} | {}", text(&file.path), text(&file.rule), file.count));
    table(&mut page, "File | Rule | Findings", counts);
    let unchecked = report.unchecked.iter().map(|file| {
        let accepted = file.accepted.as_deref().map(|why| format!(" (accepted: {})", text(why))).unwrap_or_default();
        format!("{} | {}{accepted}", text(&file.path), text(&file.reason))
    });
    table(&mut page, "Not checked | Why", unchecked);
    page
}

/// Adds a table, if it has rows.
fn table(page: &mut String, head: &str, rows: impl ExactSizeIterator<Item = String>) {
    let count = rows.len();
    if count == 0 {
        return;
    }
    let line = vec!["---"; head.split(" | ").count()].join(" | ");
    let _ = writeln!(page, "\n| {head} |\n| {line} |");
    for row in rows.take(ROWS) {
        let _ = writeln!(page, "| {row} |");
    }
    if count > ROWS {
        let _ = writeln!(page, "\nand {}", counted(count - ROWS, "more", "more"));
    }
}

/// Where a finding stands.
fn place(shown: &Shown) -> String {
    match (shown.inside, &shown.part) {
        (Inside::Path, _) => format!("{} (its name)", shown.path),
        (Inside::Content, Some(part)) => format!("{}, {part}", shown.path),
        (Inside::Content, None) => format!("{}:{}:{}", shown.path, shown.span.line, shown.span.column),
    }
}

/// A text that stays text in a cell: in one line, and nothing in it is Markdown, HTML or a mention.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean::line(text).chars().take(CELL) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            ':' => out.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' | '(' | ')' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    if text.chars().nth(CELL).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text() {
        assert_eq!(text("a|b\n<img src=x> [c](d) `e` @f"), "a\\|b␊&lt;img src=x&gt; \\[c\\]\\(d\\) \\`e\\` &#64;f");
    }
}
