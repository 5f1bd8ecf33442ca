//! Layer 1: what a draft is, as plain data.
//!
//! Owns [`Source`], [`Draft`] and their parts. Readers fill them, `spot` and `judge` read them. Holds no logic but the
//! way home from a span of visible text.

use std::path::PathBuf;
use std::sync::Arc;

use crate::policy::{Channel, Kind};
use crate::text::{Encoding, SourceMap, Span};

/// The bytes that one input gave: a file, standard input, a blob.
#[derive(Debug)]
pub struct Source {
    /// Where it comes from, as shown to the user: relative where it was given so, `/` between folders, invalid UTF-8
    /// replaced by U+FFFD. `<stdin>` for standard input without a name.
    pub path: String,
    /// The path to open, as the system has it; empty for standard input.
    pub file: PathBuf,
    /// The bytes as they are, byte order mark included.
    pub bytes: Vec<u8>,
}

/// One thing that is published: a page, a post, a row of a schedule.
#[derive(Debug)]
pub struct Draft {
    /// The source it was read from.
    pub source: Arc<Source>,
    /// How the source is encoded; decides how columns are counted.
    pub encoding: Encoding,
    /// The visible text of all blocks, as written, not folded; blocks are parted by a newline.
    pub text: String,
    /// The blocks, in the order of the text. They do not overlap.
    pub blocks: Vec<Block>,
    /// The way home from `text` to the source's bytes; for a [`Role::Path`] block to the bytes of `source.path`.
    pub map: SourceMap,
    /// What the reader saw that is no text: it becomes signals.
    pub notes: Vec<Note>,
    /// What the draft, its record and its format say of kind, channel and date.
    pub claims: Claims,
    /// Which record of the source it is (a row, a line, a message id), where a source holds several.
    pub record: Option<String>,
    /// The part of a container (`word/document.xml`) that offsets count in, where the source is one.
    pub part: Option<String>,
}

/// A stretch of visible text that a reader sees as one. Names and sentences stay inside it.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its bytes in [`Draft::text`], without the newline that parts it from the next.
    pub text: Span,
    /// What is read together has one number: a paragraph, a list with its lead-in, a table row, front matter.
    pub group: u32,
    /// Counts headings: blocks from one heading to the next have one number. 0 before the first heading.
    pub section: u32,
    /// What it is.
    pub role: Role,
    /// A name for it that is no text of the draft: a front matter key, an attribute's name.
    pub label: Option<Box<str>>,
    /// Other people's words: a block quote, the quoted part of a mail or a reply.
    pub quoted: bool,
}

/// A block and which one of its draft's it is.
#[derive(Clone, Copy, Debug)]
pub struct NumberedBlock<'d> {
    /// Its index in [`Draft::blocks`].
    pub number: u32,
    /// The block.
    pub block: &'d Block,
}

/// What a block is. What is hidden on the page is still published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// A heading, or the title of a page.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A cell of a table.
    Cell,
    /// Code, inline or fenced.
    Code,
    /// Text that stands for a picture.
    Alt,
    /// A `title`, a link's title, a placeholder, a value, an `aria-label`.
    Attribute,
    /// The destination of a link or picture.
    Url,
    /// A comment in the source.
    Comment,
    /// A value of front matter.
    FrontMatter,
    /// The content of a `meta` element.
    Meta,
    /// A string of JSON-LD or other embedded data.
    Data,
    /// Text that the page does not show: a hidden element, an unused definition.
    Hidden,
    /// A header of a mail.
    Header,
    /// The file's own name and path. Its spans go home to [`Source::path`].
    Path,
}

impl Role {
    /// Whether people read it as language: only there do sentences and rules count.
    pub const fn is_prose(self) -> bool {
        !matches!(self, Self::Url | Self::Path | Self::Code)
    }
}

/// What a draft says of itself, by where it is said. The run decides which one holds.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// The kind that the record itself has: a review reply is a reply.
    pub record_kind: Option<Kind>,
    /// `subrosa: {kind: …}` in front matter.
    pub front_kind: Option<Kind>,
    /// The kind that the format suggests.
    pub format_kind: Kind,
    /// The channel of the record.
    pub record_channel: Option<Channel>,
    /// `subrosa: {channel: …}` in front matter.
    pub front_channel: Option<Channel>,
    /// When a scheduler's record will be published.
    pub record_date: Option<jiff::Timestamp>,
    /// The date or day written in front matter (`date`, `publishDate`), as written.
    pub front_date: Option<String>,
    /// What front matter says to subrosa that nobody can obey, in our own words, with its line: the first few. Then what it says
    /// is not known, and the source counts as unchecked.
    pub mistakes: Vec<String>,
}

/// Something that a reader saw and that is not text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What was seen.
    pub kind: NoteKind,
    /// Where, in [`Draft::text`].
    pub span: Span,
}

/// The kinds of [`Note`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoteKind {
    /// A name in the properties of a document: who wrote it first, who changed it last, for which company.
    Author,
    /// The name of an account in a network: `FIRM\kim`.
    Account,
    /// Where a picture was taken or a post written.
    Gps,
    /// A place that may be that or something else.
    Place,
    /// A link that points at coordinates on a map.
    MapLink,
    /// A path into a private machine or a store of documents.
    PrivatePath,
    /// The internet address that a mail was sent from.
    Connection,
    /// A tracked change.
    TrackedChange,
}

impl Draft {
    /// The source bytes of a span of the visible text.
    pub fn home(&self, span: Span) -> Span {
        self.map.home(&self.text, span)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Its blocks with their numbers.
    pub fn numbered_blocks(&self) -> impl Iterator<Item = NumberedBlock<'_>> {
        (0_u32..).zip(&self.blocks).map(|(number, block)| NumberedBlock { number, block })
    }

    /// The words of its prose, comments not counted, up to `most` of them.
    pub fn words_of_prose(&self, most: usize) -> usize {
        let prose = self.blocks.iter().filter(|block| block.role.is_prose() && block.role != Role::Comment);
        prose.fold(
            0,
            |words, block| if words < most { words + words_in(self.slice(block.text), most - words) } else { most },
        )
    }

    /// Whether its prose is labels and buttons rather than text: many blocks of few words, as on a page that is little but its
    /// navigation, or in a row of a table.
    pub fn is_in_pieces(&self) -> bool {
        /// Blocks that a text in pieces has at least.
        const FEWEST: usize = 6;
        /// Words of a block on average below which it is a label.
        const SHORT: usize = 8;
        let blocks = self.blocks.iter().filter(|block| block.role.is_prose() && block.role != Role::Comment).count();
        blocks >= FEWEST && self.words_of_prose(blocks * SHORT) < blocks * SHORT
    }

    /// The index of the block that holds byte `at` of the visible text.
    pub fn block_at(&self, at: u32) -> Option<usize> {
        let index = self.blocks.partition_point(|block| block.text.start <= at).checked_sub(1)?;
        self.blocks.get(index).filter(|block| at <= block.text.end).map(|_| index)
    }
}

/// The words of a text, parted by white space, up to `most` of them.
fn words_in(text: &str, most: usize) -> usize {
    let (mut words, mut blank) = (0, true);
    for bytes in text.as_bytes().chunks(64) {
        if !bytes.is_ascii() {
            return text.split_whitespace().take(most).count();
        }
        for byte in bytes {
            let now = matches!(byte, b'\t'..=b'\r' | b' ');
            words += usize::from(blank & !now);
            blank = now;
        }
        if words >= most {
            return most;
        }
    }
    words
}
