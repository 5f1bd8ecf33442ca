//! Owns the keys under which an entry stands in the table: its rarest word, alone or with a neighbour, its words joined,
//! the surname of a person. Called by `compile`.

use super::elsewhere::is_unlikely_pair;
use super::initials::{are_marked, initial_key, marked};
use super::keyed::Pairs;
use super::posting::{ASK, CAPITAL, PAIRS, TITLE, letter};
use super::{BEGINNING, Entry, NameIndex, flag, masks, salt, slips, sound};
use crate::register::forms::{is_distinctive, nicknames};
use crate::text::lexicon;
use crate::text::words::{key, pair_key};

/// An anchor that more entries than this share is looked up with its neighbour.
const CROWDED: u32 = 1;
/// A surname, or a company's first word, that more entries than this share points at none of them alone.
const NOBODY: u32 = 16;

/// A surname with a first letter that more people than this share is looked up with the given name itself.
const SAME_INITIAL: u32 = 6;

/// The keys of all entries, with the entry's number.
#[derive(Default)]
pub(super) struct Keys {
    /// Of single words, with what [`posting`](super::posting) says.
    pub(super) words: Vec<(u64, u32)>,
    /// Of the words that stand beside an anchor in a pair.
    pub(super) partners: Vec<u64>,
    /// Of everything else, each with its salt, which only a word of `words` or a rare shape leads to.
    pub(super) salted: Vec<(u64, u32)>,
}

/// Adds the keys of one entry: of its rarest word, alone where hardly any other entry shares it and with a neighbour
/// elsewhere; of its words joined; of its beginning.
pub(super) fn anchor(words: &str, entry: Entry, number: u32, crowd: &Crowd, keys: &mut Keys) {
    let list: Vec<&str> = words.split(' ').filter(|w| *w != "&").collect();
    let from = keys.words.len();
    if entry.surname() > 0 && entry.surname() < list.len() {
        person(&list, entry.surname(), number, crowd, keys);
    } else {
        plain(&list, entry, number, crowd, keys);
    }
    if needs_capital(words, entry) {
        keys.words.iter_mut().skip(from).for_each(|(_, posting)| *posting |= CAPITAL);
    }
    // `Hollowreed Textiles` for `Hollow-Reed Textiles`.
    if entry.surname() == 0 && list.len() > 2 && !crowd.large {
        let joined = list.iter().zip(list.iter().skip(1)).map(|(a, b)| format!("{a}{b}"));
        keys.words.extend(joined.filter(|j| j.len() >= BEGINNING && !lexicon::is_word(j)).map(|j| (key(&j), number)));
    }
    let joined = list.concat();
    if list.len() > 1 {
        keys.words.push((key(&joined), number));
        if words.contains('&') {
            keys.words.push((key(&words.replace('&', "and").replace(' ', "")), number));
        }
    }
    if entry.is(flag::INNER) {
        let end = joined.char_indices().nth(BEGINNING).map_or(joined.len(), |(i, _)| i);
        keys.salted.push((key(joined.get(..end).unwrap_or_default()) ^ salt::BEGINNING, number));
    }
}

/// Whether an entry counts only with a capital, a sign or a legal form: see `evidence`.
pub(super) fn needs_capital(words: &str, entry: Entry) -> bool {
    let other = flag::IDENTIFIER | flag::ALLOW | if entry.is(flag::PERSON) { 0 } else { flag::CODE | flag::FIRST };
    let one_surname = entry.surname() == 0 || words.split(' ').count() == entry.surname() + 1;
    let long = !entry.is(flag::PERSON) && words.split(' ').count() > 2;
    let pair = || words.split_once(' ').is_some_and(|(one, last)| is_unlikely_pair(one, last));
    entry.is(flag::AMBIGUOUS) && entry.flags & other == 0 && one_surname && !long && !pair() || entry.is_known()
}

/// What a word costs as an anchor: how common it is in texts, how many entries share it, how short it is.
fn price(word: &str, crowd: &Crowd) -> (u32, u32, u32) {
    let (common, name) = lexicon::commonness_and_name(word);
    let text = u32::from(common) * 3 + u32::from(name) * 2 + u32::from(word.len() <= 3) * 4;
    (text, crowd.of(key(word)), u32::MAX - word.len() as u32)
}

