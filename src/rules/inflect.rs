//! Owns the forms of English words: what `word+` stands for. Works on folded words. A form that nobody writes does no
//! harm, a missing one does, so that it gives both where usage varies (`cancelled`, `canceled`; `apologise`,
//! `apologize`). Called by the phrase parser.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Verbs with forms of their own, each line a verb: base, then past forms; then what is irregular besides. Any form
/// leads to all of them.
const VERBS: &str = "\
be am is are was were been being
have has had having
do does did done doing
go goes went gone going
say said
tell told
get got gotten getting
win won winning
lose lost
pay paid
plead pled pleaded
make made
take took taken
give gave given
come came
become became
know knew known
think thought
find found
feel felt
leave left
bring brought
buy bought
seek sought
teach taught
catch caught
fight fought
hold held
keep kept
meet met
send sent
spend spent
lend lent
build built
hear heard
read
let letting
put putting
cut cutting
set setting
hit hitting
hurt
cost
quit quitted quitting
bid bade bidding
shut shutting
beat beaten
break broke broken
speak spoke spoken
steal stole stolen
swear swore sworn
wear wore worn
bear bore borne
tear tore torn
choose chose chosen
drive drove driven
write wrote written
rise rose risen
ride rode ridden
see saw seen
show showed shown
draw drew drawn
withdraw withdrew withdrawn
grow grew grown
throw threw thrown
fly flew flown
blow blew blown
begin began begun beginning
drink drank drunk
ring rang rung
sing sang sung
run ran running
fall fell fallen
eat ate eaten
forget forgot forgotten forgetting
forgive forgave forgiven
bind bound
wind wound
stand stood
understand understood
overrun overran
mislead misled
lead led
lie lay lain lied lying
lay laid
sit sat sitting
sleep slept
sell sold
stick stuck
strike struck stricken
undergo underwent undergone
undertake undertook undertaken
uphold upheld
withhold withheld
mean meant
deal dealt
learn learnt learned
burn burnt burned
prove proved proven
hang hung hanged
light lit
spell spelt spelled
shake shook shaken
hide hid hidden
bite bit bitten
arise arose arisen
awake awoke awoken
overpay overpaid
repay repaid
mistake mistook mistaken
split splitting
spread
";

/// Nouns with plurals of their own.
const NOUNS: &str = "\
man men
woman women
child children
person persons people
foot feet
tooth teeth
mouse mice
wife wives
life lives
knife knives
wolf wolves
half halves
self selves
thief thieves
leaf leaves
shelf shelves
analysis analyses
crisis crises
diagnosis diagnoses
hypothesis hypotheses
basis bases
thesis theses
appendix appendices appendixes
index indices indexes
criterion criteria
memorandum memoranda memorandums
affidavit affidavits
salesman salesmen
policeman policemen
policewoman policewomen
grandchild grandchildren
";

/// The first line of a list that holds a form, by form.
fn by_form(list: &'static str) -> HashMap<&'static str, &'static str> {
    let mut lines = HashMap::new();
    for line in list.lines() {
        for form in line.split(' ') {
            lines.entry(form).or_insert(line);
        }
    }
    lines
}

/// [`VERBS`] by form.
static VERBS_BY_FORM: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| by_form(VERBS));
/// [`NOUNS`] by form.
static NOUNS_BY_FORM: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| by_form(NOUNS));

/// All forms of a folded word, itself among them, each once.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return out;
    }
    for base in spellings(word) {
        inflect(&base, &mut out);
    }
    out.sort();
    out.dedup();
    out
}

/// A word in British and American spelling.
fn spellings(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let mut swap = |from: &str, to: &str| {
        if let Some(stem) = word.strip_suffix(from).filter(|stem| stem.len() >= 3) {
            out.push(format!("{stem}{to}"));
        }
    };
    for (one, other) in [("ise", "ize"), ("yse", "yze"), ("our", "or"), ("ence", "ense"), ("ogue", "og")] {
        // Words in which only one spelling is right: `advise`, `promise`, `tour`, `evidence`. The other is then no word
        // at all, and harmless.
        swap(one, other);
        if !matches!(one, "our" | "ogue") {
            swap(other, one);
        }
    }
    out
}

/// Adds the forms of one spelling.
fn inflect(word: &str, out: &mut Vec<String>) {
    out.push(word.to_owned());
    if let Some(line) = NOUNS_BY_FORM.get(word) {
        out.extend(line.split(' ').map(str::to_owned));
        if word != "man" {
            return;
        }
    }
    let Some(line) = VERBS_BY_FORM.get(word) else {
        regular(word, true, out);
        return;
    };
    out.extend(line.split(' ').map(str::to_owned));
    // A past form may be a word of its own (`saw`, `found`): only the base is inflected further.
    let base = line.split(' ').next().unwrap_or(word);
    if !matches!(base, "be" | "have" | "do" | "go") {
        regular(base, line.split(' ').count() == 1 && !matches!(base, "read" | "hurt" | "cost" | "spread"), out);
    }
}

