//! Owns how a person's name is read around the surname: given names before or after it, initials, nicknames, middle
//! names, a title, `client`, the family; and when it is somebody else. Called by `admit`.

use super::align::{self, Aligned};
use super::beside::is_calendar;
use super::elsewhere::is_ordinary_words;
use super::evidence::{Place, Zone, zone};
use super::given::{Fit, Given, parts_names};
use super::stranger::{Onward, are_towns, goes_on, is_listed};
use super::stretch::Stretch;
use super::surname::surname_at;
use super::{Entry, flag};
use crate::draft::Role;
use crate::register::forms::{is_distinctive, is_title, nicknames, person};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::Span;
use crate::text::fold::folded;
use crate::text::lexicon;
use crate::text::words::{Gap, Shape};

/// Who was met at a surname.
pub(super) enum Met {
    /// Nobody.
    Nothing,
    /// Somebody else, and why.
    Else(Span, Written, Reason),
    /// The person.
    Found {
        /// From the first to the last letter, a title included.
        span: Span,
        /// How the name is written.
        written: Written,
        /// How sure it is.
        strength: Strength,
        /// What decided.
        reason: Reason,
    },
}

/// Reads what stands at the surname of an entry, of which a word was seen at `first`.
pub(super) fn meet(
    stretch: &Stretch<'_>,
    entry: Entry,
    words: &str,
    first: usize,
    role: Role,
    scratch: &mut align::Scratch,
) -> Met {
    let blank = entry.surname().checked_sub(1).and_then(|before| words.match_indices(' ').nth(before));
    let surname = blank.and_then(|(at, _)| words.get(at + 1..)).unwrap_or(words);
    let Some((aligned, many)) = surname_at(stretch, surname, first, scratch) else { return Met::Nothing };
    let list: Vec<&str> = words.split(' ').collect();
    let (Some(given), Some(surname)) = (list.get(..entry.surname()), list.get(entry.surname()..)) else {
        return Met::Nothing;
    };
    let reader = Reader { stretch, given, surname, aligned: &aligned, role, entry };
    if many { reader.family() } else { reader.meet() }
}

/// Words before a surname that are read as given names, at most.
const MOST_GIVEN: usize = 4;

/// A surname in its surroundings.
pub(super) struct Reader<'s, 'a> {
    /// The text.
    pub(super) stretch: &'s Stretch<'a>,
    /// The registered given names, folded.
    pub(super) given: &'s [&'s str],
    /// The words of the registered surname, folded.
    pub(super) surname: &'s [&'s str],
    /// Where it stands.
    pub(super) aligned: &'s Aligned,
    /// What the block is.
    pub(super) role: Role,
    /// The entry.
    pub(super) entry: Entry,
}

impl Reader<'_, '_> {
    /// Who is meant by the surname.
    fn meet(&self) -> Met {
        let small = self.is_small(self.aligned.first);
        let token = zone(self.stretch, self.aligned, self.role) == Zone::Token;
        if self.is_cited() {
            return self.other(Written::TitleSurname, Reason::Citation);
        }
        if let Some((fit, start)) = self.before() {
            let first = self.stretch.words.partition_point(|w| w.at < start);
            let ordinary = || is_ordinary_words(self.stretch, first, self.aligned.last);
            if !token && (small && !self.is_rare() || ordinary()) {
                return self.other(fit.0, Reason::SmallLetters);
            }
            if goes_on(self.stretch, self.aligned) == Onward::Surname {
                return self.other(fit.0, Reason::OtherPerson);
            }
            let place = Place { stretch: self.stretch, aligned: self.aligned };
            if fit.0 == Written::Initials && place.is_in_a_citation() {
                return self.other(fit.0, Reason::Citation);
            }
            let end = self.given_after_comma(start).unwrap_or(self.aligned.span.end);
            return self.found(start, end, fit, Reason::Distinctive);
        }
        if self.has_stranger_before() {
            return self.other(Written::TitleSurname, Reason::OtherPerson);
        }
        if let Some((fit, end)) = self.after() {
            if small && !self.is_rare() {
                return self.other(fit.0, Reason::SmallLetters);
            }
            return self.found(self.aligned.span.start, end, fit, Reason::Distinctive);
        }
        // One half of a double surname alone is anybody's.
        if small || token || self.entry.is(flag::SHORT) {
            return Met::Nothing;
        }
        self.alone()
    }

