//! Lowers `enum`, with the names and descriptions of its values from vendor extensions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Lowering;
use super::form::{Form, Step};
use super::scalar::scalar;
use crate::diagnostic::Code;
use crate::ir::{Enumeration, Literal, Scalar, Variant, plain};
use crate::resolve::{Node, Schema};

/// Extensions with the names of enum values, in an array parallel to `enum`, or in an object by value.
const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// Extensions with the descriptions of enum values, in an array parallel to `enum`, or in an object by value.
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Extensions that mark enum values as deprecated, in an array parallel to `enum`, or in an object by value.
const DEPRECATED: [&str; 2] = ["x-enumDeprecated", "x-enum-deprecated"];

/// The AutoRest extension with a name for the type, and a list of values with their names and descriptions.
const AUTOREST: &str = "x-ms-enum";

/// Returns the form of a schema with listed values.
pub(super) fn step<'a>(lowering: &mut Lowering<'a>, node: &Node<'a>, schema: &Schema<'a>) -> Step<'a> {
    let values = &schema.keywords.enumeration;
    let null = values.iter().any(Value::is_null);
    let typ = schema.keywords.typ.as_deref();
    let form = match (typ, kind(values)) {
        (None | Some("string"), Kind::Text) => Form::Enum(enumeration(lowering, node, values)),
        (None | Some("integer" | "number"), Kind::Integer) => Form::Enum(enumeration(lowering, node, values)),
        // An `enum` of booleans or floats only narrows the scalar, so it does not need a named type.
        (None | Some("boolean"), Kind::Bool) => Form::Scalar(Scalar::Bool),
        (None, Kind::Number) => Form::Scalar(Scalar::Double),
        (Some("number"), Kind::Number) => Form::Scalar(scalar("number", schema).unwrap_or(Scalar::Double)),
        (None | Some("integer" | "number"), Kind::Unsigned) => Form::Scalar(Scalar::UInt64),
        (Some("integer"), Kind::Number) if values.iter().any(is_large) => {
            lowering.warn(
                Code::UnsupportedEnum,
                &node.at.key("enum"),
                "a value does not fit in 64 bits; all values are treated as floating-point numbers",
            );
            Form::Scalar(Scalar::Double)
        }
        (typ, Kind::Null) => {
            lowering.warn(
                Code::UnsupportedEnum,
                &node.at.key("enum"),
                "`null` is the only value; any value of the type is accepted",
            );
            typ.and_then(|typ| scalar(typ, schema)).map_or(Form::Any, Form::Scalar)
        }
        (typ, _) => {
            let form = typ.and_then(|typ| scalar(typ, schema)).map_or(Form::Any, Form::Scalar);
            let taken = if matches!(form, Form::Any) { "any value" } else { "any value of its type" };
            let message = format!(
                "only enums of strings or of 64-bit integers that match the declared type are supported; {taken} is accepted"
            );
            lowering.warn(Code::UnsupportedEnum, &node.at.key("enum"), message);
            form
        }
    };
    Step::Form(form, null)
}

/// The common type of listed values, except `null`.
enum Kind {
    Text,
    Integer,
    /// Unsigned integers, some of which exceed the range of signed integers.
    Unsigned,
    Number,
    Bool,
    Null,
    Mixed,
}

fn kind(values: &[Value]) -> Kind {
    let mut values = values.iter().filter(|value| !value.is_null()).peekable();
    if values.peek().is_none() {
        return Kind::Null;
    }
    let all: Vec<_> = values.collect();
    if all.iter().all(|v| v.is_string()) {
        Kind::Text
    } else if all.iter().all(|v| integer(v).is_some()) {
        Kind::Integer
    } else if all.iter().all(|v| v.is_u64() || integer(v).is_some_and(|number| number >= 0)) {
        Kind::Unsigned
    } else if all.iter().all(|v| v.is_number()) {
        Kind::Number
    } else if all.iter().all(|v| v.is_boolean()) {
        Kind::Bool
    } else {
        Kind::Mixed
    }
}

