//! Files as bodies, read by tokio's blocking pool.

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

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// How long a file is.
pub(crate) async fn length(path: &Path) -> Result<u64, String> {
    if let Some(error) = TransportError::without_runtime() {
        return Err(unreadable(path, &error));
    }
    let metadata = tokio::fs::metadata(path).await.map_err(|error| unreadable(path, &error))?;
    // Opening a folder works on some systems, and reading one does not.
    if metadata.is_dir() { Err(unreadable(path, &"it is a folder")) } else { Ok(metadata.len()) }
}

fn unreadable(path: &Path, reason: &dyn Display) -> String {
    format!("the file {} cannot be read: {reason}", path.display())
}

/// The content of a file, which is opened when the first piece is asked for.
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
        Self { path, state, buffer: vec![0; PIECE] }
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        loop {
            match &mut self.state {
                State::Opening(opening) => self.state = State::Open(ready!(opening.as_mut().poll(context))?),
                State::Open(file) => {
                    let mut piece = ReadBuf::new(&mut self.buffer);
                    ready!(Pin::new(file).poll_read(context, &mut piece))?;
                    return Poll::Ready(Ok(Bytes::copy_from_slice(piece.filled())));
                }
                State::Done => return Poll::Ready(Ok(Bytes::new())),
            }
        }
    }
}

impl Stream for FileChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.poll_piece(context));
        Poll::Ready(match piece {
            Ok(piece) if piece.is_empty() => {
                self.state = State::Done;
                None
            }
            Ok(piece) => Some(Ok(piece)),
            Err(error) => {
                self.state = State::Done;
                Some(Err(io::Error::new(error.kind(), unreadable(&self.path, &error))))
            }
        })
    }
}
