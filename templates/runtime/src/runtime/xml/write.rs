//! Converts the JSON of a model to XML according to its shape.

use serde_json::Value;

use super::XSI;
use super::shape::{List, Name, Node, Object, Shape};

/// Converts a JSON object to a document.
///
/// # Errors
/// Returns a human-readable reason if a string or the name of a member cannot be represented in XML.
pub(crate) fn to_xml(json: &[u8], object: &Object) -> Result<String, String> {
    // `serde_json` limits the depth of the value, and thereby the recursion below.
    let value: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let mut writer = Writer { text: String::new(), bindings: Vec::new() };
    let mut document = Vec::new();
    if object.name.local.is_empty() {
        let given = |name: &str| value.get(name).filter(|value| !value.is_null());
        let elements = object.fields.iter().filter(|field| field.node == Node::Element);
        document.extend(elements.filter_map(|field| Some((field.name, &field.shape, given(field.json)?))));
    }
    match document.as_slice() {
        [] if object.name.local.is_empty() => return Ok(String::new()),
        [(name, shape, value)] => {
            writer.root(&Tag::from(*name), |writer, tag| writer.element(tag, value, shape))?
        }
        [] => writer.root(&Tag::from(object.name), |writer, tag| writer.object(tag, &value, object))?,
        _ => return Err("a document has exactly one root element".to_owned()),
    }
    Ok(writer.text)
}

/// The name of an element or attribute, which is a key if it is a member of a map.
#[derive(Clone, Copy)]
struct Tag<'a> {
    local: &'a str,
    namespace: &'a str,
    prefix: &'a str,
}

impl From<Name> for Tag<'static> {
    fn from(name: Name) -> Self {
        // The prefix `xsi` is often used without a declaration.
        let is_undeclared = name.prefix == "xsi" && name.namespace.is_empty();
        let namespace = if is_undeclared { XSI } else { name.namespace };
        Self { local: name.local, namespace, prefix: name.prefix }
    }
}

impl<'a> Tag<'a> {
    /// Creates the name of an undeclared member.
    fn key(key: &'a str) -> Result<Self, String> {
        let mut characters = key.chars();
        let starts = characters.next().is_some_and(|c| c.is_alphabetic() || c == '_');
        if starts && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
            Ok(Self { local: key, namespace: "", prefix: "" })
        } else {
            Err(format!("{key:?} is not a valid XML name"))
        }
    }
}

/// XML text under construction.
struct Writer<'a> {
    text: String,
    /// The prefixes and namespaces in scope. The empty prefix is that of the default namespace.
    bindings: Vec<(&'a str, &'a str)>,
}

type Done = Result<(), String>;

