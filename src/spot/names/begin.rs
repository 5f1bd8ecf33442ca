//! Owns whether a name may begin at a word, as its first letters say, and how often that is tried. Called by `admit`.

use super::align::Way;
use super::find::{MOST_ALIGNMENTS, Scratch};
use super::stretch::{Start, Stretch};

/// Whether a word of this first byte may begin with a folded character.
const fn begins_with(first: u8, folded_initial: char) -> bool {
    // Look-alike and decomposed letters are rare: let the aligner decide on them.
    !first.is_ascii() || !folded_initial.is_ascii() || first.to_ascii_lowercase() == folded_initial as u8
}

/// Whether a word of a text may be the first word of an entry, with one slip or without: only letters that sound alike and
/// swapped ones hide the first.
fn may_begin_with_a_slip(written: &str, words: &str) -> bool {
    let (text, name) = (written.as_bytes(), words.as_bytes());
    let (Some([a, b]), Some([x, y])) = (text.first_chunk(), name.first_chunk()) else { return true };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let alike =
        matches!((a, *x), (b'c', b'k') | (b'k', b'c') | (b'i', b'y') | (b'y', b'i') | (b'p', b'f') | (b'f', b'p'));
    a == *x || alike || (a, b) == (*y, *x) || (a | b | x | y) >= 0x80
}

/// Whether a whole name of these words, the first with this initial, may begin `at` a place, and may still be tried there.
#[inline]
pub(super) fn may_begin_at(
    stretch: &Stretch<'_>,
    at: Start,
    words: &str,
    initial: char,
    way: Way,
    scratch: &mut Scratch,
) -> bool {
    if way.slip {
        // Slips are a help: that there are many to try leaves no draft unchecked.
        let rest = stretch.written(at.word).get(at.offset..).unwrap_or_default();
        return may_begin_with_a_slip(rest, words) && spend_on_slips(scratch);
    }
    let first = stretch.words.get(at.word).map_or(usize::MAX, |word| word.at as usize + at.offset);
    stretch.text.as_bytes().get(first).is_some_and(|first| begins_with(*first, initial)) && spend(scratch)
}

/// Counts an alignment; says whether it may still be tried.
fn spend(scratch: &mut Scratch) -> bool {
    scratch.tried += 1;
    let within = scratch.tried <= MOST_ALIGNMENTS;
    scratch.overflow |= !within;
    within
}

/// Counts an alignment of a rarer way of writing; says whether it may still be tried.
pub(super) const fn spend_on_slips(scratch: &mut Scratch) -> bool {
    scratch.slips += 1;
    scratch.slips <= MOST_ALIGNMENTS
}
