//! Owns what else a name may mean, mostly one of one word, where it stands: a thing, a day, a town, somebody of that given name, a noun
//! of another language, a case that was published. Called by `evidence` and `admit`.

use super::align::Aligned;
use super::beside::{is_calendar, is_firm_noun};
use super::cases::versus;
use super::evidence::{Place, Verdict, Zone, zone};
use super::lines::is_title_line;
use super::stretch::Stretch;
use super::{Entry, flag};
use crate::draft::Role;
use crate::register::forms::is_place;
use crate::spot::why::Reason;
use crate::text::fold::folded;
use crate::text::lexicon::{self, WordList};
use crate::text::words::{Gap, Shape};

/// Bytes after a name in which the year of a case's citation stands.
const CITATION: usize = 120;

/// Articles and prepositions of other languages, in which names and phrases alike have small letters.
static SMALL_WORDS: WordList = WordList::new(
    "a al au aux am an auf aus con com da dal dalla das de degli dei del della dem den der des det di die do dos du e ein eine el en et gli i \
    il im in l la las le les lo los mit na nel no o os par para per por pour sous sul sur um uma un una und une uno van vom von y zu zum zur",
);

/// Judges a name that is no ordinary one: where it is something else all the same.
pub(super) fn judge_distinctive(
    stretch: &Stretch<'_>,
    aligned: &Aligned,
    role: Role,
    entry: Entry,
    legal_after: bool,
) -> (Verdict, Reason) {
    let place = Place { stretch, aligned };
    let single = entry.flags & (flag::SINGLE | flag::ALLOW | flag::IDENTIFIER) == flag::SINGLE;
    let prose = || zone(stretch, aligned, role) == Zone::Prose;
    match () {
        // `cruz airlines llc` is no phrase of another language.
        () if legal_after && !entry.is(flag::ALLOW) => (Verdict::Yes, Reason::Distinctive),
        () if (single || entry.is_surely_person()) && place.is_a_street() => (Verdict::No, Reason::OtherName),
        () if single && place.is_a_unit() && prose() => (Verdict::No, Reason::OrdinaryToken),
        () if entry.is_surely_person() && is_ordinary_words(stretch, aligned.first, aligned.last) && prose() => {
            (Verdict::No, Reason::SmallLetters)
        }
        () if !single && !entry.is_surely_person() && place.is_a_foreign_phrase() && prose() => {
            (Verdict::No, Reason::SmallLetters)
        }
        () => (Verdict::Yes, Reason::Distinctive),
    }
}

/// Whether the words beside words `first` to `last` are English, so that words of another language are a name there.
fn is_english_around(stretch: &Stretch<'_>, first: usize, last: usize) -> bool {
    /// Words on either side that are looked at.
    const NEAR: usize = 6;
    let (mut all, mut english) = (0, 0);
    for index in (first.saturating_sub(NEAR)..first).chain(last + 1..=last + NEAR) {
        let word = folded(stretch.written(index));
        if word.is_empty() || SMALL_WORDS.holds(&word) {
            continue;
        }
        all += 1;
        english += usize::from(lexicon::is_word(&word) && !lexicon::is_foreign(&word));
    }
    all > 0 && english * 4 >= all * 3
}

/// Whether a person's name that is joined is one word of the lists here: `markdown-guide.md`, `mark-down-guide.md`. Its capitals
/// part it (`#MarkDown`), and so does a path that ends with it (`people/mark-down`).
pub(super) fn is_one_word(stretch: &Stretch<'_>, aligned: &Aligned, words: &str) -> bool {
    let place = Place { stretch, aligned };
    let written = stretch.text.get(aligned.span.range()).unwrap_or_default();
    let capitals = || {
        let mut inner = written.chars().skip(1);
        inner.clone().any(char::is_uppercase) && inner.any(char::is_lowercase)
    };
    let parted = written.contains(|c: char| !c.is_alphanumeric());
    let joint = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let alone = || !place.before().ends_with(joint) && !place.after().starts_with(joint);
    let joined = words.replace(' ', "");
    lexicon::is_known(&joined) && !capitals() && !(parted && alone())
}

