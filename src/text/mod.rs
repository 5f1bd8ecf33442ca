//! Layer 0: text and places in it.
//!
//! Owns everything that is true of text in general: spans, lines, the map home to source bytes, folding, words,
//! sentences, and the wrapper for secrets. Knows nothing of drafts, registers, rules or output. Every stage calls it.

mod byte_classes;
pub mod encoding;
pub mod fold;
pub mod lexicon;
pub mod line_index;
pub mod marks;
pub mod secret;
pub mod sentence;
pub mod source_map;
pub mod span;
pub mod system;
pub mod tokens;
mod word_keys;
pub mod words;

pub use encoding::Encoding;
pub use line_index::{LineIndex, Position};
pub use secret::Secret;
pub use source_map::{How, Run, SourceMap};
pub use span::Span;
