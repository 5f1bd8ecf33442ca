//! Owns the way home from visible text to the bytes of the source. Readers record it while they read; nobody searches
//! for a place afterwards. Does not know formats or encodings beyond the four ways of [`How`].

use super::Span;

/// How a stretch of visible text stands in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Byte for byte.
    Copy,
    /// Two or four bytes a character (UTF-16): the place is counted from the run's start.
    Wide,
    /// The whole run stands for the whole source range: an entity, an escape, a re-coded character.
    Decoded,
    /// Text that the reader put in (a line break for `<br>`, the newline between blocks). No visible character.
    Gap,
}

/// A stretch of visible text that runs in step with the source. It ends where the next one starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// First byte in the visible text.
    pub text: u32,
    /// First byte in the source.
    pub source: u32,
    /// Bytes in the source.
    pub source_len: u32,
    /// How the two agree.
    pub how: How,
}

/// All runs of a draft, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// Sorted by `text`; the last run reaches to the end of the text.
    runs: Vec<Run>,
}

impl SourceMap {
    /// Adds the run that starts at byte `text` of the visible text. Joins it to the one before where they go on in step.
    pub fn push(&mut self, run: Run) {
        if let Some(last) = self.runs.last_mut() {
            if last.text == run.text {
                // The run before stayed without text: it stands for nothing visible.
                *last = run;
                return;
            }
            let step = run.text - last.text;
            if run.how == How::Copy && last.how == How::Copy && last.source + step == run.source {
                last.source_len = step + run.source_len;
                return;
            }
        }
        self.runs.push(run);
    }

    /// Forgets every run that starts at or after byte `text`: the text was cut there.
    pub fn truncate(&mut self, text: u32) {
        while self.runs.last().is_some_and(|run| run.text >= text) {
            self.runs.pop();
        }
        if let Some(last) = self.runs.last_mut().filter(|run| run.how == How::Copy) {
            last.source_len = last.source_len.min(text - last.text);
        }
    }

    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The source bytes of `span` of `text` (the visible text this map was made with): from the first byte of its first
    /// character to the last byte of its last one. An empty span gives an empty one at its place.
    pub fn home(&self, text: &str, span: Span) -> Span {
        if span.is_empty() {
            let at = self.place(text, span.start, false);
            return Span::new(at, at);
        }
        let start = self.place(text, span.start, false);
        let end = self.place(text, span.end, true);
        if start <= end {
            return Span::new(start, end);
        }
        // Cells of a table that are joined in another order than they stand in: from the first in the source to the last.
        let first = self.runs.partition_point(|run| run.text <= span.start).saturating_sub(1);
        let runs = self.runs.get(first..).unwrap_or_default();
        let mut home = Span::new(start, start);
        for (index, run) in runs.iter().enumerate().take_while(|(_, run)| run.text < span.end) {
            let next = runs.get(index + 1).map_or(span.end, |next| next.text);
            if run.how != How::Gap {
                let from = self.place(text, run.text.max(span.start), false);
                home = home.join(Span::new(from, self.place(text, next.min(span.end), true)));
            }
        }
        home
    }

    /// Adds the runs of `stretch` of `text` (the visible text this map was made with) to `into`, the map of another text in
    /// which the stretch begins at byte `at`.
    pub fn copy(&self, text: &str, stretch: Span, at: u32, into: &mut Self) {
        let first = self.runs.partition_point(|run| run.text <= stretch.start).saturating_sub(1);
        for run in self.runs.get(first..).unwrap_or_default().iter().take_while(|run| run.text < stretch.end) {
            let begins = run.text.max(stretch.start);
            let source = if begins == run.text { run.source } else { self.place(text, begins, false) };
            let source_len = (run.source + run.source_len).saturating_sub(source);
            into.push(Run { text: at + (begins - stretch.start), source, source_len, how: run.how });
        }
    }

    /// The pieces of a stretch of the text that run in step each, with how they do.
    pub(crate) fn cuts(&self, span: Span) -> impl Iterator<Item = (Span, How)> {
        let first = self.runs.partition_point(|run| run.text <= span.start).saturating_sub(1);
        let runs = self.runs.get(first..).unwrap_or_default();
        let inside = runs.iter().enumerate().take_while(move |(_, run)| run.text < span.end);
        inside.map(move |(index, run)| {
            let next = runs.get(index + 1).map_or(span.end, |next| next.text);
            (Span::new(run.text.max(span.start), next.min(span.end)), run.how)
        })
    }

