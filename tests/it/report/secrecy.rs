//! What output must never show: names below full disclosure, and characters that steer a terminal.

use proptest::prelude::*;
use subrosa::judge::Finding;
use subrosa::policy::Channel;
use subrosa::report::{Disclose, Outcome, REPORTERS, Style};
use subrosa::text::Span;

use super::{disclosed, draft, file, named, phrase, spot, unread, value, written};

#[test]
fn masked_hides_what_repeats_a_name_without_being_found_there() {
    let mut it =
        draft("sites/northgate-memorial/a.md", "Northgate Memorial won. Our NORTHGATE  memorial park, near Helix.");
    it.record = Some("northgate_memorial/7".into());
    let span = spot(&it, "Northgate Memorial", 0);
    let finding = Finding { message: "It says Northgate Memorial".into(), ..named(span) }
        .with(|more| more.channel = Some(Channel::new("Northgate Memorial")));
    let outcome = Outcome { files: vec![file(it, vec![finding], vec![span])], checked: 1, ..Outcome::default() };
    for reporter in REPORTERS {
        let out = written(&outcome, Disclose::Masked, reporter.name()).to_lowercase();
        assert!(!out.contains("northgate"), "{out}");
    }
}

#[test]
fn nothing_that_steers_a_terminal_gets_through() {
    let body = "See \u{1b}[31mNorthgate\u{1b}[0m and \u{202e}lairomeM\u{202c}, zero\u{200b}width\u{9b}31m\ttab.";
    let mut it = draft("a\u{1b}]0;x\u{7}b\u{2066}.md", body);
    it.record = Some("row\u{1b}[2J".into());
    let span = spot(&it, "Northgate\u{1b}[0m and \u{202e}lairomeM", 0);
    let finding = named(span).with(|more| more.places = vec![spot(&it, "width", 0)]);
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
                    0 => findings.push(named(*first).with(|more| more.places = rest.to_vec())),
                    1 => findings.push(phrase(
                        first.join(Span::new(first.start.saturating_sub(3), first.end)),
                        rest.iter().map(|span| (*span, "a name".to_owned())).collect(),
                    )),
                    _ => {
                        let message = if form == *name { format!("The draft names {form} here") } else { "Named".into() };
                        let finding = Finding { message: message.into(), ..named(*first) };
                        findings.push(finding.with(|more| more.allowed = Some(format!("{name} agreed"))));
                    }
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
        let findings = vec![phrase(all[0], labels), named(all[all.len() - 1]).with(|more| more.places = all.clone())];
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
