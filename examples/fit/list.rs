//! Owns a list of points: which features get them, and how many. Rows are weighed against each other by logistic regression,
//! the features with most to say are kept, and what they weigh is rounded. Where a sum of points is high enough is not said here.

use crate::rows::{KINDS, Row, Sort};
use crate::solve::{Matrix, solve};

/// Points of one unit of the fit's scores, which are logarithms of odds.
pub(crate) const UNIT: f64 = 25.0;
/// Value of the columns of kinds, which say how often drafts of a kind are flagged.
const KIND: f64 = 2.0;
/// Value of the column that all rows share.
const SHARED: f64 = 3.0;
/// In how many labelled rows a feature stands that gets points.
const FEWEST_ROWS: u32 = 2;
/// In how many rows a feature stands that weighs the same whatever `steep` is.
const COMMON: f64 = 300.0;

/// Rows to learn from.
#[derive(Default)]
pub(crate) struct Lesson<'r> {
    /// The rows.
    pub(crate) rows: Vec<&'r Row>,
    /// Whether each is what the list is for.
    pub(crate) flags: Vec<bool>,
    /// For a draft of how many words bounds are meant; 0: what a row holds counts alike in drafts of any length.
    pub(crate) at_words: i32,
    /// How much more rare features weigh than by the logarithm of their rarity: an exponent, 0 for no more.
    pub(crate) steep: f64,
    /// How much each counts: what it costs to be wrong about it. Little, so that much is said by many words and not by few.
    pub(crate) weights: Vec<f64>,
}

/// Points.
pub(crate) struct List {
    /// By feature; most have none.
    points: Vec<i16>,
    /// What the fit says of a short draft beside its points, by kind: what is left to the bounds.
    pub(crate) rest: [f64; KINDS.len()],
    /// The same of a sentence of a long draft.
    pub(crate) rest_of_lines: [f64; KINDS.len()],
}

impl<'r> Lesson<'r> {
    /// Adds a row.
    pub(crate) fn add(&mut self, row: &'r Row, flag: bool, weight: f64) {
        if weight > 0.0 {
            self.rows.push(row);
            self.flags.push(flag);
            self.weights.push(weight);
        }
    }

    /// The points of `most` features; `known`: in how many labelled rows each feature stands.
    pub(crate) fn list(&self, known: &[u32], most: usize) -> List {
        let mut rows_with = vec![0_u32; known.len()];
        self.rows.iter().flat_map(|row| &row.features).for_each(|feature| rows_with[*feature as usize] += 1);
        let fits = |feature: &usize| rows_with[*feature] > 0 && known[*feature] >= FEWEST_ROWS;
        let all: Vec<usize> = (0..known.len()).filter(fits).collect();
        // What stands in many rows says less where it stands.
        let rarity = |feature: usize| {
            let with = 1.0 + f64::from(rows_with[feature]);
            let usual = ((1.0 + self.rows.len() as f64) / with).ln() + 1.0;
            usual * (COMMON / with).powf(self.steep)
        };
        let mut kept: Vec<(usize, f64)> = all.into_iter().map(|feature| (feature, rarity(feature))).collect();
        let (first, _) = self.weigh(&kept, known.len());
        let mut order: Vec<usize> = (0..kept.len()).collect();
        // A rare feature weighs much where it stands, which is seldom: kept are those that say most in all rows.
        let says = |at: usize| first[at].abs() * f64::from(rows_with[kept[at].0]).powf(2.0 * self.steep);
        order.sort_by(|a, b| says(*b).total_cmp(&says(*a)).then(a.cmp(b)));
        order.truncate(most);
        order.sort_unstable();
        kept = order.into_iter().map(|at| kept[at]).collect();
        let (weights, scores) = self.weigh(&kept, known.len());
        let mut points = vec![0; known.len()];
        for ((feature, _), weight) in kept.iter().zip(&weights) {
            points[*feature] = (weight * UNIT).round() as i16;
        }
        let mut list = List { points, rest: [0.0; KINDS.len()], rest_of_lines: [0.0; KINDS.len()] };
        list.rest = self.rest(&list, &scores, Sort::Draft);
        list.rest_of_lines = self.rest(&list, &scores, Sort::Line);
        list
    }

    /// What features weigh, and the scores of all rows.
    fn weigh(&self, features: &[(usize, f64)], known: usize) -> (Vec<f64>, Vec<f64>) {
        let mut column = vec![usize::MAX; known];
        features.iter().enumerate().for_each(|(at, (feature, _))| column[*feature] = at);
        let mut matrix = Matrix::new(features.len() + KINDS.len() + 1);
        for row in &self.rows {
            let own = row.features.iter().map(|feature| column[*feature as usize]).filter(|at| *at != usize::MAX);
            let beside = [(features.len() + row.kind, KIND), (features.len() + KINDS.len(), SHARED)];
            let share = self.share(row);
            matrix.push(own.map(|at| (at, features[at].1 * share)).chain(beside));
        }
        let solved = solve(&matrix, &self.flags, &self.weights);
        let scores = matrix.times(&solved);
        (solved.iter().zip(features).map(|(weight, (_, rarity))| weight * rarity).collect(), scores)
    }

    /// How much what a row holds counts: in a draft of more words less, as the engine evens it. Sentences are not evened.
    fn share(&self, row: &Row) -> f64 {
        if self.at_words == 0 || row.sort == Sort::Line {
            return 1.0;
        }
        (f64::from(self.at_words) / row.words.max(1) as f64).sqrt()
    }

    /// The mean of what scores have beside the points in rows of a sort, by kind.
    fn rest(&self, list: &List, scores: &[f64], sort: Sort) -> [f64; KINDS.len()] {
        let mut sums = [(0.0, 0.0); KINDS.len()];
        for (row, score) in self.rows.iter().zip(scores).filter(|(row, _)| row.sort == sort) {
            let (sum, count) = &mut sums[row.kind];
            *sum += score - f64::from(list.sum(row)) * self.share(row) / UNIT;
            *count += 1.0;
        }
        sums.map(|(sum, count)| if count > 0.0 { sum / count } else { 0.0 })
    }
}

impl List {
    /// The points of a row.
    pub(crate) fn sum(&self, row: &Row) -> i32 {
        row.features
            .iter()
            .filter_map(|feature| self.points.get(*feature as usize))
            .map(|points| i32::from(*points))
            .sum()
    }

    /// Features that have points, with these.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (usize, i16)> {
        self.points.iter().copied().enumerate().filter(|(_, points)| *points != 0)
    }
}
