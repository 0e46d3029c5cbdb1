//! The tests of webhooks: each event is decoded by name, and by its constants if they identify it.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use super::sample::{Samples, Way};
use super::too_large;
use crate::analyse::WebhookConstants;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::format;
use crate::emit::rust::ident::ident;
use crate::emit::rust::vocabulary::parsed;
use crate::ir::Webhook;
use crate::name::RustName;

/// Returns the file, or `None` if there are no webhooks.
pub(super) fn file(samples: &Samples<'_>) -> Option<String> {
    let model = samples.model;
    if model.api.webhooks.is_empty() {
        return None;
    }
    let krate = parsed(&model.names.krate);
    let imports = quote! {
        use #krate::transport::http::{HeaderMap, HeaderValue};
        use #krate::webhooks::{self, WebhookEvent};
    };
    let mut omitted = Vec::new();
    let mut checks = Vec::new();
    for (webhook, constants, name) in model.webhooks() {
        match event(samples, webhook, constants, name) {
            Some(check) => checks.push(check),
            None => omitted.push(format!("`{name}` is left out: {}.", too_large("a sample"))),
        }
    }
    let doc = Doc::default().block(omitted).outer();
    let test = quote! {
        #doc
        #[test]
        #[allow(deprecated, unused_mut, unused_variables, reason = "a small API uses only some of the test support")]
        fn events() {
            let mut headers = HeaderMap::new();
            #(#checks)*
        }
    };
    Some(format::file([format::item(imports), format::item(test)]))
}

/// Returns the assertions about an event, or `None` if there is no sample.
fn event(
    samples: &Samples<'_>,
    webhook: &Webhook,
    constants: &WebhookConstants,
    variant: &RustName,
) -> Option<TokenStream> {
    let body = literal(&samples.sample(&webhook.payload, Way::Received)?);
    let (name, variant) = (&webhook.name, ident(variant));
    let matches = quote! { assert!(matches!(event, WebhookEvent::#variant(_)), "{event:?}"); };
    let identified = is_certain(samples, constants).then(|| {
        let headers = constants.headers.iter().map(|(name, value)| {
            quote! { headers.insert(#name, HeaderValue::from_static(#value)); }
        });
        quote! {
            headers.clear();
            #(#headers)*
            let event = webhooks::parse(&headers, body.as_bytes()).expect("the constants identify the event");
            #matches
        }
    });
    Some(quote! {
        let body = #body;
        let event = webhooks::parse_named(#name, body.as_bytes()).expect("the payload is valid");
        #matches
        #identified
    })
}

/// Returns whether every other event has a different constant at a location where the event with the constants
/// `one` has a constant.
fn is_certain(samples: &Samples<'_>, one: &WebhookConstants) -> bool {
    let differs = |other: &WebhookConstants| {
        let header = |(name, value): &(String, String)| {
            other.headers.iter().any(|(theirs, allowed)| theirs == name && allowed != value)
        };
        let member = |(path, values): &(Vec<String>, Vec<String>)| {
            other.members.iter().any(|(theirs, allowed)| {
                theirs == path && !allowed.iter().any(|value| values.contains(value))
            })
        };
        one.headers.iter().any(header) || one.members.iter().any(member)
    };
    let all = samples.model.facts.webhooks();
    // `HeaderValue::from_static` accepts only visible ASCII.
    let is_visible = |value: &String| value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    let is_visible = one.headers.iter().all(|(_, value)| is_visible(value));
    is_visible && all.iter().filter(|other| !std::ptr::eq(*other, one)).all(differs)
}
