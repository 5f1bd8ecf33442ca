//! Owns the keys of `.subrosa.yaml`: what may stand there, and what is said of what may not. All mistakes in one run,
//! each with its place. `cli` calls [`load`].

use std::fs;
use std::path::Path;

use super::{Config, Glob, RegisterWish, find};
use crate::policy::{Channel, Kind, Severity};
use crate::report::Disclose;
use crate::rules::{PackWish, pack_wish};
use crate::yaml::{Doc, Fields, Node, Problem, Problems};

/// Every key of the file's top, in the order of the documentation.
const KEYS: [&str; 13] = [
    "version",
    "register",
    "packs",
    "jurisdictions",
    "severities",
    "kinds",
    "channels",
    "publishes",
    "exclude",
    "accept_unchecked",
    "fail_on",
    "disclose",
    "max_file",
];

/// The keys of a file that need not be read.
const ACCEPTED: [&str; 2] = ["path", "reason"];

/// The keys that each mapping of a configuration may have, by what it is: for who describes the format.
pub fn keys() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![("config", KEYS.to_vec()), ("accepted", ACCEPTED.to_vec())]
}

/// Why there is no configuration.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read: the file as shown, and why.
    Unreadable(String, std::io::ErrorKind),
    /// Mistakes in it.
    Wrong(Vec<Problem>),
}

/// Loads a configuration file. `shown` is its name in messages.
///
/// # Errors
/// Where it cannot be read, and all mistakes in it.
pub fn load(file: &Path, shown: &str, cwd: &Path) -> Result<Config, ConfigError> {
    let bytes = fs::read(file).map_err(|error| ConfigError::Unreadable(shown.to_owned(), error.kind()))?;
    let mut config = Config {
        file: Some(find::absolute(cwd, file)),
        shown: shown.to_owned(),
        cwd: cwd.to_owned(),
        ..Config::default()
    };
    let doc = Doc::read(shown, &bytes).map_err(|problem| ConfigError::Wrong(vec![problem]))?;
    let mut problems = Problems::new();
    if !doc.root().is_null()
        && let Some(fields) = doc.root().fields(&KEYS, &mut problems)
    {
        read(&fields, &mut config, &mut problems);
    }
    if problems.is_empty() { Ok(config) } else { Err(ConfigError::Wrong(doc.resolve(problems))) }
}

/// Takes every key.
fn read(fields: &Fields<'_>, config: &mut Config, problems: &mut Problems) {
    config.lines = fields.iter().map(|(key, node, _)| (key.to_owned(), node.line())).collect();
    let folder = config.file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_owned();
    if let Some(node) = fields.get("version")
        && node.integer(problems).is_some_and(|version| version != 1)
    {
        node.problem(problems, "this version is not known", Some("write `version: 1`".to_owned()));
    }
    config.register = fields.get("register").and_then(|node| node.text(problems)).map(|wish| match wish.as_str() {
        "required" => RegisterWish::Required,
        path => RegisterWish::File(folder.join(path)),
    });
    for (_, entry) in texts(fields, "packs", problems) {
        match pack_wish(&entry, &folder) {
            PackWish::Name(name) => config.packs_on.push(name),
            PackWish::Path(path) => config.packs.push(path),
        }
    }
    config.policy.jurisdictions = texts(fields, "jurisdictions", problems)
        .into_iter()
        .map(|(_, slug)| slug.to_lowercase().replace('_', "-"))
        .collect();
    config.policy.severities = severities(fields, problems);
    config.kinds = by_glob(fields, "kinds", problems, |word| word.parse().ok(), &kinds());
    config.channels = by_glob(fields, "channels", problems, |word| Some(Channel::new(word)), "");
    let on_date = |word: &str| ["now", "on-date"].iter().position(|known| *known == word).map(|index| index == 1);
    config.publishes = by_glob(fields, "publishes", problems, on_date, "`on-date` or `now`");
    config.exclude =
        texts(fields, "exclude", problems).into_iter().filter_map(|(node, text)| glob(node, &text, problems)).collect();
    config.accept_unchecked = accepted(fields, problems);
    config.fail_on = word(fields, "fail_on", problems, fail_on, "`error`, `warning` or `advice`");
    config.disclose = word(
        fields,
        "disclose",
        problems,
        |word| word.parse::<Disclose>().ok(),
        "`full`, `masked`, `files` or `verdict`",
    );
    config.max_file = word(fields, "max_file", problems, bytes, "a number of bytes up to 256 MiB, or `64 MiB`");
}

/// A severity that a run can fail on.
fn fail_on(word: &str) -> Option<Severity> {
    word.parse().ok().filter(|severity| *severity != Severity::Off)
}

/// The kinds, for a help text.
fn kinds() -> String {
    Kind::ALL.map(|kind| format!("`{kind}`")).join(", ")
}

/// The text of one key, as `parse` reads it; `wanted` says what may stand there.
fn word<T>(
    fields: &Fields<'_>,
    key: &str,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
) -> Option<T> {
    let node = fields.get(key)?;
    let text = node.text(problems)?;
    let value = parse(&text);
    if value.is_none() {
        node.problem(problems, format!("`{key}:` does not take this"), Some(format!("it takes {wanted}")));
    }
    value
}

/// The texts of a list, or one text.
fn texts<'a>(fields: &Fields<'a>, key: &str, problems: &mut Problems) -> Vec<(Node<'a>, String)> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let items = if node.is_list() { node.list(problems) } else { vec![node] };
    items.into_iter().filter_map(|item| Some((item, item.text(problems)?))).collect()
}

