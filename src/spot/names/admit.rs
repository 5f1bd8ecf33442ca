//! Owns what becomes of a candidate: it is aligned at the words where it may begin, as the whole name, as a person's
//! surname with what stands beside it, as a company's first words, with a slip; and weighed by its surroundings. Called by
//! `find`.

use super::align::{self, Aligned, Way, align};
use super::begin::{may_begin_at, spend_on_slips};
use super::elsewhere;
use super::evidence::{self, Traits, Verdict};
use super::find::{Scratch, preceded_by};
use super::head::{code_word_before, title_before, with_sign};
use super::person::{self, Met};
use super::slips::is_another_given_name;
use super::stranger::{self, Onward};
use super::stretch::{Start, Stretch, is_wall, starts};
use super::tail::{legal_head, legal_tail, possessive_end};
use super::{Entry, Mention, NameIndex, flag, look};
use crate::draft::{Block, NumberedBlock};
use crate::register::forms::{FormKind, is_distinctive, is_number_word, is_place};
use crate::register::legal;
use crate::spot::why::{Reason, Written};
use crate::spot::{Strength, brackets};
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Shape};

/// What came of one way to read a candidate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It does not stand there.
    Nothing,
    /// It stands there and is something else.
    Refused,
    /// It was added.
    Found,
}

/// An entry that may stand at the word at hand.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'i> {
    /// The entry's number.
    pub(super) number: u32,
    /// The entry.
    pub(super) entry: Entry,
    /// Where its words stand.
    pub(super) arena: &'i str,
    /// The index of the last word at which it may begin.
    pub(super) first: usize,
}

impl<'i> Candidate<'i> {
    /// The entry's folded words.
    pub(super) fn words(self) -> &'i str {
        self.entry.words(self.arena)
    }
}

impl NameIndex {
    /// Aligns the candidates of the word at hand, each in the ways that names are written.
    pub(super) fn try_candidates(
        &self,
        stretch: &Stretch<'_>,
        numbered: NumberedBlock<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        (scratch.tried, scratch.slips) = (0, 0);
        let mut candidates = std::mem::take(&mut scratch.candidates);
        let mut entries = std::mem::take(&mut scratch.entries);
        if candidates.len() > 1 {
            candidates.sort_unstable();
            candidates.dedup();
        }
        entries.clear();
        entries.extend(candidates.iter().filter_map(|(number, _)| self.entries.get(*number as usize)));
        self.fetch(&entries);
        for (&(number, first), entry) in candidates.iter().zip(&entries) {
            if !scratch.asked && is_common(*entry) && is_ordinary_here(stretch, numbered.block, first) {
                continue;
            }
            let candidate = Candidate { number, entry: *entry, arena: &self.arena, first };
            let mut came = self.whole(stretch, numbered, candidate, Way::PLAIN, scratch, out);
            if came == Came::Nothing && entry.surname() > 0 {
                came = self.person(stretch, numbered, candidate, scratch, out);
            }
            if came == Came::Nothing
                && (!stretch.written(first).is_ascii() || !entry.has(look::ASCII))
                && self.sounding(stretch, numbered.number, candidate, out)
            {
                came = Came::Found;
            }
            if came == Came::Nothing && may_slip(*entry) {
                came = self.whole(stretch, numbered, candidate, Way::SLIP, scratch, out);
            }
            if came == Came::Nothing && may_stand_alone(*entry) {
                self.beginning(stretch, numbered, candidate, scratch, out);
            }
        }
        candidates.clear();
        (scratch.candidates, scratch.entries) = (candidates, entries);
    }

    /// Tries the whole name at every word where it may begin, backwards from the last.
    fn whole(
        &self,
        stretch: &Stretch<'_>,
        numbered: NumberedBlock<'_>,
        candidate: Candidate<'_>,
        way: Way,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) -> Came {
        let Candidate { entry, first, .. } = candidate;
        if entry.len == 0 {
            return Came::Nothing;
        }
        let furthest = first.saturating_sub(entry.reach());
        let mut from = first;
        while let Some(word) = stretch.words.get(from) {
            let mut came = Came::Nothing;
            if word.shape == Shape::Mixed {
                starts(word, stretch.written(from), &mut |offset| {
                    let at = Start { word: from, offset };
                    if may_begin_at(stretch, at, entry, way, scratch)
                        && came == Came::Nothing
                        && let Some(aligned) = whole_at(stretch, candidate, at, way, &mut scratch.align)
                    {
                        came = self.admit(stretch, numbered, candidate, &aligned, scratch.asked, out);
                    }
                });
            } else {
                let at = Start { word: from, offset: 0 };
                if may_begin_at(stretch, at, entry, way, scratch)
                    && let Some(aligned) = whole_at(stretch, candidate, at, way, &mut scratch.align)
                {
                    came = self.admit(stretch, numbered, candidate, &aligned, scratch.asked, out);
                }
            }
            if came != Came::Nothing {
                return came;
            }
            if from <= furthest || is_wall(stretch, from) {
                break;
            }
            from -= 1;
        }
        Came::Nothing
    }

