//! Owns which texts of a register cannot be looked for, and why: too short, or nothing but legal forms. `review` tells the
//! owner each; every run counts them, so that nobody takes a name for protected that is not.

use super::forms::name_words;
use super::legal;
use super::model::{Client, Register};
use crate::text::Secret;
use crate::text::fold::{folded, is_latin};
use crate::text::words::key;

/// The words of a name without its legal form and a leading article.
pub(super) fn core(name: &str) -> Vec<String> {
    let mut words = name_words(name);
    legal::strip(&mut words);
    if words.len() > 1 && words.first().is_some_and(|w| w == "the") {
        words.remove(0);
    }
    words
}

/// Why a name cannot be looked for, and what to do. `words` are those of [`core`].
pub(super) fn name(words: &[String]) -> Option<(&'static str, &'static str)> {
    let letters: usize = words.iter().map(|w| w.chars().filter(|c| c.is_alphabetic()).count()).sum();
    let mut content = words.iter().filter(|w| *w != "&").peekable();
    if content.peek().is_none() || letters < 2 {
        let help = "Give a longer name: one letter, or signs alone, can't be told from other text.";
        return Some(("is too short to be found", help));
    }
    let help = "Give the name without its legal form as well.";
    content.all(|w| legal::is_form(w)).then_some(("is nothing but legal forms", help))
}

/// Whether an identifier or handle is too short to be told from others, unless it is found by value.
pub(super) fn is_too_short(text: &str) -> bool {
    let signs = text.chars().filter(|c| c.is_alphanumeric()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    signs < 3 || signs == digits && digits < 5
}

/// A client's identifiers and handles, with what each is called.
pub(super) fn identifiers(client: &Client) -> impl Iterator<Item = (&'static str, &Secret<String>)> {
    let listed = client.identifiers.iter().map(|text| ("Identifier", text));
    listed.chain(client.handles.iter().map(|text| ("Handle", text)))
}

/// All names, identifiers and handles that cannot be looked for, by the id and line of their entry. `by_value` says which
/// identifiers are found by value, however short they are.
pub fn unfindable(register: &Register, by_value: fn(&str) -> bool) -> Vec<(&str, u32)> {
    let mut found = Vec::new();
    for client in &register.clients {
        let names = client.names().chain(client.people.iter().map(|person| person.name.borrowed()));
        let blind = names.filter(|text| cannot(text.expose())).count();
        let short = identifiers(client)
            .filter(|(what, text)| is_too_short(text.expose()) && !(*what == "Identifier" && by_value(text.expose())));
        found.extend(std::iter::repeat_n((client.id(), client.line), blind + short.count()));
        for matter in &client.matters {
            let blind = matter.adverse.iter().filter(|text| cannot(text.expose())).count();
            found.extend(std::iter::repeat_n((matter.id.as_str(), matter.line), blind));
        }
    }
    found
}

/// Whether a name cannot be looked for. Nearly all begin with a word that settles it.
fn cannot(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    // In a register of a million names this must cost next to nothing, so nothing is allocated.
    let mut small = [0; 24];
    if let Some(small) = small.get_mut(..first.len()).filter(|_| first.len() > 1 && first.is_ascii()) {
        small.copy_from_slice(first.as_bytes());
        small.make_ascii_lowercase();
        let word = std::str::from_utf8(small).unwrap_or_default();
        let plain = word.bytes().all(|b| b.is_ascii_lowercase()) && word != "the";
        if plain && !legal::may_begin(key(word)) && !legal::is_form(word) {
            return false;
        }
    }
    // The same of a word with other Latin letters, and of one before a hyphen. Inside capitals would cut it.
    let first = first.split('-').next().unwrap_or_default();
    let mut letters = first.chars();
    if letters.next().is_some_and(is_latin) && letters.all(|c| is_latin(c) && !c.is_uppercase()) {
        let word = folded(first);
        let plain = word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && word != "the";
        if plain && !legal::may_begin(key(&word)) && !legal::is_form(&word) {
            return false;
        }
    }
    name(&core(text)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::load;

    #[test]
    fn what_cannot_be_looked_for_is_counted_at_its_entry_and_nothing_else_is() {
        let yaml = "clients:\n- {id: C-1, name: LLC}\n- {id: C-2, name: A}\n- {id: C-3, name: The Kestrel Co, aliases: [The Kestrels, TVG]}\n\
                    - {id: C-4, name: Kestrelford, handles: ['@q'], identifiers: ['12', £95]}\n\
                    - {id: C-5, name: 青岚, people: [Q], matters: [{id: M-1, name: Project Zaltmar, adverse: [GmbH & Co. KG]}]}\n";
        let register = load("r.yaml", yaml.as_bytes()).expect("a good register");
        let found = unfindable(&register, |text| text == "£95");
        assert_eq!(found, [("C-1", 2), ("C-2", 3), ("C-4", 5), ("C-4", 5), ("C-5", 6), ("M-1", 6)]);
    }
}
