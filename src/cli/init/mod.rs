//! Owns `subrosa init`: the files that set up a gate in a repository, the few questions before, and what is said after.
//! Writes nothing over. `plan` decides what is written, `hook` installs the hooks of git.

pub(super) mod plan;

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::gate::shown;
use super::output;
use super::trouble::{Paint, Trouble};
use super::{Color, hook};
use crate::config::find;
use crate::run::Ending;
use crate::text::system::unwritable;
use plan::{Plan, Step};

/// The options of `init`.
#[derive(Args, Debug)]
pub(super) struct Init {
    /// Ask nothing and write everything
    #[arg(long, short)]
    yes: bool,
    /// Where the register lies or is to lie; none: in a folder beside the repository
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// The address of the git repository that CI installs subrosa from; none: the variable SUBROSA_GIT of CI says it
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    git: Option<String>,
    /// Install no hook in git
    #[arg(long)]
    no_hook: bool,
}

/// Runs it.
pub(super) fn run(args: &Init, color: Color) -> Result<Ending, Trouble> {
    let cwd = std::env::current_dir().map_err(|_| Trouble::new("The working directory is gone", None))?;
    let repository = find::repository(&cwd).map(Path::to_owned);
    let root = repository.clone().unwrap_or_else(|| cwd.clone());
    let plan = Plan::make(&root, &cwd, args.register.as_deref(), args.git.as_deref())?;
    let asks = !args.yes;
    if asks && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        let files = plan.steps.iter().filter(|step| !step.stays()).map(|step| seen(&cwd, &step.file));
        let help = format!("say --yes to have it write {}", files.collect::<Vec<_>>().join(", "));
        return Err(Trouble::new("init asks before it writes, and there is no terminal to ask on", Some(&help)));
    }
    if asks && !plan.is_done() {
        for step in plan.steps.iter().filter(|step| !step.stays()) {
            ask_line(&format!("  {}: {}\n", seen(&cwd, &step.file), step.what));
        }
        if !agrees("Write these?") {
            return output::shown(|out| writeln!(out, "nothing was written"));
        }
    }
    let mut said = String::new();
    for step in &plan.steps {
        let name = seen(&cwd, &step.file);
        match write(step) {
            Ok(true) => said.push_str(&format!("wrote  {name}: {}\n", step.what)),
            Ok(false) => said.push_str(&format!("kept   {name}\n")),
            Err(error) => {
                let message = format!("{name} cannot be written: {}", unwritable(error.kind()));
                let done = output::shown(|out| out.write_all(said.as_bytes()));
                return Err(done.err().unwrap_or_default().and(Trouble::new(message, None)));
            }
        }
    }
    said.push_str(&plan.next(&cwd));
    let hook = repository.is_some() && !args.no_hook && (args.yes || agrees("Have git check every commit?"));
    let mut ending = Ending::Clean;
    if hook && let Err(trouble) = hook::run(hook::Command::Install) {
        // Somebody's hook stays, and the rest is set up; but who thinks that commits are checked now is mistaken.
        trouble.draw(&Paint::new(color));
        said.push_str("\nNot every hook is installed: do what stands above, or say --no-hook.\n");
        ending = Ending::Findings;
    }
    output::shown(|out| out.write_all(said.as_bytes())).map(|_| ending)
}

/// Takes one step, and says whether something was written. What is there stays.
fn write(step: &Step) -> io::Result<bool> {
    if step.stays() {
        return Ok(false);
    }
    if let Some(folder) = step.file.parent() {
        make_folder(folder, step.secret)?;
    }
    if step.adds {
        let mut file = OpenOptions::new().append(true).create(true).open(&step.file)?;
        file.write_all(step.text.as_bytes())?;
        return Ok(true);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if step.secret {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&step.file)?;
    let written = file.write_all(step.text.as_bytes());
    if written.is_err() {
        // Half a file would be kept by the next run. The failure that is reported matters more than what is left.
        let _ = fs::remove_file(&step.file);
    }
    written.map(|()| true)
}

/// Makes a folder, for its owner alone if it holds a secret.
fn make_folder(folder: &Path, secret: bool) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    #[cfg(not(unix))]
    let _ = secret;
    builder.create(folder)
}

/// Asks a question; yes where the answer is empty.
fn agrees(question: &str) -> bool {
    ask_line(&format!("{question} [Y/n] "));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok_and(|bytes| bytes > 0) && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes")
}

/// Says something to the one who is asked. Where nobody can read it, the answer is no.
fn ask_line(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// A path as the user sees it.
fn seen(cwd: &Path, path: &Path) -> String {
    super::gate::from_folder(cwd, path)
}

/// An address, for clap. It is written into files of CI.
fn address(text: &str) -> Result<String, String> {
    let plain =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '\\' | '$' | '`'));
    if plain { Ok(text.to_owned()) } else { Err("an address has no blanks, quotes or dollar signs".to_owned()) }
}
