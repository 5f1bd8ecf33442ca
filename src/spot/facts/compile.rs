//! Owns how the values of facts become patterns and where each is anchored. Called once a run.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::day::{self, Said};
use super::related::RELATED;
use super::stem::{inflections, stem};
use super::unspaced::{Unspaced, is_value};
use super::{DAY, FactIndex, FactRef, Lists, MANY, NUMBER, PHRASES, Pattern, Phrase, Slot, age, money, numeral};
use crate::register::Register;
use crate::register::forms::{is_distinctive, names_a_matter};
use crate::register::model::Fact;
use crate::spot::identifiers;
use crate::spot::names::index::Table;
use crate::text::fold::folded;
use crate::text::words::{Shape, key, words};
use crate::text::{Span, lexicon};

impl FactIndex {
    /// Compiles the facts of a register.
    pub(in crate::spot) fn compile(register: &Register) -> Self {
        let mut build = Build::default();
        for (client, entry) in (0_u32..).zip(&register.clients) {
            for (matter, of) in (0_u32..).zip(&entry.matters) {
                for (fact, value) in (0_u32..).zip(&of.facts) {
                    build.fact(FactRef { client, matter, fact }, value);
                }
                let name = of.name.expose();
                if !names_a_matter(name, entry) {
                    let fact = of.facts.len() as u32;
                    build.words(FactRef { client, matter, fact }, "matter", name, 1);
                }
            }
        }
        build.finish()
    }
}

/// How a pattern is told from others, so that each value stands once.
#[derive(PartialEq, Eq, Hash)]
enum Value {
    /// A sum: value and currency.
    Sum(i128, u32),
    /// An age.
    Age(u8),
    /// Year, month, day, each where known.
    Day(Option<i16>, i8, Option<i8>),
    /// The concepts of each slot, and whether capitals count.
    Words(Vec<(Vec<u32>, bool)>),
}

/// The index in the making.
#[derive(Default)]
struct Build {
    /// The patterns.
    patterns: Vec<Pattern>,
    /// The number of each value.
    known: HashMap<Value, u32>,
    /// Concepts of stems.
    stems: HashMap<String, u32>,
    /// Concepts of related sets.
    sets: HashMap<usize, u32>,
    /// The head slot of patterns whose head alone counts.
    heads: Vec<(u32, usize)>,
    /// How common the rarest word of a concept is, by concept.
    common: Vec<u8>,
    /// Facts and the patterns of their value proper.
    proper: Vec<(u32, FactRef)>,
    /// Values in scripts without spaces and their patterns.
    unspaced: Vec<(String, u32)>,
}

/// A word of a value under way.
struct Token {
    /// Its stem.
    stem: String,
    /// The word, folded.
    word: String,
    /// With a capital, or a number.
    capital: bool,
}

impl Build {
    /// Adds a fact with all its values.
    fn fact(&mut self, owner: FactRef, fact: &Fact) {
        for (number, text) in std::iter::once(&fact.value).chain(&fact.also).enumerate() {
            let text = text.expose().trim();
            if identifiers::is_number_of_fact(&fact.kind, text) {
                continue;
            }
            let pattern = self.value(owner, fact, text);
            self.unspaced.extend(pattern.filter(|_| is_value(text)).map(|number| (text.to_owned(), number)));
            if let Some(pattern) = pattern.filter(|_| number == 0) {
                self.proper.push((pattern, owner));
            }
        }
    }

    /// Adds one value: an age, a sum, a day, or words.
    fn value(&mut self, owner: FactRef, fact: &Fact, text: &str) -> Option<u32> {
        let whole = Span::at(0..text.len());
        if fact.kind == "age" {
            return age::read(text).map(|years| self.pattern(owner, Value::Age(years), Vec::new()));
        }
        let digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        if let Some((years, _)) = age::at(text, whole, digit).filter(|(_, span)| span.len() + 2 >= whole.len()) {
            return Some(self.pattern(owner, Value::Age(years), Vec::new()));
        }
        if let Some(said) = day::read(text) {
            let value = match said {
                Said::Day(y, m, d) => Value::Day(Some(y), m, Some(d)),
                Said::MonthDay(m, d) => Value::Day(None, m, Some(d)),
                Said::Month(y, m, _) => Value::Day(Some(y), m, None),
                Said::Relative(_) => return None,
            };
            return Some(self.pattern(owner, value, Vec::new()));
        }
        let sum = money::at(text, whole, digit);
        let is_amount = matches!(
            fact.kind.as_str(),
            "amount"
                | "sum"
                | "fee"
                | "price"
                | "award"
                | "fine"
                | "settlement"
                | "damages"
                | "bail"
                | "salary"
                | "offer"
        );
        if let Some(sum) = sum.filter(|m| is_amount || (m.currency != 0 && m.span.len() + 2 >= whole.len())) {
            return Some(self.pattern(owner, Value::Sum(sum.value, sum.currency), Vec::new()));
        }
        self.words(owner, &fact.kind, text, fact.weight)
    }

