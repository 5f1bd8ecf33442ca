//! Owns what must stand in a group before a phrase is worth trying: sets of words, of pairs of neighbours, of literals or
//! of mentions of which every match holds one. Called when packs are compiled; `seeds` makes classes of the sets.

use std::sync::LazyLock;

use crate::rules::phrase::Node;
use crate::rules::{CAPITAL, SignalId};
use crate::text::lexicon::commonness;
use crate::text::words::{key, pair_key};

/// A word, or two neighbours: its key, and how often it is to be expected, see [`Required::cost`].
pub(super) type Known = (u64, u32);

/// Things of which one must stand in the group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Required {
    /// Folded words.
    pub(super) words: Vec<Known>,
    /// Two words, one right after the other.
    pub(super) pairs: Vec<Known>,
    /// Literals, lower case where ASCII.
    pub(super) literals: Vec<String>,
    /// Signals of the register.
    pub(super) subjects: Vec<SignalId>,
    /// So many digits in a row; 0: not asked for.
    pub(super) digits: usize,
    /// So many digits with at most one other character between two of them; 0: not asked for.
    pub(super) stretch: usize,
    /// See [`Required::cost`].
    cost: u32,
}

impl Required {
    /// One of a word's forms. Of a contraction or a number with joints the longest part counts, since that is a word of
    /// the walk.
    fn words(forms: &[String]) -> Self {
        let part = |form: &String| {
            let parts = form.split(|c: char| !c.is_alphanumeric());
            known(parts.max_by_key(|part| part.len()).unwrap_or_default())
        };
        Self { words: forms.iter().map(part).collect(), ..Self::default() }.tidy()
    }

    /// One of some words with blanks between.
    pub(super) fn any_of(words: &str) -> Self {
        let words: Vec<String> = words.split_ascii_whitespace().map(str::to_owned).collect();
        Self::words(&words)
    }

    /// One of some literals.
    pub(super) fn literals(literals: &[String]) -> Option<Self> {
        (!literals.is_empty()).then(|| Self { literals: literals.to_vec(), ..Self::default() }.tidy())
    }

    /// So many digits in a row.
    pub(super) fn digits(digits: usize) -> Option<Self> {
        (digits > 0).then(|| Self { digits: digits.min(LONGEST_ROW), ..Self::default() }.tidy())
    }

    /// So many digits with at most one other character between two of them.
    pub(super) fn stretch(digits: usize) -> Option<Self> {
        (digits > 4).then(|| Self { stretch: digits.min(LONGEST_STRETCH), ..Self::default() }.tidy())
    }

    /// One of some texts of a regex, see [`Pattern::texts`](crate::rules::Pattern::texts).
    pub(super) fn texts(texts: &[String]) -> Option<Self> {
        either(texts.iter().map(|text| Self::text(text)))
    }

    /// The rarest word, two neighbours or part of a word in a text. None where it holds nothing that is known.
    fn text(text: &str) -> Option<Self> {
        let mut all = Vec::new();
        // Whether a word begins with what comes next, and the word before it.
        let (mut edge, mut before) = (false, None);
        for (place, part) in text.split_inclusive([' ', '|', '*']).enumerate() {
            edge &= place > 0;
            let word = part.trim_end_matches([' ', '|', '*']);
            let ends = part.ends_with([' ', '|']);
            if !word.is_empty() {
                let capital = (edge && word.starts_with(CAPITAL)).then(capital);
                let word = &word.replace(CAPITAL, "@");
                let whole = written(word, edge, ends);
                all.extend(whole.map(|word| Self { words: vec![word], ..Self::default() }.tidy()));
                // Shapes are not looked for beside other words, but capitals are.
                let neighbour = whole.filter(|_| !is_shape(word)).or(capital);
                all.extend(before.zip(neighbour).map(|(left, right)| Self::pairs(&[left], &[right])));
                all.extend(part_of_word(word, edge, ends).and_then(|part| Self::literals(&[part])));
                before = neighbour.filter(|_| ends);
            }
            edge = ends;
            before = before.filter(|_| ends);
        }
        rarest(all)
    }

    /// A mention of the register.
    pub(super) fn subject(id: SignalId) -> Self {
        Self { subjects: vec![id], ..Self::default() }
    }

    /// One of the left words with one of the right ones right after it.
    fn pairs(left: &[Known], right: &[Known]) -> Self {
        let pairs = left.iter().flat_map(|left| right.iter().map(|right| pair(*left, *right)));
        Self { pairs: pairs.collect(), ..Self::default() }.tidy()
    }

