//! Owns the options that say what the gate knows (register, packs, configuration), of which each subcommand takes those that
//! it uses, and how they are loaded into an engine. The command line goes before the environment, the environment before the configuration.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::init::plan::SAMPLE;
use super::settings::{Origin, Sourced};
use super::trouble::{Trouble, note};
use super::{known, packs};
use crate::config::{self, Allowances, Config, ConfigError, RegisterWish};
use crate::policy::Kind;
use crate::register::blind::unfindable;
use crate::register::{self, Register};
use crate::rules::{self, PackWish, RuleSet};
use crate::run;
pub(super) use crate::run::inputs::shown;
use crate::spot::{Engine, is_found_by_value};
use crate::text::system::unreadable;

/// The environment variable that names the register.
pub(super) const REGISTER_VARIABLE: &str = "SUBROSA_REGISTER";

/// Which configuration is obeyed: for every command that obeys one.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What the gate knows")]
pub(super) struct ConfigArgs {
    /// The configuration, instead of the nearest .subrosa.yaml
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Obey no configuration
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}

/// Which packs are read: for every command about rules.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What the gate knows")]
pub(super) struct PackArgs {
    /// Rule packs beside the built-in ones: files, folders, or names of packs to switch on
    #[arg(long, value_name = "PATH", value_delimiter = ',')]
    pub(super) packs: Vec<PathBuf>,
    /// Which configuration is obeyed.
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

/// Which register is read: for the commands about registers.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What the gate knows")]
pub(super) struct RegisterArgs {
    /// The register of clients and matters to protect [env: SUBROSA_REGISTER]
    #[arg(long, value_name = "FILE")]
    pub(super) register: Option<PathBuf>,
}

/// What the gate knows: for every command that checks drafts.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What the gate knows")]
pub(super) struct GateArgs {
    /// Which register is read.
    #[command(flatten)]
    pub(super) register: RegisterArgs,
    /// Fail where no register is given
    #[arg(long)]
    pub(super) require_register: bool,
    /// Look for the register alone, without any rule pack
    #[arg(long, conflicts_with = "packs")]
    pub(super) no_packs: bool,
    /// Which packs are read.
    #[command(flatten)]
    pub(super) packs: PackArgs,
}

impl ConfigArgs {
    /// The configuration of a run over `paths`.
    pub(super) fn load(&self, paths: &[PathBuf]) -> Result<Config, Trouble> {
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
                Trouble::new(format!("The configuration {file} cannot be read: {}", unreadable(why)), None)
            }
        })
    }
}

impl PackArgs {
    /// Which packs run, in words, and who says so.
    fn in_words(&self, config: &Config) -> Sourced<String> {
        let (paths, names) = self.own(config);
        let paths = paths.iter().map(|path| shown(path.strip_prefix(&config.cwd).unwrap_or(path)));
        let words = std::iter::once("built-in".to_owned()).chain(names).chain(paths).collect::<Vec<_>>().join(", ");
        let origin = if self.packs.is_empty() { Origin::of_config(config, "packs") } else { Origin::CommandLine };
        Sourced::new(words, origin)
    }

    /// The packs beside those that run anyway: paths, and names of packs to switch on.
    pub(super) fn own(&self, config: &Config) -> (Vec<PathBuf>, Vec<String>) {
        if self.packs.is_empty() {
            return (config.packs.clone(), config.packs_on.clone());
        }
        let (mut paths, mut names) = (Vec::new(), Vec::new());
        for entry in &self.packs {
            match entry.to_str().map(|entry| rules::pack_wish(entry, Path::new(""))) {
                Some(PackWish::Name(name)) => names.push(name),
                _ => paths.push(entry.clone()),
            }
        }
        (paths, names)
    }

    /// Loads the rules.
    pub(super) fn load(&self, config: &Config) -> Result<RuleSet, Trouble> {
        let (paths, names) = self.own(config);
        let rules = packs::load(config, &paths, names)?;
        known::verify(config, &rules)?;
        Ok(rules)
    }
}

