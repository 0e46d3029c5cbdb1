//! The `tracing` span of a token request.

use http::Uri;
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, info_span, warn};

use crate::runtime::error::auth::AuthError;

/// The span of one token request, from the call to the token source to its result.
pub(crate) struct LoginSpan(Span);

impl LoginSpan {
    /// Creates the span for this token URL, if any; the query is omitted.
    pub(crate) fn new(token_url: Option<&str>) -> Self {
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

    /// Runs the token request in the span.
    pub(crate) async fn around<T>(
        self,
        login: impl Future<Output = Result<T, AuthError>>,
    ) -> Result<T, AuthError> {
        let outcome = login.instrument(self.0.clone()).await;
        match &outcome {
            Ok(_) => debug!(parent: &self.0, "obtained a token"),
            Err(error) => {
                if let Some(status) = error.status() {
                    self.0.record("http.response.status_code", status.as_u16());
                }
                let kind = format!("{:?}", error.kind()).to_ascii_lowercase();
                self.0.record("error.type", kind.as_str());
                warn!(parent: &self.0, error.type = kind, error = %error, "the token request failed");
            }
        }
        outcome
    }
}
