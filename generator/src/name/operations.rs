//! Names of tags, operations and their arguments.

use std::collections::BTreeMap;

use super::book::{Book, Thing};
use super::reserved::{API_TYPES, KEYWORDS, METHODS, MODULES, PARAMS, TYPES};
use super::scope::Scope;
use super::{OperationName, TagName, words};
use crate::analyse::Facts;
use crate::ir::{Api, Operation, Param, Tag, TagId};
use crate::lock::{Case, Keys, Kind};

/// The scopes of the module of a tag: the methods of its handle, and its types.
pub(super) struct TagScopes {
    pub(super) methods: Scope,
    pub(super) types: Scope,
}

/// Names the tags; gives the scopes of their modules, to go on with.
pub(super) fn tags(
    api: &Api,
    facts: &Facts,
    book: &mut Book<'_>,
) -> (Vec<TagName>, BTreeMap<TagId, TagScopes>) {
    let mut modules = Scope::new(book, "api", Case::Lower, MODULES);
    // Handles stand beside the types of the root in one file; those that are settled there stay what they are.
    let root: Vec<String> =
        book.lock.names_at("", Case::Upper).map(|(_, locked)| locked.name().to_owned()).collect();
    let mut names = Vec::new();
    let mut scopes = BTreeMap::new();
    for (id, tag) in api.tags() {
        let (name, scope) = self::tag(tag, facts.tags().contains(&id), &mut modules, &root, book);
        names.push(name);
        scopes.insert(id, scope);
    }
    (names, scopes)
}

fn tag(
    tag: &Tag,
    public: bool,
    modules: &mut Scope,
    root: &[String],
    book: &mut Book<'_>,
) -> (TagName, TagScopes) {
    let keys = [Keys::tag(tag)];
    let thing = |kind| Thing { keys: &keys, kind, source: &tag.name, public };
    let plain = words::snake(&tag.name);
    let module = modules.take(book, &thing(Kind::Module), &[plain.clone(), format!("{plain}_api")]);
    // The handle stands in a module of its own, so it only has to keep off the words of that module.
    let mut types = Scope::new(book, format!("api::{module}"), Case::Upper, TYPES);
    root.iter().map(String::as_str).chain(API_TYPES.iter().copied()).for_each(|name| types.reserve(name));
    let plain = words::camel(&tag.name);
    let handle = types.take(book, &thing(Kind::Handle), &[plain.clone(), format!("{plain}Api")]);
    let methods = Scope::new(book, format!("api::{module}::{handle}"), Case::Lower, METHODS);
    (TagName { module, handle }, TagScopes { methods, types })
}

/// Names the operations, each below the tag that owns it.
pub(super) fn operations(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
    scopes: &mut BTreeMap<TagId, TagScopes>,
    book: &mut Book<'_>,
) -> Vec<OperationName> {
    let named = api.operations().map(|(id, operation)| {
        let tag = facts.owner(id)?;
        Some(named((operation, facts.fields(id)), &tags[tag.index()].module, scopes.get_mut(&tag)?, book))
    });
    named.map(Option::unwrap_or_default).collect()
}

fn named(
    (operation, fields): (&Operation, &[Param]),
    module: &str,
    scopes: &mut TagScopes,
    book: &mut Book<'_>,
) -> OperationName {
    let keys = [Keys::operation(operation)];
    let thing = |kind| Thing { keys: &keys, kind, source: &operation.method_name, public: true };
    let snake = words::snake(&operation.method_name);
    let method = scopes.methods.take_value(book, &thing(Kind::Method), snake);
    let plain = words::camel(&operation.method_name);
    let builder = scopes.types.take(book, &thing(Kind::Builder), &[plain.clone(), format!("{plain}Request")]);
    let mut args = Scope::new(book, format!("api::{module}::{builder}"), Case::Lower, PARAMS);
    let mut params = Vec::new();
    for param in &operation.params {
        let keys = [Keys::param(operation, param)];
        let thing = Thing { keys: &keys, kind: Kind::Argument, source: &param.name, public: true };
        params.push(args.take_value(book, &thing, words::snake(&param.name)));
    }
    let mut named = Vec::new();
    for field in fields {
        let keys = [Keys::param(operation, field)];
        let thing = Thing { keys: &keys, kind: Kind::Argument, source: &field.name, public: true };
        named.push(args.take(book, &thing, &field_names(&field.name)));
    }
    let media_type = ["media_type", "body_media_type"];
    let is_free = |name: &&&str| !params.iter().chain(&named).any(|taken: &String| taken == **name);
    let media_type = media_type.iter().find(is_free).unwrap_or(&"media_type_of_body");
    OperationName {
        method,
        builder,
        params,
        fields: named,
        body: "body".to_owned(),
        media_type: (*media_type).to_owned(),
        ..OperationName::default()
    }
}

/// A field of a form keeps its name unless a parameter has it: then it says that it is a field. Parameters go first, since a
/// path names them.
fn field_names(name: &str) -> [String; 2] {
    let plain = words::snake(name);
    let reserved = KEYWORDS.contains(&plain.as_str()) || PARAMS.contains(&plain.as_str());
    let other = if reserved { format!("{plain}_") } else { format!("{plain}_field") };
    [plain, other]
}
