//! Owns what `init` writes and where: the configuration, a register outside of the repository, lines for `.gitignore`, a
//! job for the CI that it sees; and what is to be done next. Writes nothing itself.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::trouble::Trouble;
use super::{find, seen, shown};
use crate::config::{self, FILE_NAME, RegisterWish};
use crate::register;

/// The configuration. `{register}` stands for the path of the register.
const CONFIG: &str = include_str!("config.yaml");

/// The register. `{key}` stands for its key.
const REGISTER: &str = include_str!("register.yaml");

/// The workflow of GitHub, with the action. `{action}` stands for the copy of subrosa that it comes from.
const GITHUB: &str = include_str!("github.yml");

/// The workflow of GitHub where subrosa comes from elsewhere. `{git}` stands for the address.
const GITHUB_BUILD: &str = include_str!("github-build.yml");

/// Who keeps the copy of subrosa that the action comes from, as long as nobody says.
const OWNER: &str = "OWNER/subrosa";

/// The job of GitLab. `{variables}` and `{set}` stand for the address and what is said of it.
const GITLAB: &str = include_str!("gitlab.yml");

/// The id of the client in the sample register.
pub(in crate::cli) const SAMPLE: &str = "SAMPLE-1";

/// What `.gitignore` must name: a register that lands in the repository by mistake, and reports.
const IGNORED: [&str; 2] = ["/register.yaml", "/subrosa-report.*"];

/// Something to write.
pub(super) struct Step {
    /// Where, absolute.
    pub(super) file: PathBuf,
    /// What it is.
    pub(super) what: &'static str,
    /// The text.
    pub(super) text: String,
    /// Whether the text is added to what is there.
    pub(super) adds: bool,
    /// Whether nobody else may read it.
    pub(super) secret: bool,
}

impl Step {
    /// A file of its own.
    const fn new(file: PathBuf, what: &'static str, text: String) -> Self {
        Self { file, what, text, adds: false, secret: false }
    }

    /// Whether nothing is to be done: the file is there, or holds what would be added.
    pub(super) fn stays(&self) -> bool {
        if self.adds { self.text.is_empty() } else { fs::symlink_metadata(&self.file).is_ok() }
    }
}

/// All that is written, in this order.
pub(super) struct Plan {
    /// The steps.
    pub(super) steps: Vec<Step>,
    /// The register, absolute.
    register: PathBuf,
    /// Whether the register is new, or still the sample.
    sample: bool,
    /// What CI it sees.
    github: bool,
    /// What CI it sees.
    gitlab: bool,
    /// Whether the address of subrosa is known.
    git: bool,
}

impl Plan {
    /// Looks at a repository.
    pub(super) fn make(root: &Path, cwd: &Path, register: Option<&Path>, git: Option<&str>) -> Result<Self, Trouble> {
        let register = match (register, named(root, cwd)?) {
            (Some(file), _) => find::absolute(cwd, file),
            (None, Some(file)) => file,
            (None, None) => place_of_register(root)?,
        };
        if register.starts_with(root) {
            let help = "name a place outside of it: --register ../register/register.yaml";
            return Err(Trouble::new("The register must not lie in the repository", Some(help)));
        }
        let key = key()?;
        let sample = fs::read_to_string(&register).map_or(true, |text| text.contains(SAMPLE));
        let quoted = serde_json::Value::from(from_root(root, &register)).to_string();
        let github = root.join(".github").is_dir();
        let gitlab = root.join(".gitlab-ci.yml").is_file();
        let secret = |step: Step| Step { secret: true, ..step };
        let mut steps = vec![
            Step::new(root.join(FILE_NAME), "how drafts are checked", CONFIG.replace("{register}", &quoted)),
            secret(Step::new(register.clone(), "a sample register with a fresh key", REGISTER.replace("{key}", &key))),
        ];
        if root.join(".git").exists() {
            steps.push(ignored(root));
        }
        let set = if git.is_some() { "; it is set below" } else { "" };
        if github {
            let text = match (git, git.and_then(on_github)) {
                (Some(git), None) => GITHUB_BUILD.replace("{git}", git),
                (_, action) => GITHUB.replace("{action}", action.unwrap_or(OWNER)),
            };
            steps.push(Step::new(root.join(".github/workflows/subrosa.yml"), "the workflow of GitHub", text));
        }
        if gitlab {
            let variables = git.map(|git| format!("  variables:\n    SUBROSA_GIT: \"{git}\"\n")).unwrap_or_default();
            let text = GITLAB.replace("{variables}", &variables).replace("{set}", set);
            steps.push(Step::new(root.join(".gitlab/subrosa.gitlab-ci.yml"), "the job of GitLab", text));
        }
        Ok(Self { steps, register, sample, github, gitlab, git: git.is_some() })
    }

