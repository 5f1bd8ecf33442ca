//! Packs: what is wrong with them, and what they find in drafts, through the real reader and engine.

use subrosa::policy::Kind;
use subrosa::register::Register;
use subrosa::rules::{Finder, PackFile, RuleSet, builtin, load};
use subrosa::spot::Engine;

use crate::engine::{Found, check_as};

/// A pack as a file.
fn file(name: &str, text: &str) -> PackFile {
    PackFile { name: name.to_owned(), bytes: text.as_bytes().to_vec(), builtin: false }
}

/// Rules of the shared pack and one more.
fn rules(pack: &str) -> RuleSet {
    let mut files = builtin::packs();
    files.retain(|file| file.name.ends_with("common.yaml"));
    files.push(file("p.yaml", pack));
    load(&files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// What is wrong with a pack: line, column, message.
fn wrong(pack: &str) -> Vec<(u32, u32, String)> {
    let problems = load(&[file("p.yaml", pack)]).expect_err("a bad pack");
    problems.into_iter().map(|problem| (problem.line, problem.column, problem.message)).collect()
}

/// A pack of one signal `s` and one rule on it.
fn one_signal(signal: &str) -> String {
    format!(
        "pack: p\nsignals:\n  s: {signal}\nrules:\n  - id: house/r\n    severity: error\n    message: m\n    when: [{{sentence: {{all: [s]}}}}]\n    examples: {{flags: [x], passes: [y]}}\n"
    )
}

/// A pack of some signals and one rule with these lines.
fn pack(signals: &str, rule: &str) -> String {
    let signals = signals.replace('\n', "\n  ");
    let rule = rule.replace('\n', "\n    ");
    format!(
        "pack: p\nsignals:\n  {signals}\nrules:\n  - id: house/r\n    severity: error\n    message: m\n    examples: {{flags: [x], passes: [y]}}\n    {rule}\n"
    )
}

/// What a pack finds in a source of some format.
fn findings(pack: &str, path: &str, source: &str, kind: Kind) -> Vec<Found> {
    let engine = Engine::compile_with(Register::default(), rules(pack));
    check_as(&engine, path, source.as_bytes(), Some(kind), None, &[]).findings
}

/// The slices that a pack finds in a plain post.
fn slices(pack: &str, text: &str) -> Vec<String> {
    findings(pack, "a.txt", text, Kind::Post).into_iter().map(|found| found.slice).collect()
}

/// Asserts what one phrase finds in each of some texts.
fn expect(phrase: &str, cases: &[(&str, &[&str])]) {
    let pack = one_signal(&format!("{{phrases: [\"{}\"]}}", phrase.replace('\\', "\\\\")));
    for (text, wanted) in cases {
        assert_eq!(slices(&pack, text), *wanted, "{phrase}: {text}");
    }
}

#[test]
fn every_construct_of_the_language_finds_what_it_says() {
    expect(
        "your case",
        &[
            ("About Your  Case.", &["Your  Case"]),
            ("About your\ncase.", &["your\ncase"]),
            ("about your “case”, and your, case", &["your “case"]),
            ("your cases; your (case); yours, case; you're case", &[]),
            ("Not yours. Case closed. Thank you for your. Case", &[]),
        ],
    );
    expect(
        "settle+",
        &[("We settled.", &["settled"]), ("A settlement, a settler.", &[]), ("SETTLING is hard", &["SETTLING"])],
    );
    expect("win+ it", &[("We won it.", &["won it"]), ("They are winning it", &["winning it"])]);
    expect("immigra*", &[("Immigrants came.", &["Immigrants"]), ("Emigrants came.", &[])]);
    expect("café*", &[("two CAFÉS here", &["CAFÉS"]), ("a cafe", &["cafe"])]);
    expect(
        "(won|lost [the] (case|motion to strike))",
        &[
            ("We lost the motion to strike.", &["lost the motion to strike"]),
            ("We lost case two.", &["lost case"]),
            ("We lost.", &[]),
        ],
    );
    expect(
        "settle+ ~2 court",
        &[
            ("We settled out of court.", &["settled out of court"]),
            ("We settled it out of court.", &[]),
            ("We settled. The court rose.", &[]),
            ("Settle or settle in court.", &["settle in court"]),
            ("We settled (it) – court rose.", &["settled (it) – court"]),
        ],
    );
    expect(
        "^ thank you",
        &[("Thank you.", &["Thank you"]), ("We thank you.", &[]), ("🙏 “Thank you” all", &["Thank you"])],
    );
    expect("paid {common.money}", &[("He paid $2,500 today", &["paid $2,500"]), ("paid no $2,500", &[])]);
    expect("$ 500", &[("It was $500.", &["$500"]), ("It was £500.", &[])]);
    expect("won 🎉", &[("We won 🎉🎉", &["won 🎉"]), ("We won", &[])]);
    expect("<you> paid", &[("You've paid.", &["You've paid"]), ("He paid", &[])]);
    expect("our client", &[("Our client's dog", &["Our client's"]), ("our clients' dogs", &[])]);
    expect(
        "don't post",
        &[("dont post", &["dont post"]), ("Don’t post", &["Don’t post"]), ("do not post", &["do not post"])],
    );
    expect("do it", &[("don't it", &[])]);
    expect("we're", &[("We’re here", &["We’re"]), ("we were here", &[])]);
    expect("co-op", &[("a co-op", &["co-op"]), ("a coop", &[])]);
    expect("24/7", &[("open 24/7", &["24/7"]), ("24 or 7", &[])]);
    expect("2,400 pages", &[("2,400 pages", &["2,400 pages"]), ("400 pages", &[])]);
    expect("\\@ home", &[("see @home", &["@home"]), ("at home", &[])]);
}

#[test]
fn matches_are_as_long_as_can_be_and_with_a_gap_as_short() {
    expect("case [closed [today]]", &[("The case closed today.", &["case closed today"])]);
    expect("we ~5 won", &[("We said we know we won and won", &["we won"])]);
}

#[test]
fn a_regex_sees_ascii_classes_and_the_group_at() {
    let find = |signal: &str, text: &str| slices(&one_signal(signal), text);
    assert_eq!(find("{regexes: ['no\\.? (?<at>\\d+)']}", "docket No. 42"), ["42"]);
    assert_eq!(find("{regexes: ['no \\d+'], case: exact}", "No 1, no 2"), ["no 2"]);
    assert_eq!(find("{regexes: ['\\d{3}-\\d{4}']}", "call 555-1234"), ["555-1234"]);
    assert_eq!(
        find("{regexes: ['\\d[\\d ]+'], validate: luhn}", "4111 1111 1111 1111 or 4111 1111 1111 1112"),
        ["4111 1111 1111 1111 "]
    );
    assert_eq!(find("{regexes: ['x\\d']}", "x٣"), Vec::<String>::new());
    assert_eq!(find("{regexes: ['x\\d'], unicode: true}", "x٣"), ["x٣"]);
}

#[test]
fn what_must_stand_there_is_seen_however_it_is_written() {
    let wide = format!("our{}client", " ".repeat(40_000));
    for (signal, text, wanted) in [
        // For a regex a word ends where ASCII does, for the walk over words it does not.
        ("{regexes: ['\\bour\\sclient\\b']}", "naïour clienté", "naïour clienté"),
        ("{regexes: ['\\bour\\s(?:old\\s)?client\\b']}", "OUR client", "OUR client"),
        ("{regexes: ['\\b[A-Z]{2}\\d{2}\\b'], case: exact}", "see éAB12 now", "éAB12"),
        ("{regexes: ['\\b\\d{3}-\\d{2}\\b']}", "№123-45.", "123-45"),
        ("{regexes: ['\\b\\d{1,2}:\\d\\d\\s?(?:am|pm)?\\b']}", "at 4:59pm", "4:59pm"),
        ("{regexes: ['\\d{2}[ -]?\\d{2}[ -]?\\d{2}']}", "no 12 34-56", "12 34-56"),
        ("{regexes: ['\\bfor\\sMr\\.\\s[A-Z]'], case: exact}", "We act for Mr. Ito", "for Mr. Ito"),
        ("{regexes: ['\\bvin\\s?[A-Z0-9]{4}']}", "the VIN1234", "VIN1234"),
        // Endings, signs and what may be missing stand between neighbours.
        ("{phrases: ['client wins']}", "the client’s wins", "client’s wins"),
        ("{phrases: [\"don't [ever] call\"]}", "Don’t ever call", "Don’t ever call"),
        ("{phrases: [\"don't [ever] call\"]}", "do not call", "do not call"),
        ("{phrases: ['our 🎉 client']}", "our 🎉 client", "our 🎉 client"),
        ("{phrases: ['our client']}", "our 🎉 client", "our 🎉 client"),
        ("{phrases: ['(our|my own) (client|new friend)']}", "my own new friend", "my own new friend"),
        ("{phrases: ['our client']}", &wide, &wide),
    ] {
        assert_eq!(slices(&one_signal(signal), text), [wanted], "{signal}");
    }
}

#[test]
fn a_negated_promise_is_safe_and_the_win_after_it_is_found() {
    let yaml = pack(
        "promise: {phrases: ['(promise|guarantee)+ ~5 (result|win)+']}\nwon: {phrases: ['we win+ ~4 {common.money}']}",
        "outside: [common.negated-promise]\nwhen: [{sentence: {any: [promise, won]}}]",
    );
    assert_eq!(slices(&yaml, "We can't promise results, but we won you $2 million."), ["we won you $2 million"]);
    assert_eq!(slices(&yaml, "We do not guarantee any particular result."), Vec::<String>::new());
    assert_eq!(slices(&yaml, "We never promise more than this: we guarantee a win."), ["guarantee a win"]);
    assert_eq!(slices(&yaml, "We promise results."), ["promise results"]);
}

#[test]
fn frames_reach_as_far_as_their_extent() {
    let text = "He wrote \"we won big\" there, and that was safe; we won. We won.";
    for (extent, kept) in [("span", 3), ("quote", 2), ("clause", 2), ("sentence", 1), ("group", 0)] {
        let yaml = pack(
            &format!("frame: {{phrases: [big], extent: {extent}}}\nwon: {{phrases: [we won], outside: [frame]}}"),
            "when: [{group: {score: {won: 1}, at_least: 1}}, {sentence: {all: [won]}}]",
        );
        let yaml_all = yaml.replace("{group: {score: {won: 1}, at_least: 1}}, ", "");
        let sentences = usize::from(kept > 1) + usize::from(kept > 0);
        assert_eq!(slices(&yaml_all, text).len(), sentences, "{extent}");
    }
    let rule_level = pack(
        "frame: {phrases: [safe], extent: clause}\nwon: {phrases: [we won]}",
        "outside: [frame]\nwhen: [{sentence: {all: [won]}}]",
    );
    assert_eq!(slices(&rule_level, "We won, which is safe."), ["We won"]);
    assert_eq!(slices(&rule_level, "We won a safe harbour."), Vec::<String>::new());
}

#[test]
fn scopes_keep_their_borders() {
    let sign = |scope: &str| {
        pack("a: {phrases: [alpha]}\nb: {phrases: [beta]}", &format!("when: [{{{scope}: {{all: [a, b]}}}}]"))
    };
    let (one, two, three) = ("An alpha beta.", "An alpha. A beta.", "An alpha.\n\nA beta.");
    for (scope, wanted) in [("sentence", [1, 0, 0]), ("group", [1, 1, 0]), ("draft", [1, 1, 1])] {
        let counts = [one, two, three].map(|text| slices(&sign(scope), text).len());
        assert_eq!(counts, wanted, "{scope}");
    }
    assert_eq!(findings(&sign("draft"), "a.html", "<p>alpha</p><!-- beta -->", Kind::Page).len(), 0);
    assert_eq!(findings(&sign("group"), "a.html", "<p>x</p><!-- alpha beta -->", Kind::Page).len(), 1);
}

#[test]
fn conditions_add_up() {
    let signals = "a: {phrases: [alpha]}\nb: {phrases: [beta]}\nc: {phrases: [gamma]}";
    let any = pack(signals, "when: [{sentence: {all: [a], any: [b, c]}}]");
    assert_eq!(slices(&any, "alpha gamma"), ["alpha"]);
    assert_eq!(slices(&any, "alpha"), Vec::<String>::new());
    let none = pack(signals, "when: [{group: {all: [a], none: [c]}}]");
    assert_eq!(slices(&none, "An alpha. A beta."), ["alpha"]);
    assert_eq!(slices(&none, "An alpha. A gamma."), Vec::<String>::new());
    let score = pack(signals, "when: [{group: {score: {a: 2, b: 1, c: -1}, at_least: 3}}]");
    assert_eq!(slices(&score, "alpha of alpha"), Vec::<String>::new(), "each signal counts once");
    assert_eq!(slices(&score, "alpha with beta"), ["alpha with beta"]);
    assert_eq!(slices(&score, "alpha with beta and gamma"), Vec::<String>::new());
    let grammar = pack(signals, "when: [{sentence: {all: [<we>, a, <past>]}}]");
    assert_eq!(slices(&grammar, "Then we settled the alpha."), ["we settled the alpha"]);
    assert_eq!(slices(&grammar, "We settle the alpha."), Vec::<String>::new());
}

#[test]
fn a_condition_may_ask_for_short_or_for_long_drafts() {
    let of =
        |length: &str| pack("s: {phrases: [court]}", &format!("when: [{{group: {{drafts: {length}, all: [s]}}}}]"));
    let words = |count: usize| format!("court {}", "word ".repeat(count - 1));
    for (length, count, wanted) in [("short", 150, 1), ("short", 151, 0), ("long", 150, 0), ("long", 151, 1)] {
        assert_eq!(slices(&of(length), &words(count)).len(), wanted, "{length}, {count} words");
    }
    // Comments are not published prose.
    let page = format!("<p>court</p><!-- {} -->", words(200));
    assert_eq!(findings(&of("short"), "a.html", &page, Kind::Post).first().map(|f| f.slice.as_str()), Some("court"));
    assert!(wrong(&of("tall"))[0].2.contains("short"), "the words are told");
}

#[test]
fn a_long_stretch_gives_way_to_the_first_signal_with_labels() {
    let yaml =
        pack("a: {phrases: [alpha], label: the first}\nb: {phrases: [beta]}", "when: [{sentence: {all: [a, b]}}]");
    let near = findings(&yaml, "a.txt", "one alpha two beta three", Kind::Post);
    assert_eq!((near[0].slice.as_str(), near[0].others.len()), ("alpha two beta", 0));
    let far = findings(&yaml, "a.txt", "one alpha a b c d e f g h i j k l beta three", Kind::Post);
    assert_eq!((far[0].slice.as_str(), far[0].others.as_slice()), ("alpha", ["beta".to_owned()].as_slice()));
}

#[test]
fn a_sentence_gives_one_finding_of_a_rule() {
    let yaml = pack("a: {phrases: [alpha]}", "when: [{sentence: {all: [a]}}, {group: {all: [a]}}]");
    assert_eq!(slices(&yaml, "alpha and alpha. An alpha."), ["alpha", "alpha"]);
}

#[test]
fn kinds_severities_and_quoted_words_are_obeyed() {
    let yaml = pack("a: {phrases: [alpha]}", "kinds: [reply, post]\nwhen: [{sentence: {all: [a]}}]")
        .replace("severity: error", "severity: {reply: warning, other: advice}");
    let severity = |kind| findings(&yaml, "a.md", "alpha", kind).first().map(|found| found.severity.as_str());
    assert_eq!(severity(Kind::Reply), Some("warning"));
    assert_eq!(severity(Kind::Post), Some("advice"));
    assert_eq!(severity(Kind::Page), None);
    assert_eq!(findings(&yaml, "a.md", "> alpha\n\nThanks.", Kind::Reply).len(), 0);
    assert_eq!(findings(&yaml, "a.md", "> beta\n\nalpha", Kind::Reply).len(), 1);
    assert_eq!(findings(&yaml, "a.md", "> alpha\n\nThanks.", Kind::Post).len(), 1);
}

#[test]
fn places_go_home_through_markup() {
    let yaml = one_signal("{phrases: ['your case+']}");
    let found = findings(&yaml, "a.md", "It is about **your** *cases* & more.", Kind::Post);
    assert_eq!(found[0].slice, "your** *cases");
    let found = findings(&yaml, "a.html", "<p>Now your&nbsp;ca<wbr>se</p><img alt='about your cases'>", Kind::Page);
    assert_eq!(found.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), ["your&nbsp;ca<wbr>se", "your cases"]);
    assert!(
        findings(&yaml, "your-case.md", "[x](/your-case)", Kind::Page).is_empty(),
        "addresses and paths are no prose"
    );
}

#[test]
fn mentions_of_the_register_are_signals() {
    let register = subrosa::register::load(
        "r.yaml",
        b"clients: [{id: C-1, name: Kestrelford Instruments, matters: [{id: M-1, name: Project Saltmarsh}]}]",
    )
    .expect("a register");
    let yaml = pack(
        "near: {phrases: ['(lunch|dinner) ~3 @client']}",
        "when: [{sentence: {all: [near]}}, {group: {all: ['@matter', <we>]}}]",
    );
    let engine = Engine::compile_with(register, rules(&yaml));
    let find = |text: &str| -> Vec<String> {
        let found = check_as(&engine, "a.txt", text.as_bytes(), None, None, &[]).findings;
        found.into_iter().filter(|found| found.rule == "house/r").map(|found| found.slice).collect()
    };
    assert_eq!(find("A lunch with the Kestrelford Instruments board."), ["lunch with the Kestrelford Instruments"]);
    assert_eq!(find("A lunch. Kestrelford Instruments came."), Vec::<String>::new());
    assert_eq!(find("We met. Project Saltmarsh goes on."), ["We met. Project Saltmarsh"]);
}

#[test]
fn every_mistake_is_told_in_one_run_with_its_place() {
    let yaml = "\
pack: p
abuot: typo
signals:
  a: {phrases: ['settle+ ~', '{b}', '{nope}'], extend: span}
  b: {phrases: ['{a}']}
  c: {regexes: ['ab(c', 'x*']}
  d: {regexes: [abc], validate: lunh}
  e: {phrases: [abc], case: exact}
rules:
  - {id: nope/x, severity: bad, message: m, when: [{sentence: {all: [zzz]}}], examples: {flags: [x]}}
  - {id: house/x, severity: error, message: m, outside: [e], when: [{sentence: {}, group: {any: [a]}}], examples: {flags: [x], passes: [x]}}
  - {id: house/x, severity: error, message: m, when: [{group: {score: {a: 1}, at_least: 2}}], examples: {flags: [x], passes: [x]}}
  - {id: house/y, severity: error, when: [], examples: {flags: [x], passes: [x]}, override: true}
  - {id: house/z, severity: error, message: m, when: [{draft: {any: [a]}}], examples: {flags: [x], passes: [x]}, override: true}
";
    let found = wrong(yaml);
    let text: Vec<String> = found.iter().map(|(line, column, message)| format!("{line}:{column} {message}")).collect();
    let text = text.join("\n");
    for wanted in [
        "2:1 unknown key",
        "4:17 phrase, character 9: `~` needs a number of words from 1 to 20",
        "4:37 phrase, character 1: there is no signal `nope`",
        "4:48 unknown key",
        "6:17 the regex does not compile: unclosed group, at character 3",
        "6:25 the regex matches the empty text",
        "7:33 this must be one of: luhn",
        "8:23 this is for regexes, and the signal has none",
        "10:10 there is no category `nope`",
        "10:28 this must be one of: error, warning, advice, off",
        "10:70 there is no signal `zzz`",
        "10:89 the rule has no example that it passes",
        "11:58 this signal is no frame",
        "11:69 a condition has one scope",
        "11:80 a condition needs `all:`, `any:` or `score:`",
        "12:10 this id stands twice",
        "12:89 these points are never or always reached",
        "13:5 `message:` is missing",
        "13:42 the rule has no condition",
        "14:124 there is no rule with this id to override",
        "4:6 these signals need one another in a circle: p.a, p.b, p.a",
    ] {
        assert!(text.contains(wanted), "{wanted} is missing in\n{text}");
    }
    assert_eq!(found.len(), 21, "{text}");
}

#[test]
fn whole_files_can_be_wrong_too() {
    for (yaml, message) in [
        ("", "the pack is empty"),
        ("pack: p", "the pack has neither signals nor rules"),
        ("signals: {a: {phrases: [x]}}", "`pack:` is missing"),
        ("pack: P!\nsignals: {a: {phrases: [x]}}", "a pack's name is made of small letters, digits and hyphens"),
        ("pack: p\nsignals: {A: {phrases: [x]}}", "a signal's name is made of small letters, digits and hyphens"),
        ("pack: p\nsignals: {a: {}}", "the signal has neither `phrases:` nor `regexes:` nor `weights:`"),
    ] {
        assert!(wrong(yaml).iter().any(|found| found.2 == message), "{yaml}: {:?}", wrong(yaml));
    }
    let twice = load(&[
        file("a.yaml", "pack: p\nsignals: {a: {phrases: [x]}}"),
        file("b.yaml", "pack: p\nsignals: {a: {phrases: [x]}}"),
    ]);
    assert_eq!(twice.expect_err("two packs")[0].message, "another pack has this name");
}

#[test]
fn a_later_pack_overrides_a_rule_by_id() {
    let first = one_signal("{phrases: [alpha]}");
    let second = first
        .replace("pack: p", "pack: q")
        .replace("message: m", "message: other\n    override: true")
        .replace("alpha", "beta");
    let set = load(&[file("p.yaml", &first), file("q.yaml", &second)]).expect("good packs");
    assert_eq!((set.rules.len(), set.rules[0].message.as_str()), (1, "other"));
    let engine = Engine::compile_with(Register::default(), set);
    let found = check_as(&engine, "a.txt", b"alpha beta", None, None, &[]).findings;
    assert_eq!(found.iter().map(|f| f.slice.as_str()).collect::<Vec<_>>(), ["beta"]);
}

#[test]
fn packs_may_name_signals_of_packs_loaded_later() {
    let first = "pack: a\nsignals: {s: {phrases: ['{b.t}'], outside: [b.f]}}";
    let second = "pack: b\nsignals: {t: {phrases: [x]}, f: {phrases: [y], extent: span}}";
    assert!(load(&[file("a.yaml", first), file("b.yaml", second)]).is_ok());
}

#[test]
fn built_in_packs_load() {
    let set = load(&builtin::packs()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(set.packs.iter().any(|pack| pack.name == "common"));
    for def in &set.signals {
        if let Finder::Wording { patterns, .. } = &def.finder {
            assert!(patterns.iter().all(|pattern| pattern.regex().is_some()), "{}", def.name);
        }
    }
}

#[test]
fn texts_made_to_be_slow_are_not() {
    let yaml = one_signal(
        "{phrases: ['a ~9 a ~9 a ~9 a ~9 a ~9 a ~9 a ~9 a ~9 zebra', '(a|[a] a|(a a|a)) ~20 (a|a a) ~20 a ~20 zebra']}",
    );
    let engine = Engine::compile_with(Register::default(), rules(&yaml));
    let run = |count: usize| {
        let text = format!("{}. zebra", "a ".repeat(count));
        let start = std::time::Instant::now();
        check_as(&engine, "a.txt", text.as_bytes(), None, None, &[]);
        start.elapsed()
    };
    run(100);
    let (short, long) = (run(2_000), run(20_000));
    assert!(long < short * 40, "ten times the text took {long:?} instead of {short:?}");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]
    #[test]
    fn no_phrase_and_no_text_panic(
        phrase in "(a|b|\\(a\\|b a\\)|\\[a\\]|~3|<we>|<past>|\\{common.money\\}|b\\+|b\\*| ){1,8}",
        text in "(a|b|was|we|\\$5|,|\\.|\n|\n\n|🎉|“|\"|é|\u{AD}| ){0,60}",
    ) {
        let yaml = one_signal(&format!("{{phrases: ['{phrase}']}}"));
        let mut files = builtin::packs();
        files.retain(|file| file.name.ends_with("common.yaml"));
        files.push(file("p.yaml", &yaml));
        if let Ok(set) = load(&files) {
            let engine = Engine::compile_with(Register::default(), set);
            let found = check_as(&engine, "a.md", text.as_bytes(), None, None, &[]).findings;
            proptest::prop_assert!(found.iter().all(|f| !f.slice.is_empty()));
        }
    }
}
