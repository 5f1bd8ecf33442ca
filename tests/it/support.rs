//! What tests of the command line share: a folder of their own, and the real program run in it with nothing of the
//! environment but what a test gives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A register of one hospital.
pub(crate) const REGISTER: &str = "version: 1
key: n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=
clients:
  - id: C-1042
    name: Northgate Memorial Hospital
";

/// A draft that names it.
pub(crate) const LEAK: &str = "We are proud that Northgate Memorial Hospital chose us.\n";

/// A draft that names nobody.
pub(crate) const CLEAN: &str = "Our office is closed on Monday.\n";

/// A folder with files, gone at the end of the test.
pub(crate) struct Bench {
    /// The folder.
    folder: TempDir,
    /// Variables of the environment.
    variables: Vec<(String, String)>,
}

/// What a run of the program gave.
pub(crate) struct Ran {
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Bench {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() }
    }

    /// A folder with the register above in `register.yaml`, outside of `site`.
    pub(crate) fn with_register() -> Self {
        Self::new().file("register.yaml", REGISTER)
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where a file of it is.
    pub(crate) fn at(&self, file: &str) -> PathBuf {
        self.path().join(file)
    }

    /// Writes a file, with its folders.
    pub(crate) fn file(self, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.at(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Makes a link.
    #[cfg(unix)]
    pub(crate) fn link(self, target: &str, file: &str) -> Self {
        let path = self.at(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The variables that a test set.
    pub(crate) fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The program, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("subrosa"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    /// Runs the program with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let output = assert_cmd::Command::from_std(self.command(arguments)).write_stdin(input).output().unwrap();
        Ran::of(&output)
    }

    /// Runs `check` with the register and `--format json` beside the arguments: the exit code and the document.
    pub(crate) fn json(&self, arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
        let fixed = ["check", "--register", "register.yaml", "--no-packs", "--format", "json"];
        let ran = self.run(&[&fixed, arguments].concat());
        let document = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
        (ran.code, document)
    }
}

impl Ran {
    /// Of a process.
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Asserts the exit code; shows what was said where it is another.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that standard error says something.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "{words:?} is missing in:\n{}", self.stderr);
        self
    }

    /// Asserts that standard output shows something.
    #[track_caller]
    pub(crate) fn shows(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "{words:?} is missing in:\n{}", self.stdout);
        self
    }
}

/// An engine of a register, without packs.
pub(crate) fn engine(register: &str) -> subrosa::spot::Engine {
    subrosa::spot::Engine::compile(subrosa::register::load("register.yaml", register.as_bytes()).unwrap())
}
