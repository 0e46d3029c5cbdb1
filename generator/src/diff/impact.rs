//! The two severity scales of a change.

use std::fmt;

/// The severity of a change according to the official SDKs' rules, which count every parameter and ignore
/// defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Official {
    /// Their release notes omit it.
    Unseen,
    /// Increments the third version number.
    Point,
    /// Increments the second version number.
    Minor,
    /// Increments the first version number.
    Major,
}

impl fmt::Display for Official {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unseen => "not seen",
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
    /// Existing code may fail to compile or change its meaning.
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
    /// The effect itself.
    pub impact: Impact,
    /// The reason, in a few words.
    pub why: &'static str,
}
