//! What one call does differently from the client's settings and from what its operation declares.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::runtime::client::retry::RetryPolicy;
use crate::runtime::redact::{REDACTED, is_secret_name};

/// Settings for a single call; see `options` of a request builder. `Debug` shows no secrets.
#[derive(Clone, Default)]
#[must_use = "options take effect when they are given to a request"]
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
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time that this call may take in all, instead of the client's.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(Some(limit));
        self
    }

    /// Lets this call take any time.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = Some(None);
        self
    }

    /// Sets a header. It replaces one of the same name from the client or the operation, even `Authorization`. Given
    /// twice, both are sent. Headers that frame the message, such as `Content-Length`, are refused.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Appends a pair to the query, after the operation's own parameters.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets a member of the JSON object or a field of the form in the body, in place of one of the same name. The call fails
    /// if it has no such body.
    pub fn body_field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.body_fields.push((name.into(), value.into()));
        self
    }

    /// Sends this call to another base URL. Unless it has the scheme, host and port of the client's own, the client's
    /// credentials and default headers are **not** sent along: give what is needed by [`header`](Self::header).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets how this call is repeated, instead of the client's policy. Whether it may be repeated at all still depends on
    /// its method; see [`idempotent`](Self::idempotent).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Does not repeat this call.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Says that this call does no harm if it is made twice, so that it is repeated like a `GET`, whatever its method: the
    /// server knows it again, by an idempotency key for example.
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets what stands between the parts of a multipart body, in place of a random text: for tests that compare the whole
    /// body. The call fails if it is no valid boundary (RFC 2046, 5.1.1) or occurs in the body.
    #[cfg(feature = "multipart")]
    pub fn boundary(mut self, text: impl Into<String>) -> Self {
        self.boundary = Some(text.into());
        self
    }
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<&str> = self.body_fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("headers", &safe_pairs(&self.headers))
            .field("query", &safe_pairs(&self.query))
            .field("body_fields", &fields)
            .field("base_url", &self.base_url.as_deref().filter(|url| !url.contains(['@', '?'])))
            .field("retry", &self.retry)
            .field("idempotent", &self.idempotent)
            .finish()
    }
}

fn safe_pairs(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    let show = |(name, value): &'_ (String, String)| -> bool { !is_secret_name(name) && !value.is_empty() };
    pairs.iter().map(|pair| (pair.0.as_str(), if show(pair) { pair.1.as_str() } else { REDACTED })).collect()
}
