//! The phrase engine looks only where something rare stands: what it leaves out must never have held a finding.

use subrosa::policy::Kind;
use subrosa::rules::{builtin, load};
use subrosa::spot::Engine;

use crate::engine::check_as;

/// The findings of an engine in a text of some kind: rule and slice.
fn told(engine: &Engine, path: &str, text: &str, kind: Kind) -> Vec<(String, String, Vec<String>)> {
    let found = check_as(engine, path, text.as_bytes(), Some(kind), None, &[]).findings;
    found.into_iter().map(|found| (found.rule, found.slice, found.others)).collect()
}

#[test]
fn shortcuts_lose_nothing() {
    let register = "clients: [{id: C-1, name: Northgate Memorial Hospital, people: [{name: Ruth Okonjo}]}]";
    let engine = |rules| {
        let register = subrosa::register::load("r.yaml", register.as_bytes()).expect("a register");
        Engine::compile_with(register, rules)
    };
    let set = load(&builtin::packs()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let (quick, slow) = (engine(set.clone()), engine(set.clone()).exhaustive());
    let examples: Vec<&str> =
        set.rules.iter().flat_map(|rule| rule.flags.iter().chain(&rule.passes)).map(|e| e.text.as_str()).collect();
    let mut count = 0;
    for (number, texts) in examples.chunks(7).enumerate() {
        let kind = Kind::ALL[number % Kind::ALL.len()];
        // One paragraph, paragraphs, a list with its lead-in, a page with what is hidden in it.
        let list = texts.iter().map(|text| format!("- {}\n", text.replace('\n', " "))).collect::<String>();
        let html = texts.iter().map(|text| format!("<p>{text}<br>Ruth Okonjo</p><!-- {text} -->")).collect::<String>();
        for (path, text) in [
            ("a.txt", texts.join(" ")),
            ("a.txt", texts.join("\n\n")),
            ("a.md", format!("Our client Northgate Memorial Hospital:\n\n{list}\n> {}\n", texts[0].replace('\n', " "))),
            ("a.html", html),
        ] {
            let found = told(&quick, path, &text, kind);
            assert_eq!(found, told(&slow, path, &text, kind), "{kind}: {text}");
            count += found.len();
        }
    }
    assert!(count > 500, "only {count} findings were compared");
}
