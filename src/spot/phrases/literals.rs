//! Owns how the literals of a pack are found in a text: three bytes at a time, of which a small filter says at nearly every
//! place that no literal ends its rarest part there. An automaton over all of them does not fit into the nearest caches.
//! Those that hold anything but letters and digits are found around such bytes alone: the others stand inside words, and of
//! words it is known what stands inside. Called by `seeds`.

use super::required::EDGE;
use super::runs::{RUNS, SORT, SORTS, begins, commonness, commonness_around, first, runs_of, set, sorts};
use crate::text::marks::marks;

/// A literal.
#[derive(Debug)]
struct Literal {
    /// In lower case.
    text: String,
    /// Whether a word must begin with it.
    begins: bool,
    /// Whether a word must end with it.
    ends: bool,
    /// Where its classes are in the table.
    place: u32,
}

/// Where a literal may stand.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Number of the literal.
    number: u16,
    /// How many of its bytes lie behind when its run ends; around a mark, when the mark does.
    behind: u16,
    /// Its first bytes, eight at most.
    bytes: u64,
    /// Which bits of them count: none that tells capitals from small letters.
    mask: u64,
}

/// Literals, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Literals {
    /// The literals.
    list: Vec<Literal>,
    /// The sort of each byte, the same for both cases of a letter.
    sorts: Vec<u8>,
    /// A bit for each run of three sorts after which literals are to be compared.
    filter: Vec<u64>,
    /// Where the entries of each run begin.
    by_run: Vec<u32>,
    /// The literals to be compared, run by run.
    entries: Vec<Entry>,
    /// The literals shorter than a run, by their last sort.
    short: Vec<(u8, u16)>,
    /// The literals that hold marks.
    marked: Marked,
    /// By number: of which literal a part is all that is looked for, and how many of its bytes lie before that.
    parts: Vec<Option<(u16, u16)>>,
}

/// Literals that hold a mark: a byte that is no ASCII letter or digit. They are looked for around marks, by the rarest run of
/// three sorts of which the mark is the middle; what lies outside of a literal may be anything.
#[derive(Debug, Default)]
struct Marked {
    /// A bit for each run around a mark.
    filter: Vec<u64>,
    /// Where the entries of each run begin.
    by_run: Vec<u32>,
    /// The literals to be compared, run by run.
    entries: Vec<Entry>,
    /// Whether a blank is the mark of one of them.
    blanks: bool,
}

/// Shortest part of a literal with blanks that is looked for inside words, in bytes.
const SHORTEST_PART: usize = 3;

impl Literals {
    /// The literals, each with the place of its classes. With [`EDGE`] at its beginning or end a word must begin or end there.
    pub(super) fn new(literals: Vec<(String, u32)>) -> Self {
        let mut own = Self {
            sorts: sorts(literals.iter().map(|(literal, _)| bare(literal))),
            filter: vec![0; RUNS / 64],
            ..Self::default()
        };
        for (written, place) in literals {
            let text = bare(&written);
            let marked = text.len() < written.len();
            let (begins, ends) = (marked && written.starts_with(EDGE), marked && written.ends_with(EDGE));
            if !text.is_empty() {
                own.list.push(Literal { text: text.to_owned(), begins, ends, place });
            }
        }
        own.parts = vec![None; own.list.len()];
        for number in 0..own.list.len() as u16 {
            let part = own.list.get(usize::from(number)).and_then(Literal::part);
            if let Some((part, before)) = part {
                own.list.push(part);
                own.parts.push(Some((number, before)));
            }
        }
        let mut entries = Vec::new();
        for number in 0..own.list.len() as u16 {
            let text = own.list.get(usize::from(number)).map(|literal| literal.text.as_str()).unwrap_or_default();
            let sorts: Vec<u8> = text.bytes().map(|byte| own.sort(byte)).collect();
            match sorts.as_slice() {
                [] => {}
                [.., last] if sorts.len() < 3 => {
                    own.short.push((*last, number));
                    let before = |run: usize| sorts.len() < 2 || Some(run >> SORT & (SORTS - 1)) == first(&sorts);
                    let runs = (0..RUNS).filter(|run| run & (SORTS - 1) == usize::from(*last) && before(*run));
                    runs.for_each(|run| own.mark(run));
                }
                _ => {
                    let runs = (3_u16..).zip(sorts.windows(3));
                    let Some((behind, run)) = runs.min_by_key(|(_, run)| commonness(run)) else { continue };
                    let run = run.iter().fold(0, |run, sort| run << SORT | usize::from(*sort));
                    entries.push((run, number, behind));
                    own.mark(run);
                }
            }
        }
        entries.sort_by_key(|(run, ..)| *run);
        own.by_run = begins(entries.iter().map(|(run, ..)| *run));
        let entry = |(_, number, behind): (usize, u16, u16)| {
            own.list.get(usize::from(number)).map(|literal| Entry { behind, ..literal.entry(number) })
        };
        own.entries = entries.into_iter().filter_map(entry).collect();
        own.short.sort_unstable();
        own.note_marks();
        own
    }

