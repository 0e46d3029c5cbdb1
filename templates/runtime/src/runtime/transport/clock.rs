//! Abstracts time and randomness, so that tests need not wait and backoff is predictable.

// This module must not depend on its users.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use super::future::BoxFuture;

/// A source of time and randomness, used for waits between attempts, token renewal, and the time limits of token
/// requests and streams.
///
/// The default is tokio's clock. Pass a different clock to
/// [`ClientBuilder::clock`](crate::runtime::ClientBuilder::clock) for another async runtime, or for tests.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since an arbitrary fixed instant. It is monotonic.
    fn now(&self) -> Duration;

    /// Returns a future that completes after `duration`. Returns `None` if the clock cannot sleep here; in
    /// that case, the request is not retried, and only the transport limits the time.
    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>>;

    /// Returns an unpredictable number in 0.0..1.0. A wait is this fraction of its maximum.
    fn chance(&self) -> f64 {
        // Each state has new random keys, so a constant hashes to a random number.
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

/// The default clock, which uses tokio's time and can be paused in tests. Outside of a tokio runtime, it
/// cannot sleep, and requests are not retried.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[derive(Debug, Clone, Copy)]
pub struct TokioClock {
    start: tokio::time::Instant,
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl TokioClock {
    /// Creates a clock that starts at zero.
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

/// Returns the default clock, if one is available.
pub(crate) fn built_in_clock() -> Option<Arc<dyn Clock>> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    return Some(Arc::new(TokioClock::new()));
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    return None;
}
