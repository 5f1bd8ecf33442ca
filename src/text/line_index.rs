//! Owns the way from a byte offset in a source to line and column. Built once a source, asked many times: neither a
//! file of many lines nor one of a single long line is ever walked from its start again. `report` calls it.

use super::Encoding;

/// Bytes between two marks of the character count.
const STEP: usize = 4096;

/// A place as editors show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// Counts from 1.
    pub line: u32,
    /// Counts characters from 1.
    pub column: u32,
}

/// Where the lines of a source start and how many characters stand before each mark.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// How the bytes spell characters.
    encoding: Encoding,
    /// First byte of each line.
    starts: Vec<u32>,
    /// Characters before byte `i * STEP`.
    counts: Vec<u32>,
}

impl LineIndex {
    /// The index of a source. Lines end with `\n`, `\r\n` or `\r`.
    pub fn new(bytes: &[u8], encoding: Encoding) -> Self {
        let first = match encoding {
            Encoding::Utf8 if bytes.starts_with(b"\xEF\xBB\xBF") => 3,
            Encoding::Utf16Le | Encoding::Utf16Be if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) => 2,
            _ => 0,
        };
        let mut starts = vec![first];
        let width = unit_width(encoding);
        let mut units = bytes.chunks_exact(width).map(|unit| unit_value(unit, encoding)).enumerate().peekable();
        while let Some((i, unit)) = units.next() {
            let more = match unit {
                0x0A => 1,
                0x0D => 1 + usize::from(units.next_if(|(_, next)| *next == 0x0A).is_some()),
                _ => continue,
            };
            starts.push(u32::try_from((i + more) * width).unwrap_or(u32::MAX));
        }
        let mut counts = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STEP) {
            counts.push(count);
            count += characters(chunk, encoding);
        }
        counts.push(count);
        Self { encoding, starts, counts }
    }

    /// The place of byte `offset` of `bytes`, which must be what the index was made of.
    pub fn position(&self, bytes: &[u8], offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.before(bytes, offset).saturating_sub(self.before(bytes, start)) + 1;
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column }
    }

    /// Characters that start before byte `offset`.
    fn before(&self, bytes: &[u8], offset: u32) -> u32 {
        let offset = (offset as usize).min(bytes.len());
        let mark = offset / STEP;
        let rest = bytes.get(mark * STEP..offset).unwrap_or_default();
        self.counts.get(mark).copied().unwrap_or(0) + characters(rest, self.encoding)
    }
}

/// Bytes of a code unit.
const fn unit_width(encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => 1,
        Encoding::Utf16Le | Encoding::Utf16Be => 2,
    }
}

/// The code unit that `unit` spells.
fn unit_value(unit: &[u8], encoding: Encoding) -> u16 {
    match (unit, encoding) {
        ([low, high], Encoding::Utf16Le) => u16::from_le_bytes([*low, *high]),
        ([high, low], Encoding::Utf16Be) => u16::from_be_bytes([*high, *low]),
        ([byte, ..], _) => u16::from(*byte),
        ([], _) => 0,
    }
}

/// How many characters start in `bytes`.
fn characters(bytes: &[u8], encoding: Encoding) -> u32 {
    let count = match encoding {
        Encoding::Utf8 => bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count(),
        Encoding::Windows1252 => bytes.len(),
        Encoding::Utf16Le | Encoding::Utf16Be => {
            bytes.chunks_exact(2).filter(|unit| !(0xDC00..0xE000).contains(&unit_value(unit, encoding))).count()
        }
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}
