//! Operations: one method on one path, what it takes and what it answers.
//!
//! Part of the model; nothing here says how a call is spelled in Rust.

use std::fmt;

use super::{Docs, Server, TagId, Usage, Value};
use crate::pointer::Pointer;

/// The index of an [`Operation`] in [`Api::operations`](super::Api::operations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(u32);

impl OperationId {
    /// The id of the operation at this index.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One method on one path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The document's `operationId`; made from method and path where there is none.
    pub id: String,
    /// What its Rust name is made from: the vendor's method name, else [`id`](Self::id).
    pub method_name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// Its tags, in document order; at least one.
    pub tags: Vec<TagId>,
    /// Its texts.
    pub docs: Docs,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether it is a preview that may change at any time.
    pub preview: bool,
    /// Whether the document or the maintainer says that it does no harm to call it twice.
    pub idempotent: bool,
    /// The header by which the server knows a repeated call again.
    pub idempotency_header: Option<String>,
    /// What the caller must be allowed to do.
    pub permissions: Option<Permissions>,
    /// Its parameters, in document order, those of the path item included.
    pub params: Vec<Param>,
    /// Its body.
    pub body: Option<Body>,
    /// Its answers, in document order.
    pub responses: Vec<Response>,
    /// Its own servers, in document order, in place of those of the API; empty if it has none.
    pub servers: Vec<Server>,
    /// The names of the security schemes of each alternative; empty if no login is needed.
    pub security: Vec<Vec<String>>,
}

impl Operation {
    /// The answer to a call that worked: the lowest 2xx status, else `2XX`, else `default` (which then covers success).
    pub fn success(&self) -> Option<&Response> {
        let rank = |r: &Response| match r.status {
            Status::Code(code) if (200..300).contains(&code) => Some(code),
            Status::Range(2) => Some(300),
            _ => None,
        };
        self.responses
            .iter()
            .filter(|r| rank(r).is_some())
            .min_by_key(|r| rank(r))
            .or_else(|| self.responses.iter().find(|r| r.status == Status::Default))
    }

    /// The answers to a call that worked: the lowest status first, `2XX` last; `default` alone covers success. Each status once.
    pub fn successes(&self) -> Vec<&Response> {
        let means_success = |r: &&Response| matches!(r.status, Status::Code(200..=299) | Status::Range(2));
        let mut found: Vec<&Response> = self.responses.iter().filter(means_success).collect();
        found.sort_by_key(|response| response.status);
        found.dedup_by_key(|response| response.status);
        if found.is_empty() { self.success().into_iter().collect() } else { found }
    }

    /// The headers of the answers to a call that worked, each once: in HTTP, case makes no difference.
    pub fn answer_headers(&self) -> Vec<&Header> {
        let mut found: Vec<&Header> = Vec::new();
        for header in self.successes().into_iter().flat_map(|response| &response.headers) {
            if !found.iter().any(|known| known.name.eq_ignore_ascii_case(&header.name)) {
                found.push(header);
            }
        }
        found
    }

    /// The answers to a call that did not work, redirections included, in document order.
    pub fn errors(&self) -> impl Iterator<Item = &Response> {
        let success = self.success().map(|r| r.status);
        self.responses.iter().filter(move |r| match r.status {
            Status::Code(code) => code >= 300,
            Status::Range(class) => class >= 3,
            Status::Default => success != Some(Status::Default),
        })
    }

    /// Whether a call that worked can be answered with server-sent events.
    pub fn sends_events(&self) -> bool {
        let is_events = |content: &Content| {
            let name = content.media_type.split(';').next().unwrap_or_default();
            name.trim().eq_ignore_ascii_case("text/event-stream")
        };
        self.method != Method::Head
            && self.success().is_some_and(|answer| answer.content.iter().any(is_events))
    }

    /// The parameters and then the body, those that must be given first: the order of a call's arguments.
    pub fn params_required_first(&self) -> impl Iterator<Item = (usize, &Param)> {
        let of = move |required| self.params.iter().enumerate().filter(move |(_, p)| p.required == required);
        of(true).chain(of(false))
    }
}

