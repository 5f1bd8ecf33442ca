//! Signals that many words add up to, and drafts in which the words speak against a rule: through the real reader and engine.

use subrosa::policy::Kind;
use subrosa::register::Register;
use subrosa::rules::{PackFile, load};
use subrosa::spot::Engine;

use crate::engine::{Found, check_as};
use crate::support::Bench;

/// A pack of signals and rules, alone.
fn engine(pack: &str) -> Engine {
    let file = PackFile { name: "p.yaml".to_owned(), bytes: pack.as_bytes().to_vec(), builtin: false };
    Engine::compile_with(Register::default(), load(&[file]).unwrap_or_else(|problems| panic!("{problems:#?}")))
}

/// What is wrong with a pack.
fn wrong(pack: &str) -> Vec<String> {
    let file = PackFile { name: "p.yaml".to_owned(), bytes: pack.as_bytes().to_vec(), builtin: false };
    let problems = load(&[file]).expect_err("a bad pack");
    problems.into_iter().map(|problem| format!("{}:{} {}", problem.line, problem.column, problem.message)).collect()
}

/// Words for and against, a rule on them in short drafts and one on sentences of long ones, and a rule of another sort.
const PACK: &str = "\
pack: p
outside: [calm]
signals:
  tale:
    label: a tale
    at_least: {post: 10, reply: 5, page: 100}
    weights:
      6: widow <name>_pleaded
      4: he_signed
      3: <number> garage
      -4: seminar
      -9: picnic
  calm: {of: tale, at_most: -9}
  plea: {phrases: [pleaded]}
rules:
  - id: house/short
    severity: warning
    message: m
    when: [{draft: {drafts: short, all: [tale]}}]
    examples: {flags: [x], passes: [y]}
  - id: house/long
    severity: warning
    message: m
    when: [{sentence: {drafts: long, any: [tale]}}]
    examples: {flags: [x], passes: [y]}
  - id: house/plea
    severity: warning
    message: m
    when: [{sentence: {all: [plea]}}]
    examples: {flags: [x], passes: [y]}
";

/// What the pack finds in a text: rule and words.
fn found(path: &str, text: &str, kind: Kind) -> Vec<(String, String)> {
    let pair = |found: Found| (found.rule, found.slice);
    check_as(&engine(PACK), path, text.as_bytes(), Some(kind), None, &[]).findings.into_iter().map(pair).collect()
}

/// The words that the short rule finds in a post.
fn short(text: &str) -> Vec<String> {
    let own = |(rule, slice): (String, String)| (rule == "house/short").then_some(slice);
    found("a.txt", text, Kind::Post).into_iter().filter_map(own).collect()
}

#[test]
fn words_add_up_and_each_counts_once() {
    assert_eq!(short("The widow came back. He signed at last."), ["widow"]);
    assert_eq!(short("The widow met the widow of a widow."), Vec::<String>::new());
    assert_eq!(
        short("The widow said that he signed it in the garage."),
        ["widow said that he signed it in the garage"]
    );
    assert_eq!(short("The WIDOW’s paper: he signed."), ["WIDOW’s paper: he signed"]);
    assert_eq!(short("The widow came to the seminar where he signed."), Vec::<String>::new());
}

#[test]
fn neighbours_numbers_and_names_have_points() {
    assert_eq!(
        short("On Monday, Tilda pleaded in garage 14."),
        Vec::<String>::new(),
        "after a comma it may be no name"
    );
    assert_eq!(short("On Monday old Tilda pleaded in garage 14."), ["Tilda pleaded in garage 14"]);
    assert_eq!(
        short("Pleaded in garage 14. Widow? Signed he, we hear."),
        ["garage 14. Widow".split('.').next().unwrap()]
    );
    assert_eq!(short("he. Signed in 2014 by the widow"), Vec::<String>::new(), "neighbours stand in one sentence");
}

#[test]
fn the_points_to_reach_are_those_of_the_kind() {
    let rules = |kind| found("a.txt", "The widow came to us.", kind).len();
    assert_eq!([Kind::Post, Kind::Reply, Kind::Page, Kind::Email].map(rules), [0, 1, 0, 0]);
}

#[test]
fn a_list_of_names_tells_nothing() {
    assert_eq!(short("Widow Garage No. 7 v. Widow Tilda Pleaded"), Vec::<String>::new());
    assert_eq!(short("WIDOW TILDA SAID HE SIGNED IN GARAGE 7"), ["WIDOW TILDA SAID HE SIGNED IN GARAGE 7"]);
}

