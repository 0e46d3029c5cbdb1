//! Names types, fields and enum values.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Thing};
use super::bounds::DEVICES;
use super::operations::TagScopes;
use super::reserved::{EXTRA, FIELDS, MODULES, TYPES, VARIANTS};
use super::scope::{self, Scope};
use super::{OperationName, RustName, TagName, TypeName, shared_name, words};
use crate::analyse::Facts;
use crate::config::Config;
use crate::external_ref::{self, ExternalRef};
use crate::ir::{
    Api, Extra, Literal, OperationId, Origin, PathStep, Root, Scalar, Shape, Struct, TagId, Type, TypeId,
    Union, Variant,
};
use crate::lock::{Case, Keys, Kind, alternative, value_at};
use crate::pointer::Pointer;

/// The inputs for naming types, and the scopes in which they are named.
pub(super) struct Types<'a, 'b> {
    pub(super) api: &'a Api,
    pub(super) facts: &'a Facts,
    pub(super) config: &'a Config,
    pub(super) keys: &'a Keys,
    pub(super) tags: &'a [TagName],
    pub(super) operations: &'a [OperationName],
    pub(super) scopes: &'a mut BTreeMap<TagId, TagScopes>,
    pub(super) book: &'a mut Book<'b>,
}

/// The scopes in `models`.
struct Models {
    types: Scope,
    modules: Scope,
}

/// Names all types: schemas, then their inline types, then the inline types of operations.
pub(super) fn types(mut all: Types<'_, '_>) -> Vec<TypeName> {
    let mut models = Models {
        types: Scope::new(all.book, "models", Case::Upper, TYPES),
        modules: Scope::new(all.book, "models", Case::Lower, MODULES),
    };
    models.modules.avoid(DEVICES);
    let mut names = all.schemas(&mut models);
    all.inlines(&mut names, &mut models);
    for (id, ty) in all.api.types() {
        if let Origin::Operation { operation, path } = &ty.origin
            && all.facts.shared(id) == id
            && let Some(name) = all.in_operation(id, *operation, path, &mut models)
        {
            names[id.index()] = name;
        }
    }
    all.inlines(&mut names, &mut models);
    for (id, _) in all.api.types().filter(|(id, _)| all.facts.shared(*id) == *id) {
        names[id.index()].members = all.members(id, &names[id.index()]);
    }
    for (id, _) in all.api.types() {
        names[id.index()] = names[all.facts.shared(id).index()].clone();
    }
    names
}

impl Types<'_, '_> {
    fn schemas(&mut self, models: &mut Models) -> Vec<TypeName> {
        let mut names = vec![TypeName::none(); self.api.types.len()];
        let mut ids = Vec::new();
        let mut schemas = Vec::new();
        for (id, ty) in self.api.schemas() {
            let Origin::Schema(schema) = &ty.origin else { continue };
            ids.push((id, [self.keys.ty(id).clone()]));
            schemas.push((schema, self.facts.ty(id).emitted));
        }
        let all = ids.iter().zip(&schemas).map(|((_, keys), (schema, public))| {
            let plain = words::camel(&external_ref::name_of(schema));
            let apart = ExternalRef::read(schema).map(|foreign| foreign.distinctions());
            let mut wanted = vec![plain.clone()];
            wanted.extend(apart.iter().flatten().map(|text| words::camel(text)));
            wanted.push(format!("{plain}Model"));
            (Thing { keys, kind: Kind::Type, source: schema, public: *public }, wanted)
        });
        let given = models.types.take_all(self.book, &all.collect::<Vec<_>>());
        for ((id, _), name) in ids.iter().zip(given) {
            let module = self.module(models, &[*id], &name);
            names[id.index()] = TypeName::new(name, module, false);
        }
        names
    }

    /// Names the module of a schema, or of a shared type.
    fn module(&mut self, models: &mut Models, ids: &[TypeId], name: &str) -> RustName {
        let plain = words::snake(name);
        let wanted = [plain.clone(), format!("{plain}_model")];
        self.take(&mut models.modules, Kind::Module, ids, name, &wanted)
    }