    /// The source offset of a boundary in the text; `after` asks for the end of the character before it.
    fn place(&self, text: &str, at: u32, after: bool) -> u32 {
        let probe = if after { at.saturating_sub(1) } else { at };
        let index = self.runs.partition_point(|run| run.text <= probe);
        let Some(run) = index.checked_sub(1).and_then(|i| self.runs.get(i)) else { return 0 };
        match run.how {
            How::Copy => run.source + (at - run.text).min(run.source_len),
            How::Wide => {
                let inside = text.get(run.text as usize..at as usize).unwrap_or_default();
                let units: u32 = inside.chars().map(|c| if c.len_utf16() == 2 { 2 } else { 1 }).sum();
                run.source + (units * 2).min(run.source_len)
            }
            How::Decoded | How::Gap if after => run.source + run.source_len,
            How::Decoded | How::Gap => run.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{How, Run, SourceMap};
    use crate::text::Span;

    /// A run.
    fn run(text: u32, source: u32, source_len: u32, how: How) -> Run {
        Run { text, source, source_len, how }
    }

    #[test]
    fn copies_in_step_are_one_run() {
        let mut map = SourceMap::default();
        map.push(run(0, 10, 5, How::Copy));
        map.push(run(5, 15, 3, How::Copy));
        map.push(run(8, 20, 2, How::Copy));
        assert_eq!(map.runs(), [run(0, 10, 8, How::Copy), run(8, 20, 2, How::Copy)]);
        assert_eq!(map.home("abcdefghij", Span::new(6, 9)), Span::new(16, 21));
    }

    #[test]
    fn a_span_over_an_entity_takes_the_whole_entity() {
        // source: `a&eacute;b`, text: `aéb`
        let mut map = SourceMap::default();
        map.push(run(0, 0, 1, How::Copy));
        map.push(run(1, 1, 8, How::Decoded));
        map.push(run(3, 9, 1, How::Copy));
        assert_eq!(map.home("aéb", Span::new(0, 3)), Span::new(0, 9));
        assert_eq!(map.home("aéb", Span::new(1, 3)), Span::new(1, 9));
        assert_eq!(map.home("aéb", Span::new(3, 4)), Span::new(9, 10));
    }

    #[test]
    fn text_in_another_order_than_the_source_goes_home_whole() {
        // source: `Okonjo,Ruth`, text: `Ruth Okonjo`
        let mut map = SourceMap::default();
        map.push(run(0, 7, 4, How::Copy));
        map.push(run(4, 0, 0, How::Gap));
        map.push(run(5, 0, 6, How::Copy));
        assert_eq!(map.home("Ruth Okonjo", Span::new(0, 11)), Span::new(0, 11));
        assert_eq!(map.home("Ruth Okonjo", Span::new(2, 7)), Span::new(0, 11));
        assert_eq!(map.home("Ruth Okonjo", Span::new(5, 11)), Span::new(0, 6));
    }

    #[test]
    fn a_cut_text_keeps_no_run_behind_the_cut() {
        let mut map = SourceMap::default();
        map.push(run(0, 10, 8, How::Copy));
        map.push(run(8, 20, 2, How::Gap));
        map.truncate(6);
        assert_eq!(map.runs(), [run(0, 10, 6, How::Copy)]);
        map.truncate(0);
        assert_eq!(map.runs(), []);
    }

    #[test]
    fn a_stretch_copied_into_another_text_goes_home_to_the_same_bytes() {
        // source: `ab&eacute;cd` and, further on, two wide letters; text: `abécd` and `xy`
        let mut map = SourceMap::default();
        map.push(run(0, 0, 2, How::Copy));
        map.push(run(2, 2, 8, How::Decoded));
        map.push(run(4, 10, 2, How::Copy));
        map.push(run(6, 20, 4, How::Wide));
        let text = "abécdxy";
        for (from, to) in [(0, 8), (1, 8), (2, 6), (4, 8), (5, 7), (7, 8)] {
            let mut copied = SourceMap::default();
            map.copy(text, Span::new(from, to), 3, &mut copied);
            let other = format!("___{}", &text[from as usize..to as usize]);
            let ends: Vec<u32> = (from..=to).filter(|at| text.is_char_boundary(*at as usize)).collect();
            for (start, end) in ends.iter().flat_map(|start| ends.iter().map(move |end| (*start, *end))) {
                if start < end {
                    let moved = Span::new(start - from + 3, end - from + 3);
                    assert_eq!(
                        copied.home(&other, moved),
                        map.home(text, Span::new(start, end)),
                        "{from}..{to}: {start}..{end}"
                    );
                }
            }
        }
    }
}
