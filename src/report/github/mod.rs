//! Owns GitHub's workflow commands: the worst findings as annotations, as many as GitHub shows of one step, then one line
//! that sums up. `summary` writes the page of the step, which holds more.

mod step;

use std::fmt::Write as _;
use std::io;

pub use step::step_summary;

use super::model::{Disclose, Inside, Report, Shown};
use super::summary::{LET_THROUGH, counted, summary_line};
use super::triage::worst_first;
use super::{Reporter, Style, clean};
use crate::policy::Severity;

/// Annotations of one level that GitHub shows of one step.
const SHOWN: usize = 10;

/// Workflow commands.
pub struct Github;

impl Reporter for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        if report.level == Disclose::Verdict {
            let through = format!("::warning title=subrosa::{LET_THROUGH}");
            let line = match report.passed {
                true if report.let_through => through.as_str(),
                true => "pass",
                false => "::error title=subrosa::The gate does not let the drafts through",
            };
            return writeln!(out, "{line}");
        }
        let commands = commands(report);
        let mut left = [SHOWN; 3];
        let mut shown = 0;
        for (level, line) in &commands {
            let Some(room) = left.get_mut(*level as usize) else { continue };
            if *room > 0 {
                (*room, shown) = (*room - 1, shown + 1);
                writeln!(out, "{line}")?;
            }
        }
        let rest = commands.len() - shown;
        let rest = if rest > 0 { format!("; {} not annotated", counted(rest, "more", "more")) } else { String::new() };
        let through = if report.let_through { format!("; {LET_THROUGH}") } else { String::new() };
        writeln!(out, "subrosa: {}{rest}{through}", clean::line(&summary_line(&report.summary)))
    }
}

/// The levels of annotations.
#[derive(Clone, Copy)]
enum Level {
    /// Red.
    Error,
    /// Yellow.
    Warning,
    /// Grey.
    Notice,
}

impl Level {
    /// The command.
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// Every command of a report, the worst first. A file that was not checked is as bad as an error: nobody knows what it
/// holds.
fn commands(report: &Report) -> Vec<(Level, String)> {
    let findings = worst_first(report).into_iter().map(|(_, shown)| shown).filter(|shown| shown.allowed.is_none());
    let mut commands: Vec<(Level, String)> = findings.map(of_finding).collect();
    commands.extend(report.files.iter().map(|file| {
        let properties = [("file", relative(&file.path)), ("title", file.rule.clone())];
        (Level::Warning, command(Level::Warning, &properties, &counted(file.count, "finding", "findings")))
    }));
    commands.extend(report.unchecked.iter().filter(|file| file.accepted.is_none()).map(|file| {
        let properties = [("file", relative(&file.path)), ("title", "not checked".to_owned())];
        (Level::Error, command(Level::Error, &properties, &file.reason))
    }));
    commands
}

/// The command of a finding.
fn of_finding(shown: &Shown) -> (Level, String) {
    let level = match shown.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Advice | Severity::Off => Level::Notice,
    };
    let mut properties = vec![("file", relative(&shown.path))];
    if shown.inside == Inside::Content && shown.part.is_none() {
        let span = &shown.span;
        properties.push(("line", span.line.to_string()));
        properties.extend(span.end_line.map(|line| ("endLine", line.to_string())));
        // GitHub takes columns only where the lines are one.
        if span.end_line.is_none_or(|line| line == span.line) {
            properties.push(("col", span.column.to_string()));
            properties.extend(span.end_column.map(|column| ("endColumn", column.to_string())));
        }
    }
    properties.push(("title", shown.rule.to_string()));
    let mut message = shown.message.clone();
    if let Some(help) = &shown.help {
        let _ = write!(message, "\n{help}");
    }
    if let Some(rewrite) = &shown.rewrite {
        let _ = write!(message, "\nWrite instead: {rewrite}");
    }
    if let Some(fingerprint) = &shown.fingerprint {
        let _ = write!(message, "\nfingerprint {fingerprint}");
    }
    (level, command(level, &properties, &message))
}

/// A command in one line.
fn command(level: Level, properties: &[(&str, String)], message: &str) -> String {
    let mut line = format!("::{}", level.word());
    for (i, (name, value)) in properties.iter().enumerate() {
        let _ = write!(line, "{}{name}={}", if i == 0 { ' ' } else { ',' }, escaped(value, true));
    }
    let _ = write!(line, "::{}", escaped(message, false));
    line
}

/// A value as the runner reads it: it ends a command at a line end, and a property at a comma or colon.
fn escaped(text: &str, property: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if property => out.push_str("%3A"),
            ',' if property => out.push_str("%2C"),
            c => out.push(clean::picture(c).unwrap_or(c)),
        }
    }
    out
}

/// A path as GitHub wants it: from the root of the repository.
fn relative(path: &str) -> String {
    path.trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_ends_a_command() {
        let line = command(Level::Error, &[("file", "a,b:c\n::d%".to_owned())], "x\r\n::error::y, z: 5%");
        assert_eq!(line, "::error file=a%2Cb%3Ac%0A%3A%3Ad%25::x%0D%0A::error::y, z: 5%25");
    }
}
