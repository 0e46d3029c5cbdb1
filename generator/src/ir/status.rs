//! Statuses of responses (OpenAPI 3.0.4, section 4.8.16.2).

use std::fmt;

/// The statuses of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One code.
    Code(u16),
    /// A class: 2 for `2XX`.
    Range(u8),
    /// Any status without another response.
    Default,
}

impl Status {
    /// Returns whether it is a status of errors, or of every response that is not declared otherwise.
    pub fn is_error(self) -> bool {
        match self {
            Self::Code(code) => code >= 400,
            Self::Range(class) => class >= 4,
            Self::Default => true,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
