//! The grammar of event streams (HTML Standard, "Parsing an event stream"), fed with bytes as they come, cut anywhere.

use std::time::Duration;

use super::events::Event;

/// Reads events out of pieces of text, which may end at any byte: within a character, or between the two of a line end.
#[derive(Debug, Default)]
pub struct EventParser {
    /// The line that is not complete yet.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it belongs to it.
    after_return: bool,
    /// Whether the first line was read.
    started: bool,
    data: String,
    event: String,
    id: Option<String>,
    retry: Option<Duration>,
    retry_now: Option<Duration>,
}

impl EventParser {
    /// A parser at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece, and gives the events that it completes.
    pub fn push(&mut self, mut piece: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        if self.after_return && !piece.is_empty() {
            piece = piece.strip_prefix(b"\n").unwrap_or(piece);
            self.after_return = false;
        }
        while let Some(end) = piece.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            let (line, rest) = piece.split_at(end);
            self.line.extend_from_slice(line);
            events.extend(self.end_line());
            piece = match rest {
                [b'\r', b'\n', after @ ..] => after,
                [b'\r'] => {
                    self.after_return = true;
                    &[]
                }
                [_, after @ ..] => after,
                [] => &[],
            };
        }
        self.line.extend_from_slice(piece);
        events
    }

    /// The id of the last event that had one.
    pub fn last_event_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// How long the server asks to wait before the stream is opened again, if it has said so.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// How many bytes of an incomplete event are held.
    pub fn pending(&self) -> usize {
        self.line.len() + self.data.len()
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        let mut bytes = line.as_slice();
        if !std::mem::replace(&mut self.started, true) {
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        if bytes.is_empty() {
            return self.dispatch();
        }
        // Line ends are ASCII, so that a line can be decoded by itself.
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
            // An empty id takes the one before back.
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()).filter(|id| !id.is_empty()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                let wait = value.parse().map(Duration::from_millis).ok();
                (self.retry, self.retry_now) = (wait.or(self.retry), wait);
            }
            // A comment has an empty name.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<Event> {
        let (data, event) = (std::mem::take(&mut self.data), std::mem::take(&mut self.event));
        let retry = self.retry_now.take();
        let data = data.strip_suffix('\n')?.to_owned();
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Event { id: self.id.clone(), event, data, retry })
    }
}
