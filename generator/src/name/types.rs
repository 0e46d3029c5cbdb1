//! Names of types, their fields and their values.

use std::collections::BTreeMap;

use super::reserved::{BUILDER_METHODS, EXTRA, FIELDS, MODULES, ROOT_TYPES, TYPES, VARIANTS};
use super::scope::Scope;
use super::{TagName, TypeName, words};
use crate::analyse::Facts;
use crate::config::Config;
use crate::ir::{Api, Extra, Literal, Origin, Shape, TagId, TypeDef, TypeId, Variant};

/// Names all types: schemas first, then what is written out inside them, then what is written out in operations.
pub(super) fn types(
    api: &Api,
    facts: &Facts,
    config: &Config,
    tags: &[TagName],
    api_scopes: &mut BTreeMap<TagId, (Scope, Scope)>,
) -> Vec<TypeName> {
    let mut names = vec![TypeName::default(); api.types.len()];
    let mut models = Scope::new(TYPES);
    let mut modules = Scope::new(MODULES);
    for (id, ty) in api.schemas() {
        let Origin::Schema(schema) = &ty.origin else { continue };
        let plain = words::camel(schema);
        let name = models.take(&[plain.clone(), format!("{plain}Model")]);
        let plain = words::snake(&name);
        let module = modules.take(&[plain.clone(), format!("{plain}_model")]);
        names[id.index()] = TypeName { name, module, in_api: false, members: Vec::new() };
    }
    inlines(api, tags, &mut names, &mut models, api_scopes);
    for (id, ty) in api.types() {
        if let Origin::Operation { operation, path } = &ty.origin {
            let Some(tag) = facts.owner(*operation) else { continue };
            if facts.shared(id) != id {
                continue;
            }
            let Some((_, scope)) = api_scopes.get_mut(&tag) else { continue };
            let short = words::camel(&joined(path));
            let long = words::camel(&format!("{} {}", api.operation(*operation).method_name, joined(path)));
            // Every operation may have a body and an answer: `Body` alone would say nothing, and go to whichever comes first.
            let common = path.first().is_some_and(|step| matches!(step.as_str(), "body" | "response"));
            let name = if common { scope.take(&[long]) } else { scope.take(&[short, long]) };
            let module = tags[tag.index()].module.clone();
            names[id.index()] = TypeName { name, module, in_api: true, members: Vec::new() };
        }
    }
    inlines(api, tags, &mut names, &mut models, api_scopes);
    for (id, ty) in api.types() {
        names[id.index()].members = members(ty, config);
    }
    for (id, _) in api.types() {
        names[id.index()] = names[facts.shared(id).index()].clone();
    }
    names
}

/// Names every type that is written out inside one that has a name; again and again, since those inside it then have their turn.
fn inlines(
    api: &Api,
    tags: &[TagName],
    names: &mut [TypeName],
    models: &mut Scope,
    api_scopes: &mut BTreeMap<TagId, (Scope, Scope)>,
) {
    let mut todo: Vec<_> = api.types().filter(|(id, _)| names[id.index()].name.is_empty()).collect();
    loop {
        let before = todo.len();
        todo.retain(|(id, ty)| {
            let Origin::Inline { owner, path } = &ty.origin else { return false };
            if names[owner.index()].name.is_empty() {
                return true;
            }
            names[id.index()] = inline(names, *owner, path, models, api_scopes, tags);
            false
        });
        if todo.len() == before {
            return;
        }
    }
}

/// A type written out inside another stands in its module, and bears its name in front.
fn inline(
    names: &[TypeName],
    owner: TypeId,
    path: &[String],
    models: &mut Scope,
    api_scopes: &mut BTreeMap<TagId, (Scope, Scope)>,
    tags: &[TagName],
) -> TypeName {
    let around = &names[owner.index()];
    let scope = if around.in_api {
        let tag = api_scopes.iter_mut().find(|(tag, _)| tags[tag.index()].module == around.module);
        tag.map_or(models, |(_, (_, types))| types)
    } else {
        models
    };
    let plain = words::camel(&format!("{} {}", around.name, joined(path)));
    let full = words::camel(&format!("{} {}", around.name, path.join(" ")));
    let name = scope.take(&[plain.clone(), full, format!("{plain}Inline")]);
    TypeName { name, module: around.module.clone(), in_api: around.in_api, members: Vec::new() }
}

/// The steps of a path without those that only say "an element of": they are taken in where the name would not be free.
fn joined(path: &[String]) -> String {
    let named: Vec<&str> =
        path.iter().map(String::as_str).filter(|step| !matches!(*step, "item" | "value")).collect();
    if named.is_empty() { path.join(" ") } else { named.join(" ") }
}

/// Names the fields of a struct, or the values of an enum.
fn members(ty: &TypeDef, config: &Config) -> Vec<String> {
    match &ty.shape {
        Shape::Struct(object) => {
            let mut scope = Scope::new(FIELDS);
            let keeps = match object.extra {
                Extra::Kept(_) => true,
                Extra::Unspoken => config.models.keep_unknown_fields,
                Extra::Refused => false,
            };
            if keeps {
                scope.take(&[EXTRA.to_owned()]);
            }
            object.fields.iter().map(|f| scope.take_value(words::snake(&f.name))).collect()
        }
        Shape::Enum(enumeration) => variants(&enumeration.values),
        Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    }
}

fn variants(values: &[Variant]) -> Vec<String> {
    let mut scope = Scope::new(VARIANTS);
    values
        .iter()
        .map(|variant| {
            let text = match (&variant.name, &variant.value) {
                (Some(name), _) => name.clone(),
                (None, Literal::Text(text)) => text.clone(),
                (None, Literal::Integer(number)) => number.to_string(),
            };
            let plain = words::camel(&text);
            scope.take(&[plain.clone(), format!("{plain}Value")])
        })
        .collect()
}

/// Names the variables of the first server. Their types stand at the root of the crate, and beside the handles of the tags where the
/// client's methods are.
pub(super) fn server_variables(api: &Api, tags: &[TagName]) -> Vec<TypeName> {
    let Some(server) = api.servers.first() else { return Vec::new() };
    let mut types = Scope::new(ROOT_TYPES);
    for tag in tags {
        types.take(std::slice::from_ref(&tag.handle));
    }
    let mut methods = Scope::new(BUILDER_METHODS);
    server
        .variables
        .iter()
        .map(|variable| TypeName {
            name: types
                .take(&[words::camel(&variable.name), words::camel(&format!("server {}", variable.name))]),
            module: methods
                .take(&[words::snake(&variable.name), words::snake(&format!("server {}", variable.name))]),
            in_api: false,
            members: variants(&variable.values),
        })
        .collect()
}