    /// Assigns one name to all types in `ids`, which are deduplicated.
    fn take(
        &mut self,
        scope: &mut Scope,
        kind: Kind,
        ids: &[TypeId],
        source: &str,
        wanted: &[String],
    ) -> RustName {
        let keys: Vec<Pointer> = ids.iter().map(|id| self.keys.ty(*id).clone()).collect();
        let public = ids.iter().any(|id| self.facts.ty(*id).emitted);
        scope.take(self.book, &Thing { keys: &keys, kind, source, public }, wanted)
    }

    /// Names an inline type of an operation. The type is in the module of the operation's builder, or in `models` if
    /// several resources share it.
    fn in_operation(
        &mut self,
        id: TypeId,
        operation: OperationId,
        path: &[PathStep],
        models: &mut Models,
    ) -> Option<TypeName> {
        let tag = self.facts.owner(operation)?;
        let mut scope = std::mem::take(&mut self.scopes.get_mut(&tag)?.types);
        let short = words::camel(&joined(path));
        let source = format!("{} {}", self.operations[operation.index()].text, joined(path));
        let long = words::camel(&source);
        // Every operation can have a body and a response, so the plain name `Body` would be ambiguous and
        // would depend on the document order.
        let common = path.first().is_some_and(|step| matches!(step, PathStep::Body | PathStep::Response));
        let alike = self.duplicates_of(id);
        let wanted = match shared_name::steps(self.api, self.facts, &alike) {
            // A shared type is named after its common steps. The name of one operation would mislead users of
            // the others.
            Some(steps) => {
                let short = words::camel(&steps.join(" "));
                vec![short.clone(), format!("{short}Model"), long]
            }
            None if common => vec![long],
            None => vec![short, long],
        };
        let wanted = self.preferred(&alike, wanted);
        if self.facts.is_in_models(id) {
            self.scopes.get_mut(&tag)?.types = scope;
            return Some(self.in_models(models, &alike, &source, &wanted));
        }
        let name = self.take(&mut scope, Kind::Type, &alike, &source, &wanted);
        self.scopes.get_mut(&tag)?.types = scope;
        let module = self.tags[tag.index()].module.clone();
        Some(TypeName::new(name, module, true))
    }

    /// Names a type that several operations share in `models`, in a separate module.
    fn in_models(
        &mut self,
        models: &mut Models,
        ids: &[TypeId],
        source: &str,
        wanted: &[String],
    ) -> TypeName {
        let name = self.take(&mut models.types, Kind::Type, ids, source, wanted);
        let module = self.module(models, ids, &name);
        TypeName::new(name, module, false)
    }

    /// Returns a type, followed by the types that it represents.
    fn duplicates_of(&self, id: TypeId) -> Vec<TypeId> {
        let mut ids = vec![id];
        ids.extend(self.facts.duplicates_of(id));
        ids
    }

    /// Names every inline type whose owner has a name, and repeats this until all nested types are named.
    fn inlines(&mut self, names: &mut [TypeName], models: &mut Models) {
        let (api, facts) = (self.api, self.facts);
        let is_due = |id: TypeId| names[id.index()].name.is_empty() && facts.shared(id) == id;
        let mut todo: Vec<_> = api.types().filter(|(id, _)| is_due(*id)).collect();
        loop {
            let before = todo.len();
            todo.retain(|(id, ty)| {
                let Origin::Inline { owner, path } = &ty.origin else { return false };
                let around = names[facts.shared(*owner).index()].clone();
                if around.name.is_empty() {
                    return true;
                }
                names[id.index()] = self.inline(*id, around, path, names, models);
                false
            });
            if todo.len() == before {
                return;
            }
        }
    }

