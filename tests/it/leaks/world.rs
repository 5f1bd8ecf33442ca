//! A register in which every word is random, so that any of them in an output came from it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The random register, and what of it drafts may say.
pub(super) struct World {
    /// The register as YAML.
    pub(super) register: String,
    /// What the engine looks for, as the register writes it.
    pub(super) wanted: Vec<Wanted>,
    /// Every random word of the register, folded.
    words: Vec<String>,
    /// The state of the generator.
    state: u64,
}

/// Something that the engine looks for.
pub(super) struct Wanted {
    /// What it is: `name`, `handle`, ...
    pub(super) what: &'static str,
    /// As the register writes it.
    pub(super) text: String,
}

/// The register; `{n}` takes a new word and `{w}` a capitalised one, `{what:...}` marks what is looked for.
const PATTERN: &str = r#"version: 1
key: "{key}"
timezone: Europe/London
clients:
  - id: C-1
    name: "{name:{w} {w} Ltd}"
    kind: organisation
    status: current
    aliases: ["{alias:{w} {w}}", "{alias:{w}}"]
    people:
      - {name: "{person:{w} {w}}", role: "{n} {n}"}
    domains: ["{domain:{n}.example}"]
    handles: ["{handle:@{n}}"]
    identifiers: ["+44 20 {d} {d}", "{mail:{n}@{n}.example}"]
    describe_as: a {n} {n}
    tags: ["{n}"]
    match: {allow: ["{w} {w}"]}
    consents:
      - covers: [name]
        channels: [website]
        wording: "{w} {w} {n}"
        from: 2001-02-03
        until: 2002-03-04
        basis: client consent
        authorised_by: "{w} {w}"
        reference: "{w}-{d}"
    matters:
      - id: M-1
        name: "{matter:Project {w}}"
        aliases: ["{matter:{w} v {w}}"]
        status: open
        adverse: ["{adverse:{w} {w} GmbH}"]
        embargo_until: 2098-07-06T05:43[Europe/London]
        recipients: ["{n}.example"]
        facts:
          - {kind: court, value: "{w} {w} Court", also: ["court of {w}"]}
          - {kind: town, value: "{w}"}
          - {kind: docket, value: "1:98-cv-{d}", weight: 3}
  - id: C-2
    name: "{name:{w} {a}}"
    kind: person
    status: former
    describe_as: a {n}
    matters:
      - id: M-2
        name: "{matter:Operation {w}}"
        status: closed
        facts:
          - {kind: employer, value: "{w} {w}"}
          - {kind: relation, value: "{n}"}
  - id: C-3
    name: "{name:{w}-{w} {w}}"
    status: prospective
  - id: C-4
    name: "{w} {w}"
    match: {context: ["{n}"]}
"#;

impl World {
    /// A world of a seed. The same seed gives the same world.
    pub(super) fn new(seed: u64) -> Self {
        let mut world = Self { register: String::new(), wanted: Vec::new(), words: Vec::new(), state: seed };
        world.register = world.fill(PATTERN);
        world
    }

    /// The words of a register that drafts never hold, where one draft names only `shown`.
    pub(super) fn words_beside(&self, shown: &str) -> Vec<&str> {
        let shown = folded(shown);
        self.words.iter().map(String::as_str).filter(|word| !shown.contains(word)).collect()
    }

    /// What an output gives away.
    pub(super) fn given_away(&self, output: &str) -> Vec<&str> {
        let output = folded(&decoded(output));
        self.words.iter().map(String::as_str).filter(|word| output.contains(word)).collect()
    }

    /// Fills the placeholders of a text.
    fn fill(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let close = closing(rest);
            let inside = &rest[1..close];
            rest = &rest[close + 1..];
            match inside {
                "n" => out.push_str(&self.word(false)),
                "w" => out.push_str(&self.word(true)),
                "a" => out.push_str(&self.word(true).replace('o', "ö").replace('e', "é")),
                "d" => out.push_str(&self.digits()),
                "key" => out.push_str(&self.key()),
                other => match other.split_once(':') {
                    Some((what, pattern)) if WHATS.contains(&what) && !pattern.starts_with(' ') => {
                        let text = self.fill(pattern);
                        let what = WHATS.iter().find(|known| **known == what).copied().unwrap_or_default();
                        self.wanted.push(Wanted { what, text: text.clone() });
                        out.push_str(&text);
                    }
                    _ => {
                        // A mapping of YAML's own.
                        let inside = self.fill(other);
                        out.push_str(&format!("{{{inside}}}"));
                    }
                },
            }
        }
        out.push_str(rest);
        out
    }

    /// A new word that no language has.
    fn word(&mut self, capital: bool) -> String {
        let mut word = String::new();
        for _ in 0..4 {
            word.push(self.pick(b"bdfgklmnprtvz"));
            word.push(self.pick(b"aeiou"));
        }
        word.push(self.pick(b"bdgkmprtvz"));
        self.words.push(word.clone());
        if capital { word[..1].to_uppercase() + &word[1..] } else { word }
    }

    /// Four digits, none of them likely to stand in an output by chance.
    fn digits(&mut self) -> String {
        let digits: String = (0..6).map(|_| self.pick(b"3456789")).collect();
        self.words.push(digits.clone());
        digits
    }

    /// A key: 32 bytes in base64.
    fn key(&mut self) -> String {
        let key: String = (0..42).map(|_| self.pick(b"ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz")).collect();
        self.words.push(folded(&key));
        key + "A="
    }

    /// One of some letters.
    fn pick(&mut self, letters: &[u8]) -> char {
        // Xorshift: enough for names.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        char::from(letters[(self.state % letters.len() as u64) as usize])
    }
}

/// What is looked for.
const WHATS: [&str; 8] = ["name", "alias", "person", "domain", "handle", "mail", "matter", "adverse"];

/// Where the brace that a text begins with is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("a brace stays open")
}

/// A text without case, accents and all that is no letter or digit.
pub(super) fn folded(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text with the escapes of JSON, URLs and HTML resolved.
fn decoded(text: &str) -> String {
    let escape = regex::Regex::new(r"\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|&#x([0-9a-fA-F]+);").unwrap();
    let numbers = regex::Regex::new(r"&#([0-9]+);").unwrap();
    let letter = |code: u32| char::from_u32(code).unwrap_or(' ').to_string();
    let text = escape.replace_all(text, |found: &regex::Captures<'_>| {
        let digits = (1..=3).find_map(|group| found.get(group)).unwrap().as_str();
        u32::from_str_radix(digits, 16).map(letter).unwrap_or_default()
    });
    numbers.replace_all(&text, |found: &regex::Captures<'_>| found[1].parse().map(letter).unwrap_or_default()).into()
}

#[test]
fn a_word_is_found_in_any_dress() {
    let world = World::new(7);
    let word = world.words[5].clone();
    let shout = word.to_uppercase();
    let spaced = word.chars().map(|c| format!("{c}-")).collect::<String>();
    let escaped = word.chars().map(|c| format!("\\u{:04x}", c as u32)).collect::<String>();
    for dress in
        [word.clone(), shout, spaced, escaped, format!("<b>{}</b>{}", &word[..4], &word[4..]).replace("b>", ">")]
    {
        assert_eq!(world.given_away(&dress), [word.as_str()], "{dress}");
    }
    assert!(world.given_away("a wholly different text").is_empty());
    assert!(world.words.len() > 40);
    assert_eq!(world.wanted.len(), 13);
}