    /// Sorted, each once, so that equal sets are equal.
    fn tidy(mut self) -> Self {
        for list in [&mut self.words, &mut self.pairs] {
            list.sort_unstable();
            list.dedup();
        }
        self.literals.sort_unstable();
        self.literals.dedup();
        self.subjects.sort_unstable();
        self.subjects.dedup();
        let known = self.words.iter().chain(&self.pairs).map(|(_, cost)| *cost);
        let literals = self.literals.iter().map(|literal| literal_cost(literal));
        self.cost = known
            .chain(literals)
            .chain([digits_cost(self.digits), stretch_cost(self.stretch)])
            .fold(0, u32::saturating_add);
        self
    }

    /// A key that equal sets share.
    pub(super) fn key(&self) -> u64 {
        let subjects = self.subjects.iter().map(|id| u64::from(id.0));
        let others = [self.digits as u64, self.stretch as u64].into_iter().chain(subjects);
        let words = self.words.iter().chain(&self.pairs).map(|(key, _)| *key);
        others.chain(words).chain(self.literals.iter().map(|literal| key(literal))).fold(0, pair_key)
    }

    /// How often it is to be expected, in parts of some ten million words.
    pub(super) const fn cost(&self) -> u32 {
        self.cost
    }
}

/// The commonest words of English: they stand in nearly every sentence.
const EVERYWHERE: &str = "the of and to a in is for that it on with as was be by at this are from";
/// The next ones: they stand in nearly every paragraph.
const NEARLY: &str = "or an not have i you we he she they his her their its our your my but if so no do has had will would can \
    all which who there been more when what one up out about";
/// And those after.
const OFTEN: &str = "me us him them could may any were than then some only into other time new now just also how very \
    because people first two work make get like way";

/// What these words cost, by key, sorted.
static COMMONEST: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let tiers = [(OFTEN, 40), (NEARLY, 100), (EVERYWHERE, 300)];
    let words =
        tiers.into_iter().flat_map(|(words, cost)| words.split_ascii_whitespace().map(move |word| (word, cost)));
    let mut list: Vec<Known> = words.map(|(word, cost)| (key(word), cost * OF_TEN_THOUSAND)).collect();
    list.sort_unstable();
    list
});

/// One word of ten thousand.
const OF_TEN_THOUSAND: u32 = 1000;

/// A folded word with its key and cost.
fn known(word: &str) -> Known {
    let key = key(word);
    let place = COMMONEST.binary_search_by_key(&key, |(key, _)| *key);
    let cost = match place.ok().and_then(|place| COMMONEST.get(place)) {
        Some((_, cost)) => *cost,
        None => OF_TEN_THOUSAND * [1, 2, 4, 12].get(usize::from(commonness(word))).copied().unwrap_or(1),
    };
    (key, cost)
}

/// A word of a regex's text, if it is known: a word in letters; digits, by how many they are; letters and digits, by the
/// shape of their beginning. `edge`, `ends`: whether the word begins and ends there.
fn written(word: &str, edge: bool, ends: bool) -> Option<Known> {
    let any = |of: fn(char) -> bool| word.contains(of);
    let digits = any(|c| c == '#' || c.is_ascii_digit());
    let letters = any(|c| c == '@' || c.is_ascii_lowercase());
    match (any(|c| matches!(c, '#' | '@')), digits, letters) {
        (false, ..) => (edge && ends).then(|| known(word)),
        (true, true, false) => (edge && ends).then(|| {
            let cost = [100, 100, 100, 30, 100, 5].get(word.len()).copied().unwrap_or(2);
            (digits_key(word.len()), cost * OF_TEN_THOUSAND)
        }),
        (true, true, true) => {
            (edge && (ends || word.len() >= SHAPE)).then(|| (shape_key(word.as_bytes()), 2 * OF_TEN_THOUSAND))
        }
        (true, false, _) => None,
    }
}

/// Whether a word of a regex's text is known by its shape alone.
fn is_shape(word: &str) -> bool {
    word.contains(['#', '@']) && !word.chars().all(|c| c == '#' || c.is_ascii_digit())
}

/// Part of a word in a regex's text, as a literal: with `|` where the word begins or ends. A whole word is known by its key.
fn part_of_word(word: &str, edge: bool, ends: bool) -> Option<String> {
    let plain = word.len() > 2 && !(edge && ends) && word.bytes().all(|b| b.is_ascii_lowercase());
    let mark = |stands: bool| if stands { EDGE } else { "" };
    plain.then(|| format!("{}{word}{}", mark(edge), mark(ends)))
}

/// What stands in a literal for the beginning or end of a word.
pub(super) const EDGE: &str = "|";

/// The key of so many digits that are a word.
pub(super) fn digits_key(count: usize) -> u64 {
    /// By how many they are.
    static KEYS: LazyLock<[u64; LONGEST_ROW + 1]> =
        LazyLock::new(|| std::array::from_fn(|count| key(&"#".repeat(count))));
    KEYS.get(count.min(LONGEST_ROW)).copied().unwrap_or_default()
}

