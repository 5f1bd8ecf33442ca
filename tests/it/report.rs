//! What output shows, and above all what it does not.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of tests may panic like the tests themselves")]

use std::sync::Arc;
use std::time::Instant;

use proptest::prelude::*;
use subrosa::draft::{Block, Claims, Draft, Role, Source};
use subrosa::judge::{Finding, FindingSubject};
use subrosa::policy::{Channel, Kind, Severity};
use subrosa::report::{
    Disclose, DraftOutcome, FileOutcome, Outcome, REPORTERS, Report, Reporter, Style, disclose, disclose_with_drafts,
    reporter,
};
use subrosa::spot::Strength;
use subrosa::text::{Encoding, How, Run, SourceMap, Span};

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
    Finding {
        rule: "identity/client".into(),
        category: "direct-identifier".into(),
        severity: Severity::Error,
        strength: Strength::Exact,
        message: "The draft names client C-1042".into(),
        help: Some("Take the name out, or record a consent.".into()),
        rewrite: Some("a regional hospital".into()),
        rewrite_secret: true,
        authorities: vec!["ABA Model Rule 1.6".into()],
        subject: Some(FindingSubject { client: "C-1042".into(), matter: None }),
        span,
        labels: Vec::new(),
        places: Vec::new(),
        kind: Kind::Post,
        channel: Some(Channel::new("linkedin")),
        fingerprint: Some("5f0c9a".into()),
        allowed: None,
    }
}

/// A finding of a pack.
pub(crate) fn phrase(span: Span, labels: Vec<(Span, String)>) -> Finding {
    Finding {
        rule: "case-facts/reply".into(),
        category: "case-facts".into(),
        severity: Severity::Warning,
        message: "The reply tells facts of the reviewer's case".into(),
        help: Some("Answer without confirming that the reviewer was a client.".into()),
        rewrite: Some("We take feedback seriously. Please call our office.".into()),
        rewrite_secret: false,
        authorities: vec!["ABA Model Rule 1.6".into(), "ABA Formal Op. 496".into()],
        subject: None,
        labels,
        kind: Kind::Reply,
        channel: None,
        ..named(span)
    }
}

/// One file of one draft.
pub(crate) fn file(draft: Draft, findings: Vec<Finding>, mentions: Vec<Span>) -> FileOutcome {
    FileOutcome {
        source: Arc::clone(&draft.source),
        unchecked: None,
        accepted: None,
        drafts: vec![DraftOutcome { draft, findings, mentions }],
    }
}