#[test]
fn more_words_ask_for_more_points() {
    let pack = PACK.replace("    weights:", "    at_words: 20\n    weights:");
    let found = |words: usize| {
        let text = format!("The widow in her garage {}.", "word ".repeat(words - 5));
        check_as(&engine(&pack), "a.txt", text.as_bytes(), Some(Kind::Reply), None, &[]).findings.len()
    };
    assert_eq!(
        [20, 64, 66].map(found),
        [1, 1, 0],
        "nine points, of which five are asked for, and the root of three and a quarter times as much in as many more words"
    );
}

#[test]
fn what_is_quoted_in_a_reply_has_no_points() {
    assert_eq!(found("a.md", "> The widow signed.\n\nThank you.", Kind::Reply), []);
    assert_eq!(found("a.md", "> The widow signed.\n\nThank you.", Kind::Post).len(), 0);
    assert_eq!(found("a.md", "> The widow, he signed.\n\nThank you.", Kind::Post).len(), 1);
}

#[test]
fn in_a_long_draft_each_sentence_counts_for_itself() {
    let filler = "Nothing of the sort happens in this paragraph of plain words. ".repeat(20);
    let apart = format!("The widow left. {filler} He signed on page 4.");
    assert_eq!(found("a.txt", &apart, Kind::Post), []);
    let one = format!("{filler}As the widow told us, he signed. {filler}");
    assert_eq!(found("a.txt", &one, Kind::Post), [("house/long".to_owned(), "widow told us, he signed".to_owned())]);
}

#[test]
fn a_short_draft_whose_words_speak_against_it_is_left_alone() {
    let rules = |text: &str| found("a.txt", text, Kind::Post).into_iter().map(|found| found.0).collect::<Vec<_>>();
    assert_eq!(rules("He pleaded for more cake."), ["house/plea"]);
    let more = "and everybody had some of it till the evening came";
    assert_eq!(rules(&format!("At the picnic he pleaded for more cake, {more}.")), Vec::<String>::new());
    assert_eq!(rules(&format!("At the picnic old Tilda pleaded for cake, {more}.")), ["house/plea"], "the sum counts");
    assert_eq!(rules("At the picnic he pleaded for more cake."), ["house/plea"], "a dozen words say too little");
    let long = format!("{}At the picnic he pleaded.", "Nothing of the sort happens here. ".repeat(40));
    assert_eq!(rules(&long), ["house/plea"], "of a long draft nobody can say what it speaks of");
}

#[test]
fn places_are_exact_in_other_formats() {
    let html = "<p>Thanks.</p>\n<p>The <b>wid</b>ow&rsquo;s garage: he&nbsp;signed.</p>";
    let checked = check_as(&engine(PACK), "a.html", html.as_bytes(), Some(Kind::Post), None, &[]);
    let slices: Vec<&str> = checked.findings.iter().map(|found| found.slice.as_str()).collect();
    assert_eq!(slices, ["wid</b>ow&rsquo;s garage: he&nbsp;signed"]);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let yaml = "\
pack: p
signals:
  a: {weights: {0: x, 5: 'y y_z', 6: [u], 7: a_b_c, 8: 'x2 y'}, phrases: [z]}
  b: {of: c, at_most: -3}
  c: {phrases: ['{d}'], at_least: 4}
  d: {weights: {3: x}, at_least: {post: 1, poem: 2}}
  e: {of: d, within: draft, less_mean: 10}
rules:
  - {id: house/x, severity: error, message: m, when: [{group: {all: [d]}}], examples: {flags: [x], passes: [y]}}
  - {id: house/y, severity: error, message: m, when: [{draft: {all: [d, c]}}], examples: {flags: [x], passes: [y]}}
  - {id: house/z, severity: error, message: m, when: [{draft: {all: [d], none: [c]}}], examples: {flags: [x], passes: [y]}}
  - {id: house/w, severity: error, message: m, when: [{draft: {all: [d]}}], outside: [<hypothetical>], examples: {flags: [x], passes: [y]}}
";
    let found = wrong(yaml).join("\n");
    for wanted in [
        "3:17 points are whole numbers from -1000 to 1000, and not 0",
        "3:38 this must be text; it is a list",
        "3:46 `a_b_c` is not what has points",
        "3:56 `x2` is not what has points",
        "3:16 a word stands twice, with points each time",
        "3:65 this does not go with `weights:`",
        "3:6 `at_least:` is missing",
        "4:6 `p.c` has no `weights:`",
        "5:25 this is for `weights:`, and the signal has none",
        "5:6 `p.d` has weights: a condition of a rule can name it, a phrase cannot",
        "6:44 unknown key",
        "9:63 a signal with weights does not go with what else this condition says",
        "10:63 a signal with weights does not go with what else this condition says",
        "11:63 a signal with weights does not go with what else this condition says",
        "12:86 frames made of wordings do not work for signals with weights",
        "7:6 it takes `at_least:` or `at_most:`, one of them",
        "7:40 this is 0 to 200 per cent, of a signal `within: sentence`",
    ] {
        assert!(found.contains(wanted), "{wanted} is missing in\n{found}");
    }
    assert_eq!(found.lines().count(), 17, "{found}");
}

