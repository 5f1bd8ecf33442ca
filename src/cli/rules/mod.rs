//! Owns `subrosa rules`: `list`, `test` and `new`, one file each. `prove` runs the examples, `packs` loads the packs.

mod list;
mod new;
mod prove;
mod test;
mod trace;

use clap::{Args, Subcommand};

use super::gate::PackArgs;
use super::trouble::Trouble;
use crate::config::Config;
use crate::policy::Policy;
use crate::rules::{Rule, RuleSet};
use crate::run::Ending;

pub(super) use list::{how_to_switch_on, places, severity};
pub(super) use prove::{examples_register, found_in, judged, kind_of};

/// What to do with rules.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// List the rules: id, severity, on or off, pack, where they hold, message
    List(Options),
    /// Run every rule's examples through the engine, of packs that are off, too
    Test(test::Options),
    /// Write a pack to begin with
    New(new::Options),
}

/// The options of `rules list`.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// Which packs are read.
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs it.
pub(super) fn run(command: &Command) -> Result<Ending, Trouble> {
    match command {
        Command::List(options) => list::run(&options.packs),
        Command::Test(options) => test::run(options),
        Command::New(options) => new::run(options),
    }
}

/// The rules of a run, and its configuration.
pub(super) fn load(packs: &PackArgs) -> Result<(RuleSet, Config), Trouble> {
    let config = packs.config.load(&[])?;
    Ok((packs.load(&config)?, config))
}

/// Why a rule finds nothing in this run, if so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Off {
    /// Its pack is switched off.
    Pack,
    /// `severities:` says so.
    Severities,
    /// It holds only elsewhere.
    Jurisdictions,
}

impl Off {
    /// Why a rule finds nothing in a run under this policy; none: it runs.
    pub(super) fn of(rules: &RuleSet, policy: &Policy, rule: &Rule) -> Option<Self> {
        let is_off = || severity(rule, policy) == "off";
        match () {
            () if rules.pack(rule).is_some_and(|pack| !pack.on) => Some(Self::Pack),
            () if !policy.holds(&rule.jurisdictions, &rule.except) => Some(Self::Jurisdictions),
            () if is_off() => Some(Self::Severities),
            () => None,
        }
    }
}
