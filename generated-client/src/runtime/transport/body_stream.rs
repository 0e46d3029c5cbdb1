//! Streamed request bodies: a one-shot stream, a function that creates a stream for each attempt, a file, or
//! a concatenation of bodies.

// This module must not depend on requests or transports.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::{fmt, io};

use bytes::Bytes;
use futures_core::Stream;

use super::body::{Body, Content};
use super::lock::lock;

type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A body that is not buffered. Clones share the stream.
#[derive(Clone)]
pub(crate) struct BodyStream {
    source: Source,
    length: Option<u64>,
}

#[derive(Clone)]
enum Source {
    /// A one-shot stream; `None` after it was sent.
    Once(Arc<Mutex<Option<Chunks>>>),
    /// A stream that is created for each attempt.
    PerAttempt(Arc<dyn Fn() -> Chunks + Send + Sync>),
    /// A file that is opened for each attempt.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    File(Arc<std::path::Path>),
    #[cfg(feature = "multipart")]
    Concat(Arc<[Body]>),
}

impl Body {
    /// Creates a streamed body from a stream of chunks, with its length in bytes if known. Without a length,
    /// it is sent with chunked encoding (HTTP/1.1) or in frames (HTTP/2).
    ///
    /// It can be sent only once: after the transport has taken the stream, the request is not retried after a
    /// failure or a 401. See [`repeatable`](Self::repeatable).
    ///
    /// The request fails with [`TransportErrorKind::Upload`](crate::runtime::TransportErrorKind::Upload) if
    /// the stream returns an error, or is shorter or longer than `length`.
    pub fn stream(
        chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let chunks: Chunks = Box::pin(chunks);
        Self::streamed(Source::Once(Arc::new(Mutex::new(Some(chunks)))), length)
    }

    /// Creates a streamed body from a function that returns the stream for each attempt. The request can be
    /// retried like one with a buffered body.
    pub fn repeatable<S>(make: impl Fn() -> S + Send + Sync + 'static, length: Option<u64>) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::streamed(Source::PerAttempt(Arc::new(move || -> Chunks { Box::pin(make()) })), length)
    }

    /// Creates a streamed body with the content of a file.
    ///
    /// The file is opened whenever the request is sent: for each attempt, and after a 401. Its length is read once,
    /// before the first attempt, and must not change. It is read by tokio, so this function requires the built-in
    /// transport.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Self {
        Self::streamed(Source::File(path.into().into()), None)
    }

    fn streamed(source: Source, length: Option<u64>) -> Self {
        Self(Content::Stream(BodyStream { source, length }))
    }

    /// Concatenates bodies. The result is buffered if all of them are buffered.
    #[cfg(feature = "multipart")]
    pub(crate) fn concat(bodies: Vec<Self>) -> Self {
        let length = bodies.iter().map(Self::length).try_fold(0_u64, |sum, next| sum.checked_add(next?));
        let buffered: Option<Vec<&Bytes>> = bodies.iter().map(Self::as_bytes).collect();
        match buffered {
            Some(buffered) => buffered.into_iter().flatten().copied().collect::<Vec<u8>>().into(),
            None => Self::streamed(Source::Concat(bodies.into()), length),
        }
    }

    /// Sets the length of a file body from the file's metadata.
    ///
    /// # Errors
    /// Returns a reason with the path if the file cannot be read.
    pub(crate) async fn measure(&mut self) -> Result<(), String> {
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if let Content::Stream(BodyStream { source: Source::File(path), length }) = &mut self.0 {
            *length = Some(super::file::length(path).await?);
        }
        Ok(())
    }

    /// Returns the body as a stream of chunks. If the body is a one-shot stream that was already sent, the returned
    /// stream yields an error.
    pub(crate) fn chunks(&self) -> ByteStream {
        match &self.0 {
            Content::Buffered(bytes) => ByteStream::from_bytes(bytes.clone()),
            Content::Stream(stream) => stream.chunks(),
        }
    }

    pub(crate) fn as_stream(&self) -> Option<&BodyStream> {
        match &self.0 {
            Content::Buffered(_) => None,
            Content::Stream(stream) => Some(stream),
        }
    }
}

