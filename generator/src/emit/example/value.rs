//! Values in examples, as Rust expressions of the required type.

use std::collections::BTreeMap;

use super::fit::{fits, variant_of};
use super::layout::Expr;
use super::literal::{after, any, default, first, scalar, text, uuid, variant};
use crate::analyse::Presence;
use crate::emit::choice::is_record;
use crate::emit::spell;
use crate::ir::{Field, Param, Scalar, Shape, Struct, Type, TypeId, Union, Usage, Value};
use crate::model::Model;
use crate::name::RustName;

/// The maximum line length, in characters (rustfmt's `max_width`).
const WIDTH: usize = 100;

/// The nesting depth beyond which values are left empty.
const DEPTH: usize = 6;

/// The maximum number of fields in an example. Without a limit, it could grow exponentially with the document's size.
const LARGEST: usize = 200;

/// The maximum number of fields that an example sets on a value without required fields.
const FIELDS: usize = 2;

/// The maximum number of optional fields set from an example in the document, including those of nested values.
const GIVEN: usize = 12;

/// The maximum number of list items or map entries that are used from an example in the document.
const ITEMS: usize = 3;

/// Creates values, and collects the imports that they need.
pub(super) struct Values<'a> {
    model: &'a Model,
    /// The module path of each imported item, keyed by name.
    imports: BTreeMap<String, String>,
    open: Vec<TypeId>,
    /// The number of enclosing lists.
    lists: usize,
    /// The number of fields that can still be added.
    left: usize,
    /// The number of optional fields that can still be set from the document's example.
    given: usize,
    /// The tag of the enclosing union, and its required value.
    tag: Option<(String, Value)>,
}

