//! Owns the search in percent-encoded text: `Kestrelford%20Instruments`, `M%C3%BCller`. The token is decoded into a text of
//! its own, searched like any other, and the mentions are brought home. Called by `spot` for blocks that hold a `%`.

use super::{Mention, NameIndex, Scratch};
use crate::draft::{Block, NumberedBlock, Role};
use crate::text::Span;
use crate::text::words::{Word, words};

/// Bytes of the longest token that is decoded.
const LONGEST: usize = 4096;

impl NameIndex {
    /// Adds the mentions in the encoded tokens of a block to `out`. `text` is the draft's.
    pub(in crate::spot) fn find_encoded(
        &self,
        text: &str,
        NumberedBlock { number, block }: NumberedBlock<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<Mention>,
    ) {
        let Some(all) = text.get(block.text.range()).filter(|t| memchr::memchr(b'%', t.as_bytes()).is_some()) else {
            return;
        };
        let mut at = 0;
        while let Some(sign) = all.get(at..).and_then(|rest| rest.find('%')).map(|i| at + i) {
            let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '(' | ')' | '[' | ']' | '`' | '|');
            let from = all.get(at..sign).and_then(|t| t.rfind(parts)).map_or(at, |i| at + i + 1);
            let from = if all.is_char_boundary(from) { from } else { sign };
            let to = all.get(sign..).and_then(|t| t.find(parts)).map_or(all.len(), |i| sign + i);
            at = to;
            let Some(token) = all.get(from..to).filter(|t| t.len() <= LONGEST) else { continue };
            let (plain, homes) = decoded(token);
            if homes.is_empty() {
                continue;
            }
            let base = block.text.start + from as u32;
            let mut cut: Vec<Word> = Vec::new();
            let span = Span::at(0..plain.len());
            words(&plain, span, &mut cut);
            let url = Block { text: span, role: Role::Url, ..block.clone() };
            let known = out.len();
            self.find(&plain, NumberedBlock { number, block: &url }, &cut, scratch, out);
            for mention in out.iter_mut().skip(known) {
                let home = |at: u32| homes.get(at as usize).copied().unwrap_or_default();
                mention.span = Span::new(base + home(mention.span.start), base + home(mention.span.end));
            }
        }
    }
}

/// A token with its escapes decoded, and for each byte of it (and its end) where that stands in the token. Empty if there
/// is no escape in it, or if they are no UTF-8.
fn decoded(token: &str) -> (String, Vec<u32>) {
    let bytes = token.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
    let (mut plain, mut homes, mut at, mut any) = (Vec::new(), Vec::new(), 0, false);
    while let Some(&byte) = bytes.get(at) {
        homes.push(at as u32);
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push(high * 16 + low);
                at += 3;
                any = true;
            }
            _ => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    homes.push(at as u32);
    match String::from_utf8(plain) {
        Ok(plain) if any => (plain, homes),
        _ => (String::new(), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_and_every_byte_knows_where_it_came_from() {
        let (plain, homes) = decoded("a%20M%C3%BCb");
        assert_eq!(plain, "a Müb");
        assert_eq!(homes, [0, 1, 4, 5, 8, 11, 12]);
        assert!(decoded("100%").1.is_empty() && decoded("%FF%FE").1.is_empty());
    }
}