    /// Names an inline type with its owner's name as a prefix, usually in its owner's module. A shared type is named
    /// after the steps that its duplicates have in common.
    fn inline(
        &mut self,
        id: TypeId,
        around: TypeName,
        path: &[PathStep],
        names: &[TypeName],
        models: &mut Models,
    ) -> TypeName {
        let source = format!("{} {}", around.name, joined(path));
        let plain = words::camel(&source);
        let full = words::camel(&format!("{} {}", around.name, PathStep::words(path).join(" ")));
        let mut wanted = vec![plain.clone(), full, format!("{plain}Inline")];
        let ids = self.duplicates_of(id);
        let together = shared_name::steps(self.api, self.facts, &ids);
        if let Some(steps) = &together {
            let owner = shared_name::root(self.api, &ids).map(|root| self.root_name(root, names));
            let short = words::camel(&format!("{} {}", owner.unwrap_or_default(), steps.join(" ")));
            let suffix = if matches!(self.api.ty(id).shape, Shape::Union(_)) { "Choice" } else { "Model" };
            wanted.splice(0..0, [short.clone(), format!("{short}{suffix}")]);
        }
        let wanted = self.preferred(&ids, wanted);
        let TypeName { module, in_api, .. } = around;
        if in_api && self.facts.is_in_models(id) {
            return self.in_models(models, &ids, &source, &wanted);
        }
        if !in_api {
            let name = self.take(&mut models.types, Kind::Type, &ids, &source, &wanted);
            let apart = together.is_some() && shared_name::root(self.api, &ids).is_none();
            let module = if apart { self.module(models, &ids, &name) } else { module };
            return TypeName::new(name, module, in_api);
        }
        let tag = self.api.tags().map(|(tag, _)| tag).find(|tag| self.tags[tag.index()].module == module);
        let name = match tag.and_then(|tag| self.scopes.remove_entry(&tag)) {
            Some((tag, mut scopes)) => {
                let name = self.take(&mut scopes.types, Kind::Type, &ids, &source, &wanted);
                self.scopes.insert(tag, scopes);
                name
            }
            None => self.take(&mut models.types, Kind::Type, &ids, &source, &wanted),
        };
        TypeName::new(name, module, in_api)
    }

    /// Adds the document's name for an enum to the candidates, if all deduplicated types share that name.
    fn preferred(&self, ids: &[TypeId], mut wanted: Vec<String>) -> Vec<String> {
        let name = |id: &TypeId| match &self.api.ty(*id).shape {
            Shape::Enum(enumeration) => enumeration.name.as_deref(),
            _ => None,
        };
        let mut names = ids.iter().map(name);
        if let Some(first) = names.next().flatten().filter(|first| names.all(|other| other == Some(first))) {
            wanted.insert(0, words::camel(first));
        }
        wanted
    }

    fn root_name(&self, root: Root, names: &[TypeName]) -> String {
        match root {
            Root::Schema(id) => names[id.index()].name.to_string(),
            Root::Operation(id) => self.operations[id.index()].text.clone(),
        }
    }

    /// Names the fields of a struct, or the variants of an enum or union.
    fn members(&mut self, id: TypeId, ty: &TypeName) -> Vec<RustName> {
        let path = match ty.in_api {
            true => format!("api::{}::{}", ty.module, ty.name),
            false => format!("models::{}", ty.name),
        };
        match &self.api.ty(id).shape {
            Shape::Struct(object) => self.fields(id, object, &path),
            Shape::Enum(enumeration) => {
                let ids = self.duplicates_of(id);
                let at: Vec<Pointer> = ids.iter().map(|id| self.keys.ty(*id).clone()).collect();
                variants(&enumeration.values, &at, self.facts.ty(id).emitted, &path, self.book)
            }
            Shape::Union(union) => self.alternatives(id, union, &path),
            Shape::Alias(_) => Vec::new(),
        }
    }

    /// Names the variants of a union by title, schema name or type.
    fn alternatives(&mut self, id: TypeId, union: &Union, path: &str) -> Vec<RustName> {
        let mut scope = Scope::new(self.book, path, Case::Upper, VARIANTS);
        let (api, public) = (self.api, self.facts.ty(id).emitted);
        let mut taken = BTreeSet::new();
        let mut names = Vec::new();
        for (index, variant) in union.variants.iter().enumerate() {
            let word = word(api, &variant.ty);
            let plain = words::camel(variant.title.as_deref().unwrap_or(&word));
            let long = match &variant.ty {
                Type::List(item) => format!("{} list", self::word(api, &item.ty)),
                Type::Map(value) => format!("{} map", self::word(api, &value.ty)),
                _ if variant.title.is_some() => format!("{plain} {word}"),
                _ => format!("{plain} value"),
            };
            let step = alternative(api, &Pointer::root(), &variant.ty);
            let again = !taken.insert(step);
            let key = |at: &Pointer| {
                let key = alternative(api, at, &variant.ty);
                if again { key.index(index) } else { key }
            };
            let keys: Vec<Pointer> = self.duplicates_of(id).iter().map(|id| key(self.keys.ty(*id))).collect();
            let thing = Thing { keys: &keys, kind: Kind::Variant, source: &word, public };
            names.push(scope.take(self.book, &thing, &[plain, words::camel(&long)]));
        }
        names
    }

