//! Owns every start of `git`: with which options and which environment, what its failures mean, and where the repository
//! is. `changes` lists what a change touches, `blobs` gives contents, `settings` reads configuration. `run` and `cli` ask.
//!
//! `git` is run, not linked: it knows index formats, worktrees, alternates and partial clones as the user's own git does.
//! It gets no part of our environment but what it needs to find its files and the repository, so neither the name of the
//! register nor a secret of a CI job reaches it; it starts no program of the repository's, asks nobody, and fetches
//! nothing.

mod blobs;
mod changes;
mod settings;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::text::system::unreadable;

pub use blobs::{Blob, Blobs};
pub use changes::{Entry, Mode, Side};
pub use settings::Scope;

/// Options of every call. Pathspecs mean what they say; nothing configured is started (a file system monitor) or waited
/// for (locks); no object stands for another; nothing is fetched.
const OPTIONS: [&str; 8] = [
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=",
    "-c",
    "protocol.allow=never",
];

/// What of the environment `git` needs to run and to find its own configuration.
const KEPT: [&str; 22] = [
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "USER",
    "LOGNAME",
    "SUDO_UID",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "COMSPEC",
    "PATHEXT",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "PROGRAMFILES",
];

/// What says where the repository, its index and its configuration are. A hook gets them from git (a commit of some paths
/// has an index of its own), so they must reach it again. All other `GIT_` variables change what git prints or starts.
const KEPT_OF_GIT: [&str; 17] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
];

/// Why `git` did not give what was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GitError {
    /// There is no such program.
    Missing,
    /// It could not be started or read.
    Start(io::ErrorKind),
    /// The working directory is in no repository.
    NoRepository,
    /// There is a repository, and no work tree.
    NoWorkTree,
    /// There is no such commit, as the user named it.
    UnknownRevision(String),
    /// The repository has no commit yet.
    NoCommit,
    /// HEAD and this revision have no commit in common.
    NothingInCommon(String),
    /// It ended with an error, and said this first.
    Refused(String),
    /// It printed what we do not understand.
    Garbled,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("git is not found"),
            Self::Start(kind) => write!(f, "git cannot be run: {}", unreadable(*kind)),
            Self::NoRepository => f.write_str("This is not a git repository"),
            Self::NoWorkTree => f.write_str("This is a bare repository or the inside of .git: there is no work tree"),
            Self::UnknownRevision(rev) => write!(f, "There is no commit {rev} in this repository"),
            Self::NoCommit => f.write_str("The repository has no commit yet"),
            Self::NothingInCommon(rev) => write!(f, "{rev} and HEAD have no commit in common"),
            Self::Refused(said) => write!(f, "git refused: {said}"),
            Self::Garbled => f.write_str("git answered in a way that is not understood"),
        }
    }
}

impl GitError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Missing => Some("install git, or name the files to check instead"),
            Self::NoRepository | Self::NoWorkTree => Some("run it inside of a work tree, or name the files to check"),
            Self::UnknownRevision(rev) if rev.contains("..") => {
                Some("give the older end alone: --since main checks what HEAD added since it left main")
            }
            Self::UnknownRevision(_) | Self::NothingInCommon(_) => {
                Some("a CI job may have fetched too little: fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0)")
            }
            Self::NoCommit => Some("check what is staged: --staged"),
            Self::Refused(said) if said.contains("dubious ownership") => {
                Some("the folder belongs to somebody else: git config --global --add safe.directory FOLDER")
            }
            Self::Start(_) | Self::Refused(_) | Self::Garbled => None,
        }
    }
}

/// The `git` program, to be run in a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Git {
    /// Where it runs.
    folder: PathBuf,
    /// Whether the environment may say where the repository is.
    told: bool,
}