/// A source that was not read.
pub(crate) fn unread(path: &str, reason: &str, accepted: Option<&str>) -> FileOutcome {
    FileOutcome {
        source: Arc::new(Source { path: path.into(), file: path.into(), bytes: Vec::new() }),
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
    let findings = vec![Finding { places: vec![again], ..named(across) }, named(in_path)];
    let first = file(first, findings, vec![across, again, in_path]);

    let second = draft("drafts/reply.txt", "Thanks. You paid $500 and then missed your hearing in May. Ruth was here.");
    let labels = vec![
        (spot(&second, "$500", 0), "an amount".to_owned()),
        (spot(&second, "hearing", 0), "an event of the case".to_owned()),
    ];
    let told = phrase(spot(&second, "You paid $500 and then missed your hearing", 0), labels);
    let ruth = spot(&second, "Ruth", 0);
    let allowed = Finding { allowed: Some("Ruth is our receptionist".into()), ..named(ruth) };
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
        ignored: 4,
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
    let make = if reporter.wants_drafts() { disclose_with_drafts } else { disclose };
    make(outcome, level, passed)
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
fn nothing_that_steers_a_terminal_gets_through() {
    let body = "See \u{1b}[31mNorthgate\u{1b}[0m and \u{202e}lairomeM\u{202c}, zero\u{200b}width\u{9b}31m\ttab.";
    let mut it = draft("a\u{1b}]0;x\u{7}b\u{2066}.md", body);
    it.record = Some("row\u{1b}[2J".into());
    let span = spot(&it, "Northgate\u{1b}[0m and \u{202e}lairomeM", 0);
    let finding = Finding { places: vec![spot(&it, "width", 0)], ..named(span) };
    let mut files = vec![file(it, vec![finding], vec![])];
    files.push(unread("c\u{1b}[m", "why\u{1b}[m", Some("be\u{202e}cause")));
    let outcome = Outcome { files, checked: 1, ..Outcome::default() };
    for level in Disclose::ALL {
        for reporter in REPORTERS {
            let out = written(&outcome, level, reporter.name());
            let raw =
                |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{202c}\u{2066}\u{200b}".contains(c);
            assert!(!out.chars().any(raw), "{level:?} {}: {out:?}", reporter.name());
        }
    }
    let pretty = written(&outcome, Disclose::Full, "pretty");
    assert!(pretty.contains("See ␛[31mNorthgate␛[0m and ⇄lairomeM⇄, zero·width"), "{pretty}");
    let span = &value(&outcome, Disclose::Full)["findings"][0]["span"];
    assert_eq!(span["text"], "Northgate\u{1b}[0m and \u{202e}lairomeM", "machines get the text as it is");
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
fn masked_hides_what_repeats_a_name_without_being_found_there() {
    let mut it =
        draft("sites/northgate-memorial/a.md", "Northgate Memorial won. Our NORTHGATE  memorial park, near Helix.");
    it.record = Some("northgate_memorial/7".into());
    let span = spot(&it, "Northgate Memorial", 0);
    let finding = Finding {
        message: "It says Northgate Memorial".into(),
        channel: Some(Channel::new("Northgate Memorial")),
        ..named(span)
    };
    let outcome = Outcome { files: vec![file(it, vec![finding], vec![span])], checked: 1, ..Outcome::default() };
    for reporter in REPORTERS {
        let out = written(&outcome, Disclose::Masked, reporter.name()).to_lowercase();
        assert!(!out.contains("northgate"), "{out}");
    }
}

#[test]
fn findings_are_sorted_by_printed_path_then_place_then_rule() {
    let at = |draft: &Draft, word: &str| spot(draft, word, 0);
    let a = draft("a.md", "one two three");
    let z = draft("z.md", "one");
    let rule = |span, rule: &str| Finding { rule: rule.into(), ..named(span) };
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

/// A name that no other part of the output holds.
fn name() -> impl Strategy<Value = String> {
    "(Qz|Žq|Ñx)[a-zé]{2,7}( |-|’)?(Wk|Ük)[a-z]{0,5}"
}

/// A text with its percent escapes and its character references undone.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        let escape = escape.and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.replace("&#x27;", "'").replace("&#x2f;", "/").replace("&amp;", "&").replace("&#64;", "@").replace('\\', "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Names at any place of text and path, repeated and overlapping, some flagged, some only covered.
    #[test]
    fn no_name_is_in_any_output_below_full(
        names in prop::collection::vec((name(), any::<bool>(), 0u32..3), 1..6),
        words in prop::collection::vec("[a-p]{1,6}[.!?]?( |\n|)", 6..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let mut body = words;
        let mut path = vec!["drafts/".to_owned(), "a".to_owned(), ".md".to_owned()];
        for (i, (name, in_path, _)) in names.iter().enumerate() {
            let (text, form) = if *in_path { (&mut path, name.to_lowercase()) } else { (&mut body, name.clone()) };
            for place in order.iter().skip(i * 2).take(2) {
                text.insert(place.index(text.len()), form.clone());
            }
        }
        let it = draft(&path.concat(), &body.concat());
        let (mut findings, mut mentions) = (Vec::new(), Vec::new());
        for (name, _, how) in &names {
            for form in [name.clone(), name.to_lowercase()] {
                let spans: Vec<Span> = it.text.match_indices(&form).map(|(at, hit)| Span::at(at..at + hit.len())).collect();
                let Some((first, rest)) = spans.split_first() else { continue };
                mentions.extend(&spans);
                match how {
                    0 => findings.push(Finding { places: rest.to_vec(), ..named(*first) }),
                    1 => findings.push(phrase(
                        first.join(Span::new(first.start.saturating_sub(3), first.end)),
                        rest.iter().map(|span| (*span, "a name".to_owned())).collect(),
                    )),
                    _ => findings.push(Finding {
                        message: if form == *name { format!("The draft names {form} here") } else { "Named".into() },
                        allowed: Some(format!("{name} agreed")),
                        ..named(*first)
                    }),
                }
            }
        }
        // The shifted starts may fall inside a character, which readers and spotters never do.
        findings.retain(|finding| it.text.is_char_boundary(finding.span.start as usize));
        let mut only_path = file(draft(&path.concat(), ""), Vec::new(), Vec::new());
        only_path.unchecked = Some("too large".into());
        let outcome = Outcome { files: vec![file(it, findings, mentions), only_path], checked: 1, ..Outcome::default() };
        for level in [Disclose::Masked, Disclose::Files, Disclose::Verdict] {
            for reporter in REPORTERS {
                let mut out = written(&outcome, level, reporter.name()).to_lowercase();
                // What addresses and entities encode is read, too.
                out.push_str(&decoded(&out));
                for (name, ..) in &names {
                    prop_assert!(!out.contains(&name.to_lowercase()), "{level:?} {} shows {name}:\n{out}", reporter.name());
                }
            }
        }
    }

    /// Whatever stands in a text and wherever spans lie: every format is written, in lines that end, and JSON is JSON.
    #[test]
    fn no_text_and_no_span_breaks_a_reporter(
        words in prop::collection::vec(
            prop_oneof!["[a-z]{1,8}", "\\PC{1,5}", Just("\r\n".to_owned()), Just("\n".to_owned()), Just("\r".to_owned()),
                Just("\u{1b}[2J".to_owned()), Just("法律事務所".to_owned()), Just("👩\u{200d}⚖\u{fe0f}".to_owned()),
                Just("\t".to_owned()), Just(" ".to_owned()), Just("x ".repeat(300))],
            0..30,
        ),
        spans in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..12),
        width in 0usize..200,
        color in any::<bool>(),
        unicode in any::<bool>(),
    ) {
        let it = draft("a/b.md", &words.concat());
        let edges: Vec<usize> = (0..=it.text.len()).filter(|at| it.text.is_char_boundary(*at)).collect();
        let span = |(a, b, near): &(prop::sample::Index, prop::sample::Index, bool)| {
            let from = a.index(edges.len());
            let to = if *near { (from + b.index(8)).min(edges.len() - 1) } else { b.index(edges.len()) };
            Span::at(edges[from.min(to)]..edges[from.max(to)])
        };
        let all: Vec<Span> = spans.iter().map(span).collect();
        let labels = all.iter().skip(1).map(|span| (*span, format!("label {}", span.start))).collect();
        let findings = vec![phrase(all[0], labels), Finding { places: all.clone(), ..named(all[all.len() - 1]) }];
        let outcome = Outcome { files: vec![file(it, findings, all)], checked: 1, ..Outcome::default() };
        for level in Disclose::ALL {
            for reporter in REPORTERS {
                let mut out = Vec::new();
                let style = Style { color, width, unicode };
                reporter.write(&disclosed(&outcome, level, true, *reporter), &style, &mut out).unwrap();
                let out = String::from_utf8(out).unwrap();
                prop_assert!(out.ends_with('\n'));
                prop_assert!(!out.contains("Failed to read"), "{out}");
                if ["json", "sarif", "gitlab"].contains(&reporter.name()) {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
                }
                if reporter.name() == "junit" {
                    prop_assert!(quick_junit::Report::deserialize_from_str(&out).is_ok(), "{out}");
                }
            }
        }
    }
}