/// Whether a person's name, the words from `first` to `last`, is ordinary words here, some or all of them without a capital:
/// `In April rivers rise`, `a Christian church`, `à la claire fontaine`.
pub(super) fn is_ordinary_words(stretch: &Stretch<'_>, first: usize, last: usize) -> bool {
    // Given names that are adjectives and months as well.
    static CAPITALS: WordList = WordList::new("april august christian dolores german jordan june may norman roman");
    let english = |word: &str| lexicon::is_word(word) || CAPITALS.holds(word);
    // A name has its particles in small letters too.
    let small = |i: &usize| stretch.written(*i).starts_with(char::is_lowercase);
    let words = || (first..=last).map(|i| (i, folded(stretch.written(i)))).filter(|(_, w)| !SMALL_WORDS.holds(w));
    first < last
        && words().any(|(i, _)| small(&i))
        && words().all(|(_, word)| english(&word) || lexicon::is_foreign(&word))
        && (words().all(|(_, word)| english(&word)) || !is_english_around(stretch, first, last))
}

/// Whether two folded words stand side by side hardly but as a name: a rare one before a word that ends companies' names
/// (`pap group`, not `clear group`), or a given name before a surname, neither a very common word (`ray frank`, not `will grant`).
pub(super) fn is_unlikely_pair(one: &str, other: &str) -> bool {
    let at_most = |most: u8| lexicon::commonness(one) <= most && lexicon::commonness(other) <= most;
    is_firm_noun(other) && lexicon::commonness(one) <= 1
        || lexicon::is_given_name(one) && lexicon::is_surname(other) && at_most(2)
}

impl Place<'_, '_> {
    /// Judges an ambiguous name in small letters, by the legal form that follows or does not.
    pub(super) fn judge_small(&self, legal_after: bool) -> (Verdict, Reason) {
        let words = || (self.aligned.first..=self.aligned.last).map(|i| folded(self.stretch.written(i)));
        let bare = |i: usize| self.stretch.between(i) != "-";
        // Three words or more, one of them somebody's surname, stand side by side hardly by chance.
        let long = || words().count() > 2 && words().any(|word| lexicon::is_surname(&word));
        match () {
            // `rubio & co.`: somebody's name, and a word of nothing else.
            () if legal_after && !words().any(|word| lexicon::is_word(&word)) => (Verdict::Yes, Reason::LegalForm),
            () if legal_after || long() && (self.aligned.first + 1..=self.aligned.last).all(bare) => {
                (Verdict::Hint, Reason::SmallLetters)
            }
            () if self.is_unlikely_pair() => (Verdict::Hint, Reason::SmallLetters),
            () => (Verdict::No, Reason::SmallLetters),
        }
    }

    /// Whether it is two words in small letters that stand side by side hardly but as a name.
    pub(super) fn is_unlikely_pair(&self) -> bool {
        let (first, last) = (self.aligned.first, self.aligned.last);
        let small = |i: usize| self.stretch.written(i).starts_with(char::is_lowercase);
        if last != first + 1 || self.stretch.between(last) != " " || !small(first) || !small(last) {
            return false;
        }
        is_unlikely_pair(&folded(self.stretch.written(first)), &folded(self.stretch.written(last)))
    }

    /// Whether its letters, put together, are one word of the lists as well.
    pub(super) fn is_one_known_word(&self) -> bool {
        let joined = |i: usize| folded(self.stretch.written(i));
        let letters: String = (self.aligned.first..=self.aligned.last).map(joined).collect();
        lexicon::is_known(&letters)
    }

    /// Whether an apostrophe makes it the first word of an institution's name: `King's College`.
    pub(super) fn owns_an_institution(&self) -> bool {
        let own = self.aligned.last;
        let ends_in_s = self.stretch.written(own).ends_with("'s") || self.stretch.written(own).ends_with("’s");
        let apart =
            matches!(self.stretch.written(own + 1), "s" | "S") && self.stretch.between(own + 1).ends_with(['\'', '’']);
        let next = if apart { own + 2 } else { own + 1 };
        let word = self.stretch.words.get(next).filter(|word| word.gap == Gap::Space && word.shape == Shape::Title);
        (apart || ends_in_s) && word.is_some() && is_firm_noun(&folded(self.stretch.written(next)))
    }