/// An operation that cannot be called rightly.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its method.
    pub method: Method,
    /// Its path, as the document has it.
    pub path: String,
    /// Why, unless a finding says so.
    pub why: Option<String>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
}

impl Method {
    /// All methods, in the order of the OpenAPI specification.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// The key in a path item: lower case.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }
}

/// The method as it stands in a request: upper case.
impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key().to_ascii_uppercase())
    }
}

/// A path with its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// The path as the document has it.
    pub text: String,
    /// Its parts, in order.
    pub parts: Vec<PathPart>,
}

impl PathTemplate {
    /// The path as it is sent, with its placeholders: without the fragment that the document may give it.
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
    /// Text that goes as it is.
    Text(String),
    /// The place of the path parameter of this name.
    Param(String),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// How it is written there.
    pub style: Style,
    /// The media type of its part, where it is one of several parts of a body and the document names it.
    pub media_type: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Its type.
    pub usage: Usage,
    /// What the server takes if it is not given.
    pub default: Option<Value>,
    /// An example of a value.
    pub example: Option<Value>,
    /// Its text.
    pub description: Option<String>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
    /// Into the body, as a field of a form.
    Field,
    /// Into the body, as one of its parts.
    Part,
}

/// How a value is written as a parameter: `style` and `explode` in one (OpenAPI 3.0, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `a=1,2`
    Form,
    /// `a=1&a=2`
    FormExploded,
    /// `a=1&b[c]=2`: exploded, and brackets for what is nested.
    FormBrackets,
    /// `a=1&b.c=2`: exploded, and dots for what is nested.
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
    /// JSON text: a parameter with `content` instead of `schema`.
    Json,
}

/// A body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands.
    pub pointer: Pointer,
    /// Whether it must be given.
    pub required: bool,
    /// Its text.
    pub description: Option<String>,
    /// Its forms, in document order; at least one.
    pub content: Vec<Content>,
}

/// A media type and what it carries.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as the document has it.
    pub media_type: String,
    /// How the body is read or written.
    pub kind: ContentKind,
    /// What it carries.
    pub usage: Usage,
    /// How properties of a form are written, where the document says so, in document order.
    pub encoding: Vec<Encoding>,
    /// An example, if the document gives one.
    pub example: Option<Value>,
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The property.
    pub property: String,
    /// The media type of the value.
    pub media_type: Option<String>,
    /// The style, if the document names one or says whether it is exploded.
    pub style: Option<Style>,
}

/// How a body is read or written, by its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentKind {
    /// `application/json`, `*/*+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/*`.
    Text,
    /// All else: octets.
    Binary,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it stands.
    pub pointer: Pointer,
    /// For which statuses it stands.
    pub status: Status,
    /// Its text.
    pub description: Option<String>,
    /// Its forms, in document order; empty if it has no body.
    pub content: Vec<Content>,
    /// Its headers, in document order.
    pub headers: Vec<Header>,
    /// The error codes that the vendor lists for it, with their texts.
    pub error_codes: Vec<(String, String)>,
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its text.
    pub description: Option<String>,
    /// Its type.
    pub usage: Usage,
}

/// The statuses that an answer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One code.
    Code(u16),
    /// A class: 2 for `2XX`.
    Range(u8),
    /// All that no other answer stands for.
    Default,
}

impl Status {
    /// Whether a text is a status as it is displayed.
    pub fn is_displayed(text: &str) -> bool {
        let digits = text.strip_suffix("XX").unwrap_or(text);
        let class = digits.starts_with(|c: char| ('1'..='5').contains(&c));
        text == "default" || (text.len() == 3 && class && digits.chars().all(|c| c.is_ascii_digit()))
    }

    /// Whether the status that is displayed so is one of errors, or of whatever is not described otherwise.
    pub fn tells_error(text: &str) -> bool {
        text == "default" || text.starts_with(['4', '5'])
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// What a caller must be allowed to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Whether all are needed; any one of them otherwise.
    pub all: bool,
    /// The permissions, in document order.
    pub names: Vec<String>,
}
