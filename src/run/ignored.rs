//! Owns which paths the ignore files leave out: `.gitignore` and `.subrosaignore`, from the root of the repository down.
//! Global ignore files, `.git/info/exclude` and `.ignore` have no say: a gate must not depend on one person's machine.
//! `inputs` asks for named files, `walk` for walked ones.

use std::path::{Path, PathBuf};

use ignore::{IncrementalIgnore, WalkBuilder};

use crate::config::find;

/// The name of our own ignore file.
const FILE_NAME: &str = ".subrosaignore";

/// Answers for files that were named one by one.
pub(super) struct IgnoreFiles {
    /// The working directory, absolute.
    cwd: PathBuf,
    /// The folder that the last answer was given from, and its matcher.
    last: Option<(PathBuf, IncrementalIgnore)>,
}

impl IgnoreFiles {
    /// For paths relative to `cwd`.
    pub(super) fn new(cwd: &Path) -> Self {
        Self { cwd: cwd.to_owned(), last: None }
    }

    /// Whether an ignore file leaves a path out, or a folder above it.
    pub(super) fn ignores(&mut self, path: &Path, is_dir: bool) -> bool {
        let whole = find::absolute(&self.cwd, path);
        let Some(parent) = whole.parent() else { return false };
        let top = find::repository(parent).unwrap_or(if whole.starts_with(&self.cwd) { &self.cwd } else { parent });
        if self.last.as_ref().is_none_or(|(folder, _)| folder != top) {
            self.last = matcher(top).map(|matcher| (top.to_owned(), matcher));
        }
        let relative = whole.strip_prefix(top).unwrap_or(&whole);
        self.last.as_mut().is_some_and(|(_, matcher)| matcher.matched(relative, is_dir).is_ignore())
    }
}

/// The matcher of a folder. Folders above it have a say within its repository only: an ignore file in somebody's home
/// must not empty a run. With `require_git` the matcher looks for the repository's border and stops there.
pub(super) fn matcher(folder: &Path) -> Option<IncrementalIgnore> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let in_repository = find::repository(&whole).is_some();
    WalkBuilder::new(folder)
        .standard_filters(false)
        .git_ignore(true)
        .parents(in_repository)
        .require_git(in_repository)
        .add_custom_ignore_filename(FILE_NAME)
        .build_matchers()
        .pop()
}
