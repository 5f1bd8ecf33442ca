//! Owns the written forms of the register's names: what of a name must stand in a draft for the name to stand there.
//!
//! A form is a list of folded words. What may stand between them, order, initials and legal forms are decided by
//! aligning words at a candidate, in `spot::names`; only spellings that folding must not touch (`ue` for `ü`, `Intl`,
//! `1st`) are forms of their own. Called by `spot` when it compiles the register.

mod derived;
pub mod nicknames;
pub mod person;
mod places;
pub mod sound;
mod spelling;
mod words;

use super::legal;
use super::model::{Client, Matching, Matter, Nature, Register};
use crate::text::words::key;
use crate::text::{Secret, lexicon};
pub use person::{is_suffix, is_title, is_title_key};
pub use places::is_place;
pub use spelling::is_number_word;
use std::ops::Range;
pub use words::{camel_parts, name_words};

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
    /// A shortened form that the register does not list: at most medium.
    pub short: bool,
    /// A spelling that is not the registered one: an abbreviation, a number in digits.
    pub spelt: bool,
    /// It is a person's name, or may be one.
    pub person: bool,
    /// The register says that it is a person's, or its first word is a common given name.
    pub surely_person: bool,
    /// For a person: index of the first word of the surname; 0 where there is none.
    pub surname: u8,
    /// The registered name opens with a title, which belongs to the name.
    pub titled: bool,
    /// What the registered title says of the person: `m`, `f`, or nothing.
    pub gender: Option<char>,
    /// Its first word alone points at the company.
    pub first_word: bool,
    /// It is written in capitals alone and only counts so.
    pub acronym: bool,
    /// It is the name of a matter: Project or Operation may stand before it.
    pub code: bool,
    /// The owner asked for typos.
    pub fuzzy: bool,
}

impl Form {
    /// A form of these words and this kind, with no traits.
    fn new(words: &[String], kind: FormKind) -> Self {
        Self {
            words: Secret::new(words.join(" ")),
            kind,
            ambiguous: false,
            short: false,
            spelt: false,
            person: false,
            surely_person: false,
            surname: 0,
            titled: false,
            gender: None,
            first_word: false,
            acronym: false,
            code: false,
            fuzzy: false,
        }
    }
}

/// Registers with more clients do without forms that few people write.
const MOST_WITH_RARE_FORMS: usize = 20_000;

/// Hands every form of every name of some of the register's clients to `each`.
pub fn of_clients(register: &Register, clients: Range<usize>, each: &mut dyn FnMut(Owner, Form)) {
    let rare = register.clients.len() <= MOST_WITH_RARE_FORMS;
    let first = clients.start as u32;
    for (index, client) in (first..).zip(register.clients.get(clients).unwrap_or_default()) {
        client_forms(index, client, rare, each);
        for (number, matter) in (0_u32..).zip(&client.matters) {
            matter_forms(index, client, number, matter, rare, each);
        }
    }
}

/// The forms of a client's own names and of its people.
fn client_forms(index: u32, client: &Client, rare: bool, each: &mut dyn FnMut(Owner, Form)) {
    let owner = |holder| Owner { client: index, matter: None, holder };
    for name in client.names() {
        name_forms(name, client.kind, &client.matching, rare, &mut |form| each(owner(Holder::Client), form));
    }
    allow_forms(&client.matching, &mut |form| each(owner(Holder::Client), form));
    for text in client.handles.iter().chain(&client.domains) {
        identifier_form(text, &mut |form| each(owner(Holder::Client), form));
    }
    for text in &client.identifiers {
        identifier_form(text, &mut |form| each(owner(Holder::Identifier), form));
    }
    for (number, person) in (0_u32..).zip(&client.people) {
        let holder = Holder::Person(number);
        name_forms(person.name.borrowed(), Nature::Person, &person.matching, rare, &mut |form| {
            each(owner(holder), form)
        });
        allow_forms(&person.matching, &mut |form| each(owner(holder), form));
    }
}

