//! The webhooks page: the events, their payloads, and the constants that distinguish them.

use askama::Template;

use super::site::Site;
use super::text::rendered;
use crate::emit::markdown::{cell, code, code_cell};
use crate::emit::{WEBHOOKS, WEBHOOKS_PAGE, example};

#[derive(Template)]
#[template(path = "docs/webhooks.md")]
struct WebhooksView {
    feature: String,
    scheme: Vec<String>,
    example: Vec<String>,
    events: Vec<EventView>,
}

struct EventView {
    name: String,
    variant: String,
    ty: String,
    constants: String,
    description: String,
}

/// Returns the page, or `None` if the document has no webhooks.
pub(super) fn page(site: &Site<'_>) -> Option<String> {
    let model = site.model;
    if model.api.webhooks.is_empty() {
        return None;
    }
    let events = model.webhooks().map(|(webhook, constants, variant)| {
        let headers = constants.headers.iter().map(|(name, value)| code_cell(&format!("{name}: {value}")));
        let members = constants
            .members
            .iter()
            .map(|(path, values)| code_cell(&format!("{} = {}", path.join("."), values.join(" | "))));
        let docs = &webhook.docs;
        EventView {
            name: code_cell(&webhook.name),
            variant: code(variant),
            ty: site.usage(&webhook.payload, WEBHOOKS_PAGE),
            constants: headers.chain(members).collect::<Vec<_>>().join(", "),
            description: docs
                .summary
                .as_deref()
                .or(docs.description.as_deref())
                .map(cell)
                .unwrap_or_default(),
        }
    });
    let scheme = match &model.config.webhooks.header {
        None => "Signatures follow [Standard Webhooks](https://www.standardwebhooks.com).".to_owned(),
        Some(header) => format!("The signature is in the {} header.", code(header)),
    };
    Some(rendered(&WebhooksView {
        feature: code(WEBHOOKS),
        scheme: vec![scheme],
        example: example::webhook_handler(model),
        events: events.collect(),
    }))
}
