//! Owns the name of a source's encoding and what one character costs in it. Decoding is `read::decode`'s work; line
//! counting in source bytes is `line_index`'s.

/// How a source's bytes spell characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252: one byte a character.
    Windows1252,
}
