//! Keeps secrets out of everything that can be shown: `Debug` and `Display` of all types, the trace, recordings.
//!
//! The one place that decides what is a secret: by the name of a header, parameter or member (`names`), by what a text assigns
//! to such a name (`assigned`), and by value, since a server may repeat anything that it was sent (`redaction`, `spelling`).

mod assigned;
#[cfg(feature = "tracing")]
mod body;
mod headers;
mod names;
mod pairs;
pub(crate) mod redaction;
pub(crate) mod sanitize;
mod secret;
mod spelling;

#[cfg(feature = "tracing")]
pub(crate) use body::safe_body;
pub(crate) use headers::{SafeHeaders, mark, mark_all};
pub(crate) use names::{SecretNames, is_secret_member, is_secret_name};
pub(crate) use redaction::{Redaction, excerpt};
pub(crate) use sanitize::one_line;
pub(crate) use secret::{REDACTED, Secret};
