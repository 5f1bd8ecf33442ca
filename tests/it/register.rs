//! Registers as a whole: that no mistake in one can leak it, that hostile ones end, and that large ones load in time.

use proptest::prelude::*;
use std::fmt::Write as _;
use subrosa::register::load;

/// A value that no message of ours could hold by chance, and that YAML reads as text.
fn secret() -> impl Strategy<Value = String> {
    "Zq[a-z]{4}x[A-Z][a-z]{3}( [A-Z][a-z]{2}zq)?"
}

/// Lines of a client, `{}` for a secret, each with a mistake of its own.
const MISTAKES: &[&str] = &[
    "  {}: 1",
    "  aliases: {}",
    "  kind: {}",
    "  status: [{}]",
    "  domains: [{}]",
    "  handles: [\"{} and {}\"]",
    "  describe_as: [{}, {}]",
    "  match: {}",
    "  match: {case: {}}",
    "  match: {fuzzy: {}, whole_name_only: {}}",
    "  match: {{}: true}",
    "  people: [[{}], {name: {}, role: {}, {}: {}}]",
    "  consents: [{covers: [{}], matters: [{}], from: {}, until: 2026-02-31, basis: {}, wording: }]",
    "  consents: [{covers: [name], from: 2027-01-01, until: 2026-01-01, authorised_by: {}, reference: [{}]}]",
    "  matters: [{id: {}, name: {}}, {id: '', name: {}, status: {}, embargo_until: {}}]",
    "  matters: [{id: M-1, name: {}, embargo_until: 2026-01-01, facts: [{kind: {} {}, value: {}, weight: {}}, {}]}]",
    "  matters: [{id: M-1, name: {}, recipients: [{}], adverse: {}, facts: {}}]",
    "  {}: {{}: {}}\n  name: {}\n  name: {}",
    "  tags: [{}, [{}], {a: {}}, '...']",
    // Of syntax:
    "  aliases: [{}, {}",
    "  aliases: \"{}",
    "  aliases: {}: {}",
    "\taliases: {}",
    " aliases: {}",
    "  aliases: &{} {}",
    "  aliases: *{}",
    "  aliases: !{} {}",
    "  aliases: '{}' {}",
    "  aliases: \"\\q{}\"",
    "  ? [{}]\n  : {}",
    "  aliases: @{}",
    "  aliases: %{}",
    "---\n{}: {}",
    "{}",
    "  aliases: {{}: {}",
    "  aliases: |{}\n   {}",
];

/// A client with a mistake; returns the lines and the secrets in them.
fn client() -> impl Strategy<Value = (String, Vec<String>)> {
    (secret(), proptest::collection::vec(secret(), 8), prop::sample::select(MISTAKES)).prop_map(
        |(name, values, mistake)| {
            let mut lines = mistake.to_owned();
            let mut used = vec![name.clone()];
            for value in values {
                if lines.contains("{}") {
                    lines = lines.replacen("{}", &value, 1);
                    used.push(value);
                }
            }
            (format!("- id: {}\n  name: {name}\n{lines}\n", used.len()), used)
        },
    )
}

