//! Checks that defaults are valid values of their types.
//!
//! A default of a different type is removed, since code generated from it would not compile. An unlisted enum
//! value is kept, because servers accept such values, and enums are open. An integer can be written as `1.0`,
//! since JSON Schema defines integers by value (Validation, section 6.1.1).

use serde_json::Value;

use super::{Lowering, enums};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Literal, Scalar, Shape, Type};
use crate::pointer::Pointer;

/// The result of checking a default.
enum Verdict {
    Fits,
    NotListed,
    OtherKind,
}

impl Lowering<'_> {
    /// Removes the defaults that do not match their types.
    pub(super) fn check_defaults(&mut self) {
        let mut fields = Vec::new();
        let mut params = Vec::new();
        let mut found = Vec::new();
        for (id, ty) in self.api.types() {
            let Shape::Struct(object) = &ty.shape else { continue };
            for (index, field) in object.fields.iter().enumerate() {
                if let Some(default) = &field.default {
                    let fitted = self.fitted(default, &field.usage.ty, &field.pointer, &mut found);
                    fields.push((id.index(), index, fitted));
                }
            }
        }
        for (id, operation) in self.api.operations() {
            for (index, param) in operation.params.iter().enumerate() {
                if let Some(default) = &param.default {
                    let fitted = self.fitted(default, &param.usage.ty, &param.pointer, &mut found);
                    params.push((id.index(), index, fitted));
                }
            }
        }
        for (ty, field, fitted) in fields {
            if let Some(ty) = self.api.types.get_mut(ty)
                && let Shape::Struct(object) = &mut ty.shape
                && let Some(field) = object.fields.get_mut(field)
            {
                field.default = fitted;
            }
        }
        for (operation, param, fitted) in params {
            if let Some(param) = self.api.operations.get_mut(operation).and_then(|o| o.params.get_mut(param))
            {
                param.default = fitted;
            }
        }
        found.into_iter().for_each(|finding| self.findings.push(finding));
    }

    /// Returns the default with integers where its type requires them, or `None` if it does not match the type.
    fn fitted(&self, default: &Value, ty: &Type, at: &Pointer, found: &mut Vec<Diagnostic>) -> Option<Value> {
        let default = self.with_integers(default, ty);
        self.keeps(&default, ty, at, found).then_some(default)
    }

    /// Returns a value in which numbers such as `1.0` are rewritten to `1` wherever the type is an integer.
    fn with_integers(&self, value: &Value, ty: &Type) -> Value {
        let is_integer = match self.api.resolved(ty) {
            Type::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::UInt64) => true,
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Enum(values) => {
                    values.values.iter().any(|one| matches!(one.value, Literal::Integer(_)))
                }
                _ => false,
            },
            Type::List(item) => {
                let Value::Array(items) = value else { return value.clone() };
                return items.iter().map(|value| self.with_integers(value, &item.ty)).collect();
            }
            Type::Map(inside) => {
                let Value::Object(members) = value else { return value.clone() };
                let fitted =
                    |(name, value): (&String, &Value)| (name.clone(), self.with_integers(value, &inside.ty));
                return members.iter().map(fitted).collect();
            }
            _ => false,
        };
        match enums::integer(value).filter(|_| is_integer) {
            Some(number) => number.into(),
            None => value.clone(),
        }
    }

    /// Returns whether a default can remain. Adds a finding about an unlisted or invalid default to `found`.
    fn keeps(&self, default: &Value, ty: &Type, at: &Pointer, found: &mut Vec<Diagnostic>) -> bool {
        match self.verdict(default, ty) {
            Verdict::Fits => true,
            // If the maintainer configured an extension for such defaults, they are expected.
            Verdict::NotListed if self.config.extensions.default.is_some() => true,
            Verdict::NotListed => {
                let message = format!("the default {default} is not one of the enum values");
                found.push(Diagnostic::note(Code::DefaultNotInEnum, at, message));
                true
            }
            Verdict::OtherKind => {
                let message = format!("the default {default} is not valid for its type; it is omitted");
                found.push(Diagnostic::warning(Code::InvalidDefault, at, message));
                false
            }
        }
    }

    fn verdict(&self, default: &Value, ty: &Type) -> Verdict {
        let fits = match self.api.resolved(ty) {
            Type::Any => true,
            Type::Object => default.is_object(),
            Type::Scalar(kind) => scalar_fits(*kind, default),
            Type::List(item) => match default {
                Value::Array(values) => return self.worst(values.iter(), &item.ty),
                _ => false,
            },
            Type::Map(value) => match default {
                Value::Object(members) => return self.worst(members.values(), &value.ty),
                _ => false,
            },
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Struct(_) => default.is_object(),
                Shape::Union(_) | Shape::Alias(_) => true,
                Shape::Enum(values) => {
                    let same = |literal: &Literal| match literal {
                        Literal::Text(text) => default.as_str() == Some(text),
                        Literal::Integer(number) => default.as_i64() == Some(*number),
                    };
                    if values.values.iter().any(|variant| same(&variant.value)) {
                        return Verdict::Fits;
                    }
                    match values.values.first().map(|variant| &variant.value) {
                        Some(Literal::Text(_)) if default.is_string() => return Verdict::NotListed,
                        Some(Literal::Integer(_)) if default.is_i64() => return Verdict::NotListed,
                        _ => false,
                    }
                }
            },
        };
        if fits { Verdict::Fits } else { Verdict::OtherKind }
    }

    fn worst<'v>(&self, values: impl Iterator<Item = &'v Value>, ty: &Type) -> Verdict {
        let mut worst = Verdict::Fits;
        for value in values {
            match self.verdict(value, ty) {
                Verdict::Fits => {}
                Verdict::NotListed => worst = Verdict::NotListed,
                Verdict::OtherKind => return Verdict::OtherKind,
            }
        }
        worst
    }
}

fn scalar_fits(kind: Scalar, value: &Value) -> bool {
    match kind {
        Scalar::Bool => value.is_boolean(),
        Scalar::Int32 => value.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
        Scalar::Int64 => value.is_i64(),
        Scalar::UInt64 => value.is_u64(),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String
        | Scalar::DateTime
        | Scalar::Date
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Byte
        | Scalar::Binary => value.is_string(),
        Scalar::Foreign(foreign) => foreign.wire.matches(value),
    }
}
