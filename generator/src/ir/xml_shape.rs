//! The resolved XML form of types: the name, the node and the shape of each property.

use std::collections::BTreeMap;

use super::{
    Api, Enumeration, Field, Literal, Origin, Scalar, Shape, Struct, Type, TypeId, Usage, Xml, XmlNode,
};

/// The namespace of the attributes that XML Schema defines for instances.
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The name of an element or attribute. Absent parts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlName {
    /// The name without a prefix.
    pub local: String,
    /// The URI of the namespace.
    pub namespace: String,
    /// The prefix that is written.
    pub prefix: String,
}

/// The XML form of a property.
#[derive(Clone, Debug)]
pub struct XmlField<'a> {
    /// The property.
    pub field: &'a Field,
    /// The name of the element or attribute.
    pub name: XmlName,
    /// The kind of node.
    pub node: XmlNode,
    /// The form of the value.
    pub shape: XmlShape,
}

/// The XML form of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlShape {
    /// A string.
    Text,
    /// A string without leading and trailing whitespace, such as the value of an enum.
    Token,
    /// A string that is never empty, such as a date.
    Filled,
    /// A string without whitespace.
    Packed,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Any value.
    Any,
    /// An object with known properties.
    Object(TypeId),
    /// A list.
    List {
        /// The name of the element of an item.
        item: XmlName,
        /// Whether the items are in an outer element.
        wrapped: bool,
        /// The form of the items.
        shape: Box<XmlShape>,
    },
    /// An object with arbitrary keys.
    Map(Box<XmlShape>),
}

impl XmlName {
    /// Creates a name, which can contain a prefix.
    fn new(name: &str, xml: &Xml) -> Self {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        Self {
            local: local.to_owned(),
            namespace: xml.namespace.clone().unwrap_or_default(),
            prefix: xml.prefix.clone().unwrap_or_else(|| prefix.to_owned()),
        }
    }

    /// Returns whether all parts can be written in XML. Only the usual characters of names are accepted.
    pub fn is_valid(&self) -> bool {
        let is_printable = |c: char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
        is_name(&self.local)
            && (self.prefix.is_empty() || is_name(&self.prefix) && self.prefix != "xmlns")
            && self.namespace.chars().all(is_printable)
    }
}

fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

impl XmlShape {
    /// Returns whether all names in the shape can be written in XML.
    pub fn is_valid(&self) -> bool {
        match self {
            Self::List { item, shape, .. } => item.is_valid() && shape.is_valid(),
            Self::Map(values) => values.is_valid(),
            _ => true,
        }
    }

    /// Returns whether the value is text.
    fn is_scalar(&self) -> bool {
        matches!(self, Self::Text | Self::Token | Self::Filled | Self::Packed | Self::Number | Self::Boolean)
    }
}

impl Struct {
    /// Returns the XML forms of the properties.
    pub fn xml_fields(&self, api: &Api) -> Vec<XmlField<'_>> {
        let mut fields: Vec<XmlField<'_>> = self.fields.iter().map(|field| xml_field(api, field)).collect();
        separate(&mut fields);
        fields
    }
}

/// Adds an outer element to the lists whose items could not be distinguished from other elements of the object, unless
/// the document declares that there is none.
fn separate(fields: &mut [XmlField<'_>]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for field in fields.iter().filter(|field| field.node == XmlNode::Element) {
        *counts.entry(field.name.local.clone()).or_default() += 1;
        if let Some(item) = field.inner_name() {
            *counts.entry(item.to_owned()).or_default() += 1;
        }
    }
    for field in fields {
        let is_shared = field.inner_name().and_then(|item| counts.get(item)).is_some_and(|count| *count > 1);
        let is_declared = field.field.xml.as_ref().is_some_and(|xml| xml.wrapped.is_some());
        if let (XmlShape::List { wrapped, .. }, true) = (&mut field.shape, is_shared && !is_declared) {
            *wrapped = true;
        }
    }
}

impl XmlField<'_> {
    /// Returns the name of the items of a list without an outer element, if it is not the name of the property itself.
    pub fn inner_name(&self) -> Option<&str> {
        match &self.shape {
            XmlShape::List { item, wrapped: false, .. } if item.local != self.name.local => Some(&item.local),
            _ => None,
        }
    }
}

