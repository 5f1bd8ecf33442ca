//! Owns `subrosa completions` and `subrosa man`: what shells and manual readers get, made from the options themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::trouble::Trouble;
use super::{Cli, manual, output};
use crate::run::Ending;
use crate::text::system::unwritable;

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

/// Writes a page: what clap knows, then what every page ends with. What stands below the help says the same again.
fn render(command: clap::Command, name: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    let has_below = command.has_subcommands();
    let man = clap_mangen::Man::new(command.after_help("").after_long_help(""));
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if has_below {
        man.render_subcommands_section(page)?;
    }
    page.extend_from_slice(manual::sections(name).as_bytes());
    man.render_version_section(page)
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
    render(command, &args.path.join(" "), &mut page)
        .map_err(|error| Trouble::new(format!("The page cannot be made: {}", unwritable(error.kind())), None))?;
    output::shown(|out| out.write_all(&page))
}
