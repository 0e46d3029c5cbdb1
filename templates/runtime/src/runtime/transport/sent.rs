//! The requests of one call, as they were sent, and their secrets.

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;

use super::error::TransportError;
use super::request::TransportRequest;
use crate::runtime::redact::SecretNames;
use crate::runtime::redact::redaction::{MAX_BODY, Redaction};

/// The requests that were sent for one call. Clones share the requests.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Vec<TransportRequest>>);

impl Sent {
    /// Adds a request, unless an equal one exists, since retries contain the same secrets.
    pub(crate) fn add(&mut self, request: &TransportRequest) {
        let is_known = |other: &TransportRequest| {
            (&other.url, &other.headers) == (&request.url, &request.headers) && other.body == request.body
        };
        if !self.0.iter().any(is_known) {
            let mut request = request.clone();
            if request.body.len() > MAX_BODY {
                request.body.clear();
            }
            #[cfg(feature = "stream")]
            {
                request.stream = None;
            }
            Arc::make_mut(&mut self.0).push(request);
        }
    }
}

impl<'a> Redaction<'a> {
    /// Creates a redaction for the responses to these requests.
    pub(crate) fn from_sent(names: SecretNames<'a>, sent: &Sent) -> Self {
        sent.0.iter().fold(Self::new(names), Self::with_request)
    }

    /// Adds the secrets of a request.
    pub(crate) fn with_request(mut self, request: &TransportRequest) -> Self {
        self.add_headers(&request.headers);
        for hidden in &request.secret_values {
            self.add(&percent_decode_str(hidden.expose()).decode_utf8_lossy());
        }
        if let Some((_, query)) = request.url.split_once('?') {
            self.add_pairs(query, |name| request.secret_parameters.iter().any(|secret| **secret == *name));
        }
        let media_type = request.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        self.add_body(media_type.unwrap_or_default(), &request.body);
        self
    }

    /// Redacts the sent secrets in an error. A cause that contains a secret is replaced by its redacted
    /// text.
    pub(crate) fn error(&self, error: TransportError) -> TransportError {
        error.redacted(|text| self.scrub(text))
    }
}
