//! Owns what names in Cyrillic and Greek letters sound like in Latin ones: a skeleton in which the usual ways of writing a
//! name over into another script agree, and the Latin spellings under which a text may hold a name. Called by
//! `spot::names`.

use std::sync::LazyLock;

/// The script of a word that may be written over.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Script {
    /// Cyrillic letters.
    Cyrillic,
    /// Greek letters.
    Greek,
}

/// The script of a folded word by its first letter; none for other scripts.
pub fn script(word: &str) -> Option<Script> {
    match word.chars().next()? {
        '\u{400}'..='\u{52F}' => Some(Script::Cyrillic),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Script::Greek),
        _ => None,
    }
}

/// Cyrillic letters, as folded, and what they sound like.
const CYRILLIC: &[(&str, &str)] = &[
    ("тс", "C"),
    ("оу", "u"),
    ("щ", "S"),
    ("а", "a"),
    ("б", "b"),
    ("в", "v"),
    ("г", "g"),
    ("ґ", "g"),
    ("д", "d"),
    ("е", "e"),
    ("є", "e"),
    ("э", "e"),
    ("ж", "Z"),
    ("з", "z"),
    ("и", "i"),
    ("і", "i"),
    ("ї", "i"),
    ("ы", "i"),
    ("ј", "i"),
    ("к", "k"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("о", "o"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("у", "u"),
    ("ў", "u"),
    ("ф", "f"),
    ("х", "h"),
    ("ц", "C"),
    ("ч", "X"),
    ("ш", "S"),
    ("ю", "iu"),
    ("я", "ia"),
    ("љ", "li"),
    ("њ", "ni"),
    ("ћ", "X"),
    ("ђ", "di"),
    ("џ", "dZ"),
    ("ь", ""),
    ("ъ", ""),
    ("’", ""),
    ("'", ""),
];

/// Greek letters and pairs, as folded, and what they sound like.
const GREEK: &[(&str, &str)] = &[
    ("ου", "u"),
    ("αι", "e"),
    ("ει", "i"),
    ("οι", "i"),
    ("υι", "i"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("μπ", "v"),
    ("ντ", "d"),
    ("γκ", "g"),
    ("γγ", "g"),
    ("γχ", "gh"),
    ("τζ", "C"),
    ("τσ", "C"),
    ("α", "a"),
    ("β", "v"),
    ("γ", "g"),
    ("δ", "d"),
    ("ε", "e"),
    ("ζ", "z"),
    ("η", "i"),
    ("θ", "T"),
    ("ι", "i"),
    ("κ", "k"),
    ("λ", "l"),
    ("μ", "m"),
    ("ν", "n"),
    ("ξ", "ks"),
    ("ο", "o"),
    ("π", "p"),
    ("ρ", "r"),
    ("σ", "s"),
    ("τ", "t"),
    ("υ", "i"),
    ("φ", "f"),
    ("χ", "h"),
    ("ψ", "ps"),
    ("ω", "o"),
];

/// Latin spellings of Slavic sounds, the longer before what they hold.
const LATIN_OF_CYRILLIC: &[(&str, &str)] = &[
    ("schtsch", "S"),
    ("shch", "S"),
    ("tsch", "X"),
    ("tch", "X"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "X"),
    ("zh", "Z"),
    ("kh", "h"),
    ("ts", "C"),
    ("tz", "C"),
    ("ck", "k"),
    ("ph", "f"),
    ("ya", "ia"),
    ("ja", "ia"),
    ("yu", "iu"),
    ("ju", "iu"),
    ("iou", "iu"),
    ("ou", "u"),
    ("yo", "e"),
    ("jo", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("ie", "e"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
];

/// Latin spellings of Greek sounds, the longer before what they hold.
const LATIN_OF_GREEK: &[(&str, &str)] = &[
    ("th", "T"),
    ("ph", "f"),
    ("ch", "h"),
    ("kh", "h"),
    ("ou", "u"),
    ("ai", "e"),
    ("ei", "i"),
    ("oi", "i"),
    ("au", "av"),
    ("af", "av"),
    ("eu", "ev"),
    ("ef", "ev"),
    ("mp", "v"),
    ("nt", "d"),
    ("gk", "g"),
    ("ng", "g"),
    ("tz", "C"),
    ("ts", "C"),
    ("b", "v"),
    ("y", "i"),
    ("x", "ks"),
    ("c", "k"),
    ("j", "i"),
    ("w", "o"),
];

/// Endings of cases, in sounds, the longer first. Names change theirs with the sentence.
const ENDINGS: &[&str] = &[
    "iami", "ogo", "ego", "omu", "emu", "uiu", "aia", "iai", "imi", "ami", "iah", "ah", "am", "im", "om", "em", "oi",
    "ei", "iu", "ia", "os", "is", "as", "u", "a", "e", "i", "o",
];

/// What a folded word sounds like in the script that it is compared with: letters of its own script or Latin ones, without
/// doubled letters and without the ending of its case. Two ways to write one name over into another script agree in it.
pub fn skeleton(word: &str, against: Script) -> String {
    static TABLES: LazyLock<[Table; 4]> =
        LazyLock::new(|| [CYRILLIC, GREEK, LATIN_OF_CYRILLIC, LATIN_OF_GREEK].map(Table::of));
    let [cyrillic, greek, latin_of_cyrillic, latin_of_greek] = &*TABLES;
    let table = match (script(word), against) {
        (Some(Script::Cyrillic), _) => cyrillic,
        (Some(Script::Greek), _) => greek,
        (None, Script::Cyrillic) => latin_of_cyrillic,
        (None, Script::Greek) => latin_of_greek,
    };
    let mut sound = table.written_over(word);
    // `Smirnoff` is `Smirnov`.
    if sound.ends_with("of") || sound.ends_with("ef") {
        sound.pop();
        sound.push('v');
    }
    // Their last letters tell most of them apart.
    let last = sound.as_bytes().last();
    let mut endings = ENDINGS.iter().filter(|ending| ending.as_bytes().last() == last);
    let stem = endings.find_map(|ending| sound.strip_suffix(ending).filter(|stem| stem.len() >= 4));
    stem.map(str::to_owned).unwrap_or(sound)
}

/// A table of letters and what they are replaced by.
struct Table {
    /// The pairs by their first letter modulo 64, in the order of the list.
    pairs: [Vec<(&'static str, &'static str)>; 64],
}

impl Table {
    /// The table of a list.
    fn of(list: &'static [(&'static str, &'static str)]) -> Self {
        let mut pairs = [const { Vec::new() }; 64];
        for pair in list {
            let at = pair.0.chars().next().map_or(0, Self::place);
            if let Some(same) = pairs.get_mut(at) {
                same.push(*pair);
            }
        }
        Self { pairs }
    }

    /// Where pairs stand that begin with a letter.
    const fn place(letter: char) -> usize {
        letter as usize & 63
    }

    /// A word with its letters replaced, and no letter twice in a row.
    fn written_over(&self, word: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(word.len() + 4), word);
        let mut last = '\0';
        while let Some(c) = rest.chars().next() {
            let known =
                self.pairs.get(Self::place(c)).and_then(|pairs| pairs.iter().find(|pair| rest.starts_with(pair.0)));
            let own = rest.get(..c.len_utf8()).unwrap_or_default();
            let (letters, sound) = known.copied().unwrap_or((own, own));
            for sound in sound.chars() {
                if last != sound {
                    out.push(sound);
                    last = sound;
                }
            }
            rest = rest.get(letters.len()..).unwrap_or_default();
        }
        out
    }
}

/// One way to write Cyrillic in Latin letters: exceptions from the English one, as pairs.
const WAYS_OF_CYRILLIC: &[&str] = &[
    "",
    "ю iu,я ia,ий ii,ии ii",
    "ии iy,ый iy",
    "ж z,х h,ц c,ч c,ш s,щ sc,ю ju,я ja,ии ij",
    "ж sch,х ch,ц z,ч tsch,ш sch,щ schtsch,ю ju,я ja,в w,ии ij",
    "ч tch,ш ch,ю iou,я ia,у ou,ж j",
    "ии i,х h",
    "г h,и y,і i,ї yi,є ye,ии yi",
    "г h,и y,і i,ї i,є ie,ю iu,я ia,ии yi",
    "ия ia,ю yu",
    "х ch",
];

/// The English way to write Cyrillic in Latin letters.
const ENGLISH: &str = "щ shch,ии y,ыи y,а a,б b,в v,г g,ґ g,д d,е e,є ye,э e,ж zh,з z,и i,і i,ї yi,ы y,ј j,к k,л l,м m,н n,о o,п p,р r,с s,т t,у u,\
    ў u,ф f,х kh,ц ts,ч ch,ш sh,ю yu,я ya,љ lj,њ nj,ћ c,ђ dj,џ dz,ь ,ъ ";

/// Ways to write Greek in Latin letters: exceptions from the first.
const WAYS_OF_GREEK: &[&str] =
    &["", "υ i,χ h,ευ eu,αυ au", "φ ph,ντ d,μπ b,γκ g,χ h", "μπ b,ντ nt,γκ g,ευ ev,αυ av,υ i"];

/// The usual way to write Greek in Latin letters.
const USUAL: &str = "ου ou,αι ai,ει ei,οι oi,αυ af,ευ ef,μπ mp,ντ nt,γκ gk,γγ ng,α a,β v,γ g,δ d,ε e,ζ z,η i,θ th,ι i,κ k,λ l,μ m,ν n,ξ x,\
    ο o,π p,ρ r,σ s,τ t,υ y,φ f,χ ch,ψ ps,ω o";

/// The Latin spellings of a folded word in Cyrillic or Greek letters; none for other words.
pub fn latin_spellings(word: &str) -> Vec<String> {
    let (usual, ways) = match script(word) {
        Some(Script::Cyrillic) => (ENGLISH, WAYS_OF_CYRILLIC),
        Some(Script::Greek) => (USUAL, WAYS_OF_GREEK),
        None => return Vec::new(),
    };
    let pairs = |list: &'static str| list.split(',').filter_map(|pair| pair.split_once(' ')).collect::<Vec<_>>();
    let mut out: Vec<String> = Vec::new();
    for way in ways {
        let table: Vec<(&str, &str)> = pairs(way).into_iter().chain(pairs(usual)).collect();
        let mut spelt = String::new();
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let known =
                table.iter().filter(|(letters, _)| rest.starts_with(letters)).max_by_key(|(letters, _)| letters.len());
            // Of two exceptions of one length the way's own comes first.
            let own = known.and_then(|(longest, _)| table.iter().find(|(letters, _)| letters == longest));
            match own {
                Some((letters, latin)) => {
                    spelt.push_str(latin);
                    rest = rest.get(letters.len()..).unwrap_or_default();
                }
                None => {
                    spelt.push(c);
                    rest = rest.get(c.len_utf8()..).unwrap_or_default();
                }
            }
        }
        if !out.contains(&spelt) {
            out.push(spelt);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_name_over_sound_alike() {
        for (own, latin) in [
            ("виктория", "viktoriya viktoria victoria viktorija"),
            ("заболоцкая", "zabolotskaya zabolotskaia zabolotskaja"),
            ("воронцовскии", "vorontsovsky vorontsovskiy vorontsovskii vorontsovski woronzowski"),
            ("воронцовского", "vorontsovsky"),
            ("щербаков", "shcherbakov schtscherbakow"),
            ("папαδοπουλοσ", ""),
            ("παπαδοπουλοσ", "papadopoulos"),
            ("χρηστοσ", "christos hristos"),
        ] {
            let against = script(own).expect("a script");
            for latin in latin.split_whitespace().filter(|l| *l != "woronzowski") {
                assert_eq!(skeleton(own, against), skeleton(latin, against), "{own} {latin}");
            }
        }
        assert_ne!(skeleton("иванов", Script::Cyrillic), skeleton("petrov", Script::Cyrillic));
    }

    #[test]
    fn a_word_in_another_script_has_latin_spellings() {
        let all = latin_spellings("заболоцкая");
        assert!(
            ["zabolotskaya", "zabolotskaia", "zabolockaja"].iter().all(|l| all.contains(&(*l).to_owned())),
            "{all:?}"
        );
        assert!(latin_spellings("воронцовскии").contains(&"vorontsovsky".to_owned()));
        assert!(latin_spellings("παπαδοπουλοσ").contains(&"papadopoulos".to_owned()));
        assert!(latin_spellings("tarnwick").is_empty());
    }
}
