//! Layer 1: rule packs: which wordings are risky even where no name appears.
//!
//! Owns the packs' model, how they are loaded and checked, and the phrase language (`docs/writing-rules.md`). Finds
//! nothing in drafts: `spot` compiles the signals, `judge` asks the rules.


mod inflect;
// mod load;
pub mod model;
pub mod phrase;



pub use model::{
    Category, Condition, Example, Extent, Fixed, Frame, Pack, Pattern, Rule, RuleSet, Scope, SeverityBy, SignalDef,
    SignalId, Validator,
};
