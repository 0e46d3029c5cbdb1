//! Bodies: what a request or an answer carries, by media type.

use openapiv3::RequestBody;
use serde_json::{Value, json};

use super::Lowering;
use super::operation::Unfit;
use super::place::Place;
use crate::ir::{Body, Content, ContentKind, Scalar, Type};
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// The body of an operation.
    pub(super) fn body(&mut self, operation: &Node<'a>, place: &Place) -> Result<Option<Body>, Unfit> {
        let Some(node) = operation.get("requestBody") else { return Ok(None) };
        let node = self.document.follow(&node).ok_or(Unfit::Reported)?;
        let body: RequestBody = node
            .parse(&["content"], json!({}))
            .map_err(|why| Unfit::because(&node.at, format!("the body cannot be read: {why}")))?;
        let content = self.contents(&node, &place.step("body"));
        if content.is_empty() {
            return Err(Unfit::because(&node.at, "its body has no media type".to_owned()));
        }
        Ok(Some(Body {
            pointer: node.at.clone(),
            required: body.required,
            description: node.text("description"),
            content,
        }))
    }

    /// The media types of a body, in document order. Those after the first name their inline types by the media type, too, unless they
    /// carry the very same.
    pub(super) fn contents(&mut self, node: &Node<'a>, place: &Place) -> Vec<Content> {
        let mut contents: Vec<(Option<Node<'a>>, Content)> = Vec::new();
        for (media_type, node) in node.members_of("content") {
            let kind = kind(media_type);
            let schema = node.get("schema");
            let same = contents.iter().find(|(other, _)| match (other, &schema) {
                (Some(other), Some(schema)) => other.json == schema.json,
                _ => false,
            });
            let usage = match (&schema, same) {
                (_, Some((_, same))) => same.usage.clone(),
                (Some(schema), None) if contents.is_empty() => self.usage(schema, place),
                (Some(schema), None) => self.usage(schema, &place.step(media_type)),
                (None, _) => untyped(kind).into(),
            };
            if kind == ContentKind::Multipart && node.get("encoding").is_some() {
                self.warn(
                    "unsupported-encoding",
                    &node.at.key("encoding"),
                    "the encoding of single parts is not applied",
                );
            }
            let example = self.example(&node);
            contents.push((schema, Content { media_type: media_type.to_owned(), kind, usage, example }));
        }
        contents.into_iter().map(|(_, content)| content).collect()
    }

    /// `example`, or the first of `examples` that has a value.
    pub(super) fn example(&self, node: &Node<'a>) -> Option<Value> {
        if let Some(example) = node.json.get("example").filter(|example| !example.is_null()) {
            return Some(example.clone());
        }
        let value = |node: &Node<'a>| self.document.follow(node)?.json.get("value").cloned();
        node.members_of("examples").iter().find_map(|(_, example)| value(example))
    }
}

/// How a body of this media type is read or written.
fn kind(media_type: &str) -> ContentKind {
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (class, rest) = name.split_once('/').unwrap_or((name.as_str(), ""));
    match (class, rest) {
        // A server that names no type at all sends JSON, as all tools take it.
        ("*", _) | ("application", "*" | "json") | ("text", "json") => ContentKind::Json,
        (_, rest) if rest.ends_with("+json") => ContentKind::Json,
        ("application", "x-www-form-urlencoded") => ContentKind::Form,
        ("multipart", _) => ContentKind::Multipart,
        ("text", _) => ContentKind::Text,
        _ => ContentKind::Binary,
    }
}

/// What a body without a schema is.
fn untyped(kind: ContentKind) -> Type {
    match kind {
        ContentKind::Json => Type::Any,
        ContentKind::Form | ContentKind::Multipart => Type::Object,
        ContentKind::Text => Type::Scalar(Scalar::String),
        ContentKind::Binary => Type::Scalar(Scalar::Binary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_follows_the_media_type() {
        for (media_type, expected) in [
            ("application/json", ContentKind::Json),
            ("Application/JSON; charset=utf-8", ContentKind::Json),
            ("application/problem+json", ContentKind::Json),
            ("*/*", ContentKind::Json),
            ("multipart/form-data", ContentKind::Multipart),
            ("application/x-www-form-urlencoded", ContentKind::Form),
            ("text/event-stream", ContentKind::Text),
            ("application/xml", ContentKind::Binary),
            ("image/*", ContentKind::Binary),
            ("", ContentKind::Binary),
        ] {
            assert_eq!(kind(media_type), expected, "{media_type}");
        }
    }
}