    /// Reads a person's surname with what stands beside it.
    fn person(
        &self,
        stretch: &Stretch<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        candidate: Candidate<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) -> Came {
        let Candidate { entry, first, .. } = candidate;
        let words = candidate.words();
        // In small letters only a rare surname is a name.
        let common = || {
            let last = words.rsplit(' ').next().unwrap_or_default();
            words.split(' ').nth(entry.surname()) == Some(last) && !is_distinctive(last)
        };
        if !scratch.asked && is_small_here(stretch, block, first) && common() || !spend_on_slips(scratch) {
            return Came::Nothing;
        }
        let (span, written, strength, verdict, reason) =
            match person::meet(stretch, entry, words, first, block.role, &mut scratch.align) {
                Met::Nothing => return Came::Nothing,
                Met::Else(span, written, reason) => (span, written, Strength::Medium, Verdict::No, reason),
                Met::Found { span, written, strength, reason } => (span, written, strength, Verdict::Yes, reason),
            };
        let end = possessive_end(stretch, span.start, span.end);
        let mention = Mention {
            span: Span::new(span.start, end),
            block: number,
            entry: candidate.number,
            verdict,
            reason,
            written,
            strength,
        };
        if verdict != Verdict::No || scratch.asked {
            out.push(mention);
        }
        if verdict == Verdict::No { Came::Refused } else { Came::Found }
    }

    /// Reads the first words of a company's name, or its first alone.
    fn beginning(
        &self,
        stretch: &Stretch<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        candidate: Candidate<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) -> Came {
        let Candidate { entry, first, .. } = candidate;
        let words = candidate.words();
        let Some(word) = stretch.words.get(first) else { return Came::Nothing };
        let written = stretch.written(first);
        let (mut found, mut next_at): (Option<Aligned>, usize) = (None, 0);
        let shorter = |part: &'_ str| part.rfind(' ').and_then(|at| words.get(..at.min(part.len())));
        let mut next = if entry.is(flag::SINGLE) { Some(words) } else { shorter(words) };
        while let Some(part) = next {
            let part = part.trim_end_matches(" &");
            next = shorter(part);
            if part.rsplit(' ').next().is_some_and(|last| matches!(last, "of" | "the" | "for" | "and")) {
                continue;
            }
            starts(word, written, &mut |offset| {
                if found.is_none() && spend_on_slips(scratch) {
                    let at = Start { word: first, offset };
                    let aligned = align(stretch, part, FormKind::Name, at, Way::LOOSE, &mut scratch.align);
                    found = aligned.and_then(|aligned| whole_or_possessive(stretch, aligned));
                }
            });
            if found.is_some() {
                next_at = part.len() + 1;
                break;
            }
        }
        let Some(aligned) = found else { return Came::Nothing };
        let mut judged = evidence::judge_short(stretch, &aligned, block.role);
        let next = words.get(next_at..).unwrap_or_default().split(' ').next().unwrap_or_default();
        if is_sister(stretch, &aligned, next) {
            judged = (Verdict::No, Reason::OtherName);
        }
        let (verdict, reason) = judged;
        let (tail, _) = legal_tail(stretch, &aligned, entry);
        if verdict != Verdict::No || scratch.asked {
            let start = with_sign(stretch, aligned.span.start);
            let end = possessive_end(stretch, aligned.span.start, tail);
            let written = if entry.is(flag::SINGLE) { Written::Spelling } else { Written::FirstWord };
            let strength = written.strength();
            let span = Span::new(start, end);
            out.push(Mention { span, block: number, entry: candidate.number, verdict, reason, written, strength });
        }
        if verdict == Verdict::No { Came::Refused } else { Came::Found }
    }

