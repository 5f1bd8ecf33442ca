//! Owns what a bug prints: its place in our source, and nothing else. A panic's message may quote a draft or the register.

use std::io::Write;

/// Installs the hook. Panics in a stage are caught by `run` and reported for their file.
pub(super) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", short(at.file()), at.line()));
        // Where even standard error is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "subrosa: internal error{place}");
    }));
}

/// A source file's name without the folders of the machine that built it.
fn short(file: &str) -> &str {
    let start = file.rfind("/src/").and_then(|src| file[..src].rfind('/')).map_or(0, |slash| slash + 1);
    &file[start..]
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn the_place_of_a_bug_names_no_folder_of_the_builder() {
        assert_eq!(short("src/read/html.rs"), "src/read/html.rs");
        assert_eq!(short("/home/x/.cargo/registry/src/index-1/regex-1.13.2/src/lib.rs"), "regex-1.13.2/src/lib.rs");
    }
}
