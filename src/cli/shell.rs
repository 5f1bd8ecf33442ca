//! Owns `subrosa completions` and `subrosa man`: what shells and manual readers get, made from the options themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::trouble::Trouble;
use super::{Cli, output};
use crate::run::Ending;

/// The options of `completions`.
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// The options of `man`.
#[derive(Args, Debug)]
pub(super) struct Man {
    /// The page of a subcommand, as in `subrosa man rules test`; without one, that of subrosa
    #[arg(value_name = "COMMAND")]
    path: Vec<String>,
}

/// Prints a script that completes the command line.
pub(super) fn completions(args: &Completions) -> Result<Ending, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "subrosa", &mut script);
    output::shown(|out| out.write_all(&script))
}

/// Prints a page of the manual.
pub(super) fn man(args: &Man) -> Result<Ending, Trouble> {
    let mut command = Cli::command();
    command.build();
    for word in &args.path {
        let names = || command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect::<Vec<_>>().join(", ");
        let Some(found) = command.find_subcommand(word).cloned() else {
            let help = format!("there are: {}", names());
            return Err(Trouble::new(format!("There is no command {word}"), Some(&help)));
        };
        command = found;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Trouble::new(format!("The page cannot be made: {}", error.kind()), None))?;
    output::shown(|out| out.write_all(&page))
}
