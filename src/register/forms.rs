//! Owns the written forms of the register's names: what of a name must stand in a draft for the name to stand there.
//!
//! A form is a list of folded words. What may stand between them, order, initials and legal forms are decided by
//! aligning words at a candidate, in `spot::names`; only spellings that folding must not touch (`ue` for `ü`) are forms
//! of their own. Called by `spot` when it compiles the register.

use super::legal;
use super::model::{Client, Matching, Matter, Nature, Register};
use crate::text::fold::folded;
use crate::text::words::{Gap, Word, words};
use crate::text::{Secret, Span, lexicon};

/// What of the register a form belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holder {
    /// The client.
    Client,
    /// One of its people, by number.
    Person(u32),
    /// The matter.
    Matter,
    /// An adverse party of the matter, by number.
    Adverse(u32),
    /// An identifier of the client.
    Identifier,
}

/// Whose form it is: indices into the register.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Owner {
    /// Index of the client.
    pub client: u32,
    /// Index of the matter in the client's list.
    pub matter: Option<u32>,
    /// What of it.
    pub holder: Holder,
}

impl Owner {
    /// The `match:` options that hold for it.
    pub fn matching<'r>(&self, register: &'r Register) -> Option<&'r Matching> {
        let client = register.clients.get(self.client as usize)?;
        match (self.holder, self.matter) {
            (Holder::Person(i), _) => client.people.get(i as usize).map(|person| &person.matching),
            (Holder::Matter | Holder::Adverse(_), Some(m)) => client.matters.get(m as usize).map(|m| &m.matching),
            _ => Some(&client.matching),
        }
    }
}

/// How a form is to be found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FormKind {
    /// Words of a name.
    Name,
    /// Letters and digits with free separators: a handle, a domain, a mail address, a docket number.
    Identifier,
    /// A phrase that is *not* the subject and swallows the mentions it contains.
    Allow,
}

/// One way to write one name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// Folded words with a blank between; `&` stands for a connector that may be a sign, a word, or missing.
    pub words: Secret<String>,
    /// How it is found.
    pub kind: FormKind,
    /// All its words are ordinary ones (or common names): it needs evidence in the original text.
    pub ambiguous: bool,
    /// The registered name has a legal form, so that one in the draft is evidence.
    pub legal: bool,
    /// A shortened form that the register does not list: at most medium.
    pub short: bool,
    /// It is a person's name, or may be one.
    pub person: bool,
}

/// Hands every form of every name of the register to `each`.
pub fn all(register: &Register, each: &mut dyn FnMut(Owner, Form)) {
    for (index, client) in (0_u32..).zip(&register.clients) {
        client_forms(index, client, each);
        for (number, matter) in (0_u32..).zip(&client.matters) {
            matter_forms(index, client, number, matter, each);
        }
    }
}

/// The forms of a client's own names and of its people.
fn client_forms(index: u32, client: &Client, each: &mut dyn FnMut(Owner, Form)) {
    let owner = |holder| Owner { client: index, matter: None, holder };
    for name in std::iter::once(&client.name).chain(&client.aliases) {
        name_forms(name, client.kind, &mut |form| each(owner(Holder::Client), form));
    }
    allow_forms(&client.matching, &mut |form| each(owner(Holder::Client), form));
    for text in client.handles.iter().chain(&client.domains) {
        identifier_form(text, &mut |form| each(owner(Holder::Client), form));
    }
    for text in &client.identifiers {
        identifier_form(text, &mut |form| each(owner(Holder::Identifier), form));
    }
    for (number, person) in (0_u32..).zip(&client.people) {
        name_forms(&person.name, Nature::Person, &mut |form| each(owner(Holder::Person(number)), form));
        allow_forms(&person.matching, &mut |form| each(owner(Holder::Person(number)), form));
    }
}

