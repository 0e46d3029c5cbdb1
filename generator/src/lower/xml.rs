//! Lowers XML Objects, and determines which XML bodies can be encoded according to their schemas.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Lowering;
use super::form::is_structural;
use crate::ir::{
    Api, Content, ContentKind, Origin, Shape, Struct, Type, TypeId, Xml, XmlNode, XmlShape, xml_name,
};
use crate::media_type::MediaType;
use crate::normalise::Dialect;
use crate::resolve::Node;

/// The maximum number of schemas that are read for a property. It applies to all of them together, because schemas that
/// refer to themselves in several ways would otherwise be read exponentially often.
const MAX_SCHEMAS: usize = 32;

impl<'a> Lowering<'a> {
    /// Returns the XML form that the schema of a property declares, itself or in the schemas that it refers to.
    pub(super) fn xml(&self, node: &Node<'a>) -> Option<Box<Xml>> {
        let found = self.xml_in(node, &mut { MAX_SCHEMAS });
        (found != Xml::default()).then(|| Box::new(found))
    }

    /// Returns the XML form that a named schema declares itself.
    pub(super) fn xml_of_type(&self, node: &Node<'a>) -> Option<Box<Xml>> {
        let mut found = self.xml_here(node);
        for part in node.items_of("allOf").iter().filter(|part| !is_structural(part)) {
            found.complete(self.xml_here(part));
        }
        (found != Xml::default()).then(|| Box::new(found))
    }

