//! The async runtime that a client owns for blocking calls.

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

use crate::runtime::error::{Error, Result};
use crate::runtime::transport::lock::lock;

/// The state of a client for blocking calls.
#[derive(Default)]
pub(crate) struct Background {
    driver: Mutex<Option<Driver>>,
    /// Whether any call was made asynchronously, rather than with `wait()`.
    is_async: AtomicBool,
}

/// A handle to the thread that runs the async runtime. Dropping the handle ends the thread.
struct Driver {
    handle: Handle,
    /// The task that keeps the runtime's thread running.
    keeper: AbortHandle,
}

impl Driver {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let keeper = handle.spawn(std::future::pending::<()>());
        let driver = Self { handle, keeper: keeper.abort_handle() };
        thread::Builder::new().name("api-client".to_owned()).spawn(move || {
            // The task ends only when it is aborted, which is not an error.
            drop(runtime.block_on(keeper));
        })?;
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Background {
    /// Records that a call is starting on this thread.
    pub(crate) fn begin(&self) {
        if !IS_BLOCKING.get() {
            self.is_async.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn handle(&self) -> Result<Handle> {
        // Connections belong to the runtime that opened them. A connection opened by this thread's runtime would
        // never make progress while this thread blocks.
        if self.is_async.load(Ordering::Relaxed) && Handle::try_current().is_ok() {
            return Err(Error::config(
                "wait() was called inside an async runtime, on a client that has already made async calls: await the call, or \
                 build a separate client for blocking calls",
            ));
        }
        let mut driver = lock(&self.driver);
        if let Some(driver) = &*driver {
            return Ok(driver.handle.clone());
        }
        let started = Driver::start()
            .map_err(|error| Error::config(format!("cannot start the thread for blocking calls: {error}")))?;
        Ok(driver.insert(started).handle.clone())
    }
}

/// A guard that marks this thread as blocked on a call.
pub(crate) struct BlockingGuard {
    was_blocking: bool,
}

impl BlockingGuard {
    pub(crate) fn begin() -> Self {
        Self { was_blocking: IS_BLOCKING.replace(true) }
    }
}

impl Drop for BlockingGuard {
    fn drop(&mut self) {
        IS_BLOCKING.set(self.was_blocking);
    }
}

thread_local! {
    /// Whether this thread is blocked on a call.
    static IS_BLOCKING: Cell<bool> = const { Cell::new(false) };
}
