//! Owns the walk of a folder: which of its files are inputs, which are left out, and what becomes of links. Hidden files
//! are walked, `.git` is not. `inputs` calls [`walk`].

use std::fs;
use std::path::{Path, PathBuf};

use ignore::IncrementalIgnore;

use super::inputs::{Input, What, link_reason, shown};
use super::{ignored, open};
use crate::config::{ALLOW_FILE_NAME, Config, FILE_NAME};

/// What a walk gives.
pub(super) struct Walked {
    /// The files, and what could not be read, in no order.
    pub(super) list: Vec<Input>,
    /// Paths left out. A folder counts once.
    pub(super) ignored: usize,
    /// The folder's true path.
    pub(super) top: PathBuf,
}

/// Walks a folder.
pub(super) fn walk(folder: &Path, config: &Config, own: &[PathBuf]) -> Walked {
    let top = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut walk = Walk {
        config,
        own: Own::within(&top, own),
        matcher: ignored::matcher(folder),
        waiting: vec![(folder.to_owned(), PathBuf::new())],
        walked: Walked { list: Vec::new(), ignored: 0, top },
    };
    while let Some((path, relative)) = walk.waiting.pop() {
        walk.folder(&path, &relative);
    }
    walk.walked
}

/// The gate's own files and pack folders in a walked folder.
struct Own {
    /// By their paths from the folder.
    paths: Vec<PathBuf>,
}

impl Own {
    /// Those of `own` that lie in `top`.
    fn within(top: &Path, own: &[PathBuf]) -> Self {
        let inside = |file: &PathBuf| {
            let file = fs::canonicalize(file).unwrap_or_else(|_| file.clone());
            file.strip_prefix(top).ok().map(Path::to_owned)
        };
        Self { paths: own.iter().filter_map(inside).collect() }
    }
}

/// A walk under way.
struct Walk<'a> {
    /// What to leave out.
    config: &'a Config,
    /// What the gate itself reads.
    own: Own,
    /// What the ignore files say.
    matcher: Option<IncrementalIgnore>,
    /// Folders to come: the path to open, and the path from the top.
    waiting: Vec<(PathBuf, PathBuf)>,
    /// So far.
    walked: Walked,
}

impl Walk<'_> {
    /// Takes the entries of a folder.
    fn folder(&mut self, path: &Path, relative: &Path) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.push(path.to_owned(), What::Unreadable(open::reason(&error))),
        };
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, relative),
                Err(error) => self.push(path.to_owned(), What::Unreadable(open::reason(&error))),
            }
        }
    }

    /// Takes one entry.
    fn entry(&mut self, entry: &fs::DirEntry, folder: &Path) {
        let name = entry.file_name();
        if name == ".git" {
            return;
        }
        let (path, relative) = (entry.path(), folder.join(&name));
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => return self.push(path, What::Unreadable(open::reason(&error))),
        };
        if self.leaves_out(&path, &relative, kind.is_dir()) {
            self.walked.ignored += 1;
        } else if kind.is_dir() {
            self.waiting.push((path, relative));
        } else if kind.is_file() {
            self.push(path, What::File);
        } else if kind.is_symlink() {
            self.link(path);
        } else {
            self.push(path, What::Unreadable(open::not_a_file().to_owned()));
        }
    }

    /// Whether an ignore file, the configuration, or being the gate's own leaves a path out.
    fn leaves_out(&mut self, path: &Path, relative: &Path, is_dir: bool) -> bool {
        self.own.paths.iter().any(|own| own == relative)
            || self.matcher.as_mut().is_some_and(|matcher| matcher.matched(relative, is_dir).is_ignore())
            || self.config.excludes(path, is_dir)
    }

    /// Takes a link: to a file it is followed, to a folder it is not. A folder outside of the walk stays unread, and
    /// that is said; one inside is read under its own name.
    fn link(&mut self, path: PathBuf) {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => self.push(path, What::File),
            Ok(metadata) if metadata.is_dir() => {
                let inside = fs::canonicalize(&path).is_ok_and(|target| target.starts_with(&self.walked.top));
                if !inside {
                    let reason = "it is a link to a folder elsewhere; name the link to have the folder read";
                    self.push(path, What::Unreadable(reason.to_owned()));
                }
            }
            Ok(_) => self.push(path, What::Unreadable(open::not_a_file().to_owned())),
            Err(error) => self.push(path, What::Unreadable(link_reason(&error))),
        }
    }

    /// Adds an input.
    fn push(&mut self, file: PathBuf, what: What) {
        let nested_config = file.file_name().is_some_and(|name| name == FILE_NAME || name == ALLOW_FILE_NAME);
        self.walked.list.push(Input { path: shown(&file), file, what, nested_config, own: false });
    }
}
