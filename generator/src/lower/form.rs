//! Form: what a schema amounts to, before anything inside it is lowered.
//!
//! One schema is looked at with its keywords; what stands below it stays a node. So a type can get its id before its parts refer to it,
//! and an `allOf` or `oneOf` of one can be seen through without a trace.

use super::{Lowering, MAX_DEPTH, all_of, enums, scalar};
use crate::diagnostic::Diagnostic;
use crate::ir::{Enumeration, Scalar};
use crate::resolve::{Additional, Node, Schema};
use crate::suggest::nearest;

/// What a schema amounts to.
#[derive(Clone, Debug)]
pub(super) enum Form<'a> {
    /// What another schema says.
    Reference(Node<'a>),
    /// Any value.
    Any,
    /// An object of which nothing is known.
    Object,
    /// A single value.
    Scalar(Scalar),
    /// A list; without a node, of any values.
    List(Option<Node<'a>>),
    /// An object with free keys.
    Map(Node<'a>),
    /// One of a list of values.
    Enum(Enumeration),
    /// An object with known properties.
    Struct,
    /// An object made of several schemas, `parts` and its own keywords; and of one of others, if there is a `choice`.
    Merge { parts: Vec<Node<'a>>, choice: bool },
    /// One of several schemas.
    Union(Vec<Node<'a>>),
}

/// A schema and what it amounts to.
#[derive(Clone, Debug)]
pub(super) struct Formed<'a> {
    /// The schema; inside the one that was asked for if that only wraps it.
    pub(super) node: Node<'a>,
    /// What it amounts to.
    pub(super) form: Form<'a>,
    /// Whether `null` is a value, too.
    pub(super) nullable: bool,
}

/// A form, or the one schema that a wrapper stands for.
pub(super) enum Step<'a> {
    /// This form; the flag says whether its values include `null`.
    Form(Form<'a>, bool),
    /// What that schema says; the flag says whether `null` is added.
    Same(Node<'a>, bool),
}

impl Step<'_> {
    /// The same, with `null` added if `null` says so.
    pub(super) fn or_null(self, null: bool) -> Self {
        match self {
            Self::Form(form, own) => Self::Form(form, own || null),
            Self::Same(node, own) => Self::Same(node, own || null),
        }
    }
}

/// The types of OpenAPI 3.0.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Keywords that say what kind of value is meant; all others describe or narrow it.
const STRUCTURE: [&str; 10] = [
    "$ref",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
];

/// Whether a schema says what kind of value is meant.
pub(super) fn is_structural(node: &Node<'_>) -> bool {
    STRUCTURE.iter().any(|key| node.json.get(key).is_some_and(|value| !value.is_null()))
}

/// Whether a schema only narrows an object, or any value: it says nothing but which properties must be present, or bounds.
pub(super) fn is_constraint(node: &Node<'_>, on_object: bool) -> bool {
    let narrows = |key: &str| match key {
        "required" => true,
        "type" => on_object && node.json.get(key).is_some_and(|typ| typ == "object"),
        _ => false,
    };
    STRUCTURE.iter().all(|key| narrows(key) || node.json.get(key).is_none())
}

impl Form<'_> {
    /// Whether a type of this form gets a name of its own.
    pub(super) fn has_a_name(&self) -> bool {
        matches!(self, Self::Enum(_) | Self::Struct | Self::Merge { .. } | Self::Union(_))
    }

    /// Whether its values are objects.
    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Struct | Self::Merge { .. } | Self::Object | Self::Map(_))
    }
}