    /// Weighs an aligned name and adds it to the mentions; a near miss too, if `asked`.
    pub(super) fn admit(
        &self,
        stretch: &Stretch<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        candidate: Candidate<'_>,
        aligned: &Aligned,
        asked: bool,
        out: &mut Vec<Mention>,
    ) -> Came {
        let (entry, words) = (candidate.entry, candidate.words());
        let (tail, legal_after) = legal_tail(stretch, aligned, entry);
        let announced = if entry.is(flag::CODE) && !entry.is(flag::PERSON) {
            code_word_before(stretch, aligned.span.start)
        } else {
            None
        };
        let (mut verdict, mut reason) = if announced.is_some() {
            (Verdict::Yes, Reason::CodeWord)
        } else if entry.is_known() {
            evidence::judge_known(stretch, aligned, block.role, legal_after)
        } else if entry.is(flag::ALLOW) || !entry.is(flag::AMBIGUOUS) {
            elsewhere::judge_distinctive(stretch, aligned, block.role, entry, legal_after)
        } else if entry.is(flag::IDENTIFIER) {
            let sign = preceded_by(stretch, aligned.span.start, &['@', '#', '/']);
            (if sign { Verdict::Yes } else { Verdict::No }, Reason::Sign)
        } else {
            let traits = Traits {
                single: entry.is(flag::SINGLE),
                person: entry.is(flag::PERSON),
                acronym: entry.is(flag::ACRONYM) && entry.surname() == 0,
                legal_after,
                tiny: is_tiny(words),
            };
            evidence::judge(stretch, aligned, block.role, traits)
        };
        if verdict == Verdict::Yes && announced.is_none() && entry.is(flag::SHORT) && !entry.is(flag::AMBIGUOUS) {
            (verdict, reason) = evidence::judge_short(stretch, aligned, block.role);
        }
        if verdict == Verdict::Hint && entry.is(flag::SHORT) && announced.is_none() {
            verdict = Verdict::No;
        }
        // `tomfoolery`, `Gracefield` is nobody's name: people are written as one word in addresses and hashtags alone.
        if entry.is(flag::PERSON)
            && aligned.joined
            && (is_one_plain_word(stretch, aligned, block) || elsewhere::is_one_word(stretch, aligned, words))
        {
            (verdict, reason) = (Verdict::No, Reason::SmallLetters);
        }
        let onward = if entry.is_surely_person() { stranger::goes_on(stretch, aligned) } else { Onward::No };
        if onward == Onward::Surname && !entry.is(flag::SINGLE) {
            (verdict, reason) = (Verdict::No, Reason::OtherPerson);
        }
        if verdict == Verdict::No && !asked {
            return Came::Refused;
        }
        let end = possessive_end(stretch, aligned.span.start, tail);
        let mut start = announced.unwrap_or(aligned.span.start);
        if entry.is(flag::TITLED) {
            start = title_before(stretch, aligned.first, start);
        }
        if announced.is_none() && !entry.is(flag::PERSON) {
            start = legal_head(stretch, aligned, start);
        }
        let written = written(entry, aligned, announced.is_some());
        let span = brackets::opened(stretch.text, stretch.block.start, Span::new(with_sign(stretch, start), end));
        // A word that may be a surname leaves a doubt, and so does a list of names.
        let doubtful = onward == Onward::Unknown || entry.is(flag::PERSON) && is_cut_by_a_short_line(stretch, aligned);
        let strength = if doubtful { Strength::Weak } else { written.strength() };
        out.push(Mention { span, block: number, entry: candidate.number, verdict, reason, written, strength });
        if verdict == Verdict::No { Came::Refused } else { Came::Found }
    }
}

/// The whole name as it stands at a place.
#[inline]
fn whole_at(
    stretch: &Stretch<'_>,
    candidate: Candidate<'_>,
    at: Start,
    way: Way,
    scratch: &mut align::Scratch,
) -> Option<Aligned> {
    let (entry, words) = (candidate.entry, candidate.words());
    let aligned = align(stretch, words, entry.kind(), at, way, scratch)?;
    let is_anothers = aligned.slip && is_anothers_given_name(stretch, &aligned, entry, words);
    (!is_anothers).then_some(aligned)
}

/// Whether another number or country stands where the registered name has its own: `Argonaut 8` for `Argonaut 7 Shipping`.
fn is_sister(stretch: &Stretch<'_>, aligned: &Aligned, registered: &str) -> bool {
    let here = aligned.last + 1;
    let near = stretch.words.get(here).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Joint));
    let plain = if near { folded(stretch.written(here)) } else { String::new() };
    let number = |word: &str| {
        word.bytes().all(|b| b.is_ascii_digit()) || is_number_word(word) || word.bytes().all(|b| b"ivx".contains(&b))
    };
    !plain.is_empty()
        && !registered.is_empty()
        && (number(registered) && number(&plain) || is_place(registered) && is_place(&plain))
        && plain != registered
}

/// Whether the slip of a person's name makes another given name of the registered one.
fn is_anothers_given_name(stretch: &Stretch<'_>, aligned: &Aligned, entry: Entry, words: &str) -> bool {
    let mut given = (aligned.first..=aligned.last).zip(words.split(' ')).take(entry.surname());
    given.any(|(index, own)| is_another_given_name(&folded(stretch.written(index)), own))
}

