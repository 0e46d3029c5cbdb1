//! The XML form of schemas (OpenAPI 3.0, "XML Object").

/// The XML Object of a schema, with those of the schemas that it refers to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// The name of the element or attribute.
    pub name: Option<String>,
    /// The URI of the namespace.
    pub namespace: Option<String>,
    /// The prefix of the name.
    pub prefix: Option<String>,
    /// The kind of node, if it is declared.
    pub node: Option<XmlNode>,
    /// Whether a list has an outer element, if this is declared.
    pub wrapped: Option<bool>,
    /// The XML form of the items of a list.
    pub items: Option<Box<Xml>>,
}

/// The kind of XML node that represents a value (OpenAPI 3.2.0, "XML Node Types").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An attribute of the parent's element.
    Attribute,
    /// Text in the parent's element.
    Text,
    /// A CDATA section in the parent's element.
    Cdata,
    /// No node: the content is part of the parent's element.
    None,
}

impl Xml {
    /// Adds the parts that are declared only in `other`.
    pub fn complete(&mut self, other: Self) {
        self.name = self.name.take().or(other.name);
        self.namespace = self.namespace.take().or(other.namespace);
        self.prefix = self.prefix.take().or(other.prefix);
        self.node = self.node.or(other.node);
        self.wrapped = self.wrapped.or(other.wrapped);
        self.items = self.items.take().or(other.items);
    }
}
