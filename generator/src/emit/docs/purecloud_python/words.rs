//! The naming and escaping rules for the Python SDK's pages.
//!
//! The rules are those of the Python SDK's generator. They do not depend on the Rust crate's names.

/// Reserved names: Python's keywords and built-in statements, and names that the SDK's classes use.
const RESERVED: [&str; 36] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "exec", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "print", "property", "raise", "return", "self", "try", "while", "with", "yield",
];

/// Returns the name of a method or an argument in snake case. The prefix `pc` is added to reserved words and to names
/// that start with a digit: `from` becomes `pcFrom`.
pub(super) fn name(text: &str) -> String {
    let snake = snake(&sanitized(text));
    match snake.chars().next() {
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() || RESERVED.contains(&snake.as_str()) => {
            format!("pc{}", capitalized(&snake))
        }
        Some(_) => snake,
    }
}

/// Returns the name of the class that contains a tag's operations.
pub(super) fn class(tag: &str) -> String {
    let words = camel(tag);
    if words.is_empty() { "DefaultApi".to_owned() } else { format!("{words}Api") }
}

/// Returns the name of a model class.
pub(super) fn model(schema: &str) -> String {
    let name = camel(schema);
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
        format!("Model{name}")
    } else {
        name
    }
}

/// Returns a string on one line, with backslashes and quotes escaped as in a string literal.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\t' | '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("'''", "'_'_'")
}

/// Returns a name on one line, otherwise unchanged.
pub(super) fn line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

/// Escapes a string for HTML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '`' => out.push_str("&#x60;"),
            '=' => out.push_str("&#x3D;"),
            c => out.push(c),
        }
    }
    out
}

/// Converts a name to snake case. The name is split between the groups of `([A-Z]+)([A-Z][a-z][a-z]+)`, and then
/// between those of `([a-z0-9])([A-Z])`.
fn snake(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut split = vec![false; letters.len() + 1];
    split_after_acronyms(&letters, &mut split);
    for (i, pair) in letters.windows(2).enumerate() {
        if let [before, after] = pair {
            let lower = before.is_ascii_lowercase() || before.is_ascii_digit();
            split[i + 1] |= lower && after.is_ascii_uppercase();
        }
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (c, split) in letters.into_iter().zip(split) {
        if split {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Finds the positions of the first split in [`snake`]: before a capital that follows capitals and precedes at least
/// two lowercase letters.
///
/// A match includes the lowercase letters, so the next match starts after them.
fn split_after_acronyms(letters: &[char], split: &mut [bool]) {
    let mut i = 0;
    while i < letters.len() {
        let capitals = letters[i..].iter().take_while(|c| c.is_ascii_uppercase()).count();
        let small = letters[i + capitals..].iter().take_while(|c| c.is_ascii_lowercase()).count();
        if capitals >= 2 && small >= 2 {
            split[i + capitals - 1] = true;
        }
        i += (capitals + small).max(1);
    }
}

/// Replaces brackets, spaces and similar characters with `_`, and removes other symbols.
fn sanitized(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '.' | '-' | '[' | '(' | ' ' | '/' | ':' => Some('_'),
            c if c.is_alphanumeric() || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

/// Joins the words of a string in upper camel case.
fn camel(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_by_both_patterns() {
        let names = [
            ("getGroupsDynamicsettings", "get_groups_dynamicsettings"),
            ("groupId", "group_id"),
            ("q64", "q64"),
            ("getHTTPServerList", "get_http_server_list"),
            ("userURL", "user_url"),
            ("parseHTMLof", "parse_htm_lof"),
            ("ABc", "abc"),
            ("X-Request-ID", "x_request_id"),
            ("filter[name]", "filter_name"),
            ("a.b", "a_b"),
            ("oauth2Token", "oauth2_token"),
            ("_page", "_page"),
        ];
        for (text, expected) in names {
            assert_eq!(name(text), expected, "{text}");
        }
    }

    #[test]
    fn reserved_words_get_a_prefix() {
        for (text, expected) in [
            ("from", "pcFrom"),
            ("property", "pcProperty"),
            ("Not", "pcNot"),
            ("type", "type"),
            ("date", "date"),
        ] {
            assert_eq!(name(text), expected);
        }
    }

    #[test]
    fn classes_join_the_words_of_a_tag() {
        for (tag, expected) in [
            ("Groups", "GroupsApi"),
            ("external contacts", "ExternalContactsApi"),
            ("Speech & Text", "SpeechTextApi"),
            ("../..", "DefaultApi"),
        ] {
            assert_eq!(class(tag), expected);
        }
        assert_eq!(model("2d-point"), "Model2dPoint");
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(text("a\\b \"c\"\r\n'''d'''"), "a\\\\b \\\"c\\\"  '_'_'d'_'_'");
        assert_eq!(html("&'\"<>`="), "&amp;&#39;&quot;&lt;&gt;&#x60;&#x3D;");
    }
}
