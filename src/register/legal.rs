//! Owns the table of legal forms: the words at the end of a company's name that writers add, vary and drop. Called by
//! the register's forms, to drop them, and by `spot`, to take one that follows a name into the span.

use std::sync::LazyLock;

use super::forms::is_distinctive;
use crate::text::fold::{folded, is_unspaced};
use crate::text::lexicon::{self, Keyed};
use crate::text::words::key;

/// Legal forms as folded words with blanks between, dots dropped: `S.p.A.` is `spa`, `Pty. Ltd.` is `pty ltd`. From the
/// public registers' own abbreviations of the countries in which they are used.
const FORMS: &str = "a s, aaa, ab, ac, ae, ag, ag co kg, aksjeselskap, aktiebolag, aktiengesellschaft, aktieselskab, and co, \
    anonim sirketi, anpartsselskab, ans, ao, aps, as, asa, berhad, besloten vennootschap, bhd, bt, bv, bvba, cc, cia, cic, cio, \
    cjsc, clg, co, co inc, co kg, co llc, co lp, co ltd, company, company limited, corp, corporation, cv, cvba, cyf, da, dac, \
    dd, doo, e g, e k, ead, eeig, eg, ehf, eireli, eirl, ek, eurl, ev, fzco, fze, gbr, gesellschaft mit beschrankter \
    haftung, gesmbh, ggmbh, gie, gk, gmbh, gmbh and co kg, gmbh co kg, godo kaisha, hf, i s, inc, incorporated, jsc, \
    k s, kabushiki kaisha, kda, kft, kg, kgaa, kk, kommanditgesellschaft, ks, lbg, lda, limited, limited liability company, \
    limited partnership, limited sirketi, llc, lllp, llp, lp, ltd, ltd sti, ltda, ltee, mbb, mbh, mchj, n a, naamloze \
    vennootschap, npc, nv, nyrt, oao, og, ohg, ojsc, ood, ooo, osakeyhtio, osauhing, ou, oy, oy ab, oyj, p s, pa, pao, partg, \
    partg mbb, partgmbb, pbc, pc, perseroan terbatas, pjsc, pl, plc, pllc, private limited, proprietary limited, pt, pte, pte ltd, pty, pty ltd, \
    public limited company, pvt, pvt ltd, rt, s a, s c, s de rl de cv, s en c, s k a, sa, sa de cv, sab, sab de cv, sae, saoc, \
    saog, sapa, sapi de cv, sarl, sarl au, sas, sasu, sau, sca, scop, scrl, scs, sdn bhd, se, sf, sia, sicav, ska, sl, \
    slp, slu, snc, societa a responsabilita limitata, societa per azioni, sociedad anonima, sociedad limitada, sociedade \
    anonima, societe a responsabilite limitee, societe anonyme, societe par actions simplifiee, sp j, sp k, sp z oo, spa, spj, \
    spk, spol s ro, sprl, spzoo, srl, srls, sro, ss, sti, stg, tbk, teoranta, tov, uab, ug, ulc, unlimited, unltd, vof, vos, \
    xk, yugen kaisha, zao, zrt, ад, ао, еад, еоод, зао, ип, мчж, оао, общество с ограниченной ответственностью, ооо, оод, пао, пат, прат, \
    тов, тоо, фоп, чп, αε, αβεε, αεβε, μονοπροσωπη αε, μονοπροσωπη ικε, μον ικε, εε, επε, ικε, οε, בעמ, בע מ, ذمم, ذ م م, شمع, ش م ع, شمم, ش م م, شمل, ش م ل, شملع, المحدودة, محدودة";

/// Forms that open a name instead: `OOO Romashka`, `PT Garuda`.
const OPENING: &[&str] = &[
    "ooo", "oao", "pao", "zao", "pt", "tov", "uab", "sia", "sarl", "eurl", "sasu", "ооо", "зао", "оао", "пао", "ао",
    "ип", "тов", "тоо", "пат", "прат", "фоп", "чп", "شركة", "חברת",
];

/// Forms that open a name only before a word that is no ordinary one: `AB Ljungfors`, not `As You Like It`.
const OPENING_BEFORE_NAMES: &[&str] = &["ab", "as", "oy", "cv", "sas", "sci", "ud", "mb", "sa", "kg"];