/// The key of any word that begins with a capital.
pub(super) fn capital_key() -> u64 {
    static KEY: LazyLock<u64> = LazyLock::new(|| key(&CAPITAL.to_string()));
    *KEY
}

/// The same, with its cost: every tenth word begins so.
fn capital() -> Known {
    (capital_key(), 1000 * OF_TEN_THOUSAND)
}

/// How many characters of a word of letters and digits its shape tells.
const SHAPE: usize = 4;

/// The key of the shape of a word of letters and digits.
pub(super) fn shape_key(word: &[u8]) -> u64 {
    let sign = |b: &u8| if *b == b'#' || b.is_ascii_digit() { '#' } else { '@' };
    key(&word.iter().take(SHAPE).map(sign).collect::<String>())
}

/// Two neighbours. Words that go together stand together some three times as often as chance has it.
fn pair(left: Known, right: Known) -> Known {
    let by_chance = u64::from(left.1) * u64::from(right.1) / 10_000_000;
    (pair_key(left.0, right.0), u32::try_from(by_chance * 3).unwrap_or(u32::MAX).max(1))
}

/// Digits in a row beyond which more say nothing more.
const LONGEST_ROW: usize = 9;

/// How often so many digits in a row are to be expected: years have four.
const fn digits_cost(digits: usize) -> u32 {
    let cost = match digits {
        0 => 0,
        1 => 300,
        2 => 200,
        3 | 4 => 100,
        5 => 10,
        _ => 3,
    };
    cost * OF_TEN_THOUSAND
}

/// Digits in a stretch beyond which more say nothing more.
const LONGEST_STRETCH: usize = 12;

/// How often a stretch with so many digits is to be expected: dates have eight.
const fn stretch_cost(digits: usize) -> u32 {
    let cost = match digits {
        0 => 0,
        1..=6 => 60,
        7..=8 => 30,
        _ => 3,
    };
    cost * OF_TEN_THOUSAND
}

/// The most ASCII digits in a row, and the most with at most one other character between two of them.
pub(super) fn rows(text: &str) -> (usize, usize) {
    // Most texts hold none: many bytes are asked at once.
    let none = |bytes: &[u8]| !bytes.iter().fold(false, |any, byte| any | byte.is_ascii_digit());
    let (blocks, rest) = text.as_bytes().as_chunks::<64>();
    if none(rest) && blocks.iter().all(|block| none(block)) {
        return (0, 0);
    }
    let (mut longest, mut row) = (0, 0);
    let (mut widest, mut stretch, mut others) = (0, 0, 0);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            row += 1;
            stretch = if others > 1 { 1 } else { stretch + 1 };
            others = 0;
            (longest, widest) = (longest.max(row), widest.max(stretch));
        } else {
            row = 0;
            // A character that is not ASCII is one, however many bytes it has.
            others += usize::from(byte & 0xC0 != 0x80);
        }
    }
    (longest, widest)
}

/// How often a literal is to be expected; it stands inside words too.
fn literal_cost(literal: &str) -> u32 {
    let plain = literal.trim_matches('|');
    let edges = literal.len() - plain.len();
    if edges > 0 && !plain.is_empty() {
        return if plain.len() > 3 || edges > 1 { 4 * OF_TEN_THOUSAND } else { 12 * OF_TEN_THOUSAND };
    }
    // A blank after a word makes it no rarer than the word is, and every sort of blank is a literal of its own.
    let word = literal.trim_end();
    if word.len() < literal.len() && !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) {
        return known(word).1;
    }
    let cost = match literal.len() {
        0 => 10_000,
        1 if literal.bytes().all(|b| b.is_ascii_alphanumeric()) => 2_000,
        1 => 40,
        // With a sign in it, it stands in no word.
        2.. if literal.bytes().any(|b| b.is_ascii_punctuation()) => 2,
        2 => 100,
        3 => 30,
        _ => 8,
    };
    cost * OF_TEN_THOUSAND
}

/// What a signal requires where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// One of these; none: it may stand anywhere.
    pub(super) required: Option<Required>,
    /// The words that it may begin with; none: that is not known.
    pub(super) first: Option<Vec<Known>>,
    /// The words that it may end with; none: that is not known.
    pub(super) last: Option<Vec<Known>>,
}

