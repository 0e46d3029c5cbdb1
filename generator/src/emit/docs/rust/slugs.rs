//! Heading anchors, according to GitHub's rules.

use std::collections::BTreeMap;

use unicode_normalization::char::is_combining_mark;

/// The anchors of a page's headings. The headings must be passed in order.
#[derive(Default)]
pub(super) struct Slugs(BTreeMap<String, usize>);

impl Slugs {
    /// Returns the anchor of the next heading.
    pub(super) fn next(&mut self, heading: &str) -> String {
        let is_kept = |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, ' ' | '-' | '_');
        let kept = heading.chars().filter(is_kept);
        let plain = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let mut slug = plain.clone();
        while let Some(count) = self.0.get_mut(&slug) {
            *count += 1;
            slug = format!("{plain}-{count}");
        }
        self.0.insert(slug.clone(), 0);
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_numbered_as_on_github() {
        let mut slugs = Slugs::default();
        let given =
            ["get_group", "Example", "Return type", "Example", "example-1", "Example"].map(|h| slugs.next(h));
        assert_eq!(given, ["get_group", "example", "return-type", "example-1", "example-1-1", "example-2"]);
    }
}
