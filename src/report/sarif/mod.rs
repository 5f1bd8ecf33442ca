//! Owns SARIF 2.1.0, within the limits of GitHub's code scanning: the worst findings first, at most as many as it keeps,
//! and a notification that says how many are left out. `log` is the shape of the document.

mod log;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use serde_json::ser::PrettyFormatter;

use super::escaping::Escaping;
use super::json;
use super::model::{Disclose, Inside, Place, Report, Shown};
use super::rule_titles::title;
use super::summary::{LET_THROUGH, counted, summary_line};
use super::triage::worst_first;
use super::{Reporter, Style, identity};
use crate::policy::Severity;
use log::{
    ArtifactLocation, Driver, Fingerprints, Help, Invocation, Location, Log, LogicalLocation, Message, Notification,
    PhysicalLocation, Properties, Region, Rule, RuleProperties, Run, SarifResult, Suppression, Tool,
};

/// Results that GitHub keeps of a run; it refuses a run with more than five times as many.
const RESULTS: usize = 5_000;
/// Further locations of a result that GitHub keeps, with its own.
const LOCATIONS: usize = 99;
/// Notifications of a run.
const NOTIFICATIONS: usize = 1_000;
/// Tags of a rule that GitHub keeps.
const TAGS: usize = 10;
/// The address of the schema.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One SARIF log.
pub struct Sarif;

impl Reporter for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        json::write_value(&log(report), Escaping(PrettyFormatter::new()), out)
    }
}

/// The log of a report.
fn log(report: &Report) -> Log<'_> {
    let mut shown = worst_first(report);
    let left_out = shown.len().saturating_sub(RESULTS);
    shown.truncate(RESULTS);
    let (rules, index) = rules(&shown);
    let ids = identity::identities(report);
    let results = shown.iter().map(|(number, shown)| {
        let rule = index.get(&*shown.rule).copied().unwrap_or_default();
        result(shown, rule, ids.get(*number).cloned().unwrap_or_default())
    });
    let run = Run {
        results: results.collect(),
        invocations: [Invocation {
            // Whether the job was done whole, not whether something was found.
            execution_successful: report.summary.unchecked == 0,
            tool_execution_notifications: notifications(report, left_out),
        }],
        tool: Tool { driver: Driver { name: "subrosa", semantic_version: env!("CARGO_PKG_VERSION"), rules } },
        column_kind: "unicodeCodePoints",
    };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

/// The rules of the findings, in the order of their ids, and each id's place among them.
fn rules<'a>(findings: &[(usize, &'a Shown)]) -> (Vec<Rule<'a>>, HashMap<&'a str, usize>) {
    let mut first: Vec<(&str, usize, &Shown)> =
        findings.iter().map(|(number, shown)| (&*shown.rule, *number, *shown)).collect();
    first.sort_unstable_by_key(|(rule, number, _)| (*rule, *number));
    first.dedup_by_key(|(rule, ..)| *rule);
    let index = first.iter().enumerate().map(|(i, (rule, ..))| (*rule, i)).collect();
    (first.into_iter().map(|(.., shown)| rule(shown)).collect(), index)
}

/// A rule, by one of its findings.
fn rule(shown: &Shown) -> Rule<'_> {
    let title = title(shown);
    let help = shown.help.as_deref().unwrap_or("Write it so that it tells nothing of a client.");
    // What a pack says to write instead belongs to the rule; what a register says belongs to one client.
    let rewrite = shown.rewrite.as_deref().filter(|_| shown.subject.is_none());
    let mut text = help.to_owned();
    let mut markdown = format!("{}\n", markdown(help));
    if let Some(rewrite) = rewrite {
        text.push_str(&format!("\nWrite instead: {rewrite}"));
        markdown.push_str(&format!("\nWrite instead:\n\n> {}\n", self::markdown(rewrite)));
    }
    if !shown.authorities.is_empty() {
        text.push_str(&format!("\nSee {}", shown.authorities.join("; ")));
        markdown.push_str("\nAuthorities:\n\n");
        for authority in &shown.authorities {
            markdown.push_str(&format!("- {}\n", self::markdown(authority)));
        }
    }
    let mut tags = vec!["confidentiality", &shown.category];
    for authority in shown.authorities.iter().map(String::as_str).take(TAGS) {
        if tags.len() < TAGS && !tags.contains(&authority) {
            tags.push(authority);
        }
    }
    Rule {
        id: &shown.rule,
        short_description: Message { text: title.clone() },
        full_description: Message { text: title },
        help: Help { text, markdown },
        properties: RuleProperties { tags },
    }
}