    /// The person, found.
    pub(super) fn found(&self, start: u32, end: u32, (written, strength): Fit, reason: Reason) -> Met {
        let start = if self.entry.is(flag::TITLED) { self.with_title(start) } else { start };
        Met::Found { span: Span::new(start, end), written, strength, reason }
    }

    /// Somebody else.
    pub(super) const fn other(&self, written: Written, reason: Reason) -> Met {
        Met::Else(self.aligned.span, written, reason)
    }

    /// The start of a name with a title that stands before.
    fn with_title(&self, start: u32) -> u32 {
        let index = self.stretch.words.partition_point(|w| w.at < start);
        index
            .checked_sub(1)
            .filter(|i| self.is_title_before(*i))
            .and_then(|i| self.stretch.words.get(i))
            .map_or(start, |w| w.at)
    }

    /// Whether the surname alone points at hardly anybody.
    pub(super) fn is_rare(&self) -> bool {
        self.surname.last().is_some_and(|w| is_distinctive(w))
    }

    /// Whether a word is written with small letters where its name is not a particle.
    pub(super) fn is_small(&self, index: usize) -> bool {
        let particle = self.stretch.words.get(index).is_some_and(|word| person::is_particle_key(word.key));
        let index = if particle { self.aligned.last } else { index };
        self.stretch.written(index).chars().next().is_some_and(char::is_lowercase)
    }

    /// The given names right before the surname, if they stand for the registered ones, and where they begin.
    pub(super) fn before(&self) -> Option<(Fit, u32)> {
        let mut tokens: Vec<(usize, String)> = Vec::with_capacity(MOST_GIVEN);
        let mut at = self.aligned.first;
        let letters = |index: &usize| self.stretch.words.get(*index).is_some_and(|w| w.shape != Shape::Digits);
        while let Some(index) = self.step_back(at).filter(|_| tokens.len() < MOST_GIVEN).filter(letters) {
            // `Pieter v.d. Hoogland`: the particles of a name that is registered with them.
            if tokens.is_empty()
                && self.entry.is(flag::SHORT)
                && matches!(self.stretch.written(index), "v" | "d" | "vd" | "t")
            {
                at = index;
                continue;
            }
            tokens.insert(0, (index, folded(self.stretch.written(index))));
            at = index;
            let mut names = [""; MOST_GIVEN];
            names.iter_mut().zip(&tokens).for_each(|(name, (_, plain))| *name = plain);
            let names = names.get(..tokens.len()).unwrap_or_default();
            let Some(fit) = self.given().fit(names) else { continue };
            let first = tokens.first()?.0;
            if !self.are_written_as_names(&tokens) || fit.0 == Written::Initials && self.is_no_initial(&tokens) {
                return None;
            }
            // `R. Bell-Okonjo` has a double surname that is not the registered one.
            if fit.0 == Written::Initials && self.is_half_of_a_surname(&tokens) {
                return None;
            }
            // `A. R. Okonjo`, `Mary R. Okonjo`: the initial is somebody else's second.
            let short = matches!(fit.0, Written::Initials | Written::Nickname) || names.first() != self.given.first();
            if short && self.is_name_like(self.step_back(first)) {
                return None;
            }
            return Some((fit, self.stretch.words.get(first)?.at));
        }
        None
    }

