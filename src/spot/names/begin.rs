//! Owns whether a name may begin at a word, as its first letters say, and how often that is tried. Called by `admit`.

use super::Entry;
use super::align::Way;
use super::find::{MOST_ALIGNMENTS, Scratch};
use super::stretch::{Start, Stretch};

/// Whether a word of these bytes may begin with the folded character that an entry begins with.
fn begins_with(written: &[u8], head: [u8; 3]) -> bool {
    // Look-alike and decomposed letters are rare: let the aligner decide on them.
    let differs = |(a, b): (&u8, &u8)| a.is_ascii() && b.is_ascii() && a.to_ascii_lowercase() != *b;
    written.first().zip(head.first()).is_some_and(|both| !differs(both))
}

/// Whether a word of these bytes has another letter of ASCII than an entry's first word among its first ones. It says no more
/// than the aligner does, and sooner: that an alignment is tried counts all the same.
#[inline]
fn differs_soon(written: &[u8], head: [u8; 3]) -> bool {
    let mut plain =
        written.iter().zip(head).take_while(|(a, b)| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric());
    plain.any(|(a, b)| a.to_ascii_lowercase() != b)
}

/// Whether a word of a text may be the first word of an entry, with one slip or without: only letters that sound alike and
/// swapped ones hide the first.
fn may_begin_with_a_slip(text: &[u8], entry: Entry) -> bool {
    if entry.len < 2 {
        return true;
    }
    let (Some([a, b]), [x, y, _]) = (text.first_chunk(), entry.head) else { return true };
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let alike =
        matches!((a, x), (b'c', b'k') | (b'k', b'c') | (b'i', b'y') | (b'y', b'i') | (b'p', b'f') | (b'f', b'p'));
    a == x || alike || (a, b) == (y, x) || (a | b | x | y) >= 0x80
}

/// Whether a whole name may begin `at` a place, as the first bytes of its words say, and may still be tried there.
#[inline]
pub(super) fn may_begin_at(stretch: &Stretch<'_>, at: Start, entry: Entry, way: Way, scratch: &mut Scratch) -> bool {
    let Some(word) = stretch.words.get(at.word) else { return false };
    let written = stretch.text.as_bytes().get(word.at as usize + at.offset..word.span().end as usize);
    let written = written.unwrap_or_default();
    if way.slip {
        // Slips are a help: that there are many to try leaves no draft unchecked.
        return may_begin_with_a_slip(written, entry) && spend_on_slips(scratch);
    }
    begins_with(written, entry.head) && spend(scratch) && !differs_soon(written, entry.head)
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
