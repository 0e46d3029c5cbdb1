//! Test doubles: transports that need no server, and a clock that does not wait.
//!
//! - [`MockTransport`] responds according to rules for calls ([`MockTransport::on`]), from a queue, or with a closure,
//!   and records the requests.
//! - [`RecordingTransport`] records exchanges with a real server, without secrets; [`ReplayTransport`] replays them.
//! - [`SkippingClock`] skips the waits between attempts and records their durations.

mod mock;
mod record;
mod respond;
mod rule;
mod same_call;
#[cfg(feature = "xml")]
mod xml; // part: xml

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::transport::clock::Clock;
use crate::runtime::transport::future::BoxFuture;
use crate::runtime::transport::lock::lock;

pub use crate::runtime::call::mockable::Mockable;
pub use mock::{MockTransport, json_response};
pub use record::{Exchange, RecordingTransport, ReplayTransport};
pub use respond::Respond;
pub use rule::Rule;

/// A clock that advances instead of waiting. Clones share the same time.
#[derive(Debug, Clone)]
pub struct SkippingClock {
    waits: Arc<Mutex<Vec<Duration>>>,
    chance: f64,
}

impl SkippingClock {
    /// Creates a clock at zero. Each wait is the fraction `chance` (0.0 to 1.0) of its maximum.
    pub fn new(chance: f64) -> Self {
        Self { waits: Arc::default(), chance }
    }

    /// Returns the waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        lock(&self.waits).clone()
    }
}

impl Clock for SkippingClock {
    fn now(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Option<BoxFuture<'static, ()>> {
        let waits = Arc::clone(&self.waits);
        Some(Box::pin(async move { lock(&waits).push(duration) }))
    }

    fn chance(&self) -> f64 {
        self.chance
    }
}