impl Git {
    /// For calls in `folder`, about the repository that the environment names or the folder lies in.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), told: true }
    }

    /// A call, ready to start.
    fn command<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Command {
        let mut command = Command::new("git");
        command.args(OPTIONS).args(arguments).current_dir(&self.folder).env_clear();
        command.envs(std::env::vars_os().filter(|(name, _)| is_kept(name, self.told)));
        // Its words are read: they must not be translated. It asks nobody and fetches nothing.
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a call gives, whatever its end.
    fn run<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Result<Output, GitError> {
        self.command(arguments).output().map_err(|error| start(&error))
    }

    /// The output of a call.
    ///
    /// # Errors
    /// Where the call fails.
    fn output<I: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Result<Vec<u8>, GitError> {
        let output = self.run(arguments)?;
        if output.status.success() { Ok(output.stdout) } else { Err(failure(&output)) }
    }

    /// The repository that the folder lies in.
    ///
    /// # Errors
    /// Where there is none, or none with a work tree.
    pub fn repository(&self) -> Result<Repository, GitError> {
        let output = self.run(["rev-parse", "--absolute-git-dir", "--show-toplevel"])?;
        if !output.status.success() {
            return Err(match failure(&output) {
                GitError::Refused(said) if said.contains("not a git repository") => GitError::NoRepository,
                GitError::Refused(said) if said.contains("work tree") => GitError::NoWorkTree,
                other => other,
            });
        }
        let lines: Vec<&[u8]> = output.stdout.split(|byte| *byte == b'\n').collect();
        let (git_dir, top) = match lines.as_slice() {
            [git_dir, top, []] => (path(git_dir), path(top)),
            // A line break in one of the paths: each is asked for by itself.
            _ => (self.one_path("--absolute-git-dir")?, self.one_path("--show-toplevel")?),
        };
        Ok(Repository { git: self.clone(), git_dir, top })
    }

    /// A path that `rev-parse` knows.
    fn one_path(&self, which: &str) -> Result<PathBuf, GitError> {
        let output = self.output(["rev-parse", which])?;
        Ok(path(output.strip_suffix(b"\n").unwrap_or(&output)))
    }
}

/// A repository with a work tree.
#[derive(Clone, Debug)]
pub struct Repository {
    /// For calls in the folder that it was found from: relative paths in the environment count from there.
    git: Git,
    /// Its own folder; of a linked worktree the part that is its own.
    git_dir: PathBuf,
    /// The root of its work tree.
    pub top: PathBuf,
}

impl Repository {
    /// Its blobs.
    pub fn blobs(&self) -> Blobs {
        Blobs::new(self.git.clone())
    }

    /// Whether a commit would conclude a merge.
    fn is_merging(&self) -> bool {
        fs::symlink_metadata(self.git_dir.join("MERGE_HEAD")).is_ok()
    }

    /// Whether the index of the repository that `folder` lies in, which may be another than a hook's, lists its file `name`.
    ///
    /// # Errors
    /// Where git cannot say.
    pub fn tracks(folder: &Path, name: &OsStr) -> Result<bool, GitError> {
        let git = Git { folder: folder.to_owned(), told: false };
        let output = git.output([OsStr::new("ls-files"), OsStr::new("-z"), OsStr::new("--"), name])?;
        Ok(!output.is_empty())
    }
}

/// Whether a variable of the environment goes to git, which is `told` by it where the repository is.
fn is_kept(name: &OsStr, told: bool) -> bool {
    let Some(name) = name.to_str() else { return false };
    let name = name.to_ascii_uppercase();
    KEPT.contains(&name.as_str())
        || KEPT_OF_GIT.contains(&name.as_str()) && (told || name.starts_with("GIT_CONFIG"))
        || name.starts_with("GIT_CONFIG_KEY_")
        || name.starts_with("GIT_CONFIG_VALUE_")
}

/// Why it was not started.
fn start(error: &io::Error) -> GitError {
    if error.kind() == io::ErrorKind::NotFound { GitError::Missing } else { GitError::Start(error.kind()) }
}

/// What a failed call says.
fn failure(output: &Output) -> GitError {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().find(|line| line.starts_with("fatal: ") || line.starts_with("error: "));
    let said = said.and_then(|line| line.split_once(": ")).map_or("it gave no reason", |(_, said)| said);
    GitError::Refused(said.chars().filter(|c| !c.is_control()).collect())
}

/// A path as git prints it with `-z`.
fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let path = std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    let path = String::from_utf8_lossy(bytes).into_owned().into();
    let path: OsString = path;
    PathBuf::from(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_learns_nothing_of_the_environment_but_where_the_repository_is() {
        for name in ["SUBROSA_REGISTER", "REGISTER", "GITHUB_TOKEN", "GIT_EXTERNAL_DIFF", "GIT_TRACE", "GIT_ASKPASS"] {
            assert!(!is_kept(OsStr::new(name), true), "{name}");
        }
        for name in ["PATH", "HOME", "GIT_INDEX_FILE", "GIT_DIR", "GIT_CONFIG_KEY_0"] {
            assert!(is_kept(OsStr::new(name), true), "{name}");
        }
        assert!(!is_kept(OsStr::new("GIT_INDEX_FILE"), false));
    }
}
