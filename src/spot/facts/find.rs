//! Owns the walk over a stretch's words that finds facts: words by concept, numbers and days where they begin. Called by
//! `spot` for every stretch of every block, if the register has facts.

use super::day::{self, Line, Said};
use super::stem::stem;
use super::{DAY, FactIndex, Hit, NUMBER, PHRASES, Pattern, Slot, age, money};
use crate::draft::NumberedBlock;
use crate::spot::DayMention;
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::words::{Gap, Shape, Word};

/// Buffers that are reused from block to block.
#[derive(Default)]
pub(in crate::spot) struct Scratch {
    /// Words and phrases of the stretch that say a concept.
    said: Vec<Occurrence>,
    /// What was found in the draft so far.
    pub(in crate::spot) hits: Vec<Hit>,
    /// Relative days of the draft.
    pub(in crate::spot) days: Vec<DayMention>,
}

/// A concept at a place.
#[derive(Clone, Copy)]
struct Occurrence {
    /// The first word.
    first: usize,
    /// The last word.
    last: usize,
    /// The concept.
    concept: u32,
}

/// Words that may lie between the words of a value of two; each further word allows one more.
const REACH: usize = 6;

impl FactIndex {
    /// Adds the facts of this stretch to `scratch`.
    pub(in crate::spot) fn find(&self, text: &str, numbered: NumberedBlock<'_>, words: &[Word], scratch: &mut Scratch) {
        let number = numbered.number;
        let line = Line { text, words };
        scratch.said.clear();
        let mut number_end = 0;
        let (counts, days) = (!self.sums.is_empty() || !self.ages.is_empty(), self.has_days());
        for (index, word) in words.iter().enumerate() {
            if word.shape == Shape::Unspaced {
                let hits = &mut scratch.hits;
                self.unspaced.find(line.written(index), word.at, &mut |pattern, span| {
                    hits.push(Hit { pattern, block: number, span, whole: true });
                });
            }
            if self.table.may_hold(word.key) {
                for found in self.table.get(word.key) {
                    match found {
                        NUMBER => self.number(line, numbered, index, &mut number_end, scratch),
                        DAY => self.day(line, number, index, scratch),
                        phrase if phrase >= PHRASES => self.phrase(line, index, phrase - PHRASES, &mut scratch.said),
                        concept => scratch.said.push(Occurrence { first: index, last: index, concept }),
                    }
                }
            }
            if (counts || days) && text.as_bytes().get(word.at as usize).is_some_and(u8::is_ascii_digit) {
                if counts {
                    self.number(line, numbered, index, &mut number_end, scratch);
                }
                if days {
                    self.day(line, number, index, scratch);
                }
            }
        }
        if !scratch.said.is_empty() {
            scratch.said.sort_by_key(|o| (o.first, o.last));
            self.values(line, number, scratch);
        }
    }

    /// A sum or an age whose number begins in word `index`.
    fn number(
        &self,
        line: Line<'_>,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        index: usize,
        number_end: &mut u32,
        scratch: &mut Scratch,
    ) {
        let Some(at) = line.words.get(index).map(|w| w.at).filter(|at| at >= number_end) else { return };
        let at = at as usize;
        let hit = |pattern: u32, span: Span, whole: bool| Hit { pattern, block: number, span, whole };
        if let Some((years, span)) = age::at(line.text, block.text, at) {
            let found = self.ages.get(&years).into_iter().flatten();
            scratch.hits.extend(found.map(|pattern| hit(*pattern, span, true)));
            *number_end = span.end;
            return;
        }
        let Some(sum) = money::at(line.text, block.text, at) else { return };
        *number_end = sum.span.end;
        if !sum.telling {
            return;
        }
        for (currency, pattern) in self.sums.get(&sum.value).into_iter().flatten() {
            if sum.agrees(sum.value, *currency) {
                scratch.hits.push(hit(*pattern, sum.span, sum.precise));
            }
        }
    }

    /// The days that are said around word `index`.
    fn day(&self, line: Line<'_>, number: u32, index: usize, scratch: &mut Scratch) {
        let Scratch { hits, days, .. } = scratch;
        day::at(line, index, &mut |span, said| {
            let mut hit = |pattern: u32| hits.push(Hit { pattern, block: number, span, whole: true });
            match said {
                Said::Day(year, month, day) => {
                    for (recorded, pattern) in self.days.get(&(month, day)).into_iter().flatten() {
                        if recorded.is_none_or(|recorded| recorded == year) {
                            hit(*pattern);
                        }
                    }
                    let whole_months = self.months.get(&(year, month)).into_iter().flatten();
                    whole_months.filter(|(day, _)| day.is_none()).for_each(|(_, pattern)| hit(*pattern));
                }
                Said::MonthDay(month, day) => {
                    self.days.get(&(month, day)).into_iter().flatten().for_each(|(_, pattern)| hit(*pattern));
                }
                Said::Month(year, month, (from, to)) => {
                    for (day, pattern) in self.months.get(&(year, month)).into_iter().flatten() {
                        if day.is_none_or(|day| from <= day && day <= to) {
                            hit(*pattern);
                        }
                    }
                }
                Said::Relative(when) => days.push(DayMention { span, block: number, when }),
            }
        });
    }