/// The forms of a matter's names and of its adverse parties.
fn matter_forms(index: u32, client: &Client, number: u32, matter: &Matter, each: &mut dyn FnMut(Owner, Form)) {
    let owner = |holder| Owner { client: index, matter: Some(number), holder };
    for name in std::iter::once(&matter.name).chain(&matter.aliases) {
        if names_a_matter(name.expose(), client) {
            name_forms(name, Nature::Organisation, &mut |form| each(owner(Holder::Matter), form));
        }
    }
    for (number, party) in (0_u32..).zip(&matter.adverse) {
        name_forms(party, Nature::Auto, &mut |form| each(owner(Holder::Adverse(number)), form));
    }
    allow_forms(&matter.matching, &mut |form| each(owner(Holder::Matter), form));
}

/// Whether a matter's name points at the matter: it has Project or Operation, a `v`, or a distinctive word that is not
/// the client's. `Sports hall roof` does not; there it is a fact.
pub fn names_a_matter(name: &str, client: &Client) -> bool {
    let words = name_words(name);
    let clients: Vec<String> =
        std::iter::once(&client.name).chain(&client.aliases).flat_map(|n| name_words(n.expose())).collect();
    let code = words.len() > 1 && words.first().is_some_and(|w| w == "project" || w == "operation");
    code || words.iter().any(|w| matches!(w.as_str(), "v" | "vs" | "versus"))
        || words.iter().any(|w| is_distinctive(w) && !clients.contains(w))
}

/// Whether a folded word alone points at somebody: four letters or more, no ordinary word, no common name.
pub fn is_distinctive(word: &str) -> bool {
    word.chars().count() >= 4
        && word.chars().any(char::is_alphabetic)
        && !lexicon::is_word(word)
        && !lexicon::is_given_name(word)
        && !lexicon::is_surname(word)
        && !word.strip_suffix('s').is_some_and(lexicon::is_word)
}

/// The forms of one name.
fn name_forms(name: &Secret<String>, nature: Nature, each: &mut dyn FnMut(Form)) {
    let mut words = name_words(name.expose());
    let legal = nature != Nature::Person && legal::strip(&mut words);
    if words.len() > 1 && words.first().is_some_and(|w| w == "the") {
        words.remove(0);
    }
    let person = match nature {
        Nature::Person => true,
        Nature::Organisation => false,
        Nature::Auto => !legal && looks_like_a_person(&words),
    };
    if person {
        strip_person(&mut words);
    }
    for spelling in spellings(name.expose(), &words) {
        let ambiguous = is_ambiguous(&spelling);
        each(Form {
            words: Secret::new(spelling.join(" ")),
            kind: FormKind::Name,
            ambiguous,
            legal,
            short: false,
            person,
        });
    }
}

/// The phrases that are not the subject.
fn allow_forms(matching: &Matching, each: &mut dyn FnMut(Form)) {
    for phrase in &matching.allow {
        let words = name_words(phrase.expose());
        if !words.is_empty() {
            each(Form {
                words: Secret::new(words.join(" ")),
                kind: FormKind::Allow,
                ambiguous: false,
                legal: false,
                short: false,
                person: false,
            });
        }
    }
}

/// The form of an identifier with letters in it; numbers are `spot::identifiers`' business.
fn identifier_form(text: &Secret<String>, each: &mut dyn FnMut(Form)) {
    let words = name_words(text.expose());
    let letters = words.iter().any(|w| w.chars().any(char::is_alphabetic));
    if letters && words.iter().map(|w| w.chars().count()).sum::<usize>() >= 3 {
        let joined = words.concat();
        each(Form {
            words: Secret::new(words.join(" ")),
            kind: FormKind::Identifier,
            ambiguous: words.len() == 1 && (lexicon::is_word(&joined) || joined.chars().count() < 5),
            legal: false,
            short: false,
            person: false,
        });
    }
}

/// Whether a name needs evidence: all its words are ordinary English words; or it is one word alone that is also a
/// common name or has at most three letters.
fn is_ambiguous(words: &[String]) -> bool {
    let mut content = words.iter().filter(|w| *w != "&" && *w != "the" && *w != "of");
    match (content.clone().count(), content.clone().next()) {
        (0, _) => true,
        (1, Some(word)) => !is_distinctive(word) && word.is_ascii(),
        _ => content.all(|w| lexicon::is_word(w) || w.len() <= 1 || w.bytes().all(|b| b.is_ascii_digit())),
    }
}

