//! Owns which packs run: those with `default: off` only where somebody names them. Called by `load`.

use std::path::{Path, PathBuf};

use super::is_name;
use crate::rules::builtin;
use crate::rules::model::{Pack, RuleSet};

/// What an entry of `packs:` or `--packs` asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PackWish {
    /// The pack of this name, to be switched on.
    Name(String),
    /// A file or folder of packs.
    Path(PathBuf),
}

/// What an entry of a list of packs asks for, seen from a folder: the name of a built-in pack is that pack, a path that is
/// there is that path, and another name is one of a pack that a path brings.
pub fn pack_wish(entry: &str, folder: &Path) -> PackWish {
    let path = folder.join(entry);
    if builtin::names().any(|name| name == entry) || is_name(entry) && !path.exists() {
        PackWish::Name(entry.to_owned())
    } else {
        PackWish::Path(path)
    }
}

/// Which packs run that are off by default.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// Names of packs, and names of files as in [`PackFile::name`](super::PackFile::name): who names a pack's own file
    /// means that pack.
    pub named: Vec<String>,
    /// Every pack, to prove or to describe them all.
    pub all: bool,
    /// Whether the lines of examples are wanted: finding them takes one more pass over each file.
    pub lines: bool,
}

impl Switches {
    /// Every pack runs.
    pub fn all() -> Self {
        Self { named: Vec::new(), all: true, lines: true }
    }

    /// Whether a pack that is off by default runs.
    pub(super) fn turn_on(&self, pack: &Pack) -> bool {
        self.all || self.named.iter().any(|name| *name == pack.name || *name == pack.file)
    }
}

/// Parts the rules that were read into those that run and those that do not.
pub(super) fn part(set: &mut RuleSet) {
    let on = |pack: usize| set.packs.get(pack).is_some_and(|pack| pack.on);
    let (run, rest) = std::mem::take(&mut set.rules).into_iter().partition(|rule| on(rule.pack));
    set.rules = run;
    set.off.extend::<Vec<_>>(rest);
    set.rules.sort_by(|a, b| a.id.cmp(&b.id));
    set.off.sort_by(|a, b| a.id.cmp(&b.id));
}
