//! Lowers `externalDocs` by adding a link after the description, so that the link appears in the docs
//! wherever the description does.
//!
//! The link is Markdown, like the description; the emitters escape both in the same way.

use super::annotations::described;
use crate::ir::is_web_address;
use crate::resolve::Node;

/// The maximum length of the link text, in characters.
const MAX_TEXT: usize = 200;

/// Returns the description of a node, followed by its deprecation message and a link to its external
/// documentation.
pub(super) fn description(node: &Node<'_>) -> Option<String> {
    linked(described(node), node)
}

/// Returns a description, followed by a link to the external documentation of a node.
pub(super) fn linked(text: Option<String>, node: &Node<'_>) -> Option<String> {
    match (text, link(node)) {
        (Some(text), Some(link)) if !text.trim().is_empty() => Some(format!("{}\n\n{link}", text.trim_end())),
        (_, Some(link)) => Some(link),
        (text, None) => text,
    }
}

/// Returns a sentence that links to the external documentation of a node, or `None` if there is no web URL.
fn link(node: &Node<'_>) -> Option<String> {
    let docs = node.get("externalDocs")?;
    let url = docs.text("url")?;
    let url = encoded(Some(url.trim()).filter(|url| is_web_address(url))?);
    let text = docs.text("description").unwrap_or_default();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_TEXT).collect();
    let text = text.trim_end_matches('.');
    if text.is_empty() {
        return Some(format!("See <{url}>."));
    }
    let escape = |c: char| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() };
    Some(format!("See [{}](<{url}>).", text.chars().map(escape).collect::<String>()))
}

/// Percent-encodes the characters that would end a URL in a Markdown link.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\') {
            let mut buffer = [0; 4];
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_would_end_the_link_are_encoded() {
        assert_eq!(encoded("https://a/b c>d"), "https://a/b%20c%3Ed");
    }
}
