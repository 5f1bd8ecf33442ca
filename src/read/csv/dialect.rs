//! Owns the guess how a table is written: what parts cells, and whether backslashes escape quotation marks. Looks at the
//! first rows only.

use super::rows::Rows;

/// Bytes that are looked at.
const SAMPLE: usize = 64 * 1024;

/// Rows that are looked at.
const ROWS: usize = 40;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Dialect {
    /// The byte between cells; a line feed where a table has one column.
    pub(super) delimiter: u8,
    /// Whether a backslash escapes a quotation mark.
    pub(super) backslash: bool,
}

impl Dialect {
    /// The dialect of a table and where its first row starts: past the line `sep=;` that spreadsheets write.
    pub(super) fn guess(text: &str, tabs: bool) -> (Self, usize) {
        let stated = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")).and_then(|rest| {
            let delimiter = rest.bytes().next().filter(u8::is_ascii)?;
            let end = rest.get(1..)?;
            let line = end.len() - end.trim_start_matches('\r').strip_prefix('\n')?.len();
            Some((delimiter, 5 + line))
        });
        let backslash = |delimiter| escapes_by_backslash(text, delimiter);
        if let Some((delimiter, start)) = stated {
            return (Self { delimiter, backslash: backslash(delimiter) }, start);
        }
        let order = if tabs { [b'\t', b',', b';', b'|'] } else { [b',', b';', b'\t', b'|'] };
        let mut best = (0, b'\n');
        for delimiter in order {
            let score = score(sample(text), Self { delimiter, backslash: backslash(delimiter) });
            if score > best.0 {
                best = (score, delimiter);
            }
        }
        (Self { delimiter: best.1, backslash: backslash(best.1) }, 0)
    }
}

/// The beginning of a table.
pub(super) fn sample(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text)
}

/// How well a dialect fits: the share of sound rows, in percent, that have as many cells as the first one, and in tables whose
/// first line is a title, as many as most others. 0 where it parts nothing.
fn score(text: &str, dialect: Dialect) -> usize {
    let mut rows = Rows::new(text, dialect, 0);
    let mut counts = Vec::new();
    while let Some(record) = rows.next() {
        let line = record.cells.first().and_then(|cell| text.get(cell.range.clone())).unwrap_or_default();
        let blank = record.cells.len() == 1 && line.trim().is_empty();
        // The last row of a long table may be cut.
        let whole = text.len() < SAMPLE - 4 || rows.place() < text.len();
        if !blank && (whole || counts.is_empty()) {
            counts.push((record.cells.len(), !record.broken && !record.odd));
        }
        if counts.len() == ROWS {
            break;
        }
    }
    let share = |cells: usize| {
        let alike = counts.iter().filter(|(count, sound)| *count == cells && *sound);
        alike.count() * 100 / counts.len().max(1)
    };
    match counts.first() {
        Some((1, _)) => {
            let most =
                counts.iter().map(|(count, _)| *count).filter(|count| *count > 1).max_by_key(|count| share(*count));
            most.map(share).filter(|share| *share >= 60).unwrap_or(0)
        }
        Some((first, _)) => share(*first).max(1),
        None => 0,
    }
}

/// Whether a backslash stands before a quotation mark that can neither close a cell nor be half of a doubled one.
fn escapes_by_backslash(text: &str, delimiter: u8) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"\\\"").any(|at| match bytes.get(at + 2) {
        None | Some(b'"' | b'\n' | b'\r') => false,
        Some(next) => *next != delimiter && bytes.get(at.wrapping_sub(1)) != Some(&b'\\'),
    })
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn the_delimiter_is_the_one_that_cuts_all_rows_alike() {
        let delimiter = |text: &str| char::from(Dialect::guess(text, false).0.delimiter);
        assert_eq!(delimiter("date,text\n2026-12-01,\"We won; again\"\n"), ',');
        assert_eq!(delimiter("date;text\n2026-12-01;We won, again, and again\n"), ';');
        assert_eq!(delimiter("date\ttext\n1\tOne, two; three\n"), '\t');
        assert_eq!(delimiter("text\nHello, we won.\nDear friends\nA, b, c\n"), '\n');
        assert_eq!(delimiter("sep=|\na|b,c\n"), '|');
        assert_eq!(delimiter("Export of May\na,b\nc,d\ne,f\n"), ',');
    }

    #[test]
    fn backslashes_escape_where_a_mark_stands_inside_a_word() {
        assert!(Dialect::guess("a,\"say \\\"hi\\\"\"\n", false).0.backslash);
        assert!(!Dialect::guess("a,\"C:\\\"\nb,\"x\"\"y\"\n", false).0.backslash);
    }
}
