//! Owns what belongs to a name after its last letter: a legal form, a possessive. Called by `admit`.

use super::align::{Aligned, is_emphasis};
use super::find::preceded_by;
use super::stretch::Stretch;
use super::{Entry, flag};
use crate::register::legal;
use crate::text::fold::{folded, is_ignorable};
use crate::text::words::Shape;

/// The end of the name with a legal form that follows it, and whether one does.
pub(super) fn legal_tail(stretch: &Stretch<'_>, aligned: &Aligned, entry: Entry) -> (u32, bool) {
    let mut end = aligned.span.end;
    let plain_end = stretch.words.get(aligned.last).is_some_and(|w| w.span().end == end);
    if entry.flags & (flag::IDENTIFIER | flag::ALLOW) != 0 || entry.is_surely_person() || !plain_end {
        return (end, false);
    }
    if !stretch.words.get(aligned.last + 1).is_some_and(|word| legal::may_begin(word.key)) {
        return (end, false);
    }
    let mut found = false;
    let (mut tail, mut full) = (String::new(), String::new());
    let (mut capital, mut letters, mut parted) = (true, false, false);
    for index in aligned.last + 1..=aligned.last + 6 {
        let Some(word) = stretch.words.get(index) else { break };
        let gap = stretch.between(index);
        let plain = gap.chars().all(|c| {
            let sign = matches!(c, ',' | '.' | '&' | '-' | '/' | '_' | '(');
            c.is_whitespace() || sign || is_ignorable(c) || is_emphasis(gap, c)
        });
        // `Sp. z o.o.`: no sentence begins with a small letter.
        let goes_on = !tail.is_empty() && word.shape == Shape::Lower;
        let sentence_end = gap.trim_end() == "." && gap.len() > 1 && !found && !letters && !goes_on;
        if !plain || gap.matches('\n').count() > 1 || sentence_end {
            break;
        }
        let written = folded(stretch.written(index));
        // `S.p.A.` is one form of three words.
        let single = written.chars().count() == 1;
        let spelt = !tail.is_empty() && single && (gap == "." || gap == ". " && letters);
        letters = single && (letters || tail.is_empty());
        if !tail.is_empty() && !spelt {
            tail.push(' ');
        }
        tail.push_str(&written);
        let ordinary = crate::text::lexicon::is_word(&written) || written.len() <= 2;
        // `Wins As Expected`: of that form both letters are capitals.
        let small = word.shape == Shape::Lower || written == "as" && word.shape == Shape::Title;
        capital &= spelt || !ordinary || !small || is_slug(gap) || gap.contains('&');
        parted |= spelt || gap == "/";
        // `(D.D.C. 2020)`: the letters go on.
        let next = stretch.words.get(index + 1).filter(|w| single && w.len == 1 && stretch.between(index + 1) == ".");
        // `SA de CV`, `GmbH & Co. KG`: a longer form begins with a shorter one.
        if !full.is_empty() && full.split(' ').count() < legal::LONGEST {
            full.push(' ');
            full.push_str(&written);
        }
        let counts = || legal::is_form(&tail) && (capital || legal::is_small_form(&tail, parted));
        if !full.is_empty() && legal::is_form(&full) || next.is_none() && counts() {
            if !found {
                full.clone_from(&tail);
            }
            found = true;
            end = word.span().end;
            tail.clear();
            continue;
        }
        if tail.split(' ').count() > legal::LONGEST {
            break;
        }
    }
    (end, found)
}

/// The start of the name with a legal form that opens it: `OOO «Romashka»`.
pub(super) fn legal_head(stretch: &Stretch<'_>, aligned: &Aligned, start: u32) -> u32 {
    let Some(previous) = aligned.first.checked_sub(1) else { return start };
    let near =
        stretch.between(aligned.first).chars().all(|c| matches!(c, ' ' | '\u{a0}' | '«' | '"' | '“' | '„' | '-'));
    let opens = near && start == aligned.span.start && legal::is_opening_form(&folded(stretch.written(previous)));
    stretch.words.get(previous).filter(|_| opens).map_or(start, |word| word.at)
}

/// Whether words are joined as in file names and addresses.
fn is_slug(gap: &str) -> bool {
    matches!(gap, "-" | "_")
}

/// The end of the name with its possessive.
pub(super) fn possessive_end(stretch: &Stretch<'_>, start: u32, end: u32) -> u32 {
    let rest = stretch.text.get(end as usize..stretch.block.end as usize).unwrap_or_default();
    let mut chars = rest.chars();
    let Some(mark @ ('\'' | '’' | 'ʼ' | '＇')) = chars.next() else { return end };
    let quoted = preceded_by(stretch, start, &['\'', '‘']);
    match (chars.next(), chars.next()) {
        (Some('s' | 'S'), after) if after.is_none_or(|c| !c.is_alphanumeric()) => end + mark.len_utf8() as u32 + 1,
        (after, _) if !quoted && after.is_none_or(|c| !c.is_alphanumeric()) => {
            let last = stretch.text.get(..end as usize).and_then(|t| t.chars().next_back());
            if matches!(last, Some('s' | 'S')) { end + mark.len_utf8() as u32 } else { end }
        }
        _ => end,
    }
}
