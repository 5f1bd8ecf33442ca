//! The grammar of the phrase language on its page of documentation: what it makes, parses.

use std::collections::{HashMap, HashSet};

use subrosa::rules::{Fixed, SignalId, phrase};

/// The grammar in `docs/writing-rules.md`: productions by name.
fn grammar() -> HashMap<String, String> {
    let page = include_str!("../../docs/writing-rules.md");
    let block = page.split("```ebnf\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a grammar");
    assert!(block.lines().count() <= 20, "the grammar has {} lines", block.lines().count());
    let whole = block.replace('\n', " ");
    let productions = whole.split(" ;").map(str::trim).filter(|part| !part.is_empty());
    productions
        .map(|production| {
            let (name, body) = production.split_once('=').expect("a production");
            (name.trim().to_owned(), body.trim().to_owned())
        })
        .collect()
}

/// Makes a text of a grammar, with chance.
struct Maker {
    /// The productions.
    grammar: HashMap<String, String>,
    /// The state of chance.
    seed: u64,
    /// Names that were used.
    used: HashSet<String>,
}

impl Maker {
    /// A number below `n`.
    fn chance(&mut self, n: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % n
    }

    /// A text of the production or the terminal `name`.
    fn make(&mut self, name: &str, depth: u32) -> String {
        self.used.insert(name.to_owned());
        match name {
            "blank" => return " ".to_owned(),
            "letters" => return ["settle", "case", "win", "café"][self.chance(4)].to_owned(),
            "number" => return (1 + self.chance(20)).to_string(),
            "name" => return "money".to_owned(),
            "emoji" => return "🎉".to_owned(),
            _ => {}
        }
        let body = self.grammar.get(name).unwrap_or_else(|| panic!("`{name}` has no production")).clone();
        let parts = tokens(&body);
        let mut at = 0;
        self.alternatives(&parts, &mut at, depth)
    }

    /// One of the alternatives up to a closing bracket or the end.
    fn alternatives(&mut self, parts: &[String], at: &mut usize, depth: u32) -> String {
        let mut made = vec![String::new()];
        while let Some(part) = parts.get(*at).cloned() {
            *at += 1;
            let text = match part.as_str() {
                "|" => {
                    made.push(String::new());
                    continue;
                }
                "]" | "}" | ")" => break,
                "[" => {
                    let inner = self.alternatives(parts, at, depth + 1);
                    if self.chance(2) == 0 { inner } else { String::new() }
                }
                "{" => {
                    let inner = self.alternatives(parts, at, depth + 1);
                    if depth < 8 && self.chance(3) == 0 { inner } else { String::new() }
                }
                "(" => self.alternatives(parts, at, depth + 1),
                quoted if quoted.starts_with('"') => quoted.trim_matches('"').to_owned(),
                name if depth > 8 && matches!(name, "choice" | "optional" | "signal") => "case".to_owned(),
                name => self.make(name, depth + 1),
            };
            if let Some(last) = made.last_mut() {
                last.push_str(&text);
            }
        }
        let index = self.chance(made.len());
        made.swap_remove(index)
    }
}

/// The symbols of a production's right side.
fn tokens(body: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = body.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '"' => rest[1..].find('"').expect("a closing quote") + 2,
            c if c.is_alphabetic() => rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        out.push(rest[..len].to_owned());
        rest = rest[len..].trim_start();
    }
    out
}

#[test]
fn the_grammar_on_the_page_makes_phrases_that_parse() {
    let known = |name: &str| -> Option<SignalId> {
        let fixed = Fixed::ALL.iter().find(|fixed| fixed.name() == name).map(|fixed| fixed.id());
        fixed.or_else(|| (name == "money" || name == "money.money").then_some(SignalId(99)))
    };
    let mut maker = Maker { grammar: grammar(), seed: 7, used: HashSet::new() };
    let mut parsed = 0;
    for _ in 0..3000 {
        let text = maker.make("phrase", 0);
        match phrase::parse(&text, &known) {
            Ok(_) => parsed += 1,
            // What the page says below the grammar.
            Err(error) => assert!(
                ["single words inside", "apostrophe", "without any word", "can span"]
                    .iter()
                    .any(|known| error.message.contains(known)),
                "{text}: {error:?}"
            ),
        }
    }
    assert!(parsed > 1500, "only {parsed} of 3000 parsed");
    for name in maker.grammar.keys() {
        assert!(maker.used.contains(name), "{name} is never used");
    }
    for fixed in Fixed::ALL.into_iter().filter(|fixed| !fixed.is_note()) {
        let name = fixed.name();
        let word = name.trim_matches(['<', '>', '@', '?']);
        let body = &maker.grammar[if name.starts_with('<') { "class" } else { "subject" }];
        assert!(body.contains(&format!("\"{word}\"")), "{name} is missing in the grammar");
    }
}
