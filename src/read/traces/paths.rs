//! Owns paths into private machines and stores of documents that were left where nobody sees them: in destinations, sources of
//! pictures, comments, attributes and front matter. Paths in visible words are a rule's business; code speaks of paths all
//! day and is left alone.

use std::ops::Range;

use super::links::after_scheme;
use super::within;
use crate::draft::{Draft, NoteKind, Role};
use crate::text::Span;

/// Adds notes of private paths.
pub(super) fn find(draft: &Draft, add: &mut dyn FnMut(NoteKind, Span)) {
    for block in &draft.blocks {
        let address = match block.role {
            Role::Url => true,
            Role::Comment
            | Role::Meta
            | Role::Attribute
            | Role::Alt
            | Role::Data
            | Role::FrontMatter
            | Role::Hidden => false,
            Role::Heading | Role::Paragraph | Role::ListItem | Role::Cell | Role::Code | Role::Header | Role::Path => {
                continue;
            }
        };
        let text = draft.slice(block.text);
        if address && is_private_store(text) {
            add(NoteKind::PrivatePath, block.text);
            continue;
        }
        if address && (text.starts_with("https://") || text.starts_with("http://")) {
            // What everybody can open is no path of one machine.
            continue;
        }
        // A block that is a path and nothing else may have blanks in it.
        let whole = address || !text.contains(['\n', '<', '"']);
        paths(text, whole, &mut |range| add(NoteKind::PrivatePath, within(block.text, range)));
    }
}

/// Whether an address leads into a store of documents that belongs to a firm or to one person.
fn is_private_store(address: &str) -> bool {
    const SCHEMES: [&str; 5] = ["iwl:", "ndl:", "nrl:", "onenote:", "outlook:"];
    const HOSTS: [&str; 3] = [".cloudimanage.com", ".imanage.work", "vault.netvoyage.com"];
    let starts = |start: &str| address.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let Some(rest) = after_scheme(address).and_then(|at| address.get(at..)) else {
        return SCHEMES.iter().any(|scheme| starts(scheme));
    };
    let Some((host, path)) = memchr::memchr(b'/', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) else {
        return false;
    };
    HOSTS.iter().any(|end| host.ends_with(end))
        || host.ends_with("-my.sharepoint.com") && path.starts_with("/personal/")
}

/// Calls `each` with every private path in a text. `whole`: one at the very beginning may be all of it.
fn paths(text: &str, whole: bool, each: &mut dyn FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'/', b'\\', rest)) {
        let slash = at + found;
        at = slash + 1;
        if slash >= end {
            // A path ends where a word does.
            let rest = text.get(slash..).unwrap_or_default();
            let len = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>')).unwrap_or(rest.len());
            end = slash + len;
        }
        let Some(start) = text.get(..end).and_then(|text| start(text, slash)) else { continue };
        let end = if whole && start == 0 { text.trim_end().len() } else { end };
        each(start..end);
        at = end.max(at);
    }
}

/// Where a private path begins whose first slash stands at `slash`.
fn start(text: &str, slash: usize) -> Option<usize> {
    let before = text.get(..slash)?;
    let from = text.get(slash..)?;
    let head = before.as_bytes();
    let is_word = |at: usize| head.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if before.len() >= 5 && before.get(slash - 5..).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
        return is_private_file(from).then_some(slash - 5);
    }
    if let [.., letter, b':'] = head
        && letter.is_ascii_alphabetic()
        && !(slash >= 3 && is_word(slash - 3))
    {
        let plain = match from.strip_prefix('\\') {
            Some(_) => true,
            None => letter.is_ascii_uppercase() && !from.starts_with("//"),
        };
        return (plain && is_private_drive(from)).then_some(slash - 2);
    }
    if slash > 0 && (is_word(slash - 1) || matches!(head.last(), Some(b'/' | b'\\' | b'.' | b':' | b'}'))) {
        return None;
    }
    (is_share(from) || is_home(from)).then_some(slash)
}

/// What parts the folders of a path.
const SLASHES: [char; 2] = ['/', '\\'];

/// Longest name of a folder that is looked at, in bytes.
const LONGEST_NAME: usize = 80;

/// Folders of a path, blanks as addresses spell them undone at the ends.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.split(SLASHES).filter(|folder| !folder.is_empty())
}

/// Names of users that stand for anybody.
fn is_anybody(name: &str) -> bool {
    const NAMES: [&str; 18] = [
        "public",
        "default",
        "all users",
        "all%20users",
        "user",
        "username",
        "you",
        "yourname",
        "your-name",
        "your_name",
        "name",
        "me",
        "example",
        "someone",
        "runner",
        "vagrant",
        "ubuntu",
        "node",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        || name.contains(['$', '{', '%', '[', '*']) && !name.contains("%20")
}

/// Whether what follows `C:` leads to something of a person or an office, not to what every machine has.
fn is_private_drive(path: &str) -> bool {
    const SYSTEM: [&str; 5] = ["fakepath", "windows", "programdata", "path", "temp"];
    let mut parts = folders(path);
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return false };
    let first = first.get(..first.floor_char_boundary(LONGEST_NAME)).unwrap_or(first).to_ascii_lowercase();
    // Formulas have backslashes and braces.
    let formula = first.contains(['{', '}', '^', '$']) || second.get(..1).is_some_and(|start| start == "{");
    if formula || first.len() < 2 || SYSTEM.contains(&first.as_str()) || first.starts_with("program") {
        return false;
    }
    let home = first == "users" || first.starts_with("documents and settings");
    !(home && is_anybody(second))
}

