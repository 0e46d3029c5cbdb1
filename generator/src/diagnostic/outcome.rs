//! Defines the outcome of a construct, that is, how completely the emitted crate expresses it. Findings, the
//! table of keywords and the coverage report use this type.

/// The outcome of a construct, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The crate, its docs or its tests express the construct fully.
    Handled,
    /// The crate expresses the construct in a wider or simpler form.
    Approximated,
    /// The construct is not expressed.
    Dropped,
}

impl Outcome {
    /// All outcomes, starting with the best.
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
