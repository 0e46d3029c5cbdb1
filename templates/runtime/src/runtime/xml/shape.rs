//! The XML form of models: element and attribute names, and the types of their text.

/// A model that is encoded as an XML element.
pub trait XmlModel {
    /// Returns the XML form of the model.
    #[doc(hidden)]
    fn xml() -> &'static Object;
}

/// The XML form of an object.
#[doc(hidden)]
#[derive(Debug)]
pub struct Object {
    /// The name of the element if the object is an entire document. If it is empty, the document's element is that of
    /// the only field.
    pub name: Name,
    /// The fields, in the order in which they are written.
    pub fields: &'static [Field],
    /// The shape of undeclared members; `None` if they are ignored.
    pub extra: Option<&'static Shape>,
}

/// A member of an object.
#[doc(hidden)]
#[derive(Debug)]
pub struct Field {
    /// The name of the JSON member.
    pub json: &'static str,
    /// The name of the element or attribute.
    pub name: Name,
    /// The kind of XML node.
    pub node: Node,
    /// The shape of the value.
    pub shape: Shape,
}

/// The kind of XML node that represents a member.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element,
    /// An attribute of the object's element.
    Attribute,
    /// The text of the object's element.
    Text,
    /// The text of the object's element, written as a CDATA section.
    Cdata,
}

/// The name of an element or attribute. Absent parts are empty strings.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// The name without a prefix.
    pub local: &'static str,
    /// The URI of the namespace.
    pub namespace: &'static str,
    /// The prefix that is written.
    pub prefix: &'static str,
}

/// The name of an object that is not a document.
pub(super) const NO_NAME: Name = Name { local: "", namespace: "", prefix: "" };

/// The XML form of a value. Shapes can be recursive, because objects are referenced by functions.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A string; whitespace is preserved.
    Text,
    /// A string without leading or trailing whitespace, such as a value of an enum.
    Token,
    /// A string that is never empty, such as a date. An empty element is null.
    Filled,
    /// A string without any whitespace, such as base64.
    Packed,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Any value.
    Any,
    /// An object with declared members.
    Object(fn() -> &'static Object),
    /// A list.
    List(&'static List),
    /// An object with arbitrary members, each of which is an element.
    Map(&'static Shape),
}

/// The XML form of a list.
#[doc(hidden)]
#[derive(Debug)]
pub struct List {
    /// The name of the element of each item.
    pub item: Name,
    /// The shape of the items.
    pub shape: Shape,
    /// Whether an outer element contains the items.
    pub wrapped: bool,
    /// Whether the list is present even if there are no items.
    pub required: bool,
}

/// Implements [`XmlModel`] for a struct.
///
/// A name is a string, followed by `in` and its namespace, and by `as` and its prefix. Each field is declared by the
/// name of its JSON member, its shape, the kind of its node and its XML name:
///
/// | shape | value |
/// |---|---|
/// | `text`, `token`, `filled`, `packed`, `number`, `boolean`, `any` | a scalar, or any value |
/// | `(Type)` | an object that implements [`XmlModel`] |
/// | `[shape "name"]` | a list, with the name of its items |
/// | `[required shape "name"]` | a list that is empty if there are no items |
/// | `[wrapped shape "name"]` | a list in an outer element |
/// | `{ shape }` | a map |
#[doc(hidden)]
#[macro_export]
macro_rules! xml_model {
    ($model:ident $name:literal $(in $namespace:literal)? $(as $prefix:literal)? {
        $($json:literal: $shape:tt $node:ident $wire:literal $(in $ns:literal)? $(as $pre:literal)?,)*
        $(.. $extra:tt,)?
    }) => {
        #[allow(deprecated, reason = "a deprecated type is read and written like any other")]
        impl $crate::runtime::XmlModel for $model {
            fn xml() -> &'static $crate::runtime::xml::Object {
                static OBJECT: $crate::runtime::xml::Object = $crate::runtime::xml::Object {
                    name: $crate::xml_model!(@name $name $(in $namespace)? $(as $prefix)?),
                    fields: &[$($crate::runtime::xml::Field {
                        json: $json,
                        name: $crate::xml_model!(@name $wire $(in $ns)? $(as $pre)?),
                        node: $crate::xml_model!(@node $node),
                        shape: $crate::xml_model!(@shape $shape),
                    }),*],
                    extra: $crate::xml_model!(@extra $($extra)?),
                };
                &OBJECT
            }
        }
    };
    (@name $local:literal) => { $crate::xml_model!(@name $local in "" as "") };
    (@name $local:literal in $namespace:literal) => { $crate::xml_model!(@name $local in $namespace as "") };
    (@name $local:literal as $prefix:literal) => { $crate::xml_model!(@name $local in "" as $prefix) };
    (@name $local:literal in $namespace:literal as $prefix:literal) => {
        $crate::runtime::xml::Name { local: $local, namespace: $namespace, prefix: $prefix }
    };
    (@node element) => { $crate::runtime::xml::Node::Element };
    (@node attribute) => { $crate::runtime::xml::Node::Attribute };
    (@node text) => { $crate::runtime::xml::Node::Text };
    (@node cdata) => { $crate::runtime::xml::Node::Cdata };
    (@extra) => { ::std::option::Option::None };
    (@extra $shape:tt) => { ::std::option::Option::Some(&$crate::xml_model!(@shape $shape)) };
    (@shape text) => { $crate::runtime::xml::Shape::Text };
    (@shape token) => { $crate::runtime::xml::Shape::Token };
    (@shape filled) => { $crate::runtime::xml::Shape::Filled };
    (@shape packed) => { $crate::runtime::xml::Shape::Packed };
    (@shape number) => { $crate::runtime::xml::Shape::Number };
    (@shape boolean) => { $crate::runtime::xml::Shape::Boolean };
    (@shape any) => { $crate::runtime::xml::Shape::Any };
    (@shape ($model:ty)) => {
        $crate::runtime::xml::Shape::Object(<$model as $crate::runtime::XmlModel>::xml)
    };
    (@shape [wrapped $($rest:tt)*]) => { $crate::xml_model!(@list true false $($rest)*) };
    (@shape [required $($rest:tt)*]) => { $crate::xml_model!(@list false true $($rest)*) };
    (@shape [$($rest:tt)*]) => { $crate::xml_model!(@list false false $($rest)*) };
    (@shape {$shape:tt}) => { $crate::runtime::xml::Shape::Map(&$crate::xml_model!(@shape $shape)) };
    (@list $wrapped:literal $required:literal $shape:tt $item:literal $(in $ns:literal)? $(as $pre:literal)?) => {
        $crate::runtime::xml::Shape::List(&$crate::runtime::xml::List {
            item: $crate::xml_model!(@name $item $(in $ns)? $(as $pre)?),
            shape: $crate::xml_model!(@shape $shape),
            wrapped: $wrapped,
            required: $required,
        })
    };
}
