//! Owns the table of legal forms: the words at the end of a company's name that writers add, vary and drop. Called by
//! the register's forms, to drop them, and by `spot`, to take one that follows a name into the span.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Legal forms as folded words with blanks between, dots dropped: `S.p.A.` is `spa`, `Pty. Ltd.` is `pty ltd`. From the
/// public registers' own abbreviations of the countries in which they are used.
const FORMS: &str = "a s, aaa, ab, ae, ag, ag co kg, aksjeselskap, aktiebolag, aktiengesellschaft, aktieselskab, and co, \
    anpartsselskab, ans, aps, as, asa, besloten vennootschap, bhd, bv, bvba, cc, cia, cic, cio, co, co inc, co kg, \
    co llc, co lp, co ltd, company, company limited, corp, corporation, cv, cvba, da, dac, doo, e g, ead, eeig, eg, \
    ehf, eirl, ek, eurl, ev, fzco, fze, gbr, gesellschaft mit beschrankter haftung, gesmbh, gie, gmbh, gmbh and co \
    kg, gmbh co kg, hf, inc, incorporated, jsc, kft, kg, kgaa, kk, kommanditgesellschaft, ks, lda, limited, limited \
    liability company, limited partnership, llc, lllp, llp, lp, ltd, ltda, ltee, mbb, mbh, naamloze vennootschap, \
    nv, nyrt, oao, og, ohg, ood, ooo, osakeyhtio, oy, oyj, pa, pao, partg, partg mbb, partgmbb, pc, pjsc, pl, plc, \
    pllc, private limited, proprietary limited, pt, pte, pte ltd, pty, pty ltd, public limited company, pvt, pvt \
    ltd, rt, sa, sa de cv, sab, sab de cv, sapa, sarl, sas, sasu, sca, scop, scrl, scs, sdn bhd, se, sf, sia, sicav, \
    sl, slu, snc, sociedad anonima, societe a responsabilite limitee, societe anonyme, sp z oo, spa, spj, spk, sprl, \
    spzoo, srl, srls, sro, ss, stg, tov, uab, ug, unlimited, vof, zao, zrt";

/// Forms that open a name instead: `OOO Romashka`, `PT Garuda`.
const OPENING: &[&str] = &["ooo", "oao", "pao", "zao", "pt", "tov"];

/// Whether these folded words are a legal form.
pub fn is_form(words: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| FORMS.split(", ").collect());
    KNOWN.contains(words)
}

/// Whether a folded word opens names as a legal form.
pub fn is_opening(word: &str) -> bool {
    OPENING.contains(&word)
}

/// The most words a legal form has.
pub const LONGEST: usize = 4;

/// Drops the legal forms at the end (and an opening one) of a name's folded words, `&` standing for a connector. Says
/// whether there was one. A name that is nothing but legal forms stays as it is.
pub fn strip(words: &mut Vec<String>) -> bool {
    let full = words.clone();
    let mut found = false;
    'again: loop {
        for take in (1..=LONGEST.min(words.len())).rev() {
            let tail = words.get(words.len() - take..).unwrap_or_default();
            if is_form(&tail.join(" ").replace("& ", "")) {
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
    if words.len() > 1 && words.first().is_some_and(|w| is_opening(w)) {
        words.remove(0);
        found = true;
    }
    if words.is_empty() {
        *words = full;
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
        ] {
            let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            assert_eq!(strip(&mut words), found, "{name}");
            assert_eq!(words.join(" "), core);
        }
    }
}