/// Whether what follows `file:` is private: a drive, a share, somebody's home.
fn is_private_file(path: &str) -> bool {
    let rest = path.trim_start_matches(SLASHES);
    let slashes = path.len() - rest.len();
    let mut chars = rest.chars();
    if let (Some(letter), Some(':' | '|')) = (chars.next(), chars.next())
        && letter.is_ascii_alphabetic()
    {
        return is_private_drive(chars.as_str());
    }
    let mut parts = folders(rest);
    let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return false };
    match slashes {
        2 | 4.. => is_server(first) && first != "localhost",
        _ => matches!(first, "Users" | "home" | "Volumes") && !is_anybody(second),
    }
}

/// Whether a word may be the name of a server.
fn is_server(name: &str) -> bool {
    (2..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

/// Whether a text begins with a share: `\\server\clients\…`.
fn is_share(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("\\\\") else { return false };
    let mut parts = rest.splitn(3, '\\');
    let (Some(server), Some(share), Some(_)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let named = share.len() >= 2 && share.starts_with(|c: char| c.is_ascii_alphanumeric());
    is_server(server) && named && share.len() <= LONGEST_NAME && !share.contains(['\n', '"', '<'])
}

/// Whether a text begins with a folder in somebody's home: `/Users/kim/Documents/…`. Sites have a `/users/` of their own.
fn is_home(path: &str) -> bool {
    const PERSONAL: [&str; 16] = [
        "Documents",
        "Desktop",
        "Downloads",
        "Dropbox",
        "OneDrive",
        "Library",
        "Pictures",
        "Movies",
        "Box",
        "Google",
        "iCloud",
        "Clients",
        "Matters",
        "Cases",
        "Sites",
        "Work",
    ];
    let Some(rest) = path.strip_prefix("/Users/").or_else(|| path.strip_prefix("/home/")) else { return false };
    let mut parts = rest.splitn(3, '/');
    let (Some(name), Some(folder), Some(_)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let plain = !name.is_empty() && name.len() <= 64 && !is_anybody(name) && !name.contains(char::is_whitespace);
    plain && PERSONAL.iter().any(|known| folder.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::{is_private_store, paths};

    /// The paths in a text.
    fn found(text: &str, whole: bool) -> Vec<&str> {
        let mut all = Vec::new();
        paths(text, whole, &mut |range| all.push(&text[range]));
        all
    }

    #[test]
    fn paths_of_people_and_offices_are_found_whole() {
        for path in [
            "file:///C:/Users/kim/Holt/will.docx",
            "FILE:///C|/Clients/Holt/a.png",
            "file://fs01/clients/Holt/a.png",
            "file:///\\\\fs01\\clients\\a.png",
            "file:///Users/kim/a.png",
            "C:\\Users\\kim\\a.png",
            "H:\\Clients\\Holt and Sons\\a.png",
            "C:/Users/kim/a.png",
            "\\\\fs01\\clients\\Holt\\a.png",
            "/Users/kim/Dropbox/Clients/Holt/a.png",
            "/home/kim/Documents/a.png",
        ] {
            assert_eq!(found(path, true), [path]);
            let first = path.split(' ').next().unwrap_or_default();
            assert_eq!(found(&format!("see \"{path}\" or ({path})"), false).first(), Some(&first));
        }
    }

    #[test]
    fn addresses_and_examples_are_no_private_paths() {
        for text in [
            "https://example.com/Users/kim/Documents/x",
            "/users/sign_in",
            "/home/services/wills/",
            "C:\\fakepath\\a.png",
            "C:\\Windows\\System32\\x.dll",
            "C:\\Users\\Public\\a.png",
            "C:\\Users\\%USERNAME%\\a.png",
            "/Users/yourname/Documents/x",
            "file:///etc/hosts",
            "file://localhost/x",
            "file://test/ and/or",
            "file:///path/to/file",
            "and/or",
            "f:\\mathbb{R}\\to\\mathbb{R}",
            "\\\\frac\\\\alpha\\\\beta",
            "C:\\Program Files\\x\\y.exe",
            "A:/B/C",
            "\\\\d+\\s",
            "\\\\",
            "a:/",
            "http://x",
            "//cdn.example.com/a/b.js",
            "C:\\",
            "\\\\server",
        ] {
            assert_eq!(found(text, true), [""; 0], "{text}");
        }
    }

    #[test]
    fn stores_of_documents_are_known_by_their_address() {
        assert!(is_private_store("iwl:dms=dms.firm.example&&lib=Clients&&num=12&&ver=1"));
        assert!(is_private_store("https://firm-my.sharepoint.com/personal/kim_firm_example/Documents/a.docx"));
        assert!(!is_private_store("https://firm.sharepoint.com/sites/public/a.docx"));
        assert!(!is_private_store("http"));
    }
}
