//! Owns what verbs tell: past, and requests.

use std::sync::LazyLock;

use super::{Ranges, View};
use crate::rules::irregular_past;
use crate::spot::keys::Keys;
use crate::text::fold::folded;
use crate::text::tokens::{Break, Token, What};
use crate::text::words::{Shape, key};

words! {
    /// What may stand before a request at the beginning of a sentence.
    BEFORE_REQUEST = "please just so then and also now always never kindly simply first next don't do not dont but or";
    /// Words in -ed that are no past forms.
    NOT_PAST = "need feed seed speed indeed exceed proceed succeed hundred red bed wed bleed breed embed sacred naked wicked hatred \
        shed sled deed weed greed reed heed steed creed ted fred ned ed med led misled united experienced dedicated \
        licensed related unrelated detailed talented gifted skilled aged beloved kindred crossbred infrared";
    /// What stands before a participle that tells no past, and before nouns.
    NO_PAST_AFTER = "to will would can could may might must shall should be being get gets getting the a an this these those any all most \
        some every each is are am isn't aren't can't won't couldn't wouldn't shouldn't no our your my their";
    /// Verbs in which readers are asked to do something.
    ASKS = "call contact email send tell ask sign file delete post message text dm write bring keep take get give show let make use \
        read visit book schedule talk speak stop go come see check consider save remember avoid report gather document \
        preserve refuse accept reject wait pay withhold claim demand settle sue fight plead say admit appeal apply \
        leave drop share comment click join follow learn submit fill provide describe reply upload ring phone serve \
        request insist record photograph lodge object walk move transfer put hold cancel change hire fire consult";
    /// What makes a statement to the reader a request.
    DUTY = "should must need have ought had shouldn't mustn't";
    /// Denials before a request: «don't post».
    DENIES = "don't dont never not";
    /// Courtesy in the middle of a sentence.
    PLEASE = "please";
    /// The reader.
    YOU = "you";
    /// What follows some duties.
    TO = "to better not";
    /// Duties that need it.
    NEEDS_TO = "need have ought had";
}

/// Past forms of irregular verbs.
static IRREGULAR: LazyLock<Keys> = LazyLock::new(|| {
    let denied = ["wasn't", "weren't", "didn't", "hadn't", "wasnt", "werent", "didnt", "hadnt"];
    Keys::new(irregular_past().chain(denied).map(key))
});

/// Verbs in the past.
pub(super) fn past(view: &View<'_>) -> Ranges {
    let mut out = Vec::new();
    for (index, token) in view.tokens.iter().enumerate() {
        if token.what != What::Word || !is_past_form(view, index, token) {
            continue;
        }
        let excluded =
            view.before(index).is_some_and(|before| NO_PAST_AFTER.has(before) && token.break_before == Break::None);
        if !excluded {
            out.push(index..index + 1);
        }
    }
    out
}

/// Whether a word is a past form by itself.
fn is_past_form(view: &View<'_>, index: usize, token: &Token) -> bool {
    if token.shape == Shape::Digits || (token.shape == Shape::Title && index > 0) {
        return false;
    }
    if IRREGULAR.holds(token.key) {
        return true;
    }
    let written = view.written(token);
    written.len() > 3
        && written.is_ascii()
        && written.get(written.len() - 2..).is_some_and(|end| end.eq_ignore_ascii_case("ed"))
        && !NOT_PAST.has(token)
}

/// Requests: the verb, with what makes it one.
pub(super) fn imperative(view: &View<'_>) -> Ranges {
    let mut out = Vec::new();
    let mut start = 0;
    // What may come first: signs, courtesies, a name with a comma.
    if view.tokens.get(1).is_some_and(|second| second.break_before == Break::Comma) {
        start = 1;
    }
    let mut index = start;
    let mut negated = false;
    while let Some(token) = view.tokens.get(index) {
        if token.what != What::Word || BEFORE_REQUEST.has(token) {
            negated |= DENIES.has(token);
            index += 1;
            continue;
        }
        let base = negated && token.shape == Shape::Lower && !folded(view.written(token)).ends_with("ing");
        if ASKS.has(token) || base {
            out.push(start..index + 1);
        }
        break;
    }
    for (index, token) in view.tokens.iter().enumerate().skip(1) {
        let before = view.before(index);
        if ASKS.has(token) && before.is_some_and(|before| PLEASE.has(before)) && index > 1 {
            out.push(index - 1..index + 1);
        }
        if DUTY.has(token) && before.is_some_and(|before| YOU.has(before)) {
            let to = usize::from(view.tokens.get(index + 1).is_some_and(|next| TO.has(next)));
            let needs_to = NEEDS_TO.has(token);
            if to == 1 || !needs_to {
                out.push(index - 1..(index + 2 + to).min(view.tokens.len()));
            }
        }
    }
    out.sort_by_key(|range| (range.start, range.end));
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::expect;
    use crate::rules::Fixed;

    #[test]
    fn past_forms_are_found_and_adjectives_are_not() {
        expect(
            Fixed::Past,
            &[
                ("We settled and he was told that I had won", &["settled", "was", "told", "had", "won"]),
                ("It is to be settled by the accused, a limited firm", &[]),
                ("We need speed indeed and United Airlines", &[]),
                ("You didn't pay; a client has lied", &["didn't", "lied"]),
            ],
        );
    }

    #[test]
    fn requests_are_found_at_the_start_and_as_duties() {
        expect(
            Fixed::Imperative,
            &[
                ("Call us today", &["Call"]),
                ("Please don't post about it", &["Please don't post"]),
                ("Marcus, delete that text", &["delete"]),
                ("You should sign, so please call", &["You should sign", "please call"]),
                ("You need to leave", &["You need to leave"]),
                ("We call you and you have a case", &[]),
            ],
        );
    }
}
