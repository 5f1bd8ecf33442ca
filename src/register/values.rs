//! Owns the values that entries are made of: ids, names, texts, domains, handles. Each is checked while its place is
//! known and wrapped before anybody else sees it. `entries` puts them together.

use super::moment::Zone;
use crate::text::Secret;
use crate::yaml::{Fields, Node, Problems};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Longest name or text of a register, in characters: what is longer was meant for another place.
const MAX_CHARS: usize = 1000;

/// Longest id, in characters: it stands in every message.
const MAX_ID_CHARS: usize = 100;

/// A register being read.
pub(super) struct Reading<'a, 'p> {
    /// The zone of bare days.
    pub(super) zone: Zone,
    /// Whether the register declares it.
    pub(super) zone_declared: bool,
    /// What was found wrong.
    pub(super) problems: &'p mut Problems,
    /// Ids of clients and of matters, and where they stand first; none where a piece of the register is read, and ids are
    /// compared afterwards.
    pub(super) ids: Option<TakenIds<'a>>,
}

/// Ids that are taken, and where they stand first.
#[derive(Default)]
pub(super) struct TakenIds<'a> {
    /// Of clients.
    pub(super) clients: HashMap<String, Node<'a>>,
    /// Of matters.
    pub(super) matters: HashMap<String, Node<'a>>,
}

impl<'a, 'p> Reading<'a, 'p> {
    /// Nothing read yet.
    pub(super) fn new(zone: Zone, zone_declared: bool, problems: &'p mut Problems) -> Self {
        Self { zone, zone_declared, problems, ids: Some(TakenIds::default()) }
    }

    /// Nothing read yet of a piece.
    pub(super) fn of_piece(zone: Zone, zone_declared: bool, problems: &'p mut Problems) -> Self {
        Self { zone, zone_declared, problems, ids: None }
    }

    /// The id of an entry: short, on one line, since all output shows it.
    pub(super) fn id(&mut self, fields: &Fields<'a>) -> Option<(String, Node<'a>)> {
        let node = fields.required("id", self.problems)?;
        let id = node.text(self.problems)?.trim().to_owned();
        if !id.chars().any(char::is_alphanumeric) {
            node.problem(self.problems, "an id needs a letter or digit", None);
        } else if id.chars().any(|c| c.is_control() || is_invisible(c)) {
            node.problem(self.problems, "an id must be plain text on one line", None);
        } else if id.chars().count() > MAX_ID_CHARS {
            node.problem(self.problems, "this is too long for an id", Some("keep it under 100 characters".to_owned()));
        } else {
            return Some((id, node));
        }
        None
    }

    /// A name or any text that is looked for: with a letter or digit in it. White space is one space between words.
    pub(super) fn plain(&mut self, node: Node<'a>) -> Option<String> {
        let text = node.text(self.problems)?;
        if is_plain(&text) {
            return Some(text);
        }
        let text = single_spaced(text);
        if !text.chars().any(char::is_alphanumeric) {
            node.problem(self.problems, "there is no letter or digit in it", Some("write the name itself".to_owned()));
        } else if text.chars().any(char::is_control) {
            node.problem(self.problems, "there is a control character in it", Some("remove it".to_owned()));
        } else if text.chars().count() > MAX_CHARS {
            node.problem(self.problems, "this is too long", Some("no more than 1000 characters are read".to_owned()));
        } else {
            return Some(text);
        }
        None
    }

    /// The same, wrapped.
    pub(super) fn secret(&mut self, node: Node<'a>) -> Option<Secret<String>> {
        self.plain(node).map(Secret::new)
    }

    /// The text of a key that need not stand.
    pub(super) fn optional(&mut self, fields: &Fields<'a>, key: &str) -> Option<Secret<String>> {
        fields.get(key).and_then(|node| self.secret(node))
    }

    /// The items of a list under a key that need not stand.
    pub(super) fn items(&mut self, fields: &Fields<'a>, key: &str) -> Vec<Node<'a>> {
        fields.get(key).map(|node| node.list(self.problems)).unwrap_or_default()
    }

    /// The items of a list that may be left out but not be empty: where it is left out, everything is meant, so an empty
    /// one can be read two ways.
    pub(super) fn some_items(&mut self, fields: &Fields<'a>, key: &str, without: &str) -> Vec<Node<'a>> {
        let items = self.items(fields, key);
        if let Some(node) = fields.get(key)
            && node.is_list()
            && items.is_empty()
        {
            node.problem(
                self.problems,
                "the list is empty",
                Some(format!("list something, or remove the key: {without}")),
            );
        }
        items
    }

    /// A list of texts.
    pub(super) fn secrets(&mut self, fields: &Fields<'a>, key: &str) -> Vec<Secret<String>> {
        let items = self.items(fields, key);
        items.into_iter().filter_map(|node| self.secret(node)).collect()
    }

    /// A list of texts that are checked and perhaps rewritten.
    pub(super) fn checked(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        check: fn(&str) -> Option<String>,
        wanted: &str,
    ) -> Vec<Secret<String>> {
        let mut values = Vec::new();
        for node in self.items(fields, key) {
            let Some(text) = self.plain(node) else { continue };
            match check(&text) {
                Some(value) => values.push(Secret::new(value)),
                None => node.problem(self.problems, format!("this must be {wanted}"), None),
            }
        }
        values
    }

    /// A switch, off where it doesn't stand.
    pub(super) fn switch(&mut self, fields: &Fields<'a>, key: &str) -> bool {
        fields.get(key).and_then(|node| node.bool(self.problems)).unwrap_or_default()
    }
}

/// A bare domain, from one or from the address of its site.
pub(super) fn domain(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let bare = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme)).unwrap_or(&lower);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let sound = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (bare.contains('.') && bare.split('.').all(sound)).then(|| bare.to_owned())
}

