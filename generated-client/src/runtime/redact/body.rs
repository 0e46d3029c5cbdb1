//! Redacted request and response bodies for trace events.

use serde_json::Value;

use super::names::SecretNames;
use super::pairs::is_form;
use super::redaction::Redaction;
use super::sanitize::one_line;

/// The maximum size of a body that is searched for secrets, in bytes. A larger body is not
/// displayed.
const MAX_SHOWN: usize = 1024 * 1024;

/// Returns the start of a JSON or form body as one redacted line, or else its media type and length.
pub(crate) fn safe_body(
    media_type: &str,
    body: &[u8],
    limit: usize,
    names: SecretNames<'_>,
    redaction: &Redaction<'_>,
) -> String {
    let shown = Some(body).filter(|body| body.len() <= MAX_SHOWN);
    let shown = match shown {
        Some(body) if is_form(media_type) => std::str::from_utf8(body).ok().map(|text| names.form(text)),
        Some(body) => serde_json::from_slice(body).ok().map(|mut value: Value| {
            names.redact(&mut value);
            value.to_string()
        }),
        None => None,
    };
    match shown {
        Some(text) => one_line(&redaction.text(&text), limit, false),
        None => format!("({} bytes of {})", body.len(), one_line(media_type, 80, false)),
    }
}