    /// Has literals with a mark be found around it.
    fn note_marks(&mut self) {
        let mut marked = Marked { filter: vec![0; RUNS / 64], ..Marked::default() };
        let mut entries = Vec::new();
        let has_part = |number: &u16| self.parts.iter().flatten().any(|(whole, _)| whole == number);
        for (number, literal) in (0_u16..).zip(&self.list).filter(|(number, _)| !has_part(number)) {
            let sort =
                |at: Option<usize>| at.and_then(|at| literal.text.as_bytes().get(at)).map(|byte| self.sort(*byte));
            let around = |at: usize| [sort(at.checked_sub(1)), sort(Some(at)), sort(Some(at + 1))];
            let marks = literal.text.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_alphanumeric());
            // Blanks stand everywhere: they are looked at only where a literal has no other mark.
            let Some((at, mark)) = marks.min_by_key(|(at, byte)| (*byte == b' ', commonness_around(around(*at))))
            else {
                continue;
            };
            let wanted = around(at);
            marked.blanks |= mark == b' ';
            runs_of(wanted, &mut |run| {
                set(&mut marked.filter, run);
                entries.push((run, Entry { behind: at as u16 + 1, ..literal.entry(number) }));
            });
        }
        entries.sort_by_key(|(run, _)| *run);
        marked.by_run = begins(entries.iter().map(|(run, _)| *run));
        marked.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        self.marked = marked;
    }

    /// Calls `each` with the literals in a text that hold a mark, as [`Self::find`] does with all, but for those of which a part
    /// is looked for inside words.
    pub(super) fn find_marked(&self, text: &str, each: &mut impl FnMut(u32, usize)) {
        let filter = self.marked.filter.first_chunk::<{ RUNS / 64 }>();
        let (Some(sorts), Some(filter)) = (self.sorts.first_chunk::<256>(), filter) else { return };
        if self.marked.entries.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        marks(text, self.marked.blanks, &mut |at| {
            let of = |byte: u8| usize::from(sorts[usize::from(byte)]);
            let sort = |at: usize| bytes.get(at).map_or(0, |byte| of(*byte));
            let [left, own, right] = match bytes.get(at.wrapping_sub(1)..at + 2) {
                Some([left, own, right]) => [of(*left), of(*own), of(*right)],
                _ => [sort(at.wrapping_sub(1)), sort(at), sort(at + 1)],
            };
            let run = (left << (2 * SORT) | own << SORT | right) & (RUNS - 1);
            if filter[run / 64] >> (run % 64) & 1 == 1 {
                let (from, to) = (self.marked.by_run.get(run), self.marked.by_run.get(run + 1));
                let own = from.zip(to).and_then(|(from, to)| self.marked.entries.get(*from as usize..*to as usize));
                let found = &mut |number, start| each(self.place(number), start);
                self.compare_all(bytes, at + 1, own.unwrap_or_default(), found);
            }
        });
    }

    /// The sort of a byte.
    fn sort(&self, byte: u8) -> u8 {
        self.sorts.get(usize::from(byte)).copied().unwrap_or_default()
    }

    /// Has literals be compared after a run.
    fn mark(&mut self, run: usize) {
        set(&mut self.filter, run);
    }

    /// Calls `each` with the literals in a text, ASCII letters in any case: the place of the classes, and the first byte.
    pub(super) fn find(&self, text: &str, each: &mut impl FnMut(u32, usize)) {
        self.find_all(text, &mut |number, start| {
            if self.parts.get(usize::from(number)).is_some_and(Option::is_none) {
                each(self.place(number), start);
            }
        });
    }

    /// Calls `each` with the literals inside a word, and the parts of literals: what [`Self::whole`] takes, and the first byte.
    pub(super) fn find_inside(&self, word: &str, each: &mut impl FnMut(u32, usize)) {
        self.find_all(word, &mut |number, start| {
            let part = self.parts.get(usize::from(number)).is_some_and(Option::is_some);
            each(if part { PART | u32::from(number) } else { self.place(number) }, start);
        });
    }

    /// The place of the classes of what was found inside a word, at byte `at` of a text, and the first byte of it in the text;
    /// none where only a part of a literal stands there.
    pub(super) fn whole(&self, text: &str, found: u32, at: usize) -> Option<(u32, usize)> {
        if found & PART == 0 {
            return Some((found, at));
        }
        let (whole, before) = self.parts.get((found & !PART) as usize).copied().flatten()?;
        let start = at.checked_sub(usize::from(before))?;
        let literal = self.list.get(usize::from(whole))?;
        literal.stands_at(text.as_bytes(), start).then_some((literal.place, start))
    }

    /// Where the classes of a literal are.
    fn place(&self, number: u16) -> u32 {
        self.list.get(usize::from(number)).map_or(0, |literal| literal.place)
    }

    /// Calls `each` with the numbers of the literals in a text, and their first bytes.
    fn find_all(&self, text: &str, each: &mut impl FnMut(u16, usize)) {
        if self.list.is_empty() {
            return;
        }
        let (Some(sorts), Some(filter)) = (self.sorts.first_chunk::<256>(), self.filter.first_chunk::<{ RUNS / 64 }>())
        else {
            return;
        };
        let mut run = 0;
        for (at, byte) in text.bytes().enumerate() {
            run = (run << SORT | usize::from(sorts[usize::from(byte)])) & (RUNS - 1);
            if filter[run / 64] >> (run % 64) & 1 == 1 {
                self.compare(text.as_bytes(), at + 1, run, each);
            }
        }
    }

    /// Compares the literals of a run that ends before byte `end`.
    fn compare(&self, text: &[u8], end: usize, run: usize, each: &mut impl FnMut(u16, usize)) {
        let (from, to) = (self.by_run.get(run), self.by_run.get(run + 1));
        let own = from.zip(to).and_then(|(from, to)| self.entries.get(*from as usize..*to as usize));
        self.compare_all(text, end, own.unwrap_or_default(), each);
        for (last, number) in &self.short {
            if usize::from(*last) == run & (SORTS - 1) {
                let len = self.list.get(usize::from(*number)).map_or(0, |literal| literal.text.len());
                end.checked_sub(len).into_iter().for_each(|start| self.compare_one(text, start, *number, each));
            }
        }
    }

    /// Compares some literals of which what lies behind ends before byte `end`.
    fn compare_all(&self, text: &[u8], end: usize, entries: &[Entry], each: &mut impl FnMut(u16, usize)) {
        for entry in entries {
            let Some(start) = end.checked_sub(usize::from(entry.behind)) else { continue };
            let eight = text.get(start..).and_then(<[u8]>::first_chunk);
            if eight.is_none_or(|eight| u64::from_le_bytes(*eight) & entry.mask == entry.bytes) {
                self.compare_one(text, start, entry.number, each);
            }
        }
    }

    /// Calls `each` with a literal if it stands at a byte of a text.
    fn compare_one(&self, text: &[u8], start: usize, number: u16, each: &mut impl FnMut(u16, usize)) {
        if self.list.get(usize::from(number)).is_some_and(|literal| literal.stands_at(text, start)) {
            each(number, start);
        }
    }
}

