//! Owns the sorts of bytes that literals are made of, and runs of three of them: which are common, which stand in a filter. Called by
//! `literals`.

/// Bits of a byte's sort.
pub(super) const SORT: usize = 5;
/// How many sorts there are.
pub(super) const SORTS: usize = 1 << SORT;
/// How many runs of three sorts there are.
pub(super) const RUNS: usize = 1 << (3 * SORT);
/// The sort of blanks; letters have 1 to 26, what stands in no literal has 0.
const BLANK: u8 = 27;
/// The first of the sorts that all other bytes of literals share.
const FIRST_OTHER: u8 = 28;

/// The sort of each byte: letters and blanks have their own, other bytes of literals share what is left.
pub(super) fn sorts<'a>(literals: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut sorts = vec![0; 256];
    for byte in literals.flat_map(str::bytes) {
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

/// Adds a run to a filter.
pub(super) fn set(filter: &mut [u64], run: usize) {
    if let Some(word) = filter.get_mut(run / 64) {
        *word |= 1 << (run % 64);
    }
}

/// Where the entries of each run begin, of sorted ones; and where those of the last end.
pub(super) fn begins(runs: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut counts = vec![0; RUNS + 1];
    for run in runs {
        counts.get_mut(run + 1).into_iter().for_each(|count| *count += 1);
    }
    let mut all = 0;
    counts.iter_mut().for_each(|count| {
        all += *count;
        *count = all;
    });
    counts
}

/// Calls `each` with all runs of these sorts, where they are known.
pub(super) fn runs_of(wanted: [Option<u8>; 3], each: &mut impl FnMut(usize)) {
    let sorts = |wanted: Option<u8>| wanted.map_or(0..SORTS, |sort| usize::from(sort)..usize::from(sort) + 1);
    let [left, middle, right] = wanted.map(sorts);
    for left in left {
        for middle in middle.clone() {
            right.clone().for_each(|right| each((left << SORT | middle) << SORT | right));
        }
    }
}

/// As [`commonness`], of three sorts of which some may be anything.
pub(super) fn commonness_around(run: [Option<u8>; 3]) -> u64 {
    let known: Vec<u8> = run.iter().copied().flatten().collect();
    commonness(&known) * 1000_u64.pow(3 - known.len() as u32)
}

/// The first of some sorts, as a number.
pub(super) fn first(sorts: &[u8]) -> Option<usize> {
    sorts.first().map(|sort| usize::from(*sort))
}

/// Runs that are far commoner in English than their letters are.
const COMMON_RUNS: &str = "the he and nd ing ng ion tio on ent to th in er ed es of at re or an is it as you ou our for her hat tha \
    his ter ate all ver ere ith wit ati ers con com pro ted are but not ess men est per ts rs ns le al ly st";

/// The same as sorts, each run a number.
const PACKED_RUNS: [u32; COMMON_RUNS.len() / 3] = {
    let (bytes, mut packed) = (COMMON_RUNS.as_bytes(), [0; COMMON_RUNS.len() / 3]);
    let (mut at, mut place) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            place += 1;
        } else {
            packed[place] = packed[place] << 8 | (bytes[at] - b'a' + 1) as u32;
        }
        at += 1;
    }
    packed
};

/// How common a run of sorts is in English, as far as can be told from how common each is.
pub(super) fn commonness(run: &[u8]) -> u64 {
    const LETTERS: [u64; 26] =
        [65, 12, 22, 32, 103, 18, 16, 50, 57, 1, 5, 33, 20, 57, 62, 15, 1, 50, 53, 75, 23, 8, 19, 1, 16, 1];
    let single = |sort: &u8| match *sort {
        BLANK => 180,
        0 | FIRST_OTHER.. => 3,
        letter => LETTERS.get(usize::from(letter) - 1).copied().unwrap_or(1),
    };
    // Blanks around them do not count.
    let first = run.iter().position(|sort| *sort != BLANK).unwrap_or(run.len());
    let last = run.iter().rposition(|sort| *sort != BLANK).map_or(first, |last| last + 1);
    let letters = run.get(first..last).unwrap_or_default();
    let known =
        !letters.is_empty() && PACKED_RUNS.contains(&letters.iter().fold(0, |all, sort| all << 8 | u32::from(*sort)));
    run.iter().map(single).product::<u64>() * if known { 8 } else { 1 }
}
