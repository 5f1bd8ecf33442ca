//! What tests with git share: a repository of their own, with nothing of the machine's configuration, and a register
//! outside of it. git is needed: without it these tests fail, they are not skipped.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{Bench, Ran};

/// A repository and a register.
pub(crate) struct Repository {
    /// The work tree, in which the program runs.
    pub(crate) tree: Bench,
    /// A folder outside, with `register.yaml`.
    outside: Bench,
}

impl Repository {
    /// An empty repository without a commit.
    pub(crate) fn new() -> Self {
        let tree = Bench::new();
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let tree = tree.variable("GIT_CONFIG_GLOBAL", nowhere).variable("GIT_CONFIG_SYSTEM", nowhere);
        let repository = Self { tree, outside: Bench::with_register() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// A repository whose first commit holds files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let mut repository = Self::new();
        for (file, text) in files {
            repository = repository.file(file, text);
        }
        repository.commit("first");
        repository
    }

    /// The root of the work tree.
    pub(crate) fn path(&self) -> &Path {
        self.tree.path()
    }

    /// Where the register is.
    pub(crate) fn register(&self) -> PathBuf {
        self.outside.at("register.yaml")
    }

    /// Replaces the register.
    pub(crate) fn with_register(mut self, text: &str) -> Self {
        self.outside = self.outside.file("register.yaml", text);
        self
    }

    /// Writes a file of the work tree.
    pub(crate) fn file(mut self, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.tree = self.tree.file(file, bytes);
        self
    }

    /// A call of git in a folder of the work tree, ready to start.
    pub(crate) fn git_command(&self, folder: &Path) -> Command {
        let mut command = Command::new("git");
        command.current_dir(folder).env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        command.envs(self.tree.variables().iter().map(|(name, value)| (name, value)));
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A tester").env(format!("GIT_{who}_EMAIL"), "tester@example.org");
        }
        command
    }

    /// Runs git, which must succeed.
    #[track_caller]
    pub(crate) fn git<S: AsRef<OsStr>>(&self, arguments: &[S]) -> String {
        let output = self.git_may_fail(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Runs git.
    pub(crate) fn git_may_fail<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        let output = self.git_command(self.path()).args(arguments).output();
        output.expect("git is needed for the tests of --staged, --since, --commit-msg and hooks; install it")
    }

    /// Puts everything into the index.
    pub(crate) fn add(&self) -> &Self {
        self.git(&["add", "--all"]);
        self
    }

    /// Commits everything, without hooks.
    pub(crate) fn commit(&self, message: &str) -> &Self {
        self.add();
        self.git(&["commit", "--quiet", "--allow-empty", "--no-verify", "-m", message]);
        self
    }

    /// Runs `check` with the register and without packs.
    pub(crate) fn check(&self, arguments: &[&str]) -> Ran {
        let register = self.register();
        let fixed = ["check", "--no-packs", "--register", register.to_str().unwrap()];
        self.tree.run(&[&fixed, arguments].concat())
    }

    /// Runs `check` and reads its findings: the exit code, and of each finding rule, path, and the text at its place in the
    /// index or, for a path, in the path.
    pub(crate) fn findings(&self, arguments: &[&str]) -> (Option<i32>, Vec<Found>) {
        let ran = self.check(&[arguments, &["--format", "json", "--disclose", "full"]].concat());
        let document: serde_json::Value =
            serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let findings = document["findings"].as_array().unwrap().iter();
        let findings = findings.map(|finding| Found {
            rule: text(&finding["rule"]),
            path: text(&finding["path"]),
            inside: text(&finding["in"]),
            start: usize::try_from(finding["span"]["start"].as_u64().unwrap()).unwrap(),
            end: usize::try_from(finding["span"]["end"].as_u64().unwrap()).unwrap(),
            line: finding["span"]["line"].as_u64().unwrap(),
        });
        (ran.code, findings.collect())
    }
}

/// What matters of a finding.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Found {
    /// Its rule.
    pub(crate) rule: String,
    /// Its path.
    pub(crate) path: String,
    /// `content` or `path`.
    pub(crate) inside: String,
    /// The first byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The line, from 1.
    pub(crate) line: u64,
}
