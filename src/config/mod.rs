//! Layer 5: `.subrosa.yaml`, and `.subrosa-allow.yaml` beside it.
//!
//! Owns the configuration of a run: where it is (`find`), what may stand in it (`load`), and what it says of a path; and
//! which findings are accepted (`allow`).
//! Values are kept with the line they come from. Does not know the command line, which overrides it in `cli`, and does
//! not read drafts. `cli` loads it, `run` asks it about paths.

pub mod allow;
pub mod find;
mod globs;
mod load;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::policy::{Channel, Kind, Policy, Severity};
use crate::report::Disclose;

pub use allow::{ALLOW_FILE_NAME, Allowance, Allowances, Written};
pub use find::{FILE_NAME, find};
pub use globs::Glob;
pub use load::{ConfigError, load};

/// Largest file that is read where the configuration says nothing: 256 MiB, since spans are 32 bits wide.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;

/// What `.subrosa.yaml` says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file, absolute; none without a configuration.
    pub file: Option<PathBuf>,
    /// The file as shown to the user.
    pub shown: String,
    /// The working directory, absolute.
    pub cwd: PathBuf,
    /// Keys of the file's top and their 1-based lines, in the order of the file.
    pub lines: Vec<(String, u32)>,
    /// `register:`.
    pub register: Option<RegisterWish>,
    /// `packs:`, absolute: files and folders of rule packs beside the built-in ones.
    pub packs: Vec<PathBuf>,
    /// `jurisdictions:` and `severities:`.
    pub policy: Policy,
    /// `kinds:`; the last that fits decides.
    pub kinds: Vec<(Glob, Kind)>,
    /// `channels:`; the last that fits decides.
    pub channels: Vec<(Glob, Channel)>,
    /// `publishes:`: whether drafts there are published on the date they state; the last that fits decides.
    pub publishes: Vec<(Glob, bool)>,
    /// `exclude:`: walked files that are left out.
    pub exclude: Vec<Glob>,
    /// `accept_unchecked:`: files that need not be read, each with the reason.
    pub accept_unchecked: Vec<(Glob, String)>,
    /// `fail_on:`.
    pub fail_on: Option<Severity>,
    /// `disclose:`.
    pub disclose: Option<Disclose>,
    /// `max_file:`, in bytes.
    pub max_file: Option<u64>,
}

/// What `register:` asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RegisterWish {
    /// `required`: the path comes from the environment or the command line, and must come.
    Required,
    /// A path, absolute.
    File(PathBuf),
}

impl Config {
    /// The configuration of a run without one.
    pub fn none(cwd: &Path) -> Self {
        Self { cwd: cwd.to_owned(), ..Self::default() }
    }

    /// The kind that a glob gives a file.
    pub fn kind(&self, file: &Path) -> Option<Kind> {
        self.last(&self.kinds, file).copied()
    }

    /// The channel that a glob gives a file.
    pub fn channel(&self, file: &Path) -> Option<&Channel> {
        self.last(&self.channels, file)
    }

    /// Whether a file is published on the date it states.
    pub fn publishes_on_date(&self, file: &Path) -> bool {
        self.last(&self.publishes, file).copied().unwrap_or(false)
    }

    /// The reason why a file need not be read, where the configuration accepts that.
    pub fn accepted(&self, file: &Path) -> Option<&str> {
        self.last(&self.accept_unchecked, file).map(String::as_str)
    }

    /// Whether `exclude` leaves a path out.
    pub fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        !self.exclude.is_empty()
            && self.relative(path).is_some_and(|relative| self.exclude.iter().any(|glob| glob.fits(&relative, is_dir)))
    }

    /// The value of the last glob that fits a file.
    fn last<'a, T>(&self, list: &'a [(Glob, T)], file: &Path) -> Option<&'a T> {
        if list.is_empty() {
            return None;
        }
        let relative = self.relative(file)?;
        list.iter().rev().find(|(glob, _)| glob.fits(&relative, false)).map(|(_, value)| value)
    }

    /// A file's path from the configuration's folder; none outside of it.
    fn relative<'a>(&self, file: &'a Path) -> Option<Cow<'a, Path>> {
        let folder = self.file.as_deref().and_then(Path::parent)?;
        let whole = find::absolute(&self.cwd, file);
        whole.strip_prefix(folder).ok().map(|path| Cow::Owned(path.to_owned()))
    }
}