impl RegisterArgs {
    /// Which register is named, and who says so.
    pub(super) fn file(&self, config: &Config) -> Result<Option<Sourced<PathBuf>>, Trouble> {
        if let Some(file) = &self.register {
            return Ok(Some(Sourced::new(file.clone(), Origin::CommandLine)));
        }
        if let Some(file) = std::env::var_os(REGISTER_VARIABLE) {
            return named_by_environment(&file).map(Some);
        }
        if let Some(RegisterWish::File(file)) = &config.register {
            return Ok(Some(Sourced::new(file.clone(), Origin::of_config(config, "register"))));
        }
        let origin = Origin::of_config(config, "register_path");
        Ok(config.register_path.clone().map(|file| Sourced::new(file, origin)))
    }

    /// The register, which somebody must name.
    pub(super) fn required(&self, config: &Config) -> Result<Sourced<PathBuf>, Trouble> {
        self.file(config)?.ok_or_else(|| missing_register("A register is required"))
    }
}

impl GateArgs {
    /// The configuration of a run over `paths`.
    pub(super) fn load_config(&self, paths: &[PathBuf]) -> Result<Config, Trouble> {
        self.packs.config.load(paths)
    }

    /// Whether the command line says which configuration is obeyed, or that none is.
    pub(super) const fn names_config(&self) -> bool {
        self.packs.config.config.is_some() || self.packs.config.isolated
    }

    /// The allowances of a run; none where no configuration is obeyed.
    pub(super) fn load_allowances(&self, config: &Config) -> Result<Option<Allowances>, Trouble> {
        if self.packs.config.isolated {
            return Ok(None);
        }
        let name = from_folder(&config.cwd, &Allowances::place(config));
        Allowances::load(config, &name).map(Some).map_err(super::allow::of_config)
    }

    /// Which register a run uses, and who says so.
    pub(super) fn register_file(&self, config: &Config) -> Result<Option<Sourced<PathBuf>>, Trouble> {
        match self.register.file(config)? {
            Some(file) => Ok(Some(file)),
            None if config.register == Some(RegisterWish::Required) => {
                Err(missing_register("The configuration requires a register"))
            }
            None if self.require_register => Err(missing_register("A register is required")),
            None => Ok(None),
        }
    }

    /// Which packs run, in words, and who says so.
    pub(super) fn pack_paths(&self, config: &Config) -> Sourced<String> {
        match self.no_packs {
            true => Sourced::new("none".to_owned(), Origin::CommandLine),
            false => self.packs.in_words(config),
        }
    }

    /// What the gate itself reads: a walk leaves it out.
    pub(super) fn own_files(&self, config: &Config) -> Vec<PathBuf> {
        let register = self.register_file(config).ok().flatten().map(|file| file.value);
        let allowances = (!self.packs.config.isolated).then(|| Allowances::place(config));
        let files = register.into_iter().chain(config.file.clone()).chain(allowances);
        files.chain(self.packs.own(config).0).collect()
    }

    /// Loads the rules of a run.
    fn load_rules(&self, config: &Config) -> Result<RuleSet, Trouble> {
        if self.no_packs { Ok(RuleSet::default()) } else { self.packs.load(config) }
    }

    /// Loads all that the gate knows and compiles it, the register beside the packs. All mistakes come in one run. `kind`
    /// is asked, once the packs are loaded, for what the drafts probably are.
    pub(super) fn load_engine(
        &self,
        config: &Config,
        kind: &(dyn Fn() -> Option<Kind> + Sync),
    ) -> Result<Engine, Trouble> {
        let register = || {
            let file = self.register_file(config)?;
            let register = file.map(|file| load_register(&file, config)).transpose()?;
            let given = register.as_ref().map(|it| it.clients.iter().all(|client| client.id() == SAMPLE));
            let blind = register.as_ref().and_then(blind_spots);
            Ok((given, blind, Engine::compile(register.unwrap_or_default())))
        };
        let packs = || {
            let packs = Engine::compile_with(Register::default(), self.load_rules(config)?);
            kind().into_iter().for_each(|kind| packs.warm(kind));
            Ok(packs)
        };
        match run::both(register, packs) {
            (Ok((given, blind, engine)), Ok(packs)) => {
                blind.iter().for_each(|said| note(said));
                if given == Some(true) {
                    note(
                        "the register holds nobody but the sample that `subrosa init` wrote: put your clients in its place",
                    );
                }
                if given.is_none() && packs.rules.rules.is_empty() {
                    return Err(nothing_to_look_for());
                }
                if given.is_none() {
                    note("no register is given: rule packs run alone, and no client is looked for by name");
                }
                proved(engine.with_packs_of(packs))
            }
            (Err(register), Err(packs)) => Err(Trouble::and(register, packs)),
            (Err(found), Ok(_)) | (Ok(_), Err(found)) => Err(found),
        }
    }
}