/// Whether a name without a stated kind reads like a person's: two to four words, the first a common given name.
fn looks_like_a_person(words: &[String]) -> bool {
    (2..=4).contains(&words.len()) && words.first().is_some_and(|w| lexicon::is_given_name(w))
}

/// Drops titles before and suffixes after a person's name, if two words stay.
fn strip_person(words: &mut Vec<String>) {
    while words.len() > 1 && words.first().is_some_and(|w| is_title(w)) {
        words.remove(0);
    }
    while words.len() > 2 && words.last().is_some_and(|w| is_suffix(w)) {
        words.pop();
    }
}

/// Whether a folded word is a form of address or a rank that stands before a name.
pub fn is_title(word: &str) -> bool {
    const TITLES: &str = "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister judge justice hon mme \
        mlle m herr frau hr fru sig sra sr srta don dona captain capt major maj colonel col lieutenant lt sergeant \
        sgt officer detective inspector councillor cllr senator sen alderman sheikh imam rabbi baron baroness \
        count countess doctor madam messrs attorney president";
    TITLES.split(' ').any(|known| known == word)
}

/// Whether a folded word is a suffix of a person's name.
pub fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &str = "jr sr ii iii iv esq phd md qc kc obe mbe cbe jd llm llb dds";
    SUFFIXES.split(' ').any(|known| known == word)
}

/// The folded words of a name. Apostrophes and the dots of initials join (`O'Brien`, `J.P.`), hyphens, other dots and
/// case changes part; `&`, `+` and `and` between words give a `&`.
pub fn name_words(name: &str) -> Vec<String> {
    let mut cut: Vec<Word> = Vec::new();
    words(name, Span::at(0..name.len()), &mut cut);
    let mut out: Vec<String> = Vec::new();
    let mut end = 0;
    let mut dangling_initial = false;
    for word in &cut {
        let written = name.get(word.span().range()).unwrap_or_default();
        let between = name.get(end..word.at as usize).unwrap_or_default();
        end = word.span().end as usize;
        let plain = folded(written);
        let is_initial = plain.chars().count() == 1 && plain.chars().all(char::is_alphabetic);
        let joins = word.gap == Gap::Joint
            && (between.contains(['\'', '’', '‘', 'ʼ', '`']) || (between == "." && is_initial && dangling_initial));
        dangling_initial = is_initial;
        if joins && let Some(last) = out.last_mut() {
            last.push_str(&plain);
            continue;
        }
        let connector = !out.is_empty() && (between.contains(['&', '+']) || matches!(plain.as_str(), "and" | "und"));
        if connector && out.last().is_some_and(|w| w != "&") {
            out.push("&".to_owned());
        }
        if matches!(plain.as_str(), "and" | "und") && !out.is_empty() {
            continue;
        }
        if legal::is_form(&plain) {
            out.push(plain);
            continue;
        }
        out.extend(camel_parts(written).into_iter().map(folded).filter(|part| !part.is_empty()));
    }
    while out.last().is_some_and(|w| w == "&") {
        out.pop();
    }
    out
}

/// A word cut where a capital follows a small letter, or where capitals turn into a capitalised word: `JPMorgan` is
/// `JP` and `Morgan`. Prefixes of surnames (`McDonald`, `DeVries`) are not parted.
pub fn camel_parts(word: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for window in 1..chars.len() {
        let (Some(before), Some(here)) = (chars.get(window - 1), chars.get(window)) else { continue };
        let after_lower = before.1.is_lowercase() && here.1.is_uppercase();
        let after_caps = before.1.is_uppercase()
            && here.1.is_uppercase()
            && chars.get(window + 1).is_some_and(|next| next.1.is_lowercase());
        if !after_lower && !after_caps {
            continue;
        }
        let part = word.get(start..here.0).unwrap_or_default();
        if part.chars().count() >= 2
            && !matches!(part, "Mc" | "Mac" | "De" | "Di" | "Le" | "La" | "Van" | "Von" | "Fitz")
        {
            parts.push(part);
            start = here.0;
        }
    }
    parts.push(word.get(start..).unwrap_or_default());
    parts
}

