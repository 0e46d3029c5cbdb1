//! The tests of webhooks: each event is decoded by name, and by its constants if they identify it.

use std::fmt::Write;

use super::literal::literal;
use super::sample::{Samples, Way};
use crate::analyse::WebhookConstants;

/// Returns the tests, or `None` if there are no webhooks.
pub(super) fn tests(samples: &Samples<'_>) -> Option<String> {
    let model = samples.model;
    if model.api.webhooks.is_empty() {
        return None;
    }
    let krate = &model.names.krate;
    let mut text = format!(
        "use {krate}::transport::http::{{HeaderMap, HeaderValue}};\nuse {krate}::webhooks::{{self, WebhookEvent}};\n\n\
         #[test]\n#[allow(deprecated, unused_mut, unused_variables, reason = \"a small API uses only some of the test support\")]\n\
         fn events() {{\n    let mut headers = HeaderMap::new();\n"
    );
    for (webhook, constants, name) in model.webhooks() {
        let Some(sample) = samples.sample(&webhook.payload, Way::Received) else { continue };
        let body = literal(&sample, "    ");
        let pattern = format!("WebhookEvent::{name}(_)");
        let _ = writeln!(
            text,
            "    let body = {body}.as_bytes();\n    let event = webhooks::parse_named({:?}, body).expect(\"the payload is valid\");\n    assert!(matches!(event, {pattern}), \"{{event:?}}\");",
            webhook.name
        );
        if is_certain(samples, constants) {
            let _ = writeln!(text, "    headers.clear();");
            for (name, value) in &constants.headers {
                let _ = writeln!(text, "    headers.insert({name:?}, HeaderValue::from_static({value:?}));");
            }
            let _ = writeln!(
                text,
                "    let event = webhooks::parse(&headers, body).expect(\"the constants identify the event\");\n    assert!(matches!(event, {pattern}), \"{{event:?}}\");"
            );
        }
    }
    text.push_str("}\n");
    Some(text)
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
