//! Owns what belongs to a name before its first letter: a sign, the word that announces a code name, titles. Called by
//! `admit` and `slips`.

use super::find::preceded_by;
use super::stretch::Stretch;
use crate::register::forms::{is_code_word, is_title};
use crate::text::fold::folded;
use crate::text::words::Shape;

/// The start of a name with its `#` or `@`.
pub(super) fn with_sign(stretch: &Stretch<'_>, start: u32) -> u32 {
    if !preceded_by(stretch, start, &['@', '#']) {
        return start;
    }
    // `press@tarnwick.example`: that sign is the address's.
    let before = stretch.text.get(stretch.block.start as usize..start as usize - 1).unwrap_or_default();
    let address = before.chars().next_back().is_some_and(char::is_alphanumeric);
    if address { start } else { start - 1 }
}

/// Where `Project` or the like begins, if it stands right before byte `at`: as a word, or joined to it.
pub(super) fn code_word_before(stretch: &Stretch<'_>, at: u32) -> Option<u32> {
    let before = stretch.text.get(stretch.block.start as usize..at as usize)?;
    let trimmed = before.trim_end_matches([' ', '\n', '\u{a0}', '-', '_', '"', '“', '‘', '\'']);
    if before.len() - trimmed.len() > 5 {
        return None;
    }
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let tail = |len: usize| word.len().checked_sub(len).and_then(|from| word.get(from..));
    let code = [word.len(), 7, 9].into_iter().filter_map(tail).find(|w| is_code_word(&folded(w)))?;
    Some(stretch.block.start + (trimmed.len() - code.len()) as u32)
}

/// Where the titles begin that stand right before word `first`, or `start` where none does.
pub(super) fn title_before(stretch: &Stretch<'_>, first: usize, mut start: u32) -> u32 {
    for index in (0..first).rev().take(2) {
        let gap = stretch.between(index + 1);
        let near = gap.trim_matches(|c: char| c.is_whitespace() || c == '.').is_empty() && gap.len() <= 4;
        let Some(word) = stretch.words.get(index).filter(|w| near && w.shape != Shape::Digits) else { break };
        if !is_title(&folded(stretch.written(index))) {
            break;
        }
        start = word.at;
    }
    start
}
