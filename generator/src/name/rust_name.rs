//! Defines `RustName`, an identifier in the emitted crate.
//!
//! Only `name` creates these identifiers, so no other stage can turn a string from the document into an
//! identifier.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

/// An identifier in the emitted crate, such as `type_`. It is never a raw identifier such as `r#type`.
///
/// Only this stage can create one; [`emit`](crate::emit) uses the name as a string.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustName(String);

impl RustName {
    /// Creates a name that a scope has assigned, or that is the same in every crate.
    pub(super) fn new(name: String) -> Self {
        Self(name)
    }

    /// Creates an empty name for an item without a name.
    pub(super) fn none() -> Self {
        Self(String::new())
    }

    /// Returns the name as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Deref for RustName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for RustName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RustName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<RustName> for String {
    fn from(name: RustName) -> Self {
        name.0
    }
}

impl PartialEq<str> for RustName {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for RustName {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}
