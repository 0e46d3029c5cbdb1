//! Responses that are streamed: downloads and server-sent events.

#[cfg(feature = "stream")]
pub(crate) mod download;
#[cfg(feature = "events")]
mod event_parser;
#[cfg(feature = "events")]
pub(crate) mod events;
#[cfg(feature = "stream")]
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod save;