/// A list of words, and the sentences of long drafts that stand out by it or do not.
const LINES: &str = "\
pack: p
signals:
  tale: {weights: {10: widow, 4: garden, 2: page}, at_least: 100}
  out: {of: tale, within: sentence, less_mean: 100, at_least: {page: 8}}
  flat: {of: tale, within: sentence, less_mean: 100, at_most: 1}
  plea: {phrases: [pleaded]}
rules:
  - id: house/line
    severity: warning
    message: m
    when: [{sentence: {drafts: long, all: [out]}}]
    examples: {flags: [x], passes: [y]}
  - id: house/plea
    severity: warning
    message: m
    when: [{sentence: {all: [plea]}}]
    outside: [flat]
    examples: {flags: [x], passes: [y]}
";

#[test]
fn what_counts_in_a_long_draft_is_how_far_a_sentence_stands_out() {
    let found = |text: &str, kind| -> Vec<String> {
        let checked = check_as(&engine(LINES), "a.txt", text.as_bytes(), Some(kind), None, &[]);
        checked.findings.into_iter().map(|found| format!("{} {}", found.rule, found.slice)).collect()
    };
    let plain = "Nothing of the sort stands in this sentence of plain words. ".repeat(20);
    let grave = "The widow of the garden stands in this sentence of plain words. ".repeat(20);
    let leak = "The widow came to us.";
    assert_eq!(found(&format!("{plain}{leak}"), Kind::Page), ["house/line widow"]);
    assert_eq!(found(&format!("{grave}{leak}"), Kind::Page), Vec::<String>::new(), "all speak of it");
    assert_eq!(found(&format!("{plain}{leak}"), Kind::Post), Vec::<String>::new(), "the kind has no number");
    let plea = "He pleaded at once.";
    assert_eq!(found(&format!("{plain}{plea}"), Kind::Page), Vec::<String>::new(), "a frame takes the sentence away");
    let both = "He pleaded at once on page four.";
    assert_eq!(found(&format!("{plain}{both}"), Kind::Page), ["house/plea pleaded"]);
    assert_eq!(found(plea, Kind::Page), ["house/plea pleaded"], "in a short draft there is no such frame");
}

#[test]
fn one_sentence_of_a_long_draft_gives_one_finding_by_weights() {
    let second = "  - id: house/other
    severity: warning
    message: m
    when: [{sentence: {drafts: long, all: [out, more]}}]
    examples: {flags: [x], passes: [y]}
";
    let pack = format!("{LINES}{second}").replace("  plea:", "  more: {weights: {9: garden}, at_least: 5}\n  plea:");
    let plain = "Nothing of the sort stands in this sentence of plain words. ".repeat(20);
    let rules = |leak: &str| -> Vec<String> {
        let text = format!("{plain}{leak}");
        let checked = check_as(&engine(&pack), "a.txt", text.as_bytes(), Some(Kind::Page), None, &[]);
        checked.findings.into_iter().map(|found| found.rule).collect()
    };
    assert_eq!(rules("The widow came to us."), ["house/line"]);
    assert_eq!(rules("The widow came to the garden."), ["house/other"], "it holds by most");
}

#[test]
fn text_without_letters_of_the_list_and_a_draft_of_one_sentence_of_many_words_are_counted_in_time() {
    let text = "widow garden page pleaded ".repeat(200_000);
    let checked = check_as(&engine(LINES), "a.txt", text.as_bytes(), Some(Kind::Page), None, &[]);
    assert!(checked.findings.len() <= 2, "{}", checked.findings.len());
    let none = check_as(&engine(LINES), "a.txt", "\u{0} \u{AD} 漢字 …".as_bytes(), Some(Kind::Page), None, &[]);
    assert!(none.findings.is_empty());
}

/// Classes of words and places with points.
const CLASSES: &str = "\
pack: p
classes: {past: 'won paid *ed', kin: 'wife widow'}
signals:
  tale: {weights: {10: <kin>_<past>, 7: <past>_<number>, 5: <in-alt> <in-comment>, 3: <past>}, at_least: 10}
