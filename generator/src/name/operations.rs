//! Names of tags, operations and their arguments.

use std::collections::BTreeMap;

use super::reserved::{METHODS, MODULES, PARAMS, TYPES};
use super::scope::Scope;
use super::{OperationName, TagName, words};
use crate::analyse::Facts;
use crate::ir::{Api, Operation, TagId};

/// Names the tags.
pub(super) fn tags(api: &Api) -> Vec<TagName> {
    let mut modules = Scope::new(MODULES);
    api.tags
        .iter()
        .map(|tag| {
            let plain = words::snake(&tag.name);
            let module = modules.take(&[plain.clone(), format!("{plain}_api")]);
            // The handle stands in a module of its own, so it only has to keep off the words of that module.
            let plain = words::camel(&tag.name);
            let handle = Scope::new(TYPES).take(&[plain.clone(), format!("{plain}Api")]);
            TagName { module, handle }
        })
        .collect()
}

/// Names the operations, each below the tag that owns it; gives the type scope of each tag's module, to go on with.
pub(super) fn operations(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
) -> (Vec<OperationName>, BTreeMap<TagId, (Scope, Scope)>) {
    let mut scopes: BTreeMap<TagId, (Scope, Scope)> = BTreeMap::new();
    let names = api
        .operations()
        .map(|(id, operation)| {
            let Some(tag) = facts.owner(id) else { return OperationName::default() };
            let (methods, types) = scopes.entry(tag).or_insert_with(|| {
                let mut types = Scope::new(TYPES);
                types.take(&[tags[tag.index()].handle.clone()]);
                (Scope::new(METHODS), types)
            });
            named(operation, methods, types)
        })
        .collect();
    (names, scopes)
}

fn named(operation: &Operation, methods: &mut Scope, types: &mut Scope) -> OperationName {
    let method = methods.take_value(words::snake(&operation.method_name));
    let plain = words::camel(&operation.method_name);
    let builder = types.take(&[plain.clone(), format!("{plain}Request")]);
    let mut args = Scope::new(PARAMS);
    let params = operation.params.iter().map(|p| args.take_value(words::snake(&p.name))).collect();
    OperationName { method, builder, params, body: "body".to_owned(), ..OperationName::default() }
}
