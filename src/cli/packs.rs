//! Owns how the packs of a run are read from paths and names, and what is said where one is not there. `gate` and the
//! subcommands about rules call it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::gate::shown;
use super::trouble::Trouble;
use crate::config::Config;
use crate::rules::{self, PackFile, RuleSet, Switches};

/// Loads the built-in packs and those at `paths`, with the packs of these names switched on. Who names the file of a pack
/// switches it on, too.
pub(super) fn load(config: &Config, paths: &[PathBuf], names: Vec<String>) -> Result<RuleSet, Trouble> {
    let files = files(config, paths)?;
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    let named: Vec<PathBuf> = paths.iter().filter(|path| path.is_file()).filter_map(|path| place(path)).collect();
    let is_named =
        |pack: &&PackFile| !pack.builtin && place(Path::new(&pack.name)).is_some_and(|at| named.contains(&at));
    let named_files = files.iter().filter(is_named).map(|pack| pack.name.clone());
    let switches = Switches { named: names.iter().cloned().chain(named_files).collect(), ..Switches::default() };
    let set = rules::load_with(&files, &switches).map_err(Trouble::problems)?;
    let unknown = names.iter().filter(|name| set.packs.iter().all(|pack| pack.name != **name));
    match unknown.map(|name| missing(&set, name)).reduce(Trouble::and) {
        None => Ok(set),
        Some(trouble) => Err(trouble),
    }
}

/// Loads the same packs, all of them switched on.
pub(super) fn load_all(config: &Config, paths: &[PathBuf]) -> Result<RuleSet, Trouble> {
    rules::load_with(&files(config, paths)?, &Switches::all()).map_err(Trouble::problems)
}

/// The built-in packs and those at `paths`, each file once: a folder may be named beside a pack in it.
fn files(config: &Config, paths: &[PathBuf]) -> Result<Vec<PackFile>, Trouble> {
    let own = rules::pack_files(paths).map_err(|(path, why)| {
        Trouble::new(format!("The rule pack {} cannot be read: {why}", name_of(config, &path)), None)
    })?;
    let mut seen = HashSet::new();
    let is_new = |pack: &PackFile| std::fs::canonicalize(&pack.name).map_or(true, |file| seen.insert(file));
    let own =
        own.into_iter().filter(is_new).map(|pack| PackFile { name: name_of(config, Path::new(&pack.name)), ..pack });
    Ok(rules::builtin::packs().into_iter().chain(own).collect())
}

/// A path as it is shown.
pub(super) fn name_of(config: &Config, path: &Path) -> String {
    shown(path.strip_prefix(&config.cwd).unwrap_or(path))
}

/// What is said of a name that is none.
fn missing(set: &RuleSet, name: &str) -> Trouble {
    let near = set.packs.iter().map(|pack| (strsim::levenshtein(&pack.name, name), &pack.name)).min();
    let help = match near {
        Some((far, near)) if far <= 3 => format!("did you mean {near}?"),
        _ => {
            let off: Vec<&str> = set.packs.iter().filter(|pack| !pack.default).map(|pack| pack.name.as_str()).collect();
            format!("packs that can be switched on: {}", off.join(", "))
        }
    };
    Trouble::new(format!("There is no rule pack {name}, neither by that name nor as a file or folder"), Some(&help))
}
