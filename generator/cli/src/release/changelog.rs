//! The changelog. Maintainers also edit the file, so the program only inserts a new entry.

/// The heading and introduction of a new changelog.
const HEAD: &str = "\
# Changelog

All notable changes to this crate. The format follows [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and the versions
follow [semantic versioning](https://semver.org) as Cargo interprets it. `openapi-crate release` writes the entries; notes under
`## [Unreleased]` move into the next one.
";

/// A changelog, split at the position of the next entry.
pub(super) struct Changelog {
    before: String,
    /// The notes for the next release.
    pub(super) notes: String,
    after: String,
    had_unreleased: bool,
}

impl Changelog {
    /// Splits the text of a changelog; without any text, starts a new changelog.
    pub(super) fn parse(text: Option<&str>) -> Self {
        let text = text.unwrap_or(HEAD);
        let (before, rest) = match next_entry(text) {
            Some(start) => text.split_at(start),
            None => (text, ""),
        };
        let (heading, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let had_unreleased = heading.to_lowercase().starts_with("## [unreleased]");
        let (notes, after) = match (had_unreleased, next_entry(below)) {
            (true, Some(start)) => below.split_at(start),
            (true, None) => (below, ""),
            (false, _) => ("", rest),
        };
        Self {
            before: before.trim_end().to_owned(),
            notes: notes.trim().to_owned(),
            after: after.to_owned(),
            had_unreleased,
        }
    }

    /// Returns whether there is an entry for the given version.
    pub(super) fn has(&self, version: &str) -> bool {
        let heading = format!("## [{version}]");
        self.after.lines().any(|line| line.starts_with(&heading))
    }

    /// Returns the changelog with a new entry at the top.
    pub(super) fn with(&self, entry: &str) -> String {
        let unreleased = if self.had_unreleased { "\n## [Unreleased]\n" } else { "" };
        let after = if self.after.is_empty() { String::new() } else { format!("\n{}", self.after) };
        format!("{}\n{unreleased}\n{}\n{after}", self.before, entry.trim_end())
    }
}

/// Returns the position of the first entry's heading.
fn next_entry(text: &str) -> Option<usize> {
    if text.starts_with("## ") { Some(0) } else { text.find("\n## ").map(|at| at + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_follows_the_introduction() {
        let page = Changelog::parse(None).with("## [0.1.0] - 2024-01-01\n\nOne.\n");
        assert_eq!(page, format!("{HEAD}\n## [0.1.0] - 2024-01-01\n\nOne.\n"));
    }

    #[test]
    fn a_new_entry_precedes_the_others_and_includes_the_notes() {
        let page = "# Log\n\nMine.\n\n## [Unreleased]\n\nA note.\n\n## [0.1.0] - 2024-01-01\n\nOne.\n\n[link]: https://a.example\n";
        let log = Changelog::parse(Some(page));
        assert_eq!(log.notes, "A note.");
        assert!(log.has("0.1.0") && !log.has("0.2.0"));
        let want = "# Log\n\nMine.\n\n## [Unreleased]\n\n## [0.2.0]\n\nTwo.\n\n## [0.1.0] - 2024-01-01\n\nOne.\n\n[link]: https://a.example\n";
        assert_eq!(log.with("## [0.2.0]\n\nTwo.\n"), want);
    }

    #[test]
    fn a_changelog_without_entries_is_preserved() {
        assert_eq!(Changelog::parse(Some("Mine.")).with("## [1.0.0]"), "Mine.\n\n## [1.0.0]\n");
        assert_eq!(Changelog::parse(Some("")).with("## [1.0.0]"), "\n\n## [1.0.0]\n");
    }
}
