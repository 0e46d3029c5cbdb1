//! An incremental parser for event streams (HTML Standard, "Parsing an event stream").

use std::time::Duration;

use super::event::Event;
use crate::runtime::json::text::without_bom;

/// An incremental parser for event streams. Chunks may end at any byte: inside a character, or between the two bytes
/// of a line break.
#[derive(Debug, Default)]
pub struct EventParser {
    /// The current, incomplete line.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return. A line feed after it belongs to the same line break.
    after_return: bool,
    /// Whether the first line was parsed.
    started: bool,
    data: String,
    event: String,
    /// The last ID that was parsed. It becomes `id` only at the empty line that completes the block.
    parsed_id: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    retry_now: Option<Duration>,
}

impl EventParser {
    /// Creates a parser for the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses the next chunk and returns the events that it completes.
    pub fn push(&mut self, mut chunk: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        if self.after_return && !chunk.is_empty() {
            chunk = chunk.strip_prefix(b"\n").unwrap_or(chunk);
            self.after_return = false;
        }
        while let Some(end) = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            let (line, rest) = chunk.split_at(end);
            self.line.extend_from_slice(line);
            events.extend(self.end_line());
            chunk = match rest {
                [b'\r', b'\n', after @ ..] => after,
                [b'\r'] => {
                    self.after_return = true;
                    &[]
                }
                [_, after @ ..] => after,
                [] => &[],
            };
        }
        self.line.extend_from_slice(chunk);
        events
    }

    /// Discards an incomplete event, before parsing the response to a repeated request. The last ID is kept.
    pub(super) fn restart(&mut self) {
        let (id, retry) = (self.id.take(), self.retry);
        *self = Self { parsed_id: id.clone(), id, retry, ..Self::default() };
    }

    /// Returns the ID of the last complete event that had an ID.
    pub fn last_event_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the delay before reconnecting that the server requested, if any.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Returns the number of buffered bytes of an incomplete event.
    pub fn pending(&self) -> usize {
        self.line.len() + self.data.len()
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        let mut bytes = line.as_slice();
        if !std::mem::replace(&mut self.started, true) {
            bytes = without_bom(bytes);
        }
        if bytes.is_empty() {
            return self.dispatch();
        }
        // Line breaks are ASCII, so each line can be decoded separately.
        let text = String::from_utf8_lossy(bytes);
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        self.field(name, value.strip_prefix(' ').unwrap_or(value));
        None
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            // An empty ID resets the previous one.
            "id" if !value.contains('\0') => {
                self.parsed_id = Some(value.to_owned()).filter(|id| !id.is_empty())
            }
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let wait = value.parse().map(Duration::from_millis).ok();
                (self.retry, self.retry_now) = (wait.or(self.retry), wait);
            }
            // A comment has an empty name.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<Event> {
        self.id.clone_from(&self.parsed_id);
        let (data, event) = (std::mem::take(&mut self.data), std::mem::take(&mut self.event));
        let retry = self.retry_now.take();
        let data = data.strip_suffix('\n')?.to_owned();
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Event { id: self.id.clone(), event, data, retry })
    }
}
