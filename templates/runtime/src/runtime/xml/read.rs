//! Converts XML to JSON according to a shape.
//!
//! A value that does not match its shape is converted without the shape, so that decoding the JSON fails with the path
//! and the type of the value. Each element becomes part of at most one member, so the JSON is not larger than a
//! multiple of the XML.

use std::collections::BTreeMap;

use super::parse::{Element, parse};
use super::shape::{Field, List, NO_NAME, Node, Object, Shape};

/// Converts a document to a JSON object.
///
/// The root element may have any name: many servers send a different one. If it has exactly one child with the
/// declared name, which is not that of a member, it is an envelope, and the child is converted.
///
/// # Errors
/// Returns a human-readable reason if the body is not well-formed XML.
pub(crate) fn to_json(body: &[u8], object: &Object) -> Result<Vec<u8>, String> {
    let root = parse(body)?;
    let mut json = Json(Vec::new());
    if object.name.local.is_empty() && object.fields.iter().any(|field| field.name.local == root.name) {
        let document = Element { children: vec![root], ..Element::default() };
        json.object(&document, object);
        return Ok(json.0);
    }
    let name = object.name.local;
    let mut inner = root.children.iter().filter(|child| child.name == name);
    let is_member = object.fields.iter().any(|field| field.name.local == name);
    let content = match (inner.next(), inner.next()) {
        (Some(child), None) if root.name != name && !is_member => child,
        _ => &root,
    };
    json.object(content, object);
    Ok(json.0)
}

/// The children of an element, by name. Reading a member removes its elements.
type Children<'a> = BTreeMap<&'a str, Vec<&'a Element>>;

/// JSON text under construction.
struct Json(Vec<u8>);

