//! File bodies, read on tokio's blocking thread pool.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::error::TransportError;
use super::future::BoxFuture;

/// The read buffer size, in bytes.
const BUFFER_SIZE: usize = 64 * 1024;

/// Returns the length of a file, in bytes.
pub(crate) async fn length(path: &Path) -> Result<u64, String> {
    if let Some(error) = TransportError::without_runtime() {
        return Err(unreadable(path, &error));
    }
    let metadata = tokio::fs::metadata(path).await.map_err(|error| unreadable(path, &error))?;
    // On some systems, a directory can be opened but not read.
    if metadata.is_dir() { Err(unreadable(path, &"it is a directory")) } else { Ok(metadata.len()) }
}

fn unreadable(path: &Path, reason: &dyn Display) -> String {
    format!("the file {} cannot be read: {reason}", path.display())
}

/// A stream of the content of a file, which is opened on first poll.
pub(crate) struct FileChunks {
    path: Arc<Path>,
    state: State,
    buffer: Vec<u8>,
}

enum State {
    Opening(BoxFuture<'static, io::Result<File>>),
    Open(File),
    Done,
}

impl FileChunks {
    pub(crate) fn new(path: Arc<Path>) -> Self {
        let opening = Arc::clone(&path);
        let state = State::Opening(Box::pin(async move {
            match TransportError::without_runtime() {
                Some(error) => Err(io::Error::other(error)),
                None => File::open(opening).await,
            }
        }));
        Self { path, state, buffer: vec![0; BUFFER_SIZE] }
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        loop {
            match &mut self.state {
                State::Opening(opening) => self.state = State::Open(ready!(opening.as_mut().poll(context))?),
                State::Open(file) => {
                    let mut chunk = ReadBuf::new(&mut self.buffer);
                    ready!(Pin::new(file).poll_read(context, &mut chunk))?;
                    return Poll::Ready(Ok(Bytes::copy_from_slice(chunk.filled())));
                }
                State::Done => return Poll::Ready(Ok(Bytes::new())),
            }
        }
    }
}

impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.poll_chunk(context));
        Poll::Ready(match chunk {
            Ok(chunk) if chunk.is_empty() => {
                self.state = State::Done;
                None
            }
            Ok(chunk) => Some(Ok(chunk)),
            Err(error) => {
                self.state = State::Done;
                Some(Err(io::Error::new(error.kind(), unreadable(&self.path, &error))))
            }
        })
    }
}
