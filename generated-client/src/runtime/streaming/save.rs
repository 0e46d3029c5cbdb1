//! Saves downloads to a tokio writer or a file.

use std::fs::{self, OpenOptions};
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use futures_core::Stream;
use tokio::fs::File;
use tokio::io::AsyncWrite;
use tokio::task::spawn_blocking;

use super::download::Download;
use crate::runtime::error::Result;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The maximum number of random file names to try; even a second try is highly unlikely.
const MAX_NAMES: usize = 8;

impl Download {
    /// Writes the body to a writer, flushes it, and returns the number of bytes.
    ///
    /// # Errors
    /// Returns an error if the body is interrupted, or an error with the kind [`TransportErrorKind::Save`] if it
    /// cannot be written. Bytes written before the error remain.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64> {
        self.copy_to(writer).await
    }

    /// Writes the body to a file, replacing any existing file, and returns the number of bytes.
    ///
    /// The body is first written to a new file in the same directory, with a random name ending in `.part`.
    /// The file is renamed when it is complete and removed if the body is interrupted or the future is
    /// dropped. Therefore, `path` always refers to either the old file or the complete new one. A symbolic
    /// link at `path` is replaced, not followed. On Unix, the new file gets the permissions of the file that
    /// it replaces, if any.
    ///
    /// # Errors
    /// Returns an error if the body is interrupted. The error kind is [`TransportErrorKind::Save`] if the file
    /// cannot be written, and [`TransportErrorKind::NoRuntime`] outside of a tokio runtime.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64> {
        if let Some(error) = TransportError::without_runtime() {
            return Err(self.fail(error));
        }
        let target = path.as_ref().to_owned();
        // The file is returned with its cleanup guard: if this future is dropped now, the task's result is also
        // dropped.
        let created = blocking(move || PartFile::next_to(target)).await;
        let (part, file) = created.map_err(|error| self.fail(save_error(error)))?;
        let mut file = File::from_std(file);
        let bytes = self.copy_to(&mut file).await?;
        drop(file);
        let renamed = blocking(move || part.rename()).await;
        renamed.map_err(|error| self.fail(save_error(error)))?;
        Ok(bytes)
    }

    async fn copy_to<W: AsyncWrite + Unpin + ?Sized>(&mut self, writer: &mut W) -> Result<u64> {
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await {
            let chunk = chunk?;
            let mut rest = &chunk[..];
            while !rest.is_empty() {
                let written = poll_fn(|context| Pin::new(&mut *writer).poll_write(context, rest)).await;
                let written = written.map_err(|error| self.fail(save_error(error)))?;
                if written == 0 {
                    return Err(self.fail(save_error(io::ErrorKind::WriteZero.into())));
                }
                rest = rest.get(written..).unwrap_or_default();
            }
        }
        poll_fn(|context| Pin::new(&mut *writer).poll_flush(context))
            .await
            .map_err(|error| self.fail(save_error(error)))?;
        Ok(self.received())
    }
}

/// Runs blocking work. The result is dropped if the future is dropped.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn save_error(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Save, error)
}

/// A file for an incomplete body; dropping it removes the file.
struct PartFile {
    path: PathBuf,
    target: PathBuf,
    is_renamed: bool,
}

impl PartFile {
    /// Creates a new file next to `target`. An existing file or link is never opened.
    fn next_to(target: PathBuf) -> io::Result<(Self, fs::File)> {
        let mut left = MAX_NAMES;
        loop {
            left -= 1;
            let path = target.with_file_name(format!(".{:016x}.part", RandomState::new().hash_one(left)));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let part = Self { path, target, is_renamed: false };
                    part.keep_permissions(&file)?;
                    return Ok((part, file));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && left > 0 => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Copies the permissions, so that a file that only its owner can read remains private.
    #[cfg(unix)]
    fn keep_permissions(&self, file: &fs::File) -> io::Result<()> {
        match fs::symlink_metadata(&self.target) {
            Ok(old) if old.is_file() => file.set_permissions(old.permissions()),
            _ => Ok(()),
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
    fn keep_permissions(&self, _: &fs::File) -> io::Result<()> {
        Ok(())
    }

    fn rename(mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)?;
        self.is_renamed = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.is_renamed {
            // There is no caller left to report an error to.
            let _ = fs::remove_file(&self.path);
        }
    }
}
