//! Determines the form of a schema before its subschemas are lowered.
//!
//! Only the keywords of one schema are inspected; its subschemas remain nodes. Therefore, a type can get its
//! id before its parts refer to it. An `allOf` or `oneOf` with one element does not become a type.

use super::form::{Form, Formed, Step, is_constraint, is_object};
use super::{Lowering, MAX_DEPTH, all_of, enums};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::{Additional, Node, Schema};
use crate::suggest::nearest;

/// The types of OpenAPI 3.0.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

impl<'a> Lowering<'a> {
    /// Returns the form of the schema at a node.
    pub(super) fn form(&mut self, node: &Node<'a>) -> Formed<'a> {
        match self.forms.get(&node.at) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                // The form of this schema is still being computed. Only `allOf` inspects its parts this
                // early, so the cycle consists of `allOf`s.
                self.findings.push(
                    Diagnostic::error(
                        Code::CircularReference,
                        &node.at,
                        "circular `allOf`; this schema contains itself",
                    )
                    .help("remove the schema from its own `allOf`, or refer to it from a property"),
                );
                return Formed { node: node.clone(), form: Form::Any, nullable: false };
            }
            None => {}
        }
        self.forms.insert(node.at.clone(), None);
        let formed = self.formed(node);
        self.forms.insert(node.at.clone(), Some(formed.clone()));
        formed
    }

    fn formed(&mut self, node: &Node<'a>) -> Formed<'a> {
        let mut node = node.clone();
        let mut nullable = false;
        loop {
            // Each iteration descends into the tree, so the loop terminates.
            match self.step(&node) {
                Step::Form(form, null) => return Formed { node, form, nullable: nullable || null },
                Step::Same(inner, null) => {
                    nullable |= null;
                    node = inner;
                }
            }
        }
    }

    /// Like [`form`](Self::form), but follows references.
    pub(super) fn form_in_the_end(&mut self, node: &Node<'a>) -> Formed<'a> {
        let mut formed = self.form(node);
        for _ in 0..MAX_DEPTH {
            let Form::Reference(target) = &formed.form else { return formed };
            let target = target.clone();
            let nullable = formed.nullable;
            formed = self.form(&target);
            formed.nullable |= nullable;
        }
        Formed { form: Form::Any, ..formed }
    }

    /// Returns the keywords of the schema at a node; if the schema is malformed, adds a warning and returns
    /// the keywords of `{}`.
    pub(super) fn keywords(&mut self, node: &Node<'a>) -> Schema<'a> {
        Schema::parse(node).unwrap_or_else(|why| {
            self.warn(Code::InvalidSchema, &node.at, format!("invalid schema: {why}; any value is accepted"));
            Schema::default()
        })
    }

    fn step(&mut self, node: &Node<'a>) -> Step<'a> {
        if let Some(reference) = node.reference() {
            let nullable = node.flag("nullable");
            return match self.document.lookup(reference) {
                Some(target) => Step::Form(Form::Reference(target), nullable),
                None => Step::Form(Form::Any, nullable), // already reported
            };
        }
        if let Some(parts) = self.meets.parts(&node.at) {
            let parts = parts.to_vec();
            return self.met(node, &parts);
        }
        let schema = self.keywords(node);
        let nullable = schema.data.nullable;
        self.step_of(node, &schema).or_null(nullable)
    }

    fn step_of(&mut self, node: &Node<'a>, schema: &Schema<'a>) -> Step<'a> {
        if !schema.keywords.enumeration.is_empty() {
            return enums::step(self, node, schema);
        }
        let is_choice = |all: &[Node<'a>]| all.iter().any(|one| !is_constraint(one, true));
        if is_choice(&schema.one_of) && is_choice(&schema.any_of) {
            self.warn(
                Code::UnsupportedSchema,
                &node.at,
                "`oneOf` and `anyOf` in one schema are not supported; any value is accepted",
            );
            return Step::Form(Form::Any, false);
        }
        let (alternatives, null) = self.alternatives(schema);
        let step = if !schema.all_of.is_empty() {
            all_of::step(self, node, schema, &alternatives)
        } else if alternatives.is_empty() {
            if null && schema.keywords.typ.is_none() && !is_object(schema) {
                self.warn(
                    Code::UnsupportedSchema,
                    &node.at,
                    "`null` is the only value of this schema; any value is accepted",
                );
            }
            Step::Form(self.plain(node, schema), false)
        } else if !schema.properties.is_empty() {
            let choice = alternatives.len() > 1;
            let parts = if choice { Vec::new() } else { alternatives };
            Step::Form(Form::Merge { parts, choice }, false)
        } else if let [one] = alternatives.as_slice() {
            Step::Same(one.clone(), false)
        } else {
            self.one_list(&alternatives).unwrap_or(Step::Form(Form::Union(alternatives), false))
        };
        step.or_null(null)
    }

    /// Returns the distinct branches of `oneOf` or `anyOf` that define types, and whether `null` is one of
    /// them.
    fn alternatives(&mut self, schema: &Schema<'a>) -> (Vec<Node<'a>>, bool) {
        let only_narrows = |all: &[Node<'a>]| all.iter().all(|one| is_constraint(one, true));
        let all = if only_narrows(&schema.one_of) && !schema.any_of.is_empty() {
            &schema.any_of
        } else {
            &schema.one_of
        };
        let (all, inner_null) = self.flattened(all);
        let null = inner_null || all.iter().any(is_null);
        let values: Vec<_> = all.into_iter().filter(|node| !is_null(node)).collect();
        // `anyOf: [{required: [a]}, {required: [b]}]` narrows the object that the adjacent keywords describe;
        // it is not a union of types.
        let on_object = is_object(schema)
            || schema.keywords.typ.as_deref() == Some("object")
            || !schema.all_of.is_empty();
        if values.iter().all(|node| is_constraint(node, on_object))
            && (on_object || schema.keywords.typ.is_some() || !null)
        {
            return (Vec::new(), null);
        }
        let mut once: Vec<Node<'a>> = Vec::new();
        let mut scalars = Vec::new();
        for node in values {
            let formed = self.form(&node);
            let twice = match &formed.form {
                Form::Scalar(kind) if scalars.contains(&(*kind, formed.nullable)) => true,
                Form::Scalar(kind) => {
                    scalars.push((*kind, formed.nullable));
                    false
                }
                _ => once.iter().any(|other| other.json == node.json),
            };
            if !twice {
                once.push(node);
            }
        }
        (once, null)
    }

    /// Returns the form indicated by `type` or, without `type`, by keywords that apply to only one type.
    pub(super) fn plain(&mut self, node: &Node<'a>, schema: &Schema<'a>) -> Form<'a> {
        match schema.keywords.typ.as_deref() {
            Some("object") => object(schema),
            Some("array") => Form::List(schema.items.clone()),
            Some(name) => match self.scalar(name, schema) {
                Some(kind) => Form::Scalar(kind),
                None => {
                    let message = format!("`{name}` is not a type in OpenAPI 3.0; any value is accepted");
                    let finding = Diagnostic::warning(Code::UnknownType, &node.at.key("type"), message);
                    self.findings.push(match nearest(name, TYPES) {
                        Some(near) => finding.help(format!("did you mean `{near}`?")),
                        None => finding,
                    });
                    Form::Any
                }
            },
            None if is_object(schema) => object(schema),
            None if schema.items.is_some() => Form::List(schema.items.clone()),
            None => Form::Any,
        }
    }
}

fn object<'a>(schema: &Schema<'a>) -> Form<'a> {
    match &schema.additional {
        _ if !schema.properties.is_empty() => Form::Struct,
        Additional::Refused => Form::Struct,
        Additional::Of(values) => Form::Map(values.clone()),
        Additional::Unspecified | Additional::Free => Form::Object,
    }
}

/// Returns whether `null` is the only value that a schema allows.
fn is_null(node: &Node<'_>) -> bool {
    let only_null =
        |values: &Vec<serde_json::Value>| !values.is_empty() && values.iter().all(serde_json::Value::is_null);
    node.json.get("enum").and_then(serde_json::Value::as_array).is_some_and(only_null)
        || node.json.get("type").and_then(serde_json::Value::as_str) == Some("null")
}