/// In place of the place of classes: a part of a literal was found.
const PART: u32 = 1 << 31;
/// The bit of each byte that tells capitals from small letters.
const CASES: u64 = u64::from_le_bytes([0x20; 8]);

/// Up to eight bytes as a number.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

impl Literal {
    /// Of one with blanks, and letters and digits else: what of it can be found inside a word, if that is long enough, and how
    /// many of its bytes lie before.
    fn part(&self) -> Option<(Self, u16)> {
        let alone = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
        if !self.text.contains(' ') || !self.text.bytes().all(alone) {
            return None;
        }
        let longest = self.text.split(' ').rev().max_by_key(|part| part.len())?;
        let before = self.text.find(longest)?;
        let (begins, ends) = (before > 0 || self.begins, before + longest.len() < self.text.len() || self.ends);
        let part = Self { text: longest.to_owned(), begins, ends, place: 0 };
        (longest.len() >= SHORTEST_PART).then_some((part, before as u16))
    }

    /// What is compared first where it may stand.
    fn entry(&self, number: u16) -> Entry {
        let text = self.text.as_bytes();
        let mask = (u64::MAX >> (64 - text.len().clamp(1, 8) * 8)) & !CASES;
        Entry { number, behind: 0, bytes: few(text.get(..8).unwrap_or(text)) & mask, mask }
    }