/// How an aligned name is written.
const fn written(entry: Entry, aligned: &Aligned, announced: bool) -> Written {
    match () {
        () if aligned.slip => Written::Typo,
        () if announced => Written::Whole,
        () if entry.is(flag::SHORT) => Written::Short,
        () if aligned.inside => Written::Inside,
        () if aligned.joined => Written::Joined,
        () if entry.is(flag::SPELT) => Written::Spelling,
        () => Written::Whole,
    }
}

/// Whether a name is one word of running text, in small letters but for the first.
fn is_one_plain_word(stretch: &Stretch<'_>, aligned: &Aligned, block: &Block) -> bool {
    let free = |w: &crate::text::words::Word| matches!(w.gap, Gap::Space | Gap::Start);
    aligned.first == aligned.last
        && block.role.is_prose()
        && stretch.words.get(aligned.first).is_some_and(|w| free(w) && matches!(w.shape, Shape::Lower | Shape::Title))
        && !preceded_by(stretch, aligned.span.start, &['@', '#', '＠', '＃'])
        && stretch.words.get(aligned.last + 1).is_none_or(free)
}

/// Whether a name goes over the end of a line that is too short to have been wrapped there: of two people in a list one
/// stands on each line.
fn is_cut_by_a_short_line(stretch: &Stretch<'_>, aligned: &Aligned) -> bool {
    /// Characters of a line that may have been wrapped.
    const WRAPPED: usize = 40;
    let written = stretch.text.get(aligned.span.range()).unwrap_or_default();
    let Some(at) = written.find('\n') else { return false };
    let end = aligned.span.start as usize + at;
    let before = stretch.text.get(stretch.block.start as usize..end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let next = written.get(at + 1..).unwrap_or_default().trim_start();
    line.chars().count() < WRAPPED && next.chars().nth(1).is_some_and(char::is_lowercase)
}

/// Whether a name is one letter or nothing but a legal form.
fn is_tiny(words: &str) -> bool {
    words.chars().count() <= 1 || legal::is_form(words)
}

/// Whether part of an entry, or an entry of one word with a bare `s`, may stand for it.
const fn may_stand_alone(entry: Entry) -> bool {
    let refused = flag::AMBIGUOUS | flag::IDENTIFIER | flag::ALLOW | flag::SHORT;
    entry.surname() == 0 && (entry.is(flag::FIRST) || entry.is(flag::SINGLE) && entry.flags & refused == 0)
}

/// A name that ends where a word ends or a change of case is, or before a possessive `s` without apostrophe.
fn whole_or_possessive(stretch: &Stretch<'_>, aligned: Aligned) -> Option<Aligned> {
    let end = stretch.words.get(aligned.last)?.span().end;
    let rest = stretch.text.get(aligned.span.end as usize..end as usize)?;
    match rest {
        "" => Some(aligned),
        "s" | "S" => Some(Aligned { span: Span::new(aligned.span.start, end), inside: false, bare_s: true, ..aligned }),
        _ => rest.starts_with(char::is_uppercase).then_some(aligned).filter(|_| {
            stretch
                .text
                .get(..aligned.span.end as usize)
                .and_then(|t| t.chars().next_back())
                .is_some_and(char::is_lowercase)
        }),
    }
}

/// Whether an entry is one ordinary word that counts only with a capital, a sign or a legal form.
const fn is_common(entry: Entry) -> bool {
    let other = flag::IDENTIFIER | flag::ALLOW | flag::CODE | flag::FIRST;
    entry.flags & (flag::SINGLE | flag::AMBIGUOUS) == flag::SINGLE | flag::AMBIGUOUS && entry.flags & other == 0
}

/// Whether a word is one of running text in small letters that nothing makes a company's name.
fn is_ordinary_here(stretch: &Stretch<'_>, block: &Block, index: usize) -> bool {
    let next = stretch.words.get(index + 1);
    is_small_here(stretch, block, index) && next.is_none_or(|w| w.gap != Gap::Joint && !legal::may_begin(w.key))
}

/// Whether a word is one of running text in small letters.
pub(super) fn is_small_here(stretch: &Stretch<'_>, block: &Block, index: usize) -> bool {
    stretch.words.get(index).is_some_and(|w| {
        w.shape == Shape::Lower
            && w.gap != Gap::Joint
            && block.role.is_prose()
            && (w.gap == Gap::Space || !preceded_by(stretch, w.at, &['@', '#', '＠', '＃']))
    })
}

/// Whether one word of an entry may have a slip.
const fn may_slip(entry: Entry) -> bool {
    entry.flags & (flag::AMBIGUOUS | flag::IDENTIFIER | flag::ALLOW | flag::SHORT) == 0 && entry.has(look::LONG)
}

/// Whether a word stands after nothing but a blank.
pub(super) fn is_spaced(stretch: &Stretch<'_>, index: usize) -> bool {
    stretch.words.get(index).is_some_and(|w| w.gap == Gap::Space)
}
