//! Owns what a register's owner should know about it: names that need evidence, that can't work or that stand in one
//! another, ids that tell, matters that lack facts, consents that will lapse. Speaks by id and line; the names themselves
//! stay secret and are handed on beside the words. Called by `cli` for `register check`.

use std::collections::{BTreeMap, HashMap};

use super::blind::{self, core};
use super::forms::{is_code_word, is_distinctive, is_first_word, name_words, names_a_matter, sound};
use super::model::{Client, Matching, Matter, Nature, Register};
use crate::text::Secret;
use crate::text::fold::{folded, is_unspaced};

/// How much an advice matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Weight {
    /// Something will not be found, or everything will.
    Wrong,
    /// Something can be better.
    Better,
}

/// One thing that the owner should know.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The client or matter, by id.
    pub id: String,
    /// 1-based line of its entry in the register.
    pub line: u32,
    /// How much it matters.
    pub weight: Weight,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// The names it speaks of, to be shown to the owner alone.
    pub names: Vec<Secret<String>>,
}

/// All advice on a register, in the order of its lines. `now` decides which consents are about to lapse, `by_value` which
/// identifiers are found by value, however short they are.
pub fn review(register: &Register, now: jiff::Timestamp, by_value: fn(&str) -> bool) -> Vec<Advice> {
    let mut review = Review { advice: Vec::new(), by_value };
    let mut owners: HashMap<String, Vec<(&Client, Secret<&str>)>> = HashMap::new();
    for client in &register.clients {
        review.client(client);
        review.consents(client, now);
        for matter in &client.matters {
            review.matter(client, matter);
        }
        for name in client.names() {
            owners.entry(core(name.expose()).join(" ")).or_default().push((client, name));
        }
    }
    review.contained(register, &owners);
    review.own_people(register);
    review.advice.sort_by_key(|a| (a.line, a.weight, a.message.clone()));
    review.advice
}

/// Whether a name is written as initials are: letters in capitals, with dots or without.
fn is_in_capitals(name: &str) -> bool {
    let name = name.trim();
    name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | ' ' | '&'))
}

/// The advice so far.
struct Review {
    /// In the order in which it was found.
    advice: Vec<Advice>,
    /// Whether an identifier is found by value.
    by_value: fn(&str) -> bool,
}

impl Review {
    /// Adds one piece.
    fn say(
        &mut self,
        (id, line): (&str, u32),
        weight: Weight,
        message: String,
        help: &'static str,
        names: Vec<Secret<String>>,
    ) {
        self.advice.push(Advice { id: id.to_owned(), line, weight, message, help, names });
    }

    /// Looks at a client's names and id.
    fn client(&mut self, client: &Client) {
        let place = (client.id(), client.line);
        for (number, name) in client.names().enumerate() {
            let which = if number == 0 { "The name".to_owned() } else { format!("Alias {number}") };
            self.name(place, &which, &name, &client.matching);
        }
        for (number, person) in client.people.iter().enumerate() {
            self.name(place, &format!("The name of person {}", number + 1), &person.name.borrowed(), &person.matching);
        }
        self.identifiers(place, client);
        self.allowed(place, client);
        let id = folded(client.id());
        let told =
            client.names().any(|n| core(n.expose()).iter().any(|w| w.chars().count() >= 4 && id.contains(w.as_str())));
        if told {
            let help = "Use a number: ids are all that output shows of the register.";
            self.say(
                place,
                Weight::Wrong,
                "The id holds a word of the name".to_owned(),
                help,
                vec![client.name().owned()],
            );
        }
        let words = core(client.name().expose());
        let initials: String = words.iter().filter(|w| *w != "&").filter_map(|w| w.chars().next()).collect();
        let known = client.aliases().any(|a| folded(a.expose()).replace(['.', ' '], "") == initials);
        if client.kind != Nature::Person && words.len() >= 3 && !client.matching.acronym && !known {
            let help = "If people use the initials, add them as an alias, or set `match: {acronym: true}`.";
            self.say(place, Weight::Better, "The initials are not looked for".to_owned(), help, Vec::new());
        }
        let begins = words.first().is_some_and(|w| is_first_word(w));
        if client.kind == Nature::Organisation && words.len() >= 3 && !begins && client.aliases().next().is_none() {
            let help =
                "Its first word alone points at nobody. If people shorten the name, add the short one as an alias.";
            let message = "No shorter name is looked for".to_owned();
            self.say(place, Weight::Better, message, help, vec![client.name().owned()]);
        }
    }

