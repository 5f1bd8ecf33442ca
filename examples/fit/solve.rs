//! Owns logistic regression with a penalty on large weights: Newton's method, each step found by conjugate gradients. The
//! problem is convex and the sums are made in one order, so the same rows give the same weights.

/// Rows of numbers, of which most are zero.
#[derive(Default)]
pub(crate) struct Matrix {
    /// Where each row begins in the others, and where the last one ends.
    starts: Vec<usize>,
    /// Columns.
    columns: Vec<u32>,
    /// Values.
    values: Vec<f64>,
    /// How many columns there are.
    width: usize,
}

impl Matrix {
    /// An empty one with so many columns.
    pub(crate) fn new(width: usize) -> Self {
        Self { starts: vec![0], width, ..Self::default() }
    }

    /// Adds a row: columns and values.
    pub(crate) fn push(&mut self, row: impl Iterator<Item = (usize, f64)>) {
        for (column, value) in row {
            self.columns.push(u32::try_from(column).unwrap_or(u32::MAX));
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// Columns and values of each row.
    fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, f64)>> {
        self.starts.windows(2).map(|ends| {
            let range = ends[0]..ends[1];
            self.columns[range.clone()].iter().map(|column| *column as usize).zip(self.values[range].iter().copied())
        })
    }

    /// Each row times a vector.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows().map(|row| row.map(|(column, value)| value * vector[column]).sum()).collect()
    }

    /// The sum of all rows, each so many times.
    fn sum(&self, times: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.width];
        for (row, times) in self.rows().zip(times) {
            if *times != 0.0 {
                row.for_each(|(column, value)| sum[column] += times * value);
            }
        }
        sum
    }
}

/// How much of the first gradient may be left.
const PRECISION: f64 = 1e-4;
/// Steps at most; a handful is the rule.
const STEPS: usize = 60;
/// Steps of conjugate gradients at most.
const INNER: usize = 200;

/// The weights that tell rows to be flagged from others. `costs`: how much it costs to be wrong about a row, against weights
/// of length one.
pub(crate) fn solve(rows: &Matrix, flags: &[bool], costs: &[f64]) -> Vec<f64> {
    let mut weights = vec![0.0; rows.width];
    let mut scores = vec![0.0; flags.len()];
    let mut first = None;
    for _ in 0..STEPS {
        let pull = |((flag, cost), score): ((&bool, &f64), &f64)| cost * (chance(*score) - f64::from(u8::from(*flag)));
        let pulls: Vec<f64> = flags.iter().zip(costs).zip(&scores).map(pull).collect();
        let mut gradient = rows.sum(&pulls);
        add(&mut gradient, 1.0, &weights);
        let length = dot(&gradient, &gradient).sqrt();
        if length <= PRECISION * *first.get_or_insert(length) {
            break;
        }
        let bends: Vec<f64> = scores.iter().zip(costs).map(|(s, cost)| cost * chance(*s) * chance(-s)).collect();
        let step = direction(rows, &bends, &gradient, length);
        let moved = rows.times(&step);
        let (slope, before) = (dot(&step, &gradient), loss(&weights, &scores, flags, costs));
        let mut size = 1.0;
        while size > 1e-6 {
            let (mut next, mut there) = (weights.clone(), scores.clone());
            add(&mut next, size, &step);
            add(&mut there, size, &moved);
            if loss(&next, &there, flags, costs) <= before + 1e-4 * size * slope {
                (weights, scores) = (next, there);
                break;
            }
            size /= 2.0;
        }
        if size <= 1e-6 {
            break;
        }
    }
    weights
}

/// The step that Newton's method takes, to a tenth of the gradient's length.
fn direction(rows: &Matrix, bends: &[f64], gradient: &[f64], length: f64) -> Vec<f64> {
    let mut step = vec![0.0; gradient.len()];
    let mut left: Vec<f64> = gradient.iter().map(|value| -value).collect();
    let mut along = left.clone();
    let mut size = dot(&left, &left);
    for _ in 0..INNER {
        if size.sqrt() <= 0.1 * length {
            break;
        }
        let bent: Vec<f64> = rows.times(&along).iter().zip(bends).map(|(value, bend)| value * bend).collect();
        let mut image = rows.sum(&bent);
        add(&mut image, 1.0, &along);
        let far = size / dot(&along, &image);
        add(&mut step, far, &along);
        add(&mut left, -far, &image);
        let next = dot(&left, &left);
        along.iter_mut().zip(&left).for_each(|(along, left)| *along = left + next / size * *along);
        size = next;
    }
    step
}

/// What weights cost: their own length, and each row by how wrong they are about it.
fn loss(weights: &[f64], scores: &[f64], flags: &[bool], costs: &[f64]) -> f64 {
    let wrong = scores.iter().zip(flags).zip(costs).map(|((score, flag), cost)| {
        let against = if *flag { -score } else { *score };
        cost * (against.max(0.0) + (-against.abs()).exp().ln_1p())
    });
    0.5 * dot(weights, weights) + wrong.sum::<f64>()
}

/// The chance that a score stands for.
fn chance(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// The product of two vectors.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Adds a vector so many times to another.
fn add(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += times * what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_is_gone_where_it_stops_and_rows_are_told_apart() {
        let mut rows = Matrix::new(3);
        let table =
            [([1.0, 0.0], true), ([1.0, 1.0], true), ([0.0, 1.0], false), ([0.5, 2.0], false), ([0.0, 0.0], false)];
        for (row, _) in table {
            rows.push([(0, row[0]), (1, row[1]), (2, 1.0)].into_iter());
        }
        let flags = table.map(|(_, flag)| flag);
        let costs = [2.0, 1.0, 1.0, 0.5, 1.0];
        let weights = solve(&rows, &flags, &costs);
        for column in 0..3 {
            let value = |row: usize| [table[row].0[0], table[row].0[1], 1.0][column];
            let pull: f64 = (0..5)
                .map(|row| {
                    let score = (0..3).map(|at| weights[at] * [table[row].0[0], table[row].0[1], 1.0][at]).sum();
                    costs[row] * (chance(score) - f64::from(u8::from(flags[row]))) * value(row)
                })
                .sum();
            assert!((pull + weights[column]).abs() < 1e-3, "column {column}: {pull} {}", weights[column]);
        }
        let scores = rows.times(&weights);
        assert!(scores[0] > scores[2] && scores[1] > scores[3], "{scores:?}");
        assert_eq!(weights, solve(&rows, &flags, &costs));
    }
}