/// A mapping from globs to words.
fn by_glob<T>(
    fields: &Fields<'_>,
    key: &str,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Option<T>,
    wanted: &str,
) -> Vec<(Glob, T)> {
    let Some(pairs) = fields.get(key).and_then(|node| node.open_fields(problems)) else { return Vec::new() };
    let mut found = Vec::new();
    for (pattern, pattern_node, node) in pairs.iter() {
        let glob = glob(pattern_node, pattern, problems);
        let Some(text) = node.text(problems) else { continue };
        match (glob, parse(&text)) {
            (Some(glob), Some(value)) => found.push((glob, value)),
            (None, Some(_)) => {}
            (_, None) => {
                node.problem(problems, format!("`{key}:` does not take this"), Some(format!("it takes {wanted}")));
            }
        }
    }
    found
}

/// Severities by rule id or prefix.
fn severities(fields: &Fields<'_>, problems: &mut Problems) -> Vec<(String, Severity)> {
    let Some(pairs) = fields.get("severities").and_then(|node| node.open_fields(problems)) else { return Vec::new() };
    let mut found = Vec::new();
    for (rule, _, node) in pairs.iter() {
        let Some(text) = node.text(problems) else { continue };
        match text.parse() {
            Ok(severity) => found.push((rule.to_owned(), severity)),
            Err(()) => node.problem(
                problems,
                "this is no severity",
                Some("it takes `error`, `warning`, `advice` or `off`".to_owned()),
            ),
        }
    }
    found
}

/// Files that need not be read.
fn accepted(fields: &Fields<'_>, problems: &mut Problems) -> Vec<(Glob, String)> {
    let Some(node) = fields.get("accept_unchecked") else { return Vec::new() };
    let mut found = Vec::new();
    for item in node.list(problems) {
        let Some(entry) = item.fields(&ACCEPTED, problems) else { continue };
        let path = entry.required("path", problems);
        let reason = entry.required("reason", problems).and_then(|node| node.text(problems));
        let glob = path.and_then(|node| node.text(problems).and_then(|text| glob(node, &text, problems)));
        found.extend(glob.zip(reason));
    }
    found
}

/// A glob; says so where it is none.
fn glob(node: Node<'_>, pattern: &str, problems: &mut Problems) -> Option<Glob> {
    let glob = Glob::new(pattern);
    if glob.is_none() {
        let help = "write it as in .gitignore, from the folder of this file: `blog/**`, `*.md`, `drafts/`; `!` has no use here";
        node.problem(problems, "this is no glob", Some(help.to_owned()));
    }
    glob
}

/// A number of bytes, up to what spans can hold.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let scale = match unit.trim() {
        "" | "B" => 1,
        "kB" => 1000,
        "MB" => 1_000_000,
        "KiB" => 1024,
        "MiB" => 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(scale).filter(|bytes| (1..=super::MAX_FILE).contains(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loads a text as the configuration of a folder.
    fn of(text: &str) -> (tempfile::TempDir, Result<Config, ConfigError>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".subrosa.yaml");
        fs::write(&file, text).unwrap();
        let config = load(&file, ".subrosa.yaml", folder.path());
        (folder, config)
    }

    #[test]
    fn every_key_is_taken() {
        let (folder, config) = of(
            "version: 1\nregister: secret/register.yaml\npacks: [packs]\njurisdictions: [us-va]\n\
             severities: {leftover: off}\nkinds: {\"replies/\": reply, \"replies/*.html\": page}\nchannels: {\"*.txt\": Twitter}\n\
             publishes: {\"blog/**\": on-date}\nexclude: [old/]\naccept_unchecked: [{path: \"*.pdf\", reason: scans}]\n\
             fail_on: advice\ndisclose: files\nmax_file: 64 MiB\n",
        );
        let config = config.unwrap();
        assert_eq!(config.register, Some(RegisterWish::File(folder.path().join("secret/register.yaml"))));
        assert_eq!(config.kind(Path::new("replies/a.txt")), Some(Kind::Reply));
        assert_eq!(config.kind(Path::new("replies/a.html")), Some(Kind::Page));
        assert_eq!(config.kind(Path::new("../replies/a.html")), None);
        assert_eq!(config.channel(Path::new("x/a.txt")).map(Channel::as_str), Some("x"));
        assert!(config.publishes_on_date(Path::new("blog/a.md")) && !config.publishes_on_date(Path::new("a.md")));
        assert!(config.excludes(Path::new("old/a.md"), false));
        assert_eq!(config.accepted(Path::new("a/b.pdf")), Some("scans"));
        assert_eq!((config.fail_on, config.max_file), (Some(Severity::Advice), Some(64 << 20)));
        assert_eq!(config.policy.severity("leftover/name", Severity::Error), Severity::Off);
        assert_eq!(config.lines[1], ("register".to_owned(), 2));
    }

    #[test]
    fn all_mistakes_come_in_one_run_with_their_places() {
        let (_folder, config) = of(
            "registr: a\nfail_on: off\nkinds: {\"a[\": page, \"b\": poem}\nmax_file: 1 GiB\naccept_unchecked: [{path: a}]\n",
        );
        let Err(ConfigError::Wrong(problems)) = config else { panic!("must fail") };
        let places: Vec<_> = problems.iter().map(|problem| (problem.line, problem.column)).collect();
        assert_eq!(places, [(1, 1), (2, 10), (3, 9), (3, 26), (4, 11), (5, 20)]);
        assert_eq!(problems[0].help.as_deref(), Some("did you mean `register`?"));
    }
}
