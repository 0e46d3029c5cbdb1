//! XML in `tests/wire`: the document for a JSON sample, and the value that is decoded from it.
//!
//! The document follows from OpenAPI's rules ("XML Object") and the XML form of the model, not from the runtime under
//! test.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::analyse::Presence;
use crate::ir::{
    Extra, Shape, Struct, Type, TypeId, Usage, XmlField, XmlName, XmlNode, XmlShape, xml_extra, xml_name,
};
use crate::model::Model;

/// The namespace of `xsi:nil`.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Returns the document of a sample. In a response, an object without a name is an element with any name.
pub(super) fn document(model: &Model, usage: &Usage, sample: &Value, is_sent: bool) -> String {
    let Type::Named(id) = model.api.resolved(&usage.ty) else { return String::new() };
    let Shape::Struct(object) = &model.api.ty(*id).shape else { return String::new() };
    let mut name = xml_name(&model.api, *id);
    let mut writer = Writer { model, scope: Vec::new() };
    let root = match (is_sent, name.local.as_str()) {
        (true, "") => {
            let fields = object.xml_fields(&model.api);
            let given = fields.iter().find_map(|field| Some((field, sample.get(&field.field.name)?)));
            let Some((field, value)) = given else { return String::new() };
            writer.element(&field.name, value, &field.shape)
        }
        (false, "") => {
            let fields = object.xml_fields(&model.api);
            name.local = "document".to_owned();
            while fields.iter().any(|field| field.name.local == name.local) {
                name.local.push('_');
            }
            writer.object(&name, sample, *id)
        }
        _ => writer.object(&name, sample, *id),
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{root}")
}

struct Writer<'a> {
    model: &'a Model,
    /// The prefixes and namespaces that are declared.
    scope: Vec<(String, String)>,
}