/// The forms of a matter's names and of its adverse parties.
fn matter_forms(
    index: u32,
    client: &Client,
    number: u32,
    matter: &Matter,
    rare: bool,
    each: &mut dyn FnMut(Owner, Form),
) {
    let owner = |holder| Owner { client: index, matter: Some(number), holder };
    for name in std::iter::once(&matter.name).chain(&matter.aliases) {
        if names_a_matter(name.expose(), client) {
            code_forms(name.borrowed(), &matter.matching, rare, &mut |form| each(owner(Holder::Matter), form));
        }
    }
    for (number, party) in (0_u32..).zip(&matter.adverse) {
        name_forms(party.borrowed(), Nature::Auto, &matter.matching, rare, &mut |form| {
            each(owner(Holder::Adverse(number)), form)
        });
    }
    allow_forms(&matter.matching, &mut |form| each(owner(Holder::Matter), form));
}

/// The forms of a matter's name: as registered, and without Project or Operation.
fn code_forms(name: Secret<&str>, matching: &Matching, rare: bool, each: &mut dyn FnMut(Form)) {
    let mut words = name_words(name.expose());
    if words.iter().any(|w| w == "v") {
        // `Tarnwick Ltd v Helix GmbH`: the legal forms of both sides come and go.
        let parties = words.split(|w| w == "v").map(|side| {
            let mut side = side.to_vec();
            legal::strip(&mut side);
            side
        });
        words = parties.filter(|side| !side.is_empty()).collect::<Vec<_>>().join(&"v".to_owned());
        let form = Form::new(&words, FormKind::Name);
        each(Form { ambiguous: is_ambiguous(&words), fuzzy: matching.fuzzy, ..form });
        return;
    }
    let coded = words.len() > 1 && words.first().is_some_and(|w| is_code_word(w));
    if coded {
        let core = words.split_off(1);
        let form = Form::new(&core, FormKind::Name);
        each(Form { ambiguous: is_ambiguous(&core), short: true, code: true, fuzzy: matching.fuzzy, ..form });
        return;
    }
    name_forms(name, Nature::Organisation, matching, rare, &mut |form| {
        each(Form { code: true, first_word: false, ..form })
    });
}

/// Whether a folded word announces a code name.
pub fn is_code_word(word: &str) -> bool {
    matches!(word, "project" | "operation" | "projekt" | "projet" | "proyecto" | "progetto" | "codename")
}

/// Whether a matter's name points at the matter: it has Project or Operation, a `v`, or a distinctive word that is not
/// the client's. `Sports hall roof` does not; there it is a fact.
pub fn names_a_matter(name: &str, client: &Client) -> bool {
    let words = name_words(name);
    let clients: Vec<String> = client.names().flat_map(|n| name_words(n.expose())).collect();
    let code = words.len() > 1 && words.first().is_some_and(|w| w == "project" || w == "operation");
    code || words.iter().any(|w| matches!(w.as_str(), "v" | "vs" | "versus"))
        || words.iter().any(|w| is_distinctive(w) && !clients.contains(w))
}

/// Whether a folded word alone points at somebody: four letters or more, no ordinary word, no common name.
pub fn is_distinctive(word: &str) -> bool {
    (if word.is_ascii() { word.len() } else { word.chars().count() }) >= 4
        && word.chars().any(char::is_alphabetic)
        && !lexicon::holds(key(word))
        && !word.strip_suffix('s').is_some_and(lexicon::is_word)
}