fn xml_field<'a>(api: &Api, field: &'a Field) -> XmlField<'a> {
    let none = Xml::default();
    let xml = field.xml.as_deref().unwrap_or(&none);
    let mut name = XmlName::new(xml.name.as_deref().unwrap_or(&field.name), xml);
    let shape = xml_shape(api, &field.usage, xml, &name);
    let node = match xml.node.unwrap_or(XmlNode::Element) {
        // An attribute, which cannot contain elements, is meant for a part of the object.
        XmlNode::Attribute if !shape.is_scalar() => XmlNode::Element,
        XmlNode::Text | XmlNode::Cdata if !shape.is_scalar() => XmlNode::None,
        node => node,
    };
    if node == XmlNode::Attribute && !name.namespace.is_empty() && name.prefix.is_empty() {
        // Attributes have no default namespace.
        name.prefix = if name.namespace == XSI { "xsi" } else { "ns1" }.to_owned();
    }
    XmlField { field, name, node, shape }
}

/// Returns the XML form of a value. `outer` is the name of its element, and the default for the items of a list.
pub fn xml_shape(api: &Api, usage: &Usage, xml: &Xml, outer: &XmlName) -> XmlShape {
    match api.resolved(&usage.ty) {
        Type::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(values) => of_enum(values),
            Shape::Struct(_) => XmlShape::Object(*id),
            Shape::Union(_) | Shape::Alias(_) => XmlShape::Any,
        },
        Type::Scalar(kind) => of_scalar(kind.on_the_wire()),
        Type::List(item) => {
            let none = Xml::default();
            let of_items = xml.items.as_deref().unwrap_or(&none);
            let name = match &of_items.name {
                Some(name) => XmlName::new(name, of_items),
                None => outer.clone(),
            };
            let shape = Box::new(xml_shape(api, item, of_items, &name));
            XmlShape::List { item: name, wrapped: xml.wrapped == Some(true), shape }
        }
        Type::Map(values) => XmlShape::Map(Box::new(xml_shape(api, values, &Xml::default(), &item_name()))),
        Type::Object | Type::Any => XmlShape::Any,
    }
}

/// Returns the name of the items of a list that has no name itself.
fn item_name() -> XmlName {
    XmlName { local: "item".to_owned(), ..XmlName::default() }
}

fn of_enum(values: &Enumeration) -> XmlShape {
    let mut texts = values.values.iter().map(|variant| match &variant.value {
        Literal::Text(text) => Some(text),
        Literal::Integer(_) => None,
    });
    match texts.try_fold(true, |all, text| Some(all & (text?.trim_ascii() == text?))) {
        Some(true) => XmlShape::Token,
        Some(false) => XmlShape::Text,
        None => XmlShape::Number,
    }
}

fn of_scalar(kind: Scalar) -> XmlShape {
    match kind {
        Scalar::Bool => XmlShape::Boolean,
        Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float | Scalar::Double => XmlShape::Number,
        Scalar::Byte => XmlShape::Packed,
        Scalar::Uri => XmlShape::Token,
        Scalar::DateTime | Scalar::Date | Scalar::Uuid => XmlShape::Filled,
        Scalar::String | Scalar::Binary | Scalar::Foreign(_) => XmlShape::Text,
    }
}

/// Returns the XML form of the values of undeclared properties.
pub fn xml_extra(api: &Api, usage: &Usage) -> XmlShape {
    xml_shape(api, usage, &Xml::default(), &item_name())
}

/// Returns the name of the element of an object that is an entire document. It is empty if the schema has no name.
pub fn xml_name(api: &Api, id: TypeId) -> XmlName {
    let ty = api.ty(id);
    let none = Xml::default();
    let xml = ty.xml.as_deref().unwrap_or(&none);
    let name = match (&xml.name, &ty.origin) {
        (Some(name), _) | (None, Origin::Schema(name)) => XmlName::new(name, xml),
        (None, _) => XmlName::default(),
    };
    if name.is_valid() { name } else { XmlName::default() }
}