impl<'a> Values<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self {
            model,
            imports: BTreeMap::new(),
            open: Vec::new(),
            lists: 0,
            left: LARGEST,
            given: GIVEN,
            tag: None,
        }
    }

    /// Returns the lines of the `use` declarations, one declaration per module.
    pub(super) fn into_imports(self) -> Vec<String> {
        let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, module) in self.imports {
            modules.entry(module).or_default().push(name);
        }
        let krate = &self.model.names.krate;
        let mut lines = Vec::new();
        for (module, names) in modules {
            let list = match names.as_slice() {
                [one] => one.clone(),
                many => format!("{{{}}}", many.join(", ")),
            };
            let line = format!("use {krate}::{module}::{list};");
            if line.chars().count() <= WIDTH || names.len() == 1 {
                lines.push(line);
            } else {
                lines.push(format!("use {krate}::{module}::{{"));
                lines.extend(names.iter().map(|name| format!("    {name},")));
                lines.push("};".to_owned());
            }
        }
        lines
    }

    /// Returns the short name of a type, or its path if a different type with the same name is already imported.
    fn name(&mut self, id: TypeId) -> String {
        let names = self.model.names.ty(id);
        let module = if names.in_api { format!("api::{}", names.module) } else { "models".to_owned() };
        let known = self.imports.entry(names.name.to_string()).or_insert_with(|| module.clone());
        if *known == module {
            names.name.to_string()
        } else {
            format!("{}::{module}::{}", self.model.names.krate, names.name)
        }
    }

    /// Returns whether a value of the given type fits in a short argument.
    fn is_plain(&self, ty: &Type) -> bool {
        match self.model.api.resolved(ty) {
            Type::List(item) => {
                !item.nullable
                    && !matches!(self.model.api.resolved(&item.ty), Type::List(_))
                    && self.is_plain(&item.ty)
            }
            Type::Named(id) => matches!(self.model.api.ty(*id).shape, Shape::Enum(_)),
            Type::Scalar(kind) => !matches!(
                kind,
                Scalar::DateTime | Scalar::Date | Scalar::Byte | Scalar::Binary | Scalar::Foreign(_)
            ),
            Type::Map(_) | Type::Object | Type::Any => false,
        }
    }

    /// Returns the name of `Part`, the type for a part of a multipart body.
    pub(super) fn part(&mut self) -> String {
        self.item("Part", "request")
    }

    /// Returns the short name of a runtime item, or its path if a type with the same name is already imported.
    pub(super) fn item(&mut self, word: &str, module: &str) -> String {
        let known = self.imports.entry(word.to_owned()).or_insert_with(|| module.to_owned());
        if known == module {
            word.to_owned()
        } else {
            format!("{}::{module}::{word}", self.model.names.krate)
        }
    }

    /// Returns whether the argument for a parameter is short.
    pub(super) fn is_plain_argument(&self, param: &Param) -> bool {
        spell::is_upload(self.model, param) || self.is_plain(&param.usage.ty)
    }

    /// Returns the argument for a parameter or a form field ([`spell::argument`](crate::emit::spell::argument)).
    pub(super) fn argument(&mut self, param: &Param) -> Expr {
        let hint = param.values.first().or(param.example.as_ref()).or(param.default.as_ref());
        if !spell::is_upload(self.model, param) {
            return self.parameter(&param.name, &param.usage.ty, hint);
        }
        let Expr::Atom(name) = text(&param.name, None) else { return default() };
        let part = format!("{}::bytes(b\"bytes\").file_name({name})", self.part());
        match self.model.api.resolved(&param.usage.ty) {
            Type::List(_) => Expr::list("", vec![Expr::Atom(part)]),
            _ => Expr::Atom(part),
        }
    }

    /// Returns the argument for a parameter ([`spell::parameter_argument`](crate::emit::spell::parameter_argument)).
    fn parameter(&mut self, name: &str, ty: &Type, hint: Option<&Value>) -> Expr {
        let model = self.model;
        match model.api.resolved(ty) {
            Type::Scalar(Scalar::Uuid) => uuid(hint),
            Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uri) => text(name, hint),
            Type::Scalar(kind) => scalar(&model.api, *kind, name, hint),
            Type::List(item) if spell::is_uuid(model, item) => Expr::list("", vec![uuid(first(hint))]),
            Type::List(item) if is_text(model, item) => Expr::list("", vec![text(name, first(hint))]),
            Type::List(item) => {
                let hint = first(hint).filter(|value| fits(model, item, value));
                Expr::list("", vec![self.owned_usage(name, item, hint)])
            }
            Type::Named(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => {
                self.named(name, *id, hint)
            }
            _ => {
                let hint = hint.filter(|value| fits(model, &Usage::from(ty.clone()), value));
                self.owned(name, ty, hint).borrowed()
            }
        }
    }

    /// Returns a body, to be passed by reference, or a list, to be passed as a slice. A valid example from the document
    /// is used.
    pub(super) fn body(&mut self, ty: &Type, example: Option<&Value>) -> Expr {
        let example = example.filter(|value| fits(self.model, &Usage::from(ty.clone()), value));
        match ty {
            Type::List(item) => Expr::list("", self.items("body", item, example)),
            _ => self.owned("body", ty, example),
        }
    }

    /// Returns the items of a list: some from the document's example, or else one item.
    fn items(&mut self, name: &str, item: &Usage, hint: Option<&Value>) -> Vec<Expr> {
        let given = hint.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let given: Vec<_> = given.iter().filter(|value| !value.is_null()).take(ITEMS).collect();
        if given.is_empty() {
            return vec![self.owned_usage(name, item, first(hint))];
        }
        given.into_iter().map(|value| self.owned_usage(name, item, Some(value))).collect()
    }

    /// Returns the constructor or setter argument for a field.
    ///
    /// `given` is the value of the field in the document's example of the object, which has already been validated.
    fn field(&mut self, field: &Field, presence: Presence, boxed: bool, given: Option<&Value>) -> Expr {
        let own = || field.values.first().or(field.example.as_ref()).or(field.default.as_ref());
        let hint = given.or_else(|| own().filter(|value| fits(self.model, &field.usage, value)));
        let (name, ty) = (&field.name, &field.usage.ty);
        match (presence, ty) {
            // The parameter is `impl Into<..>`, so only a value of exactly the target type is unambiguous.
            (Presence::Nullable, _) if self.is_open(ty) => {
                let plain = spell::ty(self.model, ty);
                Expr::Atom(if boxed { format!("None::<Box<{plain}>>") } else { format!("None::<{plain}>") })
            }
            (Presence::Nullable | Presence::ThreeStates, _) => {
                Expr::call("Some", vec![self.boxed(name, ty, hint, boxed)])
            }
            _ if boxed => self.owned(name, ty, hint),
            (_, Type::Scalar(Scalar::String | Scalar::Binary | Scalar::Uri)) => text(name, hint),
            (_, Type::List(item)) if is_text(self.model, item) => {
                let given = hint.and_then(Value::as_array).into_iter().flatten().take(ITEMS);
                let given: Vec<Expr> = given.map(|value| text(name, Some(value))).collect();
                Expr::list("", if given.is_empty() { vec![text(name, first(hint))] } else { given })
            }
            (_, Type::List(item)) => self.list("", name, item, hint),
            _ => self.owned(name, ty, hint),
        }
    }

    /// Returns the argument for a field that may be the tag of a union.
    fn tagged_field(
        &mut self,
        tag: &Option<(String, Value)>,
        field: &Field,
        presence: Presence,
        boxed: bool,
        given: Option<&Value>,
    ) -> Expr {
        let tag = tag.as_ref().filter(|(name, _)| *name == field.name).map(|(_, value)| value);
        self.field(field, presence, boxed, tag.or(given))
    }

    fn boxed(&mut self, name: &str, ty: &Type, hint: Option<&Value>, boxed: bool) -> Expr {
        let value = self.owned(name, ty, hint);
        if boxed { Expr::call("Box::new", vec![value]) } else { value }
    }

    fn owned_usage(&mut self, name: &str, usage: &Usage, hint: Option<&Value>) -> Expr {
        let value = self.owned(name, &usage.ty, hint);
        if usage.nullable { Expr::call("Some", vec![value]) } else { value }
    }

    /// Returns a value of exactly the given type.
    fn owned(&mut self, name: &str, ty: &Type, hint: Option<&Value>) -> Expr {
        let model = self.model;
        match model.api.resolved(ty) {
            Type::Scalar(Scalar::String | Scalar::Binary) => after(text(name, hint), ".to_owned()"),
            Type::Scalar(Scalar::Uri) => after(text(name, hint), ".into()"),
            Type::Scalar(kind) => scalar(&model.api, *kind, name, hint),
            Type::List(item) => self.list("vec!", name, item, hint),
            Type::Map(value) => self.map(value, hint),
            Type::Object => default(),
            Type::Any => any(hint),
            Type::Named(id) => self.named(name, *id, hint),
        }
    }

    /// Returns a map with some entries from the document's example, or a default value if there is no
    /// example.
    fn map(&mut self, value: &Usage, hint: Option<&Value>) -> Expr {
        let entries = hint.and_then(Value::as_object).into_iter().flatten();
        let entries: Vec<_> = entries.filter(|(_, value)| !value.is_null()).take(ITEMS).collect();
        if entries.is_empty() || self.is_open(&value.ty) || self.open.len() + self.lists > DEPTH {
            return default();
        }
        self.lists += 1;
        let entry = |(key, entry): (&String, &Value)| {
            let key = after(text(key, None), ".to_owned()");
            Expr::call("", vec![key, self.owned_usage("value", value, Some(entry))])
        };
        let entries = entries.into_iter().map(entry).collect();
        self.lists -= 1;
        Expr::call("std::collections::BTreeMap::from", vec![Expr::list("", entries)])
    }

    /// Returns a list with items from the document's example, or with one item. If the items are recursive, the list is
    /// empty.
    fn list(&mut self, start: &str, name: &str, item: &Usage, hint: Option<&Value>) -> Expr {
        if self.is_open(&item.ty) || self.open.len() + self.lists > DEPTH {
            return Expr::list(start, Vec::new());
        }
        self.lists += 1;
        let items = self.items(name, item, hint);
        self.lists -= 1;
        Expr::list(start, items)
    }

    /// Returns whether an enclosing value has the given type.
    fn is_open(&self, ty: &Type) -> bool {
        matches!(self.model.api.resolved(ty), Type::Named(id) if self.open.contains(id))
    }

    fn named(&mut self, name: &str, id: TypeId, hint: Option<&Value>) -> Expr {
        let model = self.model;
        let ty = model.api.ty(id);
        let usage = Usage::from(Type::Named(id));
        let hint = hint.or_else(|| ty.example.as_ref().filter(|value| fits(model, &usage, value)));
        match &ty.shape {
            Shape::Enum(values) => match variant(values, hint) {
                Some(index) => {
                    let variant = model.names.ty(id).members.get(index).map_or("", RustName::as_str);
                    Expr::Atom(format!("{}::{variant}", self.name(id)))
                }
                None => after(text(name, hint), ".into()"),
            },
            Shape::Struct(_) if self.open.len() > DEPTH => default(),
            Shape::Struct(object) => {
                self.open.push(id);
                let value = self.new_struct(id, object, hint);
                self.open.pop();
                value
            }
            Shape::Union(union) => self.union(name, id, union, hint),
            Shape::Alias(_) => default(),
        }
    }

    /// Returns a value of the variant in the document's example, or else of the first variant that is not recursive
    /// here.
    fn union(&mut self, name: &str, id: TypeId, union: &Union, hint: Option<&Value>) -> Expr {
        let model = self.model;
        let mut variants = union.variants.iter().zip(&model.names.ty(id).members);
        let given = hint.and_then(|value| variant_of(model, union, value));
        let given = given.and_then(|index| variants.clone().nth(index));
        let given = given.filter(|(variant, _)| !self.is_open(&variant.ty));
        let hint = hint.filter(|_| given.is_some());
        let variant = given.or_else(|| {
            variants.find(|(variant, _)| {
                // A default value would not show the type of the variant.
                let is_made = matches!(
                    model.api.resolved(&variant.ty),
                    Type::Scalar(_) | Type::Named(_) | Type::List(_)
                );
                is_made && !self.is_open(&variant.ty)
            })
        });
        let Some((variant, word)) = variant.filter(|_| self.open.len() <= DEPTH) else {
            return Expr::Atom(format!("{}::Unknown(Default::default())", self.name(id)));
        };
        let union_name = self.name(id);
        let given = union.tag.as_ref().and_then(|tag| hint?.get(tag)).cloned();
        let tag = union.tag.clone().zip(given.or_else(|| variant.tags.first().cloned()));
        let outer = std::mem::replace(&mut self.tag, tag);
        self.open.push(id);
        let value = self.owned(name, &variant.ty, hint);
        self.open.pop();
        self.tag = outer;
        if is_record(model, &variant.ty) {
            Expr::call(format!("{union_name}::from"), vec![value])
        } else {
            Expr::call(format!("{union_name}::{word}"), vec![value])
        }
    }

    /// Returns `Type::new(required)`, with setters for the optional fields in the document's example. If there are
    /// neither arguments nor setters, some optional fields are set for illustration.
    fn new_struct(&mut self, id: TypeId, object: &Struct, hint: Option<&Value>) -> Expr {
        let model = self.model;
        let tag = self.tag.take();
        let name = self.name(id);
        let fields: Vec<FieldOf<'_>> =
            object.fields.iter().enumerate().map(|(i, f)| (i, f, model.facts.presence(id, i))).collect();
        let arguments = fields.iter().filter(|(index, field, presence)| {
            is_required(*presence) && model.constant(id, *index, field).is_none()
        });
        match self.left.checked_sub(arguments.clone().count()) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                return Expr::Atom(format!("{name}::default()"));
            }
        }
        let new = format!("{name}::new");
        let args: Vec<Expr> = arguments
            .map(|(index, field, presence)| {
                let boxed = model.facts.is_boxed(id, *index);
                self.tagged_field(&tag, field, *presence, boxed, member(hint, field))
            })
            .collect();
        let settable =
            fields.iter().filter(|(_, f, presence)| !is_required(*presence) && !f.read_only && !f.deprecated);
        let chosen: Vec<_> = match hint {
            Some(_) => settable
                .filter(|(_, field, _)| member(hint, field).is_some() && !self.is_open(&field.usage.ty))
                .take(self.given)
                .collect(),
            None if !args.is_empty() || self.open.len() > 1 => Vec::new(),
            None => settable.filter(|(_, f, _)| self.is_plain(&f.usage.ty)).take(FIELDS).collect(),
        };
        if hint.is_some() {
            self.given -= chosen.len();
        }
        let setters: Vec<Expr> = chosen
            .into_iter()
            .filter_map(|(index, field, presence)| {
                let setter = format!(".{}", model.names.ty(id).members.get(*index)?);
                let boxed = model.facts.is_boxed(id, *index);
                Some(Expr::call(setter, vec![self.field(field, *presence, boxed, member(hint, field))]))
            })
            .collect();
        match (setters.is_empty(), args.is_empty()) {
            (true, _) => Expr::call(new, args),
            (false, true) => Expr::Chain(format!("{new}()"), setters),
            (false, false) => Expr::Chained(Box::new(Expr::call(new, args)), setters),
        }
    }
}

/// A field of a struct, with its index and its presence.
type FieldOf<'a> = (usize, &'a Field, Presence);

fn is_required(presence: Presence) -> bool {
    matches!(presence, Presence::Required | Presence::Nullable)
}

/// Returns the value of a field in the document's example of the object, or `None` if it is absent or null.
fn member<'a>(example: Option<&'a Value>, field: &Field) -> Option<&'a Value> {
    example?.get(&field.name).filter(|value| !value.is_null())
}

/// Returns whether a list with the given items accepts items of any string type.
fn is_text(model: &Model, item: &Usage) -> bool {
    !item.nullable && matches!(model.api.resolved(&item.ty), Type::Scalar(Scalar::String | Scalar::Binary))
}
