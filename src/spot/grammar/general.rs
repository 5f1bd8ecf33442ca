//! Owns general statements: sentences that speak of how things are, and of nobody definite.

use super::mood::whole;
use super::{Ranges, View, people, verbs};
use crate::text::tokens::{Break, Token, What};
use crate::text::words::Shape;

words! {
    /// Words that say how things are in general.
    USUALLY = "usually generally often typically sometimes normally commonly rarely";
    /// Modal verbs, and what does their work.
    MODALS = "may might can could should must shall would cannot can't couldn't shouldn't wouldn't mustn't need needs ought";
    /// People and bodies in general.
    PEOPLE = "clients people employers employees landlords tenants lawyers attorneys solicitors barristers parents drivers defendants \
        claimants plaintiffs courts judges victims buyers sellers patients companies businesses families couples \
        spouses witnesses jurors workers owners directors trustees executors lenders borrowers insurers firms readers \
        prosecutors applicants prisoners suspects offenders creditors debtors partners founders children everyone \
        everybody anyone anybody nobody someone those many most some few banks juries litigants users members";
    /// What makes one person any person.
    ANY = "a an any every each no";
    /// One of any.
    ANYONE = "person client lawyer attorney solicitor barrister tenant landlord employee employer court judge parent driver \
        defendant claimant plaintiff victim buyer seller patient company business family couple spouse witness juror \
        worker owner director trustee executor lender insurer firm prosecutor applicant child debtor creditor will \
        contract guardian mediator prenup claim deed lease bank jury member";
    /// What numbers of rules follow.
    STATUTES = "section sections art article articles rule act code statute regulation para cpr usc cfr";
    /// The definite article.
    THE = "the";
    /// What counts out definite ones: «two jurors», «those tenants».
    COUNTED = "the these two three four five six seven eight nine ten my our their his her both another";
    /// What begins a clause that says something of a noun: «a witness who would say anything».
    RELATIVE = "who which that whom whose what";
    /// The writer.
    WRITER = "i we i'd we'd";
    /// Days and hours that point to now: what happens then is no rule.
    DEICTIC = "today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday ago tmrw";
    /// What a stretch of time follows when it points to now: «last week», «this morning».
    THIS = "this last next";
    /// Stretches of time.
    STRETCH = "morning afternoon evening week weekend month night year spring summer autumn winter term";
    /// What shows that a definite thing of somebody's is spoken of: «our case», «their expert».
    OWNED = "my our their his her";
    /// Things of a matter.
    THING = "case claim client expert witness opponent judge jury defence defense argument trial hearing offer counsel lawyer \
        solicitor attorney barrister landlord insurer ex husband wife boss employer";
}

/// General statements.
pub(super) fn generic(view: &View<'_>) -> Ranges {
    if tells(view) || own_client(view) || !people::someone(view).is_empty() {
        return Vec::new();
    }
    let told = !verbs::past(view).is_empty();
    let with_us = !people::we(view).is_empty() || !people::you(view).is_empty();
    if (told && with_us) || !says_in_general(view, told) { Vec::new() } else { whole(view) }
}

/// Whether the writer's own client is spoken of.
fn own_client(view: &View<'_>) -> bool {
    people::client(view).iter().any(|range| view.tokens.get(range.start).is_some_and(|token| !THE.has(token)))
}

/// Whether a sentence tells of one thing at one time: in telegraph style («Landed in Leeds.», «Booked in for assault.»),
/// of something of somebody's («our case is thin»), or of now and a past («a client rang on Friday»).
fn tells(view: &View<'_>) -> bool {
    let modal = view.tokens.iter().any(|token| MODALS.has(token));
    let verb_first = view.tokens.first().is_some_and(|first| {
        let past = verbs::past(view).first().is_some_and(|range| range.start == 0);
        let ing = view.written(first).to_ascii_lowercase().ends_with("ing") && first.span.len() > 4;
        past || (ing && !modal && !view.tokens.iter().any(|token| USUALLY.has(token) || IS.has(token)))
    });
    let owned = view
        .tokens
        .iter()
        .enumerate()
        .any(|(index, token)| THING.has(token) && view.before(index).is_some_and(|before| OWNED.has(before)));
    let deictic = view.tokens.iter().enumerate().any(|(index, token)| {
        DEICTIC.has(token) || (STRETCH.has(token) && view.before(index).is_some_and(|before| THIS.has(before)))
    });
    verb_first || owned || (deictic && (!modal || !verbs::past(view).is_empty()))
}

