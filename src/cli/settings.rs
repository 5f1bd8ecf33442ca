//! Owns where a setting comes from: the command line, the environment, a line of the configuration, a file itself, or nowhere. `check`
//! runs by the values, `config show` prints them.

use std::fmt;

use crate::config::Config;

/// A value and who gave it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sourced<T> {
    /// The value.
    pub(super) value: T,
    /// Who gave it.
    pub(super) origin: Origin,
}

impl<T> Sourced<T> {
    /// A value of an origin.
    pub(super) const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// The first that is given: by the command line, by `key` of the configuration, or `default`.
    pub(super) fn first(option: Option<T>, config: &Config, key: &str, configured: Option<T>, default: T) -> Self {
        match (option, configured) {
            (Some(value), _) => Self::new(value, Origin::CommandLine),
            (None, Some(value)) => Self::new(value, Origin::of_config(config, key)),
            (None, None) => Self::new(default, Origin::Default),
        }
    }
}

/// Who gave a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// An option.
    CommandLine,
    /// A variable, by name.
    Environment(&'static str),
    /// A file and a 1-based line of it.
    Config(String, u32),
    /// The file itself.
    FrontMatter,
    /// Nobody.
    Default,
}

impl Origin {
    /// The line of a key of the configuration.
    pub(super) fn of_config(config: &Config, key: &str) -> Self {
        let line = config.lines.iter().find(|(name, _)| name == key).map(|(_, line)| *line);
        line.map_or(Self::Default, |line| Self::Config(config.shown.clone(), line))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("command line"),
            Self::Environment(name) => f.write_str(name),
            Self::Config(file, line) => write!(f, "{file}:{line}"),
            Self::FrontMatter => f.write_str("front matter"),
            Self::Default => f.write_str("default"),
        }
    }
}
