//! Owns the search for names in scripts that write no spaces between words, where words have no edges. Called by `find`.

use super::evidence::Verdict;
use super::stretch::Stretch;
use super::{Mention, NameIndex, flag};
use crate::draft::NumberedBlock;
use crate::register::legal;
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::{fold_char, folded, is_ignorable, is_unspaced};
use unicode_normalization::char::is_combining_mark;

/// Bytes that are read after a word: names go on there, and every word is read again from its own beginning.
const BEYOND: usize = 256;

/// A run of a text, folded, with where each of its bytes came from.
struct Run<'t> {
    /// The text from the run's first byte to the end of its block.
    written: &'t str,
    /// Folded letters and digits, without blanks.
    plain: String,
    /// For each byte of `plain`: from and to which byte of `written` its character reaches.
    homes: Vec<(usize, usize)>,
}

impl<'t> Run<'t> {
    /// The run at the beginning of a text, of which `own` bytes are the first word. Names are written with and without
    /// blanks, and with a dot between the parts of a foreign one.
    fn read(written: &'t str, own: usize) -> Self {
        let mut run = Self { written, plain: String::new(), homes: Vec::new() };
        let mut chars = written.char_indices().take_while(|(at, _)| *at < own + BEYOND).peekable();
        while let Some((at, c)) = chars.next() {
            let parts = matches!(c, ' ' | '\u{a0}' | '\u{3000}' | '・' | '·' | '•' | '=' | '＝' | '-' | '\n');
            if parts && chars.peek().is_some_and(|(_, next)| is_unspaced(*next)) {
                continue;
            }
            if at >= own && !c.is_alphanumeric() && !is_ignorable(c) && !is_combining_mark(c) {
                break;
            }
            let before = run.plain.len();
            fold_char(c, &mut run.plain);
            run.homes.extend(std::iter::repeat_n((at, at + c.len_utf8()), run.plain.len() - before));
        }
        run
    }

    /// Where bytes `from..to` of the folded text came from; none if they cut a character.
    fn home(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (first, last) = (self.homes.get(from)?, self.homes.get(to.checked_sub(1)?)?);
        let cuts = |at: usize, home: &(usize, usize)| self.homes.get(at) == Some(home);
        if cuts(to, last) || from.checked_sub(1).is_some_and(|before| cuts(before, first)) {
            return None;
        }
        // Signs above and below the last letter belong to it.
        let rest = self.written.get(last.1..)?;
        let signs: usize = rest.chars().take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum();
        Some((first.0, last.1 + signs))
    }
}

impl NameIndex {
    /// Looks for names of scripts without spaces in one run of such a script.
    pub(super) fn unspaced(
        &self,
        stretch: &Stretch<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        index: usize,
        out: &mut Vec<Mention>,
    ) {
        let Some(automaton) = &self.unspaced else { return };
        // The run and what follows: names may mix scripts.
        let Some(word) = stretch.words.get(index) else { return };
        let own = word.len as usize;
        let run = Run::read(stretch.text.get(word.at as usize..block.text.end as usize).unwrap_or_default(), own);
        for found in automaton.find_overlapping_iter(&run.plain) {
            let Some(entry) = self.unspaced_entries.get(found.pattern().as_usize()) else { continue };
            let Some((from, to)) = run.home(found.start(), found.end()).filter(|(from, _)| *from < own) else {
                continue;
            };
            let rest = run.plain.get(found.end()..).unwrap_or_default();
            if is_hangul(&run.plain, found.end()) && !(from == 0 && ends_a_korean_name(&run, to)) {
                continue;
            }
            if self.entries.get(*entry as usize).is_some_and(|entry| is_parted_in_two(self.words(*entry)))
                && is_amid_han(stretch, (word.at as usize + from, word.at as usize + to))
            {
                continue;
            }
            let person = self.entries.get(*entry as usize).is_some_and(|entry| entry.is(flag::PERSON));
            let before = run.plain.get(..found.start()).unwrap_or_default();
            let (start, end) = match person {
                true => (found.start(), found.end()),
                false => (legal::unspaced_form_before(before), found.end() + legal::unspaced_form_at(rest)),
            };
            let (from, to) = run.home(start, end).unwrap_or((from, to));
            let span = Span::new(word.at + from as u32, word.at + to as u32);
            out.push(Mention {
                span,
                block: number,
                entry: *entry,
                verdict: Verdict::Yes,
                reason: Reason::Distinctive,
                written: Written::Whole,
                strength: Strength::Exact,
            });
        }
    }
}

/// Whether the letter that ends at byte `end` of a folded text is of Hangul.
fn is_hangul(plain: &str, end: usize) -> bool {
    plain.get(..end).and_then(|t| t.chars().next_back()).is_some_and(|c| matches!(c, '\u{1100}'..='\u{11FF}'))
}

/// Whether a name of Hangul ends at byte `to` of a run: with its word, or before a particle, a form of address or a legal
/// form. Korean hangs these on the name; other letters make another word.
fn ends_a_korean_name(run: &Run<'_>, to: usize) -> bool {
    const ENDINGS: &str = "은 는 이 가 을 를 의 에 와 과 도 로 으로 에서 에게 께 부터 까지 처럼 만 씨 님 측 사 양 군 라 란 이라 및 대표 회장 사장 변호사 \
        교수 박사 주식회사 그룹";
    let rest = run.written.get(to..).unwrap_or_default();
    let rest = rest.split(|c: char| !is_unspaced(c)).next().unwrap_or_default();
    rest.is_empty()
        || ENDINGS.split_whitespace().any(|ending| rest.starts_with(ending))
        || legal::unspaced_form_at(&folded(rest)) > 0
}

/// Whether a name is two signs that the register parts: a surname and a given name of one sign each.
fn is_parted_in_two(words: &str) -> bool {
    let mut parts = words.split(' ').map(|word| word.chars().filter(|c| is_han(*c)).count());
    words.chars().count() == 3 && parts.next() == Some(1) && parts.next() == Some(1)
}

/// Whether Han signs stand before and after bytes `from..to` of a text, the latter no form of address: two signs between are
/// parts of other words (`青森一帯`).
fn is_amid_han(stretch: &Stretch<'_>, (from, to): (usize, usize)) -> bool {
    let before = stretch.text.get(..from).and_then(|text| text.chars().next_back());
    let after = stretch.text.get(to..).unwrap_or_default();
    let address =
        ["氏", "様", "殿", "君", "先生", "弁護士", "代表", "社長", "夫妻"].iter().any(|word| after.starts_with(word));
    before.is_some_and(is_han) && after.chars().next().is_some_and(is_han) && !address
}

/// Whether a character is a Han sign.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}
