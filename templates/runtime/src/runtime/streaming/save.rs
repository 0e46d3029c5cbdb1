//! Where a download goes: a writer of tokio's, or a file.

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

/// How often another name is tried where one is taken. Names are random: a second try is one too many already.
const NAMES: usize = 8;

impl Download {
    /// Writes the body to a writer and flushes it; gives the number of bytes.
    ///
    /// # Errors
    /// If the body breaks off, or with [`TransportErrorKind::Save`] if it cannot be written. What was written before stays.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64> {
        self.pour(writer).await
    }

    /// Writes the body to a file, in place of one that is there; returns the number of bytes.
    ///
    /// Until the body is complete, it is in a new file of the same folder, with a random name that ends with `.part`. That
    /// file is removed if the body breaks off or the future is dropped, and renamed at the end: `path` is the old file or
    /// the whole new one. A symbolic link at `path` is replaced, not followed. On Unix, the new file gets the permissions of
    /// the one that it replaces, else those of any new file.
    ///
    /// # Errors
    /// If the body breaks off, with [`TransportErrorKind::Save`] if the file cannot be written, or with
    /// [`TransportErrorKind::NoRuntime`] outside of a tokio runtime.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64> {
        if let Some(error) = TransportError::without_runtime() {
            return Err(self.fail(error));
        }
        let target = path.as_ref().to_owned();
        // The file comes with what removes it: if this future is dropped meanwhile, so is the outcome of the task.
        let made = blocking(move || Part::beside(target)).await;
        let (part, file) = made.map_err(|error| self.fail(unsaved(error)))?;
        let mut file = File::from_std(file);
        let bytes = self.pour(&mut file).await?;
        drop(file);
        let renamed = blocking(move || part.rename()).await;
        renamed.map_err(|error| self.fail(unsaved(error)))?;
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
                    return Err(self.fail(unsaved(io::ErrorKind::WriteZero.into())));
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

/// Runs work that may block; what comes of it is dropped with the future.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn unsaved(error: io::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Save, error)
}

/// A file that holds a body which is not complete; dropping it removes the file.
struct Part {
    path: PathBuf,
    target: PathBuf,
    is_renamed: bool,
}

impl Part {
    /// Makes a new file next to another one. A file or link that is there already is never opened.
    fn beside(target: PathBuf) -> io::Result<(Self, fs::File)> {
        let mut left = NAMES;
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

    /// A file that only its owner may read stays one when it is replaced.
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

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_renamed {
            // Nobody is left to tell of a file that cannot be removed.
            let _ = fs::remove_file(&self.path);
        }
    }
}
