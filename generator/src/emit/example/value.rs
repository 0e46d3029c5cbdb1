//! Values in examples: an expression of each type that compiles where it is used.

use std::collections::BTreeMap;

use super::layout::Expr;
use crate::analyse::Presence;
use crate::emit::choice::is_record;
use crate::emit::spell;
use crate::ir::{
    Enumeration, Field, Literal, Param, Scalar, Shape, Struct, Type, TypeId, Union, Usage, Value,
};
use crate::model::Model;
use crate::name::RustName;
use crate::sanitize::one_line;

/// The maximum line length, in characters (rustfmt's `max_width`).
const WIDTH: usize = 100;

/// The nesting depth at which values are left empty.
const DEPTH: usize = 6;

/// The maximum number of fields in an example: without a limit, it can grow exponentially with the document.
const LARGEST: usize = 200;

/// The number of fields that an example sets on a value without required fields.
const FIELDS: usize = 2;

/// Makes values, and collects the types that they mention.
pub(super) struct Values<'a> {
    model: &'a Model,
    /// The path of each imported type, by name.
    imports: BTreeMap<String, String>,
    open: Vec<TypeId>,
    /// The number of enclosing lists.
    lists: usize,
    /// The number of fields left.
    left: usize,
    /// The tag of the enclosing union, and its required value.
    tag: Option<(String, Value)>,
}

