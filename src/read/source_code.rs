//! Reads scripts, style sheets and programs that lie beside a site's pages. They are published with it, so that names in
//! them are found; but their words are code, in which an ordinary word says nothing and no rule about wording holds.

use std::sync::Arc;

use super::builder::DraftBuilder;
use super::decode::decode;
use super::plain::paragraphs;
use super::{Reader, Unchecked};
use crate::draft::{Draft, Role, Source};
use crate::policy::Kind;

/// The reader of source code.
pub(crate) struct SourceCode;

impl Reader for SourceCode {
    fn name(&self) -> &'static str {
        "code"
    }

    fn endings(&self) -> &'static [&'static str] {
        &[
            "bat",
            "c",
            "cc",
            "cfg",
            "conf",
            "cpp",
            "cs",
            "css",
            "dart",
            "env",
            "go",
            "h",
            "ini",
            "java",
            "js",
            "kt",
            "less",
            "lock",
            "lua",
            "map",
            "mjs",
            "pl",
            "properties",
            "ps1",
            "py",
            "rb",
            "rs",
            "sass",
            "scss",
            "sh",
            "sql",
            "swift",
            "tf",
            "ts",
        ]
    }

    fn read(&self, source: &Arc<Source>, each: &mut dyn FnMut(Draft)) -> Result<(), Unchecked> {
        let decoded = decode(&source.bytes)?;
        let mut builder = DraftBuilder::new(source, &decoded, Kind::Page);
        builder.ambient = Role::Code;
        paragraphs(&mut builder, 0..decoded.text.len());
        each(builder.finish());
        Ok(())
    }
}

/// Whether a file without a known ending is one of the files that programs ask for by name: settings, build files, licences.
pub(crate) fn is_named(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "gemfile",
        "rakefile",
        "makefile",
        "dockerfile",
        "procfile",
        "codeowners",
        "license",
        "licence",
        "copying",
        "notice",
        "cname",
        "jenkinsfile",
    ];
    name.starts_with('.') || NAMES.contains(&name.to_ascii_lowercase().as_str())
}
