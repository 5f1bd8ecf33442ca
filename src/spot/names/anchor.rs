//! Owns the keys under which an entry stands in the table: its rarest word, alone or with a neighbour, its words joined,
//! the surname of a person. Called by `compile`.

use std::borrow::Cow;

use super::crowd::Crowd;
use super::elsewhere::is_unlikely_pair;
use super::initials::{initial_key, marked};
use super::keyed::Pairs;
use super::posting::{ASK, CAPITAL, PAIRS, TITLE, letter};
use super::{BEGINNING, Entry, NameIndex, flag, masks, salt, slips, sound};
use crate::register::forms::{is_distinctive, nicknames};
use crate::text::lexicon;
use crate::text::words::{key, key_of_both, pair_key};

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

/// How an entry is anchored, as bits: to decide it takes most of the time, so that for the second table of a very large register
/// it is remembered. Of a person three for the surname and three for its words joined; of others where the anchor is, and below
/// that whether it is looked up with a neighbour.
#[derive(Clone, Copy, Default)]
pub(super) struct Choice(u16);

impl Choice {
    /// Of a surname: it does not point at its entry alone.
    const SHARED: u16 = 1;
    /// Of a shared one: first letters of given names stand beside it, and not given names themselves.
    const LETTERS: u16 = 2;
    /// Of a shared one: it is looked up beside a title as well.
    const TITLE: u16 = 4;
    /// Of no person: with a neighbour.
    const PAIRED: u16 = 1;

    /// Decides it.
    pub(super) fn of(words: &str, entry: Entry, crowd: &Crowd) -> Self {
        let list = listed(words);
        if is_person(entry, &list) {
            let given = list.first().and_then(|given| given.chars().next());
            let surnames = surnames(&list, entry.surname());
            let bits = surnames.enumerate().map(|(at, name)| Self::of_surname(&name, given, crowd) << (3 * at));
            return Self(bits.fold(0, |all, bits| all | bits));
        }
        let Some((place, word)) = rarest(&list, crowd) else { return Self(0) };
        let paired = list.len() > 1 && (price(word) > 0 || crowd.of(key(word)) > CROWDED);
        Self((place as u16) << 1 | u16::from(paired))
    }

    /// Decides how a surname is looked up, beside a given name that begins so.
    fn of_surname(name: &str, given: Option<char>, crowd: &Crowd) -> u16 {
        let anchor = key(name);
        let sharing = crowd.of(anchor);
        if price(name) == 0 && sharing <= CROWDED {
            return 0;
        }
        let letters = crowd.of(initial_key(anchor, given)) <= SAME_INITIAL;
        let bits = [(letters, Self::LETTERS), (sharing <= NOBODY, Self::TITLE)];
        bits.into_iter().filter(|(set, _)| *set).fold(Self::SHARED, |all, (_, bit)| all | bit)
    }

    /// Of a person: what is decided of the surname, or of its words joined.
    const fn surname(self, at: usize) -> u16 {
        self.0 >> (3 * at) & (Self::SHARED | Self::LETTERS | Self::TITLE)
    }

    /// Of no person: where the anchor is.
    const fn place(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Of no person: whether the anchor is looked up with a neighbour.
    const fn is_paired(self) -> bool {
        self.0 & Self::PAIRED != 0
    }
}

/// The words of an entry but for connectors.
fn listed(words: &str) -> Vec<&str> {
    words.split(' ').filter(|w| *w != "&").collect()
}

/// Whether an entry of these words is anchored as a person.
fn is_person(entry: Entry, list: &[&str]) -> bool {
    entry.surname() > 0 && entry.surname() < list.len()
}

/// The last word of a surname that begins at a word, and if it has several words these joined.
fn surnames<'w>(list: &[&'w str], at: usize) -> impl Iterator<Item = Cow<'w, str>> {
    let surname = list.get(at..).unwrap_or_default();
    let joined = (surname.len() > 1).then(|| Cow::Owned(surname.concat()));
    list.last().map(|last| Cow::Borrowed(*last)).into_iter().chain(joined)
}

