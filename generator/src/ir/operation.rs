//! Operations: a method on a path, with its parameters, body and responses.
//!
//! Part of the model, independent of how a call is written in Rust.

use std::collections::BTreeSet;
use std::fmt;

use super::{Callback, Docs, Requirement, Server, Status, TagId, Usage, Value};
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// A method on a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The location of the operation in the document.
    pub pointer: Pointer,
    /// The document's `operationId`, or an id derived from the method and path.
    pub id: String,
    /// The source of the Rust name: the vendor's method name, or else [`id`](Self::id).
    pub method_name: String,
    /// The HTTP method of the operation.
    pub method: Method,
    /// The path of the operation.
    pub path: PathTemplate,
    /// The tags, in document order; at least one.
    pub tags: Vec<TagId>,
    /// The documentation of the operation.
    pub docs: Docs,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// The reason for the deprecation, or a replacement; the description also contains it.
    pub deprecation: Option<String>,
    /// Whether the operation is a preview that can change at any time.
    pub preview: bool,
    /// Whether the document or the maintainer declares the operation idempotent.
    pub idempotent: bool,
    /// The header that the server uses to recognize a repeated call.
    pub idempotency_header: Option<String>,
    /// Whether the document marks the operation as long-running (`x-ms-long-running-operation`).
    pub long_running: bool,
    /// The permissions that a caller needs.
    pub permissions: Option<Permissions>,
    /// The parameters, in document order, including those of the path item.
    pub params: Vec<Param>,
    /// The request body of the operation.
    pub body: Option<Body>,
    /// The responses, in document order.
    pub responses: Vec<Response>,
    /// The operation's own servers, which override those of the API; empty if the operation has none.
    pub servers: Vec<Server>,
    /// The alternative sets of requirements; empty if no credentials are required.
    pub security: Vec<Vec<Requirement>>,
    /// The payloads of the operation's callbacks, in document order.
    pub callbacks: Vec<Callback>,
}

impl Operation {
    /// Returns the response to a successful call: the one for the lowest 2xx status, or else for `2XX`, or else for
    /// `default` (which then covers success).
    pub fn success(&self) -> Option<&Response> {
        let status = Status::success(self.responses.iter().map(|response| response.status))?;
        self.responses.iter().find(|response| response.status == status)
    }

    /// Returns all responses to a successful call, one per status: lowest first and `2XX` last, or only
    /// `default`.
    pub fn successes(&self) -> Vec<&Response> {
        let mut found: Vec<&Response> =
            self.responses.iter().filter(|response| response.status.is_success()).collect();
        found.sort_by_key(|response| response.status);
        found.dedup_by_key(|response| response.status);
        if found.is_empty() { self.success().into_iter().collect() } else { found }
    }

    /// Returns the headers of successful responses, without duplicates; names are case-insensitive.
    pub fn response_headers(&self) -> Vec<&Header> {
        let mut known = BTreeSet::new();
        let all = self.successes().into_iter().flat_map(|response| &response.headers);
        all.filter(|header| known.insert(header.name.to_ascii_lowercase())).collect()
    }

    /// Returns the responses to an unsuccessful call, including redirects, in document order.
    pub fn errors(&self) -> impl Iterator<Item = &Response> {
        let success = self.success().map(|r| r.status);
        self.responses.iter().filter(move |r| match r.status {
            Status::Code(code) => code >= 300,
            Status::Range(class) => class >= 3,
            Status::Default => success != Some(Status::Default),
        })
    }

    /// Returns whether a successful response can be server-sent events.
    pub fn sends_events(&self) -> bool {
        let mut contents = self.successes().into_iter().flat_map(|response| &response.content);
        self.method != Method::Head && contents.any(|content| MediaType::new(&content.media_type).is_events())
    }

    /// Returns the parameters in the order of a call's arguments: required ones first.
    pub fn params_required_first(&self) -> impl Iterator<Item = (usize, &Param)> {
        let of = move |required| self.params.iter().enumerate().filter(move |(_, p)| p.required == required);
        of(true).chain(of(false))
    }
}

/// An operation that cannot be called correctly.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The location of the operation in the document.
    pub pointer: Pointer,
    /// The method of the operation.
    pub method: Method,
    /// The path, as in the document.
    pub path: String,
    /// The reason why the operation cannot be called, unless a finding reports it.
    pub why: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY (since OpenAPI 3.2)
    Query,
    /// Any other method, exactly as sent (since OpenAPI 3.2).
    Other(String),
}

impl Method {
    /// The methods for which path items have a fixed field in every version since 3.0, in the order of the OpenAPI
    /// specification.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// Returns the key of the method in a path item (in lower case), or in its `additionalOperations`.
    pub fn key(&self) -> &str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::Other(name) => name,
        }
    }
}

/// Writes the method as in a request.
impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(name) => f.write_str(name),
            known => f.write_str(&known.key().to_ascii_uppercase()),
        }
    }
}

/// A path with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// The path, as in the document.
    pub text: String,
    /// The parts, in order.
    pub parts: Vec<PathPart>,
}

