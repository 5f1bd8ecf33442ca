//! Owns what a change touches: the paths whose content, type or existence differs between two states, with the blobs of
//! both, as `git diff-index` and `git diff-tree` list them. Renames are not looked for: a renamed path is one that goes and
//! one that comes. `run::change` asks.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::PathBuf;

use super::{Blob, Blobs, GitError, Repository, failure, path};

/// How differences are printed: whole ids, paths as they are, submodules whatever their configuration hides, nothing of
/// the repository's own programs.
const PRINT: [&str; 8] = [
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
];

/// A path that a change touches.
#[derive(Clone, Debug)]
pub struct Entry {
    /// From the root of the work tree.
    pub path: PathBuf,
    /// What stands there after the change; none where it goes.
    pub after: Option<Side>,
    /// What stood there before, in each of the states that the change starts from: one, and in a merge several.
    pub before: Vec<Option<Side>>,
}

/// What stands at a path in one state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// What sort of thing it is.
    pub mode: Mode,
    /// Its content; of no use for submodules and conflicts.
    pub blob: Blob,
}

/// What sort of thing stands at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A file.
    File,
    /// A symbolic link; its content is where it leads.
    Link,
    /// A commit of another repository.
    Submodule,
    /// Nothing yet: several versions are in conflict.
    Conflict,
}

impl Repository {
    /// What the index changes against HEAD; in a merge, against every commit that is merged.
    ///
    /// # Errors
    /// Where git fails.
    pub fn staged(&self, paths: &[PathBuf]) -> Result<Vec<Entry>, GitError> {
        let blobs = self.blobs();
        let command = ["diff-index", "--cached", "--ita-invisible-in-index"];
        let against = |tree: &str| self.differences(&command, &[tree], paths, &blobs);
        let entries = match against("HEAD") {
            Err(GitError::Refused(_)) if self.is_unborn()? => against(&self.empty_tree()?)?,
            other => other?,
        };
        if !self.is_merging() {
            return Ok(entries);
        }
        self.merge_heads()?.iter().try_fold(entries, |entries, head| Ok(common(entries, against(head)?)))
    }

    /// What HEAD changes against the commit where it left `rev`.
    ///
    /// # Errors
    /// Where there is no such commit, nothing in common, or git fails.
    pub fn since(&self, rev: &str, paths: &[PathBuf]) -> Result<Vec<Entry>, GitError> {
        let base = self.base(rev)?;
        self.differences(&["diff-tree", "-r"], &[&base, "HEAD"], paths, &self.blobs())
    }

    /// The commit where HEAD left `rev`. Zeros are what CI systems call the state before a branch was there.
    fn base(&self, rev: &str) -> Result<String, GitError> {
        if matches!(rev.len(), 40 | 64) && rev.bytes().all(|byte| byte == b'0') {
            return if self.is_unborn()? { Err(GitError::NoCommit) } else { self.empty_tree() };
        }
        // A revision never begins like an option.
        let unknown = || GitError::UnknownRevision(rev.to_owned());
        if rev.starts_with('-') || rev.is_empty() || rev.contains("..") {
            return Err(unknown());
        }
        let output = self.git.run(["merge-base", &format!("{rev}^{{commit}}"), "HEAD"])?;
        match output.status.code() {
            Some(0) => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
            Some(1) => Err(GitError::NothingInCommon(rev.to_owned())),
            _ if self.is_unborn()? => Err(GitError::NoCommit),
            _ if !self.has_commit(rev)? => Err(unknown()),
            _ => Err(failure(&output)),
        }
    }

    /// Whether there is such a commit.
    fn has_commit(&self, rev: &str) -> Result<bool, GitError> {
        Ok(self.git.run(["rev-parse", "--quiet", "--verify", &format!("{rev}^{{commit}}")])?.status.success())
    }

    /// Whether HEAD names a branch that has no commit yet. A branch whose commit cannot be read is none of these.
    fn is_unborn(&self) -> Result<bool, GitError> {
        let names_a_commit = self.git.run(["rev-parse", "--quiet", "--verify", "HEAD"])?.status.success();
        Ok(!names_a_commit && self.git.run(["symbolic-ref", "--quiet", "HEAD"])?.status.success())
    }

