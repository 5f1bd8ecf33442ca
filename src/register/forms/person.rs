//! Owns what is known about the parts of a person's name: titles, suffixes, particles, and where the surname begins.
//! Called by the forms and by `spot`.

use super::nicknames;
use crate::text::lexicon::{self, WordList};

/// Whether a name without a stated kind may be a person's: two to four words, the first a common given name, or two or
/// three words that are all neither ordinary nor signs.
pub fn looks_like_a_person(words: &[String]) -> bool {
    let given = words.first().is_some_and(|w| lexicon::is_given_name(w) || nicknames::is_known(w));
    let name = |w: &String| w.chars().all(char::is_alphabetic) && w.chars().count() > 1 && !is_ordinary(w);
    let plain = |w: &String| w != "&" && w != "v" && w.chars().all(char::is_alphabetic);
    ((2..=4).contains(&words.len()) && given && words.iter().all(plain) && !sounds_like_a_firm(words))
        || ((2..=3).contains(&words.len()) && words.iter().all(|w| name(w) || is_particle(w)))
}

/// Whether a folded word is an ordinary one, or the plural of one.
fn is_ordinary(word: &str) -> bool {
    lexicon::is_word(word) || word.strip_suffix('s').is_some_and(lexicon::is_word)
}

/// Whether a later word of a name is one that firms have and people don't: `Robin Capital`, `Grace Hospital`.
fn sounds_like_a_firm(words: &[String]) -> bool {
    words
        .iter()
        .skip(1)
        .any(|w| lexicon::is_word(w) && !lexicon::is_surname(w) && !lexicon::is_given_name(w) && !is_particle(w))
}

/// The words of a name after its titles.
pub fn without_titles(words: &[String]) -> &[String] {
    let titles = words.iter().take_while(|w| is_title(w)).count();
    words.get(titles..).unwrap_or_default()
}

/// Drops titles before and suffixes after a person's name, if a word stays. Says whether there was a title.
pub fn strip(words: &mut Vec<String>) -> bool {
    let mut titled = false;
    while words.len() > 1 && words.first().is_some_and(|w| is_title(w)) {
        words.remove(0);
        titled = true;
    }
    while words.len() > 2 && words.last().is_some_and(|w| is_suffix(w)) {
        words.pop();
    }
    titled
}

/// The index of the first word of the surname in a person's folded words, 0 where there is none. `hyphenated`: the last
/// two words were written with a hyphen.
pub fn surname_at(words: &[String], hyphenated: bool) -> usize {
    let mut at = words.len().saturating_sub(1);
    if hyphenated && at >= 2 {
        at -= 1;
    }
    // `Nguyen Van Thanh`: no particle there.
    let particle = |w: &String| is_particle(w) && !(w == "van" && words.first().is_some_and(|w| is_vietnamese(w)));
    while at >= 2 && words.get(at - 1).is_some_and(particle) {
        at -= 1;
    }
    at
}

/// The names that a bearer of two surnames goes by with one of them, each with the index of its surname: either half of a
/// hyphenated one, the first of two that stand side by side, as in Spain. `surname` is where the registered one begins.
pub fn halves(words: &[String], surname: usize, hyphenated: bool) -> Vec<(Vec<String>, usize)> {
    let plain = |w: &String| w.chars().count() >= 3 && !is_particle(w);
    let given = words.get(..surname).unwrap_or_default();
    let with = |own: &[String], rest: &[String]| [own, rest].concat();
    if hyphenated && words.len() == surname + 2 && surname > 0 {
        let halves = words.get(surname..).unwrap_or_default();
        return halves
            .iter()
            .filter(|w| plain(w))
            .map(|half| (with(given, std::slice::from_ref(half)), surname))
            .collect();
    }
    // `Carmen Ibarrola de la Vega`: what stands before the surname is another one if it is nobody's given name.
    let [own @ .., first] = given else { return Vec::new() };
    let distinctive = super::is_distinctive(first) || lexicon::is_surname(first) && !lexicon::is_word(first);
    if own.is_empty() || !plain(first) || !distinctive || lexicon::is_given_name(first) || nicknames::is_known(first) {
        return Vec::new();
    }
    vec![(with(own, std::slice::from_ref(first)), own.len())]
}

/// Whether a folded word is a surname of Vietnam.
fn is_vietnamese(word: &str) -> bool {
    static SURNAMES: WordList = WordList::new(
        "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh trinh mai truong lam ha cao luong",
    );
    SURNAMES.holds(word)
}

/// The name without the particles of its surname: `Jan Mosselaar` for Jan van der Mosselaar.
pub fn without_particles(words: &[String], surname: usize) -> Option<Vec<String>> {
    let particles = words.get(surname..)?.iter().take_while(|w| is_particle(w)).count();
    let rest = words.get(surname + particles..)?;
    (surname > 0 && particles > 0 && !rest.is_empty())
        .then(|| [words.get(..surname).unwrap_or_default(), rest].concat())
}

