//! The exchange with a token endpoint: sends a form and returns a token or the server's error (RFC 6749,
//! sections 4 and 5).

// This module is independent of grants, and of how the token is used.

use std::fmt;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use serde_json::{Map, Value};

use super::keys::{basic, bearer};
use super::source::{AccessToken, LoginContext};
use crate::runtime::error::auth::{AuthError, AuthErrorKind};
use crate::runtime::error::retry_after::retry_after;
use crate::runtime::redact::{Redaction, Secret, SecretNames, mark_all};
use crate::runtime::transport::{TransportRequest, TransportResponse};
use crate::runtime::url::encode::Place;

/// The operation ID of token requests, in logs and test doubles.
const OPERATION: &str = "login";

/// The size limit of a token response, in bytes. It far exceeds the size of any real response.
const MAX_RESPONSE: u64 = 1024 * 1024;

/// Fields whose values are not secret, so they may appear in a quoted error from the server.
const PUBLIC_FIELDS: [&str; 5] = ["grant_type", "client_id", "redirect_uri", "scope", "username"];

/// A form for a token endpoint. A custom token source sends it with [`LoginContext::exchange`]. `Debug` shows only
/// field names.
#[derive(Clone)]
#[must_use = "a form does nothing until passed to LoginContext::exchange"]
pub struct TokenForm {
    fields: Vec<(String, Secret)>,
    client: Option<(String, Secret)>,
}

impl TokenForm {
    /// Creates a form for this grant type.
    pub fn new(grant_type: impl Into<String>) -> Self {
        Self { fields: vec![("grant_type".to_owned(), Secret::new(grant_type.into()))], client: None }
    }

    /// Adds a field. Fields are sent in insertion order.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), Secret::new(value.into())));
        self
    }

    /// Sends the client ID and secret in `Authorization: Basic`, without URL-encoding them.
    pub fn basic(mut self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        self.client = Some((client_id.into(), Secret::new(client_secret.into())));
        self
    }

    pub(super) fn secrets(mut self, fields: &[(String, Secret)]) -> Self {
        self.fields.extend_from_slice(fields);
        self
    }

    fn body(&self) -> String {
        let encode = |text: &str| Place::Query.encode(text);
        let pairs =
            self.fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value.expose())));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Returns a redaction for the server's messages, which covers all values that were sent.
    fn redaction<'a>(&self, context: &'a LoginContext, request: &TransportRequest) -> Redaction<'a> {
        let names = SecretNames::new(context.profile, &context.secret_names);
        let mut redaction = Redaction::new(names).with_request(request);
        let fields = self.fields.iter().filter(|(name, _)| !PUBLIC_FIELDS.contains(&name.as_str()));
        for secret in fields.map(|(_, value)| value).chain(self.client.iter().map(|(_, secret)| secret)) {
            redaction.add(secret.expose());
        }
        redaction
    }
}

impl fmt::Debug for TokenForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("TokenForm").field("fields", &fields).field("basic", &self.client.is_some()).finish()
    }
}

impl LoginContext {
    /// Sends a form to the token URL through the client's transport and parses the token in the response.
    ///
    /// # Errors
    /// [`AuthError`] if the token URL is unknown, the request failed, or the response contains no usable token. The
    /// error contains none of the secrets that were sent. The values of `grant_type`, `client_id`, `redirect_uri`,
    /// `scope` and `username` are not secrets.
    pub async fn exchange(&self, form: &TokenForm) -> Result<AccessToken, AuthError> {
        let request = self.request(form)?;
        let redaction = form.redaction(self, &request);
        match self.transport.send(request).await {
            Ok(mut response) => {
                mark_all(&mut response.headers, SecretNames::BUILT_IN);
                read(&redaction, &response)
            }
            Err(error) => {
                Err(AuthError::from_kind(AuthErrorKind::Transport).with_source(redaction.error(error)))
            }
        }
    }

    fn request(&self, form: &TokenForm) -> Result<TransportRequest, AuthError> {
        let url = self.token_url.as_ref().ok_or_else(|| AuthError::new("no token URL is known"))?;
        let mut request = TransportRequest::new(OPERATION, Method::POST, url.as_str());
        request.headers = self.api_headers.clone();
        if url.same_origin(&self.base_url) {
            request.headers.extend(self.default_headers.clone());
        }
        request.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers.insert(CONTENT_TYPE, media_type);
        if let Some((id, secret)) = &form.client {
            request.headers.insert(AUTHORIZATION, basic(id, secret).map_err(AuthError::new)?);
        }
        request.body = form.body().into();
        request.timeout = Some(self.timeout);
        request.max_response_bytes = self.max_response_bytes.min(MAX_RESPONSE);
        Ok(request)
    }
}

fn read(redaction: &Redaction<'_>, response: &TransportResponse) -> Result<AccessToken, AuthError> {
    let members: Map<String, Value> = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if !response.status.is_success() {
        return Err(refusal(redaction, response, text));
    }
    let unusable = |reason: &str| {
        let error = AuthError::from_kind(AuthErrorKind::InvalidResponse).with_status(response.status);
        // The body is not shown, since it may contain the token.
        error
            .with_code(text("error").map(|code| redaction.scrub(code)))
            .with_description(Some(redaction.scrub(reason)))
    };
    let token = text("access_token")
        .ok_or_else(|| unusable("the response is not a JSON object with an access_token"))?;
    if let Some(other) = text("token_type").filter(|kind| !kind.to_ascii_lowercase().starts_with("bearer")) {
        return Err(unusable(&format!("the token type {other:?} is not supported")));
    }
    let mut issued = AccessToken::new(token);
    bearer(&issued.text).map_err(unusable)?;
    if let Some(seconds) = members.get("expires_in").and_then(seconds) {
        issued = issued.with_expires_in(Duration::from_secs(seconds));
    }
    Ok(match text("refresh_token") {
        Some(refresh) => issued.with_refresh_token(refresh),
        None => issued,
    })
}

/// Creates the error for a refused request from `error` and `error_description` (RFC 6749, 5.2). Some servers use
/// `code`, `description` or `message` instead.
fn refusal<'a>(
    redaction: &Redaction<'_>,
    response: &TransportResponse,
    text: impl Fn(&str) -> Option<&'a str>,
) -> AuthError {
    let code = text("error").or_else(|| text("code"));
    let mut messages: Vec<&str> = Vec::new();
    for name in ["error_description", "description", "message"] {
        messages.extend(text(name).filter(|text| !messages.contains(text)));
    }
    let description = match (messages.is_empty(), code) {
        (false, _) => Some(messages.join(": ")),
        (true, Some(_)) => None,
        (true, None) if response.body.is_empty() => Some("no message".to_owned()),
        (true, None) => {
            Some(format!("no message; the body starts with: {}", redaction.excerpt(&response.body)))
        }
    };
    AuthError::from_kind(AuthErrorKind::Refused)
        .with_status(response.status)
        .with_retry_after(retry_after(&response.headers))
        .with_code(code.map(|code| redaction.scrub(code)))
        .with_description(description.map(|text| redaction.text(&text)))
}

/// Parses a number of seconds; some servers send a string or a fraction.
fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        // `as` saturates: a number out of range becomes the nearest value in range.
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(|number| number as u64)),
        _ => None,
    }
}
