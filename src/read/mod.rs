//! Layer 2: from a source's bytes to drafts.
//!
//! Owns one file a format behind [`Reader`], the table of formats, and the decision whether a source is checked,
//! wordless or unchecked. Knows nothing of rules, register or output. `run` calls [`read`].

use std::sync::Arc;

use crate::draft::{Draft, Source};

/// Reads one format.
pub trait Reader: Sync {
    /// The format's name: `markdown`.
    fn name(&self) -> &'static str;

    /// File name endings, lower case, without the dot.
    fn endings(&self) -> &'static [&'static str];

    /// Hands each draft of the source to `each`. The file's own path is not this trait's business: [`read`] adds it.
    ///
    /// # Errors
    /// Why the source could not be read whole. Drafts that were handed over before stay valid.
    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked>;
}

/// Why a source that may hold words was not read. The text is shown to the user and holds nothing of the source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unchecked(pub String);

/// What became of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reading {
    /// Its drafts were handed over.
    Checked,
    /// It holds no words, by its content: `png picture`, `woff2 font`.
    Wordless(&'static str),
    /// It may hold words and was not read, or not read whole.
    Unchecked(Unchecked),
}
