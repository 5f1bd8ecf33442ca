//! Owns the block of a file's own name and folders: they are published too. `read` appends it to the first draft of
//! every source; its runs lead to bytes of [`Source::path`].

use std::sync::Arc;

use crate::draft::{Block, Claims, Draft, Role, Source};
use crate::text::{Encoding, How, Run, SourceMap, Span};

/// Appends the path's block.
pub(crate) fn append(draft: &mut Draft) {
    let path = &draft.source.path;
    if path.is_empty() || path == "<stdin>" {
        return;
    }
    let at = |text: &str| Span::at(text.len()..text.len()).start;
    if !draft.text.is_empty() {
        draft.map.push(Run { text: at(&draft.text), source: 0, source_len: 0, how: How::Gap });
        draft.text.push('\n');
    }
    let start = at(&draft.text);
    draft.map.push(Run { text: start, source: 0, source_len: at(path), how: How::Copy });
    draft.text.push_str(path);
    let group = draft.blocks.iter().map(|block| block.group).max().unwrap_or(0) + 1;
    let section = draft.blocks.last().map_or(0, |block| block.section);
    draft.blocks.push(Block {
        text: Span::new(start, at(&draft.text)),
        group,
        section,
        role: Role::Path,
        label: None,
        quoted: false,
    });
}

/// A draft that is only the path: of an empty file, and of one whose content has no words or was not read.
pub(crate) fn alone(source: &Arc<Source>) -> Draft {
    let mut draft = Draft {
        source: Arc::clone(source),
        encoding: Encoding::Utf8,
        text: String::new(),
        blocks: Vec::new(),
        map: SourceMap::default(),
        notes: Vec::new(),
        claims: Claims::default(),
        record: None,
        part: None,
    };
    append(&mut draft);
    draft
}
