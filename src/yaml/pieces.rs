//! Owns how a large document is cut whose last key holds a long list, so that the list is read piece by piece, on several
//! threads and without a tree of the whole. Only documents are cut that `quick` reads: anything else, mistakes among it,
//! is a matter for [`Doc`](super::Doc). Called by `register`.

use super::{Doc, MAX_BYTES, Where, count, quick};

/// Bytes of a piece, roughly.
const PIECE: usize = 64 << 10;

/// A document, cut.
pub struct Pieces<'t> {
    /// The keys before the list, and the list's own with nothing under it.
    pub head: Doc,
    /// The pieces of the list, in order.
    pub list: Vec<Piece<'t>>,
}

/// Some items of the list.
#[derive(Clone, Copy)]
pub struct Piece<'t> {
    /// The text.
    text: &'t str,
    /// Lines before it.
    before: u32,
    /// Blanks before its items.
    indent: u32,
}

/// Prints no value: the document may be a register.
impl std::fmt::Debug for Piece<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Piece(line {})", self.before.saturating_add(1))
    }
}

/// Prints no value.
impl std::fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pieces({})", self.list.len())
    }
}

impl<'t> Pieces<'t> {
    /// Cuts a document whose last key is `key`. None where that key is not found at the beginning of a line with a list
    /// under it. Whether the text is sound shows only when the pieces are read.
    pub fn cut(file: &str, bytes: &'t [u8], key: &str) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let line = format!("{key}:");
        let at = if text.starts_with(&line) { 0 } else { text.find(&format!("\n{line}"))? + 1 };
        let after = at + text.get(at..)?.find('\n')? + 1;
        let head = text.get(..after)?;
        if head.get(at + line.len()..)?.trim_end() != "" {
            return None;
        }
        let blanks = text.get(after..)?.bytes().take_while(|byte| *byte == b' ').count();
        let (indent, item) = (count(blanks), format!("\n{}- ", " ".repeat(blanks)));
        let item = memchr::memmem::Finder::new(&item);
        let mut before = lines(head);
        let mut rest = text.get(after..)?;
        let mut list = Vec::with_capacity(rest.len() / PIECE + 1);
        while !rest.is_empty() {
            let end =
                rest.as_bytes().get(PIECE..).and_then(|far| item.find(far)).map_or(rest.len(), |at| PIECE + at + 1);
            let (text, more) = rest.split_at(end);
            list.push(Piece { text, before, indent });
            before = before.saturating_add(lines(text));
            rest = more;
        }
        let (values, starts) = quick::read(head)?;
        let head = Doc { file: file.to_owned(), values, places: Where::Known(starts, 0) };
        (!list.is_empty()).then_some(Self { head, list })
    }
}

impl Piece<'_> {
    /// The items; none where they are not all of the simple sort.
    pub fn read(self) -> Option<Doc> {
        let (values, starts) = quick::read(self.text)?;
        let doc = Doc { file: String::new(), values, places: Where::Known(starts, self.before) };
        let fits = doc.root().is_list() && doc.place(0).1 == self.indent.saturating_add(1);
        fits.then_some(doc)
    }
}

/// How many lines end in a text.
fn lines(text: &str) -> u32 {
    count(memchr::memchr_iter(b'\n', text.as_bytes()).count())
}