words! {
    /// The copula of a definition: «Buying a home is stressful».
    IS = "is are";
}

/// Whether the subject of a sentence or its main verb speaks in general, or a statute is named.
fn says_in_general(view: &View<'_>, told: bool) -> bool {
    let leading = view.tokens.first().is_some_and(|first| LEADING.has(first));
    let mut subject = true;
    let mut relative = false;
    for (index, token) in view.tokens.iter().enumerate() {
        let next = view.tokens.get(index + 1);
        let before = view.before(index);
        let statute = matches!(token.what, What::Sign('§'))
            || (STATUTES.has(token) && next.is_some_and(|next| next.shape == Shape::Digits));
        if statute || USUALLY.has(token) {
            return true;
        }
        if token.break_before != Break::None {
            subject |= leading;
            relative = false;
        }
        relative |= index > 0 && RELATIVE.has(token);
        if MODALS.has(token) && !relative && !modal_of_the_writer(view, index, told) {
            return true;
        }
        if subject && general_subject(view, index, token, before) {
            return true;
        }
        // After the first verb nothing is the subject any more.
        subject &= !is_verb(view, index);
    }
    false
}

/// Whether the modal at an index says what the writer could or would do once: «I could not watch».
fn modal_of_the_writer(view: &View<'_>, index: usize, told: bool) -> bool {
    told && (1..=2).any(|back| view.at(index.checked_sub(back)).is_some_and(|token| WRITER.has(token)))
}

/// Whether a token is the noun of a general subject: «employers», «a tenant».
fn general_subject(view: &View<'_>, index: usize, token: &Token, before: Option<&Token>) -> bool {
    let counted = (1..=2).any(|back| {
        view.at(index.checked_sub(back)).is_some_and(|token| COUNTED.has(token) || token.shape == Shape::Digits)
    });
    let any = |back: usize| view.at(index.checked_sub(back)).is_some_and(|token| ANY.has(token));
    (PEOPLE.has(token) && !counted) || (ANYONE.has(token) && before.is_some() && (any(1) || any(2)))
}

/// Whether a token is, by its form, a finite verb.
fn is_verb(view: &View<'_>, index: usize) -> bool {
    view.tokens.get(index).is_some_and(|token| MODALS.has(token) || VERBS.has(token))
        || verbs::past(view).iter().any(|range| range.start == index)
}

words! {
    /// What begins a phrase before the subject: «In most states, a driver».
    LEADING = "in if when from under after before as for on at with while since although where once until unless by";
    /// The commonest finite verbs.
    VERBS = "is are was were has have had do does did am isn't aren't wasn't weren't don't doesn't didn't says ask asks get gets";
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use crate::rules::Fixed;

    #[test]
    fn general_statements_speak_of_nobody_definite() {
        for text in [
            "Clients often settle before trial.",
            "A tenant may withhold rent under section 11.",
            "You can ask for bail.",
            "In most states, a driver who is stopped must give a name.",
            "From Monday, employers must keep records.",
            "Buying a home can be hard.",
        ] {
            assert_eq!(found(Fixed::Generic, text), [text]);
        }
        for text in
            ["My client may settle.", "We settled for clients.", "He should pay.", "It rained.", "You paid people."]
        {
            assert_eq!(found(Fixed::Generic, text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_told_of_one_thing_is_not_general() {
        for text in [
            "Landed in Leeds for a client's parole board.",
            "Booked in for assault on Friday.",
            "Honestly, our case is paper thin and everybody on the team knows it.",
            "Their expert is a hired gun who would say anything.",
            "Two jurors are nodding at me.",
            "A client lied to the court last week.",
            "The fix is in at that court, and everybody knows it.",
        ] {
            assert_eq!(found(Fixed::Generic, text), Vec::<&str>::new(), "{text}");
        }
    }
}