impl PathTemplate {
    /// Returns the path as sent, with placeholders but without a fragment.
    pub fn sent(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => text.clone(),
            PathPart::Param(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(part).collect()
    }
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Literal text.
    Text(String),
    /// The placeholder of this path parameter.
    Param(String),
}

/// A parameter of an operation, or a form field that is a separate argument.
#[derive(Clone, Debug)]
pub struct Param {
    /// The location of the parameter in the document.
    pub pointer: Pointer,
    /// The wire name of the parameter.
    pub name: String,
    /// The location of the parameter in the request.
    pub location: Location,
    /// The style in which the value is encoded.
    pub style: Style,
    /// The way in which the encoding deviates from that of the style.
    pub notation: Notation,
    /// The declared media type, if the parameter is a part of a multipart body.
    pub media_type: Option<String>,
    /// Whether the parameter is required.
    pub required: bool,
    /// Whether the document marks the parameter as deprecated.
    pub deprecated: bool,
    /// Whether the parameter's value is a secret, which must not be shown.
    pub secret: bool,
    /// Whether the document declares that callers set the parameter on the client; `None` if the document does not
    /// specify this.
    pub on_client: Option<bool>,
    /// The type of the value.
    pub usage: Usage,
    /// The only allowed values, if the type does not list them, as in [`Field::values`](super::Field::values).
    pub values: Vec<Value>,
    /// The value that the server uses if the parameter is absent.
    pub default: Option<Value>,
    /// An example value.
    pub example: Option<Value>,
    /// The description of the parameter.
    pub description: Option<String>,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// The `Cookie` header.
    Cookie,
    /// A form field in the body.
    Field,
    /// A part of a multipart body.
    Part,
}

impl Location {
    /// Returns the name of the location, as in the `in` field of parameters (OpenAPI 3.0.4, "Parameter
    /// Locations").
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Field => "form",
            Self::Part => "multipart",
        }
    }
}

/// The encoding of a parameter: `style` and `explode` combined (OpenAPI 3.0, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `a=1,2`
    Form,
    /// `a=1&a=2`
    FormExploded,
    /// `a=1&b[c]=2`: exploded, with brackets for nested values.
    FormBrackets,
    /// `a=1&b.c=2`: exploded, with dots for nested values.
    FormDots,
    /// `a=1%202`
    SpaceDelimited,
    /// `a=1|2`
    PipeDelimited,
    /// `a[x]=1&a[y]=2`
    DeepObject,
    /// `1,2` and `x,1,y,2`
    Simple,
    /// `1,2` and `x=1,y=2`
    SimpleExploded,
    /// `.1,2`
    Label,
    /// `.1.2`
    LabelExploded,
    /// `;a=1,2`
    Matrix,
    /// `;a=1;a=2`
    MatrixExploded,
    /// JSON, for a parameter with `content` instead of `schema`.
    Json,
}

/// A deviation of a parameter's encoding from the encoding of its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notation {
    /// No deviation: the value is percent-encoded.
    #[default]
    Encoded,
    /// Reserved characters are not percent-encoded (`allowReserved`).
    Reserved,
    /// Nothing is percent-encoded (`style: cookie`, since OpenAPI 3.2).
    Cookie,
    /// The value is the entire query string, and the parameter's name is not sent (`in: querystring`, since OpenAPI
    /// 3.2). The style corresponds to the content: `Json` for JSON, `FormExploded` for a form, and `Form` for text.
    Querystring,
}

/// The request body of an operation.
#[derive(Clone, Debug)]
pub struct Body {
    /// The location of the body in the document.
    pub pointer: Pointer,
    /// The document's name for the body: the name of a Swagger 2.0 body parameter, or the value of a vendor
    /// extension. The name is never sent.
    pub name: Option<String>,
    /// Whether the body is required.
    pub required: bool,
    /// The description of the body.
    pub description: Option<String>,
    /// The media types, in document order; at least one.
    pub content: Vec<Content>,
}

/// A media type and its content.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type, as in the document.
    pub media_type: String,
    /// The encoding of the content.
    pub kind: ContentKind,
    /// The type of the content.
    pub usage: Usage,
    /// The item type of a sequential media type, from `itemSchema`.
    pub item: Option<Usage>,
    /// The declared encodings of form properties, in document order.
    pub encoding: Vec<Encoding>,
    /// The document's example.
    pub example: Option<Value>,
}

/// The encoding of a form property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The property name.
    pub property: String,
    /// The media type of the value.
    pub media_type: Option<String>,
    /// The style, if `style` or `explode` is declared.
    pub style: Option<Style>,
}

/// The encoding of a body, determined by its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKind {
    /// `application/json`, `*/*+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// XML that is encoded according to its schema; any other XML is text or binary.
    Xml,
    /// `text/*`.
    Text,
    /// Any other media type: binary.
    Binary,
}

/// A response that an operation declares.
#[derive(Clone, Debug)]
pub struct Response {
    /// The location of the response in the document.
    pub pointer: Pointer,
    /// The statuses that the response covers.
    pub status: Status,
    /// The description of the response.
    pub description: Option<String>,
    /// The media types, in document order; empty if the response has no body.
    pub content: Vec<Content>,
    /// The headers, in document order.
    pub headers: Vec<Header>,
    /// The vendor's error codes for the response, with descriptions.
    pub error_codes: Vec<(String, String)>,
}

/// A response header.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name of the header.
    pub name: String,
    /// The description of the header.
    pub description: Option<String>,
    /// The type of the header's value.
    pub usage: Usage,
}

/// The permissions that a caller needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Whether all permissions are required; otherwise, one suffices.
    pub all: bool,
    /// The permissions, in document order.
    pub names: Vec<String>,
}