    /// Notes a phrase if it stands around word `index`, its anchor.
    fn phrase(&self, line: Line<'_>, index: usize, phrase: u32, out: &mut Vec<Occurrence>) {
        let Some(phrase) = self.phrases.get(phrase as usize) else { return };
        let Some(first) = index.checked_sub(phrase.anchor) else { return };
        let fits = |(offset, wanted): (usize, &String)| {
            let there = first + offset;
            let Some(word) = line.words.get(there) else { return false };
            let close = offset == 0 || matches!(word.gap, Gap::Space | Gap::Joint);
            close && (!phrase.capitals || word.shape == Shape::Caps) && stem(&folded(line.written(there))) == *wanted
        };
        if phrase.stems.iter().enumerate().all(fits) {
            out.push(Occurrence { first, last: first + phrase.stems.len() - 1, concept: phrase.concept });
        }
    }

    /// Tries the patterns of every concept that was said.
    fn values(&self, line: Line<'_>, number: u32, scratch: &mut Scratch) {
        let Scratch { said, hits, .. } = scratch;
        for (at, occurrence) in said.iter().enumerate() {
            for &pattern in self.anchors.of(occurrence.concept) {
                let Some(found) = self.patterns.get(pattern as usize) else { continue };
                if let Some((from, to)) = cover(found, said, at, line) {
                    hits.push(Hit { pattern, block: number, span: span(line, from, to), whole: true });
                }
            }
        }
        for (at, occurrence) in said.iter().enumerate() {
            for &pattern in self.heads.of(occurrence.concept) {
                let Some(found) = self.patterns.get(pattern as usize) else { continue };
                let holds = found.slots.iter().any(|slot| {
                    slot.concepts.contains(&occurrence.concept) && said.get(at).is_some_and(|o| holds(slot, *o, line))
                });
                if holds {
                    let span = span(line, occurrence.first, occurrence.last);
                    // Inside the whole value it is dropped later.
                    hits.push(Hit { pattern, block: number, span, whole: false });
                }
            }
        }
    }
}

/// The first and last word of a pattern all of whose slots stand near the occurrence `at`.
fn cover(pattern: &Pattern, said: &[Occurrence], at: usize, line: Line<'_>) -> Option<(usize, usize)> {
    let anchor = *said.get(at)?;
    let reach = REACH + pattern.slots.len().saturating_sub(2);
    let (mut from, mut to) = (anchor.first, anchor.last);
    let mut anchored = false;
    for slot in &pattern.slots {
        if !anchored && slot.concepts.contains(&anchor.concept) && holds(slot, anchor, line) {
            anchored = true;
            continue;
        }
        let lowest = said.partition_point(|o| o.first + reach < anchor.first);
        let near = said.get(lowest..)?.iter().take_while(|o| o.first <= anchor.last + reach);
        let fits = |o: &&Occurrence| {
            let (start, end) = (from.min(o.first), to.max(o.last));
            slot.concepts.contains(&o.concept) && end - start <= reach.max(o.last - o.first) && holds(slot, **o, line)
        };
        let best = near.filter(fits).min_by_key(|o| to.max(o.last) - from.min(o.first))?;
        from = from.min(best.first);
        to = to.max(best.last);
    }
    (anchored && is_one_sentence(line, from, to)).then_some((from, to))
}

/// Whether an occurrence really says a slot: keys find, letters decide.
fn holds(slot: &Slot, occurrence: Occurrence, line: Line<'_>) -> bool {
    let Some(word) = line.words.get(occurrence.first) else { return false };
    // Phrases are compared letter by letter when they are noted.
    let phrase = occurrence.first != occurrence.last || word.shape == Shape::Caps;
    let same = || slot.stems.contains(&stem(&folded(line.written(occurrence.first))));
    (phrase || same()) && (!slot.capital || word.shape != Shape::Lower)
}

/// Whether no sentence ends between two words.
fn is_one_sentence(line: Line<'_>, from: usize, to: usize) -> bool {
    (from + 1..=to).all(|index| {
        let between = line.between(index);
        let stop = between.starts_with(['.', '!', '?']) && between.contains(char::is_whitespace);
        let short = line.written(index - 1).len() <= 3;
        let capital = line.words.get(index).is_some_and(|w| w.shape != Shape::Lower);
        !(stop && capital && (!short || between.starts_with(['!', '?'])))
    })
}

/// The bytes of words `from..=to`.
fn span(line: Line<'_>, from: usize, to: usize) -> Span {
    let start = line.words.get(from).map_or(0, |w| w.at);
    Span::new(start, line.words.get(to).map_or(start, |w| w.span().end))
}
