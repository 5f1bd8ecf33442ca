//! What a draft says to subrosa in its own front matter: it is obeyed, shown, or told as a mistake; never dropped.

use crate::support::{Bench, CLEAN, LEAK};

/// Why `a.md` with this front matter counts as not checked; none where it is checked. The draft below is searched all the same.
fn mistake(front: &str) -> Option<String> {
    let bench = Bench::with_register().file("a.md", format!("{front}\n{LEAK}"));
    let fixed = ["check", "--register", "register.yaml", "--no-packs", "--exit-zero", "--format", "json", "a.md"];
    let ran = bench.run(&fixed);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    assert_eq!(document["summary"]["error"], 1, "{front}: the draft is checked with what is known");
    let unchecked = document["unchecked"].as_array().unwrap();
    assert_eq!(ran.code, Some(if unchecked.is_empty() { 0 } else { 2 }), "{front}");
    unchecked.first().map(|file| {
        assert_eq!(file["path"], "a.md");
        file["reason"].as_str().unwrap().to_owned()
    })
}

#[test]
fn a_slip_in_what_a_draft_says_to_subrosa_is_told_by_its_line_and_never_quoted() {
    let kinds = "`kind:` takes one of post, reply, page, email, document";
    for (front, expected) in [
        ("---\ntitle: x\nsubrosa: {kind: replay}\n---", format!("line 3: {kinds}")),
        (
            "---\nsubrosa:\n  chanel: linkedin\n---",
            "line 3: `subrosa:` has no such key: did you mean `channel`?".to_owned(),
        ),
        ("---\nsubrosa:\n  audience: all\n---", "line 3: `subrosa:` takes the keys `kind` and `channel`".to_owned()),
        ("---\nsubrosa:\n  channel: '-'\n---", "line 3: `channel:` takes a name".to_owned()),
        ("---\nsubrosa: replay\n---", "line 2: `subrosa:` takes keys".to_owned()),
        ("---\nsubrossa: {kind: reply}\n---", "line 2: this key does nothing: did you mean `subrosa`?".to_owned()),
        ("---\nsubrosa: {kind: reply\n---", "line 2: the front matter is broken".to_owned()),
        ("+++\n[subrosa]\nkind = \"replay\"\n+++", format!("line 3: {kinds}")),
        ("+++\nsubrosa.kind = \n+++", "line 2: the front matter is broken".to_owned()),
        ("{\"subrosa\": {\"kind\": \"replay\"}}", kinds.to_owned()),
        ("{\"subrosa\": {\"kind\": \"reply\", \"chanel\": \"x\"}}", "did you mean `channel`?".to_owned()),
    ] {
        let told = mistake(front).unwrap_or_else(|| panic!("{front} passes"));
        assert!(told.contains(&expected), "{front}: {told}");
        assert!(!told.contains("replay") && !told.contains("chanel") && !told.contains("audience"), "{told}");
    }
    let both = mistake("---\nsubrosa: {kind: replay, chanel: x}\n---").unwrap();
    assert!(both.contains("`kind:`") && both.contains("`channel`"), "all in one run: {both}");
}

#[test]
fn what_is_right_or_says_nothing_is_no_mistake() {
    for front in [
        "---\nsubrosa: {kind: Reply, channel: a channel of ours}\n---",
        "---\nSubrosa: {Kind: reply}\n---",
        "---\nsubrosa:\n---",
        "---\ntitle: sub rosa\nsubtitle: subrosa\n---",
        "---\ntitle: {{ broken\n---",
        "{\"subrosa\": {\"kind\": \"reply\", \"channel\": \"linkedin\"}}",
    ] {
        assert_eq!(mistake(front), None, "{front}");
    }
}

#[test]
fn front_matter_of_every_syntax_is_obeyed_and_config_show_says_so() {
    for (front, date) in [
        ("---\nsubrosa: {kind: reply, channel: Twitter}\ndate: 2026-12-01\n---\n", true),
        ("+++\ndate = 2026-12-01\n[subrosa]\nkind = \"reply\"\nchannel = \"x\"\n+++\n", true),
        ("{\"subrosa\": {\"kind\": \"reply\", \"channel\": \"x\"}}\n", false),
    ] {
        let bench = Bench::with_register().file("a.md", format!("{front}{LEAK}"));
        let (_, document) = bench.json(&["a.md"]);
        let finding = &document["findings"][0];
        assert_eq!((&finding["kind"], &finding["channel"]), (&"reply".into(), &"x".into()), "{front}");
        let ran = bench.run(&["config", "show", "a.md"]).exits(0);
        let shown = ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let shown: Vec<_> = shown.filter(|line| line.ends_with("# front matter")).collect();
        let mut expected = vec!["kind: reply # front matter", "channel: x # front matter"];
        expected.extend(date.then_some("date: 2026-12-01 # front matter"));
        assert_eq!(shown, expected, "{front}");
    }
    let bench = Bench::new().file("a.md", format!("---\nsubrosa: {{kind: replay}}\n---\n{CLEAN}"));
    bench.run(&["config", "show", "a.md"]).exits(0).shows("subrosa: a mistake, which `subrosa check` tells");
}

#[test]
fn of_many_mistakes_the_first_are_told_in_time_in_step_with_their_number() {
    let keys: String = (0..20_000).map(|number| format!("  k{number}: x\n")).collect();
    let text = format!("---\nsubrosa:\n{keys}---\nHello\n");
    let start = std::time::Instant::now();
    let reading =
        crate::engine::check("version: 1\nclients: [{id: C-1, name: Kestrelford}]\n", "a.md", text.as_bytes()).reading;
    let told = format!("{reading:?}");
    assert!(told.contains("line 3: ") && told.contains("line 5: ") && !told.contains("line 6: "), "{told}");
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
}