/// Adds the keys of single words of one entry: of its rarest word, with what to look at besides where others share it; of its
/// words joined.
pub(super) fn words_of(words: &str, entry: Entry, number: u32, choice: Choice, crowd: &Crowd, keys: &mut Keys) {
    let list = listed(words);
    let from = keys.words.len();
    if is_person(entry, &list) {
        words_of_person(&list, entry.surname(), number, choice, keys);
    } else {
        words_of_other(&list, entry, number, choice, crowd, keys);
    }
    if needs_capital(words, entry) {
        keys.words.iter_mut().skip(from).for_each(|(_, posting)| *posting |= CAPITAL);
    }
    // `Hollowreed Textiles` for `Hollow-Reed Textiles`.
    if entry.surname() == 0 && list.len() > 2 && !crowd.large {
        let joined = list.iter().zip(list.iter().skip(1)).map(|(a, b)| format!("{a}{b}"));
        keys.words.extend(joined.filter(|j| j.len() >= BEGINNING && !lexicon::is_word(j)).map(|j| (key(&j), number)));
    }
    if list.len() > 1 {
        let both = if let [one, other] = list.as_slice() { key_of_both(one, other) } else { None };
        keys.words.push((both.unwrap_or_else(|| key(&list.concat())), number));
        if words.contains('&') {
            keys.words.push((key(&words.replace('&', "and").replace(' ', "")), number));
        }
    }
}

/// Adds the other keys of one entry: of pairs, first letters and titles that a word of [`words_of`] asks for, and of its
/// beginning. `marked`: whether postings have marks.
pub(super) fn rest_of(words: &str, entry: Entry, number: u32, choice: Choice, marked: bool, keys: &mut Keys) {
    let inner = entry.is(flag::INNER);
    if !inner && entry.surname() == 0 && !choice.is_paired() {
        return;
    }
    let list = listed(words);
    if is_person(entry, &list) {
        rest_of_person(&list, entry.surname(), number, choice, marked, keys);
    } else if let Some(pair) = pair_of(&list, choice) {
        keys.salted.push((pair ^ salt::PAIR, number));
    }
    if inner {
        let beginning: String = list.iter().flat_map(|word| word.chars()).take(BEGINNING).collect();
        keys.salted.push((key(&beginning) ^ salt::BEGINNING, number));
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

/// What a word costs as an anchor: how common it is in texts, how short it is.
fn price(word: &str) -> u32 {
    let (common, name) = lexicon::commonness_and_name(word);
    u32::from(common) * 3 + u32::from(name) * 2 + u32::from(word.len() <= 3) * 4
}

/// The word that costs least as an anchor, and where it stands: of equals the one that fewer entries share, then the longest.
/// How many share a word is far away, so it is asked of equals alone.
fn rarest<'w>(list: &[&'w str], crowd: &Crowd) -> Option<(usize, &'w str)> {
    let among_equals = |word: &str| (crowd.of(key(word)), u32::MAX - word.len() as u32);
    let mut best: Option<(usize, &str, u32)> = None;
    for (place, word) in list.iter().enumerate() {
        let price = price(word);
        let better = best.is_none_or(|(_, other, least)| {
            price < least || price == least && among_equals(word) < among_equals(other)
        });
        if better {
            best = Some((place, word, price));
        }
    }
    best.map(|(place, word, _)| (place, word))
}

/// The word that stands beside an anchor in its pair.
fn partner<'w>(list: &[&'w str], place: usize) -> Option<&'w str> {
    list.get(place + 1).or_else(|| place.checked_sub(1).and_then(|i| list.get(i))).copied()
}

/// The pair of an anchor and its neighbour, where it is looked up with one.
fn pair_of(list: &[&str], choice: Choice) -> Option<u64> {
    let place = choice.place();
    let (anchor, partner) = (key(list.get(place)?), key(partner(list, place)?));
    let before = place + 1 == list.len();
    choice.is_paired().then(|| if before { pair_key(partner, anchor) } else { pair_key(anchor, partner) })
}

