//! What output shows, and above all what it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of tests may panic like the tests themselves")]

mod secrecy;

use std::sync::Arc;
use std::time::Instant;

use subrosa::draft::{Block, Claims, Draft, Role, Source};
use subrosa::judge::{Finding, FindingSubject, Rewrite};
use subrosa::policy::{Channel, Kind, Severity};
use subrosa::report::{
    Disclose, DraftOutcome, FileOutcome, Kept, Outcome, Report, Reporter, Style, disclose, disclose_for, reporter,
};
use subrosa::spot::Strength;
use subrosa::text::{Encoding, How, Run, Secret, SourceMap, Span};

/// A draft whose visible text is `body` as it stands in its source, a block a paragraph, with the path as its last block.
pub(crate) fn draft(path: &str, body: &str) -> Draft {
    let source = Arc::new(Source { path: path.into(), file: path.into(), bytes: body.into() });
    let text = format!("{body}\n{path}");
    let mut map = SourceMap::default();
    let size = |text: &str| u32::try_from(text.len()).unwrap();
    map.push(Run { text: 0, source: 0, source_len: size(body), how: How::Copy });
    map.push(Run { text: size(body), source: size(body), source_len: 0, how: How::Gap });
    map.push(Run { text: size(body) + 1, source: 0, source_len: size(path), how: How::Copy });
    let block = |span, role, group| Block { text: span, group, section: 0, role, label: None, quoted: false };
    let mut blocks = Vec::new();
    let mut at = 0;
    for paragraph in body.split("\n\n") {
        blocks.push(block(Span::at(at..at + paragraph.len()), Role::Paragraph, 0));
        at += paragraph.len() + 2;
    }
    blocks.push(block(Span::at(body.len() + 1..text.len()), Role::Path, 1));
    Draft {
        source,
        encoding: Encoding::Utf8,
        text,
        blocks,
        map,
        notes: Vec::new(),
        claims: Claims::default(),
        record: None,
        part: None,
    }
}

/// The span of the `nth` (from 0) occurrence of `word` in the draft's text.
pub(crate) fn spot(draft: &Draft, word: &str, nth: usize) -> Span {
    let (at, found) = draft.text.match_indices(word).nth(nth).expect("the word stands in the text");
    Span::at(at..at + found.len())
}

/// A finding of the register.
pub(crate) fn named(span: Span) -> Finding {
    let finding = Finding {
        message: "The draft names client C-1042".into(),
        help: Some("Take the name out, or record a consent.".into()),
        subject: Some(FindingSubject { client: "C-1042".into(), matter: None }),
        identity: PRINT,
        told: true,
        ..Finding::bare("identity/client".into(), Severity::Error, Strength::Exact, span, Kind::Post)
    };
    finding.with(|more| {
        more.rewrite = Some(Rewrite::Register(Secret::new("a regional hospital".into())));
        more.authorities = vec!["ABA Model Rule 1.6".into()];
        more.channel = Some(Channel::new("linkedin"));
    })
}

