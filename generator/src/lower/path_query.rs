//! Lowers queries in paths, such as `/items?kind=a`, and removes pairs that query parameters also send.

use super::Lowering;
use super::path::template;
use super::server_url::outside_braces;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Location, Notation, Param, PathPart, PathTemplate};
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Removes empty pairs, and pairs that parameters already send, from the query of a path. If the path
    /// contains a value for an optional parameter, the parameter is removed instead, because every call sends that
    /// value.
    pub(super) fn send_query_once(
        &mut self,
        path: PathTemplate,
        params: &mut Vec<Param>,
        at: &Pointer,
    ) -> PathTemplate {
        let sent = path.sent();
        let Some((before, query)) = split_outside(&sent, '?') else { return path };
        let mut kept: Vec<&str> = Vec::new();
        for pair in pairs(query).filter(|pair| !pair.is_empty()) {
            let (name, value) = split_outside(pair, '=').unwrap_or((pair, ""));
            let is_same = |param: &Param| {
                param.location == Location::Query
                    && param.notation != Notation::Querystring
                    && param.name == name
            };
            let Some(index) = params.iter().position(is_same).filter(|_| !has_path_parameter(value, params))
            else {
                kept.push(pair);
                continue;
            };
            let is_fixed = !value.is_empty() && !value.contains('{');
            let used = if is_fixed && !params.get(index).is_some_and(|param| param.required) {
                params.remove(index);
                kept.push(pair);
                "the value in the path is sent"
            } else {
                "the value of the parameter is sent"
            };
            let message = format!("the path and a query parameter both contain `{name}`; {used}");
            let finding = Diagnostic::note(Code::PathQuery, at, message);
            self.findings.push(finding.help("remove one of them"));
        }
        let sent = match kept.is_empty() {
            true => before.to_owned(),
            false => format!("{before}?{}", kept.join("&")),
        };
        template(&sent).map_or(path.clone(), |new| PathTemplate { text: path.text, ..new })
    }
}

/// Returns whether a placeholder in a value has a path parameter.
fn has_path_parameter(value: &str, params: &[Param]) -> bool {
    let parts = template(value).map(|template| template.parts).unwrap_or_default();
    parts.iter().any(|part| match part {
        PathPart::Param(name) => {
            params.iter().any(|param| param.location == Location::Path && param.name == *name)
        }
        PathPart::Text(_) => false,
    })
}

/// Splits a string at the first separator outside braces.
fn split_outside(text: &str, separator: char) -> Option<(&str, &str)> {
    let start = outside_braces(text, &[separator])?;
    Some((text.get(..start)?, text.get(start + separator.len_utf8()..)?))
}

/// Returns the pairs of a query.
fn pairs(query: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(query);
    std::iter::from_fn(move || {
        let text = rest?;
        let (pair, after) =
            split_outside(text, '&').map_or((text, None), |(pair, after)| (pair, Some(after)));
        rest = after;
        Some(pair)
    })
}
