//! Owns `.subrosa-allow.yaml`: where it lies, what may stand in it, and how an entry is written. All mistakes in one run,
//! each with its place. Does not know findings: `run::allowances` holds the entries against them. `cli` loads the file
//! and adds to it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{Config, ConfigError, Glob, find};
use crate::yaml::{Doc, Fields, Node, Problem, Problems};

/// The name of the file of allowances.
pub const ALLOW_FILE_NAME: &str = ".subrosa-allow.yaml";

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 32;

/// What a fresh file begins with.
pub const HEADER: &str = "# Findings that are accepted, each with a reason. `subrosa allow` adds to this file; docs/allowances.md tells more.\n";

/// The accepted findings of a run.
#[derive(Clone, Debug)]
pub struct Allowances {
    /// The file, absolute.
    pub file: PathBuf,
    /// The file as shown to the user.
    pub shown: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its entries, in the order of the file.
    pub list: Vec<Allowance>,
    /// The working directory, absolute.
    cwd: PathBuf,
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// Which one: [`Finding::fingerprint`](crate::judge::Finding::fingerprint).
    pub fingerprint: Written,
    /// Why.
    pub reason: Written,
    /// Who says so.
    pub by: Written,
    /// The last day on which it holds; none: until it is taken out.
    pub until: Option<(Written, Date)>,
    /// Where it holds; empty: everywhere.
    pub paths: Vec<Glob>,
}

/// A value and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The value.
    pub text: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters.
    pub column: u32,
}

/// An entry to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAllowance {
    /// The fingerprint.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// The last day.
    pub until: Option<Date>,
    /// Globs; none: everywhere.
    pub paths: Vec<String>,
    /// What stands above it as a comment: the rule.
    pub comment: String,
}

impl Allowances {
    /// Where the file of a run lies, whether it is there or not: beside the configuration; without one at the root of the
    /// repository, or in the working directory.
    pub fn place(config: &Config) -> PathBuf {
        let folder = config.file.as_deref().and_then(Path::parent);
        let folder = folder.or_else(|| find::repository(&config.cwd)).unwrap_or(&config.cwd);
        folder.join(ALLOW_FILE_NAME)
    }

    /// Loads the file of a run; an empty list where there is none. `shown` is its name in messages.
    ///
    /// # Errors
    /// Where it cannot be read, and all mistakes in it.
    pub fn load(config: &Config, shown: &str) -> Result<Self, ConfigError> {
        let file = Self::place(config);
        match fs::read(&file) {
            Ok(bytes) => Self::parse(config, shown, bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::parse(config, shown, Vec::new()),
            Err(error) => Err(ConfigError::Unreadable(shown.to_owned(), error.kind())),
        }
    }

    /// Reads the bytes of a run's file.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn parse(config: &Config, shown: &str, bytes: Vec<u8>) -> Result<Self, ConfigError> {
        let list = read(shown, &bytes).map_err(ConfigError::Wrong)?;
        Ok(Self { file: Self::place(config), shown: shown.to_owned(), bytes, list, cwd: config.cwd.clone() })
    }

    /// The folder that globs start from.
    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// A file's path from the folder of the allowances; none outside of it, and for standard input without a name.
    pub fn relative(&self, file: &Path) -> Option<PathBuf> {
        if file.as_os_str().is_empty() {
            return None;
        }
        find::absolute(&self.cwd, file).strip_prefix(self.folder()).ok().map(Path::to_owned)
    }

    /// Whether an entry holds for a file.
    pub fn fits(&self, entry: &Allowance, file: &Path) -> bool {
        entry.paths.is_empty()
            || self.relative(file).is_some_and(|file| entry.paths.iter().any(|glob| glob.fits(&file, false)))
    }

    /// What a glob is about, absolute: the one file that it names (`true`), or the folder that all it can fit lies in.
    pub fn reach(&self, glob: &Glob) -> (PathBuf, bool) {
        let pattern = glob.pattern.strip_prefix("./").unwrap_or(&glob.pattern);
        let special = pattern.find(['*', '?', '[', '\\']);
        if special.is_none() && pattern.trim_end_matches('/').contains('/') {
            return (self.folder().join(pattern.trim_matches('/')), !pattern.ends_with('/'));
        }
        let plain = pattern.get(..special.unwrap_or(0)).unwrap_or_default();
        let folder = plain.rfind('/').and_then(|slash| plain.get(..slash)).unwrap_or_default();
        (self.folder().join(folder.trim_start_matches('/')), false)
    }

    /// The glob that fits one file and no other.
    pub fn glob(&self, file: &Path) -> Option<String> {
        let relative = self.relative(file)?;
        let names = relative.components().map(|part| part.as_os_str().to_string_lossy());
        let path = names.collect::<Vec<_>>().join("/");
        let mut glob = String::new();
        if !path.contains('/') {
            // Without a slash it would fit in any folder.
            glob.push('/');
        }
        for c in path.chars() {
            match c {
                // A name that is not UTF-8 cannot be written.
                '\u{FFFD}' => glob.push('*'),
                '*' | '?' | '[' | ']' | '\\' | '{' | '}' => glob.extend(['\\', c]),
                c => glob.push(c),
            }
        }
        if glob.starts_with(['!', '#']) {
            glob.insert(0, '/');
        }
        if glob.ends_with(' ') {
            glob.insert(glob.len() - 1, '\\');
        }
        Some(glob)
    }

