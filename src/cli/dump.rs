//! Owns `check --dump`: what the readers make of the inputs, block by block. A view for those who wonder why something
//! was found or was not; it prints the drafts themselves.

use std::io::{self, Write};

use crate::draft::{Draft, Role};
use crate::read::{Reading, read};
use crate::run::{Inputs, read_alone};

/// Writes every draft of the inputs: role, place in the source, text.
pub(super) fn dump(max_file: u64, inputs: &Inputs, out: &mut dyn Write) -> io::Result<()> {
    for input in &inputs.list {
        let mut result = writeln!(out, "{}", input.path);
        let reading = read_alone(read, max_file, input, &mut |draft| {
            if result.is_ok() {
                result = write_draft(&draft, out);
            }
        });
        result?;
        match reading {
            Reading::Checked => {}
            Reading::Wordless(what) => writeln!(out, "  wordless: {what}")?,
            Reading::Unchecked(reason) => writeln!(out, "  unchecked: {}", reason.0)?,
        }
    }
    Ok(())
}

/// Writes one draft.
fn write_draft(draft: &Draft, out: &mut dyn Write) -> io::Result<()> {
    if let Some(record) = &draft.record {
        writeln!(out, "  record {}", record.escape_debug())?;
    }
    for block in &draft.blocks {
        let home = draft.home(block.text);
        let place = if block.role == Role::Path { "path " } else { "" };
        let label = block.label.as_deref().map(|label| format!(" {}", label.escape_debug())).unwrap_or_default();
        let quoted = if block.quoted { " quoted" } else { "" };
        // Escaped, since control and bidi characters of a draft must not reach a terminal.
        let text = draft.slice(block.text).escape_debug();
        writeln!(
            out,
            "  {place}{}..{} group {} section {} {:?}{label}{quoted}: {text}",
            home.start, home.end, block.group, block.section, block.role
        )?;
    }
    for note in &draft.notes {
        let home = draft.home(note.span);
        writeln!(out, "  {}..{} note {:?}", home.start, home.end, note.kind)?;
    }
    Ok(())
}