/// If a name may be registered with the surname first, as in Hungary and East Asia: the name with the surname last, and
/// where that begins. `hyphenated`: its last two words are one given name.
pub fn surname_first(words: &[String], hyphenated: bool) -> Option<(Vec<String>, usize)> {
    let given = |w: &String| lexicon::is_given_name(w) || nicknames::is_known(w);
    let (first, last) = (words.first()?, words.last()?);
    let particle = |w: &String| is_particle(w) && !is_vietnamese(first) && w != "san";
    let plain = words.iter().all(|w| w.chars().count() >= 2 && w.chars().all(char::is_alphabetic) && !particle(w));
    let unknown = |w: &String| super::is_distinctive(w) && w.is_ascii();
    let opens = is_vietnamese(first)
        || !given(first) && (lexicon::is_surname(first) && !given(last) || unknown(first) && unknown(last));
    let known = lexicon::is_surname(first) || is_vietnamese(first);
    if hyphenated && (words.len() != 3 || !plain || given(first) || !known) {
        return None;
    }
    if hyphenated {
        return Some((words.iter().skip(1).chain(std::iter::once(first)).cloned().collect(), words.len() - 1));
    }
    if !(2..=3).contains(&words.len()) || !plain || !opens || lexicon::is_surname(last) && !given(last) {
        return None;
    }
    Some((words.iter().skip(1).rev().chain(std::iter::once(first)).cloned().collect(), words.len() - 1))
}

/// Whether a name is written with a hyphen between its last two words.
pub fn ends_in_a_double_surname(written: &str) -> bool {
    // All but the first are of three bytes with this one at the front.
    if !written.bytes().any(|byte| matches!(byte, b'-' | 0xE2)) || !written.contains(HYPHENS) {
        return false;
    }
    let last = written.trim().rsplit(char::is_whitespace).find(|w| !is_suffix(&w.to_lowercase().replace('.', "")));
    last.is_some_and(|w| w.contains(HYPHENS))
}

/// What ties two surnames to one.
const HYPHENS: [char; 3] = ['-', '‐', '‑'];

/// Whether a folded word is a particle of a surname.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.holds(word)
}

/// Whether the word of this key is a particle of a surname.
pub fn is_particle_key(key: u64) -> bool {
    PARTICLES.holds_key(key)
}

/// The particles of surnames.
static PARTICLES: WordList = WordList::new(
    "van von der den de del della di da dos das do du la le les ter ten zu zur vom af av bin bint ibn al el ben \
    abu san santa st mac y e dal dalla degli",
);

/// Forms of address and ranks that stand before a name.
static TITLES: WordList = WordList::new(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister judge justice hon mme \
    monsieur madame mademoiselle maitre senor senora senorita signor signora signorina senhor senhora meneer mevrouw \
    mlle herr herrn frau fraulein hr fru sig sra sr srta don dona captain capt major maj colonel col lieutenant lt sergeant \
    sgt officer detective inspector councillor cllr senator sen alderman sheikh imam rabbi baron baroness smt shri sri haji ing dott avv mag \
    count countess doctor madam messrs attorney president",
);

/// Whether a folded word is a form of address or a rank that stands before a name.
pub fn is_title(word: &str) -> bool {
    TITLES.holds(word)
}

/// Whether the word of this key is one.
pub fn is_title_key(key: u64) -> bool {
    TITLES.holds_key(key)
}

/// Whether a folded word is an honorific that fills no place of its own in English, so that with a surname it points at
/// a person even where the surname is an ordinary word.
pub fn is_plain_title(word: &str) -> bool {
    static TITLES: WordList = WordList::new(
        "mr mrs ms miss mx dr prof professor sir dame lady rev reverend mme mlle herr herrn frau fraulein smt shri councillor cllr senator \
        detective inspector judge justice doctor messrs",
    );
    TITLES.holds(word)
}

/// What a title says of its bearer: `m`, `f`, or nothing.
pub fn gender_of_title(word: &str) -> Option<char> {
    match word {
        "mr" | "sir" | "lord" | "herr" | "herrn" | "hr" | "fr" | "father" | "baron" | "count" | "don" => Some('m'),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "mme" | "mlle" | "frau" | "fraulein" | "fru" | "sra" | "srta"
        | "sister" | "baroness" | "countess" | "madam" | "dona" => Some('f'),
        _ => None,
    }
}

/// Whether a folded word is a suffix of a person's name.
pub fn is_suffix(word: &str) -> bool {
    static SUFFIXES: WordList =
        WordList::new("jr sr ii iii iv esq phd md qc kc obe mbe cbe jd llm llb dds junior senior frs ma msc");
    SUFFIXES.holds(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surname_takes_in_particles_and_hyphens() {
        for (name, at) in [
            ("ruth okonjo", 1),
            ("jan van der berg", 1),
            ("maria de la cruz", 1),
            ("anna maria okonjo", 2),
            ("okonjo", 0),
            ("maria garcia lopez", 2),
        ] {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            assert_eq!(surname_at(&words, false), at, "{name}");
        }
        assert!(ends_in_a_double_surname("Anna Smith-Jones") && !ends_in_a_double_surname("Jean-Luc Okonjo"));
    }

    #[test]
    fn two_surnames_are_gone_by_singly() {
        for (name, surname, hyphenated, halves) in [
            ("maria penalver quiroga", 2, false, &["maria penalver"][..]),
            ("carmen ibarrola de la vega", 2, false, &["carmen ibarrola"]),
            ("cleo obiechina tarnwick", 1, true, &["cleo obiechina", "cleo tarnwick"]),
            ("anna maria okonjo", 2, false, &[]),
            ("ruth okonjo", 1, false, &[]),
        ] {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            let have: Vec<String> = super::halves(&words, surname, hyphenated).iter().map(|h| h.0.join(" ")).collect();
            assert_eq!(have, halves, "{name}");
        }
    }

    #[test]
    fn a_name_of_no_stated_kind_is_a_persons_only_if_it_reads_like_one() {
        for (name, person) in [
            ("desmond banks", true),
            ("anezka hrdlickova", true),
            ("robin capital", false),
            ("kestrelford instruments", false),
            ("tarnwick & okonjo", false),
            ("grace hospital trust", false),
        ] {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            assert_eq!(looks_like_a_person(&words), person, "{name}");
        }
    }
}