impl Json {
    fn put(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn string(&mut self, text: &str) {
        // Serializing a string to a vector cannot fail.
        let _ = serde_json::to_writer(&mut self.0, text);
    }

    /// Starts a member of an object, after a comma if necessary.
    fn key(&mut self, name: &str) {
        self.comma();
        self.string(name);
        self.put(":");
    }

    fn comma(&mut self) {
        if !matches!(self.0.last(), Some(b'{' | b'[')) {
            self.put(",");
        }
    }

    fn object(&mut self, element: &Element, object: &Object) {
        let mut children = Children::new();
        for child in &element.children {
            children.entry(&child.name).or_default().push(child);
        }
        self.put("{");
        for field in object.fields {
            self.field(element, object, field, &mut children);
        }
        if let Some(shape) = object.extra {
            self.members(element, object, &children, shape);
        }
        self.put("}");
    }

    fn field(&mut self, element: &Element, object: &Object, field: &Field, children: &mut Children<'_>) {
        if let Shape::List(list) = &field.shape {
            if let Some(items) = items(object, field, list, children) {
                self.key(field.json);
                self.list(items, list);
            }
            return;
        }
        // If another member has the same name, only the declared node is read.
        let is_shared = |other: &Field| {
            other.json != field.json && other.name.local == field.name.local && is_named(other)
        };
        let is_shared = object.fields.iter().any(is_shared);
        let attribute = || attribute(element, field).filter(|_| !is_shared || field.node == Node::Attribute);
        match (field.node, children.get(field.name.local)) {
            (Node::Text | Node::Cdata, _) => {
                self.key(field.json);
                self.scalar(&element.text, &field.shape);
            }
            (Node::Attribute, _) if attribute().is_some() => self.attribute(field, attribute()),
            (node, Some(_)) if node == Node::Element || !is_shared => {
                let found = children.remove(field.name.local).unwrap_or_default();
                self.key(field.json);
                self.elements(&found, &field.shape);
            }
            // Some servers send an attribute for a declared element.
            _ => self.attribute(field, attribute()),
        }
    }

    fn attribute(&mut self, field: &Field, value: Option<&str>) {
        if let Some(value) = value {
            self.key(field.json);
            self.scalar(value, &field.shape);
        }
    }

    /// Converts the elements of one member, which is not a list.
    fn elements(&mut self, found: &[&Element], shape: &Shape) {
        match (found, shape) {
            ([one], shape) => self.value(one, shape),
            (found, Shape::Map(values)) if entries(found).is_some() => self.entries(found, values),
            // Not a single value; decoding reports the list.
            (found, _) => {
                self.put("[");
                for one in found {
                    self.comma();
                    self.value(one, &Shape::Any);
                }
                self.put("]");
            }
        }
    }

    /// Converts the entries of a map.
    fn entries(&mut self, found: &[&Element], values: &Shape) {
        self.put("{");
        for (key, value) in entries(found).into_iter().flatten() {
            self.key(&key);
            self.value(value, values);
        }
        self.put("}");
    }

    /// Converts the undeclared attributes and elements of an object.
    fn members(&mut self, element: &Element, object: &Object, children: &Children<'_>, shape: &Shape) {
        let is_declared = |name: &str| object.fields.iter().any(|field| field.json == name);
        for (name, value) in &element.attributes {
            let is_field = object.fields.iter().any(|field| field.name.local == name);
            if !is_field && !is_declared(name) && !children.contains_key(name.as_str()) {
                self.key(name);
                self.scalar(value, shape);
            }
        }
        for (name, found) in children.iter().filter(|(name, _)| !is_declared(name)) {
            self.key(name);
            self.group(found, shape);
        }
    }

    /// Converts all elements with the same name to the value of a map.
    fn group(&mut self, found: &[&Element], shape: &Shape) {
        match (found, shape) {
            (found, Shape::List(list)) => {
                let is_outer =
                    |one: &&Element| one.children.iter().any(|child| child.name == list.item.local);
                match found {
                    [one] if is_outer(one) => self.list(one.children.iter().collect(), list),
                    found => self.list(found.to_vec(), list),
                }
            }
            (found, shape) => self.elements(found, shape),
        }
    }

    fn list(&mut self, items: Vec<&Element>, list: &List) {
        self.put("[");
        for item in items {
            self.comma();
            self.value(item, &list.shape);
        }
        self.put("]");
    }

    fn value(&mut self, element: &Element, shape: &Shape) {
        match shape {
            _ if element.nil => self.put("null"),
            Shape::Any => self.any(element),
            Shape::Object(object) => self.object(element, object()),
            Shape::List(list) => self.list(element.children.iter().collect(), list),
            Shape::Map(values) if entries(&[element]).is_some() => self.entries(&[element], values),
            Shape::Map(values) => {
                self.object(element, &Object { name: NO_NAME, fields: &[], extra: Some(values) });
            }
            shape if element.children.is_empty() => self.scalar(&element.text, shape),
            // Not a scalar; decoding reports the object.
            _ => self.any(element),
        }
    }

    /// Converts text to a scalar. If it does not match the shape, it becomes a string, which decoding reports.
    fn scalar(&mut self, text: &str, shape: &Shape) {
        let trimmed = text.trim_ascii();
        match shape {
            Shape::Text | Shape::Any | Shape::Object(_) | Shape::List(_) | Shape::Map(_) => self.string(text),
            Shape::Token => self.string(trimmed),
            Shape::Packed => self.string(&trimmed.split_ascii_whitespace().collect::<String>()),
            _ if trimmed.is_empty() => self.put("null"),
            Shape::Filled => self.string(trimmed),
            Shape::Boolean => match trimmed {
                "true" | "1" => self.put("true"),
                "false" | "0" => self.put("false"),
                other => self.string(other),
            },
            Shape::Number => self.number(trimmed),
        }
    }

    /// Converts a number of XML Schema, in which a plus sign and leading zeros are allowed.
    fn number(&mut self, text: &str) {
        let is_json = |text: &str| serde_json::from_str::<serde_json::Number>(text).is_ok();
        let shorter = text.strip_prefix('+').unwrap_or(text).trim_start_matches('0');
        if is_json(text) {
            self.put(text);
        } else if is_json(shorter) {
            self.put(shorter);
        } else {
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => self.put(&format!("{number:?}")),
                _ => self.string(text),
            }
        }
    }

    /// Converts an element without a shape: to a string, or to an object if it has attributes or children.
    fn any(&mut self, element: &Element) {
        if element.nil {
            self.put("null");
        } else if element.attributes.is_empty() && element.children.is_empty() {
            self.string(&element.text);
        } else {
            let mut members: BTreeMap<&str, (Vec<&str>, Vec<&Element>)> = BTreeMap::new();
            for (name, value) in &element.attributes {
                members.entry(name).or_default().0.push(value);
            }
            for child in &element.children {
                members.entry(&child.name).or_default().1.push(child);
            }
            self.put("{");
            for (name, (values, found)) in members {
                self.key(name);
                let is_list = values.len() + found.len() > 1;
                self.put(if is_list { "[" } else { "" });
                for value in values {
                    self.separate(is_list);
                    self.string(value);
                }
                for one in found {
                    self.separate(is_list);
                    self.any(one);
                }
                self.put(if is_list { "]" } else { "" });
            }
            if element.children.is_empty() && !element.text.trim_ascii().is_empty() {
                self.key("$text");
                self.string(&element.text);
            }
            self.put("}");
        }
    }

