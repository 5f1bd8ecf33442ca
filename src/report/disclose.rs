//! Seam until the report branch lands.

/// How much output may say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Disclose {
    /// Pass or fail.
    Verdict,
    /// Counts.
    Files,
    /// Hidden.
    Masked,
    /// All.
    Full,
}

impl std::str::FromStr for Disclose {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "verdict" => Ok(Self::Verdict),
            "files" => Ok(Self::Files),
            "masked" => Ok(Self::Masked),
            "full" => Ok(Self::Full),
            _ => Err(()),
        }
    }
}
