//! Owns margins and the bounds that sums of points are held against. A margin is what a fit says of a draft: the points as the
//! engine adds them up, and what the fit says of the draft's kind beside them.

use crate::list::{List, UNIT};
use crate::rows::{KINDS, Row};

/// How the engine holds points against bounds, as the pack says.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// Points more for each word beyond the first few.
    pub(crate) each_word: i32,
    /// Per cent of the mean of a long draft's sentences that are taken off each.
    pub(crate) less_mean: i32,
}

/// Margin at which a short draft is of a category.
pub(crate) const CATEGORY: f64 = -1.6;
/// The same, for the category that nearly all tales are of as well.
pub(crate) const CASE_FACTS: f64 = -2.2;

impl Rules {
    /// The margin of a short draft.
    pub(crate) fn of_draft(self, list: &List, row: &Row) -> f64 {
        f64::from(self.points(list, row)) / UNIT + list.rest[row.kind]
    }

    /// The points of a short draft, less what its length takes.
    pub(crate) fn points(self, list: &List, row: &Row) -> i32 {
        let over = row.words.saturating_sub(subrosa::rules::weights::FEW_WORDS);
        list.sum(row) - self.each_word * i32::try_from(over).unwrap_or(i32::MAX)
    }

    /// The margin of a long draft, by the sentence that stands out most.
    pub(crate) fn of_lines(self, list: &List, lines: &[&Row]) -> Option<f64> {
        let sums: Vec<i64> = lines.iter().map(|line| i64::from(list.sum(line))).collect();
        let (most, kind) = (sums.iter().max()?, lines.first()?.kind);
        let mean = sums.iter().sum::<i64>() / sums.len() as i64;
        let less = mean * i64::from(self.less_mean) / 100;
        Some((most - less) as f64 / UNIT + self.share() * list.rest_of_lines[kind])
    }

    /// The share of what is said beside points that the mean leaves of a sentence.
    fn share(self) -> f64 {
        1.0 - f64::from(self.less_mean) / 100.0
    }

    /// The bounds for sentences that margins stand for.
    pub(crate) fn line_bounds(self, margins: [f64; KINDS.len()], list: &List, least: bool) -> Bounds {
        bounds(margins, &list.rest_of_lines.map(|rest| rest * self.share()), least)
    }
}

/// Points by kind.
pub(crate) type Bounds = [i32; KINDS.len()];

/// The bounds that margins stand for: a sum must reach them (`least`), or must not exceed them.
pub(crate) fn bounds(margins: [f64; KINDS.len()], rest: &[f64; KINDS.len()], least: bool) -> Bounds {
    let mut bounds = [0; KINDS.len()];
    for (bound, (margin, rest)) in bounds.iter_mut().zip(margins.iter().zip(rest)) {
        let points = (margin - rest) * UNIT;
        *bound = (if least { points.ceil() } else { points.floor() }) as i32;
    }
    bounds
}

/// A draft that a fit has not seen.
#[derive(Clone, Copy)]
pub(crate) struct Unseen {
    /// Place of its kind.
    pub(crate) kind: usize,
    /// Whether it should be flagged.
    pub(crate) flag: bool,
    /// Its margin.
    pub(crate) margin: f64,
}

/// Clean drafts of a kind from which on it has a margin of its own.
const ENOUGH: usize = 150;

/// Margins from which on something holds.
#[derive(Clone, Copy)]
pub(crate) struct Margins {
    /// For a finding, by kind.
    pub(crate) told: [f64; KINDS.len()],
    /// Up to this margin other packs are silent too.
    pub(crate) outside: f64,
}

impl Margins {
    /// Those that these shares of the clean drafts exceed.
    pub(crate) fn of(unseen: &[Unseen], told: f64, outside: f64) -> Self {
        Self { told: margins(unseen, told), outside: margin(unseen, outside) }
    }
}

/// The margins that a share of all clean drafts exceeds, kind by kind, and where there are few of a kind, of all.
fn margins(unseen: &[Unseen], share: f64) -> [f64; KINDS.len()] {
    std::array::from_fn(|kind| {
        let own: Vec<Unseen> = unseen.iter().copied().filter(|draft| draft.kind == kind).collect();
        let clean = own.iter().filter(|draft| !draft.flag).count();
        margin(if clean < ENOUGH { unseen } else { &own }, share)
    })
}

/// The margin that a share of the clean drafts exceeds.
pub(crate) fn margin(unseen: &[Unseen], share: f64) -> f64 {
    let mut clean: Vec<f64> = unseen.iter().filter(|draft| !draft.flag).map(|draft| draft.margin).collect();
    clean.sort_by(f64::total_cmp);
    let over = (clean.len() as f64 * share).floor() as usize;
    clean.iter().rev().nth(over).copied().unwrap_or(f64::MAX)
}

/// The share of drafts to be flagged, or of clean ones, that exceed the margins of their kinds.
pub(crate) fn exceed(unseen: &[Unseen], margins: [f64; KINDS.len()], flag: bool) -> f64 {
    let all = unseen.iter().filter(|draft| draft.flag == flag);
    let over = all.clone().filter(|draft| draft.margin > margins[draft.kind]).count();
    over as f64 / all.count().max(1) as f64
}
