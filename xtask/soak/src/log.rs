//! Searches the log of this process for secrets while the log is written. All levels are included. Only the first line
//! with a secret is kept, since the log can grow to hundreds of megabytes.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::Level;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::server::SECRETS;

/// The statistics of the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
    /// The number of lines with a secret.
    pub(crate) leaks: u64,
    /// The first line with a secret.
    pub(crate) first: Option<String>,
}

/// A writer that searches its input.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Found>>);

/// Starts collecting the log; can be called once per process.
pub(crate) fn collect() -> Result<Log, String> {
    let log = Log::default();
    let writer = log.clone();
    // `init` also records events of the `log` crate.
    tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .try_init()
        .map_err(|error| format!("cannot collect the log: {error}"))?;
    Ok(log)
}

impl Log {
    /// Returns the statistics so far.
    pub(crate) fn found(&self) -> Found {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Write for Log {
    /// Searches an event. The subscriber writes each event with one call.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.lines += 1;
        found.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        if SECRETS.iter().any(|secret| text.contains(secret)) {
            found.leaks += 1;
            found.first.get_or_insert_with(|| text.into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found() {
        let mut log = Log::default();
        log.write_all(b"a line").unwrap();
        assert_eq!(log.found().leaks, 0);
        log.write_all(format!("authorization: Bearer {}7", SECRETS[0]).as_bytes()).unwrap();
        assert_eq!((log.found().lines, log.found().leaks), (2, 1));
    }
}
