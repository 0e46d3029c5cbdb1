//! Types on the pages, and their values in examples.
//!
//! Only named objects are classes in the Python SDK. Aliases of lists and scalars are resolved, and inline objects
//! have no name.

use super::words;
use crate::external_ref;
use crate::ir::{Api, Literal, Origin, Scalar, Shape, Type, Usage, Value, Variant};

/// A type as displayed on the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Python {
    /// A built-in Python type, such as `str` or `int`.
    Plain(&'static str),
    /// A class of the SDK.
    Model(String),
    /// A named schema that declares only the type `object`.
    Blank(String),
    /// An object without further declarations.
    Object,
    /// An object with arbitrary keys.
    Map(Box<Python>),
    /// A list.
    List(Box<Python>),
}

impl Python {
    /// Returns the type of a request value.
    pub(super) fn sent(api: &Api, usage: &Usage) -> Self {
        match Self::from_usage(api, usage) {
            // The pages omit the value type of a map in a request.
            Self::Map(_) => Self::Object,
            other => other,
        }
    }

    /// Returns the type of a response value. An object without properties is not a class here.
    pub(super) fn received(api: &Api, usage: &Usage) -> Self {
        Self::from_usage(api, usage).without_blanks()
    }

    fn from_usage(api: &Api, usage: &Usage) -> Self {
        match &usage.ty {
            Type::Scalar(scalar) => Self::Plain(plain(*scalar)),
            Type::List(item) => Self::List(Box::new(Self::from_usage(api, item))),
            Type::Map(value) => Self::Map(Box::new(Self::from_usage(api, value))),
            Type::Object | Type::Any => Self::Object,
            Type::Named(id) => {
                let def = api.ty(*id);
                let schema = match &def.origin {
                    Origin::Schema(key) => Some(words::model(&external_ref::name_of(key))),
                    _ => None,
                };
                match (&def.shape, schema) {
                    (Shape::Enum(enumeration), _) => Self::Plain(literals(&enumeration.values)),
                    (Shape::Struct(_) | Shape::Union(_), Some(name)) => Self::Model(name),
                    (Shape::Struct(_) | Shape::Union(_), None) => Self::Object,
                    (Shape::Alias(_), name) => Self::alias(api, &usage.ty, name),
                }
            }
        }
    }

    /// Resolves an alias, unless its target is empty.
    fn alias(api: &Api, ty: &Type, name: Option<String>) -> Self {
        match (api.resolved(ty), name) {
            (Type::Object | Type::Any, Some(name)) => Self::Blank(name),
            // The recursion terminates, because `lower` rejects alias cycles.
            (Type::Named(id), _) if matches!(api.ty(*id).shape, Shape::Alias(_)) => Self::Object,
            (target, _) => Self::from_usage(api, &Usage::from(target.clone())),
        }
    }

    fn without_blanks(self) -> Self {
        match self {
            Self::Blank(_) => Self::Object,
            Self::List(item) => Self::List(Box::new(item.without_blanks())),
            Self::Map(value) => Self::Map(Box::new(value.without_blanks())),
            other => other,
        }
    }

    /// Returns the name, such as `list[Group]`.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Plain(name) => (*name).to_owned(),
            Self::Model(name) | Self::Blank(name) => name.clone(),
            Self::Object => "object".to_owned(),
            Self::Map(value) => format!("dict(str, {})", value.name()),
            Self::List(item) => format!("list[{}]", item.name()),
        }
    }

    /// Returns the type of a response. A class, or a list of instances of a class, is a link. `plain` formats any other
    /// type.
    pub(super) fn returned(&self, plain: impl Fn(String) -> String) -> String {
        let class = match self {
            Self::Model(class) => Some(class),
            Self::List(item) => match &**item {
                Self::Model(class) => Some(class),
                _ => None,
            },
            _ => None,
        };
        match class {
            Some(class) => format!("[**{}**]({class}.html)", self.name()),
            None => plain(self.name()),
        }
    }

    /// Returns the type in the parameter table.
    pub(super) fn cell(&self) -> String {
        match self {
            Self::Plain(_) | Self::Blank(_) => format!("**{}**", self.name()),
            _ => format!("[**{}**]({}.html)", self.name(), self.innermost()),
        }
    }

    /// Returns the innermost item type of nested lists.
    fn innermost(&self) -> String {
        match self {
            Self::List(item) => item.innermost(),
            Self::Map(_) => Self::Object.name(),
            other => other.name(),
        }
    }

    /// Returns the value of a parameter that has neither a default nor an example.
    pub(super) fn sample(&self, module: &str, param: &str) -> String {
        match self {
            Self::Plain("int") => "56".to_owned(),
            Self::Plain("float") => "3.4".to_owned(),
            Self::Plain("bool") => "True".to_owned(),
            Self::Plain("date") => "'2013-10-20'".to_owned(),
            Self::Plain("datetime") => "'2013-10-20T19:20:30+01:00'".to_owned(),
            Self::Plain("file") => "'/path/to/file'".to_owned(),
            Self::Plain(_) => format!("'{param}_example'"),
            Self::Model(name) => format!("{module}.{name}()"),
            Self::Blank(_) | Self::Object | Self::Map(_) => "NULL".to_owned(),
            Self::List(item) => match item.sample(module, param) {
                nothing if nothing == "NULL" => nothing,
                item => format!("[{item}]"),
            },
        }
    }
}

fn plain(scalar: Scalar) -> &'static str {
    match scalar.on_the_wire() {
        Scalar::Bool => "bool",
        Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 => "int",
        Scalar::Float | Scalar::Double => "float",
        Scalar::String | Scalar::Uuid | Scalar::Uri | Scalar::Byte | Scalar::Foreign(_) => "str",
        Scalar::DateTime => "datetime",
        Scalar::Date => "date",
        Scalar::Binary => "file",
    }
}

fn literals(values: &[Variant]) -> &'static str {
    if values.iter().all(|v| matches!(v.value, Literal::Integer(_))) { "int" } else { "str" }
}

/// Returns a value as a Python literal, or `None` for an object or null. Strings are in single quotes.
pub(super) fn literal(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(true) => Some("True".to_owned()),
        Value::Bool(false) => Some("False".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(format!("'{}'", words::line(text))),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(literal).collect();
            items.map(|items| format!("[{}]", items.join(", ")))
        }
    }
}

/// Returns a default value for an example. A string is quoted twice, as on the vendor's pages.
pub(super) fn quoted_default(value: &Value) -> Option<String> {
    let literal = literal(value)?;
    Some(if value.is_string() { format!("'{}'", words::text(&literal)) } else { literal })
}

/// Returns an example from the document.
pub(super) fn given_example(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(format!("'{}'", words::text(text))),
        other => literal(other),
    }
}