/// Forms of scripts that write no spaces, at the beginning or the end of a name; the longer before what they hold.
const UNSPACED: &str = "股份有限公司 股份有限公司 有限责任公司 有限責任公司 有限公司 有限合伙 集团公司 株式会社 有限会社 合同会社 合資会社 合名会社 \
    一般社団法人 医療法人 학교법인 주식회사 유한회사 유한책임회사 (주) 주 บริษัทมหาชน บริษัท ห้างหุ้นส่วนจำกัด จำกัดมหาชน จำกัด มหาชน 公司 集团 集團";

/// Whether these folded words are a legal form.
pub fn is_form(words: &str) -> bool {
    static KNOWN: LazyLock<Keyed<()>> = LazyLock::new(|| FORMS.split(", ").map(|form| (key(form), ())).collect());
    KNOWN.contains_key(&key(words))
}

/// Whether the last words of a name, among which `&` stands for a connector, are a legal form.
fn are_form(words: &[String]) -> bool {
    match words {
        [word] => is_form(word),
        [first, ..] => (first == "&" || may_begin(key(first))) && is_form(&words.join(" ").replace("& ", "")),
        [] => false,
    }
}

/// Whether the word of this key begins a legal form, whole or spelt out in letters.
pub fn may_begin(word: u64) -> bool {
    static FIRST: LazyLock<Keyed<()>> = LazyLock::new(|| beginnings().map(|key| (key, ())).collect());
    FIRST.contains_key(&word)
}

/// The keys of the words that begin legal forms, and of the letters that forms are spelt out with.
pub fn beginnings() -> impl Iterator<Item = u64> {
    let letters = FORMS.split(", ").filter_map(|form| form.chars().next());
    first_words().map(key).chain(letters.map(|letter| key(letter.encode_utf8(&mut [0; 4]))))
}

/// The keys of those that are a form in small letters too: most short ones and ordinary words are something else there.
pub fn small_beginnings() -> impl Iterator<Item = u64> {
    first_words().filter(|word| SMALL.contains(word) || word.len() > 2 && !lexicon::is_word(word)).map(key)
}

/// Short forms that are no words and no abbreviations of English, so that small letters do.
const SMALL: &[&str] = &["ab", "ag", "aps", "bv", "kg", "nv", "oy", "oyj"];

/// Whether a short form counts in small letters: it is no word, or dots or a stroke part its letters (`s.p.a.`, `a/s`).
pub fn is_small_form(form: &str, parted: bool) -> bool {
    const PARTED: &[&str] = &["a s", "ag", "bv", "doo", "kg", "nv", "sa", "sarl", "spa", "srl", "sro"];
    let long = form.find(' ').is_some_and(|at| at > 1) && form != "and co";
    SMALL.contains(&form) || long || parted && PARTED.contains(&form)
}

/// The first word of each legal form.
fn first_words() -> impl Iterator<Item = &'static str> {
    FORMS.split(", ").filter_map(|form| form.split(' ').next())
}

/// Whether a folded word is the last of a legal form.
fn ends_forms(word: &str) -> bool {
    static KNOWN: LazyLock<Keyed<()>> = LazyLock::new(|| {
        FORMS.split(", ").filter_map(|form| form.rsplit(' ').next()).map(|word| (key(word), ())).collect()
    });
    KNOWN.contains_key(&key(word))
}

/// Whether a folded word opens names as a legal form, before `next`.
fn is_opening(word: &str, next: &str) -> bool {
    OPENING.contains(&word) || OPENING_BEFORE_NAMES.contains(&word) && is_distinctive(next)
}

/// The legal forms of scripts without spaces, folded.
fn unspaced() -> &'static [String] {
    static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
        let signs = |form: &str| form.chars().filter(|c| !matches!(c, '(' | ')')).collect::<String>();
        UNSPACED.split_whitespace().map(|form| folded(&signs(form))).collect()
    });
    &KNOWN
}

/// How many bytes of a folded text in a script without spaces are a legal form at its beginning.
pub fn unspaced_form_at(text: &str) -> usize {
    unspaced().iter().filter(|form| text.starts_with(form.as_str())).map(String::len).max().unwrap_or_default()
}

/// Where the legal form begins that a folded text in a script without spaces ends with; its length where there is none.
pub fn unspaced_form_before(text: &str) -> usize {
    let form = unspaced().iter().filter(|form| text.ends_with(form.as_str())).map(String::len).max();
    text.len() - form.unwrap_or_default()
}

/// Whether a folded word opens names as a legal form whatever follows.
pub fn is_opening_form(word: &str) -> bool {
    OPENING.contains(&word)
}

