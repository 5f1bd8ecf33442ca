//! Owns where the configuration of a run is: one `.subrosa.yaml`, found upward, or named. `cli` calls [`find`].

use std::path::{Component, Path, PathBuf};

/// The name of the configuration file.
pub const FILE_NAME: &str = ".subrosa.yaml";

/// The configuration file of a run: the nearest above the working directory, never above the root of the repository or
/// the home folder; where there is none and one folder alone is given, the one at its top.
pub fn find(cwd: &Path, home: Option<&Path>, paths: &[PathBuf]) -> Option<PathBuf> {
    let root = boundary(cwd, home);
    let upward = cwd.ancestors().take_while(|folder| folder.starts_with(root)).map(|folder| folder.join(FILE_NAME));
    let given = match paths {
        [only] if cwd.join(only).is_dir() => Some(cwd.join(only).join(FILE_NAME)),
        _ => None,
    };
    upward.chain(given).find(|file| file.is_file())
}

/// The highest folder that is searched. Outside of a repository and of the home folder it is the working directory
/// alone: a file that somebody else left in `/tmp` must not steer a gate.
fn boundary<'a>(cwd: &'a Path, home: Option<&Path>) -> &'a Path {
    let home = home.filter(|home| !home.as_os_str().is_empty() && cwd.starts_with(home));
    let inside = |folder: &&Path| home.is_none_or(|home| folder.starts_with(home));
    let repository = cwd.ancestors().take_while(inside).find(|folder| folder.join(".git").exists());
    repository.or_else(|| home.and_then(|home| cwd.ancestors().find(|folder| *folder == home))).unwrap_or(cwd)
}

/// The root of the repository that holds `folder`, if one does.
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(".git").exists())
}

/// `path` from the root, with `.` and `..` resolved by name: links are not followed, since globs speak of names.
pub fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in cwd.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_search_goes_up_to_the_repository_and_no_further() {
        let top = tempfile::tempdir().unwrap();
        let top = top.path();
        fs::create_dir_all(top.join("repo/a/b")).unwrap();
        fs::write(top.join(FILE_NAME), "version: 1\n").unwrap();
        assert_eq!(find(&top.join("repo/a/b"), None, &[]), None);
        assert_eq!(find(&top.join("repo/a"), Some(top), &[]), Some(top.join(FILE_NAME)), "home is the border");
        fs::create_dir(top.join("repo/.git")).unwrap();
        assert_eq!(find(&top.join("repo/a"), Some(top), &[]), None);
        fs::write(top.join("repo/a/.subrosa.yaml"), "version: 1\n").unwrap();
        assert_eq!(find(&top.join("repo/a/b"), None, &[]), Some(top.join("repo/a/.subrosa.yaml")));
        assert_eq!(find(&top.join("repo"), None, &["a".into()]), Some(top.join("repo/a/.subrosa.yaml")));
        assert_eq!(find(&top.join("repo"), None, &[top.join("repo/a")]), Some(top.join("repo/a/.subrosa.yaml")));
        assert_eq!(find(&top.join("repo"), None, &[top.join("repo/a"), top.join("repo/a")]), None);
    }

    #[test]
    fn dots_are_resolved_by_name() {
        assert_eq!(absolute(Path::new("/w/x"), Path::new("./../y/./z.md")), Path::new("/w/y/z.md"));
        assert_eq!(absolute(Path::new("/w"), Path::new("/a/../b")), Path::new("/b"));
    }
}
