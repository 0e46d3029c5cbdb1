//! Time and chance as a client sees them: a seam, so that tests need not wait and backoff can be foretold.
//!
//! It must not know what is waited for.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use super::future::BoxFuture;

/// Where a client takes time from when it waits before it repeats a call. The built-in one is tokio's; give another to
/// [`ClientBuilder::clock`](crate::runtime::ClientBuilder::clock) for another async runtime, or for tests.
pub trait Clock: Send + Sync + 'static {
    /// The time since some fixed moment. It never goes back.
    fn now(&self) -> Duration;

    /// Waits this long. `None` if this clock cannot wait here; what was to be repeated is given up then.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>>;

    /// A number within 0.0..1.0 that no one can foretell. Waits are a share of this size of the longest one.
    fn chance(&self) -> f64 {
        // A new state has new keys each time, so that it hashes the same nothing to another number.
        let bits = RandomState::new().hash_one(0_u8) >> 32;
        f64::from(u32::try_from(bits).unwrap_or_default()) / (f64::from(u32::MAX) + 1.0)
    }
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        (**self).sleep(duration)
    }

    fn chance(&self) -> f64 {
        (**self).chance()
    }
}

/// The clock of clients that are given no other: tokio's, which can be paused in tests. Outside of a tokio runtime it
/// cannot wait, and nothing is repeated.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[derive(Debug, Clone, Copy)]
pub struct TokioClock {
    start: tokio::time::Instant,
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl TokioClock {
    /// A clock that starts at zero.
    pub fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        tokio::runtime::Handle::try_current().ok()?;
        Some(Box::pin(tokio::time::sleep(duration)))
    }
}

/// The clock of a client that is given none.
pub(crate) fn built_in_clock() -> Option<Arc<dyn Clock>> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    return Some(Arc::new(TokioClock::new()));
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    return None;
}