    /// Whether nothing is left to do.
    pub(super) fn is_done(&self) -> bool {
        self.steps.iter().all(Step::stays)
    }

    /// What to do next.
    pub(super) fn next(&self, cwd: &Path) -> String {
        let register = seen(cwd, &self.register);
        let mut list = Vec::new();
        if self.sample {
            list.push(format!(
                "Put your clients into {register}, in place of the sample, and keep that file to yourself."
            ));
        }
        list.push(
            "Run `subrosa check`. What may stand is accepted with `subrosa allow`, or all at once with".to_owned(),
        );
        if let Some(last) = list.last_mut() {
            last.push_str("\n     `subrosa check --write-baseline`.");
        }
        if self.github {
            list.push(format!(
                "Set the secret SUBROSA_REGISTER of the repository on GitHub to the text of {register}."
            ));
            if !self.git {
                list.push(
                    "Write who keeps your copy of subrosa in place of OWNER in .github/workflows/subrosa.yml."
                        .to_owned(),
                );
            }
        }
        if self.gitlab {
            let also = if self.git { "" } else { " and the variable SUBROSA_GIT" };
            list.push(format!(
                "Include .gitlab/subrosa.gitlab-ci.yml from .gitlab-ci.yml, and set the variable SUBROSA_REGISTER (of type\n     \
                 File) on GitLab to the text of {register}{also}."
            ));
        }
        list.push("Commit what was written here. The register is not part of it.".to_owned());
        let lines = list.iter().zip(1..).map(|(text, number)| format!("  {number}. {text}\n"));
        format!("\nNext:\n{}", lines.collect::<String>())
    }
}

/// The copy of subrosa as an action is named, where it lies on GitHub: `owner/subrosa`.
fn on_github(git: &str) -> Option<&str> {
    let path = git.strip_prefix("https://github.com/").or_else(|| git.strip_prefix("git@github.com:"))?;
    let path = path.trim_end_matches('/').trim_end_matches(".git");
    (path.split('/').filter(|part| !part.is_empty()).count() == 2 && path.matches('/').count() == 1).then_some(path)
}

/// The register that a configuration names that is there already.
fn named(root: &Path, cwd: &Path) -> Result<Option<PathBuf>, Trouble> {
    let file = root.join(FILE_NAME);
    if !file.is_file() {
        return Ok(None);
    }
    let config = config::load(&file, &seen(cwd, &file), cwd).map_err(super::super::allow::of_config)?;
    let path = match config.register {
        Some(RegisterWish::File(path)) => Some(path),
        _ => config.register_path,
    };
    Ok(path.map(|path| find::absolute(cwd, &path)))
}

/// Where the register lies: beside the repository, or where that is inside of another one, with the user's configuration.
fn place_of_register(root: &Path) -> Result<PathBuf, Trouble> {
    let name = root.file_name().map_or_else(|| "site".to_owned(), |name| name.to_string_lossy().into_owned());
    let beside = root.parent().filter(|parent| find::repository(parent).is_none());
    if let Some(parent) = beside {
        return Ok(parent.join(format!("{name}-register")).join("register.yaml"));
    }
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    let folder = folder.ok_or_else(|| {
        Trouble::new(
            "There is no place for the register",
            Some("name one outside of the repository with --register FILE"),
        )
    })?;
    Ok(folder.join("subrosa").join(name).join("register.yaml"))
}

/// The path of the register as the configuration names it: from its own folder where that is short, else from the root.
fn from_root(root: &Path, register: &Path) -> String {
    match root.parent().and_then(|parent| register.strip_prefix(parent).ok()) {
        Some(inside) if root.parent().and_then(Path::parent).is_some() => format!("../{}", shown(inside)),
        _ => shown(register),
    }
}

/// The lines that `.gitignore` lacks.
fn ignored(root: &Path) -> Step {
    let file = root.join(".gitignore");
    let have = fs::read_to_string(&file).unwrap_or_default();
    let lacks: Vec<&str> =
        IGNORED.into_iter().filter(|line| !have.lines().any(|known| known.trim() == *line)).collect();
    let mut text = String::new();
    if !lacks.is_empty() {
        if !have.is_empty() {
            text.push_str(if have.ends_with('\n') { "\n" } else { "\n\n" });
        }
        text.push_str("# subrosa: a register is a secret, and so is a report in full.\n");
        lacks.iter().for_each(|line| text.extend([line, "\n"]));
    }
    Step { adds: true, ..Step::new(file, "lines that keep a register and reports out", text) }
}

/// A fresh key, from the system.
fn key() -> Result<String, Trouble> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Trouble::new("The system gives no random bytes for the key", None))?;
    Ok(register::key::encode(&bytes))
}
