//! The JSON value from which an event's declared type is decoded: its data, or the event as an object (OpenAPI
//! 3.2.0, "Special Considerations for Server-Sent Events").

use serde::Serialize;
use serde_json::value::RawValue;

use super::event::Event;

/// The relation between an event and its declared type; one per operation.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventFormat {
    form: Form,
    end: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The type describes the data, as JSON.
    Data,
    /// The type describes an object with the members of the event.
    Object {
        /// Whether `data` is JSON; otherwise, it is a string.
        is_json: bool,
        /// The event types for which the opposite is true.
        except: &'static [&'static str],
    },
}

impl EventFormat {
    /// Creates a format in which the type describes the data of each event, as JSON.
    pub const fn data() -> Self {
        Self { form: Form::Data, end: None }
    }

    /// Creates a format in which the type describes the event as an object. Its `data` is JSON, except in events of
    /// these types, where it is a string.
    pub const fn with_json(except: &'static [&'static str]) -> Self {
        Self { form: Form::Object { is_json: true, except }, end: None }
    }

    /// Creates a format in which the type describes the event as an object. Its `data` is a string, except in events
    /// of these types, where it is JSON.
    pub const fn with_text(except: &'static [&'static str]) -> Self {
        Self { form: Form::Object { is_json: false, except }, end: None }
    }

    /// Ends the stream at an event with this data, unless it is valid for the type.
    #[must_use]
    pub const fn until(mut self, sentinel: &'static str) -> Self {
        self.end = Some(sentinel);
        self
    }

    /// Returns whether this data ends the stream if it is not valid for the type.
    pub(super) fn is_end(&self, data: &str) -> bool {
        self.end.is_some_and(|end| data.trim() == end)
    }

    /// Returns the JSON text to decode, or `None` if the data is the sentinel.
    pub(super) fn json(&self, event: &Event) -> Option<Vec<u8>> {
        let is_json = match self.form {
            Form::Data => return Some(event.data.clone().into_bytes()),
            Form::Object { is_json, except } => is_json != except.contains(&event.event.as_str()),
        };
        let raw = is_json.then(|| serde_json::from_str::<&RawValue>(&event.data).ok()).flatten();
        if is_json && raw.is_none() && self.is_end(&event.data) {
            return None;
        }
        let mut json = Vec::with_capacity(event.data.len() + 64);
        let mut member = |name: &str, value: &[u8]| {
            json.extend_from_slice(if json.is_empty() { b"{\"" } else { b",\"" });
            json.extend_from_slice(name.as_bytes());
            json.extend_from_slice(b"\":");
            json.extend_from_slice(value);
        };
        member("event", &text(&event.event));
        if let Some(id) = &event.id {
            member("id", &text(id));
        }
        if let Some(retry) = event.retry {
            member("retry", retry.as_millis().to_string().as_bytes());
        }
        match raw {
            Some(raw) => member("data", raw.get().as_bytes()),
            None => member("data", &text(&event.data)),
        }
        json.push(b'}');
        Some(json)
    }
}

/// Encodes a string as JSON, which cannot fail.
fn text(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|_| b"\"\"".to_vec())
}