    /// Where the first given name ends that follows two surnames after a comma: `Peñalver Quirosa, María`.
    fn given_after_comma(&self, start: u32) -> Option<u32> {
        let first = self.given.first()?;
        let before = self.stretch.text.get(start as usize..self.aligned.span.start as usize)?;
        let next = self.aligned.last + 1;
        let comma = matches!(self.stretch.between(next), ", " | ",");
        (comma && !folded(before).starts_with(first) && folded(self.stretch.written(next)) == *first)
            .then(|| self.stretch.words.get(next).map(|w| w.span().end))?
    }

    /// Whether given names are capitalised, or small with the surname.
    fn are_written_as_names(&self, tokens: &[(usize, String)]) -> bool {
        let small = self.is_small(self.aligned.first);
        // In small letters an ordinary word between is no middle name.
        let between = || tokens.iter().skip(1).filter(|(_, plain)| !self.given.contains(&plain.as_str()));
        if small && between().any(|(_, plain)| plain.chars().count() > 1 && lexicon::is_word(plain)) {
            return false;
        }
        tokens.iter().all(|(index, plain)| {
            let capital = !self.stretch.written(*index).chars().next().is_some_and(char::is_lowercase);
            let versus = small && plain == "v";
            capital
                || (small
                    && !versus
                    && (plain.chars().count() > 1
                        || matches!(self.role, Role::Url | Role::Path)
                        || self.is_in_an_address()))
        })
    }

    /// Whether the name of a mailbox ends with the surname: `r.okonjo@firm.example`.
    fn is_in_an_address(&self) -> bool {
        self.stretch.text.get(self.aligned.span.end as usize..).is_some_and(|rest| rest.starts_with('@'))
    }

    /// Whether a hyphen ties the surname to a word with a capital that is none of the registered given names.
    fn is_half_of_a_surname(&self, tokens: &[(usize, String)]) -> bool {
        let Some((index, plain)) = tokens.last() else { return false };
        let capital = self.stretch.written(*index).starts_with(char::is_uppercase);
        let hyphen = matches!(self.stretch.between(self.aligned.first), "-" | "‐" | "‑");
        hyphen && capital && plain.chars().count() > 1 && !self.given.contains(&plain.as_str())
    }

    /// Whether what might be an initial is an article or a pronoun: `A Gaffigan fan`, `I met Gaffigan`.
    fn is_no_initial(&self, tokens: &[(usize, String)]) -> bool {
        let Some((index, _)) = tokens.first() else { return false };
        if !matches!(self.stretch.written(*index), "A" | "I" | "O") || self.is_before_a_dot(*index) {
            return false;
        }
        let place = self.stretch.words.get(*index).map_or(self.aligned.span, |w| w.span());
        let letter = Aligned { span: place, first: *index, last: *index, ..*self.aligned };
        tokens.len() > 1
            || self.is_small(self.aligned.first)
            || self.stretch.written(*index) != "A"
            || Place { stretch: self.stretch, aligned: &letter }.opens_a_sentence()
    }

    /// The word before `index` that may belong to the same name, over a nickname in quotes or brackets.
    fn step_back(&self, index: usize) -> Option<usize> {
        let previous = index.checked_sub(1)?;
        let gap = self.stretch.between(index);
        if parts_names(gap, self.stretch.written(previous)) {
            return Some(previous);
        }
        let closes = |g: &str| g.ends_with(' ') && matches!(g.trim(), ")" | "]" | "\"" | "”" | "’" | "'" | "»" | "“");
        let opens =
            |g: &str| g.starts_with(' ') && matches!(g.trim(), "(" | "[" | "\"" | "“" | "‘" | "'" | "«" | "„" | "”");
        if closes(gap) {
            for inner in [Some(previous), previous.checked_sub(1)].into_iter().flatten() {
                if opens(self.stretch.between(inner)) {
                    return inner.checked_sub(1);
                }
            }
        }
        None
    }

