//! Explains every code: the causes and consequences of the finding, and how to fix it. The table in
//! [`codes`](super::codes) contains only short descriptions.
//!
//! Part of `diagnostic`. The text is in `explanations.md`, sorted by code; tests compare it with the codes in
//! the sources.

/// One section per code, with the code as its heading.
const TEXT: &str = include_str!("explanations.md");

/// Returns all codes with their explanations in Markdown, sorted by code. This includes the codes of findings
/// about files and the configuration, not only about documents.
pub fn explanations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXT.split("## ").skip(1);
    sections.filter_map(|section| section.split_once("\n\n")).map(|(code, text)| (code, text.trim_end()))
}

/// Returns the explanation of a code in Markdown, or `None` for an unknown code.
pub fn explanation(code: &str) -> Option<&'static str> {
    explanations().find(|(name, _)| *name == code).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sections_are_sorted_and_complete() {
        let all: Vec<_> = explanations().collect();
        assert!(all.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(all.len(), TEXT.lines().filter(|line| line.starts_with("## ")).count());
        for (code, text) in all {
            assert!(text.ends_with('.') && text.lines().count() >= 2, "{code}");
        }
    }
}
