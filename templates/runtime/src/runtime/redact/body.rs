//! Bodies as the trace shows them: without the values of members that are named like secrets.

use serde_json::Value;

use super::names::SecretNames;
use super::redaction::Redaction;
use super::sanitize::one_line;

/// The largest body that is looked through for secrets, in bytes. A larger one is not shown.
const LARGEST: usize = 1024 * 1024;

/// The start of a body as one line, without secrets: JSON or a form, else only its type and length.
pub(crate) fn safe_body(
    media_type: &str,
    body: &[u8],
    limit: usize,
    names: SecretNames<'_>,
    redaction: &Redaction<'_>,
) -> String {
    let shown = Some(body).filter(|body| body.len() <= LARGEST);
    let form = media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
    let shown = match shown {
        Some(body) if form => std::str::from_utf8(body).ok().map(|text| names.form(text)),
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