    /// Whether it stands at a byte of a text.
    fn stands_at(&self, text: &[u8], start: usize) -> bool {
        let end = start + self.text.len();
        let inside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(self.text.as_bytes()))
            && !(self.begins && inside(start.checked_sub(1)))
            && !(self.ends && inside(Some(end)))
    }
}

/// A literal without the marks for the edges of words; a sign that looks like one is itself.
fn bare(literal: &str) -> &str {
    Some(literal.trim_matches('|')).filter(|bare| !bare.is_empty()).unwrap_or(literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The literals that are found in a text, by number.
    fn found(literals: &[&str], text: &str) -> Vec<u32> {
        let list = (0..).zip(literals).map(|(class, literal)| ((*literal).to_owned(), class)).collect();
        let mut found = Vec::new();
        Literals::new(list).find(text, &mut |class, _| found.push(class));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Runs of letters and digits, with their places.
    fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
    }

    #[test]
    fn literals_are_found_in_any_case_and_at_the_edges_of_words_alone_where_these_are_marked() {
        let all = ["injur", "|tax", "man|", "$", "i:", "of ", "£", "|", "”", "xyz"];
        assert_eq!(found(&all, "REINJURED"), [0]);
        assert_eq!(found(&all, "taxes, pretax"), [1]);
        assert_eq!(found(&all, "pretax mankind"), Vec::<u32>::new());
        assert_eq!(found(&all, "a Fireman"), [2]);
        assert_eq!(found(&all, "$"), [3]);
        assert_eq!(found(&all, "hi: off of it"), [4, 5]);
        assert_eq!(found(&all, "so £5|”"), [6, 7, 8]);
    }

    proptest::proptest! {
        #[test]
        fn what_stands_in_a_text_is_found(text in "[a-dA-D $|]{0,30}", literal in "[a-d $|]{1,5}") {
            let plain = bare(&literal);
            let edges = plain.len() < literal.len();
            let low = text.to_ascii_lowercase();
            let inside = |at: Option<u8>| at.is_some_and(|byte| byte.is_ascii_alphanumeric());
            let stands = (0..low.len()).any(|at| {
                let end = at + plain.len();
                low.get(at..end) == Some(plain)
                    && !(edges && literal.starts_with('|') && at > 0 && inside(low.as_bytes().get(at - 1).copied()))
                    && !(edges && literal.ends_with('|') && inside(low.as_bytes().get(end).copied()))
            });
            let others = ["ab", "d", "abcd", literal.as_str()];
            proptest::prop_assert_eq!(found(&others, &text).contains(&3), stands);
            let list = others.iter().map(|literal| ((*literal).to_owned(), 0)).collect();
            let (own, mut all, mut apart) = (Literals::new(list), Vec::new(), Vec::new());
            own.find(&text, &mut |_, at| all.push(at));
            own.find_marked(&text, &mut |_, at| apart.push(at));
            for (at, word) in words_of(&text) {
                own.find_inside(word, &mut |found, inside| {
                    apart.extend(own.whole(&text, found, at + inside).map(|(_, start)| start));
                });
            }
            all.sort_unstable();
            apart.sort_unstable();
            proptest::prop_assert_eq!(all, apart, "around marks and inside words the same is found");
        }
    }
}
