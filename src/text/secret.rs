//! Owns the wrapper for what the register keeps secret. It has no `Display` and no `Serialize`, and its `Debug` prints
//! an ellipsis, so that a value can only reach output through [`Secret::expose`], whose callers a test keeps to a list.

use std::fmt;

/// A value that must not reach any output.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. To be called only where names are compiled or compared, never where text is written.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// The same, borrowed.
    pub const fn borrowed(&self) -> Secret<&str> {
        Secret(self.0.as_str())
    }
}

impl Secret<&str> {
    /// The same, owned.
    pub fn owned(&self) -> Secret<String> {
        Secret(self.0.to_owned())
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
