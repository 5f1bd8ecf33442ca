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
mod overrides;
mod values;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::policy::{Channel, Kind, Policy, Severity};
use crate::report::Disclose;
use crate::yaml::Problem;

pub use allow::{ALLOW_FILE_NAME, Allowance, Allowances, Written};
pub use find::{FILE_NAME, find};
pub use globs::Glob;
pub use load::{ConfigError, keys, load};
pub use overrides::{Override, Switches};

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
    /// Keys of the file's top, and the entries below them (`kinds.0`, `overrides.1`), with their 1-based lines.
    pub lines: Vec<(String, u32)>,
    /// Every rule id or prefix that stands in the file, with what is said where no rule has it.
    pub rule_keys: Vec<(String, Problem)>,
    /// Every place of `jurisdictions:`, with what is said where nobody knows it.
    pub place_keys: Vec<(String, Problem)>,
    /// `register:`.
    pub register: Option<RegisterWish>,
    /// The paths of `packs:`, absolute: files and folders of rule packs beside the built-in ones.
    pub packs: Vec<PathBuf>,
    /// The names of `packs:`: packs that are off until somebody names them.
    pub packs_on: Vec<String>,
    /// `register_path:`, absolute: where the register lies if nobody else says so.
    pub register_path: Option<PathBuf>,
    /// `jurisdictions:`, `severities:` and `rules:`.
    pub switches: Switches,
    /// What these mean to the stages, where no override fits.
    pub policy: Policy,
    /// `overrides:`; the last that fits and says something decides.
    pub overrides: Vec<Override>,
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

/// A value for a file, and the entry of the configuration that gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided<T> {
    /// The value.
    pub value: T,
    /// The key of the file's top.
    pub key: &'static str,
    /// Which entry below it, from 0.
    pub index: usize,
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

    /// The kind that a glob gives a file, and which entry does.
    pub fn kind(&self, file: &Path) -> Option<Decided<Kind>> {
        self.decided(file, |found| found.kind, "kinds", &self.kinds)
    }

    /// The channel that a glob gives a file, and which entry does.
    pub fn channel(&self, file: &Path) -> Option<Decided<Channel>> {
        self.decided(file, |found| found.channel.clone(), "channels", &self.channels)
    }

    /// Whether a file is published on the date it states, and which entry says so.
    pub fn publishes_on_date(&self, file: &Path) -> Option<Decided<bool>> {
        self.decided(file, |found| found.publishes, "publishes", &self.publishes)
    }

    /// What the last override that says something of a file decides; else the last that fits of a list.
    fn decided<T: Clone>(
        &self,
        file: &Path,
        said: impl Fn(&Override) -> Option<T>,
        key: &'static str,
        list: &[(Glob, T)],
    ) -> Option<Decided<T>> {
        if self.overrides.is_empty() && list.is_empty() {
            return None;
        }
        let relative = self.relative(file)?;
        let overrides = self.fitting(file).into_iter().rev();
        let mut found = overrides.filter_map(|(index, found)| Some((said(found)?, "overrides", index)));
        let found = found.next().or_else(|| {
            let mut list = list.iter().enumerate().rev();
            list.find(|(_, (glob, _))| glob.fits(&relative, false))
                .map(|(index, (_, value))| (value.clone(), key, index))
        });
        found.map(|(value, key, index)| Decided { value, key, index })
    }

    /// The switches for a file; none where they are those of all files.
    pub fn policy_of(&self, file: &Path) -> Option<Policy> {
        let mut found = self.fitting(file).into_iter().filter(|(_, found)| !found.switches.is_empty()).peekable();
        found.peek()?;
        let mut policy = self.policy.clone();
        found.for_each(|(_, found)| found.switches.apply(&mut policy));
        Some(policy)
    }

    /// The overrides that fit a file, in their order, with their numbers.
    pub fn fitting(&self, file: &Path) -> Vec<(usize, &Override)> {
        let relative = if self.overrides.is_empty() { None } else { self.relative(file) };
        let Some(relative) = relative else { return Vec::new() };
        let fits = |found: &Override| found.files.iter().any(|glob| glob.fits(&relative, false));
        self.overrides.iter().enumerate().filter(|(_, found)| fits(found)).collect()
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
