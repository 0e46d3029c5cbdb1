//! Types: the named schemas of a document and the objects, enums and unions written out inside them.
//!
//! Part of the model. A [`TypeDef`] is something that gets a name; a [`Type`] is how a field, a parameter or a body refers
//! to one. Nothing here says how a type is spelled in Rust.

use serde_json::Value as Json;

use super::{Docs, OperationId};
use crate::pointer::Pointer;

/// A JSON value as the document has it: a default or an example.
pub type Value = Json;

/// The index of a [`TypeDef`] in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    /// The id of the type at this index.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type that gets a name of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub pointer: Pointer,
    /// What its name is made from.
    pub origin: Origin,
    /// Its texts.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// An example of a whole value, if the document gives one.
    pub example: Option<Value>,
    /// What it is.
    pub shape: Shape,
}

/// What the name of a type is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A named schema: a key of `components.schemas`.
    Schema(String),
    /// Written out inside another type.
    Inline {
        /// The type around it.
        owner: TypeId,
        /// The steps from there: property names; `item`, `value` or a variant's number where there is no name.
        path: Vec<String>,
    },
    /// Written out inside an operation.
    Operation {
        /// The operation.
        operation: OperationId,
        /// The steps from there: a parameter's name, or `body` or `response` and what follows.
        path: Vec<String>,
    },
}

/// What a type belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// A named schema: the type itself, or what it is written out in.
    Schema(TypeId),
    /// The operation that it is written out in.
    Operation(OperationId),
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with known properties.
    Struct(Struct),
    /// One of a list of values.
    Enum(Enumeration),
    /// One of several types.
    Union(Union),
    /// Another name for a type that needs none: a scalar, a list, a map, another schema.
    Alias(Usage),
}

/// An object with known properties.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The properties, in document order (those of `allOf` parts first, in their order).
    pub fields: Vec<Field>,
    /// What becomes of other properties.
    pub extra: Extra,
}

/// What becomes of properties that are not listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Extra {
    /// The document does not speak of them: they are not expected.
    #[default]
    Unspoken,
    /// `additionalProperties: false`.
    Refused,
    /// They are part of the value, and of this type.
    Kept(Box<Usage>),
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Its type.
    pub usage: Usage,
    /// The only values that it has, where they are listed and the type does not list them: `const: true`, an enum of fractions.
    pub values: Vec<Value>,
    /// Whether it must be present.
    pub required: bool,
    /// Whether the document requires it without declaring it. Many such lists are mistaken, so the property may be absent. Its values
    /// have the type of additional properties.
    pub undeclared: bool,
    /// Sent by the server only.
    pub read_only: bool,
    /// Sent by the client only.
    pub write_only: bool,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// What the server takes if it is absent.
    pub default: Option<Value>,
    /// An example of a value.
    pub example: Option<Value>,
    /// Its texts.
    pub docs: Docs,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// The type.
    pub ty: Type,
    /// Whether `null` is a value, too.
    pub nullable: bool,
}

impl Shape {
    /// The types that it refers to directly: those of fields, variants and free properties, or what it is another name of.
    pub fn contents(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => {
                let extra = match &object.extra {
                    Extra::Kept(usage) => Some(&usage.ty),
                    Extra::Unspoken | Extra::Refused => None,
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

/// How a type is referred to.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A type with a name.
    Named(TypeId),
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Box<Usage>),
    /// An object with free keys.
    Map(Box<Usage>),
    /// An object of which nothing is known.
    Object,
    /// Any JSON value.
    Any,
}

/// A single value, by `type` and `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    /// `boolean`.
    Bool,
    /// `integer` of format `int32`.
    Int32,
    /// `integer` of format `int64`, or of none.
    Int64,
    /// `integer` whose bounds say that it needs 64 bits and no sign.
    UInt64,
    /// `number` of format `float`.
    Float,
    /// `number` of format `double`, or of none.
    Double,
    /// `string` of no format that is known.
    String,
    /// `string` of format `date-time` (RFC 3339).
    DateTime,
    /// `string` of format `date` (RFC 3339 full-date).
    Date,
    /// `string` of format `uuid`.
    Uuid,
    /// `string` of format `uri` or `url`.
    Uri,
    /// `string` of format `byte` (base64).
    Byte,
    /// `string` of format `binary`: octets as they are.
    Binary,
}

/// One of a list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration {
    /// The values, in document order, without doubles; all of one kind.
    pub values: Vec<Variant>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The value on the wire.
    pub value: Literal,
    /// A name that the document gives it (`x-enum-varnames`).
    pub name: Option<String>,
    /// A text that the document gives it (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// A value of an enum on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// A text.
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

/// As it is written, a text without quotes.
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
    /// The types, in document order; no two are the same, and none is any value.
    pub variants: Vec<Alternative>,
    /// The property whose value says which one an object is.
    pub tag: Option<String>,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The type; a union that admits `null` says so where it is used.
    pub ty: Type,
    /// A short name that the document gives it.
    pub title: Option<String>,
    /// What the document says of it where it is written out.
    pub description: Option<String>,
    /// The values of the union's tag that stand for it.
    pub tags: Vec<Value>,
    /// The constants of this type: they distinguish it from others where no tag does.
    pub fixed: Vec<Fixed>,
}

/// A property that has one value only, or null.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed {
    /// The steps to it from the value of the variant.
    pub path: Vec<Step>,
    /// The value; null as well where the property is nullable.
    pub values: Vec<Value>,
}

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the property of this name.
    Member(String),
    /// To each item of a list, or each value of a map.
    Each,
}

/// As in `meta.kind` and `items[].kind`.
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

/// A scalar value as it is written, a text without quotes.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
