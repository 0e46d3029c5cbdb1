//! A server-sent event.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::runtime::json::{DecodeError, decode_json};

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The ID of the last event that had an ID; `None` if there was none.
    pub id: Option<String>,
    /// The event type; `message` by default.
    pub event: String,
    /// The data, with lines separated by line feeds.
    pub data: String,
    /// The delay before reconnecting that the server requested with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// Decodes the data as JSON.
    ///
    /// # Errors
    /// [`DecodeError`] if the data is not valid JSON for `T`. Many servers end a stream with a sentinel such as
    /// `[DONE]`, so check [`data`](Self::data) before decoding.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode_json(self.data.as_bytes())
    }
}