/// Drops the legal forms of scripts without spaces at both ends of a name's words, if two characters stay. Says whether
/// there was one.
fn strip_unspaced(words: &mut Vec<String>) -> bool {
    let whole = |word: &String| unspaced().contains(word);
    if !words.iter().any(|word| !word.is_ascii() && word.chars().any(is_unspaced)) || words.iter().all(whole) {
        return false;
    }
    let enough = |rest: &str, others: usize| others > 0 || rest.chars().count() >= 2;
    let mut found = false;
    loop {
        let others = words.len() - 1;
        let (mut first, mut last) = (None, None);
        for form in unspaced() {
            // One syllable is a form only where it stands alone: `(주)`.
            let whole = form.chars().count() <= 2;
            let fits = |rest: &&str| enough(rest, others) && (!whole || rest.is_empty() || !is_jamo(form));
            first = first.or(words.first().and_then(|w| w.strip_prefix(form.as_str())).filter(fits).map(str::to_owned));
            last = last.or(words.last().and_then(|w| w.strip_suffix(form.as_str())).filter(fits).map(str::to_owned));
        }
        match (first, last) {
            (_, Some(rest)) => {
                words.pop();
                words.extend(Some(rest).filter(|rest| !rest.is_empty()));
            }
            (Some(rest), None) => {
                words.remove(0);
                if !rest.is_empty() {
                    words.insert(0, rest);
                }
            }
            (None, None) => return found,
        }
        found = true;
    }
}

/// Whether a folded text is of Hangul.
fn is_jamo(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{1100}'..='\u{11FF}'))
}

/// The most words a legal form has.
pub const LONGEST: usize = 4;

/// Drops the legal forms at the end (and an opening one) of a name's folded words, `&` standing for a connector. Says
/// whether there was one. A name that is nothing but legal forms stays as it is.
pub fn strip(words: &mut Vec<String>) -> bool {
    let mut full = None;
    let mut found = false;
    'again: while words.last().is_some_and(|word| ends_forms(word)) {
        for take in (1..=LONGEST.min(words.len())).rev() {
            let tail = words.get(words.len() - take..).unwrap_or_default();
            if are_form(tail) {
                full.get_or_insert_with(|| words.clone());
                words.truncate(words.len() - take);
                while words.last().is_some_and(|w| w == "&") {
                    words.pop();
                }
                found = true;
                continue 'again;
            }
        }
        break;
    }
    // `A/S Bjerregaard`, `K/S ...`.
    let slashed = words.get(1).is_some_and(|w| w == "s")
        && words.first().is_some_and(|w| matches!(w.as_str(), "a" | "i" | "k" | "p"));
    if slashed && words.get(2).is_some_and(|w| is_distinctive(w)) {
        words.drain(..2);
        found = true;
    }
    if let [first, second, ..] = words.as_slice()
        && is_opening(first, second)
    {
        words.remove(0);
        found = true;
    }
    // `Kabushiki Kaisha Aozora`, `Perseroan Terbatas ...`: forms written out stand at either end.
    let head = |take: &usize| {
        let head = words.get(..*take).unwrap_or_default();
        words.len() > *take && head.iter().all(|w| w.len() > 3 && !lexicon::is_word(w)) && is_form(&head.join(" "))
    };
    let begins = words.first().is_some_and(|first| may_begin(key(first)));
    if let Some(take) = (2..=LONGEST).rev().find(|take| begins && head(take)) {
        words.drain(..take);
        found = true;
    }
    found |= !words.is_empty() && strip_unspaced(words);
    if words.is_empty() {
        *words = full.unwrap_or_default();
        return false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_dropped_and_a_name_of_legal_forms_alone_stays() {
        for (name, core, found) in [
            ("acme", "acme", false),
            ("acme co ltd", "acme", true),
            ("acme gmbh & co kg", "acme", true),
            ("acme & co", "acme", true),
            ("ooo romashka", "romashka", true),
            ("limited company", "limited company", false),
            ("holding the line inc", "holding the line", true),
            ("ab ljungfors pappersbruk", "ljungfors pappersbruk", true),
            ("as you like it", "as you like it", false),
            ("tarnwick ltd sti", "tarnwick", true),
            ("kabushiki kaisha aozora", "aozora", true),
            ("sociedad anonima tarnwick", "tarnwick", true),
            ("limited company men", "limited company men", false),
            ("ооо ромашка", "ромашка", true),
            ("青岚精密仪器有限公司", "青岚精密仪器", true),
            ("株式会社青岚", "青岚", true),
            ("有限公司", "有限公司", false),
        ] {
            let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            assert_eq!(strip(&mut words), found, "{name}");
            assert_eq!(words.join(" "), core);
        }
    }
}
