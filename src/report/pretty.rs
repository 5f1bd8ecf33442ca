//! Owns what people read: each finding drawn by miette on the lines it stands in, what was not checked, and one line that
//! sums up. Does not decide what is hidden.

use std::fmt;
use std::io;

use anstyle::{AnsiColor, Style as Paint};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::model::{Disclose, Inside, Place, Report, Shown, Summary};
use super::source_code::Pages;
use super::summary::{LET_THROUGH, summary_line};
use super::{Reporter, Style, clean, why};
use crate::policy::Severity;

/// Further places that are listed for a finding.
const PLACES: usize = 8;
/// Columns that texts are wrapped at, however wide the terminal.
const READABLE: usize = 120;

/// For a terminal.
pub struct Pretty;

impl Reporter for Pretty {
    fn name(&self) -> &'static str {
        "pretty"
    }

    fn wants_snippets(&self) -> bool {
        true
    }

    fn says_why(&self) -> bool {
        true
    }

    fn write(&self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let page = Page { style: *style, handler: handler(style) };
        if report.level == Disclose::Verdict {
            let (word, paint) = if report.passed { ("pass", GREEN) } else { ("fail", RED) };
            let why = if report.let_through { format!(": {LET_THROUGH}") } else { String::new() };
            return writeln!(out, "{}{why}", page.painted(word, paint));
        }
        for shown in report.findings.iter().filter(|shown| shown.allowed.is_none()) {
            page.finding(shown, out)?;
        }
        if let Some(whys) = &report.whys {
            why::write(whys, out)?;
        }
        page.files(report, out)?;
        page.unchecked(report, out)?;
        page.summary(&report.summary, out)
    }
}

/// For what passes.
const GREEN: Paint = AnsiColor::Green.on_default().bold();
/// For errors.
const RED: Paint = AnsiColor::Red.on_default().bold();
/// For warnings.
const YELLOW: Paint = AnsiColor::Yellow.on_default().bold();
/// For what may be overlooked.
const QUIET: Paint = Paint::new().dimmed();

/// The handler that draws findings.
fn handler(style: &Style) -> GraphicalReportHandler {
    let theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.clamp(40, READABLE))
        .with_context_lines(1)
        .with_links(false)
        .tab_width(1)
}

/// What all parts of the output share.
struct Page {
    /// How to draw.
    style: Style,
    /// Draws findings.
    handler: GraphicalReportHandler,
}

impl Page {
    /// Draws a finding.
    fn finding(&self, shown: &Shown, out: &mut dyn io::Write) -> io::Result<()> {
        let name = clean::line(&shown.path);
        let name = match (shown.inside, &shown.part) {
            (Inside::Path, _) => format!("the path {name}"),
            (Inside::Content, Some(part)) => format!("{name}, {}", clean::line(part)),
            (Inside::Content, None) => name.into_owned(),
        };
        let problem = Problem { shown, pages: Pages::new(&shown.snippet, name, self.style.width) };
        let mut drawn = String::new();
        let result = match shown.inside {
            Inside::Content => self.handler.render_report(&mut drawn, &problem),
            Inside::Path => self.handler.clone().without_primary_span_start().render_report(&mut drawn, &problem),
        };
        result.map_err(io::Error::other)?;
        out.write_all(drawn.as_bytes())?;
        for note in notes(shown) {
            self.wrapped("  ", &clean::line(&note), QUIET, out)?;
        }
        writeln!(out)
    }

    /// The counts of each file.
    fn files(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        for file in report.files.chunk_by(|a, b| a.path == b.path) {
            let Some(first) = file.first() else { continue };
            writeln!(out, "{}", clean::line(&first.path))?;
            for entry in file {
                writeln!(out, "{:>6}  {}", entry.count, clean::line(&entry.rule))?;
            }
        }
        if report.files.is_empty() { Ok(()) } else { writeln!(out) }
    }

    /// What was not checked, and why.
    fn unchecked(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        for file in &report.unchecked {
            let (path, reason) = (clean::line(&file.path), clean::line(&file.reason));
            match &file.accepted {
                None => writeln!(out, "{} {path}: {reason}", self.painted("not checked:", YELLOW))?,
                Some(accepted) => {
                    let accepted = clean::line(accepted);
                    let head = self.painted("not checked, accepted:", QUIET);
                    writeln!(out, "{head} {path}: {reason} ({accepted})")?;
                }
            }
        }
        if report.unchecked.is_empty() { Ok(()) } else { writeln!(out) }
    }

    /// The last line.
    fn summary(&self, summary: &Summary, out: &mut dyn io::Write) -> io::Result<()> {
        let paint = match summary {
            Summary { error: 1.., .. } => RED,
            Summary { warning: 1.., .. } | Summary { unchecked: 1.., .. } => YELLOW,
            _ => GREEN,
        };
        self.wrapped("", &summary_line(summary), paint, out)
    }

    /// Writes a text in lines no wider than the terminal, indented.
    fn wrapped(&self, indent: &str, text: &str, paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
        let room = self.style.width.clamp(40, READABLE) - indent.len();
        let mut line = String::new();
        let mut used = 0;
        for word in text.split(' ') {
            let width: usize = word.chars().map(clean::columns).sum();
            if used > 0 && used + 1 + width > room {
                writeln!(out, "{indent}{}", self.painted(&line, paint))?;
                line.clear();
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += width;
        }
        writeln!(out, "{indent}{}", self.painted(&line, paint))
    }

    /// A text in a colour, where colours may be used.
    fn painted(&self, text: &str, paint: Paint) -> String {
        if self.style.color { format!("{paint}{text}{paint:#}") } else { text.to_owned() }
    }
}

/// The quiet lines below a finding.
fn notes(shown: &Shown) -> Vec<String> {
    let mut notes = Vec::new();
    if !shown.places.is_empty() {
        let named: Vec<String> =
            shown.places.iter().take(PLACES).map(|place| place_words(place, shown.inside)).collect();
        let more = shown.places.len().saturating_sub(PLACES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        notes.push(format!("also at {}{more}", named.join(", ")));
    }
    if let Some(record) = &shown.record {
        notes.push(format!("in record {record}"));
    }
    if !shown.authorities.is_empty() {
        notes.push(format!("see {}", shown.authorities.join("; ")));
    }
    if let Some(fingerprint) = &shown.fingerprint {
        notes.push(format!("fingerprint {fingerprint}"));
    }
    notes
}

/// A place in few words.
fn place_words(place: &Place, of: Inside) -> String {
    match place.elsewhere.unwrap_or(of) {
        Inside::Path => format!("character {} of the path", place.column),
        Inside::Content => format!("{}:{}", place.line, place.column),
    }
}

/// A finding as miette wants it.
struct Problem<'a> {
    /// The finding.
    shown: &'a Shown,
    /// Its lines.
    pages: Pages,
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown.rule)
    }
}

impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean::line(&self.shown.message))
    }
}

impl std::error::Error for Problem<'_> {}

impl Diagnostic for Problem<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!("{}[{}]", self.shown.severity, clean::line(&self.shown.rule))))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.shown.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice | Severity::Off => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let rewrite = self.shown.rewrite.as_ref().map(|rewrite| format!("Write instead: {}", clean::line(rewrite)));
        let help = self.shown.help.as_ref().map(|help| clean::line(help).into_owned());
        let lines: Vec<String> = help.into_iter().chain(rewrite).collect();
        if lines.is_empty() { None } else { Some(Box::new(lines.join("\n"))) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.pages)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.pages.labels()))
    }
}