/// The keys of a name that is no person's.
fn plain(list: &[&str], entry: Entry, number: u32, crowd: &Crowd, keys: &mut Keys) {
    let Some((place, word)) = list.iter().copied().enumerate().min_by_key(|(_, w)| price(w, crowd)) else { return };
    let anchor = key(word);
    let after = list.get(place + 1).map(|next| pair_key(anchor, key(next)));
    let before = || place.checked_sub(1).and_then(|i| list.get(i)).map(|before| pair_key(key(before), anchor));
    let (text, sharing, _) = price(word, crowd);
    let pair = after.or_else(before).filter(|_| text > 0 || sharing > CROWDED);
    let partner = list.get(place + 1).or_else(|| place.checked_sub(1).and_then(|i| list.get(i)));
    match pair {
        Some(pair) => {
            keys.salted.push((pair ^ salt::PAIR, number));
            keys.words.push((anchor, ASK | PAIRS));
            keys.partners.extend(partner.map(|word| key(word)));
        }
        None => keys.words.push((anchor, number)),
    }
    let first = list.first().map(|w| key(w)).filter(|_| entry.is(flag::FIRST));
    if let Some(first) = first.filter(|k| (place > 0 || pair.is_some()) && crowd.of(*k) <= NOBODY) {
        keys.words.push((first, number));
    }
    // `Tarnwicks Christmas party`: many write the possessive without its apostrophe.
    let alone = entry.is(flag::FIRST) || entry.is(flag::SINGLE) && entry.flags & REFUSED == 0;
    let own = list.first().filter(|w| alone && !crowd.large && w.len() >= slips::LEAST_WORD && is_distinctive(w));
    if let Some(many) = own.and_then(|w| plural_keys(w)).filter(|k| crowd.of(*k) <= NOBODY) {
        keys.words.push((many, number));
    }
}

/// What no derived form is made of.
const REFUSED: u16 = flag::AMBIGUOUS | flag::IDENTIFIER | flag::ALLOW | flag::SHORT;

/// The keys of a person: the surname alone where it is rare, with the first letters of the given names where it is not,
/// with the given names themselves where very many share even that.
fn person(list: &[&str], at: usize, number: u32, crowd: &Crowd, keys: &mut Keys) {
    let (Some(given), Some(last)) = (list.first(), list.last()) else { return };
    let surname = list.get(at..).unwrap_or_default();
    let joined = (surname.len() > 1).then(|| surname.concat());
    let posting = if crowd.marked { marked(number, list.get(..at).unwrap_or_default()) } else { number };
    for name in std::iter::once((*last).to_owned()).chain(joined) {
        let anchor = key(&name);
        let (text, sharing, _) = price(&name, crowd);
        let many = plural_keys(&name);
        if text == 0 && sharing <= CROWDED {
            keys.words.push((anchor, number));
            keys.words.extend(many.into_iter().map(|k| (k, number)));
            continue;
        }
        let mut asks = ASK;
        if crowd.of(initial_key(anchor, given.chars().next())) <= SAME_INITIAL {
            for c in nicknames::initials_of(given) {
                asks |= letter(Some(c));
                keys.salted.push((initial_key(anchor, Some(c)), posting));
            }
        } else {
            asks |= PAIRS;
            let given = key(given);
            keys.partners.push(given);
            keys.salted.push((pair_key(given, anchor) ^ salt::PAIR, number));
            keys.salted.push((pair_key(anchor, given) ^ salt::PAIR, number));
        }
        if sharing <= NOBODY {
            asks |= TITLE;
            keys.salted.push((anchor ^ salt::TITLE, number));
            if let Some(k) = many {
                keys.words.push((k, ASK | TITLE));
                keys.salted.push((k ^ salt::TITLE, number));
            }
        }
        keys.words.push((anchor, asks));
    }
}

/// The keys of a surname's plural.
fn plural_keys(surname: &str) -> Option<u64> {
    if surname.chars().count() < 4 {
        return None;
    }
    let ending = if surname.ends_with(['s', 'x', 'z']) || surname.ends_with("ch") || surname.ends_with("sh") {
        "es"
    } else {
        "s"
    };
    let many = format!("{surname}{ending}");
    (!lexicon::is_word(&many)).then(|| key(&many))
}

/// How many entries use a word, or a surname with a first letter, roughly: counts in a table without chains, so that a
/// million names cost a few megabytes.
pub(super) struct Crowd {
    /// The counts.
    counts: Vec<u16>,
    /// Whether the register is so large that rare ways of writing are left out.
    large: bool,
    /// Whether postings have marks.
    marked: bool,
}

