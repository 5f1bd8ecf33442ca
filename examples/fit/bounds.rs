//! Owns margins and the bounds that sums of points are held against. A margin is what a fit says of a draft: the points as the
//! engine adds them up, and what the fit says of the draft's kind beside them.

use crate::list::{List, UNIT};
use crate::rows::{KINDS, Row};
use subrosa::rules::weights::evened;

/// How the engine holds points against bounds, as the pack says.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    /// For a draft of how many words bounds are meant.
    pub(crate) at_words: i32,
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

    /// The points of a short draft, evened by its length.
    pub(crate) fn points(self, list: &List, row: &Row) -> i32 {
        evened(list.sum(row), self.at_words, row.words)
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
    pub(crate) fn line_bounds(self, margin: f64, list: &List, least: bool) -> Bounds {
        bounds(margin, &list.rest_of_lines.map(|rest| rest * self.share()), least)
    }
}

/// Points by kind.
pub(crate) type Bounds = [i32; KINDS.len()];

/// The bounds that a margin stands for, by kind: a sum must reach them (`least`), or must not exceed them.
pub(crate) fn bounds(margin: f64, rest: &[f64; KINDS.len()], least: bool) -> Bounds {
    rest.map(|rest| {
        let points = (margin - rest) * UNIT;
        (if least { points.ceil() } else { points.floor() }) as i32
    })
}

/// A draft that a fit has not seen.
#[derive(Clone, Copy)]
pub(crate) struct Unseen {
    /// Whether it should be flagged.
    pub(crate) flag: bool,
    /// Its margin.
    pub(crate) margin: f64,
}

/// Margins from which on something holds.
#[derive(Clone, Copy)]
pub(crate) struct Margins {
    /// For a finding: the same for all kinds, whose bounds differ by what the fit says of each.
    pub(crate) told: f64,
    /// Up to this margin other packs are silent too.
    pub(crate) outside: f64,
}

impl Margins {
    /// Those that these shares of the clean drafts exceed.
    pub(crate) fn of(unseen: &[Unseen], told: f64, outside: f64) -> Self {
        Self { told: margin(unseen, told), outside: margin(unseen, outside) }
    }
}

/// The margin that a share of the clean drafts exceeds.
pub(crate) fn margin(unseen: &[Unseen], share: f64) -> f64 {
    let mut clean: Vec<f64> = unseen.iter().filter(|draft| !draft.flag).map(|draft| draft.margin).collect();
    clean.sort_by(f64::total_cmp);
    let over = (clean.len() as f64 * share).floor() as usize;
    clean.iter().rev().nth(over).copied().unwrap_or(f64::MAX)
}

/// The share of drafts to be flagged, or of clean ones, that exceed a margin.
pub(crate) fn exceed(unseen: &[Unseen], margin: f64, flag: bool) -> f64 {
    let all = unseen.iter().filter(|draft| draft.flag == flag);
    let over = all.clone().filter(|draft| draft.margin > margin).count();
    over as f64 / all.count().max(1) as f64
}
