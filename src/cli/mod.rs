//! Layer 6: the command line.
//!
//! Owns the options, what they mean together with environment and configuration, and what is said on the terminal. One
//! file a subcommand. `main` calls [`main`]; nobody else does.

mod allow;
mod change;
mod check;
mod config;
mod dump;
mod duties;
mod explain;
mod gate;
mod hook;
mod init;
mod known;
mod manual;
mod output;
mod packs;
mod panics;
mod policy;
mod progress;
mod prose;
mod register;
mod rules;
mod schema;
mod settings;
mod shell;
mod train;
mod trouble;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::run::Ending;

/// Reads a draft before it is published and says what in it would break client confidentiality.
#[derive(Parser, Debug)]
#[command(name = "subrosa", version, about, propagate_version = true, disable_help_subcommand = true)]
#[command(disable_help_flag = true, disable_version_flag = true)]
struct Cli {
    /// When to use colour: auto, always or never
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = EVERYWHERE)]
    #[arg(hide_possible_values = true, hide_default_value = true, display_order = LAST)]
    color: Color,
    /// Print help
    #[arg(long, short, global = true, action = ArgAction::Help, help_heading = EVERYWHERE, display_order = LAST)]
    help: Option<bool>,
    /// Print version
    #[arg(long, short = 'V', global = true, action = ArgAction::Version, help_heading = EVERYWHERE, display_order = LAST)]
    version: Option<bool>,
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

/// What stands over the options that every command has.
const EVERYWHERE: &str = "Everywhere";

/// Where they stand: after all others.
const LAST: usize = 1000;

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The subcommands.
#[derive(Subcommand, Debug)]
enum Command {
    /// Check drafts before they are published
    #[command(after_help = manual::below_check())]
    Check(Box<check::Args>),
    /// Set up the gate in this repository: configuration, register, CI
    Init(init::Init),
    /// Accept one finding, with a reason
    Allow(Box<allow::Allow>),
    /// Explain a rule: what it finds and why, who says so, good and bad examples
    Explain(explain::Explain),
    /// List the rules of all packs, or run their examples
    #[command(subcommand)]
    Rules(rules::Command),
    /// Help for the owner of the register
    #[command(subcommand)]
    Register(register::Command),
    /// Show the settings of a run and where each comes from
    #[command(subcommand)]
    Config(config::Command),
    /// Print a JSON Schema that editors use: of packs, the register or the configuration
    Schema(schema::Schema),
    /// Write the rules as a social media policy for staff, in Markdown
    Policy(policy::Policy),
    /// Practise: drafts to publish or not, with the reasons
    Train(train::Train),
    /// Print a script that completes the command line
    Completions(shell::Completions),
    /// Print a page of the manual
    Man(shell::Man),
    /// Install the hooks that check every commit of this repository, or remove them
    #[command(subcommand)]
    Hook(hook::Command),
}

/// Runs the program.
pub fn main() -> ExitCode {
    panics::install();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing is left to say where even that cannot be printed.
            let _ = error.print();
            return code(error.exit_code());
        }
    };
    let paint = trouble::Paint::new(cli.color);
    // A panic outside of the run, whose place the hook has printed, is a job not done.
    let ended = catch_unwind(AssertUnwindSafe(|| dispatch(&cli))).unwrap_or(Ok(Ending::NotWhole));
    let ending = ended.unwrap_or_else(|trouble| {
        trouble.draw(&paint);
        Ending::NotWhole
    });
    ExitCode::from(ending.code())
}

/// Runs the subcommand.
fn dispatch(cli: &Cli) -> Result<Ending, trouble::Trouble> {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.color),
        Command::Init(args) => init::run(args, cli.color),
        Command::Allow(args) => allow::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Rules(command) => rules::run(command),
        Command::Register(command) => register::run(command),
        Command::Config(command) => config::run(command),
        Command::Schema(args) => schema::run(args),
        Command::Policy(args) => policy::run(args),
        Command::Train(args) => train::run(args),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args),
        Command::Hook(command) => hook::run(*command),
    }
}

/// An exit code of clap's: 0 for help, 2 for a usage error.
fn code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}
