//! The constants of an operation, such as its ID, method and path template. Emitted code contains one
//! `Operation` per operation.

// This module is independent of clients and values.

use http::Method;

use super::client_parameter::ClientParameter;
use crate::runtime::auth::scheme::Scheme;

static GET: Method = Method::GET;
static PUT: Method = Method::PUT;
static POST: Method = Method::POST;
static DELETE: Method = Method::DELETE;
static OPTIONS: Method = Method::OPTIONS;
static HEAD: Method = Method::HEAD;
static PATCH: Method = Method::PATCH;
static TRACE: Method = Method::TRACE;

/// An operation of an API: the data that all of its calls share.
///
/// The path is a template relative to the base URL; [`Request::path`](crate::runtime::Request::path) sets the value
/// of a `{name}`.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    id: &'static str,
    method: &'static Method,
    path: &'static str,
    accept: &'static str,
    content: &'static str,
    server: &'static str,
    security: &'static [&'static [Scheme]],
    client_parameters: &'static [ClientParameter],
    public: bool,
    idempotent: bool,
    key_header: &'static str,
}

impl Operation {
    /// Creates an operation with any method. With [`Client::request`](crate::runtime::Client::request), it calls an
    /// endpoint that the API description does not contain:
    ///
    /// ```ignore
    /// const STATUS: Operation = Operation::new(&Method::GET, "getStatus", "/status/{id}");
    ///
    /// let status = client.request(STATUS).path("id", "a").send::<Json<Value>>().await?;
    /// ```
    pub const fn new(method: &'static Method, id: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: "application/json",
            content: "application/json",
            server: "",
            security: &[],
            client_parameters: &[],
            public: false,
            idempotent: false,
            key_header: "",
        }
    }

    /// Creates a `GET` operation; `id` identifies it in errors.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(&GET, id, path)
    }

    /// Creates a `PUT` operation.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(&PUT, id, path)
    }

    /// Creates a `POST` operation.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(&POST, id, path)
    }

    /// Creates a `DELETE` operation.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(&DELETE, id, path)
    }

    /// Creates an `OPTIONS` operation.
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new(&OPTIONS, id, path)
    }

    /// Creates a `HEAD` operation.
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new(&HEAD, id, path)
    }

    /// Creates a `PATCH` operation.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(&PATCH, id, path)
    }

    /// Creates a `TRACE` operation.
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::new(&TRACE, id, path)
    }

    /// Marks the operation as public: it is called without credentials.
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Sets the header for the idempotency key, which lets the server recognize repeated requests. Calls to
    /// the operation can then be retried.
    ///
    /// Each call has one key, either set by the caller or generated, and keeps it for retries.
    #[must_use]
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.key_header = header;
        self.idempotent()
    }

    /// Sets the security requirements: any one of these lists of schemes is sufficient. If there are none, all of
    /// the client's credentials are sent.
    #[must_use]
    pub const fn secured(mut self, requirements: &'static [&'static [Scheme]]) -> Self {
        self.security = requirements;
        self
    }

    /// Sets the parameters that are sent with the client's values, unless a call sets other values.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_client_parameters(mut self, parameters: &'static [ClientParameter]) -> Self {
        self.client_parameters = parameters;
        self
    }

    /// Marks the operation as idempotent, regardless of its method (`POST`, `PATCH`), so that failed calls can be
    /// retried.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the server that the API description declares for this operation: an absolute URL, or a path on the
    /// client's server.
    #[must_use]
    pub const fn at(mut self, server: &'static str) -> Self {
        self.server = server;
        self
    }

    /// Sets the `Accept` header; the default is `application/json`.
    #[must_use]
    pub const fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    /// Sets the media type of a JSON body; the default is `application/json`.
    #[must_use]
    pub const fn sends(mut self, media_type: &'static str) -> Self {
        self.content = media_type;
        self
    }

    /// Returns the media type of a JSON body.
    pub const fn sent(&self) -> &'static str {
        self.content
    }

    /// Returns the operation ID in the API description.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the HTTP method.
    pub const fn method(&self) -> &'static Method {
        self.method
    }

    /// Returns the path template.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the operation's server; empty if the operation uses the client's server.
    pub const fn server(&self) -> &'static str {
        self.server
    }

    /// Returns the value of the `Accept` header.
    pub const fn accepted(&self) -> &'static str {
        self.accept
    }

    /// Returns whether calls can be repeated safely, because of the method (RFC 9110, 9.2.2) or because the
    /// operation is marked as idempotent.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent || self.method.is_idempotent()
    }

    /// Returns the header for the idempotency key; empty if there is none.
    pub const fn key_header(&self) -> &'static str {
        self.key_header
    }

    /// Returns the security requirements; empty if all of the client's credentials are sent.
    pub const fn security(&self) -> &'static [&'static [Scheme]] {
        self.security
    }

    pub(crate) const fn client_parameters(&self) -> &'static [ClientParameter] {
        self.client_parameters
    }

    /// Returns whether the operation is called without credentials.
    pub const fn is_public(&self) -> bool {
        self.public
    }
}
