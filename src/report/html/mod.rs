//! Owns the page for the partner who signs off: one HTML file that needs no other, drafts with their findings beside the
//! paragraphs they stand in. `context` makes the words, `page.html` the elements. Everything but our own style and
//! script is escaped, and the page's policy lets no other script run.

mod context;

use std::io;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use super::model::{Report, ShownBlock, ShownDraft};
use super::{Reporter, Style};
use context::{Bottom, DraftTop, Note, Row, Top};

/// The page.
const TEMPLATE: &str = include_str!("page.html");
/// How it looks.
const STYLE: &str = include_str!("style.css");
/// Its filters; without it the page shows all.
const SCRIPT: &str = include_str!("script.js");
/// What the page's policy knows [`STYLE`] by. A test says what it is now.
const STYLE_HASH: &str = "sha256-C2eM8SQ/b4Jp8JqcniFV4jfP+L0QLgzR3/716dlaAz4=";
/// The same of [`SCRIPT`].
const SCRIPT_HASH: &str = "sha256-69SO98jr7OSBklC6fIZZF9tOV+kzSCcyZYm+ZV1DWQQ=";

/// One HTML page.
pub struct Html;

impl Reporter for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn wants_drafts(&self) -> bool {
        true
    }

    fn write(&self, report: &Report, _style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.add_template("page.html", TEMPLATE).map_err(io::Error::other)?;
        let mut page = Page { environment, out };
        page.part("top", &Top::new(report))?;
        for (draft, number) in report.drafts.iter().zip(1..) {
            page.draft(report, draft, number)?;
        }
        page.part("bottom", &Bottom::new(report))
    }
}

/// A page that is being written.
struct Page<'a> {
    /// Holds the template.
    environment: Environment<'static>,
    /// Where to.
    out: &'a mut dyn io::Write,
}

/// What a part of the template is given.
#[derive(Serialize)]
struct Part<'a, T> {
    /// Which part.
    part: &'static str,
    /// Its own words.
    #[serde(flatten)]
    words: &'a T,
}

/// Whether something follows, for the parts that only need that.
#[derive(Serialize)]
struct End {
    /// Whether notes were written.
    notes: bool,
    /// Whether the draft goes on.
    gap: bool,
}

impl Page<'_> {
    /// Writes a part.
    fn part(&mut self, part: &'static str, words: &impl Serialize) -> io::Result<()> {
        let template = self.environment.get_template("page.html").map_err(io::Error::other)?;
        let context = Value::from(Serde(Part { part, words }));
        template.render_captured_to(context, &mut *self.out).map(drop).map_err(io::Error::other)
    }

    /// Writes a draft: each block with the findings that begin in it.
    fn draft(&mut self, report: &Report, draft: &ShownDraft, number: usize) -> io::Result<()> {
        self.part("draft", &DraftTop::new(draft, number))?;
        let mut left: Vec<bool> = vec![true; draft.findings.len()];
        for block in &draft.blocks {
            let begins: Vec<usize> = begins(block).filter(|finding| take(draft, &mut left, *finding)).collect();
            self.row(report, &Row::new(block, report, !begins.is_empty(), &begins), &begins, true)?;
        }
        // Findings without a place in what is shown; none should be.
        let rest: Vec<usize> =
            draft.findings.iter().zip(&left).filter(|(_, left)| **left).map(|(finding, _)| *finding).collect();
        if !rest.is_empty() {
            self.row(report, &Row::empty(), &rest, false)?;
        }
        self.part("draft-end", &End { notes: false, gap: draft.cut_after })
    }

    /// Writes a block and its notes.
    fn row(&mut self, report: &Report, row: &Row<'_>, findings: &[usize], marked: bool) -> io::Result<()> {
        self.part("row", row)?;
        for finding in findings {
            if let Some(shown) = report.findings.get(*finding) {
                self.part("note", &Note::new(shown, finding + 1, marked))?;
            }
        }
        self.part("row-end", &End { notes: !findings.is_empty(), gap: false })
    }
}

/// The findings that a block holds, in the order of the text.
fn begins(block: &ShownBlock) -> impl Iterator<Item = usize> {
    block.pieces.iter().flat_map(|piece| &piece.marks).filter(|mark| mark.main).map(|mark| mark.finding)
}

/// Whether a finding of a draft is still to be shown; then it no longer is.
fn take(draft: &ShownDraft, left: &mut [bool], finding: usize) -> bool {
    let index = draft.findings.binary_search(&finding).ok();
    index.and_then(|index| left.get_mut(index)).is_some_and(std::mem::take)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// A hash as a policy writes it.
    fn hash(text: &str) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = "sha256-".to_owned();
        for three in Sha256::digest(text).chunks(3) {
            let bits = three.iter().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
            for i in 0..4 {
                let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63];
                out.push(if i > three.len() { '=' } else { char::from(digit) });
            }
        }
        out
    }

    #[test]
    fn the_policy_knows_style_and_script() {
        assert_eq!([STYLE_HASH, SCRIPT_HASH], [hash(STYLE), hash(SCRIPT)].each_ref().map(String::as_str));
    }

    #[test]
    fn style_and_script_stay_inside_their_elements() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
