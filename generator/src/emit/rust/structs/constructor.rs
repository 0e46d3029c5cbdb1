//! Constructors and setters of structs. They are emitted as code if a request can contain the struct, and as arguments
//! of `record!` otherwise.

use proc_macro2::TokenStream;
use quote::quote;

use super::Member;
use crate::analyse::Presence;
use crate::emit::rust::ident::ident;
use crate::emit::rust::vocabulary::Uses;
use crate::emit::rust::{deprecated, format};
use crate::emit::rust_type::RustType;
use crate::emit::spell::{self, Argument, Conversion};
use crate::model::Model;

/// Returns how tests set a field of a model that occurs only in responses: the rest of its line in `record!`.
pub(super) fn in_tests(model: &Model, member: &Member<'_>, uses: &mut Uses) -> String {
    if let Some(value) = member.constant.as_ref().filter(|_| is_required(member)) {
        // Tokens are written with spaces, as in `Kind :: Node`.
        return format!(" = {}", value.to_string().replace(" :: ", "::"));
    }
    let argument = argument(model, member);
    let (words, ty) = match (&argument.ty, argument.conversion) {
        (RustType::Into(ty), _) => ("into ", &**ty),
        (RustType::Iterator(item), _) => match &**item {
            RustType::Into(ty) => ("list into ", &**ty),
            ty => ("list ", ty),
        },
        (ty, Conversion::Boxed) => ("boxed ", ty),
        (ty, _) => ("", ty),
    };
    let ty = uses.text(ty);
    if is_required(member) { format!(" ({words}{ty})") } else { format!(" [{words}{ty}]") }
}

/// Returns whether `new` sets a field.
pub(super) fn is_required(member: &Member<'_>) -> bool {
    matches!(member.presence, Presence::Required | Presence::Nullable)
}

/// Returns whether a field is an argument of `new`.
pub(super) fn is_given(member: &Member<'_>) -> bool {
    is_required(member) && member.constant.is_none()
}

/// Returns `new` with the required fields, and a setter for each other field that a client sends.
pub(super) fn constructor(
    model: &Model,
    name: &proc_macro2::Ident,
    fields: &[Member<'_>],
    extra: bool,
    uses: &mut Uses,
) -> String {
    let given: Vec<&Member<'_>> = fields.iter().filter(|m| is_given(m)).collect();
    let new = new(model, fields, &given, extra, uses);
    let setters = fields.iter().filter(|m| !is_required(m) && !m.field.read_only);
    let setters = setters.map(|m| setter(model, m, uses));
    format::impl_block(&quote! { impl #name }, std::iter::once(new).chain(setters))
}

fn new(
    model: &Model,
    fields: &[Member<'_>],
    given: &[&Member<'_>],
    extra: bool,
    uses: &mut Uses,
) -> TokenStream {
    let args: Vec<TokenStream> = given
        .iter()
        .map(|member| {
            let (name, argument) = (ident(member.name), argument(model, member));
            let ty = uses.tokens(&argument.ty);
            quote! { #name: #ty }
        })
        .collect();
    let set: Vec<&Member<'_>> = fields.iter().filter(|m| is_required(m)).collect();
    let doc = match (set.is_empty(), given.is_empty()) {
        (true, _) => " Creates an empty value, in which every field is optional.",
        (false, true) => " Creates a value with the constant fields; all other fields are optional.",
        (false, false) if set.len() > given.len() => {
            " Creates a value with the required and the constant fields."
        }
        (false, false) => " Creates a value with the required fields.",
    };
    if set.is_empty() {
        return quote! { #[doc = #doc] pub fn new() -> Self { Self::default() } };
    }
    let values = set.iter().map(|member| {
        let name = ident(member.name);
        if let Some(value) = &member.constant {
            return quote! { #name: #value };
        }
        let value = uses.value(&argument(model, member), member.name);
        // `name: name` is shortened to `name`.
        if *member.name == value.to_string().as_str() {
            quote! { #name }
        } else {
            quote! { #name: #value }
        }
    });
    let rest = (set.len() < fields.len() || extra).then(|| quote! { ..Blank::blank() });
    let allow = allow_deprecated(set.iter().any(|m| m.field.deprecated));
    quote! { #[doc = #doc] #allow pub fn new(#(#args),*) -> Self { Self { #(#values,)* #rest } } }
}

/// Returns an attribute for code that sets a deprecated field. Emitted code sets such a field like any other.
fn allow_deprecated(is: bool) -> Option<TokenStream> {
    is.then(|| quote! { #[allow(deprecated, reason = "a deprecated field is set like any other")] })
}

fn setter(model: &Model, member: &Member<'_>, uses: &mut Uses) -> TokenStream {
    let (name, argument) = (ident(member.name), argument(model, member));
    let ty = uses.tokens(&argument.ty);
    let value = uses.value(&argument, member.name);
    let value = match member.presence {
        Presence::ThreeStates | Presence::Nullable => value,
        _ => quote! { Some(#value) },
    };
    let doc = format!(" Sets [`{name}`](Self::{name}).");
    let deprecated = deprecated(member.field.deprecated);
    let allow = allow_deprecated(member.field.deprecated);
    quote! {
        #[doc = #doc]
        #[must_use]
        #deprecated
        #allow
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// Returns the argument for a field. A nullable field accepts the value, an `Option` or a `Nullable`.
fn argument<'a>(model: &'a Model, member: &Member<'a>) -> Argument<'a> {
    let into = |ty: RustType<'a>| Argument { ty: ty.into_it(), conversion: Conversion::Into };
    match member.presence {
        Presence::ThreeStates => into(member.inner().wrapped_by("Nullable")),
        Presence::Nullable => into(member.inner().wrapped("Option")),
        Presence::Required | Presence::Optional => {
            spell::field_argument(model, &member.field.usage.ty, member.boxed)
        }
    }
}