    /// The text of the file with more entries at its end. What stands there stays as it is, comments included.
    ///
    /// # Errors
    /// Where the list is written in brackets, so that nothing can be added at its end.
    pub fn with(&self, more: &[NewAllowance]) -> Result<Vec<u8>, String> {
        let mut text =
            if self.bytes.trim_ascii().is_empty() { HEADER.to_owned().into_bytes() } else { self.bytes.clone() };
        if !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        // Items of a list stand below one another.
        let column = self.list.first().map_or(0, |_| dash(&self.bytes));
        for entry in more {
            text.extend(written(entry, column).into_bytes());
        }
        let whole = read(&self.shown, &text).is_ok_and(|list| list.len() == self.list.len() + more.len());
        if whole { Ok(text) } else { Err(format!("Nothing can be added at the end of {}", self.shown)) }
    }
}

/// The column, from 0, of the first item's dash.
fn dash(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let item = text.lines().find(|line| line.trim_start().starts_with('-'));
    item.map_or(0, |line| line.len() - line.trim_start().len())
}

/// An entry as it stands in the file.
fn written(entry: &NewAllowance, column: usize) -> String {
    let indent = " ".repeat(column);
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!("{indent}# {}\n{indent}- fingerprint: {}\n", entry.comment, quoted(&entry.fingerprint));
    let mut line = |key: &str, value: String| text.push_str(&format!("{indent}  {key}: {value}\n"));
    line("reason", quoted(&entry.reason));
    line("by", quoted(&entry.by));
    if let Some(day) = entry.until {
        line("until", day.to_string());
    }
    if !entry.paths.is_empty() {
        let list = entry.paths.iter().map(|path| quoted(path)).collect::<Vec<_>>();
        line("paths", format!("[{}]", list.join(", ")));
    }
    text
}

/// The entries of a file.
fn read(shown: &str, bytes: &[u8]) -> Result<Vec<Allowance>, Vec<Problem>> {
    let doc = Doc::read(shown, bytes).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new();
    let mut list = Vec::new();
    let mut seen = HashMap::new();
    if !doc.root().is_null() {
        for item in doc.root().list(&mut problems) {
            let Some(fields) = item.fields(&["fingerprint", "reason", "by", "until", "paths"], &mut problems) else {
                continue;
            };
            list.extend(entry(&fields, &mut seen, &mut problems));
        }
    }
    if problems.is_empty() { Ok(list) } else { Err(doc.resolve(problems)) }
}

/// One entry. `seen` holds the lines of the fingerprints before it.
fn entry(fields: &Fields<'_>, seen: &mut HashMap<String, u32>, problems: &mut Problems) -> Option<Allowance> {
    let fingerprint = fields.required("fingerprint", problems).and_then(|node| {
        let mut written = text(node, problems)?;
        written.text = written.text.to_ascii_lowercase();
        if !is_fingerprint(&written.text) {
            let help = "take it from the output of `subrosa check`: 32 digits and letters from a to f";
            node.problem(problems, "this is no fingerprint", Some(help.to_owned()));
            return None;
        }
        if let Some(line) = seen.insert(written.text.clone(), written.line) {
            let help = format!("keep one of them, with the paths of both; the other stands in line {line}");
            node.problem(problems, "this fingerprint stands twice", Some(help));
            return None;
        }
        Some(written)
    });
    let reason = fields.required("reason", problems).and_then(|node| text(node, problems));
    let by = fields.required("by", problems).and_then(|node| text(node, problems));
    let until = fields.get("until").map(|node| until(node, problems));
    let paths = fields.get("paths").map_or_else(Vec::new, |node| globs(node, problems));
    if until.as_ref().is_some_and(Option::is_none) {
        return None;
    }
    Some(Allowance { fingerprint: fingerprint?, reason: reason?, by: by?, until: until.flatten(), paths })
}

/// Whether a text is a fingerprint.
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A text with its place.
fn text(node: Node<'_>, problems: &mut Problems) -> Option<Written> {
    let text = node.text(problems)?;
    let (line, column) = node.place();
    Some(Written { text, line, column })
}

/// A day.
fn until(node: Node<'_>, problems: &mut Problems) -> Option<(Written, Date)> {
    let written = text(node, problems)?;
    match day(&written.text) {
        Ok(day) => Some((written, day)),
        Err(message) => {
            let help = "write the last day on which it holds, as 2027-01-31";
            node.problem(problems, message, Some(help.to_owned()));
            None
        }
    }
}

/// The day that a text names.
///
/// # Errors
/// What is wrong with it.
pub fn day(text: &str) -> Result<Date, &'static str> {
    let shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return Err("this is not a day");
    }
    text.parse().map_err(|_| "there is no such day")
}

