//! Owns what the original text says for or against a name that is made of ordinary words: capitals, the start of a
//! sentence, lines in capitals, neighbours that make another name, a legal form. Called by `names` for each aligned name.

use super::align::{Aligned, Stretch};
use crate::draft::Role;
use crate::register::forms::is_title;
use crate::register::legal;
use crate::text::fold::folded;
use crate::text::lexicon;
use crate::text::words::{Gap, Shape};

/// Where a name stands, as far as its form goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Zone {
    /// Running text.
    Prose,
    /// A hashtag, a handle, a URL, a path, code.
    Token,
}

/// What is known about an ambiguous name at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It is the name.
    Yes,
    /// It is the name if something else of the draft speaks for it: the full name, a word of its context.
    IfSupported,
    /// It can't be told: a line in capitals, a slug of ordinary words.
    Hint,
    /// It is something else.
    No,
}

/// The zone of an aligned name.
pub(super) fn zone(stretch: &Stretch<'_>, aligned: &Aligned, role: Role) -> Zone {
    let before = stretch.text.get(..aligned.span.start as usize).and_then(|t| t.chars().next_back());
    if matches!(role, Role::Url | Role::Path | Role::Code)
        || matches!(before, Some('#' | '@' | '＃' | '＠'))
        || aligned.inside
    {
        return Zone::Token;
    }
    Zone::Prose
}

/// Judges an ambiguous name. `legal_after`: a legal form follows it in the draft.
pub(super) fn judge(
    stretch: &Stretch<'_>,
    aligned: &Aligned,
    role: Role,
    single: bool,
    person: bool,
    legal_after: bool,
) -> Verdict {
    let place = Place { stretch, aligned };
    if zone(stretch, aligned, role) == Zone::Token {
        return match (single, aligned.inside || aligned.joined) {
            (true, _) => Verdict::No,
            (false, true) if person => Verdict::Yes,
            (false, true) => Verdict::Hint,
            (false, false) if person => Verdict::Yes,
            (false, false) => Verdict::Hint,
        };
    }
    if !place.capitalised() {
        return if legal_after { Verdict::Hint } else { Verdict::No };
    }
    let line = place.line();
    if is_caps_line(line) {
        return if single && !legal_after { Verdict::No } else { Verdict::Hint };
    }
    if legal_after {
        return Verdict::Yes;
    }
    if place.is_part_of_another_name(single) {
        return Verdict::No;
    }
    if !single {
        return if is_title_line(line) { Verdict::Hint } else { Verdict::Yes };
    }
    if place.follows_client_word() {
        return Verdict::Yes;
    }
    if place.opens_a_sentence() || place.is_label() || is_title_line(line) || !role.is_prose() {
        return Verdict::IfSupported;
    }
    Verdict::Yes
}

/// An aligned name in its surroundings.
struct Place<'s, 'a> {
    /// The text.
    stretch: &'s Stretch<'a>,
    /// The name.
    aligned: &'s Aligned,
}

