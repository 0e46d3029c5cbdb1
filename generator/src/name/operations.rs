//! Names tags, operations and their arguments.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Thing};
use super::bounds::DEVICES;
use super::reserved::{API_TYPES, KEYWORDS, METHODS, MODULES, PARAMS, TYPES};
use super::scope::{self, Scope};
use super::{OperationName, RustName, TagName, fastapi, representations, resource, words};
use crate::analyse::{Facts, Given, Representation};
use crate::ir::{Api, Operation, OperationId, Param, Tag, TagId, TagKind};
use crate::lock::{Case, Keys, Kind};
use crate::pointer::Pointer;

/// The name of a body that the document does not name. [`PARAMS`] contains this name, so no parameter gets it.
const BODY: &str = "body";

/// The scopes in a tag's module: the methods of its handle, and its types.
pub(super) struct TagScopes {
    pub(super) methods: Scope,
    pub(super) types: Scope,
}

/// Names the tags, and returns the scopes of their modules for further names.
pub(super) fn tags(
    api: &Api,
    facts: &Facts,
    book: &mut Book<'_>,
) -> (Vec<TagName>, BTreeMap<TagId, TagScopes>) {
    let mut modules = Scope::new(book, "api", Case::Lower, MODULES);
    modules.avoid(DEVICES);
    let others = respelled(api, book);
    let keys: Vec<Vec<Pointer>> = api.tags().map(|(_, tag)| keys(tag, &others)).collect();
    let public = |id| facts.operations_of(id).next().is_some();
    let all = api.tags().zip(&keys).map(|((id, tag), keys)| {
        let plain = words::snake(&tag.name);
        let thing = Thing { keys, kind: Kind::Module, source: &tag.name, public: public(id) };
        (thing, vec![plain.clone(), format!("{plain}_api")])
    });
    let given = modules.take_all(book, &all.collect::<Vec<_>>());
    // The client's methods use both the handles and the types of the crate root, so handles must avoid the
    // locked names of these types.
    let root: Vec<String> =
        book.lock.names_at("", Case::Upper).map(|(_, locked)| locked.name().to_owned()).collect();
    let mut names = Vec::new();
    let mut scopes = BTreeMap::new();
    for (((id, tag), keys), module) in api.tags().zip(&keys).zip(given) {
        let (name, scope) = self::tag((tag, keys), public(id), module, &root, book);
        names.push(name);
        scopes.insert(id, scope);
    }
    (names, scopes)
}

/// Returns the keys of tags that are in the lock but not in the document, keyed by normalized name.
fn respelled(api: &Api, book: &Book<'_>) -> BTreeMap<String, Pointer> {
    let present: BTreeSet<Pointer> = api.tags().map(|(_, tag)| Keys::tag(tag)).collect();
    let modules =
        book.lock.iter().filter(|(pointer, kind, _)| *kind == Kind::Module && !present.contains(pointer));
    let names = modules.filter_map(|(pointer, ..)| match pointer.segments().collect::<Vec<_>>().as_slice() {
        [tags, name] if tags == "tags" => Some((Tag::folded(name), pointer.clone())),
        _ => None,
    });
    names.collect()
}

/// Returns the keys of a tag: its own key, and the key of a different spelling in the lock. The spelling can
/// change, because the first path of a resource determines it, and because a tag can join a resource. The module
/// must keep its name in both cases.
fn keys(tag: &Tag, others: &BTreeMap<String, Pointer>) -> Vec<Pointer> {
    let other = others.get(&Tag::folded(&tag.name)).filter(|_| tag.untagged);
    [Keys::tag(tag)].into_iter().chain(other.cloned()).collect()
}

fn tag(
    (tag, keys): (&Tag, &[Pointer]),
    public: bool,
    module: RustName,
    root: &[String],
    book: &mut Book<'_>,
) -> (TagName, TagScopes) {
    let thing = Thing { keys, kind: Kind::Handle, source: &tag.name, public };
    // Each handle is in the module of its tag, so it only needs to avoid the names in this module.
    let mut types = Scope::new(book, format!("api::{module}"), Case::Upper, TYPES);
    root.iter().map(String::as_str).chain(API_TYPES.iter().copied()).for_each(|name| types.reserve(name));
    let plain = words::camel(&tag.name);
    let handle = types.take(book, &thing, &[plain.clone(), format!("{plain}Api")]);
    let methods = Scope::new(book, format!("api::{module}::{handle}"), Case::Lower, METHODS);
    (TagName { module, handle }, TagScopes { methods, types })
}

