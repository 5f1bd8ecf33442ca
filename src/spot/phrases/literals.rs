//! Owns how the literals of a pack are found in a text: three bytes at a time, of which a small filter says at nearly every
//! place that no literal ends its rarest part there. An automaton over all of them does not fit into the nearest caches.
//! Called by `seeds`.

use super::required::EDGE;

/// Bits of a byte's sort.
const SORT: usize = 5;
/// How many sorts there are.
const SORTS: usize = 1 << SORT;
/// How many runs of three sorts there are.
const RUNS: usize = 1 << (3 * SORT);
/// The sort of blanks; letters have 1 to 26, what stands in no literal has 0.
const BLANK: u8 = 27;
/// The first of the sorts that all other bytes of literals share.
const FIRST_OTHER: u8 = 28;

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
    /// How many of its bytes lie behind when its run ends.
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
    by_run: Vec<u16>,
    /// The literals to be compared, run by run.
    entries: Vec<Entry>,
    /// The literals shorter than a run, by their last sort.
    short: Vec<(u8, u16)>,
}

impl Literals {
    /// The literals, each with the place of its classes. With [`EDGE`] at its beginning or end a word must begin or end there.
    pub(super) fn new(literals: Vec<(String, u32)>) -> Self {
        let mut own = Self { sorts: sorts(&literals), filter: vec![0; RUNS / 64], ..Self::default() };
        let mut entries = Vec::new();
        for (number, (written, place)) in (0_u16..).zip(literals) {
            let text = bare(&written);
            let marked = text.len() < written.len();
            let sorts: Vec<u8> = text.bytes().map(|byte| own.sort(byte)).collect();
            let (begins, ends) = (marked && written.starts_with(EDGE), marked && written.ends_with(EDGE));
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
                    let bytes = few(text.as_bytes().get(..8).unwrap_or(text.as_bytes()));
                    let mask = (u64::MAX >> (64 - text.len().min(8) * 8)) & !CASES;
                    entries.push((run, Entry { number, behind, bytes: bytes & mask, mask }));
                    own.mark(run);
                }
            }
            own.list.push(Literal { text: text.to_owned(), begins, ends, place });
        }
        entries.sort_by_key(|(run, _)| *run);
        let begins = |run: usize| entries.partition_point(|(own, _)| *own < run) as u16;
        own.by_run = (0..=RUNS).map(begins).collect();
        own.entries = entries.into_iter().map(|(_, entry)| entry).collect();
        own.short.sort_unstable();
        own
    }

    /// The sort of a byte.
    fn sort(&self, byte: u8) -> u8 {
        self.sorts.get(usize::from(byte)).copied().unwrap_or_default()
    }

    /// Has literals be compared after a run.
    fn mark(&mut self, run: usize) {
        if let Some(word) = self.filter.get_mut(run / 64) {
            *word |= 1 << (run % 64);
        }
    }

    /// Calls `each` with the literals in a text, ASCII letters in any case: the place of the classes, and the first byte.
    pub(super) fn find(&self, text: &str, each: &mut impl FnMut(u32, usize)) {
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
    fn compare(&self, text: &[u8], end: usize, run: usize, each: &mut impl FnMut(u32, usize)) {
        let (from, to) = (self.by_run.get(run), self.by_run.get(run + 1));
        let own = from.zip(to).and_then(|(from, to)| self.entries.get(usize::from(*from)..usize::from(*to)));
        for entry in own.unwrap_or_default() {
            let Some(start) = end.checked_sub(usize::from(entry.behind)) else { continue };
            let eight = text.get(start..).and_then(<[u8]>::first_chunk);
            if eight.is_none_or(|eight| u64::from_le_bytes(*eight) & entry.mask == entry.bytes) {
                self.compare_one(text, start, entry.number, each);
            }
        }
        for (last, number) in &self.short {
            if usize::from(*last) == run & (SORTS - 1) {
                let len = self.list.get(usize::from(*number)).map_or(0, |literal| literal.text.len());
                end.checked_sub(len).into_iter().for_each(|start| self.compare_one(text, start, *number, each));
            }
        }
    }

    /// Calls `each` with a literal if it stands at a byte of a text.
    fn compare_one(&self, text: &[u8], start: usize, number: u16, each: &mut impl FnMut(u32, usize)) {
        if let Some(literal) = self.list.get(usize::from(number)).filter(|literal| literal.stands_at(text, start)) {
            each(literal.place, start);
        }
    }
}

/// The bit of each byte that tells capitals from small letters.
const CASES: u64 = u64::from_le_bytes([0x20; 8]);

/// Up to eight bytes as a number.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

impl Literal {
    /// Whether it stands at a byte of a text.
    fn stands_at(&self, text: &[u8], start: usize) -> bool {
        let end = start + self.text.len();
        let inside = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        text.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(self.text.as_bytes()))
            && !(self.begins && inside(start.checked_sub(1)))
            && !(self.ends && inside(Some(end)))
    }
}

/// The first of some sorts, as a number.
fn first(sorts: &[u8]) -> Option<usize> {
    sorts.first().map(|sort| usize::from(*sort))
}

/// A literal without the marks for the edges of words; a sign that looks like one is itself.
fn bare(literal: &str) -> &str {
    Some(literal.trim_matches('|')).filter(|bare| !bare.is_empty()).unwrap_or(literal)
}

/// The sort of each byte: letters and blanks have their own, other bytes of literals share what is left.
fn sorts(literals: &[(String, u32)]) -> Vec<u8> {
    let mut sorts = vec![0; 256];
    for byte in literals.iter().flat_map(|(literal, _)| bare(literal).bytes()) {
        let own = match byte {
            b'a'..=b'z' => byte - b'a' + 1,
            b' ' | b'\t'..=b'\r' => BLANK,
            _ => FIRST_OTHER + byte % (SORTS as u8 - FIRST_OTHER),
        };
        for same in [byte, byte.to_ascii_uppercase()] {
            if let Some(sort) = sorts.get_mut(usize::from(same)) {
                *sort = own;
            }
        }
    }
    sorts
}

/// Runs that are far commoner in English than their letters are.
const COMMON_RUNS: &str = "the he and nd ing ng ion tio on ent to th in er ed es of at re or an is it as you ou our for her hat tha \
    his ter ate all ver ere ith wit ati ers con com pro ted are but not ess men est per ts rs ns le al ly st";

/// How common a run of sorts is in English, as far as can be told from how common each is.
fn commonness(run: &[u8]) -> u64 {
    const LETTERS: [u64; 26] =
        [65, 12, 22, 32, 103, 18, 16, 50, 57, 1, 5, 33, 20, 57, 62, 15, 1, 50, 53, 75, 23, 8, 19, 1, 16, 1];
    let single = |sort: &u8| match *sort {
        BLANK => 180,
        0 | FIRST_OTHER.. => 3,
        letter => LETTERS.get(usize::from(letter) - 1).copied().unwrap_or(1),
    };
    let written: Vec<u8> = run.iter().map(|sort| if *sort == BLANK { b' ' } else { b'a' - 1 + sort }).collect();
    let known = COMMON_RUNS.split_ascii_whitespace().any(|common| common.as_bytes() == written.trim_ascii());
    run.iter().map(single).product::<u64>() * if known { 8 } else { 1 }
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
        }
    }
}
