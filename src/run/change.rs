//! Owns which inputs a change of a repository gives: what stands at its paths afterwards, what stood there before, and
//! which of the gate's own files it touches. Reads no content but that of workflow files. `cli` makes a [`Change`] and runs
//! its inputs, `difference` takes away what was there before.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::git::{Entry, Git, GitError, Mode, Repository, Side};
use super::ignored::IgnoreFiles;
use super::inputs::{Input, Inputs, What, shown};
use crate::config::{ALLOW_FILE_NAME, Config, FILE_NAME, find};

/// Which change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which<'a> {
    /// What the index changes against HEAD.
    Staged,
    /// What HEAD changes since it left a revision.
    Since(&'a str),
}

/// What a change gives to read.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What stands at its paths afterwards.
    pub after: Inputs,
    /// What stood there before: a list for each state that the change starts from.
    pub before: Vec<Inputs>,
    /// The files at whose paths nothing stood before.
    pub new: HashSet<PathBuf>,
    /// The gate's own files that it touches, of which only the names are of interest.
    pub own: Inputs,
    /// Given paths at which there is nothing and nothing was.
    pub missing: Vec<PathBuf>,
}

/// What decides how a change is taken.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// Which change.
    pub which: Which<'a>,
    /// Files and folders that limit it; none: the whole repository.
    pub paths: &'a [PathBuf],
    /// What to leave out.
    pub config: &'a Config,
    /// What the gate itself reads: it is no draft.
    pub own: &'a [PathBuf],
    /// Largest file that is read, in bytes.
    pub max_file: u64,
}

impl Change {
    /// The change of the repository that the working directory lies in.
    ///
    /// # Errors
    /// Where git cannot tell it.
    pub fn take(taking: &Taking<'_>) -> Result<Self, GitError> {
        let cwd = fs::canonicalize(&taking.config.cwd).unwrap_or_else(|_| taking.config.cwd.clone());
        let repository = Git::at(&cwd).repository()?;
        let entries = match taking.which {
            Which::Staged => repository.staged(taking.paths)?,
            Which::Since(rev) => repository.since(rev, taking.paths)?,
        };
        let own = taking.own.iter().map(|own| fs::canonicalize(own).unwrap_or_else(|_| find::absolute(&cwd, own)));
        let mut take = Take {
            taking,
            repository: &repository,
            own: own.collect(),
            ignore_files: IgnoreFiles::new(&cwd),
            change: Self::default(),
            cwd: &cwd,
        };
        for entry in &entries {
            take.entry(entry);
        }
        let mut change = take.change;
        change.missing = missing(taking.paths, &cwd, &repository, &entries);
        let lists = [&mut change.after, &mut change.own].into_iter().chain(&mut change.before);
        lists.for_each(|inputs| inputs.list.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.file.cmp(&b.file))));
        Ok(change)
    }
}

/// Given paths that lead nowhere: a gate that was pointed at a misspelt folder must not say that all is well.
fn missing(paths: &[PathBuf], cwd: &Path, repository: &Repository, entries: &[Entry]) -> Vec<PathBuf> {
    let leads_nowhere = |path: &&PathBuf| {
        let whole = find::absolute(cwd, path);
        fs::symlink_metadata(path).is_err()
            && !entries.iter().any(|entry| repository.top.join(&entry.path).starts_with(&whole))
    };
    paths.iter().filter(leads_nowhere).cloned().collect()
}

/// The taking of a change.
struct Take<'a> {
    /// What decides.
    taking: &'a Taking<'a>,
    /// The repository.
    repository: &'a Repository,
    /// The gate's own files and folders, by their true paths.
    own: Vec<PathBuf>,
    /// What ignore files say.
    ignore_files: IgnoreFiles,
    /// So far.
    change: Change,
    /// The working directory, by its true path.
    cwd: &'a Path,
}

