//! The `tracing` spans and events of calls, named as in OpenTelemetry (Semantic Conventions for HTTP Spans, 1.27).
//! All values pass through `redact`.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Uri};
use tracing::field::{Empty, display};
use tracing::instrument::Instrumented;
use tracing::{Instrument, Level, Span, debug, enabled, info_span, warn};

use crate::runtime::client::Inner;
use crate::runtime::error::api::correlation_header;
use crate::runtime::error::{Error, Result};
use crate::runtime::json::repair::Repair;
use crate::runtime::redact::{Redaction, SafeHeaders, one_line, safe_body};
use crate::runtime::transport::sent::Sent;
use crate::runtime::transport::{TransportRequest, TransportResponse};

/// The span of one call, from its first middleware to its decoded response.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(client: &Inner, request: &TransportRequest) -> Self {
        let uri: Uri = request.url.parse().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        Self(info_span!(
            "call",
            otel.name = request.operation,
            otel.kind = "client",
            operation.id = request.operation,
            http.request.method = request.method.as_str(),
            url.full = request.redacted_url(client.names()),
            server.address = uri.host().unwrap_or_default(),
            server.port = port,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            correlation.id = Empty,
            error.type = Empty,
        ))
    }

    /// Runs the call in the span.
    pub(crate) fn around<F: Future>(&self, call: F) -> Instrumented<F> {
        call.instrument(self.0.clone())
    }

    /// Logs the start of an attempt.
    pub(crate) fn sending(&self, client: &Inner, request: &TransportRequest) {
        if !enabled!(Level::DEBUG) {
            return;
        }
        let redaction = Redaction::new(client.names()).with_request(request);
        let headers = shown_headers(&redaction, &request.headers);
        let body = shown_body(client, &redaction, &request.headers, &request.body);
        debug!(parent: &self.0, attempt = request.attempt, ?headers, http.request.body.size = request.body_length(), body,
            "sending");
    }

    /// Logs the response to an attempt.
    pub(crate) fn received(&self, client: &Inner, response: &TransportResponse, sent: impl Fn() -> Sent) {
        if !enabled!(Level::DEBUG) {
            return;
        }
        let redaction = Redaction::from_sent(client.names(), &sent());
        let headers = shown_headers(&redaction, &response.headers);
        let body = shown_body(client, &redaction, &response.headers, &response.body);
        debug!(parent: &self.0, attempt = response.attempts, http.response.status_code = response.status.as_u16(),
            ?headers, http.response.body.size = response.body.len(), body, "received");
    }

    /// Logs a retry.
    pub(crate) fn retry(&self, attempt: u32, wait: Duration, outcome: &Result<TransportResponse>) {
        let reason = match outcome {
            Ok(response) => response.status.as_str().to_owned(),
            Err(error) => kind(error),
        };
        warn!(parent: &self.0, attempt, wait_ms = wait.as_millis(), error.type = reason, "retrying the request");
    }

    /// Records the outcome of the call, before its response is decoded.
    pub(crate) fn done(&self, client: &Inner, outcome: &Result<TransportResponse>, sent: &Sent) {
        let (status, attempts) = match outcome {
            Ok(response) => (Some(response.status), Some(response.attempts)),
            Err(error) => (error.status(), error.attempts()),
        };
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        self.0.record("http.request.resend_count", attempts.unwrap_or_default().saturating_sub(1));
        match outcome {
            Ok(response) => {
                if let Some(id) = correlation_header(&response.headers, &client.profile.errors)
                    && !self.0.is_disabled()
                {
                    self.correlate(Some(&Redaction::from_sent(client.names(), sent).scrub(&id)));
                }
            }
            Err(error) => {
                self.correlate(error.correlation_id());
                self.failed(error);
            }
        }
    }

    /// Logs the failure of the call. The server's message is omitted, because it is part of a body.
    pub(crate) fn failed(&self, error: &Error) {
        let kind = kind(error);
        self.0.record("error.type", kind.as_str());
        match error {
            Error::Api(_) | Error::Decode(_) => {
                warn!(parent: &self.0, error.type = kind, code = error.code(), "the call failed");
            }
            _ => warn!(parent: &self.0, error.type = kind, error = %error, "the call failed"),
        }
    }

    /// Logs a repair of the response.
    pub(crate) fn repaired(&self, repair: &Repair) {
        warn!(parent: &self.0, path = repair.path(), reason = repair.reason(), "repaired the response");
    }

    fn correlate(&self, id: Option<&str>) {
        if let Some(id) = id {
            self.0.record("correlation.id", display(one_line(id, 100, false)));
        }
    }
}

/// Returns a short name for an error: the status, or the step that failed.
fn kind(error: &Error) -> String {
    match error {
        Error::Api(error) => error.status().as_str().to_owned(),
        Error::Decode(_) => "decode".to_owned(),
        Error::Transport(error) => format!("{:?}", error.kind()).to_ascii_lowercase(),
        Error::Auth(_) => "auth".to_owned(),
        Error::Paging(_) => "paging".to_owned(),
        Error::Request(_) => "request".to_owned(),
        _ => "config".to_owned(),
    }
}

/// Returns the headers, redacted.
fn shown_headers(redaction: &Redaction<'_>, headers: &HeaderMap) -> String {
    let mut headers = headers.clone();
    redaction.mark(&mut headers);
    format!("{:?}", SafeHeaders(&headers))
}

fn shown_body(client: &Inner, redaction: &Redaction<'_>, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let limit = client.policies.log.body_limit.filter(|_| !body.is_empty())?;
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Some(safe_body(media_type, body, limit, client.names(), redaction))
}