impl Writer<'_> {
    fn element(&mut self, name: &XmlName, value: &Value, shape: &XmlShape) -> String {
        let depth = self.scope.len();
        let text = match (shape, value) {
            (XmlShape::Object(id), Value::Object(_)) => self.object(name, value, *id),
            (_, Value::Null) => {
                let (tag, declared) = self.tag(name);
                let (nil, of_nil) = self.tag(&attribute("nil", XSI, "xsi"));
                format!("<{tag}{declared}{of_nil} {nil}=\"true\"/>")
            }
            _ => {
                let (tag, declared) = self.tag(name);
                format!("<{tag}{declared}>{}</{tag}>", self.content(value, shape))
            }
        };
        self.scope.truncate(depth);
        text
    }

    fn content(&mut self, value: &Value, shape: &XmlShape) -> String {
        match (shape, value) {
            (XmlShape::List { item, shape, .. }, Value::Array(items)) => {
                items.iter().map(|value| self.element(item, value, shape)).collect()
            }
            (XmlShape::Map(values), Value::Object(members)) => self.members(members, values),
            (_, Value::Object(members)) => self.members(members, &XmlShape::Any),
            (_, Value::Array(items)) => {
                let item = attribute("item", "", "");
                items.iter().map(|value| self.element(&item, value, &XmlShape::Any)).collect()
            }
            (_, scalar) => escaped(&plain(scalar), false),
        }
    }

    fn members(&mut self, members: &Map<String, Value>, shape: &XmlShape) -> String {
        members.iter().map(|(key, value)| self.member(&attribute(key, "", ""), value, shape)).collect()
    }

    fn member(&mut self, name: &XmlName, value: &Value, shape: &XmlShape) -> String {
        match (shape, value) {
            (XmlShape::List { wrapped: false, .. }, Value::Null) => String::new(),
            (XmlShape::List { wrapped: false, .. }, Value::Array(_)) => self.content(value, shape),
            (XmlShape::Any, Value::Array(items)) => {
                items.iter().map(|item| self.element(name, item, shape)).collect()
            }
            _ => self.element(name, value, shape),
        }
    }

    fn object(&mut self, name: &XmlName, value: &Value, id: TypeId) -> String {
        let Shape::Struct(object) = &self.model.api.ty(id).shape else { return String::new() };
        let depth = self.scope.len();
        let (tag, mut start) = self.tag(name);
        let fields = object.xml_fields(&self.model.api);
        let given = |field: &XmlField<'_>| value.get(&field.field.name).cloned();
        for field in fields.iter().filter(|field| field.node == XmlNode::Attribute) {
            if let Some(value) = given(field).filter(|value| !value.is_null()) {
                let (name, declared) = self.tag(&field.name);
                start.push_str(&format!("{declared} {name}=\"{}\"", escaped(&plain(&value), true)));
            }
        }
        let mut content = String::new();
        for field in &fields {
            let Some(value) = given(field) else { continue };
            match field.node {
                XmlNode::Attribute => {}
                XmlNode::Text => content.push_str(&escaped(&plain(&value), false)),
                XmlNode::Cdata => content.push_str(&format!("<![CDATA[{}]]>", plain(&value))),
                XmlNode::Element | XmlNode::None => {
                    content.push_str(&self.member(&field.name, &value, &field.shape));
                }
            }
        }
        let known: BTreeSet<&str> = fields.iter().map(|field| field.field.name.as_str()).collect();
        if let Some(shape) = extra(self.model, object) {
            let others = value.as_object().into_iter().flatten();
            let others: Map<String, Value> = others
                .filter(|(key, _)| !known.contains(key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            content.push_str(&self.members(&others, &shape));
        }
        self.scope.truncate(depth);
        format!("<{tag}{start}>{content}</{tag}>")
    }

    /// Returns a name with its prefix, and the declaration of its namespace if it is not yet declared.
    fn tag(&mut self, name: &XmlName) -> (String, String) {
        let XmlName { local, prefix, .. } = name;
        let tag = if prefix.is_empty() { local.clone() } else { format!("{prefix}:{local}") };
        let namespace = match name.namespace.as_str() {
            "" if prefix == "xsi" => XSI,
            namespace => namespace,
        };
        let known = self.scope.iter().rev().find(|(known, _)| known == prefix);
        if namespace.is_empty() || known.is_some_and(|(_, known)| known == namespace) {
            return (tag, String::new());
        }
        self.scope.push((prefix.clone(), namespace.to_owned()));
        let colon = if prefix.is_empty() { "" } else { ":" };
        (tag, format!(" xmlns{colon}{prefix}=\"{}\"", escaped(namespace, true)))
    }
}

/// Returns the value that is decoded from the document of a sample. XML does not distinguish an absent list from an
/// empty one, and does not contain the types of undeclared values.
pub(super) fn decoded(model: &Model, value: &Value, shape: &XmlShape) -> Value {
    match (shape, value) {
        (XmlShape::Object(id), Value::Object(members)) => {
            let Shape::Struct(object) = &model.api.ty(*id).shape else { return value.clone() };
            let mut members = members.clone();
            for (field, presence) in object.xml_fields(&model.api).iter().zip(model.facts.presences(*id)) {
                let name = &field.field.name;
                let value = members.get(name).map(|value| decoded(model, value, &field.shape));
                let is_required = matches!(presence, Presence::Required | Presence::Nullable);
                let value = match (&field.shape, value) {
                    (XmlShape::List { item, wrapped, shape }, Some(value)) => {
                        let is_hidden = !wrapped && is_hidden(&value, *item == field.name, shape);
                        if !is_hidden { Some(value) } else { is_required.then(|| Value::Array(Vec::new())) }
                    }
                    (_, value) => value,
                };
                match value {
                    Some(value) => members.insert(name.clone(), value),
                    None => members.remove(name),
                };
            }
            if let Some(shape) = extra(model, object) {
                let known: BTreeSet<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
                for (_, value) in members.iter_mut().filter(|(key, _)| !known.contains(key.as_str())) {
                    *value = decoded(model, value, &shape);
                }
            }
            Value::Object(members)
        }
        (XmlShape::List { shape, .. }, Value::Array(items)) => {
            items.iter().map(|item| decoded(model, item, shape)).collect()
        }
        (XmlShape::Map(values), Value::Object(members)) => {
            members.iter().map(|(key, value)| (key.clone(), decoded(model, value, values))).collect()
        }
        (XmlShape::Any, Value::Number(_) | Value::Bool(_)) => plain(value).into(),
        (XmlShape::Any, Value::Object(members)) if members.is_empty() => "".into(),
        (XmlShape::Any, Value::Object(members)) => {
            members.iter().map(|(key, value)| (key.clone(), decoded(model, value, shape))).collect()
        }
        _ => value.clone(),
    }
}

/// Returns whether a list without an outer element is read as an absent one.
fn is_hidden(value: &Value, is_named_alike: bool, item: &XmlShape) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => match items.as_slice() {
            [] => true,
            // The element could be the outer element of an empty list.
            [Value::Object(one)] => is_named_alike && one.is_empty() && matches!(item, XmlShape::Object(_)),
            _ => false,
        },
        _ => false,
    }
}

/// Returns the XML form of undeclared properties, if they are kept.
fn extra(model: &Model, object: &Struct) -> Option<XmlShape> {
    match &object.extra {
        Extra::Kept(usage) => Some(xml_extra(&model.api, usage)),
        Extra::Unspecified if model.config.models.keep_unknown_fields => Some(XmlShape::Any),
        Extra::Unspecified | Extra::Refused => None,
    }
}

fn attribute(local: &str, namespace: &str, prefix: &str) -> XmlName {
    XmlName { local: local.to_owned(), namespace: namespace.to_owned(), prefix: prefix.to_owned() }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => crate::ir::plain(value),
    }
}

/// Returns text in which the characters of the markup are escaped.
fn escaped(text: &str, is_attribute: bool) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;");
    if is_attribute { text.replace('"', "&quot;").replace('\t', "&#9;").replace('\n', "&#10;") } else { text }
}