    fn fields(&mut self, id: TypeId, object: &Struct, path: &str) -> Vec<RustName> {
        let mut scope = Scope::new(self.book, path, Case::Lower, FIELDS);
        let keeps = match object.extra {
            Extra::Kept(_) => true,
            Extra::Unspecified => self.config.models.keep_unknown_fields,
            Extra::Refused => false,
        };
        if keeps {
            scope.reserve(EXTRA);
        }
        let public = self.facts.ty(id).emitted;
        let alike = self.duplicates_of(id);
        let keys_of = |name: &str| alike.iter().map(|id| self.keys.field(*id, name)).collect::<Vec<_>>();
        let keys: Vec<_> = object.fields.iter().map(|field| keys_of(&field.name)).collect();
        let fields = object.fields.iter().zip(&keys).map(|(field, keys)| {
            let thing = Thing { keys, kind: Kind::Field, source: &field.name, public };
            (thing, scope::value(words::snake(&field.name)))
        });
        scope.take_all(self.book, &fields.collect::<Vec<_>>())
    }
}

/// Joins the steps of a path. Steps that mean "an element of" are used only if there are no other steps.
fn joined(path: &[PathStep]) -> String {
    let named = PathStep::words(path.iter().filter(|step| !step.is_element()));
    if named.is_empty() { PathStep::words(path).join(" ") } else { named.join(" ") }
}

/// Returns a word for the values of a type, from which the name of a variant can be derived.
fn word(api: &Api, ty: &Type) -> String {
    let word = match ty {
        Type::Named(id) => match &api.ty(*id).origin {
            Origin::Schema(key) => return external_ref::name_of(key),
            Origin::Inline { path, .. } | Origin::Operation { path, .. } => {
                return path.last().map(|step| step.word().into_owned()).unwrap_or_default();
            }
        },
        Type::List(_) => "list",
        Type::Map(_) => "map",
        Type::Object => "object",
        Type::Any => "value",
        Type::Scalar(kind) => match kind {
            Scalar::Bool => "boolean",
            Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 => "integer",
            Scalar::Float | Scalar::Double => "number",
            Scalar::String => "text",
            Scalar::DateTime => "date time",
            Scalar::Date => "date",
            Scalar::Uuid => "uuid",
            Scalar::Uri => "uri",
            Scalar::Byte | Scalar::Binary => "bytes",
            Scalar::Foreign(foreign) => return api.foreign(*foreign).format.replace(['-', '_'], " "),
        },
    };
    word.to_owned()
}

/// Names the values of an enum, or of deduplicated enums; `at` contains their keys.
pub(super) fn variants(
    values: &[Variant],
    at: &[Pointer],
    public: bool,
    path: &str,
    book: &mut Book<'_>,
) -> Vec<RustName> {
    let mut scope = Scope::new(book, path, Case::Upper, VARIANTS);
    let text = |variant: &Variant| match (&variant.name, &variant.value) {
        (Some(name), _) => name.clone(),
        (None, Literal::Text(text)) => text.clone(),
        (None, Literal::Integer(number)) => number.to_string(),
    };
    let keys = |variant: &Variant| at.iter().map(|at| value_at(at, &variant.value)).collect::<Vec<_>>();
    let sources: Vec<(String, Vec<Pointer>)> =
        values.iter().map(|variant| (text(variant), keys(variant))).collect();
    let all = sources.iter().map(|(source, keys)| {
        let plain = words::camel(source);
        let thing = Thing { keys, kind: Kind::Variant, source, public };
        (thing, vec![plain.clone(), format!("{plain}Value")])
    });
    scope.take_all(book, &all.collect::<Vec<_>>())
}