impl<'a> Place<'_, 'a> {
    /// Whether every content word of it begins with a capital or is a number.
    fn capitalised(&self) -> bool {
        (self.aligned.first..=self.aligned.last).all(|i| {
            let written = self.stretch.written(i);
            let small =
                matches!(written, "and" | "of" | "the" | "&" | "und" | "et" | "for" | "de" | "von" | "van" | "s");
            small || written.chars().next().is_some_and(|c| !c.is_lowercase())
        })
    }

    /// The text of the block before the name.
    fn before(&self) -> &'a str {
        self.stretch.text.get(self.stretch.block.start as usize..self.aligned.span.start as usize).unwrap_or_default()
    }

    /// The text of the block after the name.
    fn after(&self) -> &'a str {
        self.stretch.text.get(self.aligned.span.end as usize..self.stretch.block.end as usize).unwrap_or_default()
    }

    /// The line of the block that holds the name.
    fn line(&self) -> &'a str {
        let from = self.before().rfind('\n').map_or(0, |i| i + 1) + self.stretch.block.start as usize;
        let to =
            self.after().find('\n').map_or(self.stretch.block.end as usize, |i| i + self.aligned.span.end as usize);
        self.stretch.text.get(from..to).unwrap_or_default()
    }

    /// Whether it is the first word of a sentence, a line, a quotation or a list item: a capital says nothing there.
    fn opens_a_sentence(&self) -> bool {
        let before = self.before().trim_end_matches(|c: char| {
            matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '*' | '_' | '„') || (c.is_whitespace() && c != '\n')
        });
        before.is_empty()
            || before.ends_with(['.', '!', '?', ':', '…', '\n', '•', '|', '>', '—', ';'])
            || before.ends_with([' ', '\n', '-']) && before.trim_end_matches([' ', '-']).is_empty()
            || before
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_alphanumeric() && !c.is_ascii() && !matches!(c, '’' | '”'))
    }

    /// Whether a colon follows: a label of a form or a list.
    fn is_label(&self) -> bool {
        self.after().starts_with(':')
    }

    /// Whether a neighbouring capitalised word makes another name of it: `Orchard Street`, `Apple Orchard`.
    fn is_part_of_another_name(&self, single: bool) -> bool {
        let next = self.aligned.last + 1;
        let next_word =
            self.stretch.words.get(next).filter(|w| w.gap == Gap::Space && !self.stretch.between(next).contains('\n'));
        if next_word.is_some_and(|w| matches!(w.shape, Shape::Title | Shape::Caps | Shape::Mixed)) {
            let plain = folded(self.stretch.written(next));
            let small = matches!(plain.as_str(), "i" | "a" | "the" | "and" | "or" | "in" | "on" | "for");
            if !small && !legal::is_form(&plain) {
                return true;
            }
        }
        if next_word.is_some_and(|w| w.shape == Shape::Digits) && single {
            return true;
        }
        // `Harbour-front`, `self-Clear`: part of a compound.
        if single
            && self.after().starts_with(['-', '‑'])
            && self.after().chars().nth(1).is_some_and(char::is_alphanumeric)
        {
            return true;
        }
        let Some(first) = self.stretch.words.get(self.aligned.first) else { return false };
        if first.gap == Gap::Joint && self.stretch.between(self.aligned.first).contains(['-', '‑']) {
            return single;
        }
        let Some(previous) = self.aligned.first.checked_sub(1).and_then(|i| self.stretch.words.get(i)) else {
            return false;
        };
        let adjacent = first.gap == Gap::Space && !self.stretch.between(self.aligned.first).contains('\n')
            || self.stretch.between(self.aligned.first).trim() == "&";
        if !adjacent || !matches!(previous.shape, Shape::Title | Shape::Caps | Shape::Mixed) {
            return false;
        }
        let plain = folded(self.stretch.written(self.aligned.first - 1));
        // A capital that only opens the sentence belongs to no name: `With Orchard`, `Thank Haven`.
        let opens = {
            let shorter = Aligned { span: previous.span(), first: self.aligned.first - 1, ..*self.aligned };
            Place { stretch: self.stretch, aligned: &shorter }.opens_a_sentence()
        };
        !(matches!(plain.as_str(), "the" | "i" | "our" | "client")
            || is_title(&plain) && !single
            || opens && lexicon::commonness(&plain) >= 2)
    }

    /// Whether `client`, `customer` or a word of acting for somebody stands right before it.
    fn follows_client_word(&self) -> bool {
        let from = self.aligned.first.saturating_sub(3);
        (from..self.aligned.first).any(|i| {
            let near = (i + 1..=self.aligned.first).all(|j| {
                self.stretch.words.get(j).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Joint))
                    || self.stretch.between(j) == ", "
            });
            let word = self.stretch.written(i).to_ascii_lowercase();
            near && matches!(
                word.as_str(),
                "client" | "clients" | "represent" | "represented" | "representing" | "advised" | "advising"
            )
        })
    }
}

/// Whether a line has letters and all are capitals, in two words or more.
fn is_caps_line(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase) && line.split_whitespace().count() > 1
}

/// Whether nearly every word of a line that could do without begins with a capital: a title.
fn is_title_line(line: &str) -> bool {
    let long = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let first = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let all = line.split_whitespace().filter(long).count();
    let capital = line.split_whitespace().filter(long).filter(|w| first(w)).count();
    all >= 3 && capital * 5 >= all * 4
}