/// What a part of a phrase requires: each of these sets. `of` gives what a signal requires.
pub(super) fn requirements<'a>(node: &Node, of: &dyn Fn(SignalId) -> Option<&'a Needs>) -> Vec<Required> {
    match node {
        Node::Word(forms) => vec![Required::words(forms)],
        Node::Beginning(beginning) if beginning.len() > 1 => {
            Required::literals(std::slice::from_ref(beginning)).into_iter().collect()
        }
        Node::Sign(sign) => Required::literals(&[sign.to_string()]).into_iter().collect(),
        Node::Signal(id) => of(*id).and_then(|needs| needs.required.clone()).into_iter().collect(),
        Node::Seq(nodes) => in_a_row(nodes, of),
        Node::Choice(nodes) => either(nodes.iter().map(|node| rarest(requirements(node, of)))).into_iter().collect(),
        Node::Beginning(_) | Node::Gap(_) | Node::SentenceStart | Node::Optional(_) => Vec::new(),
    }
}

/// Most pairs that are told apart in place of one part of a phrase.
const MOST_PAIRS: usize = 256;

/// What parts one after the other require: what each does, and the pairs of neighbours where one ends and the next begins.
fn in_a_row<'a>(nodes: &[Node], of: &dyn Fn(SignalId) -> Option<&'a Needs>) -> Vec<Required> {
    let mut sets = Vec::new();
    let mut told = false;
    for (place, node) in nodes.iter().enumerate() {
        let rest = nodes.get(place + 1..).unwrap_or_default();
        let stands = !matches!(node, Node::Optional(_) | Node::Gap(_) | Node::SentenceStart);
        let ends = stands.then(|| edge(std::slice::from_ref(node), false, of)).flatten();
        let begins = ends.as_ref().and_then(|_| edge(rest, true, of));
        let pairs = ends.zip(begins).filter(|(left, right)| left.len() * right.len() <= MOST_PAIRS);
        // A single word of a pair says nothing more.
        if !matches!(node, Node::Word(_)) || pairs.is_none() && !told {
            sets.extend(requirements(node, of));
        }
        told = pairs.is_some() && rest.first().is_some_and(|next| matches!(next, Node::Word(_)));
        sets.extend(pairs.map(|(left, right)| Required::pairs(&left, &right)));
    }
    sets
}

/// The words that parts one after the other may begin with (`first`), or end with: each is the first word of a token, so
/// that of a contraction what stands before the apostrophe. None where something else may stand there, or nothing.
pub(super) fn edge<'a>(nodes: &[Node], first: bool, of: &dyn Fn(SignalId) -> Option<&'a Needs>) -> Option<Vec<Known>> {
    let mut words = Vec::new();
    let mut left = nodes.iter();
    while let Some(node) = if first { left.next() } else { left.next_back() } {
        let (inner, ends) = match node {
            Node::SentenceStart => continue,
            // What may be missing may stand there, and so may what is next to it.
            Node::Optional(inner) => (inner.as_ref(), false),
            other => (other, true),
        };
        match inner {
            Node::Word(forms) => {
                for form in forms {
                    let part = form.split_once('\'').map_or(form.as_str(), |(word, _)| word);
                    let plain = part.chars().all(char::is_alphanumeric) && !part.starts_with(|c: char| c.is_numeric());
                    words.push(known(Some(part).filter(|part| plain && !part.is_empty())?));
                }
            }
            Node::Signal(id) => {
                let needs = of(*id)?;
                words.extend(if first { needs.first.as_ref()? } else { needs.last.as_ref()? });
            }
            Node::Seq(nodes) => words.extend(edge(nodes, first, of)?),
            Node::Choice(nodes) => {
                for node in nodes {
                    words.extend(edge(std::slice::from_ref(node), first, of)?);
                }
            }
            _ => return None,
        }
        if words.len() > MOST_PAIRS {
            return None;
        }
        if ends {
            words.sort_unstable();
            words.dedup();
            return Some(words);
        }
    }
    None
}

/// The rarest of some sets.
fn rarest(sets: Vec<Required>) -> Option<Required> {
    sets.into_iter().min_by_key(Required::cost)
}

/// One of any of these; none if one of them requires nothing.
pub(super) fn either(sets: impl Iterator<Item = Option<Required>>) -> Option<Required> {
    let mut all = Required::default();
    for set in sets {
        let set = set?;
        all.words.extend(set.words);
        all.pairs.extend(set.pairs);
        all.literals.extend(set.literals);
        all.subjects.extend(set.subjects);
        // Few digits are asked for where any of the sets asks for few.
        all.digits = fewer(all.digits, set.digits);
        all.stretch = fewer(all.stretch, set.stretch);
    }
    let all = all.tidy();
    (all != Required::default()).then_some(all)
}

/// The fewer of two counts of digits; 0 is none.
fn fewer(one: usize, other: usize) -> usize {
    if one == 0 || other == 0 { one.max(other) } else { one.min(other) }
}
