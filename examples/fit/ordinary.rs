//! Owns ordinary text: pages of websites on which nothing is confidential, from a folder of one's own. Their paragraphs, and
//! those of their sentences that a first fit takes for telling, are rows that pass.

use std::path::{Path, PathBuf};

use subrosa::policy::Kind;
use subrosa::rules::Length;
use walkdir::WalkDir;

use crate::rows::{Maker, Row, drafts};

/// Endings of files that are read.
const ENDINGS: [&str; 5] = ["md", "markdown", "html", "htm", "txt"];
/// Bytes of a page at most: longer ones are lists and archives.
const LONGEST: u64 = 60_000;
/// Words of a sentence that is learnt from.
const WORDS: std::ops::RangeInclusive<usize> = 3..=80;
/// Words of a paragraph that is learnt from, which is about those of a post.
const PARAGRAPH: std::ops::RangeInclusive<usize> = 8..=110;
/// Paragraphs of a page, and of all pages.
const PARAGRAPHS: (usize, usize) = (2, 2500);
/// Weight of a paragraph.
const PARAGRAPH_WEIGHT: f64 = 0.3;
/// Weight of a sentence.
pub(crate) const LINE_WEIGHT: f64 = 0.4;

/// The rows of ordinary text.
#[derive(Default)]
pub(crate) struct Ordinary {
    /// Paragraphs, as if they were short drafts.
    pub(crate) paragraphs: Vec<Row>,
    /// Sentences of long pages.
    pub(crate) lines: Vec<Row>,
}

/// Reads the pages of some folders, in the order of their paths.
///
/// # Errors
/// The folder or page that could not be read, and why.
pub(crate) fn ordinary(folders: &[PathBuf], maker: &mut Maker<'_>) -> Result<Ordinary, String> {
    let mut all = Ordinary::default();
    let pages = folders.iter().map(|folder| pages(folder)).collect::<Result<Vec<_>, _>>()?.concat();
    // Paragraphs are spread over all pages.
    let step = (pages.len() * PARAGRAPHS.0 / PARAGRAPHS.1).max(1);
    for (number, page) in pages.iter().enumerate() {
        let bytes = std::fs::read(page).map_err(|why| format!("{}: {why}", page.display()))?;
        let ending = page.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
        let paragraphs = if number % step == 0 { PARAGRAPHS.0 } else { 0 };
        read_page(&bytes, ending, paragraphs, maker, &mut all);
    }
    all.paragraphs.truncate(PARAGRAPHS.1);
    Ok(all)
}

/// The pages of a folder.
fn pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pages = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|why| why.to_string())?;
        let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let short = || entry.metadata().is_ok_and(|data| data.len() <= LONGEST);
        if entry.file_type().is_file() && ENDINGS.contains(&ending) && short() {
            pages.push(entry.into_path());
        }
    }
    Ok(pages)
}

/// Adds the sentences of a page, and up to `paragraphs` of its paragraphs.
fn read_page(bytes: &[u8], ending: &str, paragraphs: usize, maker: &mut Maker<'_>, all: &mut Ordinary) {
    for (draft, told) in drafts(bytes, ending, Kind::Page, maker.classes) {
        if told.length == Length::Short {
            continue;
        }
        let mut left = paragraphs;
        for block in draft.blocks.iter().filter(|block| block.role == subrosa::draft::Role::Paragraph) {
            let lines = || told.lines.iter().filter(|line| block.text.contains(line.span));
            let words = lines().map(|line| line.words).sum();
            if left > 0 && PARAGRAPH.contains(&words) {
                left -= 1;
                let features = lines().flat_map(|line| line.features.iter().cloned()).collect();
                all.paragraphs.push(maker.ordinary(features, words, PARAGRAPH_WEIGHT));
            }
        }
        for line in told.lines.into_iter().filter(|line| WORDS.contains(&line.words)) {
            let features = line.features.into_iter().chain(line.place).collect();
            all.lines.push(maker.ordinary(features, line.words, LINE_WEIGHT));
        }
    }
}