    /// Looks at a client's identifiers, handles and domains.
    fn identifiers(&mut self, place: (&str, u32), client: &Client) {
        let (mut last, mut number) = ("", 0);
        for (what, text) in blind::identifiers(client) {
            number = if what == last { number + 1 } else { 1 };
            last = what;
            if blind::is_too_short(text.expose()) && !(what == "Identifier" && (self.by_value)(text.expose())) {
                let help =
                    "Give it with its prefix or office, so that it is longer: short numbers stand in every text.";
                let message = format!("{what} {number} is too short to be told from others");
                self.say(place, Weight::Wrong, message, help, vec![text.clone()]);
            }
        }
    }

    /// Looks for allowed phrases that hold no name of the client: they allow nothing.
    fn allowed(&mut self, place: (&str, u32), client: &Client) {
        let own: Vec<Vec<String>> = client.names().map(|n| core(n.expose())).collect();
        for (number, phrase) in client.matching.allow.iter().enumerate() {
            let words = name_words(phrase.expose());
            let holds = own.iter().any(|name| name.iter().any(|w| w != "&" && words.contains(w)));
            if !holds {
                let help =
                    "An allowed phrase swallows the names that stand in it. Write it with the name, or take it out.";
                let message = format!("Allowed phrase {} holds no word of a name", number + 1);
                self.say(place, Weight::Better, message, help, vec![phrase.clone()]);
            }
        }
    }

    /// Looks at one name.
    fn name(&mut self, place: (&str, u32), which: &str, name: &Secret<&str>, matching: &Matching) {
        let words = core(name.expose());
        let letters: usize = words.iter().map(|w| w.chars().filter(|c| c.is_alphabetic()).count()).sum();
        let content: Vec<&String> = words.iter().filter(|w| *w != "&").collect();
        let secret = || vec![name.owned()];
        if let Some((message, help)) = blind::name(&words) {
            self.say(place, Weight::Wrong, format!("{which} {message}"), help, secret());
        } else if content.len() == 1 && letters < 3 && words.iter().any(|w| w.chars().any(is_unspaced)) {
            let help = "It is found inside longer words, since its script writes no spaces. A longer name tells more.";
            self.say(place, Weight::Better, format!("{which} is very short for its script"), help, secret());
        } else if content.len() == 1 && content.iter().all(|w| sound::script(w).is_some()) {
            let help = "There is no list of the ordinary words of its script, so it counts only where a capital tells it from one. A \
                        second word, or `match: {context: [..]}`, helps to find it.";
            self.say(place, Weight::Better, format!("{which} may be an ordinary word"), help, secret());
        } else if content.len() == 1 && content.iter().all(|w| w.is_ascii() && !is_distinctive(w)) {
            if matching.context.is_empty() && !matching.exact_case {
                let evidence = "It counts only with evidence in the text. Words that stand near it (`match: {context: [..]}`) help to find \
                                it, `case: exact` and `allow` keep false alarms away.";
                let capitals = "They count where the draft writes them in capitals, too, and others may have the same. Words that stand \
                                near them (`match: {context: [..]}`) and `allow` keep false alarms away.";
                let (is, help) = match content.first() {
                    _ if is_in_capitals(name.expose()) => ("is made of initials", capitals),
                    Some(w) if w.len() < 4 && !crate::text::lexicon::is_known(w) => ("is very short", evidence),
                    _ => ("is an ordinary word or a common name", evidence),
                };
                self.say(place, Weight::Better, format!("{which} {is}"), help, secret());
            }
        } else if content.len() == 1 && content.iter().all(|w| crate::text::lexicon::is_known(w)) {
            let help = "It counts only with a capital or a legal form, and not beside another name, as a place, a given name or a noun of \
                        another language. An alias of two words is found more surely.";
            self.say(place, Weight::Better, format!("{which} is a rare word, a rare name or a place"), help, secret());
        } else if content.iter().all(|w| w.is_ascii() && crate::text::lexicon::is_word(w)) && !matching.exact_case {
            let help = "It counts only where its words are capitalised. `allow` takes phrases that are not the client.";
            self.say(place, Weight::Better, format!("{which} is made of ordinary words"), help, secret());
        }
    }

