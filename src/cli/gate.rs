//! Owns the options that say what the gate knows (register, packs, configuration), shared by subcommands, and how they
//! are loaded into an engine. The command line goes before the environment, the environment before the configuration.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::settings::{From, Origin};
use super::trouble::{Trouble, note};
use crate::config::{self, Config, ConfigError, RegisterWish};
use crate::register::Register;
use crate::run::inputs::shown;
use crate::spot::engine::Engine;

/// The environment variable that names the register.
pub(super) const REGISTER_VARIABLE: &str = "SUBROSA_REGISTER";

/// What the gate knows.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What the gate knows")]
pub(super) struct GateArgs {
    /// The register of clients and matters to protect [env: SUBROSA_REGISTER]
    #[arg(long, value_name = "FILE")]
    pub(super) register: Option<PathBuf>,
    /// Fail where no register is given
    #[arg(long)]
    pub(super) require_register: bool,
    /// Rule packs beside the built-in ones: files or folders
    #[arg(long, value_name = "PATH", value_delimiter = ',')]
    pub(super) packs: Vec<PathBuf>,
    /// Look for the register alone, without any rule pack
    #[arg(long, conflicts_with = "packs")]
    pub(super) no_packs: bool,
    /// The configuration, instead of the nearest .subrosa.yaml
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Obey no configuration
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}

impl GateArgs {
    /// The configuration of a run over `paths`.
    pub(super) fn load_config(&self, paths: &[PathBuf]) -> Result<Config, Trouble> {
        let cwd = std::env::current_dir().map_err(|_| Trouble::new("The working directory is gone", None))?;
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let file = match &self.config {
            _ if self.isolated => None,
            Some(file) => Some(file.clone()),
            None => config::find(&cwd, home.as_deref(), paths),
        };
        let Some(file) = file else { return Ok(Config::none(&cwd)) };
        let name = shown(file.strip_prefix(&cwd).unwrap_or(&file));
        config::load(&file, &name, &cwd).map_err(|error| match error {
            ConfigError::Wrong(problems) => Trouble::problems(problems),
            ConfigError::Unreadable(file, why) => {
                Trouble::new(format!("The configuration {file} cannot be read: {why}"), None)
            }
        })
    }

    /// Which register a run uses, and who says so.
    pub(super) fn register_file(&self, config: &Config) -> Result<Option<From<PathBuf>>, Trouble> {
        if let Some(file) = &self.register {
            return Ok(Some(From::new(file.clone(), Origin::CommandLine)));
        }
        if let Some(file) = std::env::var_os(REGISTER_VARIABLE) {
            return named_by_environment(&file).map(Some);
        }
        let origin = Origin::of_config(config, "register");
        match &config.register {
            Some(RegisterWish::File(file)) => Ok(Some(From::new(file.clone(), origin))),
            Some(RegisterWish::Required) => Err(missing_register("The configuration requires a register")),
            None if self.require_register => Err(missing_register("A register is required")),
            None => Ok(None),
        }
    }

    /// Loads all that the gate knows and compiles it. All mistakes come in one run.
    pub(super) fn load_engine(&self, config: &Config) -> Result<Engine, Trouble> {
        let mut trouble = Trouble::default();
        let register = self.register_file(config).and_then(|file| file.map(|file| load_register(&file, config)).transpose());
        let register = register.unwrap_or_else(|found| {
            trouble = std::mem::take(&mut trouble).and(found);
            None
        });
        let rules = self.load_rules(config);
        match rules {
            Ok(rules) if trouble.is_empty() => {
                if register.is_none() {
                    note("no register is given, so only rule packs run and no client is protected by name");
                }
                compile(register, rules)
            }
            Ok(_) => Err(trouble),
            Err(found) => Err(trouble.and(found)),
        }
    }
}
