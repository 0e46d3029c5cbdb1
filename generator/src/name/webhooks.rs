//! Names the variants in the enum of all webhook events.

use super::book::{Book, Thing};
use super::reserved::VARIANTS;
use super::scope::Scope;
use super::{RustName, words};
use crate::ir::Api;
use crate::lock::{Case, Keys, Kind};

/// Names the variants of the webhook events, in document order.
pub(super) fn webhooks(api: &Api, book: &mut Book<'_>) -> Vec<RustName> {
    let mut scope = Scope::new(book, "webhooks::WebhookEvent", Case::Upper, VARIANTS);
    let keys: Vec<_> = api.webhooks.iter().map(|webhook| [Keys::webhook(webhook)]).collect();
    let things = api.webhooks.iter().zip(&keys).map(|(webhook, keys)| {
        let thing = Thing { keys, kind: Kind::Variant, source: &webhook.name, public: true };
        let plain = words::camel(&webhook.name);
        (thing, vec![plain.clone(), format!("{plain}Event")])
    });
    scope.take_all(book, &things.collect::<Vec<_>>())
}
