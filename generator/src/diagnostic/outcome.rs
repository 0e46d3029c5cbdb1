//! Defines the outcome of a construct: how completely the emitted crate represents it. Findings, the
//! table of keywords and the coverage report use this type.

/// The outcome of a construct, ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The crate, its docs or its tests fully represent the construct.
    Handled,
    /// The crate represents the construct in a wider or simpler form.
    Approximated,
    /// The construct is not represented.
    Dropped,
}

impl Outcome {
    /// All outcomes, from best to worst.
    pub const ALL: [Self; 3] = [Self::Handled, Self::Approximated, Self::Dropped];

    /// Returns the name of the outcome.
    pub fn name(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Approximated => "approximated",
            Self::Dropped => "dropped",
        }
    }
}