impl<'a> Values<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model, imports: BTreeMap::new(), open: Vec::new(), lists: 0, left: LARGEST, tag: None }
    }

    /// Returns the `use` lines, one item per module.
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

    /// Returns the name of a type: short, unless another type with the same name is imported already.
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

    /// Returns whether a value of this type fits into a short argument.
    fn is_plain(&self, ty: &Type) -> bool {
        match self.model.api.resolved(ty) {
            Type::List(item) => {
                !item.nullable
                    && !matches!(self.model.api.resolved(&item.ty), Type::List(_))
                    && self.is_plain(&item.ty)
            }
            Type::Named(id) => matches!(self.model.api.ty(*id).shape, Shape::Enum(_)),
            Type::Scalar(kind) => {
                !matches!(kind, Scalar::DateTime | Scalar::Date | Scalar::Byte | Scalar::Binary)
            }
            Type::Map(_) | Type::Object | Type::Any => false,
        }
    }

    /// Returns the name of `Part`, the type of a part of a multipart body.
    pub(super) fn part(&mut self) -> String {
        let (word, module) = ("Part", "request");
        let known = self.imports.entry(word.to_owned()).or_insert_with(|| module.to_owned());
        if known == module {
            word.to_owned()
        } else {
            format!("{}::{module}::{word}", self.model.names.krate)
        }
    }

    /// Returns whether a value fits into a short argument.
    pub(super) fn is_plain_argument(&self, param: &Param) -> bool {
        spell::is_upload(self.model, param) || self.is_plain(&param.usage.ty)
    }

    /// Returns the argument for a parameter or a form field ([`spell::argument`](crate::emit::spell::argument)).
    pub(super) fn argument(&mut self, param: &Param) -> Expr {
        let hint = param.example.as_ref().or(param.default.as_ref());
        if !spell::is_upload(self.model, param) {
            return self.parameter(&param.name, &param.usage.ty, hint);
        }
        let Expr::Atom(name) = text(&param.name, None) else { return default() };
        let part = format!("{}::bytes(b\"octets\").file_name({name})", self.part());
        match self.model.api.resolved(&param.usage.ty) {
            Type::List(_) => Expr::list("", vec![Expr::Atom(part)]),
            _ => Expr::Atom(part),
        }
    }

    /// Returns the argument for a parameter ([`spell::parameter_argument`](crate::emit::spell::parameter_argument)).
    fn parameter(&mut self, name: &str, ty: &Type, hint: Option<&Value>) -> Expr {
        let model = self.model;
        match model.api.resolved(ty) {
            Type::Scalar(Scalar::String | Scalar::Uuid | Scalar::Binary | Scalar::Uri) => text(name, hint),
            Type::Scalar(kind) => scalar(*kind, name, hint),
            Type::List(item) if is_text(model, item) || spell::is_uuid(model, item) => {
                Expr::list("", vec![text(name, first(hint))])
            }
            Type::List(item) => Expr::list("", vec![self.owned_usage(name, item, first(hint))]),
            Type::Named(id) if matches!(model.api.ty(*id).shape, Shape::Enum(_)) => {
                self.named(name, *id, hint)
            }
            _ => match self.owned(name, ty, hint) {
                Expr::Atom(text) => Expr::Atom(format!("&{text}")),
                Expr::Group(start, args, end) => Expr::Group(format!("&{start}"), args, end),
                Expr::Chain(head, links) => Expr::Chain(format!("&{head}"), links),
            },
        }
    }

    /// Returns a body, to be passed by reference; a list is passed as a slice.
    pub(super) fn body(&mut self, ty: &Type) -> Expr {
        match ty {
            Type::List(item) => Expr::list("", vec![self.owned_usage("body", item, None)]),
            _ => self.owned("body", ty, None),
        }
    }

    /// Returns the argument for a field of a constructor or a setter.
    fn field(&mut self, field: &Field, presence: Presence, boxed: bool) -> Expr {
        let hint = field.values.first().or(field.example.as_ref()).or(field.default.as_ref());
        let (name, ty) = (&field.name, &field.usage.ty);
        match (presence, ty) {
            // The parameter is generic over `Into`: only a value of exactly that type is unambiguous.
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
                Expr::list("", vec![text(name, first(hint))])
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
    ) -> Expr {
        match tag {
            Some((name, value)) if *name == field.name => {
                let field = Field { example: Some(value.clone()), values: Vec::new(), ..field.clone() };
                self.field(&field, presence, boxed)
            }
            _ => self.field(field, presence, boxed),
        }
    }

    fn boxed(&mut self, name: &str, ty: &Type, hint: Option<&Value>, boxed: bool) -> Expr {
        let value = self.owned(name, ty, hint);
        if boxed { Expr::call("Box::new", vec![value]) } else { value }
    }

    fn owned_usage(&mut self, name: &str, usage: &Usage, hint: Option<&Value>) -> Expr {
        let value = self.owned(name, &usage.ty, hint);
        if usage.nullable { Expr::call("Some", vec![value]) } else { value }
    }

    /// Returns a value of exactly this type.
    fn owned(&mut self, name: &str, ty: &Type, hint: Option<&Value>) -> Expr {
        let model = self.model;
        match model.api.resolved(ty) {
            Type::Scalar(Scalar::String | Scalar::Binary) => after(text(name, hint), ".to_owned()"),
            Type::Scalar(Scalar::Uri) => after(text(name, hint), ".into()"),
            Type::Scalar(kind) => scalar(*kind, name, hint),
            Type::List(item) => self.list("vec!", name, item, hint),
            Type::Map(_) | Type::Object | Type::Any => default(),
            Type::Named(id) => self.named(name, *id, hint),
        }
    }

    /// Returns a list of one item; an empty list for recursive items.
    fn list(&mut self, start: &str, name: &str, item: &Usage, hint: Option<&Value>) -> Expr {
        if self.is_open(&item.ty) || self.open.len() + self.lists > DEPTH {
            return Expr::list(start, Vec::new());
        }
        self.lists += 1;
        let item = self.owned_usage(name, item, first(hint));
        self.lists -= 1;
        Expr::list(start, vec![item])
    }

    /// Returns whether an enclosing value has this type.
    fn is_open(&self, ty: &Type) -> bool {
        matches!(self.model.api.resolved(ty), Type::Named(id) if self.open.contains(id))
    }

    fn named(&mut self, name: &str, id: TypeId, hint: Option<&Value>) -> Expr {
        let model = self.model;
        match &model.api.ty(id).shape {
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
                let value = self.new_struct(id, object);
                self.open.pop();
                value
            }
            Shape::Union(union) => self.union(name, id, union),
            Shape::Alias(_) => default(),
        }
    }

    /// Returns a value of the first variant that is not recursive here.
    fn union(&mut self, name: &str, id: TypeId, union: &Union) -> Expr {
        let model = self.model;
        let variant = union.variants.iter().zip(&model.names.ty(id).members).find(|(variant, _)| {
            // A default value would not show the type.
            let is_made =
                matches!(model.api.resolved(&variant.ty), Type::Scalar(_) | Type::Named(_) | Type::List(_));
            is_made && !self.is_open(&variant.ty)
        });
        let Some((variant, word)) = variant.filter(|_| self.open.len() <= DEPTH) else {
            return Expr::Atom(format!("{}::Unknown(Default::default())", self.name(id)));
        };
        let union_name = self.name(id);
        let tag = union.tag.clone().zip(variant.tags.first().cloned());
        let outer = std::mem::replace(&mut self.tag, tag);
        self.open.push(id);
        let value = self.owned(name, &variant.ty, None);
        self.open.pop();
        self.tag = outer;
        if is_record(model, &variant.ty) {
            Expr::call(format!("{union_name}::from"), vec![value])
        } else {
            Expr::call(format!("{union_name}::{word}"), vec![value])
        }
    }

    /// Returns `Type::new(required)`; without required fields, with setters of some fields.
    fn new_struct(&mut self, id: TypeId, object: &Struct) -> Expr {
        let model = self.model;
        let tag = self.tag.take();
        let name = self.name(id);
        let fields: Vec<(usize, &Field, Presence)> =
            object.fields.iter().enumerate().map(|(i, f)| (i, f, model.facts.presence(id, i))).collect();
        let is_required = |presence: Presence| matches!(presence, Presence::Required | Presence::Nullable);
        let given = fields.iter().filter(|(index, field, presence)| {
            is_required(*presence) && model.constant(id, *index, field).is_none()
        });
        match self.left.checked_sub(given.clone().count()) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                return Expr::Atom(format!("{name}::default()"));
            }
        }
        let new = format!("{name}::new");
        let args: Vec<Expr> = given
            .map(|(index, field, presence)| {
                self.tagged_field(&tag, field, *presence, model.facts.is_boxed(id, *index))
            })
            .collect();
        if !args.is_empty() || self.open.len() > 1 {
            return Expr::call(new, args);
        }
        let settable = fields.iter().filter(|(_, f, presence)| {
            !is_required(*presence) && !f.read_only && !f.deprecated && self.is_plain(&f.usage.ty)
        });
        let chosen: Vec<_> = settable.take(FIELDS).collect();
        let setters: Vec<Expr> = chosen
            .into_iter()
            .filter_map(|(index, field, presence)| {
                let setter = format!(".{}", model.names.ty(id).members.get(*index)?);
                Some(Expr::call(setter, vec![self.field(field, *presence, model.facts.is_boxed(id, *index))]))
            })
            .collect();
        if setters.is_empty() { Expr::call(new, args) } else { Expr::Chain(format!("{new}()"), setters) }
    }
}

