//! Unions: an enum with one variant per type and a variant for all other values, and its `one_of!` line for serde.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::format;
use super::ident::ident;
use super::structs::{derives, type_doc};
use super::vocabulary::Uses;
use crate::emit::choice::{Kind, condition, in_order, is_record};
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::ir::{Fixed, Step, TypeId, Union, Value};
use crate::model::Model;

/// Returns the source code of a union, one string per item.
pub(super) fn emit(model: &Model, id: TypeId, union: &Union, uses: &mut Uses) -> Vec<String> {
    uses.runtime("Value");
    uses.runtime("one_of");
    let names = model.names.ty(id);
    let name = ident(&names.name);
    let doc = type_doc(model, id).outer();
    let variants: Vec<TokenStream> = union
        .variants
        .iter()
        .zip(&names.members)
        .map(|(variant, name)| {
            let doc = Doc::default()
                .text(variant.description.as_deref())
                .line(condition(model, union.tag.as_deref(), variant, code))
                .outer();
            let held = spell::ty(model, &variant.ty);
            let held = uses.tokens(&if is_record(model, &variant.ty) { held.wrapped("Box") } else { held });
            let name = ident(name);
            quote! { #doc #name(#held), }
        })
        .collect();
    let derives = derives(model, id);
    let definition = format::item(quote! {
        #doc
        #[derive(Debug, Clone, PartialEq #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that matches no other variant. It is preserved and sent back unchanged."]
            Unknown(Value),
        }
    });
    vec![definition, one_of(model, id, union, uses)]
}

/// Returns the `one_of!` call, as text, with one line per variant, in the order in which they are tried.
fn one_of(model: &Model, id: TypeId, union: &Union, uses: &mut Uses) -> String {
    let names = model.names.ty(id);
    let by = union.tag.as_ref().map(|tag| format!(" by {tag:?}")).unwrap_or_default();
    let mut text = format!("one_of! {{\n    {}{by} {{\n", names.name);
    for (index, kind) in in_order(model, union) {
        let (Some(variant), Some(name)) = (union.variants.get(index), names.members.get(index)) else {
            continue;
        };
        let ty = uses.text(&spell::ty(model, &variant.ty));
        text.push_str(&format!("        {name}: {} {ty}", word(kind)));
        if !variant.tags.is_empty() {
            text.push_str(&format!(" = {}", constants(&variant.tags)));
        } else if !variant.fixed.is_empty() {
            let fixed: Vec<String> = variant.fixed.iter().map(fixed).collect();
            text.push_str(&format!(" {{{}}}", fixed.join(", ")));
        }
        text.push_str(",\n");
    }
    text.push_str("    }\n}\n");
    text
}

/// Returns the path to a constant and its values, in the syntax of `one_of!`.
fn fixed(fixed: &Fixed) -> String {
    let step = |step: &Step| match step {
        Step::Member(name) => format!("{name:?}"),
        Step::Each => "[]".to_owned(),
    };
    let path: Vec<String> = fixed.path.iter().map(step).collect();
    format!("{}: {}", path.join(" / "), constants(&fixed.values))
}

/// Returns constants in the syntax of `one_of!`, in which each constant is a single token.
fn constants(values: &[Value]) -> String {
    values.iter().map(constant).collect::<Vec<_>>().join(" | ")
}

fn constant(value: &Value) -> String {
    let number = match (value, value.as_i64(), value.as_f64()) {
        (Value::String(text), ..) => return format!("{text:?}"),
        (Value::Bool(boolean), ..) => return boolean.to_string(),
        (_, Some(number), _) if i32::try_from(number).is_ok() => number.to_string(),
        (_, Some(number), _) => format!("{number}_i64"),
        _ if value.is_u64() => format!("{value}_u64"),
        (_, None, Some(number)) => format!("{number:?}"),
        (_, None, None) => return "()".to_owned(),
    };
    if number.starts_with('-') { format!("({number})") } else { number }
}

/// Returns the keyword of `one_of!` for a kind of variant.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Record => "record",
        Kind::Tagged => "tagged",
        Kind::Map => "map",
        Kind::List => "list",
        Kind::Text => "text",
        Kind::Known => "known",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::OneOf => "one_of",
    }
}