    /// Whether a name of several words is whole although a capital stands beside it: in a title every word has one (`Orchard
    /// Trust Opens New Wing`), and what comes after `Group` or `Trust` is hardly of the name.
    pub(super) fn is_whole_among_capitals(&self, title: bool) -> bool {
        static LAST: WordList = WordList::new(
            "association college council foundation group holdings hospital institute partners school services society \
             software solutions systems technologies trust university",
        );
        static BEFORE: WordList = WordList::new("east great grand new north old royal saint south st west");
        let plain = |word: &str| lexicon::is_word(word) && !is_firm_noun(word);
        let ends = || self.next_capital().is_none_or(|next| plain(&next));
        let begins = || {
            let before = self.aligned.first.checked_sub(1).map(|i| folded(self.stretch.written(i))).unwrap_or_default();
            plain(&before) && !BEFORE.holds(&before)
        };
        let last = || LAST.holds(&folded(self.stretch.written(self.aligned.last)));
        ends() && (!self.is_end_of_another_name(false, false) && (title || last()) || begins())
    }

    /// Whether the words of a company's name are the words of another language here: all small but for the one that opens the
    /// sentence (`La belle saison commence`).
    fn is_a_foreign_phrase(&self) -> bool {
        let (first, last) = (self.aligned.first, self.aligned.last);
        let capital = self.stretch.written(first).starts_with(char::is_uppercase);
        (!capital || self.opens_a_sentence())
            && (first + 1..=last).all(|i| self.stretch.written(i).starts_with(char::is_lowercase))
            && (first..=last).all(|i| !self.stretch.between(i + 1).starts_with(['-', '_']) || i == last)
            && is_ordinary_words(self.stretch, first, last)
    }

    /// Whether it means something else unless other words speak for it.
    pub(super) fn is_something_else(&self) -> bool {
        self.follows_determiner()
            || self.is_a_time()
            || self.is_a_town()
            || lexicon::is_given_name(&self.own())
            || self.is_a_foreign_noun()
    }

    /// Whether it is a unit that a number counts: `800 lumen`.
    fn is_a_unit(&self) -> bool {
        let word = self.stretch.words.get(self.aligned.first);
        let small = word.is_some_and(|w| w.shape == Shape::Lower && w.gap == Gap::Space);
        let before = self.aligned.first.checked_sub(1).and_then(|i| self.stretch.words.get(i));
        small && before.is_some_and(|w| w.shape == Shape::Digits)
    }

    /// The name, folded.
    fn own(&self) -> String {
        folded(self.stretch.text.get(self.aligned.span.range()).unwrap_or_default())
    }

