//! The `xml_model!` line of a struct, which declares its XML form.

use crate::analyse::Presence;
use crate::emit::rust::vocabulary::Uses;
use crate::emit::spell;
use crate::ir::{Extra, Struct, Type, TypeId, XmlField, XmlName, XmlNode, XmlShape, xml_extra, xml_name};
use crate::model::Model;

/// Returns the `xml_model!` call, as text, with one line per field.
pub(super) fn emit(model: &Model, id: TypeId, object: &Struct, uses: &mut Uses) -> String {
    uses.runtime("xml_model");
    let mut text =
        format!("xml_model! {{\n    {} {} {{\n", model.names.ty(id).name, name(&xml_name(&model.api, id)));
    for (field, presence) in object.xml_fields(&model.api).iter().zip(model.facts.presences(id)) {
        let is_required = matches!(presence, Presence::Required | Presence::Nullable);
        let shape = shape(model, &field.shape, is_required, uses);
        text.push_str(&format!(
            "        {:?}: {shape} {} {},\n",
            field.field.name,
            node(field),
            name(&field.name)
        ));
    }
    let extra = match &object.extra {
        Extra::Kept(usage) => Some(xml_extra(&model.api, usage)),
        Extra::Unspecified if model.config.models.keep_unknown_fields => Some(XmlShape::Any),
        Extra::Unspecified | Extra::Refused => None,
    };
    if let Some(extra) = extra {
        text.push_str(&format!("        .. {},\n", shape(model, &extra, false, uses)));
    }
    text.push_str("    }\n}\n");
    text
}

fn node(field: &XmlField<'_>) -> &'static str {
    match field.node {
        XmlNode::Attribute => "attribute",
        XmlNode::Text => "text",
        XmlNode::Cdata => "cdata",
        // A type with a property without a node has no XML form.
        XmlNode::Element | XmlNode::None => "element",
    }
}

/// Returns a name in the syntax of `xml_model!`.
fn name(name: &XmlName) -> String {
    let mut text = format!("{:?}", name.local);
    if !name.namespace.is_empty() {
        text.push_str(&format!(" in {:?}", name.namespace));
    }
    if !name.prefix.is_empty() {
        text.push_str(&format!(" as {:?}", name.prefix));
    }
    text
}

/// Returns a shape in the syntax of `xml_model!`.
fn shape(model: &Model, of: &XmlShape, is_required: bool, uses: &mut Uses) -> String {
    match of {
        XmlShape::Text => "text".to_owned(),
        XmlShape::Token => "token".to_owned(),
        XmlShape::Filled => "filled".to_owned(),
        XmlShape::Packed => "packed".to_owned(),
        XmlShape::Number => "number".to_owned(),
        XmlShape::Boolean => "boolean".to_owned(),
        XmlShape::Any => "any".to_owned(),
        XmlShape::Object(id) => format!("({})", uses.text(&spell::ty(model, &Type::Named(*id)))),
        XmlShape::List { item, wrapped, shape: of_item } => {
            let kind = match (wrapped, is_required) {
                (true, _) => "wrapped ",
                (false, true) => "required ",
                (false, false) => "",
            };
            format!("[{kind}{} {}]", shape(model, of_item, false, uses), name(item))
        }
        XmlShape::Map(values) => format!("{{{}}}", shape(model, values, false, uses)),
    }
}
