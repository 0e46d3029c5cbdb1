//! Parses path templates, and matches their placeholders with the path parameters.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::server_url::outside_braces;
use super::{Lowering, dot_segments};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Location, Notation, Param, PathPart, PathTemplate, Scalar, Style, Type};
use crate::pointer::Pointer;

/// Parses a path template. Returns `None` if a brace is unbalanced or a name is invalid.
pub(super) fn template(text: &str) -> Option<PathTemplate> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains('{') {
            return None;
        }
        if !before.is_empty() {
            parts.push(PathPart::Text(before.to_owned()));
        }
        parts.push(PathPart::Param(name.to_owned()));
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        parts.push(PathPart::Text(rest.to_owned()));
    }
    Some(PathTemplate { text: text.to_owned(), parts })
}

/// Splits a path at the first `#` outside braces. A fragment is never sent (RFC 3986, section 3.5).
pub(super) fn without_fragment(text: &str) -> (&str, Option<&str>) {
    let mut inside = false;
    let start = text.find(|c| {
        inside = (inside || c == '{') && c != '}';
        c == '#' && !inside
    });
    match start {
        Some(start) => (&text[..start], text.get(start + 1..)),
        None => (text, None),
    }
}

/// Returns a path with its dot segments resolved, or `None` if it has none. A query remains unchanged.
pub(super) fn without_dot_segments(text: &str) -> Option<String> {
    let end = outside_braces(text, &['?']).unwrap_or(text.len());
    let (path, query) = text.split_at(end);
    dot_segments::resolved(path).map(|path| path + query)
}

/// The maximum length, in bytes, of a path that is displayed in full. It is limited because each placeholder
/// of a path can result in a message.
const MAX_SHOWN: usize = 500;

/// Returns a path, truncated if it is too long for a message.
fn start(path: &str) -> Cow<'_, str> {
    match path.char_indices().map(|(at, _)| at).find(|at| *at >= MAX_SHOWN) {
        Some(end) => format!("{}...", path.get(..end).unwrap_or_default()).into(),
        None => path.into(),
    }
}

impl Lowering<'_> {
    /// Reports and repairs placeholders without a parameter, and path parameters without a placeholder.
    pub(super) fn check_path(&mut self, path: &PathTemplate, params: &mut Vec<Param>, operation: &Pointer) {
        let names: Vec<&str> = path.parts.iter().filter_map(placeholder).collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        let is_lost =
            |param: &Param| param.location == Location::Path && !known.contains(param.name.as_str());
        for param in params.iter().filter(|param| is_lost(param)) {
            let message = format!(
                "path parameter `{}` does not occur in path `{}`; it is omitted",
                param.name,
                start(&path.text)
            );
            let finding = Diagnostic::error(Code::UnusedParameter, &param.pointer, message);
            self.findings.push(match self.suggestions.nearest(&param.name, names.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{{{near}}}`?")),
                None => {
                    finding.help(format!("add `{{{}}}` to the path, or remove the parameter", param.name))
                }
            });
        }
        params.retain(|param| !is_lost(param));
        let in_path = params.iter().filter(|param| param.location == Location::Path);
        let mut given: BTreeSet<String> = in_path.map(|param| param.name.clone()).collect();
        for name in names {
            if given.insert(name.to_owned()) {
                let message = format!(
                    "`{{{name}}}` in path `{}` has no parameter; any string is accepted",
                    start(&path.text)
                );
                let finding = Diagnostic::error(Code::PathParameter, operation, message);
                self.findings.push(finding.help(format!(
                    "add a parameter `{name}` with `in: path` to the operation or to its path"
                )));
                params.push(text_parameter(name, self.is_secret(name), operation));
            }
        }
    }
}

/// Returns a string parameter for an undeclared placeholder.
fn text_parameter(name: &str, secret: bool, operation: &Pointer) -> Param {
    Param {
        pointer: operation.clone(),
        name: name.to_owned(),
        location: Location::Path,
        style: Style::Simple,
        notation: Notation::Encoded,
        media_type: None,
        required: true,
        deprecated: false,
        secret,
        on_client: None,
        usage: Type::Scalar(Scalar::String).into(),
        values: Vec::new(),
        default: None,
        example: None,
        description: None,
    }
}

fn placeholder(part: &PathPart) -> Option<&str> {
    match part {
        PathPart::Param(name) => Some(name),
        PathPart::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_split_at_its_placeholders() {
        let text = |text: &str| PathPart::Text(text.to_owned());
        let param = |name: &str| PathPart::Param(name.to_owned());
        let parts = |path| template(path).map(|template| template.parts);
        assert_eq!(parts("/a/{b}/c.{d}"), Some(vec![text("/a/"), param("b"), text("/c."), param("d")]));
        assert_eq!(parts("/{a}{b}"), Some(vec![text("/"), param("a"), param("b")]));
    }

    #[test]
    fn a_fragment_starts_at_a_hash_outside_braces() {
        assert_eq!(without_fragment("/a#b#c"), ("/a", Some("b#c")));
        assert_eq!(without_fragment("/a/{b#c}"), ("/a/{b#c}", None));
        assert_eq!(without_fragment("/{a}#"), ("/{a}", Some("")));
        assert_eq!(without_fragment("#a"), ("", Some("a")));
    }

    #[test]
    fn dot_segments_are_resolved_before_a_query() {
        assert_eq!(without_dot_segments("/a/b/..?x=../y").as_deref(), Some("/a/?x=../y"));
        assert_eq!(without_dot_segments("/a/{b?}/../c").as_deref(), Some("/a/c"));
        assert_eq!(without_dot_segments("/a?x=/../y"), None);
    }

    #[test]
    fn unbalanced_braces_are_rejected() {
        for path in ["/a/{b", "/a/b}", "/a/{}", "/{a{b}}", "/}{"] {
            assert_eq!(template(path), None, "{path}");
        }
    }
}
