//! Bodies as they may be shown in a trace or kept in files: without the values of members named like secrets.

#[cfg(feature = "tracing")]
use serde_json::Value;

use super::names::SecretNames;
use super::safe_query;
#[cfg(feature = "tracing")]
use super::{Redaction, one_line};

/// The largest body that is looked through for secrets, in bytes. A larger one is not shown.
#[cfg(feature = "tracing")]
const LARGEST: usize = 1024 * 1024;

impl SecretNames<'_> {
    /// A form's pairs without the values of secrets. A text that is no form has none, and stays as it is.
    pub(in crate::runtime) fn form(self, text: &str) -> String {
        safe_query(text, |name| self.contains(name))
    }
}

/// The start of a body as one line, without secrets: JSON or a form, else only its type and length.
#[cfg(feature = "tracing")]
pub(in crate::runtime) fn safe_body(
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