rules:
  - id: house/short
    severity: warning
    message: m
    when: [{draft: {drafts: short, all: [tale]}}]
    examples: {flags: [x], passes: [y]}
  - id: house/long
    severity: warning
    message: m
    when: [{sentence: {drafts: long, all: [tale]}}]
    examples: {flags: [x], passes: [y]}
";

#[test]
fn classes_have_points_alone_and_beside_classes_numbers_and_names() {
    let found = |text: &str| -> Vec<String> {
        let checked = check_as(&engine(CLASSES), "a.txt", text.as_bytes(), Some(Kind::Post), None, &[]);
        checked.findings.into_iter().map(|found| found.slice).collect()
    };
    assert_eq!(found("Then her wife phoned us."), ["wife phoned"]);
    assert_eq!(found("So then they all paid 300."), ["paid 300"]);
    assert_eq!(found("Then her wife will phone. They paid."), Vec::<String>::new(), "no neighbours");
    assert_eq!(found("Then her wife was red."), Vec::<String>::new(), "a stem has three letters");
}

#[test]
fn places_have_points_in_long_drafts_and_give_no_span() {
    let found = |head: &str, fill: usize| -> Vec<String> {
        let text = format!("<p>{}</p>\n{head}", "Nothing of the sort stands here in plain words. ".repeat(fill));
        let checked = check_as(&engine(CLASSES), "a.html", text.as_bytes(), Some(Kind::Page), None, &[]);
        checked.findings.into_iter().map(|found| found.slice).collect()
    };
    let picture = "<img src=\"a.png\" alt=\"There they paid 300 to us\">";
    let told = "<p>There they paid 300 to us.</p>";
    assert_eq!(found(picture, 20), ["paid 300"]);
    assert_eq!(found("<!-- we paid old Kim -->", 20), Vec::<String>::new(), "8 points");
    assert_eq!(found("<!-- we paid 300 to Kim -->", 20), ["paid 300"]);
    assert_eq!(found(told, 20), ["paid 300"]);
    assert_eq!(
        found("<img src=\"a.png\" alt=\"There they paid all\">", 1),
        Vec::<String>::new(),
        "short drafts have no places"
    );
}

#[test]
fn mistakes_in_classes_are_told_with_their_place() {
    let yaml = "\
pack: p
classes: {past: 'won *ed', past-too: 'won', number: 'ten', In: 'x', odd: '*'}
signals:
  tale: {weights: {1: <past>_won, 2: <pasta>, 3: <in-alt>_won, 4: <in-hall>}, at_least: 1}
";
    let found = wrong(yaml).join("\n");
    for wanted in [
        "2:38 `won` can't be a word of this class",
        "2:45 this can't be the name of a class",
        "2:60 this can't be the name of a class",
        "2:74 `*` can't be a word of this class",
        "4:23 `<past>_won` is not what has points",
        "4:38 `<pasta>` is not what has points",
        "4:50 `<in-alt>_won` is not what has points",
        "4:67 `<in-hall>` is not what has points",
    ] {
        assert!(found.contains(wanted), "{wanted} is missing in\n{found}");
    }
    assert_eq!(found.lines().count(), 8, "{found}");
}

#[test]
fn a_wording_stands_before_words_that_add_up() {
    let rules = "\
pack: p
signals:
  tale: {weights: {10: widow}, at_least: 10}
  plea: {phrases: [pleaded]}
rules:
  - id: case-facts/added-up
    severity: warning
    message: m
    when: [{draft: {drafts: short, all: [tale]}}]
    examples: {flags: [The widow pleaded for the widow and all.], passes: [y]}
  - id: case-facts/wording
    severity: SEVERITY
    message: m
    when: [{sentence: {all: [plea]}}]
    examples: {flags: [He pleaded.], passes: [y]}
";
    for (severity, wanted) in
        [("warning", "case-facts/wording"), ("error", "case-facts/wording"), ("advice", "case-facts/added-up")]
    {
        let bench = Bench::new()
            .file("p.yaml", rules.replace("SEVERITY", severity))
            .file("a.txt", "The widow spider pleaded at our seminar, and the widow won a raffle prize at the picnic.\n")
            .file(".subrosa.yaml", "packs: [p.yaml]\n");
        let ran = bench.run(&["check", "a.txt", "--kind", "post", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let found: Vec<&str> =
            json["findings"].as_array().expect("findings").iter().filter_map(|found| found["rule"].as_str()).collect();
        assert!(found.contains(&wanted), "{severity}: {found:?}");
        assert_eq!(found.len(), 1, "{severity}: {found:?}");
    }
}