/// A domain or a mail address.
pub(super) fn recipient(text: &str) -> Option<String> {
    match text.split_once('@') {
        Some((user, host)) if !user.is_empty() && !user.contains(char::is_whitespace) => {
            domain(host).map(|host| format!("{user}@{host}"))
        }
        Some(("", host)) => domain(host),
        Some(_) => None,
        None => domain(text),
    }
}

/// A handle: one word with or without `@`, perhaps with its server.
pub(super) fn handle(text: &str) -> Option<String> {
    let word = text.strip_prefix('@').unwrap_or(text);
    let sound = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    (!word.is_empty() && !word.starts_with('@') && word.chars().all(sound)).then(|| text.to_owned())
}

/// The names of an entry, to be compared with others of the register.
pub(super) struct Names<'n> {
    /// As they are written.
    written: Vec<&'n str>,
    /// As they are compared; made when first asked for, since most entries never ask.
    compared: OnceCell<HashSet<String>>,
}

impl<'n> Names<'n> {
    /// The name and the aliases.
    pub(super) fn new(name: Option<&'n String>, aliases: &'n [String]) -> Self {
        Self { written: name.into_iter().chain(aliases).map(String::as_str).collect(), compared: OnceCell::new() }
    }

    /// Whether one of them is this, but for case, spaces and signs.
    pub(super) fn have(&self, other: &str) -> bool {
        let all = self.compared.get_or_init(|| self.written.iter().map(|name| compared(name)).collect());
        all.contains(&compared(other))
    }
}

/// What is compared of two names: letters and digits in lower case.
fn compared(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One space between words, none outside. Block scalars bring line ends.
fn single_spaced(text: String) -> String {
    let clean = |text: &str| {
        text.trim().len() == text.len()
            && !text.contains("  ")
            && !text.contains(|c: char| c != ' ' && c.is_whitespace())
    };
    if clean(&text) { text } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Whether a text is of ASCII, begins with a letter or digit, has single blanks alone and is short, so that nothing is to be
/// said of it.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut before = b' ';
    let single = bytes.iter().all(|byte| {
        let two = *byte == b' ' && before == b' ';
        before = *byte;
        !two && (b' '..0x7F).contains(byte)
    });
    single && before != b' ' && bytes.first().is_some_and(u8::is_ascii_alphanumeric) && bytes.len() <= MAX_CHARS
}

/// Characters that change how a line looks without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{domain, handle, recipient, single_spaced};

    #[test]
    fn domains_are_made_bare() {
        assert_eq!(domain("https://www.Saltmarsh.example/").as_deref(), Some("saltmarsh.example"));
        assert_eq!(domain("büro.example").as_deref(), Some("büro.example"));
        for bad in ["saltmarsh", "a b.example", "a..example", ".example", "a@b.example", "a.example/x", "-a.example"] {
            assert_eq!(domain(bad), None, "{bad}");
        }
        assert_eq!(recipient("ann@Saltmarsh.example").as_deref(), Some("ann@saltmarsh.example"));
        assert_eq!(recipient("@saltmarsh.example").as_deref(), Some("saltmarsh.example"));
        assert_eq!(recipient("a b@saltmarsh.example"), None);
    }

    #[test]
    fn handles_are_one_word() {
        for good in ["@salt_marsh", "salt.marsh", "@salt@social.example"] {
            assert_eq!(handle(good).as_deref(), Some(good));
        }
        for bad in ["@", "salt marsh", "https://x.example/salt", "@@a"] {
            assert_eq!(handle(bad), None, "{bad}");
        }
    }

    #[test]
    fn white_space_becomes_single_spaces() {
        assert_eq!(single_spaced(" Salt\n marsh\u{A0}Ltd\n".into()), "Salt marsh Ltd");
        assert_eq!(single_spaced("Salt marsh".into()), "Salt marsh");
    }
}