    /// The commits that a merge under way brings in.
    fn merge_heads(&self) -> Result<Vec<String>, GitError> {
        let text = std::fs::read_to_string(self.git_dir.join("MERGE_HEAD")).map_err(|_| GitError::Garbled)?;
        let heads: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        let good = heads.iter().all(|head| !head.is_empty() && head.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if good { Ok(heads) } else { Err(GitError::Garbled) }
    }

    /// The id of a tree without entries, in the repository's own hash. git knows it without having it.
    fn empty_tree(&self) -> Result<String, GitError> {
        let id = self.git.output(["hash-object", "-t", "tree", "--stdin"])?;
        Ok(String::from_utf8_lossy(&id).trim().to_owned())
    }

    /// Runs a command that prints differences, limited to `paths` where some are given.
    fn differences(
        &self,
        command: &[&str],
        states: &[&str],
        paths: &[PathBuf],
        blobs: &Blobs,
    ) -> Result<Vec<Entry>, GitError> {
        let before = command.iter().chain(&PRINT).chain(states).chain(&["--"]).map(OsStr::new);
        let output = self.git.output(before.chain(paths.iter().map(|path| path.as_os_str())))?;
        parse(&output, blobs).ok_or(GitError::Garbled)
    }
}

/// What differs from all states: of a path that one state has as it is, the change adds nothing.
fn common(entries: Vec<Entry>, others: Vec<Entry>) -> Vec<Entry> {
    let mut others: HashMap<PathBuf, Entry> = others.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
    let both = entries.into_iter().filter_map(|mut entry| {
        let other = others.remove(&entry.path)?;
        entry.before.extend(other.before);
        Some(entry)
    });
    both.collect()
}

/// Reads `:<mode> <mode> <id> <id> <status>`, a zero byte, the path, a zero byte, and so on. None where it is anything else.
fn parse(output: &[u8], blobs: &Blobs) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut fields = output.split(|byte| *byte == 0);
    loop {
        let head = fields.next()?;
        if head.is_empty() {
            // What follows the last zero byte.
            return fields.next().is_none().then_some(entries);
        }
        let head = std::str::from_utf8(head).ok()?.strip_prefix(':')?;
        let [old_mode, new_mode, old_id, new_id, status] = head.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let place = path(fields.next().filter(|place| !place.is_empty())?);
        let mut after = side(new_mode, new_id, blobs)?;
        let before = side(old_mode, old_id, blobs)?;
        if status == "U" {
            after = Some(Side { mode: Mode::Conflict, blob: Blob { id: new_id.to_owned(), blobs: blobs.clone() } });
        }
        // A path in conflict is listed twice: as such, and for what the work tree holds.
        match entries.last_mut().filter(|last| last.path == place) {
            Some(last) if status == "U" => *last = Entry { path: place, after, before: vec![before] },
            Some(_) => {}
            None => entries.push(Entry { path: place, after, before: vec![before] }),
        }
    }
}

/// One side of a difference. None where the mode is unknown, none inside where nothing is there.
#[expect(clippy::option_option, reason = "the outer one is an answer that is not understood")]
fn side(mode: &str, id: &str, blobs: &Blobs) -> Option<Option<Side>> {
    let mode = match mode {
        "000000" => return Some(None),
        "120000" => Mode::Link,
        "160000" => Mode::Submodule,
        _ if mode.len() == 6 && mode.starts_with("100") => Mode::File,
        _ => return None,
    };
    let good = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| Some(Side { mode, blob: Blob { id: id.to_owned(), blobs: blobs.clone() } }))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::run::git::Git;

    /// Parses, with blobs that nobody asks for.
    fn parsed(output: &[u8]) -> Option<Vec<Entry>> {
        parse(output, &Blobs::new(Git::at(Path::new("."))))
    }

    #[test]
    fn differences_are_read_with_any_path() {
        let output = b":100644 120000 aa bb T\0a b\nc\0:000000 100755 00 cc A\0-x\0:100644 000000 dd 00 D\0\xFF\0";
        let entries = parsed(output).unwrap();
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[0].path, Path::new("a b\nc"));
        assert_eq!(entries[0].after.as_ref().unwrap().mode, Mode::Link);
        assert_eq!(entries[0].before[0].as_ref().unwrap().blob.id, "aa");
        assert!(entries[1].before[0].is_none() && entries[1].path == Path::new("-x"));
        assert!(entries[2].after.is_none());
        assert!(parsed(b"").unwrap().is_empty());
    }

    #[test]
    fn what_git_does_not_print_is_not_taken_for_an_empty_change() {
        for bad in [&b":100644 100644 aa bb M\0"[..], b"fatal", b":100644 100644 aa bb\0a\0", b":9 100644 a b M\0a\0"] {
            assert!(parsed(bad).is_none(), "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn a_path_in_conflict_is_one_entry() {
        let output = b":100644 000000 aa 00 U\0a\0:100644 100644 aa 00 M\0a\0";
        let entries = parsed(output).unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].after.as_ref().unwrap().mode, Mode::Conflict);
    }
}
