//! Owns the keys of `.subrosa.yaml`: what may stand there, and what is said of what may not. All mistakes in one run,
//! each with its place. `cli` calls [`load`].

use std::fs;
use std::path::Path;

use super::values::{ON_DATE, by_glob, bytes, glob, globs, kinds, on_date, texts, word};
use super::{Config, Glob, RegisterWish, find, overrides};
use crate::policy::{Channel, Severity};
use crate::report::Disclose;
use crate::rules::{PackWish, pack_wish};
use crate::yaml::{Doc, Fields, Problem, Problems};

/// Every key of the file's top, in the order of the documentation.
const KEYS: [&str; 16] = [
    "version",
    "register",
    "register_path",
    "packs",
    "jurisdictions",
    "severities",
    "rules",
    "kinds",
    "channels",
    "publishes",
    "overrides",
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
    vec![("config", KEYS.to_vec()), ("accepted", ACCEPTED.to_vec()), ("override", overrides::KEYS.to_vec())]
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
    for (key, _, node) in fields.iter() {
        let lines = node.entry_lines().enumerate().map(|(index, line)| (format!("{key}.{index}"), line));
        config.lines.extend(lines);
    }
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
    config.register_path =
        fields.get("register_path").and_then(|node| node.text(problems)).map(|path| folder.join(path));
    if let (Some(RegisterWish::File(_)), Some(node)) = (&config.register, fields.key_node("register_path")) {
        let help = "write `register: required` beside it, or leave it out";
        node.problem(problems, "`register:` names a path already", Some(help.to_owned()));
    }
    config.switches = overrides::switches(fields, config, problems);
    config.switches.clone().apply(&mut config.policy);
    config.kinds = by_glob(fields, "kinds", problems, |word| word.parse().ok(), &kinds());
    config.channels = by_glob(fields, "channels", problems, |word| Some(Channel::new(word)), "");
    config.publishes = by_glob(fields, "publishes", problems, on_date, ON_DATE);
    config.overrides = overrides::read(fields, config, problems);
    config.exclude = globs(fields, "exclude", problems);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Kind;

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
        let kind = |path: &str| config.kind(Path::new(path)).map(|kind| (kind.value, kind.key, kind.index));
        assert_eq!(kind("replies/a.txt"), Some((Kind::Reply, "kinds", 0)));
        assert_eq!(kind("replies/a.html"), Some((Kind::Page, "kinds", 1)));
        assert_eq!(kind("../replies/a.html"), None);
        assert_eq!(config.channel(Path::new("x/a.txt")).map(|it| it.value), Some(Channel::new("x")));
        let on_date = |path: &str| config.publishes_on_date(Path::new(path)).map(|it| it.value);
        assert_eq!((on_date("blog/a.md"), on_date("a.md")), (Some(true), None));
        assert!(config.excludes(Path::new("old/a.md"), false));
        assert_eq!(config.accepted(Path::new("a/b.pdf")), Some("scans"));
        assert_eq!((config.fail_on, config.max_file), (Some(Severity::Advice), Some(64 << 20)));
        assert_eq!(config.policy.severity("leftover/name", Severity::Error), Severity::Off);
        assert_eq!(config.lines[1], ("register".to_owned(), 2));
    }

    #[test]
    fn an_override_holds_for_its_files_and_the_last_one_decides() {
        let (_folder, config) = of(
            "jurisdictions: [us]\nseverities: {case-facts: warning}\nrules: {leftover: off}\nkinds: {\"*.md\": post}\noverrides:\n\
             - {files: [\"blog/**\", /a.md], kind: reply, channel: LinkedIn, publishes: on-date}\n\
             - {files: blog/uk/, kind: page, jurisdictions: uk, severities: {case-facts: off, leftover: advice}}\n\
             - {files: [blog/uk/x.md], rules: {case-facts/reply: on}}\n",
        );
        let config = config.unwrap();
        let kind = |path: &str| config.kind(Path::new(path)).map(|kind| (kind.value, kind.key, kind.index));
        assert_eq!(kind("b.md"), Some((Kind::Post, "kinds", 0)));
        assert_eq!(kind("a.md"), Some((Kind::Reply, "overrides", 0)));
        assert_eq!(kind("blog/uk/x.md"), Some((Kind::Page, "overrides", 1)));
        assert_eq!(config.channel(Path::new("blog/uk/x.md")).map(|it| it.value), Some(Channel::new("linkedin")));
        assert_eq!(config.policy_of(Path::new("a.md")).map(|policy| policy.settings.len()), None);
        let severity = |path: &str, rule: &str| {
            let own = config.policy_of(Path::new(path));
            own.as_ref().unwrap_or(&config.policy).severity(rule, Severity::Error)
        };
        assert_eq!(severity("a.md", "case-facts/reply"), Severity::Warning);
        assert_eq!(severity("a.md", "leftover/todo"), Severity::Off);
        assert_eq!(severity("blog/uk/y.md", "case-facts/reply"), Severity::Off);
        assert_eq!(severity("blog/uk/y.md", "leftover/todo"), Severity::Advice);
        assert_eq!(severity("blog/uk/x.md", "case-facts/reply"), Severity::Warning);
        assert_eq!(config.policy_of(Path::new("blog/uk/y.md")).unwrap().jurisdictions, ["uk"]);
        let lines: Vec<_> = config.lines.iter().filter(|(key, _)| key.starts_with("overrides")).collect();
        assert_eq!(lines.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [5, 6, 7, 8]);
        assert_eq!(config.rule_keys.len(), 5);
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
        let (_folder, config) = of(
            "rules: {leftover: maybe}\noverrides:\n- {files: []}\n- {kind: poem}\n- {files: [\"a[\"], rules: {a: off}, exclude: b}\n- 7\n",
        );
        let Err(ConfigError::Wrong(problems)) = config else { panic!("must fail") };
        let places: Vec<_> = problems.iter().map(|problem| (problem.line, problem.column)).collect();
        assert_eq!(places, [(1, 19), (3, 3), (3, 3), (4, 3), (4, 10), (5, 12), (5, 36), (6, 3)], "{problems:#?}");
    }
}
