//! Lowers the `content` of requests and responses, which maps media types to schemas.

use openapiv3::RequestBody;
use serde_json::{Value, json};

use super::Lowering;
use super::form::Form;
use super::operation::Unfit;
use super::place::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Body, Content, ContentKind, Encoding, PathStep, Scalar, Style, Type};
use crate::media_type::MediaType;
use crate::normalise::BODY_NAMES;
use crate::resolve::Node;

impl<'a> Lowering<'a> {
    /// Lowers the request body of an operation.
    pub(super) fn body(&mut self, operation: &Node<'a>, place: &Place) -> Result<Option<Body>, Unfit> {
        let Some(node) = operation.get("requestBody") else { return Ok(None) };
        let node = self.document.follow(&node).ok_or(Unfit::Reported)?;
        let body: RequestBody = node
            .parse(&["content"], json!({}))
            .map_err(|why| Unfit::because(&node.at, format!("invalid request body: {why}")))?;
        let content = self.contents(&node, &place.step(PathStep::Body));
        if content.is_empty() {
            let message = "the request body has no media type; the operation is emitted without a body";
            self.warn(Code::BodyWithoutContent, &node.at, message);
            return Ok(None);
        }
        // The operation's name for the body takes precedence over the name of a shared body.
        let name = |node: &Node<'a>| BODY_NAMES.iter().find_map(|key| node.text(key));
        Ok(Some(Body {
            name: name(operation).or_else(|| name(&node)).filter(|name| !name.trim().is_empty()),
            pointer: node.at.clone(),
            required: body.required,
            description: node.text("description"),
            content,
        }))
    }