/// Adds `-s`, `-ing` and, for regular verbs, `-ed`.
fn regular(word: &str, past: bool, out: &mut Vec<String>) {
    let bytes = word.as_bytes();
    let vowel = |i: usize| bytes.get(i).is_some_and(|b| b"aeiou".contains(b));
    let n = bytes.len();
    let last = bytes.last().copied().unwrap_or_default();
    let cut = |k: usize| word.get(..n - k).unwrap_or_default().to_owned();
    let y_after_consonant = last == b'y' && n > 1 && !vowel(n - 2);
    // -s
    if y_after_consonant {
        out.push(cut(1) + "ies");
    } else if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        out.push(format!("{word}es"));
    } else if matches!(word, "veto" | "echo" | "hero" | "potato" | "embargo") {
        out.extend([format!("{word}es"), format!("{word}s")]);
    } else {
        out.push(format!("{word}s"));
    }
    // -ing, -ed
    let mut stems: Vec<(String, String)> = Vec::new();
    if y_after_consonant {
        stems.push((format!("{word}ing"), cut(1) + "ied"));
    } else if word.ends_with("ie") {
        stems.push((cut(2) + "ying", format!("{word}d")));
    } else if word.ends_with("ee") || word.ends_with("oe") || word.ends_with("ye") {
        stems.push((format!("{word}ing"), format!("{word}d")));
    } else if last == b'e' {
        stems.push((cut(1) + "ing", format!("{word}d")));
        if word.ends_with("dge") {
            stems.push((format!("{word}ing"), format!("{word}d")));
        }
    } else {
        let closed = n > 2 && !vowel(n - 1) && vowel(n - 2) && !vowel(n - 3) && !b"wxy".contains(&last);
        let quit = n > 3 && word.get(..n - 2).is_some_and(|w| w.ends_with("qu")) && !vowel(n - 1);
        let groups = (0..n).filter(|i| vowel(*i) && (*i == 0 || !vowel(i - 1))).count();
        let doubled = format!("{word}{}", char::from(last));
        if closed || quit {
            stems.push((format!("{doubled}ing"), format!("{doubled}ed")));
        }
        if !closed || groups > 1 || quit {
            stems.push((format!("{word}ing"), format!("{word}ed")));
        }
        if last == b'c' {
            stems.push((format!("{word}king"), format!("{word}ked")));
        }
    }
    for (ing, ed) in stems {
        out.push(ing);
        if past {
            out.push(ed);
        }
    }
}

/// Whether a folded word is a past form with a line of its own: `won`, `told`; not one that is also the base (`put`).
pub(crate) fn irregular_past() -> impl Iterator<Item = &'static str> {
    VERBS.lines().flat_map(|line| line.split(' ').skip(1)).filter(|form| {
        !form.ends_with("ing")
            && !matches!(*form, "am" | "is" | "are" | "has" | "does" | "goes" | "lay" | "bit" | "wound")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_gives_its_forms() {
        for (word, wanted) in [
            ("settle", "settles settled settling"),
            ("win", "wins won winning"),
            ("won", "win wins winning"),
            ("tell", "tells told telling"),
            ("plead", "pled pleaded pleads pleading"),
            ("charge", "charges charged charging"),
            ("plea", "pleas"),
            ("try", "tries tried trying"),
            ("stop", "stops stopped stopping"),
            ("cancel", "canceled cancelled canceling cancelling"),
            ("acquit", "acquits acquitted acquitting"),
            ("apologise", "apologize apologizing apologised"),
            ("witness", "witnesses witnessed"),
            ("judgement", "judgements"),
            ("lawyer", "lawyers"),
            ("lie", "lies lied lying lay"),
            ("child", "children"),
            ("client", "clients"),
            ("agree", "agreed agreeing"),
            ("panic", "panicked panicking"),
            ("favour", "favor favored favoured"),
            ("defence", "defense defences"),
            ("sue", "sued sues suing"),
            ("visit", "visited visits"),
        ] {
            let forms = forms(word);
            for form in wanted.split(' ') {
                assert!(forms.iter().any(|f| f == form), "{form} of {word}: {forms:?}");
            }
        }
    }

    #[test]
    fn no_form_is_another_word_by_wrong_doubling() {
        assert!(!forms("hop").contains(&"hoping".to_owned()));
        assert!(!forms("hope").contains(&"hopping".to_owned()));
        assert!(!forms("find").contains(&"founded".to_owned()));
        assert!(!forms("show").contains(&"showwing".to_owned()));
        assert_eq!(forms("2024"), ["2024"]);
    }
}
