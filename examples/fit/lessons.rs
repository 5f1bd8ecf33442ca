//! Owns what is learnt from: all rows, and what of them a fold leaves out.

use std::collections::BTreeMap;

use crate::bounds::{Rules, Unseen};
use crate::drafts::{CORPUS, Labelled};
use crate::list::{Lesson, List};
use crate::ordinary::{LINE_WEIGHT, Ordinary};
use crate::rows::{Row, Sort};

/// Features of the list that all drafts are held against. With half as many a little less is found, with twice as many no more.
const MOST: usize = 24_000;
/// Features of a category's list.
const MOST_OF_CATEGORY: usize = 350;
/// Sentences of ordinary text that are learnt from: those that a first fit takes for telling.
const MINED: usize = 4000;
/// Weight of an example that should be flagged, and of one that should pass.
pub(crate) const EXAMPLE: [f64; 2] = [1.2, 2.5];
/// Weight of an example for the list of its category, beside drafts of weight one.
const EXAMPLE_OF_CATEGORY: f64 = 0.7;
/// How much more counts what is of the category.
const OF_CATEGORY: f64 = 3.0;

/// What being wrong about a row of weight one costs: little, so that much is said by many words and not by few.
const COST: f64 = 0.01;
/// How much more rare features weigh in the list that all drafts are held against. With twice as much, long drafts lose.
const STEEP: f64 = 0.15;
/// Weight of a short draft.
const DRAFT: f64 = 1.0;
/// Weight of a sentence of a long draft that should be flagged, and of another.
const LINE: [f64; 2] = [0.8, 0.4];

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
    /// For a draft of how many words the bounds of the first list are meant.
    pub(crate) at_words: i32,
}

/// How much a row counts.
fn weight(row: &Row) -> f64 {
    COST * row.weight
        * match row.sort {
            Sort::Draft => DRAFT,
            Sort::Line => LINE[usize::from(!row.flag)],
            Sort::Example | Sort::Ordinary => 1.0,
        }
}

impl All {
    /// All rows, with those of ordinary text that say most; `features`: how many features there are.
    pub(crate) fn new(
        drafts: Vec<Labelled>,
        rows: Vec<Row>,
        ordinary: Ordinary,
        (features, at_words): (usize, i32),
    ) -> Self {
        let mut known = vec![0; features];
        rows.iter().flat_map(|row| &row.features).for_each(|feature| known[*feature as usize] += 1);
        let mut all = Self { drafts, rows, ordinary: ordinary.paragraphs, known, at_words };
        if !ordinary.lines.is_empty() {
            let list = all.list(|_| true, &Extra::new());
            let mut lines: Vec<(i32, Row)> = ordinary.lines.into_iter().map(|row| (list.sum(&row), row)).collect();
            lines.sort_by_key(|(sum, _)| -sum);
            lines.truncate(MINED);
            all.ordinary.extend(lines.into_iter().map(|(_, row)| Row {
                weight: LINE_WEIGHT / LINE[1],
                sort: Sort::Line,
                ..row
            }));
        }
        all
    }

    /// The list that all drafts are held against, where examples count `extra` times as much, by the number of their draft.
    pub(crate) fn list(&self, taken: impl Fn(&Row) -> bool, extra: &Extra) -> List {
        let mut lesson = Lesson { at_words: self.at_words, steep: STEEP, ..Lesson::default() };
        for row in self.rows.iter().filter(|row| taken(row)).chain(&self.ordinary) {
            lesson.add(row, row.flag, weight(row) * extra.get(&row.draft).copied().unwrap_or(1.0));
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
            lesson.add(row, of, COST * weight * more * if of { OF_CATEGORY } else { 1.0 });
        }
        lesson.list(&self.known, MOST_OF_CATEGORY)
    }

    /// Margins of all drafts by fits that have not seen them: each of `folds` leaves out whole batches, since drafts that were
    /// written together are alike. Short drafts, and long ones.
    pub(crate) fn unseen(&self, folds: usize, rules: Rules) -> [Vec<Unseen>; 2] {
        let folds_of = self.folds(folds);
        let fold = |row: &Row| folds_of.get(row.draft).copied().flatten();
        let mut unseen = [Vec::new(), Vec::new()];
        for left_out in 0..folds {
            let list = self.list(|row| fold(row) != Some(left_out), &Extra::new());
            let held = self.rows.iter().filter(|row| fold(row) == Some(left_out));
            let mut lines: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
            for row in held {
                match row.sort {
                    Sort::Line => lines.entry(row.draft).or_default().push(row),
                    _ => unseen[0].push(Unseen { flag: row.flag, margin: rules.of_draft(&list, row) }),
                }
            }
            for (draft, lines) in lines {
                let flag = self.drafts.get(draft).is_some_and(|draft| draft.flag);
                let margin = rules.of_lines(&list, &lines);
                unseen[1].extend(margin.map(|margin| Unseen { flag, margin }));
            }
        }
        unseen
    }

    /// Whether a row must come out right: examples of packs, and short drafts of the corpus, which a test holds.
    pub(crate) fn must_hold(&self, row: &Row) -> bool {
        let corpus = || self.drafts.get(row.draft).is_some_and(|draft| draft.batch == CORPUS);
        row.sort == Sort::Example || (row.sort == Sort::Draft && corpus())
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
