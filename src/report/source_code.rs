//! Owns the way from a [`Snippet`] to what miette draws: lines cut to the width of the terminal, numbered as in the
//! source, with marks that neither overlap nor leave their line. miette's own source types walk a file from its start
//! for every label and print whole lines; this one holds only what is drawn. `pretty` calls it.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::clean::columns;
use super::snippet::{Line, Mark, Snippet};
use crate::text::Position;

/// Columns that a line may have at most, however wide the terminal.
const WIDEST: usize = 160;
/// Columns that a line has at least.
const NARROWEST: usize = 24;

/// A snippet laid out for miette.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// What stands in the frame's head beside line and column.
    name: String,
    /// The text of all pages, each line with its line end.
    text: String,
    /// The pages, in the order of `text`.
    pages: Vec<Page>,
    /// The marks, in the order of `text`.
    labels: Vec<Label>,
}

/// Lines that follow one another in the source: what one frame shows.
#[derive(Debug)]
struct Page {
    /// First byte in [`Pages::text`].
    start: usize,
    /// One past the last byte.
    end: usize,
    /// The number of its first line, from 1.
    first: u32,
    /// The number of its last line.
    last: u32,
}

/// A mark in [`Pages::text`].
#[derive(Debug)]
struct Label {
    /// First byte.
    start: usize,
    /// One past the last byte.
    end: usize,
    /// Where it stands in the source.
    at: Position,
    /// What it is.
    message: Option<String>,
    /// Whether it is the finding itself.
    main: bool,
}

impl Pages {
    /// Lays out a snippet for a terminal of `width` columns.
    pub(super) fn new(snippet: &Snippet, name: String, width: usize) -> Self {
        let mut pages = Self { name, ..Self::default() };
        let digits = snippet.lines.iter().map(|line| line.number).max().unwrap_or(1).to_string().len();
        let room = width.saturating_sub(digits + 4).clamp(NARROWEST, WIDEST);
        let mut order: Vec<(usize, &Line)> = snippet.lines.iter().enumerate().collect();
        order.sort_by_key(|(_, line)| line.number);
        let mut by_line: Vec<Vec<Mark>> = vec![Vec::new(); snippet.lines.len()];
        for mark in &snippet.marks {
            if let Some(line) = by_line.get_mut(mark.line) {
                line.push(mark.clone());
            }
        }
        for (index, line) in order {
            let marks = apart(by_line.get_mut(index).map(std::mem::take).unwrap_or_default());
            pages.add_line(line, &marks, room);
        }
        pages
    }

    /// The marks, for the diagnostic.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().map(|label| {
            let (message, length) = (label.message.clone(), label.end - label.start);
            if label.main {
                LabeledSpan::new_primary_with_span(message, (label.start, length))
            } else {
                LabeledSpan::new(message, label.start, length)
            }
        })
    }

    /// Adds a line: whole, or in as many pieces as its marks need.
    fn add_line(&mut self, line: &Line, marks: &[Mark], room: usize) {
        let mut rest = marks;
        while let Some(first) = rest.first() {
            let widest = room.saturating_sub(8);
            let fits = |mark: &&Mark| width(line.text.get(first.start..mark.end).unwrap_or_default()) <= widest;
            let taken = 1 + rest.iter().skip(1).take_while(fits).count();
            let whole = width(&line.text) + 4 <= room;
            let (inside, later) = rest.split_at(if whole { rest.len() } else { taken });
            let end = inside.iter().map(|mark| mark.end).max().unwrap_or(first.end);
            let (from, to) = if whole { (0, line.text.len()) } else { window(&line.text, first.start, end, room) };
            self.add_piece(line, inside, from, to);
            rest = later;
        }
    }

    /// Adds bytes `from..to` of a line.
    fn add_piece(&mut self, line: &Line, marks: &[Mark], from: usize, to: usize) {
        let start = self.text.len();
        match self.pages.last_mut() {
            Some(page) if page.last + 1 == line.number => page.last = line.number,
            _ => self.pages.push(Page { start, end: start, first: line.number, last: line.number }),
        }
        if from > 0 || line.cut_before {
            self.text.push('…');
        }
        let shift = self.text.len();
        self.text.push_str(line.text.get(from..to).unwrap_or_default());
        let place = |at: usize| shift + at.clamp(from, to) - from;
        self.labels.extend(marks.iter().map(|mark| Label {
            start: place(mark.start),
            end: place(mark.end),
            at: mark.at,
            message: mark.message.clone(),
            main: mark.main,
        }));
        if to < line.text.len() || line.cut_after {
            let stops = self.text.ends_with(['.', '!', '?']);
            self.text.push_str(if stops { " …" } else { "…" });
        }
        self.text.push('\n');
        if let Some(page) = self.pages.last_mut() {
            page.end = self.text.len();
        }
    }
}

