//! The next version of the crate, according to Cargo's interpretation of semantic versioning.

use std::fmt;
use std::str::FromStr;

use generator::diff::Impact;

/// A version with three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |part: &str| part.parse::<u64>().ok().filter(|number| number.to_string() == part);
        let numbers: Option<Vec<u64>> = text.split('.').map(number).collect();
        match numbers.as_deref() {
            Some([major, minor, patch]) => Ok(Self { major: *major, minor: *minor, patch: *patch }),
            _ => Err(format!("`{text}` is not a valid version: expected three numbers, such as 0.1.0")),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Version {
    /// Returns the next version after a change. Before 1.0.0, a breaking change increments the minor version, and any
    /// other change the patch version.
    pub(super) fn after(self, impact: Impact) -> Self {
        let Self { major, minor, patch } = self;
        match (impact, major) {
            (Impact::Breaking, 0) => Self { major, minor: minor + 1, patch: 0 },
            (Impact::Breaking, _) => Self { major: major + 1, minor: 0, patch: 0 },
            (Impact::Additive, 1..) => Self { major, minor: minor + 1, patch: 0 },
            (Impact::Additive | Impact::Documentation, _) => Self { major, minor, patch: patch + 1 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_incremented_as_cargo_interprets_them() {
        let cases = [
            ("0.1.3", Impact::Breaking, "0.2.0"),
            ("0.1.3", Impact::Additive, "0.1.4"),
            ("0.1.3", Impact::Documentation, "0.1.4"),
            ("1.2.3", Impact::Breaking, "2.0.0"),
            ("1.2.3", Impact::Additive, "1.3.0"),
            ("1.2.3", Impact::Documentation, "1.2.4"),
        ];
        for (old, impact, new) in cases {
            let next = old.parse::<Version>().map(|version| version.after(impact).to_string());
            assert_eq!(next.as_deref(), Ok(new), "{old}, {impact}");
        }
    }

    #[test]
    fn a_version_consists_of_three_numbers() {
        for text in ["", "1", "1.0", "1.0.0-beta", "01.0.0", "1.0.0.0", "a.b.c", "1.0.+1"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
        assert!("0.9.0".parse::<Version>() < "0.10.0".parse::<Version>());
    }
}
