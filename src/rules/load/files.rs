//! Owns which files packs are loaded from: files as given, folders walked whole. Ignore files have no say here: a pack
//! that was asked for must not vanish.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::text::system::unreadable;

/// A pack, as bytes.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// The file's name, as shown to the user.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it comes with the program.
    pub builtin: bool,
}

/// Reads the packs at `paths`: files as they are, folders with every `.yaml` and `.yml` below, sorted by path.
///
/// # Errors
/// The first path that could not be read, and why.
pub fn pack_files(paths: &[PathBuf]) -> Result<Vec<PackFile>, (PathBuf, String)> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push(one(path)?);
            continue;
        }
        let before = out.len();
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let at = error.path().unwrap_or(path).to_owned();
                let why = error
                    .io_error()
                    .map_or("a link leads back to its own folder".to_owned(), |error| unreadable(error.kind()));
                (at, why)
            })?;
            let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if entry.file_type().is_file() && matches!(ending, "yaml" | "yml") {
                out.push(one(entry.path())?);
            }
        }
        if out.len() == before {
            return Err((path.clone(), "the folder holds no pack (`.yaml` or `.yml`)".to_owned()));
        }
    }
    Ok(out)
}

/// Reads one file.
fn one(path: &Path) -> Result<PackFile, (PathBuf, String)> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(PackFile { name: path.to_string_lossy().into_owned(), bytes, builtin: false }),
        Err(error) => Err((path.to_owned(), unreadable(error.kind()))),
    }
}