    fn separate(&mut self, is_list: bool) {
        if is_list {
            self.comma();
        }
    }
}

/// Returns whether a field is an element or an attribute.
fn is_named(field: &Field) -> bool {
    matches!(field.node, Node::Element | Node::Attribute)
}

/// Returns the value of the attribute with the name of a field.
fn attribute<'a>(element: &'a Element, field: &Field) -> Option<&'a str> {
    let found = element.attributes.iter().find(|(name, _)| name == field.name.local);
    found.map(|(_, value)| value.as_str())
}

/// Removes and returns the items of a list. Returns `None` if the list is absent.
///
/// Servers do not agree on outer elements, so a list is accepted with or without one, if the two cases can be
/// distinguished.
fn items<'a>(
    object: &Object,
    field: &Field,
    list: &List,
    children: &mut Children<'a>,
) -> Option<Vec<&'a Element>> {
    let (outer, item) = (field.name.local, list.item.local);
    if outer == item {
        let found = children.remove(outer).unwrap_or_default();
        return match found.as_slice() {
            [] => list.required.then(Vec::new),
            [one] if is_outer(one, list) => inner(one, item),
            _ if list.wrapped && found.iter().all(|one| !one.children.is_empty()) => {
                Some(found.into_iter().flat_map(|one| &one.children).collect())
            }
            _ => Some(found),
        };
    }
    if let Some(found) = children.remove(outer) {
        return match found.as_slice() {
            [one] => inner(one, item),
            _ => Some(found.into_iter().flat_map(|one| &one.children).collect()),
        };
    }
    let is_other_field = || {
        let mut others = object.fields.iter().filter(|other| other.json != field.json);
        others.any(|other| other.node == Node::Element && other.name.local == item)
    };
    match children.get(item) {
        Some(_) if !is_other_field() => children.remove(item),
        _ => list.required.then(Vec::new),
    }
}

/// Returns the items in an outer element: the children with the declared name, or else all children. Returns `None` if
/// the element is null.
fn inner<'a>(outer: &'a Element, item: &str) -> Option<Vec<&'a Element>> {
    if outer.nil {
        return None;
    }
    let named: Vec<&Element> = outer.children.iter().filter(|child| child.name == item).collect();
    Some(if named.is_empty() { outer.children.iter().collect() } else { named })
}

/// Returns whether an element that has the name of the items contains the items. This is the case if the element cannot
/// be an item, and all its children have the same name.
fn is_outer(one: &Element, list: &List) -> bool {
    let Some(first) = one.children.first() else {
        return (list.wrapped || matches!(list.shape, Shape::Object(_))) && one.is_empty() && !one.nil;
    };
    let is_alike = || one.children.iter().all(|child| child.name == first.name);
    let is_member = match &list.shape {
        Shape::Object(object) => {
            let object = object();
            let is_named = |field: &Field| {
                field.name.local == first.name
                    || matches!(&field.shape, Shape::List(list) if list.item.local == first.name)
            };
            object.extra.is_some() || object.fields.iter().any(is_named)
        }
        Shape::Any | Shape::List(_) | Shape::Map(_) => true,
        _ => false,
    };
    one.attributes.is_empty() && is_alike() && (list.wrapped || !is_member)
}

/// Returns the members of a map whose elements are entries: pairs of a key and a value, as many servers write maps.
/// Returns `None` for any other map.
fn entries<'a>(found: &[&'a Element]) -> Option<Vec<(String, &'a Element)>> {
    let is_key =
        |one: &Element| one.name.eq_ignore_ascii_case("key") || one.name.eq_ignore_ascii_case("name");
    let is_nested =
        |one: &&Element| !one.children.is_empty() && one.children.iter().all(|c| c.name == "entry");
    let all: Vec<&'a Element> = match found.iter().all(is_nested) {
        true => found.iter().flat_map(|one| &one.children).collect(),
        false => found.to_vec(),
    };
    let entry = |one: &&'a Element| match one.children.as_slice() {
        [key, value]
            if is_key(key) && value.name.eq_ignore_ascii_case("value") && key.children.is_empty() =>
        {
            Some((key.text.trim_ascii().to_owned(), value))
        }
        _ => None,
    };
    let entries: Option<Vec<_>> = all.iter().map(entry).collect();
    entries.filter(|entries| !entries.is_empty())
}
