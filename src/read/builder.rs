//! Owns the making of a [`Draft`]: readers say which stretch of the decoded text comes next and how, and this file keeps
//! text, blocks and map in step and composes the map with the decoding, so that it leads to source bytes. What stands
//! in the middle of a block without being part of it (a link's destination, a comment) is a *side*: it is kept
//! aside and becomes a block of its own when the block it stands in is done.

use std::ops::Range;
use std::sync::Arc;

use super::decode::Decoded;
use crate::draft::{Block, Claims, Draft, Role, Source};
use crate::policy::Kind;
use crate::text::{Encoding, How, Run, SourceMap, Span};

/// Bytes after which a wide run is cut, so that finding a place in it stays cheap.
const WIDE: usize = 1024;

/// A piece of a block, with its range in the decoded text.
#[derive(Debug)]
pub(crate) enum Piece {
    /// As it stands.
    Copy(Range<usize>),
    /// Text that stands for the range: an entity, an escape.
    Decoded(Box<str>, Range<usize>),
    /// Text that the reader put in for the range. White space, or quotation marks that the page shows.
    Gap(&'static str, Range<usize>),
}

/// A block that waits for the one it stands in.
#[derive(Debug)]
struct Side {
    /// What it is.
    role: Role,
    /// Its label.
    label: Option<Box<str>>,
    /// Its text.
    pieces: Vec<Piece>,
}

/// The block under way.
#[derive(Debug)]
struct Open {
    /// What it is.
    role: Role,
    /// Its label.
    label: Option<Box<str>>,
    /// Where its text starts; `None` until the first piece came.
    start: Option<usize>,
    /// Length of the text before it, without the newline that parts it.
    before: usize,
}

/// Makes one draft. Ranges are bytes of the decoded text.
#[derive(Debug)]
pub(crate) struct DraftBuilder<'a> {
    /// The source.
    source: &'a Arc<Source>,
    /// Its decoded text.
    decoded: &'a Decoded<'a>,
    /// The visible text so far.
    text: String,
    /// The blocks so far.
    blocks: Vec<Block>,
    /// The way home so far.
    map: SourceMap,
    /// The block under way.
    open: Option<Open>,
    /// Sides under way, the innermost last.
    sides: Vec<Side>,
    /// Sides that are done and wait.
    waiting: Vec<Side>,
    /// The number of the current group; 0 before the first.
    group: u32,
    /// The number of headings so far.
    section: u32,
    /// What a block is when text comes without one.
    pub(crate) ambient: Role,
    /// Depth of quotation.
    pub(crate) quoted: u32,
    /// What the draft says of itself.
    pub(crate) claims: Claims,
}

impl<'a> DraftBuilder<'a> {
    /// An empty draft of a format whose kind is `kind`.
    pub(crate) fn new(source: &'a Arc<Source>, decoded: &'a Decoded<'a>, kind: Kind) -> Self {
        Self::sized(source, decoded, kind, decoded.text.len() + source.path.len() + 64, decoded.text.len() / 128 + 4)
    }

    /// An empty draft of about so many bytes of text and blocks: for one record of many.
    pub(crate) fn sized(
        source: &'a Arc<Source>,
        decoded: &'a Decoded<'a>,
        kind: Kind,
        bytes: usize,
        blocks: usize,
    ) -> Self {
        Self {
            source,
            decoded,
            text: String::with_capacity(bytes),
            blocks: Vec::with_capacity(blocks),
            map: SourceMap::default(),
            open: None,
            sides: Vec::new(),
            waiting: Vec::new(),
            group: 0,
            section: 0,
            ambient: Role::Paragraph,
            quoted: 0,
            claims: Claims { format_kind: kind, ..Claims::default() },
        }
    }