/// What the fingerprints of findings here are made of.
pub(crate) const PRINT: [u8; 16] = [0x5F, 0x0C, 0x9A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

#[test]
fn a_finding_does_not_print_the_words_of_the_register() {
    let printed = format!("{:?}", named(Span::new(0, 1)));
    assert!(!printed.contains("hospital") && printed.contains("Register(…)"), "{printed}");
}

/// A finding of a pack.
pub(crate) fn phrase(span: Span, labels: Vec<(Span, String)>) -> Finding {
    let finding = Finding {
        message: "The reply tells facts of the reviewer's case".into(),
        help: Some("Answer without confirming that the reviewer was a client.".into()),
        identity: PRINT,
        told: true,
        ..Finding::bare("case-facts/reply".into(), Severity::Warning, Strength::Exact, span, Kind::Reply)
    };
    finding.with(|more| {
        more.rewrite = Some(Rewrite::Pack("We take feedback seriously. Please call our office.".into()));
        more.authorities = vec!["ABA Model Rule 1.6".into(), "ABA Formal Op. 496".into()];
        more.labels = labels;
    })
}

/// One file of one draft.
pub(crate) fn file(draft: Draft, findings: Vec<Finding>, mentions: Vec<Span>) -> FileOutcome {
    FileOutcome {
        source: Arc::clone(&draft.source),
        kept: Kept::default(),
        unchecked: None,
        accepted: None,
        drafts: vec![DraftOutcome { draft, findings, mentions, whys: Vec::new() }],
    }
}

/// A source that was not read.
pub(crate) fn unread(path: &str, reason: &str, accepted: Option<&str>) -> FileOutcome {
    FileOutcome {
        source: Arc::new(Source { path: path.into(), file: path.into(), bytes: Vec::new() }),
        kept: Kept::default(),
        unchecked: Some(reason.into()),
        accepted: accepted.map(Into::into),
        drafts: Vec::new(),
    }
}

/// A run as people have it: a name in a text and in a path, facts of a case, an allowance, files that were not read.
pub(crate) fn outcome() -> Outcome {
    let first = draft(
        "drafts/northgate-memorial/launch.md",
        "# Our week\n\nGlad to act for Northgate\nMemorial again. Northgate Memorial is a friend.\n",
    );
    let across = spot(&first, "Northgate\nMemorial", 0);
    let again = spot(&first, "Northgate Memorial", 0);
    let in_path = spot(&first, "northgate-memorial", 0);
    let findings = vec![named(across).with(|more| more.places = vec![again]), named(in_path)];
    let first = file(first, findings, vec![across, again, in_path]);

    let second = draft("drafts/reply.txt", "Thanks. You paid $500 and then missed your hearing in May. Ruth was here.");
    let labels = vec![
        (spot(&second, "$500", 0), "an amount".to_owned()),
        (spot(&second, "hearing", 0), "an event of the case".to_owned()),
    ];
    let told = phrase(spot(&second, "You paid $500 and then missed your hearing", 0), labels);
    let ruth = spot(&second, "Ruth", 0);
    let allowed = named(ruth).with(|more| more.allowed = Some("Ruth is our receptionist".into()));
    let second = file(second, vec![told, allowed], vec![ruth]);
    Outcome {
        files: vec![
            unread("drafts/a.docx", "this format is not read yet", None),
            first,
            second,
            unread("old/scan.pdf", "the file is encrypted", Some("printed in 2019, public")),
        ],
        checked: 12,
        wordless: [("png picture", 2), ("woff2 font", 1)].into_iter().collect(),
        asked: false,
        ignored: 4,
        let_through: false,
    }
}

/// What a reporter writes.
pub(crate) fn written(outcome: &Outcome, level: Disclose, format: &str) -> String {
    let mut out = Vec::new();
    let style = Style { color: false, width: 80, unicode: true };
    let reporter = reporter(format).unwrap();
    reporter.write(&disclosed(outcome, level, false, reporter), &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The report that a reporter is given.
pub(crate) fn disclosed(outcome: &Outcome, level: Disclose, passed: bool, reporter: &dyn Reporter) -> Report {
    disclose_for(reporter, outcome, level, passed)
}

/// The same as a value.
fn value(outcome: &Outcome, level: Disclose) -> serde_json::Value {
    serde_json::from_str(&written(outcome, level, "json")).unwrap()
}

#[test]
fn pretty_in_full() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Full, "pretty"));
}

#[test]
fn pretty_masked() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Masked, "pretty"));
}

#[test]
fn pretty_by_file_and_as_a_verdict() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Files, "pretty"));
    insta::assert_snapshot!(written(&outcome(), Disclose::Verdict, "pretty"), @"fail");
}

#[test]
fn json_in_full() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Full, "json"));
}

#[test]
fn json_masked() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Masked, "json"));
}

#[test]
fn json_by_file_and_as_a_verdict() {
    insta::assert_snapshot!(written(&outcome(), Disclose::Files, "json"));
    insta::assert_snapshot!(written(&outcome(), Disclose::Verdict, "json"));
}