/// The keys of single words of a name that is no person's.
fn words_of_other(list: &[&str], entry: Entry, number: u32, choice: Choice, crowd: &Crowd, keys: &mut Keys) {
    let (place, paired) = (choice.place(), choice.is_paired());
    let Some(word) = list.get(place) else { return };
    if paired {
        keys.words.push((key(word), ASK | PAIRS));
        keys.partners.extend(partner(list, place).map(key));
    } else {
        keys.words.push((key(word), number));
    }
    let first = list.first().map(|w| key(w)).filter(|_| entry.is(flag::FIRST));
    if let Some(first) = first.filter(|k| (place > 0 || paired) && crowd.of(*k) <= NOBODY) {
        keys.words.push((first, number));
    }
    // `Tarnwicks Christmas party`: many write the possessive without its apostrophe.
    let alone = entry.is(flag::FIRST) || entry.is(flag::SINGLE) && entry.flags & REFUSED == 0;
    let own = list.first().filter(|w| alone && !crowd.large && w.len() >= slips::LEAST_WORD && is_distinctive(w));
    if let Some(many) = own.and_then(|w| plural_key(w)).filter(|k| crowd.of(*k) <= NOBODY) {
        keys.words.push((many, number));
    }
}

/// What no derived form is made of.
const REFUSED: u16 = flag::AMBIGUOUS | flag::IDENTIFIER | flag::ALLOW | flag::SHORT;

/// The keys of single words of a person: the surname alone where it is rare, with the first letters of the given names where it
/// is not, with the given names themselves where very many share even that.
fn words_of_person(list: &[&str], at: usize, number: u32, choice: Choice, keys: &mut Keys) {
    let Some(given) = list.first() else { return };
    for (nth, name) in surnames(list, at).enumerate() {
        let (anchor, bits) = (key(&name), choice.surname(nth));
        let many = || plural_key(&name);
        if bits & Choice::SHARED == 0 {
            keys.words.push((anchor, number));
            keys.words.extend(many().map(|k| (k, number)));
            continue;
        }
        let mut asks = ASK;
        if bits & Choice::LETTERS != 0 {
            nicknames::initials_of(given).into_iter().for_each(|c| asks |= letter(Some(c)));
        } else {
            asks |= PAIRS;
            keys.partners.push(key(given));
        }
        if bits & Choice::TITLE != 0 {
            asks |= TITLE;
            keys.words.extend(many().map(|k| (k, ASK | TITLE)));
        }
        keys.words.push((anchor, asks));
    }
}

/// The other keys of a person.
fn rest_of_person(list: &[&str], at: usize, number: u32, choice: Choice, marks: bool, keys: &mut Keys) {
    let Some(given) = list.first() else { return };
    let posting = || if marks { marked(number, list.get(..at).unwrap_or_default()) } else { number };
    for (nth, name) in surnames(list, at).enumerate() {
        let (anchor, bits) = (key(&name), choice.surname(nth));
        if bits & Choice::SHARED == 0 {
            continue;
        }
        if bits & Choice::LETTERS != 0 {
            let posting = posting();
            let initials = nicknames::initials_of(given).into_iter();
            keys.salted.extend(initials.map(|c| (initial_key(anchor, Some(c)), posting)));
        } else {
            let given = key(given);
            keys.salted.push((pair_key(given, anchor) ^ salt::PAIR, number));
            keys.salted.push((pair_key(anchor, given) ^ salt::PAIR, number));
        }
        if bits & Choice::TITLE != 0 {
            keys.salted.push((anchor ^ salt::TITLE, number));
            keys.salted.extend(plural_key(&name).map(|k| (k ^ salt::TITLE, number)));
        }
    }
}

/// The key of a surname's plural.
fn plural_key(surname: &str) -> Option<u64> {
    if surname.chars().count() < 4 {
        return None;
    }
    let ending = if surname.ends_with(['s', 'x', 'z']) || surname.ends_with("ch") || surname.ends_with("sh") {
        "es"
    } else {
        "s"
    };
    let many = key_of_both(surname, ending).unwrap_or_else(|| key(&format!("{surname}{ending}")));
    (!lexicon::is_word_key(many)).then_some(many)
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
