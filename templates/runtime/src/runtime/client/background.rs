//! The runtime that a client owns for blocking calls.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

use crate::runtime::error::{Error, Result};

/// What a client keeps for calls that are waited for.
#[derive(Default)]
pub(crate) struct Background {
    driver: Mutex<Option<Driver>>,
    /// Whether a call was made that is not waited for, but awaited.
    is_async: AtomicBool,
}

/// The thread with the runtime; it ends when this is dropped.
struct Driver {
    handle: Handle,
    /// The task that the thread waits for.
    keeper: AbortHandle,
}

impl Driver {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let keeper = handle.spawn(std::future::pending::<()>());
        let driver = Self { handle, keeper: keeper.abort_handle() };
        thread::Builder::new().name("api-client".to_owned()).spawn(move || {
            // It is not done before it is aborted, and that is no failure.
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
    /// A call begins on this thread.
    pub(crate) fn begin(&self) {
        if !WAITS.get() {
            self.is_async.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn handle(&self) -> Result<Handle> {
        // Connections belong to the runtime where they were opened. One that belongs to this thread's would never answer, as this
        // thread waits.
        if self.is_async.load(Ordering::Relaxed) && Handle::try_current().is_ok() {
            return Err(Error::config(
                "wait() was called within an async runtime, on a client that has made calls there: await the call, or \
                 build another client for the calls that are waited for",
            ));
        }
        let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(driver) = &*driver {
            return Ok(driver.handle.clone());
        }
        let started = Driver::start().map_err(|error| {
            Error::config(format!("the thread behind calls that are waited for cannot be started: {error}"))
        })?;
        Ok(driver.insert(started).handle.clone())
    }
}

/// Says for its life that this thread waits.
pub(crate) struct Waits {
    before: bool,
}

impl Waits {
    pub(crate) fn begin() -> Self {
        Self { before: WAITS.replace(true) }
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        WAITS.set(self.before);
    }
}

thread_local! {
    /// Whether this thread waits for a call.
    static WAITS: Cell<bool> = const { Cell::new(false) };
}