/// Returns the value as an integer; `1.0` also counts as an integer.
#[allow(clippy::cast_possible_truncation)] // an integer, in the range in which floats are exact
pub(super) fn integer(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    value
        .as_i64()
        .or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < EXACT).map(|n| n as i64))
}

/// Returns whether a number is outside the range of 64-bit integers.
fn is_large(value: &Value) -> bool {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63
    !value.is_i64() && !value.is_u64() && value.as_f64().is_some_and(|number| number.abs() >= LIMIT)
}

/// Returns the values without duplicates, with their names and descriptions.
pub(super) fn enumeration(lowering: &mut Lowering<'_>, node: &Node<'_>, values: &[Value]) -> Enumeration {
    let extension = |keys: [&str; 2]| keys.iter().find_map(|key| node.json.get(key));
    let (names, texts, deprecated) = (extension(NAMES), extension(DESCRIPTIONS), extension(DEPRECATED));
    let autorest = Autorest::from_node(node);
    let mut found: Vec<Variant> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, value) in values.iter().enumerate() {
        let literal = match (value.as_str(), integer(value)) {
            (Some(text), _) => Literal::Text(text.to_owned()),
            (None, Some(number)) => Literal::Integer(number),
            (None, None) => continue, // `null`, which makes the type nullable instead
        };
        if !seen.insert(literal.clone()) {
            let message = format!("duplicate enum value {value}; the second one is ignored");
            lowering.warn(Code::DuplicateEnumValue, &node.at.key("enum").index(index), message);
            continue;
        }
        let name = text_of(names, index, value).or_else(|| autorest.text(value, "name"));
        let description = text_of(texts, index, value).or_else(|| autorest.text(value, "description"));
        let is_deprecated = entry_of(deprecated, index, value) == Some(&Value::Bool(true));
        let description = if is_deprecated { Some(deprecated_text(description)) } else { description };
        found.push(Variant { value: literal, name, description });
    }
    Enumeration { name: autorest.name, values: found }
}

/// The contents of `x-ms-enum`.
struct Autorest<'d> {
    name: Option<String>,
    /// The entries by their values. In AutoRest, numbers can also be written as strings.
    values: BTreeMap<String, &'d Value>,
}

impl<'d> Autorest<'d> {
    fn from_node(node: &Node<'d>) -> Self {
        let Some(extension) = node.json.get(AUTOREST) else {
            return Self { name: None, values: BTreeMap::new() };
        };
        let listed = extension.get("values").and_then(Value::as_array).into_iter().flatten();
        let mut values = BTreeMap::new();
        for entry in listed {
            if let Some(value) = entry.get("value") {
                values.entry(plain(value)).or_insert(entry);
            }
        }
        Self { name: non_blank(extension.get("name")), values }
    }

    fn text(&self, value: &Value, key: &str) -> Option<String> {
        non_blank(self.values.get(&plain(value))?.get(key))
    }
}

/// Returns a description with a note that the item is deprecated.
fn deprecated_text(description: Option<String>) -> String {
    description.map_or_else(|| "Deprecated.".to_owned(), |text| format!("Deprecated. {text}"))
}

/// Returns the value if it is a string that is not blank.
fn non_blank(value: Option<&Value>) -> Option<String> {
    value?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// Returns the entry of a vendor extension for a value: in an array, by the position of the value; in an
/// object, by the value itself.
fn entry_of<'v>(extension: Option<&'v Value>, index: usize, value: &Value) -> Option<&'v Value> {
    match extension? {
        Value::Array(list) => list.get(index),
        Value::Object(by_value) => by_value.get(&plain(value)),
        _ => None,
    }
}

fn text_of(extension: Option<&Value>, index: usize, value: &Value) -> Option<String> {
    non_blank(entry_of(extension, index, value))
}
