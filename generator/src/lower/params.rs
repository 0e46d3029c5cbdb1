//! Lowers parameters, with their locations, styles and types.

use std::collections::BTreeSet;

use openapiv3::{Parameter, PathStyle, QueryStyle};
use serde_json::json;

use super::Lowering;
use super::annotations::described;
use super::notation::check_query_string;
use super::operation::Unfit;
use super::place::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::headers;
use crate::ir::{Location, Notation, Param, PathStep, Scalar, Style, Type, Usage};
use crate::resolve::Node;

/// Returns the identity of a parameter; header names are case-insensitive (RFC 9110, section 5.1).
fn identity(param: &Param) -> (Location, String) {
    let name = match param.location {
        Location::Header => param.name.to_ascii_lowercase(),
        _ => param.name.clone(),
    };
    (param.location, name)
}

impl<'a> Lowering<'a> {
    /// Returns the parameters of an operation: first the path's parameters that the operation does not override,
    /// then its own.
    pub(super) fn params(
        &mut self,
        item: &Node<'a>,
        operation: &Node<'a>,
        place: &Place,
    ) -> Result<Vec<Param>, Unfit> {
        let shared = self.params_of(item, place)?;
        let own = self.params_of(operation, place)?;
        let overriding: BTreeSet<(Location, String)> = own.iter().map(identity).collect();
        let mut all: Vec<Param> =
            shared.into_iter().filter(|param| !overriding.contains(&identity(param))).collect();
        all.extend(own);
        check_query_string(&all)?;
        Ok(all)
    }

    fn params_of(&mut self, node: &Node<'a>, place: &Place) -> Result<Vec<Param>, Unfit> {
        let mut params: Vec<Param> = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, listed) in node.items_of("parameters").into_iter().enumerate() {
            // An unresolved reference has already been reported; its placeholder becomes a string parameter.
            let Some(target) = self.document.follow(&listed) else { continue };
            let Some(param) = self.param(&target, place)? else { continue };
            if !seen.insert(identity(&param)) {
                let case = if param.location == Location::Header { " (case-insensitive)" } else { "" };
                let message = format!(
                    "duplicate parameter `{}`{case} with the same `in`; the first one is used",
                    param.name
                );
                let finding = Diagnostic::error(
                    Code::DuplicateParameter,
                    &node.at.key("parameters").index(index),
                    message,
                );
                self.findings.push(finding.help(
                    "remove one of them, because the combination of `name` and `in` must be \
                     unique in a list",
                ));
                continue;
            }
            params.push(param);
        }
        Ok(params)
    }

    /// Lowers a parameter. Returns `None` if it must be ignored.
    fn param(&mut self, node: &Node<'a>, place: &Place) -> Result<Option<Param>, Unfit> {
        let newer = self.declared_notation(node)?;
        let parameter = parsed(node, newer)?;
        let data = parameter.parameter_data_ref();
        let (location, style) = style(&parameter, data.explode);
        let name = data.name.clone();
        if self.is_ignored(node, location, &name) {
            return Ok(None);
        }
        if location == Location::Path && !data.required {
            self.warn(
                Code::PathParameter,
                &node.at,
                format!("path parameter `{name}` is not `required`; it is treated as required"),
            );
        }
        let (usage, style, schema) = self.param_type(node, &name, style, place);
        let (style, notation) = match newer {
            Some(Notation::Querystring) => self.query_string(node)?,
            Some(notation) => (style, notation),
            None => (style, self.escaping(node, location, schema.as_ref())),
        };
        self.check_query_members(node, notation);
        let values = schema.as_ref().map(|schema| self.listed_values(schema)).unwrap_or_default();
        let notes = schema.map(|schema| self.annotations_of_use(&schema)).unwrap_or_default();
        Ok(Some(Param {
            pointer: node.at.clone(),
            location,
            style,
            notation,
            media_type: None,
            required: data.required || location == Location::Path,
            deprecated: data.deprecated.unwrap_or_default() || notes.deprecated,
            secret: notes.secret || self.is_secret(&name),
            on_client: self.on_client(node, location, &name),
            usage,
            values,
            default: notes.default,
            example: self.example(node).or(notes.example),
            description: described(node).or(notes.docs.description),
            name,
        }))
    }

    /// Returns whether a parameter must be ignored because clients cannot send it, and if so, reports it.
    fn is_ignored(&mut self, node: &Node<'a>, location: Location, name: &str) -> bool {
        if location == Location::Header && headers::cannot_be_parameter(name) {
            let message =
                format!("header `{name}` is set by the client or its transport; the parameter is ignored");
            self.note(Code::IgnoredParameter, &node.at, message);
            return true;
        }
        if location == Location::Header && !headers::is_token(name)
            || location == Location::Cookie && name.is_empty()
        {
            let message =
                format!("{} `{name}` has an invalid name; the parameter is ignored", location.name());
            self.findings.push(
                Diagnostic::warning(Code::UnsendableParameter, &node.at.key("name"), message)
                    .help("correct the name, or remove the parameter"),
            );
            return true;
        }
        false
    }

    /// Returns the type of a parameter, its style, and its schema.
    fn param_type(
        &mut self,
        node: &Node<'a>,
        name: &str,
        style: Style,
        place: &Place,
    ) -> (Usage, Style, Option<Node<'a>>) {
        let place = place.step(PathStep::Parameter(name.to_owned()));
        if let Some(schema) = node.get("schema") {
            return (self.usage(&schema, &place), style, Some(schema));
        }
        let content = node.members_of("content").into_iter().next();
        if let Some((_, content)) = content {
            let schema = self.media_type(content).get("schema");
            let usage = schema.as_ref().map(|schema| self.usage(schema, &place));
            return (usage.unwrap_or_else(|| Type::Any.into()), Style::Json, schema);
        }
        self.warn(
            Code::UntypedParameter,
            &node.at,
            format!("parameter `{name}` has no schema; any string is accepted"),
        );
        (Type::Scalar(Scalar::String).into(), style, None)
    }
}