impl<'a> Writer<'a> {
    fn root(&mut self, tag: &Tag<'a>, write: impl FnOnce(&mut Self, &Tag<'a>) -> Done) -> Done {
        self.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        write(self, tag)
    }

    /// Writes an element with a value.
    fn element(&mut self, tag: &Tag<'a>, value: &'a Value, shape: &Shape) -> Done {
        match (shape, value) {
            (Shape::Object(object), Value::Object(_)) => return self.object(tag, value, object()),
            (_, Value::Null) => {
                let scope = self.bindings.len();
                self.open(tag);
                self.attribute(&Tag { local: "nil", namespace: XSI, prefix: "xsi" }, "true")?;
                self.text.push_str("/>");
                self.bindings.truncate(scope);
                return Ok(());
            }
            _ => {}
        }
        let scope = self.bindings.len();
        self.open(tag);
        self.text.push('>');
        match (shape, value) {
            (Shape::List(list), Value::Array(items)) => {
                items.iter().try_for_each(|item| self.item(item, list))?;
            }
            (Shape::Map(values), Value::Object(members)) => {
                for (key, value) in members {
                    self.member(&Tag::key(key)?, value, values)?;
                }
            }
            (_, Value::Object(members)) => {
                for (key, value) in members {
                    self.member(&Tag::key(key)?, value, &Shape::Any)?;
                }
            }
            (_, Value::Array(items)) => {
                let item = Tag { local: "item", namespace: "", prefix: "" };
                items.iter().try_for_each(|value| self.element(&item, value, &Shape::Any))?;
            }
            (_, scalar) => escape(&plain(scalar), &mut self.text, false)?,
        }
        self.close(tag, scope);
        Ok(())
    }

    /// Writes an object with declared members: first the attributes, then the content.
    fn object(&mut self, tag: &Tag<'a>, value: &'a Value, object: &Object) -> Done {
        let Value::Object(members) = value else { return self.element(tag, value, &Shape::Any) };
        let scope = self.bindings.len();
        self.open(tag);
        for field in object.fields.iter().filter(|field| field.node == Node::Attribute) {
            match members.get(field.json) {
                None | Some(Value::Null) => {}
                Some(value) => self.attribute(&field.name.into(), &plain(value))?,
            }
        }
        self.text.push('>');
        for field in object.fields {
            let Some(value) = members.get(field.json) else { continue };
            match field.node {
                Node::Attribute => {}
                Node::Text if value.is_null() => {}
                Node::Cdata if value.is_null() => {}
                Node::Text => escape(&plain(value), &mut self.text, false)?,
                Node::Cdata => self.cdata(&plain(value))?,
                Node::Element => self.member(&field.name.into(), value, &field.shape)?,
            }
        }
        if let Some(shape) = object.extra {
            let is_declared = |key: &str| object.fields.iter().any(|field| field.json == key);
            for (key, value) in members.iter().filter(|(key, _)| !is_declared(key)) {
                self.member(&Tag::key(key)?, value, shape)?;
            }
        }
        self.close(tag, scope);
        Ok(())
    }

    /// Writes the elements of a member. A list without an outer element is written as several elements.
    fn member(&mut self, tag: &Tag<'a>, value: &'a Value, shape: &Shape) -> Done {
        match (shape, value) {
            (Shape::List(list), Value::Null) if !list.wrapped => Ok(()),
            (Shape::List(list), Value::Array(items)) if !list.wrapped => {
                items.iter().try_for_each(|item| self.item(item, list))
            }
            (Shape::Any, Value::Array(items)) => {
                items.iter().try_for_each(|item| self.element(tag, item, &Shape::Any))
            }
            _ => self.element(tag, value, shape),
        }
    }

    fn item(&mut self, value: &'a Value, list: &List) -> Done {
        self.element(&list.item.into(), value, &list.shape)
    }

    /// Writes the start of a tag, with the declaration of its namespace if necessary.
    fn open(&mut self, tag: &Tag<'a>) {
        self.text.push('<');
        self.name(tag);
        self.bind(tag);
    }

    fn close(&mut self, tag: &Tag<'a>, scope: usize) {
        self.text.push_str("</");
        self.name(tag);
        self.text.push('>');
        self.bindings.truncate(scope);
    }

    fn name(&mut self, tag: &Tag<'a>) {
        if !tag.prefix.is_empty() {
            self.text.push_str(tag.prefix);
            self.text.push(':');
        }
        self.text.push_str(tag.local);
    }

    fn bind(&mut self, tag: &Tag<'a>) {
        let bound = self.bindings.iter().rev().find(|(prefix, _)| *prefix == tag.prefix);
        if tag.namespace.is_empty() || bound.is_some_and(|(_, namespace)| *namespace == tag.namespace) {
            return;
        }
        self.text.push_str(if tag.prefix.is_empty() { " xmlns" } else { " xmlns:" });
        self.text.push_str(tag.prefix);
        self.text.push_str("=\"");
        // The generator accepts only namespaces that can be represented.
        let _ = escape(tag.namespace, &mut self.text, true);
        self.text.push('"');
        self.bindings.push((tag.prefix, tag.namespace));
    }

    fn attribute(&mut self, tag: &Tag<'a>, value: &str) -> Done {
        self.bind(tag);
        self.text.push(' ');
        self.name(tag);
        self.text.push_str("=\"");
        escape(value, &mut self.text, true)?;
        self.text.push('"');
        Ok(())
    }

    fn cdata(&mut self, text: &str) -> Done {
        text.chars().try_for_each(check)?;
        self.text.push_str("<![CDATA[");
        self.text.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
        self.text.push_str("]]>");
        Ok(())
    }
}

/// Returns a scalar as text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Returns an error for a character that XML cannot represent (XML 1.0, "Characters").
fn check(character: char) -> Done {
    match character {
        '\t' | '\n' | '\r' => Ok(()),
        '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => {
            Err(format!("XML cannot represent the character U+{:04X}", u32::from(character)))
        }
        _ => Ok(()),
    }
}

/// Appends text with references for characters that are part of the markup, or that a parser would normalize.
fn escape(text: &str, out: &mut String, is_attribute: bool) -> Done {
    for character in text.chars() {
        check(character)?;
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\t' if is_attribute => out.push_str("&#9;"),
            '\n' if is_attribute => out.push_str("&#10;"),
            other => out.push(other),
        }
    }
    Ok(())
}