    fn xml_in(&self, node: &Node<'a>, left: &mut usize) -> Xml {
        let mut found = self.xml_here(node);
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None => return found,
        }
        for part in self.meets.parts(&node.at).into_iter().flatten() {
            found.complete(self.xml_here(part));
        }
        let mut structural = Vec::new();
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in node.items_of(key) {
                if is_structural(&part) {
                    structural.push(part);
                } else {
                    found.complete(self.xml_here(&part));
                }
            }
        }
        // A property with a wrapper around a reference has the type of the reference. An object that extends another
        // one does not have its name.
        if let [one] = structural.as_slice() {
            found.complete(self.xml_in(one, left));
        }
        if let Some(target) = node.reference().and_then(|reference| self.document.lookup(reference)) {
            let by_target = self.dialect >= Dialect::OpenApi32 && found.name.is_none();
            let is_element = found.node == Some(XmlNode::Element);
            found.complete(self.xml_in(&target, left));
            // A reference is not a node itself; the schema that it refers to is one, with its own name.
            if by_target && !is_element && found.name.is_none() {
                found.name = self.named.get(&target.at).and_then(|id| self.schema_name(*id));
            }
        }
        if let Some(items) = node.get("items").filter(|_| found.items.is_none()) {
            let items = self.xml_in(&items, left);
            found.items = (items != Xml::default()).then(|| Box::new(items));
        }
        found
    }

    fn schema_name(&self, id: TypeId) -> Option<String> {
        match &self.api.ty(id).origin {
            Origin::Schema(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// Returns the XML Object next to the other keywords of a schema.
    fn xml_here(&self, node: &Node<'a>) -> Xml {
        let Some(xml) = node.get("xml").filter(|xml| xml.json.is_object()) else { return Xml::default() };
        let flag = |key: &str| xml.json.get(key).and_then(Value::as_bool);
        let kind = self.since_3_2(&xml, "nodeType").and_then(|_| xml.text("nodeType"));
        let kind = kind.and_then(|kind| match kind.as_str() {
            "element" => Some(XmlNode::Element),
            "attribute" => Some(XmlNode::Attribute),
            "text" => Some(XmlNode::Text),
            "cdata" => Some(XmlNode::Cdata),
            "none" => Some(XmlNode::None),
            _ => None,
        });
        let is_list = node.json.get("type").and_then(Value::as_str) == Some("array");
        let wrapped = match kind {
            Some(kind) if is_list => Some(kind == XmlNode::Element),
            Some(_) => None,
            None => flag("wrapped"),
        };
        let attribute = flag("attribute").filter(|is| *is && kind.is_none()).map(|_| XmlNode::Attribute);
        Xml {
            name: xml.text("name").filter(|name| !name.is_empty()),
            namespace: xml.text("namespace").filter(|namespace| !namespace.is_empty()),
            prefix: xml.text("prefix").filter(|prefix| !prefix.is_empty()),
            node: if is_list { None } else { kind.or(attribute) },
            wrapped,
            items: None,
        }
    }

    /// Marks the XML bodies and responses that are encoded and decoded according to their schemas. All others consist
    /// of text or bytes.
    pub(super) fn settle_xml(&mut self) {
        let is_xml = |content: &Content| MediaType::new(&content.media_type).is_xml();
        let operations = || self.api.operations.iter();
        let mut bodies = operations().flat_map(|operation| &operation.body).flat_map(|body| &body.content);
        let mut responses = operations().flat_map(|one| &one.responses).flat_map(|one| &one.content);
        if !bodies.any(is_xml) && !responses.any(is_xml) {
            return;
        }
        let unfit = unfit(&self.api);
        let mut marked: Vec<(usize, Option<usize>, usize)> = Vec::new();
        for (number, operation) in self.api.operations.iter().enumerate() {
            for (index, content) in operation.body.iter().flat_map(|body| body.content.iter().enumerate()) {
                if is_xml(content) && is_encoded(&self.api, content, &unfit, true) {
                    marked.push((number, None, index));
                }
            }
            let successes: Vec<_> = operation.successes().iter().map(|response| response.status).collect();
            for (response, one) in operation.responses.iter().enumerate() {
                for (index, content) in one.content.iter().enumerate() {
                    let fits = || is_encoded(&self.api, content, &unfit, false);
                    if is_xml(content) && successes.contains(&one.status) && fits() {
                        marked.push((number, Some(response), index));
                    }
                }
            }
        }
        for (operation, response, index) in marked {
            let Some(operation) = self.api.operations.get_mut(operation) else { continue };
            let contents = match response {
                Some(response) => operation.responses.get_mut(response).map(|one| &mut one.content),
                None => operation.body.as_mut().map(|body| &mut body.content),
            };
            if let Some(content) = contents.and_then(|contents| contents.get_mut(index)) {
                content.kind = ContentKind::Xml;
            }
        }
    }
}

/// Returns whether the type of a content is an object with an XML form. A body that is sent needs a root element: the
/// object's own, or that of its only property, which is an object.
fn is_encoded(api: &Api, content: &Content, unfit: &BTreeSet<TypeId>, is_sent: bool) -> bool {
    let Type::Named(id) = api.resolved(&content.usage.ty) else { return false };
    let Shape::Struct(object) = &api.ty(*id).shape else { return false };
    let has_name = || !xml_name(api, *id).local.is_empty();
    let has_root = || match object.xml_fields(api).as_slice() {
        [one] => {
            one.node == XmlNode::Element && matches!(one.shape, XmlShape::Object(_)) && !one.field.read_only
        }
        _ => false,
    };
    !content.usage.nullable && !unfit.contains(id) && (!is_sent || has_name() || has_root())
}

/// Returns the types without an XML form, and all types that contain them.
fn unfit(api: &Api) -> BTreeSet<TypeId> {
    let mut owners: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    let mut todo = Vec::new();
    for (id, ty) in api.types() {
        let mut parts = Vec::new();
        ty.shape.contents().into_iter().for_each(|ty| named(ty, &mut parts));
        for part in parts {
            if let Some(owners) = owners.get_mut(part.index()) {
                owners.push(id);
            }
        }
        let fits = match &ty.shape {
            // XML has no types, so the variant of a value is often unknown.
            Shape::Union(_) => false,
            Shape::Struct(object) => fits(api, object),
            Shape::Enum(_) | Shape::Alias(_) => true,
        };
        if !fits {
            todo.push(id);
        }
    }
    let mut found = BTreeSet::new();
    while let Some(id) = todo.pop() {
        if found.insert(id) {
            todo.extend(owners.get(id.index()).into_iter().flatten());
        }
    }
    found
}

/// Collects the named types in a type. `lower` limits the depth of lists and maps.
fn named(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => found.push(*id),
        Type::List(item) | Type::Map(item) => named(&item.ty, found),
        Type::Scalar(_) | Type::Object | Type::Any => {}
    }
}

/// Returns whether each property of an object has an XML form.
fn fits(api: &Api, object: &Struct) -> bool {
    let mut names = BTreeSet::new();
    object.xml_fields(api).iter().all(|field| {
        let (name, is_attribute) = match field.node {
            XmlNode::Text | XmlNode::Cdata => (String::new(), false),
            node => (field.name.local.clone(), node == XmlNode::Attribute),
        };
        let is_named = name.is_empty() || field.name.is_valid();
        let has_distinct_items = field.inner_name().is_none_or(|item| names.insert((item.to_owned(), false)));
        is_named
            && field.node != XmlNode::None
            && field.shape.is_valid()
            && has_distinct_items
            && names.insert((name, is_attribute))
    })
}
