//! Owns the last fit, over all drafts: lists and bounds as the pack gets them. Examples of packs must come out right: those that
//! do not count for more, until they do.

use std::collections::BTreeMap;

use subrosa::policy::Kind;

use crate::bounds::{Bounds, CASE_FACTS, CATEGORY, Margins, Rules, bounds};
use crate::lessons::{All, Extra};
use crate::list::List;
use crate::rows::{KINDS, Row};
use crate::write::Fitted;

/// How often examples are made to count for more.
const ROUNDS: usize = 8;
/// How much more.
const MORE: f64 = 2.0;

/// Points by which a sentence of a page is plain beyond the margin. Pages are most of what is read, and they speak of matters in
/// general: with this, other packs take a tenth less time, and of 556 examples planted in long drafts one more is missed.
const PLAIN_PAGES: i32 = 30;

/// Fits the list that all drafts are held against, and those of `categories`. Says how many examples remain wrong.
pub(crate) fn fitted(
    all: &All,
    names: &[String],
    margins: [Margins; 2],
    (rules, categories): (Rules, &[&str]),
) -> (Fitted, usize) {
    let mut extra = Extra::new();
    let (mut tale, mut wrong);
    let mut rounds = 0..ROUNDS;
    loop {
        tale = all.list(|_| true, &extra);
        wrong = wrong_examples(all, &tale, (rules, margins));
        if wrong.is_empty() || rounds.next().is_none() {
            break;
        }
        wrong.iter().for_each(|draft| *extra.entry(*draft).or_insert(1.0) *= MORE);
    }
    let mut left = wrong.len();
    let mut fitted = Fitted::default();
    let everyday = bounds(margins[0].outside, &tale.rest, false);
    let line = rules.line_bounds(margins[1].told, &tale, true);
    let mut plain = rules.line_bounds(margins[1].outside, &tale, false);
    plain.iter_mut().zip(KINDS).filter(|(_, kind)| *kind == Kind::Page).for_each(|(bound, _)| *bound += PLAIN_PAGES);
    let least = bounds(margins[0].told, &tale.rest, true);
    for (name, bounds) in [("tale", least), ("everyday", everyday), ("line", line), ("plain-line", plain)] {
        fitted.bounds.insert(name.to_owned(), bounds);
    }
    fitted.points.insert("tale".to_owned(), by_points(&tale, names));
    for category in categories {
        let (list, bounds, wrong) = fit_category(all, category);
        left += wrong;
        fitted.bounds.insert(format!("of-{category}"), bounds);
        fitted.points.insert(format!("of-{category}"), by_points(&list, names));
    }
    (fitted, left)
}

/// The numbers of examples that the list gets wrong: those that pass and have points enough, those of the pack that flag and
/// have too few, and those of others that the words would silence.
fn wrong_examples(all: &All, tale: &List, (rules, margins): (Rules, [Margins; 2])) -> Vec<usize> {
    let least = bounds(margins[0].told, &tale.rest, true);
    let most = bounds(margins[0].outside, &tale.rest, false);
    let wrong = |row: &&Row| {
        let points = rules.points(tale, row);
        match row.flag {
            false => points >= least[row.kind],
            true if all.is_own(row.draft) => points < least[row.kind],
            true => row.words > subrosa::rules::weights::FEWEST_WORDS && points <= most[row.kind],
        }
    };
    all.rows.iter().filter(|row| all.must_hold(row)).filter(wrong).map(|row| row.draft).collect()
}

/// The list of a category, its bounds, and how many examples of its rule it does not find.
fn fit_category(all: &All, category: &str) -> (List, Bounds, usize) {
    let margin = if category == "case-facts" { CASE_FACTS } else { CATEGORY };
    let mut extra = Extra::new();
    let mut rounds = 0..ROUNDS;
    loop {
        let list = all.category(category, &extra);
        let least = bounds(margin, &list.rest, true);
        let of =
            |row: &&Row| all.drafts.get(row.draft).is_some_and(|draft| draft.categories.iter().any(|c| c == category));
        let own = all.rows.iter().filter(|row| row.flag && all.is_own(row.draft)).filter(of);
        let wrong: Vec<usize> = own.filter(|row| list.sum(row) < least[row.kind]).map(|row| row.draft).collect();
        if wrong.is_empty() || rounds.next().is_none() {
            return (list, least, wrong.len());
        }
        wrong.iter().for_each(|draft| *extra.entry(*draft).or_insert(1.0) *= MORE);
    }
}

/// Who has how many points.
fn by_points(list: &List, names: &[String]) -> BTreeMap<i16, Vec<String>> {
    let mut groups: BTreeMap<i16, Vec<String>> = BTreeMap::new();
    for (feature, points) in list.entries() {
        groups.entry(points).or_default().extend(names.get(feature).cloned());
    }
    groups
}
