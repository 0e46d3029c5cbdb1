//! The named schemas of a document, and their inline objects, enums and unions.
//!
//! Part of the model. A [`TypeDef`] is a definition that receives a Rust name. A [`Type`] is a reference to a
//! type from a field, parameter or body. Neither depends on how the type is written in Rust.

use serde_json::Value as Json;

use super::{Docs, Foreign, Origin, TypeId, Xml};
use crate::pointer::Pointer;

/// A JSON value from the document: a default or an example.
pub type Value = Json;

/// A type with a name in Rust.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The location of the type in the document.
    pub pointer: Pointer,
    /// The source of the type's name.
    pub origin: Origin,
    /// The documentation of the type.
    pub docs: Docs,
    /// Whether the document marks the type as deprecated.
    pub deprecated: bool,
    /// The document's example of a complete value.
    pub example: Option<Value>,
    /// The XML form of the type, if the document declares it.
    pub xml: Option<Box<Xml>>,
    /// The definition of the type.
    pub shape: Shape,
}

/// The definition of a type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// One of a list of values.
    Enum(Enumeration),
    /// One of several types.
    Union(Union),
    /// An alias of another type, such as a scalar, a list, a map or another schema.
    Alias(Usage),
}

/// An object with known properties.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The properties, in document order; those of `allOf` parts come first, in the order of the parts.
    pub fields: Vec<Field>,
    /// The rule for undeclared properties.
    pub extra: Extra,
    /// Whether the values of undeclared properties are secrets, which must not be shown.
    pub secret_extra: bool,
}

/// The rule for undeclared properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Extra {
    /// The document has no rule for undeclared properties, so none are expected.
    #[default]
    Unspecified,
    /// `additionalProperties: false`.
    Refused,
    /// Undeclared properties are part of the value, and have this type.
    Kept(Box<Usage>),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The location of the property in the document.
    pub pointer: Pointer,
    /// The wire name of the property.
    pub name: String,
    /// The type of the value.
    pub usage: Usage,
    /// The only allowed values, if the type does not list them; for example, for `const: true` or an enum of
    /// fractions.
    pub values: Vec<Value>,
    /// Whether the property is required.
    pub required: bool,
    /// Whether the document requires the property without declaring it. Many such `required` lists are wrong, so the
    /// property may be absent. Its values have the type of undeclared properties.
    pub undeclared: bool,
    /// Whether only the server sends the property.
    pub read_only: bool,
    /// Whether only the client sends the property.
    pub write_only: bool,
    /// Whether the document marks the property as deprecated.
    pub deprecated: bool,
    /// Whether the property's value is a secret, which must not be shown.
    pub secret: bool,
    /// The value that the server uses if the property is absent.
    pub default: Option<Value>,
    /// An example value.
    pub example: Option<Value>,
    /// The XML form of the property, if the document declares it.
    pub xml: Option<Box<Xml>>,
    /// The documentation of the property.
    pub docs: Docs,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// The type.
    pub ty: Type,
    /// Whether `null` is allowed.
    pub nullable: bool,
}

impl Shape {
    /// Returns the types that the shape refers to directly: the types of fields, variants and additional
    /// properties, or the target of an alias.
    pub fn contents(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => {
                let extra = match &object.extra {
                    Extra::Kept(usage) => Some(&usage.ty),
                    Extra::Unspecified | Extra::Refused => None,
                };
                object.fields.iter().map(|field| &field.usage.ty).chain(extra).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(usage) => vec![&usage.ty],
            Self::Enum(_) => Vec::new(),
        }
    }
}

impl From<Type> for Usage {
    fn from(ty: Type) -> Self {
        Self { ty, nullable: false }
    }
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A named type.
    Named(TypeId),
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    List(Box<Usage>),
    /// An object with arbitrary keys.
    Map(Box<Usage>),
    /// An object that the document does not describe further.
    Object,
    /// Any JSON value.
    Any,
}

/// A scalar. Each variant lists its usual `type` and `format`; `formats` contains all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// `boolean`.
    Bool,
    /// `integer` with format `int32`.
    Int32,
    /// `integer` with format `int64` or without format.
    Int64,
    /// `integer` with format `uint64`, or with bounds that require an unsigned 64-bit integer.
    UInt64,
    /// `number` with format `float`.
    Float,
    /// `number` with format `double` or without format.
    Double,
    /// `string` without a known format.
    String,
    /// `string` with format `date-time` (RFC 3339).
    DateTime,
    /// `string` with format `date` (RFC 3339 full-date).
    Date,
    /// `string` with format `uuid`.
    Uuid,
    /// `string` with format `uri` or `url`.
    Uri,
    /// `string` with format `byte` (base64).
    Byte,
    /// `string` with format `binary`: raw bytes.
    Binary,
    /// A `string`, `integer` or `number` with a format to which the settings assign a Rust type.
    Foreign(Foreign),
}

/// One of a list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// The type's name in the document (`x-ms-enum`), which is preferred for an inline enum.
    pub name: Option<String>,
    /// The values, in document order, without duplicates, and all of the same type.
    pub values: Vec<Variant>,
}

/// An enum value.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The value on the wire.
    pub value: Literal,
    /// A name from the document (`x-enum-varnames`).
    pub name: Option<String>,
    /// A description from the document (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// An enum value on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
}

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => text.as_str().into(),
            Literal::Integer(number) => (*number).into(),
        }
    }
}

/// Writes the plain value, without quotes.
impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
        }
    }
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The types, in document order. They are distinct, and none of them is [`Type::Any`].
    pub variants: Vec<Alternative>,
    /// The property whose value identifies the variant.
    pub tag: Option<String>,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The type. If `null` is allowed, each use of the union declares it.
    pub ty: Type,
    /// A short name from the document.
    pub title: Option<String>,
    /// The description of an inline variant.
    pub description: Option<String>,
    /// The values of the union's tag for this variant.
    pub tags: Vec<Value>,
    /// The constants of this type, which identify the variant if the union has no tag.
    pub fixed: Vec<Fixed>,
    /// Whether values without the tag, or with any other tag value, belong to this variant (OpenAPI 3.2.0,
    /// "Discriminator Object", `defaultMapping`). In that case, the variant has no tag values itself.
    pub fallback: bool,
}

/// A property with a constant value, which can also be null.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// The steps from the variant's value to the property.
    pub path: Vec<Step>,
    /// The possible values: the constant, or the scalars at this path in it, and null if the property is nullable.
    pub values: Vec<Value>,
}

/// A step from a value to a nested value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The property with this name.
    Member(String),
    /// Each item of a list, or each value of a map.
    Each,
}

/// Writes the path in the form `meta.kind` or `items[].kind`.
impl std::fmt::Display for Fixed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.path.iter().enumerate() {
            match step {
                Step::Member(name) if index == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Each => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

/// Returns a scalar value without quotes.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
