//! Impact: how serious a change is, by the two scales that a rule rates it on.

use std::fmt;

/// How serious a change is by the rules of the official SDKs, which count every parameter and look at no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Official {
    /// Their release notes do not list it.
    Unseen,
    /// The third number of the version goes up.
    Point,
    /// The second.
    Minor,
    /// The first.
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

/// What a change does to the emitted crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// No public item changes: only texts, or bytes on the wire.
    Documentation,
    /// There is something new; code that compiled still does.
    Additive,
    /// Code that compiled may no longer do so, or may mean something else.
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

/// What a kind of change does to the crate, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it does.
    pub impact: Impact,
    /// Why, in a few words.
    pub why: &'static str,
}