/// Returns whether a list of this type accepts any kind of strings as items.
fn is_text(model: &Model, item: &Usage) -> bool {
    !item.nullable && matches!(model.api.resolved(&item.ty), Type::Scalar(Scalar::String | Scalar::Binary))
}

/// `Default::default()`, of a type that the context infers.
fn default() -> Expr {
    Expr::Atom("Default::default()".to_owned())
}

fn after(value: Expr, call: &str) -> Expr {
    match value {
        Expr::Atom(text) => Expr::Atom(text + call),
        other => other,
    }
}

/// Returns a string: the hint from the document, else the name of the parameter or field.
fn text(name: &str, hint: Option<&Value>) -> Expr {
    let text = hint.and_then(Value::as_str).unwrap_or(name);
    let text: String = one_line(text).chars().take(60).collect();
    Expr::Atom(format!("{text:?}"))
}

/// Returns the hint for the items, from a hint for a list.
fn first(hint: Option<&Value>) -> Option<&Value> {
    match hint {
        Some(Value::Array(items)) => items.first(),
        other => other,
    }
}

fn scalar(kind: Scalar, name: &str, hint: Option<&Value>) -> Expr {
    let number = |usual: &str, fits: &dyn Fn(&Value) -> bool| {
        hint.filter(|v| fits(v)).map_or(usual.to_owned(), Value::to_string)
    };
    let date = |text: &str| format!("{text:?}.parse().expect(\"a valid date\")");
    Expr::Atom(match kind {
        Scalar::Bool => number("true", &Value::is_boolean),
        Scalar::Int32 => number("1", &|v| v.as_i64().is_some_and(|n| i32::try_from(n).is_ok())),
        Scalar::Int64 => number("1", &Value::is_i64),
        Scalar::UInt64 => number("1", &Value::is_u64),
        // Not every number fits into single precision.
        Scalar::Float => number("1.5", &|_| false),
        Scalar::Double => number("1.5", &Value::is_f64),
        Scalar::DateTime => date("2013-10-20T19:20:30Z"),
        Scalar::Date => date("2013-10-20"),
        Scalar::Uuid => {
            "\"67e55044-10b1-426f-9247-bb680e5fe0c8\".parse().expect(\"a valid UUID\")".to_owned()
        }
        Scalar::Byte | Scalar::Binary => "b\"data\".to_vec().into()".to_owned(),
        Scalar::String | Scalar::Uri => return text(name, hint),
    })
}

/// Returns the index of the suggested value, else of the first.
fn variant(values: &Enumeration, hint: Option<&Value>) -> Option<usize> {
    let is_hint = |literal: &Literal| match literal {
        Literal::Text(text) => hint.and_then(Value::as_str) == Some(text),
        Literal::Integer(number) => hint.and_then(Value::as_i64) == Some(*number),
    };
    let found = values.values.iter().position(|v| is_hint(&v.value));
    found.or((!values.values.is_empty()).then_some(0))
}