/// A text in Markdown.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The result of a finding.
fn result(shown: &Shown, rule_index: usize, id: String) -> SarifResult<'_> {
    let labels = shown.labels.iter().map(|label| (&label.span, label.message.as_str()));
    let places = shown.places.iter().map(|place| (place, "the same again"));
    let related = labels.chain(places).take(LOCATIONS).enumerate().map(|(i, (place, words))| {
        let message = Some(Message { text: Cow::Borrowed(words) });
        Location { id: Some(i + 1), message, ..location(shown, place) }
    });
    SarifResult {
        rule_id: &shown.rule,
        rule_index,
        level: level(shown.severity),
        message: Message { text: Cow::Borrowed(&shown.message) },
        locations: [location(shown, &shown.span)],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints {
            // GitHub would fill an empty one with a hash of the line as it is, which is guessable.
            primary_location_line_hash: id,
            keyed: shown.fingerprint.as_deref(),
        },
        suppressions: shown
            .allowed
            .as_deref()
            .map(|reason| [Suppression { kind: "external", status: "accepted", justification: reason }]),
        properties: Properties {
            category: &shown.category,
            strength: shown.strength.as_str(),
            kind: shown.kind.as_str(),
            channel: shown.channel.as_deref(),
            client: shown.subject.as_ref().map(|subject| &*subject.client),
            matter: shown.subject.as_ref().and_then(|subject| subject.matter.as_deref()),
            rewrite: shown.rewrite.as_deref(),
        },
    }
}

/// A severity in SARIF's words.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
        Severity::Off => "none",
    }
}

/// A place of a finding. In a path and in a container no line of the file can be told: the first stands for all.
fn location<'a>(shown: &'a Shown, place: &Place) -> Location<'a> {
    let inside = place.elsewhere.unwrap_or(shown.inside);
    let region = match (inside, &shown.part) {
        (Inside::Content, None) => Region {
            start_line: place.line,
            start_column: Some(place.column),
            end_line: place.end_line,
            end_column: place.end_column,
        },
        _ => Region { start_line: 1, start_column: None, end_line: None, end_column: None },
    };
    let logical = match inside {
        Inside::Path => vec![LogicalLocation { name: "path" }],
        Inside::Content => {
            [&shown.part, &shown.record].into_iter().flatten().map(|name| LogicalLocation { name }).collect()
        }
    };
    Location {
        id: None,
        message: None,
        physical_location: PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(&shown.path) }, region },
        logical_locations: logical,
    }
}

/// What is no result: at levels without places what was found, and always what was not checked and what is left out.
fn notifications(report: &Report, left_out: usize) -> Vec<Notification<'_>> {
    let say = |level, id, text: String| Notification {
        level,
        descriptor: log::Descriptor { id },
        message: Message { text: Cow::Owned(text) },
        locations: Vec::new(),
    };
    let mut all = Vec::new();
    match report.level {
        Disclose::Verdict if report.let_through => {
            all.push(say("warning", "gate/verdict", format!("pass: {LET_THROUGH}")));
        }
        Disclose::Verdict if report.passed => all.push(say("note", "gate/verdict", "pass".to_owned())),
        Disclose::Verdict => {
            let text = "fail: the gate does not let the drafts through; this level of disclosure shows no more";
            all.push(say("error", "gate/verdict", text.to_owned()));
        }
        Disclose::Files => {
            let level = if report.passed { "note" } else { "error" };
            let mut text = summary_line(&report.summary);
            text.push_str("; this level of disclosure shows no places");
            if report.let_through {
                text.push_str(&format!("; {LET_THROUGH}"));
            }
            all.push(say(level, "gate/verdict", text));
        }
        Disclose::Full | Disclose::Masked => {}
    }
    if left_out > 0 {
        let text =
            format!("{} left out of this log: it holds the worst {RESULTS}", counted(left_out, "result", "results"));
        all.push(say("warning", "gate/left-out", text));
    }
    let at = |path| vec![log::ArtifactPlace::new(uri(path))];
    let counts = report.files.iter().map(|file| {
        let text = format!("{} of {}", counted(file.count, "finding", "findings"), file.rule);
        Notification { locations: at(&file.path), ..say("warning", "gate/count", text) }
    });
    let unchecked = report.unchecked.iter().map(|file| {
        let (level, why) = match &file.accepted {
            Some(why) => ("note", format!(" (accepted: {why})")),
            None => ("error", String::new()),
        };
        let text = format!("Not checked: {}{why}", file.reason);
        Notification { locations: at(&file.path), ..say(level, "gate/unchecked", text) }
    });
    // What was not checked must not be crowded out by counts.
    let room = NOTIFICATIONS.saturating_sub(all.len());
    all.extend(unchecked.chain(counts).take(room));
    let total = report.unchecked.len() + report.files.len();
    if total > room {
        let text = format!("{} left out of this log", counted(total - room, "notification", "notifications"));
        all.push(say("warning", "gate/left-out", text));
    }
    all
}

/// A path as a relative reference. A colon is encoded: in the first folder's name it would end a scheme.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::with_capacity(path.len());
    for byte in path.trim_start_matches("./").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    // Two slashes at the start would begin with a host.
    if uri.starts_with("//") { format!("/{}", uri.trim_start_matches('/')) } else { uri }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri("./a b/ü:#?%.md"), "a%20b/%C3%BC%3A%23%3F%25.md");
        assert_eq!(uri("c:/x"), "c%3A/x");
        assert_eq!(uri("//host/x"), "/host/x");
    }
}
