//! Lowers webhooks and callbacks: their payloads, and the headers that a receiver can use to distinguish them.

use serde_json::Value;

use super::Lowering;
use super::external_docs::description;
use super::operation::counted;
use crate::diagnostic::{Code, Diagnostic};
use crate::headers::is_token;
use crate::ir::{Callback, Docs, Type, Usage, Webhook};
use crate::media_type::MediaType;
use crate::normalise::WEBHOOK_METHODS;
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Lowers the webhooks, in document order.
    pub(super) fn webhooks(&mut self) {
        for (name, node) in self.document.root().members_of("webhooks") {
            if name.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(&node) else { continue };
            let mut found = WEBHOOK_METHODS.iter().filter_map(|method| {
                let operation = item.get(method)?;
                Some((self.payload(&operation)?, operation))
            });
            let (first, others) = (found.next(), found.map(|(_, operation)| operation).collect::<Vec<_>>());
            for other in others {
                let message = format!("webhook `{name}` has several requests; only the first one is decoded");
                self.warn(Code::WebhookLeftOut, &other.at, message);
            }
            let Some((payload, operation)) = first else {
                let message =
                    format!("webhook `{name}` has no JSON payload with a schema; the webhook is omitted");
                let finding = Diagnostic::warning(Code::WebhookLeftOut, &node.at, message);
                self.findings
                    .push(finding.help("declare a request body with the media type `application/json`"));
                continue;
            };
            let headers =
                [&item, &operation].into_iter().flat_map(|node| self.constant_headers(node)).collect();
            let text = |key| operation.text(key).or_else(|| item.text(key));
            self.api.webhooks.push(Webhook {
                pointer: node.at.clone(),
                name: name.to_owned(),
                docs: Docs {
                    summary: text("summary"),
                    description: description(&operation).or_else(|| description(&item)),
                },
                deprecated: operation.flag("deprecated"),
                headers,
                payload,
            });
        }
    }

    /// Returns the payloads of an operation's callbacks, and reports the parts for which nothing is
    /// generated.
    pub(super) fn callbacks(&mut self, operation: &Node<'a>) -> Vec<Callback> {
        let (mut found, mut untyped) = (Vec::new(), Vec::new());
        for (name, node) in operation.members_of("callbacks") {
            let payloads = self.payloads_of_callback(&node);
            if payloads.is_empty() {
                untyped.push(name);
            }
            found.extend(payloads.into_iter().map(|payload| Callback { name: name.to_owned(), payload }));
        }
        let at = operation.at.key("callbacks");
        if !untyped.is_empty() {
            let message = format!(
                "nothing is generated for {}: no request has a JSON payload with a schema",
                counted("callback", &untyped)
            );
            self.note(Code::UnsupportedCallbacks, &at, message);
        }
        if !found.is_empty() {
            let message = "the server sends these requests, so only their payload types are generated";
            self.note(Code::UnsupportedCallbacks, &at, message.to_owned());
        }
        found
    }

    /// Returns the payloads of a callback, without duplicate types.
    fn payloads_of_callback(&self, node: &Node<'a>) -> Vec<Usage> {
        let mut found = Vec::new();
        let Some(callback) = self.document.follow(node) else { return found };
        for (_, item) in callback.members().into_iter().filter(|(key, _)| !key.starts_with("x-")) {
            let Some(item) = self.document.follow(&item) else { continue };
            for operation in WEBHOOK_METHODS.iter().filter_map(|method| item.get(method)) {
                found.extend(self.payload(&operation).filter(|payload| !found.contains(payload)));
            }
        }
        found
    }

    /// Returns the type of an operation's payload, which `normalise` has turned into a named schema.
    fn payload(&self, operation: &Node<'a>) -> Option<Usage> {
        let body = self.document.follow(&operation.get("requestBody")?)?;
        let contents = body.members_of("content");
        let (_, media) = contents.iter().find(|(media_type, _)| MediaType::new(media_type).is_json())?;
        let schema = self.document.follow(&self.media_type(media.clone()).get("schema")?)?;
        let id = self.named.get(&schema.at)?;
        Some(Type::Named(*id).into())
    }

    fn constant_headers(&self, node: &Node<'a>) -> Vec<(String, String)> {
        let params = node.items_of("parameters");
        let params = params.iter().filter_map(|param| self.document.follow(param));
        params
            .filter(|param| param.text("in").as_deref() == Some("header") && param.flag("required"))
            .filter_map(|param| {
                let schema = self.document.follow(&param.get("schema")?)?;
                let name = param.text("name").filter(|name| is_token(name))?;
                match schema.json.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
                    Some([Value::String(value)]) => Some((name, value.clone())),
                    _ => None,
                }
            })
            .collect()
    }
}