impl SourceCode for Pages {
    /// The page that holds `span`; with no lines of context asked for, the page with the place where `span` starts.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let index = self.pages.partition_point(|page| page.end <= span.offset());
        let page = self.pages.get(index).filter(|page| span.offset() + span.len() <= page.end);
        let page = page.ok_or(MietteError::OutOfBounds)?;
        let data = self.text.as_bytes().get(page.start..page.end).unwrap_or_default();
        let (mut line, mut column) = (page.first as usize - 1, 0);
        if context_lines_before == 0 {
            let label = self.labels.partition_point(|label| label.start < span.offset());
            if let Some(label) = self.labels.get(label) {
                (line, column) = (label.at.line as usize - 1, label.at.column as usize - 1);
            }
        }
        let count = (page.last - page.first + 1) as usize;
        let stretch = (page.start, page.end - page.start).into();
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), data, stretch, line, column, count)))
    }
}

/// The columns of a text.
fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The stretch of `text` of about `room` columns around bytes `start..end`.
fn window(text: &str, start: usize, end: usize, room: usize) -> (usize, usize) {
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let marked = text.get(start..end).unwrap_or_default();
    let spare = room.saturating_sub(2);
    let Some(spare) = spare.checked_sub(width(marked)) else {
        return (start, start + prefix(marked, spare));
    };
    let lead = width(before).min((spare / 2).max(spare.saturating_sub(width(after))));
    let from = start - suffix(before, lead);
    (from, end + prefix(after, spare - lead))
}

/// Bytes at the start of `text` that fit into `room` columns.
fn prefix(text: &str, room: usize) -> usize {
    fitting(text.chars(), room)
}

/// Bytes at the end of `text` that fit into `room` columns.
fn suffix(text: &str, room: usize) -> usize {
    fitting(text.chars().rev(), room)
}

/// Bytes of the characters that fit into `room` columns.
fn fitting(chars: impl Iterator<Item = char>, room: usize) -> usize {
    let mut left = room;
    let fits = chars.take_while(|c| {
        let width = columns(*c);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    fits.map(char::len_utf8).sum()
}

/// The marks of a line made to stand apart, since miette draws marks that overlap beside their place. Labels on one
/// stretch share it. Where labels stand inside the finding they are drawn instead of it: they say what it is made of.
fn apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let (mains, others): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(|mark| mark.main);
    let mut labels: Vec<Mark> = Vec::with_capacity(others.len());
    for mut mark in others {
        match labels.last_mut() {
            Some(last) if mark.end <= last.end && last.end > last.start => {
                if let (Some(all), Some(more)) = (&mut last.message, &mark.message)
                    && !all.split(", ").any(|one| one == more)
                {
                    all.push_str(", ");
                    all.push_str(more);
                }
            }
            Some(last) if mark.start < last.end => {
                mark.start = last.end;
                labels.push(mark);
            }
            _ => labels.push(mark),
        }
    }
    for main in mains {
        match labels.iter_mut().find(|label| label.start < main.end && main.start < label.end) {
            // It stands for the finding, place included.
            Some(label) => (label.main, label.at) = (true, main.at),
            None => labels.push(main),
        }
    }
    labels.sort_by_key(|mark| (mark.start, mark.end));
    labels
}
