//! Applies the derives in the settings to types.
//!
//! A derive applies to the listed schemas and to all types that they contain, because a derived implementation requires
//! each field to implement the trait.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, inside};
use crate::config::{ALL_MODELS, Config, STANDARD_DERIVES};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Origin, Scalar, Shape, Type, TypeId};
use crate::pointer::Pointer;
use crate::suggest::{NOT_IN_DOCUMENT, help, nearest};

/// Records the additional derives of each emitted type.
pub(super) fn derives(api: &Api, config: &Config, facts: &mut Facts, findings: &mut Diagnostics) {
    let settings = &config.models.derives;
    if settings.is_empty() {
        return;
    }
    let schemas = api.types().filter_map(|(id, ty)| match &ty.origin {
        Origin::Schema(name) => Some((name.as_str(), id)),
        Origin::Inline { .. } | Origin::Operation { .. } => None,
    });
    let schemas: BTreeMap<&str, TypeId> = schemas.collect();
    let floats = Floats::from_api(api);
    for (derive, models) in settings {
        let is_standard = STANDARD_DERIVES.contains(&derive.as_str());
        let is_impossible = |id: &TypeId| is_standard && floats.types.contains_key(id);
        let entry = format!("models.derives.{derive}");
        let mut roots = Vec::new();
        for name in models.iter().filter(|name| *name != ALL_MODELS) {
            match schemas.get(name.as_str()) {
                Some(id) if is_impossible(id) => findings.push(floats.finding(api, &entry, name, *id)),
                Some(id) => roots.push(*id),
                None if config.borrowed => {}
                None => findings.push(unknown(&entry, name, schemas.keys().copied())),
            }
        }
        if models.iter().any(|name| name == ALL_MODELS) {
            roots.extend(facts.emitted_types(api).filter(|id| !is_impossible(id)));
        }
        // Enums always implement the standard traits, and an alias is not a separate type.
        let is_new = |id: &TypeId| match api.ty(*id).shape {
            Shape::Struct(_) | Shape::Union(_) => true,
            Shape::Enum(_) => !is_standard,
            Shape::Alias(_) => false,
        };
        for id in reached(api, roots).into_iter().filter(is_new) {
            let derives = facts.derives.entry(facts.shared(id)).or_default();
            if !derives.contains(derive) {
                derives.push(derive.clone());
            }
        }
    }
}

/// Returns the given types, and all types that they contain.
fn reached(api: &Api, mut todo: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    while let Some(id) = todo.pop() {
        if found.insert(id) {
            todo.extend(inside(api, id));
        }
    }
    found
}

fn unknown<'a>(entry: &str, name: &str, schemas: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = format!("`{entry}` contains `{name}`, which is not a schema in the document");
    let finding = Diagnostic::error(Code::UnusedSetting, &Pointer::root(), message);
    finding.help(help(nearest(name, schemas), NOT_IN_DOCUMENT))
}

/// The types that contain floating-point numbers, which implement neither `Eq` nor `Hash`.
struct Floats {
    /// The type through which each type contains a number, or the type itself.
    types: BTreeMap<TypeId, TypeId>,
}

impl Floats {
    fn from_api(api: &Api) -> Self {
        let mut users: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        let mut types = BTreeMap::new();
        let mut todo = Vec::new();
        for (id, ty) in api.types() {
            inside(api, id).into_iter().for_each(|part| users.entry(part).or_default().push(id));
            if ty.shape.contents().into_iter().any(is_float) {
                types.insert(id, id);
                todo.push(id);
            }
        }
        while let Some(id) = todo.pop() {
            for user in users.get(&id).into_iter().flatten() {
                if !types.contains_key(user) {
                    types.insert(*user, id);
                    todo.push(*user);
                }
            }
        }
        Self { types }
    }

    /// Returns the error for a schema that cannot have the derive, located at the property with the number.
    fn finding(&self, api: &Api, entry: &str, name: &str, schema: TypeId) -> Diagnostic {
        let mut id = schema;
        // Each step leads to a type that was found earlier, so the loop terminates.
        while let Some(next) = self.types.get(&id).filter(|next| **next != id) {
            id = *next;
        }
        let ty = api.ty(id);
        let (what, at) = match &ty.shape {
            Shape::Struct(object) => match object.fields.iter().find(|field| is_float(&field.usage.ty)) {
                Some(field) => (format!("property `{}`", field.name), field.pointer.clone()),
                None => ("its additional properties".to_owned(), ty.pointer.clone()),
            },
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => {
                ("a value inside it".to_owned(), ty.pointer.clone())
            }
        };
        let message = format!(
            "`{entry}` contains `{name}`, but {what} can be a floating-point number, which does not implement this trait"
        );
        Diagnostic::error(Code::ImpossibleDerive, &at, message).help(
            "remove the name from the list; `[\"*\"]` includes only the models that can implement the trait",
        )
    }
}

fn is_float(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(scalar, Scalar::Float | Scalar::Double),
        Type::List(item) | Type::Map(item) => is_float(&item.ty),
        Type::Named(_) | Type::Object | Type::Any => false,
    }
}
