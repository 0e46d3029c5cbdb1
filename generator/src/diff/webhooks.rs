//! Compares the webhook events, which are variants of one enum.
//!
//! Part of `diff`. Changes inside a payload are reported as changes to its schema.

use super::change::Change;
use super::kind::Kind;
use super::pair::{Pair, Side};
use crate::emit::spell;

/// An event with its name in the document, its type, its constants and its variant.
struct Event {
    name: String,
    payload: String,
    rust: String,
    constants: String,
}

/// Compares the webhooks.
pub(super) fn compare(pair: &Pair<'_>, out: &mut Vec<Change>) {
    let (old, new) = (events(&pair.old), events(&pair.new));
    let at = crate::pointer::Pointer::root().key("webhooks");
    for event in &new {
        let change =
            |kind| Change::new(kind, &at.key(&event.name)).about(&event.name).rust(event.rust.clone());
        let Some(before) = old.iter().find(|other| other.name == event.name) else {
            out.push(change(Kind::WebhookAdded));
            continue;
        };
        if before.payload != event.payload || before.rust != event.rust {
            let shown = |event: &Event| format!("{}({})", event.rust, event.payload);
            out.push(change(Kind::WebhookPayload).from(shown(before)).to(shown(event)));
        }
        if before.constants != event.constants {
            out.push(change(Kind::WebhookConstants).from(&before.constants).to(&event.constants));
        }
    }
    for event in old.iter().filter(|event| !new.iter().any(|other| other.name == event.name)) {
        let change = Change::new(Kind::WebhookRemoved, &at.key(&event.name)).about(&event.name);
        out.push(change.rust(event.rust.clone()));
    }
}

fn events(side: &Side<'_>) -> Vec<Event> {
    let model = side.model;
    let event = model.webhooks().map(|(webhook, constants, variant)| {
        let headers = constants.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        let members = constants
            .members
            .iter()
            .map(|(path, values)| format!("{} = {}", path.join("."), values.join(" | ")));
        Event {
            name: webhook.name.clone(),
            payload: spell::usage(model, &webhook.payload).to_string(),
            rust: format!("webhooks::WebhookEvent::{variant}"),
            constants: headers.chain(members).collect::<Vec<_>>().join(", "),
        }
    });
    event.collect()
}
