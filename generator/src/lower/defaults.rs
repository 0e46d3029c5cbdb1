//! Defaults: checks that defaults are values of their types.
//!
//! A default of a different type is removed, since code is generated from it. An unlisted enum value is
//! kept: servers accept such values, and enums are open.

use serde_json::Value;

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::ir::{Literal, Scalar, Shape, Type};
use crate::pointer::Pointer;

/// The result of checking a default.
enum Verdict {
    Fits,
    NotListed,
    OtherKind,
}

impl Lowering<'_> {
    /// Removes the defaults that do not fit their types.
    pub(super) fn check_defaults(&mut self) {
        let mut drop_fields = Vec::new();
        let mut drop_params = Vec::new();
        let mut found = Vec::new();
        for (id, ty) in self.api.types() {
            let Shape::Struct(object) = &ty.shape else { continue };
            for (index, field) in object.fields.iter().enumerate() {
                if let Some(default) = &field.default
                    && !self.keeps(default, &field.usage.ty, &field.pointer, &mut found)
                {
                    drop_fields.push((id.index(), index));
                }
            }
        }
        for (id, operation) in self.api.operations() {
            for (index, param) in operation.params.iter().enumerate() {
                if let Some(default) = &param.default
                    && !self.keeps(default, &param.usage.ty, &param.pointer, &mut found)
                {
                    drop_params.push((id.index(), index));
                }
            }
        }
        for (ty, field) in drop_fields {
            if let Some(ty) = self.api.types.get_mut(ty)
                && let Shape::Struct(object) = &mut ty.shape
                && let Some(field) = object.fields.get_mut(field)
            {
                field.default = None;
            }
        }
        for (operation, param) in drop_params {
            if let Some(param) = self.api.operations.get_mut(operation).and_then(|o| o.params.get_mut(param))
            {
                param.default = None;
            }
        }
        found.into_iter().for_each(|finding| self.findings.push(finding));
    }

    /// Returns whether a default can stay.
    fn keeps(&self, default: &Value, ty: &Type, at: &Pointer, found: &mut Vec<Diagnostic>) -> bool {
        match self.verdict(default, ty) {
            Verdict::Fits => true,
            // If the maintainer configured an extension for such defaults, they are expected.
            Verdict::NotListed if self.config.extensions.default.is_some() => true,
            Verdict::NotListed => {
                let message = format!("the default {default} is not one of the enum values");
                found.push(Diagnostic::note("odd-default", at, message));
                true
            }
            Verdict::OtherKind => {
                let message = format!("the default {default} is not valid for its type; it is left out");
                found.push(Diagnostic::warning("invalid-default", at, message));
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
    }
}
