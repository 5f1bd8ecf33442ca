//! Owns what a run reads: the paths that were given become an ordered list of inputs. Named files are never filtered
//! unless asked; folders are walked (`walk`). Opens nothing. `cli` calls [`Inputs::gather`], `run` reads the list.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::git::Blob;
use super::{ignored::IgnoreFiles, open, walk};
use crate::config::Config;
use crate::read::Message;

/// One thing to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// As shown: as given or joined to what was given, `/` between folders, no leading `./`.
    pub path: String,
    /// The path to open; for standard input the name it was given.
    pub file: PathBuf,
    /// What to do with it.
    pub what: What,
    /// Whether it is a configuration that the run does not obey.
    pub nested_config: bool,
    /// Whether it is one of the gate's own files, named as a draft: a register shows nothing of itself in a log.
    pub own: bool,
}

impl Input {
    /// An input as `what` says, with nothing special about it.
    pub fn new(path: String, file: PathBuf, what: What) -> Self {
        Self { path, file, what, nested_config: false, own: false }
    }
}

/// What an input is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A file to open.
    File,
    /// Standard input.
    Stdin,
    /// A blob of a repository.
    Blob(Blob),
    /// A file that holds a commit's message.
    Message(Message),
    /// Something of which the name alone is asked for: it is not opened, and the name is told.
    Name,
    /// Something that cannot be read, with the reason.
    Unreadable(String),
}

/// All that a run reads, sorted by path, nothing twice.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The inputs.
    pub list: Vec<Input>,
    /// Paths that ignore files, the configuration or the run's own files left out. A folder counts once.
    pub ignored: usize,
    /// Whether `force_exclude` left out something that was named.
    pub named_ignored: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Files, folders, and `-` for standard input.
    pub paths: &'a [PathBuf],
    /// The name of what standard input holds.
    pub stdin_filename: Option<&'a Path>,
    /// Whether named files obey ignore files and `exclude` too.
    pub force_exclude: bool,
    /// What to leave out.
    pub config: &'a Config,
    /// What the gate itself reads and a walk leaves out: the register, the configuration, packs.
    pub own: &'a [PathBuf],
}

/// Paths that lead nowhere, as given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing(pub Vec<String>);

impl Inputs {
    /// The same, of which nothing is asked for but the names.
    pub fn names_alone(&self) -> Self {
        let name = |input: &Input| Input { what: What::Name, ..input.clone() };
        Self { list: self.list.iter().map(name).collect(), ..*self }
    }

    /// The inputs of a run.
    ///
    /// # Errors
    /// All paths that do not exist.
    pub fn gather(request: &Request<'_>) -> Result<Self, Missing> {
        let mut gather = Gather {
            request,
            seen: (request.paths.len() > 1).then(HashSet::new),
            ignore_files: IgnoreFiles::new(&request.config.cwd),
            inputs: Self::default(),
            missing: Vec::new(),
        };
        for path in request.paths {
            gather.path(path);
        }
        if !gather.missing.is_empty() {
            return Err(Missing(gather.missing));
        }
        let mut inputs = gather.inputs;
        inputs.list.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.file.cmp(&b.file)));
        Ok(inputs)
    }
}

/// The gathering.
struct Gather<'a> {
    /// What is asked for.
    request: &'a Request<'a>,
    /// Files that stand in the list, by their folder's true path and their name; not kept for one path, which gives
    /// nothing twice.
    seen: Option<HashSet<PathBuf>>,
    /// For named files under `force_exclude`.
    ignore_files: IgnoreFiles,
    /// So far.
    inputs: Inputs,
    /// Paths that do not exist.
    missing: Vec<String>,
}

impl Gather<'_> {
    /// Takes one path of the command line.
    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            return self.stdin();
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(metadata) if metadata.is_file() => self.named(path, What::File),
            Ok(_) => self.named(path, What::Unreadable(open::not_a_file().to_owned())),
            Err(error) if fs::symlink_metadata(path).is_ok() => {
                self.named(path, What::Unreadable(link_reason(&error)));
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                self.missing.push(shown(path));
            }
            Err(error) => self.named(path, What::Unreadable(open::reason(&error))),
        }
    }

    /// Takes standard input, once.
    fn stdin(&mut self) {
        if self.inputs.list.iter().any(|input| input.what == What::Stdin) {
            return;
        }
        if self.request.stdin_filename.is_some_and(|name| self.leaves_out(name, false)) {
            return;
        }
        let file = self.request.stdin_filename.unwrap_or(Path::new("")).to_owned();
        let path = self.request.stdin_filename.map_or_else(|| "<stdin>".to_owned(), shown);
        self.inputs.list.push(Input { path, file, what: What::Stdin, nested_config: false, own: false });
    }

    /// Whether something that was named is left out all the same, which is counted.
    fn leaves_out(&mut self, path: &Path, is_dir: bool) -> bool {
        let out = self.request.force_exclude
            && (self.request.config.excludes(path, is_dir) || self.ignore_files.ignores(path, is_dir));
        self.inputs.ignored += usize::from(out);
        self.inputs.named_ignored |= out;
        out
    }

    /// Takes a file that was named.
    fn named(&mut self, path: &Path, what: What) {
        if self.leaves_out(path, false) {
            return;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let own = !self.request.own.is_empty()
            && fs::canonicalize(path).is_ok_and(|file| {
                self.request.own.iter().any(|own| fs::canonicalize(own).is_ok_and(|own| own == file))
            });
        self.push(Input { path: shown(path), file: path.to_owned(), what, nested_config: false, own }, || {
            folder.join(path.file_name().unwrap_or(path.as_os_str()))
        });
    }

    /// Takes all files of a folder.
    fn folder(&mut self, path: &Path) {
        if self.leaves_out(path, true) {
            return;
        }
        let walked = walk::walk(path, self.request.config, self.request.own);
        self.inputs.ignored += walked.ignored;
        for input in walked.list {
            let inside = input.file.clone();
            self.push(input, || walked.top.join(inside.strip_prefix(path).unwrap_or(&inside)));
        }
    }

    /// Adds an input unless it stands there. `identity` is asked only where two could be one.
    fn push(&mut self, input: Input, identity: impl FnOnce() -> PathBuf) {
        if self.seen.as_mut().is_none_or(|seen| seen.insert(identity())) {
            self.inputs.list.push(input);
        }
    }
}

/// A path as shown to the user: `/` between folders, no leading `./`, what is not UTF-8 replaced.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for part in path.components().filter(|part| *part != Component::CurDir) {
        let part = match part {
            Component::RootDir => OsStr::new(""),
            other => other.as_os_str(),
        };
        if !text.is_empty() || part.is_empty() {
            text.push('/');
        }
        text.push_str(&part.to_string_lossy());
    }
    if text.starts_with("//") {
        text.remove(0);
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

/// Why a link cannot be followed.
pub(super) fn link_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "it is a link that leads nowhere".to_owned(),
        _ if is_loop(error) => "it is a link that leads back to itself".to_owned(),
        _ => open::reason(error),
    }
}

/// Whether a path could not be followed because its links form a ring. The kind for it is not stable yet, so its name
/// is compared.
fn is_loop(error: &io::Error) -> bool {
    format!("{:?}", error.kind()) == "FilesystemLoop"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_given_without_a_leading_dot() {
        for (path, expected) in
            [("./a/b.md", "a/b.md"), ("/a/b", "/a/b"), ("../x", "../x"), (".", "."), ("a//b/./c", "a/b/c"), ("/", "/")]
        {
            assert_eq!(shown(Path::new(path)), expected);
        }
    }
}
