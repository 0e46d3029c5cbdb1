//! The trace of calls, for the crate `tracing`: a span per call and events within it, named as OpenTelemetry names them
//! (Semantic Conventions for HTTP Spans, 1.27). Nothing goes in that `redact` holds for a secret.

use std::time::Duration;

use http::HeaderMap;
use http::Uri;
use http::header::CONTENT_TYPE;
use tracing::field::{Empty, display};
use tracing::instrument::Instrumented;
use tracing::{Instrument, Level, Span, debug, enabled, info_span, warn};

use super::api_error::correlation_header;
use super::auth::AuthError;
use super::client::Inner;
use super::error::{Error, Result};
use super::redact::{Redaction, SafeHeaders, Sent, one_line, safe_body};
use super::repair::Repair;
use super::transport::{TransportRequest, TransportResponse};

/// What a client shows in its trace besides what it always does.
#[derive(Debug, Default)]
pub(super) struct LogSettings {
    /// How many bytes of a body are shown; `None`: no body is.
    pub(super) body_limit: Option<usize>,
}

/// The span of one call: from its first middleware to its decoded answer.
pub(super) struct CallSpan(Span);

impl CallSpan {
    pub(super) fn new(client: &Inner, request: &TransportRequest) -> Self {
        let uri: Uri = request.url.parse().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        Self(info_span!(
            "call",
            otel.name = request.operation,
            otel.kind = "client",
            operation.id = request.operation,
            http.request.method = request.method.as_str(),
            url.full = request.url_without(client.names()),
            server.address = uri.host().unwrap_or_default(),
            server.port = port,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            correlation.id = Empty,
            error.type = Empty,
        ))
    }

    /// Runs the call within the span.
    pub(super) fn around<F: Future>(&self, call: F) -> Instrumented<F> {
        call.instrument(self.0.clone())
    }

    /// An attempt begins.
    pub(super) fn sending(&self, client: &Inner, request: &TransportRequest) {
        if !enabled!(Level::DEBUG) {
            return;
        }
        let redaction = Redaction::new(client.names()).with_request(request);
        let headers = shown_headers(&redaction, &request.headers);
        let body = shown_body(client, &redaction, &request.headers, &request.body);
        debug!(parent: &self.0, attempt = request.attempt, ?headers, http.request.body.size = request.body_length(), body,
            "sending");
    }

    /// An attempt has its answer.
    pub(super) fn received(&self, client: &Inner, response: &TransportResponse, sent: impl Fn() -> Sent) {
        if !enabled!(Level::DEBUG) {
            return;
        }
        let redaction = Redaction::of(client.names(), &sent());
        let headers = shown_headers(&redaction, &response.headers);
        let body = shown_body(client, &redaction, &response.headers, &response.body);
        debug!(parent: &self.0, attempt = response.attempts, http.response.status_code = response.status.as_u16(),
            ?headers, http.response.body.size = response.body.len(), body, "received");
    }

    /// The call is about to be repeated.
    pub(super) fn retry(&self, attempt: u32, wait: Duration, outcome: &Result<TransportResponse>) {
        let reason = match outcome {
            Ok(response) => response.status.as_str().to_owned(),
            Err(error) => kind(error),
        };
        warn!(parent: &self.0, attempt, wait_ms = wait.as_millis(), error.type = reason, "repeating the call");
    }

    /// The call has ended, but for the decoding of its answer.
    pub(super) fn done(&self, client: &Inner, outcome: &Result<TransportResponse>, sent: &Sent) {
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
                    self.correlate(Some(&Redaction::of(client.names(), sent).scrub(&id)));
                }
            }
            Err(error) => {
                self.correlate(error.correlation_id());
                self.failed(error);
            }
        }
    }

    /// The call has failed. What the server said is a body, and not shown here.
    pub(super) fn failed(&self, error: &Error) {
        let kind = kind(error);
        self.0.record("error.type", kind.as_str());
        match error {
            Error::Api(_) | Error::Decode(_) => {
                warn!(parent: &self.0, error.type = kind, code = error.code(), "the call failed");
            }
            _ => warn!(parent: &self.0, error.type = kind, error = %error, "the call failed"),
        }
    }

    /// The response did not fit and has been repaired.
    pub(super) fn repaired(&self, repair: &Repair) {
        warn!(parent: &self.0, path = repair.path(), reason = repair.reason(), "repaired the response");
    }

    fn correlate(&self, id: Option<&str>) {
        if let Some(id) = id {
            self.0.record("correlation.id", display(one_line(id, 100, false)));
        }
    }
}

/// The span of one login: from the question to the token source to its token.
pub(super) struct LoginSpan(Span);

impl LoginSpan {
    /// The login at this URL, if it has one; its query is left out.
    pub(super) fn new(token_url: Option<&str>) -> Self {
        let url = token_url.map(|url| url.split('?').next().unwrap_or_default());
        let uri: Uri = url.and_then(|url| url.parse().ok()).unwrap_or_default();
        Self(info_span!(
            "login",
            otel.name = "login",
            otel.kind = "client",
            url.full = url,
            server.address = uri.host().unwrap_or_default(),
            http.response.status_code = Empty,
            error.type = Empty,
        ))
    }

    /// Runs the login within the span.
    pub(super) async fn around<T>(
        self,
        login: impl Future<Output = Result<T, AuthError>>,
    ) -> Result<T, AuthError> {
        let outcome = login.instrument(self.0.clone()).await;
        match &outcome {
            Ok(_) => debug!(parent: &self.0, "logged in"),
            Err(error) => {
                if let Some(status) = error.status() {
                    self.0.record("http.response.status_code", status.as_u16());
                }
                let kind = format!("{:?}", error.kind()).to_ascii_lowercase();
                self.0.record("error.type", kind.as_str());
                warn!(parent: &self.0, error.type = kind, error = %error, "the login failed");
            }
        }
        outcome
    }
}

/// A short name for what happened: the status, or how far the call came.
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

/// The headers without secrets.
fn shown_headers(redaction: &Redaction<'_>, headers: &HeaderMap) -> String {
    let mut headers = headers.clone();
    redaction.mark(&mut headers);
    format!("{:?}", SafeHeaders(&headers))
}

fn shown_body(client: &Inner, redaction: &Redaction<'_>, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let limit = client.behaviour.log.body_limit.filter(|_| !body.is_empty())?;
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Some(safe_body(media_type, body, limit, client.names(), redaction))
}
