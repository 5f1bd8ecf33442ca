//! Owns how a surname is read beside which no given name stands: with a title, `client`, the family. Called by `person`.

use super::beside::is_firm_noun;
use super::evidence::Place;
use super::flag;
use super::lines::{is_caps_line, is_title_line};
use super::person::{Met, Reader};
use crate::register::forms::{is_suffix, person};
use crate::spot::Strength;
use crate::spot::why::{Reason, Written};
use crate::text::fold::folded;
use crate::text::lexicon;
use crate::text::words::Gap;

impl Reader<'_, '_> {
    /// The surname alone, with a title, `client` or `family` beside it.
    pub(super) fn alone(&self) -> Met {
        let place = Place { stretch: self.stretch, aligned: self.aligned };
        let line = place.line();
        let title_line = is_title_line(line) || is_caps_line(line);
        let next = place.next_capital().filter(|n| !is_suffix(n));
        let named_on = next.is_some_and(|n| {
            // `Judge William H. Pryor`: a surname that is a given name as well, or an initial, goes on.
            let given = n.chars().count() == 1 || self.surname.last().is_some_and(|s| lexicon::is_given_name(s));
            given || is_firm_noun(&n) || !title_line || lexicon::is_surname(&n) && !lexicon::is_word(&n)
        });
        if let Some(title) = self.aligned.first.checked_sub(1).filter(|i| self.is_title_before(*i)) {
            let plain = folded(self.stretch.written(title));
            if self.contradicts(&plain) {
                return self.other(Written::TitleSurname, Reason::OtherPerson);
            }
            if named_on || self.is_compound() {
                return self.other(Written::TitleSurname, Reason::OtherName);
            }
            let start = self.stretch.words.get(title).map_or(self.aligned.span.start, |w| w.at);
            return self.found(start, self.aligned.span.end, (Written::TitleSurname, Strength::Medium), Reason::Title);
        }
        if let Some(end) = self.honorific() {
            let fit = (Written::TitleSurname, Strength::Medium);
            return self.found(self.aligned.span.start, end, fit, Reason::Title);
        }
        if self.follows_client() {
            if named_on || self.is_compound() {
                return self.other(Written::ClientSurname, Reason::OtherName);
            }
            let fit = (Written::ClientSurname, Strength::Medium);
            return self.found(self.aligned.span.start, self.aligned.span.end, fit, Reason::ClientWord);
        }
        let next = self.aligned.last + 1;
        let family = matches!(
            self.stretch.written(next),
            "family" | "household" | "siblings" | "brothers" | "sisters" | "twins"
        );
        if family && super::admit::is_spaced(self.stretch, next) && self.follows_the() {
            let fit = (Written::Family, Strength::Medium);
            return self.found(self.aligned.span.start, self.aligned.span.end, fit, Reason::Capitals);
        }
        Met::Nothing
    }

    /// The end of a form of address that a hyphen ties to the surname: `Tsukimori-san`.
    fn honorific(&self) -> Option<u32> {
        let next = self.stretch.words.get(self.aligned.last + 1).filter(|w| w.gap == Gap::Joint && self.is_rare())?;
        let word = self.stretch.written(self.aligned.last + 1);
        matches!(word, "san" | "sama" | "sensei" | "kun" | "chan" | "ssi" | "nim" | "bey" | "hanim")
            .then(|| next.span().end)
    }

    /// The family: `the Okonjos`. With a given name it is a genitive without an apostrophe: `Hinnerk Wolkenstedts Klage`.
    pub(super) fn family(&self) -> Met {
        if self.is_small(self.aligned.first) || self.entry.is(flag::SHORT) {
            return Met::Nothing;
        }
        if self.is_rare()
            && let Some((fit, start)) = self.before()
        {
            return self.found(start, self.aligned.span.end, fit, Reason::Distinctive);
        }
        if !self.follows_the() && !self.follows_client() {
            return Met::Nothing;
        }
        let place = Place { stretch: self.stretch, aligned: self.aligned };
        if place.next_capital().is_some() {
            return self.other(Written::Family, Reason::OtherName);
        }
        self.found(
            self.aligned.span.start,
            self.aligned.span.end,
            (Written::Family, Strength::Medium),
            Reason::Capitals,
        )
    }

    /// Whether a title is one of the other sex than the registered one.
    fn contradicts(&self, title: &str) -> bool {
        let own = match (self.entry.is(flag::HE), self.entry.is(flag::SHE)) {
            (true, _) => 'm',
            (_, true) => 'f',
            _ => return false,
        };
        person::gender_of_title(title).is_some_and(|other| other != own)
    }

    /// Whether `client` stands right before: `our client Okonjo`, `our client, Okonjo,`.
    fn follows_client(&self) -> bool {
        let Some(index) = self.aligned.first.checked_sub(1) else { return false };
        let gap = self.stretch.between(self.aligned.first);
        matches!(gap.trim(), "" | ",")
            && gap.matches('\n').count() <= 1
            && matches!(folded(self.stretch.written(index)).as_str(), "client" | "clients")
    }

    /// Whether `the` stands right before.
    fn follows_the(&self) -> bool {
        let the = |i: &usize| {
            self.stretch.written(*i).eq_ignore_ascii_case("the") && super::admit::is_spaced(self.stretch, i + 1)
        };
        self.aligned.first.checked_sub(1).is_some_and(|i| the(&i))
    }
}