#[test]
fn ndjson_has_one_object_a_line_and_the_summary_last() {
    for level in Disclose::ALL {
        let out = written(&outcome(), level, "ndjson");
        let rows: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let keys: Vec<&String> = rows.iter().flat_map(|row| row.as_object().unwrap().keys()).collect();
        match level {
            Disclose::Full | Disclose::Masked => {
                assert_eq!(keys, ["finding", "finding", "finding", "finding", "unchecked", "unchecked", "summary"]);
            }
            Disclose::Files => assert_eq!(keys, ["file", "file", "unchecked", "unchecked", "summary"]),
            Disclose::Verdict => assert_eq!(keys, ["verdict"]),
        }
    }
}

#[test]
fn places_are_bytes_and_characters_of_the_source() {
    let outcome = outcome();
    let json = value(&outcome, Disclose::Full);
    let source = &outcome.files[1].source;
    let span = &json["findings"][0]["span"];
    let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
    assert_eq!(&source.bytes[at("start")..at("end")], b"Northgate\nMemorial");
    assert_eq!((at("line"), at("column"), at("end_line"), at("end_column")), (3, 17, 4, 9));
    let span = &json["findings"][1]["span"];
    let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
    assert_eq!(json["findings"][1]["in"], "path");
    assert_eq!(&source.path[at("start")..at("end")], "northgate-memorial");
    assert_eq!((at("line"), at("column"), at("end_column")), (1, 8, 26));
    let place = &json["findings"][0]["places"][0]["span"];
    assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(4), Some(17)));
}

#[test]
fn a_masked_place_in_a_path_counts_in_the_path_as_printed() {
    let draft = draft("x/Northgate/b/Okonjo.md", "text");
    let spans = [spot(&draft, "Northgate", 0), spot(&draft, "Okonjo", 0)];
    let outcome = Outcome {
        files: vec![file(draft, spans.map(named).to_vec(), spans.to_vec())],
        checked: 1,
        ..Outcome::default()
    };
    let json = value(&outcome, Disclose::Masked);
    for (i, rest) in ["███/b/███.md", "███.md"].into_iter().enumerate() {
        let finding = &json["findings"][i];
        let start = usize::try_from(finding["span"]["start"].as_u64().unwrap()).unwrap();
        assert_eq!(&finding["path"].as_str().unwrap()[start..], rest);
        assert_eq!(finding["span"]["column"], [3, 9][i]);
    }
}

#[test]
fn a_mark_stands_under_its_word_however_long_the_line() {
    let filler = "lorem ipsum ".repeat(20_000);
    let body = format!("{filler}met Northgate there, {filler}and Okonjo. {filler}");
    let it = draft("long.txt", &body);
    let (first, second) = (spot(&it, "Northgate", 0), spot(&it, "Okonjo", 0));
    let finding = phrase(first, vec![(second, "a person".into())]);
    let outcome = Outcome { files: vec![file(it, vec![finding], vec![])], checked: 1, ..Outcome::default() };
    let pretty = written(&outcome, Disclose::Full, "pretty");
    let lines: Vec<&str> = pretty.lines().collect();
    for word in ["Northgate", "Okonjo"] {
        let (i, line) = lines.iter().enumerate().find(|(_, line)| line.contains(word)).unwrap();
        assert!(line.chars().count() <= 80, "{line}");
        let column = |line: &str, at: usize| line[..at].chars().count();
        let under = lines[i + 1];
        assert_eq!(column(line, line.find(word).unwrap()), column(under, under.find(['─', '┬']).unwrap()), "{pretty}");
    }
    assert!(pretty.contains(&format!("long.txt:1:{}", filler.len() + 5)), "{pretty}");
}

