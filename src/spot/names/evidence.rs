//! Owns what the original text says for or against a name that is made of ordinary words: capitals, the start of a
//! sentence, lines in capitals, neighbours that make another name, a legal form. Called by `names` for each aligned name.

use super::align::Aligned;
use super::beside::{is_calendar, is_firm_noun, is_opener, is_place_noun};
use super::elsewhere::is_ordinary_words;
use super::lines::{is_caps_line, is_menu};
use super::stretch::Stretch;
use crate::draft::Role;
use crate::register::forms::{is_title, person};
use crate::register::legal;
use crate::spot::why::Reason;
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

/// What kind of ambiguous name is judged.
#[derive(Clone, Copy)]
pub(super) struct Traits {
    /// One word.
    pub(super) single: bool,
    /// A person's.
    pub(super) person: bool,
    /// Counts only in capitals.
    pub(super) acronym: bool,
    /// A legal form follows it in the draft.
    pub(super) legal_after: bool,
    /// One letter, or a legal form: such a name alone is nobody's.
    pub(super) tiny: bool,
}

/// Judges an ambiguous name in a hashtag, an address or a path.
fn judge_token(place: &Place<'_, '_>, single: bool, person: bool) -> (Verdict, Reason) {
    match (single, person) {
        (true, _) => (Verdict::No, Reason::OrdinaryToken),
        (false, true) => (Verdict::Yes, Reason::Sign),
        // Several words behind one sign are a name (`#SummitFoods`), unless they are one word as well (`#clearwater`).
        (false, false) if place.before().ends_with(['#', '＃', '@']) && !place.is_one_known_word() => {
            (Verdict::Yes, Reason::Sign)
        }
        (false, false) => (Verdict::Hint, Reason::OrdinaryToken),
    }
}

/// Judges an ambiguous name, and says why.
pub(super) fn judge(stretch: &Stretch<'_>, aligned: &Aligned, role: Role, traits: Traits) -> (Verdict, Reason) {
    let place = Place { stretch, aligned };
    let Traits { single, person, legal_after, .. } = traits;
    if traits.tiny && !(place.capitalised() && (legal_after || place.follows_client_word())) {
        return (Verdict::No, Reason::OtherName);
    }
    if traits.acronym {
        return place.judge_acronym(role, legal_after);
    }
    if zone(stretch, aligned, role) == Zone::Token {
        return judge_token(&place, single, person);
    }
    if person && is_ordinary_words(stretch, aligned.first, aligned.last) {
        let verdict = if place.is_unlikely_pair() { Verdict::Hint } else { Verdict::No };
        return (verdict, Reason::SmallLetters);
    }
    if place.is_written_as_one() {
        return (Verdict::Yes, Reason::Distinctive);
    }
    if single && place.is_in_a_citation() {
        return (Verdict::No, Reason::Citation);
    }
    if !place.capitalised() {
        return place.judge_small(legal_after);
    }
    let line = place.line();
    if is_caps_line(line) {
        return (if single && !legal_after { Verdict::No } else { Verdict::Hint }, Reason::CapsLine);
    }
    if legal_after && !(single && place.is_end_of_another_name(single, true)) {
        return (Verdict::Yes, Reason::LegalForm);
    }
    if place.is_part_of_another_name(single) {
        let whole = !single && place.is_whole_among_capitals(place.is_in_title());
        return if whole { (Verdict::Hint, Reason::TitleLine) } else { (Verdict::No, Reason::OtherName) };
    }
    if !single {
        return if place.is_in_title() { (Verdict::Hint, Reason::TitleLine) } else { (Verdict::Yes, Reason::Capitals) };
    }
    if place.follows_client_word() {
        return (Verdict::Yes, Reason::ClientWord);
    }
    if place.has_corporate_noun() {
        return (Verdict::Yes, Reason::CorporateNoun);
    }
    let lacking = if place.opens_a_sentence() {
        Reason::SentenceStart
    } else if place.is_label() {
        Reason::Label
    } else if place.is_in_title() || place.ends_a_title() {
        Reason::TitleLine
    } else if place.is_all_capitals() {
        Reason::CapsLine
    } else if !role.is_prose() || is_menu(role, line) || place.is_something_else() {
        Reason::OrdinaryToken
    } else {
        return (Verdict::Yes, Reason::Capitals);
    };
    (Verdict::IfSupported, lacking)
}

