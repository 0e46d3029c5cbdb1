//! Streamed responses: downloads, server-sent events, and sequences of JSON values.

#[cfg(feature = "events")]
mod connection;
#[cfg(feature = "stream")]
pub(crate) mod download;
#[cfg(feature = "events")]
pub(crate) mod event;
#[cfg(feature = "events")]
pub(crate) mod event_format;
#[cfg(feature = "events")]
pub(crate) mod event_parser;
#[cfg(feature = "events")]
pub(crate) mod events;
#[cfg(feature = "stream")]
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod save;

/// Creates the error for an item of a stream that cannot be decoded.
#[cfg(feature = "events")]
fn item_error(
    download: &download::Download,
    text: impl Into<bytes::Bytes>,
    why: crate::runtime::error::body::Unreadable,
) -> crate::runtime::error::Error {
    use crate::runtime::error::Error;
    use crate::runtime::error::body::BodyError;
    let response =
        crate::runtime::transport::TransportResponse { body: text.into(), ..download.head.clone() };
    let shape = &download.client.inner.profile.errors;
    let error = BodyError::new(download.operation(), shape, response, why, &download.redaction());
    Error::Decode(Box::new(error))
}
