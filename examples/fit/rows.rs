//! Owns rows: what a short draft or a sentence of a long one holds, as numbers of features. The engine itself says what
//! that is. Knows nothing of points.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use subrosa::draft::{Draft, Source};
use subrosa::policy::Kind;
use subrosa::read::read;
use subrosa::rules::Length;
use subrosa::rules::classes::Classes;
use subrosa::spot::{Told, told};
use subrosa::text::{Span, lexicon};

use crate::drafts::Labelled;

/// Kinds that are told apart; documents go with pages.
pub(crate) const KINDS: [Kind; 4] = [Kind::Reply, Kind::Post, Kind::Email, Kind::Page];

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    /// A short draft.
    Draft,
    /// A sentence of a long one.
    Line,
    /// An example of a pack.
    Example,
    /// A paragraph or sentence of ordinary text.
    Ordinary,
}

/// A short draft, or a sentence.
#[derive(Clone)]
pub(crate) struct Row {
    /// What it is.
    pub(crate) sort: Sort,
    /// Place of its kind in [`KINDS`].
    pub(crate) kind: usize,
    /// Numbers of its features, sorted, each once.
    pub(crate) features: Vec<u32>,
    /// How many words it has.
    pub(crate) words: usize,
    /// Whether it should be flagged.
    pub(crate) flag: bool,
    /// How much it counts among those of its sort.
    pub(crate) weight: f64,
    /// Number of the labelled draft that it is or belongs to.
    pub(crate) draft: usize,
}

/// The numbers of features.
#[derive(Default)]
pub(crate) struct Features {
    /// By how packs write them.
    numbers: HashMap<String, u32>,
    /// The other way.
    pub(crate) names: Vec<String>,
}

impl Features {
    /// The numbers of those that packs can write: others than words of plain letters are left out.
    fn numbers(&mut self, written: impl Iterator<Item = String>) -> Vec<u32> {
        let plain = |part: &str| {
            let bare = part.strip_prefix('<').and_then(|part| part.strip_suffix('>'));
            bare.map_or_else(|| part.bytes().all(|byte| byte.is_ascii_lowercase()), |_| true)
        };
        let tells = |part: &str| part.starts_with('<') || is_plain_word(part);
        let fits = written.filter(|name| name.split('_').all(|part| !part.is_empty() && plain(part) && tells(part)));
        let mut numbers: Vec<u32> = fits.map(|name| self.number(name)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of one.
    fn number(&mut self, name: String) -> u32 {
        if let Some(number) = self.numbers.get(&name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}

/// Whether a word may have points: no name of people or places. Who somebody is and where they come from is no sign of
/// anything; the drafts hold some of them by chance.
fn is_plain_word(word: &str) -> bool {
    let name = lexicon::is_given_name(word) || lexicon::is_surname(word) || lexicon::is_rare_name(word);
    (!name || lexicon::is_word(word)) && !PEOPLES.split_whitespace().any(|people| people == word)
}

/// What people are called by where they come from.
const PEOPLES: &str = "afghan african albanian algerian american arab argentinian armenian asian australian austrian bangladeshi belgian \
    bosnian brazilian british bulgarian cameroonian canadian chilean chinese colombian congolese croatian cuban cypriot czech danish dominican \
    dutch ecuadorian egyptian english eritrean estonian ethiopian european filipino finnish french georgian german ghanaian greek guatemalan \
    haitian hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese jordanian kenyan korean kurdish \
    kuwaiti latvian lebanese liberian libyan lithuanian malaysian maltese mexican moldovan moroccan nepalese nepali nigerian norwegian \
    pakistani palestinian peruvian polish portuguese punjabi romanian russian rwandan salvadoran saudi scottish senegalese serbian \
    singaporean slovak slovenian somali spanish sudanese swedish swiss syrian tamil tanzanian thai tibetan tunisian turkish ugandan \
    ukrainian venezuelan vietnamese welsh yemeni zimbabwean";

/// What rows are made with.
pub(crate) struct Maker<'c> {
    /// The classes of words of the packs.
    pub(crate) classes: &'c Classes,
    /// The features met so far.
    pub(crate) features: Features,
}

/// Words that a sentence has, at least, to be learnt from.
const FEWEST: usize = 3;

impl Maker<'_> {
    /// The rows of a labelled draft with this number: itself if it is short, else its sentences.
    pub(crate) fn rows(&mut self, draft: &Labelled, number: usize, sort: Sort, weight: f64) -> Vec<Row> {
        let kind = KINDS.iter().position(|kind| *kind == draft.kind).unwrap_or(KINDS.len() - 1);
        let mut rows = Vec::new();
        let places = places(draft);
        for (read, told) in drafts(draft.text.as_bytes(), &draft.ending, draft.kind, self.classes) {
            let row = |features, words, sort, (flag, weight)| Row {
                sort,
                kind,
                features,
                words,
                flag,
                weight,
                draft: number,
            };
            if told.length == Length::Short {
                let lines = told.lines.into_iter().filter(|line| told.tells && !line.comment);
                let features = self.features.numbers(lines.flat_map(|line| line.features));
                rows.push(row(features, told.words, sort, (draft.flag, weight)));
                continue;
            }
            for line in told.lines {
                let home = read.home(line.span);
                let flag = places.iter().any(|place| place.overlaps(home));
                let weight = if line.words < FEWEST { 0.0 } else { weight };
                let features = self.features.numbers(line.features.into_iter().chain(line.place));
                rows.push(row(features, line.words, Sort::Line, (flag, weight)));
            }
        }
        rows
    }

    /// The features of a sentence or paragraph of an ordinary page.
    pub(crate) fn ordinary(&mut self, written: Vec<String>, words: usize, weight: f64) -> Row {
        let features = self.features.numbers(written.into_iter());
        let kind = KINDS.len() - 1;
        Row { sort: Sort::Ordinary, kind, features, words, flag: false, weight, draft: usize::MAX }
    }
}

/// The drafts of a source, each with what the engine sees in it.
pub(crate) fn drafts(bytes: &[u8], ending: &str, kind: Kind, classes: &Classes) -> Vec<(Draft, Told)> {
    let path = format!("draft.{ending}");
    let source = Arc::new(Source { file: PathBuf::from(&path), path, bytes: bytes.to_vec() });
    let mut drafts = Vec::new();
    read(&source, &mut |draft| {
        let told = told(&draft, kind, classes);
        drafts.push((draft, told));
    });
    drafts
}

/// Where the flagged passages of a draft stand in its source.
fn places(draft: &Labelled) -> Vec<Span> {
    let place = |passage: &String| {
        let start = draft.text.find(passage.as_str())?;
        Some(Span::at(start..start + passage.len()))
    };
    draft.spans.iter().filter_map(place).collect()
}
