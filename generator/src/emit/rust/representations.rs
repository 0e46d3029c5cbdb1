//! Methods of a request builder for alternative representations of the response, such as CSV instead of JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::ident::{ident, word};
use super::vocabulary::Uses;
use crate::analyse::Representation;
use crate::emit::markdown::code;
use crate::ir::OperationId;
use crate::model::Model;
use crate::name::RustName;
use crate::sanitize::one_line;

/// Returns one method for each alternative representation.
pub(super) fn emit(model: &Model, id: OperationId, uses: &mut Uses) -> Vec<TokenStream> {
    let mut emit = |(one, name): (&Representation, &RustName)| {
        uses.runtime("Representation");
        method(one, name, uses)
    };
    model.representations(id).map(&mut emit).collect()
}

fn method(one: &Representation, name: &RustName, uses: &mut Uses) -> TokenStream {
    let (decoder, form) = if one.is_text { ("Text", "text") } else { ("Binary", "bytes") };
    uses.runtime(decoder);
    let media_type = one_line(&one.media_type);
    let doc = Doc::default()
        .line(format!("Requests {} instead of JSON, and returns it as {form}.", code(&media_type)))
        .outer();
    let (name, decoder) = (ident(name), word(decoder));
    quote! {
        #doc
        pub fn #name(self) -> Representation<#decoder> { Representation::new(self.0, #media_type) }
    }
}

/// Adds the sentence about alternative representations to the docs of an operation. `link` is the path to the builder.
pub(super) fn doc(model: &Model, id: OperationId, link: &str, doc: Doc) -> Doc {
    let one = |(one, name): (&Representation, &RustName)| {
        format!("{} ([`{name}`]({link}::{name}))", code(&one.media_type))
    };
    let all: Vec<String> = model.representations(id).map(one).collect();
    if all.is_empty() { doc } else { doc.line(format!("Also available as {}.", all.join(", "))) }
}
