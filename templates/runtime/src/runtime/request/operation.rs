//! What is fixed about a call: its id, method and path template. Emitted code holds these as constants.
//!
//! It must not know clients or values.

use http::Method;

use crate::runtime::auth::scheme::Scheme;

static GET: Method = Method::GET;
static PUT: Method = Method::PUT;
static POST: Method = Method::POST;
static DELETE: Method = Method::DELETE;
static OPTIONS: Method = Method::OPTIONS;
static HEAD: Method = Method::HEAD;
static PATCH: Method = Method::PATCH;
static TRACE: Method = Method::TRACE;

/// One operation of an API: what a call of it always has in common.
///
/// The path is a template relative to the base URL; a `{name}` in it is filled by
/// [`Request::path`](crate::runtime::Request::path).
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    id: &'static str,
    method: &'static Method,
    path: &'static str,
    accept: &'static str,
    content: &'static str,
    server: &'static str,
    security: &'static [&'static [Scheme]],
    public: bool,
    idempotent: bool,
    key_header: &'static str,
}

impl Operation {
    const fn new(method: &'static Method, id: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "application/json",
            content: "application/json",
            server: "",
            security: &[],
            public: false,
            idempotent: false,
            key_header: "",
        }
    }

    /// A `GET` operation; `id` names it in errors.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(&GET, id, path)
    }

    /// A `PUT` operation.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(&PUT, id, path)
    }

    /// A `POST` operation.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(&POST, id, path)
    }

    /// A `DELETE` operation.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(&DELETE, id, path)
    }

    /// An `OPTIONS` operation.
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new(&OPTIONS, id, path)
    }

    /// A `HEAD` operation.
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new(&HEAD, id, path)
    }

    /// A `PATCH` operation.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(&PATCH, id, path)
    }

    /// A `TRACE` operation.
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::new(&TRACE, id, path)
    }

    /// Marks an operation that takes no credentials: none are sent with it.
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Marks an operation whose calls the server knows again by a key in this header, so that a failed call may be repeated. A call has
    /// one key, that of the caller or one of its own, and keeps it when it is repeated.
    #[must_use]
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.key_header = header;
        self.idempotent()
    }

    /// Says which credentials an operation takes: all of any one list. Without this, it takes all that the client has.
    #[must_use]
    pub const fn secured(mut self, ways: &'static [&'static [Scheme]]) -> Self {
        self.security = ways;
        self
    }

    /// Marks an operation that does no harm if it is called twice, though its method says otherwise (`POST`, `PATCH`), so
    /// that a failed call may be repeated.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the server that the API's description names for this operation alone: a whole URL, or a path on the client's own server.
    #[must_use]
    pub const fn at(mut self, server: &'static str) -> Self {
        self.server = server;
        self
    }

    /// Sets the `Accept` header, by default `application/json`.
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    /// Sets the media type of a JSON body, by default `application/json`.
    #[must_use]
    pub const fn sends(mut self, media_type: &'static str) -> Self {
        self.content = media_type;
        self
    }

    /// The media type of a JSON body.
    pub const fn sent(&self) -> &'static str {
        self.content
    }

    /// The operation's id in the API's description.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> &'static Method {
        self.method
    }

    /// The path template.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The server of this operation alone; empty if it has the client's.
    pub const fn server(&self) -> &'static str {
        self.server
    }

    /// The value of the `Accept` header.
    pub const fn accepted(&self) -> &'static str {
        self.accept
    }

    /// Whether a call may be made twice without harm: by its method (RFC 9110, 9.2.2), or because it is marked so.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent || self.method.is_idempotent()
    }

    /// The header with the key of a call; empty if there is none.
    pub const fn key_header(&self) -> &'static str {
        self.key_header
    }

    /// Which credentials it takes; empty for all that the client has.
    pub const fn security(&self) -> &'static [&'static [Scheme]] {
        self.security
    }

    /// Whether the operation is called without credentials.
    pub const fn is_public(&self) -> bool {
        self.public
    }
}