    /// The number of a value's pattern, with `owner` added to its owners.
    fn pattern(&mut self, owner: FactRef, value: Value, slots: Vec<Slot>) -> u32 {
        let next = self.patterns.len() as u32;
        let number = *self.known.entry(value).or_insert(next);
        if number == next {
            self.patterns.push(Pattern { owners: Vec::new(), slots });
        }
        if let Some(pattern) = self.patterns.get_mut(number as usize) {
            pattern.owners.push(owner);
        }
        number
    }

    /// Adds a value made of words: once with each word for itself, and once for every phrase in it that has a related set.
    fn words(&mut self, owner: FactRef, kind: &str, text: &str, weight: u8) -> Option<u32> {
        let tokens = tokens(text);
        let is_name = !is_common_kind(kind) && tokens.iter().all(|t| t.capital || is_small_word(&t.word));
        let distinctive = tokens.iter().any(|t| is_distinctive(&t.word));
        let stems: Vec<String> = tokens.iter().map(|t| t.stem.clone()).collect();
        let only_small = tokens.iter().all(|t| is_small_word(&t.word));
        let counts = |t: &Token| only_small || !(is_small_word(&t.word) || (kind == "ship" && is_ship_prefix(&t.word)));
        let mut slots: Vec<(usize, Slot)> = Vec::new();
        for (place, token) in tokens.iter().enumerate().filter(|(_, t)| counts(t)) {
            let capital = is_name && !distinctive && lexicon::is_word(&token.word);
            slots.push((place, self.slot(token, capital)));
        }
        for (place, slot) in &mut slots {
            for (set, _) in RELATED.starting(stems.get(*place..).unwrap_or_default()).into_iter().filter(|f| f.1 == 1) {
                slot.concepts.push(self.set(set));
                slot.stems.extend(single_members(set));
            }
        }
        if slots.is_empty() {
            return None;
        }
        let head = if is_name { None } else { head(&tokens, &slots) };
        let places: Vec<usize> = slots.iter().map(|s| s.0).collect();
        for place in 0..tokens.len() {
            for (set, len) in RELATED.starting(stems.get(place..).unwrap_or_default()).into_iter().filter(|f| f.1 > 1) {
                let mut replaced =
                    vec![Slot { concepts: vec![self.set(set)], stems: single_members(set), capital: false }];
                for other in places.iter().filter(|p| **p < place || **p >= place + len) {
                    if let Some((_, slot)) = slots.iter().find(|(p, _)| p == other) {
                        replaced.push(Slot {
                            concepts: slot.concepts.clone(),
                            stems: slot.stems.clone(),
                            capital: slot.capital,
                        });
                    }
                }
                self.slots(owner, replaced);
            }
        }
        if is_name && let Some(initials) = initials(&tokens) {
            let token = Token { stem: stem(&initials), word: initials, capital: true };
            let slot = self.slot(&token, true);
            self.slots(owner, vec![slot]);
        }
        let names: Vec<usize> = if is_name {
            let place_of = |p: &usize| tokens.get(*p).is_some_and(|t| is_distinctive(&t.word));
            (0..places.len()).filter(|i| places.get(*i).is_some_and(place_of)).collect()
        } else {
            Vec::new()
        };
        let several = slots.len() > 1;
        let number = self.slots(owner, slots.into_iter().map(|s| s.1).collect());
        if several && weight > 1 {
            self.heads.extend(head.into_iter().chain(names).map(|slot| (number, slot)));
        }
        Some(number)
    }

    /// Adds a pattern of slots.
    fn slots(&mut self, owner: FactRef, mut slots: Vec<Slot>) -> u32 {
        for slot in &mut slots {
            slot.concepts.sort_unstable();
            slot.concepts.dedup();
        }
        let value = Value::Words(slots.iter().map(|s| (s.concepts.clone(), s.capital)).collect());
        self.pattern(owner, value, slots)
    }

    /// The slot of a word, without its related sets.
    fn slot(&mut self, token: &Token, capital: bool) -> Slot {
        let next = self.common.len() as u32;
        let concept = *self.stems.entry(token.stem.clone()).or_insert(next);
        if concept == next {
            self.common.push(lexicon::commonness(&token.word));
        }
        Slot { concepts: vec![concept], stems: vec![token.stem.clone()], capital }
    }

