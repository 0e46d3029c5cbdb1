//! Parses license expressions (SPDX), and provides the text of common licenses.

/// A license whose text is included in the emitted crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct License {
    id: &'static str,
    /// The file name of the license in the emitted crate, which is customary for Rust crates.
    pub(crate) file: &'static str,
    /// The text, as in this project's own copy of the license.
    copy: &'static str,
    /// Whether the first paragraph of the text is the copyright notice.
    has_notice: bool,
}

impl License {
    /// Returns the license text for a package with the given copyright holder.
    pub(crate) fn text(&self, holder: &str) -> String {
        match self.copy.split_once("\n\n").filter(|_| self.has_notice) {
            Some((_, terms)) => format!("Copyright (c) {holder}\n\n{terms}"),
            None => self.copy.to_owned(),
        }
    }
}

const LICENSES: [License; 2] = [
    License {
        id: "Apache-2.0",
        file: "LICENSE-APACHE",
        copy: include_str!(concat!(env!("GENERATOR_LICENSES"), "/LICENSE-APACHE")),
        has_notice: false,
    },
    License {
        id: "MIT",
        file: "LICENSE-MIT",
        copy: include_str!(concat!(env!("GENERATOR_LICENSES"), "/LICENSE-MIT")),
        has_notice: true,
    },
];

/// Returns the identifiers of an expression (SPDX 2.3, annex D), in order. `/` is accepted in place of `OR`,
/// as in old Cargo manifests.
pub(crate) fn identifiers(expression: &str) -> impl Iterator<Item = &str> {
    let words = expression.split(|c: char| c.is_whitespace() || "()/".contains(c));
    words.filter(|word| {
        !word.is_empty() && !["AND", "OR", "WITH"].contains(&word.to_ascii_uppercase().as_str())
    })
}

/// Returns the license with the given identifier, ignoring case; `None` if its text is not available.
pub(crate) fn find(id: &str) -> Option<License> {
    LICENSES.into_iter().find(|license| license.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_split_at_its_operators() {
        let split = |expression| identifiers(expression).collect::<Vec<_>>();
        assert_eq!(split("MIT OR Apache-2.0"), ["MIT", "Apache-2.0"]);
        assert_eq!(split("MIT/Apache-2.0"), ["MIT", "Apache-2.0"]);
        let nested = split("(mit AND BSD-3-Clause) or Apache-2.0 WITH LLVM-exception");
        assert_eq!(nested, ["mit", "BSD-3-Clause", "Apache-2.0", "LLVM-exception"]);
        assert!(
            find("mit").is_some_and(|license| license.file == "LICENSE-MIT")
                && find("GPL-3.0-only").is_none()
        );
    }
}
