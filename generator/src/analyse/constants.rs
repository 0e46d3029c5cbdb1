//! Finds parameters and properties with exactly one allowed value. If such a parameter or property is
//! required, callers do not pass a value for it.

use super::{Facts, Presence};
use crate::ir::{Api, Field, Literal, Param, Scalar, Shape, Type, TypeId, Usage, Value};

/// The only allowed value of a parameter or property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant<'a> {
    /// The only value of an enum.
    Literal(&'a Literal),
    /// A boolean.
    Boolean(bool),
}

/// Returns the only allowed value of a parameter; `None` if the parameter is optional or allows several values.
pub fn constant_parameter<'a>(api: &'a Api, param: &Param) -> Option<&'a Literal> {
    param.required.then(|| only_value(api, &param.usage)).flatten()
}

/// Returns the only allowed value of a property; `None` if the property is not required or allows several
/// values.
pub fn constant_property<'a>(
    api: &'a Api,
    facts: &Facts,
    (id, index): (TypeId, usize),
    field: &Field,
) -> Option<Constant<'a>> {
    if facts.presence(id, index) != Presence::Required || field.usage.nullable {
        return None;
    }
    match (only_value(api, &field.usage), field.values.as_slice()) {
        (Some(literal), _) => Some(Constant::Literal(literal)),
        (None, [Value::Bool(value)]) if is_boolean(api, &field.usage) => Some(Constant::Boolean(*value)),
        (None, _) => None,
    }
}

/// Returns whether a type is boolean. A property whose only listed value is a boolean can have a different
/// type if parts of an `allOf` contradict each other.
fn is_boolean(api: &Api, usage: &Usage) -> bool {
    matches!(api.resolved(&usage.ty), Type::Scalar(Scalar::Bool))
}

/// Returns the only value of an enum, if the enum has exactly one and is not nullable.
fn only_value<'a>(api: &'a Api, usage: &Usage) -> Option<&'a Literal> {
    let Type::Named(id) = api.resolved(&usage.ty) else { return None };
    match &api.ty(*id).shape {
        Shape::Enum(values) if !usage.nullable => match values.values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        },
        _ => None,
    }
}
