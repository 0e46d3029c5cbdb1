//! Explains every code: the causes and consequences of the finding, and how to fix it. The table in
//! [`codes`](super::codes) contains only short descriptions.
//!
//! Part of `diagnostic`. The text is in `explanations.md`, with one section per code, sorted by code.

use super::Code;

/// One section per code, with the code as its heading.
const TEXT: &str = include_str!("explanations.md");

fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXT.split("## ").skip(1);
    sections.filter_map(|section| section.split_once("\n\n")).map(|(code, text)| (code, text.trim_end()))
}

/// Returns the explanation of a code in Markdown.
pub fn explanation(code: Code) -> &'static str {
    sections().find(|(name, _)| *name == code.name()).map(|(_, text)| text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_a_section() {
        let names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(sections().map(|(name, _)| name).collect::<Vec<_>>(), names);
        for (code, text) in sections() {
            assert!(text.ends_with('.') && text.lines().count() >= 2, "{code}");
        }
    }
}