proptest! {
    #[test]
    fn no_mistake_prints_a_value(clients in proptest::collection::vec(client(), 1..5)) {
        let text = clients.iter().fold("clients:\n".to_owned(), |text, (lines, _)| text + lines);
        let problems = load("r.yaml", text.as_bytes()).expect_err("each client holds a mistake");
        prop_assert!(!problems.is_empty());
        let mut printed = String::new();
        for problem in &problems {
            writeln!(printed, "{problem} {problem:?} {problem:#?} {:?}", problem.help).unwrap();
            let line = text.lines().nth(problem.line as usize - 1).unwrap_or_default();
            prop_assert!(problem.column as usize <= line.chars().count() + 1, "{}:{}", problem.line, problem.column);
        }
        for secret in clients.iter().flat_map(|(_, secrets)| secrets).flat_map(|secret| secret.split(' ')) {
            prop_assert!(!printed.contains(secret), "{secret} in\n{printed}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(load("r.yaml", &bytes).is_err());
    }

    #[test]
    fn no_soup_of_yaml_signs_makes_it_panic(
        signs in proptest::collection::vec(prop::sample::select(
            &["clients:", "\n", "  ", "- ", "id: ", "name: ", "a", "[", "]", "{", "}", ", ", ": ", "? ", "&a ", "*a", "!t ",
              "'", "\"", "|", ">", "#", "\t", "---\n", "...\n", "é", "~", "<<: ", "%", "@", "\r\n", "\r", "match: "][..]), 0..60),
    ) {
        let text = format!("clients:\n{}", signs.concat());
        for problem in load("r.yaml", text.as_bytes()).err().unwrap_or_default() {
            prop_assert!(problem.line >= 1 && problem.column >= 1);
        }
    }
}

#[test]
fn each_mistake_is_one() {
    for mistake in MISTAKES {
        let text = format!("clients:\n- id: a\n  name: b\n{}\n", mistake.replace("{}", "Zqabcd"));
        assert!(load("r.yaml", text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn all_mistakes_are_told_in_one_run_in_order() {
    let mut text = "clients:\n".to_owned();
    for i in 0..300 {
        writeln!(text, "- {{id: C-{i}, name: Name{i}, kind: x{i}}}").unwrap();
    }
    let problems = load("r.yaml", text.as_bytes()).unwrap_err();
    assert_eq!(problems.len(), 300);
    assert!(problems.iter().zip(2..).all(|(problem, line)| problem.line == line));
}

#[test]
fn a_bomb_of_aliases_is_refused_at_once() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let (before, item) = (i - 1, format!("*a{}", i - 1));
        writeln!(text, "a{i}: &a{i} [{}] # {before}", vec![item; 9].join(", ")).unwrap();
    }
    let problems = load("r.yaml", text.as_bytes()).unwrap_err();
    assert_eq!(problems[0].to_string(), "r.yaml:1:5: anchors (&) and aliases (*) are not read here");
}

/// A register of `n` clients, of the size that real ones have.
fn large(n: usize) -> String {
    let mut text = "version: 1\ntimezone: Europe/London\nclients:\n".to_owned();
    for i in 0..n {
        text += &format!("  - id: C-{i}\n    name: Hollowmere {i} Clinic Ltd\n    kind: organisation\n");
        text += &format!("    aliases: [Hollowmere {i}, HMC{i}]\n    matters:\n      - id: M-{i}\n");
        text += &format!(
            "        name: Project Tidewrack {i}\n        facts:\n          - {{kind: town, value: Salt{i}}}\n"
        );
    }
    text
}

#[test]
fn a_register_of_a_large_firm_loads_whole() {
    let register = load("r.yaml", large(3_000).as_bytes()).unwrap();
    assert_eq!(register.clients.len(), 3_000);
    assert_eq!(register.client_by_id("C-2999").unwrap().line, 3 + 2_999 * 9 + 1);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "a measure of speed: run with --release")]
fn loading_takes_time_in_step_with_size() {
    let took = |text: &str| {
        let start = std::time::Instant::now();
        drop(load("r.yaml", text.as_bytes()));
        start.elapsed().as_millis()
    };
    // 11 MB, as a firm has it; takes 0.9 s.
    assert!(took(&large(46_000)) < 4_000);
    let many = |item: &str| item.repeat(1 << 20);
    for (shape, text) in [
        ("one long list", format!("clients: [{}]", many("a, "))),
        ("one long name", format!("clients: [{{id: a, name: '{}'}}]", many("a b "))),
        ("comments", format!("{}clients: []", many("#\n"))),
        ("quotes", format!("clients: [{}]", many("'',"))),
        ("aliases and adverse parties", {
            let list = "ab, ".repeat(1 << 17);
            format!(
                "clients: [{{id: a, name: b, aliases: [{list}], matters: [{{id: m, name: n, adverse: [{list}]}}]}}]"
            )
        }),
        ("brackets", many("[")),
        ("hyphens", many("- ")),
        ("question marks", many("? ")),
        ("braces hidden by comments", many("{ #}\n")),
        ("quotation marks", many("\"")),
        ("colons", many("a: ")),
        ("blanks", many("   ")),
        ("empty lines in a block", format!("a: |\n{}", many("\n"))),
        ("anchors", many("- &a\n")),
    ] {
        let took = took(&text);
        assert!(took < 6_000, "{shape}: {took} ms");
    }
}

#[test]
fn the_registers_of_the_documentation_load() {
    let page = include_str!("../../docs/register.md");
    let registers: Vec<_> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(registers.len(), 2);
    for text in registers {
        load("register.md", text.as_bytes()).unwrap();
    }
}
