//! Owns what of git's configuration matters to us: how commit messages are cleaned, and where hooks are. `cli` asks.

use std::path::PathBuf;

use super::{Git, GitError, Repository, failure, path};

/// Whom a setting is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// This repository or worktree alone, or this call.
    Here,
    /// Every repository of the user or of the machine.
    Everywhere,
}

impl Git {
    /// The values of settings, by lower-case key; the last one of a key decides.
    ///
    /// # Errors
    /// Where git fails.
    pub fn settings(&self, pattern: &str) -> Result<Vec<(String, String)>, GitError> {
        let output = self.run(["config", "-z", "--get-regexp", pattern])?;
        match output.status.code() {
            Some(0) => {}
            // None is set.
            Some(1) => return Ok(Vec::new()),
            _ => return Err(failure(&output)),
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let pair = |entry: &str| {
            let (key, value) = entry.split_once('\n').unwrap_or((entry, ""));
            (key.to_ascii_lowercase(), value.to_owned())
        };
        Ok(text.split_terminator('\0').map(pair).collect())
    }
}

impl Repository {
    /// The folder of its hooks, from the working directory or from the root of the file system.
    ///
    /// # Errors
    /// Where git fails.
    pub fn hooks(&self) -> Result<PathBuf, GitError> {
        let output = self.git.output(["rev-parse", "--git-path", "hooks"])?;
        Ok(self.git.folder.join(path(output.strip_suffix(b"\n").unwrap_or(&output))))
    }

    /// Whom `core.hooksPath` is for, where it is set.
    ///
    /// # Errors
    /// Where git fails.
    pub fn hooks_path_scope(&self) -> Result<Option<Scope>, GitError> {
        let output = self.git.run(["config", "--show-scope", "--get", "core.hooksPath"])?;
        match output.status.code() {
            Some(0) => {}
            Some(1) => return Ok(None),
            _ => return Err(failure(&output)),
        }
        let wide = output.stdout.starts_with(b"global") || output.stdout.starts_with(b"system");
        Ok(Some(if wide { Scope::Everywhere } else { Scope::Here }))
    }
}