    /// The concept of a related set.
    fn set(&mut self, set: usize) -> u32 {
        let next = self.common.len() as u32;
        let concept = *self.sets.entry(set).or_insert(next);
        if concept == next {
            self.common.push(2);
        }
        concept
    }

    /// Anchors all patterns and makes the tables.
    fn finish(mut self) -> FactIndex {
        for pattern in &mut self.patterns {
            pattern.owners.sort_unstable();
            pattern.owners.dedup();
        }
        let (phrases, mut keys) = self.keys();
        let mut index = FactIndex {
            anchors: self.anchors(),
            heads: self.head_lists(),
            shared: self.shared(),
            unspaced: Unspaced::build(std::mem::take(&mut self.unspaced)),
            patterns: Vec::new(),
            phrases,
            table: Table::build(Vec::new()),
            sums: HashMap::new(),
            ages: HashMap::new(),
            days: HashMap::new(),
            months: HashMap::new(),
            timeline: BTreeMap::new(),
        };
        for (value, number) in self.known {
            file(&mut index, &value, number);
        }
        if !index.sums.is_empty() || !index.ages.is_empty() {
            keys.extend(numeral::STARTERS.split_ascii_whitespace().map(|word| (key(word), NUMBER)));
        }
        if index.has_days() {
            let months = day::MONTHS.iter().flat_map(|names| names.split(' '));
            keys.extend(months.chain(day::TRIGGERS.split_ascii_whitespace()).map(|word| (key(word), DAY)));
        }
        index.patterns = self.patterns;
        index.table = Table::build(keys);
        index
    }

    /// The keys of all words that say a concept, and the phrases.
    fn keys(&self) -> (Vec<Phrase>, Vec<(u64, u32)>) {
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for (stem, concept) in &self.stems {
            keys.push((key(stem), *concept));
            keys.extend(inflections(stem).iter().map(|word| (key(word), *concept)));
        }
        let mut phrases = Vec::new();
        for (set, concept) in &self.sets {
            let Some(members) = RELATED.sets.get(*set) else { continue };
            for member in members {
                let capitals = is_acronym_like_a_word(member, members);
                if let ([single], false) = (member.as_slice(), capitals) {
                    keys.push((key(single), *concept));
                    keys.extend(inflections(single).iter().map(|word| (key(word), *concept)));
                    continue;
                }
                let rarest = (0..member.len()).min_by_key(|i| {
                    let word = member.get(*i).map_or("", String::as_str);
                    (lexicon::commonness(word), usize::MAX - word.len())
                });
                let anchor = rarest.unwrap_or_default();
                let number = PHRASES + phrases.len() as u32;
                if let Some(word) = member.get(anchor) {
                    keys.push((key(word), number));
                    keys.extend(inflections(word).iter().map(|word| (key(word), number)));
                }
                phrases.push(Phrase { concept: *concept, stems: member.clone(), anchor, capitals });
            }
        }
        (phrases, keys)
    }

    /// Patterns by the concepts of their rarest slot.
    fn anchors(&self) -> Lists {
        let mut counts = vec![0_u32; self.common.len()];
        for concept in self.patterns.iter().flat_map(|p| &p.slots).flat_map(|s| &s.concepts) {
            if let Some(count) = counts.get_mut(*concept as usize) {
                *count += 1;
            }
        }
        let mut pairs = Vec::new();
        for (number, pattern) in (0_u32..).zip(&self.patterns) {
            let price = |slot: &&Slot| -> u32 {
                let one = |c: &u32| {
                    let common = self.common.get(*c as usize).copied().unwrap_or_default();
                    counts.get(*c as usize).copied().unwrap_or_default().ilog2() + u32::from(common) * 4
                };
                slot.concepts.iter().map(one).sum()
            };
            if let Some(slot) = pattern.slots.iter().min_by_key(price) {
                pairs.extend(slot.concepts.iter().map(|concept| (*concept, number)));
            }
        }
        Lists::build(pairs, self.common.len())
    }

