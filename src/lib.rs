//! subrosa reads a draft before it is published and says what in it would break client confidentiality.
//!
//! ```text
//! bytes ──read──▶ Draft ──spot──▶ Signals ──judge──▶ Findings ──report──▶ output, exit code
//!                           ▲                  ▲
//!                   register + packs, compiled once into an Engine
//! ```
//!
//! The library is for the program and its tests: it has no stable interface, and any version may change all of it. What is
//! stable is the command line, the files that it reads, and its JSON.
//!
//! Layers, each importing only from lower ones and its own folder (a test keeps it so):
//!
//! | layer | modules |
//! |---|---|
//! | 0 | `text`, `threads`, `yaml` |
//! | 1 | `draft`, `policy`, `register`, `rules` |
//! | 2 | `read`, `spot` (they do not know each other) |
//! | 3 | `judge` |
//! | 4 | `report` |
//! | 5 | `run`, `config` |
//! | 6 | `cli` |

#[doc(hidden)]
pub mod cli;
pub mod config;
pub mod draft;
pub mod judge;
pub mod policy;
pub mod read;
pub mod register;
pub mod report;
pub mod rules;
pub mod run;
pub mod spot;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod threads;
#[doc(hidden)]
pub mod yaml;