impl Crowd {
    /// Counts the words of all entries.
    pub(super) fn count(index: &NameIndex) -> Self {
        let size = (index.entries.len() * 4).next_power_of_two().clamp(1 << 10, 1 << 22);
        let large = index.entries.len() > MOST_WITH_SLIPS;
        let mut crowd = Self { counts: vec![0_u16; size], large, marked: are_marked(index.entries.len()) };
        // Derived forms of one name don't make its words common.
        let derived = |entry: &Entry| if entry.is(flag::PERSON) { flag::SHORT | flag::SPELT } else { flag::SPELT };
        let own = |entry: &&Entry| entry.flags & derived(entry) == 0;
        for entry in index.entries.iter().filter(own) {
            let words = index.words(*entry);
            words.split(' ').for_each(|word| crowd.add(key(word)));
            if entry.surname() > 0 {
                let last = words.rsplit(' ').next().unwrap_or_default();
                crowd.add(initial_key(key(last), words.chars().next()));
            }
        }
        crowd
    }

    /// Counts a key once more.
    fn add(&mut self, key: u64) {
        let mask = self.counts.len() - 1;
        if let Some(count) = self.counts.get_mut((key >> 20) as usize & mask) {
            *count = count.saturating_add(1);
        }
    }

    /// The count of a key.
    fn of(&self, key: u64) -> u32 {
        self.counts.get((key >> 20) as usize & (self.counts.len() - 1)).copied().unwrap_or_default().into()
    }
}

/// Registers larger than this are searched for slips only where `match.fuzzy` asks for them.
pub(super) const MOST_WITH_SLIPS: usize = 20_000;
/// Halves that more entries than this share say nothing.
const MOST_SHARING_A_HALF: usize = 16;

/// What slips of the entries are looked up by, in the making.
pub(super) struct Slips {
    /// The gate before single words.
    gate: slips::Gate,
    /// The gate before names joined.
    joined: slips::Gate,
    /// The halves of words, with the entry's number.
    halves: Vec<(u64, u32)>,
    /// Whether the register is too large for slips but where they are asked for.
    many: bool,
}

impl Slips {
    /// None yet.
    pub(super) fn of(index: &NameIndex) -> Self {
        let many = index.entries.len() > MOST_WITH_SLIPS;
        let mut gate = slips::Gate::default();
        if !many {
            gate.lift();
        }
        Self { gate, joined: slips::Gate::default(), halves: Vec::new(), many }
    }

    /// Adds the halves of the words of an entry that a slip may hit, and of its words joined; and to `keys` those that it is
    /// found by in another script and with letters masked.
    pub(super) fn add(&mut self, index: &NameIndex, number: u32, entry: Entry, keys: &mut Keys) {
        if self.many && !entry.is(flag::FUZZY) || index.owners(number).next().is_none() {
            return;
        }
        let words = index.words(entry);
        sound::keys(words, entry, number, keys);
        if entry.flags & REFUSED != 0 || words.chars().filter(|c| c.is_alphabetic()).count() < slips::LEAST_LETTERS {
            return;
        }
        let fit =
            |w: &&str| w.len() >= slips::LEAST_WORD && w.bytes().all(|b| b.is_ascii_lowercase()) && is_distinctive(w);
        let mut fit = words.split(' ').filter(fit);
        let word = if entry.is(flag::PERSON) { fit.next_back() } else { fit.max_by_key(|w| w.len()) };
        if let Some(word) = word {
            self.gate.open(word);
            self.halves.extend(slips::half_keys(word, word.len()).map(|k| (k, number)));
        }
        if let Some(joined) = slips::joined(words) {
            self.joined.open(&joined);
            self.halves.extend(slips::joined_keys(&joined).map(|k| (k, number)));
        }
        for word in words.split(' ').filter(|w| masks::may_be_masked(w)) {
            keys.salted.extend(masks::edge_keys(word).map(|k| (k, number)));
        }
    }

    /// Adds those of other entries.
    pub(super) fn join(&mut self, other: Self) {
        self.gate.join(&other.gate);
        self.joined.join(&other.joined);
        self.halves.extend(other.halves);
    }

    /// Adds to `salted` the halves that not too many entries share, and gives the gates.
    pub(super) fn finish(mut self, salted: &mut Pairs) -> (slips::Gate, slips::Gate) {
        self.halves.sort_unstable();
        for same in self.halves.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() <= MOST_SHARING_A_HALF) {
            same.iter().for_each(|(key, number)| salted.add(*key, *number));
        }
        (self.gate, self.joined)
    }
}
