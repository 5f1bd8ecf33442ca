//! Owns how the bytes of one input come into memory: at most `max_file` of them, in few system calls, never blocking on
//! a pipe or a device. Says in our own words why an input could not be read. `run` calls it for each input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::text::system::unreadable;

/// The bytes of a file.
///
/// # Errors
/// Why they could not be read, to be shown to the user.
pub(super) fn file(path: &Path, max_file: u64) -> Result<Vec<u8>, String> {
    let mut file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err(not_a_file().to_owned());
    }
    if metadata.len() > max_file {
        return Err(too_large(max_file));
    }
    whole(&mut file, Some(metadata.len()), max_file)
}

/// The bytes of standard input.
///
/// # Errors
/// Why they could not be read, to be shown to the user.
pub(super) fn stdin(max_file: u64) -> Result<Vec<u8>, String> {
    whole(&mut io::stdin().lock(), None, max_file)
}

/// Reads to the end. `size` is a regular file's number of bytes: where it is right, one call reads them and sees the end.
fn whole(from: &mut impl Read, size: Option<u64>, max_file: u64) -> Result<Vec<u8>, String> {
    let too_many = || too_large(max_file);
    let mut bytes = vec![0; usize::try_from(size.unwrap_or(64 * 1024).saturating_add(1)).map_err(|_| too_many())?];
    let mut filled = 0;
    loop {
        match from.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(reason(&error)),
        }
        if filled as u64 > max_file {
            return Err(too_many());
        }
        if filled == bytes.len() {
            bytes.resize(filled.saturating_mul(2).max(4096), 0);
        } else if size == Some(filled as u64) {
            // A regular file gives less than asked for only at its end; that saves the call that would say so.
            break;
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Why something that is no regular file is not read.
pub(super) const fn not_a_file() -> &'static str {
    "it is not a regular file but a pipe, a socket or a device"
}

/// Why a file over the limit is not read.
pub(super) fn too_large(max_file: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    if max_file >= MIB && max_file.is_multiple_of(MIB) {
        format!("it is larger than {} MiB (`max_file`)", max_file / MIB)
    } else {
        format!("it is larger than {max_file} bytes (`max_file`)")
    }
}

/// An error of the system in plain words, without the path that it may carry.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "permission to read it is denied".to_owned(),
        kind => unreadable(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_of_unknown_length_is_read_to_its_end_and_no_further_than_the_limit() {
        let long = vec![7_u8; 10_000];
        assert_eq!(whole(&mut long.as_slice(), Some(3), 20_000).unwrap(), long);
        assert_eq!(whole(&mut long.as_slice(), Some(10_000), 10_000).unwrap(), long);
        assert!(whole(&mut long.as_slice(), None, 9_999).is_err());
        assert!(whole(&mut io::repeat(7), Some(0), 5_000).unwrap_err().contains("5000 bytes"));
    }
}