impl Take<'_> {
    /// Takes one path of the change.
    fn entry(&mut self, entry: &Entry) {
        let file = self.repository.top.join(&entry.path);
        let path = shown(&relative(self.cwd, &file));
        let is_own = self.own.iter().any(|own| file.starts_with(own));
        if is_own || self.steers(entry) {
            self.change.own.list.push(Input::new(path.clone(), file.clone(), What::Name));
        }
        let is_dir = entry.after.iter().chain(entry.before.iter().flatten()).any(|side| side.mode == Mode::Submodule);
        let out = is_own || self.taking.config.excludes(&file, is_dir) || self.ignore_files.ignores(&file, is_dir);
        if out {
            self.change.after.ignored += usize::from(entry.after.is_some());
            self.change.after.named_ignored |= entry.after.is_some();
            return;
        }
        let nested_config = [FILE_NAME, ALLOW_FILE_NAME].iter().any(|name| file.file_name() == Some(OsStr::new(name)));
        let input = |side: &Side| Input { nested_config, ..Input::new(path.clone(), file.clone(), what(side)) };
        self.change.after.list.extend(entry.after.iter().map(input));
        if entry.before.iter().all(Option::is_none) {
            self.change.new.insert(file.clone());
        }
        for (state, side) in entry.before.iter().enumerate() {
            if self.change.before.len() <= state {
                self.change.before.resize_with(state + 1, Inputs::default);
            }
            let Some(list) = self.change.before.get_mut(state) else { continue };
            // What could not be read then has nothing to compare with.
            let readable = side.iter().filter(|side| matches!(side.mode, Mode::File | Mode::Link));
            list.list.extend(readable.map(input));
        }
    }

    /// Whether a path decides what is checked: by its name, or because it starts subrosa.
    fn steers(&self, entry: &Entry) -> bool {
        let name = entry.path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let always = [FILE_NAME, ".subrosa-allow.yaml", ".subrosaignore", ".gitignore"];
        if always.contains(&name) {
            return true;
        }
        if !may_start_programs(&entry.path, name) {
            return false;
        }
        let sides = entry.after.iter().chain(entry.before.iter().flatten());
        let mut files = sides.filter(|side| side.mode == Mode::File);
        // What cannot be read may well start it.
        files.any(|side| side.blob.read(self.taking.max_file).map_or(true, |text| names_subrosa(&text)))
    }
}

/// Whether a path is one where hooks and CI systems look for what they start.
fn may_start_programs(path: &Path, name: &str) -> bool {
    let files = [
        ".pre-commit-config.yaml",
        ".pre-commit-config.yml",
        ".gitlab-ci.yml",
        ".gitlab-ci.yaml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "lefthook.yml",
        ".lefthook.yml",
        "Jenkinsfile",
        ".travis.yml",
        ".drone.yml",
        ".woodpecker.yml",
        "Makefile",
        "justfile",
        "package.json",
    ];
    let folders =
        [".github", ".gitlab", ".forgejo", ".gitea", ".circleci", ".woodpecker", ".husky", ".githooks", ".ci"];
    let first = path.components().next().map(Component::as_os_str).and_then(OsStr::to_str);
    files.contains(&name) || first.is_some_and(|first| folders.contains(&first))
}

/// Whether a file names the program.
fn names_subrosa(text: &[u8]) -> bool {
    text.windows(b"subrosa".len()).any(|word| word.eq_ignore_ascii_case(b"subrosa"))
}

/// What one side of a change is to a run.
fn what(side: &Side) -> What {
    match side.mode {
        Mode::File | Mode::Link => What::Blob(side.blob.clone()),
        Mode::Submodule => {
            What::Unreadable("a submodule: its content is in a repository of its own, to be checked there".to_owned())
        }
        Mode::Conflict => What::Unreadable("it is in conflict: resolve it and add it to the index".to_owned()),
    }
}

/// `file` as seen from `cwd`, both from the root of the file system.
fn relative(cwd: &Path, file: &Path) -> PathBuf {
    let common = cwd.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = cwd.components().skip(common).map(|_| Component::ParentDir);
    // Nothing but the root in common: another drive, or a work tree that lies elsewhere.
    if common <= 1 && cwd.components().count() > 1 {
        return file.to_owned();
    }
    up.chain(file.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_seen_from_the_working_directory() {
        for (cwd, file, expected) in [
            ("/w/site", "/w/site/a.md", "a.md"),
            ("/w/site/posts", "/w/site/a.md", "../a.md"),
            ("/w/site/posts", "/w/site/pages/-x", "../pages/-x"),
            ("/elsewhere", "/w/a.md", "/w/a.md"),
            ("/", "/a.md", "a.md"),
        ] {
            assert_eq!(relative(Path::new(cwd), Path::new(file)), Path::new(expected), "{cwd} {file}");
        }
    }
}
