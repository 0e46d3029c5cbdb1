//! The two severity scales of a change.

use std::fmt;

/// The severity of a change according to the official SDKs' rules. These rules cover changes to optional
/// parameters, but not changes to defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Official {
    /// The official SDKs' release notes omit the change.
    Unlisted,
    /// Increments the patch version.
    Point,
    /// Increments the minor version.
    Minor,
    /// Increments the major version.
    Major,
}

impl fmt::Display for Official {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unlisted => "unlisted",
            Self::Point => "point",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The effect of a change on the emitted crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// No public item changes, only documentation or the bytes sent.
    Documentation,
    /// Adds an item; existing code still compiles.
    Additive,
    /// Existing code may fail to compile or behave differently.
    Breaking,
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}

/// The effect of a kind of change on the crate, with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The effect on the crate.
    pub impact: Impact,
    /// The reason, in a few words.
    pub why: &'static str,
}