/// The name's words, and the same with digraphs where the name has an umlaut or the like, and the reverse.
fn spellings(written: &str, words: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![words.to_vec()];
    if written.is_ascii() && !["ue", "oe", "ae"].iter().any(|pair| written.contains(pair)) {
        return all;
    }
    let digraphs = name_words(&with_digraphs(written));
    if digraphs.len() >= words.len() {
        // Titles and legal forms were dropped from both ends: take the stretch that lines up with the name's own words.
        let spelt: Vec<String> = words
            .iter()
            .map(|word| {
                digraphs
                    .iter()
                    .find(|d| folded_digraphs(d) == folded_digraphs(word) && *d != word)
                    .unwrap_or(word)
                    .clone()
            })
            .collect();
        if spelt != words {
            all.push(spelt);
        }
    }
    let reverse: Vec<String> = words
        .iter()
        .map(|word| {
            let plain = word.replace("ue", "u").replace("oe", "o").replace("ae", "a");
            if plain != *word && is_distinctive(&plain) && is_distinctive(word) { plain } else { word.clone() }
        })
        .collect();
    if reverse != words {
        all.push(reverse);
    }
    all
}

/// `ü` as `ue`, and so on; `å` as `aa`, `ø` as `oe`, `đ` as `dj`.
fn with_digraphs(written: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in written.nfc() {
        match c {
            'ü' => out.push_str("ue"),
            'Ü' => out.push_str("Ue"),
            'ö' | 'ø' => out.push_str("oe"),
            'Ö' | 'Ø' => out.push_str("Oe"),
            'ä' => out.push_str("ae"),
            'Ä' => out.push_str("Ae"),
            'å' => out.push_str("aa"),
            'Å' => out.push_str("Aa"),
            'đ' => out.push_str("dj"),
            'Đ' => out.push_str("Dj"),
            other => out.push(other),
        }
    }
    out
}

/// A word with digraphs undone, to see that two spellings are of one word.
fn folded_digraphs(word: &str) -> String {
    word.replace("ue", "u").replace("oe", "o").replace("ae", "a").replace("aa", "a").replace("dj", "d")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_into_the_words_that_readers_see() {
        for (name, words) in [
            ("Kestrelford Instruments, Inc.", "kestrelford instruments inc"),
            ("O'Brien & Sons", "obrien & sons"),
            ("J.P. Morgan", "jp morgan"),
            ("JPMorgan", "jp morgan"),
            ("Smith-Jones and Okonjo", "smith jones & okonjo"),
            ("Ronald McDonald", "ronald mcdonald"),
            ("d.banks62@mail.example", "d banks62 mail example"),
            ("S.p.A.", "spa"),
        ] {
            assert_eq!(name_words(name).join(" "), words, "{name}");
        }
    }

    /// The spellings of a name of unknown kind.
    fn forms_of(name: &str) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        name_forms(&Secret::new(name.to_owned()), Nature::Auto, &mut |f| {
            out.push((f.words.expose().clone(), f.ambiguous))
        });
        out
    }

    #[test]
    fn umlauts_are_also_spelt_with_two_letters() {
        assert_eq!(
            forms_of("Müller Söhne GmbH").iter().map(|f| f.0.as_str()).collect::<Vec<_>>(),
            ["muller sohne", "mueller soehne"]
        );
        assert!(forms_of("Bueckler").iter().any(|f| f.0 == "buckler" || f.0 == "bueckler"));
    }

    #[test]
    fn ordinary_words_are_ambiguous_and_rare_ones_are_not() {
        for (name, ambiguous) in [
            ("Beacon, Inc.", true),
            ("Orchard", true),
            ("Green Valley Ltd", true),
            ("Northgate Memorial Hospital", false),
            ("Robin", true),
            ("NMH", true),
            ("Desmond Banks", false),
            ("Kestrelford", false),
        ] {
            assert_eq!(forms_of(name)[0].1, ambiguous, "{name}");
        }
    }
}