    /// Looks at a matter's name and facts.
    fn matter(&mut self, client: &Client, matter: &Matter) {
        let place = (matter.id.as_str(), matter.line);
        if !names_a_matter(matter.name.expose(), client) {
            let help =
                "It counts as a fact of weight 1. A code name (Project ..., Operation ...) would be found as a name.";
            self.say(place, Weight::Better, "The name points at nobody".to_owned(), help, vec![matter.name.clone()]);
        }
        let words = name_words(matter.name.expose());
        let coded = words.len() == 2 && words.first().is_some_and(|w| is_code_word(w));
        if coded && words.last().is_some_and(|w| !is_distinctive(w)) {
            let help = "It counts only after Project or Operation, or with capitals where ordinary words have none. A word that no \
                        dictionary holds is a safer code name.";
            let message = "The code name is an ordinary word".to_owned();
            self.say(place, Weight::Better, message, help, vec![matter.name.clone()]);
        }
        for (number, party) in matter.adverse.iter().enumerate() {
            self.name(place, &format!("The name of adverse party {}", number + 1), &party.borrowed(), &matter.matching);
        }
        if !matter.recipients.is_empty() {
            let help = "Mail is not held against them: nothing is found or let through by them.";
            self.say(place, Weight::Better, "Its recipients are not used yet".to_owned(), help, Vec::new());
        }
        if matter.facts.is_empty() {
            let help = "Add what would give the client away without a name: court, town, date, sum, job, product.";
            self.say(place, Weight::Better, "The matter has no facts".to_owned(), help, Vec::new());
        }
    }

    /// Looks for consents that lapse within thirty days, or have lapsed.
    fn consents(&mut self, client: &Client, now: jiff::Timestamp) {
        let soon = now.as_second() + 30 * 24 * 3600;
        for consent in &client.consents {
            let Some(until) = consent.until.map(jiff::Timestamp::as_second).filter(|until| *until <= soon) else {
                continue;
            };
            let (message, help) = if until <= now.as_second() {
                ("A consent has lapsed", "Renew it, or take it out: what it covered is flagged now.")
            } else {
                ("A consent lapses within thirty days", "Renew it in time, or take down what it covers.")
            };
            self.say((client.id(), consent.line), Weight::Better, message.to_owned(), help, Vec::new());
        }
    }

    /// Looks for names of one client that stand in names of another, and for names that two clients share. Each name is
    /// told once, however many others hold it: in a large register thousands may.
    fn contained(&mut self, register: &Register, owners: &HashMap<String, Vec<(&Client, Secret<&str>)>>) {
        let mut held: HashMap<&str, Holders<'_>> = HashMap::new();
        for client in &register.clients {
            for name in client.names() {
                let words = core(name.expose());
                for (from, to) in stretches(words.len()) {
                    let Some(part) = words.get(from..to).map(|w| w.join(" ")) else { continue };
                    if let Some((part, _)) = owners.get_key_value(&part) {
                        held.entry(part).or_default().add(client, name.clone());
                    }
                }
            }
        }
        let help = "All are reported where the longest one stands. Put the longer ones under `match: {allow: [..]}` of the \
                    shorter one if they are not meant.";
        for (part, holders) in held {
            let Some((owner, name)) = owners.get(part).and_then(|owners| owners.first()) else { continue };
            // The owner holds its own name.
            let others = holders.count.saturating_sub(1);
            let named: Vec<&str> =
                holders.first.iter().map(|(holder, _)| holder.id()).filter(|id| *id != owner.id()).collect();
            if named.is_empty() {
                continue;
            }
            let more = others.saturating_sub(named.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!("A name of it stands in names of {}{more}", named.join(", "));
            let secrets = std::iter::once(name.owned()).chain(holders.first.iter().map(|(_, name)| name.owned()));
            self.say((owner.id(), owner.line), Weight::Better, message, help, secrets.collect());
        }
    }

    /// Looks for clients and people who bear the name of somebody who signs consents: probably the firm's own.
    fn own_people(&mut self, register: &Register) {
        let signing: BTreeMap<String, &Secret<String>> = register
            .clients
            .iter()
            .flat_map(|c| &c.consents)
            .filter_map(|consent| consent.authorised_by.as_ref())
            .map(|name| (name_words(name.expose()).join(" "), name))
            .collect();
        for client in &register.clients {
            let people = client.people.iter().map(|p| p.name.borrowed());
            for name in client.names().chain(people).filter(|n| signing.contains_key(&name_words(n.expose()).join(" ")))
            {
                let help =
                    "Names of the firm's own people stand on every page. Take the entry out, or add `allow` phrases.";
                let message = "Somebody who authorises consents bears a name of it".to_owned();
                self.say((client.id(), client.line), Weight::Better, message, help, vec![name.owned()]);
            }
        }
    }
}

/// The clients whose names hold a name.
#[derive(Default)]
struct Holders<'a> {
    /// How many, the owner of the name included.
    count: usize,
    /// The first few, with the name that holds it.
    first: Vec<(&'a Client, Secret<&'a str>)>,
    /// The line of the last one.
    last: Option<u32>,
}

impl<'a> Holders<'a> {
    /// Holders that are named.
    const NAMED: usize = 4;

    /// Adds a client, whose names come one after the other, once.
    fn add(&mut self, client: &'a Client, name: Secret<&'a str>) {
        if self.last == Some(client.line) {
            return;
        }
        self.last = Some(client.line);
        self.count += 1;
        if self.first.len() < Self::NAMED {
            self.first.push((client, name));
        }
    }
}

