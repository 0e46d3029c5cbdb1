//! Where a download goes: a writer of tokio's, or a file.

use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use futures_core::Stream;
use tokio::fs::File;
use tokio::io::AsyncWrite;

use super::Download;
use crate::runtime::error::Result;
use crate::runtime::transport::{TransportError, TransportErrorKind};

impl Download {
    /// Writes the body to a writer and flushes it; gives the number of bytes.
    ///
    /// # Errors
    /// If the body breaks off, or with [`TransportErrorKind::Save`] if it cannot be written. What was written before stays.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64> {
        self.pour(writer).await
    }

    /// Writes the body to a file, in place of one that is there; gives the number of bytes. Until the body is complete, it is
    /// in a file beside it whose name ends with `.part`, which is removed if the body breaks off.
    ///
    /// # Errors
    /// If the body breaks off, or with [`TransportErrorKind::Save`] if the file cannot be written.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let part = beside(path);
        let outcome = self.save_as(&part, path).await;
        if outcome.is_err() {
            // The error tells more than a file that cannot be removed.
            let _ = tokio::fs::remove_file(&part).await;
        }
        outcome
    }

    async fn save_as(&mut self, part: &Path, path: &Path) -> Result<u64> {
        let mut file = File::create(part).await.map_err(|error| self.fail(unsaved(error)))?;
        let bytes = self.pour(&mut file).await?;
        drop(file);
        tokio::fs::rename(part, path).await.map_err(|error| self.fail(unsaved(error)))?;
        Ok(bytes)
    }

    async fn pour<W: AsyncWrite + Unpin + ?Sized>(&mut self, writer: &mut W) -> Result<u64> {
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await {
            let chunk = chunk?;
            let mut rest = &chunk[..];
            while !rest.is_empty() {
                let written = poll_fn(|context| Pin::new(&mut *writer).poll_write(context, rest)).await;
                let written = written.map_err(|error| self.fail(unsaved(error)))?;
                if written == 0 {
                    return Err(self.fail(unsaved(std::io::ErrorKind::WriteZero.into())));
                }
                rest = rest.get(written..).unwrap_or_default();
            }
        }
        poll_fn(|context| Pin::new(&mut *writer).poll_flush(context))
            .await
            .map_err(|error| self.fail(unsaved(error)))?;
        Ok(self.received())
    }
}

fn unsaved(error: std::io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Save, error)
}

/// The path with `.part` at its end.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