/// Judges a distinctive word that stands for a whole name: its capital, and what stands beside it.
pub(super) fn judge_short(stretch: &Stretch<'_>, aligned: &Aligned, role: Role) -> (Verdict, Reason) {
    let place = Place { stretch, aligned };
    if zone(stretch, aligned, role) == Zone::Token {
        // A handle is one account, and this is another.
        let handle = place.before().ends_with(['@', '＠']);
        return match () {
            () if handle || place.is_joined_to_a_firm_noun() => (Verdict::No, Reason::OtherName),
            () if place.is_joined_to_a_given_name() => (Verdict::No, Reason::OtherPerson),
            () => (Verdict::Yes, Reason::Sign),
        };
    }
    if !place.capitalised() {
        return (Verdict::No, Reason::SmallLetters);
    }
    if place.is_in_a_case_of_one_surname() || place.is_in_a_leading_case() {
        return (Verdict::No, Reason::Citation);
    }
    let line = place.line();
    let title = place.is_in_title() || is_caps_line(line);
    // `Bjornstads Christmas party`: the possessive ends the name.
    let goes_on = |next: &String| !title || is_firm_noun(next) || !lexicon::is_word(next);
    let ends = |next: &String| place.ends_in_a_bare_s() && !is_firm_noun(next);
    if place.next_capital().filter(|next| !ends(next)).is_some_and(|next| goes_on(&next))
        || place.is_compound() && !place.is_compounded_with_small_words()
    {
        return (Verdict::No, Reason::OtherName);
    }
    if place.previous_name(title) {
        return (Verdict::No, Reason::OtherPerson);
    }
    if place.lies_near() {
        return (Verdict::IfSupported, Reason::OtherName);
    }
    (Verdict::Yes, Reason::Distinctive)
}

/// Judges a name of one word that is also a rare word, a rare name or a place: small letters say nothing, and neither does a
/// capital beside which another name stands (`Robert Pickering`, `Pickering Road`).
pub(super) fn judge_known(
    stretch: &Stretch<'_>,
    aligned: &Aligned,
    role: Role,
    legal_after: bool,
) -> (Verdict, Reason) {
    let place = Place { stretch, aligned };
    if zone(stretch, aligned, role) == Zone::Token {
        // `/tags/paris`, `pickering.jpg`: there, small letters are usual.
        let sure = role.is_prose() || aligned.inside || place.capitalised();
        return if sure { (Verdict::Yes, Reason::Sign) } else { (Verdict::Hint, Reason::SmallLetters) };
    }
    if place.is_in_a_citation() {
        return (Verdict::No, Reason::Citation);
    }
    if legal_after {
        return (Verdict::Yes, Reason::LegalForm);
    }
    if !place.capitalised() {
        return (Verdict::No, Reason::SmallLetters);
    }
    let line = place.line();
    let title = place.is_in_title() || is_caps_line(line);
    let goes_on = |next: &String| if title { is_place_noun(next) } else { !is_firm_noun(next) || is_place_noun(next) };
    if !place.ends_in_a_bare_s() && place.next_capital().is_some_and(|next| goes_on(&next)) {
        return (Verdict::No, Reason::OtherName);
    }
    if place.previous_name(title) {
        return (Verdict::No, Reason::OtherPerson);
    }
    if place.is_something_else() && !place.follows_client_word() && !place.has_corporate_noun() {
        return (Verdict::IfSupported, Reason::OrdinaryToken);
    }
    (Verdict::Yes, Reason::Distinctive)
}