impl<'a> Lowering<'a> {
    /// What the schema at a node amounts to.
    pub(super) fn form(&mut self, node: &Node<'a>) -> Formed<'a> {
        match self.forms.get(&node.at) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                // Only the parts of `allOf` are looked at before their whole is known.
                self.findings.push(
                    Diagnostic::error(
                        "circular-reference",
                        &node.at,
                        "this schema is made of schemas that are made of it",
                    )
                    .help("a schema cannot be part of its own `allOf`; refer to it from a property instead"),
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
            // Each round goes a level down the tree, so it ends.
            match self.step(&node) {
                Step::Form(form, null) => return Formed { node, form, nullable: nullable || null },
                Step::Same(inner, null) => {
                    nullable |= null;
                    node = inner;
                }
            }
        }
    }

    /// Like [`form`](Self::form), with references followed.
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

    /// The keywords of the schema at a node; those of `{}`, and a warning, if it is none.
    pub(super) fn keywords(&mut self, node: &Node<'a>) -> Schema<'a> {
        Schema::parse(node).unwrap_or_else(|why| {
            self.warn(
                "invalid-schema",
                &node.at,
                format!("this schema cannot be read, any value is taken: {why}"),
            );
            Schema::default()
        })
    }

    fn step(&mut self, node: &Node<'a>) -> Step<'a> {
        if let Some(reference) = node.reference() {
            let nullable = node.flag("nullable");
            return match self.document.lookup(reference) {
                Some(target) => Step::Form(Form::Reference(target), nullable),
                None => Step::Form(Form::Any, nullable), // reported already
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
        if !schema.one_of.is_empty() && !schema.any_of.is_empty() {
            self.warn(
                "unsupported-schema",
                &node.at,
                "`oneOf` and `anyOf` in one schema are not expressed, any value is taken",
            );
            return Step::Form(Form::Any, false);
        }
        let (alternatives, null) = self.alternatives(schema);
        let step = if !schema.all_of.is_empty() {
            all_of::step(self, node, schema, &alternatives)
        } else if alternatives.is_empty() {
            if null && schema.keywords.typ.is_none() && !is_object(schema) {
                self.warn(
                    "unsupported-schema",
                    &node.at,
                    "only `null` is a value of this schema, any value is taken",
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

    /// The alternatives of `oneOf` or `anyOf` that are kinds of values, each once, and whether `null` is one of them.
    fn alternatives(&mut self, schema: &Schema<'a>) -> (Vec<Node<'a>>, bool) {
        let all = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
        let (all, inner_null) = self.flattened(all);
        let null = inner_null || all.iter().any(is_null);
        let values: Vec<_> = all.into_iter().filter(|node| !is_null(node)).collect();
        // `anyOf: [{required: [a]}, {required: [b]}]` narrows what stands beside it, and is no choice of kinds.
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

    /// The form by `type`, or by the keywords that only one type has.
    pub(super) fn plain(&mut self, node: &Node<'a>, schema: &Schema<'a>) -> Form<'a> {
        match schema.keywords.typ.as_deref() {
            Some("object") => object(schema),
            Some("array") => Form::List(schema.items.clone()),
            Some(name) => match scalar::scalar(name, schema) {
                Some(kind) => Form::Scalar(kind),
                None => {
                    let message = format!("`{name}` is not a type of OpenAPI 3.0, any value is taken");
                    let finding = Diagnostic::warning("unknown-type", &node.at.key("type"), message);
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

/// Whether the keywords speak of an object's members.
pub(super) fn is_object(schema: &Schema<'_>) -> bool {
    !schema.properties.is_empty() || !matches!(schema.additional, Additional::Unspoken)
}

fn object<'a>(schema: &Schema<'a>) -> Form<'a> {
    match &schema.additional {
        _ if !schema.properties.is_empty() => Form::Struct,
        Additional::Refused => Form::Struct,
        Additional::Of(values) => Form::Map(values.clone()),
        Additional::Unspoken | Additional::Free => Form::Object,
    }
}

/// Whether `null` is the only value of a schema.
fn is_null(node: &Node<'_>) -> bool {
    let only_null =
        |values: &Vec<serde_json::Value>| !values.is_empty() && values.iter().all(serde_json::Value::is_null);
    node.json.get("enum").and_then(serde_json::Value::as_array).is_some_and(only_null)
        || node.json.get("type").and_then(serde_json::Value::as_str) == Some("null")
}