    /// The given names after the surname, if they stand for the registered ones, and where they end.
    fn after(&self) -> Option<(Fit, u32)> {
        let first = self.aligned.last + 1;
        let gap = self.stretch.between(first);
        let comma = gap.trim() == "," && gap.len() > 1 && !gap.contains('\n');
        // `Dodd-Frank` in running text is no `Dodd, Frank`.
        let prose = zone(self.stretch, self.aligned, self.role) == Zone::Prose;
        let slug = matches!(gap, "_" | ",") || gap == "-" && !prose;
        let blank = gap.trim().is_empty() && !gap.contains('\n');
        if !(comma || slug || blank) {
            return None;
        }
        let from = if comma && self.is_title_before(first) { first + 1 } else { first };
        let mut names: Vec<String> = Vec::new();
        let mut best = None;
        for index in from..from + 3 {
            let Some(word) = self.stretch.words.get(index).filter(|w| w.shape != Shape::Digits) else { break };
            let written = self.stretch.written(index);
            if index > from && !parts_names(self.stretch.between(index), self.stretch.written(index - 1)) {
                break;
            }
            let small = written.chars().next().is_some_and(char::is_lowercase);
            if small && !(self.is_small(self.aligned.first) && written.chars().count() > 1) {
                break;
            }
            let plain = folded(written);
            let own = index == from || plain.chars().count() == 1 || self.given.contains(&plain.as_str());
            if !own
                && best.is_some()
                && (self.entry.is(flag::SPELT) || lexicon::is_surname(&plain) || is_listed(self.stretch, index))
            {
                break;
            }
            names.push(plain);
            let fit = self.given().fit(&names.iter().map(String::as_str).collect::<Vec<_>>());
            if let Some((how, strength)) = fit {
                let sure = match how {
                    Written::Initials => comma && (self.is_before_a_dot(index) || !matches!(written, "A" | "I")),
                    Written::Nickname => comma,
                    _ => true,
                };
                let dot = u32::from(how == Written::Initials && self.is_before_a_dot(index));
                best = sure.then_some((
                    (if how == Written::Initials { how } else { Written::LastFirst }, strength),
                    word.span().end + dot,
                    index,
                ));
            } else if best.is_some() {
                break;
            }
        }
        let (fit, end, last) = best.filter(|(.., last)| slug || !self.is_tied(*last))?;
        // `Austin, Dallas, Houston and Lima` are four of something.
        if comma && (self.is_among_single_names(last + 1) || are_towns(self.stretch, self.aligned, (first, last + 1))) {
            return None;
        }
        // `Hohenwald, Friederike von der` was Friederike von der Hohenwald.
        let next = if comma { self.after_particles(last + 1) } else { last + 1 };
        let end = if next > last + 1 { self.stretch.words.get(next - 1)?.span().end } else { end };
        (!self.is_stranger(next)).then_some((fit, end))
    }

    /// The word after the particles that stand at `from`.
    fn after_particles(&self, from: usize) -> usize {
        let particle = |i: &usize| {
            let written = self.stretch.written(*i);
            super::admit::is_spaced(self.stretch, *i)
                && person::is_particle(written)
                && !matches!(written, "y" | "e" | "mac")
        };
        from + (from..from + 3).take_while(particle).count()
    }

    /// Whether a word goes on with somebody else's name: `Tom Okonjo, Ruth Bell` are two people.
    fn is_stranger(&self, next: usize) -> bool {
        let title = self.stretch.words.get(next).is_some_and(|w| w.gap == Gap::Space && w.shape == Shape::Title);
        title && {
            let plain = folded(self.stretch.written(next));
            lexicon::is_surname(&plain)
                || !lexicon::is_word(&plain) && !lexicon::is_given_name(&plain)
                || is_listed(self.stretch, next)
        }
    }

    /// Whether single names with a capital stand before the surname and from `next` on, in one list with it.
    fn is_among_single_names(&self, next: usize) -> bool {
        let title = |i: usize| self.stretch.words.get(i).is_some_and(|w| w.shape == Shape::Title);
        let first = self.aligned.first;
        let before = first.checked_sub(1).is_some_and(title) && self.stretch.between(first) == ", ";
        let joined = matches!(self.stretch.written(next), "and" | "or" | "und" | "et" | "y" | "e") && title(next + 1);
        before && (joined || title(next) && self.stretch.between(next) == ", ")
    }