/// An aligned name in its surroundings.
pub(super) struct Place<'s, 'a> {
    /// The text.
    pub(super) stretch: &'s Stretch<'a>,
    /// The name.
    pub(super) aligned: &'s Aligned,
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
    pub(super) fn before(&self) -> &'a str {
        self.stretch.text.get(self.stretch.block.start as usize..self.aligned.span.start as usize).unwrap_or_default()
    }

    /// The text of the block after the name.
    pub(super) fn after(&self) -> &'a str {
        self.stretch.text.get(self.aligned.span.end as usize..self.stretch.block.end as usize).unwrap_or_default()
    }

    /// Whether it is the first word of a sentence, a line, a quotation or a list item: a capital says nothing there.
    pub(super) fn opens_a_sentence(&self) -> bool {
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

    /// The folded next word, if it follows on the line after a blank and is capitalised as names are.
    pub(super) fn next_capital(&self) -> Option<String> {
        let next = self.aligned.last + 1;
        let word = self
            .stretch
            .words
            .get(next)
            .filter(|w| w.gap == Gap::Space && !self.stretch.between(next).contains('\n'))?;
        if !matches!(word.shape, Shape::Title | Shape::Caps | Shape::Mixed) {
            return None;
        }
        let plain = folded(self.stretch.written(next));
        let small = matches!(
            plain.as_str(),
            "i" | "a" | "the" | "and" | "or" | "in" | "on" | "for" | "is" | "was" | "at" | "to"
        );
        (!small && !legal::is_form(&plain) && !is_calendar(&plain)).then_some(plain)
    }

    /// Whether a hyphen makes it part of a longer word: `Harbour-front`, `self-Clear`.
    fn is_compound(&self) -> bool {
        let mut after = self.after().chars();
        let hyphen = matches!(after.next(), Some('-' | '‑' | '‐')) && after.next().is_some_and(char::is_alphanumeric);
        let first = self.stretch.words.get(self.aligned.first);
        hyphen
            || first.is_some_and(|w| {
                w.gap == Gap::Joint && self.stretch.between(self.aligned.first).contains(['-', '‑', '‐'])
            })
    }

    /// Whether a given name, an initial or a title stands before: then it is somebody's surname.
    fn previous_name(&self, title_line: bool) -> bool {
        let Some(previous) = self.aligned.first.checked_sub(1) else { return false };
        let gap = self.stretch.between(self.aligned.first);
        let Some(word) = self.stretch.words.get(previous) else { return false };
        let written = self.stretch.written(previous);
        let plain = folded(written);
        let initial =
            plain.chars().count() == 1 && written.chars().all(char::is_uppercase) && plain != "a" && plain != "i";
        let adjacent =
            gap.trim().is_empty() && !gap.contains('\n') || (gap.trim() == "." && (initial || is_title(&plain)));
        let given =
            lexicon::is_given_name(&plain) && (!lexicon::is_word(&plain) || !title_line && !self.opens_at(previous));
        adjacent && word.shape != Shape::Lower && (initial || given || person::is_plain_title(&plain))
    }

    /// Whether a word opens a sentence.
    fn opens_at(&self, index: usize) -> bool {
        let Some(word) = self.stretch.words.get(index) else { return false };
        let shorter = Aligned { span: word.span(), first: index, last: index, ..*self.aligned };
        Place { stretch: self.stretch, aligned: &shorter }.opens_a_sentence()
    }

    /// Whether a neighbouring capitalised word makes another name of it: `Orchard Street`, `Apple Orchard`.
    fn is_part_of_another_name(&self, single: bool) -> bool {
        if self.next_capital().is_some() || single && self.is_compound() {
            return true;
        }
        let next = self.aligned.last + 1;
        if single && self.follows_an_institution() {
            return true;
        }
        if single && self.owns_an_institution() {
            return true;
        }
        let digits = |w: &crate::text::words::Word| w.gap == Gap::Space && w.shape == Shape::Digits;
        if single && self.stretch.words.get(next).is_some_and(digits) {
            return true;
        }
        self.is_end_of_another_name(single, false)
    }

    /// Whether a capitalised word before it makes another name of it. A legal form after it shows that it is a name, so that
    /// an opener in a line of capitals is none.
    pub(super) fn is_end_of_another_name(&self, single: bool, legal_after: bool) -> bool {
        let Some(first) = self.stretch.words.get(self.aligned.first) else { return false };
        let Some(index) = self.aligned.first.checked_sub(1) else { return false };
        let Some(previous) = self.stretch.words.get(index) else { return false };
        let gap = self.stretch.between(self.aligned.first);
        let adjacent = first.gap == Gap::Space && !gap.contains('\n') || gap.trim() == "&";
        if !adjacent || !matches!(previous.shape, Shape::Title | Shape::Caps | Shape::Mixed) {
            return false;
        }
        let plain = folded(self.stretch.written(index));
        if single
            && (is_title(&plain)
                || matches!(
                    plain.as_str(),
                    "saint" | "st" | "san" | "santa" | "new" | "old" | "upper" | "lower" | "mount"
                ))
        {
            return true;
        }
        // A capital that only opens the sentence belongs to no name: `With Orchard`, `Thank Haven`.
        !(matches!(plain.as_str(), "the" | "i" | "our" | "client")
            || is_calendar(&plain)
            || is_title(&plain)
            || (legal_after || self.opens_at(index)) && is_opener(&plain)
            // Of other scripts the short ones: articles and prepositions.
            || self.opens_at(index) && !plain.is_ascii() && plain.chars().count() <= 4)
    }

    /// Judges an acronym: capitals are evidence where not the whole line is in capitals.
    fn judge_acronym(&self, role: Role, legal_after: bool) -> (Verdict, Reason) {
        let written = self.stretch.text.get(self.aligned.span.range()).unwrap_or_default();
        let caps = !written.chars().any(char::is_lowercase);
        if zone(self.stretch, self.aligned, role) == Zone::Token {
            let before = self.before().chars().next_back();
            let sign = matches!(before, Some('#' | '@' | '＃' | '＠'));
            // `kpmg-audit.html`, `#nmh`: letters that are no word mean somebody there.
            let known = lexicon::is_known(&folded(written));
            return if caps && sign || !known && (sign || !role.is_prose()) {
                (Verdict::Yes, Reason::Sign)
            } else {
                (Verdict::No, Reason::OrdinaryToken)
            };
        }
        if !caps {
            return (Verdict::No, Reason::SmallLetters);
        }
        if legal_after {
            return (Verdict::Yes, Reason::LegalForm);
        }
        if is_caps_line(self.line()) {
            let word = lexicon::is_word(&folded(written));
            return (if word { Verdict::No } else { Verdict::Hint }, Reason::CapsLine);
        }
        let digits = self
            .stretch
            .words
            .get(self.aligned.last + 1)
            .is_some_and(|w| w.shape == Shape::Digits && w.gap != Gap::Mark);
        if self.is_compound() || digits {
            return (Verdict::No, Reason::OtherName);
        }
        let possessive = self.after().starts_with(['\'', '’']);
        if self.follows_client_word() || possessive || !self.opens_a_sentence() {
            return (Verdict::Yes, Reason::Capitals);
        }
        (Verdict::IfSupported, Reason::SentenceStart)
    }

    /// Whether a possessive and a word that only a company has follow: `Orchard's board`.
    fn has_corporate_noun(&self) -> bool {
        const NOUNS: &str = "acquisition acquirer auditors board brand business ceo chair chairman chairwoman chief counsel \
            customers cfo coo director directors employees executives factory founder founders general head \
            headquarters insurer investors ipo lawyers lenders management merger offices owner owners plant \
            premises president products profits results sales shareholders shares staff subsidiary suppliers \
            takeover team trademark warehouse workforce website";
        let mut after = self.after().chars();
        if !matches!(after.next(), Some('\'' | '’')) {
            return false;
        }
        let rest = after.as_str().strip_prefix(['s', 'S']).unwrap_or(after.as_str());
        let noun = rest.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty()).unwrap_or_default();
        rest.starts_with(' ') && NOUNS.split_whitespace().any(|known| noun.eq_ignore_ascii_case(known))
    }

    /// Whether `client`, `customer` or a word of acting for somebody stands right before it.
    pub(super) fn follows_client_word(&self) -> bool {
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
