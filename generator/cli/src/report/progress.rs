//! Progress, displayed as a terminal line for work that takes more than a second.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{display, exit};

/// The delay before the line appears, and the interval between its updates.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work in progress; its line is removed at the end.
pub(crate) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts displaying progress; `what` describes the work.
    pub(crate) fn start(what: &str) -> Self {
        let options = display::options();
        let is_shown =
            exit::is_terminal() && !options.quiet && options.message_format == display::MessageFormat::Human;
        if !is_shown {
            return Self { running: None };
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let (what, start) = (what.to_owned(), Instant::now());
        let thread = thread::spawn(move || {
            let mut shown = false;
            while stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                exit::line(&format!("{what} ... {} s", start.elapsed().as_secs()));
                shown = true;
            }
            if shown {
                exit::clear_line();
            }
        });
        Self { running: Some((stop, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            let _ = thread.join();
        }
    }
}
