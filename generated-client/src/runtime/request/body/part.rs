//! One part of a multipart body: its content and its headers.

use std::fmt::Write;

use bytes::Bytes;
use http::HeaderValue;

use crate::runtime::transport::body::Body;

/// A part of a multipart body: bytes or a string, with a media type and, if it is a file, a file name.
///
/// A string is sent as `text/plain`. Bytes and a [`Body`] are sent as an `application/octet-stream` file named `blob`,
/// as browsers do, because servers treat a part without a file name as text. The methods below override these defaults.
/// `Debug` does not show the content.
#[derive(Debug, Clone)]
#[must_use = "a part does nothing until passed to a request"]
pub struct Part {
    body: Body,
    file_name: Option<String>,
    content_type: Option<String>,
}

/// The default media type of bytes.
const OCTET_STREAM: &str = "application/octet-stream";

impl Part {
    /// Creates a part from a string, as `text/plain` and without a file name.
    pub fn text(text: impl Into<String>) -> Self {
        let content_type = Some("text/plain; charset=utf-8".to_owned());
        Self { body: text.into().into(), file_name: None, content_type }
    }

    /// Creates a part from bytes, as an `application/octet-stream` file named `blob`.
    pub fn bytes(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: Some("blob".to_owned()),
            content_type: Some(OCTET_STREAM.to_owned()),
        }
    }

    /// Creates a part from a value that is already JSON.
    pub(super) fn json(json: Vec<u8>) -> Self {
        Self { body: json.into(), file_name: None, content_type: Some("application/json".to_owned()) }
    }

    /// Creates a part from a file, named after the last component of its path; see [`Body::file`].
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let part = Self::bytes(Body::file(path));
        match name {
            Some(name) => part.file_name(name),
            None => part,
        }
    }

    /// Sets the file name.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Omits the file name.
    pub fn no_file_name(mut self) -> Self {
        self.file_name = None;
        self
    }

    /// Sets the media type.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Omits the media type, which means `text/plain`.
    pub fn no_content_type(mut self) -> Self {
        self.content_type = None;
        self
    }

    pub(super) async fn measure(&mut self) -> Result<(), String> {
        self.body.measure().await
    }

    /// Sets the media type of bytes that have the default media type.
    pub(super) fn or_content_type(mut self, media_type: &str) -> Self {
        if self.content_type.as_deref() == Some(OCTET_STREAM) {
            self.content_type = Some(media_type.to_owned());
        }
        self
    }

    pub(super) fn body(&self) -> &Body {
        &self.body
    }

    /// Returns the header lines of the part, including line breaks.
    pub(super) fn headers(&self, name: &str) -> Result<String, String> {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
        if let Some(file_name) = &self.file_name {
            // Writing to a `String` cannot fail.
            let _ = write!(head, "; filename=\"{}\"", escaped(file_name));
        }
        head.push_str("\r\n");
        if let Some(media_type) = &self.content_type {
            let valid = HeaderValue::try_from(media_type).is_ok();
            if !valid || media_type.is_empty() {
                return Err(format!("{media_type:?} is not a valid media type"));
            }
            let _ = write!(head, "Content-Type: {media_type}\r\n");
        }
        Ok(head)
    }
}

/// Escapes a name for a quoted string (HTML Standard, "Multipart form data"); all other characters remain UTF-8.
fn escaped(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Body> for Part {
    fn from(body: Body) -> Self {
        Self::bytes(body)
    }
}

impl From<Bytes> for Part {
    fn from(bytes: Bytes) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<&'static [u8]> for Part {
    fn from(bytes: &'static [u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl<const N: usize> From<&'static [u8; N]> for Part {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::bytes(bytes)
    }
}