/// Parses a parameter. The parser does not support the notations of OpenAPI 3.2.
fn parsed(node: &Node<'_>, newer: Option<Notation>) -> Result<Parameter, Unfit> {
    let mut apart = vec!["schema", "content", "example", "examples"];
    let mut defaults = json!({"schema": {"$ref": ""}});
    match newer {
        Some(Notation::Cookie) => apart.push("style"),
        Some(Notation::Querystring) => {
            apart.extend(["in", "style"]);
            defaults["in"] = json!("query");
        }
        _ => {}
    }
    node.parse(&apart, defaults).map_err(|why| Unfit::because(&node.at, format!("invalid parameter: {why}")))
}

/// Returns the location and style of a parameter; `explode` defaults to `true` only for the `form` style.
fn style(parameter: &Parameter, explode: Option<bool>) -> (Location, Style) {
    let pick = |exploded: Style, plain: Style, default: bool| {
        if explode.unwrap_or(default) { exploded } else { plain }
    };
    match parameter {
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => pick(Style::SimpleExploded, Style::Simple, false),
                PathStyle::Label => pick(Style::LabelExploded, Style::Label, false),
                PathStyle::Matrix => pick(Style::MatrixExploded, Style::Matrix, false),
            };
            (Location::Path, style)
        }
        Parameter::Query { style, .. } => {
            let style = match style {
                QueryStyle::Form => pick(Style::FormExploded, Style::Form, true),
                // If the style is exploded, each value is a separate pair, without delimiters.
                QueryStyle::SpaceDelimited => pick(Style::FormExploded, Style::SpaceDelimited, false),
                QueryStyle::PipeDelimited => pick(Style::FormExploded, Style::PipeDelimited, false),
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (Location::Query, style)
        }
        Parameter::Header { .. } => (Location::Header, pick(Style::SimpleExploded, Style::Simple, false)),
        Parameter::Cookie { .. } => (Location::Cookie, pick(Style::FormExploded, Style::Form, true)),
    }
}
