//! Per-request overrides of the client's settings and the operation's parameters.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::runtime::client::retry::RetryPolicy;
use crate::runtime::redact::{REDACTED, SecretNames};

/// Options for a single request; see the `options` method of a request builder.
///
/// `Debug` hides the values of well-known secret names. The `Debug` output of a request also hides the values of names
/// that its client treats as secret.
#[derive(Clone, Default)]
#[must_use = "options do nothing until passed to a request"]
pub struct RequestOptions {
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body_fields: Vec<(String, Value)>,
    pub(crate) base_url: Option<String>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: bool,
    #[cfg(feature = "multipart")]
    pub(crate) boundary: Option<String>,
}

impl RequestOptions {
    /// Creates options that override nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time limit for this call, including retries, overriding the client's limit.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(Some(limit));
        self
    }

    /// Removes the time limit of this call.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = Some(None);
        self
    }

    /// Sets a header. It replaces a header with the same name from the client or the operation, even `Authorization`.
    /// If a header is set twice, both values are sent. Framing headers, such as `Content-Length`, are rejected.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Appends a pair to the query, after the operation's parameters.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets a member of a JSON object body, or a field of a form body. It replaces a member or field with the same
    /// name. The call fails if its body is neither an object nor a form.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.body_fields.push((name.into(), value.into()));
        self
    }

    /// Sends this request to a different base URL. The client's credentials and default headers are **not** sent,
    /// unless the scheme, host and port match those of the operation's usual server. That server is the client's base
    /// URL, or a server that the API description declares for the operation. Set the required headers with
    /// [`header`](Self::header).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the retry policy for this call, overriding the client's policy. Only an idempotent call is retried; see
    /// [`idempotent`](Self::idempotent).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Disables retries of this call.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Marks this call as idempotent, so that it is retried like a `GET`, regardless of its method. Use it if the
    /// server recognizes repeated requests, for example by an idempotency key.
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the boundary between the parts of a multipart body, instead of a random one. This makes the body
    /// reproducible in tests. The call fails if the boundary is invalid (RFC 2046, 5.1.1) or occurs in the body.
    #[cfg(feature = "multipart")]
    pub fn boundary(mut self, text: impl Into<String>) -> Self {
        self.boundary = Some(text.into());
        self
    }
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SafeOptions(self, SecretNames::BUILT_IN).fmt(f)
    }
}

/// A wrapper whose `Debug` displays options with the values of secret names redacted.
pub(crate) struct SafeOptions<'a>(pub(crate) &'a RequestOptions, pub(crate) SecretNames<'a>);

impl fmt::Debug for SafeOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(options, names) = self;
        let fields: Vec<&str> = options.body_fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("RequestOptions")
            .field("timeout", &options.timeout)
            .field("headers", &safe_pairs(&options.headers, *names))
            .field("query", &safe_pairs(&options.query, *names))
            .field("body_fields", &fields)
            .field("base_url", &options.base_url.as_deref().filter(|url| !url.contains(['@', '?'])))
            .field("retry", &options.retry)
            .field("idempotent", &options.idempotent)
            .finish()
    }
}

/// Returns name-value pairs with the values of secret names redacted.
pub(crate) fn safe_pairs<'a, N: AsRef<str>>(
    pairs: &'a [(N, String)],
    names: SecretNames<'_>,
) -> Vec<(&'a str, &'a str)> {
    let shown = |(name, value): &'a (N, String)| {
        let name = name.as_ref();
        (name, if names.contains(name) { REDACTED } else { value.as_str() })
    };
    pairs.iter().map(shown).collect()
}
