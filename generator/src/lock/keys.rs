//! Computes the keys that identify declarations in a lock.
//!
//! Part of `lock`. A key is a JSON pointer into the OpenAPI 3.0 document, except for lists, where positions
//! are unstable. A parameter is identified by `in` and `name`, an enum value by its value, and a `oneOf`
//! branch by the schema that it refers to. An inline schema is identified by the path from its owner.
//! Therefore, no key depends on the order of declarations.

use std::collections::BTreeSet;

use crate::ir::{
    Api, Content, Extra, Literal, Location, Method, Operation, OperationId, Origin, Param, PathStep, Scalar,
    SecurityScheme, Server, Shape, Status, Tag, Type, TypeDef, TypeId, Usage, Webhook,
};
use crate::pointer::Pointer;

/// The keys of all types; other keys are computed on demand.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    types: Vec<Pointer>,
}

impl Keys {
    /// Computes the keys of an API's types.
    pub fn from_api(api: &Api) -> Self {
        let mut walk =
            Walk { api, types: vec![None; api.types.len()], taken: BTreeSet::new(), todo: Vec::new() };
        for (id, ty) in api.schemas() {
            if let Origin::Schema(name) = &ty.origin {
                walk.put(id, Pointer::root().keys(["components", "schemas", name]));
            }
        }
        for (id, operation) in api.operations() {
            walk.operation(id, operation);
        }
        walk.finish();
        Self { types: walk.types.into_iter().map(Option::unwrap_or_default).collect() }
    }

    /// Returns the key of a type.
    pub fn ty(&self, id: TypeId) -> &Pointer {
        &self.types[id.index()]
    }

    /// Returns the key of a field.
    pub fn field(&self, id: TypeId, name: &str) -> Pointer {
        self.ty(id).key("properties").key(name)
    }

    /// Returns the key of an enum value.
    pub fn value(&self, id: TypeId, value: &Literal) -> Pointer {
        value_at(self.ty(id), value)
    }

    /// Returns the key of a tag.
    pub fn tag(tag: &Tag) -> Pointer {
        Pointer::root().keys(["tags", tag.name.as_str()])
    }

    /// Returns the key of an operation.
    pub fn operation(operation: &Operation) -> Pointer {
        let path = Pointer::root().keys(["paths", operation.path.text.as_str()]);
        match &operation.method {
            Method::Other(name) => path.keys(["additionalOperations", name.as_str()]),
            method => path.key(method.key()),
        }
    }

    /// Returns the key of a parameter in the operation with the given key.
    pub fn param(operation: &Pointer, param: &Param) -> Pointer {
        let location = match param.location {
            // Parameter names must not depend on whether a form has files.
            Location::Part => Location::Field.name(),
            other => other.name(),
        };
        operation.keys(["parameters", location, param.name.as_str()])
    }

    /// Returns the key of the request body in the operation with the given key.
    pub fn body(operation: &Pointer) -> Pointer {
        operation.key("requestBody")
    }

    /// Returns the key that covers all responses of the operation with the given key.
    pub fn outputs(operation: &Pointer) -> Pointer {
        operation.key("responses")
    }

    /// Returns the key of one response in the operation with the given key.
    pub fn output(operation: &Pointer, status: Status) -> Pointer {
        Self::outputs(operation).key(&status.to_string())
    }

    /// Returns the key of an alternative representation of a response in the operation with the given key.
    pub fn representation(operation: &Pointer, media_type: &str) -> Pointer {
        Self::outputs(operation).keys(["representations", &media_type.to_ascii_lowercase()])
    }

    /// Returns the key of a webhook.
    pub fn webhook(webhook: &Webhook) -> Pointer {
        Pointer::root().keys(["webhooks", webhook.name.as_str()])
    }

    /// Returns the key of the server enum.
    pub fn servers() -> Pointer {
        Pointer::root().key("servers")
    }

    /// Returns the key of a server.
    pub fn server(server: &Server) -> Pointer {
        Self::servers().key("urls").key(&server.url)
    }

    /// Returns the key of a security scheme.
    pub fn scheme(scheme: &SecurityScheme) -> Pointer {
        Pointer::root().keys(["components", "securitySchemes", scheme.name.as_str()])
    }

    /// Returns the key of a parameter that is set on the client.
    pub fn client_parameter(param: &Param) -> Pointer {
        let name = match param.location {
            Location::Header => param.name.to_ascii_lowercase(),
            _ => param.name.clone(),
        };
        Pointer::root().keys(["clientParameters", param.location.name(), &name])
    }

    /// Returns the key of a server variable.
    pub fn server_variable(name: &str) -> Pointer {
        Pointer::root().keys(["servers", "variables", name])
    }
}

/// Returns the key of a value in the enum with the key `at`.
pub fn value_at(at: &Pointer, value: &Literal) -> Pointer {
    match value {
        Literal::Text(text) => at.key("enum").key(text),
        Literal::Integer(number) => at.key("enum").key(&number.to_string()),
    }
}

/// An owner of inline types.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Type(TypeId),
    Operation(OperationId),
}

/// Walks from declarations with keys to their inline types.
struct Walk<'a> {
    api: &'a Api,
    types: Vec<Option<Pointer>>,
    taken: BTreeSet<Pointer>,
    todo: Vec<TypeId>,
}

