//! Owns when a name is a party of a case that everybody cites: one of the leading cases of law reports and textbooks, or one of two
//! parties of one surname. Called by `elsewhere` and `evidence`.

use super::evidence::Place;
use crate::text::fold::folded;
use crate::text::lexicon::WordList;

/// Bytes before and after a name in which the other party of a case stands.
const NEAR: usize = 80;
/// Words of a party that are compared.
const PARTY: usize = 4;

/// Leading cases: a word of each party, joined by a `/`.
static LEADING: WordList = WordList::new(
    "salomon/salomon donoghue/stevenson carlill/carbolic hadley/baxendale rylands/fletcher caparo/dickman hedley/heller anns/merton \
    fisher/bell entores/miles adams/lindsell felthouse/bindley balfour/balfour merritt/merritt williams/roffey stilk/myrick foakes/beer \
    hyde/wrench raffles/wichelhaus taylor/caldwell krell/henry bolam/friern bolitho/hackney montgomery/lanarkshire foss/harbottle prest/petrodel \
    jones/lipman gilford/horne adams/cape entick/carrington pepper/hart rookes/barnard spiliada/cansulex ashbury/riche \
    marbury/madison roe/wade brown/board miranda/arizona gideon/wainwright plessy/ferguson mcculloch/maryland gibbons/ogden dred/sandford \
    scott/sandford lochner/york griswold/connecticut loving/virginia obergefell/hodges mapp/ohio terry/ohio erie/tompkins pennoyer/neff \
    palsgraf/long macpherson/buick pierson/post chevron/natural heller/columbia citizens/federal bush/gore tinker/moines katz/states \
    korematsu/states bostock/clayton dobbs/jackson lucy/zehmer hawkins/mcgee ashcroft/iqbal bell/twombly daubert/merrell alice/cls \
    mabo/queensland schrems/facebook costa/enel gend/loos",
);

/// The signs of a case between two parties, and where they are.
pub(super) fn versus(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const SIGNS: [&str; 5] = [" v ", " v. ", " vs ", " vs. ", " versus "];
    let at = memchr::memchr_iter(b'v', text.as_bytes()).filter_map(|at| at.checked_sub(1));
    at.filter_map(move |at| {
        let rest = text.get(at..).filter(|rest| rest.starts_with(' '))?;
        SIGNS.iter().find(|sign| rest.starts_with(**sign)).map(|sign| (at, *sign))
    })
}

impl Place<'_, '_> {
    /// Whether it is a party of a leading case: `Donoghue v Stevenson`.
    pub(super) fn is_in_a_leading_case(&self) -> bool {
        self.is_a_party(|one, other| LEADING.holds(&format!("{one}/{other}")))
    }

    /// Whether it is a party of a case whose other party has the same word in its name, so that it is a family's: `Salomon v A Salomon
    /// & Co`.
    pub(super) fn is_in_a_case_of_one_surname(&self) -> bool {
        let own = || {
            let words = self.stretch.text.get(self.aligned.span.range()).unwrap_or_default();
            folded(words.split_whitespace().next().unwrap_or_default())
        };
        self.is_a_party(|one, other| one == other && one == own())
    }

    /// Whether it is a party of a case, and a word of one party and a word of the other, folded, are what is asked for.
    fn is_a_party(&self, asked: impl Fn(&str, &str) -> bool) -> bool {
        let (before, after) = (self.before(), self.after());
        let from = before.len().saturating_sub(NEAR);
        let from = (from..before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
        let to = (0..=NEAR.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or_default();
        let base = self.stretch.block.start as usize;
        let near = self.stretch.text.get(base + from..self.aligned.span.end as usize + to).unwrap_or_default();
        versus(near).any(|(at, sign)| {
            let parts = |c: char| matches!(c, ';' | ':' | '!' | '?' | '\n' | '(' | ')' | '[' | ']' | ',');
            let one = near.get(..at).unwrap_or_default().rsplit(parts).next().unwrap_or_default();
            let other = near.get(at + sign.len()..).unwrap_or_default().split(parts).next().unwrap_or_default();
            // The name stands on one side of this sign.
            let inside = base + from + at - one.len()..base + from + at + sign.len() + other.len();
            let here =
                inside.start <= self.aligned.span.start as usize && self.aligned.span.start as usize <= inside.end;
            let capital = |word: &&str| word.starts_with(char::is_uppercase);
            let words = |text: &str| -> Vec<String> {
                text.split(|c: char| !c.is_alphanumeric()).filter(capital).map(folded).collect()
            };
            let (left, right) = (words(one), words(other));
            let mut left = left.iter().rev().take(PARTY);
            here && left.any(|one| one.len() > 2 && right.iter().take(PARTY).any(|other| asked(one, other)))
        })
    }
}
