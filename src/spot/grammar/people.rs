//! Owns the person classes: the writer, the reader, one definite other person, one definite client.

use super::{Ranges, View};
use crate::spot::keys::Keys;
use crate::text::fold::folded;
use crate::text::lexicon::{is_given_name, is_surname, is_word};
use crate::text::tokens::{Break, Token, What};
use crate::text::words::Shape;

words! {
    /// The writer.
    FIRST = "i me my mine myself we us our ours ourselves";
    /// The reader.
    SECOND = "you your yours yourself yourselves y'all ur";
    /// Somebody else, one person.
    THIRD = "he him his himself she her hers herself";
    /// What points to a definite thing.
    POINTING = "this that the said our my your his her their";
    /// What points to the firm.
    FIRM_POINTING = "this our my";
    /// The firm.
    FIRM = "firm office practice chambers team department";
    /// A person, with a pointing word before.
    PERSON = "reviewer commenter poster gentleman lady man woman person individual couple family mother father mom mum dad \
        boy girl child teenager kid fellow guy chap neighbour neighbor employee owner tenant landlord widow widower \
        grandmother grandfather husband wife son daughter brother sister claimant plaintiff defendant accused";
    /// Titles before a name.
    TITLE = "mr mrs ms miss mx dr sir dame lord lady prof professor judge justice rev reverend";
    /// Whose client it is, definite.
    WHOSE = "my our this that his her their your the";
    /// Indefinite, definite only with more.
    INDEFINITE = "a an one";
    /// What makes a client one that was.
    FORMER = "former ex previous longtime latest newest";
    /// What follows «client» in words for something else.
    COMPOUND = "relationship relationships portal alert alerts confidentiality care list base intake service services \
        communication communications file files matter matters account accounts money development experience privilege \
        satisfaction consent protection side team needs interview trust secrets data information confidences";
    /// What does not stand between «my» and «client».
    NOT_BETWEEN = "to of for with and or in on at is was are were has had be the a an my our as from by if that who";
    /// The definite article.
    THE = "the";
    /// The firm, where the article is enough.
    THE_FIRM = "firm";
    /// What numerals follow.
    NUMBERED = "part type title chapter class phase schedule appendix book act section war article";
    /// A client.
    CLIENT = "client";
    /// Clients.
    CLIENTS = "clients";
    /// For «one of our clients».
    ONE = "one";
    /// For «a client of mine».
    OF = "of";
    /// For «a client of mine».
    MINE = "mine ours my our this yours";
    /// What tells of an indefinite client as of a definite one.
    TELLS = "who whose whom told said asked called came walked rang texted emailed hired retained named";
}

/// The writer, or the firm.
pub(super) fn we(view: &View<'_>) -> Ranges {
    let mut out = Vec::new();
    for (index, token) in view.tokens.iter().enumerate() {
        let first = FIRST.has(token) && !is_country(view, token) && !is_numeral(view, index, token);
        if first {
            out.push(index..index + 1);
        }
        if FIRM.has(token)
            && let Some(before) = view.before(index)
        {
            let the_firm = THE.has(before) && THE_FIRM.has(token);
            if FIRM_POINTING.has(before) || the_firm {
                out.push(index - 1..index + 1);
            }
        }
    }
    out
}

/// Whether «US» is the country.
fn is_country(view: &View<'_>, token: &Token) -> bool {
    token.shape == Shape::Caps && view.written(token) == "US"
}

/// Whether «I» counts a thing: Part I, Type I.
fn is_numeral(view: &View<'_>, index: usize, token: &Token) -> bool {
    view.written(token) == "I" && view.before(index).is_some_and(|before| NUMBERED.has(before))
}

/// The reader.
pub(super) fn you(view: &View<'_>) -> Ranges {
    singles(view, &SECOND)
}

/// Every token that is one of some words.
fn singles(view: &View<'_>, words: &Keys) -> Ranges {
    let hits = view.tokens.iter().enumerate().filter(|(_, token)| words.has(token));
    hits.map(|(index, _)| index..index + 1).collect()
}

/// One definite person who is neither writer nor reader.
pub(super) fn someone(view: &View<'_>) -> Ranges {
    let mut out: Ranges = Vec::new();
    let mut index = 0;
    while let Some(token) = view.tokens.get(index) {
        let alone = THIRD.has(token) || (PERSON.has(token) && pointed(view, index));
        let end = if alone { Some(index + 1) } else { name_end(view, index, token) };
        match end {
            Some(end) => {
                out.push(index..end);
                index = end;
            }
            None => index += 1,
        }
    }
    out
}

/// Whether a pointing word stands one or two words before.
fn pointed(view: &View<'_>, index: usize) -> bool {
    let points = |back: usize| {
        let at = index.checked_sub(back);
        view.at(at).is_some_and(|token| POINTING.has(token))
    };
    points(1) || (points(2) && view.before(index).is_some_and(|token| token.shape == Shape::Lower))
}