    /// Lowers the media types of a body, in document order. The names of inline types contain the media type,
    /// except for the first media type and for media types with an equal schema.
    pub(super) fn contents(&mut self, node: &Node<'a>, place: &Place) -> Vec<Content> {
        let mut contents: Vec<(Option<Node<'a>>, Content)> = Vec::new();
        for (media_type, node) in node.members_of("content") {
            let node = self.media_type(node);
            let schema = node.get("schema");
            let kind = self.kind(media_type, schema.as_ref());
            if let Some(schema) = schema.as_ref().filter(|_| kind == ContentKind::Json) {
                self.files_in_json(schema);
            }
            let same = contents.iter().find(|(other, _)| match (other, &schema) {
                (Some(other), Some(schema)) => other.json == schema.json,
                _ => false,
            });
            let usage = match (&schema, same) {
                (_, Some((_, same))) => same.usage.clone(),
                (Some(schema), None) if contents.is_empty() => self.usage(schema, place),
                (Some(schema), None) => {
                    self.usage(schema, &place.step(PathStep::MediaType(media_type.to_owned())))
                }
                (None, _) => untyped(kind).into(),
            };
            let item = match node.get("itemSchema") {
                Some(item)
                    if MediaType::new(media_type).is_events()
                        || MediaType::new(media_type).is_json_sequence() =>
                {
                    let place = match contents.is_empty() {
                        true => place.clone(),
                        false => place.step(PathStep::MediaType(media_type.to_owned())),
                    };
                    Some(self.usage(&item, &place.step(PathStep::Item)))
                }
                Some(item) => {
                    let message = "`itemSchema` is used only for server-sent events and sequences of JSON \
                     values; it is ignored";
                    self.warn(Code::UnsupportedSchema, &item.at, message);
                    None
                }
                None => None,
            };
            let encoding = match kind {
                ContentKind::Form | ContentKind::Multipart => self.encodings(&node),
                ContentKind::Json | ContentKind::Xml | ContentKind::Text | ContentKind::Binary => Vec::new(),
            };
            self.encodings_by_position(&node, kind);
            let example = self.example(&node);
            contents.push((
                schema,
                Content { media_type: media_type.to_owned(), kind, usage, item, encoding, example },
            ));
        }
        contents.into_iter().map(|(_, content)| content).collect()
    }

    /// Returns the encoding of a body. A binary schema overrides a JSON or text media type, because documents
    /// declare such media types even for files. In addition, a list of media types in Swagger 2.0 applies to
    /// all responses, regardless of their schemas.
    fn kind(&mut self, media_type: &str, schema: Option<&Node<'a>>) -> ContentKind {
        match (ContentKind::from_media_type(media_type), schema) {
            (ContentKind::Json | ContentKind::Text, Some(schema)) if self.is_binary(schema) => {
                ContentKind::Binary
            }
            (kind, _) => kind,
        }
    }

    fn is_binary(&mut self, schema: &Node<'a>) -> bool {
        matches!(self.form_in_the_end(schema).form, Form::Scalar(Scalar::Binary))
    }

    /// Reports binary values inside a list, map or union that is sent as JSON, because JSON cannot contain
    /// bytes.
    fn files_in_json(&mut self, schema: &Node<'a>) {
        let formed = self.form_in_the_end(schema);
        let inside = match formed.form {
            Form::List(Some(item)) => vec![item],
            Form::Map(value) => vec![value],
            Form::Union(variants) => variants,
            _ => return,
        };
        if inside.iter().any(|node| self.is_binary(node)) {
            let message =
                "JSON cannot contain binary data; the client sends and receives the file as a string";
            let finding = Diagnostic::warning(Code::FileInJson, &formed.node.at, message);
            self.findings.push(finding.help(
                "describe it as base64 (`format: byte`), or the body as `multipart/form-data` or `application/octet-stream`",
            ));
        }
    }

    /// Returns the declared encodings of form properties.
    fn encodings(&mut self, node: &Node<'a>) -> Vec<Encoding> {
        let mut encodings = Vec::new();
        for (property, node) in node.members_of("encoding") {
            if node.members_of("headers").iter().any(|(name, _)| !name.eq_ignore_ascii_case("content-type")) {
                let message = format!("the headers of part `{property}` are not sent");
                self.warn(Code::UnsupportedEncoding, &node.at.key("headers"), message);
            }
            for key in ["encoding", "prefixEncoding", "itemEncoding"] {
                if let Some(nested) = self.since_3_2(&node, key) {
                    let message =
                        format!("nested parts of part `{property}` are not encoded; `{key}` is ignored");
                    let finding = Diagnostic::warning(Code::UnsupportedEncoding, &nested.at, message);
                    self.findings
                        .push(finding.help("describe the part as binary, and encode it before the call"));
                }
            }
            encodings.push(Encoding {
                property: property.to_owned(),
                media_type: node.text("contentType"),
                style: self.encoding_style(&node),
            });
        }
        encodings
    }

    /// Reports positional part encodings (OpenAPI 3.2.0, "Encoding By Position").
    fn encodings_by_position(&mut self, node: &Node<'a>, kind: ContentKind) {
        for key in ["prefixEncoding", "itemEncoding"] {
            let Some(encoding) = self.since_3_2(node, key) else { continue };
            let (message, help) = match kind {
                ContentKind::Multipart => (
                    format!("the parts of a list are not encoded by position; `{key}` is ignored"),
                    "encode the body before the call, or describe it as an object in `multipart/form-data`",
                ),
                _ => (
                    format!("`{key}` applies only to multipart bodies; it is ignored"),
                    "remove it, or use a multipart media type",
                ),
            };
            self.findings
                .push(Diagnostic::warning(Code::UnsupportedEncoding, &encoding.at, message).help(help));
        }
    }

    /// Returns the style of a form property, or `None` if neither `style` nor `explode` is declared. `explode`
    /// defaults to `true` only for the `form` style.
    fn encoding_style(&mut self, node: &Node<'a>) -> Option<Style> {
        let explode = node.json.get("explode").and_then(Value::as_bool);
        let name = node.text("style");
        if name.is_none() && explode.is_none() {
            return None;
        }
        Some(match (name.as_deref(), explode) {
            (Some("deepObject"), _) => Style::DeepObject,
            (Some("spaceDelimited"), Some(false) | None) => Style::SpaceDelimited,
            (Some("pipeDelimited"), Some(false) | None) => Style::PipeDelimited,
            (Some("form") | None, Some(false)) => Style::Form,
            (Some("form" | "spaceDelimited" | "pipeDelimited") | None, _) => Style::FormExploded,
            (Some(other), _) => {
                let message = format!("`{other}` is not a valid form style; `form` is used");
                self.warn(Code::UnsupportedEncoding, &node.at.key("style"), message);
                Style::FormExploded
            }
        })
    }

    /// Returns `example`, or the first value in `examples`. In OpenAPI 3.2 and later, `dataValue` is preferred.
    pub(super) fn example(&self, node: &Node<'a>) -> Option<Value> {
        if let Some(example) = node.json.get("example").filter(|example| !example.is_null()) {
            return Some(example.clone());
        }
        let value = |node: &Node<'a>| {
            let node = self.document.follow(node)?;
            self.since_3_2(&node, "dataValue").or_else(|| node.get("value")).map(|value| value.json.clone())
        };
        node.members_of("examples").iter().find_map(|(_, example)| value(example))
    }
}

/// Returns the type of a body without a schema.
fn untyped(kind: ContentKind) -> Type {
    match kind {
        ContentKind::Json => Type::Any,
        ContentKind::Form | ContentKind::Multipart => Type::Object,
        ContentKind::Text => Type::Scalar(Scalar::String),
        ContentKind::Xml | ContentKind::Binary => Type::Scalar(Scalar::Binary),
    }
}