/// A path as shown: from a folder, upward where it does not lie inside; whole where the two have nothing in common.
pub(super) fn from_folder(folder: &Path, path: &Path) -> String {
    for (up, above) in folder.ancestors().enumerate().filter(|(_, above)| above.parent().is_some()) {
        if let Ok(inside) = path.strip_prefix(above) {
            return shown(&std::iter::repeat_n(Path::new(".."), up).collect::<PathBuf>().join(inside));
        }
    }
    shown(path)
}

/// An engine that has proved that it sees.
fn proved(engine: Engine) -> Result<Engine, Trouble> {
    if engine.sees() {
        return Ok(engine);
    }
    Err(Trouble::new(
        "The engine did not find the word that every run plants, so nothing can be said of any draft",
        None,
    ))
}

/// The register that the environment names. An empty name is a gate that somebody meant to set up and did not.
fn named_by_environment(file: &std::ffi::OsStr) -> Result<Sourced<PathBuf>, Trouble> {
    if file.is_empty() {
        let message = format!("{REGISTER_VARIABLE} is set but empty");
        return Err(Trouble::new(message, Some("give it the path of the register, or unset it")));
    }
    Ok(Sourced::new(PathBuf::from(file), Origin::Environment(REGISTER_VARIABLE)))
}

/// A gate without a register and without rules would let everything pass.
fn nothing_to_look_for() -> Trouble {
    let help = format!("name a register with --register FILE or in {REGISTER_VARIABLE}, or leave out --no-packs");
    Trouble::new("There is nothing to look for: no register is given, and no rule pack runs", Some(&help))
}

/// Most entries of the register that are called by their ids in one line.
const NAMED: usize = 5;

/// What is said of names of the register that cannot be looked for, if there are any.
fn blind_spots(register: &Register) -> Option<String> {
    let blind = unfindable(register, is_found_by_value);
    if blind.is_empty() {
        return None;
    }
    let mut places: Vec<String> = blind.iter().map(|(id, line)| format!("{id} in line {line}")).collect();
    places.dedup();
    let more = if places.len() > NAMED { ", …" } else { "" };
    places.truncate(NAMED);
    let names = if blind.len() == 1 { "name" } else { "names" };
    Some(format!(
        "{} {names} of the register cannot be looked for ({}{more}): `subrosa register check` tells which and why",
        blind.len(),
        places.join(", ")
    ))
}

/// A register that must be given and is not.
fn missing_register(who: &str) -> Trouble {
    let help = format!("name it with --register FILE or in {REGISTER_VARIABLE}");
    Trouble::new(format!("{who}, and none is given"), Some(&help))
}

/// Loads a register that somebody named.
pub(super) fn load_register(file: &Sourced<PathBuf>, config: &Config) -> Result<Register, Trouble> {
    let name = shown(file.value.strip_prefix(&config.cwd).unwrap_or(&file.value));
    let bytes = fs::read(&file.value).map_err(|error| {
        let why = unreadable(error.kind());
        let help = format!("it is named by: {}", file.origin);
        Trouble::new(format!("The register {name} cannot be read: {why}"), Some(&help))
    })?;
    register::load(&name, &bytes).map_err(Trouble::problems)
}
