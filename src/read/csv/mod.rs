//! Reads tables in text: schedules, exports, bulk posts. Each row is a draft and one group, each cell a block that is
//! labelled with its column's header. The number of a draft's record is the row's number as a spreadsheet shows it: from
//! 1, with the header and empty rows counted. The header is a draft of its own, since custom columns can carry names.
//!
//! Rows are cut here and not by the `csv` crate: places are the point, and it tells where a record begins but not where a
//! cell's bytes stand, and aborts at quotation marks that exports get wrong. `rows` cuts, `dialect` guesses how the file
//! is written, `columns` knows what headers mean, `dates` reads a scheduler's moment.

use std::sync::Arc;

use super::builder::{DraftBuilder, Piece};
use super::decode::{Decoded, decode};
use super::{Reader, Unchecked};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

mod columns;
mod dates;
mod dialect;
mod rows;

use columns::{Columns, Sort};
use dialect::Dialect;
use rows::{Cell, Record, Rows};

/// How many broken rows a reason names; of the rest it tells the number.
const NAMED: usize = 5;

/// The reader of tables.
pub(crate) struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let tabs = source.path.rsplit('.').next().is_some_and(|ending| !ending.eq_ignore_ascii_case("csv"));
        let (dialect, start) = Dialect::guess(&decoded.text, tabs);
        let columns = Columns::guess(&decoded.text, dialect, start);
        let table = Table { source, decoded: &decoded, dialect, columns };
        let mut broken = Vec::new();
        let mut header = table.columns.has_header;
        for (index, record) in Rows::new(&decoded.text, dialect, start).enumerate() {
            if record.broken {
                broken.push(index + 1);
            }
            if record.cells.iter().all(|cell| table.text(cell).trim().is_empty()) {
                continue;
            }
            each(table.draft(index + 1, &record, std::mem::take(&mut header)));
        }
        if broken.is_empty() { Ok(()) } else { Err(unclosed(&broken)) }
    }
}

/// The reason for rows whose quotation marks don't pair.
fn unclosed(rows: &[usize]) -> Unchecked {
    let named: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    let more = rows.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (noun, pronoun) = if rows.len() == 1 { ("row", "it") } else { ("rows", "them") };
    Unchecked(format!(
        "{noun} {}{more}: a quotation mark opens a cell and none closes it, so the cells of {pronoun} may be cut wrongly; \
         close it, or write it twice where it is meant",
        named.join(", ")
    ))
}

/// What all rows of a table share.
struct Table<'a> {
    /// The source.
    source: &'a Arc<Source>,
    /// Its text.
    decoded: &'a Decoded<'a>,
    /// How it is written.
    dialect: Dialect,
    /// What its columns mean.
    columns: Columns,
}

impl Table<'_> {
    /// A cell's text as it stands.
    fn text(&self, cell: &Cell) -> &str {
        self.decoded.text.get(cell.range.clone()).unwrap_or_default()
    }

    /// A cell's text as it is meant.
    fn value(&self, cell: &Cell) -> String {
        let mut value = String::new();
        cell.pieces(&self.decoded.text, self.dialect, &mut |piece| match piece {
            Piece::Copy(range) => value.push_str(self.decoded.text.get(range).unwrap_or_default()),
            Piece::Decoded(text, _) => value.push_str(&text),
            Piece::Gap(text, _) => value.push_str(text),
        });
        value
    }

    /// The draft of a row.
    fn draft(&self, row: usize, record: &Record, header: bool) -> Draft {
        let bytes: usize = record.cells.iter().map(|cell| cell.range.len() + 1).sum();
        let mut builder = DraftBuilder::sized(self.source, self.decoded, Kind::Post, bytes, record.cells.len() + 2);
        builder.new_group();
        for (index, cell) in record.cells.iter().enumerate() {
            let column = if header { None } else { self.columns.all.get(index) };
            self.cell(&mut builder, cell, column.map(|column| (column.label.as_str(), column.sort)));
        }
        if !header {
            self.joined(&mut builder, record);
            self.claims(&mut builder, record);
        }
        let mut draft = builder.finish();
        draft.record = Some(row.to_string());
        draft
    }

    /// Sets down a cell. Its paragraphs are blocks, since a long post may stand in it.
    fn cell(&self, builder: &mut DraftBuilder<'_>, cell: &Cell, column: Option<(&str, Sort)>) {
        let (label, sort) = column.unwrap_or(("", Sort::Plain));
        let label = Some(label).filter(|label| !label.is_empty());
        let role = match sort {
            _ if columns::is_url(self.text(cell)) => Role::Url,
            Sort::Alt => Role::Alt,
            _ => Role::Cell,
        };
        builder.quoted = u32::from(sort == Sort::Review);
        for part in cell.paragraphs(&self.decoded.text) {
            builder.begin(role, label);
            part.pieces(&self.decoded.text, self.dialect, &mut |piece| builder.push(piece));
        }
        builder.end();
        builder.quoted = 0;
    }

    /// Adds first and last names as people write them, whose runs lead into the cells.
    fn joined(&self, builder: &mut DraftBuilder<'_>, record: &Record) {
        for name in &self.columns.names {
            let filled = |index: &usize| {
                let cell = record.cells.get(*index)?;
                (!self.text(cell).trim().is_empty()).then_some(cell)
            };
            let (Some(_), Some(_)) = (filled(&name.first), filled(&name.last)) else { continue };
            let parts = [Some(name.first), name.middle, Some(name.last)];
            builder.begin(Role::Cell, Some(&name.label));
            for cell in parts.iter().flatten().filter_map(filled) {
                let text = self.text(cell);
                let blank = text.len() - text.trim_start().len();
                let cell = Cell { range: cell.range.start + blank..cell.range.start + text.trim_end().len(), ..*cell };
                if builder.has_text() {
                    builder.gap(" ", cell.range.start..cell.range.start);
                }
                cell.pieces(&self.decoded.text, self.dialect, &mut |piece| builder.push(piece));
            }
            builder.end();
        }
    }

    /// Notes where and when the row is published, and whether it is a reply.
    fn claims(&self, builder: &mut DraftBuilder<'_>, record: &Record) {
        let value = |wanted: Sort| {
            let index = self.columns.all.iter().position(|column| column.sort == wanted)?;
            let value = self.value(record.cells.get(index)?);
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        builder.claims.record_channel = value(Sort::Channel).and_then(|value| columns::channel(&value));
        builder.claims.record_date =
            value(Sort::Date).and_then(|date| dates::moment(&date, value(Sort::Time).as_deref()));
        if value(Sort::Reply).is_some() {
            builder.claims.record_kind = Some(Kind::Reply);
        }
    }
}