/// The forms of one name, those that few people write only where they are asked for.
fn name_forms(name: Secret<&str>, nature: Nature, matching: &Matching, rare: bool, each: &mut dyn FnMut(Form)) {
    let mut words = name_words(name.expose());
    let legal = nature != Nature::Person && legal::strip(&mut words);
    if words.len() > 1 && words.first().is_some_and(|w| w == "the") {
        words.remove(0);
    }
    let person = match nature {
        Nature::Person => true,
        Nature::Organisation => false,
        Nature::Auto => !legal && person::looks_like_a_person(person::without_titles(&words)),
    };
    let gender = words.iter().take(2).find_map(|w| person::gender_of_title(w)).filter(|_| person);
    // `Maj-Lis` is no major.
    let joined = name.expose().split_whitespace().next().is_some_and(|w| w.contains('-'));
    let titled = person && !joined && person::strip(&mut words);
    let known = |w: &String| lexicon::is_given_name(w) || nicknames::is_known(w);
    let surely_person = person && (nature == Nature::Person || words.first().is_some_and(known));
    let hyphenated = person::ends_in_a_double_surname(name.expose());
    let surname = if person { person::surname_at(&words, hyphenated).min(7) as u8 } else { 0 };
    // `Tarnwick & Okonjo`: either alone is somebody's surname.
    let kin = |w: &String| {
        matches!(w.as_str(), "sons" | "son" | "brothers" | "daughters" | "sisters" | "partners" | "associates")
    };
    let partners = words.get(1).is_some_and(|w| w == "&") && !words.get(2).is_some_and(kin);
    let first_word = !person && !partners && words.len() > 1 && words.first().is_some_and(|w| is_first_word(w));
    for (spelling, spelt) in spelling::spellings(name.expose(), &words, !person) {
        let form = Form::new(&spelling, FormKind::Name);
        let acronym = is_acronym(name.expose(), &spelling);
        let other_script = !person && spelling.iter().all(|w| w == "&" || sound::script(w).is_some());
        each(Form {
            ambiguous: is_ambiguous(&spelling) || other_script || acronym,
            spelt,
            person,
            surely_person,
            surname,
            titled,
            gender: gender.filter(|_| titled),
            first_word: first_word && !spelt,
            acronym,
            fuzzy: matching.fuzzy,
            ..form
        });
    }
    if matching.acronym && !person {
        derived::acronym(&words, each);
    }
    let gender = gender.filter(|_| titled);
    let traits = Form { spelt: true, person, surely_person, surname, titled, gender, ..Form::new(&[], FormKind::Name) };
    if rare && let Some(parted) = spelling::without_apostrophes(name.expose(), &words) {
        each(Form { words: Secret::new(parted.join(" ")), ambiguous: is_ambiguous(&parted), ..traits.clone() });
    }
    let joined_given = person && name.expose().contains(['-', '‐', '‑']);
    derived::forms(&words, &traits, (hyphenated, joined_given), rare, each);
}

/// Whether a registered name of one word is written in capitals alone: NMH.
fn is_acronym(written: &str, words: &[String]) -> bool {
    let [word] = words else { return false };
    let first = written.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    let count = letters().count();
    word.len() == count
        && (2..=6).contains(&count)
        && letters().all(char::is_uppercase)
        && (count <= 4 || !lexicon::is_word(word))
}

/// Whether the first word of a company's name alone points at it: five letters or more, distinctive, no place.
pub fn is_first_word(word: &str) -> bool {
    // There are no lists of the ordinary words of other scripts.
    word.len() >= 5
        && word.bytes().all(|b| b.is_ascii_alphabetic())
        && is_distinctive(word)
        && !places::is_place(word)
        && !nicknames::is_known(word)
        && !person::is_particle(word)
}

/// The phrases that are not the subject.
fn allow_forms(matching: &Matching, each: &mut dyn FnMut(Form)) {
    for phrase in &matching.allow {
        let words = name_words(phrase.expose());
        if !words.is_empty() {
            each(Form::new(&words, FormKind::Allow));
        }
    }
}

/// The form of an identifier with letters in it; numbers are `spot::identifiers`' business.
fn identifier_form(text: &Secret<String>, each: &mut dyn FnMut(Form)) {
    let words = name_words(text.expose());
    let letters = words.iter().any(|w| w.chars().any(char::is_alphabetic));
    if letters && words.iter().map(|w| w.chars().count()).sum::<usize>() >= 3 {
        let joined = words.concat();
        let ambiguous = words.len() == 1 && (lexicon::is_word(&joined) || joined.chars().count() < 5);
        each(Form { ambiguous, ..Form::new(&words, FormKind::Identifier) });
    }
}

/// Whether a name needs evidence: all its words are ordinary English words; or it is one word alone that is also a
/// common name or has at most three letters.
fn is_ambiguous(words: &[String]) -> bool {
    let mut content = words.iter().filter(|w| *w != "&" && *w != "the" && *w != "of");
    match (content.clone().count(), content.clone().next()) {
        (0, _) => true,
        (1, Some(word)) if word.is_ascii() => !is_distinctive(word),
        // Scripts with capitals of which there is no list of ordinary words.
        (1, Some(word)) => sound::script(word).is_some(),
        _ => content.all(|w| is_plain_word(w) || w.len() <= 1 || w.bytes().all(|b| b.is_ascii_digit())),
    }
}

/// Whether a folded word is an ordinary one, or the plural of one.
fn is_plain_word(word: &str) -> bool {
    lexicon::is_word(word) || word.len() > 4 && word.strip_suffix('s').is_some_and(lexicon::is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spellings of a name of unknown kind.
    fn forms_of(name: &str) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        let matching = Matching::default();
        name_forms(Secret::new(name), Nature::Auto, &matching, true, &mut |f| {
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