    /// The decoded text that ranges count in.
    pub(crate) fn input(&self) -> &'a str {
        &self.decoded.text
    }

    /// Begins a new group.
    pub(crate) fn new_group(&mut self) {
        self.group += 1;
    }

    /// Begins a new section, and a group with it.
    pub(crate) fn new_section(&mut self) {
        self.section += 1;
        self.new_group();
    }

    /// The role of the last finished block.
    pub(crate) fn last_role(&self) -> Option<Role> {
        self.blocks.last().map(|block| block.role)
    }

    /// Begins a block, ending the one under way.
    pub(crate) fn begin(&mut self, role: Role, label: Option<&str>) {
        self.end();
        self.open = Some(Open { role, label: label.map(Into::into), start: None, before: self.text.len() });
    }

    /// Whether a block is under way and holds text.
    pub(crate) fn has_text(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.start.is_some())
    }

    /// The role of the block under way.
    pub(crate) fn open_role(&self) -> Option<Role> {
        self.open.as_ref().map(|open| open.role)
    }

    /// Whether a block is under way.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Ends the block under way, if any, and sets down the sides that waited for it. A block without a visible
    /// character is dropped.
    pub(crate) fn end(&mut self) {
        self.close_block();
        while let Some(side) = self.sides.pop() {
            self.waiting.push(side);
        }
        if !self.waiting.is_empty() {
            self.flush();
        }
    }

    /// Ends the block alone.
    fn close_block(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Some(start) = open.start else { return };
        let kept = start + self.text.get(start..).unwrap_or_default().trim_end().len();
        let cut = if kept == start { open.before } else { kept };
        if cut < self.text.len() {
            self.text.truncate(cut);
            self.map.truncate(Span::at(cut..cut).start);
        }
        if kept > start {
            self.blocks.push(Block {
                text: Span::at(start..kept),
                group: self.group,
                section: self.section,
                role: open.role,
                label: open.label,
                quoted: self.quoted > 0,
            });
        }
    }

    /// Sets down the waiting sides as blocks.
    fn flush(&mut self) {
        for side in std::mem::take(&mut self.waiting) {
            self.open = Some(Open { role: side.role, label: side.label, start: None, before: self.text.len() });
            for piece in side.pieces {
                self.set(piece);
            }
            self.close_block();
        }
    }

    /// Begins a side: pieces go to it until [`Self::end_side`].
    pub(crate) fn begin_side(&mut self, role: Role, label: Option<&str>) {
        self.sides.push(Side { role, label: label.map(Into::into), pieces: Vec::new() });
    }

    /// Ends the innermost side. It is set down at once where no block is under way.
    pub(crate) fn end_side(&mut self) {
        let Some(side) = self.sides.pop() else { return };
        self.waiting.push(side);
        if self.open.is_none() && self.sides.is_empty() {
            self.flush();
        }
    }

    /// A side that is one stretch as it stands.
    pub(crate) fn side(&mut self, role: Role, label: Option<&str>, range: Range<usize>) {
        self.begin_side(role, label);
        self.copy(range);
        self.end_side();
    }

    /// Whether a side is under way.
    pub(crate) fn in_side(&self) -> bool {
        !self.sides.is_empty()
    }

    /// Adds a stretch as it stands.
    pub(crate) fn copy(&mut self, range: Range<usize>) {
        self.push(Piece::Copy(range));
    }

    /// Adds text that stands for a stretch.
    pub(crate) fn decoded(&mut self, text: &str, range: Range<usize>) {
        self.push(Piece::Decoded(text.into(), range));
    }

    /// Adds text of the reader's own for a stretch.
    pub(crate) fn gap(&mut self, text: &'static str, range: Range<usize>) {
        self.push(Piece::Gap(text, range));
    }

    /// Adds a piece to the innermost side or to the block, beginning one where there is none.
    pub(crate) fn push(&mut self, piece: Piece) {
        if let Some(side) = self.sides.last_mut() {
            side.pieces.push(piece);
            return;
        }
        if self.open.is_none() {
            self.open = Some(Open { role: self.ambient, label: None, start: None, before: self.text.len() });
        }
        self.set(piece);
    }

    /// Writes a piece to the block under way.
    fn set(&mut self, piece: Piece) {
        let fresh = self.open.as_ref().is_some_and(|open| open.start.is_none());
        let input = self.input();
        match piece {
            Piece::Copy(mut range) => {
                let Some(mut slice) = input.get(range.clone()) else { return };
                if fresh && self.open.as_ref().is_some_and(|open| open.role != Role::Code) {
                    slice = slice.trim_start();
                    range.start = range.end - slice.len();
                }
                if !slice.is_empty() {
                    self.start_text();
                    self.set_copy(slice, range);
                }
            }
            Piece::Decoded(text, range) => {
                if !(text.is_empty() || fresh && text.trim_start().is_empty()) {
                    self.start_text();
                    self.set_run(&text, &range, How::Decoded);
                }
            }
            Piece::Gap(text, range) => {
                if !(text.is_empty() || fresh && text.trim_start().is_empty()) {
                    self.start_text();
                    self.set_run(text, &range, How::Gap);
                }
            }
        }
    }

    /// Parts the block from the one before and notes where its text starts.
    fn start_text(&mut self) {
        let Some(open) = self.open.as_mut().filter(|open| open.start.is_none()) else { return };
        if !self.text.is_empty() {
            let last = self.map.runs().last().copied();
            let source = last.map_or(0, |run| run.source + run.source_len);
            let at = Span::at(self.text.len()..self.text.len()).start;
            self.map.push(Run { text: at, source, source_len: 0, how: How::Gap });
            self.text.push('\n');
        }
        open.start = Some(self.text.len());
    }

    /// Writes a stretch as it stands, in as many runs as the encoding needs.
    fn set_copy(&mut self, slice: &str, range: Range<usize>) {
        let decoded = self.decoded;
        if let Some(patches) = &decoded.patches {
            for (cut, how) in patches.cuts(Span::at(range)) {
                let part = decoded.text.get(cut.range()).unwrap_or_default();
                self.set_run(part, &cut.range(), how);
            }
            return;
        }
        match decoded.encoding {
            Encoding::Utf8 => self.set_run(slice, &range, How::Copy),
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let mut at = 0;
                while let Some(rest) = slice.get(at..).filter(|rest| !rest.is_empty()) {
                    let part = rest.get(..rest.floor_char_boundary(WIDE)).unwrap_or(rest);
                    self.set_run(part, &(range.start + at..range.start + at + part.len()), How::Wide);
                    at += part.len();
                }
            }
            Encoding::Windows1252 => {
                let mut at = 0;
                while let Some(rest) = slice.get(at..).filter(|rest| !rest.is_empty()) {
                    let plain = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
                    let wide = rest.chars().next().map_or(1, char::len_utf8);
                    let (len, how) = if plain > 0 { (plain, How::Copy) } else { (wide, How::Decoded) };
                    let part = rest.get(..len).unwrap_or(rest);
                    self.set_run(part, &(range.start + at..range.start + at + part.len()), how);
                    at += part.len();
                }
            }
        }
    }

    /// Writes one run.
    fn set_run(&mut self, text: &str, range: &Range<usize>, how: How) {
        let source = Span::at(self.decoded.source_range(range));
        let at = Span::at(self.text.len()..self.text.len()).start;
        self.map.push(Run { text: at, source: source.start, source_len: source.len(), how });
        self.text.push_str(text);
    }

    /// The text so far and its finished blocks: for what shows only when a part is read whole.
    pub(crate) fn so_far(&mut self) -> (&str, &mut [Block]) {
        (&self.text, &mut self.blocks)
    }

    /// The finished draft.
    pub(crate) fn finish(mut self) -> Draft {
        self.end();
        Draft {
            source: Arc::clone(self.source),
            encoding: self.decoded.encoding,
            text: self.text,
            blocks: self.blocks,
            map: self.map,
            notes: Vec::new(),
            claims: self.claims,
            record: None,
            part: None,
        }
    }
}