#[test]
fn utf_16_is_shown_as_text_with_places_in_bytes() {
    let body = "Zoë met\nNorthgate";
    let mut it = draft("a.txt", body);
    let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(body.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let size = u32::try_from(bytes.len()).unwrap();
    it.map = SourceMap::default();
    it.map.push(Run { text: 0, source: 2, source_len: size - 2, how: How::Wide });
    it.source = Arc::new(Source { path: "a.txt".into(), file: "a.txt".into(), bytes });
    it.encoding = Encoding::Utf16Le;
    let span = spot(&it, "met\nNorthgate", 0);
    let outcome = Outcome { files: vec![file(it, vec![named(span)], vec![])], checked: 1, ..Outcome::default() };
    let json = value(&outcome, Disclose::Full);
    let span = &json["findings"][0]["span"];
    assert_eq!((span["start"].as_u64(), span["line"].as_u64(), span["column"].as_u64()), (Some(10), Some(1), Some(5)));
    let pretty = written(&outcome, Disclose::Full, "pretty");
    assert!(pretty.contains("1 │ Zoë met\n") && pretty.contains("2 │ Northgate\n"), "{pretty}");
}

#[test]
fn findings_are_sorted_by_printed_path_then_place_then_rule() {
    let at = |draft: &Draft, word: &str| spot(draft, word, 0);
    let a = draft("a.md", "one two three");
    let z = draft("z.md", "one");
    let rule = |span, rule: &'static str| Finding { rule: rule.into(), ..named(span) };
    let findings =
        vec![rule(at(&a, "a.md"), "a"), rule(at(&a, "three"), "a"), rule(at(&a, "two"), "c"), rule(at(&a, "two"), "b")];
    let first = rule(at(&z, "one"), "z");
    let files = vec![file(z, vec![first], vec![]), file(a, findings, vec![])];
    let report = disclose(&Outcome { files, ..Outcome::default() }, Disclose::Full, true);
    let seen: Vec<String> = report
        .findings
        .iter()
        .map(|f| format!("{} {} {} {}", f.path, f.inside.as_str(), f.span.start, f.rule))
        .collect();
    assert_eq!(seen, ["a.md content 4 b", "a.md content 4 c", "a.md content 8 a", "a.md path 0 a", "z.md content 0 z"]);
}

#[test]
fn colours_and_frames_follow_the_style() {
    let report = disclose(&outcome(), Disclose::Full, false);
    for (color, unicode) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut out = Vec::new();
        reporter("pretty").unwrap().write(&report, &Style { color, width: 100, unicode }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.contains('\u{1b}'), color, "{out}");
        assert_eq!(out.contains('╭'), unicode, "{out}");
    }
}

/// A file of one line with `count` findings, and how long a report of it takes in seconds.
fn seconds(count: usize, filler: usize, level: Disclose) -> f64 {
    let unit = format!("{} Northgate Memorial. ", "x ".repeat(filler));
    let it = draft("one-line.txt", &unit.repeat(count));
    let first = unit.find("Northgate").unwrap();
    let spans: Vec<Span> = (0..count).map(|i| Span::at(i * unit.len() + first..i * unit.len() + first + 18)).collect();
    let outcome = Outcome {
        files: vec![file(it, spans.iter().copied().map(named).collect(), spans)],
        checked: 1,
        ..Outcome::default()
    };
    let start = Instant::now();
    let out = written(&outcome, level, "pretty").len() + written(&outcome, level, "json").len();
    assert!(out > count * 100);
    start.elapsed().as_secs_f64()
}

#[test]
fn a_thousand_findings_in_one_line_of_ten_megabytes_are_drawn_at_once() {
    for level in [Disclose::Full, Disclose::Masked] {
        let took = seconds(1_000, 5_000, level);
        assert!(took < 5.0, "{level:?}: {took} s without optimisation");
    }
}

#[test]
fn the_time_of_a_report_grows_with_the_findings_alone() {
    for level in [Disclose::Full, Disclose::Masked] {
        let (few, many) = (seconds(500, 20, level), seconds(5_000, 20, level));
        assert!(many < few * 40.0 + 0.5, "{level:?}: 500 in {few} s, 5,000 in {many} s");
    }
}
