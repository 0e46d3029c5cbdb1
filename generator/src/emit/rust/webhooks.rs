//! `src/webhooks.rs`, which contains an enum of all webhook events, its decoding, and signature verification.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use super::format;
use super::ident::{ident, word};
use super::vocabulary::Uses;
use crate::analyse::WebhookConstants;
use crate::config::{WebhookEncoding, WebhookHash, Webhooks};
use crate::emit::choice::is_record;
use crate::emit::example::webhook_handler;
use crate::emit::markdown::code;
use crate::emit::rust_type::RustType;
use crate::emit::{Files, WEBHOOKS, spell};
use crate::ir::{Usage, Webhook};
use crate::model::Model;
use crate::name::RustName;

/// Adds `src/webhooks.rs`, if the document has webhooks.
pub(super) fn emit(model: &Model, files: &mut Files) {
    if model.api.webhooks.is_empty() {
        return;
    }
    let top = Doc::default()
        .line("Webhooks: requests that the server sends to an application.")
        .line(format!(
            "Requires the {} feature. [`parse`] determines the event of a request and decodes its \
         payload; [`verifier`] verifies its signature first.",
            code(WEBHOOKS)
        ))
        .line("# Examples")
        .block(
            std::iter::once("```no_run".to_owned()).chain(webhook_handler(model)).chain(["```".to_owned()]),
        )
        .inner();
    let mut uses = Uses::of_file();
    let event = event(model, &mut uses);
    ["Value", "WebhookRule", "http", "webhook_event", "webhook_named", "webhook_payload"]
        .into_iter()
        .for_each(|word| uses.runtime(word));
    let exports = quote! {
        pub use crate::runtime::{WebhookEncoding, WebhookError, WebhookHash, WebhookScheme, WebhookVerifier};
    };
    let head = [top, format::item(uses.lines()), format::item(exports), event];
    let items = std::iter::once(scheme(&model.config.webhooks)).chain(functions()).chain([rules(model)]);
    let blocks = head.into_iter().chain(items.map(format::item));
    files.insert("src/webhooks.rs".to_owned(), format::file(blocks));
}

/// Returns the enum of all events.
fn event(model: &Model, uses: &mut Uses) -> String {
    let variants: Vec<TokenStream> = model
        .webhooks()
        .map(|(webhook, _, name)| {
            let doc = Doc::default()
                .text(webhook.docs.summary.as_deref())
                .text(webhook.docs.description.as_deref())
                .line(format!("The event {}.", code(&webhook.name)))
                .outer();
            let name = ident(name);
            let held = uses.tokens(&held(model, &webhook.payload));
            let deprecated = super::deprecated(webhook.deprecated);
            quote! { #doc #deprecated #name(#held), }
        })
        .collect();
    format::item(quote! {
        #[doc = " An event of a webhook, with its payload."]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum WebhookEvent {
            #(#variants)*
            #[doc = " An event unknown to this version of the crate, with its payload."]
            Unknown(Value),
        }
    })
}

/// Returns the type of a variant's payload. Objects are boxed, since their sizes differ.
fn held<'a>(model: &'a Model, payload: &Usage) -> RustType<'a> {
    let ty = spell::usage(model, payload);
    if is_record(model, &payload.ty) { ty.wrapped("Box") } else { ty }
}

fn scheme(config: &Webhooks) -> TokenStream {
    let value = match &config.header {
        None => quote! { WebhookScheme::STANDARD },
        Some(header) => {
            let hash = match config.algorithm {
                WebhookHash::Sha256 => quote! { Sha256 },
                WebhookHash::Sha512 => quote! { Sha512 },
            };
            let encoding = match config.encoding {
                WebhookEncoding::Hex => quote! { Hex },
                WebhookEncoding::Base64 => quote! { Base64 },
            };
            let settings = [
                ("prefix", &config.prefix),
                ("separator", &config.separator),
                ("id", &config.id_header),
                ("timestamp", &config.timestamp_header),
                ("timestamp_prefix", &config.timestamp_prefix),
                ("content", &config.content),
            ];
            let settings = settings.into_iter().filter_map(|(name, value)| {
                let (name, value) = (word(name), value.as_ref()?);
                Some(quote! { .#name(#value) })
            });
            quote! { WebhookScheme::new(#header, WebhookHash::#hash, WebhookEncoding::#encoding) #(#settings)* }
        }
    };
    let doc = match config.header {
        None => " The signature scheme: Standard Webhooks 1.0.0.",
        Some(_) => " The signature scheme of the API.",
    };
    quote! {
        #[doc = #doc]
        pub const SCHEME: WebhookScheme = #value;
    }
}

fn functions() -> [TokenStream; 3] {
    let verifier = quote! {
        /// Returns a verifier for the signatures of [`SCHEME`].
        ///
        /// # Errors
        /// Returns [`WebhookError::Secret`] if the secret is not valid.
        pub fn verifier(secret: &str) -> Result<WebhookVerifier, WebhookError> {
            WebhookVerifier::new(SCHEME, secret)
        }
    };
    let parse = quote! {
        /// Determines the event of a request and decodes its payload. The signature is not verified; see [`verifier`].
        ///
        /// The constants that the API description declares for headers and payloads determine the event. A request
        /// that contradicts all of them is [`WebhookEvent::Unknown`]. If several events match, the only one whose
        /// payload is valid is returned.
        ///
        /// # Errors
        /// Returns [`WebhookError::Body`] or [`WebhookError::Ambiguous`].
        pub fn parse(headers: &http::HeaderMap, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
            webhook_event(EVENTS, WebhookEvent::Unknown, headers, body)
        }
    };
    let named = quote! {
        /// Decodes a payload as the event with this name in the API description, for events that are distinguished only
        /// by their names.
        ///
        /// # Errors
        /// Returns [`WebhookError::UnknownEvent`] or [`WebhookError::Body`].
        pub fn parse_named(name: &str, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
            webhook_named(EVENTS, name, body)
        }
    };
    [verifier, parse, named]
}

fn rules(model: &Model) -> TokenStream {
    let allow = model
        .api
        .webhooks
        .iter()
        .any(|webhook| webhook.deprecated)
        .then(|| quote! { #[allow(deprecated, reason = "deprecated events are still received")] });
    let rules =
        model.webhooks().map(|(webhook, constants, variant)| rule(model, webhook, constants, variant));
    quote! {
        #[doc = " The events, with the constants that distinguish them."]
        #allow
        static EVENTS: &[WebhookRule<WebhookEvent>] = &[#(#rules),*];
    }
}

fn rule(model: &Model, webhook: &Webhook, constants: &WebhookConstants, variant: &RustName) -> TokenStream {
    let (name, variant) = (&webhook.name, ident(variant));
    let headers = constants.headers.iter().map(|(name, value)| quote! { (#name, &[#value]) });
    let members = constants.members.iter().map(|(path, values)| quote! { (&[#(#path),*], &[#(#values),*]) });
    let decode = match is_record(model, &webhook.payload.ty) {
        true => quote! { |body| webhook_payload(body, |payload| WebhookEvent::#variant(Box::new(payload))) },
        false => quote! { |body| webhook_payload(body, WebhookEvent::#variant) },
    };
    quote! {
        WebhookRule { name: #name, headers: &[#(#headers),*], members: &[#(#members),*], decode: #decode }
    }
}