/// Names the operations under their owning tag: first methods and builders, then arguments.
pub(super) fn operations(
    api: &Api,
    facts: &Facts,
    tags: &[TagName],
    scopes: &mut BTreeMap<TagId, TagScopes>,
    book: &mut Book<'_>,
) -> Vec<OperationName> {
    let mut names = vec![OperationName::none(); api.operations.len()];
    for ((tag, described), TagName { module, .. }) in api.tags().zip(tags) {
        let Some(scopes) = scopes.get_mut(&tag) else { continue };
        let owned: Vec<(OperationId, &Operation)> =
            facts.operations_of(tag).map(|id| (id, api.operation(id))).collect();
        let mut texts = fastapi::texts(&owned.iter().map(|(_, operation)| *operation).collect::<Vec<_>>());
        if described.kind == TagKind::Resource {
            resource::shorten(&described.name, &mut texts);
        }
        let keys: Vec<_> = owned.iter().map(|(_, operation)| [Keys::operation(operation)]).collect();
        let thing =
            |kind, index: usize| Thing { keys: &keys[index], kind, source: &texts[index], public: true };
        let wanted = |index: usize| scope::value(words::snake(&texts[index]));
        let all = (0..texts.len()).map(|index| (thing(Kind::Method, index), wanted(index)));
        let methods = scopes.methods.take_all(book, &all.collect::<Vec<_>>());
        // Operations whose methods have their preferred names come first, so that their builders also get
        // their preferred names.
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|index| {
            wanted(*index).first().map(String::as_str) != methods.get(*index).map(RustName::as_str)
        });
        let mut builders = vec![RustName::none(); texts.len()];
        for index in order {
            let plain = words::camel(&texts[index]);
            let wanted = [plain.clone(), format!("{plain}Request")];
            builders[index] = scopes.types.take(book, &thing(Kind::Builder, index), &wanted);
        }
        for (((id, operation), text), (method, builder)) in
            owned.iter().zip(&texts).zip(methods.into_iter().zip(builders))
        {
            let path = format!("api::{module}::{builder}");
            let is_argument = facts.body(*id).is_some_and(|sent| sent.given != Given::Fields);
            let rest = (facts.fields(*id), facts.representations(*id));
            let arguments = arguments(operation, is_argument, rest, path, book);
            names[id.index()] = OperationName { method, builder, text: text.clone(), ..arguments };
        }
    }
    names
}

/// Names the arguments of an operation that are setters of its builder, and the builder's other methods. `has_body`
/// specifies whether the body is an argument.
fn arguments(
    operation: &Operation,
    has_body: bool,
    (fields, others): (&[Param], &[Representation]),
    path: String,
    book: &mut Book<'_>,
) -> OperationName {
    let mut scope = Scope::new(book, &path, Case::Lower, PARAMS);
    let key = Keys::operation(operation);
    let mut take = |params: &[Param], wanted: fn(&str) -> Vec<String>| {
        let keys: Vec<_> = params.iter().map(|param| [Keys::param(&key, param)]).collect();
        let all = params.iter().zip(&keys).map(|(param, keys)| {
            let thing = Thing { keys, kind: Kind::Argument, source: &param.name, public: true };
            (thing, wanted(&param.name))
        });
        scope.take_all(book, &all.collect::<Vec<_>>())
    };
    let params = take(&operation.params, |name| scope::value(words::snake(name)));
    let fields = take(fields, field_names);
    let body = if has_body { body(operation, &path, &mut scope, book) } else { plain_body() };
    let representations = representations::representations(operation, others, &mut scope, book);
    let media_type = ["media_type", "body_media_type"];
    let taken: Vec<&RustName> = params.iter().chain(&fields).chain([&body]).collect();
    let is_free = |name: &&&str| !taken.iter().any(|taken| *taken == **name);
    let media_type = media_type.iter().find(is_free).unwrap_or(&"media_type_of_body");
    let media_type = RustName::new((*media_type).to_owned());
    OperationName { media_type, params, fields, body, representations, ..OperationName::none() }
}

/// Names an operation's body. The name is the one that the document specifies, or else `body`.
///
/// The lock does not contain the name `body`: if it contains an operation but no line for the operation's
/// body, the body is named `body`.
fn body(operation: &Operation, path: &str, scope: &mut Scope, book: &mut Book<'_>) -> RustName {
    let keys = [Keys::body(&Keys::operation(operation))];
    let locked = book.lock.get(&keys[0], Kind::Argument).map(|locked| locked.name().to_owned());
    let is_new = book.lock.get(&Keys::operation(operation), Kind::Method).is_none();
    let Some(source) =
        operation.body.as_ref().and_then(|body| body.name.clone()).filter(|_| is_new).or(locked.clone())
    else {
        return plain_body();
    };
    let thing = Thing { keys: &keys, kind: Kind::Argument, source: &source, public: true };
    let plain = words::snake(&source);
    match locked {
        // The scope reserves `body`, so no other argument can have this name.
        Some(name) if name == BODY => {
            book.note(&thing, format!("{path}::{BODY}"));
            RustName::new(name)
        }
        None if plain == BODY => plain_body(),
        _ => scope.take(book, &thing, &[plain.clone(), format!("{plain}_{BODY}")]),
    }
}

fn plain_body() -> RustName {
    RustName::new(BODY.to_owned())
}

/// Returns the candidates for a form field: its plain name, then a name with a suffix.
///
/// Parameters are named before form fields, since a path refers to parameters by name.
fn field_names(name: &str) -> Vec<String> {
    let plain = words::snake(name);
    let reserved = KEYWORDS.contains(&plain.as_str()) || PARAMS.contains(&plain.as_str());
    let other = if reserved { format!("{plain}_") } else { format!("{plain}_field") };
    vec![plain, other]
}
