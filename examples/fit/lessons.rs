//! Owns what is learnt from: all rows, and what of them a fold leaves out.

use std::collections::BTreeMap;

use crate::bounds::{Rules, Unseen};
use crate::drafts::Labelled;
use crate::list::{Lesson, List};
use crate::ordinary::{LINE_WEIGHT, Ordinary};
use crate::rows::{Row, Sort};

/// Features of a list that all drafts are held against. With more of them little more is found, and the pack takes longer to read.
const MOST: usize = 10_000;
/// Features of a category's list.
const MOST_OF_CATEGORY: usize = 350;
/// Sentences of ordinary text that are learnt from: those that a first fit takes for telling.
const MINED: usize = 4000;
/// Weight of an example that should be flagged, and of one that should pass.
pub(crate) const EXAMPLE: [f64; 2] = [1.2, 2.5];
/// How much more an example counts for its category than a draft, and what is of the category than what is not.
const EXAMPLE_OF_CATEGORY: f64 = 0.7;
const OF_CATEGORY: f64 = 3.0;

/// What a list is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Use {
    /// Short drafts and sentences of long ones.
    Both,
    /// Short drafts.
    Drafts,
    /// Sentences of long drafts.
    Lines,
}

impl Use {
    /// How much rows count. The figures that `main` prints are best near these.
    fn weight(self, row: &Row) -> f64 {
        let (cost, draft, line) = match self {
            Self::Both => (0.01, 1.5, [1.6, 0.4]),
            Self::Drafts => (0.02, 1.0, [0.16, 0.04]),
            Self::Lines => (0.006, 0.2, [1.6, 0.4]),
        };
        cost * match row.sort {
            Sort::Draft => draft * row.weight,
            Sort::Line => line[usize::from(!row.flag)] * row.weight,
            Sort::Example | Sort::Ordinary => row.weight,
        }
    }
}

/// What being wrong about the category of a draft costs.
const CATEGORY_COST: f64 = 0.01;

/// How many times as much a draft counts, by its number.
pub(crate) type Extra = BTreeMap<usize, f64>;

/// All that is learnt from.
pub(crate) struct All {
    /// The labelled drafts and examples; rows have their numbers.
    pub(crate) drafts: Vec<Labelled>,
    /// Their rows.
    pub(crate) rows: Vec<Row>,
    /// Rows of ordinary text.
    pub(crate) ordinary: Vec<Row>,
    /// In how many rows of labelled drafts and examples each feature stands.
    pub(crate) known: Vec<u32>,
}

impl All {
    /// All rows, with those of ordinary text that say most; `features`: how many features there are.
    pub(crate) fn new(drafts: Vec<Labelled>, rows: Vec<Row>, ordinary: Ordinary, features: usize) -> Self {
        let mut known = vec![0; features];
        rows.iter().flat_map(|row| &row.features).for_each(|feature| known[*feature as usize] += 1);
        let mut all = Self { drafts, rows, ordinary: ordinary.paragraphs, known };
        if !ordinary.lines.is_empty() {
            let list = all.list(Use::Both, |_| true, &Extra::new());
            let mut lines: Vec<(i32, Row)> = ordinary.lines.into_iter().map(|row| (list.sum(&row), row)).collect();
            lines.sort_by_key(|(sum, _)| -sum);
            lines.truncate(MINED);
            all.ordinary.extend(lines.into_iter().map(|(_, row)| Row { weight: LINE_WEIGHT, ..row }));
        }
        all
    }

    /// The list for some use, where examples count `extra` times as much, by the number of their draft.
    pub(crate) fn list(&self, what: Use, taken: impl Fn(&Row) -> bool, extra: &Extra) -> List {
        let mut lesson = Lesson::default();
        for row in self.rows.iter().filter(|row| taken(row)).chain(&self.ordinary) {
            lesson.add(row, row.flag, what.weight(row) * extra.get(&row.draft).copied().unwrap_or(1.0));
        }
        lesson.list(&self.known, MOST)
    }

    /// The list of a category: against the other drafts that should be flagged.
    pub(crate) fn category(&self, category: &str, extra: &Extra) -> List {
        let mut lesson = Lesson::default();
        for row in self.rows.iter().filter(|row| row.flag && row.sort != Sort::Line) {
            let of =
                self.drafts.get(row.draft).is_some_and(|draft| draft.categories.iter().any(|name| name == category));
            let weight = if row.sort == Sort::Example { EXAMPLE_OF_CATEGORY } else { row.weight };
            let more = extra.get(&row.draft).copied().unwrap_or(1.0);
            lesson.add(row, of, CATEGORY_COST * weight * more * if of { OF_CATEGORY } else { 1.0 });
        }
        lesson.list(&self.known, MOST_OF_CATEGORY)
    }

    /// Margins of all drafts by fits that have not seen them: each of `folds` leaves out whole batches, since drafts that were
    /// written together are alike. Short drafts, and long ones.
    pub(crate) fn unseen(&self, folds: usize, rules: Rules) -> [Vec<Unseen>; 2] {
        let uses = rules.uses();
        let folds_of = self.folds(folds);
        let fold = |row: &Row| folds_of.get(row.draft).copied().flatten();
        let mut unseen = [Vec::new(), Vec::new()];
        for left_out in 0..folds {
            let fit = |what| self.list(what, |row| fold(row) != Some(left_out), &Extra::new());
            let (tale, lines_of) = (fit(uses[0]), uses.get(1).map(|what| fit(*what)));
            let told = lines_of.as_ref().unwrap_or(&tale);
            let held = self.rows.iter().filter(|row| fold(row) == Some(left_out));
            let mut lines: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
            for row in held {
                match row.sort {
                    Sort::Line => lines.entry(row.draft).or_default().push(row),
                    _ => unseen[0].push(Unseen { kind: row.kind, flag: row.flag, margin: rules.of_draft(&tale, row) }),
                }
            }
            for (draft, lines) in lines {
                let flag = self.drafts.get(draft).is_some_and(|draft| draft.flag);
                let margin = rules.of_lines(told, &lines);
                let kind = lines.first().map_or(0, |row| row.kind);
                unseen[1].extend(margin.map(|margin| Unseen { kind, flag, margin }));
            }
        }
        unseen
    }

    /// Whether a draft is an example of the pack that is fitted.
    pub(crate) fn is_own(&self, draft: usize) -> bool {
        self.drafts.get(draft).is_some_and(|draft| draft.batch.contains('/'))
    }

    /// The fold that leaves out each draft; examples are left out by none.
    fn folds(&self, folds: usize) -> Vec<Option<usize>> {
        let is_example = |draft: &Labelled| draft.batch == "examples" || draft.batch.contains('/');
        let names = self.drafts.iter().filter(|draft| !is_example(draft)).map(|draft| draft.batch.as_str());
        let mut batches: Vec<&str> = names.collect();
        batches.sort_unstable();
        batches.dedup();
        let fold = |draft: &Labelled| batches.binary_search(&draft.batch.as_str()).ok().map(|place| place % folds);
        self.drafts.iter().map(fold).collect()
    }
}