/// A list of globs, or one.
fn globs(node: Node<'_>, problems: &mut Problems) -> Vec<Glob> {
    let items = if node.is_list() { node.list(problems) } else { vec![node] };
    if items.is_empty() {
        node.problem(problems, "there is no path in it", Some("leave `paths:` out to accept it everywhere".to_owned()));
    }
    let mut globs = Vec::new();
    for item in items {
        let Some(pattern) = item.text(problems) else { continue };
        match Glob::new(&pattern) {
            Some(glob) => globs.push(glob),
            None => {
                let help = "write it as in .gitignore, from the folder of this file: `blog/a.md`, `news/**`";
                item.problem(problems, "this is no glob", Some(help.to_owned()));
            }
        }
    }
    globs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fingerprint of one digit.
    fn print(digit: char) -> String {
        String::from(digit).repeat(DIGITS)
    }

    /// The allowances of a folder `/w`.
    fn of(text: &str) -> Result<Allowances, ConfigError> {
        Allowances::parse(&Config::none(Path::new("/w")), ALLOW_FILE_NAME, text.as_bytes().to_vec())
    }

    #[test]
    fn every_mistake_has_its_place() {
        let text = format!(
            "- {{fingerprint: {a}, reason: a, by: b, until: 2026-02-30}}\n- {{fingerprint: {a}, reason: a, by: b}}\n\
             - {{fingerprint: abc, reason: '', by: b, paths: ['a[']}}\n- {{fingerprint: {b}, by: b, why: c}}\n- 7\n",
            a = print('a'),
            b = print('b')
        );
        let Err(ConfigError::Wrong(problems)) = of(&text) else { panic!("must fail") };
        let told: Vec<_> = problems.iter().map(|p| (p.line, p.column, p.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (1, 76, "there is no such day"),
                (2, 17, "this fingerprint stands twice"),
                (3, 17, "this is no fingerprint"),
                (3, 30, "this must be text; it is empty"),
                (3, 49, "this is no glob"),
                (4, 3, "`reason:` is missing"),
                (4, 58, "unknown key"),
                (5, 3, "this must be a mapping (`key: value`); it is a number"),
            ]
        );
        assert_eq!(problems[1].help.as_deref().map(|help| help.ends_with("in line 1")), Some(true));
    }

    #[test]
    fn entries_are_added_at_the_end_and_comments_stay() {
        let new = |digit| NewAllowance {
            fingerprint: print(digit),
            reason: "He said \"yes\": é\\".to_owned(),
            by: "R. Patel # partner".to_owned(),
            until: Some(Date::constant(2027, 1, 31)),
            paths: vec!["/a [x].md".to_owned()],
            comment: "identity/client".to_owned(),
        };
        for start in ["", "# Ours.\n", "# Ours.\n  - fingerprint: {c}\n    reason: r\n    by: b # who\n# end", "[]\n"] {
            let before = of(&start.replace("{c}", &print('c'))).unwrap();
            let added = before.with(&[new('0'), new('1')]);
            if start == "[]\n" {
                assert!(added.is_err());
                continue;
            }
            let added = String::from_utf8(added.unwrap()).unwrap();
            assert!(added.starts_with(&start.replace("{c}", &print('c'))), "{added}");
            let after = of(&added).unwrap();
            assert_eq!(after.list.len(), before.list.len() + 2, "{added}");
            let last = after.list.last().unwrap();
            assert_eq!((&last.reason.text, &last.by.text), (&new('1').reason, &new('1').by));
            assert_eq!(last.until.as_ref().unwrap().1, Date::constant(2027, 1, 31));
            assert!(last.paths[0].pattern == "/a [x].md" && last.fingerprint.text == print('1'));
        }
    }

    #[test]
    fn the_glob_of_a_file_fits_it_alone() {
        let allowances = of("").unwrap();
        for path in ["a.md", "a/b.md", "a/[x]*?.md", "#a.md", "!b/c", "a/ b ", "a/{b,c}.md", "a\\b/c"] {
            let glob = allowances.glob(Path::new(path)).unwrap();
            let glob = Glob::new(&glob).unwrap_or_else(|| panic!("{glob}"));
            assert!(glob.fits(Path::new(path), false), "{path}: {}", glob.pattern);
            for other in ["x/a.md", "a/b.txt", "a/xy.md", "b.md", "a/x*?.md", "a/b.md/c", "a/b", "b/c"] {
                let inside = Path::new(other).starts_with(path);
                assert_eq!(glob.fits(Path::new(other), false), inside, "{path}: {} {other}", glob.pattern);
            }
        }
        assert_eq!(allowances.glob(Path::new("../a.md")), None);
        let reach = |pattern: &str| allowances.reach(&Glob::new(pattern).unwrap());
        assert_eq!(reach("a/b.md"), (PathBuf::from("/w/a/b.md"), true));
        assert_eq!(reach("/a/"), (PathBuf::from("/w/a"), false));
        assert_eq!(reach("a/b*/c.md"), (PathBuf::from("/w/a"), false));
        assert_eq!(reach("*.md"), (PathBuf::from("/w/"), false));
        assert_eq!(reach("a.md"), (PathBuf::from("/w/"), false));
    }
}