impl BodyStream {
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns whether the body was sent and cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.source {
            Source::Once(chunks) => lock(chunks).is_none(),
            Source::PerAttempt(_) => false,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Source::File(_) => false,
            #[cfg(feature = "multipart")]
            Source::Concat(bodies) => bodies.iter().any(|body| body.as_stream().is_some_and(Self::is_spent)),
        }
    }

    pub(crate) fn chunks(&self) -> ByteStream {
        let chunks: Chunks = match &self.source {
            _ if self.is_spent() => Box::pin(Concat::spent()),
            Source::Once(chunks) => lock(chunks).take().unwrap_or_else(|| Box::pin(Concat::spent())),
            Source::PerAttempt(make) => make(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Source::File(path) => Box::pin(super::file::FileChunks::new(Arc::clone(path))),
            #[cfg(feature = "multipart")]
            Source::Concat(bodies) => Box::pin(Concat::new(bodies.to_vec())),
        };
        ByteStream { chunks, remaining: self.length, last: None, ended: false }
    }
}

/// A stream of the bytes of a request body. It ends with an error if the number of bytes differs from the
/// declared length.
pub struct ByteStream {
    chunks: Chunks,
    /// The number of remaining bytes, if the length is known.
    remaining: Option<u64>,
    /// The last chunk of the declared length, which is returned only once the source has ended. Readers do not poll
    /// again after they have received all declared bytes, so excess bytes would otherwise be missed.
    last: Option<Bytes>,
    ended: bool,
}

impl ByteStream {
    fn from_bytes(bytes: Bytes) -> Self {
        Self { chunks: Box::pin(Concat::new(vec![bytes.into()])), remaining: None, last: None, ended: false }
    }

    /// Counts a chunk. Returns it unless it is the last chunk of the declared length.
    fn count(&mut self, chunk: Bytes) -> io::Result<Option<Bytes>> {
        let Some(remaining) = self.remaining else { return Ok(Some(chunk)) };
        let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let remaining = remaining
            .checked_sub(size)
            .ok_or_else(|| io::Error::other("the body is longer than its declared length"))?;
        self.remaining = Some(remaining);
        if remaining > 0 {
            return Ok(Some(chunk));
        }
        if !chunk.is_empty() {
            self.last = Some(chunk);
        }
        Ok(None)
    }

    fn end(&mut self) -> Option<io::Result<Bytes>> {
        self.ended = true;
        match self.remaining.take() {
            Some(remaining) if remaining > 0 => {
                let reason = format!("the body ended {remaining} bytes before its declared length");
                Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason)))
            }
            _ => self.last.take().map(Ok),
        }
    }
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.ended {
            let chunk = match ready!(self.chunks.as_mut().poll_next(context)) {
                None => return Poll::Ready(self.end()),
                Some(chunk) => chunk.and_then(|chunk| self.count(chunk)).transpose(),
            };
            if let Some(chunk) = chunk {
                self.ended = chunk.is_err();
                return Poll::Ready(Some(chunk));
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("remaining", &self.remaining).finish_non_exhaustive()
    }
}

/// A concatenation of bodies.
struct Concat {
    remaining: std::vec::IntoIter<Body>,
    current: Option<ByteStream>,
    error: Option<io::Error>,
}

impl Concat {
    fn new(bodies: Vec<Body>) -> Self {
        Self { remaining: bodies.into_iter(), current: None, error: None }
    }

    fn spent() -> Self {
        let error = io::Error::other("the body is a one-shot stream that was already sent");
        Self { error: Some(error), ..Self::new(Vec::new()) }
    }
}

impl Stream for Concat {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(error) = self.error.take() {
                return Poll::Ready(Some(Err(error)));
            }
            if let Some(current) = &mut self.current {
                match Pin::new(current).poll_next(context) {
                    Poll::Ready(None) => self.current = None,
                    other => return other,
                }
            }
            match self.remaining.next() {
                None => return Poll::Ready(None),
                Some(Body(Content::Buffered(bytes))) if bytes.is_empty() => {}
                Some(Body(Content::Buffered(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                Some(Body(Content::Stream(stream))) => self.current = Some(stream.chunks()),
            }
        }
    }
}