    /// The words before it, folded, the nearest first, as long as nothing but blanks parts them.
    fn words_before(&self) -> impl Iterator<Item = String> + '_ {
        let near = |i: &usize| self.stretch.words.get(i + 1).is_some_and(|w| w.gap == Gap::Space);
        (0..self.aligned.first).rev().take_while(near).map(|i| folded(self.stretch.written(i)))
    }

    /// Whether a small article or pronoun stands right before it: `the Summit`, `this year's Summit`, `our Bridge` are
    /// things that somebody named in capitals, not somebody.
    fn follows_determiner(&self) -> bool {
        // Of other languages too: in German every noun has a capital.
        static DETERMINERS: WordList = WordList::new(
            "the this a an our their its your my each every \
            der die das dem den des ein eine einen einem einer eines im am zum zur vom beim kein keine diese diesem diesen dieser dieses \
            jeder jede jedes unser unsere ihr ihre mein meine dein deine sein seine \
            le la les un une du el los las una del il lo gli della de het een o os um uma do da",
        );
        let before = self.before().trim_end_matches([' ', '\n']);
        let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        matches!(word, "year's" | "year’s") || DETERMINERS.holds(&word.to_lowercase())
    }

    /// Whether it is a day of the week, or a month beside a number or a preposition of time: `14 May`, `since April`.
    fn is_a_time(&self) -> bool {
        static MONTHS: WordList = WordList::new("may april june august");
        static BEFORE: WordList = WordList::new(
            "in on by since until till last next this of early late mid each every through before after during between",
        );
        let own = self.own();
        let number = |i: usize| self.stretch.words.get(i).is_some_and(|w| w.shape == Shape::Digits);
        let before = self.aligned.first.checked_sub(1);
        is_calendar(&own)
            || MONTHS.holds(&own)
                && (number(self.aligned.last + 1)
                    || before.is_some_and(|i| number(i) || BEFORE.holds(&folded(self.stretch.written(i)))))
    }

    /// Whether it is a town: `in Durham`, `to Bergen`, `Phoenix, Arizona`, `(Cambridge)`. `Shares in Orchard` are of a company.
    fn is_a_town(&self) -> bool {
        static IN: WordList = WordList::new("in near outside around across");
        static FROM: WordList = WordList::new("from to at towards toward via through leaving reaching visiting");
        static HELD: WordList = WordList::new(
            "shares share stake stakes interest interests invest invested investing investment investments trust trusts confidence \
            faith believe believes believed holding holdings",
        );
        let mut before = self.words_before();
        let (nearest, held) = (before.next().unwrap_or_default(), before.next().unwrap_or_default());
        let listed = is_place(&self.own());
        let bracketed = self.before().ends_with('(') && self.after().starts_with(')');
        let next = self.aligned.last + 1;
        let follows = self.stretch.between(next) == ", " && is_place(&folded(self.stretch.written(next)));
        IN.holds(&nearest) && !HELD.holds(&held) || listed && (FROM.holds(&nearest) || bracketed) || follows
    }

    /// Whether something is near it or outside it: `a warehouse near Lekki` is no company, whatever the lists of places know.
    pub(super) fn lies_near(&self) -> bool {
        static NEAR: WordList = WordList::new("near outside around");
        NEAR.holds(&self.words_before().next().unwrap_or_default()) && !self.after().starts_with(['\'', '’'])
    }

    /// Whether it is a word of another language in a sentence of that language, as far as can be told: in German, where every
    /// noun has a capital, or at the start of a sentence.
    fn is_a_foreign_noun(&self) -> bool {
        static GERMAN: WordList = WordList::new(
            "der die das dem den des und oder ist sind nicht mit fur auf wir wer wie wird werden hat haben bis auch von zu zum zur im am \
            aus bei nach uber unter vor ein eine einen einem einer unser unsere ihr ihre ich sie er es aber wenn dass muss kann so nur \
            noch jeden jeder dieser diese ohne durch gegen seit schon mehr sehr hier beim vom dann als",
        );
        let line = self.line();
        let german = || {
            let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let (mut all, mut known) = (0, 0);
            for word in words {
                all += 1;
                known += usize::from(GERMAN.holds(&folded(word)));
            }
            known >= 2 && known * 5 >= all
        };
        lexicon::is_foreign(&self.own()) && (self.opens_a_sentence() || is_title_line(line) || german())
    }

    /// Whether it stands in the name of a published case: `Salomon v Salomon [1897] AC 22`.
    pub(super) fn is_in_a_citation(&self) -> bool {
        let after = self.after();
        let end = (0..=CITATION.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or_default();
        let after = after.get(..end).unwrap_or_default();
        let bytes = after.as_bytes();
        let year = memchr::memchr2_iter(b'[', b'(', bytes)
            .find(|at| bytes.get(at + 1..at + 5).is_some_and(|inside| inside.iter().all(u8::is_ascii_digit)));
        let Some(year) = year else { return self.is_in_a_leading_case() };
        let versus = |words: &str| versus(words).any(|(_, sign)| sign != " versus ");
        versus(after.get(..year).unwrap_or_default()) || {
            let before = self.before();
            let from = before.len().saturating_sub(CITATION);
            let from = (from..before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
            let before = before.get(from..).unwrap_or_default();
            versus(before.rsplit([';', '\n']).next().unwrap_or_default())
        }
    }

    /// Whether the word after it makes a street of it.
    fn is_a_street(&self) -> bool {
        static STREETS: WordList =
            WordList::new("road street avenue lane drive crescent boulevard terrace highway rd ave blvd");
        let next = self.aligned.last + 1;
        let title = self.stretch.words.get(next).is_some_and(|w| w.gap == Gap::Space && w.shape == Shape::Title);
        title && STREETS.holds(&folded(self.stretch.written(next)))
    }
}
