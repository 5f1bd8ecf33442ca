//! Owns JUnit XML: a suite for the gate itself and one for each file that has findings or was not checked. While the gate
//! lets the drafts through, no finding is a failure: a test report must not be stricter than the gate.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::model::{Disclose, Inside, Report, Shown};
use super::summary::{LET_THROUGH, counted, summary_line};
use super::{Reporter, Style, clean};
use crate::policy::Severity;

/// JUnit XML.
pub struct Junit;

impl Reporter for Junit {
    fn name(&self) -> &'static str {
        "junit"
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut cases = vec![gate(report)];
        cases.extend(report.findings.iter().map(|shown| of_finding(shown, report.passed)));
        cases.extend(report.files.iter().map(|file| Case {
            suite: &file.path,
            name: clean::line(&file.rule).into_owned(),
            result: if report.passed { Result::Skipped } else { Result::Failure },
            message: counted(file.count, "finding", "findings"),
            kind: &file.rule,
            details: String::new(),
        }));
        cases.extend(report.unchecked.iter().map(|file| Case {
            suite: &file.path,
            name: "the file is checked".to_owned(),
            result: if file.accepted.is_some() { Result::Skipped } else { Result::Error },
            message: file.reason.clone(),
            kind: "gate/unchecked",
            details: file.accepted.clone().unwrap_or_default(),
        }));
        // The gate stays first, files are in the order of paths, and what a file has stays in order.
        if let Some(files) = cases.get_mut(1..) {
            files.sort_by_key(|case| case.suite);
        }
        let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
        document(&cases, &mut writer)?;
        out.write_all(b"\n")
    }
}

/// One test.
struct Case<'a> {
    /// The file, or `subrosa` for the gate.
    suite: &'a str,
    /// What is tested.
    name: String,
    /// What came of it.
    result: Result,
    /// Why, in a sentence.
    message: String,
    /// The rule.
    kind: &'a str,
    /// All that is known.
    details: String,
}

/// What came of a test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Result {
    /// Good.
    Passed,
    /// Something was found.
    Failure,
    /// The test could not be made.
    Error,
    /// Something that does not fail the gate.
    Skipped,
}

/// The test that the gate itself is.
fn gate(report: &Report) -> Case<'_> {
    let counts = (report.level != Disclose::Verdict).then(|| summary_line(&report.summary));
    let through = report.let_through.then(|| LET_THROUGH.to_owned());
    let message = [counts, through].into_iter().flatten().collect::<Vec<_>>().join("; ");
    Case {
        suite: "subrosa",
        name: "the gate lets the drafts through".to_owned(),
        result: match (report.passed, report.let_through) {
            (true, true) => Result::Skipped,
            (true, false) => Result::Passed,
            (false, _) => Result::Failure,
        },
        message,
        kind: "gate",
        details: String::new(),
    }
}

/// The test of a finding.
fn of_finding(shown: &Shown, passed: bool) -> Case<'_> {
    let place = match (shown.inside, &shown.part) {
        (Inside::Path, _) => "in the path".to_owned(),
        (Inside::Content, Some(part)) => format!("{part}, line {}, column {}", shown.span.line, shown.span.column),
        (Inside::Content, None) => format!("line {}, column {}", shown.span.line, shown.span.column),
    };
    let fails = !passed && shown.allowed.is_none() && shown.severity >= Severity::Warning;
    let lines = [
        shown.help.as_deref().map(str::to_owned),
        shown.rewrite.as_ref().map(|rewrite| format!("Write instead: {rewrite}")),
        shown.record.as_ref().map(|record| format!("In record {record}")),
        (!shown.authorities.is_empty()).then(|| format!("See {}", shown.authorities.join("; "))),
        shown.fingerprint.as_ref().map(|fingerprint| format!("Fingerprint {fingerprint}")),
        shown.allowed.as_ref().map(|reason| format!("Allowed: {reason}")),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().map(|line| clean::line(&line).into_owned()).collect();
    Case {
        suite: &shown.path,
        name: format!("{} {place}", shown.rule),
        result: if fails { Result::Failure } else { Result::Skipped },
        message: format!("{}: {}", shown.severity, shown.message),
        kind: &shown.rule,
        details: lines.join("\n"),
    }
}

/// How many tests ended in a way.
fn count(cases: &[Case<'_>], result: Result) -> String {
    cases.iter().filter(|case| case.result == result).count().to_string()
}

/// An element with its attributes. Characters that XML does not know, or that steer a terminal, are pictures.
fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, legal(value).as_str()));
    }
    element
}

/// Text that XML 1.0 can hold, in one line.
fn legal(text: &str) -> String {
    clean::line(text).chars().map(legal_char).collect()
}

/// A character that XML 1.0 knows.
const fn legal_char(c: char) -> char {
    if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c }
}

/// Writes the document.
fn document<W: io::Write>(cases: &[Case<'_>], writer: &mut Writer<W>) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let head = [("name", "subrosa")];
    writer.write_event(Event::Start(counts("testsuites", &head, cases)))?;
    for suite in cases.chunk_by(|a, b| a.suite == b.suite) {
        let name = suite.first().map_or("", |case| case.suite);
        writer.write_event(Event::Start(counts("testsuite", &[("name", name)], suite)))?;
        for case in suite {
            of_case(case, writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuites")))
}

/// An element that counts its tests.
fn counts<'a>(name: &'a str, head: &[(&str, &str)], cases: &[Case<'_>]) -> BytesStart<'a> {
    let numbers = [
        ("tests", cases.len().to_string()),
        ("failures", count(cases, Result::Failure)),
        ("errors", count(cases, Result::Error)),
        ("skipped", count(cases, Result::Skipped)),
    ];
    let mut all = head.to_vec();
    all.extend(numbers.iter().map(|(key, value)| (*key, value.as_str())));
    element(name, &all)
}

/// Writes a test.
fn of_case<W: io::Write>(case: &Case<'_>, writer: &mut Writer<W>) -> io::Result<()> {
    let start = element("testcase", &[("name", &case.name), ("classname", case.suite)]);
    let result = match case.result {
        Result::Passed => return writer.write_event(Event::Empty(start)),
        Result::Failure => "failure",
        Result::Error => "error",
        Result::Skipped => "skipped",
    };
    writer.write_event(Event::Start(start))?;
    let inner = element(result, &[("message", &case.message), ("type", case.kind)]);
    // A skipped test of this format has no text, and no type.
    let lines = std::iter::once(case.message.as_str()).chain(case.details.lines()).collect::<Vec<_>>();
    let skipped = element(result, &[("message", &lines.join(" · "))]);
    match (case.result, case.details.is_empty()) {
        (Result::Skipped, _) => writer.write_event(Event::Empty(skipped))?,
        (_, true) => writer.write_event(Event::Empty(inner))?,
        (_, false) => {
            writer.write_event(Event::Start(inner))?;
            let text: String = case.details.chars().map(legal_char).collect();
            writer.write_event(Event::Text(BytesText::new(&text)))?;
            writer.write_event(Event::End(BytesEnd::new(result)))?;
        }
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}
