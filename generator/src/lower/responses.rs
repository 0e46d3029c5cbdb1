//! Lowers the responses of an operation, which are the possible results of a call.

use openapiv3::{Header as HeaderObject, Response as ResponseObject};
use serde_json::{Value, json};

use super::Lowering;
use super::extensions::Setting;
use super::place::Place;
use crate::diagnostic::Code;
use crate::ir::{Content, Header, PathStep, Response, Scalar, Status, Type};
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Lowers the responses of an operation, in document order.
    pub(super) fn responses(&mut self, operation: &Node<'a>, place: &Place) -> Vec<Response> {
        let listed: Vec<_> =
            operation.members_of("responses").into_iter().filter(|(key, _)| !key.starts_with("x-")).collect();
        let mut statuses = Vec::new();
        for (key, node) in listed {
            match status(key) {
                Some(status) => statuses.push((status, node)),
                None => {
                    let message = format!("`{key}` is not a status code; the response is omitted");
                    self.warn(Code::InvalidStatus, &node.at, message);
                }
            }
        }
        if statuses.is_empty() {
            self.warn(
                Code::NoResponse,
                &operation.at,
                "no response is declared; response bodies are ignored",
            );
        }
        let success = Status::success(statuses.iter().map(|(status, _)| *status));
        let mut responses = Vec::new();
        for (status, node) in statuses {
            let place = place.step(PathStep::Response);
            let place = if Some(status) == success { place } else { place.step(PathStep::Status(status)) };
            responses
                .extend(self.document.follow(&node).and_then(|node| self.response(status, &node, &place)));
        }
        responses
    }

    fn response(&mut self, status: Status, node: &Node<'a>, place: &Place) -> Option<Response> {
        if let Err(why) =
            node.parse::<ResponseObject>(&["content", "headers", "links"], json!({"description": ""}))
        {
            self.warn(
                Code::InvalidResponse,
                &node.at,
                format!("invalid response: {why}; the response is omitted"),
            );
            return None;
        }
        let mut headers = Vec::new();
        for (name, header) in node.members_of("headers") {
            headers.extend(self.header(name, &header, place));
        }
        Some(Response {
            pointer: node.at.clone(),
            status,
            description: node
                .text("description")
                .or_else(|| self.since_3_2(node, "summary").and_then(|_| node.text("summary"))),
            content: self.response_content(status, node, place),
            headers,
            error_codes: self.error_codes(node),
        })
    }

    /// Returns the media types of a response. The result is empty for statuses without a body (RFC 9110,
    /// sections 15.3.5 and 15.3.6). Otherwise, the client would try to decode a missing body, and every such
    /// response would become an error.
    fn response_content(&mut self, status: Status, node: &Node<'a>, place: &Place) -> Vec<Content> {
        if !matches!(status, Status::Code(204 | 205)) {
            return self.contents(node, place);
        }
        if !node.members_of("content").is_empty() {
            let message = format!(
                "a response with status {status} cannot have a body; the declared content is ignored"
            );
            self.warn(Code::ApproximatedResponse, &node.at.key("content"), message);
        }
        Vec::new()
    }

    fn header(&mut self, name: &str, node: &Node<'a>, place: &Place) -> Option<Header> {
        // `content` declares the media type, so this header must be ignored (OpenAPI 3.0, "Response
        // Object").
        if name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        let node = self.document.follow(node)?;
        let apart = ["schema", "content", "example", "examples"];
        if let Err(why) = node.parse::<HeaderObject>(&apart, json!({"schema": {"$ref": ""}})) {
            self.warn(Code::InvalidHeader, &node.at, format!("invalid header: {why}; the header is omitted"));
            return None;
        }
        let schema = node.get("schema").or_else(|| {
            node.members_of("content").into_iter().next().and_then(|(_, c)| self.media_type(c).get("schema"))
        });
        let usage = match &schema {
            Some(schema) => self.usage(schema, &place.step(PathStep::Header(name.to_owned()))),
            None => Type::Scalar(Scalar::String).into(),
        };
        Some(Header { name: name.to_owned(), description: node.text("description"), usage })
    }

    /// Returns the vendor's error codes for a response.
    fn error_codes(&mut self, node: &Node<'a>) -> Vec<(String, String)> {
        let Some(extension) = self.extension(Setting::ErrorCodes, node) else { return Vec::new() };
        let Some(codes) = extension.object() else {
            self.warn(
                Code::InvalidExtension,
                &extension.at,
                "expected an object that contains codes and their descriptions; the value is ignored",
            );
            return Vec::new();
        };
        let text = |text: &Value| text.as_str().map_or_else(|| text.to_string(), str::to_owned);
        codes.iter().map(|(code, what)| (code.clone(), text(what))).collect()
    }
}

/// Parses a response key.
fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match key.as_bytes() {
        [class @ b'1'..=b'5', b'X', b'X'] => Some(Status::Range(class - b'0')),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Status::Code),
        _ => None,
    }
}