/// If a person's name begins here: one past its last token.
fn name_end(view: &View<'_>, index: usize, token: &Token) -> Option<usize> {
    if let What::Sign('@') = token.what {
        // A handle: somebody is spoken to.
        let next = view.tokens.get(index + 1).filter(|next| next.span.start == token.span.end)?;
        return (next.what == What::Word).then_some(index + 2);
    }
    if token.what != What::Word || token.shape != Shape::Title {
        return None;
    }
    let capital = |at: usize| {
        view.tokens.get(at).is_some_and(|next| {
            next.what == What::Word && next.shape == Shape::Title && next.break_before == Break::None
        })
    };
    if TITLE.has(token) {
        return capital(index + 1).then(|| index + 2 + usize::from(capital(index + 2)));
    }
    let written = view.written(token);
    let word = folded(written.split(['\'', '’']).next().unwrap_or_default());
    if !is_given_name(&word) {
        return None;
    }
    let surname = capital(index + 1)
        && view.tokens.get(index + 1).is_some_and(|next| {
            let next = folded(view.written(next).split(['\'', '’']).next().unwrap_or_default());
            !is_word(&next) || is_surname(&next)
        });
    if surname {
        return Some(index + 2 + usize::from(capital(index + 2)));
    }
    // «Will», «May», «Grace»: an ordinary word is a name only where nothing else asks for a capital.
    (!is_month(&word) && (!is_word(&word) || index > 0)).then_some(index + 1)
}

/// Names that are months, or courtesies of a calendar.
fn is_month(word: &str) -> bool {
    matches!(
        word,
        "april" | "may" | "june" | "august" | "summer" | "autumn" | "easter" | "christian" | "english" | "royal"
    )
}

/// One definite client.
pub(super) fn client(view: &View<'_>) -> Ranges {
    let mut out = Vec::new();
    for (index, token) in view.tokens.iter().enumerate() {
        let next = view.tokens.get(index + 1).filter(|next| next.break_before == Break::None);
        if CLIENTS.has(token) {
            // «one of our clients»
            let points = view.before(index).is_some_and(|before| WHOSE.has(before));
            let one_of = index >= 3
                && view.at(index.checked_sub(2)).is_some_and(|token| OF.has(token))
                && view.at(index.checked_sub(3)).is_some_and(|token| ONE.has(token));
            if points && one_of {
                out.push(index - 3..index + 1);
            }
            continue;
        }
        if !CLIENT.has(token) || next.is_some_and(|next| COMPOUND.has(next)) {
            continue;
        }
        let mine =
            next.is_some_and(|next| OF.has(next)) && view.tokens.get(index + 2).is_some_and(|token| MINE.has(token));
        let end = if mine { index + 3 } else { index + 1 };
        if let Some(start) = determiner(view, index, mine, next) {
            out.push(start..end);
        } else if index == 0 && next.is_some_and(|next| next.shape == Shape::Lower) {
            // Telegraph style: «Client looks me in the eye».
            out.push(0..1);
        }
    }
    out
}

/// Where the words begin that make the «client» at an index a definite one.
fn determiner(view: &View<'_>, index: usize, mine: bool, next: Option<&Token>) -> Option<usize> {
    let mut former = false;
    for back in 1..=4 {
        let at = index.checked_sub(back)?;
        let token = view.tokens.get(at).filter(|token| token.what == What::Word)?;
        if WHOSE.has(token) {
            return Some(at);
        }
        if INDEFINITE.has(token) {
            let told = next.is_some_and(|next| TELLS.has(next));
            return (mine || former || told).then_some(at);
        }
        former |= FORMER.has(token);
        if NOT_BETWEEN.has(token) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::expect;
    use crate::rules::Fixed;

    #[test]
    fn the_writer_is_found_in_person_and_as_a_firm() {
        expect(
            Fixed::We,
            &[
                ("We've told our client that I am done", &["We've", "our", "I"]),
                ("This firm and the firm's file, a firm, the office", &["This firm", "the firm's"]),
                ("In the US, Part I of it", &[]),
            ],
        );
        expect(Fixed::You, &[("You're late with yours, Yousef", &["You're", "yours"])]);
    }

    #[test]
    fn one_definite_person_is_found_and_people_in_general_are_not() {
        expect(
            Fixed::Someone,
            &[
                ("She told this unhappy reviewer", &["She", "reviewer"]),
                ("Thank you Denise! See Mr Ito", &["Denise", "Mr Ito"]),
                ("Walter Prynne and @shaz_1", &["Walter Prynne", "@shaz"]),
                ("People and clients may call in May; a man can", &[]),
                ("Will you call?", &[]),
            ],
        );
    }

    #[test]
    fn one_definite_client_is_found_and_clients_in_general_are_not() {
        expect(
            Fixed::Client,
            &[
                ("Proud of my client Terrell", &["my client"]),
                ("our very first client's case", &["our very first client's"]),
                ("He is a former client of mine", &["a former client of mine"]),
                ("One of our clients called", &["One of our clients"]),
                ("Client looks me in the eye", &["Client"]),
                ("a client who lied", &["a client"]),
                ("Client confidentiality matters to clients and every client of a firm", &[]),
                ("Our client portal", &[]),
            ],
        );
    }
}
