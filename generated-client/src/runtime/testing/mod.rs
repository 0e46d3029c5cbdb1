//! For tests of code that uses this client: transports that need no server, and a clock that does not wait.
//!
//! - [`MockTransport`] answers from a queue or a closure and keeps what it was sent.
//! - [`RecordingTransport`] keeps the exchanges with a real server, without secrets; [`ReplayTransport`] answers from them.
//! - [`SkippingClock`] lets waits between attempts pass at once and keeps their lengths.

mod mock;
mod record;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::runtime::transport::clock::Clock;
use crate::runtime::transport::future::BoxFuture;

pub use mock::{MockTransport, json_response};
pub use record::{Exchange, RecordingTransport, ReplayTransport};

/// A clock that jumps instead of waiting. A clone shows the same time.
#[derive(Debug, Clone)]
pub struct SkippingClock {
    waits: Arc<Mutex<Vec<Duration>>>,
    chance: f64,
}

impl SkippingClock {
    /// A clock at zero. Each wait is the longest possible one times `chance`, from 0.0 to 1.0.
    pub fn new(chance: f64) -> Self {
        Self { waits: Arc::default(), chance }
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Clock for SkippingClock {
    fn now(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        let waits = Arc::clone(&self.waits);
        Some(Box::pin(async move { waits.lock().unwrap_or_else(PoisonError::into_inner).push(duration) }))
    }

    fn chance(&self) -> f64 {
        self.chance
    }
}
