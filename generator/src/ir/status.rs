//! Response statuses (OpenAPI 3.0.4, section 4.8.16.2).

use std::fmt;

/// The statuses that a declared response covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One code.
    Code(u16),
    /// A status class, such as 2 for `2XX`.
    Range(u8),
    /// Any status that no other response covers.
    Default,
}

impl Status {
    /// Returns the declared status of a successful call: the lowest 2xx code, or else `2XX`, or else `default` (which
    /// then covers success).
    pub fn success(declared: impl IntoIterator<Item = Self>) -> Option<Self> {
        let rank = |status: Self| match status {
            Self::Default => Some(301),
            status if !status.is_success() => None,
            Self::Code(code) => Some(code),
            Self::Range(_) => Some(300),
        };
        declared
            .into_iter()
            .filter_map(|status| Some((rank(status)?, status)))
            .min()
            .map(|(_, status)| status)
    }

    /// Returns whether this status covers only successful responses: a 2xx code or `2XX`.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Returns whether this status covers errors: a 4xx or 5xx code, `4XX`, `5XX` or `default`.
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
