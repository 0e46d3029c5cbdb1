//! Enums: one variant per value, a variant for unknown values, and the `open_enum!` line that implements serde's traits
//! and `Debug`. A derived `Debug` would cost more compile time.

use quote::quote;

use super::doc::Doc;
use super::format;
use super::ident::ident;
use super::structs::{derives, type_doc};
use super::vocabulary::Uses;
use crate::emit::markdown::code;
use crate::ir::{Enumeration, Literal, TypeId, Variant};
use crate::model::Model;
use crate::name::RustName;
use crate::sanitize::one_line;

/// Returns the source code of an enum, one string per item.
pub(super) fn emit(model: &Model, id: TypeId, values: &Enumeration, uses: &mut Uses) -> Vec<String> {
    uses.runtime("UnknownValue");
    uses.runtime("open_enum");
    let names = model.names.ty(id);
    let name = ident(&names.name);
    let doc = type_doc(model, id).outer();
    let integers = values.values.iter().any(|v| matches!(v.value, Literal::Integer(_)));
    let unknown = if integers {
        quote! { UnknownValue<i64> }
    } else {
        quote! { UnknownValue }
    };
    let variants = values.values.iter().zip(&names.members).map(|(value, name)| {
        let doc = variant_doc(value).outer();
        let name = ident(name);
        quote! { #doc #name, }
    });
    let derives = derives(model, id);
    let definition = format::item(quote! {
        #doc
        #[derive(Clone, PartialEq, Eq, Hash #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value unknown to this version of the crate. It is preserved and sent back unchanged."]
            Unknown(#unknown),
        }
    });
    vec![definition, open_enum(&names.name, values, &names.members, integers)]
}

fn variant_doc(variant: &Variant) -> Doc {
    let wire = match &variant.value {
        Literal::Text(text) if text.is_empty() => "The empty string.".to_owned(),
        Literal::Text(text) if one_line(text).is_empty() => "A string without visible characters.".to_owned(),
        Literal::Text(text) => code(text),
        Literal::Integer(number) => format!("`{number}`"),
    };
    Doc::default().text(variant.description.as_deref()).line(wire)
}

/// Returns the `open_enum!` call, as text, with one line per value.
fn open_enum(name: &RustName, values: &Enumeration, names: &[RustName], integers: bool) -> String {
    let base = if integers { ": i64" } else { "" };
    let mut text = format!("open_enum! {{\n    {name}{base} {{\n");
    for (variant, name) in values.values.iter().zip(names) {
        let value = match &variant.value {
            Literal::Text(text) => format!("{text:?}"),
            Literal::Integer(number) => number.to_string(),
        };
        text.push_str(&format!("        {name} = {value},\n"));
    }
    text.push_str("    }\n}\n");
    text
}
