//! Methods of a request builder for typed streams of the response: server-sent events, and sequences of JSON values.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::returned::imported;
use super::vocabulary::Uses;
use crate::analyse::{EventForm, Stream};
use crate::emit::markdown::code;
use crate::emit::spell;
use crate::emit::streams::{asks_for_stream, sentinel};
use crate::ir::OperationId;
use crate::model::Model;
use crate::sanitize::one_line;

/// Returns one method for each typed stream. The methods refer to the runtime's types by path, because types in a
/// tag's module can have the same names.
pub(super) fn emit(model: &Model, id: OperationId, uses: &mut Uses) -> Vec<TokenStream> {
    let events = model.facts.typed_events(id).map(|stream| events(model, id, stream, uses));
    let items = model.facts.stream_items(id).map(|stream| items(model, id, stream, uses));
    events.into_iter().chain(items).collect()
}

fn events(model: &Model, id: OperationId, stream: &Stream, uses: &mut Uses) -> TokenStream {
    let text = format!(
        "Sends the request and streams the server-sent events of the response{}.",
        what(model, id, stream)
    );
    let mut doc = Doc::default().line(text);
    if let Some(end) = sentinel(model) {
        doc = doc.line(format!(
            "An event with the data {} ends the stream, unless this data is a valid value of the type.",
            code(end)
        ));
    }
    let doc = doc.block(asks_for_stream(model, id)).line(
        "See [`Events`](crate::runtime::Events) for invalid events, undecoded events, and resuming a broken stream.",
    );
    let (doc, item) = (doc.outer(), item(model, stream, uses));
    let format = match &stream.form {
        EventForm::Data => quote! { data() },
        EventForm::Object { is_json: true, except } => quote! { with_json(&[#(#except),*]) },
        EventForm::Object { is_json: false, except } => quote! { with_text(&[#(#except),*]) },
    };
    let end = sentinel(model).map(|end| quote! { .until(#end) });
    quote! {
        #doc
        pub fn events(
            self,
        ) -> impl Future<Output = crate::Result<crate::runtime::Events<#item>>> + Send + 'static {
            self.0.typed_events(crate::runtime::EventFormat::#format #end)
        }
    }
}

fn items(model: &Model, id: OperationId, stream: &Stream, uses: &mut Uses) -> TokenStream {
    let media_type = one_line(&stream.media_type);
    let text = format!(
        "Requests {} and streams the items of the response{}.",
        code(&media_type),
        what(model, id, stream)
    );
    let doc = Doc::default()
        .line(text)
        .block(asks_for_stream(model, id))
        .line("See [`ItemStream`](crate::runtime::ItemStream) for invalid items and limits.");
    let (doc, item) = (doc.outer(), item(model, stream, uses));
    quote! {
        #doc
        pub fn stream_items(
            self,
        ) -> impl Future<Output = crate::Result<crate::runtime::ItemStream<#item>>> + Send + 'static {
            self.0.stream_items(#media_type)
        }
    }
}

/// Returns the type of an item, and imports it.
fn item(model: &Model, stream: &Stream, uses: &mut Uses) -> TokenStream {
    uses.tokens(&spell::usage(model, &stream.item))
}

/// Returns a clause about the type of an item.
fn what(model: &Model, id: OperationId, stream: &Stream) -> String {
    let ty = imported(model, id, &stream.item);
    match stream.form {
        EventForm::Data if stream.media_type.eq_ignore_ascii_case("text/event-stream") => {
            format!(", whose data is {ty} as JSON")
        }
        _ => format!(" as {ty}"),
    }
}

/// Returns sentences about the methods for the docs of an operation. `link` is the path to the builder.
pub(super) fn sentences(model: &Model, id: OperationId, link: &str) -> Vec<String> {
    let events = model.facts.typed_events(id).map(|stream| {
        format!(
            "[`events()`]({link}::events) streams the server-sent events of the response{}.",
            what(model, id, stream)
        )
    });
    let items = model.facts.stream_items(id).map(|stream| {
        let media_type = code(&one_line(&stream.media_type));
        format!(
            "[`stream_items()`]({link}::stream_items) streams the items of {media_type}{}.",
            what(model, id, stream)
        )
    });
    events.into_iter().chain(items).collect()
}
