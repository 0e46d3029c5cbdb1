//! Parses HTML tags in a description according to CommonMark (section 6.6, "Raw HTML"). Only elements with a Markdown
//! equivalent are supported.

use super::link;
use crate::sanitize::one_line;

/// An element with a Markdown equivalent. All others remain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Paragraph,
    Break,
    /// A bullet list.
    Bullets,
    /// A numbered list.
    Numbers,
    Item,
    Strong,
    Emphasis,
    Code,
    Pre,
    Link,
    Heading,
    Table,
    /// `thead`, `tbody` and `tfoot`, for which Markdown has no syntax.
    Section,
    Row,
    Cell,
}

/// A tag at the start of a string.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: Name,
    /// Whether this is an end tag.
    pub(super) is_end: bool,
    /// The target of a link. It is `None` if there is no target, or if the target is relative, since it would refer to
    /// the site where the document was published.
    pub(super) target: Option<String>,
    /// The tag's length in bytes.
    pub(super) len: usize,
}

/// Returns the tag at the start of the text, or `None` if the text does not start with a tag of a supported element. A
/// tag with an event handler, or with a link whose scheme is not allowed, is not supported.
pub(super) fn tag(text: &str) -> Option<Tag> {
    let rest = text.strip_prefix('<')?;
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = name(rest.get(..end)?)?;
    let mut rest = rest.get(end..)?;
    let mut target = None;
    loop {
        let after = rest.trim_start();
        if let Some(after) = after.strip_prefix('>').or_else(|| after.strip_prefix("/>").filter(|_| !is_end))
        {
            return Some(Tag { name, is_end, target, len: text.len() - after.len() });
        }
        // Attributes are separated by whitespace.
        if after.len() == rest.len() || is_end {
            return None;
        }
        let (key, value, after) = attribute(after)?;
        if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return None;
        }
        if name == Name::Link && key.eq_ignore_ascii_case("href") && target.is_none() {
            let url = one_line(&resolved(value));
            match link::target(&url) {
                Some(_) => target = Some(url),
                // The part before the colon would be parsed as a scheme (RFC 3986, section 4.2).
                None if url.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':')) => {
                    return None;
                }
                None => {}
            }
        }
        rest = after;
    }
}

/// Returns the name and the value of an attribute, and the text after it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
    let end = text.find(|c| !is_key(c)).unwrap_or(text.len());
    let (key, rest) = text.split_at(end);
    if key.is_empty() {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else { return Some((key, "", rest)) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(value) = value.strip_prefix(quote) {
            let (value, rest) = value.split_once(quote)?;
            return (!value.contains(['<', '>'])).then_some((key, value, rest));
        }
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '<' | '>' | '`');
    let (value, rest) = value.split_at(value.find(is_end).unwrap_or(value.len()));
    (!value.is_empty()).then_some((key, value, rest))
}

fn name(text: &str) -> Option<Name> {
    Some(match text.to_ascii_lowercase().as_str() {
        "p" => Name::Paragraph,
        "br" => Name::Break,
        "ul" => Name::Bullets,
        "ol" => Name::Numbers,
        "li" => Name::Item,
        "b" | "strong" => Name::Strong,
        "i" | "em" => Name::Emphasis,
        "code" => Name::Code,
        "pre" => Name::Pre,
        "a" => Name::Link,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Name::Heading,
        "table" => Name::Table,
        "thead" | "tbody" | "tfoot" => Name::Section,
        "tr" => Name::Row,
        "th" | "td" => Name::Cell,
        _ => return None,
    })
}

/// Resolves the character references that occur often in HTML descriptions. Others remain text.
pub(super) fn resolved(text: &str) -> String {
    const NAMES: [(&str, &str); 6] =
        [("lt;", "<"), ("gt;", ">"), ("amp;", "&"), ("quot;", "\""), ("apos;", "'"), ("nbsp;", " ")];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = NAMES.iter().find_map(|(name, c)| Some((*c, after.strip_prefix(name)?)));
        let number = after.strip_prefix('#').and_then(|number| {
            number.split_at_checked(number.bytes().take(8).position(|byte| byte == b';')?)
        });
        let number = number.and_then(|(digits, after)| {
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            Some((char::from_u32(code)?, after.get(1..)?))
        });
        match (known, number) {
            (Some((c, after)), _) => (out.push_str(c), rest = after).1,
            (None, Some((c, after))) => (out.push(c), rest = after).1,
            (None, None) => (out.push('&'), rest = after).1,
        }
    }
    out + rest
}
