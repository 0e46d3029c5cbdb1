//! Keeps secrets out of all displayed output: `Debug` and `Display` of all types, trace events, and
//! recordings.

// Only this module determines what a secret is. It identifies secrets by the name of a header, parameter or
// member (`names`), and by text that assigns a value to such a name (`assigned`). It also identifies them by
// value, since a server may echo anything that was sent to it (`redaction`, `spelling`).

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
pub(crate) use names::{SecretNames, is_secret_member};
pub(crate) use pairs::decode_form;
pub(crate) use redaction::{Redaction, excerpt};
pub(crate) use sanitize::one_line;
pub(crate) use secret::{REDACTED, Secret};
