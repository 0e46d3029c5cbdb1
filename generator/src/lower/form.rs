//! Defines `Form`, the kind of type that a schema describes. [`classify`](super::classify) determines the
//! form.

use serde_json::Value;

use crate::ir::{Enumeration, Scalar};
use crate::pointer::Pointer;
use crate::resolve::{Additional, Node, Schema};

/// The form of a schema.
#[derive(Clone, Debug)]
pub(super) enum Form<'a> {
    /// A reference to another schema.
    Reference(Node<'a>),
    /// Any value.
    Any,
    /// An object that the schema does not describe further.
    Object,
    /// A scalar.
    Scalar(Scalar),
    /// A list whose items match the schema at a node; without a node, the items can have any value.
    List(Option<Node<'a>>),
    /// An object with arbitrary keys.
    Map(Node<'a>),
    /// An enum.
    Enum(Enumeration),
    /// An object with known properties.
    Struct,
    /// An object that combines several schemas: `parts`, its own keywords and, if `choice` is set, a branch of
    /// a union.
    Merge { parts: Vec<Node<'a>>, choice: bool },
    /// A union of several schemas.
    Union(Vec<Node<'a>>),
}

/// A schema and its form.
#[derive(Clone, Debug)]
pub(super) struct Formed<'a> {
    /// The schema, without any wrappers.
    pub(super) node: Node<'a>,
    /// The schema's form.
    pub(super) form: Form<'a>,
    /// Whether `null` is allowed.
    pub(super) nullable: bool,
}

/// A form, or the schema inside a wrapper.
pub(super) enum Step<'a> {
    /// A form. The flag is `true` if its values include `null`.
    Form(Form<'a>, bool),
    /// A different schema. The flag is `true` if `null` is added to its values.
    Same(Node<'a>, bool),
}

impl Step<'_> {
    /// Adds `null` to the values if `null` is `true`.
    pub(super) fn or_null(self, null: bool) -> Self {
        match self {
            Self::Form(form, own) => Self::Form(form, own || null),
            Self::Same(node, own) => Self::Same(node, own || null),
        }
    }
}

/// The keywords that list union branches.
const ALTERNATIVES: [&str; 2] = ["anyOf", "oneOf"];

/// Keywords that define the type; all others describe or narrow it.
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

/// Returns whether a schema has a keyword that defines its type.
pub(super) fn is_structural(node: &Node<'_>) -> bool {
    STRUCTURE.iter().any(|key| node.json.get(key).is_some_and(|value| !value.is_null()))
}

/// Returns whether a schema only narrows an object or an arbitrary value, that is, contains only `required` or
/// bounds. If `on_object` is `true`, it can also contain `type: object`.
pub(super) fn is_constraint(node: &Node<'_>, on_object: bool) -> bool {
    let narrows = |key: &str| match key {
        "required" => true,
        "type" => on_object && node.json.get(key).is_some_and(|typ| typ == "object"),
        _ => false,
    };
    STRUCTURE.iter().all(|key| narrows(key) || node.json.get(key).is_none())
}

impl Form<'_> {
    /// Returns whether types of this form are named.
    pub(super) fn has_a_name(&self) -> bool {
        matches!(self, Self::Enum(_) | Self::Struct | Self::Merge { .. } | Self::Union(_))
    }

    /// Returns whether the values are objects.
    pub(super) fn is_object(&self) -> bool {
        matches!(self, Self::Struct | Self::Merge { .. } | Self::Object | Self::Map(_))
    }
}

/// Returns whether the keywords describe object members.
pub(super) fn is_object(schema: &Schema<'_>) -> bool {
    !schema.properties.is_empty() || !matches!(schema.additional, Additional::Unspecified)
}

/// Returns the `required` lists of the union branches that only narrow an object, as in `anyOf: [{required:
/// [a]}, {required: [b]}]`. Each list is returned with the pointer of its branch.
pub(super) fn alternatively_required(node: &Node<'_>) -> Vec<(Pointer, Vec<String>)> {
    let all = ALTERNATIVES.iter().flat_map(|key| node.items_of(key));
    let names = |one: &Node<'_>| {
        let listed = one.json.get("required").and_then(Value::as_array).into_iter().flatten();
        listed.filter_map(|name| name.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    all.filter(|one| is_constraint(one, true)).map(|one| (one.at.clone(), names(&one))).collect()
}

/// Returns whether a pointer is that of a union branch.
pub(super) fn is_alternative(at: &Pointer) -> bool {
    let last = at.parent().and_then(|list| list.last());
    last.is_some_and(|key| ALTERNATIVES.contains(&key.as_str()))
}