impl Walk<'_> {
    fn put(&mut self, id: TypeId, key: Pointer) {
        let mut free = key.clone();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = key.index(number);
            number += 1;
        }
        if let Some(place) = self.types.get_mut(id.index()) {
            *place = Some(free);
            self.todo.push(id);
        }
    }

    fn operation(&mut self, id: OperationId, operation: &Operation) {
        let owner = Owner::Operation(id);
        let key = Keys::operation(operation);
        for param in &operation.params {
            self.usage(owner, &param.usage, &Keys::param(&key, param));
        }
        for content in operation.body.iter().flat_map(|body| &body.content) {
            self.content(owner, content, &Keys::body(&key));
        }
        for response in &operation.responses {
            let at = Keys::output(&key, response.status);
            for content in &response.content {
                self.content(owner, content, &at);
            }
            for header in &response.headers {
                self.usage(owner, &header.usage, &at.key("headers").key(&header.name));
            }
        }
    }

    fn content(&mut self, owner: Owner, content: &Content, at: &Pointer) {
        let at = |keyword| at.keys(["content", content.media_type.as_str(), keyword]);
        self.usage(owner, &content.usage, &at("schema"));
        if let Some(item) = &content.item {
            self.usage(owner, item, &at("itemSchema"));
        }
    }

    /// Assigns keys to the inline types of a usage.
    fn usage(&mut self, owner: Owner, usage: &Usage, at: &Pointer) {
        // `lower` bounds the nesting of lists and maps.
        match &usage.ty {
            Type::Named(id) if self.is_new(*id) && owner_of(self.api.ty(*id)) == Some(owner) => {
                let key = self.own_key(*id).unwrap_or_else(|| at.clone());
                self.put(*id, key);
            }
            Type::List(item) => self.usage(owner, item, &at.key("items")),
            Type::Map(value) => self.usage(owner, value, &at.key("additionalProperties")),
            Type::Named(_) | Type::Scalar(_) | Type::Object | Type::Any => {}
        }
    }

    fn is_new(&self, id: TypeId) -> bool {
        self.types.get(id.index()).is_some_and(Option::is_none)
    }

    /// Returns the key of an inline type that is declared in a schema other than the one that uses it. This
    /// key must not depend on which use comes first.
    fn own_key(&self, id: TypeId) -> Option<Pointer> {
        let ty = self.api.ty(id);
        let schemas = Pointer::root().keys(["components", "schemas"]);
        let root = self.api.root_of(ty).map(|root| &self.api.ty(root).pointer)?;
        (schemas.contains(&ty.pointer) && !root.contains(&ty.pointer)).then(|| ty.pointer.clone())
    }

    /// Walks all types with new keys, then derives the remaining keys from the types' origins.
    fn finish(&mut self) {
        self.inside();
        for (id, ty) in self.api.types() {
            if !self.is_new(id) {
                continue;
            }
            let (at, path) = match &ty.origin {
                Origin::Inline { owner, path } => (self.types[owner.index()].clone(), path.as_slice()),
                Origin::Operation { operation, path } => {
                    (Some(Keys::operation(self.api.operation(*operation))), path.as_slice())
                }
                Origin::Schema(_) => (None, [].as_slice()),
            };
            let key = at.map_or_else(
                || ty.pointer.clone(),
                |at| PathStep::words(path).iter().fold(at, |at, word| at.key(word)),
            );
            self.put(id, key);
            self.inside();
        }
    }

    fn inside(&mut self) {
        while let Some(id) = self.todo.pop() {
            let at = self.types[id.index()].clone().unwrap_or_default();
            let owner = Owner::Type(id);
            let api = self.api;
            match &api.ty(id).shape {
                Shape::Struct(object) => {
                    for field in &object.fields {
                        self.usage(owner, &field.usage, &at.key("properties").key(&field.name));
                    }
                    if let Extra::Kept(usage) = &object.extra {
                        self.usage(owner, usage, &at.key("additionalProperties"));
                    }
                }
                Shape::Alias(usage) => self.usage(owner, usage, &at),
                Shape::Union(union) => {
                    for variant in &union.variants {
                        let key = alternative(api, &at, &variant.ty);
                        self.usage(owner, &Usage::from(variant.ty.clone()), &key);
                    }
                }
                Shape::Enum(_) => {}
            }
        }
    }
}

/// Returns the owner of an inline type.
fn owner_of(ty: &TypeDef) -> Option<Owner> {
    match &ty.origin {
        Origin::Schema(_) => None,
        Origin::Inline { owner, .. } => Some(Owner::Type(*owner)),
        Origin::Operation { operation, .. } => Some(Owner::Operation(*operation)),
    }
}

/// Returns the key of a branch in the union with the key `at`, from its schema name, title or type.
pub fn alternative(api: &Api, at: &Pointer, ty: &Type) -> Pointer {
    at.key("oneOf").key(&alternative_step(api, ty))
}

fn alternative_step(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => match &api.ty(*id).origin {
            Origin::Schema(name) => name.clone(),
            // The first step from the union is the branch's title or, if it has none, a word for its type.
            Origin::Inline { path, .. } | Origin::Operation { path, .. } => {
                path.first().map(|step| step.word().into_owned()).unwrap_or_default()
            }
        },
        Type::Scalar(scalar) => scalar_word(api, *scalar).to_owned(),
        Type::List(item) => format!("{}[]", alternative_step(api, &item.ty)),
        Type::Map(value) => format!("{}{{}}", alternative_step(api, &value.ty)),
        Type::Object => "object".to_owned(),
        Type::Any => "any".to_owned(),
    }
}

fn scalar_word(api: &Api, scalar: Scalar) -> &str {
    match scalar {
        Scalar::Bool => "boolean",
        Scalar::Int32 => "int32",
        Scalar::Int64 => "int64",
        Scalar::UInt64 => "uint64",
        Scalar::Float => "float",
        Scalar::Double => "double",
        Scalar::String => "string",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Uuid => "uuid",
        Scalar::Uri => "uri",
        Scalar::Byte => "byte",
        Scalar::Binary => "binary",
        Scalar::Foreign(foreign) => &api.foreign(foreign).format,
    }
}
