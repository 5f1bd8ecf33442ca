//! Owns the lines that are drawn around a finding: cut to a window, cleaned, with marks re-counted in the cleaned text.
//! Does not draw, and does not decide what is hidden. `disclose` makes snippets, reporters draw them.

use super::mask::MASK;
use super::{clean, source_chars};
use crate::text::{Encoding, Position, Span};

/// Characters kept on each side of a mark.
const CONTEXT: usize = 120;
/// Characters of a mark that are kept.
const LONGEST: usize = 240;
/// Lines of a mark that are kept.
const LINES: usize = 4;
/// Marks that are drawn for one finding; the main one always is.
const MARKS: usize = 16;

/// Lines around a finding, ready to be drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Snippet {
    /// The lines, in order; a line may appear twice, cut at different places.
    pub lines: Vec<Line>,
    /// What is marked, in the order of lines. A stretch over several lines is one mark a line.
    pub marks: Vec<Mark>,
}

/// A line, or a stretch of a long one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number in the source, from 1.
    pub number: u32,
    /// The text, without line end and without characters that steer a terminal.
    pub text: String,
    /// Whether the line begins before `text`.
    pub cut_before: bool,
    /// Whether the line goes on after `text`.
    pub cut_after: bool,
}

/// A marked stretch of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Index into [`Snippet::lines`].
    pub line: usize,
    /// First byte in the line's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Where it stands in the source.
    pub at: Position,
    /// What it is.
    pub message: Option<String>,
    /// Whether it is the finding itself.
    pub main: bool,
}

/// What to mark: a span of the text that the snippet is cut from.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Where.
    pub(super) span: Span,
    /// Where it starts in the source.
    pub(super) at: Position,
    /// What it is.
    pub(super) message: Option<String>,
    /// Whether it is the finding itself.
    pub(super) main: bool,
}

/// The snippet of a source as it is.
pub(super) fn of_source(bytes: &[u8], encoding: Encoding, targets: Vec<Target>) -> Snippet {
    let mut builder = Builder::default();
    let targets = few(targets);
    let mut rest = targets.as_slice();
    while let Some(first) = rest.first() {
        let start = source_chars::back(bytes, encoding, first.span.start, CONTEXT);
        let (mut end, mut taken) = (start, 0);
        while let Some(target) = rest.get(taken).filter(|target| taken == 0 || target.span.start <= end) {
            let close = source_chars::forward(bytes, encoding, target.span, LONGEST, LINES);
            end = end.max(source_chars::line_end(bytes, encoding, close, CONTEXT));
            taken += 1;
        }
        let (window, later) = rest.split_at(taken);
        let cut_before = !source_chars::is_line_start(bytes, encoding, start);
        builder.open(first.at.line, cut_before);
        for (span, c) in source_chars::chars(bytes, encoding, Span::new(start, end)) {
            match c {
                '\u{FEFF}' if span.start == 0 => {}
                '\r' if source_chars::starts_newline(bytes, encoding, span.end) => {}
                '\r' | '\n' => builder.next_line(),
                c => builder.push(c, span),
            }
        }
        builder.close(!source_chars::is_line_end(bytes, encoding, end));
        builder.mark(window);
        rest = later;
    }
    builder.snippet
}

/// The snippet of a text, one line a window. `window` gives the stretch that is shown around a span, `hidden` the
/// stretches of a window that are masked, sorted and apart.
pub(super) fn of_text(
    text: &str,
    targets: Vec<Target>,
    window: impl Fn(Span) -> Span,
    hidden: impl Fn(Span) -> Vec<Span>,
) -> Snippet {
    let mut builder = Builder::default();
    let targets = few(targets);
    let mut rest = targets.as_slice();
    while let Some(first) = rest.first() {
        let shown = clip(text, window(first.span), first.span);
        let taken = 1 + rest.iter().skip(1).take_while(|target| shown.contains(target.span)).count();
        let (inside, later) = rest.split_at(taken);
        let before = text.get(..shown.start as usize).and_then(|before| before.chars().next_back());
        let after = text.get(shown.end as usize..).and_then(|after| after.chars().next());
        builder.open(first.at.line, cut(before));
        let mut at = shown.start;
        for mask in hidden(shown) {
            builder.push_text(text, Span::new(at, mask.start));
            builder.push_mask(mask);
            at = mask.end.max(at);
        }
        builder.push_text(text, Span::new(at, shown.end));
        builder.close(cut(after));
        builder.mark(inside);
        rest = later;
    }
    builder.snippet
}

/// Whether a window was cut inside a line, given the character beyond its edge.
fn cut(beyond: Option<char>) -> bool {
    beyond.is_some_and(|c| !matches!(c, '\n' | '\r'))
}