    /// Patterns by the concepts of their head word. A head that more than ten values share tells nothing.
    fn head_lists(&self) -> Lists {
        let mut pairs = Vec::new();
        for (number, slot) in &self.heads {
            let slot = self.patterns.get(*number as usize).and_then(|p| p.slots.get(*slot));
            pairs.extend(slot.into_iter().flat_map(|s| &s.concepts).map(|concept| (*concept, *number)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for (concept, _) in &pairs {
            *counts.entry(*concept).or_default() += 1;
        }
        pairs.retain(|(concept, _)| counts.get(concept).is_some_and(|count| *count <= MANY));
        Lists::build(pairs, self.common.len())
    }

    /// The facts whose value more than ten matters share.
    fn shared(&self) -> HashSet<FactRef> {
        let matters = |pattern: &Pattern| {
            let mut of: Vec<(u32, u32)> = pattern.owners.iter().map(|o| (o.client, o.matter)).collect();
            of.dedup();
            of.len()
        };
        let many: Vec<bool> = self.patterns.iter().map(|p| p.owners.len() > MANY && matters(p) > MANY).collect();
        let is_many = |number: u32| many.get(number as usize).copied().unwrap_or_default();
        self.proper.iter().filter(|(number, _)| is_many(*number)).map(|(_, fact)| *fact).collect()
    }
}

/// Files a value that is no words under its number.
fn file(index: &mut FactIndex, value: &Value, number: u32) {
    match *value {
        Value::Sum(value, currency) => index.sums.entry(value).or_default().push((currency, number)),
        Value::Age(years) => index.ages.entry(years).or_default().push(number),
        Value::Day(year, month, day) => {
            if let Some(day) = day {
                index.days.entry((month, day)).or_default().push((year, number));
            }
            if let Some(year) = year {
                index.months.entry((year, month)).or_default().push((day, number));
            }
            if let (Some(year), Some(day)) = (year, day)
                && let Ok(date) = Date::new(year, month, day)
            {
                index.timeline.entry(date).or_default().push(number);
            }
        }
        Value::Words(_) => {}
    }
}

/// The words of a value.
fn tokens(text: &str) -> Vec<Token> {
    let mut cut = Vec::new();
    words(text, Span::at(0..text.len()), &mut cut);
    let token = |w: &crate::text::words::Word| {
        let word = folded(text.get(w.span().range()).unwrap_or_default());
        Token { stem: stem(&word), word, capital: w.shape != Shape::Lower }
    };
    cut.iter().map(token).filter(|t| !t.word.is_empty()).collect()
}

/// The initials of a name of three to six words that count: `Food Standards Agency` is the FSA.
fn initials(tokens: &[Token]) -> Option<String> {
    let counting = tokens.iter().filter(|t| !is_small_word(&t.word));
    let letters: String = counting.filter_map(|t| t.word.chars().next()).collect();
    ((3..=6).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_lowercase())).then_some(letters)
}

/// The head of a phrase: its last word, or the last before `of` and the like.
fn head(tokens: &[Token], slots: &[(usize, Slot)]) -> Option<usize> {
    let stop = tokens.iter().position(|t| {
        matches!(t.word.as_str(), "of" | "in" | "at" | "for" | "with" | "from" | "on" | "by" | "to" | "who" | "that")
    });
    let stop = stop.filter(|s| *s > 0).unwrap_or(tokens.len());
    slots.iter().rposition(|(place, _)| *place < stop)
}

/// The stems of the members of a set that have one word.
fn single_members(set: usize) -> Vec<String> {
    let members = RELATED.sets.get(set).map_or(&[][..], Vec::as_slice);
    members.iter().filter(|m| m.len() == 1).flat_map(|m| m.iter().cloned()).collect()
}

/// Whether a member is the initials of another one and an ordinary word, too: `ICE`, `SEC`.
fn is_acronym_like_a_word(member: &[String], members: &[Vec<String>]) -> bool {
    let [single] = member else { return false };
    let initials = |other: &Vec<String>| {
        let letters = other.iter().filter(|w| !is_small_word(w)).filter_map(|w| w.chars().next());
        other.len() > 1 && letters.collect::<String>() == *single
    };
    single.len() <= 5 && lexicon::is_word(single) && members.iter().any(initials)
}

/// Whether a word says too little to be asked for.
fn is_small_word(word: &str) -> bool {
    const SMALL: &str = "a an the of in at on for to and or by with from who that which his her their its my our was were is are be \
        been s de la le du des der die das und et";
    SMALL.split_ascii_whitespace().any(|small| small == word)
}

/// Whether a word stands before a ship's name and may be left out.
fn is_ship_prefix(word: &str) -> bool {
    matches!(word, "mv" | "ms" | "ss" | "mt" | "hms" | "uss" | "rms" | "fv" | "sv" | "my" | "mf" | "rv")
}

/// Whether facts of a kind are said in common nouns, however the register capitalises them.
fn is_common_kind(kind: &str) -> bool {
    const COMMON: &str = "job relation event injury charge claim diagnosis condition illness device vehicle animal offence offense \
        role trait matter religion origin language seniority";
    COMMON.split_ascii_whitespace().any(|common| common == kind)
}