/// All stretches of a name of at most eight words, the whole included.
fn stretches(len: usize) -> impl Iterator<Item = (usize, usize)> {
    let len = len.min(8);
    (0..len).flat_map(move |from| (from + 1..=len).map(move |to| (from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::load;

    /// Ids and messages for a register.
    fn said(yaml: &str) -> Vec<(String, u32, String)> {
        let register = load("r.yaml", yaml.as_bytes()).expect("a good register");
        let now = "2026-11-25T12:00Z".parse().expect("a moment");
        review(&register, now, |text| text == "£955").into_iter().map(|a| (a.id, a.line, a.message)).collect()
    }

    #[test]
    fn the_owner_hears_what_will_not_work_and_where() {
        let all = said(
            "version: 1\nclients:\n- id: C-orchard\n  name: Orchard\n- id: C-2\n  name: Orchard Kestrelford Optics\n  aliases: [Q]\n  \
             consents:\n  - {covers: [name], until: 2026-12-01, authorised_by: Robin Patel}\n  matters:\n  - {id: M-1, name: Sports hall \
             roof}\n- id: C-3\n  name: Robin Patel\n",
        );
        let has =
            |id: &str, line: u32, message: &str| all.iter().any(|a| a.0 == id && a.1 == line && a.2.contains(message));
        assert!(has("C-orchard", 3, "ordinary word"), "{all:?}");
        assert!(has("C-orchard", 3, "The id holds a word"));
        assert!(has("C-orchard", 3, "stands in names of C-2"));
        assert!(has("C-2", 5, "Alias 1 is too short"));
        assert!(has("C-2", 5, "initials are not looked for"));
        assert!(has("C-2", 9, "lapses within thirty days"));
        assert!(has("M-1", 11, "points at nobody") && has("M-1", 11, "no facts"));
        assert!(has("C-3", 12, "authorises consents"));
    }

    #[test]
    fn every_kind_of_entry_that_can_not_work_is_named() {
        let all = said(
            "version: 1\nclients:\n- id: C-1\n  name: Q\n- id: C-2\n  name: GmbH & Co. KG\n- id: C-3\n  name: 青岚\n- id: C-4\n  name: \
             Ромашка\n  identifiers: ['1234', £955]\n  handles: ['@q']\n- id: C-5\n  name: Boston Harbour Works\n  kind: organisation\n  aliases: \
             []\n  match: {allow: [Somewhere Park]}\n  people: [{name: Grace}]\n  matters:\n  - {id: M-1, name: Project Lantern, \
             adverse: [Haven]}\n- id: C-6\n  name: Pickering Ltd\n",
        );
        for (id, message) in [
            ("C-1", "The name is too short"),
            ("C-2", "nothing but legal forms"),
            ("C-3", "very short for its script"),
            ("C-4", "may be an ordinary word"),
            ("C-4", "Identifier 1 is too short"),
            ("C-4", "Handle 1 is too short"),
            ("C-5", "No shorter name"),
            ("C-5", "Allowed phrase 1 holds no word"),
            ("C-5", "The name of person 1 is an ordinary word"),
            ("C-6", "The name is a rare word, a rare name or a place"),
            ("M-1", "The code name is an ordinary word"),
            ("M-1", "The name of adverse party 1 is an ordinary word"),
        ] {
            assert!(all.iter().any(|a| a.0 == id && a.2.contains(message)), "{id} {message}: {all:#?}");
        }
        assert!(!all.iter().any(|a| a.2.contains("Identifier 2")), "it is found by value: {all:#?}");
    }

    #[test]
    fn a_name_that_many_others_hold_is_told_once_with_the_first_of_them_and_how_many_more() {
        let others: String =
            (2..12).map(|n| format!("- {{id: C-{n}, name: Kestrelford Optics Branch{n}}}\n")).collect();
        let all = said(&format!("version: 1\nclients:\n- {{id: C-1, name: Kestrelford Optics}}\n{others}"));
        let told: Vec<_> = all.iter().filter(|a| a.2.contains("stands in names of")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "C-1");
        // The owner is the first of the four that are kept, and does not stand in its own list.
        assert_eq!(told[0].2, "A name of it stands in names of C-2, C-3, C-4 and 7 more");
    }

    #[test]
    fn a_register_without_weak_spots_gets_no_advice() {
        let quiet = "version: 1\nclients:\n- id: C-1\n  name: Kestrelford Optics\n  matters:\n  - {id: M-1, name: Project Zaltmar, facts: \
                     [{kind: town, value: Ironbeck}]}\n";
        assert_eq!(said(quiet), []);
    }
}