/// The targets that are drawn, sorted by place.
fn few(mut targets: Vec<Target>) -> Vec<Target> {
    targets.sort_by_key(|target| !target.main);
    targets.truncate(MARKS);
    targets.sort_by_key(|target| (target.span, !target.main));
    targets
}

/// `window` cut to a bounded number of characters around `span`.
fn clip(text: &str, window: Span, span: Span) -> Span {
    let window = window.join(span);
    let before = text.get(window.start as usize..span.start as usize).unwrap_or_default();
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
    let after = text.get(span.start as usize..window.end as usize).unwrap_or_default();
    let limit = span.len() as usize;
    let shown = after.char_indices().take_while(|(at, _)| *at < limit).take(LONGEST).count();
    let end = after.char_indices().nth(shown + CONTEXT).map_or(after.len(), |(at, _)| at);
    Span::at(window.start as usize + start..span.start as usize + end)
}

/// A drawn character: where it came from and where it stands.
struct Glyph {
    /// Bytes in what the snippet is cut from.
    from: Span,
    /// Index of the line.
    line: usize,
    /// First byte in the line's text.
    start: usize,
    /// One past the last byte.
    end: usize,
}

/// A snippet that grows window by window.
#[derive(Default)]
struct Builder {
    /// What is done.
    snippet: Snippet,
    /// The characters of the open window.
    glyphs: Vec<Glyph>,
}

impl Builder {
    /// Opens a window at a line.
    fn open(&mut self, number: u32, cut_before: bool) {
        self.glyphs.clear();
        self.snippet.lines.push(Line { number, text: String::new(), cut_before, cut_after: false });
    }

    /// Goes to the next line of the window.
    fn next_line(&mut self) {
        let number = self.snippet.lines.last().map_or(1, |line| line.number + 1);
        self.snippet.lines.push(Line { number, text: String::new(), cut_before: false, cut_after: false });
    }

    /// Closes the window.
    fn close(&mut self, cut_after: bool) {
        if let Some(line) = self.snippet.lines.last_mut() {
            line.cut_after = cut_after;
        }
    }

    /// Adds a character, cleaned.
    fn push(&mut self, c: char, from: Span) {
        let c = clean::picture(c).unwrap_or(c);
        self.add(c.encode_utf8(&mut [0; 4]), from);
    }

    /// Adds the mask for a hidden stretch.
    fn push_mask(&mut self, from: Span) {
        self.add(MASK, from);
    }

    /// Adds a stretch of text; line ends become spaces.
    fn push_text(&mut self, text: &str, span: Span) {
        let stretch = text.get(span.range()).unwrap_or_default();
        for (at, c) in stretch.char_indices() {
            let at = span.start as usize + at;
            let c = if matches!(c, '\n' | '\r') { ' ' } else { c };
            self.push(c, Span::at(at..at + c.len_utf8()));
        }
    }

    /// Adds one unit.
    fn add(&mut self, drawn: &str, from: Span) {
        let line = self.snippet.lines.len().saturating_sub(1);
        let Some(last) = self.snippet.lines.last_mut() else { return };
        let start = last.text.len();
        last.text.push_str(drawn);
        self.glyphs.push(Glyph { from, line, start, end: last.text.len() });
    }

    /// Marks the targets that stand in the window.
    fn mark(&mut self, targets: &[Target]) {
        for target in targets {
            let first = self.glyphs.partition_point(|glyph| glyph.from.end <= target.span.start);
            let count = self.glyphs.get(first..).unwrap_or_default().iter();
            let count = count.take_while(|glyph| glyph.from.start < target.span.end).count();
            if count == 0 {
                self.mark_point(first, target);
            }
            let (mut at, mut message) = (target.at, target.message.clone());
            let hit = self.glyphs.get(first..first + count).unwrap_or_default();
            for part in hit.chunk_by(|left, right| left.line == right.line) {
                let (Some(from), Some(to)) = (part.first(), part.last()) else { continue };
                let (line, start, end) = (from.line, from.start, to.end);
                self.snippet.marks.push(Mark { line, start, end, at, message: message.take(), main: target.main });
                at = Position { line: at.line + 1, column: 1 };
            }
        }
    }

    /// Marks a place between characters: an empty span, or one that holds nothing drawn.
    fn mark_point(&mut self, next: usize, target: &Target) {
        let place = match self.glyphs.get(next) {
            Some(glyph) => Some((glyph.line, glyph.start)),
            None => self.snippet.lines.last().map(|line| (self.snippet.lines.len() - 1, line.text.len())),
        };
        if let Some((line, start)) = place {
            let (at, message, main) = (target.at, target.message.clone(), target.main);
            self.snippet.marks.push(Mark { line, start, end: start, at, message, main });
        }
    }
}
