//! Owns the words for errors of the system: plain, without the path that an error may carry. Whoever opens a file calls it
//! and says beside it which file that was.

use std::io::ErrorKind;

/// Why something cannot be read.
pub fn unreadable(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        other => common(other, "read"),
    }
}

/// Why something cannot be written.
pub fn unwritable(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "there is no such folder".to_owned(),
        ErrorKind::IsADirectory => "there is a folder of that name".to_owned(),
        ErrorKind::AlreadyExists => "something of that name is there already".to_owned(),
        ErrorKind::InvalidInput => "this names no file".to_owned(),
        other => common(other, "write"),
    }
}

/// What both say; `verb` is what the system was asked to do.
fn common(kind: ErrorKind, verb: &str) -> String {
    match kind {
        ErrorKind::PermissionDenied => "permission is denied",
        ErrorKind::NotADirectory => "a part of its path is no folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::FileTooLarge => "it is too large for the disk",
        ErrorKind::ReadOnlyFilesystem => "the disk takes no changes",
        ErrorKind::BrokenPipe => "nobody reads it any more",
        ErrorKind::UnexpectedEof => "it ends too early",
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => "the system takes no such name",
        // A kind that the standard library gives no name, or one that says nothing.
        _ if matches!(kind.to_string().as_str(), "uncategorized error" | "other error") => {
            return format!("the system cannot {verb} it");
        }
        _ => return format!("the system cannot {verb} it: {kind}"),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_a_file_to_read_and_a_folder_to_write_to() {
        assert_eq!(unreadable(ErrorKind::NotFound), "there is no such file");
        assert_eq!(unwritable(ErrorKind::NotFound), "there is no such folder");
        assert_eq!(unwritable(ErrorKind::StorageFull), "the disk is full");
        assert_eq!(unreadable(ErrorKind::TimedOut), "the system cannot read it: timed out");
    }
}
