//! Layer 1: rule packs: which wordings are risky even where no name appears.
//!
//! Owns the packs' model, how they are loaded and checked, and the phrase language (`docs/writing-rules.md`). Finds
//! nothing in drafts: `spot` compiles the signals, `judge` asks the rules.

pub mod builtin;
pub mod classes;
mod digits;
mod fixed;
mod inflect;
mod load;
pub mod model;
pub mod phrase;
pub mod places;
mod regexes;
pub mod rule;
mod skeleton;
pub mod weights;

pub use fixed::Fixed;
pub(crate) use inflect::irregular_past;
pub use load::{PackFile, PackWish, Switches, is_name, keys, load, load_with, pack_files, pack_wish};
pub use model::{Extent, Finder, Frame, Pack, Pattern, RuleSet, SignalDef, SignalId, Validator};
pub use rule::{Category, Condition, Example, Length, Rule, Scope, SeverityBy};
pub use skeleton::CAPITAL;
