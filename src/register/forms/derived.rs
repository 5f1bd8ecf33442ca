//! Owns the forms of a name that nobody would register and people write all the same. Called by the forms alone.

use super::{Form, FormKind, is_ambiguous, is_distinctive, is_first_word, person, spelling};
use crate::text::Secret;
use crate::text::lexicon::WordList;

/// The forms of a name that nobody would register: with particles written together, the surname first or last, one long
/// word parted, half of a double surname. `traits` holds what is known about the name; `rare` asks for those that few people
/// write.
pub(super) fn forms(
    words: &[String],
    traits: &Form,
    (hyphenated, joined): (bool, bool),
    rare: bool,
    each: &mut dyn FnMut(Form),
) {
    let surname = usize::from(traits.surname);
    let other = |words: &[String], surname: usize| Form {
        words: Secret::new(words.join(" ")),
        ambiguous: is_ambiguous(words),
        surname: surname.min(7) as u8,
        ..traits.clone()
    };
    let reversed = if traits.surely_person { person::surname_first(words, hyphenated) } else { None };
    // `Kim Min-jun`: that hyphen parts no surnames.
    let halved = traits.person && if hyphenated { reversed.is_none() } else { !joined };
    if rare {
        for words in spelling::with_prefixes(words) {
            each(other(&words, surname));
        }
        if let Some((words, surname)) = reversed {
            each(other(&words, surname));
        }
        if let Some(words) = person::without_particles(words, surname).filter(|_| traits.person) {
            each(Form { short: true, ..other(&words, surname) });
        }
        if let Some((at, parted)) = spelling::parted(words) {
            // It takes capitals to tell it from two words, and of a name of one word they are not enough.
            let form = other(&parted, surname + usize::from(at < surname));
            each(Form { ambiguous: true, short: words.len() == 1, ..form });
        }
    }
    if halved {
        for (words, surname) in person::halves(words, surname, hyphenated) {
            each(Form { short: true, spelt: false, ..other(&words, surname) });
        }
    }
    // `#RuthOkonjo` for Ruth Amina Okonjo: joined, nothing shows where the middle name was.
    if rare
        && traits.person
        && surname > 1
        && let (Some(first), Some(last)) = (words.first(), words.get(surname..))
    {
        each(other(&[std::slice::from_ref(first), last].concat(), 0));
    }
    // Where the first word alone points at the company, its beginnings are found without.
    if !traits.person && !words.first().is_some_and(|w| is_first_word(w)) {
        for short in short_names(words) {
            let ambiguous = !short.iter().any(|w| is_distinctive(w));
            each(Form { short: true, ambiguous, spelt: false, surname: 0, ..other(&short, 0) });
        }
    }
}

/// The names that are left when one or two general words at the end of a company's name are dropped, as long as two words
/// stay; where none of these is distinctive, one word is dropped and no more.
fn short_names(words: &[String]) -> Vec<Vec<String>> {
    static GENERAL: WordList = WordList::new(
        "holdings holding group trust hospital foundation partners services solutions systems technologies technology \
        international industries enterprises associates university college school bank insurance works stores capital ventures \
        properties management centre center clinic institute corporation agency consulting logistics society club council",
    );
    let general = |w: &String| GENERAL.holds(w);
    let mut out = Vec::new();
    let mut rest = words;
    while let Some((_, shorter)) = rest.split_last().filter(|(last, _)| general(last) && out.len() < 2) {
        if shorter.len() < 2
            || !out.is_empty() && !shorter.iter().any(|w| is_distinctive(w))
            || shorter.last().is_some_and(|w| matches!(w.as_str(), "&" | "of" | "the" | "for" | "and"))
        {
            break;
        }
        out.push(shorter.to_vec());
        rest = shorter;
    }
    out
}

/// The initials of a name, where its owner asks for them.
pub(super) fn acronym(words: &[String], each: &mut dyn FnMut(Form)) {
    let letters: String = words
        .iter()
        .filter(|w| !matches!(w.as_str(), "&" | "of" | "the" | "for"))
        .filter_map(|w| w.chars().next())
        .collect();
    if letters.chars().count() >= 2 {
        let form = Form::new(&[letters], FormKind::Name);
        each(Form { ambiguous: true, short: true, acronym: true, ..form });
    }
}