    /// Whether a hyphen ties a further name to a word: `Okonjo, Ruth-Anne` is not Ruth.
    fn is_tied(&self, index: usize) -> bool {
        let joined = self.stretch.words.get(index + 1).is_some_and(|w| w.gap == Gap::Joint);
        joined && self.stretch.between(index + 1).contains(['-', '‐', '‑'])
    }

    /// The registered given names.
    fn given(&self) -> Given<'_> {
        Given { names: self.given, rare: self.is_rare() }
    }

    /// Whether a full stop follows a word at once.
    fn is_before_a_dot(&self, index: usize) -> bool {
        let end = self.stretch.words.get(index).map_or(0, |w| w.span().end as usize);
        self.stretch.text.get(end..self.stretch.block.end as usize).is_some_and(|rest| rest.starts_with('.'))
    }

    /// Whether a given name or an initial that is not the registered one stands right before the surname.
    fn has_stranger_before(&self) -> bool {
        self.is_name_like(self.step_back(self.aligned.first))
    }

    /// Whether a word is a capitalised given name or an initial, and no title.
    fn is_name_like(&self, index: Option<usize>) -> bool {
        let Some(index) = index else { return false };
        let written = self.stretch.written(index);
        let plain = folded(written);
        if !written.chars().next().is_some_and(char::is_uppercase) || is_title(&plain) || is_calendar(&plain) {
            return false;
        }
        let initial = plain.chars().count() == 1 && !matches!(written, "I" | "A");
        let spelt = plain.chars().count() == 1 && self.stretch.between(index + 1).starts_with('.');
        let place = Aligned {
            span: self.stretch.words.get(index).map_or(self.aligned.span, |w| w.span()),
            first: index,
            ..*self.aligned
        };
        let opens = Place { stretch: self.stretch, aligned: &place }.opens_a_sentence();
        let given =
            (lexicon::is_given_name(&plain) || nicknames::is_known(&plain)) && (!lexicon::is_word(&plain) || !opens);
        let rare = !lexicon::is_word(&plain) && !opens && plain.chars().count() > 2;
        initial || spelt || given || rare
    }

    /// Whether a capitalised title stands at `index`, with nothing but a dot and a blank after it.
    pub(super) fn is_title_before(&self, index: usize) -> bool {
        let written = self.stretch.written(index);
        let plain = folded(written);
        let gap = self.stretch.between(index + 1);
        let near =
            gap.trim_matches(|c: char| c.is_whitespace() || c == '.').is_empty() && gap.len() <= 4 && !gap.is_empty();
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        near && is_title(&plain) && (capital || person::is_plain_title(&plain) && plain.len() <= 4)
    }

    /// Whether a hyphen makes the surname part of another.
    pub(super) fn is_compound(&self) -> bool {
        let after = self.stretch.words.get(self.aligned.last + 1);
        let before = self.stretch.words.get(self.aligned.first);
        let hyphen = |i: usize| self.stretch.between(i).contains(['-', '‐', '‑']);
        after.is_some_and(|w| w.gap == Gap::Joint && w.shape != Shape::Lower && hyphen(self.aligned.last + 1))
            || before.is_some_and(|w| w.gap == Gap::Joint && hyphen(self.aligned.first))
    }

    /// Whether a year in brackets or `et al` follows: a publication.
    fn is_cited(&self) -> bool {
        let after =
            self.stretch.text.get(self.aligned.span.end as usize..self.stretch.block.end as usize).unwrap_or_default();
        let year = after.trim_start().strip_prefix(['(', '[']).is_some_and(|rest| {
            rest.bytes().take(4).filter(u8::is_ascii_digit).count() == 4
                && rest.get(4..5).is_some_and(|c| c == ")" || c == "]" || c == ",")
        });
        year || after.trim_start().starts_with("et al")
    }
}
