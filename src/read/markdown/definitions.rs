//! Owns what a page of Markdown holds without showing it: reference definitions, and what stands between blocks and is
//! no part of any. The walk over events in `mod` reports the blocks and asks at the end.

use std::ops::Range;

use super::{Page, links};
use crate::draft::Role;

impl Page<'_, '_> {
    /// Notes what stands between the blocks of the page itself.
    pub(super) fn cover(&mut self, range: Range<usize>) {
        if range.start > self.covered {
            self.between.push(self.covered..range.start);
        }
        self.covered = self.covered.max(range.end);
    }

    /// Sets down what stands between blocks and is none of the definitions that hold.
    pub(super) fn shadowed(&mut self, definitions: &[(Range<usize>, &str)]) {
        let mut waiting = definitions.iter().map(|(span, _)| span.clone()).peekable();
        for gap in std::mem::take(&mut self.between) {
            let mut from = gap.start;
            while let Some(span) = waiting.next_if(|span| span.start < gap.end) {
                if span.start >= from {
                    self.hidden(from..span.start);
                    from = span.end.min(gap.end);
                }
            }
            self.hidden(from..gap.end);
        }
    }

    /// Sets down text that no page shows, if it is any.
    fn hidden(&mut self, range: Range<usize>) {
        let text = self.input.get(range.clone()).unwrap_or_default();
        if text.contains(char::is_alphanumeric) {
            self.builder.new_group();
            self.builder.side(Role::Hidden, None, range);
        }
    }

    /// A reference definition: where it leads, and what it is called if no link used it.
    pub(super) fn definition(&mut self, span: Range<usize>, label: &str) {
        let span = span.start + self.start..span.end + self.start;
        let Some((name, target)) = links::definition(self.input, span) else { return };
        self.builder.new_group();
        let used = self.used.contains(&label.to_lowercase());
        if !used {
            links::escaped_side(self.builder, Role::Hidden, Some("definition"), name);
        }
        let title = target.title.clone();
        if used {
            links::set_down(self.builder, &target);
        } else {
            links::set_down(self.builder, &links::Target { url: target.url, title: title.start..title.start });
            links::escaped_side(self.builder, Role::Hidden, Some("title"), title);
        }
    }
}
