//! A minimal HTTP/1.1 implementation for a test server. It is hand-written because it must be able to violate
//! the protocol.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The maximum size of a request, in bytes.
const LIMIT: usize = 64 * 1024;

/// An HTTP request.
pub(crate) struct Request {
    /// The method and target, as in the request line.
    pub(crate) line: String,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Reads the next request on a connection; returns `None` if the connection ends or the request is too large.
    pub(crate) async fn read(stream: &mut TcpStream, kept: &mut Vec<u8>) -> io::Result<Option<Self>> {
        let head_end = loop {
            if let Some(end) = kept.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if kept.len() > LIMIT || stream.read_buf(kept).await? == 0 {
                return Ok(None);
            }
        };
        let head = String::from_utf8_lossy(kept.get(..head_end).unwrap_or_default()).into_owned();
        let line =
            head.lines().next().and_then(|line| line.rsplit_once(' ')).unwrap_or_default().0.to_owned();
        let mut request = Self { line, head, body: Vec::new() };
        let length: usize = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        let whole = head_end + length.min(LIMIT);
        while kept.len() < whole {
            if stream.read_buf(kept).await? == 0 {
                return Ok(None);
            }
        }
        request.body = kept.get(head_end..whole).unwrap_or_default().to_vec();
        kept.drain(..whole);
        Ok(Some(request))
    }

    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// An HTTP response.
pub(crate) struct Reply {
    status: u16,
    media_type: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Reply {
    /// Creates a JSON response with the given status.
    pub(crate) fn json(status: u16, body: impl ToString) -> Self {
        Self { status, media_type: "application/json", headers: Vec::new(), body: body.to_string() }
    }

    pub(crate) fn media_type(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    /// Truncates the body; `Content-Length` is that of the truncated body.
    pub(crate) fn truncated(mut self) -> Self {
        let half = self.body.len() / 2;
        self.body.truncate(half);
        self
    }

    fn head(&self, framing: &str) -> String {
        let Self { status, media_type, .. } = self;
        let mut head = format!("HTTP/1.1 {status} x\r\ncontent-type: {media_type}\r\n{framing}\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head + "\r\n"
    }

    /// Sends the full response.
    pub(crate) async fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        // A 204 has no body and no length (RFC 9110, 8.6).
        let text = match self.status {
            204 => self.head("x-empty: 1"),
            _ => self.head(&format!("content-length: {}", self.body.len())) + &self.body,
        };
        stream.write_all(text.as_bytes()).await
    }

    /// Sends the body in chunks, with pauses between them.
    pub(crate) async fn send_slowly(&self, stream: &mut TcpStream, pause: Duration) -> io::Result<()> {
        stream.write_all(self.head("transfer-encoding: chunked").as_bytes()).await?;
        let piece = (self.body.len() / 4).max(1);
        for chunk in self.body.as_bytes().chunks(piece) {
            tokio::time::sleep(pause).await;
            stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
            stream.write_all(chunk).await?;
            stream.write_all(b"\r\n").await?;
        }
        stream.write_all(b"0\r\n\r\n").await
    }

    /// Declares the full length, but sends half of the body.
    pub(crate) async fn send_half(&self, stream: &mut TcpStream) -> io::Result<()> {
        let head = self.head(&format!("content-length: {}", self.body.len().max(2)));
        let half = self.body.get(..self.body.len() / 2).unwrap_or_default();
        stream.write_all((head + half).as_bytes()).await
    }
}
