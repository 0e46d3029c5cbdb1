//! Bodies that are sent piece by piece: a stream that can be taken once, a function that makes one for each attempt, a file,
//! or several bodies one after the other.
//!
//! It must not know requests or transports.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::{fmt, io};

use bytes::Bytes;
use futures_core::Stream;

use super::body::{Body, Content};

type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A body that is not at hand as a whole. A clone is the same stream.
#[derive(Clone)]
pub(crate) struct BodyStream {
    source: Source,
    length: Option<u64>,
}

#[derive(Clone)]
enum Source {
    /// Gone once it was taken.
    Once(Arc<Mutex<Option<Chunks>>>),
    /// Made anew for each attempt.
    Made(Arc<dyn Fn() -> Chunks + Send + Sync>),
    /// Opened anew for each attempt.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    File(Arc<std::path::Path>),
    #[cfg(feature = "multipart")]
    Joined(Arc<[Body]>),
}

impl Body {
    /// A body that is sent as it comes, of this length if it is known; without a length it is sent in chunks (HTTP/1.1) or
    /// frames (HTTP/2).
    ///
    /// It can be sent once only: after the first piece was taken, the call is not repeated, neither after a failure nor after
    /// a 401. See [`repeatable`](Self::repeatable). A stream that ends with an error, or is shorter or longer than its length,
    /// ends the call with [`TransportErrorKind::Upload`](crate::runtime::TransportErrorKind::Upload).
    pub fn stream(
        chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let chunks: Chunks = Box::pin(chunks);
        Self::streamed(Source::Once(Arc::new(Mutex::new(Some(chunks)))), length)
    }

    /// A body that a function makes for each attempt, so that the call can be repeated like one whose body is at hand.
    pub fn repeatable<S>(make: impl Fn() -> S + Send + Sync + 'static, length: Option<u64>) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        Self::streamed(Source::Made(Arc::new(move || -> Chunks { Box::pin(make()) })), length)
    }

    /// The content of a file, which is opened when the call is sent, and again when it is repeated. It must not change in
    /// between. The file is read by tokio, so that there is no such body without the built-in transport.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn file(path: impl Into<std::path::PathBuf>) -> Self {
        Self::streamed(Source::File(path.into().into()), None)
    }

    fn streamed(source: Source, length: Option<u64>) -> Self {
        Self(Content::Stream(BodyStream { source, length }))
    }

    /// The pieces one after the other: as a whole if they all are, else as a stream.
    #[cfg(feature = "multipart")]
    pub(crate) fn joined(pieces: Vec<Self>) -> Self {
        let length = pieces.iter().map(Self::length).try_fold(0_u64, |sum, next| sum.checked_add(next?));
        let whole: Option<Vec<&Bytes>> = pieces.iter().map(Self::as_bytes).collect();
        match whole {
            Some(whole) => whole.into_iter().flatten().copied().collect::<Vec<u8>>().into(),
            None => Self::streamed(Source::Joined(pieces.into()), length),
        }
    }

    /// Finds out how long a file is.
    ///
    /// # Errors
    /// If it cannot be read, with its path.
    pub(crate) async fn measure(&mut self) -> Result<(), String> {
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if let Content::Stream(BodyStream { source: Source::File(path), length }) = &mut self.0 {
            *length = Some(super::file::length(path).await?);
        }
        Ok(())
    }

    /// The octets piece by piece. A stream that was taken before gives an error.
    pub(crate) fn chunks(&self) -> ByteStream {
        match &self.0 {
            Content::Whole(bytes) => ByteStream::of(bytes.clone()),
            Content::Stream(stream) => stream.chunks(),
        }
    }

    pub(crate) fn as_stream(&self) -> Option<&BodyStream> {
        match &self.0 {
            Content::Whole(_) => None,
            Content::Stream(stream) => Some(stream),
        }
    }
}

impl BodyStream {
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether this was sent and cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.source {
            Source::Once(chunks) => locked(chunks).is_none(),
            Source::Made(_) => false,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Source::File(_) => false,
            #[cfg(feature = "multipart")]
            Source::Joined(pieces) => {
                pieces.iter().any(|piece| piece.as_stream().is_some_and(Self::is_spent))
            }
        }
    }

    pub(crate) fn chunks(&self) -> ByteStream {
        let chunks: Chunks = match &self.source {
            _ if self.is_spent() => Box::pin(Pieces::spent()),
            Source::Once(chunks) => locked(chunks).take().unwrap_or_else(|| Box::pin(Pieces::spent())),
            Source::Made(make) => make(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Source::File(path) => Box::pin(super::file::FileChunks::new(Arc::clone(path))),
            #[cfg(feature = "multipart")]
            Source::Joined(pieces) => Box::pin(Pieces::new(pieces.to_vec())),
        };
        ByteStream { chunks, left: self.length, held: None, ended: false }
    }
}

fn locked(chunks: &Mutex<Option<Chunks>>) -> MutexGuard<'_, Option<Chunks>> {
    chunks.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The octets of a body in the order in which they are sent. It ends with an error if they are fewer or more than the
/// body's length says.
pub struct ByteStream {
    chunks: Chunks,
    /// How much is still to come.
    left: Option<u64>,
    /// The last piece, which is not given before it is known to be the last: nobody asks for more than the length.
    held: Option<Bytes>,
    ended: bool,
}

impl ByteStream {
    fn of(bytes: Bytes) -> Self {
        Self { chunks: Box::pin(Pieces::new(vec![bytes.into()])), left: None, held: None, ended: false }
    }

    /// Counts a piece; gives it on if more must follow it.
    fn counted(&mut self, chunk: Bytes) -> io::Result<Option<Bytes>> {
        let Some(left) = self.left else { return Ok(Some(chunk)) };
        let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let left = left
            .checked_sub(size)
            .ok_or_else(|| io::Error::other("the body is longer than its length says"))?;
        self.left = Some(left);
        if left > 0 {
            return Ok(Some(chunk));
        }
        if !chunk.is_empty() {
            self.held = Some(chunk);
        }
        Ok(None)
    }

    fn end(&mut self) -> Option<io::Result<Bytes>> {
        self.ended = true;
        match self.left.take() {
            Some(left) if left > 0 => {
                let reason = format!("the body ended {left} bytes before its length");
                Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason)))
            }
            _ => self.held.take().map(Ok),
        }
    }
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.ended {
            let chunk = match ready!(self.chunks.as_mut().poll_next(context)) {
                None => return Poll::Ready(self.end()),
                Some(chunk) => chunk.and_then(|chunk| self.counted(chunk)).transpose(),
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
        f.debug_struct("ByteStream").field("left", &self.left).finish_non_exhaustive()
    }
}

/// Bodies one after the other.
struct Pieces {
    left: std::vec::IntoIter<Body>,
    current: Option<ByteStream>,
    error: Option<io::Error>,
}

impl Pieces {
    fn new(pieces: Vec<Body>) -> Self {
        Self { left: pieces.into_iter(), current: None, error: None }
    }

    fn spent() -> Self {
        let error = io::Error::other("the body is a stream that was sent already");
        Self { error: Some(error), ..Self::new(Vec::new()) }
    }
}

impl Stream for Pieces {
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
            match self.left.next() {
                None => return Poll::Ready(None),
                Some(Body(Content::Whole(bytes))) if bytes.is_empty() => {}
                Some(Body(Content::Whole(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                Some(Body(Content::Stream(stream))) => self.current = Some(stream.chunks()),
            }
        }
    }
}
